"""Which column fills which field, each open to correction."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.exchange.importer import SheetPlan
from models.exchange.match import Column, Target, targets, with_scale
from models.exchange.read import column_letters
from models.kinds import Money, cell_text
from models.ledger import Ledger
from widgets.look import icon

HEADERS = ("列", "表头", "例子", "登记到", "单位")
LEFT_ALONE = "（不导入）"
UNITS = {"元": 100, "万元": 1_000_000}


class _Choice(QComboBox):
    """A list that the wheel scrolls past instead of changing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the table."""
        event.ignore()


def label_of(of: Ledger, target: Target) -> str:
    """The field with the record it belongs to: 户类型（农户）."""
    if target.spread is not None:
        return target.label
    if not target.distance:
        return target.label
    link = target.path.rpartition(".")[0]
    return f"{target.field.label}（{of.column(link).label}）"


class ColumnsPane(QWidget):
    """``changed`` after a correction."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan: SheetPlan | None = None
        self.table = QTableWidget(0, len(HEADERS), self)
        self.table.setHorizontalHeaderLabels(list(HEADERS))
        self.table.setAccessibleName("列对应")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.addWidget(self.table)

    def load(self, plan: SheetPlan | None) -> None:
        """Show the columns of a sheet."""
        self.plan = plan
        self.table.setRowCount(0)
        if plan is None or plan.ledger is None or plan.table is None:
            return
        first = next((row for _, row in plan.table.records()), [])
        choices = [one for one in targets(plan.ledger) if one.writable]
        for at, column in enumerate(plan.mapping.columns):
            self.table.insertRow(at)
            example = cell_text(first[column.header.column - 1]) if first else ""
            for place, text in enumerate((column_letters(column.header.column), column.header.text, example)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if place == 1 and not column.sure:
                    item.setIcon(icon("question"))
                    item.setToolTip("按相近的名称认出，请看一眼")
                self.table.setItem(at, place, item)
            self.table.setCellWidget(at, 3, self._choice(column, choices))
            if column.target is not None and isinstance(column.target.field.kind, Money):
                self.table.setCellWidget(at, 4, self._unit(at, column))

    def _choice(self, column: Column, choices: list[Target]) -> QComboBox:
        assert self.plan is not None and self.plan.ledger is not None
        box = _Choice(self.table)
        box.setAccessibleName(f"{column.header.text} 登记到")
        box.addItem(LEFT_ALONE, None)
        for one in choices:
            box.addItem(label_of(self.plan.ledger, one), one)
            if column.target is not None and one.key == column.target.key:
                box.setCurrentIndex(box.count() - 1)
        box.setMaxVisibleItems(20)
        box.activated.connect(lambda at: self._correct(column, box.itemData(at)))
        return box

    def _unit(self, at: int, column: Column) -> QComboBox:
        box = _Choice(self.table)
        box.setAccessibleName(f"{column.header.text} 的单位")
        for name, scale in UNITS.items():
            box.addItem(name, scale)
            if scale == column.scale:
                box.setCurrentIndex(box.count() - 1)
        box.activated.connect(lambda chosen: self._rescale(at, box.itemData(chosen)))
        return box

    def _correct(self, column: Column, target: Target | None) -> None:
        assert self.plan is not None
        self.plan.mapping.set_target(column.header.column, target)
        self.load(self.plan)
        self.changed.emit()

    def _rescale(self, at: int, scale: int) -> None:
        assert self.plan is not None
        columns = self.plan.mapping.columns
        columns[at] = with_scale(columns[at], scale)
        self.changed.emit()
