"""Charts of monitoring: whom we watch, why, where, and how many came and went (domain.md §18)."""

from __future__ import annotations

from models import query
from models.query import Selection
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
from models.reports.figures.monitoring import GONE, NO_ERROR, OPEN, RECOGNISED

MONTHS_SHOWN = 24
MONTH = len("2024-01")


def _open(base: Selection) -> Selection:
    for one in OPEN:
        base = filtered(base, one)
    return base


@chart("monitor_by_category", "未消除监测户（按类别）", "episode")
def monitor_by_category(base: Selection) -> ChartData:
    """Households watched now per category."""
    return data("pie", code_bars(_open(base), "category"), ["户数"], unit="户")


@chart("monitor_by_risk", "未消除监测户（按主要风险）", "episode")
def monitor_by_risk(base: Selection) -> ChartData:
    """Households watched now by the first of their risks."""
    return data("barh", code_bars(_open(base), "main_risk"), ["户数"], unit="户")


@chart("monitor_by_village", "未消除监测户（按村和类别）", "episode")
def monitor_by_village(base: Selection) -> ChartData:
    """Households watched now per village, split by category."""
    chosen = _open(base)
    kinds = codes_axis(chosen, "category")
    columns = crossed(chosen, villages_axis(chosen, "household.village"), "household.village", kinds, "category")
    return data("stacked", columns, list(kinds.labels.values()), unit="户")


@chart("monitor_by_month", "监测户识别和消除（按月）", "episode")
def monitor_by_month(base: Selection) -> ChartData:
    """Recognised and eliminated per month without gaps, the latest 24."""
    came = filtered(filtered(base, RECOGNISED), NO_ERROR)
    went = filtered(filtered(base, GONE), NO_ERROR)
    found = [_months(came, "recognised_on"), _months(went, "eliminated_on")]
    present = sorted({month for counts in found for month in counts})
    shown = _between(present[0], present[-1])[-MONTHS_SHOWN:] if present else []
    columns = []
    for month in shown:
        bars = [
            Bar(counts.get(month, 0), chosen.where(path, "=", month) if month in counts else None)
            for counts, chosen, path in zip(found, (came, went), ("recognised_on", "eliminated_on"), strict=True)
        ]
        columns.append((month_text(month), bars))
    return data("bar", columns, ["识别", "消除"], unit="户")


def _months(chosen: Selection, path: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in query.groups(chosen, (path,)):
        if one.key[0] and len(one.key[0]) >= MONTH:
            found[one.key[0][:MONTH]] = found.get(one.key[0][:MONTH], 0) + one.count
    return found


def _between(first: str, last: str) -> list[str]:
    at, end = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (first, last))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(at, end + 1)]


@chart("clue_by_source", "监测线索（按来源和结果）", "clue")
def clue_by_source(base: Selection) -> ChartData:
    """Clues per source, split by what became of them."""
    kinds = codes_axis(base, "result")
    columns = crossed(base, codes_axis(base, "source"), "source", kinds, "result")
    return data("stacked", columns, list(kinds.labels.values()), unit="条")
