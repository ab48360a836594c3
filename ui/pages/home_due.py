"""What is due today in one line of 首页: how much, which subjects, and the most urgent thing in words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QWidget

from ui import due_reading
from widgets import messages

SUBJECTS = 3
GAP = 4


class DueLine(QWidget):
    """``opened(subject)`` when one is pressed, "" for all; blank while nothing is due.

    As many subjects as the width bears; what is left of it says the most urgent thing.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.head = self._button("")
        self.head.setVisible(False)
        self.first = QLabel(self)
        self.first.setProperty("role", "soft")
        self.first.setTextFormat(Qt.TextFormat.PlainText)
        self.first.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.buttons: list[QPushButton] = []
        self._most = ""
        self.line = QHBoxLayout(self)
        # What does not fit is hidden: the words must not hold the window wide.
        self.line.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(GAP)
        self.line.addWidget(self.head)
        self.line.addWidget(self.first, 1)

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("flat", True)
        button.clicked.connect(lambda _=False: self.opened.emit(name))
        return button

    def refresh(self) -> None:
        """Work out what is due now."""
        due_reading.read(self, self._show, lambda error: messages.show_error(self.window(), error))

    def _show(self, due: due_reading.Due) -> None:
        from models.rules import todos as rules

        found, late = due.found, due.late
        for button in self.buttons:
            self.line.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        self.head.setVisible(bool(found))
        self.head.setText(f"今日待办 {len(found):,} 件" + (f"，{late:,} 件过了期限" if late else ""))
        self.head.setToolTip("看全部（Ctrl+T）")
        for one, many, past in due.counts[:SUBJECTS]:
            button = self._button(one.name)
            button.setText(f"{one.title} {many:,}")
            button.setToolTip(f"{rules.LEVELS[one.level]}；过了期限的 {past:,} 件")
            self.line.insertWidget(1 + len(self.buttons), button)
            self.buttons.append(button)
        self._most = ""
        if found:
            most = found[0]
            self._most = f"最急的：{most.text}" + (f"（超{most.late}天）" if most.late else "")
        self._fit()

    def _fit(self) -> None:
        used = self.head.sizeHint().width()
        for button in self.buttons:
            used += GAP + button.sizeHint().width()
            button.setVisible(used <= self.width())
        shown = [one for one in (self.head, *self.buttons) if not one.isHidden()]
        left = self.width() - sum(one.sizeHint().width() + GAP for one in shown) - GAP
        self.first.setText(self.fontMetrics().elidedText(self._most, Qt.TextElideMode.ElideRight, max(0, left)))
        self.first.setToolTip(self._most)
        self.first.setVisible(left > self.fontMetrics().horizontalAdvance("最急的：这件事"))

    def minimumSizeHint(self) -> QSize:
        """Room for the first words."""
        return QSize(self.head.sizeHint().width() if not self.head.isHidden() else 0, self.head.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer subjects."""
        super().resizeEvent(event)
        self._fit()
