"""The rows of 体检: findings under headings, by rule, by village or by the person responsible."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from models.rules.check import RULES, SEVERITIES
from models.rules.check.rule import ERROR, RED
from models.rules.check.runs import FRESH, MENDED, STATES, Item
from widgets.grouped_table import GroupedModel
from widgets.look import CAUTION, DANGER, GOOD, SOFT

BY_VILLAGE, BY_PERSON, BY_RULE = "village", "person", "rule"
LEVEL, HEAD, NAME, TEXT, PERSON, PLACE, STATE = range(7)
NOBODY, NOWHERE = "没有定责任人", "没有写明村"


@dataclass
class Names:
    """What findings are called by: ``heads`` of households, ``persons`` by (ledger, record), villages in ``order``."""

    heads: Mapping[int, str] = field(default_factory=dict)
    persons: Mapping[tuple[str, int], str] = field(default_factory=dict)
    order: Sequence[str] = ()


class CheckModel(GroupedModel):
    """Findings in order, each group under its heading."""

    columns = ("级别", "户主", "姓名", "疑点", "责任人", "村", "和上次比")
    counter = "处"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = Names()

    def show_items(self, found: Sequence[Item], by: str, names: Names) -> None:
        """Show these, grouped."""
        self.names = names
        groups: dict[str, list[Item]] = {}
        for one in found:
            groups.setdefault(_group(one, by), []).append(one)
        order = names.order if by == BY_VILLAGE else ()
        keys = [name for name in order if name in groups]
        rest = [name for name in groups if name not in order]
        keys += rest if by == BY_RULE else sorted(rest, key=lambda name: (name in (NOBODY, NOWHERE), name))
        self.show_groups(groups, keys)

    def row_of(self, one: Item) -> int:
        """The row of a finding, -1 when it is not shown."""
        wanted = one.finding.rule, one.finding.uid
        for at, line in enumerate(self.lines):
            if isinstance(line, Item) and (line.finding.rule, line.finding.uid) == wanted:
                return at
        return -1

    def text(self, thing: Item, column: int) -> str:
        """The text of a cell."""
        return _TEXTS[column](self, thing)

    def colour(self, thing: Item, column: int) -> QColor | None:
        """Errors and what is new stand out, what is done steps back."""
        if thing.exempt or thing.state == MENDED:
            return QColor(GOOD if column == STATE and thing.state == MENDED else SOFT)
        if column == LEVEL:
            return {ERROR: QColor(DANGER), RED: QColor(CAUTION)}.get(thing.finding.severity)
        return QColor(CAUTION) if column == STATE and thing.state == FRESH else None

    def said(self, thing: Item) -> str:
        """What a screen reader says of a row."""
        return f"{SEVERITIES[thing.finding.severity]}，{thing.finding.text}"

    def head(self, one: Item) -> str:
        """The head of the household."""
        return self.names.heads.get(one.finding.household or 0, "")

    def person(self, one: Item) -> str:
        """Whom the finding speaks of; empty when of the household."""
        return self.names.persons.get((one.finding.ledger, one.finding.record), "")


def _group(one: Item, by: str) -> str:
    if by == BY_RULE:
        rule = RULES.get(one.finding.rule)
        return f"{SEVERITIES[one.finding.severity]} · {rule.title if rule else one.finding.rule}"
    if by == BY_PERSON:
        return one.person or NOBODY
    return one.finding.place or NOWHERE


def state_text(one: Item) -> str:
    """新增, 仍存在, 已整改 or 已豁免."""
    return "已豁免" if one.exempt and one.state != MENDED else STATES[one.state]


_TEXTS: dict[int, Callable[[CheckModel, Item], str]] = {
    LEVEL: lambda model, one: SEVERITIES[one.finding.severity],
    HEAD: CheckModel.head,
    NAME: CheckModel.person,
    TEXT: lambda model, one: one.finding.text,
    PERSON: lambda model, one: one.person,
    PLACE: lambda model, one: one.finding.place,
    STATE: lambda model, one: state_text(one),
}
