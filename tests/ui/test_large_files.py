"""Large files: lists are read beside the clerk's work, and what is no longer wanted is broken off."""

import gc
import threading
import time

import pytest
from PySide6.QtCore import QObject, Qt

from models import database, history, ledger_file, query, record, settings
from models.database import run
from models.ledger import ledger
from models.query import Filter, Selection
from models.rules.reconcile import CHECKS, NOTHING, Break
from tests.widgets import list_samples
from ui.dialogs.jump import JumpDialog
from ui.dialogs.operations import OperationsDialog
from ui.ledger_page import LedgerPage
from ui.pages.guarantees import GuaranteesPage
from ui.pages.reconcile import ReconcilePage
from ui.pages.settle import SettlePage
from widgets import messages, reading
from widgets.jobs import run_job
from widgets.record_model import FIRST
from widgets.record_table import RecordTable

HOUSEHOLDS = Selection("household", order=("hh_no",))
LONG = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000000) SELECT MAX(x) FROM n"


@pytest.fixture
def large(monkeypatch):
    """Every file counts as large, and no answer comes in time."""
    monkeypatch.setattr(reading, "LIGHT", -1)
    monkeypatch.setattr(reading, "PATIENCE", 0)


@pytest.fixture
def table(qtbot, tmp_path, large):
    list_samples.make(tmp_path / "t.db", FIRST + 40)
    shown = RecordTable()
    qtbot.addWidget(shown)
    shown.resize(1000, 500)
    shown.set_selection(HOUSEHOLDS)
    shown.show()
    qtbot.waitUntil(lambda: shown.records.complete)
    return shown


def shown_ids(table):
    return list(table.records.ids)


def test_a_question_is_answered_on_another_thread_and_told_on_this_one(qtbot, tmp_path):
    list_samples.make(tmp_path / "t.db", 3)
    owner, told = QObject(), []
    where = reading.ask(
        owner,
        lambda: (threading.current_thread().name, query.count(Selection("household"))),
        lambda answer: told.append((answer, threading.current_thread() is threading.main_thread())),
    )
    assert where.wait(20) and not where.is_open
    qtbot.wait(20)
    assert told == [(("reading", 3), True)]


def test_what_is_dropped_is_broken_off_and_never_told(qtbot, tmp_path):
    list_samples.make(tmp_path / "t.db", 3)
    owner, told, begun = QObject(), [], threading.Event()

    def long_one():
        begun.set()
        return run(LONG).fetchone()

    first = reading.ask(owner, long_one, told.append, told.append)
    assert begun.wait(20)
    start = time.monotonic()
    time.sleep(0.05)
    first.drop()
    second = reading.ask(owner, lambda: query.count(Selection("village")), told.append)
    assert second.wait(20) and told == [4] and time.monotonic() - start < 20


def test_closing_the_file_ends_what_is_asked_and_the_next_file_is_read(qtbot, tmp_path):
    list_samples.make(tmp_path / "a.db", 3)
    owner, told, begun = QObject(), [], threading.Event()
    reading.ask(owner, lambda: (begun.set(), run(LONG).fetchone()), told.append, told.append)
    reading.ask(owner, lambda: query.count(Selection("household")), told.append, told.append)
    assert begun.wait(20)
    ledger_file.close()
    (tmp_path / "a.db").unlink()
    list_samples.make(tmp_path / "b.db", 7)
    assert reading.ask(owner, lambda: query.count(Selection("household")), told.append).wait(20)
    qtbot.wait(20)
    assert told == [7]


def test_a_changed_password_is_used_for_reading_too(tmp_path):
    list_samples.make(tmp_path / "t.db", 2, password="first")
    owner, told = QObject(), []
    assert reading.ask(owner, lambda: query.count(Selection("household")), told.append).wait(20)
    database.set_password("second")
    assert reading.ask(owner, lambda: query.count(Selection("household")), told.append).wait(20)
    assert told == [2, 2]


def test_an_answer_for_a_widget_that_is_gone_is_dropped(qtbot, tmp_path):
    list_samples.make(tmp_path / "t.db", 2)
    owner, told = RecordTable(), []
    asked = reading.ask(owner, lambda: 1, told.append)
    owner.deleteLater()
    qtbot.wait(10)
    assert asked.wait(20) and told == []


