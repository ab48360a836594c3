"""Editors that pick from a list by typing: codes of official lists, several of them, yes or no."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from models.kinds import MISSING, Fault, narrow
from models.pinyin import initials
from widgets.line_editors import LineEditor
from widgets.look import icon
from widgets.pick_popup import Option, PickPopup

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
_BETWEEN = re.compile(r"[,，、;；]")


class PickEditor(LineEditor):
    """A line with a list under it: typing narrows the list, Enter takes what is marked and goes on, Alt+↓ opens it."""

    def __init__(self, field: Any, parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(field, parent, compact=compact)
        self._popup: PickPopup | None = None
        action = self.box.addAction(icon("down-small"), QLineEdit.ActionPosition.TrailingPosition)
        action.setToolTip("打开列表（Alt+↓）")
        action.triggered.connect(self.toggle_list)

    @property
    def popup(self) -> PickPopup:
        """The list, made when it is first wanted: a form has dozens of lines like this."""
        if self._popup is None:
            self._popup = PickPopup(self.box)
            self._popup.picked.connect(self.take)
        return self._popup

    # --- what the kinds of lists say ---

    def options(self, text: str) -> Sequence[Option]:
        """The options for a typed text, the best first; all of them for ""."""
        raise NotImplementedError

    # --- shared ---

    def entered(self) -> None:
        """Ready to be typed over."""
        self.box.selectAll()

    def choosing(self) -> bool:
        """While the list is open."""
        return self._popup is not None and self._popup.isVisible()

    def leave(self) -> None:
        """Close the list."""
        if self._popup is not None:
            self._popup.hide()

    def _typed(self) -> None:
        if not self.composing.active:
            self.narrow_list()
            self.note_edit()

    def narrow_list(self) -> None:
        """Offer what fits the typed text."""
        text = self.text().strip()
        options = self.options(text) if text else ()
        if not options and self._popup is None:
            return
        self.popup.offer(options, self.first_choice(options))

    def first_choice(self, options: Sequence[Option]) -> int:
        """Which option Enter takes when nothing else is chosen; -1 for none."""
        return 0

    def toggle_list(self) -> None:
        """Open the whole list at the present value, or close it."""
        if self.popup.isVisible():
            self.popup.hide()
            return
        self.box.setFocus()
        options = self.options("")
        value, _ = self.read()
        self.popup.offer(options, next((at for at, one in enumerate(options) if one.key == value), -1))

    def take(self, option: Option) -> None:
        """Put in what was picked, as the clerk's doing."""
        self.popup.hide()
        self.set_value(option.key)
        self.note_edit()

    def own_key(self, event: QKeyEvent) -> bool:
        """Keys of the list; Enter and Tab take what is marked and are then passed on."""
        key = event.key()
        if key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.toggle_list()
            return True
        if not self.choosing():
            return False
        if key in _STEPS:
            self.popup.step(_STEPS[Qt.Key(key)])
            return True
        if key == Qt.Key.Key_Escape:
            self.popup.hide()
            return True
        if key in _ENTER and (option := self.popup.current()) is not None:
            self.take(option)
            return self.popup.isVisible()
        return False


