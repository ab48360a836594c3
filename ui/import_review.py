"""The second page of an import: the tables that were recognised, and the rows and columns of the one in front."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from models.exchange.importer import FilePlan, SheetPlan
from models.exchange.receipt import ERROR, SheetReceipt
from models.ledger import ledgers
from ui.import_columns import ColumnsPane
from ui.import_rows import RowsPane
from widgets.look import icon, letters

Reviewed = tuple[FilePlan, SheetPlan, SheetReceipt]


class ReviewPage(QSplitter):
    """``decided`` something about the rows · ``corrected(bool)`` columns; True: rows have to be checked again ·
    ``ledger_chosen(name)`` another ledger for the table in front, None: none."""

    decided = Signal()
    corrected = Signal(bool)
    ledger_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.entries: list[Reviewed] = []
        self.setChildrenCollapsible(False)
        self.sheets = QListWidget(self)
        self.sheets.setAccessibleName("认出的表")
        self.sheets.setWordWrap(True)
        self.sheets.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheets.setMinimumWidth(letters(self, 31))
        self.sheets.currentRowChanged.connect(self.show_sheet)
        right = QWidget(self)
        self.which = QComboBox(right)
        self.which.setAccessibleName("登记到哪个台账")
        self.which.addItem("（不导入这张表）", None)
        for one in ledgers():
            self.which.addItem(one.title, one.name)
        self.which.activated.connect(lambda _at: self.ledger_chosen.emit(self.which.currentData()))
        self.where = QLabel(right)
        self.where.setProperty("role", "soft")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(QLabel("登记到", right))
        top.addWidget(self.which)
        top.addWidget(self.where, 1)
        self.rows = RowsPane(right)
        self.rows.changed.connect(self.decided)
        self.columns = ColumnsPane(right)
        self.columns.changed.connect(self._corrected)
        self.parts = QTabWidget(right)
        self.parts.addTab(self.rows, "逐行核对")
        self.parts.addTab(self.columns, "列对应")
        box = QVBoxLayout(right)
        box.setContentsMargins(12, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(top)
        box.addWidget(self.parts, 1)
        self.addWidget(self.sheets)
        self.addWidget(right)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 5)

    def load(self, entries: list[Reviewed], at: int) -> None:
        """List the tables; ``at`` is in front, -1: the first that can be imported."""
        self.entries = entries
        self.sheets.blockSignals(True)
        self.sheets.clear()
        for plan, one, receipt in entries:
            # On one line each: an entry that wraps would lose its last line.
            short = self.fontMetrics().elidedText(plan.path.name, Qt.TextElideMode.ElideMiddle, letters(self, 22))
            name = f"{short}\n{one.sheet.name}" if one.sheet.name else short
            wrong = receipt.counts[ERROR]
            said = (
                f"{one.ledger.title}，{sum(receipt.counts.values()):,} 行" + (f"，有误 {wrong:,}" if wrong else "")
                if one.ledger is not None
                else receipt.why
            )
            item = QListWidgetItem(icon(("warning" if wrong else "ok") if one.ledger else "close"), f"{name}\n{said}")
            item.setToolTip(f"{plan.path.name}\n{said}")
            self.sheets.addItem(item)
        first = next((at for at, (_, one, _) in enumerate(entries) if one.ledger is not None), 0)
        self.sheets.setCurrentRow(at if at >= 0 else first)
        self.sheets.blockSignals(False)
        self.show_sheet(self.sheets.currentRow())

    def show_sheet(self, at: int) -> None:
        """Bring a table to the front."""
        if not 0 <= at < len(self.entries):
            return
        _, plan, receipt = self.entries[at]
        self.which.setCurrentIndex(max(0, self.which.findData(plan.ledger.name if plan.ledger else None)))
        self.which.setEnabled(plan.table is not None)
        if receipt.header_rows and receipt.data_rows:
            (top, last), (first, end) = receipt.header_rows, receipt.data_rows
            header = f"第 {top} 行" if top == last else f"第 {top}–{last} 行"
            several = "；一行里有几组，各成一条记录，“5-2”是第 5 行第 2 组" if receipt.mapping.pieces else ""
            self.where.setText(f"表头在{header}，数据在第 {first}–{end} 行{several}")
        else:
            self.where.setText(receipt.why)
        live = plan.ledger is not None
        self.rows.load(plan if live else None, receipt if live else None)
        self.columns.load(plan if live else None)
        self._title_columns()

    def _corrected(self, again: bool) -> None:
        self._title_columns()
        self.corrected.emit(again)

    def _title_columns(self) -> None:
        """Say on the tab how many columns ask for a look, and how many are left alone."""
        plan = self.columns.model.plan
        if plan is None:
            self.parts.setTabText(1, "列对应")
            return
        doubtful = len(self.columns.model.open_questions())
        left = sum(1 for one in plan.mapping.columns if one.target is None and not one.header.is_serial)
        told = [f"{doubtful} 列请确认"] * bool(doubtful) + [f"{left} 列不导入"] * bool(left)
        self.parts.setTabText(1, f"列对应（{'，'.join(told)}）" if told else "列对应")
