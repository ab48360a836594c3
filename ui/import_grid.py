"""The cells of a preview and their keys: F2 mends, F4 elsewhere too, F5 takes a word in, F8 finds the next problem."""

from __future__ import annotations

import contextlib
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from models import query
from models.exchange.corrections import ADD, LEAVE_OUT
from models.exchange.receipt import ERROR
from models.kinds import MISSING, Fault, Name, PersonName
from models.ledger import ledger_of
from models.query import Selection
from ui.import_row_model import NUMBER, VERDICT, WHY, RowsModel
from widgets.cell_grid import CellGrid
from widgets.choice_editors import SuggestEditor
from widgets.editors import Editor, editor_for

_KEYS = (
    Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_Return,
    Qt.Key.Key_Enter, Qt.Key.Key_Delete,
)  # fmt: skip


class RowsGrid(CellGrid):
    """``mended(position, section, raw text before, text)`` a cell was changed · ``repeat_asked`` F4 ·
    ``option_asked`` F5: its list takes the word in · ``records_asked`` F7: which record is the row?"""

    mended = Signal(int, int, str, str)
    repeat_asked = Signal()
    option_asked = Signal()
    records_asked = Signal()

    def __init__(self, rows: RowsModel, parent: QWidget) -> None:
        super().__init__(rows, parent)
        self.rows = rows
        self.setAccessibleName("逐行核对")
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.setColumnHidden(NUMBER, True)  # it stands, with the verdict's sign, in the margin that does not scroll
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setSectionsClickable(True)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def fit(self) -> None:
        """Columns as wide as what they show, within reason."""
        metrics = self.fontMetrics()
        wide = metrics.horizontalAdvance("0")
        self.setColumnHidden(NUMBER, True)
        for column in range(VERDICT, self.rows.columnCount()):
            title = str(self.rows.headerData(column, Qt.Orientation.Horizontal))
            texts = [self.rows.text(self.rows.rows[at], column) for at in self.rows.shown[:60]]
            longest = max((metrics.horizontalAdvance(text[:60]) for text in [title, *texts]), default=0)
            most = wide * (40 if column == WHY else 26)
            self.setColumnWidth(column, min(longest + (36 if column == VERDICT else 24), most))

    def chosen(self) -> list[int]:
        """Positions of the selected rows."""
        found = {index.row() for index in self.selectionModel().selectedIndexes()}
        return sorted(found) or [at for at in (self.currentIndex().row(),) if at >= 0]

    def go_to(self, position: int, section: int) -> None:
        """Make a cell current and bring it into sight."""
        index = self.rows.index(position, section)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is said of a row below may take room from the list: the row itself stays in sight."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def step_problem(self, by: int) -> bool:
        """On to the next problem, or back to the one before; whether there is one."""
        here = self.currentIndex()
        found = self.rows.next_problem(here.row(), here.column(), by)
        if found is not None:
            self.go_to(*found)
        return found is not None

    # --- cells --------------------------------------------------------------------------------------------------

    def make_editor(self, index: Any, parent: QWidget) -> Editor:
        """The editor of the field's kind; names of linked records are offered."""
        field = self.rows.field(index.column())
        target = self.rows.columns[self.rows.column_of(index.column())].target
        named = isinstance(field.kind, Name) and not isinstance(field.kind, PersonName)
        if named and target is not None and target.path:
            of = ledger_of(target.field.model)
            editor = SuggestEditor(field, parent, compact=True)
            name = target.field.name
            editor.suggestions = lambda: [str(one) for one in query.distinct(Selection(of.name), name) if one]
            return editor
        return editor_for(field, parent, compact=True)

    def load_cell(self, index: Any, editor: Editor) -> None:
        """The text as it stands in the table."""
        editor.set_typed(self.rows.raw(index))

    def put_cell(self, index: Any, editor: Editor) -> None:
        """Take what was typed, spelled the way the program understands it."""
        before, text = self.rows.raw(index), editor.text().strip()
        if text == before.strip():
            return
        value, _ = editor.read()
        if value is not MISSING and value is not None:
            spelled = str(editor.kind.edit_text(value))
            # A form that only an editor takes stays as typed and is checked with its row.
            with contextlib.suppress(Fault):
                text = spelled if editor.kind.parse(spelled) == value else text
        self.mended.emit(index.row(), index.column(), before, text)

    # --- keys ---------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keys of the grid go before shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space leaves out, F6 adds as new; Enter opens the cell or goes to the row's first wrong one."""
        key, here = event.key(), self.currentIndex()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore() if key in _KEYS else super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            self.rows.toggle(self.chosen(), LEAVE_OUT)
        elif key == Qt.Key.Key_F6:
            self.rows.toggle(self.chosen(), ADD)
        elif key == Qt.Key.Key_F4:
            self.repeat_asked.emit()
        elif key == Qt.Key.Key_F5:
            self.option_asked.emit()
        elif key == Qt.Key.Key_F7:
            self.records_asked.emit()
        elif key == Qt.Key.Key_F8:
            self.step_problem(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(here)
        elif key == Qt.Key.Key_Delete and self.rows.can_edit(here):
            if before := self.rows.raw(here):
                self.mended.emit(here.row(), here.column(), before, "")
        else:
            super().keyPressEvent(event)

    def _open(self, here: Any) -> None:
        if self.rows.can_edit(here):
            self.edit(here)
        elif (row := self.rows.row_at(here.row())) is not None and row.verdict == ERROR:
            self.step_problem(1)
