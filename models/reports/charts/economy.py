"""Charts of industries, enterprises and dividends (domain.md §12.3)."""

from __future__ import annotations

from models import query
from models.query import Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import Bar, chart, code_bars, data, villages_axis

BEST = 12


@chart("industry_by_village", "产业产值（按村）", "industry")
def industry_by_village(base: Selection) -> ChartData:
    """Value of output per village."""
    axis = villages_axis(base)
    sums = {one.key[0]: one.sums[0] for one in query.groups(base, ("village",), ("value",))}
    columns = [(text, [Bar(sums.get(id, 0), axis.limit(base, id))]) for id, text in axis.labels.items()]
    return data("bar", columns, ["产值"], measure="money")


@chart("industry_by_product", "产业产值（按产品）", "industry")
def industry_by_product(base: Selection) -> ChartData:
    """Value of output per product, the largest first."""
    found = [one for one in query.groups(base, ("product",), ("value",)) if one.key[0] and one.sums[0]]
    best = sorted(found, key=lambda one: (-one.sums[0], one.key[0]))[:BEST]
    columns = [(one.key[0], [Bar(one.sums[0], base.where("product", "=", one.key[0]))]) for one in best]
    return data("barh", columns, ["产值"], measure="money", subtitle=f"前{BEST}样" if len(found) > BEST else "")


@chart("enterprise_by_year", "经营主体销售、工资和分红（按年）", "enterprise")
def enterprise_by_year(base: Selection) -> ChartData:
    """Sales, wages and dividends per year."""
    paths = ("sales", "wages", "dividends")
    found = sorted((one for one in query.groups(base, ("year",), paths) if one.key[0]), key=lambda one: one.key[0])
    columns = [
        (str(one.key[0]), [Bar(part, base.where("year", "=", one.key[0])) for part in one.sums]) for one in found
    ]
    return data("bar", columns, ["销售额", "发放工资", "村民分红"], measure="money")


@chart("dividend_by_year", "分红（按年）", "distribution")
def dividend_by_year(base: Selection) -> ChartData:
    """Dividends per year."""
    found = sorted((one for one in query.groups(base, ("year",), ("amount",)) if one.key[0]), key=lambda o: o.key[0])
    columns = [(str(one.key[0]), [Bar(one.sums[0], base.where("year", "=", one.key[0]))]) for one in found]
    return data("bar", columns, ["分红"], measure="money")


@chart("donation_by_kind", "捐赠（按类别）", "donation")
def donation_by_kind(base: Selection) -> ChartData:
    """Value per kind of gift."""
    return data("bar", code_bars(base, "kind", "value_yuan"), ["捐赠"], measure="money")


@chart("match_by_unit", "协调金额（按单位）", "match")
def match_by_unit(base: Selection) -> ChartData:
    """Money per unit that coordinated it, the most first."""
    found = [one for one in query.groups(base, ("unit",), ("value",)) if one.key[0] and one.sums[0]]
    best = sorted(found, key=lambda one: (-one.sums[0], one.key[0]))[:BEST]
    columns = [(one.key[0], [Bar(one.sums[0], base.where("unit", "=", one.key[0]))]) for one in best]
    return data("barh", columns, ["协调金额"], measure="money")
