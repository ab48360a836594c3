"""A report's table on the screen as it will be printed: two-level heads, 合计 and 小计, figures that open records."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from models.reports.returns.base import DATA, TOTAL, Cell, Head, ReturnTable, Row
from widgets.look import ACCENT, LINE, letters

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole
HEAD_GROUND, TOTAL_GROUND = QColor("#EEF1F4"), QColor("#F3F6F9")
WIDEST, NARROWEST = 44, 5
"""Letters."""


class ReportModel(QAbstractTableModel):
    """The rows of a table with 序号, 合计 first or last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heads: list[Head] = []
        self.rows: list[tuple[str, Row]] = []
        self.shift = 0

    def show_table(self, table: ReturnTable | None) -> None:
        """Show this table; None shows nothing."""
        self.beginResetModel()
        self.heads, self.rows, self.shift = [], [], 0
        if table is not None:
            self.shift = int(table.serial)
            self.heads = [*([Head("序号", width=4, align="center")] if table.serial else []), *table.heads]
            number = 0
            for row in table.rows:
                number += row.kind == DATA
                self.rows.append((str(number) if row.kind == DATA else "", row))
            if table.total is not None:
                self.rows.insert(0 if table.total_first else len(self.rows), ("合计", table.total))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns."""
        return 0 if parent.isValid() else len(self.heads)

    def cell(self, index: Index) -> Cell:
        """The cell at an index; an empty one for 序号."""
        at = index.column() - self.shift
        return self.rows[index.row()][1].cells[at] if at >= 0 else Cell()

    def text(self, index: Index) -> str:
        """What stands in a cell."""
        number, row = self.rows[index.row()]
        if index.column() < self.shift:
            return number
        found = self.cell(index).text
        return "" if row.kind == TOTAL and found == "合计" and self.shift else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, alignment and looks of a cell."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index).replace("\n", " ")
        if role == CELL:
            return self.cell(index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = {"right": Qt.AlignmentFlag.AlignRight, "center": Qt.AlignmentFlag.AlignHCenter}
            align = side.get(self.heads[index.column()].align, Qt.AlignmentFlag.AlignLeft)
            return int(align | Qt.AlignmentFlag.AlignVCenter)
        strong = self.rows[index.row()][1].kind != DATA
        if role == Qt.ItemDataRole.FontRole and strong:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.BackgroundRole and strong:
            return TOTAL_GROUND
        if role == Qt.ItemDataRole.ForegroundRole and opens(self.cell(index)):
            return QColor(ACCENT)
        if role == Qt.ItemDataRole.ToolTipRole:
            text = self.text(index)
            return f"{text}\n（点开看这些记录）" if opens(self.cell(index)) else text or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section].title
        return None


def opens(cell: Cell) -> bool:
    """Whether a click on the figure opens the records behind it."""
    return cell.where is not None and cell.text not in ("", "0", "0.00", "—")


class GroupedHeader(QHeaderView):
    """Column titles under the titles of their groups."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.heads: list[Head] = []
        self.setMinimumSectionSize(letters(self, NARROWEST))
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def show_heads(self, heads: list[Head]) -> None:
        """The columns to come."""
        self.heads = heads
        self.updateGeometry()

    def _line(self) -> int:
        return self.fontMetrics().height()

    def _lower(self) -> int:
        """Height of the titles: as many lines as the one that needs most."""
        most = 1
        for at, head in enumerate(self.heads):
            width = max(20, self.sectionSize(at) - 12) if at < self.count() else 80
            rect = self.fontMetrics().boundingRect(QRect(0, 0, width, 999), _FLAGS, head.title)
            most = max(most, min(3, round(rect.height() / self._line())))
        return most * self._line() + 10

    def _upper(self) -> int:
        return self._line() + 10 if any(head.group for head in self.heads) else 0

    def sizeHint(self) -> QSize:
        """As high as both levels need."""
        return QSize(super().sizeHint().width(), self._lower() + self._upper())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one column's part of both levels."""
        if section >= len(self.heads):
            return
        head = self.heads[section]
        font = self.font()
        font.setBold(True)
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, HEAD_GROUND)
        painter.setFont(font)
        lower = QRect(rect)
        if head.group:
            upper = QRect(rect)
            upper.setHeight(self._upper())
            lower.setTop(upper.bottom() + 1)
            first, last = self._run(section)
            whole = QRect(upper)
            whole.setLeft(rect.left() - sum(self.sectionSize(at) for at in range(first, section)))
            whole.setWidth(sum(self.sectionSize(at) for at in range(first, last + 1)))
            painter.drawText(whole.adjusted(4, 2, -4, -2), _FLAGS, head.group)
            painter.setPen(QColor(LINE))
            painter.drawLine(upper.bottomLeft(), upper.bottomRight())
            if section == last:
                painter.drawLine(upper.topRight(), upper.bottomRight())
        painter.setPen(QColor(LINE))
        painter.drawLine(lower.topRight(), lower.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(lower.adjusted(4, 2, -4, -2), _FLAGS, head.title)
        painter.restore()

    def _run(self, section: int) -> tuple[int, int]:
        group = self.heads[section].group
        first = last = section
        while first > 0 and self.heads[first - 1].group == group:
            first -= 1
        while last + 1 < len(self.heads) and self.heads[last + 1].group == group:
            last += 1
        return first, last


_FLAGS = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)


