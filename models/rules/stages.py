"""The life cycle of a project (domain.md §9.3): going on to a stage, going back with a reason, what is late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models import clock, query
from models.codes import code_list
from models.kinds import Problem
from models.ledger import ledger
from models.ledgers.projects._course import STAGE_DAYS
from models.query import Selection
from models.record import Draft, Refused, Values, blank, check_drafts, load
from models.writer import Operation

DROPPED = "99"
BACK, OTHER = "06", "08"
TAKEN_UP = "恢复实施"


def stages() -> list[tuple[str, str]]:
    """(code, label) of the stages in order, without the dropped one."""
    return [(one.code, one.label) for one in code_list("project_stage").codes if one.code != DROPPED]


def label(stage: str | None) -> str:
    """What a stage is called."""
    return code_list("project_stage").label(stage) if stage else "未填阶段"


@dataclass(frozen=True)
class Step:
    """One stage of one project: its record ``id`` (None: no row), ``planned`` and ``done`` dates."""

    stage: str
    id: int | None = None
    planned: str | None = None
    done: str | None = None
    doc_no: str | None = None

    @property
    def late(self) -> bool:
        """Planned for a day that is over, and not done."""
        return self.done is None and self.planned is not None and self.planned < clock.today_text()


def steps(project: int) -> list[Step]:
    """All stages of a project in order, with what is recorded of each."""
    paths = ("stage", "planned_on", "done_on", "doc_no")
    rows = query.each(Selection("project_step").where("project", "in", [project]), paths, raw=True)
    found = {stage: Step(stage, id, planned, done, doc) for id, (stage, planned, done, doc) in rows}
    return [found.get(code, Step(code)) for code, _ in stages()]


def move(project: int, stage: str, date: str, *, doc_no: str = "", reason: str = "") -> int:
    """Bring a project to a stage on a day, as one operation; returns its number.

    Going back needs a ``reason``; the stages behind lose their real dates and the change is recorded. Raises Refused.
    """
    stored = load(ledger("project"), [project])
    if project not in stored:
        raise Refused([Problem("这个项目已被删除")])
    now = stored[project]["stage"]
    if now == stage:
        raise Refused([Problem(f"项目已经在“{label(stage)}”阶段", "stage")])
    back = now not in (None, DROPPED) and stage != DROPPED and stage < now
    if (back or stage == DROPPED) and not reason.strip():
        raise Refused([Problem("退回前一阶段要写原因" if back else "终止项目要写原因", "reason")])
    if date > clock.today_text():
        raise Refused([Problem("日期还没到，不能登记", "date")])
    name = stored[project]["name"]
    with Operation("form", f"项目“{name}”{'退回' if back else '到'}“{label(stage)}”") as operation:
        if back or DROPPED in (now, stage):
            _note_change(operation, project, now, stage, date, reason or TAKEN_UP, doc_no)
        undone = _undone(project, stored[project], stage) if back else {}
        _write(operation, project, stage, date, doc_no, back)
        # A project without records of stages keeps the stage of its own field.
        operation.edit(ledger("project"), {project: {"stage": stage, **undone}})
    return operation.number


def _undone(project: int, values: Values, stage: str) -> dict[str, None]:
    """The real dates of the project that came from stages it goes back behind."""
    ahead = {one.stage: one.done for one in steps(project) if one.done and one.stage > stage}
    return {real: None for code, (_, real) in STAGE_DAYS.items() if code in ahead and values[real] == ahead[code]}


def _note_change(
    operation: Operation, project: int, now: str | None, stage: str, date: str, reason: str, doc_no: str
) -> None:
    kind = "07" if stage == DROPPED else OTHER if now == DROPPED else BACK
    values = {"project": project, "date": date, "kind": kind, "before": label(now), "after": label(stage)}
    _add(operation, "project_change", {**values, "reason": reason, "doc_no": doc_no or None})


def _write(operation: Operation, project: int, stage: str, date: str, doc_no: str, back: bool) -> None:
    of = ledger("project_step")
    rows = {one.stage: one for one in steps(project)}
    # A project that is taken up again is no longer dropped.
    chosen = Selection("project_step").where("project", "in", [project])
    operation.delete(of, query.ids(chosen.where("stage", "in", [DROPPED])))
    if back:
        ahead = [one.id for code, one in rows.items() if code > stage and one.done and one.id is not None]
        whole = load(of, ahead)
        # A row that was only done says nothing any more.
        operation.delete(of, [id for id in ahead if not whole[id]["planned_on"]])
        operation.edit(of, {id: {"done_on": None} for id in ahead if whole[id]["planned_on"]})
        if rows.get(stage, Step(stage)).done:
            return
    known = rows.get(stage, Step(stage))
    if known.id is None:
        _add(operation, "project_step", {"project": project, "stage": stage, "done_on": date, "doc_no": doc_no or None})
        return
    whole = load(of, [known.id])
    new = {"done_on": date, "doc_no": doc_no or whole[known.id]["doc_no"]}
    draft = Draft(of, {**{n: whole[known.id][n] for n in of.fields}, **new}, set(new), known.id)
    _checked([draft])
    operation.edit(of, {known.id: new}, whole)


def _add(operation: Operation, name: str, values: dict[str, Any]) -> None:
    of = ledger(name)
    draft = Draft(of, {**blank(of), **values})
    _checked([draft])
    operation.add(of, [draft.values])


def _checked(drafts: list[Draft]) -> None:
    check_drafts(drafts)
    wrong = [problem for draft in drafts for problem in draft.problems if problem.level == "error"]
    if wrong:
        raise Refused(wrong)
