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
        from models import sample

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
    for name in ("household", "project", "sale", "ce_entry"):
        page = window.page(name)
        window.show_page(name)
        _settle(application)
        window.grab().save(str(folder / f"{name}_list.png"))
        ids = page.table.ids()
        if len(ids):
            page.open_record(ids[0])
        _settle(application)
        window.grab().save(str(folder / f"{name}.png"))
    window.close()
    ledger_file.close()
    return 0


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
