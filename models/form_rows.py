"""What a form holds before saving: rows of rosters, texts not yet understood, and what the program filled in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from models import query
from models.kinds import MISSING, Fault, Link, Problem, Vague
from models.ledger import Ledger, ledger_of
from models.record import DetailDraft, Values, blank, complete, load

ORDER = "seq"
# Where new rows stand: behind the stored ones.
NEW = 1 << 30
_BETWEEN = re.compile(r"[\n,，、;；]")


@dataclass
class FormRow:
    """A row of a roster. ``base`` what is stored · ``bad`` texts that are no value · ``doubts`` sentences about values
    taken with a doubt · ``filled`` fields the program filled in, each with what it goes back to · ``place``
    where the row stood when it was read."""

    of: Ledger
    values: Values
    id: int | None = None
    base: Values = field(default_factory=dict)
    removed: bool = False
    bad: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    filled: Values = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    computed: Values = field(default_factory=dict)
    details: dict[str, list[FormRow]] = field(default_factory=dict)
    place: int = NEW

    @property
    def blank(self) -> bool:
        """Whether nothing was entered: such a row is not saved."""
        if self.id is not None or self.bad or any(not row.blank for rows in self.details.values() for row in rows):
            return False
        return all(value is None or name in self.filled for name, value in self.values.items())

    def put(self, name: str, raw: Any, *, typed: bool = False) -> None:
        """Take a typed or pasted text for a field; what cannot be understood stays as text and is marked."""
        self.bad.pop(name, None)
        self.doubts.pop(name, None)
        self.filled.pop(name, None)
        kind = self.of.fields[name].kind
        try:
            value = _linked(kind, raw) if isinstance(kind, Link) else kind.typed(raw) if typed else kind.parse(raw)
        except Fault as fault:
            if fault.value is MISSING:
                self.bad[name], self.values[name] = str(raw), None
                return
            value = fault.value
            self.doubts[name] = fault.text
        self.set(name, value)

    def set(self, name: str, value: Any) -> None:
        """Put a value in by hand and fill in what follows from it."""
        self.bad.pop(name, None)
        self.filled.pop(name, None)
        if isinstance(value, Vague):
            if vague := self.of.fields[name].vague:
                self.values[vague] = value.qualifier
            value = int(value)
        self.values[name] = value
        for other, new in follow(self.of, self.values, self.filled, name).items():
            self.values[other] = new

    def all_problems(self) -> list[Problem]:
        """Unreadable texts, doubts, and what the checks say."""
        unread = [Problem(fault_text(self.of, name, text), name) for name, text in self.bad.items()]
        doubts = [Problem(text, name, "warn") for name, text in self.doubts.items()]
        return [*unread, *doubts, *(p for p in self.problems if p.field not in self.bad)]


def fault_text(of: Ledger, name: str, text: str) -> str:
    """Why a text is no value of a field."""
    kind = of.fields[name].kind
    try:
        _linked(kind, text) if isinstance(kind, Link) else kind.typed(text)
    except Fault as fault:
        return fault.text
    return f"“{text}”请再核对"


def _linked(kind: Link, text: Any) -> int | None:
    from models.ledger import ledger

    name = str(text or "").strip()
    if not name:
        return None
    other = ledger(kind.ledger)
    found = query.ids(query.Selection(other.name).where(other.display, "=", name), limit=2)
    if len(found) != 1:
        raise Fault(f"{other.title}里没有“{name}”" if not found else f"叫“{name}”的{other.title}不止一{other.counter}")
    return found[0]


def follow(of: Ledger, values: Values, filled: Values, source: str) -> Values:
    """What follows from ``values`` after ``source`` changed: {field: new value}.

    Only blank fields and those in ``filled`` (which is kept up to date) change, so that nothing typed is overwritten;
    the source itself may be rewritten the way its list writes it.
    """
    after = {**dict.fromkeys(of.fields), **values}
    after |= {name: back for name, back in filled.items() if name != source}
    complete(of, after)
    found: Values = {}
    for name, one in of.fields.items():
        old, new = values.get(name), after.get(name)
        if old == new or one.hidden:
            continue
        if name == source:
            found[name] = new
        elif name in filled or old is None:
            found[name] = new
            filled.setdefault(name, None)
    return found


def suggested(of: Ledger, name: str, values: Values) -> list[str]:
    """What the record that ``values`` link to lists for a field, in its order (LedgerField.suggest)."""
    link, _, path = of.fields[name].suggest.partition(".")
    id = values.get(link) if path else None
    if id is None:
        return []
    other = ledger_of(of.fields[link].rel_model)
    text = query.texts(other.name, (path,), [id]).get(id, [""])[0]
    return list(dict.fromkeys(part.strip() for part in _BETWEEN.split(text) if part.strip()))


def new_row(of: Ledger) -> FormRow:
    """An empty row with the initial values."""
    values = blank(of)
    filled = {name: value for name, value in values.items() if value is not None}
    return FormRow(of, values, filled=filled, details={inner.name: [] for inner in of.details})


def load_rows(of: Ledger, master: int) -> list[FormRow]:
    """The roster of a stored record in its order, with the rosters of its rows."""
    order = (ORDER,) if ORDER in of.fields else ()
    ids = list(query.ids(query.Selection(of.name, order=order).where(of.master, "in", [master])))
    stored = load(of, ids)
    names = list(of.computed)
    computed = query.rows(of.name, names, ids) if names and ids else {}
    rows = []
    for place, id in enumerate(ids):
        values = {name: stored[id][name] for name in of.fields}
        inner = {detail.name: load_rows(detail, id) for detail in of.details}
        worked_out = dict(zip(names, computed.get(id, ()), strict=False))
        rows.append(FormRow(of, values, id, dict(values), details=inner, computed=worked_out, place=place))
    return rows


def drafts(rows: Sequence[FormRow]) -> list[tuple[FormRow, DetailDraft]]:
    """What a save wants to know of a roster: only changed fields of stored rows, no blank rows, the order written."""
    found = []
    kept = [row for row in rows if not row.removed and not row.blank]
    moved = [row.place for row in kept] != sorted(row.place for row in kept)
    place = 0
    for row in rows:
        if row.blank or (row.removed and row.id is None):
            continue
        values = dict(row.values)
        if not row.removed and ORDER in row.of.fields:
            # Rows that keep their order keep their numbers, so that opening and saving changes nothing.
            place = place + 1 if moved or row.id is None else max(place, row.base.get(ORDER) or place)
            if moved or row.id is None:
                values[ORDER] = place
        if row.id is not None:
            values = {name: value for name, value in values.items() if value != row.base.get(name)}
        found.append((row, DetailDraft(values, row.id, row.removed, details=_inner(row))))
    return found


def _inner(row: FormRow) -> dict[str, list[DetailDraft]]:
    return {name: [draft for _, draft in drafts(rows)] for name, rows in row.details.items() if rows}


def take_answers(rows: Sequence[FormRow], told: Iterable[DetailDraft]) -> None:
    """Bring problems and computed columns of the drafts made from these rows back to the rows."""
    for (row, _), draft in zip(drafts(rows), told, strict=True):
        row.problems, row.computed = draft.problems, draft.computed or row.computed
        for name, inner in draft.details.items():
            take_answers(row.details[name], inner)


def changed(rows: Sequence[FormRow]) -> bool:
    """Whether a save would write anything of this roster."""
    return any(
        row.removed or row.bad or draft.values or any(changed(inner) for inner in row.details.values())
        for row, draft in drafts(rows)
    )


def every(rows: Iterable[FormRow]) -> Iterable[FormRow]:
    """All rows that stay, on every depth."""
    for row in rows:
        if not row.removed and not row.blank:
            yield row
            for inner in row.details.values():
                yield from every(inner)


def to_state(rows: Sequence[FormRow]) -> list[dict[str, Any]]:
    """Rows as plain data for ``models.unsaved``."""
    return [
        {
            "id": row.id, "values": row.values, "removed": row.removed, "bad": row.bad, "filled": row.filled,
            "details": {name: to_state(inner) for name, inner in row.details.items()},
        }
        for row in rows
        if not row.blank
    ]  # fmt: skip


def from_state(of: Ledger, kept: Sequence[dict[str, Any]], stored: Sequence[FormRow]) -> list[FormRow]:
    """Rows from ``to_state``; rows stored meanwhile by others are added at the end, deleted ones become new."""
    known = {row.id: row for row in stored}
    rows = []
    for one in kept:
        row = known.pop(one["id"], None) or new_row(of)
        names = set(of.fields)
        row.values |= _only(one["values"], names)
        row.removed, row.bad, row.filled = one["removed"], _only(one["bad"], names), _only(one["filled"], names)
        for detail in of.details:
            row.details[detail.name] = from_state(
                detail, one["details"].get(detail.name, ()), row.details.get(detail.name, ())
            )
        rows.append(row)
    return [*rows, *known.values()]


def _only(values: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in names}
