"""Records on their way into the ledgers: read from columns, compared with what is stored, written, told of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from models.exchange.cells import Note
from models.exchange.links import text_of
from models.exchange.national.layout import Assigned
from models.exchange.national.reader import Reader
from models.ledger import Ledger, ledger
from models.record import Values, blank, fill_initials, initials_fields, told_line
from models.writer import Operation

Change = tuple[str, str, str]
TOLD = "told"


class Entry:
    """One record: all ``values``, those ``given`` by the sheet, ``stored`` ones of the record it was found to be."""

    __slots__ = ("changes", "given", "id", "lines", "stored", "values")

    def __init__(self, values: Values, given: Values) -> None:
        self.values, self.given = values, given
        self.lines: list[str] = []
        self.stored: Values | None = None
        self.id: int | None = None
        self.changes: list[Change] = []

    @property
    def is_new(self) -> bool:
        """Whether there was no such record."""
        return self.stored is None

    def found(self, stored: Values) -> None:
        """It is this record."""
        self.stored, self.id = stored, stored["id"]

    def put(self, name: str, value: Any) -> None:
        """A value that follows from the sheet without a column of its own."""
        self.values[name] = value
        if value is not None:
            self.given[name] = value


class Columns:
    """The columns of one sheet that fill one part (a ledger, a step), read for chosen rows."""

    def __init__(self, assigned: Iterable[Assigned]) -> None:
        self.readers = [Reader(one) for one in assigned]
        self.of: Ledger = self.readers[0].place.of
        self.names = list(dict.fromkeys(one.place.field for one in self.readers))
        self.labels = tuple(told_line(one.label, "") for one in self.readers)
        self.blank = blank(self.of)
        self.has_told = TOLD in self.of.fields
        self._initials = initials_fields(self.of)
        self._completes = "complete" in vars(self.of.model)

    def read(self, columns: Sequence[Sequence[Any]], notes: dict[int, list[Note]], fresh: bool = False) -> list[Entry]:
        """An entry for each row of ``columns`` (one sequence of cells per sheet column); doubts go to ``notes``.

        ``fresh``: nothing is stored yet that they could be compared with.
        """
        if not columns:
            return []
        parsed: dict[str, Sequence[Any]] = {}
        told: dict[int, list[str]] = {}
        for reader in self.readers:
            values, words, said = reader.read(columns[reader.at])
            name = reader.place.field
            parsed[name] = _joined(parsed[name], values) if name in parsed else values
            for at, text in words.items():
                told.setdefault(at, []).append(told_line(reader.label, text))
            for at, some in said.items():
                notes.setdefault(at, []).extend(some)
        return self._entries(parsed, told, fresh)

    def _entries(self, parsed: dict[str, Sequence[Any]], told: dict[int, list[str]], fresh: bool) -> list[Entry]:
        names = list(parsed)
        complete, base = self.of.model.complete, self.blank
        entries = []
        for row in zip(*parsed.values(), strict=True):
            own = dict(zip(names, row, strict=True))
            values = {**base, **own}
            if self._completes:
                complete(values)
            given = {} if fresh else self._given(values, own)
            if self._completes:
                # A blank cell stays blank, whatever follows from the others.
                values.update(own)
            entries.append(Entry(values, given))
        if self._initials:
            fill_initials([one.values for one in entries], self._initials)
            for field in self._initials if not fresh else ():
                for one in entries:
                    one.put(field.name, one.values[field.name])
        for at, lines in told.items():
            entries[at].lines = lines
        return entries

    def _given(self, values: Values, own: Values) -> Values:
        """What the row says, and what follows from it; what a new form starts with is no word of the sheet."""
        base = self.blank
        return {
            name: value
            for name, value in values.items()
            if (own[name] is not None if name in own else value is not None and base[name] is None)
        } | {name: value for name, value in own.items() if value is not None}

    def settle_told(self, entry: Entry) -> None:
        """The words beside the values: new ones, and old ones of cells that are blank now."""
        if not self.has_told:
            return
        lines = list(entry.lines)
        if entry.stored is not None and entry.stored[TOLD]:
            spoken = tuple(
                label for label, reader in zip(self.labels, self.readers, strict=True)
                if entry.given.get(reader.place.field) is not None
            )  # fmt: skip
            mine = tuple(line[: line.index("〕") + 1] for line in lines)
            old = entry.stored[TOLD].split("\n")
            lines += [one for one in old if not (one.startswith(mine + spoken) if mine + spoken else False)]
        entry.values[TOLD] = entry.given[TOLD] = "\n".join(lines) or None


def _joined(first: Sequence[Any], more: Sequence[Any]) -> list[Any]:
    """Words of a further column (风险2) behind those of the columns before it."""
    return [f"{a},{b}" if a and b else a or b for a, b in zip(first, more, strict=True)]


class Present:
    """Who stands in the sheets of 监测对象信息: households and people by id, 人编号 of rows that were not taken in."""

    def __init__(self) -> None:
        self.homes: set[int] = set()
        self.villages: set[int] = set()
        self.people: set[int] = set()
        self.left_out: set[str] = set()


class Book:
    """What a batch of sheets writes: one operation, with what was ``made`` and which ledgers were ``empty`` before."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.made: Counter[str] = Counter()
        self.present = Present()
        self._empty: dict[str, bool] = {}
        self._at_first: dict[str, bool] = {}

    def empty(self, name: str) -> bool:
        """Whether the ledger held nothing when the batch began, or when its last sheet of the same kind did."""
        if name not in self._empty:
            model = ledger(name).model
            self._empty[name] = not model.select(model.id).exists()
            self._at_first.setdefault(name, self._empty[name])
        return self._empty[name]

    def was_empty(self, name: str) -> bool:
        """Whether the ledger held nothing when the batch began."""
        self.empty(name)
        return self._at_first[name]

    def again(self) -> None:
        """Before a further sheet of the same kind: it may say again what the one before it said."""
        self._empty = {name: empty for name, empty in self._empty.items() if not empty}

    def keep(self, of: Ledger, entries: Sequence[Entry], columns: Columns | None = None) -> None:
        """Write them: new ones whole, of others what differs; a blank cell changes nothing."""
        self.empty(of.name)
        if columns is not None:
            for one in entries:
                if one.lines or one.stored is not None:
                    columns.settle_told(one)
        new = [one for one in entries if one.stored is None]
        for one, id in zip(new, self.operation.add(of, [one.values for one in new]), strict=True):
            one.id = id
        self.made[of.name] += len(new)
        edits: dict[int, Values] = {}
        known: dict[int, Values] = {}
        for one in entries:
            if (before := one.stored) is None:
                continue
            changed = {name: value for name, value in one.given.items() if before[name] != value}
            if changed:
                assert one.id is not None
                edits[one.id], known[one.id] = changed, before
                one.changes = [
                    (of.fields[name].label, text_of(of.fields[name], before[name]), text_of(of.fields[name], value))
                    for name, value in changed.items()
                    if not of.fields[name].hidden
                ]
        self.operation.edit(of, edits, known)
