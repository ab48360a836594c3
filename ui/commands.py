"""What the entries of the menu do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFileDialog

from models import backup, database, paths
from models.database import Trouble
from models.selection import Selection
from widgets import look, messages

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def new_file(window: MainWindow) -> None:
    """Make another ledger file and go on with it."""
    from ui.dialogs.first_run import FirstRun

    wizard: list[FirstRun] = []

    def make() -> bool:
        wizard.append(FirstRun(window, again=True))
        if not messages.run(wizard[0]):
            return False
        if wizard[0].chosen == "open" and wizard[0].file is not None:
            from ui.dialogs.opening import open_ledger

            return open_ledger(window, wizard[0].file)
        return True

    window.switch(make)
    if wizard and wizard[0].chosen == "import" and database.is_open():
        import_tables(window)


def open_file(window: MainWindow) -> None:
    """Choose another ledger file and open it."""
    from ui.dialogs.opening import pick_file

    path = pick_file(window, database.State.path.parent if database.State.path else None)
    if path is not None and path.resolve() != database.State.path:
        window.open_path(path)


def change_password(window: MainWindow) -> None:
    """A new password for an encrypted file; a plain one is written as a new, encrypted file."""
    from ui.dialogs.password import ChangePassword

    if database.State.encrypted:
        dialog = ChangePassword(window)
        if messages.run(dialog):
            window.back_up("改密码", quiet=True)
            messages.tell(window, "密码已改", "以后用新密码打开。改密码以前的备份，仍要用那时的密码才能恢复。")
            window.refresh_frame()
        return
    _save_encrypted(window)


def _save_encrypted(window: MainWindow) -> None:
    from ui.dialogs.password import NewPasswordDialog

    here = database.State.path
    assert here is not None
    start = here.with_name(f"{here.stem}（加密）.db")
    name, _ = QFileDialog.getSaveFileName(window, "另存为加密文件", str(start), "帮扶台账 (*.db)")
    if not name:
        return
    target = Path(name if name.endswith(".db") else f"{name}.db")
    dialog = NewPasswordDialog(window, target)
    if not messages.run(dialog):
        return
    try:
        database.save_encrypted(target, dialog.password)
    except Trouble as error:
        messages.show_error(window, error)
        return
    text = f"已写成加密文件“{target.name}”。原来那个没有加密的文件还在，核对以后请自己删掉。"
    if messages.ask(window, "已另存", text + "\n现在改用加密的这一份？", yes="改用加密的", no="仍用现在的"):
        window.open_path(target)


def restore_backup(window: MainWindow) -> None:
    """Put an earlier state back, after a safety copy."""
    from ui.dialogs.backups import BackupsDialog

    if not window.may_leave():
        return
    path = database.State.path
    assert path is not None
    dialog = BackupsDialog(window, path)
    if not messages.run(dialog) or dialog.chosen is None:
        return
    try:
        safety = backup.restore(dialog.chosen, dialog.password)
    except Exception as error:
        messages.show_error(window, error)
        if not database.is_open():
            window.close()
        return
    window.load_pages()
    kept = f"恢复以前的样子存成了“{safety.name}”，要反悔就再恢复那一份。" if safety else ""
    messages.tell(window, "恢复好了", f"台账已回到备份时的样子。{kept}")


def import_tables(window: MainWindow, ledger_name: str | None = None) -> None:
    """Bring tables in."""
    from ui.import_wizard import ImportWizard

    messages.run(ImportWizard(window, ledger_name))


def show_layouts(window: MainWindow) -> None:
    """The layouts of tables that the program remembers."""
    from ui.dialogs.layouts import LayoutsDialog

    messages.run(LayoutsDialog(window))


def fill_form(window: MainWindow, selection: Selection | None = None, record: tuple[str, int] | None = None) -> None:
    """Fill the county's blank form, for the records of a list or for one record."""
    from ui.fill_dialog import FillDialog

    dialog = FillDialog(window, selection, record)
    dialog.record_requested.connect(window.open_record)
    messages.run(dialog)


def show_operations(window: MainWindow) -> None:
    """The list of all operations."""
    from ui.dialogs.operations import OperationsDialog

    dialog = OperationsDialog(window)
    dialog.record_requested.connect(window.open_record)
    messages.run(dialog)


def print_list(window: MainWindow, ledger_name: str) -> None:
    """The list of a ledger as paper."""
    from ui import ledger_actions
    from ui.pages.home_steps import note_printed

    ledger_actions.print_list(window.show_page(ledger_name))
    note_printed()
    window.home.changed(frozenset())


def show_charts(window: MainWindow) -> None:
    """The charts of the page in front."""
    from ui.tab_page import TabPage

    current = window.tabs.currentWidget()
    page = current.current() if isinstance(current, TabPage) else None
    getattr(page, "show_charts", window.home.show_charts)()


def jump(window: MainWindow) -> None:
    """Go to a ledger, page, report, chart or household by a few letters of its name."""
    from ui.dialogs.jump import JumpDialog
    from ui.main_window import is_listed

    dialog = JumpDialog(window, is_listed)
    if messages.run(dialog) and dialog.chosen is not None:
        dialog.chosen.go(window)


def set_font(points: int) -> None:
    """The base size of all words."""
    paths.remember(font=points)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    look.apply(application, points)


def show_settings(window: MainWindow) -> None:
    """Names for the papers, the place, backups."""
    from ui.dialogs.settings import SettingsDialog

    if messages.run(SettingsDialog(window)):
        window.refresh_frame()


def show_keys(window: MainWindow) -> None:
    """The card of shortcuts."""
    from ui.dialogs.about import KeysDialog

    messages.run(KeysDialog(window))


def show_about(window: MainWindow) -> None:
    """Version and licences."""
    from ui.dialogs.about import AboutDialog

    messages.run(AboutDialog(window))


def open_logs() -> None:
    """The folder of the logs."""
    messages.open_log_folder()


def offer_unsaved(window: MainWindow) -> None:
    """After a crash: the forms that were not saved."""
    from models import unsaved

    if not unsaved.pending():
        return
    from ui.dialogs.unsaved import UnsavedDialog

    dialog = UnsavedDialog(window)
    if messages.run(dialog) and dialog.chosen is not None:
        dialog.open_in(window)
