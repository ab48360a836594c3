"""Where a filled form goes: one file, a file for each of several records or all in one, the office program, paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from models.exchange.fill import memory
from models.exchange.fill.desk import Filled
from models.exchange.fill.form import Form, save
from models.exchange.fill.paper import to_pdf
from models.exchange.fill.scope import Scope
from models.exchange.fill.several import One, save_each, save_together
from ui.printing import preview_pages
from widgets.jobs import run_job
from widgets.look import icon, make_primary

Now = Callable[[], tuple[Form, Filled, Scope, str] | None]


class OutputBar(QWidget):
    """``now()``: the form, what it holds, for whom it is filled and how ID numbers are written; None before that."""

    def __init__(self, parent: QWidget, now: Now) -> None:
        super().__init__(parent)
        self._now = now
        self.saved: Path | None = None
        self.back = QPushButton("换空表", self)
        self.summary = QLabel(self)
        self.leave = QPushButton("关闭", self)
        self.open_file = QPushButton(icon("folder"), "用 WPS 或 Office 打开", self)
        self.open_file.setToolTip("在那里看排版、盖章位置，打印或存 PDF")
        self.open_file.clicked.connect(self._open_saved)
        self.paper = QPushButton(icon("print"), "打印预览", self)
        self.paper.setToolTip("排成 PDF 看，再打印或存成 PDF；电脑上要装有 LibreOffice")
        self.paper.clicked.connect(self.preview)
        self.several = QPushButton("几份一起填", self)
        menu = QMenu(self.several)
        self.each = menu.addAction("每份一个文件，存到一个文件夹…")
        self.each.triggered.connect(self.ask_folder)
        self.together = menu.addAction("都放在一个文件里…")
        self.together.triggered.connect(self.ask_together)
        self.several.setMenu(menu)
        self.go = QPushButton("保存填好的表…", self)
        make_primary(self.go)
        self.go.clicked.connect(self.ask_where)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.back)
        line.addWidget(self.summary)
        line.addStretch(1)
        for one in (self.leave, self.open_file, self.paper, self.several, self.go):
            line.addWidget(one)

    def turn(self, form: Form | None) -> None:
        """Show what can be done with a form; only 关闭 while there is none."""
        for one in (self.back, self.summary, self.go):
            one.setVisible(form is not None)
        self._show_saved(form is not None and self.saved is not None)
        self.several.setVisible(form is not None and bool(form.plan.anchor))

    def show_filled(self, form: Form, filled: Filled) -> None:
        """Say how much is filled; what was saved before is another state of the form."""
        self.go.setEnabled(bool(filled.cells))
        self._show_saved(False)
        known = "（上次填过，照上次的填法）" if form.known else ""
        text = f"已填 {len(filled.cells):,} 格，没有填的 {len(filled.open)} 处{known}" if filled.cells else ""
        self.summary.setText(text)

    def _show_saved(self, on: bool) -> None:
        for one in (self.open_file, self.paper):
            one.setVisible(on)

    def _keep(self, form: Form, out: Path, text: str) -> None:
        memory.keep(form.plan, form.path.name)
        self.saved = out
        self.summary.setText(text)
        self._show_saved(True)
        self.paper.setVisible(out.is_file())
        self.open_file.setFocus()

    # --- one ----------------------------------------------------------------------------------------------------

    def ask_where(self) -> None:
        """Ask for the file and write it."""
        if (now := self._now()) and (out := self._ask("保存填好的表", now[0], "已填")):
            self.write(out)

    def _ask(self, title: str, form: Form, ending: str) -> Path | None:
        suffix = form.path.suffix
        proposed = str(form.path.with_name(f"{form.path.stem}_{ending}{suffix}"))
        name, _ = QFileDialog.getSaveFileName(self, title, proposed, f"*{suffix}")
        return Path(name if name.lower().endswith(suffix.lower()) else f"{name}{suffix}") if name else None

    def write(self, out: Path) -> None:
        """Write the filled form and remember how it was filled."""
        if (now := self._now()) is None:
            return
        form, filled, _, _ = now
        left = f"，没有填的 {len(filled.open)} 处请补上" if filled.open else ""
        said = f"已存为“{out.name}”：填了 {len(filled.cells):,} 格{left}。"
        run_job(self, "保存", lambda _progress: save(form, filled, out), lambda _: self._keep(form, out, said))

    # --- several at once ----------------------------------------------------------------------------------------

    def ask_folder(self) -> None:
        """Ask for a folder and write a file for each record in scope into it."""
        if folder := QFileDialog.getExistingDirectory(self, "填好的表存到哪个文件夹"):
            self.write_several(Path(folder), save_each)

    def ask_together(self) -> None:
        """Ask for a file and write the forms of all records in scope into it."""
        if (now := self._now()) and (out := self._ask("几份放在一个文件里", now[0], "合订")):
            self.write_several(out, save_together)

    def write_several(self, out: Path, put: Callable[..., list[One]]) -> None:
        """Write the form for each record in scope."""
        if (now := self._now()) is None:
            return
        form, _, scope, shape = now
        scope = replace(scope, record=None)

        def done(made: list[One]) -> None:
            left = sum(len(one.filled.open) for one in made)
            where = f"存到“{out.name}”" if out.is_dir() else f"存为“{out.name}”"
            self._keep(form, out, f"填了 {len(made)} 份，{where}，没有填的共 {left} 处。")

        run_job(self, "几份一起填", lambda progress: put(form, scope, out, shape, progress), done)

    # --- paper --------------------------------------------------------------------------------------------------

    def preview(self) -> None:
        """Lay the saved form out and show its pages; without a program that can do it say what to do instead."""
        if (saved := self.saved) is not None:
            run_job(self, "排版", lambda _: to_pdf(saved), lambda pdf: preview_pages(self, saved.stem, pdf))

    def _open_saved(self) -> None:
        if self.saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.saved)))
