"""到账对账 (domain.md §10.3): sales beside what a platform or the bank paid; propose, confirm, take apart.

One row may pay several sales and several rows one sale; sums that differ are asked about and their rest stays open.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from models.kinds import Money
from models.record import Refused
from models.rules import settle
from models.rules.settle import Group, OpenRow, OpenSale, Proposal
from ui.pages.base import PageWidget
from widgets import messages, reading
from widgets.look import CAUTION, GOOD, letters, make_primary
from widgets.pick_table import PickTable, act_button, beside, stack

SHOWN = 300
"""Sales that are listed at most; more are found by typing."""
OPEN, DONE = 0, 1
TICK = "✓"
HINT = (
    "右边选一笔到账，左边勾出它付的销售：空格勾选，回车配对，Tab 换边。"
    "几笔到账付一笔销售的，右边也用空格勾；金额不等的会先问，没付完的留着下次配。Ctrl+Z 撤销"
)
HINT_DONE = "选中一笔到账，左边是它付的销售和各付了多少；按 Delete 拆开"
EMPTY = "没有要对的到账。把平台对账单或银行流水导入“到账记录”，再来这里配对。"


def yuan(fen: int) -> str:
    """分 in 元."""
    return f"{Money('元').to_text(fen)} 元"


class SettlePage(PageWidget):
    """Left the sales, right the rows of statements; below what is marked against what came."""

    watched = ("sale", "settlement", "sale_line", "sale_payment", "local_norm")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sales: list[OpenSale] = []
        self.listed: list[OpenSale] = []
        self.rows: list[OpenRow] = []
        self.proposals: dict[int, Proposal] = {}
        self.marked: set[int] = set()
        self.ticked: set[int] = set()
        self._asked: reading.Question | None = None
        self.summary, self.sums, self.said = (QLabel(self) for _ in range(3))
        self.summary.setProperty("role", "heading")
        self.said.setProperty("role", "good")
        self.which = QComboBox(self)
        self.which.setAccessibleName("看哪些到账")
        self.which.addItems(["没有对上的", "已经对上的"])
        self.which.currentIndexChanged.connect(lambda _at: self.refresh())
        self.wanted = QLineEdit(self)
        self.wanted.setPlaceholderText("找销售：单位、产品、金额")
        self.wanted.setAccessibleName("找销售")
        self.wanted.setFixedWidth(letters(self, 30))
        self.wanted.textChanged.connect(lambda _text: self._list_sales())
        self.one = act_button(self, "配对（回车）", self.confirm)
        self.all = act_button(self, "按建议全部配对（F9）", self.confirm_all)
        self.apart = act_button(self, "拆开（Delete）", self.take_apart)
        make_primary(self.one)
        QShortcut(QKeySequence("F9"), self, self.all.click, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.sale_table = PickTable(
            "销售", (("", 2), ("日期", 10), ("采购单位", 0), ("产品", 12), ("金额（元）", 12)), (4,), self
        )
        self.row_table = PickTable(
            "到账",
            (("", 2), ("日期", 10), ("付款单位", 17), ("订单号", 20), ("含手续费（元）", 14), ("建议", 0)),
            (4,),
            self,
        )
        self.wanted.returnPressed.connect(self.sale_table.setFocus)
        self.sale_table.marked.connect(self._mark)
        self.row_table.marked.connect(self._tick)
        for table in (self.sale_table, self.row_table):
            table.confirmed.connect(self.confirm)
            table.dropped.connect(self.take_apart)
        self.row_table.currentCellChanged.connect(lambda now, _c, before, _d: self._chosen() if now != before else None)
        self._lay_out()
        self.setFocusProxy(self.row_table)

    def _lay_out(self) -> None:
        split = beside(self, ("销售", self.sale_table, self.wanted), ("到账", self.row_table, None))
        split.setSizes([470, 640])
        self.hint = QLabel(HINT, self)
        self.hint.setProperty("role", "small")
        self.hint.setWordWrap(True)
        head = (self.summary, self.which, self.all, self.one, self.apart)
        stack(self, head, (split,), (self.sums, self.said), (self.hint,))

    # --- what is shown ----------------------------------------------------------------------------------------------

    @property
    def done(self) -> bool:
        """Whether matched rows are shown."""
        return self.which.currentIndex() == DONE

    def refresh(self) -> None:
        """Read anew; the cursor stays at its line."""
        done = self.done
        if self._asked is not None:
            self._asked.drop()
        if reading.is_light():
            self._show(_read(done))
        else:
            self.summary.setText("正在找哪笔到账付了哪笔销售…")
            self._asked = reading.ask(self, lambda: _read(done), self._show)

    def _show(self, read: tuple[list[OpenRow], list[OpenSale], dict[int, Proposal]]) -> None:
        self.rows, self.sales, self.proposals = read
        self.ticked = set()
        sure = len(self._sure())
        whole = sum(row.amount for row in self.rows)
        word = "已经对上" if self.done else "没有对上"
        self.summary.setText(f"{word}：到账 {len(self.rows)} 笔 {yuan(whole)}" if self.rows else f"{word}的到账：没有")
        self.all.setText(f"按建议全部配对 {sure} 笔（F9）" if sure else "按建议全部配对（F9）")
        for button, on in ((self.all, bool(sure)), (self.one, not self.done), (self.apart, self.done)):
            button.setEnabled(on)
            button.setVisible(button is not self.apart if not self.done else button is self.apart)
        self.hint.setText(HINT_DONE if self.done else HINT if self.rows else EMPTY)
        lines = [("", row.date, row.payer or "没写付款单位", row.order_no, Money("元").to_text(row.amount),
                  self._why(row)) for row in self.rows]  # fmt: skip
        self.row_table.show_lines(lines, [self._colour(row) for row in self.rows])
        self._chosen()

    def _why(self, row: OpenRow) -> str:
        if self.done:
            return "已对上" if row.amount >= row.whole else f"到账 {yuan(row.whole)}，还没对完"
        found = self.proposals.get(row.id)
        rest = f"（到账 {yuan(row.whole)}，对过一部分）" if row.amount < row.whole else ""
        return f"{found.why if found else '没有找到'}{rest}"

    def _sure(self) -> list[Proposal]:
        """The proposals that can be read in one way only, each once."""
        return list(dict.fromkeys(one for one in self.proposals.values() if one.sure))

    def _colour(self, row: OpenRow) -> str:
        found = self.proposals.get(row.id)
        return "" if found is None else GOOD if found.sure else CAUTION

    def current(self) -> OpenRow | None:
        """The row under the cursor."""
        at = self.row_table.currentRow()
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def _chosen(self) -> None:
        """What is proposed for the row under the cursor is marked; marks set by hand in the rows stay."""
        row = self.current()
        if self.done:
            self.sales = settle.paid_sales(row.id) if row else []
            self.marked = {sale.id for sale in self.sales}
        elif not self.ticked or self.ticked <= set(self._proposed_rows()):
            found = self.proposals.get(row.id) if row else None
            self.marked = set(found.sales) if found else set()
            self.ticked = set(found.rows) if found and len(found.rows) > 1 else set()
        self._show_ticks()
        self.wanted.blockSignals(True)
        self.wanted.clear()
        self.wanted.blockSignals(False)
        self._list_sales()

    def _proposed_rows(self) -> tuple[int, ...]:
        """The rows that are ticked because a proposal says so."""
        return next((one.rows for one in self.proposals.values() if set(one.rows) == self.ticked), ())

    def _show_ticks(self) -> None:
        for at, row in enumerate(self.rows):
            self.row_table.set_text(at, 0, TICK if row.id in self.ticked else "")

    def paying(self) -> list[OpenRow]:
        """The rows that are to be matched: those ticked, else the one under the cursor."""
        row = self.current()
        return [one for one in self.rows if one.id in self.ticked] or ([row] if row else [])

    def _list_sales(self) -> None:
        row, words = self.current(), self.wanted.text().split()
        if self.done:
            self.listed = list(self.sales)
        else:
            kept = [sale for sale in self.sales if sale.id in self.marked or all(_has(sale, word) for word in words)]
            payer = row.payer if row else ""
            # What is marked first, then sales to the same payer, then the latest.
            kept.sort(key=lambda sale: sale.date, reverse=True)
            kept.sort(key=lambda sale: (sale.id not in self.marked, not payer or sale.buyer != payer))
            self.listed = kept[:SHOWN]
        self.sale_table.setCurrentCell(-1, -1)
        self.sale_table.show_lines(
            [(TICK if sale.id in self.marked else "", sale.date, _buyer(sale), sale.product,
              Money("元").to_text(sale.amount)) for sale in self.listed]
        )  # fmt: skip
        self._tell()

    def _tell(self) -> None:
        rows = self.paying()
        if not rows:
            self.sums.clear()
            return
        sold = sum(sale.amount for sale in self.sales if sale.id in self.marked)
        came = sum(row.amount for row in rows)
        gap = came - sold
        end = "相等，可以配对" if self.marked and not gap else f"还差 {yuan(gap)}" if gap > 0 else f"多出 {yuan(-gap)}"
        if self.done:
            end = ""
        times = f" {len(rows)} 笔" if len(rows) > 1 else ""
        self.sums.setText(f"勾了 {len(self.marked)} 笔销售 {yuan(sold)}　到账{times} {yuan(came)}　{end}")
        self.sums.setProperty("role", "good" if not gap else "warn")
        self.sums.style().polish(self.sums)
        self.one.setEnabled(not self.done and bool(self.marked))

    # --- what is done -----------------------------------------------------------------------------------------------

    def _mark(self, at: int) -> None:
        if self.done:
            return
        id = self.listed[at].id
        self.marked ^= {id}
        self.sale_table.set_text(at, 0, TICK if id in self.marked else "")
        self._tell()

    def _tick(self, at: int) -> None:
        """Take a row along with the others that are ticked."""
        if self.done:
            return
        self.ticked ^= {self.rows[at].id}
        self._show_ticks()
        self._list_sales()

    def confirm(self) -> None:
        """Match the ticked rows, or the one under the cursor, with the marked sales; unequal sums are asked about."""
        rows = self.paying()
        if not rows or self.done:
            return
        if not self.marked:
            self.sale_table.setFocus()
            return
        gap = sum(row.amount for row in rows) - sum(sale.amount for sale in self.sales if sale.id in self.marked)
        unequal = abs(gap) > settle.tolerance()
        if unequal and not messages.ask(self, "金额不相等", _question(gap), "对上这一部分", "不对"):
            return
        self._match([([row.id for row in rows], sorted(self.marked))], unequal)

    def confirm_all(self) -> None:
        """Match everything that can be read in one way only."""
        self._match([(one.rows, one.sales) for one in self._sure()])

    def _match(self, groups: Sequence[Group], in_part: bool = False) -> None:
        try:
            number = settle.match(groups, in_part)
        except Refused as error:
            messages.tell(self, "没有配对", str(error), error.problems)
            return
        if number:
            count = sum(len(rows) for rows, _ in groups)
            self.said.setText(f"配好 {count} 笔到账，可按 Ctrl+Z 撤销")
            self.refresh()
            self.row_table.setFocus()

    def take_apart(self) -> None:
        """Undo the match of the row under the cursor."""
        row = self.current()
        if row is not None and self.done and settle.take_apart([row.id]):
            self.said.setText("拆开了，可按 Ctrl+Z 撤销")
            self.refresh()


def _read(done: bool) -> tuple[list[OpenRow], list[OpenSale], dict[int, Proposal]]:
    """The rows of statements that are matched or not, the sales they may have paid, and what is proposed."""
    rows = settle.open_rows(done)
    if done:
        rows.reverse()
    sales = settle.open_sales(settle.first_day(rows)) if rows and not done else []
    return rows, sales, {} if done else settle.propose(rows, sales)


def _buyer(sale: OpenSale) -> str:
    name = sale.buyer or "没写采购单位"
    return name if sale.amount >= sale.whole else f"{name}（金额 {yuan(sale.whole)}）"


def _question(gap: int) -> str:
    """What becomes of the rest, before unequal sums are matched."""
    if gap > 0:
        return f"到账比勾的销售多 {yuan(gap)}。照这样对上，多的 {yuan(gap)} 留在到账里，等别的销售来对。"
    return f"到账比勾的销售少 {yuan(-gap)}。照这样对上，先付日期早的，没付到的 {yuan(-gap)} 留在销售里，等下一笔到账。"


def _has(sale: OpenSale, word: str) -> bool:
    amount = Money("元").to_text(sale.amount)
    texts = (sale.buyer, sale.seller, sale.product, sale.date, sale.order_no, amount, amount.replace(",", ""))
    return any(word in text for text in texts)
