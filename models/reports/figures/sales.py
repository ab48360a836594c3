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
PRODUCT = "product|sale_line.product"
"""The product of a sale, or of one of its lines."""


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


@figure("sale_by_product", "消费帮扶金额", "万元", "按产品加总金额，分了明细的按明细，金额大的在前", RULE)
def sale_by_product(scope: Scope) -> Iterator[Part]:
    """Amount of each product: of lines where there are lines, of the sale itself where there are none."""
    selection, names = sales().selection(scope), _products()
    for id, (amount, records) in sorted(per_product(selection).items(), key=lambda one: (-one[1][0], one[0] or 0)):
        chosen = selection.where(PRODUCT, "in", [id]) if id else selection.where(PRODUCT, "blank")
        label = names.get(id, "未填") if id else "未填"
        yield Part(wan(amount), chosen, records, label, label, scope.village, scope.year)


def lines_of(selection: query.Selection) -> query.Selection:
    """The lines of a selection of sales, under the same conditions."""
    if selection.search:
        return query.Selection("sale_line").where("sale", "in", list(query.ids(selection)))
    kept = tuple(Filter("|".join(_of_line(path) for path in one.path.split("|")), one.op, one.value)
                 for one in selection.filters)  # fmt: skip
    return query.Selection("sale_line", filters=kept)


def _of_line(path: str) -> str:
    return path.removeprefix("sale_line.") if path.startswith("sale_line.") else f"sale.{path}"


def per_product(selection: query.Selection, *by: str) -> dict[Any, tuple[int, int]]:
    """{product: (分, records)} of sales without lines and of lines; with ``by``, paths of a sale, {(product, …): …}."""
    found: dict[Any, list[int]] = {}
    whole = query.groups(selection.where("lines", "<=", 0), ("product", *by), ("amount",))
    parts = query.groups(lines_of(selection), ("product", *(f"sale.{path}" for path in by)), ("amount",))
    for one in (*whole, *parts):
        key = (one.key[0] or None, *one.key[1:]) if by else one.key[0] or None
        cell = found.setdefault(key, [0, 0])
        cell[0] += one.sums[0]
        cell[1] += one.count
    return {key: (amount, records) for key, (amount, records) in found.items()}


def _step() -> int:
    kind: Any = ledger("sale").column("qty").kind
    return int(kind.step)


Quantity = tuple[tuple[Any, ...], int, int, query.Selection]
"""(product, unit, …), quantity, records and the sales behind it."""


def _quantities(scope: Scope, *by: str) -> Iterator[Quantity]:
    selection = sales().selection(scope)
    plain = selection.where("lines", "<=", 0).where("qty", "filled")
    lines = lines_of(selection).where("qty", "filled")
    found: dict[tuple[Any, ...], list[int]] = {}
    for one in (
        *query.groups(plain, ("product", "unit", *by), ("qty", "amount")),
        *query.groups(lines, ("product", "unit", *(f"sale.{path}" for path in by)), ("qty", "amount")),
    ):
        cell = found.setdefault(one.key, [0, 0, 0])
        for at, value in enumerate((*one.sums, one.count)):
            cell[at] += value
    for key, (qty, _, records) in sorted(found.items(), key=lambda one: -one[1][1]):
        chosen = selection.where("qty|sale_line.qty", "filled")
        for path, value in zip((PRODUCT, "unit|sale_line.unit", *by), key, strict=True):
            if value in (None, ""):
                chosen = chosen.where(path, "blank")
            else:
                chosen = chosen.where(path, "in", [value]) if path == PRODUCT else chosen.where(path, "=", value)
        yield key, qty, records, chosen


@figure(
    "sale_quantity", "销售数量", "原单位", "按产品和单位加总数量，分了明细的按明细，不同单位不相加", "domain.md §10.4"
)
def sale_quantity(scope: Scope) -> Iterator[Part]:
    """Quantity of each product in each unit."""
    names, step = _products(), _step()
    for key, qty, records, chosen in _quantities(scope):
        product, unit = names.get(key[0], "未填"), key[1] or ""
        yield Part(plain_number(qty, step), chosen, records, f"{product}.{unit}", product,
                   scope.village, scope.year, unit=unit)  # fmt: skip


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
    for at, (key, qty, records, chosen) in enumerate(_quantities(scope, "buyer")):
        if at == BUYERS_SHOWN:
            return
        product, unit, buyer = names.get(key[0], "未填"), key[1] or "", key[2] or "未填"
        yield Part(plain_number(qty, step), chosen, records, f"{buyer}.{product}.{unit}", f"{buyer}·{product}",
                   scope.village, scope.year, unit=unit)  # fmt: skip
