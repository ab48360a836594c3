"""对账 (models/rules/reconcile): what does not fit, by kind, each line leading to its record."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from models.rules import reconcile
from models.rules.reconcile import CHECKS, Break
from ui.pages.base import PageWidget
from ui.printing import preview
from widgets import reading
from widgets.look import DANGER, GOOD, SOFT, icon, make_primary

MOST = 300
"""Breaks of one kind that are listed; whoever has more of them mends the cause, or prints the list."""
BREAK = Qt.ItemDataRole.UserRole


class ReconcilePage(PageWidget):
    """A tree of groups, kinds and breaks; Enter opens the record."""

    watched = tuple(sorted(reconcile.ledgers_read()))

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: list[Break] = []
        self._asked: reading.Question | None = None
        self.summary = QLabel(self)
        self.summary.setProperty("role", "heading")
        self.print = QPushButton(icon("print"), "打印…", self)
        self.print.clicked.connect(self._print)
        self.open = QPushButton("打开记录（Enter）", self)
        make_primary(self.open)
        self.open.clicked.connect(self._open)
        head = QHBoxLayout()
        head.addWidget(self.summary)
        head.addStretch(1)
        head.addWidget(self.open)
        head.addWidget(self.print)
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName("对不上的地方")
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(True)
        self.tree.itemActivated.connect(lambda _item, _column: self._open())
        self.tree.currentItemChanged.connect(lambda now, _before: self.open.setEnabled(_break(now) is not None))
        QShortcut(
            QKeySequence("Ctrl+P"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        ).activated.connect(self._print)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.addLayout(head)
        box.addWidget(self.tree, 1)
        self.setFocusProxy(self.tree)

    def refresh(self) -> None:
        """Check everything anew; the cursor stays at its kind."""
        if self._asked is not None:
            self._asked.drop()
        if reading.is_light():
            self._show(_look())
            return
        self.summary.setText("正在逐项核对…")
        self._asked = reading.ask(self, _look, self._show, slow=True)

    def _show(self, looked: tuple[list[Break], bool]) -> None:
        kept = _break(self.tree.currentItem())
        self.found, empty = looked
        self.tree.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        first: QTreeWidgetItem | None = None
        for kind, check in CHECKS.items():
            mine = [one for one in self.found if one.kind == kind]
            top = groups.get(check.group)
            if top is None:
                top = groups[check.group] = QTreeWidgetItem(self.tree, [check.group])
                top.setExpanded(True)
            node = QTreeWidgetItem(top, [f"{check.title}：{len(mine)} 处" if mine else f"{check.title}：没有"])
            node.setForeground(0, QColor(DANGER if mine else SOFT))
            node.setExpanded(bool(mine))
            for one in mine[:MOST]:
                leaf = QTreeWidgetItem(node, [one.text])
                leaf.setData(0, BREAK, one)
                if first is None or (kept is not None and kept.kind == kind):
                    first = first if first is not None and _is(first, kept) else leaf
            if len(mine) > MOST:
                rest = QTreeWidgetItem(node, [f"……还有 {len(mine) - MOST:,} 处，点“打印”看全部"])
                rest.setForeground(0, QColor(SOFT))
        for title, top in groups.items():
            count = sum(1 for one in self.found if CHECKS[one.kind].group == title)
            fits = "还没有可对的" if empty else "都对得上"
            top.setText(0, f"{title}　{count} 处对不上" if count else f"{title}　{fits}")
            top.setForeground(0, QColor(DANGER if count else SOFT if empty else GOOD))
        self.summary.setText(
            reconcile.NOTHING if empty
            else f"有 {len(self.found)} 处对不上" if self.found
            else f"{len(CHECKS)} 项都对得上"
        )  # fmt: skip
        self.print.setEnabled(bool(self.found))
        start = first or self.tree.topLevelItem(0)
        assert start is not None
        self.tree.setCurrentItem(start)
        self.open.setEnabled(first is not None)

    def _open(self) -> None:
        one = _break(self.tree.currentItem())
        if one is not None:
            self.record_requested.emit(one.ledger, one.id)

    def _print(self) -> None:
        from models.reports.reconcile import breaks_table

        if self.found:
            found = list(self.found)
            preview(self, "reconcile", "对账", lambda: (breaks_table(found),))


def _look() -> tuple[list[Break], bool]:
    """All breaks, and whether there is nothing yet that could be compared."""
    found = reconcile.breaks()
    return found, not found and reconcile.is_empty()


def _break(item: QTreeWidgetItem | None) -> Break | None:
    found = None if item is None else item.data(0, BREAK)
    return found if isinstance(found, Break) else None


def _is(item: QTreeWidgetItem, one: Break | None) -> bool:
    return one is not None and _break(item) == one
