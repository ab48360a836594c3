"""The grid of a roster: the keys of people who live in Excel, and cells edited by the editors of the form."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QWidget,
)

from widgets.cell_grid import CellGrid
from widgets.column_fit import MOST, Need, fit, widest
from widgets.editors import Editor, editor_for
from widgets.roster_model import RosterModel, parse_block

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CONTROL, _ALT, _SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
MOST_ROWS = 10


class Grid(CellGrid):
    """A roster's cells. ``passed(+1 or -1)`` the keyboard leaves it, ``wanted_form(row)`` F4 or a double click,
    ``wanted_other(row)`` F3: the record that carries the same number."""

    passed = Signal(int)
    wanted_form = Signal(int)
    wanted_other = Signal(int)
    record_requested = Signal(str, int)
    row_changed = Signal(int)

    def __init__(self, rows: RosterModel, parent: QWidget) -> None:
        super().__init__(rows, parent)
        self.rows = rows
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(True)
        self.setAccessibleName(f"{rows.of.title}名单")
        header = self.verticalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultSectionSize(self.fontMetrics().height() + 14)
        header.sectionDoubleClicked.connect(self.wanted_form)
        self._usual: list[int] = []
        self._widths()
        for signal in (rows.rowsInserted, rows.rowsRemoved, rows.modelReset):
            signal.connect(self.fit)
        rows.modelReset.connect(self._grow)
        self.fit()

    def _widths(self) -> None:
        wide = self.fontMetrics().horizontalAdvance("0")
        self._usual = []
        for at, one in enumerate(self.rows.columns):
            title = self.fontMetrics().horizontalAdvance(str(self.rows.headerData(at, Qt.Orientation.Horizontal))) + 28
            # Numbers are wide and often marked: the mark must not cut them short.
            mark = 24 if one.kind.name == "id_number" else 0
            self._usual.append(max(title, wide * (one.kind.width + 2) + mark))
            self.setColumnWidth(at, self._usual[at])

    def _grow(self) -> None:
        """Give the room that is left to the texts that are cut."""
        wide, shown = self.fontMetrics().horizontalAdvance("0"), range(min(MOST_ROWS, self.rows.rowCount()))
        needs = []
        for at, usual in enumerate(self._usual):
            texts = [str(self.rows.index(row, at).data() or "") for row in shown]
            needs.append(Need(usual, usual, usual, min(widest(texts, self.fontMetrics()) + 2 * wide, MOST * wide)))
        for at, width in enumerate(fit(needs, max(self.viewport().width(), sum(self._usual)))[0]):
            self.setColumnWidth(at, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room shows more of the texts."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._grow()

    def fit(self) -> None:
        """Be as high as the rows, up to ten."""
        shown = max(1, min(MOST_ROWS, self.rows.rowCount()))
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(
            self.horizontalHeader().sizeHint().height() + shown * self.verticalHeader().defaultSectionSize() + bar + 4
        )

    # --- cells ---

    def make_editor(self, index: Any, parent: QWidget) -> Editor:
        """The editor of the column's kind."""
        editor = editor_for(self.rows.columns[index.column()].field, parent, compact=True)
        editor.open_requested.connect(self.record_requested)
        return editor

    def load_cell(self, index: Any, editor: Editor) -> None:
        """Cell → editor."""
        self.rows.load_editor(index, editor)

    def put_cell(self, index: Any, editor: Editor) -> None:
        """Editor → cell."""
        self.rows.put_editor(index, editor)

    def editor_key(self, editor: Editor, event: QKeyEvent) -> bool:
        """Keys that the editor of a cell has no use for: Enter, Tab and the arrows go on."""
        key, modifiers = event.key(), event.modifiers()
        if key in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.close_cell(keep=True)
            self.setFocus()
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.step_row(-1 if key == Qt.Key.Key_Up else 1)
            else:
                self.move_on(key, modifiers)
            return True
        return super().editor_key(editor, event)

    def currentChanged(self, current: Any, previous: Any) -> None:
        """Follow the current row."""
        super().currentChanged(current, previous)
        self.row_changed.emit(current.row())

    # --- keys ---

    def event(self, event: QEvent) -> bool:
        """Keys of the grid go before shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if modifiers & _CONTROL:
            return key in (
                Qt.Key.Key_D, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_Delete, Qt.Key.Key_Semicolon, *_ENTER,
            )  # fmt: skip
        if modifiers & _ALT:
            return key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        return key in (Qt.Key.Key_Insert, Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Excel's keys."""
        key, modifiers = event.key(), event.modifiers()
        if self._is_own(event):
            self._act(key, modifiers)
        elif key in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.move_on(key, modifiers)
        elif key == Qt.Key.Key_Escape or modifiers & (_CONTROL | _ALT):
            event.ignore()
            return
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.passed.emit(-1)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _act(self, key: int, modifiers: Qt.KeyboardModifier) -> None:
        here = self.currentIndex()
        if key == Qt.Key.Key_Insert:
            self.add_row()
        elif key == Qt.Key.Key_V:
            self.paste()
        elif key in _ENTER:
            self.leave(1)
        elif not here.isValid():
            return
        elif key == Qt.Key.Key_Delete and modifiers & _CONTROL:
            self.remove_rows()
        elif key == Qt.Key.Key_Delete:
            self.rows.clear(self.selectedIndexes() or [here])
        elif key == Qt.Key.Key_F2:
            self.edit(here)
        elif key == Qt.Key.Key_F3:
            self.wanted_other.emit(here.row())
        elif key == Qt.Key.Key_F4:
            self.wanted_form.emit(here.row())
        elif key == Qt.Key.Key_D:
            self.rows.copy_above(here)
        elif key == Qt.Key.Key_Semicolon:
            self.rows.today(here)
        elif key == Qt.Key.Key_C:
            QGuiApplication.clipboard().setText(self.rows.block(self.selectedIndexes()))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_row(-1 if key == Qt.Key.Key_Up else 1)

    # --- moving ---

    def _columns(self) -> list[int]:
        return [at for at in range(len(self.rows.columns)) if self.rows.stored(at)]

    def arrive(self, by: int = 1) -> None:
        """Take the focus from the form: the first free cell, in a new row when there is none."""
        if not self.rows.rows:
            self.rows.add(0, quiet=True)
        at = 0 if by > 0 else len(self.rows.rows) - 1
        self.setCurrentIndex(self.rows.index(at, self._columns()[0]))
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def move_on(self, key: int, modifiers: Qt.KeyboardModifier) -> None:
        """Enter and Tab: the next cell; at the end a new row; on an empty last row on to the next field."""
        if key == Qt.Key.Key_Backtab or modifiers & _SHIFT:
            self._back()
            return
        here, columns = self.currentIndex(), self._columns()
        row = here.row()
        last = row == len(self.rows.rows) - 1
        if not here.isValid() or (last and self.rows.rows[row].blank and here.column() == columns[0]):
            self.leave(1)
            return
        after = [at for at in columns if at > here.column()]
        if after and not self.rows.rows[row].removed:
            self.setCurrentIndex(self.rows.index(row, after[0]))
        elif not last:
            self.setCurrentIndex(self.rows.index(row + 1, columns[0]))
        elif self.rows.rows[row].blank:
            self.leave(1)
        else:
            self.add_row()

    def _back(self) -> None:
        here, columns = self.currentIndex(), self._columns()
        before = [at for at in columns if at < here.column()]
        if before:
            self.setCurrentIndex(self.rows.index(here.row(), before[-1]))
        elif here.row() > 0:
            self.setCurrentIndex(self.rows.index(here.row() - 1, columns[-1]))
        else:
            self.leave(-1)

    def step_row(self, by: int) -> None:
        """One row up or down in the same column."""
        here = self.currentIndex()
        to = here.row() + by
        if 0 <= to < len(self.rows.rows):
            self.setCurrentIndex(self.rows.index(to, here.column()))

    def leave(self, by: int) -> None:
        """On to what stands after the roster; an empty last row is dropped."""
        if self.rows.rows and self.rows.rows[-1].blank:
            self.rows.drop(len(self.rows.rows) - 1)
        self.passed.emit(by)

    # --- rows ---

    def add_row(self) -> None:
        """A new row at the end, its first cell current."""
        if not self.rows.rows or not self.rows.rows[-1].blank:
            self.rows.add(len(self.rows.rows))
        self.setCurrentIndex(self.rows.index(len(self.rows.rows) - 1, self._columns()[0]))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove_rows(self) -> None:
        """Strike the selected rows through or bring them back."""
        chosen = {one.row() for one in self.selectedIndexes()} or {self.currentIndex().row()}
        self.rows.remove(at for at in chosen if at >= 0)

    def move_row(self, by: int) -> None:
        """Move the current row."""
        here = self.currentIndex()
        if here.isValid():
            self.setCurrentIndex(self.rows.index(self.rows.move(here.row(), by), here.column()))

    def paste(self) -> None:
        """A block from Excel or WPS, from the current cell on."""
        block = parse_block(QGuiApplication.clipboard().text())
        here = self.currentIndex()
        at = here.row() if here.isValid() else len(self.rows.rows)
        column = here.column() if here.isValid() else self._columns()[0]
        self.rows.put_texts(at, column, block)
