"""What holds at a place: its regions from the village up, and the monitoring line of a year (domain.md §3.2)."""

from __future__ import annotations

from typing import NamedTuple

from models import settings
from models.codes import own


class Line(NamedTuple):
    """The monitoring line of a region and year: ``amount`` in 分 per person, with the paper that sets it."""

    amount: int
    region: str
    year: int
    basis: str


NOT_SET = "本年度监测线未设置"


def regions(village: int | None) -> tuple[str, ...]:
    """Names of a village, its township and its county, the narrowest first; the office's own where not filled."""
    office = (str(settings.township.get() or ""), str(settings.county.get() or ""))
    for id, name, township, county in own.rows("village", '"id", "name", "township", "county"'):
        if id == village:
            return tuple(part for part in (name, township or office[0], county or office[1]) if part)
    return tuple(part for part in office if part) if village is None else ()


def line(village: int | None, year: int | str) -> Line | None:
    """The line that holds for a village in a year, None when none is set: then nothing is judged, nothing guessed."""
    wanted = int(str(year)[:4])
    found = {
        region: Line(amount, region, wanted, basis or "")
        for region, of_year, amount, basis in own.rows("monitor_line", '"region", "year", "amount", "basis"')
        if of_year == wanted and amount is not None
    }
    here = regions(village)
    for name in here:
        if name in found:
            return found[name]
    # A small office leaves county and township of its villages blank: then its one line is meant, of two neither.
    if len(here) < 2 and len(found) == 1:
        return next(iter(found.values()))
    return None


def below(income_pc: int | None, village: int | None, year: int | str) -> tuple[bool | None, str]:
    """Whether an income per head (分) lies below the line, with a sentence; None where it cannot be said."""
    at = line(village, year)
    if at is None:
        return None, f"{NOT_SET}，不判断"
    if income_pc is None:
        return None, "人均纯收入没有填，不判断"
    amount = f"{at.amount / 100:,.0f}" if at.amount % 100 == 0 else f"{at.amount / 100:,.2f}"
    low = income_pc < at.amount
    return low, f"{'低于' if low else '不低于'}{at.region}{at.year}年监测线 {amount} 元"
