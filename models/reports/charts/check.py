"""The charts of 体检: how many findings there were, run after run."""

from __future__ import annotations

from models import query
from models.query import Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import Bar, chart, data

LAST = 24
"""Runs that a chart has room for."""


def _columns(base: Selection, paths: tuple[str, ...]) -> list[tuple[str, list[Bar]]]:
    rows = [(day, time or "", values) for _, (day, time, *values) in query.each(base, ("date", "time", *paths))]
    rows.sort(key=lambda row: row[:2])
    seen: dict[str, int] = {}
    columns = []
    for day, time, values in rows[-LAST:]:
        seen[day] = seen.get(day, 0) + 1
        label = day if seen[day] == 1 else f"{day} {time[:5]}"
        one = base.where("time", "=", time) if time else base
        where = one.where("date", "=", day)
        columns.append((label, [Bar(value or 0, where) for value in values]))
    return columns


@chart("check_trend", "体检查到的疑点（历次）", "check_run")
def check_trend(base: Selection) -> ChartData:
    """Findings of each run by severity."""
    return data("stacked", _columns(base, ("errors", "reds", "warns")), ["错误", "需说明", "提醒"], unit="处")


@chart("check_change", "和上次比：新增与整改", "check_run")
def check_change(base: Selection) -> ChartData:
    """New and mended findings of each run."""
    return data("grouped", _columns(base, ("fresh", "mended")), ["新增", "已整改"], unit="处")
