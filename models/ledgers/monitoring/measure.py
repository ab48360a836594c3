"""帮扶措施 (domain.md §3.5, §5): one thing that is done for a household: by whom, until when, and whether it was."""

from collections.abc import Iterator, Sequence

from models.checking import complete_parents, follow, in_order
from models.codes import code_list
from models.computed import overdue
from models.fields import ChoiceField, Computed, DateField, LinkField, MoneyField, NameField, PersonField, TextField
from models.kinds import Problem, YesNo
from models.ledger import Ledger, register
from models.ledgers.households.household import Household
from models.ledgers.monitoring._episodes import settle_plans
from models.ledgers.monitoring._measures import development, odd_group
from models.ledgers.monitoring.assist_plan import AssistPlan
from models.ledgers.monitoring.episode import Episode
from models.record import Draft, Record, Values

WHAT, WHO, DONE = "措施", "责任与时限", "落实"
NOT_BEGUN, RUNNING, FINISHED, STOPPED = "01", "02", "03", "04"


class Measure(Record):
    """One measure; without a plan where only the measure is known."""

    household = LinkField(Household, "农户", shown=True, group=WHAT, help="在计划里登记的，就是计划的那一户")
    episode = LinkField(Episode, "监测对象", group=WHAT, help="不填就是这一户没有消除的那一次")
    plan = LinkField(
        AssistPlan, "帮扶计划", cascade=True, create=True, group=WHAT, width=11, help="不填就是这一户的那份计划"
    )
    group = ChoiceField(
        "措施类别", "measure_group", required=True, shown=True, width=14, group=WHAT,
        names=("assist_plan.measure_group",), synonyms=("帮扶措施类别", "帮扶类别", "类别"),
    )  # fmt: skip
    kind = ChoiceField(
        "措施名称", "measure_kind", level=2, shown=True, width=16, group=WHAT, synonyms=("措施", "帮扶措施", "措施类型")
    )
    development = Computed("是否开发式", YesNo(), development, group=WHAT)
    content = TextField(
        "具体帮扶内容", long=True, shown=True, width=24, group=WHAT, names=("assist_plan.content",),
        synonyms=("帮扶内容", "措施内容", "具体措施", "具体内容"),
    )  # fmt: skip
    responsible_unit = NameField("责任单位", shown=True, width=16, group=WHO, synonyms=("实施单位",))
    responsible_person = PersonField(
        "责任人", shown=True, group=WHO, names=("assist_plan.responsible_person",), synonyms=("措施责任人", "负责人")
    )
    planned_start = DateField("计划开始时间", group=WHO, synonyms=("开始时间", "实施时间"))
    planned_end = DateField(
        "计划完成时间", shown=True, group=WHO, names=("assist_plan.planned_end",),
        synonyms=("完成时限", "完成时间", "计划完成日期"),
    )  # fmt: skip
    expected_gain = MoneyField(
        "预期增收", unit="元", group=WHO, names=("assist_plan.expected_gain_yuan",), synonyms=("预计增收", "预期年增收")
    )
    status = ChoiceField(
        "落实情况", "measure_status", shown=True, initial=NOT_BEGUN, group=DONE, names=("assist_plan.status",),
        synonyms=("落实状态", "实施情况", "完成情况"),
    )  # fmt: skip
    overdue = overdue("planned_end", lambda one: one.status.in_((FINISHED, STOPPED)), group=DONE)
    done_on = DateField("落实日期", future=False, shown=True, group=DONE, synonyms=("落实时间", "实际完成时间"))
    evidence = TextField("佐证材料", width=16, group=DONE, synonyms=("落实凭证", "佐证", "依据"))
    remark = TextField("备注", long=True, group=DONE)

    class Meta:
        """Storage."""

        table_name = "measure"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The group of a kind; what has a day on which it was done is done."""
        complete_parents(values, "measure_kind", "kind", "group")
        if values.get("done_on") and values.get("status") in (None, NOT_BEGUN):
            values["status"] = FINISHED

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """One measure by itself."""
        yield from odd_group(values)
        yield from in_order(cls, values, "planned_start", "planned_end")
        yield from in_order(cls, values, "planned_start", "done_on", level="warn")
        if values["done_on"] and values["status"] in (RUNNING, STOPPED):
            yield Problem(
                f"填了落实日期，落实情况却是“{code_list('measure_status').label(values['status'])}”", "done_on"
            )
        if values["status"] == FINISHED and not values["done_on"]:
            yield Problem("已落实的，请填落实日期", "done_on", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Household of the plan; episode and plan of the household where just one is possible, never another's."""
        follow(drafts, "plan", AssistPlan, household=AssistPlan.household)
        settle_plans(drafts)


LEDGER = register(
    Ledger(
        Measure,
        "帮扶措施",
        display="content",
        master="plan",
        order=32,
        counter="项",
        keys=(("household", "group", "kind", "content", "planned_end"),),
        columns=(
            "household.village", "household", "group", "kind", "content", "responsible_unit", "responsible_person",
            "planned_end", "status", "done_on", "evidence",
        ),
        sort=("household.village.seq", "household", "group", "planned_end"),
        search=("household", "content", "responsible_unit", "responsible_person"),
        filters=("household.village", "group", "kind", "status", "overdue", "planned_end", "responsible_unit"),
        synonyms=("帮扶措施", "措施", "帮扶措施台账", "一户一策帮扶措施", "帮扶计划表", "一户一策帮扶计划"),
        hint="一项一条：哪一类、做什么、谁、何时前、落实了没有；风险对不对得上，在“一户一策”页看。",
    )
)  # fmt: skip
