"""积分排名 by keys: the three rankings, other periods, the records behind a figure."""

import datetime

import pytest
from PySide6.QtCore import Qt

from models import clock, ledger_file, record
from ui.pages.points import PointsPage


@pytest.fixture
def page(tmp_path, qtbot):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    yard = record.save("yard", {"village": village, "name": "一号院"}).id
    rule = record.save("point_rule", {"name": "打扫", "points": 10}).id
    for name, dates in (("王某某", ("2026-02-01",)), ("李某某", ("2026-02-01", "2026-05-01", "2025-05-01"))):
        home = record.save("household", {"village": village, "head": name}).id
        record.save("yard_household", {"yard": yard, "household": home})
        for date in dates:
            entry = {"household": home, "rule": rule, "date": date, "batch": date, "public_to": f"{date[:8]}20"}
            record.save("point_entry", entry)
    shown = PointsPage()
    qtbot.addWidget(shown)
    shown.resize(1100, 600)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activateWindow()
    qtbot.waitUntil(lambda: shown.made is not None, timeout=20000)
    yield shown
    shown.hide()
    ledger_file.close()
    clock.freeze(None)


def ranks(page):
    model = page.view.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
        if model.index(row, 0).data() != "合计"
    ]


def test_rankings_and_periods_by_keys(page, qtbot):
    page.view.setFocus()
    assert [row[3:5] for row in ranks(page) if row[0]] == [["李某某", "20"], ["王某某", "10"]]
    qtbot.keyClick(page.view, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert [row[2] for row in ranks(page) if row[0]] == ["一号院"]
    qtbot.keyClick(page.view, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert [row[1] for row in ranks(page) if row[0]] == ["清溪村"]
    qtbot.keyClick(page.view, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(page.view, Qt.Key.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.made.scope.period.key == "2025", timeout=20000)
    assert [row[3:5] for row in ranks(page) if row[0]] == [["李某某", "10"]]
    for _ in range(2):
        qtbot.keyClick(page.view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.made.scope.period.key == "2026", timeout=20000)
    assert page.period.key == "2026", "a year that has not begun has no ranking"
    assert not page.after.isEnabled()


def test_enter_opens_the_entries_behind_the_points(page, qtbot):
    model = page.view.model()
    page.view.setCurrentIndex(model.index(0, 4))
    with qtbot.waitSignal(page.selection_requested) as asked:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert asked.args[0].ledger == "point_entry"
    page.view.setCurrentIndex(model.index(0, 3))
    with qtbot.waitSignal(page.record_requested) as asked:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert asked.args[0] == "household"


def test_a_period_without_points_says_what_to_do(page, qtbot):
    page.kind.setFocus()
    qtbot.keyClick(page.kind, Qt.Key.Key_Home)
    page.kind.activated.emit(page.kind.currentIndex())
    qtbot.waitUntil(lambda: page.made.scope.period.kind == "month", timeout=20000)
    qtbot.waitUntil(lambda: "没有公示过的积分" in page.note.text(), timeout=20000)
    assert page.period.key == "2026-06" and not ranks(page)
