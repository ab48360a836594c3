"""选项表: the lists to choose from that an office may change, and what it changed in them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from models import options
from models.codes import code_list
from models.kinds import narrow
from models.pinyin import initials
from ui.pages.base import PageWidget
from widgets.code_view import CodeView
from widgets.look import letters

_NAME = int(Qt.ItemDataRole.UserRole)


class OptionsPage(PageWidget):
    """Left the lists, those that were changed marked; right the codes of one. F6 changes sides, Ctrl+F finds a list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted = QLineEdit(self)
        self.wanted.setPlaceholderText("找选项表：名称、拼音、台账")
        self.wanted.setAccessibleName("找选项表")
        self.wanted.setClearButtonEnabled(True)
        self.wanted.textChanged.connect(lambda _text: self._list())
        self.names = QListWidget(self)
        self.names.setAccessibleName("选项表")
        self.names.setUniformItemSizes(True)
        self.names.currentItemChanged.connect(lambda item, _before: self._chosen(item))
        self.view = CodeView(self)
        self.view.opened.connect(self.selection_requested)
        self.wanted.returnPressed.connect(self.names.setFocus)
        self.names.itemActivated.connect(lambda _item: self.view.tree.setFocus())
        for keys, act in (("F6", self._other_side), ("Ctrl+F", self.wanted.setFocus)):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 6, 0)
        column.addWidget(self.wanted)
        column.addWidget(self.names, 1)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(side)
        split.addWidget(self.view)
        split.setSizes([letters(self, 34), letters(self, 130)])
        split.setStretchFactor(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.addWidget(split, 1)
        self._words = {name: self._said(name) for name in options.editable_names()}
        self.setFocusProxy(self.names)

    @staticmethod
    def _said(name: str) -> str:
        """What a list is found by."""
        title = code_list(name).title
        ledgers = " ".join(dict.fromkeys(of.title for of, _ in options.fields_of(name)))
        return f"{title} {initials(title)} {ledgers}"

    def refresh(self) -> None:
        """Read anew; the cursor stays at its list and its code."""
        self._list()

    def _list(self) -> None:
        word = narrow(self.wanted.text()).casefold()
        item = self.names.currentItem()
        kept = item.data(_NAME) if item is not None else "sale_channel"
        self.names.blockSignals(True)
        self.names.clear()
        for name in sorted(self._words, key=lambda name: self._words[name].partition(" ")[2]):
            codes = code_list(name)
            if word and word not in self._words[name].casefold():
                continue
            changed = "　●" if options.is_changed(codes) else ""
            line = QListWidgetItem(f"{codes.title}{changed}", self.names)
            line.setData(_NAME, name)
            line.setToolTip("改动过，或者有本地增加的" if changed else codes.title)
            if name == kept:
                self.names.setCurrentItem(line)
        if self.names.currentItem() is None and self.names.count():
            self.names.setCurrentRow(0)
        self.names.blockSignals(False)
        self._chosen(self.names.currentItem())

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None and self.view.tree.state() != self.view.tree.State.EditingState:
            self.view.show_list(item.data(_NAME))

    def _other_side(self) -> None:
        (self.view.tree if self.names.hasFocus() or self.wanted.hasFocus() else self.names).setFocus()
