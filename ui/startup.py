"""Start of the window: looks, log, the last file or the first run, then the main window."""

from __future__ import annotations

import gc
import logging
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from widgets.plain_import import restore

# Before all that is ours is imported.
restore()

from models import backup, ledger_file, log, paths  # noqa: E402
from ui import packed  # noqa: E402
from ui.dialogs.opening import from_backup, open_ledger  # noqa: E402
from widgets import look, messages  # noqa: E402

logger = logging.getLogger(__name__)
SETTLED_MS = 10_000
"""Milliseconds after which the first page is long painted, on an old computer too."""

TURN = 0.0001
"""Seconds that a thread which computes may keep the window's waiting."""


def application() -> QApplication:
    """The application with its looks and Qt's own texts in Chinese."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # 125 %、150 % 的屏幕上不取整，免得界面忽大忽小
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    made = QApplication(sys.argv[:1])
    dress(made)
    hurry()
    return made


def hurry() -> None:
    """Do without looking for garbage until the program has settled, then end what ``packed`` does for the start.

    All that a start loads stays; Python would look through it again and again, a sixth of the time of the start.
    """

    def settle() -> None:
        from widgets import reading

        gc.freeze()
        reading.look_for_garbage()
        packed.let_go()

    gc.disable()
    QTimer.singleShot(SETTLED_MS, settle)


def dress(application: QApplication) -> None:
    """Give an application its name, its looks and Qt's own texts in Chinese."""
    # 后台线程算得正忙时，窗口每画一格都要等它让一次；等 5 毫秒一次太久，几百格就是几秒
    sys.setswitchinterval(TURN)
    application.setApplicationName("bangfu")
    application.setApplicationDisplayName(paths.NAME)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    look.apply(application, int(paths.config().get("font", look.USUAL)))


def open_something(parent: QWidget | None, file: Path | None = None) -> str:
    """Open ``file``, else the last file, else ask; returns opened, import, blank or sample, "" when given up."""
    path = file or next(iter(paths.recent_files()), None)
    if path is not None and open_ledger(parent, path):
        return "opened"
    # Only who has no file yet needs it, and it takes a tenth of the time of a start.
    from ui.dialogs.first_run import FirstRun

    while True:
        wizard = FirstRun(parent, again=path is not None)
        if not messages.run(wizard):
            return ""
        if wizard.chosen != "open":
            return wizard.chosen
        if wizard.file is not None and open_ledger(parent, wizard.file):
            return "opened"
        path = wizard.file


def run(file: Path | None = None) -> int:
    """Show the program until it is closed; returns the exit code."""
    broke_down = log.last_crash()
    log.start()
    if broke_down:
        logger.error("上一次非正常结束：%s", broke_down)
    app = application()
    messages.catch_all(QApplication.activeWindow)
    # 开窗口之前的对话框关掉时，程序不应当跟着结束
    app.setQuitOnLastWindowClosed(False)
    try:
        if file is not None and file.suffix.lower() == backup.SUFFIX:
            file = from_backup(None, file)
            if file is None:
                return 0
        how = open_something(None, file)
        if not how:
            return 0
        from ui.main_window import MainWindow

        window = MainWindow()
        window.start(how)
        app.setQuitOnLastWindowClosed(True)
        return app.exec()
    finally:
        ledger_file.close()
        log.stop()
