"""The line of sums under a list, aligned under its columns and scrolling with them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QTableView, QWidget

_GAP = 4


class TotalsLine(QWidget):
    """Shows one text per column of ``table``; hidden while there is nothing to total."""

    def __init__(self, table: QTableView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._texts: dict[int, str] = {}
        header = table.horizontalHeader()
        for signal in (header.sectionResized, header.sectionMoved, header.geometriesChanged):
            signal.connect(self.update)
        table.horizontalScrollBar().valueChanged.connect(self.update)
        table.verticalHeader().geometriesChanged.connect(self.update)
        self.setAccessibleName("合计")
        self.hide()

    def show_totals(self, texts: dict[int, str]) -> None:
        """Show these texts by column; {} hides the line."""
        self._texts = texts
        titles = self._table.model()
        shown = [
            f"{titles.headerData(column, Qt.Orientation.Horizontal)} {text}" for column, text in sorted(texts.items())
        ]
        self.setAccessibleDescription("；".join(shown))
        self.setToolTip("合计：" + "；".join(shown) if shown else "")
        self.setVisible(bool(texts))
        self.update()

    def texts(self) -> dict[int, str]:
        """What is shown, by column."""
        return dict(self._texts)

    def sizeHint(self) -> QSize:
        """As high as a row."""
        return QSize(100, self._table.verticalHeader().defaultSectionSize() + 1)

    def minimumSizeHint(self) -> QSize:
        """Never cut off."""
        return QSize(0, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Keep the height right when font or style change."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Sums at the right edge of their columns, 合计 under the row numbers."""
        painter = QPainter(self)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.AlternateBase))
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(0, 0, self.width(), 0)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        header, left = self._table.horizontalHeader(), self._left()
        word = painter.fontMetrics().horizontalAdvance("合计") + 3 * _GAP
        painter.drawText(QRect(_GAP, 0, max(left, word) - _GAP, self.height()), Qt.AlignmentFlag.AlignVCenter, "合计")
        view = QRect(max(left, word), 0, self.width() - max(left, word), self.height())
        painter.setClipRect(view)
        for column, text in self._texts.items():
            x = left + header.sectionViewportPosition(column)
            cell = QRect(x, 0, header.sectionSize(column) - _GAP, self.height())
            if cell.intersects(view):
                # A sum is wider than its parts: it may reach into the empty room on its left, never be cut.
                need = painter.fontMetrics().horizontalAdvance(text)
                cell.setLeft(min(cell.left(), cell.right() - need))
                painter.drawText(cell, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _left(self) -> int:
        """Where the cells begin."""
        return self._table.viewport().x()
