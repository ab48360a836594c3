"""Rows of a roster as a table model: cells by kind, problems marked, removed rows struck through until saved."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont

from models import clock, query
from models.form_rows import ORDER, FormRow, new_row
from models.kinds import MISSING, Date, Link, Problem
from models.ledger import Ledger, ledger
from widgets.editors import Editor
from widgets.look import SOFT, icon

Index = QModelIndex | QPersistentModelIndex
ROLE = Qt.ItemDataRole
NOWHERE = QModelIndex()
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
}


def inherited(of: Ledger) -> tuple[str, ...]:
    """Links that a detail shares with its master (行政村 of a member is that of its household).

    One that every detail must have and the master need not is the detail's own: the goods of a line of an order.
    """
    master = of.master_ledger
    if master is None:
        return ()
    return tuple(
        name
        for name, one in of.fields.items()
        if isinstance(one.kind, Link) and name in master.fields and master.fields[name].kind.__class__ is Link
        and master.fields[name].kind.ledger == one.kind.ledger
        and (master.fields[name].required or not one.required)
    )  # fmt: skip


def roster_columns(of: Ledger) -> list[str]:
    """Columns of a roster: the ledger's own default ones without what comes from the master."""
    away = {of.master, *inherited(of)}
    return [name for name in of.default_columns if "." not in name and name not in away]


def parse_block(text: str) -> list[list[str]]:
    """Cells of a block copied from Excel or WPS (tabs between, quoted where a cell has several lines)."""
    rows = list(csv.reader(io.StringIO(text), delimiter="\t"))
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


