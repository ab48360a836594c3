"""Figures of single products, greenhouses, stock and households that are led (seeds-map.md B10, C6, C9, D1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from models import query
from models.query import Filter, Selection
from models.reports.figures.base import (
    MONEY,
    Measure,
    Part,
    Scope,
    figure,
    plain_number,
    quotient,
    rounded,
    total,
    wan,
)
from models.reports.figures.economy import yearly

PRODUCTS = "seeds-map.md B10"
KILOGRAMS = {
    "斤": Fraction(1, 2),
    "市斤": Fraction(1, 2),
    "公斤": Fraction(1),
    "千克": Fraction(1),
    "吨": Fraction(1000),
}
"""{unit of output: kilograms}."""


def _by_product(scope: Scope, path: str, text: Callable[[int], str], *filters: Filter) -> Iterator[Part]:
    """The sum at a path per product, the largest first."""
    chosen = Measure("industry", path, filters, "village", "year").selection(scope).where(path, "filled")
    found = [one for one in query.groups(chosen, ("product",), (path,)) if one.key[0]]
    for one in sorted(found, key=lambda group: (-group.sums[0], group.key[0])):
        name = one.key[0]
        part = chosen.where("product", "=", name)
        yield Part(text(one.sums[0]), part, one.count, name, name, scope.village, scope.year)


@figure("industry_area_by_product", "产业面积", "亩", "按产品合计面积", PRODUCTS)
def industry_area_by_product(scope: Scope) -> Iterator[Part]:
    """Area per product."""
    yield from _by_product(scope, "area_mu", lambda stored: plain_number(stored, 100))


@figure("stock_by_product", "存栏数", "头", "按产品合计存栏数", "seeds-map.md C6")
def stock_by_product(scope: Scope) -> Iterator[Part]:
    """Animals per product."""
    yield from _by_product(scope, "stock", str)


@figure("industry_output_by_product", "产业产量", "各按单位", "按产品和产量单位合计产量", PRODUCTS)
def industry_output_by_product(scope: Scope) -> Iterator[Part]:
    """Output per product and unit, as it was recorded."""
    for name, unit, stored, part, records in _outputs(scope):
        yield Part(plain_number(stored, 1000), part, records, name, name, scope.village, scope.year, unit=unit)


@figure(
    "industry_weight_by_product", "产业产量（折合吨）", "吨", "产量按斤、公斤、吨登记的折成吨，按产品合计", PRODUCTS
)
def industry_weight_by_product(scope: Scope) -> Iterator[Part]:
    """Output in tonnes per product, of what was recorded by weight."""
    found: dict[str, Fraction] = {}
    for name, unit, stored, _, _ in _outputs(scope):
        if unit in KILOGRAMS:
            found[name] = found.get(name, Fraction(0)) + Fraction(stored, 1000) * KILOGRAMS[unit] / 1000
    chosen = yearly("industry").selection(scope).where("output_unit", "in", sorted(KILOGRAMS))
    for name, tonnes in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])):
        part = chosen.where("product", "=", name)
        exact = plain_number(round(tonnes * 1_000_000), 1_000_000)
        yield Part(exact, part, query.count(part), name, name, scope.village, scope.year)


def _outputs(scope: Scope) -> list[tuple[str, str, int, Selection, int]]:
    """(product, unit, 1/1000 of it, records behind, how many), the largest first."""
    chosen = yearly("industry").selection(scope).where("output", "filled")
    groups = [one for one in query.groups(chosen, ("product", "output_unit"), ("output",)) if one.key[0]]
    found = []
    for one in sorted(groups, key=lambda group: (-group.sums[0], group.key[0])):
        name, unit = one.key[0], one.key[1] or ""
        part = chosen.where("product", "=", name)
        part = part.where("output_unit", "=", unit) if unit else part.where("output_unit", "blank")
        found.append((name, unit, one.sums[0], part, one.count))
    return found


@figure("industry_per_mu", "亩均产值", "元/亩", "同时填了产值和面积的：产值 ÷ 面积，按产品", PRODUCTS)
def industry_per_mu(scope: Scope) -> Iterator[Part]:
    """Value per 亩 and product."""
    chosen = yearly("industry").selection(scope).where("value", "filled").where("area_mu", ">=", 1)
    found = {one.key[0]: one for one in query.groups(chosen, ("product",), ("value", "area_mu")) if one.key[0]}
    rates = {name: Fraction(one.sums[0], one.sums[1]) for name, one in found.items()}
    for name, rate in sorted(rates.items(), key=lambda pair: (-pair[1], pair[0])):
        part = chosen.where("product", "=", name)
        # 分 per 1/100 亩 are 元 per 亩.
        yield Part(rounded(rate), part, found[name].count, name, name, scope.village, scope.year)


HOUSES = (Filter("greenhouses", ">=", 1),)
GREENHOUSES = Measure("industry", "greenhouses", HOUSES, "village", "year", "village", "year")
HOUSED = Measure("industry", "value", HOUSES, "village", "year", "village", "year")
total("greenhouse_count", "大棚数", "个", GREENHOUSES, "大棚数之和", "seeds-map.md D1")
quotient(
    "greenhouse_value",
    "每个大棚产值",
    "万元/个",
    HOUSED,
    GREENHOUSES,
    "填了大棚数的产业：产值 ÷ 大棚数",
    "seeds-map.md D1",
    lambda fen, many: wan(Fraction(fen, many)),
)


@figure(
    "industry_workers", "产业带动务工（最多的一年）", "人", "每村每样产业带动务工人数最多的一年之和", "seeds-map.md D1"
)
def industry_workers(scope: Scope) -> Iterator[Part]:
    """People work from year to year: of each product of a village the year with most, never the sum of the years."""
    chosen = yearly("industry").selection(scope).where("workers", "filled")
    best: dict[tuple[str, int | None], int] = {}
    for _, (name, village, workers) in query.each(chosen, ("product", "village", "workers"), raw=True):
        best[name, village] = max(best.get((name, village), 0), workers)
    if best:
        yield Part(sum(best.values()), chosen, query.count(chosen), village=scope.village, year=scope.year)


LED = "seeds-map.md C9"
total(
    "linked_household_count",
    "有联农带农方式的农户",
    "户",
    Measure("household", "", (Filter("linkage", "filled"),)),
    "填了联农带农方式的农户数",
    LED,
)


@figure("linkage_households", "项目带动农户", "户", "选了农户的一户只算一次，只填户数的照填的加上", LED)
def linkage_households(scope: Scope) -> Iterator[Part]:
    """Households led by projects: each named one once, and those that are only counted."""
    if scope.village is not None:
        return  # a line that only counts households names no village
    chosen = Measure("linkage", "", (), "", "year").selection(scope)
    named = len({home for _, (home,) in query.each(chosen.where("household", "filled"), ("household",), raw=True)})
    counted = query.totals(chosen.where("household", "blank"), ("households",))["households"]
    if records := query.count(chosen):
        yield Part(named + counted, chosen, records, year=scope.year)


total(
    "linkage_amount",
    "联农带农增收",
    "万元",
    Measure("linkage", "amount", (), "", "year", "", "year"),
    "联农带农增收金额之和",
    LED,
    MONEY,
)
