"""After an import: what became of the rows, the way back, and the rows to be mended."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.exchange.receipt import ERROR, NEW, SKIPPED, UNCHANGED, UPDATE, Receipt
from models.ledger import ledger
from widgets.look import icon

HEADERS = ("文件", "工作表", "台账", "读到", "新增", "更新", "不变", "有误", "跳过")
MOST = 500


class ReceiptPage(QWidget):
    """Counts per sheet that add up, problems, and what to do next."""

    undo_wanted = Signal()
    save_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.table = QTableWidget(0, len(HEADERS), self)
        self.table.setHorizontalHeaderLabels(list(HEADERS))
        self.table.setAccessibleName("导入回执")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.problems = QListWidget(self)
        self.problems.setAccessibleName("要看的问题")
        self.problems.setWordWrap(True)
        self.problems_title = QLabel("要看的问题", self)
        self.problems_title.setProperty("role", "heading")
        self.undo = QPushButton("撤销这次导入", self)
        self.save = QPushButton("保存有误的行…", self)
        self.save.setToolTip("存成一个表格：原来的列加“问题说明”，改好后可以再导入")
        self.open = QPushButton("打开这些记录", self)
        for button, signal in (
            (self.undo, self.undo_wanted),
            (self.save, self.save_wanted),
            (self.open, self.open_wanted),
        ):
            button.clicked.connect(signal)
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self.open, self.save, self.undo):
            line.addWidget(button)
        line.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.title)
        box.addWidget(self.words)
        box.addLayout(line)
        box.addWidget(self.table, 1)
        box.addWidget(self.problems_title)
        box.addWidget(self.problems, 2)

    def load(self, receipt: Receipt) -> None:
        """Show what was done."""
        done = [sheet for sheet in receipt.sheets if sheet.mapping.ledger is not None]
        self.title.setText("导入完成" if not receipt.failed else f"导入完成，有 {receipt.failed} 行没有写入")
        made = self._made(receipt)
        undo = "整次导入是一个操作，可以一键撤销。" if receipt.operations else "没有需要写入的内容。"
        self.words.setText(f"{receipt.text()}{made}{undo}")
        self.table.setRowCount(len(done))
        for at, sheet in enumerate(done):
            assert sheet.mapping.ledger is not None
            counts = [sheet.counts[name] for name in (NEW, UPDATE, UNCHANGED, ERROR, SKIPPED)]
            cells = (sheet.file, sheet.sheet, sheet.mapping.ledger.title, sum(counts), *counts)
            for column, cell in enumerate(cells):
                item = QTableWidgetItem(f"{cell:,}" if isinstance(cell, int) else str(cell))
                if isinstance(cell, int):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(at, column, item)
        problems = receipt.grouped()
        self.problems.clear()
        for level, text in problems[:MOST]:
            self.problems.addItem(QListWidgetItem(icon("error" if level == ERROR else "warning"), text))
        if len(problems) > MOST:
            self.problems.addItem(f"……还有 {len(problems) - MOST:,} 条")
        self.problems.setVisible(bool(problems))
        self.problems_title.setVisible(bool(problems))
        self.undo.setEnabled(bool(receipt.operations))
        self.open.setEnabled(bool(receipt.operations))
        self.save.setEnabled(bool(receipt.failed))

    def _made(self, receipt: Receipt) -> str:
        made: dict[str, int] = {}
        for sheet in receipt.sheets:
            for name, count in sheet.created.items():
                made[name] = made.get(name, 0) + count
        texts = [f"{ledger(name).title} {count} {ledger(name).counter}" for name, count in made.items() if count]
        return f"顺带新登记了{'、'.join(texts)}。" if texts else ""

    def undone(self) -> None:
        """Say that the import was taken back."""
        self.title.setText("已撤销这次导入")
        self.words.setText("台账已回到导入以前的样子。")
        for button in (self.undo, self.open):
            button.setEnabled(False)
