"""Editors of filters with a list to tick: codes, linked records, yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QWidget

from models import query
from models.kinds import Choice
from models.ledger import ledger_of
from models.query import Filter, Selection
from widgets.filter_editors import FilterEditor
from widgets.search_box import SearchBox

MOST = 200
"""Linked records listed at once; more are found by typing."""
DIGIT_PAUSE = 700
"""Milliseconds within which 1 and 2 mean 12."""
_VALUE = int(Qt.ItemDataRole.UserRole)


class TickList(QListWidget):
    """Numbered entries with check boxes; Space or the entry's number ticks.

    ``ticked()`` after a change by the clerk; ``typed(text)`` for letters, which belong into the search line.
    """

    ticked = Signal()
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._digits = ""
        self._pause = QTimer(self, singleShot=True, interval=DIGIT_PAUSE)
        self._pause.timeout.connect(self._forget)
        self.itemChanged.connect(lambda _: self.ticked.emit())

    def fill(self, entries: Sequence[tuple[Any, str]], chosen: Sequence[Any]) -> None:
        """Show (value, text) entries, the chosen ones ticked."""
        self.blockSignals(True)
        self.clear()
        for at, (value, text) in enumerate(entries, 1):
            item = QListWidgetItem(f"{at}  {text}", self)
            item.setData(_VALUE, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in chosen else Qt.CheckState.Unchecked)
        self.blockSignals(False)
        rows = max(3, min(12, len(entries)))
        height = rows * max(self.sizeHintForRow(0), self.fontMetrics().height() + 8) + 4
        # While a search narrows the entries the window keeps its size.
        self.setMinimumHeight(max(height, self.minimumHeight()))
        self.setMaximumHeight(self.minimumHeight())

    def toggle(self, item: QListWidgetItem) -> None:
        """Tick or untick."""
        on = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Numbers tick; other letters go to the search line."""
        text = event.text()
        if text.isdigit() and text.isascii():
            self._number(text)
        elif text.isprintable() and text.strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def _number(self, digit: str) -> None:
        visible = [self.item(at) for at in range(self.count()) if not self.item(at).isHidden()]
        before = self._digits
        number = int(before + digit)
        if before and 1 <= number <= self.count() and not self.item(number - 1).isHidden():
            # The first digit alone has ticked its own entry: take that back.
            self.toggle(self.item(int(before) - 1))
        else:
            number = int(digit)
        self._digits = ""
        if 1 <= number <= self.count() and (item := self.item(number - 1)) in visible:
            self.toggle(item)
            self.setCurrentItem(item)
            self._digits = str(number)
            self._pause.start()

    def _forget(self) -> None:
        self._digits = ""


