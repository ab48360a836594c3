"""What a blank form consists of: tables to fill row by row, cells beside or below a label, places inside texts."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.exchange.fill.blanks import Blank, Box
from models.exchange.fill.grid import Cell, Grid
from models.exchange.table import Header


@dataclass
class Area:
    """A table to fill: ``headers``, its first row, how many rows the blank has, whether more can be put in.

    ``total`` the row of its sums or 0 · ``title`` what stands above it · ``unit`` of money · ``fixed`` texts printed
    in the first columns of its rows, e.g. the villages · ``grows`` False: the form has no place for more rows.
    """

    grid: Grid
    headers: list[Header]
    header_rows: tuple[int, int]
    first: int
    capacity: int
    total: int = 0
    title: str = ""
    unit: str = ""
    fixed: dict[int, str] = field(default_factory=dict)
    grows: bool = True
    endless: bool = False

    @property
    def last(self) -> int:
        """The last row of the blank's area."""
        return self.first + self.capacity - 1

    def holds(self, row: int) -> bool:
        """Whether a row belongs to header, area or its total."""
        return self.header_rows[0] <= row <= self.last or row == self.total


@dataclass
class Spot:
    """One place to fill outside tables. ``cell`` gets it whole, at ``blank`` or by ticking one of ``boxes``.

    ``label`` what is asked for · ``row_labels`` labels before it in its row, the nearest last · ``tail`` a unit that
    stands in the cell already, ``beside`` one in the next cell · ``heading``: above all tables · ``section`` the title
    of its part of the form · ``parts``: cells for year, month and day (``dated``), else one for each sign of a number ·
    ``unit`` of money · ``group``: all boxes of a question whose boxes stand in several cells.
    """

    grid: Grid
    cell: Cell
    label: str
    blank: Blank | None = None
    boxes: tuple[Box, ...] = ()
    row_labels: tuple[str, ...] = ()
    tail: str = ""
    photo: bool = False
    heading: bool = False
    section: str = ""
    parts: tuple[Cell, ...] = ()
    dated: bool = False
    unit: str = ""
    group: tuple[Box, ...] = ()
    beside: str = ""
