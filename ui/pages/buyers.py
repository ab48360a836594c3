"""补登采购单位 (domain.md §10.1): units that stand in sales and are not registered, taken in by key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models.codes import code_list
from models.kinds import Money
from models.query import Selection
from models.record import Refused
from models.rules import buyers
from models.rules.buyers import Unknown
from ui.pages.base import PageWidget
from widgets import messages
from widgets.look import make_primary
from widgets.pick_table import PickTable

TICK = "✓"
COLUMNS = (("登记", 4), ("采购单位", 0), ("性质", 12), ("销售笔数", 10), ("直接采购（元）", 16), ("帮助销售（元）", 16))
HINT = "空格勾选或去掉，F9 登记勾了的，回车看它的销售；名称写错的，先到销售里改对"
RULE = "登记以后才能填预留份额；完成多少按同名单位的直接采购自动算。个人顾客不列。"


class BuyersPage(PageWidget):
    """Names with what they bought; all are marked at first."""

    watched = ("sale", "buyer")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: list[Unknown] = []
        self.left_out: set[str] = set()
        self.summary, self.said, rule, hint = (QLabel(self) for _ in range(4))
        self.summary.setProperty("role", "heading")
        self.said.setProperty("role", "good")
        rule.setProperty("role", "soft")
        rule.setText(RULE)
        hint.setProperty("role", "small")
        hint.setText(HINT)
        self.take = QPushButton("登记（F9）", self)
        self.take.clicked.connect(self.register)
        make_primary(self.take)
        QShortcut(QKeySequence("F9"), self, self.take.click, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.table = PickTable("没有登记的采购单位", COLUMNS, (3, 4, 5), self)
        self.table.marked.connect(self._mark)
        self.table.confirmed.connect(self._open)
        head = QHBoxLayout()
        head.addWidget(self.summary)
        head.addStretch(1)
        head.addWidget(self.take)
        foot = QHBoxLayout()
        foot.addWidget(hint)
        foot.addStretch(1)
        foot.addWidget(self.said)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.addLayout(head)
        box.addWidget(rule)
        box.addWidget(self.table, 1)
        box.addLayout(foot)
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Read anew; what was left out stays so."""
        self.found = buyers.unknown()
        text, kinds = Money("元").to_text, code_list("buyer_kind")
        self.table.show_lines(
            [("" if one.name in self.left_out else TICK, one.name, kinds.label(one.kind) if one.kind else "",
              str(one.count), text(one.direct), text(one.helped)) for one in self.found]
        )  # fmt: skip
        count = len(self.found)
        self.summary.setText(f"销售里有 {count} 个采购单位还没有登记" if count else "销售里的采购单位都登记了")
        self._tell()

    def _tell(self) -> None:
        self.take.setEnabled(any(one.name not in self.left_out for one in self.found))

    def _mark(self, at: int) -> None:
        name = self.found[at].name
        self.left_out ^= {name}
        self.table.set_text(at, 0, "" if name in self.left_out else TICK)
        self._tell()

    def _open(self) -> None:
        at = self.table.currentRow()
        if 0 <= at < len(self.found):
            self.selection_requested.emit(Selection("sale").where("buyer", "=", self.found[at].name))

    def register(self) -> None:
        """Take in those that are marked."""
        chosen = [one for one in self.found if one.name not in self.left_out]
        try:
            number = buyers.register(chosen)
        except Refused as error:
            messages.tell(self, "没有登记", str(error), error.problems)
            return
        if number:
            self.said.setText(f"登记了 {len(chosen)} 个单位，可按 Ctrl+Z 撤销")
            self.refresh()