class RosterModel(QAbstractTableModel):
    """Cells of ``rows``; ``edited`` after every change by hand."""

    edited = Signal()

    def __init__(self, of: Ledger, parent: Any = None) -> None:
        super().__init__(parent)
        self.of = of
        self.names = roster_columns(of)
        self.columns = [of.column(name) for name in self.names]
        self.rows: list[FormRow] = []
        self._names_of: dict[tuple[str, int], str] = {}

    # --- what Qt asks ---

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def stored(self, column: int) -> bool:
        """Whether a column holds a field that can be typed."""
        name = self.names[column]
        return name in self.of.fields and not self.of.fields[name].readonly

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Typed fields of rows that stay can be edited."""
        flags = super().flags(index)
        if index.isValid() and self.stored(index.column()) and not self.rows[index.row()].removed:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole) -> Any:
        """Labels above, numbers at the left; a removed row says so."""
        if orientation == Qt.Orientation.Horizontal:
            one = self.columns[section]
            if role == ROLE.DisplayRole:
                return f"{one.title} ＊" if one.field.required else one.title
            return None
        if role == ROLE.DisplayRole:
            return "删" if self.rows[section].removed else str(section + 1)
        if role == ROLE.ToolTipRole:
            return "双击或按 F4 打开全部项目"
        return None

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        """Text, marks and reasons of a cell."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role in (ROLE.DisplayRole, ROLE.EditRole):
            return self.text(row, column.path)
        if role == ROLE.TextAlignmentRole:
            return _ALIGN[column.kind.align]
        if role == ROLE.FontRole and row.removed:
            font = QFont()
            font.setStrikeOut(True)
            return font
        if role == ROLE.ForegroundRole and (row.removed or not self.stored(index.column())):
            return QBrush(QColor(SOFT))
        if role in (ROLE.DecorationRole, ROLE.ToolTipRole, ROLE.BackgroundRole, ROLE.AccessibleDescriptionRole):
            return self._mark(row, column.path, role)
        return None

    def _mark(self, row: FormRow, name: str, role: int) -> Any:
        told = [] if row.removed else [one for one in row.all_problems() if one.field == name]
        if not told:
            return None
        wrong = any(one.level == "error" for one in told)
        if role == ROLE.DecorationRole:
            return icon("error" if wrong else "warning")
        if role == ROLE.BackgroundRole:
            return QBrush(QColor("#FBE9E7" if wrong else "#FFF7E2"))
        return "\n".join(("错误：" if one.level == "error" else "提醒：") + one.text for one in told)

    # --- cells ---

    def text(self, row: FormRow, name: str) -> str:
        """What a cell shows: the typed text while it is no value."""
        if name in row.bad:
            return row.bad[name]
        value = row.values.get(name) if name in self.of.fields else row.computed.get(name)
        if value is None:
            return ""
        kind = self.of.column(name).kind
        if isinstance(kind, Link):
            key = (kind.ledger, value)
            if key not in self._names_of:
                self._names_of[key] = query.label_of(ledger(kind.ledger), value)
            return self._names_of[key]
        return str(kind.to_text(value))

    def load_editor(self, index: Index, editor: Editor) -> None:
        """Put a cell into its editor."""
        row, name = self.rows[index.row()], self.names[index.column()]
        if name in row.bad:
            editor.set_typed(row.bad[name])
        else:
            editor.set_value(row.values.get(name))

    def put_editor(self, index: Index, editor: Editor) -> None:
        """Take what was typed; a text that is no value stays in the cell, marked."""
        row, name = self.rows[index.row()], self.names[index.column()]
        value, fault = editor.read()
        if value is MISSING:
            if row.bad.get(name) == editor.text():
                return
            row.put(name, editor.text(), typed=True)
        elif name in row.bad or value != row.values.get(name):
            row.set(name, value)
            row.doubts.pop(name, None)
            if fault is not None:
                row.doubts[name] = fault.text
        else:
            return
        self._changed(index.row())

    def _changed(self, first: int, last: int | None = None) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(first if last is None else last, len(self.columns) - 1))
        self.edited.emit()

    def refresh(self) -> None:
        """Show problems and computed columns that came back from a check."""
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self.rows) - 1)

    def put_texts(self, at: int, column: int, block: Sequence[Sequence[str]]) -> None:
        """Put a block of texts in from a cell on; rows are added as needed, read-only columns are passed over."""
        missing = at + len(block) - len(self.rows)
        if missing > 0:
            self.add(len(self.rows), missing, quiet=True)
        for down, texts in enumerate(block):
            row = self.rows[at + down]
            for right, text in enumerate(texts):
                here = column + right
                if here < len(self.columns) and self.stored(here) and not row.removed:
                    row.put(self.names[here], text)
        if block:
            self._changed(at, at + len(block) - 1)

    def block(self, indexes: Iterable[QModelIndex]) -> str:
        """Cells as a block for Excel or WPS."""
        cells = {(one.row(), one.column()): str(one.data() or "") for one in indexes}
        if not cells:
            return ""
        rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
        out = io.StringIO()
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerows([[cells.get((row, column), "") for column in columns] for row in rows])
        return out.getvalue()

    def clear(self, indexes: Iterable[QModelIndex]) -> None:
        """Blank cells."""
        for one in indexes:
            if self.stored(one.column()) and not self.rows[one.row()].removed:
                self.rows[one.row()].set(self.names[one.column()], None)
                self._changed(one.row())

    def copy_above(self, index: QModelIndex) -> None:
        """Ctrl+D: the value of the row above."""
        if index.row() > 0 and self.stored(index.column()):
            name = self.names[index.column()]
            self.rows[index.row()].set(name, self.rows[index.row() - 1].values.get(name))
            self._changed(index.row())

    def today(self, index: QModelIndex) -> None:
        """Ctrl+;: today in a date column."""
        if isinstance(self.columns[index.column()].kind, Date) and self.stored(index.column()):
            self.rows[index.row()].set(self.names[index.column()], clock.today_text())
            self._changed(index.row())

    # --- rows ---

    def set_rows(self, rows: list[FormRow]) -> None:
        """Show another list; the list itself is edited."""
        self.beginResetModel()
        self.rows = rows
        self._names_of.clear()
        self.endResetModel()

    def add(self, at: int, count: int = 1, *, quiet: bool = False) -> None:
        """Insert empty rows."""
        self.beginInsertRows(NOWHERE, at, at + count - 1)
        self.rows[at:at] = [new_row(self.of) for _ in range(count)]
        self.endInsertRows()
        if not quiet:
            self.edited.emit()

    def drop(self, at: int) -> None:
        """Take a row out that was never saved."""
        self.beginRemoveRows(NOWHERE, at, at)
        del self.rows[at]
        self.endRemoveRows()

    def remove(self, numbers: Iterable[int]) -> None:
        """Strike rows through, or bring them back; empty new ones just go."""
        for at in sorted(set(numbers), reverse=True):
            row = self.rows[at]
            if row.blank:
                self.drop(at)
            else:
                row.removed = not row.removed
        self.refresh()
        self.edited.emit()

    @property
    def ordered(self) -> bool:
        """Whether the order of rows is the clerk's own and written."""
        return ORDER in self.of.fields

    def move(self, at: int, by: int) -> int:
        """Move a row up or down; returns where it is now."""
        to = at + by
        if not self.ordered or not 0 <= to < len(self.rows):
            return at
        self.beginMoveRows(NOWHERE, at, at, NOWHERE, to + (1 if by > 0 else 0))
        self.rows.insert(to, self.rows.pop(at))
        self.endMoveRows()
        self.refresh()
        self.edited.emit()
        return to

    def problems(self) -> list[tuple[int, Problem]]:
        """(row number from 0, problem) of all rows that stay."""
        return [(at, one) for at, row in enumerate(self.rows) if not row.removed for one in row.all_problems()]
