"""One editor per kind of value: all have ``value``, ``set_value``, ``text``, ``set_problem`` and ``focus_end``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models import kinds
from models.kinds import MISSING, Fault
from widgets.composing import Composing


class Editor(QWidget):
    """Edits one value of one field.

    ``edited`` a person changed something · ``left`` the focus went elsewhere after a change · ``focused`` it came ·
    ``open_requested`` the linked record is wanted. ``on_key`` is asked first for every key that the editor itself has
    no use for; it returns whether it took it. ``compact`` editors sit in a cell and show no hints.
    """

    edited = Signal()
    left = Signal()
    focused = Signal()
    open_requested = Signal(str, int)

    def __init__(self, field: Any, parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(parent)
        self.field, self.kind, self.compact = field, field.kind, compact
        self.on_key: Callable[[QKeyEvent], bool] | None = None
        self._changed = False
        self._value: Any = None
        self._shown = ""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.line = QHBoxLayout()
        self.line.setSpacing(8)
        self.column.addLayout(self.line)
        self.box = self.make_box()
        self.box.setAccessibleName(field.title)
        if field.help:
            self.box.setAccessibleDescription(field.help)
        self.line.addWidget(self.box, 1)
        self.setFocusProxy(self.box)
        self.box.installEventFilter(self)
        self.composing = Composing(self.box)
        if compact:
            self.setAutoFillBackground(True)
            self.box.setProperty("cell", True)

    # --- what each kind of editor says for itself ---

    def make_box(self) -> QWidget:
        """The widget that takes the keys."""
        raise NotImplementedError

    def text(self) -> str:
        """What is typed."""
        raise NotImplementedError

    def show_text(self, text: str) -> None:
        """Put a text in, as the program's doing."""
        raise NotImplementedError

    def shown(self, value: Any) -> str:
        """The text for a value."""
        return str(self.kind.edit_text(value))

    def parse(self, text: str) -> Any:
        """The value of a typed text. Raises Fault."""
        return self.kind.typed(text)

    def own_key(self, event: QKeyEvent) -> bool:
        """Keys with a meaning of their own here."""
        return False

    def choosing(self) -> bool:
        """Whether a list is open to finish what is typed: until then it is not wrong."""
        return False

    def focus_end(self) -> None:
        """Take the focus with the caret behind the text."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- shared ---

    def read(self) -> tuple[Any, Fault | None]:
        """(value, what is wrong or doubtful); the value is MISSING when the text cannot be taken."""
        text = self.text()
        if text == self._shown:
            return self._value, None
        if not text.strip():
            return None, None
        try:
            return self.parse(text), None
        except Fault as fault:
            return fault.value, fault

    def value(self) -> Any:
        """The stored form of what is typed, None when blank. Raises Fault when it cannot be taken."""
        value, fault = self.read()
        if value is MISSING:
            assert fault is not None
            raise fault
        return value

    def set_value(self, value: Any) -> None:
        """Show a stored value, as the program's doing: ``edited`` is not sent."""
        self._value = value
        self._shown = "" if value is None else self.shown(value)
        self.show_text(self._shown)
        self._changed = False

    def set_typed(self, text: str) -> None:
        """Put in a text as if typed and not yet understood (a recovered form)."""
        self._value, self._shown = None, ""
        self.show_text(text)

    def set_problem(self, level: str, text: str = "") -> None:
        """Mark the box: ``level`` "error", "warn" or ""."""
        if self.box.property("state") != level:
            self.box.setProperty("state", level)
            self.box.style().unpolish(self.box)
            self.box.style().polish(self.box)
        self.box.setToolTip(text)

    def set_read_only(self, on: bool, why: str = "") -> None:
        """Grey the editor; ``why`` is said in its tool tip and to screen readers."""
        self.box.setEnabled(not on)
        self.setToolTip(why)
        self.box.setAccessibleDescription(why or self.field.help)

    def read_only(self) -> bool:
        """Whether the program keeps this value."""
        return not self.box.isEnabled()

    def note_edit(self) -> None:
        """A person changed something."""
        self._changed = True
        self.edited.emit()

    def settle(self) -> None:
        """Write what was understood the way it will be shown; what was not stays as it is."""
        value, fault = self.read()
        if value is not MISSING and self.text() != self._shown:
            changed = self._changed
            doubt = fault.text if fault is not None else ""
            self.set_value(value)
            self._changed = changed
            if doubt:
                self.set_problem("warn", doubt)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Own keys first, then those of the form or grid around."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self.read_only():
                return False
            return self.own_key(event) or (self.on_key is not None and self.on_key(event))
        if kind == QEvent.Type.FocusIn:
            self.entered()
            self.focused.emit()
        elif kind == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            self.leave()
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self.settle()
                if self._changed:
                    self._changed = False
                    self.left.emit()
        return False

    def entered(self) -> None:
        """The focus came."""

    def leave(self) -> None:
        """The focus goes."""


def _is_ours(event: QKeyEvent) -> bool:
    """Keys of editors that a window may also use as shortcuts."""
    key = event.key()
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return key in (Qt.Key.Key_D, Qt.Key.Key_Semicolon)
    if event.modifiers() & Qt.KeyboardModifier.AltModifier:
        return key == Qt.Key.Key_Down
    return key in (Qt.Key.Key_F2, Qt.Key.Key_F3)


def editor_for(field: Any, parent: QWidget | None = None, *, compact: bool = False) -> Editor:
    """The editor of a field's kind."""
    # Here, because every editor is made from Editor above.
    from widgets import choice_editors, line_editors
    from widgets.link_picker import LinkPicker

    kind = field.kind
    if isinstance(kind, kinds.Link):
        return LinkPicker(field, parent, compact=compact)
    if isinstance(kind, kinds.Choices):
        return choice_editors.ChoicesEditor(field, parent, compact=compact)
    if isinstance(kind, kinds.Choice):
        return choice_editors.ChoiceEditor(field, parent, compact=compact)
    if isinstance(kind, kinds.YesNo):
        return choice_editors.YesNoEditor(field, parent, compact=compact)
    if isinstance(kind, kinds.Date):
        return line_editors.DateEditor(field, parent, compact=compact)
    if isinstance(kind, kinds.Money):
        return line_editors.MoneyEditor(field, parent, compact=compact)
    if kind.numeric:
        return line_editors.NumberEditor(field, parent, compact=compact)
    if getattr(kind, "long", False) and not compact:
        return line_editors.LongTextEditor(field, parent)
    if field.suggest and not compact:
        return choice_editors.SuggestEditor(field, parent)
    return line_editors.LineEditor(field, parent, compact=compact)