def test_the_rows_come_in_two_steps_with_sums_and_numbers(qtbot, large, tmp_path):
    _, ids = list_samples.make(tmp_path / "t.db", FIRST + 40)
    table = RecordTable()
    qtbot.addWidget(table)
    steps, counted, sums = [], [], []
    table.waiting.connect(lambda: steps.append(len(table.records.ids)))
    table.records.arrived.connect(lambda: steps.append(len(table.records.ids)))
    table.counted.connect(lambda *numbers: counted.append(numbers))
    table.totalled.connect(sums.append)
    table.set_selection(HOUSEHOLDS)
    assert shown_ids(table) == [] and table.current_id() is None
    qtbot.waitUntil(lambda: bool(sums))
    assert steps == [0, FIRST] and shown_ids(table) == ids and table.current_id() == ids[0]
    assert counted == [(FIRST + 40, FIRST + 40)]
    at = table.records.paths.index("members_now")
    assert sums[-1][at] == f"{sum(number % 7 + 1 for number in range(FIRST + 40)):,}"


def test_only_the_last_of_several_searches_is_shown(qtbot, table):
    for word in ("测户甲", "测户乙", "测户丙"):
        table.set_selection(Selection("household", search=word))
    qtbot.waitUntil(lambda: table.records.complete and bool(shown_ids(table)))
    wanted = list(query.ids(Selection("household", search="测户丙", order=("hh_no",))))
    assert shown_ids(table) == wanted and table.current_id() == wanted[0]


def test_enter_opens_nothing_of_the_list_before(qtbot, table):
    opened = []
    table.opened.connect(opened.append)
    table.set_selection(Selection("household", search="测户乙"))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert not opened
    qtbot.waitUntil(lambda: table.records.complete)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == [shown_ids(table)[0]]


def test_ctrl_end_goes_to_the_end_when_it_is_there(qtbot, table):
    table.set_selection(Selection("household", order=("-hh_no",)))
    qtbot.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: table.records.complete)
    assert table.current_id() == shown_ids(table)[-1] and table.currentIndex().row() == FIRST + 39


def test_a_change_keeps_record_selection_and_place(qtbot, table):
    ids = shown_ids(table)
    table.verticalScrollBar().setValue(60)
    table.select_block(range(80, 84), [2])
    table.selectionModel().setCurrentIndex(table.model().index(81, 2), table.selectionModel().SelectionFlag.NoUpdate)
    top = ids[table.rowAt(0)]
    record.delete("household", ids[:5])
    table.refresh()
    qtbot.waitUntil(lambda: len(shown_ids(table)) == len(ids) - 5)
    assert table.current_id() == ids[81] and table.selected_ids() == ids[80:84]
    assert shown_ids(table)[table.rowAt(0)] == top


def test_texts_are_new_at_once_when_no_row_moved(qtbot, table):
    at = table.records.paths.index("head")
    record.save("household", {"head": "改名"}, id=shown_ids(table)[3])
    table.refresh()
    assert table.model().index(3, at).data() == "改名"
    qtbot.waitUntil(lambda: not table.records.is_reading)


def test_a_saved_record_is_gone_to_or_said_to_be_hidden(qtbot, table):
    new = record.save("household", {**_home(), "hh_no": "0099"}).id
    missing = []
    table.refresh()
    assert table.go_to(new, lambda: missing.append(new)) and table.current_id() != new
    qtbot.waitUntil(lambda: table.current_id() == new)
    table.set_selection(Selection("household", filters=(Filter("group", "=", "2组"),)))
    assert table.go_to(new, lambda: missing.append(new))
    qtbot.waitUntil(lambda: missing == [new])


def _home():
    village = query.ids(Selection("village"))[0]
    return {**record.blank(ledger("household")), "village": village, "head": "新来的", "group": "1组"}


def test_the_page_says_that_it_is_looking_and_then_how_many(qtbot, large, tmp_path):
    list_samples.make(tmp_path / "t.db", FIRST + 40)
    settings.put("lists.household", [{"name": "一组", "filters": [["group", "=", "1组"]]}])
    page = LedgerPage("household")
    qtbot.addWidget(page)
    page.show()
    assert page.counter.text() == "正在查找…" and not page.actions_by_name["export"].isEnabled()
    qtbot.waitUntil(lambda: page.counter.text() == f"显示 {FIRST + 40} / 共 {FIRST + 40} 户")
    assert page.actions_by_name["export"].isEnabled()
    tabs = [tab for _, tab in page.lists._tabs]
    qtbot.waitUntil(lambda: [tab.text() for tab in tabs] == [f"全部 {FIRST + 40}", "一组 80"])
    page.search.setText("没有这个人")
    page.search.search_now()
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.nothing)


