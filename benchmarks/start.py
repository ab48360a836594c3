"""From start to the painted list of 10,000 households, against LibreOffice Calc opening the same table.

Both are watched alike, on a screen of their own: a start lasts until the texts of the table are in the picture.
"""

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
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy

from benchmarks.harness import Result, township
from benchmarks.packaging_start import EVERY, Screen

ROOT = Path(__file__).resolve().parent.parent
HOUSEHOLDS, ROUNDS, LONGEST = 10_000, 5, 60
WIDTH, HEIGHT = 1366, 768
TEXT = 6_000 // EVERY  # dark points of a page of texts, in the lines looked at; cells without texts have a tenth
_NOT_OURS = ("WAYLAND_DISPLAY", "QT_SCALE_FACTOR", "PYTHONDONTWRITEBYTECODE")

_OURS = """
import sys
sys.path.insert(0, {root!r})
from ui import startup
from models import ledger_file
application = startup.application()
ledger_file.open_existing({file!r}, check=False)
from ui.main_window import MainWindow
window = MainWindow()
window.start()
window.show_page("household")
window.show()
application.exec()
"""


@contextlib.contextmanager
def _screen(folder: Path) -> Iterator[tuple[Screen, dict[str, str]]]:
    """A white screen whose picture is a file, and the environment in which programs show themselves on it."""
    read, write = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-fbdir", str(folder), "-wr", "-noreset"],
        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        environment = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
        environment |= {
            "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "BANGFU_HOME": str(folder / "home"),
            # The program that is given out is compiled; here the first start compiles it.
            "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        }  # fmt: skip
        yield Screen(folder / "Xvfb_screen0"), environment
    finally:
        server.terminate()
        server.wait()


def _texts(screen: Screen) -> int:
    """Dark points in the middle of the screen: a window that has its cells but not yet their texts has few."""
    points = numpy.frombuffer(screen.look(), dtype="u1").reshape(HEIGHT // EVERY, -1, 4)
    middle = points[len(points) // 3 : -10, 80 : WIDTH - 80, :3]
    return int((middle.max(axis=2) < 110).sum())


def _start(command: list[str], screen: Screen, environment: dict[str, str]) -> float:
    """Milliseconds until a program shows its texts; it is ended then, and the screen white again."""
    # The mouse pointer is a few dark points.
    _wait(lambda: _texts(screen) < TEXT // 10, "the screen stays dark")
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait(lambda: _texts(screen) > TEXT, f"{Path(command[0]).name} showed no texts")
        return (time.perf_counter() - begun) * 1000
    finally:
        _end(process)


def _wait(until: Callable[[], bool], otherwise: str) -> None:
    limit = time.monotonic() + LONGEST
    while not until():
        if time.monotonic() > limit:
            raise TimeoutError(otherwise)
        time.sleep(0.01)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it started. Nothing it leaves behind is used again."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _ours(folder: Path) -> list[str]:
    return [sys.executable, "-c", _OURS.format(root=str(ROOT), file=str(folder / "town.db"))]


def _calc(office: str, folder: Path, turn: int) -> list[str]:
    """Calc with a copy of its settled profile and of the workbook.

    A Calc that was ended leaves a lock beside the workbook and a list of what to recover in its profile; the next one
    would ask about them instead of showing the table.
    """
    profile, workbook = folder / f"profile{turn}", folder / str(turn) / "town.xlsx"
    shutil.copytree(folder / "settled", profile)
    workbook.parent.mkdir()
    shutil.copy(folder / "town.xlsx", workbook)
    return [office, f"-env:UserInstallation=file://{profile}", "--norestore", "--nologo", "--calc", str(workbook)]


def _settle(office: str, folder: Path, environment: dict[str, str]) -> None:
    """Let LibreOffice make its profile, which only its first start does."""
    profile = f"-env:UserInstallation=file://{folder / 'settled'}"
    work = [office, profile, "--headless", "--convert-to", "csv", "--outdir", str(folder), str(folder / "town.xlsx")]
    subprocess.run(work, env=environment, capture_output=True, check=True, timeout=LONGEST)


def run() -> list[Result]:
    """The ratio; nothing without LibreOffice and Xvfb."""
    office = shutil.which("soffice")
    if office is None or shutil.which("Xvfb") is None:
        print("start: needs LibreOffice and Xvfb, left out")
        return []
    from models import ledger_file
    from models.exchange.export import export
    from models.query import Selection

    with tempfile.TemporaryDirectory() as name, _screen(Path(name)) as (screen, environment):
        folder = Path(name)
        township(folder / "town.db", HOUSEHOLDS)
        export(Selection("household"), None, folder / "town.xlsx")
        ledger_file.close()
        (folder / "home").mkdir()
        _settle(office, folder, environment)
        ours, calc = [], []
        for turn in range(ROUNDS + 1):
            ours.append(_start(_ours(folder), screen, environment))
            calc.append(_start(_calc(office, folder, turn), screen, environment))
    # The first of each brings the files into memory.
    pair = statistics.median(ours[1:]), statistics.median(calc[1:])
    return [Result("start to painted list of 10,000 households", *pair, 0.4, "Calc opening it as .xlsx")]
