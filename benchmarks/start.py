"""From start to the painted list of 10,000 households, against LibreOffice Calc opening the same table."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.harness import Result, township

ROOT = Path(__file__).resolve().parent.parent
HOUSEHOLDS, ROUNDS = 10_000, 5

_OURS = """
import sys, time
sys.path.insert(0, {root!r})
from PySide6.QtCore import QTimer
from ui import startup
from models import ledger_file
application = startup.application()
ledger_file.open_existing({file!r}, check=False)
from ui.main_window import MainWindow
window = MainWindow()
window.start()
page = window.show_page("household")
window.show()
def look():
    table = page.table
    if table.model().rowCount() and table.isVisible():
        table.viewport().repaint()
        assert "matplotlib" not in sys.modules
        print("painted", flush=True)
        import os
        os._exit(0)
    QTimer.singleShot(2, look)
QTimer.singleShot(0, look)
application.exec()
"""


def _ours(path: Path, home: Path) -> float:
    program = _OURS.format(root=str(ROOT), file=str(path))
    start = time.perf_counter()
    environment = {**os.environ, "BANGFU_HOME": str(home)}
    answer = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60
    )
    if "painted" not in answer.stdout:
        raise RuntimeError(answer.stderr[-2000:])
    return (time.perf_counter() - start) * 1000


def _calc(office: str, workbook: Path, profile: Path) -> float:
    """Until Calc's window carries the document's name."""
    start = time.perf_counter()
    command = [office, f"-env:UserInstallation=file://{profile}", "--norestore", "--nologo", "--calc", str(workbook)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - start < 60:
            found = subprocess.run(["xwininfo", "-root", "-tree"], capture_output=True, text=True, check=True).stdout
            if workbook.name in found:
                return (time.perf_counter() - start) * 1000
            time.sleep(0.02)
        raise RuntimeError("Calc showed no window")
    finally:
        subprocess.run(
            [office, f"-env:UserInstallation=file://{profile}", "--terminate_after_init"], capture_output=True
        )
        process.kill()
        process.wait()
        subprocess.run(["pkill", "-f", str(profile)], capture_output=True)


def run() -> list[Result]:
    """The ratio; nothing without a screen, LibreOffice and xwininfo."""
    office = shutil.which("soffice")
    if office is None or shutil.which("xwininfo") is None or not os.environ.get("DISPLAY"):
        print("start: needs LibreOffice, xwininfo and a screen (xvfb-run), left out")
        return []
    from models import ledger_file
    from models.exchange.export import export
    from models.query import Selection

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        township(folder / "town.db", HOUSEHOLDS)
        export(Selection("household"), None, folder / "town.xlsx")
        ledger_file.close()
        (folder / "home").mkdir()
        _ours(folder / "town.db", folder / "home")
        _calc(office, folder / "town.xlsx", folder / "profile")
        ours, calc = [], []
        for _ in range(ROUNDS):
            ours.append(_ours(folder / "town.db", folder / "home"))
            calc.append(_calc(office, folder / "town.xlsx", folder / "profile"))
    pair = statistics.median(ours), statistics.median(calc)
    return [Result("start to painted list of 10,000 households", *pair, 0.4, "Calc opening it as .xlsx")]
