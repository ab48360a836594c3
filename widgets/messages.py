"""Tells and asks in the clerk's words: known troubles as a sentence, our own mistakes once, with what to send on."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Callable, Sequence
from types import TracebackType

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models import database, log, paths
from models.kinds import Problem
from models.operation import Cancelled
from models.record import Refused
from widgets.look import icon, letters

logger = logging.getLogger(__name__)


class MessageDialog(QDialog):
    """A sentence with an icon, a list of problems if there are any, and one or two buttons."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        text: str,
        problems: Sequence[Problem] = (),
        *,
        picture: str = "info",
        yes: str = "知道了",
        no: str = "",
        safe: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.text = text
        picture_label = QLabel(self)
        picture_label.setPixmap(icon(picture).pixmap(32, 32))
        picture_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.label = QLabel(text, self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setMinimumWidth(letters(self, 56))
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture_label)
        head.addWidget(self.label, 1)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(20, 20, 20, 16)
        self.box.setSpacing(16)
        self.box.addLayout(head)
        if problems:
            self.box.addWidget(problem_list(self, problems), 1)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self.yes = QPushButton(yes, self)
        self.yes.clicked.connect(self.accept)
        self.buttons.addWidget(self.yes)
        if no:
            self.no = QPushButton(no, self)
            self.no.clicked.connect(self.reject)
            self.buttons.addWidget(self.no)
        # Enter gives the answer that loses nothing, where the other cannot be taken back.
        first = self.no if no and safe else self.yes
        first.setDefault(True)
        first.setProperty("primary", True)
        first.setFocus()
        self.box.addLayout(self.buttons)
        self.setAccessibleDescription(text)


def problem_list(parent: QWidget, problems: Sequence[Problem]) -> QListWidget:
    """Problems one to a line; the word 错误 or 提醒 stands beside the colour."""
    view = QListWidget(parent)
    view.setAccessibleName("问题清单")
    view.setWordWrap(True)
    view.setMinimumHeight(parent.fontMetrics().height() * min(10, 2 + 2 * len(problems)))
    for problem in problems:
        wrong = problem.level == "error"
        item = QListWidgetItem(icon("error" if wrong else "warning"), f"{'错误' if wrong else '提醒'}：{problem.text}")
        view.addItem(item)
    return view


class CrashDialog(MessageDialog):
    """Says that the program made a mistake, what was kept, and gives the report to copy."""

    def __init__(self, parent: QWidget | None, report: str) -> None:
        super().__init__(
            parent,
            "程序出错",
            "程序出了一个没有预料到的错误。已经保存的数据都在，正在填的内容稍后可能要重新填。\n"
            "请点“复制错误报告”，发给维护人员。报告里没有证件号码、手机号和银行卡号，程序也不会自己往外发。",
            picture="error",
            yes="继续使用",
        )
        self.report = QPlainTextEdit(report, self)
        self.report.setReadOnly(True)
        self.report.setAccessibleName("错误报告")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setStyleHint(QFont.StyleHint.Monospace)
        self.report.setFont(font)
        self.report.setMinimumHeight(self.fontMetrics().height() * 10)
        self.box.insertWidget(1, self.report, 1)
        self.copy = QPushButton("复制错误报告", self)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        self.folder = QPushButton("打开日志文件夹", self)
        self.folder.clicked.connect(open_log_folder)
        self.buttons.insertWidget(0, self.copy)
        self.buttons.insertWidget(1, self.folder)


def open_log_folder() -> None:
    """Show the folder of the logs in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.log_folder())))


def tell(parent: QWidget | None, title: str, text: str, problems: Sequence[Problem] = ()) -> None:
    """Show a sentence and, if given, the problems behind it."""
    wrong = any(problem.level == "error" for problem in problems)
    picture = "error" if wrong else "warning" if problems else "info"
    run(MessageDialog(parent, title, text, problems, picture=picture))


def ask(
    parent: QWidget | None, title: str, text: str, yes: str = "确定", no: str = "取消", *, safe: bool = False
) -> bool:
    """Ask a question that has two answers; Esc means ``no``, and with ``safe`` Enter too."""
    return run(MessageDialog(parent, title, text, picture="question", yes=yes, no=no, safe=safe))


def run(dialog: QDialog) -> bool:
    """Show a dialog until it is answered; the one place where tests step in."""
    try:
        return dialog.exec() == QDialog.DialogCode.Accepted
    finally:
        dialog.deleteLater()


def show_error(parent: QWidget | None, error: BaseException) -> None:
    """Known troubles and refusals as their sentence; anything else as a crash report, once per distinct traceback."""
    if isinstance(error, Cancelled):
        tell(parent, "已停止", "已经停止。这一次写入的内容全部撤回，原来的数据没有改动。")
    elif isinstance(error, Refused):
        errors = [problem for problem in error.problems if problem.level == "error"]
        if len(errors) == 1:
            run(MessageDialog(parent, "没有保存", errors[0].text, picture="warning"))
        else:
            tell(parent, "没有保存", f"有 {len(errors)} 处要改，改好再保存。没有写入任何内容。", error.problems)
    elif database.is_known(error):
        trouble = database.explain(error)
        logger.warning("%s: %s", type(trouble).__name__, trouble)
        run(MessageDialog(parent, "请注意", str(trouble), picture="warning"))
    elif isinstance(error, OSError):
        logger.warning("%r", error)
        run(MessageDialog(parent, "文件读写不成功", _file_sentence(error), picture="warning"))
    else:
        _crash(parent, error)


def _file_sentence(error: OSError) -> str:
    name = f"“{error.filename}”" if error.filename else "文件"
    if isinstance(error, PermissionError):
        return f"{name}写不进去：可能正在 WPS 或 Excel 里开着，或者没有权限。请关闭它，或换一个文件名再试。"
    if isinstance(error, FileNotFoundError):
        return f"找不到{name}。可能被移动、改名，或者 U 盘已经拔出。请检查后再试。"
    return f"{name}读写不成功（{error.strerror or type(error).__name__}）。已有的数据没有改动，请换一个位置再试。"


_seen: set[str] = set()


def _crash(parent: QWidget | None, error: BaseException) -> None:
    text = "".join(traceback.format_exception(error))
    logger.error("%s", text)
    place = traceback.extract_tb(error.__traceback__)
    key = f"{type(error).__name__} {[(one.filename, one.lineno) for one in place]}"
    if key in _seen:
        return
    _seen.add(key)
    run(CrashDialog(parent, log.mask(f"{platform.platform()}  Python {platform.python_version()}\n{text}")))


def catch_all(window: Callable[[], QWidget | None]) -> None:
    """Show errors that nobody caught; ``window`` gives the window to show them over."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        show_error(window(), error.with_traceback(trace))

    sys.excepthook = hook
