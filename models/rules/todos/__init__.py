"""今日待办: what is due, worked out from record dates and norms, never typed and never stored.

    todos(today)                          everything, the most overdue first
    todos(today, village=3)               of one village; person="王某某" of one responsible person

To add a subject: a file beside these with a function under ``@subject(…)`` that yields Rows for a day, best by one SQL
statement over dates (bounds worked out in Python, so that no database does calendar arithmetic). It is found by itself.
"""

from __future__ import annotations

import datetime
import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Sequence

from models.database import run
from models.rules.todos.base import (
    HINT,
    LEVELS,
    REGISTER,
    URGENT,
    USUAL,
    Row,
    Subject,
    Todo,
    days_between,
    first_day,
    last_day,
    one_reading,
)

__all__ = [
    "HINT",
    "LEVELS",
    "URGENT",
    "USUAL",
    "Row",
    "Subject",
    "Todo",
    "counts",
    "helpers",
    "subjects",
    "todos",
    "watched",
]

for _info in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_info.name}")


def subjects() -> list[Subject]:
    """All subjects, the most urgent level first."""
    return sorted(REGISTER.values(), key=lambda one: (one.level, one.name))


def watched() -> frozenset[str]:
    """Every ledger that a to-do is worked out from."""
    return frozenset(name for one in REGISTER.values() for name in one.watches) | {"help_pair", "helper", "local_norm"}


def todos(
    today: datetime.date,
    village: int | None = None,
    person: str | None = None,
    names: Sequence[str] | None = None,
) -> list[Todo]:
    """Everything to do on a day: the level first, in it what is most overdue; ``names`` only these subjects."""
    with one_reading():
        found = list(_found(today, village, person, names))
    found.sort(key=lambda one: (one.level, one.due or "9999", one.subject, one.record))
    return found


def _found(
    today: datetime.date, village: int | None, person: str | None, names: Sequence[str] | None
) -> Iterator[Todo]:
    homes, people = _homes(), helpers(today)
    iso = today.isoformat()
    for one in subjects():
        if names is not None and one.name not in names:
            continue
        for row in one.make(today):
            where = row.village if row.village is not None else homes.get(row.household or 0)
            who = row.person or people.get(row.household or 0, "")
            if (village is not None and where != village) or (person is not None and who != person):
                continue
            late = days_between(row.due, iso) if row.due and row.due < iso else 0
            yield Todo(one.name, one.title, one.level, one.ledger, row.record, row.household, where, who, row.due,
                       row.text, late)  # fmt: skip


def counts(found: Iterable[Todo]) -> list[tuple[Subject, int, int]]:
    """(subject, how many, how many of them past their date) of those that occur, in the order of ``subjects``."""
    every: dict[str, list[int]] = {}
    for one in found:
        cell = every.setdefault(one.subject, [0, 0])
        cell[0] += 1
        cell[1] += one.late > 0
    return [(one, every[one.name][0], every[one.name][1]) for one in subjects() if one.name in every]


def _homes() -> dict[int, int]:
    return dict(run('SELECT "id", "village_id" FROM "household"'))


def helpers(today: datetime.date) -> dict[int, str]:
    """{household: its helper on that day}, the latest where there are several."""
    day = today.isoformat()
    rows = run(
        'SELECT p."household_id", h."name", p."start", p."end" FROM "help_pair" p '
        'JOIN "helper" h ON h."id" = p."helper_id" ORDER BY COALESCE(p."start", \'\'), p."id"'
    )
    return {
        home: name or ""
        for home, name, start, end in rows
        if (not start or first_day(start) <= day) and (not end or last_day(end) >= day)
    }
