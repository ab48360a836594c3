"""Figures of household income (domain.md §6, §18; T08, T24): per head, growth against the county, below the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from models import query
from models.codes import norm
from models.query import Filter, Selection
from models.reports.figures.base import (
    COUNT,
    MONEY,
    Measure,
    Part,
    Scope,
    Shown,
    Spot,
    figure,
    percent,
    rounded,
    spread,
)
from models.rules.income import below_line, lines, per_head

RULE = "domain.md §6.1、§18"
ANNUAL = Filter("kind", "in", ["01"])
POOR = Filter("household.hh_type", "not in", ["02"])
"""Households that left poverty: those of 一般农户 are left out, those without 户类型 are not."""
GROUPS = (
    ("wage", "工资性收入"),
    ("business", "生产经营性收入"),
    ("property", "财产性收入"),
    ("transfer", "转移性收入"),
)


def sheets(*more: Filter, path: str = "") -> Measure:
    """Annual sheets, by the village of the household and by year."""
    place = "household.village"
    return Measure("income_sheet", path, (ANNUAL, *more), place, "year", place, "year")


def with_heads(*more: Filter) -> tuple[Measure, Measure]:
    """(net, persons) of the sheets that have both."""
    both = (Filter("net", "filled"), Filter("persons", ">=", 1), *more)
    return sheets(*both, path="net"), sheets(*both, path="persons")


def yuan(fen: int, persons: int) -> str:
    """元 per head with two decimals."""
    return rounded(Fraction(fen, 100 * persons))


def each_year(scope: Scope, *measures: Measure) -> Iterator[Spot]:
    """Per year, as amounts of several years do not add up to anything; villages in the latest year or that asked for.

    The last of ``measures`` says which years there are.
    """
    chosen = measures[-1].selection(scope)
    path = measures[-1].by_year
    years = sorted(one.key[0] for one in query.groups(chosen, (path,)) if one.key[0] is not None)
    for year in years:
        for spot in spread(replace(scope, year=year), *measures):
            if year == years[-1] or spot.village == scope.village:
                yield spot


def yearly(name: str, title: str, unit: str, measure: Measure, formula: str, source: str, shown: Shown = COUNT) -> None:
    """Define a sum per year."""

    @figure(name, title, unit, formula, source)
    def make(scope: Scope) -> Iterator[Part]:
        for spot in each_year(scope, measure):
            cell = spot.cells[0]
            yield Part(shown.text(cell.total), cell.selection, cell.records, village=spot.village, year=spot.year)


def yearly_quotient(
    name: str,
    title: str,
    unit: str,
    top: Measure,
    bottom: Measure,
    formula: str,
    source: str,
    show: Callable[[int, int], str] = percent,
) -> None:
    """Define ``top`` ÷ ``bottom`` per year."""

    @figure(name, title, unit, formula, source)
    def make(scope: Scope) -> Iterator[Part]:
        for spot in each_year(scope, top, bottom):
            above, below = spot.cells
            if below.total:
                value = show(above.total, below.total)
                yield Part(value, below.selection, below.records, village=spot.village, year=spot.year)


yearly("income_sheets", "年度收入表", "份", sheets(), "年度收入表的份数，一户一年一份", RULE)
yearly("income_persons", "年度家庭人口", "人", sheets(path="persons"), "年度收入表的年度家庭人口数之和", RULE)
yearly("income_net", "家庭纯收入", "万元", sheets(path="net"), "年度收入表的家庭纯收入之和", RULE, MONEY)
yearly_quotient(
    "income_pc", "农户人均纯收入", "元", *with_heads(), "家庭纯收入之和 ÷ 年度家庭人口数之和，按年度", RULE, yuan
)
yearly_quotient(
    "income_pc_poor",
    "脱贫户人均纯收入",
    "元",
    *with_heads(POOR),
    "户类型不是一般农户的：家庭纯收入之和 ÷ 年度家庭人口数之和",
    RULE,
    yuan,
)
for _name, _label in GROUPS:
    yearly_quotient(
        f"income_{_name}_share",
        f"{_label}占比",
        "%",
        sheets(Filter("total", "filled"), path=_name),
        sheets(path="total"),
        f"{_label} ÷ 年收入 × 100，只算分出四类的收入表",
        RULE,
    )


# --- growth -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Heads:
    """Income per head in 分 of one year, exact, with the sheets behind it."""

    year: int
    head: Fraction
    selection: Selection
    records: int


def heads(scope: Scope) -> list[Heads]:
    """脱贫户 per year, all years of the scope's place."""
    net, _ = with_heads(POOR)
    chosen = net.selection(Scope(scope.village, None, scope.asof, scope.villages))
    found = {one.key[0]: one for one in query.groups(chosen, ("year",), ("net", "persons"))}
    return [
        Heads(year, Fraction(*found[year].sums), chosen.where("year", "=", year), found[year].count)
        for year in sorted(year for year in found if year is not None)
    ]


