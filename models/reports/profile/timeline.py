"""What happened to a household, newest first: every dated record that belongs to it, whatever its ledger."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from models import clock, query
from models.database import database
from models.kinds import Date
from models.ledger import Ledger, ledger
from models.reports.profile.related import Related

MOST = 200
"""Newest records of one ledger that are read."""
_TEXTS = 5
_MARK = -(1 << 40)
"""Stands for the household in a statement."""


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
    own = [n for n, one in of.fields.items() if isinstance(one.kind, Date) and not one.hidden]
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
            found += _events(one.ledger, one.path, household)
            for inner in ledger(one.ledger).details:
                if dates(inner.name) and not _linked(inner):
                    found += _events(inner.name, f"{inner.master}.{one.path}", household)
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


def _events(name: str, path: str, household: int) -> list[Event]:
    of, when = ledger(name), dates(name)
    text, values = _statement(name, path, clock.today_text())
    shows = _shows(name, path)
    today, found = clock.today_text(), []
    for id, *row in database.execute_sql(text, [household if one == _MARK else one for one in values]):
        said = [show(value) for show, value in zip(shows, row[len(when) :], strict=True)]
        words = "　".join(part.replace("\n", " ") for part in said if part)
        for field, day in zip(when, row, strict=False):
            if day and str(day)[:10] <= today:
                kind = of.title if field == when[0] else f"{of.title}·{of.fields[field].label}"
                found.append(Event(str(day), name, id, kind, words))
    return found


@functools.cache
def _shows(name: str, path: str) -> list[Callable[[Any], str]]:
    of, said = ledger(name), _said(name, path)
    return [_show(of, one, show) for one, show in zip(said, query.formatters(name, said), strict=True)]


@functools.lru_cache(maxsize=256)
def _statement(name: str, path: str, day: str) -> tuple[str, list[Any]]:
    """The statement for the newest records of one household, made once; ``day`` because ages follow from today."""
    source = query.Source(ledger(name))
    when = dates(name)
    columns = [source.shown(one)[0] for one in (*when, *_said(name, path))]
    mine = query.condition(source, query.Filter(path, "in", [_MARK]))
    newest = (source.expression(when[0]).desc(), source.base.id.desc())
    text, values = source.select(source.base.id, *columns).where(mine).order_by(*newest).limit(MOST).sql()
    return text, list(values)
