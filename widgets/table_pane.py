"""A list with its line of sums between the rows and the scroll bar."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollBar, QVBoxLayout, QWidget

from widgets.record_table import RecordTable
from widgets.totals_line import TotalsLine


class TablePane(QWidget):
    """``table``, ``totals`` and one horizontal scroll bar below both."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = RecordTable(self)
        self.totals = TotalsLine(self.table, self)
        self._bar = QScrollBar(Qt.Orientation.Horizontal, self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.table, self.totals, self._bar):
            box.addWidget(part)
        box.setStretch(0, 1)
        # The table's own bar stands above the sums; it is hidden and this one follows it.
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = self.table.horizontalScrollBar()
        inner.rangeChanged.connect(self._stretch)
        inner.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(inner.setValue)
        self._bar.hide()
        self.table.totalled.connect(self.totals.show_totals)
        self.setFocusProxy(self.table)

    def _stretch(self, low: int, high: int) -> None:
        inner = self.table.horizontalScrollBar()
        self._bar.setRange(low, high)
        self._bar.setPageStep(inner.pageStep())
        self._bar.setSingleStep(max(inner.singleStep(), 20))
        self._bar.setValue(inner.value())
        self._bar.setVisible(high > low)
