"""Charts of project assets (domain.md §9.8)."""

from __future__ import annotations

from models.query import Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import chart, code_bars, codes_axis, crossed, data


@chart("asset_by_class", "项目资产原值（按类别）", "asset")
def asset_by_class(base: Selection) -> ChartData:
    """Original value per class."""
    return data("bar", code_bars(base, "asset_class", "value"), ["原始价值"], measure="money")


@chart("asset_by_owner", "项目资产原值（按权属和类别）", "asset")
def asset_by_owner(base: Selection) -> ChartData:
    """Original value per owner, split by class."""
    classes = codes_axis(base, "asset_class")
    columns = crossed(base, codes_axis(base, "owner_level"), "owner_level", classes, "asset_class", "value")
    return data("stacked", columns, list(classes.labels.values()), measure="money")
