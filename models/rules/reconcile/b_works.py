"""Checks of projects: stages, progress, targets, linkage, publicity (domain.md §9.2, §9.3, §9.9)."""

from __future__ import annotations

from collections.abc import Iterator

from models import query
from models.codes import norm
from models.days import days_of
from models.query import Selection
from models.rules.reconcile.base import (
    WORKS,
    check,
    label_of,
    rows,
)

STARTED, FINISHED, ACCEPTED, DROPPED = "06", "08", "09", "99"
INDUSTRY = "P1"


@check("stage_without_date", "阶段与日期对不上", WORKS)
def stage_without_date() -> Iterator[tuple[str, int, str]]:
    """Started, finished and accepted projects have the dates of it."""
    needed = (
        (STARTED, "start_real", "实际开工时间"),
        (FINISHED, "end_real", "实际完工时间"),
        (ACCEPTED, "accepted_on", "验收日期"),
    )
    for id, row in rows("project", "name", "stage", "start_real", "end_real", "accepted_on"):
        stage = row["stage"]
        for least, field, word in needed if stage and stage != DROPPED else ():
            if stage >= least and not row[field]:
                yield "project", id, f"{row['name']}：已到“{label_of('project_stage', stage)}”，没有填{word}"


@check("finished_below_100", "已完工，形象进度不到 100%", WORKS)
def finished_below_100() -> Iterator[tuple[str, int, str]]:
    """What is finished is done to the end."""
    for id, row in rows("project", "name", "stage", "progress"):
        if row["stage"] and FINISHED <= row["stage"] != DROPPED and (row["progress"] or 0) < 10_000:
            yield "project", id, f"{row['name']}：形象进度 {(row['progress'] or 0) / 100:g}%"


@check("stages_out_of_order", "阶段日期先后不对", WORKS)
def stages_out_of_order() -> Iterator[tuple[str, int, str]]:
    """A later stage is reached later."""
    last: dict[int, tuple[str, str, str]] = {}
    found = query.each(
        Selection("project_step", order=("project", "stage")), ("project", "project.name", "stage", "done_on"), raw=True
    )
    for id, (project, name, stage, done) in found:
        if not done or stage == DROPPED:
            continue
        before = last.get(project)
        if before and done < before[1]:
            late, early = label_of("project_stage", stage), label_of("project_stage", before[0])
            text = f"{name}：{late} {done}，早于{early} {before[1]}"
            yield "project_step", id, text
        last[project] = (stage, max(done, before[1]) if before else done, name)


@check("shares_not_100", "各村分摊比例之和不是 100%", WORKS)
def shares_not_100() -> Iterator[tuple[str, int, str]]:
    """Shares that are given add up."""
    sums: dict[int, tuple[int, str]] = {}
    for _, row in rows("project_place", "project", "project.name", "share"):
        if row["share"] is not None:
            sums[row["project"]] = (sums.get(row["project"], (0, ""))[0] + row["share"], row["project.name"])
    for id, (total, name) in sums.items():
        if total != 10_000:
            yield "project", id, f"{name}：各村比例合计 {total / 100:g}%"


@check("no_target", "入库项目没有绩效目标", WORKS)
def no_target() -> Iterator[tuple[str, int, str]]:
    """A project without a target may not be in the library (domain.md §9.2)."""
    having = {row["project"] for _, row in rows("project_target", "project")}
    for id, row in rows("project", "name", "stage", "targets"):
        if row["stage"] and "01" < row["stage"] != DROPPED and not row["targets"] and id not in having:
            yield "project", id, f"{row['name']}：没有绩效目标"


@check("no_linkage", "产业项目没有联农带农", WORKS)
def no_linkage() -> Iterator[tuple[str, int, str]]:
    """Industry projects without linkage are barred (domain.md §9.2)."""
    having = {row["project"] for _, row in rows("linkage", "project")}
    for id, row in rows("project", "name", "stage", "cat1", "linkage"):
        live = row["stage"] and "01" < row["stage"] != DROPPED
        if live and row["cat1"] == INDUSTRY and not row["linkage"] and id not in having:
            yield "project", id, f"{row['name']}：产业项目没有联农带农方式"


@check("notice_short", "公示天数不够", WORKS)
def notice_short() -> Iterator[tuple[str, int, str]]:
    """A 公示 lasts its days (domain.md §9.9)."""
    least = int(norm("project.notice_days"))
    for id, row in rows("notice", "title", "kind", "first", "last"):
        days = days_of(row["first"], row["last"])
        if row["kind"] == "01" and days and days < least:
            yield "notice", id, f"{row['title']}：只公示了 {days} 天，应不少于 {least} 天"
