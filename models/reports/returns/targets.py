"""Performance targets of projects and what became of them (R16); domain.md §9.6."""

from __future__ import annotations

from collections.abc import Sequence

from models import kinds, query
from models.ledgers.projects.project_target import AT_MOST
from models.query import Selection
from models.reports.places import VILLAGE
from models.reports.returns.base import ReturnTable, Scope, report
from models.reports.returns.period import YEAR
from models.reports.returns.projects import stage_column
from models.reports.returns.shapes import RATE, Column, half_up, listing, worked

COUNT = kinds.Integer(unit="项")


def reached(operator: str | None, value: int | None, actual: int | None) -> bool | None:
    """Whether a target was reached; None while the target or what was done is not filled."""
    if value is None or actual is None:
        return None
    return actual <= value if operator == AT_MOST else actual >= value


@report(
    "R16",
    "project_targets",
    "项目绩效目标自评表",
    YEAR,
    ("project", "project_target", "project_step"),
    "每年报，年终自评",
)
def project_targets(scope: Scope) -> Sequence[ReturnTable]:
    """How many targets each project of the year reached, then target by target with the reasons."""
    projects = scope.here(Selection("project", order=("code", "name")).where("year", "=", scope.period.year), VILLAGE)
    targets = scope.here(
        Selection("project_target", order=("project.code", "project.name", "level2")).where(
            "project.year", "=", scope.period.year
        ),
        f"project.{VILLAGE}",
    )
    ids = list(query.ids(projects))
    zero = dict.fromkeys(ids, 0)
    every, told, done = dict(zero), dict(zero), dict(zero)
    missed: dict[int, None] = {}
    for id, (project, operator, value, actual) in query.each(
        targets, ("project", "operator", "value", "actual"), raw=True
    ):
        if project not in zero:
            continue
        result = reached(operator, value, actual)
        every[project] += 1
        told[project] += result is not None
        done[project] += bool(result)
        if result is False:
            missed[id] = None
    rate = {id: half_up(done[id], every[id]) for id in ids if every[id]}
    whole = half_up(sum(done.values()), sum(every.values())) if sum(every.values()) else None
    short = {id: told[id] - done[id] for id in ids}

    stages, unsure = stage_column(scope, ids)

    def behind(id: int) -> Selection:
        return Selection("project_target").where("project", "in", [id])

    summary = listing(scope, projects, (
        "code", Column("name", width=26), "places", "cat1", Column("investment", "总投资（万元）"), stages,
        worked("设定", every, COUNT, group="绩效指标（项）", width=6, where=behind),
        worked("已填完成值", told, COUNT, group="绩效指标（项）", width=7,
               where=lambda id: behind(id).where("actual", "filled")),
        worked("其中达到", done, COUNT, group="绩效指标（项）", width=6),
        worked("其中没有达到", short, COUNT, group="绩效指标（项）", width=7),
        worked("达标率（%）", rate, RATE, whole=whole, width=8),
        Column("unit_impl", width=14), Column("person", width=8),
    ), title="项目绩效目标完成情况汇总表",
        notes=("说明：达标率 = 达到的指标 ÷ 设定的指标；没有填完成值的不算达到。阶段到期末。", *unsure))  # fmt: skip
    records = listing(scope, targets, (
        Column("project", width=24), Column("level1", width=9), Column("level2", width=12), Column("text", width=24),
        Column("operator", width=5), Column("value", "目标值", width=8), Column("unit", width=6),
        Column("actual", "完成值", width=8), Column("done_rate", "完成率（%）", width=8),
        Column("reason", "偏差原因及改进措施", width=24),
    ), total=False, keep=0, notes=(f"说明：没有达到的 {len(missed)} 项。",) if missed else ())  # fmt: skip
    return summary, records