class _ListEditor(FilterEditor):
    """Ticks in a list with a search line; 不是 turns the meaning round."""

    def build(self) -> None:
        """Search line, list, 不是."""
        self.search = SearchBox("查找", self)
        self.search.enter_goes_on = True
        self.list = TickList(self)
        self.list.setAccessibleName(self.column.label)
        self.chosen: list[Any] = []
        self.box.addWidget(self.search)
        self.box.addWidget(self.list)
        row = QHBoxLayout()
        self.other = QCheckBox("除所选以外的", self)
        everything = QPushButton("全不选", self)
        everything.setAutoDefault(False)
        everything.clicked.connect(self._nothing)
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(everything)
        self.box.addLayout(row)
        self.list.fill(self.entries(""), [])
        self.list.ticked.connect(self._ticked)
        self.list.typed.connect(self._typed)
        self.other.clicked.connect(lambda _: self._own_changed())
        self.search.searched.connect(self._find)
        self.search.left_down.connect(self._into_list)
        self.search.setVisible(self.list.count() > 8)

    def entries(self, text: str) -> list[tuple[Any, str]]:
        """(value, text) of what may be ticked, in official order."""
        raise NotImplementedError

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin in the list, so that a number ticks at once."""
        self.list.setFocus(event.reason())
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def _shown(self) -> list[Any]:
        return [self.list.item(at).data(_VALUE) for at in range(self.list.count())]

    def _ticked(self) -> None:
        shown = self._shown()
        on = [
            self.list.item(at).data(_VALUE)
            for at in range(self.list.count())
            if self.list.item(at).checkState() == Qt.CheckState.Checked
        ]
        # What the search hides stays chosen.
        self.chosen = [value for value in self.chosen if value not in shown] + on
        self._own_changed()

    def _nothing(self) -> None:
        self.clear()
        self._own_changed()

    def _find(self, text: str) -> None:
        self.list.fill(self.entries(text), self.chosen)

    def _typed(self, text: str) -> None:
        if not self.search.isHidden():
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.insert(text)

    def _into_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.setCurrentRow(0)

    def own_value(self) -> Filter | None:
        """None while nothing is ticked."""
        if not self.chosen:
            return None
        return Filter(self.column.path, "not in" if self.other.isChecked() else "in", list(self.chosen))

    def show_own(self, one: Filter) -> None:
        """Tick what the filter lets through."""
        self.chosen = list(one.value) if isinstance(one.value, list | tuple) else [one.value]
        self.other.setChecked(one.op == "not in")
        self.list.fill(self.entries(self.search.text()), self.chosen)

    def clear(self) -> None:
        """Nothing ticked."""
        self.chosen = []
        self.other.setChecked(False)
        self.list.fill(self.entries(self.search.text()), [])


class ChoiceEditor(_ListEditor):
    """Codes of an official list."""

    def entries(self, text: str) -> list[tuple[Any, str]]:
        """Codes whose label or alias holds the text."""
        kind = self.column.kind
        assert isinstance(kind, Choice)
        return [
            (one.code, f"{one.label}（停用）" if one.retired else one.label)
            for one in kind.every
            if not text or any(text in w for w in (one.label, *one.aliases))
        ]


class LinkEditor(_ListEditor):
    """Other records in their official order: villages as the township lists them."""

    def entries(self, text: str) -> list[tuple[Any, str]]:
        """Records found by their own search fields; ticked ones first while searching."""
        other = ledger_of(self.column.field.rel_model)
        found = query.ids(Selection(other.name, search=text), limit=MOST)
        wanted = [*dict.fromkeys([*(self.chosen if text or len(found) == MOST else []), *found])]
        names = query.texts(other.name, (other.display,), [one for one in wanted if isinstance(one, int)])
        return [(id, names[id][0]) for id in wanted if id in names]

    def show_own(self, one: Filter) -> None:
        """Names, as saved by hand or from a command, become the ids they mean."""
        values = list(one.value) if isinstance(one.value, list | tuple) else [one.value]
        other = ledger_of(self.column.field.rel_model)
        names = [value for value in values if not isinstance(value, int)]
        if names:
            known = dict(self._named(other.name, other.display))
            values = [known.get(value, value) for value in values]
        super().show_own(Filter(one.path, one.op, values))

    def _named(self, name: str, display: str) -> list[tuple[str, int]]:
        ids = query.ids(Selection(name), limit=MOST)
        return [(texts[0], id) for id, texts in query.texts(name, (display,), ids).items()]


class YesNoEditor(FilterEditor):
    """是 or 否."""

    def build(self) -> None:
        """Two buttons, one of which may be pressed."""
        self.buttons = {True: QPushButton("1  是", self), False: QPushButton("2  否", self)}
        group = QButtonGroup(self)
        group.setExclusive(False)
        row = QHBoxLayout()
        for value, button in self.buttons.items():
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda on, me=value: self._press(me, on))
            group.addButton(button)
            row.addWidget(button)
        self.box.addLayout(row)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with 是."""
        self.buttons[True].setFocus(event.reason())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 是, 2 否."""
        if event.text() in ("1", "2"):
            value = event.text() == "1"
            self._press(value, not self.buttons[value].isChecked())
        else:
            super().keyPressEvent(event)

    def _press(self, value: bool, on: bool) -> None:
        for other, button in self.buttons.items():
            button.setChecked(on and other is value)
        self._own_changed()

    def own_value(self) -> Filter | None:
        """The pressed button."""
        chosen = [value for value, button in self.buttons.items() if button.isChecked()]
        return Filter(self.column.path, "in", chosen) if chosen else None

    def show_own(self, one: Filter) -> None:
        """Press what the filter lets through."""
        many = one.value if isinstance(one.value, list | tuple) else [one.value]
        for value, button in self.buttons.items():
            button.setChecked(value in [bool(part) for part in many])

    def clear(self) -> None:
        """Neither."""
        for button in self.buttons.values():
            button.setChecked(False)
