"""Periods that move with today, as saved filters keep them: "@this_month" is another month next month."""

from __future__ import annotations

import datetime
from dataclasses import replace

from models import clock
from models.query import Filter


def _month_before(day: datetime.date) -> str:
    return (day.replace(day=1) - datetime.timedelta(days=1)).isoformat()[:7]


PERIODS = {
    "@this_month": ("本月", lambda day: day.isoformat()[:7]),
    "@last_month": ("上月", _month_before),
    "@this_year": ("今年", lambda day: str(day.year)),
    "@last_year": ("去年", lambda day: str(day.year - 1)),
}
"""Token → (what clerks call it, the beginning of its dates as ISO text)."""


def resolved(one: Filter, *, number: bool = False) -> Filter:
    """The filter with a period replaced by its dates; ``number`` for years kept as a number."""
    if one.op != "=" or one.value not in PERIODS:
        return one
    text = PERIODS[one.value][1](clock.today())
    return replace(one, value=int(text) if number else text)
