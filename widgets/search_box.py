"""A line to search in: waits for a pause, and never searches while an input method composes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from widgets.composing import Composing

PAUSE = 150


class SearchBox(QLineEdit):
    """``searched(text)`` after a pause of 150 ms; Enter searches at once; Esc clears.

    ``left_down()``: the Down key, to go on to what was found; with ``enter_goes_on`` the Enter key does the same.
    """

    searched = Signal(str)
    left_down = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = ""
        self.enter_goes_on = False
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.search_now)
        self.textChanged.connect(lambda _: self._pause.start())
        self._composing = Composing(self)

    def search_now(self) -> None:
        """Search for what stands there, unless it was searched for already or is still being composed."""
        if self.composing:
            self._pause.start()  # look again when it may be finished
            return
        self._pause.stop()
        text = self.text().strip()
        if text != self._last:
            self._last = text
            self.searched.emit(text)

    def show_text(self, text: str) -> None:
        """Show a text that is searched for already."""
        self._last = text.strip()
        if text != self.text():
            self.setText(text)
        self._pause.stop()

    @property
    def composing(self) -> bool:
        """Whether an input method is composing here."""
        return self._composing.active

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Esc and Down; while an input method composes they do not come here."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search_now()
            if self.enter_goes_on:
                self.left_down.emit()
            else:
                super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.search_now()
        elif key == Qt.Key.Key_Down:
            self.search_now()
            self.left_down.emit()
        else:
            super().keyPressEvent(event)
