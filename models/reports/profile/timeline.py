"""What happened to a household, newest first: every dated record that belongs to it, whatever its ledger."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from models import clock, query
from models.kinds import Date
from models.ledger import Ledger, ledger
from models.query import Selection
from models.reports.profile.related import Related

MOST = 200
"""Newest records of one ledger that are read."""
_TEXTS = 5


@dataclass(frozen=True)
class Event:
    """One dated thing: ``kind`` what it is (走访, 监测对象 风险消除时间), ``text`` what the record says."""

    date: str
    ledger: str
    id: int
    kind: str
    text: str


@functools.cache
def dates(name: str) -> tuple[str, ...]:
    """The fields of a ledger that say when something happened: dates that may not lie ahead, else the first date."""
    of = ledger(name)
    own = [n for n, one in of.fields.items() if isinstance(one.kind, Date) and not getattr(one, "hidden", False)]
    past = [n for n in own if not of.fields[n].kind.future]
    shown = [n for n in own if n in of.default_columns]
    return tuple([n for n in shown if n in past] or shown[:1] or past[:1] or own[:1])


@functools.cache
def _said(name: str, path: str) -> tuple[str, ...]:
    """The columns that say what a record is about: the shown ones without dates, household and village."""
    of = ledger(name)
    left_out = {path, "household", "village", *dates(name)}
    return tuple(
        one
        for one in of.default_columns
        if one not in left_out and not one.startswith(("household.", "village.", path + ".")) and not _plain(of, one)
    )[:_TEXTS]


def _plain(of: Ledger, path: str) -> bool:
    return of.column(path).kind.name in ("yesno", "code", "id_number", "phone")


def read(household: int, links: Iterable[Related]) -> tuple[Event, ...]:
    """All events, newest first; what hangs on a detail (办理步骤 of an episode) comes with it."""
    found: list[Event] = []
    for one in links:
        if one.path and dates(one.ledger):
            found += _events(one.ledger, one.selection, one.path)
            for inner in ledger(one.ledger).details:
                if dates(inner.name) and not _linked(inner):
                    path = f"{inner.master}.{one.path}"
                    found += _events(inner.name, Selection(inner.name).where(path, "in", [household]), path)
    return tuple(sorted(found, key=lambda event: (event.date, event.id), reverse=True))


def _show(of: Ledger, path: str, show: Callable[[Any], str]) -> Callable[[Any], str]:
    """Numbers and dates say what they are; words speak for themselves."""
    column = of.column(path)
    if not (column.kind.numeric or isinstance(column.kind, Date)) or column.kind.name == "year":
        return show
    return lambda value: f"{column.label} {show(value)}{column.kind.unit}" if value is not None else ""


def _linked(of: Ledger) -> bool:
    from models.reports.profile.related import ways

    return any(way[0] is of for way in ways())


def _events(name: str, selection: Selection, path: str) -> list[Event]:
    of, when, said = ledger(name), dates(name), _said(name, path)
    ids = query.ids(Selection(selection.ledger, filters=selection.filters, order=(f"-{when[0]}",)), MOST)
    rows = query.rows(name, (*when, *said), ids)
    shows = [_show(of, path, show) for path, show in zip(said, query.formatters(name, said), strict=True)]
    today, found = clock.today_text(), []
    for id in ids:
        texts = [show(value) for show, value in zip(shows, rows[id][len(when) :], strict=True)]
        text = "　".join(part.replace("\n", " ") for part in texts if part)
        for field, day in zip(when, rows[id], strict=False):
            if day and str(day)[:10] <= today:
                kind = of.title if field == when[0] else f"{of.title}·{of.fields[field].label}"
                found.append(Event(str(day), name, id, kind, text))
    return found
