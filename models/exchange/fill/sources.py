"""Where a value of a form comes from: kinds of sources, and the ledger, field and kind behind each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models.exchange.headers import fen_of, plain
from models.exchange.table import Header
from models.fields import LinkField
from models.kinds import Kind, Link, Money, Text, YesNo
from models.ledger import Ledger, WrongDefinition, ledger, ledger_of

BASE, HEAD, EPISODE, PLAN, INCOME = "base", "head", "episode", "plan", "income"
NODES = {HEAD: "member", EPISODE: "episode", PLAN: "assist_plan", INCOME: "income_sheet"}
FIELD, SPREAD, JOIN, FIRST, REST, COUNT, SERIAL_NUMBER = "field", "spread", "join", "first", "rest", "count", "serial"
WHETHER = "whether"
DAY_STATE = "day state"
OFFICE, DAY, MONTH, YEAR, PLACE, PHOTO = "office", "day", "month", "year", "place", "photo"


@dataclass(frozen=True)
class Source:
    """Where a value comes from. ``kind`` of source · ``node`` seen from the record · ``path`` there, several with ","
    for joined ones · ``name`` as in fields.json · ``label`` · ``code`` of a spread, year of an income.
    """

    kind: str
    node: str = BASE
    path: str = ""
    name: str = ""
    label: str = ""
    code: str = ""

    def text(self) -> str:
        """As a line for a kept template."""
        return "|".join((self.kind, self.node, self.path, self.name, self.label, self.code))

    @classmethod
    def of_text(cls, text: str) -> Source | None:
        """The source of such a line, None where it is damaged."""
        parts = text.split("|")
        return cls(*parts) if len(parts) == 6 else None


COMPOSED: dict[tuple[str, str], Source] = {}


def _compose(of: str, kind: str, paths: str, name: str, *labels: str) -> None:
    for label in labels:
        COMPOSED[of, plain(label)] = Source(kind, BASE, paths, name, labels[0])


_compose(
    "member",
    FIRST,
    "school_state,work_place",
    "member.school_state",
    "务工就学情况",
    "就业就学情况",
    "务工（就学）情况",
    "就学务工情况",
    "务工或就学情况",
    "就学就业情况",
    "就学或务工情况",
    "务工/就学情况",
    "在校或务工情况",
)
_compose("episode", REST, "risks", "episode.risks", "其他风险", "次要风险", "其它风险")
_compose(
    "helper",
    JOIN,
    "org,post",
    "helper.org",
    "单位及职务",
    "单位职务",
    "工作单位及职务",
    "单位和职务",
    "单位、职务",
    "帮扶责任人单位及职务",
    "帮扶单位及职务",
)
_compose(
    "team_member",
    JOIN,
    "sending_unit,post",
    "team_member.sending_unit",
    "单位及职务",
    "派出单位及职务",
    "单位职务",
    "工作单位及职务",
)


def node_ledger(base: Ledger, node: str) -> Ledger:
    """The ledger in which a source's path begins."""
    return base if node == BASE else ledger(NODES[node])


def kind_of(base: Ledger, source: Source) -> Kind:
    """How values of a source are shown."""
    of = node_ledger(base, source.node)
    if source.kind == SPREAD:
        spread = next(one for one in of.spread if one.name == source.path)
        kind: Kind = ledger(spread.ledger).fields[spread.value].kind
        return kind
    if source.kind == WHETHER:
        return YesNo()
    if source.kind not in (FIELD, FIRST, REST):
        return Text()
    column = of.column(source.path.split(",")[0])
    while isinstance(column.kind, Link):
        column = of.column(f"{column.path}.{ledger_of(column.field.rel_model).display}")
    return column.kind


def field_of(base: Ledger, source: Source) -> Any:
    """The first field of a source, None where it has none."""
    if source.kind not in (FIELD, FIRST, REST, JOIN):
        return None
    try:
        return node_ledger(base, source.node).column(source.path.split(",")[0]).field
    except WrongDefinition:
        return None


def scale_of(kind: Kind, header: Header, unit: str) -> int | None:
    """分 in one of what the form counts in, None for what is no money."""
    if not isinstance(kind, Money):
        return None
    named = header.unit or unit
    return fen_of(named) if named else kind.step


def links(of: Ledger) -> Iterator[tuple[str, Ledger]]:
    """Its links: (name, ledger)."""
    for name, one in of.fields.items():
        if isinstance(one, LinkField):
            yield name, ledger_of(one.rel_model)
