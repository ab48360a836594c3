"""Leaders in charge of a village who have not been there for too long (seeds-map.md D4, D6)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from models.codes import norm
from models.database import run
from models.rules.leaders import names_in
from models.rules.todos.base import USUAL, Row, add_months, first_day, last_day, said, subject
from models.rules.todos.visits import PHONE

YEAR = 12


def _last_there(villages: Sequence[int]) -> dict[tuple[int, str], str]:
    """{(village, who): the last visit there that names them}; a call by telephone is none."""
    marks = ", ".join("?" * len(villages))
    rows = run(
        'SELECT h."village_id", v."visitors", MAX(v."date") FROM "visit" v '
        'JOIN "household" h ON h."id" = v."household_id" '
        f'WHERE v."visitors" IS NOT NULL AND (v."kind" IS NULL OR v."kind" <> ?) AND h."village_id" IN ({marks}) '
        'GROUP BY h."village_id", v."visitors"',
        (PHONE, *villages),
    )
    found: dict[tuple[int, str], str] = {}
    for village, text, day in rows:
        for name in names_in(text):
            found[village, name] = max(day, found.get((village, name), ""))
    return found


def _duties(iso: str) -> dict[tuple[int, str], tuple[int, str, int]]:
    """{(village, leader): (record, first day, times a year or 0)} of those who have the duty on a day."""
    found: dict[tuple[int, str], tuple[int, str, int]] = {}
    rows = run('SELECT "id", "village_id", "name", "start", "end", "least" FROM "contact_duty" ORDER BY "id"')
    for id, village, name, start, end, least in rows:
        first = first_day(start) if start else ""
        if first > iso or (end and last_day(end) < iso):
            continue
        # One leader may be in charge of a village in two ways: whoever is there is there for both.
        record, begun, often = found.get((village, name), (id, first, 0))
        found[village, name] = (record, min(begun, first), max(often, least or 0))
    return found


@subject(
    "leader_absent", "包村领导该到村", USUAL, "contact_duty", ("visit", "household"), ("visit.leader_months",)
)  # fmt: skip
def leader_absent(today: datetime.date) -> Iterator[Row]:
    """One to-do per leader and village: as often as 每年应到村次数 says, else by the limit of the place."""
    usual = norm("visit.leader_months", today)
    duties = _duties(today.isoformat())
    seen = _last_there(sorted({village for village, _ in duties})) if duties else {}
    # Where 走访人 is never written the ledger does not tell who was there.
    for (village, name), (id, start, least) in duties.items() if seen else ():
        months = max(1, YEAR // least) if least else usual
        been = seen.get((village, name), "")
        last = max(been, start)
        due = add_months(datetime.date.fromisoformat(last_day(last)), months) if last else None
        if due is None or due <= today:
            told = f"上次到村是{said(been)}" if been else "走访里还没有到村的记录"
            how = f"每{months}个月至少一次" if months > 1 else "每个月至少一次"
            yield Row(id, f"{name}{told}，{how}", due.isoformat() if due else "", village=village, person=name)
