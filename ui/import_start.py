"""The first page of an import: drop, choose or paste a table; and the table that lies on the clipboard, as a file."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models import scratch
from widgets.look import icon, make_primary

_CHARSET = re.compile(r"(charset=[\"']?)[\w-]+", re.IGNORECASE)
PASTED = "粘贴的表格"
NOTHING_COPIED = "剪贴板里没有表格。请在 WPS 或 Excel 里选中连同表头的一块，按 Ctrl+C 复制，再到这里按 Ctrl+V。"


class StartPage(QWidget):
    """``files_wanted`` · ``paste_wanted`` · ``layouts_wanted``: its three buttons."""

    files_wanted = Signal()
    paste_wanted = Signal()
    layouts_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        picture = QLabel(self)
        picture.setPixmap(icon("import").pixmap(48, 48))
        title = QLabel("把表格拖到这里，或者在 WPS、Excel 里复制后按 Ctrl+V", self)
        title.setProperty("role", "title")
        words = QLabel(
            "能导入 .xlsx、.xls、.csv 和 Word 里的表格，一次可以选几个文件。\n"
            "表头在第几行、列的先后都不要紧，程序自己认；认过的表样会记住，下次不再问。\n"
            "写入之前逐行给您看：新增、更新、不变还是有误，有误的当场就能改。\n"
            "空着的格子不会清掉已登记的内容。",
            self,
        )
        words.setProperty("role", "soft")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = QPushButton("选择文件…", self)
        make_primary(self.choose)
        self.paste = QPushButton(icon("paste"), "粘贴（Ctrl+V）", self)
        self.layouts = QPushButton(icon("list"), "记住的表样…", self)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button, signal in (
            (self.choose, self.files_wanted),
            (self.paste, self.paste_wanted),
            (self.layouts, self.layouts_wanted),
        ):
            button.setAutoDefault(button is self.choose)
            button.clicked.connect(signal)
            buttons.addWidget(button)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setSpacing(12)
        box.addStretch(1)
        for one in (picture, title, words):
            box.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addLayout(buttons)
        box.addStretch(2)


def holds_table(data: QMimeData | None) -> bool:
    """Whether what was copied is a block of cells, or files."""
    if data is None:
        return False
    if data.hasUrls():
        return any(url.isLocalFile() for url in data.urls())
    if "<table" in data.html().lower():
        return True
    return data.hasText() and ("\t" in data.text() or data.text().count("\n") > 1)


def dropped_files(data: QMimeData) -> list[Path]:
    """The files that are dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def copied_files() -> list[Path]:
    """What lies on the clipboard as files to import: copied files, or a block of cells in a file of its own."""
    data = QGuiApplication.clipboard().mimeData()
    if not holds_table(data):
        return []
    if data.hasUrls():
        return dropped_files(data)
    # A table of a page keeps its merged cells; WPS and Excel give both.
    page = data.html() if "<table" in data.html().lower() else ""
    path = scratch.place() / f"{PASTED}{'.xls' if page else '.txt'}"
    # The page may still name the encoding it had before it became text.
    path.write_text(_CHARSET.sub(r"\1utf-8", page) or data.text(), "utf-8-sig")
    return [path]
