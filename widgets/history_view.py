"""The history of a record: who changed what and when, old → new; one field, the record or an operation put back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models import operation, timeline
from models.record import Refused
from models.timeline import ACTIONS, Line
from widgets import messages
from widgets.look import letters

HEADERS = ("时间", "项目", "旧值 → 新值", "经办人", "操作")
VALUES = 2
"""The column people look for: it takes the room that is left, and as many lines as it needs."""


class HistoryView(QWidget):
    """Newest first, with the changes of details. ``restored()`` after something was put back."""

    restored = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.shown: tuple[str, int] | None = None
        self.table = QTableWidget(0, len(HEADERS), self)
        self.table.setHorizontalHeaderLabels(HEADERS)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName("修改历史")
        self.table.setWordWrap(True)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.itemSelectionChanged.connect(self._offer)
        self.empty = QLabel("还没有修改过。以后每次改动都记在这里：谁、什么时候、旧值和新值，都能恢复。", self)
        self.empty.setProperty("role", "soft")
        self.empty.setWordWrap(True)
        self.field_button = self._button("恢复这一项", "把选中的这一项改回旧值", self.restore_field)
        self.record_button = self._button("恢复整条", "把整条记录恢复成这次修改之前的样子", self.restore_record)
        self.undo_button = self._button("撤销这次操作", "撤销同一次保存或导入的全部改动", self.undo)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.field_button, self.record_button, self.undo_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addWidget(self.empty)
        box.addWidget(self.table, 1)
        box.addLayout(buttons)
        self.clear()

    def _button(self, text: str, tip: str, act: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.clicked.connect(act)
        return button

    def clear(self) -> None:
        """Show nothing."""
        self.lines, self.shown = [], None
        self.table.setRowCount(0)
        self._offer()

    def show_record(self, ledger_name: str, id: int) -> None:
        """Show the history of a record and its details."""
        self.shown = (ledger_name, id)
        self.lines = timeline.lines(ledger_name, id)
        self.empty.setVisible(not self.lines)
        self.table.setRowCount(len(self.lines))
        before = 0
        for row, line in enumerate(self.lines):
            first = line.change.operation != before
            before = line.change.operation
            for column, text in enumerate(self._texts(line, first)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if line.change.undone:
                    font = item.font()
                    font.setStrikeOut(True)
                    item.setFont(font)
                self.table.setItem(row, column, item)
        header = self.table.horizontalHeader()
        header.resizeSections(QHeaderView.ResizeMode.ResizeToContents)
        for column, most in ((1, 24), (3, 13), (4, 20)):
            self.table.setColumnWidth(column, min(letters(self, most), self.table.columnWidth(column)))
        header.setSectionResizeMode(VALUES, QHeaderView.ResizeMode.Stretch)
        if self.lines:
            self.table.selectRow(0)
        self._offer()

    def _texts(self, line: Line, first: bool) -> tuple[str, ...]:
        change = line.change
        values = f"{line.old or '（空）'} → {line.new or '（空）'}" if line.field else line.new or line.old
        done = change.title + ("（已撤销）" if change.undone else "")
        at, who, done = (change.at[:16], change.who, done) if first else ("", "", "")
        return (at, f"{line.whose} · {line.label}" if line.whose else line.label, values, who, done)

    def current(self) -> Line | None:
        """The selected line."""
        rows = self.table.selectionModel().selectedRows()
        return self.lines[rows[0].row()] if rows and rows[0].row() < len(self.lines) else None

    def _offer(self) -> None:
        line = self.current() if self.lines else None
        self.field_button.setEnabled(line is not None and bool(line.field))
        self.record_button.setEnabled(line is not None and line.change.action != "add")
        self.undo_button.setEnabled(line is not None and not line.change.undone)

    # --- putting back ---

    def restore_field(self) -> None:
        """Put the old value of the selected field back."""
        line = self.current()
        if line is not None and line.field:
            old = line.change.fields[line.field][0]
            self._do(lambda: operation.restore(line.change.ledger, line.change.record_id, {line.field: old}))

    def restore_record(self) -> None:
        """Put the record back as it was before the selected change."""
        line = self.current()
        if line is None:
            return
        what = line.whose or "这一条"
        moment = f"{line.change.at[:16]} 这次{ACTIONS[line.change.action]}之前"
        text = f"{what}会恢复成 {moment}的样子；恢复本身也记入历史，可以再撤销。"
        if messages.ask(self, "恢复整条", text, "恢复"):
            values = timeline.before(line.change)
            self._do(lambda: operation.restore(line.change.ledger, line.change.record_id, values))

    def undo(self) -> None:
        """Take back the operation of the selected line."""
        line = self.current()
        if line is None:
            return
        if messages.ask(self, "撤销操作", f"撤销“{line.change.title}”的全部改动？", "撤销"):
            self._do(lambda: operation.undo(line.change.operation))

    def _do(self, act: object) -> None:
        assert callable(act)
        try:
            act()
        except Refused as refused:
            messages.show_error(self, refused)
            return
        if self.shown is not None:
            self.show_record(*self.shown)
        self.restored.emit()
