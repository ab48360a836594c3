"""A line of words that ends in … where there is no room for all of it, and says all of it in its tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class OneLine(QLabel):
    """Never holds its window wide: it takes the room its words want, as far as there is any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Show a text."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """As narrow as may be."""
        return QSize(1, super().minimumSizeHint().height())

    def shown(self) -> str:
        """What is to be seen of the text."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        with QPainter(self) as painter:
            self.style().drawItemText(
                painter, self.contentsRect(), self.alignment().value, self.palette(), self.isEnabled(), self.shown(),
                self.foregroundRole(),
            )  # fmt: skip
