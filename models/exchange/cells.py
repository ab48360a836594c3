"""Reads the cells of a column into stored values, a whole column at a time; each different cell is parsed once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.exchange.error_cells import UNCALCULATED
from models.exchange.match import Column
from models.exchange.read import column_letters
from models.exchange.spans import span_of
from models.id_number import IdNumber
from models.kinds import MISSING, Choice, Date, Fault, Kind, Phone, Problem, Text, Vague, YesNo, cell_text

ERROR, WARN = "error", "warn"
_BLANK = frozenset({"", "/", "\\", "-", "—", "——", "－", "―", "--", "…"})
_ERRORS = frozenset({"#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", UNCALCULATED})
_WRONG = "单元格是错误值 {}，请在原表改好公式或填上内容"
_NO_RESULT = "单元格里只有公式，没有算出的结果；请用 Excel 或 WPS 打开原表保存一次再导入，或直接填上内容"
_NO_YEAR = re.compile(r"\d{1,2}[月./-]\d{1,2}[日号]?")
_NOTHING = frozenset({"无", "暂无", "没有"})
_LONGEST_BLANK = 8
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
        plain = isinstance(self.kind, Choice | YesNo) or (isinstance(self.kind, Text) and not self.kind.long)
        self._nothing = not plain
        self._doubts = type(self.kind).warning is not Kind.warning
        self._tidies = type(self.kind).tidy is not Kind.tidy
        self._marks = _BLANK | _ERRORS | _NOTHING if self._nothing else _BLANK | _ERRORS
        self._about: dict[str, list[Note]] = {}
        self.vague = False
        self._odd = bool(column.words or column.year)

    def read(self, cells: Sequence[Any]) -> tuple[Sequence[Any], dict[int, list[Note]]]:
        """Stored values (None: blank or wrong) and, by position, what is to be said."""
        if self._tidies and not self._odd and (tidy := self._as_they_stand(cells)) is not None:
            return tidy, {}
        if isinstance(self.kind, IdNumber):
            return self._read_numbers(self.kind, cells)
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
            cells = _ticked(cells)
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

    def _as_they_stand(self, cells: Sequence[Any]) -> Sequence[Any] | None:
        """The column itself when every cell is blank or tidy text, else None."""
        try:
            joined = "".join(cells)
        except TypeError:
            return None
        whole = all(cells)
        texts = cells if whole else [cell for cell in cells if cell]
        if not texts or not self._marks.isdisjoint(texts) or not self.kind.tidy(texts, joined):
            return None
        return cells if whole else [cell or None for cell in cells]

    def _read_numbers(self, kind: IdNumber, cells: Sequence[Any]) -> tuple[Sequence[Any], dict[int, list[Note]]]:
        """Numbers, which hardly ever stand in a table twice."""
        try:
            whole = min(map(len, cells)) > _LONGEST_BLANK
        except TypeError:
            whole = False
        if not whole:
            cells = ["" if self._is_blank(cell) else cell for cell in _ticked(cells)]
        numbers, faults = kind.parse_column(cells)
        notes = {at: self._said(ERROR if fault.value is MISSING else WARN, fault.text) for at, fault in faults.items()}
        # What is doubtful about a number is its area and its year of birth.
        about = self._about
        for at, number in enumerate(numbers):
            if number is None:
                continue
            start = number[:10]
            if (said := about.get(start)) is None:
                text = kind.warning(number)
                said = about[start] = self._said(WARN, text) if text else []
            if said:
                notes[at] = [*notes[at], *said] if at in notes else said
        return numbers, notes

    def _learn(self, cells: list[Any]) -> None:
        doubts = self.kind.warning if self._doubts else None
        values = self._values
        for cell in cells:
            if self._odd and cell.__class__ is str and (meant := self._meant(cell)) != cell:
                self._learn_as(cell, meant)
                continue
            if (cell.__class__ is not str or len(cell) <= _LONGEST_BLANK) and self._is_blank(cell):
                values[cell] = None
                continue
            if cell in _ERRORS:
                self._fault(cell, Fault(_NO_RESULT if cell == UNCALCULATED else _WRONG.format(cell)))
                continue
            try:
                value = values[cell] = self._parse(cell)
            except Fault as fault:
                self._fault(cell, fault)
                value = values[cell]
            if value.__class__ is Vague:
                self.vague = True
            if doubts is not None and value is not None and (text := doubts(value)):
                if isinstance(self.kind, Phone):
                    # Half a number, or two in one cell, rings nobody: better none than a wrong one.
                    values[cell] = None
                    text = f"{text}；“{cell_text(cell)}”没有登记"
                self._note(cell, WARN, text)

    def _parse(self, cell: Any) -> Any:
        """The value; a day that is still to come is kept and told of, for a year is easily mistyped."""
        try:
            return self.kind.parse(cell)
        except Fault:
            if not isinstance(self.kind, Date):
                raise
            if cell.__class__ is str and (days := span_of(cell)) is not None:
                return self._one_of_two(cell, days)
            if self.kind.future:
                raise
            later = Date(self.kind.precision).parse(cell)
            raise Fault(f"{later} 还没有到，请核对", later) from None

    def _one_of_two(self, cell: str, days: tuple[str, str]) -> Any:
        """The day of two that the column takes; where it expects one, the first, and the clerk is told."""
        if self.column.span == 2 and not days[1]:
            return None
        value = self.kind.parse(days[1] if self.column.span == 2 else days[0])
        if not self.column.span:
            raise Fault(f"“{cell}”是一段时间，按开始的 {value} 登记，请核对", value)
        return value

    def _meant(self, cell: str) -> str:
        """What a cell stands for: a mark of the legend, a village without its 村, a date without its year."""
        text = cell.strip()
        if text in self.column.words:
            return self.column.words[text]
        if self.column.year and _NO_YEAR.fullmatch(text):
            return (
                f"{self.column.year}年{text}"
                if "月" in text
                else f"{self.column.year}.{text}".replace("-", ".").replace("/", ".")
            )
        return cell

    def _learn_as(self, cell: str, meant: str) -> None:
        self._learn([meant])
        self._values[cell] = self._values[meant]
        if meant in self._notes:
            self._notes[cell] = self._notes[meant]
        if self.column.asks and self._values[cell] is not None:
            self._note(cell, WARN, f"“{cell}”按“{meant}”登记，请确认")

    def _is_blank(self, cell: Any) -> bool:
        if cell is None:
            return True
        if cell.__class__ is not str or len(cell) > _LONGEST_BLANK:
            return False
        text = cell.strip()
        return text in _BLANK or (self._nothing and text in _NOTHING)

    def _fault(self, cell: Any, fault: Fault) -> None:
        refused = fault.value is MISSING
        self._values[cell] = None if refused else fault.value
        self._note(cell, ERROR if refused else WARN, fault.text)

    def _note(self, cell: Any, level: str, text: str) -> None:
        said = self._said(level, text)
        self._notes[cell] = [*self._notes[cell], *said] if cell in self._notes else said

    def _said(self, level: str, text: str) -> list[Note]:
        """A note in a list of its own, which cells that say the same share."""
        shared = self._shared.get((level, text))
        if shared is None:
            if len(self._shared) > _ROOM:
                self._shared.clear()
            shared = self._shared[level, text] = [Note(level, self.letter, self.label, text)]
        return shared


def _ticked(cells: Sequence[Any]) -> Sequence[Any]:
    """Cells with tick boxes as words; 1 and 0 are found here too, and stay numbers."""
    if True in cells or False in cells:
        return ["是" if cell is True else "否" if cell is False else cell for cell in cells]
    return cells


def note_of(problem: Problem, columns: dict[str, tuple[str, str]], labels: dict[str, str]) -> Note:
    """A record's problem as a note; ``columns`` field → (letters, label), ``labels`` of fields without a column."""
    letter, label = columns.get(problem.field, ("", labels.get(problem.field, "")))
    text = problem.text
    if not letter and label and problem.level == ERROR and text == f"{label}没有填":
        text += "：表里没有这一列，这一行没有登记；请在原表加上这一列，再导入"
    return Note(problem.level, letter, label, text)
