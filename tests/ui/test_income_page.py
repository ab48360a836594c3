"""The income page with real keys: a sheet filled from top to bottom, totals while typing, paste, last year, saving."""

import datetime

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest

from models import clock, ledger_file, query, record
from models.ledger import ledger
from models.query import Selection
from ui.pages import income as income_page
from ui.pages import page
from ui.pages.income_model import AMOUNT, NOTE
from ui.unsaved_question import DROP, SAVE, STAY

KEY = Qt.Key


@pytest.fixture
def home(tmp_path):
    clock.freeze(datetime.date(2026, 10, 20))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    id = record.save("household", {"village": village, "head": "王某某", "members_now": 3}).id
    record.save(
        "member", {"household": id, "name": "王某某", "relation": "01", "work_place": "县城", "work_months": 10}
    )
    record.save("household", {"members_year": 3}, id=id)
    return id


@pytest.fixture
def shown(qtbot, home):
    found = page("income").make(None)
    qtbot.addWidget(found)
    found.resize(1366, 700)
    found.show()
    found.load(home)
    qtbot.waitExposed(found)
    found.activateWindow()
    found.grid.setFocus()
    yield found
    found.stored = dict(found.sheet.values)


def press(shown, text, end=KEY.Key_Return):
    """Type into the current cell and end it with a key."""
    grid = shown.grid
    for letter in text:
        QTest.keyClicks(grid if grid.box is None else grid.box, letter)
    QTest.keyClick(grid if grid.box is None else grid.box, end)


def here(shown):
    index = shown.grid.currentIndex()
    return shown.sheet.rows[index.row()].field, index.column()


def go(shown, field, column=AMOUNT):
    row = next(at for at, one in enumerate(shown.sheet.rows) if one.field == field)
    shown.grid.setCurrentIndex(shown.sheet.index(row, column))


def sheets():
    return list(record.load(ledger("income_sheet"), query.ids(Selection("income_sheet"))).values())


def figure(shown, name):
    return shown.result.figures[name].value.text()


def test_a_sheet_is_filled_in_by_keyboard_alone(shown):
    assert here(shown) == ("A1", AMOUNT)
    press(shown, "36000", KEY.Key_Tab)
    assert here(shown) == ("A1", NOTE)
    press(shown, "10x3600", KEY.Key_Tab)
    assert here(shown) == ("A2", AMOUNT)
    for _ in range(4):
        press(shown, "")
    # Enter leaves the total of the next group out.
    assert here(shown) == ("B1", AMOUNT)
    press(shown, "5000")
    assert here(shown) == ("B2", AMOUNT)
    go(shown, "E1")
    press(shown, "1,200.50")
    assert figure(shown, "total") == "41,000.00"
    assert figure(shown, "net") == "39,799.50"
    assert figure(shown, "net_pc") == "13,266.50"
    QTest.keyClick(shown.grid, KEY.Key_S, Qt.KeyboardModifier.ControlModifier)
    (row,) = sheets()
    assert (row["year"], row["kind"], row["persons"]) == (2026, "01", 3)
    assert (row["A1"], row["A1_note"], row["net"]) == (3_600_000, "10x3600", 3_979_950)
    assert shown.said.text() == "已保存" and not shown.dirty


def test_totals_follow_while_a_number_is_being_typed_and_esc_takes_it_back(shown):
    press(shown, "1000")
    go(shown, "A2")
    QTest.keyClick(shown.grid, KEY.Key_5)
    QTest.keyClicks(shown.grid.box, "00")
    assert figure(shown, "total") == "1,500.00"
    assert shown.sheet.hints["A1"][0].text.endswith("合每月只有 100 元")
    QTest.keyClick(shown.grid.box, KEY.Key_Escape)
    assert figure(shown, "total") == "1,000.00" and shown.sheet.values["A2"] is None
    QTest.keyClick(shown.grid, KEY.Key_F2)
    QTest.keyClicks(shown.grid.box, "x")
    QTest.keyClick(shown.grid.box, KEY.Key_Return)
    assert "不是数字" in shown.sheet.faults["A2"]


def test_an_amount_that_cannot_be_read_is_not_saved(shown, monkeypatch):
    told = []
    monkeypatch.setattr(income_page.messages, "tell", lambda *one: told.append(one[1]))
    press(shown, "12x")
    assert shown.sheet.values["A1"] is None
    assert not shown.save() and told == ["没有保存"] and not sheets()
    go(shown, "A1")
    press(shown, "12000")
    assert shown.save() and sheets()[0]["A1"] == 1_200_000


