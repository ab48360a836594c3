"""Consumption assistance (R18): the month's summary and list, quotas, events, products, households; domain.md §10."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models import kinds, query
from models.codes import code_list
from models.query import Selection
from models.reports.figures.sales import lines_of, per_product
from models.reports.figures.trade import POOR
from models.reports.returns.base import ReturnTable, Scope, report
from models.reports.returns.period import MONTH, YEAR
from models.reports.returns.shapes import (
    RATE,
    Column,
    Measure,
    count,
    half_up,
    households,
    listing,
    texts,
    total,
    village_summary,
    worked,
)


def _kinds() -> list[tuple[str, str]]:
    """(name, code) of the ways of helping, those of the office too: apart, and together the whole."""
    return [(one.label, one.code) for one in code_list("sale_kind")]


def _columns(group: str, chosen: Selection) -> list[Measure]:
    parts = [
        total(f"其中{title}", chosen.where("kind", "in", [code]), "amount", group=group) for title, code in _kinds()
    ]
    return [count("笔数", chosen, group=group), total("金额", chosen, "amount", group=group), *parts]


def _goods(scope: Scope) -> dict[int, str]:
    """What was sold: the product, or those of the lines."""
    found = {id: row[0] or "" for id, row in query.each(_list(scope), ("product",))}
    lines = lines_of(_list(scope))
    several: dict[int, list[str]] = {}
    for _, (sale, name) in query.each(replace(lines, order=("sale", "product")), ("sale", "product.name"), raw=True):
        several.setdefault(sale, []).append(name)
    return found | {sale: "、".join(dict.fromkeys(names)) for sale, names in several.items()}


def _list(scope: Scope) -> Selection:
    return scope.here(Selection("sale", order=("date",)).where("date", "=", scope.period.key))


@report("R18", "sale_month", "消费帮扶月报", MONTH, ("sale", "sale_line", "sale_household"), "每月报，年末累计")
def sale_month(scope: Scope) -> Sequence[ReturnTable]:
    """Sales of the month and of the year so far per village, then the month's list."""
    month, year = scope.during(Selection("sale"), "date"), scope.this_year(Selection("sale"), "date")
    homes = scope.this_year(Selection("sale_household"), "sale.date")
    poor = homes.where("household.hh_type", "in", list(POOR))
    led = [
        total("带动脱贫户次", year, "households_led", group="本年累计"),
        total("村集体增收", year, "collective_gain", group="本年累计"),
        households("登记农户", homes, group="本年带动农户"),
        households("其中脱贫户", poor, group="本年带动农户"),
        total("农户所得", homes, "amount", "household.village", "本年带动农户"),
    ]
    summary = village_summary(scope, [*_columns("本月", month), *_columns("本年累计", year), *led])
    records = listing(scope, _list(scope), (
        "date", "kind", "channel", "village", "buyer", "seller",
        texts("产品", _goods(scope), 12), Column("spec", width=8), "qty", "unit", "price", "amount",
        Column("households_led", width=8), "operator", Column("remark", width=8),
    ), title="消费帮扶台账")  # fmt: skip
    return summary, records


@report("R18", "reserve_year", "预留份额采购情况表", YEAR, ("buyer_quota", "buyer", "sale"), "每年填报，年末核对")
def reserve_year(scope: Scope) -> ReturnTable:
    """What each buyer had to buy in a year and bought directly; what it helped to sell does not count."""
    chosen = Selection("buyer_quota", order=("buyer.level", "buyer")).where("year", "=", scope.period.year)
    rows = dict(query.each(chosen, ("required", "completed"), raw=True))
    required, completed = (sum(row[at] or 0 for row in rows.values()) for at in (0, 1))
    return listing(scope, chosen, (
        Column("buyer", "采购单位", width=22), Column("buyer.kind", "性质"),
        Column("buyer.canteen", "食堂情况", width=12),
        "food_total", "ratio", "required", "completed", "on_platform", "left",
        worked("完成率（%）", {id: half_up(done, due) for id, (due, done) in rows.items() if due}, RATE,
               whole=half_up(completed, required) if required else None),
    ), notes=("说明：已采购只算直接采购，帮助销售另计；没有食堂或由别的单位填报的不要求预留。",))  # fmt: skip


