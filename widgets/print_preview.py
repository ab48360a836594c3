"""What will come out of the printer, before it does: the pages of the one PDF, the settings, and where it may go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import shiboken6
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.reports.paper import PaperResult, PaperSettings
from widgets import messages, paper_output
from widgets.chart_output import ask_path, write
from widgets.jobs import run_job
from widgets.look import icon
from widgets.page_view import WHOLE, WIDE, PageView, Thumbnails
from widgets.pdf_pages import PdfPages
from widgets.print_settings import PrintSettingsPanel

BUSY_MS = 250
"""Pages that take longer than this to be laid out get a text over the old ones."""
MOST_WARNINGS = 4

Make = Callable[[PaperSettings], PaperResult]
Extra = tuple[str, Callable[[], object]]


class PrintPreview(QDialog):
    """Shows the pages that ``make(settings)`` gives.

    ``make`` runs on the worker thread, with a database connection of its own, and again after each change of the
    settings. ``on_settings(dict)`` is called with the settings whenever they were changed. ``extra``: further buttons
    as (text, action). ``hidden`` and ``locked``: names of settings that do not apply, or that must stay. ``fixed``: the
    pages are as they are, there is nothing to set.
    """

    def __init__(
        self,
        make: Make,
        title: str,
        settings: PaperSettings | None = None,
        *,
        on_settings: Callable[[dict[str, Any]], None] | None = None,
        extra: Sequence[Extra] = (),
        hidden: Collection[str] = (),
        locked: Collection[str] = (),
        fixed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fixed = fixed
        self._make, self._title = make, title
        self._settings = settings or PaperSettings()
        self._on_settings = on_settings
        self._working = False
        self._again = False
        self._opened = False
        self.result_shown: PaperResult | None = None
        self._pages: PdfPages | None = None
        self._clock = QElapsedTimer()
        self._patience = QTimer(self, singleShot=True, interval=BUSY_MS)
        self._patience.timeout.connect(lambda: self.view.show_busy("正在排版…"))
        self.setWindowTitle(f"打印预览 — {title}")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._build(extra, hidden, locked)
        self._shortcuts()
        self._enable()
        self._fit_screen()

    # —— building

    def _build(self, extra: Sequence[Extra], hidden: Collection[str], locked: Collection[str]) -> None:
        self.thumbs = Thumbnails(self)
        self.view = PageView(self)
        self.panel = PrintSettingsPanel(self._settings, hidden=hidden, locked=locked, parent=self)
        self.panel.changed.connect(self._change)
        self.view.turned.connect(self._turned)
        self.view.zoomed.connect(self._show_zoom)
        self.thumbs.picked.connect(self.view.turn_to)
        self.words = QLabel(self, wordWrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAccessibleName("页数和提示")
        self.panel.setVisible(not self._fixed)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.panel, 1)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(self._turn_bar())
        middle.addWidget(self.view, 1)
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self.thumbs)
        top.addLayout(middle, 1)
        top.addLayout(right)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(12, 8, 12, 12)
        bottom.setSpacing(8)
        bottom.addWidget(self.words, 1)
        for button in self._buttons(extra):
            bottom.addWidget(button)
        line = QFrame(self, frameShape=QFrame.Shape.HLine)
        line.setStyleSheet("color: #D5DAE0")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top, 1)
        whole.addWidget(line)
        whole.addLayout(bottom)
        self.view.setFocus()

    def _turn_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(4, 4, 4, 4)
        self.place = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter)
        self.place.setMinimumWidth(self.fontMetrics().horizontalAdvance("第 888 页 共 888 页") + 12)
        self.size_text = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter)
        self.size_text.setMinimumWidth(self.fontMetrics().horizontalAdvance("400%") + 12)
        turn_back = self._tool("back", "上一页（←）", lambda: self.view.turn_to(self.view.page - 1))
        turn_on = self._tool("next", "下一页（→）", lambda: self.view.turn_to(self.view.page + 1))
        self.whole = self._tool("", "整页", lambda: self.view.set_zoom(WHOLE), "显示整页（Ctrl+0）")
        self.wide = self._tool("", "页宽", lambda: self.view.set_zoom(WIDE), "与窗口同宽")
        for button in (self.whole, self.wide):
            button.setCheckable(True)
        smaller = self._tool("zoom-out", "缩小（Ctrl+-）", lambda: self.view.step_zoom(False))
        bigger = self._tool("zoom-in", "放大（Ctrl++ 或 Ctrl+滚轮）", lambda: self.view.step_zoom(True))
        bar.addStretch()
        for widget in (turn_back, self.place, turn_on):
            bar.addWidget(widget)
        bar.addSpacing(24)
        for widget in (self.whole, self.wide, smaller, self.size_text, bigger):
            bar.addWidget(widget)
        bar.addStretch()
        return bar

    def _tool(self, picture: str, text: str, do: Callable[[], object], tip: str = "") -> QToolButton:
        button = QToolButton(self)
        if picture:
            button.setIcon(icon(picture))
        else:
            button.setText(text)
        button.setToolTip(tip or text)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(do)
        return button

    def _buttons(self, extra: Sequence[Extra]) -> list[QPushButton]:
        def button(text: str, do: Callable[[], object] | None, picture: str = "") -> QPushButton:
            made = QPushButton(text, self, autoDefault=False)
            if picture:
                made.setIcon(icon(picture))
            if do is not None:
                made.clicked.connect(do)
            return made

        self._print = button("打印…", self.print)
        self._print.setProperty("primary", True)
        self._pdf = button("存为 PDF…", self.save_pdf)
        self._png = button("存为图片", None)
        menu = QMenu(self)
        menu.addAction("本页…", lambda: self.save_pictures(self.view.page, self.view.page))
        menu.addAction("全部各页…", lambda: self.save_pictures(0, self.view.count - 1))
        self._png.setMenu(menu)
        self._copy = button("复制图片", self.copy)
        self._copy.setToolTip("把本页作为图片复制，可粘贴到微信、文档里")
        others = [button(text, action) for text, action in extra]
        close = button("关闭", self.reject)
        return [*others, self._copy, self._png, self._pdf, self._print, close]

    def _shortcuts(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+P": self.print,
            "Ctrl+S": self.save_pdf,
            "Ctrl+0": lambda: self.view.set_zoom(WHOLE),
            "Ctrl++": lambda: self.view.step_zoom(True),
            "Ctrl+=": lambda: self.view.step_zoom(True),
            "Ctrl+-": lambda: self.view.step_zoom(False),
        }
        for key, action in keys.items():
            QShortcut(QKeySequence(key), self, action)
        QShortcut(QKeySequence.StandardKey.Copy, self.view, self.copy, context=Qt.ShortcutContext.WidgetShortcut)

    def _fit_screen(self) -> None:
        screen = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        self.resize(min(1240, screen.width() - 40), min(900, screen.height() - 60))

    # —— pages

    def showEvent(self, event: Any) -> None:
        """The first pages are made when the window is there, so that it opens at once."""
        super().showEvent(event)
        if not self._opened:
            self._opened = True
            self.make_pages()

    def make_pages(self) -> None:
        """Lay the pages out with the present settings; the old ones stay until the new ones are ready."""
        if self._working:
            self._again = True
            return
        self._working, self._again = True, False
        self._patience.start()
        settings = self._settings
        run_job(self, "正在排版", lambda progress: self._make(settings), self._made, self._failed, quiet=True)

    def _made(self, result: PaperResult) -> None:
        if not shiboken6.isValid(self):
            return
        self._working = False
        if self._again:
            self.make_pages()
            return
        self._patience.stop()
        old, self._pages = self._pages, PdfPages(result.pdf)
        self.result_shown = result
        self.thumbs.show_pages(self._pages)
        self.view.show_pages(self._pages)
        if old is not None:
            old.close()
        self._say(result)
        self._enable()

    def _failed(self, error: BaseException) -> None:
        if not shiboken6.isValid(self):
            return
        self._working = False
        self._patience.stop()
        self.view.show_busy("没有排好，请换一种设置再试")
        self._enable()
        messages.show_error(self, error)

    def _say(self, result: PaperResult) -> None:
        text = f"共 {result.pages} 页" + ("" if self._fixed else f"，被截断 {len(result.clipped)} 列")
        if result.clipped:
            text += f"（{'、'.join(result.clipped[:6])}{'等' if len(result.clipped) > 6 else ''}）"
        lines = [text, *(f"注意：{warning}" for warning in result.warnings[:MOST_WARNINGS])]
        if len(result.warnings) > MOST_WARNINGS:
            lines.append(f"另有 {len(result.warnings) - MOST_WARNINGS} 条提示")
        self.words.setText("\n".join(lines))
        self.words.setProperty("state", "warn" if result.warnings or result.clipped else "")
        self.words.setStyleSheet("color: #8A5A00" if result.warnings or result.clipped else "")

    def _enable(self) -> None:
        there = self._pages is not None
        for button in (self._print, self._pdf, self._png, self._copy):
            button.setEnabled(there)

    def _turned(self, page: int) -> None:
        self.place.setText(f"第 {page + 1} 页 共 {self.view.count} 页")
        self.thumbs.show_page(page)
        self._show_zoom()

    def _show_zoom(self) -> None:
        self.size_text.setText(f"{self.view.zoom():.0%}")
        self.whole.setChecked(self.view.mode() == WHOLE)
        self.wide.setChecked(self.view.mode() == WIDE)

    def _change(self, settings: PaperSettings) -> None:
        self._settings = settings
        if self._on_settings is not None:
            self._on_settings(settings.to_dict())
        self.make_pages()

    def settings(self) -> PaperSettings:
        """The settings of the pages shown."""
        return self._settings

    # —— where it goes

    def print(self) -> None:
        """Ask which printer and pages, and send them."""
        if self._pages is None:
            return
        if not QPrinterInfo.availablePrinterNames():
            messages.tell(self, "没有打印机", "这台电脑没有装打印机。可以先“存为 PDF”，拿到有打印机的电脑上打印。")
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._title)
        printer.setFromTo(1, self.view.count)
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintCurrentPage, True)
        dialog.setMinMax(1, self.view.count)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_to(printer)

    def print_to(self, printer: QPrinter) -> int:
        """Send the pages chosen in the printer's range; returns how many."""
        assert self._pages is not None
        first, last = 0, self.view.count - 1
        if printer.printRange() == QPrinter.PrintRange.CurrentPage:
            first = last = self.view.page
        elif printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage():
            first, last = printer.fromPage() - 1, min(last, (printer.toPage() or printer.fromPage()) - 1)

        def progress(done: int, total: int) -> bool:
            self.view.show_busy(f"正在送往打印机：{done + 1} / {total}")
            self.view.viewport().repaint()
            return True

        pages = self._pages
        sent = self._waiting(lambda: paper_output.print_pages(pages, printer, first, last, progress), self._not_printed)
        self.view.show_busy("")
        return sent or 0

    def _not_printed(self, error: OSError) -> None:
        why = error.args[0] if error.args else "打印机没有响应"
        messages.tell(self, "没有打印", f"{why}。请检查打印机是否开机、连好，再打印一次；数据没有改动。")

    def _waiting(self, work: Callable[[], Any], failed: Callable[[OSError], None] | None = None) -> Any:
        """Do something under a waiting cursor; a trouble with printer or disk is told, and the answer is None."""
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            return work()
        except OSError as error:
            trouble = error
        finally:
            QApplication.restoreOverrideCursor()
        if failed is None:
            messages.show_error(self, trouble)
        else:
            failed(trouble)
        return None

    def save_pdf(self) -> None:
        """Save what is shown."""
        if self.result_shown is None:
            return
        path = ask_path(self, "存为 PDF", self._title, "PDF (*.pdf)", ".pdf")
        if path is not None and write(self, path, self.result_shown.pdf):
            self._say_saved(str(path))

    def save_pictures(self, first: int, last: int) -> None:
        """Save pages as PNG files."""
        if self._pages is None:
            return
        path = ask_path(self, "存为图片", self._title, "图片 (*.png)", ".png")
        if path is None:
            return
        pages = self._pages
        files = self._waiting(lambda: paper_output.save_pictures(pages, path, first, last))
        if files:
            self._say_saved(str(files[0]) if len(files) == 1 else f"{path.parent}（{len(files)} 个图片）")

    def copy(self) -> None:
        """Copy the page shown as a picture."""
        if self._pages is not None:
            paper_output.copy_picture(self._pages, self.view.page)
            self._note("本页已作为图片复制，可以粘贴了")

    def _say_saved(self, where: str) -> None:
        self._note(f"已存到 {where}")

    def _note(self, text: str) -> None:
        if self.result_shown is not None:
            self._say(self.result_shown)
        self.words.setText(f"{self.words.text()}\n{text}")

    def done(self, code: int) -> None:
        """Closing keeps nothing of the PDF."""
        super().done(code)
        self._release()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As above, for the cross in the corner."""
        super().closeEvent(event)
        self._release()

    def _release(self) -> None:
        self.thumbs.show_pages(None)
        self.view.show_pages(None)
        if self._pages is not None:
            self._pages.close()
            self._pages = None
