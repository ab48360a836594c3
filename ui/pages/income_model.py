"""The rows of an income sheet as a table: items by group, amount, how it was reckoned, last year, what to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont

from models.kinds import Fault
from models.ledger import ledger
from models.ledgers.households._income import SUMS, derive
from models.ledgers.households.income_sheet import BUSINESS, COST, PROPERTY, TRANSFER, WAGE
from models.record import Values, blank
from models.rules import income
from models.rules.income import Facts, Hint
from widgets.look import CAUTION, DANGER, GROUND, INK, SOFT

ITEM, AMOUNT, NOTE, BEFORE, HINT = range(5)
TITLES = ("项目", "金额（元）", "怎么算的", "上年（元）", "提示")
GROUP, ROW, PART = "group", "row", "part"
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Row:
    """One line: ``kind`` GROUP (its field is the total), ROW or PART of the row above; ``field`` "" for a heading."""

    kind: str
    field: str
    label: str

    @property
    def has_parts(self) -> bool:
        """Whether its amount follows from lines of its own."""
        return self.field in SUMS


def _rows() -> Iterator[Row]:
    fields = ledger("income_sheet").fields
    for mark, total, title in (
        ("一", "wage", WAGE), ("二", "business", BUSINESS), ("三", "property", PROPERTY), ("四", "transfer", TRANSFER),
        ("五", "cost", COST),
    ):  # fmt: skip
        yield Row(GROUP, total, f"{mark}、{title}")
        for name in SUMS[total]:
            yield Row(ROW, name, fields[name].label)
            for part in SUMS.get(name, ()):
                yield Row(PART, part, fields[part].label)
    yield Row(GROUP, "", "六、单列（不计入年收入）")
    for name in ("cost_aid", "industry_award", "job_award", "F", "G"):
        yield Row(ROW, name, fields[name].label)


class SheetModel(QAbstractTableModel):
    """One sheet while it is filled in. ``altered()`` after each change, also while an amount is being typed."""

    altered = Signal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.of = ledger("income_sheet")
        self.rows: tuple[Row, ...] = tuple(_rows())
        self.values: Values = blank(self.of)
        self.before: Mapping[str, Any] = {}
        self.facts: Facts | None = None
        self.hints: dict[str, list[Hint]] = {}
        self.faults: dict[str, str] = {}
        self._held: Values | None = None

    # --- what is shown ---

    def show(self, values: Values, before: Mapping[str, Any] | None, facts: Facts | None) -> None:
        """Begin with these values beside last year's."""
        self.beginResetModel()
        self.values, self.before, self.facts, self.faults, self._held = dict(values), before or {}, facts, {}, None
        self._look()
        self.endResetModel()
        self.altered.emit()

    def _look(self) -> None:
        self.hints = {}
        for one in income.hints(self.values, self.facts):
            self.hints.setdefault(one.field, []).append(one)

    def others(self) -> list[Hint]:
        """Hints that stand beside no line: of the totals and of the sheet as a whole."""
        shown = {row.field for row in self.rows}
        return [one for name, some in self.hints.items() if name not in shown for one in some]

    def derived(self, field: str) -> bool:
        """Whether an amount follows from others that are filled in."""
        return any(self.values[part] is not None for part in SUMS.get(field, ()))

    def editable(self, row: Row, column: int) -> bool:
        """Whether the clerk may type there."""
        if not row.field:
            return False
        if column == AMOUNT:
            return not self.derived(row.field)
        return column == NOTE and f"{row.field}_note" in self.values

    def rowCount(self, parent: Index | None = None) -> int:
        """Lines of the sheet."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Five."""
        return 0 if parent is not None and parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole and section == NOTE:
            return "几个人×几个月×每月多少，检查时要看的算账"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells to type in."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.editable(self.rows[index.row()], index.column()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def text(self, row: Row, column: int, *, plain: bool = False) -> str:
        """What a cell says; ``plain`` for an editor and the clipboard."""
        name = row.field
        if column == ITEM:
            return {GROUP: "", ROW: "    ", PART: "          "}[row.kind] * (not plain) + row.label
        if column in (AMOUNT, BEFORE) and name:
            value = self.values[name] if column == AMOUNT else self.before.get(name)
            kind = self.of.fields[name].kind
            return "" if value is None else kind.edit_text(value) if plain else kind.to_text(value)
        if column == NOTE and name:
            return self.values.get(f"{name}_note") or ""
        if column == HINT and name:
            return self.faults.get(name) or "；".join(one.text for one in self.hints.get(name, ()))
        return ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, alignment and colours."""
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return self.text(row, column, plain=True)
        if role == Qt.ItemDataRole.ToolTipRole:
            if row.kind == GROUP and column == AMOUNT and self.editable(row, column):
                return "下面各项都不清楚、只知道合计的，填在这里"
            return self.text(row, column) or None if column in (HINT, NOTE) else None
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (AMOUNT, BEFORE):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole and row.kind == GROUP:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.BackgroundRole and (
            row.kind == GROUP or (column in (AMOUNT, NOTE) and not self.editable(row, column))
        ):
            return QBrush(QColor(GROUND))
        if role == Qt.ItemDataRole.ForegroundRole:
            return QBrush(QColor(self._ink(row, column)))
        return None

    def _ink(self, row: Row, column: int) -> str:
        if column == HINT:
            red = row.field in self.faults or any(one.level == "red" for one in self.hints.get(row.field, ()))
            return DANGER if red else CAUTION
        if column == BEFORE or (column == AMOUNT and row.kind == ROW and self.derived(row.field)):
            return SOFT
        return INK

    # --- what is typed ---

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A cell that was finished."""
        row, column = self.rows[index.row()], index.column()
        if role != Qt.ItemDataRole.EditRole or not self.editable(row, column):
            return False
        held, self._held = self._held, None
        taken = self.put(row.field, column, str(value))
        if not taken and held is not None:
            self.values = held
            self._look()
            self._tell()
        return taken

    def put(self, field: str, column: int, text: str) -> bool:
        """Take a text in; an amount that cannot be read stays out and its line says why."""
        if column == NOTE:
            self._set({f"{field}_note": " ".join(text.split()) or None})
            return True
        try:
            new = self.of.fields[field].kind.typed(text)
        except Fault as fault:
            self.faults[field] = fault.text
            self._tell()
            return False
        self.faults.pop(field, None)
        self._set({field: None if new is None else int(new)})
        return True

    def typing(self, field: str, text: str) -> None:
        """An amount in an open cell, not finished yet: totals follow where it can be read."""
        if self._held is None:
            self._held = dict(self.values)
        try:
            new = self.of.fields[field].kind.typed(text)
        except Fault:
            return
        self.values = dict(self._held)
        self._set({field: None if new is None else int(new)})

    def typing_ended(self, *, keep: bool) -> None:
        """The open cell was closed; Esc takes what was typed back."""
        if self._held is not None and not keep:
            self.values = self._held
            self._look()
            self._tell()
        self._held = None

    def set_values(self, new: Values) -> None:
        """Fields that stand outside the grid: persons, collector, date."""
        self._set(new)

    def _set(self, new: Values) -> None:
        touched = {name for name, value in new.items() if self.values[name] != value}
        self.values.update(new)
        derive(self.values, touched)
        self._look()
        self._tell()

    def _tell(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(TITLES) - 1))
        self.altered.emit()

    def clear(self, cells: Sequence[Index]) -> None:
        """Empty cells that can be typed in."""
        new: Values = {}
        for index in cells:
            row, column = self.rows[index.row()], index.column()
            if self.editable(row, column):
                new[row.field if column == AMOUNT else f"{row.field}_note"] = None
                self.faults.pop(row.field, None)
        if new:
            self._set(new)

    def paste(self, at: Index, text: str, shown: Sequence[int]) -> int:
        """A block from WPS, from this cell on down over the shown lines that can be typed in; returns cells filled."""
        lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
        rows = [one for one in shown if one >= at.row() and self.editable(self.rows[one], at.column())]
        done = 0
        for line, row in zip(lines, rows, strict=False):
            for offset, cell in enumerate(line.split("\t")):
                column = at.column() + offset
                if column in (AMOUNT, NOTE) and self.editable(self.rows[row], column):
                    done += self.put(self.rows[row].field, column, cell.strip())
        return done

    def copy_before(self) -> int:
        """Fill blank lines with last year's amounts and notes; returns how many."""
        names = [row.field for row in self.rows if row.field and not row.has_parts]
        new: Values = {}
        for name in names:
            if self.values[name] is None and self.before.get(name) is not None:
                new[name] = self.before[name]
                note = f"{name}_note"
                if note in self.values and self.values[note] is None:
                    new[note] = self.before.get(note)
        if new:
            self._set(new)
        return sum(1 for name in new if not name.endswith("_note"))
