"""Names of bars: on one line, on two, smaller, turned by 90°, or shortened, so that none touches another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from widgets import chart_style as style
from widgets.chart_panel import MIN_SIZE, Box
from widgets.chart_scale import LINE

_MONTH = re.compile(r"(\d{4}年)(\d{1,2}月)")


@dataclass(frozen=True)
class Names:
    """How the names of the bars are written: their lines, size, turned by 90° or not, every how many-th."""

    lines: tuple[tuple[str, ...], ...]
    size: float
    turned: bool = False
    step: int = 1

    @property
    def depth(self) -> float:
        """Room across the axis, in points."""
        if self.turned:
            return max((style.width(lines[0], self.size) for lines in self.lines), default=0.0)
        return max(map(len, self.lines), default=0) * self.size * LINE


def plan_names(labels: Sequence[str], room: Box, base: float) -> Names:
    """Names under the axis: in one line, in two, smaller, else turned, else only some of them."""
    slot = room.width / max(1, len(labels))
    months = _months(labels)
    for size in (base, base - 1, max(MIN_SIZE, base - 2)):
        if all(style.width(label, size) <= slot - 3 for label in labels):
            return Names(tuple((label,) for label in labels), size)
        if months and all(style.width(lines[0], size) <= slot - 3 for lines in months):
            return Names(months, size)
        lines = tuple(tuple(style.wrapped(label, size, slot - 3)) for label in labels)
        short = all(len(part) <= 2 and max(style.width(line, size) for line in part) <= slot - 3 for part in lines)
        if short and slot >= size * 2.5:
            return Names(lines, size)
    for size in (base - 1, max(MIN_SIZE, base - 2), MIN_SIZE) if months else ():
        if all(style.width(lines[0], size) <= slot - 1 for lines in months):
            return Names(months, size)
    size = max(MIN_SIZE, base - 1)
    if slot < size * LINE:
        size = MIN_SIZE
    step = max(1, -int(-size * LINE // slot))
    longest = room.height * 0.4
    lines = tuple((cut(label, size, longest),) for label in labels)
    return Names(lines, size, True, step)


def _months(labels: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Months in a row as 7月 8月 …, the year only under the first of each; nothing when they are no months."""
    parts = [found.groups() if (found := _MONTH.fullmatch(label)) else None for label in labels]
    if None in parts:
        return ()
    pairs = [pair for pair in parts if pair is not None]
    years = [year for year, _ in pairs]
    return tuple((month,) if at and year == years[at - 1] else (month, year) for at, (year, month) in enumerate(pairs))


def dated(labels: Sequence[str]) -> bool:
    """Whether the labels are months or years: these run from left to right, however long they are."""
    return all(label[:1].isdigit() for label in labels)


def cut(text: str, size: float, limit: float) -> str:
    """The text shortened in its middle: long names of offices begin alike and differ at the end."""
    if style.width(text, size) <= limit:
        return text
    head, tail = text[: len(text) // 2], text[len(text) // 2 :]
    while head and tail and style.width(f"{head}…{tail}", size) > limit:
        if len(head) > len(tail):
            head = head[:-1]
        else:
            tail = tail[1:]
    return f"{head}…{tail}"
