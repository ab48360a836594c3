"""All operations, newest first: who did what when, from which file; undo with the reasons when it cannot be."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models import history, operation
from models.ledger import ledger
from models.query import texts
from widgets import messages, reading
from widgets.jobs import run_job
from widgets.look import letters, lines

HEADERS = ("时间", "经办人", "操作", "来源", "新增", "修改", "删除", "状态")
SHOWN = 500
RECORDS = 200
ACTIONS = {"add": "新增", "edit": "修改", "delete": "删除"}


class OperationsDialog(QDialog):
    """The list; ``record_requested(ledger, id)`` at a double click on a record."""

    record_requested = Signal(str, int)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("操作记录")
        self.rows: list[history.OperationRow] = []
        self._asked: reading.Question | None = None
        self.table = QTableWidget(0, len(HEADERS), self)
        self.table.setHorizontalHeaderLabels(list(HEADERS))
        self.table.setAccessibleName("操作记录，最近的在上面")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.why = QLabel(self)
        self.why.setWordWrap(True)
        self.records = QListWidget(self)
        self.records.setAccessibleName("这次操作的记录")
        self.records.itemActivated.connect(self._open)
        self._lay_out()
        self.table.currentCellChanged.connect(lambda row, *_: self._chosen(row))
        self.table.cellDoubleClicked.connect(lambda row, _column: self.show_records(row))
        self.table.cellActivated.connect(lambda row, _column: self.show_records(row))
        self.refresh()
        self.resize(letters(self, 150), lines(self, 30))

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.records)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 1)
        self.records.hide()
        self.take_back = QPushButton("撤销这一次", self)
        self.take_back.clicked.connect(self._undo)
        self.see = QPushButton("看它的记录", self)
        self.see.clicked.connect(lambda: self.show_records(self.table.currentRow()))
        close = QPushButton("关闭", self)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.take_back)
        row.addWidget(self.see)
        row.addStretch(1)
        row.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 12)
        box.setSpacing(12)
        box.addWidget(self.splitter, 1)
        box.addWidget(self.why)
        box.addLayout(row)

    def refresh(self) -> None:
        """Read the operations anew."""
        self.rows = history.operations(SHOWN)
        self.table.setRowCount(len(self.rows))
        for at, row in enumerate(self.rows):
            counts = [f"+{row.added:,}", f"~{row.edited:,}", f"−{row.deleted:,}"]
            shown = [text if text[1:] != "0" else "" for text in counts]
            state = "已撤销" if row.undone_by is not None and row.kind not in history.UNDOING else ""
            for column, text in enumerate((row.at, row.who, row.title, row.source, *shown, state)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if 4 <= column <= 6:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(at, column, item)
        if self.rows:
            self.table.selectRow(0)
        self._chosen(self.table.currentRow())

    def blockers(self, row: history.OperationRow) -> list[str]:
        """Why an operation cannot be taken back, in words."""
        if row.undone_by is not None:
            return ["已经撤销过了。"]
        if row.kind in history.UNDOING:
            return ["这一条本身就是撤销或重做，请用“编辑”菜单里的重做（Ctrl+Y）。"]
        return operation.blockers(row.id)

    def _chosen(self, at: int) -> None:
        self.records.hide()
        self.see.setEnabled(at >= 0)
        if at < 0:
            self.take_back.setEnabled(False)
            self.why.setText("还没有操作。登记、导入、批量修改都会记在这里，可以撤销。")
            return
        row = self.rows[at]
        if self._asked is not None:
            self._asked.drop()
        if not row.is_large:
            self._explain(self.blockers(row))
            return
        self.take_back.setEnabled(False)
        self.why.setText("正在看能不能撤销…")
        self._asked = reading.ask(self, lambda: self.blockers(row), self._explain, slow=True)

    def _explain(self, why: list[str]) -> None:
        self.take_back.setEnabled(not why)
        if why:
            self.why.setText("不能撤销：" + "；".join(why[:5]) + (f"；等 {len(why)} 处" if len(why) > 5 else ""))
        else:
            self.why.setText("可以撤销：撤销本身也记一条，随时能重做。")

    def _undo(self) -> None:
        row = self.rows[self.table.currentRow()]
        if not messages.ask(self, "撤销", f"撤销“{row.title}”？", yes="撤销", no="不撤销"):
            return
        if row.is_large:
            job = run_job(self, "撤销", lambda _: operation.undo(row.id), lambda _: None)
            job.finished.connect(self.refresh)
            return
        try:
            operation.undo(row.id)
        except Exception as error:
            messages.show_error(self, error)
        self.refresh()

    def show_records(self, at: int) -> None:
        """List the records of an operation below."""
        if at < 0:
            return
        changes, many = history.of_operation(self.rows[at].id, RECORDS), _many(self.rows[at])
        names: dict[tuple[str, int], str] = {}
        for name in {change.ledger for change in changes}:
            ids = [change.record_id for change in changes if change.ledger == name]
            found = texts(name, (ledger(name).display,), ids)
            names |= {(name, id): row[0] for id, row in found.items()}
        self.records.clear()
        for change in changes:
            of = ledger(change.ledger)
            shown = names.get((change.ledger, change.record_id), "（已不在台账里）")
            what = f"：{_labels(change)}" if change.action == "edit" else ""
            item = QListWidgetItem(f"{ACTIONS.get(change.action, change.action)} {of.title} {shown}{what}")
            item.setData(Qt.ItemDataRole.UserRole, (change.ledger, change.record_id))
            self.records.addItem(item)
        if many > RECORDS:
            self.records.addItem(f"……共 {many:,} 条")
        self.records.show()

    def _open(self, item: QListWidgetItem) -> None:
        target = item.data(Qt.ItemDataRole.UserRole)
        if target is not None and "已不在台账里" not in item.text():
            self.record_requested.emit(*target)
            self.accept()


def _many(row: history.OperationRow) -> int:
    return int(row.added) + int(row.edited) + int(row.deleted)


def _labels(change: history.Change) -> str:
    of = ledger(change.ledger)
    shown = [of.fields[name] for name in change.fields if name in of.fields]
    return "、".join(one.label for one in shown if not one.hidden)
