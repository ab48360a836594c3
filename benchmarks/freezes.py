"""The longest time the window does not answer while a list of 200,000 households is opened, searched, sorted, left."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.harness import Result, township

HOUSEHOLDS = 200_000
GOAL_MS = 100.0
CALM_S = 0.3
"""Seconds without an event after which a step counts as done."""


class _Watch:
    """Notes the longest gap between two turns of the event loop, in processor time: others may be busy too."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.worst = 0.0
        self._last = time.process_time(), time.perf_counter()
        self._timer = QTimer(interval=2, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.process_time(), time.perf_counter()
        self.worst = max(self.worst, min(one - before for one, before in zip(now, self._last, strict=True)) * 1000)
        self._last = now

    def through(self, work: Callable[[], Any], done: Callable[[], bool]) -> float:
        """The longest gap in milliseconds from the call until it is ``done`` and calm."""
        from PySide6.QtWidgets import QApplication

        self._tick()
        self.worst = 0.0
        work()
        calm = time.perf_counter()
        while time.perf_counter() - calm < CALM_S:
            QApplication.processEvents()
            if not done():
                calm = time.perf_counter()
        return self.worst


def run() -> list[Result]:
    """All results of this file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from models import ledger_file
    from ui.ledger_page import LedgerPage
    from ui.startup import dress

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    dress(application)
    with tempfile.TemporaryDirectory() as name:
        township(Path(name) / "county.db", HOUSEHOLDS)
        watch = _Watch()
        LedgerPage("village").close()  # what every page needs is loaded by the first
        pages: list[LedgerPage] = []

        def there() -> bool:
            return pages[0].table.records.complete and pages[0].counter.text() != "正在查找…"

        def show() -> None:
            pages.append(LedgerPage("household"))
            pages[0].resize(1366, 700)
            pages[0].show()

        def search(text: str) -> None:
            pages[0].search.setText(text)
            pages[0].search.search_now()

        end, control = Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier
        steps: tuple[tuple[str, Callable[[], Any]], ...] = (
            ("open", show),
            ("search", lambda: search("建国")),
            ("search for nobody", lambda: search("没有这个人")),
            ("all again", lambda: pages[0].clear_conditions()),
            ("sort", lambda: pages[0].table.sort_by("arable_mu", "arable_mu")),
            ("go to the end", lambda: QTest.keyClick(pages[0].table, end, control)),
            ("select all", lambda: pages[0].table.selectAll()),
        )
        results = [
            Result(f"window waits: {title}", watch.through(work, there), GOAL_MS, 1.0, "100 ms")
            for title, work in steps
        ]
        pages[0].close()
        ledger_file.close()
    return results
