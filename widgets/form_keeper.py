"""Keeps an unsaved form every two seconds, so that a crash or a power cut loses no more than that."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from models import unsaved
from models.database import is_known

INTERVAL = 2000


class FormKeeper(QObject):
    """``state`` gives what to keep, or None when nothing would be lost; ``title`` what a clerk calls the form."""

    def __init__(self, parent: QObject, state: Callable[[], dict[str, Any] | None], title: Callable[[], str]) -> None:
        super().__init__(parent)
        self._state, self._title = state, title
        self.key = ""
        self._ledger = ""
        self._id: int | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self.keep)

    def begin(self, ledger: str, id: int | None, key: str = "") -> None:
        """Another form; ``key`` when it goes on with a kept one."""
        self._timer.stop()
        self._ledger, self._id = ledger, id
        self.key = key or unsaved.key_of(ledger, id, secrets.token_hex(4))

    def touch(self) -> None:
        """Something changed: keep it within two seconds."""
        if not self._timer.isActive():
            self._timer.start()

    def keep(self) -> None:
        """Keep the form now."""
        self._timer.stop()
        state = self._state()
        try:
            if state is None:
                unsaved.forget(self.key)
            else:
                unsaved.keep(self.key, self._ledger, self._id, self._title(), state)
        except Exception as error:  # the file is busy: try again in two seconds
            if not is_known(error):
                raise
            self._timer.start()

    def stop(self) -> None:
        """Keep no more."""
        self._timer.stop()

    def forget(self) -> None:
        """The form was saved or given up."""
        self._timer.stop()
        if self.key:
            unsaved.forget(self.key)
