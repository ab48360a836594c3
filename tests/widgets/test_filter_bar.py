import datetime

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QPushButton

from models import clock, query
from models.kinds import Fault
from models.ledger import ledger
from models.query import Filter, Selection
from tests.widgets import list_samples
from widgets import filter_text, periods, table_memory
from widgets.filter_bar import FilterBar
from widgets.filter_choices import ChoiceEditor, LinkEditor, YesNoEditor
from widgets.filter_editors import PeriodEditor, RangeEditor, TextEditor, editor_for
from widgets.saved_lists import SavedList, SavedLists, read
from widgets.search_box import SearchBox


@pytest.fixture
def homes(tmp_path):
    clock.freeze(datetime.date(2026, 3, 20))
    return list_samples.make(tmp_path / "t.db")


@pytest.fixture
def bar(qtbot, homes):
    shown = FilterBar()
    qtbot.addWidget(shown)
    shown.for_ledger(ledger("household"))
    shown.resize(900, 80)
    shown.show()
    return shown


def editor(qtbot, name, path):
    made = editor_for(ledger(name).column(path))
    qtbot.addWidget(made)
    made.show()
    return made


def compose(widget, text, committed=""):
    event = QInputMethodEvent(text, [])
    event.setCommitString(committed)
    QCoreApplication.sendEvent(widget, event)


def count(one):
    return query.count(Selection("household", filters=(one,)))


@pytest.mark.parametrize(
    ("path", "cls"),
    [
        ("hh_type", ChoiceEditor),
        ("poverty_causes", ChoiceEditor),
        ("village", LinkEditor),
        ("filled_on", PeriodEditor),
        ("leave_year", PeriodEditor),
        ("members_now", RangeEditor),
        ("arable_mu", RangeEditor),
        ("safe_water", YesNoEditor),
        ("head", TextEditor),
        ("hh_no", TextEditor),
        ("village.name", TextEditor),
    ],
)
def test_each_kind_has_its_editor_and_all_offer_blank(qtbot, homes, path, cls):
    made = editor(qtbot, "household", path)
    assert type(made) is cls and made.value() is None
    for text, op in (("未填", "blank"), ("已填", "filled")):
        button = next(one for one in made.findChildren(QPushButton) if one.text() == text)
        button.click()
        assert made.value() == Filter(path, op)
    button.click()
    assert made.value() is None


def test_codes_are_ticked_by_number_and_by_space(qtbot, homes):
    made = editor(qtbot, "household", "hh_type")
    qtbot.keyClick(made.list, Qt.Key.Key_2)
    assert made.value() == Filter("hh_type", "in", ["02"]) and count(made.value()) == 4
    made.list.setCurrentRow(0)
    qtbot.keyClick(made.list, Qt.Key.Key_Space)
    assert sorted(made.value().value) == ["01", "02"]
    made.other.click()
    assert made.value().op == "not in" and count(made.value()) == 4


def test_two_digits_tick_one_entry_of_a_long_list(qtbot, homes):
    made = editor(qtbot, "member", "nation")
    qtbot.keyClick(made.list, Qt.Key.Key_1)
    qtbot.keyClick(made.list, Qt.Key.Key_2)
    codes = [code.code for code in ledger("member").column("nation").kind.options]
    assert made.value() == Filter("nation", "in", [codes[11]])


def test_what_a_search_hides_stays_ticked(qtbot, homes):
    made = editor(qtbot, "member", "nation")
    qtbot.keyClick(made.list, Qt.Key.Key_1)
    made.search.setText("回族")
    made.search.search_now()
    assert made.list.count() == 1
    qtbot.keyClick(made.list, Qt.Key.Key_1)
    assert len(made.value().value) == 2
    made.search.clear()
    made.search.search_now()
    assert len(made.value().value) == 2 and made.list.count() > 50


def test_villages_stand_in_official_order(qtbot, homes):
    villages, _ = homes
    made = editor(qtbot, "household", "village")
    assert [made.list.item(at).text().split()[-1] for at in range(4)] == list(list_samples.VILLAGES)
    qtbot.keyClick(made.list, Qt.Key.Key_3)
    assert made.value() == Filter("village", "in", [villages["石桥村"]]) and count(made.value()) == 3
    made.search.setText("陶化")
    made.search.search_now()
    assert "陶化村" in {made.list.item(at).text().split()[-1] for at in range(made.list.count())}


