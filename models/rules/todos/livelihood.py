"""Loans that fall due, posts that end, school aid that waits, work that was not asked about (domain.md §8)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from models.codes import norm, words
from models.database import run
from models.rules.todos.base import HINT, URGENT, USUAL, Row, add_days, days_between, last_day, said, subject

_LOANS = (
    'SELECT "id", "borrower", "household_id", "village_id", COALESCE("extended_to", "due"), "start" FROM "loan" '
    'WHERE "repaid_on" IS NULL AND "balance" > 0 AND COALESCE("extended_to", "due") <= ?'
)


def _loans(until: datetime.date) -> Iterator[tuple[int, str, int | None, int | None, str, str]]:
    """(loan, whose and what it is called, household, village, day it is due, its text) of what is owed until a day."""
    for id, borrower, home, village, due, start in run(_LOANS, (f"{until.isoformat()}-99",)):
        yield id, f"{borrower}的{words(start)['credit']}", home, village, last_day(due), due


@subject("loan_late", "小额信贷过期未还", URGENT, "loan")
def loan_late(today: datetime.date) -> Iterator[Row]:
    """Past the day, and still owed."""
    for id, what, home, village, day, due in _loans(today):
        if day < today.isoformat():
            yield Row(id, f"{what}{said(due)}到期，还有余额", day, home, village)


@subject("loan_due", "小额信贷快到期", USUAL, "loan", (), ("loan.alert_days",))
def loan_due(today: datetime.date) -> Iterator[Row]:
    """Due within the widest of the spans; the sentence says within which."""
    spans = sorted(norm("loan.alert_days", today))
    for id, what, home, village, day, due in _loans(add_days(today, spans[-1])):
        left = days_between(today.isoformat(), day)
        within = next((span for span in spans if left <= span), None)
        if left >= 0 and within is not None:
            yield Row(id, f"{what}{said(due)}到期，在{within}天内，请提醒备款或办理续贷", day, home, village)


@subject("post_end", "公益性岗位快到期", HINT, "post", ("member",), ("post.end_days",))
def post_end(today: datetime.date) -> Iterator[Row]:
    """Posts that end soon, not left before."""
    until = add_days(today, norm("post.end_days", today)).isoformat()
    rows = run(
        'SELECT p."id", p."person", p."name", p."end", p."village_id", m."household_id" FROM "post" p '
        'LEFT JOIN "member" m ON m."id" = p."member_id" '
        'WHERE p."exit_on" IS NULL AND p."end" >= ? AND p."end" <= ?',
        (f"{today:%Y}", f"{until}-99"),
    )
    for id, person, name, end, village, home in rows:
        day = last_day(end)
        if today.isoformat() <= day <= until:
            yield Row(id, f"{person}的{name}岗位{said(end)}到期，续签或退出", day, home, village)


@subject("yulu_unpaid", "雨露计划没有发放", USUAL, "yulu")
def yulu_unpaid(today: datetime.date) -> Iterator[Row]:
    """Applied for or approved, not paid; due by the end of the term."""
    rows = run(
        'SELECT "id", "student", "year", "term", "household_id", "village_id" FROM "yulu" '
        "WHERE \"status\" IN ('01', '02') AND \"year\" <= ?",
        (today.year,),
    )
    for id, student, year, term, home, village in rows:
        begin, end, called = (
            (f"{year}-09-01", f"{year + 1}-01-31", "秋季")
            if term == "02"
            else (f"{year + 1}-03-01", f"{year + 1}-07-31", "春季")
        )
        if begin <= today.isoformat():
            yield Row(id, f"{student}{year}—{year + 1}学年{called}学期的补助还没有发放", end, home, village)


@subject("work_unconfirmed", "本月务工还没核实", HINT, "work_record", ("village",))
def work_unconfirmed(today: datetime.date) -> Iterator[Row]:
    """Spells of work that nobody has asked about this month: one to-do per village."""
    month = f"{today:%Y-%m}"
    rows = run(
        'SELECT MIN("id"), COUNT(*), "village_id" FROM "work_record" WHERE "working" = ? '
        'AND ("confirmed" IS NULL OR "confirmed" < ?) AND ("end" IS NULL OR "end" >= ?) '
        'AND ("start" IS NULL OR "start" <= ?) GROUP BY "village_id"',
        (True, month, month, f"{month}-99"),
    )
    for id, many, village in rows:
        yield Row(id, f"{many}人次的务工情况{today.month}月还没有核实", last_day(month), village=village)
