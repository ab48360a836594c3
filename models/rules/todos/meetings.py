"""Months and quarters without the meeting they should have had; matters decided and not done (domain.md §13.6)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from models.codes import norm
from models.database import run
from models.rules.meetings import regular
from models.rules.todos.base import USUAL, Row, add_days, last_day, said, subject

_NORMS = ("meeting.push_per_year", "meeting.contact_per_year")


@subject("meeting_missing", "该开的会没有开", USUAL, "meeting", (), _NORMS)
def meeting_missing(today: datetime.date) -> Iterator[Row]:
    """Spans of this year that are over and had no meeting of a kind the place does hold; opens the last one held."""
    for one in regular(today.year, today.isoformat()):
        if not one.missing:
            continue
        last = run('SELECT MAX("id") FROM "meeting" WHERE "kind" = ?', (one.kind,)).fetchone()[0]
        if last is not None:
            yield Row(last, f"{one.label}缺{'、'.join(one.missing)}，请补开或补记")


@subject("decision_due", "议定事项没有落实", USUAL, "decision", ("meeting",), ("todo.ahead_days",))
def decision_due(today: datetime.date) -> Iterator[Row]:
    """Decided, not done, past its day or close to it."""
    until = add_days(today, norm("todo.ahead_days", today)).isoformat()
    rows = run(
        'SELECT d."id", d."content", d."owner", d."deadline", m."village_id" FROM "decision" d '
        'JOIN "meeting" m ON m."id" = d."meeting_id" '
        'WHERE d."deadline" <= ? AND (d."state" IS NULL OR d."state" IN (\'01\', \'02\'))',
        (f"{until}-99",),
    )
    for id, content, owner, deadline, village in rows:
        if last_day(deadline) <= until:
            yield Row(id, f"“{content}”要在{said(deadline)}以前落实", last_day(deadline), village=village,
                      person=owner or "")  # fmt: skip
