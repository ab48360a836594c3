"""Buyers that fall behind the share they have to buy in the year (domain.md §10.1)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from models import query
from models.codes import norm
from models.kinds import Money
from models.ledgers.sales.buyer_quota import NOT_DUE
from models.query import Selection
from models.rules.todos.base import USUAL, Row, days_between, subject


@subject("reserve_behind", "预留份额进度落后", USUAL, "buyer_quota", ("buyer", "sale"), ("sale.reserve_remind_from",))
def reserve_behind(today: datetime.date) -> Iterator[Row]:
    """Near the end of the year: what was bought directly lies behind the part of the year that is over."""
    if f"{today:%m-%d}" < str(norm("sale.reserve_remind_from", when=today)):
        return
    last = f"{today.year}-12-31"
    gone = days_between(f"{today.year - 1}-12-31", today.isoformat())
    whole = days_between(f"{today.year - 1}-12-31", last)
    chosen = Selection("buyer_quota").where("year", "=", today.year).where("buyer.canteen", "not in", list(NOT_DUE))
    text = Money("元").to_text
    for id, (name, required, completed) in query.each(chosen, ("buyer.name", "required", "completed"), raw=True):
        if required and completed * whole < required * gone:
            yield Row(
                id, f"{name} {today.year} 年应采购 {text(required)} 元，已直接采购 {text(completed)} 元，"
                f"还差 {text(required - completed)} 元", last,
            )  # fmt: skip
