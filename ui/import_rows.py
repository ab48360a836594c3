"""Every row of a table before it is imported: verdicts to narrow by, cells to mend, and what to decide on each row."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from models.exchange import offers
from models.exchange.corrections import ADD, LEAVE_OUT
from models.exchange.importer import SheetPlan
from models.exchange.new_options import list_of
from models.exchange.offers import Offer
from models.exchange.receipt import ERROR, NEW, SKIPPED, UNCHANGED, UPDATE, VERDICTS, SheetReceipt
from ui.import_grid import RowsGrid
from ui.import_row_model import FIXED, RowsModel
from ui.import_row_panel import RowPanel
from widgets.look import icon

LONGEST = 16


class RowsPane(QWidget):
    """Verdict buttons with counts, the rows, and the current row below; ``changed`` after each decision."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RowsModel(self)
        self.model.decided.connect(self._decided)
        self.table = RowsGrid(self.model, self)
        self.table.mended.connect(self._mended)
        self.table.repeat_asked.connect(self.repeat)
        self.table.option_asked.connect(self.take_option)
        self.table.records_asked.connect(self._ask_records)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_row())
        self.table.selectionModel().currentColumnChanged.connect(lambda *_: self._offer_option())
        self.panel = RowPanel(self.model, self)
        self.panel.fate_chosen.connect(self._decide)
        self.panel.record_taken.connect(self._take)
        self.panel.repeat_asked.connect(self.repeat)
        self.panel.option_asked.connect(self.take_option)
        self.panel.given_up.connect(self._give_up)
        self._last: tuple[int, str, str] | None = None
        self.buttons: dict[str, QPushButton] = {}
        line = QHBoxLayout()
        line.setSpacing(4)
        group = QButtonGroup(self)
        for verdict in ("", NEW, UPDATE, UNCHANGED, ERROR, SKIPPED):
            button = QPushButton(self)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setChecked(not verdict)
            button.clicked.connect(lambda _on=False, only=verdict: self.show_only(only))
            group.addButton(button)
            self.buttons[verdict] = button
            line.addWidget(button)
        line.addStretch(1)
        self.back = QPushButton(icon("up-small"), "", self)
        self.next = QPushButton(icon("down-small"), "下一处问题（F8）", self)
        self.back.setToolTip("上一处问题（Shift+F8）")
        self.back.setAccessibleName("上一处问题")
        for button, by in ((self.back, -1), (self.next, 1)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, by=by: self.step(by))
            line.addWidget(button)
        self.empty = QLabel("没有这样的行", self)
        self.empty.setProperty("role", "soft")
        self.halves = QSplitter(Qt.Orientation.Vertical, self)
        self.halves.setChildrenCollapsible(False)
        upper = QWidget(self)
        top = QVBoxLayout(upper)
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.table, 1)
        top.addWidget(self.empty)
        self.halves.addWidget(upper)
        self.halves.addWidget(self.panel)
        self.halves.setStretchFactor(0, 3)
        self.halves.setStretchFactor(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(8)
        box.addLayout(line)
        box.addWidget(self.halves, 1)

    def load(self, plan: SheetPlan | None, receipt: SheetReceipt | None) -> None:
        """Show a sheet; the same one again stays where it is."""
        another = plan is not self.model.plan
        columns = len(self.model.columns)
        self.model.load(plan, receipt)
        if another:
            self.buttons[""].setChecked(True)
            self.forget_last()
        if another or columns != len(self.model.columns):
            self.table.fit()
        if self.model.shown and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._count()
        self._show_row()

    def show_only(self, verdict: str) -> None:
        """Narrow to a verdict."""
        self.buttons[verdict].setChecked(True)
        self.model.show(verdict)
        if self.model.shown:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._count()
        self._show_row()

    def step(self, by: int) -> None:
        """Go to the next or the previous problem."""
        self.table.step_problem(by)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- deciding -----------------------------------------------------------------------------------------------

    def _mended(self, position: int, section: int, before: str, text: str) -> None:
        row = self.model.row_at(position)
        if row is None:
            return
        title = str(self.model.headerData(section, Qt.Orientation.Horizontal))
        self.model.put(f"改正{self.model.called(row)}{title}", [row.row], section, text)
        self._last = (section, before, text)
        self._offer_repeat()

    def _offer_repeat(self) -> None:
        assert self._last is not None
        section, before, text = self._last
        count = len(self.model.same(section, before))
        was = f"“{before[:LONGEST]}”" if before else "空着"
        self.panel.say_alike(f"已把{was}改成{f'“{text[:LONGEST]}”' if text else '空着'}", count)

    def repeat(self) -> None:
        """Mend the same text in the same column everywhere."""
        if self._last is None:
            return
        section, before, text = self._last
        numbers = self.model.same(section, before)
        self.forget_last()
        if numbers:
            self.model.put(f"同样改正 {len(numbers)} 处", numbers, section, text)

    def _new_words(self) -> tuple[int, list[str]]:
        """(column, words) of the current row that a list to choose from could take in."""
        here = self.table.currentIndex()
        row = self.model.row_at(here.row())
        if row is None or row.row in self.model.checking:
            return -1, []
        return self.model.new_words(row, self.model.column_of(here.column()))

    def take_option(self) -> None:
        """Take the unknown word of the current row into its list."""
        at, words = self._new_words()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if words:
            self.model.take_options(at, words)

    def _offer_option(self) -> None:
        at, words = self._new_words()
        codes = list_of(self.model.columns[at]) if words else None
        if codes is None:
            self.panel.offer_option("", "", 0)
            return
        count = sum(1 for row in self.model.rows if any(word in self.model.cell(row, at) for word in words))
        self.panel.offer_option("、".join(f"“{word}”" for word in words), codes.title, count)

    def forget_last(self) -> None:
        """Nothing to repeat."""
        self._last = None
        self.panel.say_alike("", 0)

    def _decide(self, fate: object) -> None:
        if fate == "pick":
            self._ask_records()
            return
        positions = self.table.chosen()
        words = {ADD: "作为新增", LEAVE_OUT: "跳过", None: "按程序判断"}[fate]  # type: ignore[index]
        self.model.decide(f"{words} {len(positions)} 行", positions, fate)  # type: ignore[arg-type]
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_records(self) -> None:
        row = self.model.row_at(self.table.currentIndex().row())
        if row is not None:
            self.panel.ask_records(row)

    def _take(self, offer: Offer, id: int) -> None:
        """A record was chosen: for an ID number its number goes into the cell, else the row is that record."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        here = self.table.currentIndex().row()
        row = self.model.row_at(here)
        if row is None or self.model.plan is None:
            return
        if offer.column:
            section = next(at for at, one in enumerate(self.model.columns) if one.header.column == offer.column)
            section += len(FIXED)
            self._mended(here, section, self.model.raw(self.model.index(here, section)), offers.number_of(offer, id))
        elif offer.question is not None and offer.question.path:
            question = offer.question
            self.model.plan.corrections.set_link(
                f"{self.model.called(row)}选定记录", question.path, question.combination, id
            )
            self.model.checking.add(row.row)
            self.model.decided.emit()
        else:
            self.model.decide(f"{self.model.called(row)}选定记录", [here], id)

    def _give_up(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_row()

    def _decided(self) -> None:
        self._count()
        self._offer_option()
        self.changed.emit()

    # --- showing ------------------------------------------------------------------------------------------------

    def _show_row(self) -> None:
        self.panel.load(self.model.row_at(self.table.currentIndex().row()))
        self._offer_option()

    def _count(self) -> None:
        counts = self.model.counts()
        for verdict, button in self.buttons.items():
            count = counts[verdict]
            button.setText(f"{VERDICTS[verdict] if verdict else '全部'} {count:,}")
            button.setEnabled(bool(count) or not verdict or button.isChecked())
        self.buttons[SKIPPED].setVisible(bool(counts[SKIPPED]) or self.buttons[SKIPPED].isChecked())
        self.empty.setVisible(not self.model.shown)
        problem = self.model.has_problem()
        self.next.setEnabled(problem)
        self.back.setEnabled(problem)
