"""A form as it will look: its cells with their merges; what was filled is tinted, what stays open is marked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from models.exchange.fill.grid import SHEET, Edits, Grid
from models.exchange.read import column_letters
from widgets.look import letters

FILLED, OPEN = "filled", "open"
_TINTS = {FILLED: QColor("#EEF4FA"), OPEN: QColor("#FFF3D6")}
MOST_ROWS = 400
_NARROW, _WIDE = 7, 30


class _Tinted(QStyledItemDelegate):
    """Paints the tint first: the style sheet draws cells without their own background."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        brush = index.data(Qt.ItemDataRole.BackgroundRole)
        if brush is not None:
            painter.fillRect(option.rect, brush)  # type: ignore[attr-defined]
        super().paint(painter, option, index)


class FormGrid(QTableWidget):
    """``place_chosen(row, column)``: a cell of the finished form was clicked or reached with the keys."""

    place_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("填好的样子")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setWordWrap(True)
        self.setItemDelegate(_Tinted(self))
        self.currentCellChanged.connect(self._moved)
        self._loading = False

    def load(self, grid: Grid, edits: Edits, marks: Mapping[tuple[int, int], str]) -> None:
        """Show a grid with its edits; ``marks`` tint cells of the finished form. The cursor stays where it was."""
        kept = (self.currentRow(), self.currentColumn())
        self._loading = True
        self.clear()
        self.clearSpans()
        added = sum(count for count, _, _ in edits.inserts.values())
        endless = max((row for row, _ in edits.values), default=0)
        rows = min(max(grid.height + added, endless), MOST_ROWS)
        self.setRowCount(rows)
        self.setColumnCount(max(grid.width, 1))
        for row in range(1, rows + 1):
            self._load_row(grid, edits, marks, row)
        names = [column_letters(at) if grid.kind == SHEET else str(at) for at in range(1, grid.width + 1)]
        self.setHorizontalHeaderLabels(names)
        self.horizontalHeader().setVisible(grid.kind == SHEET)
        self._fit(grid)
        self._loading = False
        row, column = kept
        self.setCurrentCell(min(max(row, 0), rows - 1), min(max(column, 0), max(grid.width, 1) - 1))

    def _load_row(self, grid: Grid, edits: Edits, marks: Mapping[tuple[int, int], str], row: int) -> None:
        source = edits.blank_row(row)
        copied = source != row - sum(n for after, (n, _, _) in edits.inserts.items() if edits.moved(after) < row)
        for cell in grid.row(source):
            if cell.row != source:
                continue
            value = edits.values.get((row, cell.column))
            text = (
                _text(value) if value is not None else ("" if copied else edits.spliced(cell.text, (row, cell.column)))
            )
            if (row, cell.column) in edits.pictures:
                text = "〔照片〕"
            if cell.formula and value is None:
                text = "＝"
            item = QTableWidgetItem(text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            if (mark := marks.get((row, cell.column))) in _TINTS:
                item.setBackground(QBrush(_TINTS[mark]))
            self.setItem(row - 1, cell.column - 1, item)
            rows = 1 if copied else edits.moved(cell.last_row) - row + 1
            if after := edits.inserts.get(cell.last_row):
                # A title beside a table goes on beside its new rows.
                rows += after[0] if cell.row < after[2] and not copied else 0
            if rows > 1 or cell.columns > 1:
                width = min(cell.columns, grid.width - cell.column + 1)
                if rows > 1 or width > 1:
                    self.setSpan(row - 1, cell.column - 1, max(rows, 1), max(width, 1))

    def _fit(self, grid: Grid) -> None:
        """Columns as wide as their texts, within limits; rows as high as what is wrapped in them."""
        widths = []
        for column in range(grid.width):
            longest = 0
            for row in range(min(self.rowCount(), 60)):
                item = self.item(row, column)
                if item is not None and self.columnSpan(row, column) == 1:
                    longest = max(longest, *map(_width, item.text().split("\n")))
            widths.append(letters(self, min(max(longest + 3, _NARROW), _WIDE)))
        room = self.viewport().width() - self.verticalScrollBar().sizeHint().width() - 2
        if grid.kind != SHEET and sum(widths) < room:
            # A page of a document is filled to its margins.
            widths = [width * room // sum(widths) for width in widths]
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        if self.rowCount() <= MOST_ROWS:
            self.resizeRowsToContents()

    def _moved(self, row: int, column: int, *_before: int) -> None:
        if not self._loading and row >= 0 and column >= 0:
            self.place_chosen.emit(row + 1, column + 1)

    def go(self, row: int, column: int) -> None:
        """Put the cursor on a cell of the finished form."""
        self.setCurrentCell(row - 1, column - 1)


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def _width(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)
