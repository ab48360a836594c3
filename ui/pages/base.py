"""What the main window expects of a page that is not a generic ledger page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QComboBox, QTabBar, QWidget

from models import codes, database
from widgets.bridge import bridge

SIDE = "side"
"""The object name of the list of a tab's titles."""


class PageWidget(QWidget):
    """Base of the pages: override ``refresh``, and ``load`` for a page about one record.

    Signals: ``record_requested(ledger, id)``, ``field_requested(ledger, id, field)`` with the cursor in that field,
    ``selection_requested(Selection)`` open them on their own pages ·
    ``page_requested(name, id)`` another page about a record · ``left()`` back to the ledger's list.
    ``watched`` the ledgers it shows; empty means all · ``id`` the record it is about · ``among()`` the ids of the list
    it was opened from.
    """

    record_requested = Signal(str, int)
    field_requested = Signal(str, int, str)
    selection_requested = Signal(object)
    page_requested = Signal(str, int)
    left = Signal()
    watched: tuple[str, ...] = ()
    id = 0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stale = True
        self.among: Callable[[], Sequence[int]] = tuple
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        bridge().changed.connect(self._changed)

    def refresh(self) -> None:
        """Read everything anew; called when shown and after changes, never while hidden."""

    def load(self, id: int) -> None:
        """Show this record; for pages about one record."""

    def among_changed(self) -> None:
        """The list it was opened from shows other records, or the rest of them has been read."""

    def can_close(self) -> bool:
        """Whether nothing unsaved would be lost; asks the clerk if something would."""
        return True

    def _changed(self, names: frozenset[str]) -> None:
        # A renamed choice shows on every page.
        if not self.watched or names & {*self.watched, codes.TABLE}:
            self._stale = True
            if self.isVisible() and database.is_open():
                self._renew()

    def _renew(self) -> None:
        self._stale = False
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while hidden."""
        super().showEvent(event)
        if self._stale and database.is_open():
            self._renew()
        if wants_cursor(self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)


def wants_cursor(page: QWidget) -> bool:
    """Whether a page that comes to the front takes the cursor: not while tabs or titles are gone through by keys."""
    focus = QApplication.focusWidget()
    going = isinstance(focus, QTabBar) or (focus is not None and focus.objectName() == SIDE)
    return not going and (focus is None or not page.isAncestorOf(focus))


def fill_box(box: QComboBox, entries: Sequence[tuple[str, Any]]) -> None:
    """Other entries, the same choice where it is still there."""
    kept = box.currentData()
    box.clear()
    for text, value in entries:
        box.addItem(text, value)
    at = next((at for at, (_, value) in enumerate(entries) if value == kept and kept is not None), 0)
    box.setCurrentIndex(at)


def connect(page: Any, window: Any) -> None:
    """Wire a page of either kind to the main window."""
    page.record_requested.connect(window.open_record)
    if hasattr(page, "field_requested"):
        page.field_requested.connect(window.open_record)
    page.selection_requested.connect(window.open_selection)
    page.page_requested.connect(window.open_page)
