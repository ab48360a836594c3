"""Where a project is, how far it has come, who has something of it (domain.md §9.1, §9.3)."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from models.checking import keyed
from models.fields import (
    ChoiceField,
    DateField,
    DecimalField,
    IntegerField,
    NameField,
    PercentField,
    PersonField,
    PhoneField,
    TextField,
)
from models.ledger import ledger
from models.ledgers.base.village import Village
from models.record import Expanded, Values

STAGE_DAYS = {"06": ("start_plan", "start_real"), "08": ("end_plan", "end_real"), "09": ("", "accepted_on")}
"""{开工, 完工, 验收: the dates of the project that the planned and the real day of the stage are}."""


def benefits(group: str) -> dict[str, Any]:
    """Villages, households and people that have something of it; 其中 of them poor or monitored."""
    return {
        "benefit_villages": IntegerField("受益村数", unit="个", group=group),
        "benefit_hh": IntegerField("受益户数", unit="户", group=group),
        "benefit_persons": IntegerField("受益人数", unit="人", group=group, synonyms=("受益人口",)),
        "benefit_poor_hh": IntegerField("其中受益脱贫户数", unit="户", group=group, synonyms=("其中：脱贫户数",)),
        "benefit_poor_persons": IntegerField("其中受益脱贫人数", unit="人", group=group),
        "benefit_mon_hh": IntegerField("其中受益监测户数", unit="户", group=group),
        "benefit_mon_persons": IntegerField("其中受益监测人数", unit="人", group=group),
    }


def duties(group: str) -> dict[str, Any]:
    """Who is responsible."""
    return {
        "unit_resp": NameField("项目主管部门", group=group, synonyms=("主管单位", "责任单位", "主管部门")),
        "unit_impl": NameField("实施单位", group=group),
        "unit_super": NameField("监管单位", group=group),
        "person": PersonField("项目负责人", group=group, synonyms=("责任人", "负责人")),
        "phone": PhoneField("联系电话", group=group),
    }


def timing(group: str) -> dict[str, Any]:
    """Stage, progress, planned and real dates."""
    return {
        "stage": ChoiceField(
            "项目阶段", "project_stage", shown=True, group=group, synonyms=("阶段", "项目进度", "实施状态")
        ),
        "progress": PercentField("形象进度", shown=True, group=group),
        "start_plan": DateField("计划开工时间", group=group, synonyms=("计划开工日期",)),
        "end_plan": DateField("计划完工时间", group=group, synonyms=("计划完工日期", "计划竣工时间")),
        "start_real": DateField("实际开工时间", group=group, synonyms=("开工时间", "开工日期")),
        "end_real": DateField("实际完工时间", group=group, synonyms=("完工时间", "竣工时间")),
        "accepted_on": DateField("验收日期", group=group),
    }


def scale(group: str) -> dict[str, Any]:
    """What is built and how much of it."""
    return {
        "content": TextField(
            "建设内容及规模",
            long=True,
            group=group,
            width=30,
            synonyms=("建设内容", "主要建设内容", "建设任务", "建设规模及内容"),
        ),
        "quantity": DecimalField("建设规模数量", places=3, total=False, group=group, synonyms=("数量", "规模")),
        "quantity_unit": TextField("建设规模单位", group=group, width=6, synonyms=("计量单位",)),
    }


def places_named(text: str | None) -> Expanded:
    """One place per village that the text names, if it names nothing but villages."""
    from models.query import find

    words = [word for word in re.split(r"[、,，;；\s]+", text or "") if word]
    known = find(ledger("village"), ("name",), [(word,) for word in words])
    if words and all((word,) in known for word in words):
        yield "project_place", [{"village": max(known[(word,)])} for word in words]


def last_known(ids: Sequence[int]) -> dict[int, Values]:
    """实施地点 from the villages, 阶段, its dates and 形象进度 from their records, when there are any."""
    edits: dict[int, Values] = {id: {"places": "、".join(names)} for id, names in _villages(ids).items()}
    for id, values in (*_last_stages(ids), *_days_of_stages(ids), *_last_progress(ids)):
        edits.setdefault(id, {}).update(values)
    return edits


def _villages(ids: Sequence[int]) -> dict[int, list[str]]:
    """Names of the villages of each project, in their official order."""
    place = ledger("project_place").model
    rows = list(keyed(place, place.project, ids, place.village))
    known = keyed(Village, Village.id, {village for _, village in rows}, Village.seq, Village.name)
    order = {id: (seq or 0, name) for id, seq, name in known}
    found: dict[int, list[str]] = {}
    for id, village in sorted(rows, key=lambda row: order[row[1]][0]):
        found.setdefault(id, []).append(order[village][1])
    return found


def _last_stages(ids: Sequence[int]) -> Iterator[tuple[int, Values]]:
    """项目阶段 of projects with records of stages: the last one that was reached."""
    step = ledger("project_step").model
    last: dict[int, str] = {}
    for id, stage in keyed(step, step.project, ids, step.stage, where=step.done_on.is_null(False)):
        last[id] = max(stage, last.get(id, stage))
    yield from ((id, {"stage": stage}) for id, stage in last.items())


def _days_of_stages(ids: Sequence[int]) -> Iterator[tuple[int, Values]]:
    """Dates of the project that are blank, from its records of stages: they are written only once."""
    step, project = ledger("project_step").model, ledger("project").model
    names = tuple(dict.fromkeys(name for days in STAGE_DAYS.values() for name in days if name))
    blank = {
        id: {name for name, day in zip(names, days, strict=True) if day is None}
        for id, *days in keyed(project, project.id, ids, *(getattr(project, name) for name in names))
    }
    for id, stage, *days in keyed(step, step.project, ids, step.stage, step.planned_on, step.done_on):
        pairs = zip(STAGE_DAYS.get(stage, ()), days, strict=False)
        found = {name: day for name, day in pairs if day and name in blank.get(id, ())}
        if found:
            yield id, found


def _last_progress(ids: Sequence[int]) -> Iterator[tuple[int, Values]]:
    """形象进度 of projects with monthly records: the latest month's."""
    month = ledger("project_progress").model
    latest: dict[int, tuple[str, int]] = {}
    for id, when, percent in keyed(month, month.project, ids, month.month, month.percent):
        latest[id] = max((when, percent), latest.get(id, (when, percent)))
    yield from ((id, {"progress": percent}) for id, (_, percent) in latest.items())
