"""A line to search in: waits for a pause, and never searches while an input method composes."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

PAUSE = 150


class SearchBox(QLineEdit):
    """``searched(text)`` after a pause of 150 ms; Enter searches at once; Esc clears.

    ``left_down()``: the Down key, to go on to what was found.
    """

    searched = Signal(str)
    left_down = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False
        self._last = ""
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.search_now)
        self.textChanged.connect(lambda _: self._pause.start())

    def search_now(self) -> None:
        """Search for what stands there, unless it was searched for already or is still being composed."""
        if self.composing:
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

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Know whether an input method is composing."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if not self.composing and self.text().strip() != self._last:
            self._pause.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Esc and Down, unless they belong to the input method."""
        key = event.key()
        if self.composing:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search_now()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.search_now()
        elif key == Qt.Key.Key_Down:
            self.search_now()
            self.left_down.emit()
        else:
            super().keyPressEvent(event)
