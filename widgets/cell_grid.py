"""A table whose cells are edited by the editors of the form, input methods included; what its keys do is its own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from widgets.composing import Composing
from widgets.editors import Editor


class CellDelegate(QStyledItemDelegate):
    """Editors of the form in cells; the grid decides what their keys do."""

    def __init__(self, grid: CellGrid) -> None:
        super().__init__(grid)
        self.grid = grid

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Any) -> QWidget:
        """The editor of the cell."""
        editor = self.grid.make_editor(index, parent)
        editor.on_key = lambda event: self.grid.editor_key(editor, event)
        editor.box.installEventFilter(self)
        return editor

    def setEditorData(self, editor: QWidget, index: Any) -> None:
        """Cell → editor, once: a row that is checked meanwhile must not take away what is being typed."""
        if isinstance(editor, Editor) and not editor.property("loaded"):
            editor.setProperty("loaded", True)
            self.grid.load_cell(index, editor)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Any) -> None:
        """Editor → cell."""
        if isinstance(editor, Editor):
            self.grid.put_cell(index, editor)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Any) -> None:
        """Fill the cell."""
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the cell when the focus goes elsewhere; keys are not ours."""
        editor = watched.parent()
        if (
            event.type() == QEvent.Type.FocusOut
            and isinstance(event, QFocusEvent)
            and event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
            and editor is self.grid.open_editor()
        ):
            self.grid.close_cell(keep=True)
        return False


class CellGrid(QTableView):
    """Opens one cell at a time; typing, F2 and a double click open it."""

    def __init__(self, model: QAbstractItemModel, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._editor: Editor | None = None
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.composing = Composing(self)

    # --- what a grid says for itself ---

    def make_editor(self, index: Any, parent: QWidget) -> Editor:
        """The compact editor of a cell."""
        raise NotImplementedError

    def load_cell(self, index: Any, editor: Editor) -> None:
        """Cell → editor."""
        raise NotImplementedError

    def put_cell(self, index: Any, editor: Editor) -> None:
        """Editor → cell."""
        raise NotImplementedError

    def editor_key(self, editor: Editor, event: QKeyEvent) -> bool:
        """Keys that the editor of a cell has no use for; Esc gives up, Enter and Tab keep what was typed."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_cell(keep=False)
            self.setFocus()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.close_cell(keep=True)
            self.setFocus()
            return True
        if key == Qt.Key.Key_F2:
            editor.focus_end()
            return True
        return False

    # --- the open cell ---

    def open_editor(self) -> Editor | None:
        """The editor that is open in a cell."""
        return self._editor

    def edit(self, index: Any, trigger: Any = None, event: Any = None) -> Any:  # type: ignore[override]
        """Open a cell; remember its editor."""
        if trigger is None:
            super().edit(index)
            opened = True
        else:
            opened = super().edit(index, trigger, event)
        found = self.indexWidget(index) if index.isValid() else None
        self._editor = found if isinstance(found, Editor) else None
        return opened

    def close_cell(self, *, keep: bool) -> None:
        """Close the open cell, with or without what was typed."""
        editor, self._editor = self._editor, None
        if editor is None:
            return
        if keep:
            editor.settle()
            self.commitData(editor)
        self.closeEditor(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Another cell: keep what was typed in the one before."""
        if self._editor is not None:
            self.close_cell(keep=True)
        super().currentChanged(current, previous)

    # --- input methods ---

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composing in a cell that is not open yet opens it. The focus follows at the commit: moving it earlier would
        break the composition off."""
        if self._editor is None and (event.preeditString() or event.commitString()):
            super().inputMethodEvent(event)
        editor = self._editor
        if editor is None:
            return
        QCoreApplication.sendEvent(editor.box, event)
        if not event.preeditString():
            editor.box.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(editor.box, QLineEdit):
                editor.box.deselect()
                editor.box.end(False)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        """The caret of the open cell, so that the candidates stand beside it."""
        if self._editor is None:
            return super().inputMethodQuery(query)
        answer = self._editor.box.inputMethodQuery(query)
        if query == Qt.InputMethodQuery.ImCursorRectangle:
            corner = self._editor.box.mapTo(self, QPoint(0, 0))
            return answer.toRect().translated(corner) if hasattr(answer, "toRect") else answer.translated(corner)
        return answer
