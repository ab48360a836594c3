"""What the program is made of, and the card of its keys."""

from __future__ import annotations

import itertools
import platform
from html import escape
from pathlib import Path

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from models import paths
from widgets import messages
from widgets.look import letters, lines

VERSION = "0.1.0"
LICENCES = (
    ("PySide6（Qt）", "窗口", "LGPL-3.0"),
    ("Peewee", "数据表", "MIT"),
    ("SQLCipher、sqlcipher3", "加密的数据库", "BSD-3-Clause、zlib"),
    ("python-calamine、rustpy-xlsxwriter", "读写表格", "MIT"),
    ("XlsxWriter", "写表格", "BSD-2-Clause"),
    ("python-stdnum", "证件号码校验", "LGPL-2.1+"),
    ("pypinyin、RapidFuzz", "拼音、近似匹配", "MIT"),
    ("ReportLab、pypdf、pypdfium2", "排印", "BSD-3-Clause、Apache-2.0"),
    ("Pillow", "打印照片", "MIT-CMU"),
    ("Matplotlib、NumPy", "统计图", "PSF 式、BSD-3-Clause"),
    ("platformdirs、filelock", "文件夹、文件锁", "MIT"),
    ("Bangfu Sans SC（Noto Sans SC 改）", "字体", "OFL-1.1"),
)
KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "到处都能用",
        (
            ("Ctrl+1 … Ctrl+9", "换标签页（Ctrl+PgUp、Ctrl+PgDn 到前一页、后一页）；左边的名单里 ↑ ↓ 看，Enter 进去"),
            ("Ctrl+K", "按名称或拼音首字母跳到台账、报表、图或某一户"),
            ("Ctrl+T / Ctrl+R", "今日待办 / 报表"),
            ("Ctrl+F", "到搜索框"),
            ("Ctrl+Z / Ctrl+Y", "撤销 / 重做上一步操作（在输入框里只管这个框）"),
            ("Ctrl+H", "操作记录"),
            ("Ctrl+I", "从表格导入"),
            ("Ctrl+P", "打印预览；报表里 Ctrl+Shift+P 打印打了勾的一套"),
            ("F1", "这张卡"),
        ),
    ),
    (
        "表里",
        (
            ("↑ ↓ PgUp PgDn Home End", "移动"),
            ("Enter", "打开这一条"),
            ("Ctrl+N", "新增"),
            ("Ctrl+C", "复制选中的格子，可贴进 WPS、Excel"),
            ("Delete", "删除选中的"),
            ("Ctrl+V", "把在 WPS、Excel 里复制的一块导入；也可以把表格文件拖进来"),
        ),
    ),
    (
        "导入表格时",
        (
            ("F8、Shift+F8", "下一处、上一处问题"),
            ("Enter、F2", "改这一格；Delete 清空"),
            ("F4", "同样改正其余相同的格子"),
            ("空格、F6、F7", "跳过这一行、作为新增、更新已有的哪一条"),
            ("F9", "各列对应全部确认"),
            ("Ctrl+Z、Ctrl+Y", "撤销、重做刚才的改正"),
            ("Ctrl+Enter", "写入"),
        ),
    ),
    (
        "表单里",
        (
            ("Enter、Tab", "下一格；Shift+Enter、Shift+Tab 上一格"),
            ("Ctrl+S", "保存"),
            ("Esc", "放弃这次改动"),
            ("Ctrl+D", "照抄上一条"),
            ("Ctrl+;", "今天"),
            ("Alt+↓", "打开选项清单；F8 增加、改名、停用选项"),
            ("1 2 3 …", "按编号选，例如与户主关系 1 户主、2 配偶"),
            ("20240318、240318、3.18、18", "日期的几种打法"),
        ),
    ),
    (
        "附件里（表单的“附件”页；也可以把文件拖进来）",
        (
            ("Insert", "选文件添加"),
            ("Ctrl+V", "粘贴复制的文件或截图"),
            ("Enter", "打开副本"),
            ("Ctrl+Shift+S", "另存"),
            ("Delete", "删除，可以恢复"),
        ),
    ),
    (
        "户情页",
        (
            ("Ctrl+Enter", "在农户列表里打开选中那一户的户情"),
            ("PgUp、PgDn", "列表里的上一户、下一户"),
            ("Enter", "打开这一行背后的记录"),
            ("Ctrl+P", "打印一户一档"),
            ("Alt+←", "回到列表"),
        ),
    ),
)


