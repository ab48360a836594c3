"""The door for writing many records: bulk edit, undo, redo and restore, each one operation."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from models import attachment
from models.fields import LinkField
from models.history import ChangeRow, OperationRow, is_of, next_redo, next_undo, of_operation, of_records
from models.kinds import Problem
from models.ledger import ledger, ledgers
from models.record import Draft, Refused, check_drafts, links_to, load
from models.writer import CHUNK, Cancelled, Operation, new_uids, take_ids, who

__all__ = [
    "Cancelled", "Operation", "blockers", "bulk_edit", "new_uids", "redo_last", "restore", "take_ids", "undo",
    "undo_last", "who",
]  # fmt: skip


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
        .where(is_of(mine, number), OperationRow.kind.not_in(("undo", "redo")), OperationRow.undone_by.is_null())
    )
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
    mine = is_of(ChangeRow, number)
    for of in ledgers():
        added = ChangeRow.select(ChangeRow.record_id).where(
            mine, ChangeRow.ledger == of.name, ChangeRow.action == "add"
        )
        if not added.exists():
            continue
        for other, link in links_to(of):
            own = ChangeRow.select(ChangeRow.record_id).where(
                mine, ChangeRow.ledger == other.name, ChangeRow.action == "add"
            )
            count = other.model.select().where(link.in_(added), other.model.id.not_in(own)).count()
            if count:
                found.append(f"之后登记的 {count} {other.counter}{other.title}要用到这些{of.title}")
        if count := _attached_later(added, number):
            found.append(f"之后给这些{of.title}添加了 {count} 份附件")
    return found


def _attached_later(owners: Any, number: int) -> int:
    own = ChangeRow.select(ChangeRow.record_id).where(
        is_of(ChangeRow, number), ChangeRow.ledger == attachment.NAME, ChangeRow.action == "add"
    )
    model = attachment.LEDGER.model
    return int(model.select().where(model.owner_id.in_(owners), model.id.not_in(own)).count())


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
        new = operation.begin()
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
        if of is not attachment.LEDGER:
            _attachments_too(operation, id)
    return operation.number


def _attachments_too(operation: Operation, id: int) -> None:
    """Put back what went with a record when it was deleted last."""
    deleted = next((change for change in of_records([id]) if change.action == "delete"), None)
    back = attachment.gone_with(id, deleted.operation) if deleted is not None else []
    operation.add(attachment.LEDGER, [values for _, values in back], [number for number, _ in back])
