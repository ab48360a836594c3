"""What stands in place of a list that has nothing to show: nothing recorded yet, or nothing found."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models import clock
from models.kinds import Choice, Code, Date, Kind, Link, Money, PersonName, Phone, YesNo
from models.ledger import Ledger
from widgets.look import icon

SHOWN = 6
"""Columns of the sample row."""


def example(kind: Kind) -> str:
    """What a cell of this kind may look like; nobody's real data."""
    if isinstance(kind, Choice):
        return kind.options[0].label if kind.options else "…"
    if isinstance(kind, Date):
        return clock.today_text()[:7] if kind.precision == "month" else clock.today_text()
    if kind.name == "year":
        return str(clock.today().year)
    if kind.name == "id_number":
        return "18 位证件号码"
    fixed = (
        (PersonName, "张某某"),
        (Phone, "138…"),
        (Link, "从清单里选"),
        (YesNo, "是"),
        (Money, "1,200.00"),
        (Code, "0001"),
    )
    for cls, text in fixed:
        if isinstance(kind, cls):
            return text
    return "3" if kind.numeric else "……"


class EmptyState(QWidget):
    """Says what the ledger is for, shows a greyed sample row and the two ways to begin."""

    import_asked = Signal()
    new_asked = Signal()

    def __init__(self, of: Ledger, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(f"还没有登记{of.title}", self)
        title.setProperty("role", "title")
        hint = QLabel(of.hint, self)
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        buttons = self.buttons = QHBoxLayout()
        self.take = QPushButton("从表格导入", self)
        self.take.setProperty("primary", True)
        self.take.clicked.connect(self.import_asked)
        self.new = QPushButton("新增一条", self)
        self.new.clicked.connect(self.new_asked)
        buttons.addStretch(1)
        buttons.addWidget(self.take)
        buttons.addSpacing(8)
        buttons.addWidget(self.new)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 24)
        box.setSpacing(16)
        box.addStretch(2)
        box.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(hint)
        self.sample = self._sample(of)
        box.addWidget(self.sample, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addLayout(buttons)
        box.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside an open form there is no room for the sample row."""
        super().resizeEvent(event)
        self.sample.setVisible(self.sample.sizeHint().width() + 48 <= self.width())

    def minimumSizeHint(self) -> QSize:
        """The sample row may go."""
        return QSize(self.buttons.sizeHint().width() + 48, super().minimumSizeHint().height())

    def _sample(self, of: Ledger) -> QWidget:
        frame = QFrame(self)
        frame.setProperty("card", True)
        frame.setAccessibleName("样子")
        grid = QGridLayout(frame)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(24)
        for at, path in enumerate(of.default_columns[:SHOWN]):
            column = of.column(path)
            head, cell = QLabel(column.title, frame), QLabel(example(column.kind), frame)
            head.setProperty("role", "soft")
            cell.setEnabled(False)
            grid.addWidget(head, 0, at)
            grid.addWidget(cell, 1, at)
        return frame


class NothingFound(QWidget):
    """Says that no record meets the conditions and offers to drop them."""

    clear_asked = Signal()

    def __init__(self, of: Ledger, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(f"没有符合条件的{of.title}", self)
        title.setProperty("role", "heading")
        self.words = QLabel(self)
        self.words.setProperty("role", "soft")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.clear = QPushButton(icon("clear"), "清除筛选", self)
        self.clear.clicked.connect(self.clear_asked)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 24)
        box.setSpacing(12)
        box.addStretch(2)
        box.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.words)
        box.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)

    def explain(self, words: str) -> None:
        """Show which conditions are in force."""
        self.words.setText(words)
