"""A month of a village team as members × days (domain.md §11): reading it, and writing any part of it at once."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from models import clock, query
from models.codes import code_list, norm
from models.kinds import Problem
from models.ledger import ledger
from models.query import Selection
from models.record import Draft, Refused, blank, check_drafts, load
from models.workdays import is_workday
from models.writer import Operation

ALL_DAY, MORNING, AFTERNOON = "00", "01", "02"
HALVES = (ALL_DAY, MORNING, AFTERNOON)
SIGNS = {"01": "√", "02": "出", "03": "培", "04": "假", "05": "休", "06": "旷"}
"""What a cell shows for each state; paper says the same in its legend."""
PRESENT, LEAVE, REST, AWOL = ("01", "02"), "04", "05", "06"

Halves = dict[str, tuple[int, str]]
Change = tuple[int, str, str, str | None]
"""(member, ISO date, half, state or None to clear it)."""


@dataclass
class Row:
    """One member of the month: ``days`` {day: {half: (record id, state)}}; ``first`` and ``last`` day of the term."""

    member: int
    name: str
    village: str
    role: str
    unit: str
    first: datetime.date | None
    last: datetime.date | None
    days: dict[int, Halves] = field(default_factory=dict)

    def count(self, states: Iterable[str]) -> Fraction:
        """Days in these states, a half day as half."""
        wanted = set(states)
        halves = [(half, state) for day in self.days.values() for half, (_, state) in day.items()]
        return sum((Fraction(1, 1 if half == ALL_DAY else 2) for half, state in halves if state in wanted), Fraction(0))

    def serves(self, day: datetime.date) -> bool:
        """Whether the day lies within the term."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass
class Month:
    """A month of all who serve in it, by village and role."""

    year: int
    month: int
    rows: list[Row]
    least: int

    @property
    def length(self) -> int:
        """Days of the month."""
        return calendar.monthrange(self.year, self.month)[1]

    def date(self, day: int) -> datetime.date:
        """A day of it."""
        return datetime.date(self.year, self.month, day)


def _day(text: str | None) -> datetime.date | None:
    if not text:
        return None
    return datetime.date(*[*(int(part) for part in text.split("-")), 1, 1][:3])


def month_of(year: int, month: int, village: int | None = None) -> Month:
    """The month of one village, or of all."""
    first, length = datetime.date(year, month, 1), calendar.monthrange(year, month)[1]
    last = first.replace(day=length)
    chosen = Selection("team_member", order=("village.seq", "role", "name"))
    if village is not None:
        chosen = chosen.where("village", "in", [village])
    paths = ("name", "village.name", "role", "sending_unit", "start", "end")
    rows = [
        Row(id, name, place or "", role or "", unit or "", _day(start), _day(end))
        for id, (name, place, role, unit, start, end) in query.each(chosen, paths, raw=True)
    ]
    serving = [one for one in rows if (one.first or first) <= last and (one.last or last) >= first]
    by_id = {one.member: one for one in serving}
    found = Selection("attendance").where("date", "=", f"{year}-{month:02d}")
    for id, (member, date, half, state) in query.each(found, ("member", "date", "half", "state"), raw=True):
        if member in by_id and len(date) == 10:
            by_id[member].days.setdefault(int(date[8:]), {})[half or ALL_DAY] = (id, state)
    return Month(year, month, serving, int(norm("attendance.min_days")))


def sign(halves: Halves) -> str:
    """√, or √/假 for two halves."""
    if ALL_DAY in halves:
        return SIGNS.get(halves[ALL_DAY][1], "?")
    if not halves:
        return ""
    return "/".join(SIGNS.get(halves[half][1], "?") if half in halves else "" for half in (MORNING, AFTERNOON))


def state_of(text: str) -> str | None:
    """The state that a cell of a table means: a sign of ours, a word, or what others write; None where unknown."""
    text = text.strip()
    return next((state for state, mark in SIGNS.items() if mark == text), None) or code_list("attendance_state").find(
        text
    )


def parse(text: str) -> dict[str, str] | None:
    """{half: state} of a cell such as √, 假, √/假; {} for blank, None where it cannot be read."""
    text = text.strip().replace("／", "/")
    if not text:
        return {}
    parts = text.split("/")
    states = [state_of(part) if part.strip() else "" for part in parts]
    if len(parts) > 2 or None in states:
        return None
    if len(parts) == 1:
        return {ALL_DAY: str(states[0])}
    return {half: state for half, state in zip((MORNING, AFTERNOON), states, strict=True) if state}


