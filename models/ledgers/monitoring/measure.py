"""帮扶措施 (domain.md §3.5, §5): one thing that is done for a household: by whom, until when, and whether it was."""

from collections.abc import Iterator, Sequence
from typing import Any

from peewee import Case

from models import clock
from models.codes import code_list
from models.fields import ChoiceField, Computed, DateField, LinkField, MoneyField, NameField, PersonField, TextField
from models.kinds import Problem, YesNo
from models.ledger import Ledger, register
from models.ledgers.households.household import Household
from models.ledgers.monitoring._episodes import open_episodes, plans, put
from models.ledgers.monitoring.assist_plan import AssistPlan
from models.ledgers.monitoring.episode import Episode
from models.record import Draft, Record, Values

WHAT, WHO, DONE = "措施", "责任与时限", "落实"
NOT_BEGUN, RUNNING, FINISHED, STOPPED = "01", "02", "03", "04"
DEVELOPMENT = tuple(one.code for one in code_list("measure_group").codes if one.extra.get("development"))


def _group_of(kind: str) -> str | None:
    one = code_list("measure_kind").get(kind)
    return (one.parent or None) if one is not None else None


def _development(model: Any) -> Any:
    """开发式帮扶措施: industry, work, credit, public posts (domain.md §5)."""
    return Case(None, ((model.group.is_null(), None), (model.group.in_(DEVELOPMENT), True)), False)


def _overdue(model: Any) -> Any:
    """Not done although its day has passed; blank where it has no day."""
    over = model.status.in_((FINISHED, STOPPED))
    late = model.planned_end < clock.today_text()
    return Case(None, ((model.planned_end.is_null(), None), (over, False), (late, True)), False)


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
    development = Computed("是否开发式", YesNo(), _development, group=WHAT)
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
    overdue = Computed("是否超期", YesNo(), _overdue, group=DONE)
    done_on = DateField("落实日期", future=False, shown=True, group=DONE, synonyms=("落实时间", "实际完成时间"))
    evidence = TextField("佐证材料", width=16, group=DONE, synonyms=("落实凭证", "佐证", "依据"))
    remark = TextField("备注", long=True, group=DONE)

    class Meta:
        """Storage."""

        table_name = "measure"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The group of a kind; what has a day on which it was done is done."""
        if values.get("group") is None and values.get("kind") is not None:
            values["group"] = _group_of(values["kind"])
        if values.get("done_on") and values.get("status") in (None, NOT_BEGUN):
            values["status"] = FINISHED

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """One measure by itself."""
        if values["kind"] and values["group"] and _group_of(values["kind"]) not in (None, values["group"]):
            proper = code_list("measure_group").label(str(_group_of(values["kind"])))
            yield Problem(
                f"“{code_list('measure_kind').label(values['kind'])}”通常属于{proper}，请核对", "kind", "warn"
            )
        start, end = values["planned_start"], values["planned_end"]
        if start and end and end < start[: len(end)]:
            yield Problem("计划完成时间早于开始时间", "planned_end")
        if values["done_on"] and start and values["done_on"] < start[: len(values["done_on"])]:
            yield Problem("落实日期早于计划开始时间，请核对", "done_on", "warn")
        if values["done_on"] and values["status"] in (RUNNING, STOPPED):
            yield Problem(
                f"填了落实日期，落实情况却是“{code_list('measure_status').label(values['status'])}”", "done_on"
            )
        if values["status"] == FINISHED and not values["done_on"]:
            yield Problem("已落实的，请填落实日期", "done_on", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Household of the plan; episode and plan of the household where just one is possible, never another's."""
        _settle_homes(drafts)
        homes = {d.values["household"] for d in drafts}
        episodes, planned = open_episodes(homes), plans(homes)
        for draft in drafts:
            home, own = draft.values["household"], planned.get(draft.values["household"], [])
            if home is None:
                draft.error("农户没有填", "household")
                continue
            of_plan = dict(own)
            if draft.values["plan"] is not None and draft.values["plan"] not in of_plan:
                draft.error("帮扶计划不是这一户的", "plan")
                continue
            if draft.values["episode"] is None:
                only = episodes.get(home, [])
                episode = of_plan.get(draft.values["plan"]) or (only[0] if len(only) == 1 else None)
                put(draft, "episode", episode)
            if draft.values["plan"] is None:
                fitting = [plan for plan, episode in own if episode == draft.values["episode"]]
                put(draft, "plan", fitting[0] if len(fitting) == 1 else None)


def _settle_homes(drafts: Sequence[Draft]) -> None:
    wanted = {d.values["plan"] for d in drafts if d.values["plan"] is not None and d.values["household"] is None}
    owners = dict(AssistPlan.select(AssistPlan.id, AssistPlan.household).where(AssistPlan.id.in_(wanted)).tuples())
    for draft in drafts:
        if draft.values["household"] is None:
            put(draft, "household", owners.get(draft.values["plan"]))


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
