"""What a to-do is, and the few things its subjects share: their register, last days of inexact dates, months ahead."""

from __future__ import annotations

import calendar
import contextlib
import datetime
import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

URGENT, USUAL, HINT = 1, 2, 3
LEVELS = {URGENT: "急办", USUAL: "该办", HINT: "提醒"}


class Row(NamedTuple):
    """What a subject finds: the ``record`` of its ledger, whose it is, by when (ISO day, "" without a date), and the
    sentence. ``village`` and ``person`` may be left out where a household is given: its village, its helper."""

    record: int
    text: str
    due: str = ""
    household: int | None = None
    village: int | None = None
    person: str = ""


Make = Callable[[datetime.date], Iterable[Row]]


@dataclass(frozen=True)
class Subject:
    """A kind of to-do: ``ledger`` whose records it opens, ``watches`` the ledgers it is worked out from, ``norms`` the
    keys of the limits it reads."""

    name: str
    title: str
    level: int
    ledger: str
    watches: tuple[str, ...]
    norms: tuple[str, ...]
    make: Make


class Todo(NamedTuple):
    """One thing to do today, as of the day it was worked out."""

    subject: str
    title: str
    level: int
    ledger: str
    record: int
    household: int | None
    village: int | None
    person: str
    due: str
    text: str
    late: int
    """Days past the due date; 0 when it is not past, or there is none."""


REGISTER: dict[str, Subject] = {}


def subject(
    name: str,
    title: str,
    level: int,
    ledger: str,
    watches: Iterable[str] = (),
    norms: Iterable[str] = (),
) -> Callable[[Make], Make]:
    """Take a function from today to Rows in as a subject."""

    def take(make: Make) -> Make:
        if name in REGISTER:
            raise ValueError(f"to-do subject {name!r} is defined twice")
        REGISTER[name] = Subject(name, title, level, ledger, tuple({ledger: 0, **dict.fromkeys(watches)}),
                                 tuple(norms), make)  # fmt: skip
        return make

    return take


_facts: list[dict[Any, Any]] = []


@contextlib.contextmanager
def one_reading() -> Iterator[None]:
    """While it lasts, what ``once`` marks is read only once: all subjects of a day look at the same records."""
    _facts.append({})
    try:
        yield
    finally:
        _facts.pop()


def once(read: Callable[[], Any]) -> Callable[[], Any]:
    """A reading of the whole ledger that several subjects share within ``one_reading``."""

    @functools.wraps(read)
    def shared() -> Any:
        if not _facts:
            return read()
        if read not in _facts[-1]:
            _facts[-1][read] = read()
        return _facts[-1][read]

    return shared


@functools.lru_cache(maxsize=20_000)
def last_day(text: str) -> str:
    """The last day that an ISO text of any precision may mean: 2026 is 2026-12-31, 2026-02 is 2026-02-28."""
    if len(text) == 4:
        return f"{text}-12-31"
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:7])
        return f"{text}-{calendar.monthrange(year, month)[1]:02}"
    return text[:10]


def first_day(text: str) -> str:
    """The first day that an ISO text of any precision may mean."""
    return (text + "-01-01"[len(text) - 4 :])[:10]


@functools.lru_cache(maxsize=20_000)
def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last of that month."""
    at = day.year * 12 + day.month - 1 + months
    year, month = at // 12, at % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_days(day: datetime.date, days: int) -> datetime.date:
    """So many days later."""
    return day + datetime.timedelta(days)


@functools.lru_cache(maxsize=20_000)
def days_between(first: str, last: str) -> int:
    """Days from one ISO day to another."""
    return (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days


@functools.lru_cache(maxsize=20_000)
def said(day: str) -> str:
    """An ISO date of any precision as a sentence says it: 2026年6月30日."""
    parts = [int(part) for part in day.split("-")]
    return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