def test_names_in_a_filter_become_ticks(qtbot, homes):
    made = editor(qtbot, "household", "village")
    made.show_value(Filter("village", "in", ["陶化村"]))
    assert made.value().value == [homes[0]["陶化村"]]


def test_numbers_between_in_the_unit_shown(qtbot, homes):
    made = editor(qtbot, "household", "arable_mu")
    made.low.setText("2.5")
    assert made.value() == Filter("arable_mu", ">=", 250) and count(made.value()) == 10
    made.high.setText("5")
    assert made.value() == Filter("arable_mu", "between", [250, 500]) and count(made.value()) == 3
    made.low.setText("5")
    assert made.value() == Filter("arable_mu", "=", 500)
    made.low.setText("六")
    assert made.value() is None and "不是数字" in made.fault.text() and not made.fault.isHidden()
    made.low.setText("9")
    assert made.value() is None and "对调" in made.fault.text()


def test_money_is_typed_in_wan(qtbot, homes):
    made = editor(qtbot, "project", "budget_total")
    made.low.setText("20")
    assert made.value() == Filter("budget_total", ">=", 20 * 10_000 * 100)
    made.show_value(Filter("budget_total", "<=", 1_234_500_00))
    assert (made.low.text(), made.high.text()) == ("", "123.45")


def test_periods_move_with_today(qtbot, homes):
    made = editor(qtbot, "household", "filled_on")
    made.buttons["@this_year"].click()
    kept = made.value()
    assert kept == Filter("filled_on", "=", "@this_year")
    assert periods.resolved(kept).value == "2026" and count(periods.resolved(kept)) == 3
    clock.freeze(datetime.date(2025, 1, 5))
    assert periods.resolved(kept).value == "2025"
    assert periods.resolved(Filter("filled_on", "=", "@last_month")).value == "2024-12"
    assert periods.resolved(Filter("leave_year", "=", "@last_year"), number=True).value == 2024


def test_dates_typed_take_the_place_of_the_button(qtbot, homes):
    made = editor(qtbot, "household", "filled_on")
    made.buttons["@this_year"].click()
    qtbot.keyClicks(made.low, "2024")
    qtbot.keyClicks(made.high, "2025-03")
    assert made.value() == Filter("filled_on", "between", ["2024", "2025-03"])
    assert count(made.value()) == len(
        [at for at in range(12) if "2024" <= f"202{at % 4 + 3}-0{at % 9 + 1}" <= "2025-03"]
    )


def test_yes_no_and_text(qtbot, homes):
    yes = editor(qtbot, "household", "safe_water")
    yes.buttons[False].click()
    assert yes.value() == Filter("safe_water", "in", [False]) and count(yes.value()) == 4
    yes.buttons[True].click()
    assert yes.value() == Filter("safe_water", "in", [True])
    qtbot.keyClick(yes, Qt.Key.Key_1)
    assert yes.value() is None
    text = editor(qtbot, "household", "hh_no")
    text.text.setText("0003")
    assert text.value() == Filter("hh_no", "contains", "0003")
    text.how.setCurrentIndex(text.how.findData("starts"))
    assert text.value() == Filter("hh_no", "starts", "0003") and count(text.value()) == 0


@pytest.mark.parametrize(
    "one",
    [
        Filter("hh_type", "not in", ["01", "03"]),
        Filter("members_now", "between", [2, 4]),
        Filter("members_now", ">=", 3),
        Filter("filled_on", "=", "@last_year"),
        Filter("filled_on", "<=", "2024-05"),
        Filter("safe_water", "in", [True]),
        Filter("head", "ends", "甲"),
        Filter("head", "blank"),
        Filter("village", "filled"),
    ],
)
def test_an_editor_gives_back_what_it_was_shown(qtbot, homes, one):
    made = editor(qtbot, "household", one.path)
    made.show_value(one)
    assert made.value() == one


def test_the_bar_offers_the_ledgers_filters_and_tells_once(qtbot, bar):
    told = []
    bar.changed.connect(lambda: told.append(bar.filters()))
    made = bar.open_editor(bar.chip("hh_type"))
    for key in (Qt.Key.Key_1, Qt.Key.Key_3):
        qtbot.keyClick(made.list, key)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert told == [(Filter("hh_type", "in", ["01", "03"]),)]
    assert bar.chip("hh_type").text().startswith("户类型：") and not bar.clear_all.isHidden()
    qtbot.keyClick(bar.chip("hh_type"), Qt.Key.Key_Delete)
    assert bar.filters() == () and len(told) == 2 and bar.clear_all.isHidden()


