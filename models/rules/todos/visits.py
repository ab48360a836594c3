"""Households that have not been visited for too long, and problems that are not put right (domain.md §4.6)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from models.codes import norm
from models.database import run
from models.rules.todos.base import HINT, URGENT, USUAL, Row, add_days, add_months, last_day, once, said, subject

PHONE = "06"
OPEN = '("eliminated" IS NULL OR "eliminated" = ?) AND ("state" IS NULL OR "state" NOT IN (\'91\', \'98\', \'99\'))'


@once
def _last_visits() -> dict[int, str]:
    """{household: its last visit}; a call by telephone is none."""
    return dict(
        run(
            'SELECT "household_id", MAX("date") FROM "visit" WHERE "kind" IS NULL OR "kind" <> ? '
            'GROUP BY "household_id"',
            (PHONE,),
        )
    )


@once
def _watched() -> dict[int, str]:
    """{household: since when it is watched} of those whose risk is not gone."""
    rows = run(
        f'SELECT "household_id", MIN("recognised_on") FROM "episode" WHERE "recognised_on" IS NOT NULL AND {OPEN} '
        'GROUP BY "household_id"',
        (False,),
    )
    return dict(rows)


def _overdue(today: datetime.date, homes: Mapping[int, str], months: int) -> Iterator[Row]:
    """``homes`` {household: the day from which visits are owed, "" when none is known}."""
    visits = _last_visits()
    # Months differ by up to three days: later visits need not be looked at one by one.
    recent = add_days(add_months(today, -months), 3).isoformat()
    for id in sorted(homes):
        last = max(visits.get(id, ""), homes[id])
        if last > recent:
            continue
        if not last:
            # Where no visit was ever kept the ledger is not in use: thousands of reminders would tell nothing.
            if visits:
                yield Row(id, "还没有走访记录", household=id)
            continue
        if last > recent:
            continue
        due = add_months(datetime.date.fromisoformat(last_day(last)), months)
        if due <= today:
            seen = f"上次走访是{said(visits[id])}" if visits.get(id) else "还没有走访过"
            yield Row(id, f"{seen}，每{months}个月至少一次", due.isoformat(), household=id)


@subject(
    "visit_monitored", "监测户走访到期", URGENT, "household", ("visit", "episode"), ("visit.monitored_months",)
)  # fmt: skip
def visit_monitored(today: datetime.date) -> Iterator[Row]:
    """Households that are watched: monthly by default, the first time counted from recognition."""
    return _overdue(today, _watched(), norm("visit.monitored_months", today))


def _homes(kinds: str) -> dict[int, str]:
    """Households of these types that have people and are not watched."""
    watched = _watched()
    rows = run(f'SELECT "id" FROM "household" WHERE ("members_now" IS NULL OR "members_now" > 0) AND {kinds}')
    return {id: "" for (id,) in rows if id not in watched}


@subject("visit_poor", "脱贫户走访到期", USUAL, "household", ("visit", "episode"), ("visit.poor_months",))
def visit_poor(today: datetime.date) -> Iterator[Row]:
    """脱贫户: quarterly by default."""
    return _overdue(today, _homes("\"hh_type\" IN ('01', '03')"), norm("visit.poor_months", today))


@subject("visit_other", "一般农户走访到期", HINT, "household", ("visit", "episode"), ("visit.all_months",))
def visit_other(today: datetime.date) -> Iterator[Row]:
    """All others: half-yearly by default."""
    others = "(\"hh_type\" IS NULL OR \"hh_type\" NOT IN ('01', '03'))"
    return _overdue(today, _homes(others), norm("visit.all_months", today))


@subject("task_deadline", "问题整改到期", URGENT, "task", ("household",), ("todo.ahead_days",))
def task_deadline(today: datetime.date) -> Iterator[Row]:
    """Tasks that are not closed and whose deadline is near or past."""
    until = add_days(today, norm("todo.ahead_days", today)).isoformat()
    rows = run(
        'SELECT "id", "content", "deadline", "household_id", "village_id", "owner" FROM "task" '
        'WHERE "state" <> ? AND "deadline" <= ?',
        ("03", until),
    )
    for id, content, deadline, home, village, owner in rows:
        due = last_day(deadline)
        if due <= until:
            late = due < today.isoformat()
            text = f"{_short(content)}：整改期限{said(deadline)}{'已过，还没有销号' if late else '快到了'}"
            yield Row(id, text, due, home, village, owner or "")


def _short(text: str | None, most: int = 24) -> str:
    plain = " ".join((text or "").split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
