"""Reads the cells of a column into stored values, a whole column at a time; each different cell is parsed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.exchange.match import Column
from models.exchange.read import column_letters
from models.id_number import IdNumber
from models.kinds import MISSING, Choice, Fault, Kind, Problem, Text, Vague, YesNo

ERROR, WARN = "error", "warn"
_BLANK = frozenset({"", "/", "\\", "-", "—", "——", "－", "―", "--", "…"})
_ERRORS = frozenset({"#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_NOTHING = frozenset({"无", "暂无", "没有"})
_ROOM = 4_000


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about a row: ``column`` letters ("" for the whole row), ``label`` of the field, ``level``."""

    level: str
    column: str
    label: str
    text: str


class CellReader:
    """Reads one column chunk by chunk; ``problems`` of different cells are remembered, so that texts are shared."""

    def __init__(self, column: Column) -> None:
        assert column.target is not None
        self.column = column
        self.kind: Kind = column.kind
        self.letter = column_letters(column.header.column)
        self.label = column.target.field.label if not column.target.spread else column.target.label
        self.at = column.header.column - 1
        self._values: dict[Any, Any] = {}
        self._notes: dict[Any, list[Note]] = {}
        self._shared: dict[tuple[str, str], list[Note]] = {}
        self._nothing = not isinstance(self.kind, Choice | YesNo | Text) or self.kind.name in ("id_number", "phone")
        self._doubts = type(self.kind).warning is not Kind.warning
        self.vague = False

    def read(self, cells: Sequence[Any]) -> tuple[list[Any], dict[int, list[Note]]]:
        """Stored values (None: blank or wrong) and, by position, what is to be said."""
        if not self._notes:
            try:
                return list(map(self._values.__getitem__, cells)), {}
            except KeyError:
                pass
        if len(self._values) > _ROOM:
            # A column of numbers or names: remembering them costs memory and saves nothing.
            self._values, self._notes = {}, {}
        different = set(cells)
        if True in different or False in different:
            # A tick box; 1 and 0 are found here too, and stay numbers.
            cells = ["是" if cell is True else "否" if cell is False else cell for cell in cells]
            different = set(cells)
        unknown = different - self._values.keys()
        if unknown:
            self._learn(list(unknown))
        known = self._values
        values = list(map(known.__getitem__, cells))
        if not self._notes or self._notes.keys().isdisjoint(different):
            return values, {}
        notes = self._notes
        return values, {at: notes[cell] for at, cell in enumerate(cells) if cell in notes}

    def _learn(self, cells: list[Any]) -> None:
        if isinstance(self.kind, IdNumber):
            self._learn_numbers(cells)
            return
        parse, doubts = self.kind.parse, self.kind.warning if self._doubts else None
        values = self._values
        for cell in cells:
            if (cell.__class__ is not str or len(cell) < 9) and self._is_blank(cell):
                values[cell] = None
                continue
            if cell in _ERRORS:
                self._fault(cell, Fault(f"单元格是错误值 {cell}，请在原表改好公式或填上内容"))
                continue
            try:
                value = values[cell] = parse(cell)
            except Fault as fault:
                self._fault(cell, fault)
                value = values[cell]
            if value.__class__ is Vague:
                self.vague = True
            if doubts is not None and value is not None and (text := doubts(value)):
                self._note(cell, WARN, text)

    def _learn_numbers(self, cells: list[Any]) -> None:
        assert isinstance(self.kind, IdNumber)
        filled = [cell for cell in cells if not self._is_blank(cell)]
        self._values.update(dict.fromkeys(cells))
        numbers, faults = self.kind.parse_column(filled)
        self._values.update(zip(filled, numbers, strict=True))
        for at, fault in faults.items():
            self._fault(filled[at], fault)
        # What is doubtful about a number is its area and its year of birth.
        doubts: dict[str, str] = {}
        for cell, number in zip(filled, numbers, strict=True):
            if number is None:
                continue
            if number[:10] not in doubts:
                doubts[number[:10]] = self.kind.warning(number)
            if text := doubts[number[:10]]:
                self._note(cell, WARN, text)

    def _is_blank(self, cell: Any) -> bool:
        if cell is None:
            return True
        if cell.__class__ is not str or len(cell) > 8:
            return False
        text = cell.strip()
        return text in _BLANK or (self._nothing and text in _NOTHING)

    def _fault(self, cell: Any, fault: Fault) -> None:
        refused = fault.value is MISSING
        self._values[cell] = None if refused else fault.value
        self._note(cell, ERROR if refused else WARN, fault.text)

    def _note(self, cell: Any, level: str, text: str) -> None:
        shared = self._shared.get((level, text))
        if shared is None:
            if len(self._shared) > _ROOM:
                self._shared.clear()
            shared = self._shared[level, text] = [Note(level, self.letter, self.label, text)]
        self._notes[cell] = [*self._notes[cell], *shared] if cell in self._notes else shared


def note_of(problem: Problem, columns: dict[str, tuple[str, str]], labels: dict[str, str]) -> Note:
    """A record's problem as a note; ``columns`` field → (letters, label), ``labels`` of fields without a column."""
    letter, label = columns.get(problem.field, ("", labels.get(problem.field, "")))
    return Note(problem.level, letter, label, problem.text)
