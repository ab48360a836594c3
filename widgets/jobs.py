"""Long work on one worker thread with its own database connection: progress, cancel, result back on the main thread."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models import database
from models.operation import Cancelled
from widgets import reading
from widgets.look import letters

DELAY_MS = 600
"""How long work may take before its dialog is shown."""
TELL_EVERY = 0.05
"""Seconds between two reports of progress."""

Progress = Callable[[int, int, str], bool]
"""``progress(done, total, text)``: tell how far it is; False means stop (raise Cancelled to undo what was written)."""


class _Work(QRunnable):
    """What the worker thread runs."""

    def __init__(self, job: Job, work: Callable[[Progress], Any]) -> None:
        super().__init__()
        self._job, self._work = job, work

    def run(self) -> None:
        """Run the work inside its own connection and send result or error home."""
        result: Any = None
        failure: BaseException | None = None
        try:
            with (
                reading.no_pauses(),
                database.thread_connection() if database.is_open() else contextlib.nullcontext(),
            ):
                result = self._work(self._job.report)
        except BaseException as error:
            failure = error
        self._job.ended.emit(result, failure)


class Job(QObject):
    """One running work. ``finished()`` comes after ``done`` or ``failed`` was called."""

    finished = Signal()
    ended = Signal(object, object)
    told = Signal(int, int, str)

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None,
        quiet: bool,
    ) -> None:
        super().__init__()
        self._parent, self._title, self._done, self._failed = parent, title, done, failed
        self.quiet = quiet
        self._stop = threading.Event()
        self._last = 0.0
        self.dialog: JobDialog | None = None
        self.running = True
        self._progress = (0, 0, "")
        self.ended.connect(self._end, Qt.ConnectionType.QueuedConnection)
        self.told.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self._show)
        if not quiet:
            self._timer.start()
            _application().installEventFilter(self)

    def report(self, done: int, total: int, text: str = "") -> bool:
        """Called on the worker thread: how far it is; False when the clerk asked to stop."""
        now = time.monotonic()
        if done >= total or now - self._last >= TELL_EVERY:
            self._last = now
            # 百分数以外的大数放不进 int 信号（32 位）
            scale = max(1, total // 1_000_000)
            self.told.emit(done // scale, total // scale, text)
        return not self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next report; its transaction undoes what it wrote."""
        self._stop.set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Until the dialog is there, keep keys and clicks from starting something else; they come back never."""
        return self.running and self.dialog is None and event.type() in _INPUT and isinstance(watched, QWidget)

    @Slot()
    def _show(self) -> None:
        if self.running:
            self.dialog = JobDialog(self._parent, self._title, self)
            self._tell(*self._progress)
            self.dialog.open()

    @Slot(int, int, str)
    def _tell(self, done: int, total: int, text: str) -> None:
        self._progress = (done, total, text)
        if self.dialog is not None:
            self.dialog.tell(done, total, text)

    @Slot(object, object)
    def _end(self, result: Any, error: BaseException | None) -> None:
        self.running = False
        self._timer.stop()
        _application().removeEventFilter(self)
        if self.dialog is not None:
            self.dialog.end()
        _running.discard(self)
        try:
            if error is None:
                self._done(result)
            elif self._failed is not None:
                self._failed(error)
            else:
                from widgets.messages import show_error

                show_error(self._parent, error)
        finally:
            self.finished.emit()


_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.Shortcut,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel,
        QEvent.Type.ContextMenu,
    }
)


class JobDialog(QDialog):
    """Title, what is being done, how far it is, and a button to stop."""

    def __init__(self, parent: QWidget | None, title: str, job: Job) -> None:
        super().__init__(parent)
        self._job, self._over = job, False
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.label = QLabel("正在准备…", self)
        self.label.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("进度")
        self.stop = QPushButton("停止", self)
        self.stop.setToolTip("停止后，这一次写入的内容全部撤回（Esc）")
        # A second Enter meant for what came before must not stop the work.
        self.stop.setAutoDefault(False)
        self.stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop.clicked.connect(self._cancel)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.stop)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(12)
        box.addWidget(self.label)
        box.addWidget(self.bar)
        box.addLayout(line)
        self.setMinimumWidth(letters(self, 56))

    def tell(self, done: int, total: int, text: str) -> None:
        """Show how far the work is; a total of 0 means nobody knows."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if text and not self._job._stop.is_set():
            self.label.setText(f"{text}…（{done:,} / {total:,}）" if total else f"{text}…")

    def end(self) -> None:
        """Close for good."""
        self._over = True
        self.accept()
        self.deleteLater()

    def _cancel(self) -> None:
        self.stop.setEnabled(False)
        self.label.setText("正在停止，并撤回这一次写入的内容…")
        self._job.cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc asks to stop, it does not hide the dialog."""
        if event.key() == Qt.Key.Key_Escape:
            self._cancel()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window asks to stop."""
        if not self._over:
            self._cancel()
            event.ignore()


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application


_running: set[Job] = set()
_pools: list[QThreadPool] = []


def _pool() -> QThreadPool:
    # 只一个工作线程：数据库同时只有一个在写，先来的先做
    if not _pools:
        pool = QThreadPool()
        pool.setMaxThreadCount(1)
        _pools.append(pool)
    return _pools[0]


def run_job(
    parent: QWidget | None,
    title: str,
    work: Callable[[Progress], Any],
    done: Callable[[Any], None],
    failed: Callable[[BaseException], None] | None = None,
    *,
    quiet: bool = False,
) -> Job:
    """Run ``work(progress)`` on the worker thread and call ``done(result)`` or ``failed(error)`` on the main thread.

    The work runs inside ``database.thread_connection()``; a dialog with ``title`` and 停止 appears after 0.6 s.
    After 停止 ``progress`` answers False; work that raises ``Cancelled`` then leaves nothing behind. Without ``failed``
    an error is shown through ``messages.show_error``. ``quiet`` work has no dialog and lets the clerk go on.
    """
    job = Job(parent, title, done, failed, quiet)
    _running.add(job)
    _pool().start(_Work(job, work))
    return job


def busy() -> bool:
    """Whether a work that the clerk waits for is running; the window must not close then."""
    return any(not job.quiet for job in _running)


def finish_quiet() -> None:
    """Wait for quiet work to end, before its file is closed."""
    _pool().waitForDone()


__all__ = ["DELAY_MS", "Cancelled", "Job", "JobDialog", "Progress", "busy", "finish_quiet", "run_job"]
