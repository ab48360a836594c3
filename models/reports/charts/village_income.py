"""Charts of the villages' collective economy; which income is meant, total or operating, is always in the title."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from models.query import Selection
from models.reports import wording
from models.reports.chart_data import ChartData
from models.reports.charts.base import Bar, chart, data, only
from models.reports.figures.village_income import Income, bands, income_entries, incomes

WAN = 1_000_000


def _by_village(base: Selection, word: str, value: Callable[[Income], int]) -> ChartData:
    """The latest year of the selection, against the bands (domain.md §12.2)."""
    entries = income_entries(base)
    found = incomes(entries)
    years = [year for year, _ in found if year is not None]
    if not years:
        return data("bands", [], [word], measure="money")
    year = max(years)
    chosen = entries.where("year", "=", year)
    columns = [
        (name, [Bar(value(found[year, id]), only(chosen, "village", id))])
        for id, name in wording.villages().items()
        if (year, id) in found
    ]
    top = max((bars[0].value or 0 for _, bars in columns), default=0)
    lines = [(float(fen), f"{fen // WAN}万元") for fen in bands()]
    shown = [line for line in lines if line[0] <= top] + [line for line in lines if line[0] > top][:1]
    made = data("bands", columns, [word], measure="money", thresholds=shown)
    return replace(made, title=f"{year}年{word}（分村）")


@chart("ce_by_village", "村集体经济总收入（分村）", "ce_entry", home=4)
def ce_by_village(base: Selection) -> ChartData:
    """Total income per village, subsidies included."""
    return _by_village(base, "村集体经济总收入", lambda income: income.total)


@chart("ce_operating_by_village", "村集体经营性收入（分村）", "ce_entry")
def ce_operating_by_village(base: Selection) -> ChartData:
    """Operating income per village, the figure used for ranking."""
    return _by_village(base, "村集体经营性收入", lambda income: income.operating)


@chart("ce_by_year", "村集体经济收入（按年度）", "ce_entry")
def ce_by_year(base: Selection) -> ChartData:
    """Total and operating income per year."""
    entries = income_entries(base)
    years: dict[int, list[int]] = {}
    for (year, _), income in incomes(entries).items():
        if year is not None:
            cell = years.setdefault(year, [0, 0])
            cell[0] += income.total
            cell[1] += income.operating
    columns = [
        (f"{year}年", [Bar(money, only(entries, "year", year)) for money in sums])
        for year, sums in sorted(years.items())
    ]
    return data("grouped", columns, ["总收入", "其中经营性收入"], measure="money")
