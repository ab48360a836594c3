"""月末结账 (domain.md §18): close a month, see what was closed, compare with another or with now, down to records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models import closed, database
from models.record import Refused
from models.reports import closing, returns
from models.reports.closing.compare import MOST_NAMED, WORDS, Difference, RecordChange
from models.reports.closing.store import Closing
from models.reports.returns import workbook
from ui.pages.base import PageWidget
from ui.pages.closing_make import MakeDialog, OpenDialog
from ui.printing import preview
from widgets import messages
from widgets.flow import FlowLayout
from widgets.jobs import run_job
from widgets.look import DANGER, SOFT, icon, lines, make_primary

HELD = Qt.ItemDataRole.UserRole
HINT = (
    "Ctrl+N 结账，F4 开账，→ 展开一个指标看背后的记录，Enter 打开记录，Ctrl+P 打印对比表，Ctrl+E 存 Excel；"
    "报表（Ctrl+R）里能照结账时的样子打印"
)
NONE_YET = (
    "还没有结过账。月底把上报的数定下来：点“结账”，全部指标和报表照现在的样子存下，以后随时能比、能照原样再打印。"
)


class ClosingPage(PageWidget):
    """The closings above, what differs below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: list[Difference] = []
        self._pair: tuple[Closing, Closing | None] | None = None
        self._turn = 0
        self.make_button = QPushButton("结账…", self)
        self.make_button.setToolTip("把一个月的指标和报表照现在的样子存下（Ctrl+N）")
        self.make_button.clicked.connect(self.make)
        make_primary(self.make_button)
        self.check_button = QPushButton(icon("check"), "校验", self)
        self.check_button.setToolTip("核对存下的数有没有被改过")
        self.check_button.clicked.connect(self.verify)
        self.open_button = QPushButton(icon("unlock"), "开账…", self)
        self.open_button.setToolTip("结过账的一个月要改，写明原因打开（F4）")
        self.open_button.clicked.connect(self.open_month)
        self.state = QLabel(self)
        self.state.setProperty("role", "soft")
        self.state.setWordWrap(True)
        self.list = self._tree(("月份", "编号", "结账时间", "经办人", "指标", "校验码", "说明"), "结过的账")
        self.list.setRootIsDecorated(False)
        self.list.currentItemChanged.connect(lambda *_: self._offer())
        self.other = QComboBox(self)
        self.other.setAccessibleName("和哪一次比")
        self.other.activated.connect(lambda _at: self._compare())
        self.every = QCheckBox("数没变、记录变了的也列出", self)
        self.every.toggled.connect(lambda _on: self._compare())
        self.print_button = QPushButton(icon("print"), "打印…", self)
        self.print_button.clicked.connect(self.print)
        self.excel = QPushButton(icon("export"), "Excel…", self)
        self.excel.clicked.connect(self.export)
        self.summary = QLabel(self)
        self.summary.setProperty("role", "soft")
        self.summary.setWordWrap(True)
        self.tree = self._tree(("指标和记录", "结账时", "后来", "增减"), "不同的指标")
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            self.tree.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.tree.itemExpanded.connect(self._expand)
        self.tree.itemActivated.connect(lambda item, _column: self._open(item))
        self._lay_out()
        for keys, act in (
            ("Ctrl+N", self.make),
            ("F4", self.open_month),
            ("Ctrl+P", self.print),
            ("Ctrl+E", self.export),
        ):
            QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            ).activated.connect(act)
        self.setFocusProxy(self.list)

    def _tree(self, heads: tuple[str, ...], name: str) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setAccessibleName(name)
        tree.setHeaderLabels(heads)
        tree.setUniformRowHeights(True)
        tree.setObjectName("sheet")
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setStretchLastSection(True)
        return tree

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        title = QLabel("结过的账", self)
        title.setProperty("role", "heading")
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.check_button)
        head.addWidget(self.open_button)
        head.addWidget(self.make_button)
        self.list.setFixedHeight(lines(self, 6))
        against = QLabel("选中的这一次，和", self)
        chosen = FlowLayout(gap=8)
        for widget in (against, self.other, QLabel("比", self), self.every):
            widget.setFixedHeight(self.other.sizeHint().height())
            chosen.addWidget(widget)
        row = QHBoxLayout()
        row.addLayout(chosen, 1)
        row.addWidget(self.print_button)
        row.addWidget(self.excel)
        hint = QLabel(HINT, self)
        hint.setProperty("role", "small")
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.addLayout(head)
        box.addWidget(self.state)
        box.addWidget(self.list)
        box.addLayout(row)
        box.addWidget(self.summary)
        box.addWidget(self.tree, 1)
        box.addWidget(hint)

    # --- the closings -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the closings anew and compare again; the cursor stays."""
        kept = self.current()
        said = closed.state_text()
        self.state.setText(f"不许改的：{said}" if said else "结账时勾上的，到那个月为止就不许再改；现在都可以改。")
        self.open_button.setEnabled(bool(said))
        self.list.blockSignals(True)
        self.list.clear()
        for one in closing.closings():
            texts = (f"{one.month[:4]}年{int(one.month[5:])}月", one.number, one.at[:16], one.who, str(one.figures),
                     one.short, one.note)  # fmt: skip
            item = QTreeWidgetItem(self.list, texts)
            item.setData(0, HELD, one)
            if kept is not None and one.number == kept.number:
                self.list.setCurrentItem(item)
        if self.list.currentItem() is None:
            _to_first(self.list)
        self.list.blockSignals(False)
        self._offer()

    def every_closing(self) -> list[Closing]:
        """All closings, newest first."""
        items = (self.list.topLevelItem(at) for at in range(self.list.topLevelItemCount()))
        return [item.data(0, HELD) for item in items if item is not None]

    def current(self) -> Closing | None:
        """The closing under the cursor."""
        item = self.list.currentItem()
        return None if item is None else item.data(0, HELD)

    def make(self) -> None:
        """Ctrl+N: ask for the month and close it."""
        dialog = MakeDialog(self.every_closing(), self)
        if not messages.run(dialog):
            return
        month, note, parts = dialog.month(), dialog.note(), dialog.closed()

        def done(made: Closing) -> None:
            self.refresh()
            _to_first(self.list)
            self.summary.setText(f"已结账：{made.title}，{made.figures} 个指标，校验码 {made.short}。")
            self.list.setFocus()

        run_job(self, "月末结账", lambda progress: closing.make(month, note, progress, parts), done)

    def open_month(self) -> None:
        """Ctrl+O: open a month of a part again, with a reason."""
        if not self.open_button.isEnabled():
            return
        dialog = OpenDialog(self)
        if messages.run(dialog):
            try:
                closed.open_again(*dialog.chosen())
            except Refused as error:
                messages.show_error(self, error)
            self.refresh()

    def verify(self) -> None:
        """Prove all closings; what was altered is told."""
        every = self.every_closing()
        self.summary.setText("正在校验…")
        run_job(self, "校验", lambda _: [text for one in every for text in closing.verify(one)], self._show_wrong)

    def _show_wrong(self, wrong: list[str]) -> None:
        for at in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(at)
            bad = item is not None and any(item.data(0, HELD).number in text for text in wrong)
            if item is not None and bad:
                item.setForeground(1, QColor(DANGER))
        self.summary.setText("\n".join(wrong) or f"{len(self.every_closing())} 次结账都和当时存下的一样。")

    # --- the comparison ---------------------------------------------------------------------------------------------

    def _offer(self) -> None:
        one, kept = self.current(), self.other.currentData()
        for widget in (self.other, self.every, self.check_button):
            widget.setEnabled(one is not None)
        self.other.clear()
        self.other.addItem("现在", "")
        for other in self.every_closing():
            if one is not None and other.number != one.number:
                self.other.addItem(other.title, other.number)
        earlier = [other for other in self.every_closing() if one is not None and other.id < one.id]
        # 和上次比: the closing before is what is asked for most; the first one is compared with now.
        at = self.other.findData(kept) if kept is not None else -1
        self.other.setCurrentIndex(at if at >= 0 else self.other.findData(earlier[0].number) if earlier else 0)
        self._compare()

    def _compare(self) -> None:
        one, named = self.current(), self.other.currentData()
        self._turn += 1
        self._pair = None
        self._show([])
        if one is None or not database.is_open():
            self.summary.setText(NONE_YET)
            return
        other = next((each for each in self.every_closing() if each.number == named), None)
        old, new = (other, one) if other is not None and other.id < one.id else (one, other)
        turn, every = self._turn, self.every.isChecked()
        self.summary.setText("正在比…")

        def done(found: list[Difference]) -> None:
            if turn == self._turn:
                self._pair = (old, new)
                self._show(found)
                self._tell()

        def failed(error: BaseException) -> None:
            if turn == self._turn and database.is_open():
                messages.show_error(self.window(), error)

        run_job(self, "和上次比", lambda _: closing.compare(old, new, every=every), done, failed, quiet=True)

    def _tell(self) -> None:
        assert self._pair is not None
        old, new = self._pair
        later = "现在" if new is None else new.title
        moved = sum(1 for one in self.found if one.value_differs)
        same = len(self.found) - moved
        said = f"{old.title} 到 {later}：{moved} 个指标的数不同" if moved else f"{old.title} 到 {later}：数都一样"
        self.summary.setText(said + (f"，{same} 个只是背后的记录变了" if same else "") + "。")

    def _show(self, found: list[Difference]) -> None:
        self.found = found
        self.tree.clear()
        for one in found:
            item = QTreeWidgetItem(self.tree, (one.name, one.text("old"), one.text("new"), one.step or "记录变了"))
            item.setData(0, HELD, one)
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
            for column in (1, 2, 3):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        _to_first(self.tree)
        for button in (self.print_button, self.excel):
            button.setEnabled(self._pair is not None)

    def _expand(self, item: QTreeWidgetItem) -> None:
        one = item.data(0, HELD)
        if not isinstance(one, Difference) or item.childCount():
            return
        found = closing.records(one)
        for change in found:
            leaf = QTreeWidgetItem(item, (self._line(change),))
            leaf.setData(0, HELD, change)
            leaf.setFirstColumnSpanned(True)
            leaf.setToolTip(0, leaf.text(0))
        if len(found) == MOST_NAMED or not found:
            text = f"只列出前 {MOST_NAMED} 条" if found else "背后的记录没有变：数随日期或关联的记录变动"
            leaf = QTreeWidgetItem(item, (text,))
            leaf.setForeground(0, QColor(SOFT))
            leaf.setFirstColumnSpanned(True)

    @staticmethod
    def _line(change: RecordChange) -> str:
        fields = "；".join(f"{label}：{old} → {new}" for label, old, new in change.fields)
        return "　".join(part for part in (WORDS[change.kind], change.label, change.why, fields) if part)

    def _open(self, item: QTreeWidgetItem) -> None:
        held = item.data(0, HELD)
        if isinstance(held, RecordChange) and held.id is not None:
            self.record_requested.emit(held.ledger, held.id)
        elif isinstance(held, Difference):
            item.setExpanded(not item.isExpanded())

    # --- out --------------------------------------------------------------------------------------------------------

    def _made(self) -> Any:
        from models.reports.closing import paper

        assert self._pair is not None
        return paper.made(*self._pair, self.found)

    def print(self) -> None:
        """Ctrl+P: the differences and the records behind them on paper."""
        if self._pair is not None:
            preview(self, "closing_compare", "月末结账对比表",
                    lambda: [returns.paper_table(table) for table in self._made().tables])  # fmt: skip

    def export(self) -> None:
        """Ctrl+E: the same as a workbook."""
        if self._pair is None:
            return
        old, new = self._pair
        start = str(Path.home() / f"月末结账对比_{old.number}_{'现在' if new is None else new.number}.xlsx")
        name, _ = QFileDialog.getSaveFileName(self, "存成 Excel", start, "Excel 工作簿 (*.xlsx)")
        if not name:
            return
        path = Path(name if name.lower().endswith(".xlsx") else f"{name}.xlsx")
        run_job(self, "存成 Excel", lambda _: workbook.write(self._made(), path),
                lambda rows: self.summary.setText(f"已存为“{path.name}”，{rows} 行。"))  # fmt: skip


def _to_first(tree: QTreeWidget) -> None:
    first = tree.topLevelItem(0)
    if first is not None:
        tree.setCurrentItem(first)