def test_no_garbage_is_looked_for_while_a_thread_works(qtbot, tmp_path):
    list_samples.make(tmp_path / "t.db", 2)
    assert gc.isenabled()
    seen = []
    assert reading.ask(QObject(), gc.isenabled, seen.append).wait(20)
    job = run_job(None, "", lambda _: gc.isenabled(), seen.append, quiet=True)
    with qtbot.waitSignal(job.finished, timeout=20_000):
        pass
    assert seen == [False, False] and gc.isenabled()
    gc.disable()
    with reading.no_pauses():
        reading.look_for_garbage()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_ctrl_k_finds_households_of_a_large_file(qtbot, large, tmp_path):
    list_samples.make(tmp_path / "t.db", 20)
    dialog = JumpDialog(None, lambda of: of.tab is not None)
    qtbot.addWidget(dialog)
    dialog.edit.setText("测户丁")
    qtbot.waitUntil(lambda: [one.kind for one in dialog._shown].count("农户") == 2)
    dialog.edit.setText("测户戊")
    dialog.accept()
    assert dialog.chosen is not None and dialog.chosen.title == "测户戊"


def test_a_large_operation_is_looked_at_and_taken_back_beside_the_clerks_work(qtbot, large, monkeypatch, tmp_path):
    monkeypatch.setattr(history, "MANY", 10)
    list_samples.make(tmp_path / "t.db", 20)
    dialog = OperationsDialog(None)
    qtbot.addWidget(dialog)
    assert dialog.why.text() == "正在看能不能撤销…" and not dialog.take_back.isEnabled()
    qtbot.waitUntil(dialog.take_back.isEnabled)
    assert dialog.why.text().startswith("可以撤销")
    dialog.show_records(0)
    assert dialog.records.count() == 24
    monkeypatch.setattr(messages, "ask", lambda *_, **__: True)
    dialog.take_back.click()
    qtbot.waitUntil(lambda: query.count(Selection("household")) == 0)
    qtbot.waitUntil(lambda: dialog.rows[0].kind == "undo")


def test_reconciling_a_large_file_says_that_it_is_looking(qtbot, large, tmp_path):
    list_samples.make(tmp_path / "t.db", 2)
    page = ReconcilePage()
    qtbot.addWidget(page)
    page.show()
    assert page.summary.text() == "正在逐项核对…"
    qtbot.waitUntil(lambda: page.summary.text() == NOTHING)


def test_pages_that_work_things_out_do_not_keep_the_clerk_waiting(qtbot, large, tmp_path):
    list_samples.make(tmp_path / "t.db", 6)
    guarantees, settle = GuaranteesPage(), SettlePage()
    for page in (guarantees, settle):
        qtbot.addWidget(page)
        page.show()
    assert guarantees.table.rowCount() == 0 and settle.summary.text() == "正在找哪笔到账付了哪笔销售…"
    qtbot.waitUntil(lambda: guarantees.table.rowCount() == 5)
    assert guarantees.table.item(4, 0).text() == "合计" and guarantees.table.item(4, 1).text() == "6"
    qtbot.waitUntil(lambda: settle.summary.text() == "没有对上的到账：没有")


def test_a_kind_with_very_many_breaks_lists_the_first_and_says_how_many_more(qtbot, monkeypatch, tmp_path):
    list_samples.make(tmp_path / "t.db", 2)
    kind = next(iter(CHECKS))
    many = [Break(kind, "household", at, f"第 {at} 处") for at in range(1, 306)]
    monkeypatch.setattr("models.rules.reconcile.breaks", lambda: many)
    page = ReconcilePage()
    qtbot.addWidget(page)
    page.show()
    node = page.tree.topLevelItem(0).child(0)
    assert node.text(0).endswith("305 处") and node.childCount() == 301
    assert node.child(300).text(0) == "……还有 5 处，点“打印”看全部"
    page.tree.setCurrentItem(node.child(300))
    assert not page.open.isEnabled()
