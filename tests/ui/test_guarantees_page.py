"""三保障一览: counts per village, red where something failed, and the lists behind the numbers."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from models import clock, ledger_file, query, record
from ui.pages import page


@pytest.fixture
def shown(qtbot, tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    for at, name in enumerate(("甲村", "乙村"), 1):
        village = record.save("village", {"name": name, "seq": at}).id
        for head, grade in (("王某某", "A"), ("李某某", "C" if at == 2 else None)):
            home = record.save("household", {"village": village, "head": head, "hh_type": "01"}).id
            if grade:
                if at == 1:
                    record.save("member", {"household": home, "name": "王小某", "birth": "2015-01-01"})
                record.save(
                    "guarantee_check", {"household": home, "dimension": "03", "date": "2026-05-01", "grade": grade}
                )
    found = page("guarantees").make(None)
    qtbot.addWidget(found)
    found.resize(1200, 640)
    found.show()
    qtbot.waitExposed(found)
    return found


def line(table, row):
    return [table.item(row, column).text() for column in range(table.columnCount())]


def test_the_villages_by_their_last_checks(shown):
    # 村, 户数, and per guarantee 达标, 不达标, 未排查
    assert line(shown.table, 0) == ["甲村", "2", "0", "0", "1", "0", "0", "2", "1", "0", "1", "0", "0", "2"]
    assert line(shown.table, 1) == ["乙村", "2", "0", "0", "0", "0", "0", "2", "1", "1", "0", "0", "0", "2"]
    assert line(shown.table, 2)[:2] == ["合计", "4"]


def test_enter_opens_the_records_behind_a_number(shown, qtbot):
    asked = []
    shown.selection_requested.connect(asked.append)
    shown.table.setCurrentCell(1, 9)
    QTest.keyClick(shown.table, Qt.Key.Key_Return)
    assert query.count(asked[0]) == 1 and asked[0].ledger == "guarantee_check"
    shown.table.setCurrentCell(0, 9)
    QTest.keyClick(shown.table, Qt.Key.Key_Return)
    assert len(asked) == 1


def test_what_has_to_be_seen_to_opens_its_list(shown):
    asked = []
    shown.selection_requested.connect(asked.append)
    buttons = {one.accessibleName(): one for one in shown.findChildren(QPushButton)}
    (name,) = [one for one in buttons if "还没有整改" in one]
    buttons[name].click()
    assert query.count(asked[0]) == 1
    assert [one for one in buttons if "没有登记在校" in one]
    # Nothing to open where there is nothing.
    assert not [one for one in buttons if "未参保" in one]


def test_it_follows_a_new_check(shown, qtbot):
    home = query.ids(query.Selection("household").where("head", "=", "李某某"))[0]
    record.save("guarantee_check", {"household": home, "dimension": "03", "date": "2026-06-01", "grade": "D"})
    qtbot.waitUntil(lambda: line(shown.table, 0)[9] == "1")
