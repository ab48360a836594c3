"""Decides how wide the columns of a table are, in which size of type, and whether the paper must lie across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.reports.paper_fonts import Face
from models.reports.paper_text import longest_solid, wrap

PAD = 2.8  # points, left and right of every cell
MIN_SIZE = 6.5
READABLE_SIZE = 8.0
LINES_WANTED = 3
LONGEST_LINE = 40.0  # em: longer texts wrap in any case
_STEP = 0.25


@dataclass
class Measure:
    """What a column needs. Widths in em; `widths` of every different text in it."""

    title: str
    align: str = "left"
    group: str = ""
    wish: float = 4.0
    widths: dict[str, float] = field(default_factory=dict)
    full: float = 0.0
    solid: float = 0.0
    head: float = 2.0
    head_least: float = 2.0
    fixed: bool = False
    # decided by `fit`
    width: float = 0.0
    size: float = 9.0

    def comfort(self) -> float:
        """Width at which the column reads well: one line, or up to the wished width."""
        text = min(self.full, self.wish) if self.full else self.wish
        return max(self.solid, self.head, text)

    def floor(self, size: float) -> float:
        """The least width: numbers whole in small type, text in about three lines."""
        solid = self.solid * min(1.0, MIN_SIZE / size)
        return max(solid, self.head_least, min(self.full, max(4.0, self.full / LINES_WANTED), 14.0))


def measure(
    title: str, align: str, group: str, wish: float, cells: Sequence[str], regular: Face, bold: Face
) -> Measure:
    """Measure one column; `wish` in em."""
    column = Measure(title, align, group, wish)
    width, widths = regular.width, column.widths
    solid = full = 0.0
    for text in set(cells):
        if text.isascii() and text.isprintable() and " " not in text:  # numbers, dates, IDs: one solid piece
            own = width(text)
            solid = own if own > solid else solid
        else:
            own = max(map(width, text.split("\n"))) if "\n" in text else width(text)
            if own > wish or own > 4:
                solid = max(solid, longest_solid(text, width))
        widths[text] = own
        full = own if own > full else full
    column.full, column.solid = full, solid
    column.head = _head_width(title, bold, 2)
    column.head_least = _head_width(title, bold, LINES_WANTED)
    return column


def fit(columns: Sequence[Measure], room: float, size: float, least: float = MIN_SIZE) -> tuple[float, bool]:
    """Set width (points) and size of every column for `room` points.

    Tries the type sizes from `size` down to READABLE_SIZE at full comfort, then down to `least` with wrapped texts.
    Returns the size of type, and whether it was comfortable.
    """
    pads = 2 * PAD * len(columns)
    comfort = sum(column.comfort() for column in columns)
    readable = min(size, READABLE_SIZE)
    # a hair smaller, if that saves every cell from a second line (and the table from more pages)
    single = sum(max(column.comfort(), min(column.full, LONGEST_LINE)) for column in columns)
    if size > (room - pads) / single >= max(readable, size * 0.92):
        size = _down((room - pads) / single)
    wanted = min(size, _down((room - pads) / comfort)) if comfort else size
    if wanted >= readable:
        _spread(columns, room, wanted)
        return wanted, True
    trial = readable
    while trial > least and _floors(columns, trial) + pads > room:
        trial -= _STEP
    trial = max(trial, least)
    floors = [column.floor(trial) * trial for column in columns]
    lack = room - pads - sum(floors)
    if lack >= 0:
        extra = [max(0.0, column.comfort() * trial - low) for column, low in zip(columns, floors, strict=True)]
        share = min(1.0, lack / sum(extra)) if sum(extra) else 0.0
        for column, low, more in zip(columns, floors, extra, strict=True):
            column.width = low + more * share + 2 * PAD
    else:
        scale = (room - pads) / sum(floors)
        for column, low in zip(columns, floors, strict=True):
            column.width = max(4.0, low * scale) + 2 * PAD
    _shrink_solids(columns, trial)
    return trial, False


def comfortable(columns: Sequence[Measure], room: float, size: float) -> bool:
    """Whether the table reads well in `room` points at 8 points or more."""
    pads = 2 * PAD * len(columns)
    return sum(column.comfort() for column in columns) * min(size, READABLE_SIZE) + pads <= room


def lines_of(text: str, column: Measure, face: Face) -> list[str]:
    """The lines of a cell in the column's final width and size."""
    return wrap(text, (column.width - 2 * PAD) / column.size + 0.02, face.width)


def _floors(columns: Sequence[Measure], size: float) -> float:
    return sum(column.floor(size) for column in columns) * size


def _spread(columns: Sequence[Measure], room: float, size: float) -> None:
    """Comfortable widths, with the spare room first to columns whose texts would wrap, then to all in proportion."""
    for column in columns:
        column.width = column.comfort() * size + 2 * PAD
        column.size = size
    spare = room - sum(column.width for column in columns)
    wants = [max(0.0, min(column.full, LONGEST_LINE) * size + 2 * PAD - column.width) for column in columns]
    if sum(wants) > 0:
        share = min(1.0, spare / sum(wants))
        for column, want in zip(columns, wants, strict=True):
            column.width += want * share
        spare = room - sum(column.width for column in columns)
    elastic = [column for column in columns if not column.fixed] or list(columns)
    total = sum(column.width for column in elastic)
    for column in elastic:
        column.width += spare * column.width / total


def _shrink_solids(columns: Sequence[Measure], size: float) -> None:
    """A column whose numbers are too long gets smaller type rather than broken numbers."""
    for column in columns:
        column.size = size
        inner = column.width - 2 * PAD
        if column.solid * size > inner + 0.01:
            column.size = max(MIN_SIZE, int(inner / column.solid * 20) / 20)


def _head_width(title: str, bold: Face, lines: int) -> float:
    """Width in em at which a heading takes at most so many lines, without breaking a number."""
    total = bold.width(title)
    if total <= lines * 2:
        lines = 1
    narrow = max(min(total, 2.0), longest_solid(title, bold.width), total / lines)
    while len(wrap(title, narrow, bold.width)) > lines:
        narrow += 0.5
    return narrow + 0.05


def _down(size: float) -> float:
    return int(size / _STEP + 1e-6) * _STEP
