"""After a crash: the forms that were not saved, to go on with or to give up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models import unsaved
from models.ledger import ledger
from models.unsaved import Entry
from widgets import messages
from widgets.look import letters

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class UnsavedDialog(QDialog):
    """The forms; ``chosen`` is the one to go on with. The others stay for later."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("没有保存的表单")
        self.chosen: Entry | None = None
        self.list = QListWidget(self)
        self.list.setAccessibleName("没有保存的表单")
        self.list.itemActivated.connect(lambda _: self.accept())
        for entry in unsaved.pending():
            item = QListWidgetItem(f"{ledger(entry.ledger).title}　{entry.title or '（新的一条）'}　{entry.at[:16]}")
            item.setData(Qt.ItemDataRole.UserRole, entry)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        go, drop, later = QPushButton("接着填", self), QPushButton("不要了", self), QPushButton("以后再说", self)
        go.setProperty("primary", True)
        go.setDefault(True)
        go.clicked.connect(self.accept)
        drop.clicked.connect(self._drop)
        later.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(drop)
        row.addStretch(1)
        row.addWidget(go)
        row.addWidget(later)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(12)
        box.addWidget(QLabel("上一次关闭时，这些表单没有保存。填的内容都还在，要接着填吗？", self))
        box.addWidget(self.list)
        box.addLayout(row)
        self.setMinimumWidth(letters(self, 72))

    def accept(self) -> None:
        """Go on with the form in the list."""
        item = self.list.currentItem()
        if item is not None:
            self.chosen = item.data(Qt.ItemDataRole.UserRole)
            super().accept()

    def _drop(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        if messages.ask(self, "不要了", "丢掉这张没有保存的表单？丢掉以后找不回来。", yes="丢掉", no="留着", safe=True):
            unsaved.forget(item.data(Qt.ItemDataRole.UserRole).key)
            self.list.takeItem(self.list.row(item))
            if not self.list.count():
                self.reject()

    def open_in(self, window: MainWindow) -> None:
        """Open the chosen form in the window."""
        assert self.chosen is not None
        try:
            window.show_page(self.chosen.ledger).resume(self.chosen)
        except Exception as error:
            messages.show_error(window, error)
