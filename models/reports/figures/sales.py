"""Figures of consumption assistance (domain.md §10, §18); 直接采购 and 帮助销售 are always shown apart as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models import query
from models.ledger import ledger
from models.query import Filter
from models.reports.figures.base import (
    KILOGRAM,
    MONEY,
    Measure,
    Part,
    Scope,
    breakdown,
    figure,
    plain_number,
    total,
    wan,
)

RULE = "domain.md §10"
BUYERS_SHOWN = 200
"""At most so many pairs of product and buyer are listed, the largest first."""


def sales(path: str = "", *filters: Filter) -> Measure:
    """A measure over sales."""
    return Measure("sale", path, filters, "village", "date", "village", "month")


total("sale_count", "消费帮扶笔数", "笔", sales(), "销售记录数", RULE)
total("sale_total", "消费帮扶总额", "万元", sales("amount"), "金额之和（直接采购与帮助销售另有分项）", RULE, MONEY)
breakdown(
    "sale_by_kind",
    "消费帮扶金额",
    "万元",
    sales("amount"),
    "kind",
    "按帮扶方式加总金额，直接采购与帮助销售分开",
    "domain.md §10.1",
    MONEY,
)
breakdown(
    "sale_by_channel", "消费帮扶金额", "万元", sales("amount"), "channel", "按渠道加总金额", "domain.md §10.2", MONEY
)  # fmt: skip
breakdown(
    "sale_by_buyer_kind",
    "消费帮扶金额",
    "万元",
    sales("amount"),
    "buyer_kind",
    "按采购单位性质加总金额",
    "domain.md §10.3",
    MONEY,
)
total(
    "sale_collective_gain", "村集体增收", "万元", sales("collective_gain"), "村集体增收之和", "domain.md §10.3", MONEY
)  # fmt: skip
total(
    "sale_households_led",
    "带动脱贫户",
    "户次",
    sales("households_led"),
    "每笔销售带动脱贫户数之和；一户被带动几次算几次",
    "domain.md §10.3",
)
total(
    "sale_weight",
    "折合重量",
    "公斤",
    sales("weight"),
    "数量按单位折成公斤后加总（1 斤 = 0.5 公斤）；没有重量的单位不计",
    "domain.md §10.4",
    KILOGRAM,
)


@figure("sale_by_month", "消费帮扶金额", "万元", "按销售日期的月份加总金额", RULE)
def sale_by_month(scope: Scope) -> Iterator[Part]:
    """Amount of each month that has sales."""
    selection = sales().selection(scope)
    for one in sorted(query.groups(selection, ("month",), ("amount",)), key=lambda group: str(group.key[0])):
        month = one.key[0]
        chosen = selection.where("month", "in", [month])
        yield Part(wan(one.sums[0]), chosen, one.count, month, month, scope.village, int(month[:4]))


def _products() -> dict[Any, str]:
    return {id: row[0] for id, row in query.each(query.Selection("product"), ("name",))}


@figure("sale_by_product", "消费帮扶金额", "万元", "按产品加总金额，金额大的在前", RULE)
def sale_by_product(scope: Scope) -> Iterator[Part]:
    """Amount of each product."""
    selection, names = sales().selection(scope), _products()
    for one in sorted(query.groups(selection, ("product",), ("amount",)), key=lambda group: -group.sums[0]):
        id = one.key[0]
        chosen = selection.where("product", "in", [id]) if id else selection.where("product", "blank")
        label = names.get(id, "未填")
        yield Part(wan(one.sums[0]), chosen, one.count, label, label, scope.village, scope.year)


def _step() -> int:
    kind: Any = ledger("sale").column("qty").kind
    return int(kind.step)


def _quantities(scope: Scope, *by: str) -> Iterator[tuple[query.Group, query.Selection]]:
    selection = sales().selection(scope)
    keys = ("product", "unit", *by)
    found = query.groups(selection.where("qty", "filled"), keys, ("qty", "amount"))
    for one in sorted(found, key=lambda group: -group.sums[1]):
        chosen = selection.where("qty", "filled")
        for path, value in zip(keys, one.key, strict=True):
            if value in (None, ""):
                chosen = chosen.where(path, "blank")
            else:
                chosen = chosen.where(path, "in", [value]) if path == "product" else chosen.where(path, "=", value)
        yield one, chosen


@figure("sale_quantity", "销售数量", "原单位", "按产品和单位加总数量，不同单位不相加", "domain.md §10.4")
def sale_quantity(scope: Scope) -> Iterator[Part]:
    """Quantity of each product in each unit."""
    names, step = _products(), _step()
    for one, chosen in _quantities(scope):
        product, unit = names.get(one.key[0], "未填"), one.key[1] or ""
        value = plain_number(one.sums[0], step)
        yield Part(value, chosen, one.count, f"{product}.{unit}", product, scope.village, scope.year, unit=unit)


@figure(
    "sale_quantity_by_buyer",
    "销售数量",
    "原单位",
    f"按采购单位、产品和单位加总数量，列出金额最大的 {BUYERS_SHOWN} 项",
    "domain.md §10.3、§10.4",
)
def sale_quantity_by_buyer(scope: Scope) -> Iterator[Part]:
    """Quantity of each product in each unit that each buyer took."""
    names, step = _products(), _step()
    for at, (one, chosen) in enumerate(_quantities(scope, "buyer")):
        if at == BUYERS_SHOWN:
            return
        product, unit, buyer = names.get(one.key[0], "未填"), one.key[1] or "", one.key[2] or "未填"
        value = plain_number(one.sums[0], step)
        yield Part(value, chosen, one.count, f"{buyer}.{product}.{unit}", f"{buyer}·{product}",
                   scope.village, scope.year, unit=unit)  # fmt: skip
