"""Today's date, injected so that tests and reports can stand on any day."""

from __future__ import annotations

import datetime
from collections.abc import Callable

_now: Callable[[], datetime.datetime] = datetime.datetime.now


def now() -> datetime.datetime:
    """Local date and time without a zone."""
    return _now()


def today() -> datetime.date:
    """Local date."""
    return _now().date()


def today_text() -> str:
    """Local date as ISO text, the form in which dates are stored."""
    return _now().date().isoformat()


def freeze(moment: datetime.datetime | datetime.date | None) -> None:
    """Stand still at ``moment`` (a date means noon of it); None lets time run again."""
    global _now
    if moment is None:
        _now = datetime.datetime.now
        return
    fixed = moment if isinstance(moment, datetime.datetime) else datetime.datetime.combine(moment, datetime.time(12))
    _now = lambda: fixed  # noqa: E731
