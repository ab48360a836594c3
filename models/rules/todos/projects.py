"""Projects that have not begun or ended as planned (domain.md §9.3)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from models.database import run
from models.rules.todos.base import URGENT, Row, last_day, said, subject

BEFORE_START = ("01", "02", "03", "04", "05")
BEFORE_END = (*BEFORE_START, "06", "07")


def _late(
    today: datetime.date, planned: str, real: str, stages: tuple[str, ...]
) -> Iterator[tuple[int, str, str, str, int]]:
    """(project, name, person, planned day, a village) of those past the plan; only fixed column names are put in."""
    marks = ", ".join("?" * len(stages))
    rows = run(
        f'SELECT p."id", p."name", p."person", p."{planned}", '
        '(SELECT MIN("village_id") FROM "project_place" WHERE "project_id" = p."id") FROM "project" p '
        f'WHERE p."{planned}" < ? AND p."{real}" IS NULL AND (p."stage" IS NULL OR p."stage" IN ({marks}))',
        (today.isoformat(), *stages),
    )
    for id, name, person, day, village in rows:
        if last_day(day) < today.isoformat():
            yield id, name, person or "", day, village


@subject("project_start", "项目到期没有开工", URGENT, "project", ("project_place",))
def project_start(today: datetime.date) -> Iterator[Row]:
    """Planned to begin before today, not begun."""
    for id, name, person, day, village in _late(today, "start_plan", "start_real", BEFORE_START):
        yield Row(id, f"“{name}”计划{said(day)}开工，还没有开工", last_day(day), village=village, person=person)


@subject("project_end", "项目到期没有完工", URGENT, "project", ("project_place",))
def project_end(today: datetime.date) -> Iterator[Row]:
    """Planned to be finished before today, not finished."""
    for id, name, person, day, village in _late(today, "end_plan", "end_real", BEFORE_END):
        yield Row(id, f"“{name}”计划{said(day)}完工，还没有完工", last_day(day), village=village, person=person)
