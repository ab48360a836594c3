"""A small window that drops down from a button: for filters and column lists."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget


class Drop(QFrame):
    """Holds one widget; Esc, Enter on nothing or a click elsewhere closes it and gives the focus back.

    A tool window and no Qt popup: a popup never becomes the active window, and input methods write only into that.
    """

    closed = Signal()

    def __init__(self, content: QWidget, opener: QWidget) -> None:
        super().__init__(opener.window(), Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.content, self._opener = content, opener
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.addWidget(content)

    def drop(self) -> None:
        """Open under the opener, inside the screen."""
        self.adjustSize()
        under = self._opener.mapToGlobal(QPoint(0, self._opener.height() + 2))
        screen = (self._opener.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        x = max(screen.left(), min(under.x(), screen.right() - self.width()))
        y = under.y()
        if y + self.height() > screen.bottom():
            y = max(screen.top(), self._opener.mapToGlobal(QPoint(0, 0)).y() - self.height() - 2)
        self.move(x, y)
        self.show()
        self.activateWindow()
        self.content.setFocus(Qt.FocusReason.PopupFocusReason)

    def event(self, event: QEvent) -> bool:
        """A click elsewhere closes."""
        if event.type() == QEvent.Type.WindowDeactivate and self.isVisible():
            self.close()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Enter close."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
            self._opener.activateWindow()
            self._opener.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it is over."""
        super().hideEvent(event)
        self.closed.emit()
