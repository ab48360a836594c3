"""Households whose register is not complete (domain.md §4.1, §4.3)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from models.database import run
from models.rules.todos.base import HINT, Row, subject


@subject("household_head", "户主没有登记", HINT, "household", ("member",))
def household_head(today: datetime.date) -> Iterator[Row]:
    """Households without a 户主."""
    for id, number in run('SELECT "id", "hh_no" FROM "household" WHERE "head" IS NULL OR "head" = \'\''):
        yield Row(id, f"{number or '这一户'}还没有登记户主", household=id)
