"""A button as a card: what lies in its layout decides its size, and lets the clicks through."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget


class CardButton(QPushButton):
    """Put labels into a layout of it; a plain button would only make room for its text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def let_through(self, *labels: QLabel) -> None:
        """Clicks on these labels are clicks on the card."""
        for label in labels:
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """The room its layout needs."""
        inside = self.layout()
        return inside.sizeHint() if inside is not None else super().sizeHint()

    def event(self, event: QEvent) -> bool:
        """Stay as high as needed; the style sheet's least height of buttons is that of one line."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest, QEvent.Type.StyleChange):
            self.setMinimumHeight(self.sizeHint().height())
        return done