def test_any_column_through_links_can_be_added_and_goes_when_left_empty(qtbot, bar):
    bar._picked("village.poor")
    qtbot.waitUntil(lambda: bar.drop is not None, timeout=20_000)
    assert bar.chip("village.poor") is not None
    qtbot.keyClick(bar.drop, Qt.Key.Key_Escape)
    assert bar.drop is None and bar.chip("village.poor") is None
    bar.set_one(Filter("village.seq", "<=", 2))
    assert query.count(Selection("household", filters=bar.filters())) == 6
    bar.clear()
    assert bar.chip("village.seq") is None and bar.chip("village") is not None


def test_enter_in_an_editor_takes_the_value_and_closes(qtbot, bar):
    bar.set_filters((Filter("hh_no", "contains", "1"),))
    made = bar.open_editor(bar.chip("hh_no"))
    made.text.setText("0007")
    with qtbot.waitSignal(bar.changed, timeout=1000):
        qtbot.keyClick(made.text, Qt.Key.Key_Return)
    assert bar.filters() == (Filter("hh_no", "contains", "0007"),) and bar.drop is None


def test_filters_in_words(homes):
    of, villages = ledger("household"), homes[0]
    words = filter_text.describe_all(
        of,
        (
            Filter("village", "in", list(villages.values())),
            Filter("members_now", "between", [2, 4]),
            Filter("filled_on", "=", "@this_month"),
            Filter("safe_water", "in", [False]),
            Filter("hh_type", "blank"),
        ),
    )
    assert words == (
        "行政村：青禾村、陶化村、石桥村 等 4 项；当前家庭人口数：2人 至 4人；填表时间：本月；"
        "是否解决安全饮用水：否；户类型：未填"
    )


def test_saved_filters_outlive_their_columns(homes):
    of = ledger("household")
    kept = table_memory.filters_to_json([Filter("hh_type", "in", ["01"]), Filter("filled_on", "=", "@this_year")])
    assert table_memory.filters_from_json(of, [*kept, ["gone", "=", 1], ["head", "between", [1, 2]]]) == (
        Filter("hh_type", "in", ["01"]),
        Filter("filled_on", "=", "@this_year"),
    )


def test_saved_lists_count_mark_rename_and_go(qtbot, homes):
    of = ledger("household")
    lists = SavedLists()
    qtbot.addWidget(lists)
    lists.for_ledger(of)
    lists.show()
    lists.show_state((Filter("hh_type", "in", ["01"]),), "")
    lists.save_as("脱贫户")
    lists.count()
    assert [tab.text() for _, tab in lists._tabs] == ["全部 12", "脱贫户 4"]
    assert [tab.isChecked() for _, tab in lists._tabs] == [False, True]
    lists.show_state((Filter("filled_on", "=", "@this_year"),), "")
    lists.save_as("今年填的")
    assert read(of)[1] == SavedList("今年填的", (Filter("filled_on", "=", "@this_year"),))
    with qtbot.waitSignal(lists.chosen, timeout=500) as told:
        lists._tabs[1][1].click()
    assert told.args[0].name == "脱贫户"
    lists.rename("脱贫户", "脱贫的")
    lists.remove("今年填的")
    assert lists.names() == ["全部", "脱贫的"]


def test_a_list_that_can_no_longer_be_counted_keeps_its_name(qtbot, homes, monkeypatch):
    lists = SavedLists()
    qtbot.addWidget(lists)
    lists.for_ledger(ledger("household"))
    lists.show()

    def fails(_selection):
        raise Fault("看不懂")

    monkeypatch.setattr(query, "count", fails)
    lists.count()
    assert lists._tabs[0][1].text() == "全部"


def test_the_search_line_waits_for_the_input_method(qtbot):
    box = SearchBox("查找")
    qtbot.addWidget(box)
    box.show()
    found = []
    box.searched.connect(found.append)
    compose(box, "zhang")
    assert box.composing
    box.search_now()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.wait(250)
    assert found == []
    compose(box, "", "张")
    qtbot.waitUntil(lambda: found == ["张"], timeout=20_000)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert found == ["张", ""] and box.text() == ""


def test_a_short_list_of_filters_wraps_in_a_narrow_window(qtbot, bar):
    wide = bar.layout().heightForWidth(1200)
    assert bar.layout().heightForWidth(200) > wide
