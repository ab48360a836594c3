"""The grid of an income sheet: Excel's keys, totals that follow while typing, columns pasted from WPS."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.pages.income_model import AMOUNT, BEFORE, GROUP, HINT, ITEM, NOTE, PART, SheetModel
from widgets.composing import Composing

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CONTROL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip


class _Cell(QStyledItemDelegate):
    def __init__(self, grid: IncomeGrid) -> None:
        super().__init__(grid)
        self.grid = grid

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Any) -> QWidget:
        box = QLineEdit(parent)
        box.setFrame(False)
        box.composing = Composing(box)  # type: ignore[attr-defined]
        if index.column() == AMOUNT:
            box.setAlignment(Qt.AlignmentFlag.AlignRight)
            field = self.grid.sheet.rows[index.row()].field
            box.textEdited.connect(lambda text: self.grid.sheet.typing(field, text))
        self.grid.box = box
        return box

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Any) -> None:
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]

    def destroyEditor(self, editor: QWidget, index: Any) -> None:
        if self.grid.box is editor:
            self.grid.box = None
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        composing = getattr(watched, "composing", None)
        if composing is not None and composing.active:
            return False  # keys are the input method's
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.grid.finish(keep=False)
                return True
            if key in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.grid.finish(keep=True)
                self.grid.move_on(key, event.modifiers())
                return True
        return super().eventFilter(watched, event)


class IncomeGrid(QTableView):
    """The cells of one sheet; ``box`` the open editor."""

    def __init__(self, sheet: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self.box: QLineEdit | None = None
        self.setModel(sheet)
        self.setItemDelegate(_Cell(self))
        self.setAccessibleName("收入表")
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.set_low(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.composing = Composing(self)

    # --- looks ---

    def set_low(self, on: bool) -> None:
        """Lower lines on a low screen, so that more of the sheet is in view."""
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + (4 if on else 9))

    def show_parts(self, on: bool) -> None:
        """Show or hide the parts of 生态补偿金 and 其他转移性收入."""
        for at, row in enumerate(self.sheet.rows):
            if row.kind == PART:
                self.setRowHidden(at, not on)
        if self.isRowHidden(self.currentIndex().row()):
            self.setCurrentIndex(self.sheet.index(0, AMOUNT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Amounts as wide as they need be; notes and hints share the rest."""
        super().resizeEvent(event)
        digit = self.fontMetrics().horizontalAdvance("0")
        item, money = min(30 * digit, self.viewport().width() // 4), 14 * digit
        rest = self.viewport().width() - item - 2 * money
        note = max(18 * digit, rest * 5 // 11)
        for column, width in ((ITEM, item), (AMOUNT, money), (BEFORE, money), (NOTE, note)):
            self.setColumnWidth(column, width)
        self.setColumnWidth(HINT, max(20 * digit, rest - note))

    # --- cells ---

    def shown(self) -> list[int]:
        """Lines that are not hidden."""
        return [at for at in range(len(self.sheet.rows)) if not self.isRowHidden(at)]

    def finish(self, *, keep: bool) -> None:
        """Close the open cell."""
        box = self.box
        if box is None:
            return
        self.box = None
        if keep:
            self.commitData(box)
        self.sheet.typing_ended(keep=keep)
        self.closeEditor(box, QAbstractItemDelegate.EndEditHint.NoHint)
        self.setFocus()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Qt closes a cell that lost the focus by itself."""
        if editor is self.box:
            self.box = None
            self.sheet.typing_ended(keep=True)
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def first(self) -> None:
        """Go to the first amount."""
        rows = self.sheet.rows
        row = next((at for at in self.shown() if rows[at].kind != GROUP and self.sheet.editable(rows[at], AMOUNT)), 0)
        self.setCurrentIndex(self.sheet.index(row, AMOUNT))
        self.setFocus()

    # --- keys ---

    def event(self, event: QEvent) -> bool:
        """Copy, paste and Delete are the grid's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() & _CONTROL
            if (control and event.key() in (Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_D)) or event.key() in (
                Qt.Key.Key_Delete, Qt.Key.Key_F2,
            ):  # fmt: skip
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Excel's keys."""
        key, modifiers = event.key(), event.modifiers()
        here = self.currentIndex()
        if key in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.move_on(key, modifiers)
        elif modifiers & _CONTROL and key == Qt.Key.Key_C:
            QGuiApplication.clipboard().setText(self._block())
        elif modifiers & _CONTROL and key == Qt.Key.Key_V:
            self.paste()
        elif modifiers & _CONTROL and key == Qt.Key.Key_D:
            self._copy_above(here)
        elif key == Qt.Key.Key_Delete:
            self.sheet.clear(self.selectedIndexes() or [here])
        elif key == Qt.Key.Key_F2:
            self.edit(here)
            if self.box is not None:
                self.box.end(False)
        elif key == Qt.Key.Key_Escape or modifiers & (_CONTROL | _ALT):
            event.ignore()
            return
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def move_on(self, key: int, modifiers: Qt.KeyboardModifier) -> None:
        """Enter: the next item, in the same column; Tab: amount, note, next amount; Shift: back.

        Totals that may be typed in are reached by the arrow keys.
        """
        here = self.currentIndex()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            lines = self.shown()
            at = lines.index(here.row()) + (1 if key == Qt.Key.Key_Down else -1) if here.row() in lines else 0
            self.setCurrentIndex(self.sheet.index(lines[max(0, min(len(lines) - 1, at))], here.column()))
            return
        back = bool(modifiers & _SHIFT) or key == Qt.Key.Key_Backtab
        columns = [AMOUNT, NOTE] if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) else [here.column()]
        stops = [
            (row, column)
            for row in self.shown()
            for column in columns
            if self.sheet.editable(self.sheet.rows[row], column) and self.sheet.rows[row].kind != GROUP
        ]
        place = (here.row(), here.column())
        after = [one for one in stops if one < place][::-1] if back else [one for one in stops if one > place]
        if after:
            self.setCurrentIndex(self.sheet.index(*after[0]))

    def paste(self) -> None:
        """Cells from WPS, downwards from the current one."""
        self.sheet.paste(self.currentIndex(), QGuiApplication.clipboard().text(), self.shown())

    def _copy_above(self, here: QModelIndex) -> None:
        lines = [row for row in self.shown() if row < here.row()]
        if lines and self.sheet.editable(self.sheet.rows[here.row()], here.column()):
            text = self.sheet.text(self.sheet.rows[lines[-1]], here.column(), plain=True)
            self.sheet.put(self.sheet.rows[here.row()].field, here.column(), text)

    def _block(self) -> str:
        cells = {(one.row(), one.column()) for one in self.selectedIndexes() if not self.isRowHidden(one.row())}
        rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
        return "\n".join(
            "\t".join(self.sheet.text(self.sheet.rows[row], column, plain=True) for column in columns) for row in rows
        )

    # --- input methods: composing in a cell that is not open yet opens it ---

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """The focus follows at the commit: moving it earlier would break the composition off."""
        if self.box is None and (event.preeditString() or event.commitString()):
            super().inputMethodEvent(event)
        if self.box is None:
            return
        QCoreApplication.sendEvent(self.box, event)
        if not event.preeditString():
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)
            self.box.deselect()
            self.box.end(False)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        """The caret of the open cell, so that the candidates stand beside it."""
        if self.box is None:
            return super().inputMethodQuery(query)
        answer = self.box.inputMethodQuery(query)
        if query == Qt.InputMethodQuery.ImCursorRectangle:
            corner = self.box.mapTo(self, QPoint(0, 0))
            return answer.toRect().translated(corner) if hasattr(answer, "toRect") else answer.translated(corner)
        return answer
