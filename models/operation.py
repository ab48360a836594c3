"""The door for writing many records: one operation, one transaction, one history; bulk edit, undo and redo."""

from __future__ import annotations

import getpass
import os
import time
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Any

from models import changes, clock
from models.database import database, explain, is_known
from models.fields import LinkField
from models.history import ChangeRow, OperationRow, SequenceRow, next_redo, next_undo, of_operation, pack
from models.kinds import Problem
from models.ledger import Ledger, ledger, ledgers
from models.record import Draft, Refused, check_drafts, links_to, load

CHUNK = 500


def who() -> str:
    """The name under which changes are kept: the one set in the program, else the system's user."""
    from models import settings

    if name := settings.operator.get():
        return str(name)
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "本机用户"


def new_uids(count: int) -> list[str]:
    """UUIDv7 texts: they sort by time and never clash between copies."""
    moment = f"{time.time_ns() // 1_000_000:012x}"
    head = f"{moment[:8]}-{moment[8:]}-7"
    noise = os.urandom(10 * count).hex()
    return [
        f"{head}{noise[at : at + 3]}-{'89ab'[int(noise[at + 3], 16) & 3]}{noise[at + 4 : at + 7]}-{noise[at + 7 : at + 19]}"
        for at in range(0, 20 * count, 20)
    ]


def take_ids(count: int) -> int:
    """The first of ``count`` new ids."""
    if not SequenceRow.update(next=SequenceRow.next + count).where(SequenceRow.name == "record").execute():
        SequenceRow.insert(name="record", next=1 + count).execute()
        return 1
    row = SequenceRow.get_by_id("record")
    return int(row.next) - count


