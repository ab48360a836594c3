"""Charts of household income, the guarantees and insurance (domain.md §6, §7)."""

from __future__ import annotations

from dataclasses import replace

from models import query
from models.codes import norm
from models.ledger import ledger
from models.query import Filter, Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import Bar, chart, code_bars, data, filtered, only, villages_axis
from models.reports.figures import guarantees as checks
from models.reports.figures.income import ANNUAL, band_of, bands, county_heads
from models.rules.income import is_below, lines, per_head

MONEY = ("net", "persons", "net_pc")
BELOW, ABOVE, UNSET = "低于监测线", "不低于监测线", "户数"


def _latest(base: Selection, path: str = "year") -> tuple[Selection, int | None]:
    years = [one.key[0] for one in query.groups(base, (path,)) if one.key[0] is not None]
    return (base.where(path, "=", max(years)), max(years)) if years else (base, None)


@chart("income_distribution", "人均纯收入分布（对照监测线）", "income_sheet")
def income_distribution(base: Selection) -> ChartData:
    """Households per band of income per head, those below the line in a colour of their own; the latest year."""
    chosen, year = _latest(filtered(base, ANNUAL))
    if year is None:
        return data("stacked", [], [UNSET], unit="户")
    line = lines(year)
    found: dict[tuple[int, str], list[int]] = {}
    for _, (home, place, *money) in query.each(chosen, ("household", "household.village", *MONEY), raw=True):
        values = dict(zip(MONEY, money, strict=True))
        head = per_head(values)
        if head is None:
            continue
        below = is_below(values, line.get(place))
        found.setdefault((band_of(head), UNSET if below is None else BELOW if below else ABOVE), []).append(home)
    series = [name for name in (BELOW, ABOVE, UNSET) if any(word == name for _, word in found)] or [UNSET]
    columns = []
    for at, (_, _, label) in enumerate(bands()):
        parts = [found.get((at, name), []) for name in series]
        columns.append((label, [Bar(len(homes), _homes(chosen, homes)) for homes in parts]))
    amounts = sorted(set(line.values()))
    said = "、".join(f"{amount / 100:,.0f}元" for amount in amounts)
    under = f"监测线 {said}" if amounts else "本年度监测线未设置，不判断"
    made = data("stacked", columns, series, unit="户", subtitle=under)
    return replace(made, title=f"{year}年度人均纯收入分布")


def _homes(chosen: Selection, homes: list[int]) -> Selection | None:
    return chosen.where("household", "in", homes) if homes else None


@chart("income_growth", "脱贫人口与全县人均纯收入", "income_sheet")
def income_growth(base: Selection) -> ChartData:
    """Two lines: 脱贫人口 and the county, year by year."""
    chosen = filtered(filtered(base, ANNUAL), Filter("household.hh_type", "not in", ["02"]))
    chosen = chosen.where("net", "filled").where("persons", ">=", 1)
    sums = {one.key[0]: one.sums for one in query.groups(chosen, ("year",), ("net", "persons"))}
    county = {one.year: one for one in county_heads()}
    columns = []
    for year in sorted({*(year for year in sums if year is not None), *county}):
        ours = Bar(float(sums[year][0]) / sums[year][1], only(chosen, "year", year)) if year in sums else Bar(None)
        region = Bar(float(county[year].head), county[year].selection) if year in county else Bar(None)
        columns.append((f"{year}年", [ours, region]))
    series = ["脱贫人口", "全县"]
    if not county:
        columns, series = [(label, bars[:1]) for label, bars in columns], series[:1]
    return data("line", columns, series, measure="money")


@chart("income_parts", "家庭收入构成", "income_sheet")
def income_parts(base: Selection) -> ChartData:
    """The four groups in the latest year."""
    chosen, year = _latest(filtered(base, ANNUAL))
    if year is None:
        return data("pie", [], ["收入"], measure="money")
    names = (
        ("wage", "工资性"), ("business", "生产经营性"), ("property", "财产性"), ("transfer", "转移性"),
    )  # fmt: skip
    sums = query.totals(chosen, [name for name, _ in names])
    columns = [(word, [Bar(sums[name], chosen.where(name, ">=", 1))]) for name, word in names]
    return replace(data("pie", columns, ["收入"], measure="money"), title=f"{year}年度家庭收入构成")


@chart("guarantee_by_village", "三保障和饮水不达标（分村）", "guarantee_check")
def guarantee_by_village(base: Selection) -> ChartData:
    """Households whose last check failed, per village and guarantee."""
    chosen = filtered(filtered(base, checks.NOW), checks.FAILED)
    kind = ledger("guarantee_check").column("dimension").kind
    names = {code.code: code.label for code in kind.codes.codes}  # type: ignore[attr-defined]
    found = {one.key: one.count for one in query.groups(chosen, ("village", "dimension"))}
    axis = villages_axis(filtered(base, checks.NOW))
    columns = []
    for id, label in axis.labels.items():
        bars = []
        for code in names:
            count = found.get((id, code), 0)
            bars.append(Bar(count, axis.limit(chosen, id).where("dimension", "in", [code]) if count else None))
        columns.append((label, bars))
    made = data("stacked", columns if axis.labels else [], list(names.values()), unit="户")
    return replace(made, empty_text="各户最近一次排查都达标" if axis.labels else "")


@chart("house_grades", "住房安全等级", "guarantee_check")
def house_grades(base: Selection) -> ChartData:
    """Last grade of each house."""
    return data("bar", code_bars(filtered(base, checks.NOW).where("grade", "filled"), "grade"), ["农户"], unit="户")


@chart("insurance_by_village", "医保参保率（分村）", "insurance")
def insurance_by_village(base: Selection) -> ChartData:
    """Rate per village in the latest year, with the line of the goal."""
    chosen, year = _latest(base)
    if year is None:
        return data("bar", [], ["参保率"], measure="percent")
    sums = {one.key[0]: one.sums for one in query.groups(chosen, ("village",), ("should", "insured"))}
    axis = villages_axis(chosen)
    columns = [
        (label, [Bar(100 * sums[id][1] / sums[id][0], axis.limit(chosen, id))])
        for id, label in axis.labels.items()
        if id in sums and sums[id][0]
    ]
    goal = norm("insurance.goal_percent", when=year)
    made = data("bar", columns, ["参保率"], measure="percent", thresholds=[(float(goal), f"目标 {goal}%")])
    return replace(made, title=f"{year}年度医保参保率（分村）")


@chart("uninsured_reasons", "未参保原因", "insured_year")
def uninsured_reasons(base: Selection) -> ChartData:
    """People not insured, per reason."""
    chosen = filtered(base, Filter("state", "in", ["03"]))
    return data("barh", code_bars(chosen, "reason"), ["未参保"], unit="人")
