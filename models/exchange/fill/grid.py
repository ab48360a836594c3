"""A blank form as cells, the same for a sheet, a table in a document and its paragraphs; what to write into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from models.exchange.read import column_letters

SHEET, TABLE, LINES = "sheet", "table", "lines"
Shown = str | int | Decimal
"""What a cell gets: text, a whole number or an exact decimal."""


@dataclass
class Cell:
    """One cell, rows and columns from 1; ``rows`` × ``columns`` when merged.

    ``formula`` without "=" · ``form`` what its number format shows: "", text, date, percent · ``options`` of its
    drop-down list · ``ruled`` positions of its text that are underlined spaces: a line to write on · ``full``: it
    holds a table of its own.
    """

    row: int
    column: int
    text: str = ""
    rows: int = 1
    columns: int = 1
    formula: str = ""
    form: str = ""
    options: tuple[str, ...] = ()
    ruled: frozenset[int] = frozenset()
    full: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it, not even a formula or a table."""
        return not self.formula and not self.full and not self.text.strip()

    @property
    def last_row(self) -> int:
        """The lowest row it covers."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """The rightmost column it covers."""
        return self.column + self.columns - 1


class Grid:
    """Cells of one sheet, table or body of a document. ``index`` counts sheets or tables; paragraphs have -1."""

    def __init__(self, index: int, name: str, kind: str, cells: Iterable[Cell]) -> None:
        self.index, self.name, self.kind = index, name, kind
        self.cells: dict[tuple[int, int], Cell] = {(one.row, one.column): one for one in cells}
        self._covering: dict[tuple[int, int], Cell] = {}
        for one in self.cells.values():
            if one.rows > 1 or one.columns > 1:
                for row in range(one.row, one.last_row + 1):
                    for column in range(one.column, one.last_column + 1):
                        self._covering[row, column] = one
        self.below = 4
        """Of paragraphs: the first that stands below a table, or below the title where there is none."""
        texts = [one for one in self.cells.values() if one.text.strip() or one.formula]
        self.height = max((one.last_row for one in self.cells.values()), default=0)
        # Formats may reach to the last column of a sheet: one blank column beside the texts is looked at.
        edge = max((one.last_column for one in texts), default=0)
        counted = [one for one in self.cells.values() if kind != SHEET or one.column <= edge + 1]
        self.width = max((one.last_column for one in counted), default=0)

    def at(self, row: int, column: int) -> Cell:
        """The cell that covers a place; a blank one where the file has none."""
        found = self._covering.get((row, column)) or self.cells.get((row, column))
        return found or Cell(row, column)

    def row(self, number: int) -> list[Cell]:
        """Different cells that cover a row, from left to right."""
        found: list[Cell] = []
        column = 1
        while column <= self.width:
            one = self.at(number, column)
            found.append(one)
            column = max(one.last_column, column) + 1
        return found

    def in_order(self) -> Iterator[Cell]:
        """Cells by row and column."""
        yield from (self.cells[key] for key in sorted(self.cells))

    def name_of(self, row: int, column: int) -> str:
        """B7 in a sheet, 第7行第2格 in a table, 第7段 in the body of a document."""
        if self.kind == SHEET:
            return f"{column_letters(column)}{row}"
        return f"第{row}行第{column}格" if self.kind == TABLE else f"第{row}段"


@dataclass(frozen=True)
class Splice:
    """Text to put in the place of ``start``–``end`` of a cell's text; the rest of the text stays as it is.

    ``ruled``: the place is a line to write on, so what is written keeps the line.
    """

    start: int
    end: int
    text: str
    ruled: bool = False


@dataclass
class Picture:
    """A picture for a cell: the bytes of a JPEG or PNG file, its size in pixels."""

    data: bytes
    suffix: str
    width: int
    height: int


@dataclass
class Edits:
    """What one grid gets: whole values, splices and pictures by cell; rows to insert under an area.

    ``inserts``: {row after which: (how many, the row they are copied from, the first row of the area)}. Rows of
    ``values`` … are those of the finished form.
    """

    values: dict[tuple[int, int], Shown] = field(default_factory=dict)
    splices: dict[tuple[int, int], list[Splice]] = field(default_factory=dict)
    pictures: dict[tuple[int, int], Picture] = field(default_factory=dict)
    inserts: dict[int, tuple[int, int, int]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.values or self.splices or self.pictures or self.inserts)

    def moved(self, row: int) -> int:
        """Where a row of the blank stands in the finished form."""
        return row + sum(count for after, (count, _, _) in self.inserts.items() if row > after)

    def blank_row(self, row: int) -> int:
        """The row of the blank that a row of the finished form is, or was copied from."""
        for after, (count, model, _) in sorted(self.inserts.items(), reverse=True):
            if row > self.moved(after):
                return model if row <= self.moved(after) + count else row - self._before(after)
        return row

    def _before(self, after: int) -> int:
        return sum(count for at, (count, _, _) in self.inserts.items() if at <= after)

    def spliced(self, text: str, at: tuple[int, int]) -> str:
        """A cell's text with its splices done."""
        for one in sorted(self.splices.get(at, ()), key=lambda splice: -splice.start):
            text = text[: one.start] + one.text + text[one.end :]
        return text
