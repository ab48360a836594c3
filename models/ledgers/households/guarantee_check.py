"""三保障排查 (domain.md §7): one dated check of one guarantee, of a household or of a whole village's round."""

from collections.abc import Iterator, Sequence

from models.checking import follow, in_order
from models.fields import Block, ChoiceField, Computed, DateField, IntegerField, LinkField, PersonField, TextField
from models.kinds import Problem, YesNo
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.ledgers.households import _guarantees as facts
from models.ledgers.households.household import Household
from models.record import Draft, Record, Values

CHECK, EDU, MED, LIVE, DRINK, AFTER = "排查", "义务教育", "基本医疗", "住房安全", "饮水安全", "整改"


class GuaranteeCheck(Record):
    """One check; what the guarantee is today is said by the last one."""

    household = LinkField(Household, "农户", shown=True, group=CHECK, help="整村一轮的排查不填农户，填村和排查户数")
    village = LinkField(
        Village, "行政村", shown=True, create=True, group=CHECK, names=("region.village",), help="填了农户就跟农户走"
    )
    dimension = ChoiceField(
        "保障类别", "guarantee_dimension", required=True, shown=True, group=CHECK, synonyms=("排查类别", "保障项目")
    )
    date = DateField(
        "排查日期", required=True, shown=True, future=False, group=CHECK, synonyms=("排查时间", "检查日期", "核查日期")
    )
    round = IntegerField("排查轮次", low=1, unit="轮", shown=True, total=False, group=CHECK, synonyms=("轮次",))
    result = ChoiceField(
        "排查结果", "guarantee_result", required=True, shown=True, group=CHECK, synonyms=("结果", "是否达标")
    )
    latest = Computed("是否最近一次", YesNo(), facts.latest, group=CHECK)
    checked = IntegerField("排查户数", unit="户", shown=True, group=CHECK)
    checker = PersonField("排查人", group=CHECK, synonyms=("核查人", "检查人"))
    evidence = TextField("佐证材料", group=CHECK, width=20)
    education = Block(facts.education(EDU))
    medical = Block(facts.medical(MED))
    housing = Block(facts.housing(LIVE))
    water = Block(facts.water(DRINK))
    measure = TextField("整改措施", group=AFTER, width=24, synonyms=("整治措施",))
    handled_on = DateField("整改完成日期", shown=True, future=False, group=AFTER, synonyms=("整改时间", "整改日期"))
    remark = TextField("备注", long=True, group=AFTER)

    class Meta:
        """Storage."""

        table_name = "guarantee_check"

    @classmethod
    def complete(cls, values: Values) -> None:
        """Indicators from their figures, and the result from the facts, where it was not given (domain.md §7.3–7.4)."""
        for name, ok in facts.indicators(values):
            if values.get(name) is None:
                values[name] = ok
        if values.get("result") is None:
            values["result"] = facts.result_of(values)

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A place; the result agrees with the facts; dates in order."""
        if values["household"] is None and values["village"] is None:
            yield Problem("农户和行政村至少填一项", "household")
        yield from facts.result_problems(values)
        yield from facts.other_facts(cls, values)
        yield from in_order(cls, values, "started_on", "finished_on", "accepted_on")
        yield from in_order(cls, values, "date", "handled_on")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """The village follows the household."""
        follow(drafts, "household", Household, always=True, village=Household.village)


LEDGER = register(
    Ledger(
        GuaranteeCheck,
        "三保障排查",
        display="date",
        order=50,
        keys=(("village", "household", "dimension", "date", "round"),),
        columns=("date", "village", "household", "dimension", "round", "result", "grade", "checked", "handled_on"),
        sort=("-date", "village.seq", "household"),
        search=("household", "village", "checker", "house", "water_project"),
        filters=("date", "village", "dimension", "result", "grade", "latest"),
        synonyms=("三保障", "三保障排查", "住房排查", "饮水排查", "住房安全排查", "饮水安全", "三保障和饮水安全"),
        hint="每查一次、每一项保障记一条；一户现在的情况看最近一次。",
    )
)
