"""The list of backups with what a restore would change, for the open file and for one that does not open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
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

from models import backup, database
from models.database import Trouble, WrongPassword
from models.ledger import ledger
from ui.dialogs.opening import ask_password
from widgets import messages
from widgets.look import letters, lines

NAMED = 3
"""So many of the operations that would be lost are named."""


def size_text(size: int) -> str:
    """A file's size in words."""
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{max(1, size >> 10)} KB"


def difference(then: dict[str, int], now: dict[str, int] | None) -> list[str]:
    """Lines like “农户 300 → 298 户（少 2）”: ledgers whose number of records a restore would change."""
    lines = []
    for name in now or then:
        of = ledger(name)
        before, after = (now or {}).get(name, 0), then.get(name, 0)
        if now is None:
            lines += [f"{of.title} {after:,} {of.counter}"] if after else []
        elif before != after:
            word = "多" if after > before else "少"
            lines.append(f"{of.title} {before:,} → {after:,} {of.counter}（{word} {abs(after - before):,}）")
    return lines


class BackupsDialog(QDialog):
    """Choose a backup; ``chosen`` its path, ``password`` the one that opens it (None: the present one)."""

    def __init__(self, parent: QWidget | None, path: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle("恢复备份")
        self.chosen: Path | None = None
        self.password: str | None = None
        self._now = backup.counts() if database.is_open() else None
        self._folder = backup.folder(path)
        self.backups = backup.listing(path)
        self.table = QTableWidget(len(self.backups), 3, self)
        self.table.setHorizontalHeaderLabels(["时间", "为什么备份", "大小"])
        self.table.setAccessibleName("备份清单，最近的在上面")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for row, one in enumerate(self.backups):
            cells = (f"{one.at:%Y-%m-%d %H:%M:%S}", one.why, size_text(one.path.stat().st_size))
            for column, text in enumerate(cells):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setMinimumHeight(self.fontMetrics().height() * 5)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self.table.currentCellChanged.connect(lambda row, *_: self._show(row))
        if self.backups:
            self.table.selectRow(0)
        self._show(self.table.currentRow())
        self.resize(letters(self, 90), lines(self, 28))

    def _lay_out(self) -> None:
        self.go = QPushButton("恢复这一份", self)
        self.go.setProperty("primary", True)
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        other = QPushButton("别处的备份文件…", self)
        other.clicked.connect(self._other)
        folder = QPushButton("打开备份文件夹", self)
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))))
        cancel = QPushButton("取消", self)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(other)
        row.addWidget(folder)
        row.addStretch(1)
        row.addWidget(self.go)
        row.addWidget(cancel)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(12)
        box.addWidget(QLabel("选一份备份。恢复前先把现在的样子另存一份，可以反悔。", self))
        box.addWidget(self.table, 1)
        box.addWidget(self.words)
        box.addLayout(row)

    def _show(self, row: int) -> None:
        self.go.setEnabled(row >= 0)
        if row < 0:
            self.words.setText("还没有备份。也可以选别处的备份文件，例如 U 盘上的。")
            return
        self.words.setText(self._sentence(self.backups[row].path))

    def _sentence(self, path: Path) -> str:
        if self._now is None:
            return "台账打不开，恢复后回到这份备份时的样子；打不开的文件会另存着。"
        try:
            lines = difference(backup.counts(path, self.password), self._now)
            lost = backup.lost(path, self.password)
        except WrongPassword:
            return "这份备份是用别的密码存的，恢复时要输入那时的密码。"
        except Trouble as error:
            return str(error)
        told = "恢复后：" + ("；".join(lines) if lines else "各台账的条数不变") + "。"
        if not lost:
            return told if lines else f"{told}这以后没有改过什么。"
        named = "；".join(f"{at[5:16]} {title}" for at, title in lost[:NAMED])
        return f"{told}\n这以后做过的 {len(lost):,} 次操作会没有：{named}{'……' if len(lost) > NAMED else ''}"

    def _other(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "别处的备份", str(self._folder.parent), "备份 (*.bak);;所有文件 (*)"
        )
        if name:
            self._take(Path(name))

    def accept(self) -> None:
        """Take the backup in the list."""
        if self.table.currentRow() >= 0:
            self._take(self.backups[self.table.currentRow()].path)

    def _take(self, path: Path) -> None:
        try:
            if not self._opens(path):
                return
        except Trouble as error:
            messages.show_error(self, error)
            return
        text = f"用“{path.name}”恢复？\n{self._sentence(path)}"
        if messages.ask(self, "恢复备份", text, yes="恢复", no="不恢复"):
            self.chosen = path
            super().accept()

    def _opens(self, path: Path) -> bool:
        def unlock(password: str) -> None:
            backup.counts(path, password)
            self.password = password

        if database.is_plain(path):
            self.password = ""
            return True
        try:
            backup.counts(path, self.password)
        except WrongPassword:
            return ask_password(self, path.name, unlock)
        return True


def restore_closed(parent: QWidget | None, path: Path) -> bool:
    """Put a backup in the place of a file that does not open; whether that was done. Raises Trouble."""
    dialog = BackupsDialog(parent, path)
    if not messages.run(dialog) or dialog.chosen is None:
        return False
    aside = backup.replace_damaged(path, dialog.chosen, dialog.password or "")
    messages.tell(parent, "恢复好了", f"已经恢复。打不开的那个文件另存为“{aside.name}”。接下来请用密码打开。")
    return True
