"""A record with its rosters: written in one operation, and tried out beforehand to answer what is wrong with it.

Rosters nest: a project has fund lines, a fund line has payments.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from models import advice, query
from models.database import database
from models.kinds import Problem
from models.ledger import Ledger, ledger
from models.record import DetailDraft, Draft, Refused, Values, blank, check_drafts, load, open_draft
from models.writer import Operation

Details = dict[str, list[DetailDraft]]


@dataclass
class Answer:
    """What a trial says of a form: its ``problems`` (rows carry their own), columns worked out by the database, and
    ``derived`` {field: value} that follow from the rosters."""

    problems: list[Problem] = field(default_factory=list)
    computed: dict[str, Any] = field(default_factory=dict)
    derived: dict[str, Any] = field(default_factory=dict)


class _Enough(Exception):
    """Ends a trial: everything is rolled back."""


def write_form(
    operation: Operation, draft: Draft, before: Values, details: Details, *, expand: bool = True
) -> tuple[int, list[Problem]]:
    """Write a checked draft with its rosters; returns its id and all problems, those of rows with their row number.

    Rows that fail are written too: the caller refuses, which rolls all of it back.
    """
    of = draft.ledger
    if draft.id is None:
        number = operation.add(of, [draft.values])[0]
        if expand:
            for key, rows in of.model.expand(draft.values):
                details.setdefault(key, [DetailDraft(values) for values in rows])
    else:
        number = draft.id
        operation.edit(of, {number: draft.values}, {number: before})
    _remove(operation, details)
    return number, [*draft.problems, *_write_details(operation, of, number, draft.values, details)]


def _remove(operation: Operation, details: Details) -> None:
    # First of all and on every depth, so that what goes no longer counts in the checks of what stays.
    for key, rows in details.items():
        for row in rows:
            if not row.removed:
                _remove(operation, row.details)
        operation.delete(ledger(key), [row.id for row in rows if row.removed and row.id is not None])


def _write_details(operation: Operation, of: Ledger, master: int, values: Values, details: Details) -> list[Problem]:
    problems: list[Problem] = []
    for key, rows in details.items():
        problems += _write_rows(operation, ledger(key), master, [row for row in rows if not row.removed])
    if details and "check_details" in vars(of.model):
        problems += of.model.check_details(values, {detail.name: _stored(detail, master) for detail in of.details})
    return problems


def _stored(of: Ledger, master: int) -> list[Values]:
    return list(load(of, query.ids(query.Selection(of.name).where(of.master, "in", [master]))).values())


def _write_rows(operation: Operation, of: Ledger, master: int, rows: list[DetailDraft]) -> list[Problem]:
    stored = load(of, [row.id for row in rows if row.id is not None])
    drafts = []
    for row in rows:
        row.problems = []
        if row.id is not None and row.id not in stored:
            raise Refused([Problem(f"名单里有一条{of.title}已被删除，没有保存。请重新打开再改。")])
        base = stored[row.id] if row.id is not None else blank(of)
        values = {name: row.values.get(name, base.get(name)) for name in of.fields} | {of.master: master}
        drafts.append(Draft(of, values, None if row.id is None else set(row.values), row.id, ref=row))
    check_drafts(drafts)
    new = [draft for draft in drafts if draft.id is None]
    for draft, id in zip(new, operation.add(of, [draft.values for draft in new]), strict=True):
        draft.id = id
    old = {draft.id: draft.values for draft in drafts if draft.id in stored}
    operation.edit(of, old, {id: stored[id] for id in old})  # type: ignore[index,misc]
    problems: list[Problem] = []
    for at, draft in enumerate(drafts, 1):
        draft.ref.problems = draft.problems
        where = f"第 {at} 行{of.title}："
        problems += [Problem(where + p.text, f"{of.name}.{p.field}", p.level) for p in draft.problems]
        assert draft.id is not None
        inner = _write_details(operation, of, draft.id, draft.values, draft.ref.details)
        problems += [Problem(where + p.text, p.field, p.level) for p in inner]
    _compute(of, {draft.id: draft.ref for draft in drafts if draft.id is not None})
    return problems


def _compute(of: Ledger, rows: dict[int, DetailDraft]) -> None:
    names = list(of.computed)
    if names and rows:
        for id, values in query.rows(of.name, names, list(rows)).items():
            rows[id].computed = dict(zip(names, values, strict=True))


def try_form(of: Ledger, values: Values, id: int | None = None, details: Details | None = None) -> Answer:
    """What saving this form would say; nothing is written. Rows get their ``problems`` and ``computed``."""
    answer = Answer()
    try:
        with database.atomic(), Operation("try", "") as operation:
            draft, before = open_draft(of, values, id, None)
            check_drafts([draft])
            number, problems = write_form(operation, draft, before, details or {}, expand=False)
            answer.problems = [p for p in problems if "." not in p.field]
            blamed = {p.field for p in answer.problems}
            answer.problems += [p for p in advice.of(of.name, number) if p.field not in blamed]
            names = list(of.computed)
            if names:
                answer.computed = dict(zip(names, query.rows(of.name, names, [number])[number], strict=True))
            answer.derived = _derived(of, number)
            raise _Enough
    except _Enough:
        pass
    except Refused as refused:
        answer.problems = refused.problems
    return answer


def _derived(of: Ledger, number: int) -> Values:
    found: Values = {}
    for target, edits in of.model.refresh([number]):
        if target == of.name:
            found |= edits.get(number, {})
    return found
