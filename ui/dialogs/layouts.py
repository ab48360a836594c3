"""The layouts of tables that the program remembers: rename, forget, hand on as a file, take over from one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.exchange import layouts
from models.exchange.layouts import Layout
from models.ledger import ledger
from widgets import messages
from widgets.look import letters, lines

HEADERS = ("表样名称", "登记到", "列", "导入的列", "用过", "最近一次")
FILES = "表样文件 (*.json)"
PROPOSED = "表样.json"


class LayoutsDialog(QDialog):
    """The list: F2 renames, Delete forgets."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("记住的表样")
        self.layouts: list[Layout] = []
        self.words = QLabel(self)
        self.words.setProperty("role", "soft")
        self.words.setWordWrap(True)
        self.table = QTableWidget(0, len(HEADERS), self)
        self.table.setHorizontalHeaderLabels(list(HEADERS))
        self.table.setAccessibleName("记住的表样")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(self._renamed)
        self.table.itemSelectionChanged.connect(self._chosen)
        self.rename = QPushButton("改名（F2）", self)
        self.forget = QPushButton("忘掉", self)
        self.hand_on = QPushButton("导出…", self)
        self.hand_on.setToolTip("存成一个文件，拷给别的村，那边就不用再核对列")
        self.take_over = QPushButton("导入…", self)
        self.leave = QPushButton("关闭", self)
        line = QHBoxLayout()
        line.setSpacing(8)
        for button, work in (
            (self.rename, self._rename),
            (self.forget, self.forget_chosen),
            (self.hand_on, self.write_file),
            (self.take_over, self.read_file),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(work)
            line.addWidget(button)
        line.addStretch(1)
        self.leave.clicked.connect(self.accept)
        line.addWidget(self.leave)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 12)
        box.setSpacing(12)
        box.addWidget(self.words)
        box.addWidget(self.table, 1)
        box.addLayout(line)
        self.refresh()
        self.resize(letters(self, 120), lines(self, 24))

    def refresh(self, said: str = "") -> None:
        """Read the list again; ``said`` instead of the usual words."""
        self.layouts = layouts.layouts()
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.layouts))
        for at, one in enumerate(self.layouts):
            texts = (
                one.name, ledger(one.ledger).title, f"{len(one.columns)} 列", f"{one.filled} 列",
                f"{one.used} 次", one.at[:10],
            )  # fmt: skip
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(at, column, item)
        self.table.blockSignals(False)
        if self.layouts:
            self.table.setCurrentCell(0, 0)
        usual = (
            "导入时确认过的表样记在这里，表头相同的表格下次不再核对列。"
            if self.layouts
            else "还没有记住的表样。导入一张表以后会自动记住；也可以导入别处给的表样文件。"
        )
        self.words.setText(said or usual)
        self._chosen()

    def chosen(self) -> list[Layout]:
        """The selected layouts."""
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        return [self.layouts[row] for row in sorted(rows)]

    def _chosen(self) -> None:
        some = self.chosen()
        self.rename.setEnabled(len(some) == 1)
        self.forget.setEnabled(bool(some))
        self.hand_on.setEnabled(bool(self.layouts))

    def _rename(self) -> None:
        item = self.table.item(self.table.currentRow(), 0)
        if item is not None:
            self.table.editItem(item)

    def _renamed(self, item: QTableWidgetItem) -> None:
        one = self.layouts[item.row()]
        if item.text().strip():
            layouts.rename(one.key, item.text())
        self.refresh()

    def forget_chosen(self) -> None:
        """Forget the selected layouts, after asking."""
        some = self.chosen()
        names = f"“{some[0].name}”" if len(some) == 1 else f"选中的 {len(some)} 个表样"
        text = f"忘掉{names}？已经导入的记录不受影响，下次导入这样的表要重新核对列。"
        if some and messages.ask(self, "忘掉表样", text, yes="忘掉", no="不忘"):
            for one in some:
                layouts.forget(one.key)
            self.refresh()

    def write_file(self) -> None:
        """Ask where to, and write the selected layouts (all, when one or none is selected)."""
        name, _ = QFileDialog.getSaveFileName(self, "导出表样", PROPOSED, FILES)
        if not name:
            return
        path = Path(name if name.lower().endswith(layouts.SUFFIX) else f"{name}{layouts.SUFFIX}")
        some = self.chosen()
        try:
            count = layouts.write_file(path, some if len(some) > 1 else None)
        except Exception as error:
            messages.show_error(self, error)
            return
        self.refresh(f"已把 {count} 个表样存到“{path.name}”。拷到别的电脑上，在这里点“导入…”就能用。")

    def read_file(self) -> None:
        """Ask for a file, and take its layouts over."""
        name, _ = QFileDialog.getOpenFileName(self, "导入表样", "", f"{FILES};;所有文件 (*)")
        if not name:
            return
        try:
            count, strange = layouts.read_file(Path(name))
        except Exception as error:
            messages.show_error(self, error)
            return
        left = f"；{'、'.join(strange)} 用到本程序没有的台账或项目，没有导入" if strange else ""
        self.refresh(f"导入了 {count} 个表样{left}。")
