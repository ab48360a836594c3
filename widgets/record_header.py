"""The column header of a list: click to sort (up, down, own order), Shift+click for a further key, drag to reorder."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from widgets.column_fit import fold
from widgets.look import letters


class RecordHeader(QHeaderView):
    """Knows which column was clicked last and whether Shift was held; titles go in one line or in two."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.adding = False
        self.last_clicked = -1
        self.folded = False
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSortIndicatorClearable(True)
        self.setSortIndicatorShown(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        # A double click fits a column to what is on the screen, not to 200,000 rows.
        self.setResizeContentsPrecision(0)
        self.setMinimumSectionSize(letters(self, 6))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remember what the sort that may follow is about."""
        self.adding = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.last_clicked = self.logicalIndexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        self.adding = False

    def set_folded(self, folded: bool) -> bool:
        """Titles in two lines or in one; returns whether that is a change of the height."""
        if folded == self.folded:
            return False
        self.folded = folded
        self.setMinimumHeight(self.sizeHint().height() + self.fontMetrics().height() if folded else 0)
        self.setTextElideMode(Qt.TextElideMode.ElideNone if folded else Qt.TextElideMode.ElideRight)
        return True

    def initStyleOptionForIndex(self, option: Any, index: int) -> None:
        """Break the title where two lines are shown."""
        super().initStyleOptionForIndex(option, index)
        # A title that has room in one line stays there.
        measure = option.fontMetrics
        if self.folded and measure.horizontalAdvance(option.text) + letters(self, 4) > self.sectionSize(index):
            first, second = fold(option.text, measure)
            option.text = f"{first}\n{second}" if second else first

    def show_sort(self, section: int, descending: bool) -> None:
        """Show the arrow without sorting; -1 for none."""
        with QSignalBlocker(self):
            self.setSortIndicator(section, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        self.viewport().update()

    def in_order(self) -> list[int]:
        """Logical columns from left to right."""
        return [self.logicalIndex(at) for at in range(self.count())]

    def straighten(self) -> None:
        """Undo all dragging: columns stand in the order of the model."""
        with QSignalBlocker(self):
            for at in range(self.count()):
                self.moveSection(self.visualIndex(at), at)
