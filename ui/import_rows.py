"""Every row of a table before it is imported: its verdict, why, what would change, and whether to leave it out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from models.exchange.importer import SheetPlan
from models.exchange.read import column_letters
from models.exchange.receipt import ERROR, NEW, SKIPPED, UNCHANGED, UPDATE, VERDICTS, RowVerdict, SheetReceipt
from widgets.look import icon

Index = QModelIndex | QPersistentModelIndex
VERDICT, WHY = 1, 2
FIXED = ("行", "判定", "说明")
PICTURES = {NEW: "add", UPDATE: "edit", UNCHANGED: "ok", ERROR: "error", SKIPPED: "close"}
MARKS = {"error": QColor("#FCE4E1"), "warn": QColor("#FFF3D1")}


class RowsModel(QAbstractTableModel):
    """The rows of one sheet; ``show`` narrows them to one verdict."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headers: list[str] = []
        self.letters: list[str] = []
        self.rows: list[RowVerdict] = []
        self.shown: list[RowVerdict] = []
        self.skip: set[int] = set()
        self.only = ""
        self.icons = {verdict: icon(name) for verdict, name in PICTURES.items()}

    def load(self, plan: SheetPlan | None, receipt: SheetReceipt | None) -> None:
        """Show a sheet."""
        self.beginResetModel()
        columns = receipt.mapping.columns if receipt is not None else []
        self.headers = [one.header.levels[-1] for one in columns]
        self.letters = [column_letters(one.header.column) for one in columns]
        self.rows = receipt.rows if receipt is not None else []
        self.skip = plan.skip if plan is not None else set()
        self._narrow()
        self.endResetModel()

    def show(self, verdict: str) -> None:
        """Only rows of this verdict; "" for all."""
        self.beginResetModel()
        self.only = verdict
        self._narrow()
        self.endResetModel()

    def _narrow(self) -> None:
        self.shown = [row for row in self.rows if not self.only or self.verdict(row) == self.only]

    def verdict(self, row: RowVerdict) -> str:
        """The verdict, or that the row is left out."""
        return SKIPPED if row.row in self.skip else row.verdict

    def count(self, verdict: str) -> int:
        """How many rows have this verdict; "" for all."""
        return sum(1 for row in self.rows if not verdict or self.verdict(row) == verdict)

    def toggle(self, positions: Sequence[int]) -> None:
        """Leave these rows out, or take them in again."""
        numbers = {self.shown[at].row for at in positions}
        if numbers <= self.skip:
            self.skip -= numbers
        else:
            self.skip |= numbers
        if self.shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.shown) - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows shown."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Row number, verdict, reasons, and the table's own columns."""
        return 0 if parent.isValid() else len(FIXED) + len(self.headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return FIXED[section] if section < len(FIXED) else self.headers[section - len(FIXED)]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts; the wrong cells tinted, the verdict with its icon."""
        row, column = self.shown[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.DecorationRole and column == VERDICT:
            return self.icons[self.verdict(row)]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._text(row, WHY) if column <= WHY else self._text(row, column)
        if role == Qt.ItemDataRole.BackgroundRole and column >= len(FIXED):
            letter = self.letters[column - len(FIXED)]
            levels = [note.level for note in row.notes if note.column == letter]
            return MARKS["error" if "error" in levels else "warn"] if levels else None
        if role == Qt.ItemDataRole.ForegroundRole and self.verdict(row) == SKIPPED:
            return QColor("#8B929B")
        return None

    def _text(self, row: RowVerdict, column: int) -> str:
        if column == 0:
            return str(row.row)
        if column == VERDICT:
            return VERDICTS[self.verdict(row)]
        if column == WHY:
            return reasons(row)
        return row.texts[column - len(FIXED)]


def reasons(row: RowVerdict) -> str:
    """Why a row fails; else what it changes and what to look at."""
    wrong = [note for note in row.notes if note.level == "error"]
    changes = [f"{label}：{old or '（空）'} → {new or '（空）'}" for label, old, new in row.changes]
    told_notes = [f"{note.label}：{note.text}" if note.label else note.text for note in wrong or row.notes]
    return "；".join(told_notes if wrong else [*changes, *told_notes])


class RowsView(QTableView):
    """The table; Space leaves the selected rows out or takes them in again."""

    toggled = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space toggles; Tab leaves the table."""
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
        else:
            super().keyPressEvent(event)


class RowsPane(QWidget):
    """Verdict buttons with counts above the table; ``changed`` when rows were left out or taken in."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RowsModel(self)
        self.table = RowsView(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName("逐行核对")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.toggled.connect(self._toggle)
        self.buttons: dict[str, QPushButton] = {}
        line = QHBoxLayout()
        line.setSpacing(4)
        group = QButtonGroup(self)
        for verdict in ("", NEW, UPDATE, UNCHANGED, ERROR):
            button = QPushButton(self)
            button.setCheckable(True)
            button.setChecked(not verdict)
            button.clicked.connect(lambda _on=False, only=verdict: self.show_only(only))
            group.addButton(button)
            self.buttons[verdict] = button
            line.addWidget(button)
        line.addStretch(1)
        self.leave = QPushButton("跳过选中的行", self)
        self.leave.setToolTip("再按一次恢复；也可以按空格")
        self.leave.clicked.connect(self._toggle)
        line.addWidget(self.leave)
        self.empty = QLabel("没有这样的行", self)
        self.empty.setProperty("role", "soft")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(8)
        box.addLayout(line)
        box.addWidget(self.table, 1)
        box.addWidget(self.empty)

    def load(self, plan: SheetPlan | None, receipt: SheetReceipt | None) -> None:
        """Show a sheet, all of its rows."""
        self.model.only = ""
        self.buttons[""].setChecked(True)
        self.model.load(plan, receipt)
        self._fit()
        self._count()

    def show_only(self, verdict: str) -> None:
        """Narrow to a verdict."""
        self.buttons[verdict].setChecked(True)
        self.model.show(verdict)
        self._count()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        wide = metrics.horizontalAdvance("0")
        for column in range(self.model.columnCount()):
            title = str(self.model.headerData(column, Qt.Orientation.Horizontal))
            texts = [self.model._text(row, column) for row in self.model.shown[:60]]
            longest = max((metrics.horizontalAdvance(text[:60]) for text in [title, *texts]), default=0)
            most = wide * (56 if column == WHY else 26)
            extra = 36 if column == VERDICT else 24
            self.table.setColumnWidth(column, min(longest + extra, most))

    def _toggle(self) -> None:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        if rows:
            self.model.toggle(rows)
            self._count()
            self.changed.emit()

    def _count(self) -> None:
        for verdict, button in self.buttons.items():
            count = self.model.count(verdict)
            button.setText(f"{VERDICTS[verdict] if verdict else '全部'} {count:,}")
            button.setEnabled(bool(count) or not verdict)
        self.empty.setVisible(not self.model.shown)
