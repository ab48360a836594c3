"""Charts of work, public posts, loans and subsidies (domain.md §8)."""

from __future__ import annotations

from models.query import Filter, Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import chart, code_bars, codes_axis, crossed, data, filtered, villages_axis

WORKING, HELD = Filter("working", "in", [True]), Filter("exit_on", "blank")


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
