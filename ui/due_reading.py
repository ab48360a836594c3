"""What is due today, worked out at once in a usual township and beside the clerk's work in a very large one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QWidget

from models import clock
from widgets import reading

if TYPE_CHECKING:
    from models.reports.slips import Home
    from models.rules.todos import Todo
    from models.rules.todos.base import Subject


class Due(NamedTuple):
    """What is due, how the households it is about are named, (subject, how many, how many late), how many are late."""

    found: Sequence[Todo]
    homes: dict[int, Home]
    counts: Sequence[tuple[Subject, int, int]]
    late: int


_asked: WeakKeyDictionary[QWidget, reading.Question] = WeakKeyDictionary()


def _work(named: bool) -> Due:
    # The window is on the screen before the rules are loaded.
    from models.rules import todos as rules

    found = rules.todos(clock.today())
    counts = rules.counts(found)
    homes: dict[int, Home] = {}
    if named:
        # What is printed is not needed to show 首页.
        from models.reports import slips

        homes = slips.homes(one.household for one in found if one.household is not None)
    return Due(found, homes, counts, sum(late for _, _, late in counts))


def read(
    parent: QWidget, done: Callable[[Due], None], failed: Callable[[BaseException], None], *, named: bool = False
) -> None:
    """Call ``done(Due)``, or ``failed`` when the file is in trouble; households only with ``named``.

    In a large file ``parent`` gets only the answer to what it asked last.
    """
    if not reading.is_light():
        if parent in _asked:
            _asked[parent].drop()
        _asked[parent] = reading.ask(parent, lambda: _work(named), done, failed, slow=True)
        return
    try:
        due = _work(named)
    except Exception as error:
        failed(error)
        return
    done(due)
