"""The keys of a form: they go before the window's shortcuts while the focus is inside."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from widgets.form_frame import FormFrame


class FormKeys(FormFrame):
    """Ctrl with one of ``control_keys``, Esc, F6 through the parts; Enter presses the focused button.

    The names of methods, not the methods: bound ones would keep a form alive that Qt has deleted.
    """

    control_keys: Mapping[int, str] = {}
    leave = "cancel"

    def event(self, event: QEvent) -> bool:
        """The form's keys go before the window's shortcuts while the focus is inside."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return event.key() in self.control_keys
        return event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key means."""
        key = event.key()
        if not self._is_own(event):
            focus = self.focusWidget()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QPushButton) and focus.hasFocus():
                focus.click()
            else:
                super().keyPressEvent(event)
            return
        if key == Qt.Key.Key_F6:
            self.next_part(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key == Qt.Key.Key_Escape:
            getattr(self, self.leave)()
        else:
            getattr(self, self.control_keys[key])()
        event.accept()
