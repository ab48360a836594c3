"""Figures of industries, enterprises, land and dividends (domain.md §12.3, §18; T19, A7–A9, B10, C6, C8)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from models import query
from models.query import Filter, Selection
from models.reports.figures.base import (
    MONEY,
    Measure,
    Part,
    Scope,
    Shown,
    figure,
    percent,
    plain_number,
    quotient,
    rounded,
    total,
)

MU = Shown(lambda stored: plain_number(stored, 100))


def yearly(ledger: str, path: str = "") -> Measure:
    """A measure over records of a village and a year."""
    return Measure(ledger, path, (), "village", "year", "village", "year")


INDUSTRY = "seeds-map.md B10、C14"
total("industry_count", "产业项数", "项", yearly("industry"), "登记的产业，每村每年每样一项", INDUSTRY)
total("industry_value", "产业产值", "万元", yearly("industry", "value"), "产值之和", INDUSTRY, MONEY)
total("industry_area", "产业面积", "亩", yearly("industry", "area_mu"), "面积之和", INDUSTRY, MU)


@figure("industry_by_product", "产业产值", "万元", "按产品合计产值", INDUSTRY)
def industry_by_product(scope: Scope) -> Iterator[Part]:
    """Value per product."""
    chosen = yearly("industry").selection(scope)
    found = [one for one in query.groups(chosen, ("product",), ("value",)) if one.key[0]]
    for one in sorted(found, key=lambda group: (-group.sums[0], group.key[0])):
        part = chosen.where("product", "=", one.key[0])
        value = MONEY.text(one.sums[0])
        yield Part(value, part, one.count, one.key[0], one.key[0], scope.village, scope.year)


quotient(
    "stock_utilisation",
    "养殖规模利用率",
    "%",
    Measure("industry", "stock", (Filter("capacity", ">=", 1),), "village", "year", "village", "year"),
    yearly("industry", "capacity"),
    "填了设计规模的：存栏数 ÷ 设计规模 × 100",
    "seeds-map.md C6",
)
FIRM = "seeds-map.md A7、A8、A9"
total("enterprise_sales", "经营主体销售额", "万元", yearly("enterprise", "sales"), "销售额之和", FIRM, MONEY)
total("enterprise_wages", "经营主体发放工资", "万元", yearly("enterprise", "wages"), "发放工资之和", FIRM, MONEY)
total("enterprise_dividends", "经营主体分红", "万元", yearly("enterprise", "dividends"), "村民分红之和", FIRM, MONEY)
quotient(
    "dividend_share",
    "分红占销售额",
    "%",
    yearly("enterprise", "dividends"),
    yearly("enterprise", "sales"),
    "村民分红 ÷ 销售额 × 100",
    FIRM,
)


@figure("enterprise_posts", "就业岗位（最多的一年）", "个", "各经营主体就业岗位最多的一年之和", FIRM)
def enterprise_posts(scope: Scope) -> Iterator[Part]:
    """Posts last from year to year: of each enterprise the year with most counts, never the sum of the years."""
    chosen = yearly("enterprise").selection(scope)
    best: dict[tuple[str, int | None], int] = {}
    for _, (name, village, posts) in query.each(chosen, ("name", "village", "posts"), raw=True):
        best[name, village] = max(best.get((name, village), 0), posts or 0)
    if best:
        yield Part(sum(best.values()), chosen, query.count(chosen), village=scope.village, year=scope.year)


total(
    "land_transfer_area",
    "土地流转面积",
    "亩",
    Measure("land_transfer", "area_mu", (), "village", "start", "village", ""),
    "流转面积之和",
    "seeds-map.md C8、C10",
    MU,
)
SHARED = Measure("distribution", "amount", (), "household.village", "year", "household.village", "year")
DIVIDEND = "domain.md §12.3、§18"
total(
    "dividend_total", "分红总额", "元", SHARED, "分红明细之和", DIVIDEND, Shown(lambda fen: rounded(Fraction(fen, 100)))
)


@figure("dividend_mean", "户均分红", "元", "分给农户的分红 ÷ 分到的户数", DIVIDEND)
def dividend_mean(scope: Scope) -> Iterator[Part]:
    """Per household that got some."""
    chosen = SHARED.selection(scope).where("household", "filled")
    homes = len(query.distinct(chosen, "household", 100_000))
    if homes:
        fen = query.totals(chosen, ("amount",))["amount"]
        value = rounded(Fraction(fen, 100 * homes))
        yield Part(value, chosen, query.count(chosen), village=scope.village, year=scope.year)


@figure("dividend_poor_share", "脱贫户分红占比", "%", "分给脱贫户的 ÷ 分给农户的 × 100", DIVIDEND)
def dividend_poor_share(scope: Scope) -> Iterator[Part]:
    """The share that went to households out of poverty."""
    chosen = SHARED.selection(scope).where("household", "filled")
    whole = query.totals(chosen, ("amount",))["amount"]
    poor = query.totals(chosen.where("household.hh_type", "in", ["01"]), ("amount",))["amount"]
    if whole:
        yield Part(percent(poor, whole), chosen, query.count(chosen), village=scope.village, year=scope.year)


@figure("distribution_unbalanced", "没有分平的方案", "个", "明细合计与可分配收益不相等的方案", DIVIDEND)
def distribution_unbalanced(scope: Scope) -> Iterator[Part]:
    """Plans whose shares do not add up."""
    plans = yearly("distribution_plan").selection(scope)
    if query.count(plans):
        open_plans: Selection = plans.where("difference", ">=", 1)
        found = query.count(open_plans)
        yield Part(found, open_plans, found, village=scope.village, year=scope.year)


total(
    "facility_count",
    "基础设施",
    "项",
    Measure("facility", "", (), "village", "year", "village", ""),
    "登记的基础设施项数，各样数量不相加",
    "seeds-map.md E14、E15",
)


@figure("facility_by_item", "基础设施", "各按单位", "按建设项目合计数量", "seeds-map.md E14、E15")
def facility_by_item(scope: Scope) -> Iterator[Part]:
    """Quantity per item and unit."""
    chosen = Measure("facility", "", (), "village", "year").selection(scope)
    for one in query.groups(chosen, ("item", "unit", "qty_q"), ("qty",)):
        item, unit, vague = one.key
        part = chosen.where("item", "=", item)
        value = plain_number(one.sums[0], 1000)
        yield Part(
            value, part, one.count, item, item, scope.village, scope.year, vague or "eq", unit=unit or ""
        )  # fmt: skip
