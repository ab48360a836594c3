import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from models import ledger_file, record
from models.ledger import ledger
from models.operation import Operation
from models.record import Refused
from widgets import jobs, messages
from widgets.bridge import bridge
from widgets.jobs import Cancelled, run_job


def count() -> int:
    return ledger("village").model.select().count()


def test_work_runs_on_another_thread_and_its_result_comes_home(qtbot, tmp_path):
    ledger_file.create(tmp_path / "台账.db")
    came = []

    def work(progress):
        progress(1, 1, "正在数")
        return threading.current_thread(), count()

    job = run_job(None, "数一数", work, lambda result: came.append((result, threading.current_thread())))
    with qtbot.waitSignal(job.finished):
        pass
    (worker, number), home = came[0]
    assert worker is not home is threading.main_thread()
    assert number == 0
    assert job.dialog is None and not jobs.busy()


def test_stopping_undoes_what_was_written(qtbot, tmp_path, monkeypatch):
    ledger_file.create(tmp_path / "台账.db")
    monkeypatch.setattr(jobs, "DELAY_MS", 1)
    of, failed, wrote = ledger("village"), [], threading.Event()

    def work(progress):
        with Operation("import", "导入"):
            record.save("village", {"name": "清溪村"})
            wrote.set()
            while progress(1, 10, "正在导入"):
                time.sleep(0.005)
            raise Cancelled

    job = run_job(None, "导入", work, lambda _: pytest.fail("not done"), failed.append)
    qtbot.waitUntil(lambda: wrote.is_set() and job.dialog is not None)
    assert "正在导入" in job.dialog.label.text() or "正在准备" in job.dialog.label.text()
    with qtbot.waitSignal(job.finished):
        qtbot.keyClick(job.dialog, Qt.Key.Key_Escape)
    assert isinstance(failed[0], Cancelled)
    assert of.model.select().count() == 0


def test_the_dialog_waits_and_keys_do_not_start_something_else_meanwhile(qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    go = threading.Event()
    job = run_job(line, "等", lambda progress: go.wait(5), lambda _: None)
    qtbot.keyClicks(line, "abc")
    assert line.text() == "" and job.dialog is None
    qtbot.waitUntil(lambda: job.dialog is not None and job.dialog.isVisible(), timeout=20_000)
    # An Enter too many, meant for what came before, does not stop it.
    qtbot.keyClick(job.dialog, Qt.Key.Key_Return)
    assert job.dialog.isVisible() and job.dialog.stop.isEnabled()
    with qtbot.waitSignal(job.finished):
        go.set()
    qtbot.keyClicks(line, "abc")
    assert line.text() == "abc"


def test_jobs_run_one_after_another(qtbot):
    running, seen = [], []

    def work(progress):
        running.append(1)
        time.sleep(0.01)
        seen.append(len(running))
        running.pop()

    last = [run_job(None, str(number), work, lambda _: None, quiet=True) for number in range(4)][-1]
    with qtbot.waitSignal(last.finished):
        pass
    assert seen == [1, 1, 1, 1]


def test_an_error_without_a_handler_is_shown(qtbot, monkeypatch):
    shown = []
    monkeypatch.setattr(messages, "show_error", lambda parent, error: shown.append(error))

    def work(progress):
        raise Refused([])

    job = run_job(None, "坏", work, lambda _: None)
    with qtbot.waitSignal(job.finished):
        pass
    assert isinstance(shown[0], Refused)


def test_changes_from_any_thread_come_as_one_signal_on_the_main_thread(qtbot, tmp_path):
    ledger_file.create(tmp_path / "台账.db")
    came = []
    bridge().changed.connect(lambda names: came.append((names, threading.current_thread())))

    def work(progress):
        for number in range(5):
            record.save("village", {"name": f"第{number}村"})

    threads = [threading.main_thread()]
    with qtbot.waitSignal(bridge().changed):
        for number in range(3):
            record.save("village", {"name": f"甲{number}村"})
    assert came == [(frozenset({"village"}), *threads)]
    with qtbot.waitSignal(bridge().changed):
        job = run_job(None, "写", work, lambda _: None, quiet=True)
    if job.running:
        qtbot.waitSignal(job.finished).wait()
    assert all(thread is threading.main_thread() and names == {"village"} for names, thread in came)
