"""The main window: tabs 首页 and one per folder of ledgers, menu, status bar; pages are made when first shown."""

from __future__ import annotations

import importlib
import logging
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPushButton, QToolButton, QVBoxLayout, QWidget

from models import backup, database, history, ledger_file, operation, paths, query, settings
from models.ledger import Ledger, ledger, ledgers, tabs
from models.query import Selection
from models.record import load
from ui import commands, menus, pages
from ui.main_tabs import MainTabs
from ui.pages.base import connect
from ui.pages.home import HomePage
from ui.status import SampleBand, StatusLine
from ui.tab_page import TabPage
from widgets import jobs, messages
from widgets.bridge import bridge
from widgets.jobs import run_job
from widgets.look import has_icon, icon

logger = logging.getLogger(__name__)
HOME = "home"


def is_listed(of: Ledger) -> bool:
    """Whether a ledger has a page of its own: details without a hint are only kept inside their master's form."""
    return not of.master or bool(of.hint)


QUIET_MS = 3000
"""How long after the start, when the clerk has long begun to read, something is got ready in the background."""


SOON_WANTED = (
    "widgets.record_form", "ui.dialogs.jump", "ui.pages.profile", "ui.pages.todos", "ui.check.page",
    "widgets.print_preview", "models.exchange.export", "ui.import_wizard",
)  # fmt: skip
"""Modules that take a tenth of a second and more to load, and are wanted in most sessions."""


