"""The history of one record with its details, line by line as a clerk reads it, and what to put back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models import attachment, history, query
from models.history import Change, ChangeRow
from models.kinds import Link
from models.ledger import Ledger, ledger
from models.record import load

ACTIONS = {"add": "新增", "edit": "修改", "delete": "删除"}


@dataclass(frozen=True)
class Line:
    """One changed field, or one record added or deleted (``field`` ""). ``whose`` "" is the record itself."""

    change: Change
    whose: str
    field: str
    label: str
    old: str
    new: str


def lines(name: str, id: int) -> list[Line]:
    """All changes of a record and of its details, also of deleted ones, newest first."""
    of = ledger(name)
    owners = {id: of, **_details(of, [id])}
    owners |= dict.fromkeys(attachment.ever_of(owners), attachment.LEDGER)
    changes = history.of_records(owners)
    names = _names(owners, changes)
    found: list[Line] = []
    for change in changes:
        other = owners[change.record_id]
        whose = "" if change.record_id == id else f"{other.title} {names.get(change.record_id, '')}".strip()
        found += _lines(change, other, whose, names.get(change.record_id, ""))
    return found


def _details(of: Ledger, masters: Iterable[int]) -> dict[int, Ledger]:
    """Ids that belong or belonged to these records, with their ledgers, on every depth."""
    found: dict[int, Ledger] = {}
    masters = list(masters)
    for detail in of.details:
        ids = set(query.ids(query.Selection(detail.name).where(detail.master, "in", masters)))
        ids |= _gone(detail, set(masters))
        if ids:
            found |= dict.fromkeys(ids, detail)
            found |= _details(detail, ids)
    return found


def _gone(detail: Ledger, masters: set[int]) -> set[int]:
    """Details that were deleted, or moved to another master."""
    rows = ChangeRow.select(ChangeRow.record_id).where(
        ChangeRow.ledger == detail.name,
        ChangeRow.action != "add",
        ChangeRow.data.contains(f'"{detail.master}":'),
    )
    wanted = list({row[0] for row in rows.tuples()})
    found = set()
    for change in history.of_records(wanted) if wanted else ():
        if masters & set(change.fields.get(detail.master, ())):
            found.add(change.record_id)
    return found


def _names(owners: dict[int, Ledger], changes: list[Change]) -> dict[int, str]:
    names: dict[int, str] = {}
    for of in {one.name: one for one in owners.values()}.values():
        ids = [id for id, owner in owners.items() if owner is of]
        names |= {id: texts[0] for id, texts in query.texts(of.name, (of.display,), ids).items()}
    for change in changes:
        if change.action == "delete" and change.record_id not in names:
            of = owners[change.record_id]
            old = change.fields.get(of.display, (None,))[0]
            names[change.record_id] = value_text(of, of.display, old) if of.display in of.fields else ""
    return names


def _lines(change: Change, of: Ledger, whose: str, name: str) -> list[Line]:
    if change.action == "add":
        return [Line(change, whose, "", ACTIONS["add"], "", name)]
    if change.action == "delete":
        return [Line(change, whose, "", ACTIONS["delete"], name, "")]
    shown = [n for n in change.fields if n in of.fields and not of.fields[n].hidden]
    return [
        Line(change, whose, n, of.fields[n].label, *(value_text(of, n, value) for value in change.fields[n]))
        for n in shown
    ]


def value_text(of: Ledger, name: str, value: Any) -> str:
    """A stored value of a field in words, with its unit; "" when it is blank."""
    if value is None:
        return ""
    kind = of.fields[name].kind
    if isinstance(kind, Link):
        return query.label_of(ledger(kind.ledger), value) or "（已删除）"
    text = str(kind.to_text(value))
    return f"{text} {kind.unit}".strip()


def before(change: Change) -> dict[str, Any]:
    """Values that this change and everything after it overwrote: put back, the record is as it was before it.

    For a record that is deleted now: all its values.
    """
    values: dict[str, Any] = {}
    for one in history.of_records([change.record_id]):
        if one.id < change.id:
            break
        if one.action != "add":
            values |= {name: pair[0] for name, pair in one.fields.items()}
    gone = change.record_id not in load(ledger(change.ledger), [change.record_id])
    return values if gone else {name: value for name, value in values.items() if name != "uid"}