class ReportView(QTableView):
    """``opened(Cell)`` when a figure is clicked, or Enter is pressed, or a record's row is double-clicked."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = ReportModel(self)
        self.setModel(self.table)
        self.head = GroupedHeader(self)
        self.setHorizontalHeader(self.head)
        self.setAccessibleName("报表")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize((self.fontMetrics().height() + 11) // 4 * 4)
        self.doubleClicked.connect(self._record)

    def show_table(self, table: ReturnTable | None) -> None:
        """Show this table, columns as wide as their first rows need."""
        self.table.show_table(table)
        self.head.show_heads(self.table.heads)
        self._fit()
        if self.table.rows:
            self.setCurrentIndex(self.table.index(0, self.table.shift))

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        digit = max(1, metrics.horizontalAdvance("0"))
        for at, head in enumerate(self.table.heads):
            texts = [self.table.text(self.table.index(row, at)) for row in range(min(60, len(self.table.rows)))]
            widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
            title = metrics.horizontalAdvance(head.title)
            # A long title takes two lines before it makes a narrow column of figures wide.
            wished = max(widest, title if title <= 8 * digit else title // 2 + digit)
            self.setColumnWidth(at, min(WIDEST * digit, max(NARROWEST * digit, wished + 2 * digit + 6)))
        self._widen()
        self.head.updateGeometry()
        self.updateGeometries()

    def _widen(self) -> None:
        """Spare room goes to all columns alike, so that a small table does not cling to the left."""
        widths = [self.columnWidth(at) for at in range(len(self.table.heads))]
        spare = min(self.viewport().width() - sum(widths), sum(widths) // 2)
        if spare > 0 and widths:
            for at, width in enumerate(widths):
                if at >= self.table.shift:
                    self.setColumnWidth(at, width + spare * width // sum(widths))

    def _at(self, where: QPoint) -> Cell:
        index = self.indexAt(where)
        return self.table.cell(index) if index.isValid() else Cell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what opens."""
        over = opens(self._at(event.position().toPoint()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a figure opens its records."""
        super().mouseReleaseEvent(event)
        cell = self._at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and opens(cell) and len(self.selectedIndexes()) <= 1:
            self.opened.emit(cell)

    def _record(self, index: QModelIndex) -> None:
        cell = self.table.cell(index)
        if cell.record is not None and not opens(cell):
            self.opened.emit(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens what is behind the cell."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            cell = self.table.cell(self.currentIndex())
            if opens(cell) or cell.record is not None:
                self.opened.emit(cell)
            return
        super().keyPressEvent(event)
