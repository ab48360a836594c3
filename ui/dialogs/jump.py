"""Ctrl+K: go to a ledger by a few letters of its name or of its pinyin initials."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from models.ledger import Ledger, ledgers
from models.pinyin import initials
from widgets.look import letters


class JumpDialog(QDialog):
    """A line to type in and the ledgers that fit; ``chosen`` is a ledger's name."""

    def __init__(self, parent: QWidget | None, wanted: Callable[[Ledger], bool]) -> None:
        super().__init__(parent)
        self.setWindowTitle("跳到台账")
        self.chosen = ""
        self._all = [(of, initials(of.title).lower()) for of in ledgers() if wanted(of)]
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText("台账名或拼音首字母，例如 xm")
        self.edit.setAccessibleName("台账名")
        self.list = QListWidget(self)
        self.list.setAccessibleName("台账")
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 12)
        box.setSpacing(8)
        box.addWidget(self.edit)
        box.addWidget(self.list)
        self.edit.textChanged.connect(self._narrow)
        self.edit.returnPressed.connect(self.accept)
        self.list.itemActivated.connect(lambda _: self.accept())
        self.edit.installEventFilter(self)
        self._narrow("")
        self.setMinimumWidth(letters(self, 44))

    def _narrow(self, text: str) -> None:
        text = text.strip().lower()
        self.list.clear()
        for of, short in self._all:
            if text in of.title or text in short:
                item = QListWidgetItem(f"{of.title}　　{of.tab.title}")
                item.setData(Qt.ItemDataRole.UserRole, of.name)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down in the line move through the list."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        ):
            QApplication.sendEvent(self.list, event)
            return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Take the ledger in the list."""
        item = self.list.currentItem()
        if item is not None:
            self.chosen = item.data(Qt.ItemDataRole.UserRole)
            super().accept()