def test_a_column_from_wps_goes_down_over_the_items(shown):
    QGuiApplication.clipboard().setText("30000\t10月×3000\r\n\r\n6000\t12月×500\r\n")
    QTest.keyClick(shown.grid, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    values = shown.sheet.values
    assert (values["A1"], values["A2"], values["A3"]) == (3_000_000, None, 600_000)
    assert (values["A1_note"], values["A3_note"]) == ("10月×3000", "12月×500")
    QTest.keyClick(shown.grid, KEY.Key_Delete)
    assert shown.sheet.values["A1"] is None and shown.sheet.values["wage"] == 600_000


def test_only_the_total_of_a_group_is_known(shown):
    go(shown, "transfer")
    press(shown, "2400")
    assert figure(shown, "total") == "2,400.00"
    go(shown, "D2")
    press(shown, "3600")
    assert figure(shown, "total") == "3,600.00"
    go(shown, "transfer")
    QTest.keyClick(shown.grid, KEY.Key_9)
    assert shown.grid.box is None


def test_last_year_stands_beside_and_can_be_copied(shown, home):
    record.save("income_sheet", {"household": home, "year": 2025, "persons": 3, "A1": 3_000_000, "A1_note": "旧账"})
    shown.begin("01", 2026)
    assert figure(shown, "before") == "10,000.00"
    press(shown, "45300")
    assert shown.result.figures["before"].caption.text() == "上年人均，增 51.00%"
    assert "增加 51.00%" in shown.result.said.text()
    QTest.keyClick(shown.grid, KEY.Key_Up)
    QTest.keyClick(shown.grid, KEY.Key_Delete)
    shown.copy.click()
    assert (shown.sheet.values["A1"], shown.sheet.values["A1_note"]) == (3_000_000, "旧账")


def test_the_parts_of_subsidies_are_shown_on_demand(shown):
    hidden = [one.field for at, one in enumerate(shown.sheet.rows) if shown.grid.isRowHidden(at)]
    assert hidden[:2] == ["D5_1", "D5_2"] and len(hidden) == 21
    shown.parts.setChecked(True)
    go(shown, "D5_1")
    press(shown, "300")
    assert shown.sheet.values["D5"] == 30_000 and shown.sheet.values["transfer"] == 30_000


def test_persons_are_the_divisor(shown):
    press(shown, "30000")
    shown.persons.setFocus()
    shown.persons.selectAll()
    QTest.keyClicks(shown.persons, "4")
    assert figure(shown, "net_pc") == "7,500.00"
    QTest.keyClick(shown.persons, KEY.Key_Return)
    assert shown.grid.hasFocus()


@pytest.mark.parametrize(("answer", "left", "kept"), [(STAY, False, 0), (SAVE, True, 1), (DROP, True, 0)])
def test_unsaved_entries_are_asked_about(shown, monkeypatch, answer, left, kept):
    assert shown.can_close()
    press(shown, "30000")
    monkeypatch.setattr(income_page, "ask_unsaved", lambda *_: answer)
    assert shown.can_close() is left and len(sheets()) == kept


def test_another_household_without_members_and_one_that_is_gone(shown, home):
    village = query.ids(Selection("village"))[0]
    empty = record.save("household", {"village": village, "head": "李某某"}).id
    shown.load(empty)
    assert shown.title.text() == "李某某家的收入" and shown.persons.text() == ""
    assert "没有填人口" in shown.result.figures["net_pc"].caption.text()
    assert not shown.save() and not sheets()
    record.delete("household", [empty])
    shown.refresh()
    assert "已被删除" in shown.none.text() and not shown.grid.isVisible()


def test_a_sheet_of_recognition_has_the_twelve_months_before(shown):
    shown.begin("02")
    assert "2025-10-01 至 2026-09-30" in shown.period.text()
    press(shown, "30000")
    assert shown.save() and sheets()[0]["kind"] == "02"


def test_the_page_opens_from_a_sheet_of_the_list(qtbot, home):
    old = record.save("income_sheet", {"household": home, "year": 2024, "persons": 3, "A1": 100}).id
    record.save("income_sheet", {"household": home, "year": 2025, "persons": 3, "A1": 200})
    found = page("income_of_sheet").make(None)
    qtbot.addWidget(found)
    found.load(old)
    assert (found.id, found.sheet.values["A1"], found.which.currentText()) == (old, 100, "2024 年度")


def compose(widget, preedit, commit=""):
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QCoreApplication.sendEvent(widget, event)


def test_a_note_is_composed_with_an_input_method(shown):
    go(shown, "A1", NOTE)
    compose(shown.grid, "nong")
    box = shown.grid.box
    assert box is not None
    QTest.keyClick(box, KEY.Key_Return)  # belongs to the input method
    assert shown.grid.box is box and here(shown) == ("A1", NOTE)
    compose(shown.grid, "", "农忙")
    assert shown.grid.box is box and box.text() == "农忙"
    QTest.keyClick(box, KEY.Key_Return)
    assert shown.sheet.values["A1_note"] == "农忙" and here(shown) == ("A2", NOTE)
