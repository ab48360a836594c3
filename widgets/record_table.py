"""The list of a ledger: sorts, selects and copies like a spreadsheet, never edits; made for 200,000 rows."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from models import database, query
from models.ledger import ledger
from models.query import Selection
from widgets import list_place, reading, table_copy, table_memory, table_menu
from widgets.column_fit import MOST, Need, fit, fold, widest
from widgets.record_model import RecordModel
from widgets.sheet_view import SheetView

REMEMBER_AFTER = 400
"""Milliseconds of rest before dragged widths are kept."""


class RecordTable(SheetView):
    """The records of a selection.

    Signals: ``opened(id)`` Enter, F2 or double click · ``counted(shown, all)`` whenever the numbers may have changed ·
    ``totalled({column: text})`` sums of the selection · ``filter_asked(Filter)`` from the context menu ·
    ``delete_asked()`` Delete key · ``new_asked()`` Insert key · ``copied(rows, columns)`` · ``columns_changed()`` ·
    ``waiting()`` the rows of before are gone, those of the new selection are still being read.
    """

    opened = Signal(int)
    counted = Signal(int, int)
    totalled = Signal(object)
    filter_asked = Signal(object)
    delete_asked = Signal()
    new_asked = Signal()
    copied = Signal(int, int)
    columns_changed = Signal()
    waiting = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = RecordModel(self)
        self._remember = QTimer(self, singleShot=True, interval=REMEMBER_AFTER)
        self._remember.timeout.connect(self.remember)
        self._all = -1
        self._dragged: set[str] = set()
        self._needs: list[Need] = []
        self._sums: dict[int, str] = {}
        self._measured: tuple[list[list[str]], QFont, list[int]] = ([], QFont(), [])
        self._fitting = False
        self._column = 0
        self._place: list_place.Place | None = None
        self._wanted: tuple[int, Callable[[], None] | None] | None = None
        self._key: QKeyEvent | None = None
        self._question: reading.Question | None = None
        self._build()
        self.records.loaded.connect(self._tell)
        self.records.arrived.connect(self._arrived)
        self.records.waiting.connect(self.waiting)
        self.records.leaving.connect(self._note_place)
        self.records.moved.connect(self._return)
        self.records.sort_asked.connect(self._sort)

    def _build(self) -> None:
        self.setModel(self.records)
        self.setSortingEnabled(True)
        self.head.customContextMenuRequested.connect(self._header_menu)
        self.head.sectionResized.connect(lambda section, *_: self._resized(section))
        self.head.sectionMoved.connect(self._moved)
        self.doubleClicked.connect(self._open)

    def load_all(self) -> None:
        """Read the ids that the first paint left out."""
        self.records.load_rest()

    def all_there(self, key: QKeyEvent) -> bool:
        """Whether a key that goes to the end can; in a large file it is pressed again when all rows are there."""
        if reading.is_light():
            self.load_all()
        elif not self.records.complete:
            self._key = key.clone()
        return self.records.complete

    # --- what is shown ------------------------------------------------------------------------------------------

    def set_selection(self, selection: Selection) -> None:
        """Show other records; another ledger comes with the columns, widths and order it remembers.

        An empty ``order`` means the order remembered for the ledger.
        """
        of = ledger(selection.ledger)
        if self.records.of is not of:
            self._all = -1
            kept = table_memory.remembered(of)
            paths = table_memory.known(of, kept.get("columns", ())) or of.default_columns
            order = selection.order or table_memory.known(of, kept.get("sort", ()))
            self._show(Selection(of.name, selection.search, selection.filters, order), paths)
            self._lay_out(kept.get("widths", {}))
        else:
            self._show(
                Selection(of.name, selection.search, selection.filters, selection.order or self.selection().order),
                self.records.paths,
            )

    def _show(self, selection: Selection, paths: Sequence[str]) -> None:
        self._wanted = self._key = None
        self._column = min(max(0, self.currentIndex().column()), len(paths) - 1)
        self.records.show(selection, paths)
        self._show_sort()
        self._arrived()

    def _arrived(self) -> None:
        """The first rows of another selection are there."""
        self.scrollToTop()
        if self.records.ids:
            self.put_cursor(0, self._column)

    def selection(self) -> Selection:
        """What is shown, with its order."""
        return self.records.selection

    def ids(self) -> array[int]:
        """All ids of the selection in order."""
        self.records.load_rest()
        return self.records.ids

    def ids_if_read(self) -> array[int]:
        """All ids of the selection in order; none while those of a large file are still being read."""
        return self.ids() if self.records.complete or reading.is_light() else array("q")

    def current_id(self) -> int | None:
        """The record of the current cell."""
        row = self.currentIndex().row()
        return self.records.ids[row] if 0 <= row < len(self.records.ids) else None

    def selected_ids(self) -> list[int]:
        """Records with a selected cell, in order."""
        ids = self.records.ids
        return [ids[row] for row in self.selected_rows()]

    def go_to(self, id: int, missing: Callable[[], None] | None = None) -> bool:
        """Make a record the current one and show it; False when it is not in the selection.

        Where the rows of a large file are still being read it goes there with the last of them, and calls ``missing``
        if it is not among them.
        """
        self._wanted = None
        row = self.records.row_of(id)
        if row < 0 and self.records.is_reading:
            self._wanted = id, missing
            return True
        if row < 0:
            self.records.load_rest()
            row = self.records.row_of(id)
        if row < 0:
            if missing is not None:
                missing()
            return False
        self.scrollTo(self.put_cursor(row, max(0, self.currentIndex().column())))
        return True

    def refresh(self) -> None:
        """Read everything again and stay where we are: same current record, same scroll place, same selection."""
        if self.records.of is None:
            return
        self._all = -1
        self.records.reread()

    def _note_place(self) -> None:
        self._place = list_place.note(self)

    def _return(self) -> None:
        if self._place is not None:
            list_place.go_back(self, self._place)

    def _tell(self) -> None:
        of = self.records.of
        if of is None:
            return
        if self._question is not None:
            self._question.drop()
        if reading.is_light():
            if self._all < 0:
                self._all = query.count(Selection(of.name))
            self.counted.emit(len(self.records.ids), self._all)
            self._total()
            self._fit()
        else:
            self._question = reading.ask(self, self._counting(), self._counted)
            # Quickly there most times: then the list and its numbers change together.
            self._question.wait(reading.PATIENCE)
        self._go_on()

    def _counting(self) -> Callable[[], int]:
        name, known = self.selection().ledger, self._all
        return lambda: query.count(Selection(name)) if known < 0 else known

    def _counted(self, many: int) -> None:
        self._all = many
        self.counted.emit(len(self.records.ids), many)
        selection, paths = self.selection(), self.records.paths
        self._question = reading.ask(self, lambda: query.foot(selection, paths), self._show_sums)

    def _go_on(self) -> None:
        """What had to wait for the last rows: going to a record, a key that goes to the end."""
        wanted, key = self._wanted, self._key
        self._wanted = self._key = None
        if wanted is not None:
            self.go_to(*wanted)
        elif key is not None:
            self.keyPressEvent(key)

    def _total(self) -> None:
        if reading.is_light():
            self._show_sums(query.foot(self.selection(), self.records.paths) if self.records.ids else {})
        else:
            self._counted(self._all)

    def _show_sums(self, sums: dict[str, int]) -> None:
        at = {path: column for column, path in enumerate(self.records.paths)}
        self._sums = {at[path]: self.records.kinds[at[path]].to_text(value) for path, value in sums.items()}
        self.totalled.emit(self._sums)
        self._fit()

    # --- columns ------------------------------------------------------------------------------------------------

    def visible_columns(self) -> tuple[str, ...]:
        """Paths of the columns from left to right, as the clerk dragged them."""
        return tuple(self.records.paths[at] for at in self.head.in_order())

    def set_columns(self, paths: Sequence[str]) -> None:
        """Show these columns in this order."""
        if not paths or tuple(paths) == self.visible_columns():
            return
        current = self.current_id()
        widths = self._widths()
        self.records.set_paths(paths)
        self._lay_out(widths)
        self._show_sort()
        self._total()
        if current is not None:
            self.go_to(current)
        self.remember()
        self.columns_changed.emit()

    def hide_column(self, path: str) -> None:
        """Show all columns but this one; the last one stays."""
        self.set_columns([one for one in self.visible_columns() if one != path])

    def reset_columns(self) -> None:
        """The columns and widths the ledger starts with."""
        if self.records.of is not None:
            table_memory.remember(self.records.of, columns=[], widths={})
            self.set_columns(self.records.of.default_columns)
            self._lay_out({})

    def _widths(self) -> dict[str, int]:
        """The widths the clerk chose; the others follow what is shown."""
        return {path: self.columnWidth(at) for at, path in enumerate(self.records.paths) if path in self._dragged}

    def _lay_out(self, widths: dict[str, Any]) -> None:
        self.head.straighten()
        self._dragged = {path for path, own in widths.items() if isinstance(own, int) and own > 0}
        self._needs = [
            replace(need, usual=widths[path], fixed=True) if path in self._dragged else need
            for path, need in zip(self.records.paths, self._usual_needs(), strict=True)
        ]
        self._fit()
        self._remember.stop()

    def _usual_needs(self) -> list[Need]:
        """What the columns ask for by their kinds and titles."""
        letter = self.fontMetrics().horizontalAdvance("0")
        bold = self.head.font()
        bold.setBold(True)
        measure = QFontMetrics(bold)
        needs = []
        for title, kind in zip(self.records.titles, self.records.kinds, strict=True):
            whole = measure.horizontalAdvance(title) + 6 * letter
            folded = max(measure.horizontalAdvance(line) for line in fold(title, measure)) + 4 * letter
            room = (kind.width + 2) * letter
            needs.append(Need(max(room, min(whole, room * 5 // 2)), whole, folded, 0))
        return needs

    def _content_needs(self) -> list[Need]:
        """What the columns ask for, with the texts of the first rows and the sums below."""
        letter = self.fontMetrics().horizontalAdvance("0")
        bold = self.font()
        bold.setBold(True)
        shown = self.records.first_texts()
        texts = self._text_widths(shown)
        needs = []
        for at, need in enumerate(self._needs):
            wide = texts[at] if shown and not need.fixed else 0
            # Rows further down may hold a digit or two more: a number must not be cut.
            wide += (4 if self.records.kinds[at].numeric else 2) * letter
            wide = max(wide, QFontMetrics(bold).horizontalAdvance(self._sums.get(at, "")) + letter)
            needs.append(replace(need, content=min(wide, MOST * letter) if shown else 0))
        return needs

    def _text_widths(self, shown: list[list[str]]) -> list[int]:
        """Pixels of the widest text of each column; the same rows are measured once, however often the room changes."""
        rows, font, found = self._measured
        if rows is not shown or font != self.font():
            found = [widest(texts, self.fontMetrics()) for texts in zip(*shown, strict=True)]
            self._measured = shown, self.font(), found
        return found

    def _fit(self) -> None:
        """Give the columns the widths that suit the room and the first rows."""
        if self.records.of is None or len(self._needs) != len(self.records.paths):
            return
        widths, folded = fit(self._content_needs(), self.viewport().width())
        with QSignalBlocker(self._remember):
            self._fitting = True
            for at, width in enumerate(widths):
                if self.columnWidth(at) != width:
                    self.setColumnWidth(at, width)
            self._fitting = False
        if self.head.set_folded(folded):
            self.updateGeometries()

    def _resized(self, section: int) -> None:
        if not self._fitting and section < len(self.records.paths):
            path = self.records.paths[section]
            self._dragged.add(path)
            self._needs[section] = replace(self._needs[section], usual=self.columnWidth(section), fixed=True)
            self._remember.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room shows more of the texts."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _moved(self) -> None:
        self._remember.start()
        self.columns_changed.emit()

    def remember(self) -> None:
        """Keep columns, widths and order for the next time."""
        self._remember.stop()
        if self.records.of is not None and database.is_open():
            table_memory.remember(
                self.records.of,
                columns=list(self.visible_columns()),
                widths=self._widths(),
                sort=list(self.selection().order),
            )

    def _header_menu(self, at: QPoint) -> None:
        table_menu.header_menu(self, self.head.logicalIndexAt(at)).popup(self.head.mapToGlobal(at))

    # --- order --------------------------------------------------------------------------------------------------

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        if self.records.of is None:
            return
        clicked = self.head.last_clicked if column < 0 else column
        path = self.records.paths[clicked] if 0 <= clicked < len(self.records.paths) else ""
        key = "" if column < 0 else ("-" if order == Qt.SortOrder.DescendingOrder else "") + path
        self.sort_by(path, key, adding=self.head.adding)

    def sort_by(self, path: str, key: str, *, adding: bool = False) -> None:
        """Sort by ``key`` ("path", "-path", "" for not by this column), as a further key when ``adding``."""
        before = self.selection().order
        if adding:
            places = [one.lstrip("-") for one in before]
            kept = list(before)
            if path in places:
                kept[places.index(path)] = key
            else:
                kept.append(key)
            order = tuple(one for one in kept if one)
        else:
            order = (key,) if key else ()
        self._show(replace(self.selection(), order=order), self.records.paths)
        self._remember.start()

    def _show_sort(self) -> None:
        order = self.selection().order
        last = order[-1] if order else ""
        path = last.lstrip("-")
        at = self.records.paths.index(path) if path in self.records.paths else -1
        self.head.show_sort(at, last.startswith("-"))
        self.records.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.records.paths) - 1))

    # --- copy ---------------------------------------------------------------------------------------------------

    def copy(self, with_header: bool = False) -> None:
        """Put the selected block on the clipboard; what lies between separate pieces stays out."""
        rows = self.selected_rows()
        if not rows:
            return
        self.records.load_rest()
        chosen = self.selected_columns()
        columns = [at for at in self.head.in_order() if at in chosen]
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            values = self.records.values(rows, columns)
            titles = [self.records.titles[at] for at in columns] if with_header else []
            data = table_copy.block([self.records.kinds[at] for at in columns], values, titles)
        finally:
            QGuiApplication.restoreOverrideCursor()
        QGuiApplication.clipboard().setMimeData(data)
        self.copied.emit(len(rows), len(columns))

    # --- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and F2 open, Delete and Insert ask the page, Ctrl+C copies, Ctrl+Shift+C with the header."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = held == Qt.KeyboardModifier.NoModifier
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._open(self.currentIndex())
        elif plain and key == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        elif plain and key == Qt.Key.Key_Insert:
            self.new_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key == Qt.Key.Key_C and held == Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier:
            self.copy(with_header=True)
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.records.ids):
            self.opened.emit(self.records.ids[index.row()])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the selected cells."""
        table_menu.cell_menu(self).popup(event.globalPos())
