"""Pictures for README and for looking at the screens: each tab of the sample at 1366×768 and at 200 %.

``python packaging/screenshots.py [FOLDER] [--scale 2]``; without FOLDER the pictures of README are made anew.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Make all pictures."""
    parser = argparse.ArgumentParser(description="make pictures of every tab")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--scale", default="1")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = chosen.scale
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        from models import clock, sample
        from models.sample_data import AS_OF

        # The sample stands on this day: later everything in it would be overdue.
        clock.freeze(AS_OF)
        # The program's own folders must not be touched by a picture.
        os.environ["BANGFU_HOME"] = name
        path = Path(name) / "示例（青禾乡）.db"
        sample.build(path)
        return _shoot(path, chosen.folder)


def _shoot(path: Path, folder: Path) -> int:
    from models import ledger_file
    from models.database import is_open
    from ui import startup
    from ui.main_window import MainWindow

    application = startup.application()
    if not is_open():
        ledger_file.open_existing(path, "")
    window = MainWindow()
    window.start()
    window.resize(1366, 768)
    window.show()
    _settle(application)
    window.grab().save(str(folder / "home.png"))
    for name in ("household", "project", "sale"):
        page = window.page(name)
        window.show_page(name)
        _settle(application)
        window.grab().save(str(folder / f"{name}_list.png"))
        ids = page.table.ids()
        if len(ids):
            page.open_record(ids[0])
        _settle(application)
        window.grab().save(str(folder / f"{name}.png"))
    _shoot_pages(application, window, folder)
    _shoot_import(application, window, path, folder)
    window.close()
    ledger_file.close()
    return 0


def _shoot_pages(application: object, window: object, folder: Path) -> None:
    """Pages that are no list: of a tab, or about the first record of a ledger."""
    from models import query
    from models.query import Selection
    from models.rules.check import runs

    runs.start()
    for name in ("todos", "reports", "attendance_month", "project_board", "check"):
        window.open_page(name)
        _settle(application)
        window.grab().save(str(folder / f"{name}.png"))
    for name, of in (("profile", "household"), ("episode_steps", "episode")):
        window.open_page(name, query.ids(Selection(of))[0])
        _settle(application)
        window.grab().save(str(folder / f"{name}.png"))


def _shoot_import(application: object, window: object, path: Path, folder: Path) -> None:
    """The import of a village's table: its preview, row by row."""
    import xlsxwriter

    from ui.import_wizard import ImportWizard

    table = path.with_name("石桥村农户核对表.xlsx")
    book = xlsxwriter.Workbook(str(table))
    sheet = book.add_worksheet("农户")
    sheet.write_row(0, 0, ["石桥村农户核对表"])
    sheet.write_row(1, 0, ["户编号", "户主姓名", "行政村", "村民小组", "户类型", "家庭人口", "联系电话"])
    rows = [
        ("5002971000000901", "石文", "石桥村", "一组", "一般农户", 3, "15400000001"),
        ("5002971000000902", "石武", "石桥村", "一组", "脱贫户", 4, "15400000002"),
        ("5002971000000903", "石斌", "石桥村", "二组", "低收入户", 2, "15400000003"),
        ("5002971000000001", "刘锦程", "青禾村", "五组", "", "", "15407368700"),
        ("5002971000000904", "石成", "石桥村", "三组", "一般农户", "五人", "1540000000"),
    ]
    for at, row in enumerate(rows, 2):
        sheet.write_row(at, 0, row)
    book.close()
    wizard = ImportWizard(window, None, [table])
    wizard.resize(1180, 680)
    wizard.show()
    _settle(application)
    wizard.grab().save(str(folder / "import.png"))
    wizard.close()


def _settle(application: object, rounds: int = 160) -> None:
    from PySide6.QtCore import QDeadlineTimer, QThread
    from PySide6.QtWidgets import QApplication

    for _ in range(rounds):
        QApplication.processEvents()
        QApplication.sendPostedEvents()
        QThread.msleep(25)
        if QDeadlineTimer(0).hasExpired():
            continue


if __name__ == "__main__":
    sys.exit(main())