def county_heads() -> list[Heads]:
    """The county per year; the first one in the ledger where there are several."""
    base = Selection("region_income")
    places = query.distinct(base, "county")
    if not places:
        return []
    base = base.where("county", "=", places[0])
    rows = sorted(row for _, row in query.each(base, ("year", "per_capita")))
    return [Heads(year, Fraction(amount), base.where("year", "=", year), 1) for year, amount in rows if amount]


def growths(found: list[Heads]) -> list[tuple[Heads, Fraction]]:
    """(year, per cent over the year before) where the year before is known."""
    return [
        (new, (new.head - old.head) * 100 / old.head)
        for old, new in pairwise(found)
        if new.year == old.year + 1 and old.head
    ]


def mean_growth(found: list[Heads]) -> tuple[Fraction, int, int] | None:
    """(arithmetic mean of the yearly growth, first year, last year); None without two years in a row."""
    rates = growths(found)
    if not rates:
        return None
    return sum((rate for _, rate in rates), Fraction(0)) / len(rates), rates[0][0].year, rates[-1][0].year


def mean_note(first: int, last: int) -> str:
    """How a mean of growth was made."""
    if first == last:
        return f"{first}年一年的增幅"
    return f"{first}—{last}年逐年增幅的算术平均，不是复合增长率"


def _growth(found: list[Heads], scope: Scope) -> Iterator[Part]:
    for one, rate in growths(found):
        if scope.year in (None, one.year):
            yield Part(rounded(rate), one.selection, one.records, village=scope.village, year=one.year)


def _mean(found: list[Heads], scope: Scope) -> Iterator[Part]:
    mean = mean_growth(found)
    if mean is not None and scope.year is None:
        years = Filter("year", "between", [mean[1] - 1, mean[2]])
        base = found[0].selection
        base = Selection(base.ledger, filters=(*(f for f in base.filters if f.path != "year"), years))
        note = mean_note(mean[1], mean[2])
        yield Part(rounded(mean[0]), base, sum(one.records for one in found), village=scope.village, note=note)


@figure("income_growth", "脱贫人口人均纯收入增幅", "%", "（当年 − 上年）÷ 上年 × 100", RULE)
def income_growth(scope: Scope) -> Iterator[Part]:
    """Year by year."""
    return _growth(heads(scope), scope)


@figure("income_growth_mean", "脱贫人口人均纯收入年平均增幅", "%", "逐年增幅的算术平均", RULE)
def income_growth_mean(scope: Scope) -> Iterator[Part]:
    """Over all years known."""
    return _mean(heads(scope), scope)


@figure("county_growth", "全县人均纯收入增幅", "%", "区域收入台账：（当年 − 上年）÷ 上年 × 100", RULE)
def county_growth(scope: Scope) -> Iterator[Part]:
    """Year by year."""
    return iter(()) if scope.village is not None else _growth(county_heads(), scope)


@figure("county_growth_mean", "全县人均纯收入年平均增幅", "%", "区域收入台账逐年增幅的算术平均", RULE)
def county_growth_mean(scope: Scope) -> Iterator[Part]:
    """Over all years known."""
    return iter(()) if scope.village is not None else _mean(county_heads(), scope)


