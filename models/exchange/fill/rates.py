"""Rates in the row of sums of a list: of the sums, never sums of the rates."""

from __future__ import annotations

from collections.abc import Sequence

from models.exchange.fill.plan import AreaPlan
from models.exchange.fill.records import Values
from models.exchange.fill.scope import Scope
from models.exchange.fill.sources import BASE, FIELD, Source

_PARTS = {("project", "pay_rate"): ("paid", "received"), ("insurance", "rate"): ("insured", "should")}
"""(ledger, rate) → what is divided by what."""


def rates_of(one: AreaPlan, ids: Sequence[int], scope: Scope) -> dict[int, tuple[Source, int]]:
    """{column: (its source, the rate of all records in 1/100 of a percent, half up)} of the columns of rates."""
    found: dict[int, tuple[Source, int]] = {}
    for column, source in one.columns.items():
        if source is None or source.kind != FIELD or source.node != BASE:
            continue
        parts = _PARTS.get((one.ledger, source.path))
        if parts is None:
            continue
        values = Values(one.base, ids, scope)
        above, below = (sum(values.at(Source(FIELD, path=path), id) or 0 for id in values.ids) for path in parts)
        if below:
            found[column] = source, (above * 20_000 + below) // (below * 2)
    return found
