"""A fictitious township for tests of forms, and key presses as a clerk makes them."""

from __future__ import annotations

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from models import clock, ledger_file, record
from models.sample_data import id_number

TODAY = datetime.date(2025, 6, 1)
HEAD = id_number(datetime.date(1970, 1, 10), 101)
WIFE = id_number(datetime.date(1972, 2, 11), 102)
SON = id_number(datetime.date(1995, 3, 12), 103)


@pytest.fixture
def villages(tmp_path):
    """An open file with three villages: {name: id}."""
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "册.db")
    return {
        name: record.save("village", {"name": name, "township": "青禾乡"}).id for name in ("上庄村", "下庄村", "石桥村")
    }


def with_focus():
    """The widget that has the focus; without one Qt would end the whole run."""
    widget = QApplication.focusWidget()
    assert widget is not None, "no widget has the focus"
    return widget


def press(key, modifier=Qt.KeyboardModifier.NoModifier, times=1):
    """Press a key where the focus is."""
    for _ in range(times):
        QTest.keyClick(with_focus(), key, modifier)


def control(key):
    press(key, Qt.KeyboardModifier.ControlModifier)


def enter(times=1):
    press(Qt.Key.Key_Return, times=times)


def keys(text):
    """Type where the focus is; Chinese arrives as an input method commits it."""
    for part in text:
        if part.isascii():
            QTest.keyClicks(with_focus(), part)
        else:
            commit(part)


def compose(text):
    """An input method shows unfinished letters."""
    QApplication.sendEvent(with_focus(), QInputMethodEvent(text, []))


def commit(text):
    """An input method gives its text."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(with_focus(), event)


def show(qtbot, widget, width=1000, height=700):
    """Show a widget with the focus in it."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget
