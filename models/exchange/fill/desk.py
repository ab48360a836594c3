"""What a filled form consists of, and the desk at which it is put together: every value with its source record."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from models.exchange.fill.grid import Cell, Edits, Grid, Shown, Splice
from models.exchange.fill.plan import Plan, SpotPlan
from models.exchange.fill.records import Values
from models.exchange.fill.scope import Scope
from models.exchange.fill.sources import COUNT, Source, field_of, kind_of, scale_of
from models.exchange.fill.values import plain_decimal, shown
from models.exchange.table import Header
from models.kinds import Fault, Kind
from models.ledger import Ledger

NOT_PUBLIC = "公示表不写个人信息，没有填"
EMPTY = "台账里没有登记，没有填"
MASKED = ("id_number", "phone", "bank")
"""Kinds that a public form shows with stars; what else is personal it leaves out."""


@dataclass(frozen=True)
class FilledCell:
    """One filled place: sheet, ``cell`` B7 or 第2行第3格, identifier and label of the field, text, its record."""

    grid: int
    sheet: str
    cell: str
    row: int
    column: int
    field: str
    label: str
    value: str
    ledger: str = ""
    record: int = 0
    name: str = ""


@dataclass(frozen=True)
class Open:
    """What was not filled: ``cell`` "" for a whole column or table."""

    sheet: str
    cell: str
    label: str
    reason: str


@dataclass
class Filled:
    """The outcome: edits by grid index, every filled place, what stays open, ``notes`` on how it was understood."""

    edits: dict[int, Edits] = field(default_factory=dict)
    cells: list[FilledCell] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    records: int = 0


class Ambiguous(Fault):
    """The form is about one record, but several or none are in scope."""


class Desk:
    """The form being filled: its plan, for whom, the outcome; ``anchor`` the one record it is about."""

    def __init__(self, plan: Plan, scope: Scope, shape: str) -> None:
        self.plan, self.scope, self.shape = plan, scope, shape
        self.result = Filled({grid.index: Edits() for grid in plan.grids})
        self.anchor: int | None = None
        self.values: Values | None = None

    def of_kind(self, kind: Kind, value: Any, cell: Cell, header: Header, unit: str) -> Shown | None:
        """A stored value as a cell of the form shows it."""
        found = shown(kind, value, cell, header.text, scale_of(kind, header, unit), self.shape, self.plan.public)
        return whole(found) if isinstance(found, Decimal) else found

    def hidden(self, of: Ledger, source: Source) -> bool:
        """Whether a public form leaves it out: health, risks, addresses; numbers are masked instead."""
        one = field_of(of, source) if self.plan.public else None
        return one is not None and bool(one.personal) and kind_of(of, source).name not in MASKED

    def row(self, grid: Grid, row: int) -> int:
        """Where a row of the blank stands in the finished form."""
        return self.result.edits[grid.index].moved(row)

    def put(
        self, grid: Grid, row: int, column: int, source: Source, value: Shown, owner: tuple[str, int] | None
    ) -> None:
        """Put a value into a cell."""
        self.result.edits[grid.index].values[row, column] = value
        text = plain_decimal(value) if isinstance(value, Decimal) else str(value)
        self.filled(grid, row, column, source, text, owner)

    def splice(
        self, one: SpotPlan, splices: list[Splice], source: Source, text: str, owner: tuple[str, int] | None
    ) -> None:
        """Write into a cell's own text."""
        spot = one.spot
        row = self.row(spot.grid, spot.cell.row)
        self.result.edits[spot.grid.index].splices.setdefault((row, spot.cell.column), []).extend(splices)
        self.filled(spot.grid, row, spot.cell.column, source, text, owner)

    def filled(
        self, grid: Grid, row: int, column: int, source: Source, text: str, owner: tuple[str, int] | None
    ) -> None:
        """Note where a value came from."""
        name = source.name or (f"@{source.kind}" if source.kind not in (COUNT,) else f"@count.{source.path}")
        self.result.cells.append(
            FilledCell(grid.index, grid.name, grid.name_of(row, column), row, column, name, source.label, text,
                       owner[0] if owner else "", owner[1] if owner else 0)
        )  # fmt: skip

    def open(self, grid: Grid, cell: str, label: str, reason: str) -> None:
        """Note what stays open."""
        self.result.open.append(Open(grid.name, cell, label, reason))

    def note(self, text: str) -> None:
        """Note how the form was understood, once."""
        if text not in self.result.notes:
            self.result.notes.append(text)

    def open_spot(self, one: SpotPlan, reason: str) -> None:
        """Note that a single place stays open, once for a cell and label."""
        spot = one.spot
        name = spot.grid.name_of(self.row(spot.grid, spot.cell.row), spot.cell.column)
        label = spot.label or spot.cell.text.strip()[:20]
        if not any(o.cell == name and o.label == label and o.sheet == spot.grid.name for o in self.result.open):
            self.open(spot.grid, name, label, reason)


def whole(value: Decimal) -> Shown:
    """A whole number without its decimal point."""
    return int(value) if value == value.to_integral_value() else value