def _run_many(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    mark = database.obj.param
    connection = database.obj.connection()
    cursor = connection.cursor()
    cursor.executemany(sql.replace("?", mark) if mark != "?" else sql, rows)


def insert_rows(of: Ledger, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert prepared tuples; ``names`` are field names."""
    columns = ", ".join(f'"{of.model._meta.fields[name].column_name}"' for name in names)
    marks = ", ".join("?" * len(names))
    _run_many(f'INSERT INTO "{of.name}" ({columns}) VALUES ({marks})', rows)


class Operation:
    """A context in which records are written. Leaving it brings masters into line, closes the history and commits.

    Nothing is checked here: drafts come from ``models.record.check_drafts``.
    """

    def __init__(self, kind: str, title: str, source: str = "", undoes: int | None = None) -> None:
        self.kind, self.title, self.source, self.undoes = kind, title, source, undoes
        self.number = 0
        self.added = self.edited = self.deleted = 0
        self.touched: dict[str, set[int]] = {}
        self.ledgers: set[str] = set()
        self._atomic: Any = None

    def __enter__(self) -> Operation:
        self._atomic = database.atomic()
        self._atomic.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            try:
                self._bring_into_line()
                self._close()
            except BaseException as problem:
                self._atomic.__exit__(type(problem), problem, problem.__traceback__)
                raise
        try:
            self._atomic.__exit__(kind, error, trace)
        except Exception as problem:
            raise (explain(problem) if is_known(problem) else problem) from problem
        if error is not None and is_known(error):
            raise explain(error) from error
        if error is None and self.number:
            _after_commit(self.ledgers)

    def _row(self) -> int:
        if not self.number:
            self.number = OperationRow.insert(
                kind=self.kind, title=self.title, at=clock.now().isoformat(" ", "seconds"), who=who(),
                source=self.source, undoes=self.undoes,
            ).execute()  # fmt: skip
        return self.number

    def _close(self) -> None:
        if self.number:
            OperationRow.update(
                added=self.added, edited=self.edited, deleted=self.deleted, ledgers=",".join(sorted(self.ledgers))
            ).where(OperationRow.id == self.number).execute()

    def _note(self, of: Ledger, action: str, rows: Iterable[tuple[int, str | None]]) -> None:
        number = self._row()
        self.ledgers.add(of.name)
        _run_many(
            'INSERT INTO "change" ("operation_id", "ledger", "record_id", "action", "data") VALUES (?, ?, ?, ?, ?)',
            [(number, of.name, record, action, data) for record, data in rows],
        )

    def _touch(self, of: Ledger, ids: Iterable[int], rows: Iterable[dict[str, Any]]) -> None:
        if has_refresh(of):
            self.touched.setdefault(of.name, set()).update(ids)
        if of.master_ledger is not None and has_refresh(of.master_ledger):
            masters = self.touched.setdefault(of.master_ledger.name, set())
            masters.update(row[of.master] for row in rows if row.get(of.master) is not None)

    def add(self, of: Ledger, rows: Sequence[dict[str, Any]], ids: Sequence[int] | None = None) -> list[int]:
        """Insert new records (dicts of stored values); returns their ids."""
        if not rows:
            return []
        if ids is None:
            first = take_ids(len(rows))
            ids = range(first, first + len(rows))
        names = list(of.fields)
        uids = [row.get("uid") or uid for row, uid in zip(rows, new_uids(len(rows)), strict=True)]
        insert_rows(
            of,
            ["id", "uid", "revision", *names],
            [(id, uid, 1, *[row.get(name) for name in names]) for id, uid, row in zip(ids, uids, rows, strict=True)],
        )
        self._note(of, "add", [(id, None) for id in ids])
        self.added += len(rows)
        self._touch(of, ids, rows)
        return list(ids)

    def edit(self, of: Ledger, edits: dict[int, dict[str, Any]]) -> int:
        """Change fields of records; what is equal already is left alone. Returns how many records changed."""
        changed = 0
        ids = list(edits)
        for at in range(0, len(ids), CHUNK):
            part = ids[at : at + CHUNK]
            stored = load(of, part)
            groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
            notes: list[tuple[int, str]] = []
            for id in part:
                if id not in stored:
                    continue
                before = stored[id]
                diff = {n: v for n, v in edits[id].items() if n in of.fields and before[n] != v}
                if not diff:
                    continue
                names = tuple(diff)
                groups.setdefault(names, []).append((*diff.values(), id))
                notes.append((id, pack({n: [before[n], v] for n, v in diff.items()})))
                self._touch(of, [id], [before, {**before, **diff}])
            for names, rows in groups.items():
                sets = ", ".join(f'"{of.model._meta.fields[n].column_name}" = ?' for n in names)
                _run_many(f'UPDATE "{of.name}" SET {sets}, "revision" = "revision" + 1 WHERE "id" = ?', rows)
            if notes:
                self._note(of, "edit", notes)
                changed += len(notes)
        self.edited += changed
        return changed

    def delete(self, of: Ledger, ids: Iterable[int]) -> int:
        """Delete records and, first, the details that cannot live without them. Raises Refused when others link here."""
        ids = list(ids)
        count = 0
        for at in range(0, len(ids), CHUNK):
            part = ids[at : at + CHUNK]
            for other, link in links_to(of):
                inner = [row[0] for row in other.model.select(other.model.id).where(link.in_(part)).tuples()]
                if not inner:
                    continue
                if not link.cascade:
                    raise Refused(
                        [
                            Problem(
                                f"还有 {len(inner)} {other.counter}{other.title}用到它，没有删除。请先改掉或删除那些记录。"
                            )
                        ]
                    )
                self.delete(other, inner)
            stored = load(of, part)
            if not stored:
                continue
            self._note(
                of, "delete",
                [(id, pack({n: v for n, v in row.items() if n not in ("id", "revision") and v is not None}))
                 for id, row in stored.items()],
            )  # fmt: skip
            of.model.delete().where(of.model.id.in_(list(stored))).execute()
            self._touch(of, stored, stored.values())
            count += len(stored)
        self.deleted += count
        return count

    def _bring_into_line(self) -> None:
        # Masters of masters come after their details: run until nothing new is touched, each record once.
        done: dict[str, set[int]] = {}
        for _ in range(5):
            todo = {name: ids - done.get(name, set()) for name, ids in self.touched.items()}
            if not any(todo.values()):
                return
            for name, ids in todo.items():
                done.setdefault(name, set()).update(ids)
                for target, edits in ledger(name).model.refresh(sorted(ids)):
                    count = self.edited
                    self.edit(ledger(target), edits)
                    self.edited = count


def has_refresh(of: Ledger) -> bool:
    """Whether the ledger keeps values in line with its details."""
    from models.record import Record

    return of.model.refresh.__func__ is not Record.refresh.__func__


def _after_commit(names: set[str]) -> None:
    if database.obj.in_transaction():
        database.obj.after_commit(lambda: changes.announce(names))
    else:
        changes.announce(names)


def bulk_edit(
    name: str, ids: Sequence[int], values: dict[str, Any], progress: Callable[..., bool] | None = None
) -> Any:
    """Set the same values in exactly these records as one operation; all or none.

    Returns (operation number, drafts with warnings). Raises Refused listing the records that cannot take the values.
    """
    of = ledger(name)
    warned: list[Draft] = []
    refused: list[Problem] = []
    labels = "、".join(of.fields[n].label for n in values)
    with Operation("bulk", f"批量修改{of.title} {len(ids)} {of.counter}：{labels}") as operation:
        for at in range(0, len(ids), CHUNK):
            stored = load(of, ids[at : at + CHUNK])
            drafts = [
                Draft(of, {**{n: row[n] for n in of.fields}, **values}, set(values), id) for id, row in stored.items()
            ]
            check_drafts(drafts)
            for draft in drafts:
                if draft.failed:
                    shown = draft.values.get(of.display.partition(".")[0])
                    refused += [
                        Problem(f"{shown or draft.id}：{p.text}", p.field) for p in draft.problems if p.level == "error"
                    ]
                elif draft.problems:
                    warned.append(draft)
            operation.edit(
                of, {draft.id: draft.values for draft in drafts if draft.id is not None and not draft.failed}
            )
            if progress is not None and not progress(at + len(stored), len(ids), "正在修改"):
                raise Cancelled
        if refused:
            raise Refused(refused)
    return operation.number, warned


class Cancelled(Exception):
    """The clerk stopped a long work; nothing of it was written."""


def blockers(number: int) -> list[str]:
    """Why an operation cannot be undone, one sentence each; empty when it can."""
    mine, later = ChangeRow.alias(), ChangeRow.alias()
    columns = (
        mine.action,
        mine.data,
        later.ledger,
        later.record_id,
        later.action,
        later.data,
        OperationRow.title,
        OperationRow.at,
    )
    query = (
        mine.select(*columns)
        .join(
            later, on=((later.record_id == mine.record_id) & (later.id > mine.id) & (later.operation != mine.operation))
        )
        .join(OperationRow, on=(OperationRow.id == later.operation))
        .where(mine.operation == number, OperationRow.kind.not_in(("undo", "redo")), OperationRow.undone_by.is_null())
    )
    import json

    found: list[str] = []
    for action, data, name, _record, after, later_data, title, at in query.tuples():
        before = set(json.loads(data)) if data and action == "edit" else None
        touched = set(json.loads(later_data)) if later_data and after == "edit" else None
        if before is not None and touched is not None and not before & touched:
            continue
        found.append(f"{at} 的“{title}”之后又改了同一条{ledger(name).title}")
    found += _still_used(number)
    return list(dict.fromkeys(found))


def _still_used(number: int) -> list[str]:
    found = []
    for of in ledgers():
        added = ChangeRow.select(ChangeRow.record_id).where(
            ChangeRow.operation == number, ChangeRow.ledger == of.name, ChangeRow.action == "add"
        )
        if not added.exists():
            continue
        for other, link in links_to(of):
            own = ChangeRow.select(ChangeRow.record_id).where(
                ChangeRow.operation == number, ChangeRow.ledger == other.name, ChangeRow.action == "add"
            )
            count = other.model.select().where(link.in_(added), other.model.id.not_in(own)).count()
            if count:
                found.append(f"之后登记的 {count} {other.counter}{other.title}要用到这些{of.title}")
    return found


def undo(number: int, kind: str = "undo") -> int:
    """Take an operation back as a new operation; returns its number. Raises Refused with the blockers."""
    row = OperationRow.get_or_none(OperationRow.id == number)
    if row is None:
        raise Refused([Problem(f"没有第 {number} 号操作")])
    if row.undone_by is not None:
        raise Refused([Problem(f"“{row.title}”已经撤销过了")])
    if row.kind not in ("undo", "redo") and (why := blockers(number)):
        raise Refused([Problem(f"不能撤销“{row.title}”：{text}") for text in why])
    word = "撤销" if kind == "undo" else "重做"
    title = row.title.removeprefix("撤销：").removeprefix("重做：")
    with Operation(kind, f"{word}：{title}", undoes=number) as operation:
        _reverse(operation, number)
        new = operation._row()
        OperationRow.update(undone_by=new).where(OperationRow.id == number).execute()
        if row.kind == "undo" and row.undoes is not None:
            OperationRow.update(undone_by=None).where(OperationRow.id == row.undoes).execute()
    return operation.number


def _reverse(operation: Operation, number: int) -> None:
    batch: list[Any] = []
    for change in reversed(of_operation(number)):
        if batch and (batch[-1].ledger, batch[-1].action) != (change.ledger, change.action):
            _reverse_batch(operation, batch)
            batch = []
        batch.append(change)
    if batch:
        _reverse_batch(operation, batch)


def _reverse_batch(operation: Operation, batch: list[Any]) -> None:
    of, action = ledger(batch[0].ledger), batch[0].action
    if action == "add":
        operation.delete(of, [change.record_id for change in batch])
    elif action == "delete":
        operation.add(
            of,
            [{name: pair[0] for name, pair in change.fields.items()} for change in batch],
            [change.record_id for change in batch],
        )
    else:
        edits: dict[int, dict[str, Any]] = {}
        for change in batch:
            edits.setdefault(change.record_id, {}).update({name: pair[0] for name, pair in change.fields.items()})
        operation.edit(of, edits)


def undo_last() -> OperationRow | None:
    """Ctrl+Z: undo the latest operation that is not undone; None when there is none."""
    row = next_undo()
    if row is not None:
        undo(row.id)
    return row


def redo_last() -> OperationRow | None:
    """Ctrl+Y: take the latest undo back; None when there is none."""
    row = next_redo()
    if row is not None:
        undo(row.id, "redo")
    return row


def restore(name: str, id: int, values: dict[str, Any]) -> int:
    """Put old values of a record back (one field, several, or a deleted record); returns the operation's number."""
    of = ledger(name)
    if id in load(of, [id]):
        from models.record import save

        return save(
            name,
            {n: v for n, v in values.items() if n in of.fields},
            id=id,
            title=f"恢复{of.title}的旧值",
            kind="restore",
        ).operation
    links = [one for n, one in of.fields.items() if isinstance(one, LinkField) and values.get(n) is not None]
    for link in links:
        if not link.rel_model.select().where(link.rel_model.id == values[link.name]).exists():
            raise Refused([Problem(f"它所属的{link.label}也已删除，请先恢复那一条")])
    draft = Draft(of, {n: values.get(n) for n in of.fields})
    check_drafts([draft])
    if draft.failed:
        raise Refused(draft.problems)
    with Operation("restore", f"恢复已删除的{of.title}") as operation:
        operation.add(of, [{**draft.values, "uid": values.get("uid")}], [id])
    return operation.number
