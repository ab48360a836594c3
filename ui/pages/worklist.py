"""A worklist: what to choose from with counts at the left, what is to be done under headings at the right."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.pinyin import initials
from models.reports import wording
from ui.pages.base import PageWidget, fill_box
from widgets.flow import FlowLayout
from widgets.grouped_table import GroupedModel, GroupedTable
from widgets.look import icon, letters
from widgets.one_line import OneLine

ANYBODY = "所有责任人"
NARROW = 130
"""Letters below which the list at the left gives way."""


class WorklistPage(PageWidget):
    """Base of 今日待办 and 体检.

    ``entries`` the list at the left, ``table`` the things, ``by`` 分组, ``village``, ``person``, ``search`` what
    narrows them, ``said`` beside the title, ``line`` what is shown in words. A page overrides ``narrow`` (show what is
    chosen) and ``when_narrow`` (the list at the left went or came back).
    """

    def __init__(self, title: str, entries: str, groupings: Sequence[tuple[str, Any]], parent: QWidget | None) -> None:
        """``entries`` what the list at the left is called."""
        super().__init__(parent)
        self.title = QLabel(title, self)
        self.title.setProperty("role", "title")
        self.said, self.line = OneLine(self), QLabel(self)
        for label in (self.said, self.line):
            label.setProperty("role", "soft")
        self.entries = QListWidget(self)
        self.entries.setAccessibleName(entries)
        self.entries.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.entries.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.entries.setIconSize(QSize(self.fontMetrics().height() - 2, self.fontMetrics().height() - 2))
        self.entries.currentRowChanged.connect(lambda _: self.narrow())
        self.by, self.village, self.person = self.box("分组"), self.box("村"), self.box("责任人")
        self.person.setMinimumWidth(letters(self, 18))
        fill_box(self.by, groupings)
        self.search = QLineEdit(self)
        self.search.setAccessibleName("查找")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _: self.narrow())

    def box(self, name: str) -> QComboBox:
        """A further box to narrow by."""
        made = QComboBox(self)
        made.setAccessibleName(name)
        made.activated.connect(lambda _: self.box_chosen(made))
        return made

    def make_table(self, model: GroupedModel, name: str, widths: Mapping[int, int], wide: int) -> None:
        """The table at the right."""
        self.table = GroupedTable(model, name, widths, wide, self)

    def lay_out(
        self, wide: int, search: int, buttons: Sequence[QWidget], boxes: Sequence[QWidget], *below: QWidget
    ) -> None:
        """``wide``, ``search`` in letters: the list at the left, the search; ``below`` stands under the table."""
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.said, 1, Qt.AlignmentFlag.AlignBottom)
        for button in buttons:
            head.addWidget(button)
        self.search.setFixedWidth(letters(self, search))
        chosen = FlowLayout(gap=8)
        for one in (*boxes, self.search, self.line):
            one.setFixedHeight(self.search.sizeHint().height())
            chosen.addWidget(one)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(chosen)
        right.addWidget(self.table, 1)
        for one in below:
            right.addWidget(one)
        self.entries.setFixedWidth(letters(self, wide))
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.entries)
        body.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addLayout(body, 1)
        self.setFocusProxy(self.table)
        order = (*buttons, self.entries, *boxes, self.search, self.table)
        for one, after in itertools.pairwise(order):
            QWidget.setTabOrder(one, after)

    def shortcuts(self, *keys: tuple[str, Any]) -> None:
        """Keys of the page, of its own widgets only."""
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, do in keys:
            QShortcut(QKeySequence(key), self, context=inside).activated.connect(do)

    # --- what a page says of itself -----------------------------------------------------------------------------

    def narrow(self) -> None:
        """Show what is chosen."""
        raise NotImplementedError

    def box_chosen(self, box: QComboBox) -> None:
        """Something was chosen in a box."""
        self.narrow()

    def when_narrow(self, narrow: bool) -> None:
        """The list at the left gave way, or came back."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window leaves the room to the sentences: no list at the left."""
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().horizontalAdvance("0") * NARROW
        if narrow == self.entries.isHidden():
            return
        self.entries.setVisible(not narrow)
        if narrow and self.entries.currentRow() > 0:
            self.entries.setCurrentRow(0)
        self.when_narrow(narrow)

    # --- the list at the left -----------------------------------------------------------------------------------

    def entry(self) -> str:
        """The key of the entry chosen at the left, "" for all."""
        item = self.entries.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def keys(self) -> list[str]:
        """The keys of all entries."""
        return [self.entries.item(at).data(Qt.ItemDataRole.UserRole) for at in range(self.entries.count())]

    def choose_entry(self, key: str) -> None:
        """Choose one; "" for all. An unknown key changes nothing."""
        if key in self.keys():
            self.entries.setCurrentRow(self.keys().index(key))

    def show_entries(self, found: Iterable[tuple[str, str, str, str]]) -> None:
        """(key, text, tip, picture or "") of each, the one for all first; what was chosen stays so if it is there."""
        kept = self.entry()
        self.entries.blockSignals(True)
        self.entries.clear()
        for key, text, tip, picture in found:
            item = QListWidgetItem(text)
            item.setToolTip(tip)
            item.setData(Qt.ItemDataRole.UserRole, key)
            if picture:
                item.setIcon(icon(picture))
            self.entries.addItem(item)
        keys = self.keys()
        self.entries.setCurrentRow(keys.index(kept) if kept in keys else 0)
        self.entries.blockSignals(False)

    def fill_choices(self, everywhere: str, people: Iterable[str]) -> None:
        """The villages, ``everywhere`` first, and the persons responsible by their sound."""
        fill_box(self.village, [(everywhere, None), *((name, id) for id, name in wording.villages().items())])
        named = sorted({one for one in people if one}, key=lambda name: (initials(name), name))
        fill_box(self.person, [(ANYBODY, None), *((name, name) for name in named)])

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus()
        self.search.selectAll()
