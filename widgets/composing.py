"""Knows whether an input method composes in a widget, and keeps keys and shortcuts from everybody else then."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_KEYS = frozenset(
    {
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Escape,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        *(Qt.Key(number) for number in range(Qt.Key.Key_F1.value, Qt.Key.Key_F12.value + 1)),
    }
)
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Composing(QObject):
    """Watches one input widget: ``active`` from the first unfinished letter until the text is committed or given up.

    While active, shortcuts and keys that would move on, save or close do nothing: they belong to the input method
    (product.md 5.7). Install it last, so that it sees events first.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.active = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the composition."""
        kind = event.type()
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self.active = bool(event.preeditString())
        elif kind == QEvent.Type.FocusOut:
            self.active = False
        elif self.active and kind == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        elif self.active and kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return event.key() in _KEYS or bool(event.modifiers() & _MODIFIERS)
        return False


def composing(widget: QWidget | None = None) -> bool:
    """Whether an input method composes in ``widget`` (default: where the focus is)."""
    widget = widget or QApplication.focusWidget()
    return widget is not None and any(
        one.active for one in widget.findChildren(Composing, options=Qt.FindChildOption.FindDirectChildrenOnly)
    )
