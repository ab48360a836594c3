"""What is due today, worked out at once in a usual township and beside the clerk's work in a very large one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from models import clock
from widgets import reading

if TYPE_CHECKING:
    from models.reports.slips import Home
    from models.rules.todos import Todo

Due = tuple["Sequence[Todo]", "dict[int, Home]"]
"""What is due, and how the households it is about are named."""


def _work(named: bool) -> Due:
    # The window is on the screen before the rules are loaded.
    from models.rules import todos as rules

    found = rules.todos(clock.today())
    if not named:
        return found, {}
    # What is printed is not needed to show 首页.
    from models.reports import slips

    return found, slips.homes(one.household for one in found if one.household is not None)


def read(
    parent: QWidget, done: Callable[[Due], None], failed: Callable[[BaseException], None], *, named: bool = False
) -> None:
    """Call ``done(Due)``, or ``failed`` when the file is in trouble; households only with ``named``."""
    if not reading.is_light():
        reading.ask(parent, lambda: _work(named), done, failed, slow=True)
        return
    try:
        due = _work(named)
    except Exception as error:
        failed(error)
        return
    done(due)
