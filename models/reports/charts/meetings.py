"""Charts of meetings and what they decided (domain.md §13.6)."""

from __future__ import annotations

from models.query import Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import chart, code_bars, data, per_month


@chart("meeting_by_month", "会议（按月和类型）", "meeting")
def meeting_by_month(base: Selection) -> ChartData:
    """Meetings per month, split by kind; a month without any stands there empty."""
    return per_month(base, "date", "kind", unit="次")


@chart("decision_by_state", "议定事项（按落实情况）", "decision")
def decision_by_state(base: Selection) -> ChartData:
    """Matters per state."""
    return data("bar", code_bars(base, "state"), ["议定事项"], unit="项")
