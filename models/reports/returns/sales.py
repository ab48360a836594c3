"""Consumption assistance: the month's summary with cumulative figures, and its list (R18); domain.md §10.3."""

from __future__ import annotations

from collections.abc import Sequence

from models.query import Selection
from models.reports.returns.base import ReturnTable, Scope, report
from models.reports.returns.period import MONTH
from models.reports.returns.shapes import Column, Measure, count, listing, total, village_summary

KINDS = (("直接采购", "01"), ("帮助销售", "02"))


def _columns(group: str, chosen: Selection) -> list[Measure]:
    parts = [total(f"其中{title}", chosen.where("kind", "in", [code]), "amount", group=group) for title, code in KINDS]
    return [count("笔数", chosen, group=group), total("金额", chosen, "amount", group=group), *parts]


@report("R18", "sale_month", "消费帮扶月报", MONTH, ("sale",), "每月报，年末累计")
def sale_month(scope: Scope) -> Sequence[ReturnTable]:
    """Sales of the month and of the year so far per village, then the month's list."""
    month, year = scope.during(Selection("sale"), "date"), scope.this_year(Selection("sale"), "date")
    led = [
        total("带动脱贫户数", year, "households_led", group="本年累计"),
        total("村集体增收", year, "collective_gain", group="本年累计"),
    ]
    summary = village_summary(scope, [*_columns("本月", month), *_columns("本年累计", year), *led])
    records = listing(scope, scope.here(Selection("sale", order=("date",)).where("date", "=", scope.period.key)), (
        "date", "kind", "channel", "village", "buyer", "seller", "product", "qty", "unit", "price", "amount",
        Column("households_led", width=8), "operator",
    ), title="消费帮扶台账")  # fmt: skip
    return summary, records
