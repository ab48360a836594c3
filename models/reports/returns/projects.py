"""Projects: the library (R14) and the monthly progress of works and money (R15); domain.md §9.2, §9.4, §9.5."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction

from models import kinds, query
from models.codes import code_list
from models.ledgers.projects.fund_line import PLACED, STATED
from models.query import Selection
from models.reports.figures.base import percent, rounded
from models.reports.figures.projects import schedule_of
from models.reports.places import VILLAGE
from models.reports.returns.base import ReturnTable, Scope, report
from models.reports.returns.period import MONTH, YEAR
from models.reports.returns.shapes import RATE, Column, half_up, listing, texts, worked
from models.rules.stage_history import stages_on

WAN = kinds.Money("万元")
LEVELS = (("中央", ("F1",)), ("省级", ("F2",)), ("市级", ("F3",)), ("县级", ("F4",)))


def _projects(scope: Scope) -> Selection:
    chosen = Selection("project").where("year", "=", scope.period.year)
    return scope.here(chosen, VILLAGE)


def _sums(selection: Selection, project: str) -> dict[int, int]:
    return {one.key[0]: one.sums[0] for one in query.groups(selection, (project,), ("amount",))}


@report("R14", "project_library", "项目库申报入库表", YEAR, ("project", "fund_line"), "每年四季度申报，调整时再报")
def project_library(scope: Scope) -> ReturnTable:
    """Projects of a year with where their money is to come from."""
    named = [code for _, codes in LEVELS for code in codes]
    parts = [(title, "in", list(codes)) for title, codes in LEVELS] + [("其他", "not in", named)]
    chosen = _projects(scope)
    zero = dict.fromkeys(query.ids(chosen), 0)
    money = [
        worked(
            title,
            {**zero, **_sums(Selection("fund_line").where("source", op, codes), "project")},
            WAN,
            group="资金构成",
            width=8,
            where=lambda id, op=op, codes=codes: (
                Selection("fund_line").where("project", "in", [id]).where("source", op, codes)
            ),
        )
        for title, op, codes in parts
    ]
    return listing(scope, chosen, (
        "code", Column("name", width=16), Column("cat1", width=8), Column("nature", width=6), Column("places", width=8),
        Column("content", width=16),
        Column("start_plan", "开工", "计划时间", 8), Column("end_plan", "完工", "计划时间", 8),
        Column("unit_impl", width=9),
        Column("investment", "总投资", width=8), *money,
        Column("benefit_hh", "户", "受益", 6), Column("benefit_persons", "人", "受益", 6),
        Column("benefit_poor_hh", "其中脱贫户", "受益", 6),
        Column("linkage", width=8), Column("targets", width=14), Column("person", "责任人", width=6),
    ))  # fmt: skip


@report(
    "R15",
    "project_progress",
    "项目进度及资金支出月报",
    MONTH,
    ("project", "fund_line", "payment", "project_progress", "project_step", "project_change"),
    "每月报，有的地方每旬报",
)
def project_progress(scope: Scope) -> ReturnTable:
    """Progress of a year's projects: money that came and was paid until the end of the month."""
    arrived = scope.until(Selection("fund_line"), "received_on")
    paid = scope.until(Selection("payment"), "date")
    this_month = scope.during(Selection("payment"), "date")
    received, spent = _sums(arrived, "project"), _sums(paid, "fund_line.project")
    rate = {id: half_up(spent.get(id, 0), money) for id, money in received.items() if money}
    chosen = _projects(scope)
    ours = list(query.ids(chosen))
    whole = sum(received.get(id, 0) for id in ours)
    over = half_up(sum(spent.get(id, 0) for id in ours), whole) if whole else None
    behind = "fund_line.project"
    zero = dict.fromkeys(ours, 0)
    notes = [f"说明：统计{scope.period.year}年度项目；到位、支出、进度和阶段到期末，支出率 = 累计支出 ÷ 到位。"]
    stages, unsure = stage_column(scope, ours)
    if over is not None:
        notes.append(_ahead(scope, sum(spent.get(id, 0) for id in ours), whole))
    notes += unsure
    notes += _later(scope, [id for id in ours if not received.get(id) and not spent.get(id)])
    return listing(scope, chosen, (
        Column("name", width=24), "cat1", "places", Column("investment", "总投资"),
        worked("到位资金（万元）", {**zero, **received}, WAN, where=lambda id: arrived.where("project", "in", [id])),
        worked("本月", {**zero, **_sums(this_month, behind)}, WAN, group="支出（万元）",
               where=lambda id: this_month.where(behind, "in", [id])),
        worked("累计", {**zero, **spent}, WAN, group="支出（万元）", where=lambda id: paid.where(behind, "in", [id])),
        worked("支出率（%）", rate, RATE, whole=over),
        worked("形象进度（%）", _works(scope, chosen), kinds.Percent(None), width=8), stages,
        _by_then(scope, ours, "start_real", "开工"), _by_then(scope, ours, "end_real", "竣工"),
        Column("unit_impl", width=14),
    ), notes=tuple(notes))  # fmt: skip