@report("R18", "promotion_year", "促销活动成效表", YEAR, ("promotion", "sale"), "每年报")
def promotion_year(scope: Scope) -> ReturnTable:
    """Events of a year: sold on the spot, promised, bought afterwards."""
    chosen = scope.here(scope.during(Selection("promotion", order=("date",)), "date"))
    rows = dict(query.each(chosen, ("intent", "later"), raw=True))
    kept = {id: half_up(later, intent) for id, (intent, later) in rows.items() if intent}
    # Events that promised nothing cannot keep it.
    intent, later = (sum(row[at] or 0 for row in rows.values() if row[0]) for at in (0, 1))
    return listing(scope, chosen, (
        "date", "kind", Column("name", width=20), Column("place", width=14), "participants", "on_site", "intent",
        Column("count", "登记销售（笔）"), "sold", "later",
        worked("兑现率（%）", kept, RATE, whole=half_up(later, intent) if intent else None),
    ), notes=("说明：兑现率 = 会后成交 ÷ 意向金额，没有意向的场次不算；登记销售已在总额里。",))  # fmt: skip


@report("R18", "sale_product_year", "消费帮扶产品销售表", YEAR, ("sale", "sale_line", "product"), "年终统计")
def sale_product_year(scope: Scope) -> ReturnTable:
    """Products of a year: amount by kind of help and weight; orders with lines count by their lines."""
    sold = scope.here(scope.during(Selection("sale"), "date"))
    amounts = {code: per_product(sold.where("kind", "in", [code])) for _, code in _kinds()}
    whole = per_product(sold)
    weights: dict[int | None, int] = {}
    for part in (sold.where("lines", "<=", 0), lines_of(sold)):
        for one in query.groups(part, ("product",), ("weight",)):
            weights[one.key[0]] = weights.get(one.key[0], 0) + one.sums[0]
    ids = sorted((id for id in whole if id), key=lambda id: (-whole[id][0], id))
    blank = whole.get(None, (0, 0))[0]
    behind = lambda id: sold.where("product|sale_line.product", "in", [id])  # noqa: E731
    money = kinds.Money()
    notes = (f"说明：另有没填产品的销售 {money.to_text(blank)} 元，不在表里。",) if blank else ()
    return listing(scope, Selection("product"), (
        "category", Column("name", width=14), Column("spec", width=10),
        *(worked(title, {id: cell[0] for id, cell in amounts[code].items()}, money, group="金额", where=behind)
          for title, code in _kinds()),
        worked("合计", {id: cell[0] for id, cell in whole.items()}, money, group="金额", where=behind),
        worked("折合重量（公斤）", {id: weights.get(id) or None for id in ids}, kinds.Scaled(3, "公斤")),
    ), ids=ids, notes=notes)  # fmt: skip


@report("R18", "sale_households", "消费帮扶带动农户名册", YEAR, ("sale_household", "sale"), "每年报")
def sale_households(scope: Scope) -> ReturnTable:
    """Households behind the sales of a year, each with what it got in all."""
    chosen = scope.here(scope.during(Selection("sale_household"), "sale.date"), "household.village")
    found = query.groups(chosen, ("household",), ("amount",))
    times, got = ({one.key[0]: one.count for one in found}, {one.key[0]: one.sums[0] for one in found})
    homes = Selection("household", order=("village.seq", "group", "hh_no"))
    ids = [id for id in query.ids(homes) if id in times]
    return listing(scope, homes, (
        "village", "group", "head", "hh_type", "members_now",
        worked("带动笔数", times, kinds.Integer(unit="笔"), where=lambda id: chosen.where("household", "in", [id])),
        worked("所得金额（元）", got, kinds.Money(), where=lambda id: chosen.where("household", "in", [id])),
    ), ids=ids, subtotal="village")  # fmt: skip
