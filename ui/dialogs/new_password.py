"""Choosing a password: twice, how strong it is, and the sheet that keeps it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models import clock, paths
from ui.dialogs.opening import PasswordEdit
from widgets import messages
from widgets.look import icon

SHORTEST = 8


def strength(password: str) -> tuple[str, str]:
    """(role of the label, what to say) about a password."""
    if len(password) < SHORTEST:
        return "error", f"太短：至少 {SHORTEST} 个字符"
    sorts = sum(
        any(test(char) for char in password) for test in (str.isdigit, str.isalpha, lambda char: not char.isalnum())
    )
    if len(set(password)) < 4 or (password.isdigit() and len(password) < 12):
        return "warn", "偏弱：容易被猜到，加几个字母或符号会好得多"
    if len(password) < 12 or sorts < 2:
        return "good", "中等"
    return "good", "较强"


def recovery_sheet(path: Path, township: str, password: str) -> str:
    """The text of the sheet that keeps the password."""
    return (
        f"帮扶台账 密码恢复单\n\n乡镇：{township or '　'}\n台账文件：{path.name}\n密码：{password}\n"
        f"日期：{clock.today_text()}\n\n"
        "这个密码丢了，程序和维护人员都没有办法打开台账和备份。\n"
        "请打印后放进保险柜或密封交负责人保管，不要和电脑放在一起，也不要存在这台电脑上。\n"
        "人员交接时一并移交，并改密码、重新打印。\n\n保管人：　　　　　　　交接日期：\n"
    )


class NewPassword(QWidget):
    """Two password edits with what can be said about them. ``changed()`` at every key."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path, self._township = Path(f"{paths.NAME}.db"), ""
        self.first, self.second = PasswordEdit(self), PasswordEdit(self)
        self.first.setAccessibleName("密码")
        self.second.setAccessibleName("再输一遍")
        self.word, self.same, self.capitals = QLabel(self), QLabel(self), QLabel("大写锁定（Caps Lock）开着。", self)
        self.capitals.setProperty("role", "warn")
        self.capitals.hide()
        self.form = form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow("密码", self.first)
        form.addRow("", self.word)
        form.addRow("再输一遍", self.second)
        form.addRow("", self.same)
        form.addRow("", self.capitals)
        self.print, self.save = QPushButton(icon("print"), "打印恢复单…"), QPushButton(icon("save"), "存到 U 盘…")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16)
        box.addLayout(form)
        box.addWidget(self._band())
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        for edit in (self.first, self.second):
            edit.textChanged.connect(self._typed)
            edit.capitals = self.capitals.setVisible
        self._typed()

    def _band(self) -> QFrame:
        band = QFrame(self)
        band.setProperty("band", True)
        warning = QLabel(
            "密码忘了就再也打不开：程序里没有后门，维护人员也找不回来。请把恢复单打印出来，锁进保险柜。", band
        )
        warning.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.print)
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        box = QVBoxLayout(band)
        box.setContentsMargins(16, 12, 16, 12)
        box.addWidget(warning)
        box.addLayout(buttons)
        return band

    def name_file(self, path: Path, township: str) -> None:
        """What the recovery sheet is for."""
        self._path, self._township = path, township

    def password(self) -> str:
        """The password typed."""
        return self.first.text()

    def is_good(self) -> bool:
        """Whether both are the same and long enough."""
        return len(self.first.text()) >= SHORTEST and self.first.text() == self.second.text()

    def _typed(self) -> None:
        hint = f"至少 {SHORTEST} 个字符，字母、数字、符号混着用"
        role, text = strength(self.first.text()) if self.first.text() else ("soft", hint)
        self._say(self.word, role, text)
        differs = bool(self.second.text()) and self.first.text() != self.second.text()
        self._say(self.same, "error", "两遍不一样" if differs else "")
        for button in (self.print, self.save):
            button.setEnabled(self.is_good())
        self.changed.emit()

    @staticmethod
    def _say(label: QLabel, role: str, text: str) -> None:
        label.setText(text)
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)

    def _sheet(self) -> str:
        return recovery_sheet(self._path, self._township, self.password())

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if messages.run(dialog):
            document = QTextDocument(self._sheet())
            font = self.font()
            font.setPointSize(14)
            document.setDefaultFont(font)
            document.print_(printer)

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "恢复单存到 U 盘", "密码恢复单.txt", "文本 (*.txt)")
        if name:
            try:
                Path(name).write_text(self._sheet(), "utf-8-sig")
            except OSError as error:
                messages.show_error(self, error)
