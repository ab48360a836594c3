"""分红进收入 (domain.md §12.3): what households were given becomes item C1 of the income, seen before it is written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models.kinds import Money
from models.record import Refused
from models.rules import dividends
from models.rules.dividends import ADD, CARRY, LEAVE, LOOK, NO_SHEET, READY, REPLACE, SAME, Flow
from ui.pages.base import PageWidget
from widgets import messages
from widgets.look import CAUTION, SOFT, make_primary
from widgets.one_line import OneLine
from widgets.pick_table import PickTable

WORDS = {CARRY: "带入", REPLACE: "换成", ADD: "加上", LEAVE: "不动"}
COLUMNS = (("处理", 5), ("村", 10), ("户主", 9), ("分红明细（元）", 14), ("没发放（元）", 12), ("收入里现在（元）", 15),
           ("带入后（元）", 13), ("说明", 0))  # fmt: skip
HINT = "空格改这一户怎么处理（带入、换成、加上、不动），F9 带入，回车打开这一户的收入表；带错了 Ctrl+Z 撤销"
RULE = "按分红年度记入那一年的“资产收益分红”；再点一次不会重复加，分红改了再点只补差额。"


class DividendsPage(PageWidget):
    """The households of a year, or those of one plan, with old and new amounts."""

    watched = ("distribution", "distribution_plan", "income_sheet", "household")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flows: list[Flow] = []
        self.ways: dict[int, str] = {}
        self.summary, self.said, self.note = (QLabel(self) for _ in range(3))
        self.summary.setProperty("role", "heading")
        self.said.setProperty("role", "good")
        self.note.setProperty("role", "soft")
        self.note.setText(RULE)
        self.year = QComboBox(self)
        self.year.setAccessibleName("分红年度")
        self.year.currentIndexChanged.connect(lambda _at: self.refresh())
        self.same = QCheckBox("也列已经一致的", self)
        self.same.toggled.connect(lambda _on: self.refresh())
        self.write = QPushButton("带入收入（F9）", self)
        self.write.clicked.connect(self.carry)
        make_primary(self.write)
        QShortcut(QKeySequence("F9"), self, self.write.click, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.table = PickTable("分红进收入", COLUMNS, (3, 4, 5, 6), self)
        self.table.marked.connect(self._next_way)
        self.table.confirmed.connect(self._open)
        self.table.currentCellChanged.connect(lambda *_: self._say_why())
        # On a narrow screen little is seen of the last column: what it says of the row stands below too.
        self.why = OneLine(self)
        self.why.setProperty("role", "warn")
        head = QHBoxLayout()
        head.addWidget(self.year)
        head.addWidget(self.summary)
        head.addStretch(1)
        head.addWidget(self.same)
        head.addWidget(self.write)
        foot = QHBoxLayout()
        hint = QLabel(HINT, self)
        hint.setProperty("role", "small")
        foot.addWidget(hint)
        foot.addStretch(1)
        foot.addWidget(self.said)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.addLayout(head)
        box.addWidget(self.note)
        box.addWidget(self.table, 1)
        box.addWidget(self.why)
        box.addLayout(foot)
        self.setFocusProxy(self.table)

    def households(self, year: int) -> list[int] | None:
        """Only these households; None: all."""
        return None

    def list_years(self) -> list[int]:
        """Years that can be chosen, the latest first."""
        return dividends.years()

    def refresh(self) -> None:
        """Read anew; what was chosen for a household stays."""
        found = self.list_years()
        if [self.year.itemData(at) for at in range(self.year.count())] != found:
            before = self.year.currentData()
            self.year.blockSignals(True)
            self.year.clear()
            for one in found:
                self.year.addItem(f"{one}年", one)
            self.year.setCurrentIndex(max(0, self.year.findData(before)))
            self.year.blockSignals(False)
        year = self.year.currentData()
        whole = dividends.flows(year, self.households(year)) if year is not None else []
        self.flows = [one for one in whole if one.state != SAME or self.same.isChecked()]
        self.ways = {one.household: self._kept(one) for one in self.flows if dividends.ways(one)}
        self.table.show_lines([self._line(one) for one in self.flows], [_colour(one) for one in self.flows])
        self._say_why()
        count = {state: sum(1 for one in whole if one.state == state) for state in (READY, LOOK, NO_SHEET, SAME)}
        words = ((READY, "可以带入"), (LOOK, "要看一看"), (NO_SHEET, "没有收入表"), (SAME, "已经一致"))
        told = "，".join(f"{word} {count[state]} 户" for state, word in words if count[state])
        self.summary.setText(told or "没有到户的分红")
        self.write.setEnabled(any(way != LEAVE for way in self.ways.values()))

    def _say_why(self) -> None:
        item = self.table.item(self.table.currentRow(), len(COLUMNS) - 1)
        self.why.setText(item.text() if item is not None else "")

    def _kept(self, flow: Flow) -> str:
        before = self.ways.get(flow.household)
        return before if before in dividends.ways(flow) else dividends.ways(flow)[0]

    def _line(self, flow: Flow) -> tuple[str, ...]:
        text = Money("元").to_text
        way = self.ways.get(flow.household, "")
        new = self._as_chosen(flow).new
        old = "" if flow.old is None else text(flow.old)
        after = old if way == LEAVE else "" if new is None else text(new)
        return (WORDS.get(way, ""), flow.village, flow.head or "未填户主", text(flow.shared),
                text(flow.unpaid) if flow.unpaid else "", old, after, flow.why)  # fmt: skip

    def _as_chosen(self, flow: Flow) -> Flow:
        return dividends.added(flow) if self.ways.get(flow.household) == ADD else flow

    def _next_way(self, at: int) -> None:
        flow = self.flows[at]
        some = dividends.ways(flow)
        if not some:
            return
        self.ways[flow.household] = some[(some.index(self.ways[flow.household]) + 1) % len(some)]
        for column, text in enumerate(self._line(flow)):
            self.table.set_text(at, column, text)
        self.write.setEnabled(any(way != LEAVE for way in self.ways.values()))

    def carry(self) -> None:
        """Write what was chosen as one operation."""
        chosen = [self._as_chosen(one) for one in self.flows if self.ways.get(one.household, LEAVE) != LEAVE]
        try:
            number = dividends.carry_over(chosen)
        except Refused as error:
            messages.tell(self, "没有带入", str(error), error.problems)
            return
        self.said.setText(f"带入 {len(chosen)} 户，可按 Ctrl+Z 撤销" if number else "没有要改的")
        self.refresh()

    def _open(self) -> None:
        at = self.table.currentRow()
        if 0 <= at < len(self.flows):
            sheet = self.flows[at].sheet
            if sheet is not None:
                self.page_requested.emit("income_of_sheet", sheet)
            else:
                self.record_requested.emit("household", self.flows[at].household)


def _colour(flow: Flow) -> str:
    return {LOOK: CAUTION, NO_SHEET: SOFT, SAME: SOFT}.get(flow.state, "")
