"""How regularly meetings are held: every month or quarter, as the place has set it (domain.md §13.6; T12, D5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from models import query
from models.codes import code_list, norm

MONTHS = 12


class Held(NamedTuple):
    """How regularly meetings of a kind were held in a year: spans of months that had one, and those without."""

    kind: str
    label: str
    year: int
    spans: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def due(self) -> int:
        """How many spans should have had a meeting."""
        return len(self.spans) + len(self.missing)


def regular(year: int, asof: str) -> Iterator[Held]:
    """Each kind that has a frequency (12 a year: every month; 4: every quarter); spans that end after ``asof`` wait."""
    for one in code_list("meeting_kind"):
        if "norm" not in one.extra:
            continue
        spans = max(1, min(MONTHS, int(norm(one.extra["norm"], year))))
        length = MONTHS // spans
        dates = [
            str(row[0])
            for _, row in query.each(
                query.Selection("meeting").where("kind", "in", [one.code]).where("date", "=", str(year)), ("date",)
            )
        ]
        held: list[str] = []
        missing: list[str] = []
        for first in range(1, MONTHS + 1, length):
            months = {f"{year}-{month:02d}" for month in range(first, first + length)}
            name = f"{year}年{first}月" if length == 1 else f"{year}年第{(first - 1) // length + 1}季度"
            name = name if length in (1, 3) else f"{year}年{first}至{first + length - 1}月"
            if any(date[:7] in months for date in dates):
                held.append(name)
            elif f"{year}-{first + length - 1:02d}" < asof[:7]:
                missing.append(name)
        yield Held(one.code, one.label, year, tuple(held), tuple(missing))
