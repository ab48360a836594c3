"""A worklist: things in order, each group under its heading; up and down pass over headings, Enter opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from widgets.look import letters

Index = QModelIndex | QPersistentModelIndex
HEADING = QColor("#EEF1F4")


@dataclass(frozen=True)
class Heading:
    """A heading over the things of one group."""

    text: str
    many: int


class GroupedModel(QAbstractTableModel):
    """Things under headings; a kind of list says its ``columns``, the ``counter`` (件, 处) and how a cell looks."""

    columns: Sequence[str] = ()
    counter = "条"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Any] = []

    def show_groups(self, groups: Mapping[str, Sequence[Any]], names: Iterable[str]) -> None:
        """Show the groups of these names in this order."""
        self.beginResetModel()
        self.lines = []
        for name in names:
            self.lines.append(Heading(name, len(groups[name])))
            self.lines += groups[name]
        self.endResetModel()

    def thing(self, row: int) -> Any:
        """What stands in a row, None for a heading."""
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return None if isinstance(line, Heading) else line

    def headings(self) -> list[int]:
        """Rows that are headings."""
        return [at for at, line in enumerate(self.lines) if isinstance(line, Heading)]

    def text(self, thing: Any, column: int) -> str:
        """The text of a cell."""
        raise NotImplementedError

    def colour(self, thing: Any, column: int) -> QColor | None:
        """The colour of a cell's text, None for the usual one."""
        return None

    def said(self, thing: Any) -> str:
        """What a screen reader says of a row."""
        return "，".join(filter(None, (self.text(thing, column) for column in range(len(self.columns)))))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows, headings among them."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are not chosen."""
        if self.thing(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and looks."""
        line = self.lines[index.row()]
        if isinstance(line, Heading):
            return self._heading(line, index.column(), role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(line, index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            return self.colour(line, index.column())
        return self.said(line) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _heading(self, line: Heading, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.text}（{line.many}{self.counter}）" if column == 0 else None
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return HEADING if role == Qt.ItemDataRole.BackgroundRole else None


class GroupedTable(QTableView):
    """The table of a GroupedModel; ``opened(thing)`` on Enter and double click."""

    opened = Signal(object)

    def __init__(self, model: GroupedModel, name: str, widths: Mapping[int, int], wide: int, parent: QWidget) -> None:
        """``widths`` in Latin letters by column; ``wide`` the column that takes what room is left."""
        super().__init__(parent)
        self.grouped = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize((self.fontMetrics().height() + 13) // 4 * 4)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, count in widths.items():
            self.setColumnWidth(column, letters(self, count) + 8)
        head.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    def span_headings(self) -> None:
        """After other things are shown: headings over the whole width, the cursor on the first thing."""
        self.clearSpans()
        for row in self.grouped.headings():
            self.setSpan(row, 0, 1, self.grouped.columnCount())
        if self.grouped.lines:
            self.go_to(1)

    def go_to(self, row: int) -> None:
        """Put the cursor on a row."""
        self.setCurrentIndex(self.grouped.index(row, 0))

    def current(self) -> Any:
        """What is under the cursor."""
        return self.grouped.thing(self.currentIndex().row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; up and down pass over the headings."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def step(self, way: int) -> None:
        """To the next thing up or down."""
        row = self.currentIndex().row() + way
        while 0 <= row < self.grouped.rowCount() and self.grouped.thing(row) is None:
            row += way
        if 0 <= row < self.grouped.rowCount():
            self.go_to(row)

    def _open(self, row: int) -> None:
        thing = self.grouped.thing(row)
        if thing is not None:
            self.opened.emit(thing)
