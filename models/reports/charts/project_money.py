"""Charts of the money of projects: by source, how far it came through the stages, paid against the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models import clock, query
from models.codes import code_list
from models.query import Filter, Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import Bar, chart, code_bars, data, only
from models.reports.figures.base import percent, rounded
from models.reports.figures.projects import schedule_of

DROPPED = "99"
MONTHS = 12


def behind(base: Selection, of: str, link: str) -> Selection:
    """The records of ledger ``of`` whose project, at ``link``, is in the selection."""
    if base.search:
        return Selection(of).where(link, "in", list(query.ids(base)))
    return Selection(of, filters=tuple(Filter(f"{link}.{one.path}", one.op, one.value) for one in base.filters))


@chart("project_by_source", "项目资金（按资金来源）", "project")
def project_by_source(base: Selection) -> ChartData:
    """Fund lines per source; loans stand beside grants and are never added to them."""
    return data("barh", code_bars(behind(base, "fund_line", "project"), "source", "amount"), ["资金额度"],
                measure="money")  # fmt: skip


@chart("project_funnel", "项目推进漏斗（到达各阶段的项目数）", "project")
def project_funnel(base: Selection) -> ChartData:
    """How many projects have come to each stage or beyond; given up and unfilled ones apart."""
    codes = [one.code for one in code_list("project_stage").codes if one.code != DROPPED]
    found = {one.key[0]: one.count for one in query.groups(base, ("stage",))}
    columns = []
    for at, code in enumerate(codes):
        reached = sum(found.get(one, 0) for one in codes[at:])
        columns.append((code_list("project_stage").label(code), [Bar(reached, base.where("stage", "in", codes[at:]))]))
    dropped, blank = found.get(DROPPED, 0), found.get(None, 0) + found.get("", 0)
    said = [f"终止{dropped}个不计" if dropped else "", f"没填阶段的{blank}个不计" if blank else ""]
    return data("funnel", columns if any(bars[0].value for _, bars in columns) else [], ["项目"], unit="个",
                subtitle="，".join(part for part in said if part))  # fmt: skip


@chart("project_pay_pace", "支出率与序时进度（按月）", "project")
def project_pay_pace(base: Selection) -> ChartData:
    """The rate of a year's money at the end of each month against month ÷ 12, for the latest year that has money."""
    funded = base.where("received", ">=", 1)
    year = max((one.key[0] for one in query.groups(funded, ("year",)) if one.key[0] is not None), default=None)
    if year is None:
        return data("line", [], ["支出率", "序时进度"], measure="percent")
    projects = only(base, "year", year)
    lines, payments = behind(projects, "fund_line", "project"), behind(projects, "payment", "fund_line.project")
    today = clock.today_text()
    months = [f"{year}-{month:02d}" for month in range(1, MONTHS + 1)]
    months = [month for month in months if month <= today[:7]]
    received, paid = _until(lines, "received_on", months), _until(payments, "date", months)
    columns = []
    for month, got, spent in zip(months, received, paid, strict=True):
        rate = float(percent(spent, got)) if got else None
        behind_it = payments.where("date", "<=", month)
        columns.append((f"{int(month[5:])}月", [Bar(rate, behind_it if spent else None), Bar(_schedule(month, year))]))
    made = data("line", columns, ["支出率", "序时进度"], measure="percent", subtitle=_gap(received, paid, months, year))
    return replace(made, title=f"{year}年度项目支出率与序时进度（按月）")


def _schedule(month: str, year: int) -> float:
    return float(rounded(schedule_of(f"{month}-28", year)))


def _until(selection: Selection, path: str, months: Sequence[str]) -> list[int]:
    """分 of the amounts dated by the end of each month."""
    sums: dict[str, int] = {}
    for one in query.groups(selection.where(path, "filled"), (path,), ("amount",)):
        sums[str(one.key[0])[:7]] = sums.get(str(one.key[0])[:7], 0) + one.sums[0]
    return [sum(money for when, money in sums.items() if when <= month) for month in months]


def _gap(received: Sequence[int], paid: Sequence[int], months: Sequence[str], year: int) -> str:
    if not months or not received[-1]:
        return ""
    gap = 100 * paid[-1] / received[-1] - _schedule(months[-1], year)
    word = "快" if gap >= 0 else "慢"
    return f"到{int(months[-1][5:])}月底{percent(paid[-1], received[-1])}%，比序时进度{word}{abs(gap):.2f}个百分点"
