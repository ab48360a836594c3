"""Charts of consumption assistance; 直接采购 and 帮助销售 are never mixed in one colour (domain.md §10.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models import query
from models.query import Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import Axis, Bar, chart, code_bars, codes_axis, crossed, data, month_text, villages_axis
from models.reports.figures.sales import PRODUCT, per_product

LARGEST = 10
QUOTAS_SHOWN = 12
MONTHS_SHOWN = 24
MONTH = 7  # characters of 2024-03


def _by(base: Selection, along: Axis, by: str, kind: str = "stacked") -> ChartData:
    kinds = codes_axis(base, "kind")
    columns = crossed(base, along, by, kinds, "kind", "amount")
    return data(kind, columns, list(kinds.labels.values()), measure="money")


@chart("sale_by_month", "消费帮扶金额（按月）", "sale", home=3)
def sale_by_month(base: Selection) -> ChartData:
    """Amount per month without gaps, the latest 24; what lacks a month is a column of its own."""
    present = sorted(str(one.key[0]) for one in query.groups(base, ("month",)))
    whole = [month for month in present if len(month) == MONTH]
    months = _months(whole[0], whole[-1])[-MONTHS_SHOWN:] if whole else []
    labels: dict[Any, str] = {month: month_text(month) for month in months}
    labels |= {year: f"{year}年（月份不详）" for year in present if len(year) != MONTH}
    made = _by(base, Axis(labels, _in_month), "month")
    older = bool(whole) and whole[0] < months[0]
    return replace(made, subtitle=f"最近{MONTHS_SHOWN}个月") if older else made


def _in_month(selection: Selection, month: str) -> Selection:
    return selection.where("date", "=", month) if len(month) == MONTH else selection.where("month", "in", [month])


def _months(first: str, last: str) -> list[str]:
    """Every month from first to last."""
    at, end = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (first, last))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(at, end + 1)]


@chart("sale_by_kind", "消费帮扶金额（直接采购与帮助销售）", "sale")
def sale_by_kind(base: Selection) -> ChartData:
    """Own purchases against help in selling."""
    return data("pie", code_bars(base, "kind", "amount"), ["金额"], measure="money")


@chart("sale_ratio", "直接采购与帮助销售占比（按月累计）", "sale")
def sale_ratio(base: Selection) -> ChartData:
    """The share of each kind in the year's amount so far, month by month; the latest year when none is chosen."""
    months = sorted({str(one.key[0]) for one in query.groups(base, ("month",)) if len(str(one.key[0])) == MONTH})
    year = months[-1][:4] if months else ""
    every = _months(f"{year}-01", months[-1]) if months else []
    kinds = codes_axis(base, "kind")
    sums: dict[tuple[str, Any], int] = {}
    for one in query.groups(base, ("month", "kind"), ("amount",)):
        sums[str(one.key[0]), one.key[1] or None] = one.sums[0]
    columns, so_far = [], dict.fromkeys(kinds.labels, 0)
    for month in every:
        for key in so_far:
            so_far[key] += sums.get((month, key), 0)
        whole = sum(so_far.values())
        year_so_far = base.where("date", "between", [f"{year}-01", month])
        bars = [
            Bar(round(so_far[key] * 100 / whole, 2) if whole else None, kinds.limit(year_so_far, key))
            for key in kinds.labels
        ]
        columns.append((f"{int(month[5:])}月", bars))
    made = data("line", columns, list(kinds.labels.values()), measure="percent")
    return replace(made, title=f"{year}年直接采购与帮助销售占比（按月累计）") if year else made


@chart("sale_by_channel", "消费帮扶金额（按渠道）", "sale")
def sale_by_channel(base: Selection) -> ChartData:
    """Amount per channel."""
    return _by(base, codes_axis(base, "channel"), "channel")


