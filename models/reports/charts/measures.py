"""Charts of measures (domain.md §5)."""

from __future__ import annotations

from models import query
from models.query import Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import Bar, chart, codes_axis, crossed, data, only, villages_axis


@chart("measure_by_group", "帮扶措施（按类别和落实情况）", "measure")
def measure_by_group(base: Selection) -> ChartData:
    """Measures per group, split by status."""
    states = codes_axis(base, "status")
    columns = crossed(base, codes_axis(base, "group"), "group", states, "status")
    return data("stacked", columns, list(states.labels.values()), unit="项")


@chart("measure_by_village", "帮扶措施（按村和落实情况）", "measure")
def measure_by_village(base: Selection) -> ChartData:
    """Measures per village, split by status."""
    states = codes_axis(base, "status")
    columns = crossed(base, villages_axis(base, "household.village"), "household.village", states, "status")
    return data("stacked", columns, list(states.labels.values()), unit="项")


@chart("plan_by_village", "一户一策（按村）", "assist_plan")
def plan_by_village(base: Selection) -> ChartData:
    """Plans per village."""
    axis = villages_axis(base, "household.village")
    found = {one.key[0]: one.count for one in query.groups(base, ("household.village",))}
    columns = [(text, [Bar(found.get(id, 0), only(base, "household.village", id))]) for id, text in axis.labels.items()]
    return data("bar", columns, ["计划"], unit="份")