def _wanted(had: Halves, half: str, state: str | None) -> dict[str, str]:
    """What a day is after one change: halves of one state become a whole day."""
    if half == ALL_DAY:
        return {ALL_DAY: state} if state else {}
    whole = had[ALL_DAY][1] if ALL_DAY in had else None
    parts = {one: whole or (had[one][1] if one in had else None) for one in (MORNING, AFTERNOON)}
    parts[half] = state
    kept = {one: value for one, value in parts.items() if value}
    return {ALL_DAY: kept[MORNING]} if len(kept) == 2 and len(set(kept.values())) == 1 else kept


def put(changes: Iterable[Change], title: str = "登记考勤") -> int:
    """Write changes of any days as one operation; returns its number, 0 when nothing was new.

    Raises Refused: a day that has not come yet, a day outside the member's term.
    """
    of = ledger("attendance")
    asked = list(changes)
    stored = _stored({(member, date) for member, date, _, _ in asked})
    _refuse_wrong_days(asked)
    before = {key: dict(halves) for key, halves in stored.items()}
    after = {key: {half: state for half, (_, state) in halves.items()} for key, halves in stored.items()}
    for member, date, half, state in asked:
        now = {one: (0, value) for one, value in after[member, date].items()}
        after[member, date] = _wanted(now, half, state)
    new, edits, gone = [], {}, []
    for key, wanted in after.items():
        had = before[key]
        free = [id for half, (id, _) in had.items() if half not in wanted]
        for half, state in wanted.items():
            if half in had:
                if had[half][1] != state:
                    edits[had[half][0]] = {"state": state}
            elif free:
                edits[free.pop(0)] = {"half": half, "state": state}
            else:
                new.append({"member": key[0], "date": key[1], "half": half, "state": state})
        gone += free
    if not (new or edits or gone):
        return 0
    with Operation("form", title) as operation:
        operation.delete(of, gone)
        whole = load(of, edits)
        changed = [Draft(of, {**{n: whole[id][n] for n in of.fields}, **edits[id]}, set(edits[id]), id) for id in edits]
        added = [Draft(of, {**blank(of), **values}) for values in new]
        check_drafts([*changed, *added])
        wrong = [problem for draft in (*changed, *added) for problem in draft.problems if problem.level == "error"]
        if wrong:
            raise Refused(wrong)
        operation.edit(of, {draft.id: draft.values for draft in changed if draft.id is not None}, whole)
        operation.add(of, [draft.values for draft in added])
    return operation.number


def _stored(days: set[tuple[int, str]]) -> dict[tuple[int, str], Halves]:
    found: dict[tuple[int, str], Halves] = {key: {} for key in days}
    if not days:
        return found
    dates = sorted(date for _, date in days)
    model = ledger("attendance").model
    rows = model.select(model.id, model.member, model.date, model.half, model.state).where(
        model.member.in_({member for member, _ in days}), model.date.between(dates[0], dates[-1])
    )
    for id, member, date, half, state in rows.tuples():
        if (member, date) in found:
            found[member, date][half or ALL_DAY] = (id, state)
    return found


def _refuse_wrong_days(asked: list[Change]) -> None:
    today = clock.today_text()
    if any(state and date > today for _, date, _, state in asked):
        raise Refused([Problem("还没到的日子不能登记考勤", "date")])
    terms = query.rows("team_member", ("name", "start", "end"), sorted({one[0] for one in asked}), raw=True)
    for member, date, _, state in asked:
        name, start, end = terms[member]
        if state and ((start and date < start) or (end and date > end)):
            raise Refused([Problem(f"{date} 不在{name}的驻村时间里", "date")])


def fill_blank(month: Month, members: Iterable[int]) -> int:
    """Fill the blank days up to today: 在岗 on working days, 休息 on the others; one operation, its number."""
    wanted, today = set(members), clock.today()
    changes: list[Change] = []
    for row in month.rows:
        for day in range(1, month.length + 1) if row.member in wanted else ():
            date = month.date(day)
            if date <= today and row.serves(date) and not row.days.get(day):
                state = PRESENT[0] if is_workday(date) else REST
                changes.append((row.member, date.isoformat(), ALL_DAY, state))
    return put(changes, f"补登 {month.year}年{month.month}月考勤")


def leave_days(month: Month) -> dict[int, list[Any]]:
    """{member: leaves that touch the month} as (first, last), to mark cells that should say 假."""
    low, high = month.date(1).isoformat(), month.date(month.length).isoformat()
    found: dict[int, list[Any]] = {}
    chosen = Selection("leave").where("first", "<=", high).where("last", ">=", low)
    for _, (member, first, last) in query.each(chosen, ("member", "first", "last"), raw=True):
        found.setdefault(member, []).append((first, last))
    return found
