"""From start to the painted list of 10,000 households, against LibreOffice Calc opening the same table."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.harness import Result, township

ROOT = Path(__file__).resolve().parent.parent
HOUSEHOLDS, ROUNDS = 10_000, 5
TEXT = 6_000  # dark points of a page of texts; cells without texts have a tenth

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


def _dark_points() -> int:
    """Dark points in the middle of the screen: a window that has its cells but not yet their texts has few."""
    import numpy

    picture = subprocess.run(["xwd", "-root", "-silent"], capture_output=True, check=True).stdout
    header = numpy.frombuffer(picture[:100], dtype=">u4")
    width, height, stride, colours = int(header[4]), int(header[5]), int(header[12]), int(header[19])
    points = numpy.frombuffer(picture[int(header[0]) + 12 * colours :], dtype="u1")
    points = points[: height * stride].reshape(height, stride)[:, : width * 4].reshape(height, width, 4)
    middle = points[height // 3 : height - 80, 80 : width - 80, :3]
    return int((middle.max(axis=2) < 110).sum())


def _calc(office: str, workbook: Path, profile: Path) -> float:
    """Until Calc's window carries the document's name and shows its texts."""
    start = time.perf_counter()
    command = [office, f"-env:UserInstallation=file://{profile}", "--norestore", "--nologo", "--calc", str(workbook)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )  # fmt: skip
    try:
        while time.perf_counter() - start < 60:
            # A window that goes while they are listed makes xwininfo fail: then ask again.
            found = subprocess.run(["xwininfo", "-root", "-tree"], capture_output=True, text=True, check=False).stdout
            if workbook.name in found and _dark_points() > TEXT:
                return (time.perf_counter() - start) * 1000
            time.sleep(0.02)
        raise RuntimeError("Calc showed no window")
    finally:
        subprocess.run(
            [office, f"-env:UserInstallation=file://{profile}", "--terminate_after_init"], capture_output=True
        )
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it started; asked first, so that it takes its lock off the document."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        for _ in range(100):
            process.poll()
            os.killpg(process.pid, 0)
            time.sleep(0.1)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def run() -> list[Result]:
    """The ratio; nothing without a screen, LibreOffice and xwininfo."""
    office = shutil.which("soffice")
    if office is None or not all(map(shutil.which, ("xwininfo", "xwd"))) or not os.environ.get("DISPLAY"):
        print("start: needs LibreOffice, xwininfo, xwd and a screen (xvfb-run), left out")
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
