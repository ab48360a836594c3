"""Computed columns that several ledgers have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from peewee import Case

from models import clock
from models.fields import Computed
from models.kinds import YesNo


def overdue(deadline: str, done: Callable[[Any], Any], **more: Any) -> Computed:
    """是否超期: not ``done`` (a condition in SQL) although the day of the field ``deadline`` has passed.

    Blank without a deadline.
    """

    def expression(model: Any) -> Any:
        day = getattr(model, deadline)
        late = day < clock.today_text()
        return Case(None, ((day.is_null(), None), (done(model), False), (late, True)), False)

    return Computed("是否超期", YesNo(), expression, **more)
