"""On the smallest usual screen, 1366 × 768 at 150 %, every dialog gets into it with its buttons."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QPushButton

from models import database
from ui.dialogs.about import KeysDialog
from ui.dialogs.backups import BackupsDialog
from ui.dialogs.operations import OperationsDialog
from ui.dialogs.password import ChangePassword
from ui.dialogs.settings import SettingsDialog
from ui.dialogs.visit_results import VisitResults
from ui.fill_dialog import FillDialog
from ui.import_wizard import ImportWizard
from ui.pages.closing_make import MakeDialog
from widgets.print_preview import PrintPreview

ROOM = QRect(0, 0, 1366 * 2 // 3, (768 - 60) * 2 // 3)
"""Without title bar and task bar."""

DIALOGS = {
    "settings": lambda: SettingsDialog(None),
    "keys": lambda: KeysDialog(None),
    "operations": lambda: OperationsDialog(None),
    "backups": lambda: BackupsDialog(None, database.State.path),
    "password": lambda: ChangePassword(None),
    "visits": lambda: VisitResults(None),
    "fill": lambda: FillDialog(None),
    "import": lambda: ImportWizard(None),
    "closing": lambda: MakeDialog([], None),
    "print": lambda: PrintPreview(lambda _how: None, "报表"),
}


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_gets_into_a_small_screen(reading, qtbot, name):
    dialog = DIALOGS[name]()
    qtbot.addWidget(dialog)
    QApplication.processEvents()
    least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
    assert least.width() <= ROOM.width() and least.height() <= ROOM.height(), (least, ROOM.size())
    assert dialog.findChildren(QPushButton)
