"""Picks columns of a ledger: its own by section, and those of the records it links to."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from models.ledger import Column, Ledger, ledger_of
from widgets.look import letters, lines
from widgets.search_box import SearchBox

DEPTH = 2
"""Links followed: 拨付 → 资金 → 项目."""
_PATH = int(Qt.ItemDataRole.UserRole)


def sections(of: Ledger) -> dict[str, list[str]]:
    """The ledger's own columns by form section, computed ones with them."""
    found: dict[str, list[str]] = {}
    for path in sorted(of.all_columns, key=list({**of.fields, **of.computed}).index):
        found.setdefault(of.column(path).field.group or "其他", []).append(path)
    return found


def linked(of: Ledger) -> list[tuple[str, Column, Ledger]]:
    """(path, column, ledger it leads to) of the ledger's links."""
    columns = [(name, of.column(name)) for name in of.fields]
    return [(path, column, ledger_of(column.field.rel_model)) for path, column in columns if column.is_link]


class ColumnPicker(QWidget):
    """A tree of columns with a search line.

    With ``ticked`` paths the columns have check boxes and ``ticks_changed(path, on)`` tells each click; without, one
    column is picked by ``picked(path)``.
    """

    picked = Signal(str)
    ticks_changed = Signal(str, bool)

    def __init__(self, of: Ledger, ticked: Iterable[str] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticked = None if ticked is None else set(ticked)
        self.search = SearchBox("找字段", self)
        self.search.enter_goes_on = True
        self.tree = QTreeWidget(self)
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("字段")
        self.tree.setUniformRowHeights(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.search)
        box.addWidget(self.tree)
        self.setMinimumSize(letters(self, 48), lines(self, 20))
        self._fill(of, self.tree.invisibleRootItem(), "", DEPTH)
        self.tree.itemChanged.connect(self._changed)
        self.tree.itemActivated.connect(self._activated)
        if self._ticked is None:
            self.tree.itemClicked.connect(self._activated)
        self.search.searched.connect(self._find)
        self.search.left_down.connect(self._into_tree)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin in the search line."""
        self.search.setFocus(event.reason())

    def _fill(self, of: Ledger, parent: QTreeWidgetItem, before: str, depth: int) -> None:
        for title, paths in sections(of).items():
            node = QTreeWidgetItem(parent, [title])
            node.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for path in paths:
                self._leaf(node, before + path, of.column(path))
            node.setExpanded(not before)
        if depth == 0:
            return
        for path, column, other in linked(of):
            node = QTreeWidgetItem(parent, [f"{column.label} 的…"])
            node.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self._fill(other, node, f"{before}{path}.", depth - 1)

    def _leaf(self, parent: QTreeWidgetItem, path: str, column: Column) -> None:
        item = QTreeWidgetItem(parent, [column.title])
        item.setData(0, _PATH, path)
        if self._ticked is not None:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, Qt.CheckState.Checked if path in self._ticked else Qt.CheckState.Unchecked)

    def _changed(self, item: QTreeWidgetItem) -> None:
        path = item.data(0, _PATH)
        if path and self._ticked is not None:
            self.ticks_changed.emit(path, item.checkState(0) == Qt.CheckState.Checked)

    def _activated(self, item: QTreeWidgetItem) -> None:
        path = item.data(0, _PATH)
        if not path:
            item.setExpanded(not item.isExpanded())
        elif self._ticked is None:
            self.picked.emit(path)

    def _find(self, text: str) -> None:
        root = self.tree.invisibleRootItem()
        for at in range(root.childCount()):
            self._narrow(root.child(at), text)

    def _narrow(self, item: QTreeWidgetItem, text: str) -> bool:
        """Hide what does not match; returns whether something is left."""
        children = [item.child(at) for at in range(item.childCount())]
        left = [self._narrow(child, text) for child in children]
        visible = any(left) if children else text in item.text(0)
        item.setHidden(not visible)
        if text and children:
            item.setExpanded(visible)
        return visible

    def _into_tree(self) -> None:
        self.tree.setFocus(Qt.FocusReason.TabFocusReason)
        item = self.tree.topLevelItem(0)
        while item is not None and (item.isHidden() or not item.data(0, _PATH)):
            item = self.tree.itemBelow(item)
        if item is not None:
            self.tree.setCurrentItem(item)