class PageDialog(QDialog):
    """A page of text that can be printed."""

    def __init__(self, parent: QWidget | None, title: str, html: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.view = QTextBrowser(self)
        self.view.setOpenExternalLinks(True)
        self.view.setHtml(html)
        self.view.setAccessibleName(title)
        printing = QPushButton("打印…", self)
        printing.clicked.connect(self._print)
        close = QPushButton("关闭", self)
        close.clicked.connect(self.accept)
        close.setDefault(True)
        close.setFocus()
        row = QHBoxLayout()
        row.addWidget(printing)
        row.addStretch(1)
        row.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 12)
        box.setSpacing(12)
        box.addWidget(self.view)
        box.addLayout(row)
        self.resize(letters(self, 96), lines(self, 32))

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if messages.run(QPrintDialog(printer, self)):
            document: QTextDocument = self.view.document().clone(self)
            document.print_(printer)


class KeysDialog(PageDialog):
    """The card of shortcuts."""

    def __init__(self, parent: QWidget | None) -> None:
        parts = ["<h2>快捷键卡</h2>"]
        for heading, keys in KEYS:
            rows = "".join(
                f"<tr><td width='240' style='padding:2px 24px 2px 0'><b>{escape(key)}</b></td>"
                f"<td>{escape(what)}</td></tr>"
                for key, what in keys
            )
            parts.append(f"<h3>{heading}</h3><table>{rows}</table>")
        parts.append("<p>用输入法打字还没上屏时，回车、空格、数字和 Esc 都归输入法。</p>")
        super().__init__(parent, "快捷键卡", "".join(parts))


def notices() -> Path | None:
    """The notices that came with the installed program; None when run from its sources."""
    file = paths.program_folder() / "THIRD-PARTY-NOTICES.txt"
    return file if file.is_file() else None


def parts(file: Path | None) -> list[tuple[str, ...]]:
    """(name and version, licence) of every part the notices list; what is known here when there are none."""
    if file is None:
        return list(LICENCES)
    lines = file.read_text("utf-8-sig").splitlines()
    # The list stands before the first of the texts.
    head = itertools.takewhile(lambda line: not line.startswith("==="), lines)
    return [tuple(line.strip().split("：", 1)) for line in head if line.startswith("  ")]


class AboutDialog(PageDialog):
    """Version, where things lie, licences."""

    def __init__(self, parent: QWidget | None) -> None:
        file = notices()
        rows = "".join(
            "<tr>" + "".join(f"<td style='padding-right:24px'>{escape(cell)}</td>" for cell in part) + "</tr>"
            for part in parts(file)
        )
        whole = f"<p><a href='{QUrl.fromLocalFile(str(file)).toString()}'>全部许可的原文</a></p>" if file else ""
        super().__init__(
            parent,
            "关于帮扶台账",
            f"<h2>帮扶台账 {VERSION}</h2><p>乡镇用的桌面台账程序。数据只在本机，不联网。MIT 许可。</p>"
            f"<p>Python {platform.python_version()}，Qt {qVersion()}，{escape(platform.platform())}<br>"
            f"日志：{escape(str(paths.log_folder()))}</p><h3>用到的开源软件</h3><table>{rows}</table>"
            f"<p>Qt 与 python-stdnum 按 LGPL 使用，没有改动，以单独的文件随附，可以换成别的版本。</p>{whole}",
        )
