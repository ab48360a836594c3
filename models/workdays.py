"""The working calendar: weekends, public holidays and make-up days; the office's own days come first."""

from __future__ import annotations

import datetime
import functools
from typing import Any

from models.codes import own

WORKING, FREE = "02", "01"
NATURAL_UNIT, WORKING_UNIT = "natural", "working"


@functools.cache
def _calendar() -> Any:
    # Two thousand days; nothing that is shown first counts them.
    from chinese_calendar import constants

    return constants


def last_year() -> int:
    """The last year whose holidays the shipped calendar knows; after it only weekends count."""
    return int(max(_calendar().holidays).year)


def _day(date: datetime.date | str) -> datetime.date:
    return datetime.date.fromisoformat(date) if isinstance(date, str) else date


def shipped(date: datetime.date | str) -> bool:
    """Whether the shipped calendar has it as a working day."""
    day, known = _day(date), _calendar()
    return day in known.workdays or (day.weekday() < 5 and day not in known.holidays)


def is_workday(date: datetime.date | str) -> bool:
    """Whether it is a working day: what the office wrote, else the notice of the State Council, else the weekday."""
    day = _day(date)
    text = day.isoformat()
    kind = next((kind for written, kind in own.rows("workday", '"date", "kind"') if written == text), None)
    return shipped(day) if kind is None else kind == WORKING


def add_days(date: datetime.date | str, count: int, unit: str = NATURAL_UNIT) -> datetime.date:
    """The day ``count`` days after ``date``, which does not count itself; ``unit`` "natural" or "working"."""
    day = _day(date)
    if unit == NATURAL_UNIT:
        return day + datetime.timedelta(count)
    written: dict[str, str] = dict(own.rows("workday", '"date", "kind"'))
    while count > 0:
        day += datetime.timedelta(1)
        kind = written.get(day.isoformat())
        count -= shipped(day) if kind is None else kind == WORKING
    return day


def days_between(first: datetime.date | str, last: datetime.date | str, unit: str = NATURAL_UNIT) -> int:
    """How many days ``last`` lies after ``first``, in calendar days or in working days; 0 if not after."""
    start, end = _day(first), _day(last)
    if end <= start:
        return 0
    if unit == NATURAL_UNIT:
        return (end - start).days
    return sum(is_workday(start + datetime.timedelta(n)) for n in range(1, (end - start).days + 1))


def unit_text(unit: str) -> str:
    """工作日 or 天."""
    return "个工作日" if unit == WORKING_UNIT else "天"
