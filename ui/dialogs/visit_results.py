"""Results of visits keyed back one household after the other, over whatever page is in front."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.visit_entry import VisitEntry
from widgets.look import letters, lines


class VisitResults(QDialog):
    """The entry with a button to close it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("录入走访结果")
        self.entry = VisitEntry(self)
        close = QPushButton("关闭", self)
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.entry.error, 1)
        buttons.addWidget(self.entry.save_button)
        buttons.addWidget(close)
        self.entry.done_list.setMinimumHeight(lines(self, 2))
        self.entry.done_list.setMaximumHeight(lines(self, 5))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(self.entry)
        box.addLayout(buttons)
        box.addWidget(self.entry.told)
        box.addWidget(self.entry.done_list)
        self.setMinimumWidth(letters(self, 84))
        self.entry.number.setFocus()
