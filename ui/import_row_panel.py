"""What is to be said and decided about one row of a preview: its problems, its fate, the records it may mean."""

from __future__ import annotations

from types import SimpleNamespace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models import query
from models.exchange import offers
from models.exchange.corrections import ADD, LEAVE_OUT
from models.exchange.offers import Offer
from models.exchange.receipt import ERROR, NEW, VERDICTS, RowVerdict
from models.kinds import Fault, Link
from models.ledger import ledger
from ui.import_row_model import RowsModel
from widgets.link_picker import LinkPicker
from widgets.look import ACCENT, SOFT

FATES = (("按程序判断", None), ("作为新增（F6）", ADD), ("更新已有的…（F7）", "pick"), ("跳过（空格）", LEAVE_OUT))
MINE = "表里这一行"
MOST_ROWS = 4


class OfferTable(QTableWidget):
    """The row and the records it may mean, side by side; Enter takes one. ``taken(id)``, ``given_up`` Esc."""

    taken = Signal(int)
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 0, parent)
        self.ids: list[int] = []
        self.setAccessibleName("可能是这些记录")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setStretchLastSection(True)
        self.cellDoubleClicked.connect(lambda row, _column: self._take(row))

    def load(self, offer: Offer) -> None:
        """Show an offer; what differs from the row stands out."""
        self.ids = [id for id, _ in offer.records]
        self.setColumnCount(len(offer.headers) + 1)
        self.setHorizontalHeaderLabels(["", *offer.headers])
        self.setRowCount(len(offer.records) + 1)
        self._line(0, (MINE, *offer.mine), QColor(SOFT), None)
        for at, (_, texts) in enumerate(offer.records, 1):
            self._line(at, (f"第 {at} 条", *texts), None, offer.mine)
        self.resizeColumnsToContents()
        self.selectRow(1)
        self.setCurrentCell(1, 0)
        # Both the row and what it may mean have to be in sight, or there is nothing to compare.
        rows = min(MOST_ROWS, self.rowCount()) * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setMinimumHeight(self.horizontalHeader().sizeHint().height() + rows + bar + 4)

    def _line(self, row: int, texts: tuple[str, ...], colour: QColor | None, mine: tuple[str, ...] | None) -> None:
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            differs = mine is not None and column > 0 and mine[column - 1] and mine[column - 1] != text
            if differs:
                item.setForeground(QColor(ACCENT))
                font = item.font()
                font.setBold(True)
                item.setFont(font)
            elif colour is not None:
                item.setForeground(colour)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.setItem(row, column, item)

    def _take(self, row: int) -> None:
        if 1 <= row <= len(self.ids):
            self.taken.emit(self.ids[row - 1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes, digits take by number, Esc goes back to the rows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.currentRow())
        elif event.text().isdigit():
            self._take(int(event.text()))
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class RowPanel(QFrame):
    """The current row. ``fate_chosen(fate)`` · ``record_taken(offer, id)`` · ``repeat_asked`` · ``option_asked`` a word
    into its list · ``given_up`` back to the rows."""

    fate_chosen = Signal(object)
    record_taken = Signal(object, int)
    repeat_asked = Signal()
    option_asked = Signal()
    given_up = Signal()

    def __init__(self, rows: RowsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = rows
        self.offer: Offer | None = None
        self.number = 0
        self.heading = QLabel(self)
        self.heading.setProperty("role", "heading")
        self.fate = QComboBox(self)
        self.fate.setAccessibleName("这一行怎样处理")
        for text, _ in FATES:
            self.fate.addItem(text)
        self.fate.activated.connect(lambda at: self.fate_chosen.emit(FATES[at][1]))
        self.like = QLabel(self)
        self.repeat = QPushButton(self)
        self.repeat.setAutoDefault(False)
        self.repeat.clicked.connect(self.repeat_asked)
        self.option = QPushButton(self)
        self.option.setAutoDefault(False)
        self.option.setToolTip("以后登记、导入都能选它。和这次导入一起写入，撤销导入时一起撤销")
        self.option.clicked.connect(self.option_asked)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.heading)
        head.addWidget(self.fate)
        head.addWidget(self.option)
        head.addStretch(1)
        head.addWidget(self.like)
        head.addWidget(self.repeat)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        scroll = QScrollArea(self)
        scroll.setWidget(self.told)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.question = QLabel(self)
        bold = self.question.font()
        bold.setBold(True)
        self.question.setFont(bold)
        self.table = OfferTable(self)
        self.table.taken.connect(self._taken)
        self.table.given_up.connect(self.given_up)
        self.other = QHBoxLayout()
        self.other.setSpacing(8)
        self.other.addWidget(self.question)
        self.other.addStretch(1)
        self.other.addWidget(QLabel("都不是？另找", self))
        self.picker: LinkPicker | None = None
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addLayout(self.other)
        right.addWidget(self.table)
        self.answers = QWidget(self)
        self.answers.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(scroll, 1)
        body.addWidget(self.answers, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 0)
        box.setSpacing(4)
        box.addLayout(head)
        box.addLayout(body, 1)
        self.say_alike("", 0)
        self.offer_option("", "", 0)
        self.show_offer(None)

    def load(self, row: RowVerdict | None) -> None:
        """Show a row."""
        self.setEnabled(row is not None)
        if row is None:
            self.heading.clear()
            self.told.clear()
            self.offer_option("", "", 0)
            self.show_offer(None)
            return
        verdict = self.rows.verdict(row)
        self.heading.setText(f"{self.rows.called(row)}　{VERDICTS[verdict]}")
        fate = self.rows.fate(row)
        self.fate.setCurrentIndex(2 if isinstance(fate, int) else [kept for _, kept in FATES].index(fate))
        lines = [
            f"{'错误' if note.level == 'error' else '提醒'}：{note.label + '：' if note.label else ''}{note.text}"
            for note in sorted(row.notes, key=lambda note: note.level)
        ]
        lines += [f"改动：{label}：{old or '（空）'} → {new or '（空）'}" for label, old, new in row.changes]
        self.told.setText("\n".join(lines) if lines else "没有问题。")
        focus = self.focusWidget() if self.isActiveWindow() else None
        choosing = focus is not None and focus.hasFocus() and self.answers.isAncestorOf(focus)
        if not (choosing and row.row == self.number):
            self.show_offer(self._offered(row))
        self.number = row.row

    def _offered(self, row: RowVerdict) -> Offer | None:
        plan = self.rows.plan
        if plan is None or self.rows.fixed:
            return None
        if (found := offers.alike(self.rows.mapping, row)) is not None:
            return found
        wanted = {ERROR: ("error",), NEW: ("warn",)}.get(row.verdict, ())
        for at, column in enumerate(self.rows.columns):
            if (
                self.rows.level(row, at) in wanted
                and (found := offers.people_like(self.rows.mapping, row, column)) is not None
            ):
                return found
        return None

    def show_offer(self, offer: Offer | None) -> None:
        """Put records beside the row, None: there is nothing to choose."""
        self.offer = offer
        self.answers.setVisible(offer is not None)
        if self.picker is not None:
            self.other.removeWidget(self.picker)
            self.picker.deleteLater()
            self.picker = None
        if offer is None:
            return
        self.question.setText(f"{offer.title}（回车选定）")
        self.table.load(offer)
        self.table.setVisible(bool(offer.records))
        of = ledger(offer.ledger)
        field = SimpleNamespace(kind=Link(of.name), title=f"另找一条{of.title}", help="", required=False, create=False)
        self.picker = LinkPicker(field, self)
        self.picker.edited.connect(self._picked)
        self.picker.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 20)
        self.other.addWidget(self.picker)

    def ask_records(self, row: RowVerdict) -> None:
        """Offer records that the row may be, and take the focus."""
        plan = self.rows.plan
        if plan is None or plan.ledger is None:
            return
        if self.offer is None:
            found = (offers.of_export if plan.layout else offers.same_name)(self.rows.mapping, row)
            self.show_offer(found or offers.nothing(plan.ledger))
        assert self.offer is not None and self.picker is not None
        (self.table if self.offer.records else self.picker).setFocus(Qt.FocusReason.OtherFocusReason)

    def _taken(self, id: int) -> None:
        if self.offer is not None:
            self.record_taken.emit(self.offer, id)

    def _picked(self) -> None:
        """The line under the table names a record of its own."""
        assert self.picker is not None
        try:
            id = self.picker.value()
        except Fault:
            return
        if isinstance(id, int) and self.offer is not None and query.label_of(ledger(self.offer.ledger), id):
            self.record_taken.emit(self.offer, id)

    def offer_option(self, words: str, title: str, count: int) -> None:
        """Offer to take ``words`` into the list ``title``, for ``count`` rows; "": nothing to offer."""
        rows = f"，{count:,} 行都认" if count > 1 else ""
        self.option.setText(f"把{words}加到选项表“{title}”{rows}（F5）")
        self.option.setVisible(bool(words))

    def say_alike(self, text: str, count: int) -> None:
        """After a cell was mended: how many others hold the same."""
        self.like.setText(text)
        self.like.setVisible(bool(count))
        self.repeat.setText(f"同样改正其余 {count:,} 处（F4）")
        self.repeat.setVisible(bool(count))