def stage_column(scope: Scope, projects: Sequence[int]) -> tuple[Column, list[str]]:
    """(项目阶段 at the end of the period, notes on those of which only today's is known)."""
    found, unknown = stages_on(projects, scope.period.last)
    label = code_list("project_stage").label
    column = texts("项目阶段", {id: label(stage) for id, stage in found.items() if stage}, 9)
    told = f"{len(unknown)} 个项目没有阶段记录，也没有开竣工日期，阶段按现在的填。"
    return column, [told] if unknown else []


def _by_then(scope: Scope, projects: Sequence[int], path: str, title: str) -> Column:
    """A date of the works, blank where it had not come by the end of the period."""
    to_text = kinds.Date().to_text
    rows = query.rows("project", (path,), projects, raw=True)
    return texts(title, {id: to_text(day) for id, (day,) in rows.items() if day and day <= scope.period.last}, 10)


def _works(scope: Scope, chosen: Selection) -> dict[int, int]:
    """形象进度 at the end of the period: the latest month recorded by then, else what the project itself says."""
    found = {id: row[0] for id, row in query.each(chosen, ("progress",), raw=True)}
    months = Selection("project_progress", order=("month",)).where("project.year", "=", scope.period.year)
    recorded = dict(query.each(months, ("project", "month", "percent"), raw=True))
    for project, _, _ in recorded.values():
        # Recorded month by month: before the first of them nothing had been built.
        if project in found:
            found[project] = 0
    for project, month, share in recorded.values():
        if project in found and month <= scope.period.last:
            found[project] = share
    return {id: share for id, share in found.items() if share is not None}


def _later(scope: Scope, without: Sequence[int]) -> list[str]:
    """Of the projects ``without`` money by then: those whose totals were taken from a table of a later day."""
    after = (datetime.date.fromisoformat(scope.period.last) + datetime.timedelta(1)).isoformat()
    days: dict[int, set[str]] = {}
    for name, project, day, path, marks in (
        ("fund_line", "project", "received_on", "remark", [STATED, PLACED]),
        ("payment", "fund_line.project", "date", "purpose", [STATED]),
    ):
        chosen = Selection(name).where(project, "in", list(without)).where(path, "in", marks).where(day, ">=", after)
        for id, written in dict(query.each(chosen, (project, day), raw=True)).values():
            days.setdefault(id, set()).add(written)
    if not days:
        return []
    told = "、".join(sorted(set().union(*days.values()))[:3])
    return [
        f"{len(days)} 个项目的到位、支出是{STATED}的，记在 {told}，晚于本期末，这里没有算进，不是没有；"
        "要算进本期，把资金明细和拨付的日期改成表所说的月份。"
    ]


def _ahead(scope: Scope, spent: int, received: int) -> str:
    """The rate over all against the calendar, as leaders ask for it (domain.md §9.5)."""
    schedule = schedule_of(scope.period.last, scope.period.year)
    gap = Fraction(spent * 100, received) - schedule
    word = "快" if gap >= 0 else "慢"
    return f"支出率 {percent(spent, received)}%，序时进度 {rounded(schedule)}%，{word} {rounded(abs(gap))} 个百分点。"