@figure(
    "income_growth_gap",
    "脱贫人口增幅高于全县",
    "个百分点",
    "脱贫人口年平均增幅 − 全县年平均增幅，两者取同样的年份；按年问时是当年的差",
    RULE,
)
def income_growth_gap(scope: Scope) -> Iterator[Part]:
    """The years that both have."""
    if scope.village is not None:
        return
    ours = {one.year: (one, rate) for one, rate in growths(heads(scope))}
    county = {one.year: rate for one, rate in growths(county_heads())}
    years = [year for year in ours if year in county]
    for year in years:
        if scope.year in (None, year):
            one, rate = ours[year]
            yield Part(rounded(rate - county[year]), one.selection, one.records, year=year)
    if years and scope.year is None:
        gap = sum((ours[year][1] - county[year] for year in years), Fraction(0)) / len(years)
        base = ours[years[0]][0].selection
        chosen = Selection(base.ledger, filters=tuple(f for f in base.filters if f.path != "year"))
        records = sum(ours[year][0].records for year in years)
        yield Part(rounded(gap), chosen, records, note=mean_note(years[0], years[-1]))


# --- classes and the line ---------------------------------------------------------------------------------------------


def bands() -> list[tuple[int, int | None, str]]:
    """(from, below, label) in 分; what lies under 0 is in the first."""
    edges = [int(one) for one in norm("income.bands_yuan")]
    found: list[tuple[int, int | None, str]] = []
    for low, high in pairwise([*edges, None]):
        assert low is not None
        text = f"{low}元及以上" if high is None else f"{low}～{high}元" if low else f"{high}元以下"
        found.append((low * 100, None if high is None else high * 100, text))
    return found


def band_of(head: Fraction) -> int:
    """Which band an income per head falls into; the lower edge belongs to it."""
    return max((at for at, (low, _, _) in enumerate(bands()) if head >= low), default=0)


def years_of(scope: Scope) -> list[int]:
    """Years that have annual sheets in the scope."""
    chosen = sheets().selection(scope)
    return sorted(one.key[0] for one in query.groups(chosen, ("year",)) if one.key[0] is not None)


@figure(
    "income_by_band", "人均纯收入分档", "户", "年度收入表按人均纯收入分档，含下限；按最近一个年度或所问的年度", RULE
)
def income_by_band(scope: Scope) -> Iterator[Part]:
    """Households per band in the latest year of the scope."""
    years = years_of(scope)
    if not years:
        return
    chosen = sheets().selection(Scope(scope.village, years[-1], scope.asof, scope.villages))
    inside: dict[int, list[int]] = {}
    for _, row in query.each(chosen, ("household", "net", "persons", "net_pc"), raw=True):
        head = per_head(dict(zip(("net", "persons", "net_pc"), row[1:], strict=True)))
        if head is not None:
            inside.setdefault(band_of(head), []).append(row[0])
    for at, (low, _, label) in enumerate(bands()):
        homes = inside.get(at, [])
        selection = chosen.where("household", "in", homes)
        yield Part(len(homes), selection, len(homes), str(low // 100), label, scope.village, years[-1])


def _below(scope: Scope, unmonitored: bool) -> Iterator[Part]:
    for year in years_of(scope):
        found = [one for one in below_line(year, scope.village) if not (unmonitored and one.monitored)]
        base = sheets().selection(Scope(scope.village, year, scope.asof, scope.villages))
        if lines(year):
            chosen = base.where("household", "in", [one.household for one in found])
            yield Part(len(found), chosen, len(found), village=scope.village, year=year)


@figure(
    "income_below_line", "人均低于监测线的户", "户", "家庭纯收入 ÷ 年度人口 < 当年监测线；未设置监测线的年度不算", RULE
)
def income_below(scope: Scope) -> Iterator[Part]:
    """Per year; nothing where no line is set."""
    return _below(scope, False)


@figure(
    "income_below_unmonitored",
    "低于监测线且未纳入监测的户",
    "户",
    "人均低于当年监测线，现在没有监测中的记录",
    "domain.md §17.3 H11",
)
def income_below_unmonitored(scope: Scope) -> Iterator[Part]:
    """What inspectors look for."""
    return _below(scope, True)