class ChoiceEditor(PickEditor):
    """One code: by number (1 户主), by text, or by pinyin initials; ``under`` narrows a lower level of a tree.

    F8 opens the list to add to it, where an office may.
    """

    under: str | None = None

    def own_key(self, event: QKeyEvent) -> bool:
        """F8: the list itself."""
        if event.key() == Qt.Key.Key_F8 and not self.compact and self.kind.codes.editable:
            self.change_list()
            return True
        return super().own_key(event)

    def change_list(self) -> None:
        """Open the list to be changed, with what is typed as its new name; what was added is taken."""
        from widgets import messages
        from widgets.code_view import CodeDialog

        self.popup.hide()
        value, _ = self.read()
        dialog = CodeDialog(self.kind.list_name, self.text().strip() if value is MISSING else "", self.window())
        messages.run(dialog)
        if dialog.added and (self.kind.level is None or self.kind.codes.level(dialog.added) == self.kind.level):
            self.take(Option(dialog.added, (self.kind.to_text(dialog.added),)))
        elif value is not MISSING:
            self.set_value(value)

    def _codes(self) -> list[Any]:
        codes = list(self.kind.options)
        if self.under and any(code.parent == self.under for code in codes):
            codes = [code for code in codes if code.parent == self.under]
        return codes

    def options(self, text: str) -> Sequence[Option]:
        """Number, label, initials, part of the label, other spellings, in this order."""
        codes = self._codes()
        offered = list(zip(codes, _numbers(codes), strict=True))
        plain = narrow(text).casefold()
        ranked = []
        for at, (code, number) in enumerate(offered):
            rank = _rank(code, number, plain, self._meant(plain))
            if rank is not None:
                ranked.append((rank, at, Option(code.code, (code.label,), number)))
        return [option for _, _, option in sorted(ranked, key=lambda one: one[:2])]

    def _meant(self, plain: str) -> str | None:
        return self._find(plain) if plain else None

    def _find(self, text: str) -> str | None:
        codes = self.kind.codes
        if self.under and self.kind.level is not None:
            found = codes.find(text, parent=self.under)
            if found is not None:
                return str(found)
        found = codes.find(text) if self.kind.level is None else codes.find(text, level=self.kind.level)
        return None if found is None else str(found)

    def parse(self, text: str) -> Any:
        """A spelling of the list, else the only option that fits."""
        try:
            return self._spelled(text)
        except Fault as fault:
            options = self.options(text)
            if isinstance(fault.value, str) or not options:
                if fault.value is MISSING and self.kind.codes.editable and not self.compact:
                    raise Fault(f"{fault.text}，按 F8 可以加上") from None
                raise
            if len(options) > 1 and options[0].number != narrow(text):
                raise Fault(f"“{text}”有几种可能，请从列表里选") from None
            return str(options[0].key)

    def _spelled(self, text: str) -> str:
        if self.under and (found := self._find(text)) is not None:
            return found
        return str(self.kind.typed(text))


def _numbers(codes: Sequence[Any]) -> list[str]:
    """What to type for each: official numbers stay what they are, an office's own codes are counted on behind them."""
    if not all(code.local or code.code.isdigit() for code in codes):
        return [str(at) for at in range(1, len(codes) + 1)]
    official = [code.code.lstrip("0") or "0" for code in codes if not code.local]
    free = itertools.count(1 + max((int(one) for one in official if one != "99"), default=0))
    fresh = (str(one) for one in free if str(one) not in official)
    return [next(fresh) if code.local else code.code.lstrip("0") or "0" for code in codes]


def _rank(code: Any, number: str, plain: str, meant: str | None) -> int | None:
    if not plain:
        return 0
    label = code.label.casefold()
    if code.code == meant or number == plain or code.code.casefold() == plain:
        return 0
    if label.startswith(plain) or (plain.isdigit() and number.startswith(plain)):
        return 1
    if plain.isascii() and initials(code.label).startswith(plain):
        return 2
    if plain in label:
        return 3
    if plain.isascii() and plain.isalpha() and plain in initials(code.label):
        return 4
    return 5 if not plain.isascii() and any(plain in alias for alias in (*code.aliases, *code.loose)) else None


