"""Risks × measure groups of one household as a small table: holes red, what is answered green."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from models.codes import code_list
from models.ledgers.monitoring.measure import FINISHED
from models.rules.measures import Matrix
from widgets.look import ACCENT, DANGER, GOOD, SOFT

HOLE, ANSWERED, PLAIN = "#F6D5D1", "#DDEFE2", "#FFFFFF"
WIDTH = 15
"""Letters a column of the matrix takes."""


class _Cells(QStyledItemDelegate):
    """Paints a cell in its own colours, which a style sheet would leave out, with a frame where the keyboard is."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """Ground, text, frame."""
        rect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.fillRect(rect, index.data(Qt.ItemDataRole.BackgroundRole))
        painter.setFont(index.data(Qt.ItemDataRole.FontRole) or option.font)  # type: ignore[attr-defined]
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole).color())
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, index.data() or "")
        table = self.parent()
        if isinstance(table, QTableWidget) and table.currentIndex() == index:
            painter.setPen(QPen(QColor(ACCENT if table.hasFocus() else SOFT), 2 if table.hasFocus() else 1))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()


class MatrixTable(QTableWidget):
    """Shows a matrix. ``wanted(group)``: Enter or a double click on a cell asks for a measure of that group."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_Cells(self))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("风险与措施对照")
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.itemDoubleClicked.connect(lambda item: self._ask(item.row(), item.column()))
        self.matrix: Matrix | None = None

    def show_matrix(self, matrix: Matrix) -> None:
        """Fill the cells anew; nothing to see without risks."""
        self.matrix = matrix
        risks, groups = code_list("risk"), code_list("measure_group")
        at = self.currentRow(), self.currentColumn()
        self.setRowCount(len(matrix.risks))
        self.setColumnCount(len(matrix.groups))
        self.setVerticalHeaderLabels([risks.label(one) for one in matrix.risks])
        self.setHorizontalHeaderLabels([groups.label(one) for one in matrix.groups])
        for row, risk in enumerate(matrix.risks):
            for column, group in enumerate(matrix.groups):
                self.setItem(row, column, self._item(risk, group))
        if at[0] >= 0:
            self.setCurrentCell(min(at[0], self.rowCount() - 1), min(at[1], self.columnCount() - 1))
        elif self.rowCount() and self.columnCount():
            self.setCurrentCell(0, 0)
        self.setVisible(bool(matrix.risks))
        self._fit()

    def _item(self, risk: str, group: str) -> QTableWidgetItem:
        assert self.matrix is not None
        mark, found = self.matrix.mark(risk, group), self.matrix.at(group)
        done = sum(one.status == FINISHED for one in found)
        text = {"answered": f"{len(found)}项", "hole": "缺", "optional": "可选", "": ""}[mark]
        if mark == "answered":
            text += "，已落实" if done == len(found) else f"，落实{done}" if done else ""
        item = QTableWidgetItem(text)
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        ground, ink = {"hole": (HOLE, DANGER), "answered": (ANSWERED, GOOD)}.get(mark, (PLAIN, SOFT))
        item.setBackground(QBrush(QColor(ground)))
        item.setForeground(QBrush(QColor(ink)))
        if mark == "hole":
            font = QFont(self.font())
            font.setBold(True)
            item.setFont(font)
        said = {
            "hole": "这项风险还没有措施：补上这一类，或同一行另一个“缺”里的一类。回车新增。",
            "optional": "这一类也能应对这项风险。回车新增。",
            "answered": "\n".join(one.values.get("content") or "" for one in found),
            "": "这一类措施与这项风险没有对应关系",
        }
        item.setToolTip(said[mark])
        return item

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        row = metrics.height() + 14
        for column, group in enumerate(self.matrix.groups if self.matrix else ()):
            wide = metrics.horizontalAdvance(code_list("measure_group").label(group)) + 32
            self.setColumnWidth(column, max(wide, metrics.horizontalAdvance("0") * WIDTH))
        self.verticalHeader().setDefaultSectionSize(row)
        self._settle_height()

    def _settle_height(self) -> None:
        """As high as the rows, with room for a bar only where there is one."""
        wide = self.horizontalHeader().length() + self.verticalHeader().sizeHint().width() + 4 > self.width()
        bar = self.horizontalScrollBar().sizeHint().height() if wide else 0
        rows = self.verticalHeader().defaultSectionSize() * self.rowCount()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + bar + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window needs the bar."""
        super().resizeEvent(event)
        self._settle_height()

    def _ask(self, row: int, column: int) -> None:
        if self.matrix is not None and 0 <= row < self.rowCount() and 0 <= column < self.columnCount():
            self.wanted.emit(self.matrix.groups[column])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for a measure of the column."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)
