"""Charts of meetings and what they decided (domain.md §13.6)."""

from __future__ import annotations

from models import query
from models.query import Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import Bar, chart, code_bars, codes_axis, data

SHOWN = 12
"""Months a chart has room for."""


@chart("meeting_by_month", "会议（按月和类型）", "meeting")
def meeting_by_month(base: Selection) -> ChartData:
    """Meetings per month, split by kind; a month without any stands there empty."""
    kinds = codes_axis(base, "kind")
    found: dict[tuple[str, str | None], int] = {}
    for one in query.groups(base.where("date", "filled"), ("date", "kind")):
        key = (str(one.key[0])[:7], one.key[1] or None)
        found[key] = found.get(key, 0) + one.count
    months = sorted(month for month, _ in found)
    spans = _between(months)
    columns = [
        (
            month,
            [
                Bar(found[month, kind], kinds.limit(base.where("date", "=", month), kind))
                if (month, kind) in found
                else Bar(0)
                for kind in kinds.labels
            ],
        )
        for month in spans[-SHOWN:]
    ]
    said = f"最近{SHOWN}个月" if len(spans) > SHOWN else ""
    return data("stacked", columns, list(kinds.labels.values()), unit="次", subtitle=said)


def _between(months: list[str]) -> list[str]:
    """Every month from the first to the last."""
    if not months:
        return []
    first, last = ((int(one[:4]) * 12 + int(one[5:7] or 1) - 1) for one in (months[0], months[-1]))
    return [f"{at // 12}-{at % 12 + 1:02d}" for at in range(first, last + 1)]


@chart("decision_by_state", "议定事项（按落实情况）", "decision")
def decision_by_state(base: Selection) -> ChartData:
    """Matters per state."""
    return data("bar", code_bars(base, "state"), ["议定事项"], unit="项")
