"""Guarantees that failed and were not put right, children who go to no school (domain.md §7)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from models import query
from models.codes import code_list
from models.rules import due
from models.rules.guarantees import out_of_school
from models.rules.todos.base import URGENT, Row, subject


@subject("guarantee_failed", "三保障或饮水不达标", URGENT, "guarantee_check", ("household",))
def guarantee_failed(today: datetime.date) -> Iterator[Row]:
    """Households whose last check failed and which nobody has put right since."""
    names = {one.code: one.label for one in code_list("guarantee_dimension").codes}
    paths = ("household", "village", "household.head", "dimension", "date")
    for id, (home, village, head, dimension, date) in query.each(due.not_remedied(), paths, raw=True):
        text = f"{head or '这一户'}家{names.get(dimension, '')}不达标（{date} 排查），还没有整改完成"
        yield Row(id, text, household=home, village=village)


@subject(
    "out_of_school",
    "适龄儿童少年没有在校",
    URGENT,
    "member",
    ("dropout_action",),
    ("school.age_min", "school.age_max", "school.cutoff"),
)
def no_school(today: datetime.date) -> Iterator[Row]:
    """Children of compulsory age without a school."""
    for id, (name, home, village) in query.each(out_of_school(today), ("name", "household", "village"), raw=True):
        yield Row(id, f"{name}在义务教育年龄，没有登记在校；劝返情况记在“控辍保学”", household=home, village=village)
