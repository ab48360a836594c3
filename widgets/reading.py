"""Reading beside the clerk's work: questions to the file on a thread whose connection stays open.

Unlike the work of ``widgets.jobs`` a question is short, has no dialog, and can be dropped at any moment.
"""

from __future__ import annotations

import contextlib
import gc
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from shiboken6 import isValid

from models import database

LIGHT = 16_000_000
"""Bytes of a file (about 1,500 households with their history) in which every question is answered at once."""
PATIENCE = 0.025
"""Seconds that the window waits for an answer, so that what is quickly there does not flicker."""


def is_light() -> bool:
    """Whether the open file is so small that asking beside the clerk's work would only take longer."""
    return database.size() <= LIGHT


class _Working:
    """How many threads are working something out."""

    lock = threading.Lock()
    many = 0
    was_on = True


@contextlib.contextmanager
def no_pauses() -> Iterator[None]:
    """Look for no garbage while a thread works something out.

    The search goes through everything that lives, half a second when much was read, and no thread goes on meanwhile.
    """
    with _Working.lock:
        if not _Working.many:
            _Working.was_on = gc.isenabled()
            gc.disable()
        _Working.many += 1
    try:
        yield
    finally:
        with _Working.lock:
            _Working.many -= 1
            if not _Working.many and _Working.was_on:
                gc.enable()


def look_for_garbage() -> None:
    """Switch the search for garbage on, at once or when the last thread that works something out is done."""
    with _Working.lock:
        if _Working.many:
            _Working.was_on = True
        else:
            gc.enable()


class Question:
    """``work()`` on the reading thread, then ``done(result)`` or ``failed(error)`` on the main thread."""

    def __init__(
        self,
        owner: QObject,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        self.owner, self._work, self._done, self._failed = owner, work, done, failed
        self.dropped = False
        self.turn = 0
        self.reader: Reader | None = None
        self._told = False
        self._answered = threading.Event()
        self._result: Any = None
        self._error: BaseException | None = None

    def answer(self, begin: Callable[[Question], bool], end: Callable[[], None]) -> None:
        """On the reading thread, between ``begin`` and ``end``; not at all when ``begin`` says False."""
        try:
            if begin(self):
                with no_pauses():
                    self._result = self._work()
            else:
                self.dropped = True
        except BaseException as error:
            self._error = error
        finally:
            end()
            self._answered.set()

    def drop(self) -> None:
        """Nobody wants the answer any more."""
        self.dropped = True
        if self.reader is not None:
            self.reader.stop(self)

    def wait(self, seconds: float | None = None) -> bool:
        """On the main thread: wait so long for the answer and tell it; False when it has not come."""
        if not self._answered.wait(seconds):
            return False
        self.tell()
        return True

    @property
    def is_open(self) -> bool:
        """Whether the answer is still to come."""
        return not (self._told or self.dropped)

    def tell(self) -> None:
        """On the main thread: give the answer to who asked, once."""
        if self._told or self.dropped or not isValid(self.owner):
            return
        if self.reader is None or not self.reader.is_current(self):
            return
        self._told = True
        if self._error is None:
            self._done(self._result)
        elif self._failed is not None:
            self._failed(self._error)
        else:
            from widgets.messages import show_error

            show_error(None, self._error)


class Reader(QObject):
    """The reading thread. It ends with the program; its connection is given up whenever the file is closed."""

    _answered = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._waiting: queue.SimpleQueue[Question | threading.Event] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._now: Question | None = None
        self._turn = 0
        self._base: Any = None
        self._connection: Any = None
        self._answered.connect(_tell, Qt.ConnectionType.QueuedConnection)
        database.before_closing(self._give_up)
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def ask(self, question: Question) -> Question:
        """Take a question; it is answered after those that were asked before it."""
        question.reader, question.turn = self, self._turn
        self._waiting.put(question)
        return question

    def stop(self, question: Question) -> None:
        """Break off a question that is being answered."""
        with self._lock:
            if self._now is question and self._connection is not None:
                # Raises in the statement that runs on the reading thread.
                self._connection.interrupt()

    def is_current(self, question: Question) -> bool:
        """Whether the file that was asked is still the open one."""
        return question.turn == self._turn

    def _give_up(self) -> None:
        """Answer nothing that was asked so far, and let go of the file."""
        self._turn += 1
        with self._lock:
            if self._now is not None and self._connection is not None:
                self._connection.interrupt()
        closed = threading.Event()
        self._waiting.put(closed)
        closed.wait(10)

    def _run(self) -> None:
        while True:
            one = self._waiting.get()
            if isinstance(one, threading.Event):
                self._close()
                one.set()
                continue
            one.answer(self._begin, self._end)
            self._answered.emit(one)
            if self._base is not None and self._waiting.empty() and not database.State.encrypted:
                # The system keeps the pages of a plain file; those of an encrypted one are dear to read again.
                with contextlib.suppress(Exception):
                    database.release_pages()

    def _begin(self, question: Question) -> bool:
        """Whether the question is to be answered; then with an open connection."""
        if question.dropped or question.turn != self._turn or not database.is_open():
            return False
        if self._base is not database.database.obj:
            self._close()
            self._base = database.database.obj
            self._base.connect(reuse_if_open=True)
            self._connection = self._base.connection()
            database.keep_few_pages()
        with self._lock:
            self._now = question
        return True

    def _end(self) -> None:
        with self._lock:
            self._now = None

    def _close(self) -> None:
        if self._base is not None:
            with contextlib.suppress(Exception):
                self._base.close()
        self._base = self._connection = None


def _tell(question: Question) -> None:
    question.tell()


_readers: dict[str, Reader] = {}


def _reader(name: str) -> Reader:
    """The reading thread of that name, started with the first question."""
    if name not in _readers:
        made = _readers[name] = Reader(name)
        application = QCoreApplication.instance()
        if application is not None:
            made.moveToThread(application.thread())
    return _readers[name]


def ask(
    owner: QObject,
    work: Callable[[], Any],
    done: Callable[[Any], object],
    failed: Callable[[BaseException], None] | None = None,
    *,
    slow: bool = False,
) -> Question:
    """Ask ``work()`` on the reading thread; ``done(result)`` or ``failed(error)`` is called on the main thread.

    Nothing is called when the question was dropped, its owner is gone, or the file was closed meanwhile. Without
    ``failed`` an error is shown through ``messages.show_error``. ``slow`` questions, which work something out of much
    that they read, have a thread of their own and keep no list waiting.
    """
    return _reader("working out" if slow else "reading").ask(Question(owner, work, done, failed))
