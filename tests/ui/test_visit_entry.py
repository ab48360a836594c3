"""A clerk comes back from the villages: ten visits keyed in one after the other, by keys alone."""

import datetime

import pytest
from PySide6.QtCore import Qt

from models import clock, ledger_file, query, record
from models.ledger import ledger
from models.query import Selection
from ui.main_window import MainWindow
from widgets import jobs

HEADS = ("丁一心", "马二山", "王三水", "冯四海", "田五谷", "石六合", "白七夕", "江八月", "齐九州", "孙十全")
SHORT = ("dyx", "mes", "wss", "fsh", "twg", "slh", "bqx", "jby", "qjz", "ssq")


@pytest.fixture
def window(qtbot, tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    far, near = (record.save("village", {"name": name, "seq": at}).id for at, name in enumerate(("甲村", "乙村")))
    record.save("household", {"village": far, "head": "马儿顺", "hh_type": "01"})
    for head in HEADS:
        record.save("household", {"village": near, "head": head, "hh_type": "01"})
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    jobs.finish_quiet()


def key(qtbot, window, *keys):
    for one in keys:
        qtbot.keyClick(window.focusWidget(), one)


def visits():
    of = ledger("visit")
    return list(record.load(of, sorted(query.ids(Selection("visit")))).values())


def test_ten_visits_are_keyed_in_with_date_and_visitors_typed_once(window, qtbot):
    page = window.open_page("visit_entry")
    entry = page.entry
    qtbot.waitUntil(entry.number.hasFocus)
    key(qtbot, window, Qt.Key.Key_Tab)
    entry.editors["date"].box.selectAll()
    qtbot.keyClicks(window.focusWidget(), "6.29")
    key(qtbot, window, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    qtbot.keyClicks(window.focusWidget(), "li")
    entry.number.setFocus()
    for short in SHORT:
        assert window.focusWidget() is entry.number
        qtbot.keyClicks(entry.number, short)
        key(qtbot, window, Qt.Key.Key_Return)
        assert window.focusWidget() is entry.editors["findings"].box
        qtbot.keyClicks(window.focusWidget(), "ok")
        key(qtbot, window, Qt.Key.Key_Return, Qt.Key.Key_Return)
    found = visits()
    homes = query.texts("household", ("head",), [one["household"] for one in found])
    assert [homes[one["household"]][0] for one in found] == list(HEADS)
    assert {(one["date"], one["visitors"], one["findings"], one["problems"]) for one in found} == {
        ("2026-06-29", "li", "ok", None)
    }
    assert entry.told.text() == "已录入 10 户" and not entry.is_dirty() and page.can_close()


def test_of_several_that_fit_the_village_of_the_last_visit_comes_first_and_the_arrows_choose(window, qtbot):
    entry = window.open_page("visit_entry").entry
    entry.editors["visitors"].set_value("li")
    qtbot.keyClicks(entry.number, "sl")
    key(qtbot, window, Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert len(visits()) == 1
    qtbot.keyClicks(entry.number, "me")
    offered = [entry.choices.item(at).text() for at in range(2)]
    assert "马二山" in offered[0] and "乙村" in offered[0] and "马儿顺" in offered[1]
    assert entry.home is None and not entry.save_button.isEnabled()
    key(qtbot, window, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert entry.who.text().startswith("马儿顺") and window.focusWidget() is entry.editors["findings"].box


def test_a_problem_that_was_found_is_followed_by_whether_it_is_solved(window, qtbot):
    entry = window.open_page("visit_entry").entry
    entry.editors["visitors"].set_value("li")
    qtbot.keyClicks(entry.number, "dyx")
    key(qtbot, window, Qt.Key.Key_Return, Qt.Key.Key_Return)
    qtbot.keyClicks(window.focusWidget(), "roof")
    key(qtbot, window, Qt.Key.Key_Return)
    assert window.focusWidget() is entry.editors["solved"].box and not visits()
    key(qtbot, window, Qt.Key.Key_Return)
    assert visits()[0]["problems"] == "roof" and "问题：roof" in entry.done_list.item(0).text()


def test_a_visit_that_was_made_is_opened_again(window, qtbot):
    entry = window.open_page("visit_entry").entry
    entry.editors["visitors"].set_value("li")
    qtbot.keyClicks(entry.number, "dyx")
    key(qtbot, window, Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Return)
    entry.done_list.itemDoubleClicked.emit(entry.done_list.item(0))
    assert window.page("visit").form.id == visits()[0]["id"]
