"""Figures of project assets (domain.md §9.8, §18)."""

from __future__ import annotations

from models.query import Filter
from models.reports.figures.base import MONEY, Measure, breakdown, quotient, total

RULE = "domain.md §9.8"


def kept(path: str = "", *filters: Filter) -> Measure:
    """A measure over assets; they have no year of their own."""
    return Measure("asset", path, filters, "village", "", "village", "")


total("asset_count", "资产数", "项", kept(), "登记的项目资产数", RULE)
total("asset_value", "资产原值", "万元", kept("value"), "原始价值之和", RULE, MONEY)
breakdown("asset_by_class", "资产数", "项", kept(), "asset_class", "按资产类别数", RULE)
breakdown("asset_value_by_class", "资产原值", "万元", kept("value"), "asset_class", "按资产类别合计", RULE, MONEY)
breakdown("asset_by_owner", "资产数", "项", kept(), "owner_level", "按所有权层级数", RULE)
breakdown("asset_value_by_owner", "资产原值", "万元", kept("value"), "owner_level", "按所有权层级合计", RULE, MONEY)
quotient(
    "asset_registered_rate",
    "资产确权率",
    "%",
    kept("", Filter("owner_level", "filled")),
    kept(),
    "填了所有权层级的 ÷ 全部 × 100",
    RULE,
)
quotient(
    "asset_idle_share",
    "低效闲置资产占比",
    "%",
    kept("", Filter("state", "in", ["02", "03"])),
    kept(),
    "低效和闲置的 ÷ 全部 × 100",
    RULE,
)
total(
    "asset_income",
    "资产收益",
    "万元",
    Measure("asset_income", "actual", (), "asset.village", "year", "asset.village", "year"),
    "各年实际收益之和",
    RULE,
    MONEY,
)
