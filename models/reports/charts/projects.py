"""Charts of projects and their money."""

from __future__ import annotations

from dataclasses import replace

from models import clock, query
from models.query import Selection
from models.reports import places, wording
from models.reports.chart_data import ChartData
from models.reports.charts.base import Bar, chart, code_bars, data, only
from models.reports.figures.base import rounded
from models.reports.figures.projects import schedule_of

LARGEST = 12


@chart("project_by_category", "项目投资（按项目类型）", "project")
def project_by_category(base: Selection) -> ChartData:
    """Investment per category."""
    return data("barh", code_bars(base, "cat1", "investment"), ["投资"], measure="money")


@chart("project_by_village", "项目投资（按村）", "project")
def project_by_village(base: Selection) -> ChartData:
    """Investment per village by shares; what belongs to no single village stands apart."""
    found = places.split(base, "investment")
    columns = [
        (name, [Bar(round(found[id].money), only(base, places.VILLAGE, id))])
        for id, name in wording.villages().items()
        if id in found
    ]
    if None in found:
        columns.append(("全乡", [Bar(round(found[None].money), only(base, places.VILLAGE, None))]))
    shared = "跨村项目按分摊比例计，没有比例的平均分" if len(columns) > 1 else ""
    return data("bar", columns, ["投资"], measure="money", subtitle=shared)


@chart("project_count_by_stage", "项目数（按阶段）", "project")
def project_count_by_stage(base: Selection) -> ChartData:
    """Projects per stage, in the order of the life cycle."""
    return data("bar", code_bars(base, "stage"), ["项目"], unit="个")


@chart("project_money_by_stage", "项目投资（按阶段）", "project")
def project_money_by_stage(base: Selection) -> ChartData:
    """Investment per stage, in the order of the life cycle."""
    return data("bar", code_bars(base, "stage", "investment"), ["投资"], measure="money")


@chart("project_paid", "到位资金与累计支出（按项目年度）", "project", home=2)
def project_paid(base: Selection) -> ChartData:
    """Received against paid per year, with the rate over all in the subtitle."""
    money = ("received", "paid")
    found = sorted(query.groups(base, ("year",), money), key=lambda one: (one.key[0] is None, one.key[0]))
    columns = []
    for one in found:
        chosen = only(base, "year", one.key[0])
        columns.append((_year_text(one.key[0]), [Bar(sum_, chosen) for sum_ in one.sums]))
    received, paid = (sum(one.sums[at] for one in found) for at in (0, 1))
    rate = f"支出率 {_rate(paid, received):.2f}%" if received else ""
    return data("grouped", columns, ["到位资金", "累计支出"], measure="money", subtitle=rate)


@chart("project_pay_rate", "支出率（按项目）", "project")
def project_pay_rate(base: Selection) -> ChartData:
    """Paid ÷ received of the projects with most money in the latest year, against how far that year has gone."""
    funded = base.where("pay_rate", "filled")
    years = [one.key[0] for one in query.groups(funded, ("year",)) if one.key[0] is not None]
    year = max(years, default=None)
    funded = funded if year is None else funded.where("year", "=", year)
    ids = query.ids(replace(funded, order=("-received",)), LARGEST)
    rows = query.rows("project", ("name", "code", "received", "paid"), ids)
    columns = []
    for id in ids:
        name, code, received, paid = rows[id]
        columns.append((name, [Bar(_rate(paid, received), only(only(funded, "name", name), "code", code))]))
    schedule = schedule_of(clock.today_text(), year)
    many = f"到位资金最多的{LARGEST}个项目" if query.count(funded) > LARGEST else ""
    line = ((float(schedule), f"序时进度{rounded(schedule)}%"),)
    made = data("barh", columns, ["支出率"], measure="percent", subtitle=many, thresholds=line)
    return made if year is None else replace(made, title=f"{year}年支出率（按项目）")


def _rate(paid: int, received: int) -> float:
    return round(paid * 100 / received, 2)


def _year_text(year: int | None) -> str:
    return "未填年度" if year is None else f"{year}年"


@chart("project_by_year", "项目投资（按项目年度）", "project")
def project_by_year(base: Selection) -> ChartData:
    """Investment per year."""
    found = query.groups(base, ("year",), ("investment",))
    columns = [
        (_year_text(one.key[0]), [Bar(one.sums[0], only(base, "year", one.key[0]))])
        for one in sorted(found, key=lambda one: (one.key[0] is None, one.key[0]))
    ]
    return data("bar", columns, ["投资"], measure="money")
