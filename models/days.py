"""Days between two dates as they are written: ISO texts, of which some know the month or the year only."""

from __future__ import annotations

import datetime


def days_of(first: str | None, last: str | None) -> int:
    """Days from first to last, both counted; 0 where one is missing or only a month."""
    try:
        return (datetime.date.fromisoformat(last or "") - datetime.date.fromisoformat(first or "")).days + 1
    except ValueError:
        return 0


def earlier(one: str, other: str) -> bool:
    """Whether a date lies before another, as far as both are known."""
    size = min(len(one), len(other))
    return one[:size] < other[:size]
