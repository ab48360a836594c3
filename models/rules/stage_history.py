"""The stage of projects as it was on a day (domain.md §9.3), from the records of stages, not from what holds today.

A stage counts from its real date on. Going back and giving up take records of stages away; these are read from the
history, so that a month that is over keeps the stage that it had. What was merely mistyped and put right is not: the
record as it stands now is what is true of that day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import peewee

from models import clock, query
from models.history import ChangeRow, OperationRow
from models.query import Selection
from models.rules.stages import DROPPED

STARTED, FINISHED, ACCEPTED = "06", "08", "09"


def stages_on(projects: Sequence[int], day: str) -> tuple[dict[int, str | None], set[int]]:
    """({project: stage on an ISO day, None: none reached}, projects of which only today's stage is known)."""
    reached: dict[int, list[tuple[str, str]]] = {id: [] for id in projects}
    for id, stage, done in _recorded():
        if id in reached:
            reached[id].append((stage, done))
    gone = [one for one in _taken_away(day) if one[0] in reached]
    found: dict[int, str | None] = {}
    unknown: set[int] = set()
    today = query.rows("project", ("stage", "start_real", "end_real", "accepted_on"), list(projects), raw=True)
    for id, own in reached.items():
        before = [(stage, done) for project, stage, done in gone if project == id]
        if own or before:
            found[id] = max((stage for stage, done in (*own, *before) if done <= day), default=None)
        elif id in today:
            found[id], known = _from_dates(today[id], day)
            if not known:
                unknown.add(id)
    return found, unknown


def _recorded() -> Iterable[tuple[int, str, str]]:
    """(project, stage, real date) of all records of stages."""
    chosen = Selection("project_step").where("done_on", "filled")
    for _, (project, stage, done) in query.each(chosen, ("project", "stage", "done_on"), raw=True):
        yield project, stage, done


def _taken_away(day: str) -> list[tuple[int, str, str]]:
    """(project, stage, real date) of stages that a project lost after the day, by going back or being given up."""
    rows = (
        OperationRow.select(
            OperationRow.id, ChangeRow.operation, ChangeRow.ledger, ChangeRow.record_id, ChangeRow.action,
            ChangeRow.data,
        )
        # In this order, by nothing but their range: few operations take a stage away, and their changes are together.
        .join(ChangeRow, peewee.JOIN.CROSS)
        .where(
            ChangeRow.id.between(OperationRow.first_change, OperationRow.last_change),
            OperationRow.undone_by.is_null(), OperationRow.kind.not_in(("undo", "redo", "import")),
            OperationRow.ledgers.contains("project_change"), OperationRow.ledgers.contains("project_step"),
            ChangeRow.ledger.in_(("project_step", "project_change")),
        )
        .tuples()
    )  # fmt: skip
    moved: dict[int, int] = {}
    lost: list[tuple[int, int, dict[str, object]]] = []
    for operation, of, name, record, action, data in rows:
        if of != operation:
            continue
        if name == "project_change" and action == "add":
            moved[operation] = record
        elif name == "project_step" and action in ("delete", "edit"):
            values = json.loads(data)
            fields = values if action == "delete" else {field: old for field, (old, _new) in values.items()}
            lost.append((operation, record, fields))
    dates = {id: row[0] for id, row in query.rows("project_change", ("date",), list(moved.values()), raw=True).items()}
    steps = query.rows("project_step", ("project", "stage"), [record for _, record, _ in lost], raw=True)
    found = []
    for operation, record, fields in lost:
        when, done = dates.get(moved.get(operation, 0)), fields.get("done_on")
        project, stage = steps.get(record, (fields.get("project"), fields.get("stage")))
        if when and when > day and done and project and stage:
            found.append((int(str(project)), str(stage), str(done)))
    return found


def _from_dates(row: Sequence[str | None], day: str) -> tuple[str | None, bool]:
    """(stage on the day, whether it is known) of a project without records of stages."""
    stage, *dates = row
    if day >= clock.today_text():
        return stage, True
    start, end, accepted = dates
    for date, reached in ((accepted, ACCEPTED), (end, FINISHED), (start, STARTED)):
        if date and date <= day:
            # Between two of the dates it may have been further; what is known for certain is told.
            return (stage if stage and stage < DROPPED and stage <= _next(reached) else reached), True
    if start and start > day and stage and stage >= STARTED:
        return None, True
    return stage, stage is None


def _next(reached: str) -> str:
    return {STARTED: "07", FINISHED: FINISHED, ACCEPTED: "12"}[reached]
