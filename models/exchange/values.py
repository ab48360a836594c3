"""The values of a recognised table and what is wrong with them, without a ledger file to compare them with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.exchange.cells import ERROR, WARN, CellReader, Note, note_of
from models.exchange.match import Column, Mapping
from models.exchange.read import Row
from models.exchange.table import Table
from models.id_number import IdNumber
from models.kinds import Money, PersonName, Vague
from models.ledger import Ledger

CHUNK = 1_000
_SUM = re.compile(r"^(计划)?(项目)?(总投资|投资|合计|资金合计|总金额|概算总投资)")
USUAL = 0.8


@dataclass
class RowValues:
    """A data row: sheet ``number``, ``values`` {column from 1: stored value}, ``notes``."""

    number: int
    values: dict[int, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


class SheetValues:
    """Reads a table through its mapping; rows in order, each with everything that is to be said about it."""

    def __init__(self, table: Table, mapping: Mapping) -> None:
        assert mapping.ledger is not None
        self.table, self.mapping, self.of = table, mapping, mapping.ledger
        self.columns = [one for one in mapping.columns if one.target is not None]
        self.readers = [CellReader(one) for one in self.columns]
        self.own = {
            one.target.path: reader
            for one, reader in zip(self.columns, self.readers, strict=True)
            if one.target and one.target.distance == 0 and one.target.path in self.of.fields and not one.target.across
        }
        self.letters = {path: (reader.letter, reader.label) for path, reader in self.own.items()}
        self._seen: dict[tuple[int, Any], int] = {}
        self._rows: dict[tuple[Any, ...], int] = {}
        self._filled = {one.header.column: 0 for one in self.columns}
        self._count = 0

    def rows(self) -> Iterator[RowValues]:
        """Every data row."""
        for numbers, cells in self.table.chunks(CHUNK):
            yield from self._chunk(numbers, cells)

    def _chunk(self, numbers: Sequence[int], cells: Sequence[Row]) -> list[RowValues]:
        rows = [RowValues(number) for number in numbers]
        columns = list(zip(*cells, strict=False))
        for one, reader in zip(self.columns, self.readers, strict=True):
            values, notes = reader.read(columns[reader.at])
            at_column = one.header.column
            for row, value in zip(rows, values, strict=True):
                if value is not None:
                    row.values[at_column] = value
            for at, some in notes.items():
                rows[at].notes += some
            self._filled[at_column] += sum(1 for value in values if value is not None)
        self._count += len(rows)
        for row in rows:
            self._check(row)
        return rows

    # --- checks ---------------------------------------------------------------------------------------------------

    def _check(self, row: RowValues) -> None:
        told = {note.column for note in row.notes if note.level == ERROR}
        self._blanks(row, told)
        self._record(row, told)
        self._sums(row)
        self._twice(row)
        for reader in self.readers:
            value = row.values.get(reader.at + 1)
            if type(value) is Vague:
                row.notes.append(Note(WARN, reader.letter, reader.label, "是约数，请核对"))

    def _blanks(self, row: RowValues, told: set[str]) -> None:
        for one, reader in zip(self.columns, self.readers, strict=True):
            if row.values.get(one.header.column) is not None or reader.letter in told or one.target is None:
                continue
            usual = self._filled[one.header.column] >= USUAL * self._count
            if one.target.distance == 0 and not one.target.across and _is_needed(self.of, one):
                row.notes.append(Note(ERROR, reader.letter, reader.label, f"{reader.label}没有填"))
            elif usual and isinstance(one.kind, IdNumber):
                row.notes.append(Note(WARN, reader.letter, reader.label, f"{reader.label}没有填"))

    def _record(self, row: RowValues, told: set[str]) -> None:
        values = dict.fromkeys(self.of.fields)
        for path, reader in self.own.items():
            value = row.values.get(reader.at + 1)
            values[path] = int(value) if type(value) is Vague else value
        values |= self.mapping.constants
        self.of.model.complete(values)
        for problem in (*self.of.model.check(values), *self.of.model.agree(values)):
            if problem.field in self.letters and self.letters[problem.field][0] not in told:
                row.notes.append(note_of(problem, self.letters, {}))

    def _sums(self, row: RowValues) -> None:
        """A total beside the columns that it sums."""
        parts = [one for one in self.columns if one.target is not None and one.target.spread is not None]
        amounts = [row.values[one.header.column] for one in parts if one.header.column in row.values]
        if len(parts) < 2 or not amounts:
            return
        for path, reader in self.own.items():
            if isinstance(reader.kind, Money) and _SUM.match(self.of.fields[path].label):
                total = row.values.get(reader.at + 1)
                if total is not None and int(total) != sum(map(int, amounts)):
                    text = f"各项资金相加是 {reader.kind.to_text(sum(map(int, amounts)))}，与这里不同"
                    row.notes.append(Note(WARN, reader.letter, reader.label, text))

    def _twice(self, row: RowValues) -> None:
        """A person, or a whole row, that stood above already."""
        for path, reader in self.own.items():
            value = row.values.get(reader.at + 1)
            if value is not None and isinstance(reader.kind, IdNumber) and (path,) in self._keys:
                before = self._seen.setdefault((reader.at, value), row.number)
                if before != row.number:
                    row.notes.append(Note(WARN, "", reader.label, f"与第 {before} 行的{reader.label}相同"))
        key = tuple(sorted((column, str(value)) for column, value in row.values.items()))
        if len(key) > 2:
            before = self._rows.setdefault(key, row.number)
            if before != row.number:
                row.notes.append(Note(WARN, "", "", f"与第 {before} 行内容相同"))

    @property
    def _keys(self) -> set[tuple[str, ...]]:
        found = set(self.of.keys)
        return found | {("id_no",)} if self.of.name == "member" else found


def _is_needed(of: Ledger, one: Column) -> bool:
    assert one.target is not None
    if one.target.field.required:
        return one.target.path in of.fields
    return one.target.path == of.display and isinstance(one.target.field.kind, PersonName)
