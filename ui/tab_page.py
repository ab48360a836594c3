"""One tab: its ledgers in a slim list at the left if there are several, their pages made when first shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from models.ledger import ledger


class TabPage(QWidget):
    """The pages of one tab. ``page_made(page)`` when one is made."""

    page_made = Signal(object)

    def __init__(self, names: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: dict[str, Any] = {}
        self.names: list[str] = []
        self.side = QListWidget(self)
        self.side.setObjectName("side")
        self.side.setAccessibleName("台账")
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack = QStackedWidget(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(self.stack, 1)
        for name in names:
            self._list(name)
        self.side.setCurrentRow(0)
        self.side.currentRowChanged.connect(self._chosen)

    def _list(self, name: str) -> None:
        self.names.append(name)
        self.side.addItem(QListWidgetItem(ledger(name).title))
        self.side.setVisible(len(self.names) > 1)
        widest = max(self.fontMetrics().horizontalAdvance(ledger(one).title) for one in self.names)
        self.side.setFixedWidth(widest + 48)

    def made(self) -> list[Any]:
        """The pages made so far."""
        return list(self._pages.values())

    def page(self, name: str) -> Any:
        """The page of a ledger, made now if need be; a ledger not listed yet joins the list."""
        if name not in self._pages:
            from ui.ledger_page import LedgerPage

            if name not in self.names:
                self._list(name)
            self._pages[name] = LedgerPage(name)
            self.stack.addWidget(self._pages[name])
            self.page_made.emit(self._pages[name])
        return self._pages[name]

    def show_page(self, name: str = "") -> Any:
        """Bring a page to the front (the chosen one without a name) and return it."""
        name = name or self.names[max(0, self.side.currentRow())]
        page = self.page(name)
        self.stack.setCurrentWidget(page)
        self.side.blockSignals(True)
        self.side.setCurrentRow(self.names.index(name))
        self.side.blockSignals(False)
        return page

    def current(self) -> Any | None:
        """The page in front, None before the tab was shown."""
        return self.stack.currentWidget()

    def _chosen(self, row: int) -> None:
        if row >= 0 and self.isVisible():
            self.show_page(self.names[row])
