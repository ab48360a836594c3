"""供需对接 (domain.md §13.6): needs of the villages beside the offers of units; Enter brings two together."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from models.kinds import Fault, Kind, Money
from models.ledger import ledger
from models.record import Refused, Saved
from models.rules import matching
from models.rules.matching import Deal, Need, Offer
from ui.pages.base import PageWidget
from widgets import messages
from widgets.look import GOOD, SOFT, letters, make_primary
from widgets.pick_table import PickTable, act_button, beside, stack

OPEN, RUNNING = 0, 1
NEEDS = (("村", 10), ("类别", 6), ("需求", 0), ("还差（万元）", 12), ("紧急程度", 9), ("提出日期", 11))
OFFERS = (("单位", 18), ("类别", 6), ("供给", 0), ("还可对接（万元）", 15), ("有效期至", 11))
DEALS = (("日期", 11), ("村", 12), ("协调事项", 0), ("对接单位", 24), ("金额（万元）", 13))
HINT = "左边选一项需求，回车到右边选供给，再回车对接；要改金额按 F2。同类别的供给排在前面；对接错了 Ctrl+Z 撤销"
HINT_RUNNING = "谈成了按回车，没谈成按 Delete：没谈成的把金额退回供给；改错了 Ctrl+Z 撤销"
NO_NEEDS = "没有待对接的需求。各村需要什么，登记在“需求清单”；能提供什么，登记在“供给清单”。"
NO_OFFERS = "没有可对接的供给：都用完了或过了有效期，新的登记在“供给清单”。"


def wan(fen: int | None) -> str:
    """分 in 万元, "" where there is none."""
    return "" if fen is None else Money("万元").to_text(fen)


class MatchingPage(PageWidget):
    """Needs and offers side by side, or the matches under way with what became of them."""

    watched = ("demand", "supply", "match")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.needs: list[Need] = []
        self.offers: list[Offer] = []
        self.fitting: list[Offer] = []
        self.deals: list[Deal] = []
        self.summary, self.said, self.hint = (QLabel(self) for _ in range(3))
        self.summary.setProperty("role", "heading")
        self.said.setProperty("role", "good")
        self.hint.setProperty("role", "small")
        self.which = QComboBox(self)
        self.which.setAccessibleName("看什么")
        self.which.addItems(["待对接的需求", "对接中的"])
        self.which.currentIndexChanged.connect(lambda _at: self._switch())
        self.amount = QLineEdit(self)
        self.amount.setAccessibleName("对接金额（万元）")
        self.amount.setFixedWidth(letters(self, 14))
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.amount.returnPressed.connect(self.confirm)
        self.label = QLabel("对接金额（万元，F2）", self)
        self.label.setBuddy(self.amount)
        self.one = act_button(self, "对接（回车）", self.confirm)
        self.yes = act_button(self, "落实了（回车）", lambda: self._close(True))
        self.no = act_button(self, "没谈成（Delete）", lambda: self._close(False))
        make_primary(self.one)
        make_primary(self.yes)
        self.need_table = PickTable("需求", NEEDS, (3,), self)
        self.offer_table = PickTable("供给", OFFERS, (3,), self)
        self.deal_table = PickTable("对接中", DEALS, (4,), self)
        self.need_table.confirmed.connect(self.offer_table.setFocus)
        self.offer_table.confirmed.connect(self.confirm)
        self.deal_table.confirmed.connect(lambda: self._close(True))
        self.deal_table.dropped.connect(lambda: self._close(False))
        self.need_table.currentCellChanged.connect(lambda now, _c, old, _d: self._list_offers() if now != old else None)
        self.offer_table.currentCellChanged.connect(lambda now, _c, old, _d: self._propose() if now != old else None)
        edit = QShortcut(QKeySequence("F2"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        edit.activated.connect(self._to_amount)
        self._lay_out()
        self.setFocusProxy(self.need_table)

    def _lay_out(self) -> None:
        self.split = beside(self, ("需求", self.need_table, None), ("供给", self.offer_table, None))
        self.split.setSizes([600, 600])
        head = (self.summary, self.which, self.label, self.amount, self.one, self.no, self.yes)
        stack(self, head, (self.split, self.deal_table), (self.hint, self.said))

    # --- what is shown ----------------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether the matches under way are shown."""
        return self.which.currentIndex() == RUNNING

    def _switch(self) -> None:
        self.said.clear()
        self.refresh()
        (self.deal_table if self.running else self.need_table).setFocus()

    def refresh(self) -> None:
        """Read anew; the cursor stays at its line."""
        for_needs: tuple[QWidget, ...] = (self.split, self.label, self.amount, self.one)
        for_deals: tuple[QWidget, ...] = (self.deal_table, self.yes, self.no)
        for one in (*for_needs, *for_deals):
            one.setVisible((one in for_deals) == self.running)
        if self.running:
            self._show_deals()
        else:
            self._show_needs()

    def _show_needs(self) -> None:
        self.needs, self.offers = matching.needs(), matching.offers()
        kinds = {one.kind for one in self.offers}
        kind, urgency = (ledger("demand").fields[name].kind.to_text for name in ("kind", "urgency"))
        self.summary.setText(f"待对接需求 {len(self.needs)} 项，可用供给 {len(self.offers)} 项")
        self.need_table.show_lines(
            [
                (one.village, kind(one.kind), one.content, wan(one.open), urgency(one.urgency), one.date)
                for one in self.needs
            ],
            ["" if one.kind in kinds else SOFT for one in self.needs],
        )
        self.hint.setText(NO_NEEDS if not self.needs else HINT if self.offers else NO_OFFERS)
        self._list_offers()

    def _show_deals(self) -> None:
        self.deals = matching.deals()
        self.summary.setText(f"对接中的 {len(self.deals)} 件")
        self.deal_table.show_lines(
            [(one.date, one.village or "—", one.title, one.unit, wan(one.value)) for one in self.deals]
        )
        self.hint.setText(HINT_RUNNING if self.deals else "没有对接中的；在“待对接的需求”里对接。")
        for button in (self.yes, self.no):
            button.setEnabled(bool(self.deals))

    def need(self) -> Need | None:
        """The need under the cursor."""
        at = self.need_table.currentRow()
        return self.needs[at] if 0 <= at < len(self.needs) else None

    def offer(self) -> Offer | None:
        """The offer under the cursor."""
        at = self.offer_table.currentRow()
        return self.fitting[at] if 0 <= at < len(self.fitting) else None

    def _list_offers(self) -> None:
        need = self.need()
        self.fitting = matching.fitting(need, self.offers) if need else []
        kind: Kind = ledger("supply").fields["kind"].kind
        self.offer_table.setCurrentCell(-1, -1)
        self.offer_table.show_lines(
            [(one.unit, kind.to_text(one.kind), one.content, wan(one.left), one.valid_to) for one in self.fitting],
            [GOOD if need and one.kind == need.kind else "" for one in self.fitting],
        )
        self._propose()

    def _propose(self) -> None:
        need, offer = self.need(), self.offer()
        amount = matching.usual_amount(need, offer) if need and offer else None
        self.amount.setText(wan(amount).replace(",", ""))
        self.one.setEnabled(need is not None and offer is not None)

    # --- what is done -----------------------------------------------------------------------------------------------

    def _to_amount(self) -> None:
        if not self.running:
            self.amount.setFocus()
            self.amount.selectAll()

    def confirm(self) -> None:
        """Bring the need and the offer under the cursors together."""
        need, offer = self.need(), self.offer()
        if need is None or offer is None or self.running:
            return
        text = self.amount.text().strip()
        try:
            amount = Money("万元").parse(text) if text else None
        except Fault as error:
            messages.tell(self, "没有对接", f"对接金额：{error}")
            return
        self._write(lambda: matching.match(need, offer, amount), f"“{need.content}”已和{offer.unit}对接")

    def _close(self, met: bool) -> None:
        at = self.deal_table.currentRow()
        if self.running and 0 <= at < len(self.deals):
            deal = self.deals[at]
            said = f"“{deal.title}”{'落实了' if met else '没谈成，金额退回供给'}"
            self._write(lambda: matching.close(deal.id, met), said)

    def _write(self, act: Callable[[], Saved], said: str) -> None:
        try:
            act()
        except Refused as error:
            messages.tell(self, "没有保存", str(error), error.problems)
            return
        self.refresh()
        self.said.setText(f"{said}，可按 Ctrl+Z 撤销")
        (self.deal_table if self.running else self.need_table).setFocus()
