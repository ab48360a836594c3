"""Brings word of changed ledgers from any thread to the main thread, many at once as one signal."""

from __future__ import annotations

import threading

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from models import changes


class Bridge(QObject):
    """``changed(frozenset of ledger names)`` on the main thread, after the commit; one signal for a burst."""

    changed = Signal(object)
    _arrived = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._waiting: set[str] = set()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._end = changes.subscribe(self._take)

    def _take(self, names: frozenset[str]) -> None:
        with self._lock:
            first = not self._waiting
            self._waiting |= names
        if first:
            self._arrived.emit()

    def _deliver(self) -> None:
        with self._lock:
            names, self._waiting = frozenset(self._waiting), set()
        if names:
            self.changed.emit(names)


class _Only:
    """The one bridge of the program."""

    bridge: Bridge | None = None


def bridge() -> Bridge:
    """The one bridge; made on first use, at home on the application's thread."""
    if _Only.bridge is None:
        _Only.bridge = Bridge()
        application = QCoreApplication.instance()
        if application is not None:
            _Only.bridge.moveToThread(application.thread())
    return _Only.bridge
