"""What each operation changed, field by field: reading it, and undoing and redoing an operation."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import peewee

from models.database import database

_PACKER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
UNDOING = ("undo", "redo")
NOT_BY_KEY = (*UNDOING, "sample", "export", "check", "close")
"""Kinds that Ctrl+Z steps over: one key press must not empty the sample township."""


MANY = 500
"""Records of one operation that are taken back in less than a tenth of a second."""


class OperationRow(peewee.Model):
    """One operation: ``kind`` form/import/bulk/undo/redo …, ``at`` local time as text, ``source`` a file name.

    Its changes have ids from ``first_change`` to ``last_change`` (None: it has none); see ``is_of``.
    """

    kind = peewee.TextField()
    title = peewee.TextField()
    at = peewee.TextField()
    who = peewee.TextField()
    source = peewee.TextField(default="")
    ledgers = peewee.TextField(default="")
    added = peewee.IntegerField(default=0)
    edited = peewee.IntegerField(default=0)
    deleted = peewee.IntegerField(default=0)
    undoes = peewee.IntegerField(null=True)
    undone_by = peewee.IntegerField(null=True)
    first_change = peewee.BigIntegerField(null=True)
    last_change = peewee.BigIntegerField(null=True)

    class Meta:
        """Storage."""

        database = database
        table_name = "operation"

    @property
    def is_large(self) -> bool:
        """Whether it holds so many records that taking it back needs more than a moment."""
        return int(self.added) + int(self.edited) + int(self.deleted) > MANY


class ChangeRow(peewee.Model):
    """One record in one operation; ``data``: edit → {field: [old, new]}, delete → {field: value}, add → empty."""

    # No index: the operation knows where its changes are, and a save would write one page more for it.
    operation = peewee.ForeignKeyField(OperationRow, backref="changes", index=False)
    ledger = peewee.TextField()
    record_id = peewee.BigIntegerField(index=True)
    action = peewee.TextField()
    data = peewee.TextField(null=True)

    class Meta:
        """Storage."""

        database = database
        table_name = "change"


# What was removed from a record (models.attachment) is looked for among few changes, not among all.
ChangeRow.add_index(
    ChangeRow.record_id, name="change_attachment", where=peewee.SQL("\"ledger\" = 'attachment'"), unique=False
)


class SequenceRow(peewee.Model):
    """The next record id; ids are never used twice, in no ledger."""

    name = peewee.TextField(primary_key=True)
    next = peewee.BigIntegerField()

    class Meta:
        """Storage."""

        database = database
        table_name = "sequence"


@dataclass(frozen=True)
class Change:
    """One record's change as read back: ``fields`` {name: (old, new)} in stored form."""

    id: int
    operation: int
    ledger: str
    record_id: int
    action: str
    fields: dict[str, tuple[Any, Any]]
    kind: str
    title: str
    at: str
    who: str
    source: str
    undone: bool


def is_of(change: Any, number: int) -> Any:
    """The condition that a change (``ChangeRow`` or an alias) is of that operation, among the few it can be."""
    row = operation_row(number)
    first, last = (row.first_change, row.last_change) if row is not None else (None, None)
    return change.id.between(first, last) & (change.operation == number)


def pack(data: dict[str, Any]) -> str:
    """Change data as text."""
    return _PACKER.encode(data)


def _change(row: tuple[Any, ...]) -> Change:
    number, operation, ledger, record, action, data, kind, title, at, who, source, undone = row
    values = json.loads(data) if data else {}
    if action == "delete":
        values = {name: (value, None) for name, value in values.items()}
    return Change(
        number, operation, ledger, record, action, {n: tuple(v) for n, v in values.items()},
        kind, title, at, who, source, undone is not None,
    )  # fmt: skip


def _select() -> peewee.ModelSelect:
    return ChangeRow.select(
        ChangeRow.id, ChangeRow.operation, ChangeRow.ledger, ChangeRow.record_id, ChangeRow.action, ChangeRow.data,
        OperationRow.kind, OperationRow.title, OperationRow.at, OperationRow.who, OperationRow.source,
        OperationRow.undone_by,
    ).join(OperationRow)  # fmt: skip


def of_records(ids: Iterable[int]) -> list[Change]:
    """All changes of these records, newest first."""
    query = _select().where(ChangeRow.record_id.in_(list(ids))).order_by(ChangeRow.id.desc())
    return [_change(row) for row in query.tuples()]


def of_operation(number: int, limit: int | None = None) -> list[Change]:
    """All changes of one operation, or the first of them, in the order they were made."""
    query = _select().where(is_of(ChangeRow, number)).order_by(ChangeRow.id).limit(limit)
    return [_change(row) for row in query.tuples().iterator()]


def record_of(ledger: str, uid: str) -> int | None:
    """The id of the record with that uid, also of a deleted one; None when there never was one."""
    from models.ledger import ledger as find

    model = find(ledger).model
    row = model.select(model.id).where(model.uid == uid).tuples().first()
    if row is not None:
        return int(row[0])
    found = ChangeRow.select(ChangeRow.record_id, ChangeRow.data).where(
        ChangeRow.ledger == ledger, ChangeRow.action == "delete", ChangeRow.data.contains(uid)
    )
    return next((id for id, data in found.tuples() if json.loads(data).get("uid") == uid), None)


def action_counts() -> dict[int, dict[str, int]]:
    """{operation: {action: changes}} of all operations, to check them against what the operations say."""
    found: dict[int, dict[str, int]] = {}
    query = ChangeRow.select(ChangeRow.operation, ChangeRow.action, peewee.fn.COUNT(ChangeRow.id))
    for number, action, count in query.group_by(ChangeRow.operation, ChangeRow.action).tuples():
        found.setdefault(number, {})[action] = count
    return found


def operations(limit: int = 100) -> list[OperationRow]:
    """The latest operations, newest first."""
    return list(OperationRow.select().order_by(OperationRow.id.desc()).limit(limit))


def operation_row(number: int) -> OperationRow | None:
    """One operation."""
    return OperationRow.get_or_none(OperationRow.id == number)


def next_undo() -> OperationRow | None:
    """The operation that Ctrl+Z takes back: the latest that is not undone."""
    query = OperationRow.select().where(OperationRow.kind.not_in(NOT_BY_KEY), OperationRow.undone_by.is_null())
    return query.order_by(OperationRow.id.desc()).first()


def next_redo() -> OperationRow | None:
    """The undo that Ctrl+Y takes back; none once something new was written after it."""
    latest = OperationRow.select(peewee.fn.MAX(OperationRow.id)).where(OperationRow.kind.not_in(NOT_BY_KEY)).scalar()
    query = OperationRow.select().where(OperationRow.kind == "undo", OperationRow.undone_by.is_null())
    if latest is not None:
        query = query.where(OperationRow.id > latest)
    return query.order_by(OperationRow.id.desc()).first()


def live_after(change: Change) -> list[Change]:
    """Later changes of the same record that still count (neither undone nor part of an undo)."""
    query = _select().where(
        ChangeRow.record_id == change.record_id,
        ChangeRow.id > change.id,
        OperationRow.id != change.operation,
        OperationRow.kind.not_in(UNDOING),
        OperationRow.undone_by.is_null(),
    )
    return [_change(row) for row in query.order_by(ChangeRow.id).tuples()]