class ChoicesEditor(ChoiceEditor):
    """Several codes: typed with 、 between, or ticked in the list (Alt+↓, then numbers or Space)."""

    def options(self, text: str) -> Sequence[Option]:
        """Options for the part behind the last separator, ticked where chosen."""
        chosen = self._chosen()
        found = super().options(_BETWEEN.split(text)[-1].strip())
        return [Option(one.key, one.texts, one.number, one.key in chosen) for one in found]

    def _chosen(self, *, finished: bool = False) -> list[str]:
        """Codes of the typed parts; ``finished``: without the last one, which is still being typed."""
        chosen: list[str] = []
        parts = _BETWEEN.split(self.text())
        for part in parts[:-1] if finished else parts:
            code = self.kind.codes.find(part) if part.strip() else None
            if code is not None and code not in chosen:
                chosen.append(code)
        return chosen

    def shown(self, value: Any) -> str:
        """Labels with 、 between."""
        return str(self.kind.to_text(value))

    def narrow_list(self) -> None:
        """Offer what fits the part being typed."""
        part = _BETWEEN.split(self.text())[-1].strip()
        self.popup.offer(self.options(part) if part else (), 0)

    def take(self, option: Option) -> None:
        """Tick or untick; the list stays open when it was opened to tick in."""
        ticking, at = self._ticking(), self.popup.at()
        chosen = self._chosen(finished=not ticking)
        if not ticking:
            chosen.append(option.key)
        elif option.key in chosen:
            chosen.remove(option.key)
        else:
            chosen.append(option.key)
        self.set_value(self.kind.joined(chosen) or None)
        self.box.end(False)
        self.note_edit()
        if ticking:
            self.popup.offer(self.options(""), at)
        else:
            self.popup.hide()

    def _ticking(self) -> bool:
        return self.popup.isVisible() and len(self.popup.options) == len(self._codes())

    def toggle_list(self) -> None:
        """Open the whole list to tick in, or close it."""
        if self.popup.isVisible():
            self.popup.hide()
        else:
            self.box.setFocus()
            self.popup.offer(self.options(""), 0)

    def own_key(self, event: QKeyEvent) -> bool:
        """In the open list Space and numbers tick; Enter closes it and goes on."""
        if self._ticking():
            if event.key() == Qt.Key.Key_Space and (option := self.popup.current()) is not None:
                self.take(option)
                return True
            if event.text().isdigit():
                for at, one in enumerate(self.popup.options):
                    if one.number == event.text():
                        self.popup.mark(at)
                        self.take(one)
                return True
            if event.key() in _ENTER:
                self.popup.hide()
                return False
        return super().own_key(event)

    def parse(self, text: str) -> Any:
        """Every part on its own, in the order of the list."""
        found: list[str] = []
        doubts: list[str] = []
        for part in _BETWEEN.split(text):
            if not part.strip():
                continue
            try:
                found += self._part(part.strip()).split(",")
            except Fault as fault:
                if not isinstance(fault.value, str):
                    raise
                found += fault.value.split(",")
                doubts.append(fault.text)
        order = [code.code for code in self.kind.codes.codes]
        value = ",".join(sorted(set(found), key=order.index)) or None
        if doubts:
            raise Fault("；".join(doubts), value)
        return value

    def _part(self, text: str) -> str:
        try:
            return str(self.kind.typed(text))
        except Fault as fault:
            options = super().options(text)
            if isinstance(fault.value, str) or len(options) != 1:
                raise
            return str(options[0].key)


class SuggestEditor(PickEditor):
    """Free text with what is usually typed here under it; ``suggestions`` gives these, the first one first."""

    suggestions: Callable[[], Sequence[str]] = staticmethod(lambda: ())

    def options(self, text: str) -> Sequence[Option]:
        """The suggestions that hold the text or whose initials begin with it."""
        plain = narrow(text).casefold()
        fits = [
            one
            for one in self.suggestions()
            if plain in one.casefold() or (plain.isascii() and initials(one).startswith(plain))
        ]
        return [Option(one, (one,)) for one in fits if one != text]

    def first_choice(self, options: Sequence[Option]) -> int:
        """Enter keeps what is typed; only ↓ goes into the suggestions."""
        return -1


class YesNoEditor(PickEditor):
    """是, 否 or not filled: 1, 0, y, n or typed; 2 too, as 否 stands second on paper forms."""

    _keys = {"1": True, "１": True, "y": True, "Y": True, **dict.fromkeys("0０2２nN", False)}

    def options(self, text: str) -> Sequence[Option]:
        """Both, or the one that is meant."""
        both = [Option(True, ("是",), "1"), Option(False, ("否",), "0")]
        if not text:
            return both
        try:
            value = self.kind.typed(text)
        except Fault:
            return [one for one in both if one.texts[0].startswith(text)]
        return [one for one in both if one.key is value]

    def own_key(self, event: QKeyEvent) -> bool:
        """1 and 0 are enough."""
        if event.text() in self._keys and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.popup.hide()
            self.set_value(self._keys[event.text()])
            self.box.selectAll()
            self.note_edit()
            return True
        return super().own_key(event)
