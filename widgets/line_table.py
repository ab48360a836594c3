"""A small table of records inside a page: as high as its lines, Enter or a double click opens the record behind one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from widgets.look import DANGER, SOFT


@dataclass(frozen=True)
class Row:
    """One line: the record behind it (``id`` 0: none) and its texts; ``mark`` "bad" or "soft" colours it."""

    ledger: str
    id: int
    texts: tuple[str, ...]
    mark: str = ""


class LineTable(QTableWidget):
    """``opened(ledger, id)`` when a line is to be opened; at most ``most`` lines high."""

    opened = Signal(str, int)

    def __init__(self, name: str, headers: Sequence[str], most: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(0, len(headers), parent)
        self.rows: list[Row] = []
        self._most = most
        self.setHorizontalHeaderLabels(list(headers))
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setStretchLastSection(True)
        # What does not fit is in the tooltip: a bar would hide the last line of so small a table.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.itemActivated.connect(lambda item: self._open(item.row()))

    def show_rows(self, rows: Sequence[Row], widest: int = 0) -> None:
        """Show these lines; no column but the last gets wider than ``widest`` pixels."""
        self.rows = list(rows)
        self.setUpdatesEnabled(False)
        self.setRowCount(len(self.rows))
        colours = {"bad": QColor(DANGER), "soft": QColor(SOFT)}
        for at, row in enumerate(self.rows):
            for column, text in enumerate(row.texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if row.mark in colours:
                    item.setForeground(colours[row.mark])
                self.setItem(at, column, item)
        line = self.fontMetrics().height() + 10
        self.verticalHeader().setDefaultSectionSize(line)
        self.resizeColumnsToContents()
        for column in range(self.columnCount() - 1):
            width = self.columnWidth(column) + 8
            self.setColumnWidth(column, min(width, widest) if widest else width)
        shown = max(1, min(len(self.rows), self._most))
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + shown * line + 2 * self.frameWidth() + 2)
        if self.rows:
            self.setCurrentCell(0, 0)
        self.setUpdatesEnabled(True)

    def _open(self, at: int) -> None:
        if 0 <= at < len(self.rows) and self.rows[at].id:
            self.opened.emit(self.rows[at].ledger, self.rows[at].id)
