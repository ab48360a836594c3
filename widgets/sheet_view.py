"""A table that is walked through and selected like a spreadsheet, and never edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from widgets.record_header import RecordHeader

Index = QModelIndex | QPersistentModelIndex
STEPS = frozenset(
    {
        Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
        Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
    }
)  # fmt: skip
_FAR = {
    QAbstractItemView.CursorAction.MoveUp: (0, None),
    QAbstractItemView.CursorAction.MoveDown: (-1, None),
    QAbstractItemView.CursorAction.MoveLeft: (None, 0),
    QAbstractItemView.CursorAction.MoveRight: (None, -1),
}
_TYPING = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
_Flag = QItemSelectionModel.SelectionFlag


class SheetView(QTableView):
    """Cells, rows and columns are selected with mouse and keys as in a spreadsheet; typing does nothing.

    ``head`` is the column header. A model whose rows come in two steps brings the rest in ``load_all``.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = RecordHeader(self)
        self.setHorizontalHeader(self.head)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._fit_rows()

    def load_all(self) -> None:
        """Make sure that all rows are there before going or selecting to the end."""

    def all_there(self, key: QKeyEvent) -> bool:
        """Whether a key that goes beyond the first rows can do so now."""
        self.load_all()
        return True

    def setSelectionModel(self, model: QItemSelectionModel) -> None:
        """Let the header see one selected row instead of all.

        To draw itself it asks about every row of every selected column: seconds when all of a long list is selected.
        """
        super().setSelectionModel(model)
        rows = self.model()
        if rows is None:
            return
        seen = QItemSelectionModel(rows, self.head)
        self.head.setSelectionModel(seen)

        def follow() -> None:
            first = QItemSelection()
            for one in self.blocks() if rows.rowCount() else ():
                first.select(rows.index(0, one.left()), rows.index(0, one.right()))
            seen.select(first, _Flag.ClearAndSelect)

        model.selectionChanged.connect(follow)

    def _fit_rows(self) -> None:
        height = (self.fontMetrics().height() + 8 + 3) // 4 * 4
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    # --- the selection ------------------------------------------------------------------------------------------

    def blocks(self) -> list[QItemSelectionRange]:
        """The selected rectangles."""
        selection: Any = self.selectionModel().selection()
        return list(selection)

    def selected_columns(self) -> list[int]:
        """Columns with a selected cell."""
        return sorted({at for one in self.blocks() for at in range(one.left(), one.right() + 1)})

    def selected_rows(self) -> list[int]:
        """Rows with a selected cell, in order."""
        spans = sorted((one.top(), one.bottom()) for one in self.blocks())
        rows: list[int] = []
        for top, bottom in spans:
            rows.extend(range(max(top, rows[-1] + 1 if rows else 0), bottom + 1))
        return rows

    def select_block(self, rows: Iterable[int], columns: Sequence[int]) -> None:
        """Select these rows in these columns, and nothing else."""
        chosen, model = QItemSelection(), self.model()
        for top, bottom in _runs(rows):
            for left, right in _runs(columns):
                chosen.select(model.index(top, left), model.index(bottom, right))
        self.selectionModel().select(chosen, _Flag.ClearAndSelect)

    def put_cursor(self, row: int, column: int) -> QModelIndex:
        """Make one cell the current and only selected one, whatever keys are held (a form is saved with Ctrl+S)."""
        index = self.model().index(row, column)
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect)
        return index

    def select_rows(self) -> None:
        """Widen the selection to whole rows."""
        columns = list(range(self.model().columnCount()))
        self.select_block(self.selected_rows(), columns)

    def select_columns(self) -> None:
        """Widen the selection to whole columns."""
        self.load_all()
        chosen, model = QItemSelection(), self.model()
        for one in self.blocks():
            chosen.select(model.index(0, one.left()), model.index(model.rowCount() - 1, one.right()))
        self.selectionModel().select(chosen, _Flag.ClearAndSelect)

    # --- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Space and Shift+Space widen the selection; letters are left to whoever is around."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Space and held == Qt.KeyboardModifier.ShiftModifier:
            self.select_rows()
        elif key == Qt.Key.Key_Space and held == Qt.KeyboardModifier.ControlModifier:
            self.select_columns()
        elif event.text() and event.text().isprintable() and held in _TYPING:
            event.ignore()
        else:
            # Only what can go beyond the first rows has to wait for the rest.
            far = bool(held & Qt.KeyboardModifier.ControlModifier)
            goes = (key in STEPS or key == Qt.Key.Key_A) and (far or key == Qt.Key.Key_PageDown)
            if not goes or self.all_there(event):
                super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: Qt would read every row for it."""

    def moveCursor(self, action: QAbstractItemView.CursorAction, held: Qt.KeyboardModifier) -> QModelIndex:
        """Ctrl+arrow goes to the edge of the list, as in a spreadsheet."""
        if held & Qt.KeyboardModifier.ControlModifier and action in _FAR and self.model().rowCount():
            row, column = _FAR[action]
            here = self.currentIndex()
            order = self.head.in_order()
            to_row = here.row() if row is None else (0 if row == 0 else self.model().rowCount() - 1)
            return self.model().index(to_row, here.column() if column is None else order[column])
        return super().moveCursor(action, held)

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        """With Ctrl the arrows move the selection too, as in a spreadsheet."""
        if isinstance(event, QKeyEvent) and event.key() in STEPS:
            held = event.modifiers()
            if held & Qt.KeyboardModifier.ControlModifier:
                return _Flag.SelectCurrent if held & Qt.KeyboardModifier.ShiftModifier else _Flag.ClearAndSelect
        return super().selectionCommand(index, event)

    def viewportEvent(self, event: QEvent) -> bool:
        """A tool tip only where a text is cut off."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            text = str(index.data() or "") if index.isValid() else ""
            cut = self.fontMetrics().horizontalAdvance(text) + 16 > self.columnWidth(index.column()) if text else False
            QToolTip.showText(event.globalPos(), text if cut else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Rows follow the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """(first, last) of each unbroken run of rising numbers."""
    found = []
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        found.append((run[0], run[-1]))
    return found