@chart("sale_by_buyer_kind", "消费帮扶金额（按采购单位性质）", "sale")
def sale_by_buyer_kind(base: Selection) -> ChartData:
    """Amount per kind of buyer."""
    return _by(base, codes_axis(base, "buyer_kind"), "buyer_kind")


@chart("sale_by_village", "消费帮扶金额（按来源村）", "sale")
def sale_by_village(base: Selection) -> ChartData:
    """Amount per village."""
    return _by(base, villages_axis(base), "village")


@chart("sale_by_product", "消费帮扶金额（按产品）", "sale")
def sale_by_product(base: Selection) -> ChartData:
    """Amount of the ten products that sell best, of lines where there are lines; the rest together."""
    kinds = codes_axis(base, "kind")
    found = {(one or None, kind or None): cell[0] for (one, kind), cell in per_product(base, "kind").items()}
    sums: dict[Any, int] = {}
    for (product, _), amount in found.items():
        sums[product] = sums.get(product, 0) + amount
    ranked = sorted((id for id in sums if id is not None), key=lambda id: (-sums[id], id))
    best, rest = ranked[:LARGEST], ranked[LARGEST:]
    names = {id: row[0] for id, row in query.rows("product", ("name",), best).items()}
    groups: list[tuple[str, list[int], Selection]] = [(names[id], [id], base.where(PRODUCT, "in", [id])) for id in best]
    if rest:
        groups.append(("其他", rest, base.where(PRODUCT, "in", rest)))
    columns = []
    for text, ids, chosen in groups:
        columns.append((text, [_bar(found, ids, key, kinds.limit(chosen, key)) for key in kinds.labels]))
    if None in sums:
        blank = base.where(PRODUCT, "blank")
        columns.append(("未填", [_bar(found, [None], key, kinds.limit(blank, key)) for key in kinds.labels]))
    return data("stacked", columns, list(kinds.labels.values()), measure="money")


def _bar(found: dict[Any, int], products: list[Any], kind: Any, where: Selection) -> Bar:
    amounts = [found[id, kind] for id in products if (id, kind) in found]
    return Bar(sum(amounts), where) if amounts else Bar(0)


@chart("quota_by_buyer", "预留份额（应采购与已采购）", "buyer_quota")
def quota_by_buyer(base: Selection) -> ChartData:
    """Of one year, the latest when none is chosen: what had to be bought beside what was, the largest first."""
    years = sorted({one.key[0] for one in query.groups(base, ("year",)) if one.key[0]})
    chosen = base.where("year", "=", years[-1]) if len(years) > 1 else base
    rows = list(query.each(chosen, ("buyer.name", "required", "completed", "year"), raw=True))
    rows.sort(key=lambda one: (-(one[1][1] or 0), one[1][0]))
    columns = []
    for _, (name, required, completed, year) in rows[:QUOTAS_SHOWN]:
        where = Selection("buyer_quota").where("buyer", "in", [name]).where("year", "=", year)
        bought = Selection("sale").where("buyer", "=", name).where("kind", "in", ["01"]).where("date", "=", str(year))
        columns.append((name, [Bar(required or 0, where), Bar(completed, bought if completed else where)]))
    said = f"{years[-1]}年" if years else ""
    said += f"，前{QUOTAS_SHOWN}个单位" if len(rows) > QUOTAS_SHOWN else ""
    return data("grouped", columns, ["应采购", "已直接采购"], measure="money", subtitle=said)


@chart("promotion_by_kind", "促销活动效果（按类型）", "promotion")
def promotion_by_kind(base: Selection) -> ChartData:
    """What was sold on the spot, promised, and bought afterwards."""
    axis = codes_axis(base, "kind")
    paths = ("on_site", "intent", "later")
    found = {one.key[0] or None: one.sums for one in query.groups(base, ("kind",), paths)}
    columns = [(text, [Bar(part, axis.limit(base, key)) for part in found[key]]) for key, text in axis.labels.items()]
    return data("grouped", columns, ["现场销售", "意向", "会后成交"], measure="money")