class MainWindow(QMainWindow):
    """Everything of one open ledger file. ``first_painted()`` once, when the clerk sees the window."""

    first_painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._painted = False
        self.setMinimumSize(800, 500)
        self.band = SampleBand(self)
        self.band.reset_requested.connect(self._reset_sample)
        self.tabs = MainTabs(self)
        self.tabs.currentChanged.connect(self._turned)
        middle = QWidget(self)
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.band)
        box.addWidget(self.tabs, 1)
        self.setCentralWidget(middle)
        self.status = StatusLine(self)
        self.setStatusBar(self.status)
        self.menu = menus.build(self)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda at=number - 1: self._turn_to(at))
        for key, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(lambda by=by: self._turn(by))
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.focus_search)
        bridge().changed.connect(self._changed)
        self.home: HomePage
        self.load_pages()
        self._restore_place()

    def _turn(self, by: int) -> None:
        self._turn_to((self.tabs.currentIndex() + by) % self.tabs.count())

    def _turn_to(self, at: int) -> None:
        self.tabs.setCurrentIndex(at)
        self._enter()

    def _enter(self) -> None:
        """Put the cursor into the page in front; 首页 is read, not typed into."""
        current = self.tabs.currentWidget()
        if isinstance(current, TabPage) and current.current() is not self.home:
            current.enter()

    # --- start and end ------------------------------------------------------------------------------------------

    def start(self, how: str = "opened") -> None:
        """Show the window; ``how`` it came: opened, import (go on to the import), blank or sample."""
        self.show()
        self.raise_()
        if (
            self._tab("首页").current() is self.home and self.tabs.currentIndex() == 0
        ):  # a ledger's page puts the cursor into its list itself
            self.tabs.tabBar().setFocus()
        QTimer.singleShot(0, lambda: self._begin(how))

    def _begin(self, how: str) -> None:
        self.back_up("启动", quiet=True)
        commands.offer_unsaved(self)
        QTimer.singleShot(QUIET_MS, self, self._warm)
        if how == "import":
            commands.import_tables(self)

    def _warm(self) -> None:
        """Load what is soon wanted, and where the office uses 体检 let the forms tell what its rules say.

        Both without keeping the clerk waiting, who would else wait when the first form or page is opened.
        """

        def warm(_: jobs.Progress) -> None:
            for name in SOON_WANTED:
                importlib.import_module(name)
            from models.rules.check import hints

            if query.count(Selection("check_run")) and not hints.is_warm():
                hints.warm()

        if database.is_open():
            jobs.run_job(self, "", warm, lambda _: None, lambda _: None, quiet=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say once that the window is on the screen, after it is."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus: outside of dialogs Qt leaves that to the space bar."""
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QPushButton | QToolButton):
            focus.click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved forms, back up, close the file; a failing backup never keeps the window open."""
        if jobs.busy():
            messages.tell(self, "还没有做完", "有一件事正在进行，请等它做完，或先点“停止”。")
            event.ignore()
            return
        if not self.may_leave():
            event.ignore()
            return
        self._keep_place()
        if database.is_open():
            self.close_file()
        event.accept()

    def close_file(self) -> None:
        """Back up and close the open file."""
        jobs.finish_quiet()
        self.setCursor(Qt.CursorShape.WaitCursor)
        failed = backup.keep("退出")
        self.unsetCursor()
        if failed:
            messages.tell(self, "备份没有全部做好", "\n".join(failed) + "\n\n台账里的数据已经保存好。")
        ledger_file.close()

    def may_leave(self) -> bool:
        """Whether every open form is saved or given up."""
        return all(page.can_close() for page in self.pages())

    def back_up(self, why: str, *, quiet: bool = False) -> None:
        """Back up on the worker thread; what failed is told."""

        def done(failed: list[str]) -> None:
            self.status.refresh()
            if failed and quiet:
                self.status.showMessage(" ".join(failed), 15_000)
            elif failed:
                messages.tell(self, "备份没有全部做好", "\n".join(failed))
            elif not quiet:
                messages.tell(self, "备份", f"已经备份到\n{backup.folder()}")

        run_job(self, "备份", lambda progress: backup.keep(why, progress), done, quiet=quiet)

    # --- pages --------------------------------------------------------------------------------------------------

    def load_pages(self) -> None:
        """Make the tabs anew for the open file; nothing of a former file stays."""
        chosen = self.tabs.tabText(self.tabs.currentIndex())
        self._clear()
        self.home = HomePage(self)
        self.home.selection_requested.connect(self.open_selection)
        self.home.step_requested.connect(self._step)
        self.home.todos_requested.connect(lambda name: self.open_page("todos").show_subject(name))
        self.home.operations_requested.connect(lambda: commands.show_operations(self))
        front = TabPage([], self, HOME, ("首页", self.home))
        front.page_made.connect(self._connect_page)
        self.tabs.addTab(front, icon(HOME), "首页")
        self.first_painted.connect(self.home.prepare_charts)
        if self._painted:
            QTimer.singleShot(0, self.home.prepare_charts)
        for tab in tabs():
            names = [of.name for of in ledgers() if of.tab == tab and is_listed(of)]
            if names:
                page = TabPage(names, self)
                page.page_made.connect(self._connect_page)
                picture = tab.name if has_icon(tab.name) else "table"
                self.tabs.addTab(page, icon(picture), tab.title)
                at = self.tabs.count()
                keys = f"Ctrl+{at}" if at < 10 else "Ctrl+PgUp、Ctrl+PgDn 换标签页"
                self.tabs.setTabToolTip(at - 1, f"{tab.title}（{keys}）")
        for at in range(self.tabs.count()):
            if self.tabs.tabText(at) == chosen:
                self.tabs.setCurrentIndex(at)
        self.tabs.fit()
        self.refresh_frame()

    def _clear(self) -> None:
        """Take all pages away: what is painted after its file is closed would fail."""
        self.tabs.blockSignals(True)
        while self.tabs.count():
            old = self.tabs.widget(0)
            self.tabs.removeTab(0)
            old.deleteLater()
        self.tabs.blockSignals(False)

    def refresh_frame(self) -> None:
        """Title, band, menu and status of the open file."""
        township = settings.township.get()
        # Qt adds the program's name.
        self.setWindowTitle(township or paths.NAME)
        self.band.setVisible(bool(settings.sample.get()))
        self.status.refresh()
        menus.refresh(self)

    def pages(self) -> list[Any]:
        """The ledger pages made so far."""
        found = [self.tabs.widget(at) for at in range(self.tabs.count())]
        return [page for tab in found if isinstance(tab, TabPage) for page in tab.made()]

    def _connect_page(self, page: Any) -> None:
        connect(page, self)

    def tab_of(self, name: str) -> TabPage:
        """The tab page that holds a ledger."""
        return self._tab(ledger(name).tab.title)

    def _tab(self, title: str) -> TabPage:
        for at in range(self.tabs.count()):
            found = self.tabs.widget(at)
            if isinstance(found, TabPage) and self.tabs.tabText(at) == title:
                return found
        raise KeyError(f"no tab {title!r}")

    def page(self, ledger_name: str) -> Any:
        """The page of a ledger, made if it is not there yet."""
        return self.tab_of(ledger_name).page(ledger_name)

    def show_page(self, ledger_name: str) -> Any:
        """Bring the page of a ledger to the front."""
        tab = self.tab_of(ledger_name)
        self.tabs.setCurrentWidget(tab)
        return tab.show_page(ledger_name)

    def open_record(self, ledger_name: str, id: int, field: str = "") -> None:
        """Open a record on its page, at a field; a detail without a page opens the record it belongs to."""
        of = ledger(ledger_name)
        if not is_listed(of) and of.master_ledger is not None:
            found = load(of, [id]).get(id)
            if found is not None:
                self.open_record(of.master_ledger.name, found[of.master])
            return
        self.show_page(ledger_name).open_record(id, field)

    def open_page(self, name: str, id: int = 0) -> Any:
        """Show a page of ``ui.pages``; ``id`` the record for a page about one."""
        one = pages.page(name)
        if one.about:
            tab = self.tab_of(one.about)
            self.tabs.setCurrentWidget(tab)
            return tab.show_about(name, id)
        tab = self._tab("首页" if one.tab == HOME else next(found.title for found in tabs() if found.name == one.tab))
        self.tabs.setCurrentWidget(tab)
        page = tab.show_page(name)
        tab.enter()
        return page

    def open_selection(self, selection: Selection) -> None:
        """Show the records of a selection on their page."""
        self.show_page(selection.ledger).show_selection(selection)

    def focus_search(self) -> None:
        """Put the cursor into the search box of the page."""
        current = self.tabs.currentWidget()
        page = current.current() if isinstance(current, TabPage) else None
        if page is None or page is self.home:
            commands.jump(self)
            return
        box = getattr(page, "focus_search", None)
        if box is not None:
            box()
            return
        edit = page.findChild(QLineEdit)
        if edit is not None:
            edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            edit.selectAll()

    def _turned(self, _index: int) -> None:
        current = self.tabs.currentWidget()
        if isinstance(current, TabPage) and current.current() is None:
            current.show_page()

    def _step(self, ledger_name: str, what: str) -> None:
        if what == "import":
            commands.import_tables(self, ledger_name)
        elif what == "print":
            commands.print_list(self, ledger_name)
        else:
            self.show_page(ledger_name).new_record()

    # --- changes ------------------------------------------------------------------------------------------------

    def _changed(self, names: frozenset[str]) -> None:
        if database.is_open():
            menus.refresh(self)
            self.status.refresh()
            self.home.changed(names)

    def undo(self) -> None:
        """Take the latest operation back."""
        self._turn_back(operation.undo_last, history.next_undo(), "撤销")

    def redo(self) -> None:
        """Take the latest undo back."""
        self._turn_back(operation.redo_last, history.next_redo(), "重做")

    def _turn_back(self, work: Any, coming: history.OperationRow | None, word: str) -> None:
        def done(row: history.OperationRow | None) -> None:
            if row is not None:
                title = row.title.removeprefix("撤销：").removeprefix("重做：")
                self.status.showMessage(f"已{word}：{title}", 8_000)

        if coming is not None and coming.is_large:
            run_job(self, word, lambda _: work(), done)
            return
        try:
            done(work())
        except Exception as error:
            messages.show_error(self, error)

    # --- other files --------------------------------------------------------------------------------------------

    def switch(self, open_other: Any) -> None:
        """Close this file and open another through ``open_other() -> bool``; if that fails come back to this one."""
        if jobs.busy() or not self.may_leave():
            return
        before = database.State.path
        self._keep_place()
        self._clear()
        self.close_file()
        opened = False
        try:
            opened = bool(open_other())
        except Exception as error:
            messages.show_error(self, error)
        if not opened and before is not None and not database.is_open():
            from ui.dialogs.opening import open_ledger

            opened = open_ledger(self, before)
        if not database.is_open():
            self.close()
            return
        self.load_pages()
        self.back_up("启动", quiet=True)

    def open_path(self, path: Path) -> None:
        """Open another file in this window."""
        from ui.dialogs.opening import open_ledger

        self.switch(lambda: open_ledger(self, path))

    def _reset_sample(self) -> None:
        from ui.dialogs.first_run import open_sample

        if messages.ask(self, "重置示例", "把示例恢复成刚打开时的样子？在示例里试着填的内容都会去掉。", yes="重置"):
            self.switch(lambda: open_sample(fresh=True))

    # --- place on the screen ------------------------------------------------------------------------------------

    def _keep_place(self) -> None:
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        paths.remember(window=geometry, tab=self.tabs.tabText(self.tabs.currentIndex()))

    def _restore_place(self) -> None:
        kept = paths.config()
        geometry = kept.get("window")
        if not (isinstance(geometry, str) and self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii")))):
            self.resize(1200, 700)
            self.setWindowState(Qt.WindowState.WindowMaximized)
        for at in range(self.tabs.count()):
            if self.tabs.tabText(at) == kept.get("tab"):
                self.tabs.setCurrentIndex(at)
