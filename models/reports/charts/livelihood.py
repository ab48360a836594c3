"""Charts of work, public posts, loans and subsidies (domain.md §8)."""

from __future__ import annotations

from models import query
from models.query import Filter, Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import (
    Bar,
    chart,
    code_bars,
    codes_axis,
    crossed,
    data,
    filtered,
    month_text,
    villages_axis,
)

WORKING, HELD = Filter("working", "in", [True]), Filter("exit_on", "blank")

SHOWN = 12
"""Months a chart has room for."""


@chart("work_by_scope", "务工（按区域）", "work_record")
def work_by_scope(base: Selection) -> ChartData:
    """People at work per scope."""
    return data("bar", code_bars(filtered(base, WORKING), "scope"), ["在务工"], unit="人次")


@chart("work_by_village", "务工（按村和区域）", "work_record")
def work_by_village(base: Selection) -> ChartData:
    """People at work per village, split by scope."""
    chosen = filtered(base, WORKING)
    scopes = codes_axis(chosen, "scope")
    columns = crossed(chosen, villages_axis(chosen), "village", scopes, "scope")
    return data("stacked", columns, list(scopes.labels.values()), unit="人次")


@chart("post_by_kind", "公益性岗位（按村和类型）", "post")
def post_by_kind(base: Selection) -> ChartData:
    """Posts held per village, split by kind."""
    chosen = filtered(base, HELD)
    kinds = codes_axis(chosen, "kind")
    columns = crossed(chosen, villages_axis(chosen), "village", kinds, "kind")
    return data("stacked", columns, list(kinds.labels.values()), unit="人")


@chart("loan_by_due", "小额信贷到期（按月）", "loan")
def loan_by_due(base: Selection) -> ChartData:
    """What is owed, by the month it is due."""
    chosen = filtered(base, Filter("balance", ">=", 1))
    sums: dict[str, int] = {}
    for one in query.groups(chosen, ("due",), ("balance",)):
        month = str(one.key[0] or "")[:7]
        sums[month] = sums.get(month, 0) + one.sums[0]
    months = sorted(month for month in sums if len(month) == 7)
    columns = [(month, [Bar(sums[month], chosen.where("due", "=", month))]) for month in months[:SHOWN]]
    said = f"最先到期的{SHOWN}个月" if len(months) > SHOWN else ""
    return data("bar", columns, ["贷款余额"], measure="money", subtitle=said)


@chart("subsidy_by_kind", "补助发放（按类别）", "subsidy")
def subsidy_by_kind(base: Selection) -> ChartData:
    """Money paid per kind."""
    return data("bar", code_bars(base, "kind", "amount"), ["补助金额"], measure="money")


@chart("yulu_by_level", "雨露计划（按层次）", "yulu")
def yulu_by_level(base: Selection) -> ChartData:
    """Aid per level of school."""
    return data("bar", code_bars(base, "level"), ["人次"], unit="人次")


@chart("award_by_kind", "奖助学生（按类别）", "award")
def award_by_kind(base: Selection) -> ChartData:
    """Students per kind of award."""
    return data("bar", code_bars(base, "kind"), ["学生"], unit="人")


@chart("training_by_month", "培训人次（按月）", "training")
def training_by_month(base: Selection) -> ChartData:
    """Person-times per month."""
    sums: dict[str, int] = {}
    for one in query.groups(base, ("start",), ("person_times",)):
        month = str(one.key[0] or "")[:7]
        sums[month] = sums.get(month, 0) + one.sums[0]
    months = sorted(month for month in sums if len(month) == 7)
    columns = [(month_text(month), [Bar(sums[month], base.where("start", "=", month))]) for month in months[-SHOWN:]]
    said = f"最近有培训的{SHOWN}个月" if len(months) > SHOWN else ""
    return data("bar", columns, ["培训人次"], unit="人次", subtitle=said)
