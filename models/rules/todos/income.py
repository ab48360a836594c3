"""Incomes not collected, insurance not paid, and birthdays that bring a duty or a right (domain.md §6, §7)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from models import query
from models.codes import norm
from models.query import Selection
from models.rules import due
from models.rules.income import collection_window
from models.rules.todos.base import HINT, USUAL, Row, add_days, said, subject


@subject(
    "income_missing",
    "年度收入没有采集",
    USUAL,
    "household",
    ("income_sheet",),
    ("income.collect_from", "income.collect_to", "todo.income_late_days"),
)
def income_missing(today: datetime.date) -> Iterator[Row]:
    """From the first day of collection until some time after the last, in offices that keep incomes at all."""
    year, first, last = collection_window(today)
    if not first <= today <= add_days(last, norm("todo.income_late_days", when=today)):
        return
    if not query.count(Selection("income_sheet")):
        return
    for id, (head,) in query.each(due.not_collected(today), ("head",)):
        yield Row(id, f"{head or '这一户'}家 {year} 年度的收入还没有采集", last.isoformat(), household=id)


@subject(
    "insurance_missing",
    "医保还没有参保",
    USUAL,
    "insured_year",
    ("member",),
    ("insurance.pay_from", "insurance.pay_to"),
)
def insurance_missing(today: datetime.date) -> Iterator[Row]:
    """While it can be paid: people recorded as not insured without a reason that exempts them."""
    if not due.in_insurance_window(today):
        return
    year, last = due.insurance_year(today), due.insurance_season_end(today)
    paths = ("member.name", "member.household", "member.village")
    for id, (name, home, village) in query.each(due.not_insured(today), paths, raw=True):
        text = f"{name} {year} 年度应参保，还没有参保，{said(last)}截止"
        yield Row(id, text, last, household=home, village=village)


def _birthdays(age: int, today: datetime.date, what: str) -> Iterator[Row]:
    paths = ("name", "birth", "household", "village")
    for id, (name, birth, home, village) in query.each(due.turning(age, today), paths, raw=True):
        if len(birth) == 10:
            month_day = "02-28" if birth[5:] == "02-29" else birth[5:]
            day = f"{int(birth[:4]) + age}-{month_day}"
            yield Row(id, f"{name}{said(day)}满 {age} 周岁，{what}", day, household=home, village=village)


@subject(
    "turning_school", "快满入学年龄", HINT, "member", (), ("school.age_min", "todo.birthday_days")
)  # fmt: skip
def turning_school(today: datetime.date) -> Iterator[Row]:
    """Children who will have to go to school."""
    return _birthdays(norm("school.age_min", when=today), today, "要入学，请登记在校情况")


@subject(
    "turning_pension", "快满领养老金年龄", HINT, "member", (), ("income.pension_age", "todo.birthday_days")
)  # fmt: skip
def turning_pension(today: datetime.date) -> Iterator[Row]:
    """People who may apply for their pension."""
    return _birthdays(norm("income.pension_age", when=today), today, "可以办理领取养老金")
