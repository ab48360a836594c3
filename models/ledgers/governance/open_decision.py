"""四议两公开 (domain.md §0.3; seeds-map.md E22): six dated steps of a village's decision, in their order."""

from collections.abc import Iterator
from typing import Any

from peewee import Case

from models.fields import ChoiceField, Computed, DateField, NameField, TextField
from models.kinds import Integer, Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record, Values

MATTER, STEPS = "事项", "四议两公开"
ORDER = ("proposed_on", "consulted_on", "deliberated_on", "resolved_on", "decision_public_on", "result_public_on")


def _done(model: Any) -> Any:
    first, *rest = (Case(None, ((getattr(model, name).is_null(False), 1),), 0) for name in ORDER)
    return sum(rest, first)


class OpenDecision(Record):
    """One matter a village decided on."""

    title = NameField("议事事项", required=True, shown=True, width=22, group=MATTER, synonyms=("事项", "决策事项"))
    village = of_village(required=True, group=MATTER)
    kind = ChoiceField("事项类别", "open_decision_kind", shown=True, group=MATTER, synonyms=("类别",))
    proposed_on = DateField(
        "支部提议日期", shown=True, future=False, group=STEPS, synonyms=("村党支部提议", "提议日期")
    )
    consulted_on = DateField(
        "两委商议日期", shown=True, future=False, group=STEPS, synonyms=("村两委会商议", "商议日期")
    )
    deliberated_on = DateField(
        "党员审议日期", shown=True, future=False, group=STEPS, synonyms=("党员大会审议", "审议日期")
    )
    resolved_on = DateField(
        "村民决议日期", shown=True, future=False, group=STEPS, synonyms=("村民会议决议", "村民代表会议决议", "决议日期")
    )
    decision_public_on = DateField("决议公开日期", shown=True, future=False, group=STEPS, synonyms=("决议公开",))
    result_public_on = DateField(
        "结果公开日期", shown=True, future=False, group=STEPS, synonyms=("实施结果公开", "结果公开")
    )
    steps = Computed("已办步骤", Integer(unit="步", total=False), _done, group=STEPS, shown=True)
    result = TextField("实施结果", long=True, group=STEPS)
    remark = TextField("备注", long=True, group=STEPS)
    initials = InitialsField("title")

    class Meta:
        """Storage."""

        table_name = "open_decision"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """No step before the one in front of it; one left out is told of."""
        last, missing = None, None
        for name in ORDER:
            day, label = values[name], cls._meta.fields[name].label.removesuffix("日期")
            if day is None:
                missing = missing or label
                continue
            if missing:
                yield Problem(f"前面的“{missing}”还没有日期", name, "warn")
            if last is not None and day < last[1][: len(day)]:
                yield Problem(f"“{label}”早于“{last[0]}”", name)
            last = (label, day)


LEDGER = register(
    Ledger(
        OpenDecision,
        "四议两公开",
        display="title",
        order=18,
        counter="项",
        keys=(("title", "village", "proposed_on"), ("title", "village")),
        columns=("village", "title", "steps", *ORDER),
        sort=("-proposed_on", "village.seq"),
        search=("title", "initials", "village"),
        filters=("village", "kind", "proposed_on", "result_public_on"),
        synonyms=("四议两公开", "村级重大事项"),
        hint="每件重大事项记一条，六步按先后填日期；走到哪一步，列表里看得到。",
    )
)
