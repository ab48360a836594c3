"""Picks another record by typing part of its name, pinyin initials or the last digits of a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from models import query
from models.kinds import Fault, clean
from models.ledger import Ledger, ledger
from models.query import Selection
from widgets.choice_editors import PickEditor
from widgets.pick_popup import Option

LIMIT = 50
NEW = object()


def identifying(of: Ledger) -> tuple[str, ...]:
    """Up to three columns that tell records of a ledger apart: its name first."""
    rest = [path for path in of.default_columns if path != of.display and not of.column(path).personal]
    return (of.display, *rest[:2])


class LinkPicker(PickEditor):
    """A line that searches another ledger; F2 opens the linked record, “新增…” adds one where that is allowed."""

    def __init__(self, field: Any, parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(field, parent, compact=compact)
        self.ledger = ledger(self.kind.ledger)

    def shown(self, value: Any) -> str:
        """The linked record's name."""
        return query.label_of(self.ledger, value)

    def options(self, text: str) -> Sequence[Option]:
        """The first records found, with columns that tell them apart."""
        found = list(query.ids(Selection(self.ledger.name, search=text), limit=LIMIT))
        paths = identifying(self.ledger)
        texts = query.texts(self.ledger.name, paths, found)
        options = [Option(id, tuple(texts[id])) for id in found if id in texts]
        # A name that is meant exactly comes before longer ones.
        options.sort(key=lambda one: one.texts[0] != clean(text))
        # Letters alone are initials in search of a name, never a name to be added.
        if (
            not text.isascii()
            and getattr(self.field, "create", False)
            and all(one.texts[0] != clean(text) for one in options)
        ):
            options.append(Option(NEW, (f"新增{self.ledger.title}“{clean(text)}”…",) + ("",) * (len(paths) - 1)))
        return options

    def first_choice(self, options: Sequence[Option]) -> int:
        """The first record found; adding one is never taken by a mere Enter."""
        return -1 if options and options[0].key is NEW else 0

    def parse(self, text: str) -> int:
        """The record of exactly that name, else the only one found. Raises Fault."""
        options = [one for one in self.options(text) if one.key is not NEW]
        exact = [one for one in options if one.texts[0] == clean(text)]
        for group in (exact, options):
            if len(group) == 1:
                return int(group[0].key)
        if options:
            raise Fault(f"“{text}”有 {len(options)} 条可选，请从列表里选")
        hint = "，可从列表末尾新增" if getattr(self.field, "create", False) else ""
        raise Fault(f"{self.ledger.title}里没有“{text}”{hint}")

    def take(self, option: Option) -> None:
        """Put the record in; for “新增…” its form comes first."""
        if option.key is not NEW:
            super().take(option)
            return
        self.popup.hide()
        # Here, because the small form is itself made of editors.
        from widgets.row_form import add_record

        id = add_record(self.window(), self.ledger, {self.ledger.display: clean(self.text())})
        if id is not None:
            self.set_value(id)
            self.note_edit()
        self.focus_end()

    def own_key(self, event: QKeyEvent) -> bool:
        """F2 opens the linked record."""
        if event.key() == Qt.Key.Key_F2:
            value, fault = self.read()
            if isinstance(value, int) and fault is None:
                self.open_requested.emit(self.ledger.name, value)
                return True
        return super().own_key(event)
