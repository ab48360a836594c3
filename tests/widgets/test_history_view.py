"""The 历史 tab: what it says and what its buttons put back."""

import pytest

from models import history, query, record, settings
from models.ledger import ledger
from models.query import Selection
from models.record import DetailDraft
from tests.widgets.form_samples import show, villages
from widgets import messages
from widgets.history_view import VALUES, HistoryView
from widgets.record_form import RecordForm

__all__ = ["villages"]


@pytest.fixture
def home(villages):
    settings.operator.put("赵干事")
    id = record.save(
        "household",
        {"village": villages["上庄村"], "group": "一组"},
        details={"member": [DetailDraft({"name": "张三", "relation": "01"}), DetailDraft({"name": "李四"})]},
    ).id
    record.save("household", {"village": villages["下庄村"], "group": "二组", "arable_mu": 350}, id=id)
    record.delete("member", [query.ids(Selection("member").where("name", "=", "李四"))[0]])
    return id


@pytest.fixture
def view(qtbot, home, monkeypatch):
    monkeypatch.setattr(messages, "ask", lambda *a, **k: True)
    made = show(qtbot, HistoryView())
    made.show_record("household", home)
    return made


def choose(view, label, whose=""):
    at = next(n for n, line in enumerate(view.lines) if line.label == label and line.whose == whose)
    view.table.selectRow(at)
    return at


def values(home):
    return record.load(ledger("household"), [home])[home]


def test_lines_say_who_what_and_old_to_new(view):
    at = choose(view, "行政村")
    texts = [view.table.item(at, column).text() for column in range(5)]
    assert texts[3] in ("赵干事", "") and texts[1:3] == ["行政村", "上庄村 → 下庄村"]
    at = choose(view, "耕地面积")
    assert view.table.item(at, VALUES).text() == "（空） → 3.5 亩"
    assert any(view.table.item(row, 3).text() == "赵干事" for row in range(view.table.rowCount()))


def test_deleted_members_are_in_it_and_the_newest_is_first(view):
    assert (view.lines[0].change.kind, view.lines[-1].change.action) == ("delete", "add")
    assert any(line.label == "删除" and line.whose == "家庭成员 李四" for line in view.lines)
    assert not any(line.label == "拼音首字母" for line in view.lines)


def test_one_field_goes_back(view, home, qtbot):
    choose(view, "村民小组")
    with qtbot.waitSignal(view.restored):
        view.field_button.click()
    assert (values(home)["group"], values(home)["arable_mu"]) == ("一组", 350)
    assert view.lines[0].change.kind == "restore"


def test_the_whole_record_goes_back(view, home, villages):
    choose(view, "行政村")
    view.record_button.click()
    stored = values(home)
    assert (stored["village"], stored["group"], stored["arable_mu"]) == (villages["上庄村"], "一组", None)


def test_a_deleted_member_comes_back(view, home):
    choose(view, "删除", "家庭成员 李四")
    assert not view.field_button.isEnabled()
    view.record_button.click()
    names = query.texts("member", ("name",), query.ids(Selection("member").where("household", "in", [home])))
    assert sorted(text for (text,) in names.values()) == ["张三", "李四"]


def test_an_operation_is_undone_and_struck_through(view, home):
    choose(view, "删除", "家庭成员 李四")
    view.undo_button.click()
    at = choose(view, "耕地面积")
    number = view.lines[at].change.operation
    view.undo_button.click()
    assert values(home)["arable_mu"] is None
    assert history.operation_row(number).undone_by is not None
    at = next(n for n, line in enumerate(view.lines) if line.change.operation == number)
    assert view.table.item(at, VALUES).font().strikeOut()
    view.table.selectRow(at)
    assert not view.undo_button.isEnabled()


def test_an_undo_that_is_blocked_says_why(view, home, monkeypatch):
    told = []
    monkeypatch.setattr(messages, "show_error", lambda parent, error: told.append(str(error)))
    record.save("household", {"group": "三组"}, id=home)
    view.show_record("household", home)
    at = next(n for n, line in enumerate(view.lines) if line.label == "耕地面积")
    view.table.selectRow(at)
    view.undo_button.click()
    assert "之后又改了" in told[0]
    assert values(home)["arable_mu"] == 350


def test_the_form_shows_what_was_put_back(qtbot, home, villages, monkeypatch):
    monkeypatch.setattr(messages, "ask", lambda *a, **k: True)
    form = show(qtbot, RecordForm())
    form.start("household", home)
    form.tabs.setCurrentIndex(1)
    choose(form.history, "村民小组")
    form.history.field_button.click()
    assert form.pane.rows["group"].editor.text() == "一组"
    assert not form.is_dirty()


def test_a_long_value_is_seen_whole_beside_a_list(qtbot, home):
    record.save("household", {"phone": "15400001111"}, id=home)
    record.save("household", {"phone": "15400002222"}, id=home)
    view = HistoryView()
    qtbot.addWidget(view)
    view.resize(560, 400)
    view.show()
    view.show_record("household", home)
    qtbot.waitUntil(lambda: view.table.columnWidth(VALUES) > 0)
    text = view.table.item(0, VALUES).text()
    assert text == "15400001111 → 15400002222"
    room = view.table.columnWidth(VALUES) - 16
    lines = -(-view.fontMetrics().horizontalAdvance(text) // room)
    assert view.table.rowHeight(0) >= lines * view.fontMetrics().height()
    assert not view.table.horizontalScrollBar().isVisible()
