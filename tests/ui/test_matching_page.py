"""供需对接, driven by keys: needs and offers brought together, never more than is offered (domain.md §13.6)."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models import clock, ledger_file, query, record
from models.operation import undo_last
from models.query import Selection
from ui.pages import page
from widgets import jobs, messages

KEY = Qt.Key
WAN = 1_000_000


@pytest.fixture
def lists(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    names = ("content", "kind", "value", "urgency")
    wanted = (
        ("产业路硬化", "01", 80 * WAN, "01"),
        ("茶园病虫害防治", "03", None, "02"),
        ("冷藏车", "07", 25 * WAN, "03"),
    )
    needs = [record.save("demand", {"village": village, **dict(zip(names, one, strict=True))}).id for one in wanted]
    for unit, kind, value, until in (
        ("某局", "01", 50 * WAN, None), ("另一局", "01", 100 * WAN, "2026-12-31"), ("农科所", "03", None, None),
        ("过期单位", "01", 900 * WAN, "2026-05-31"),
    ):  # fmt: skip
        record.save(
            "supply", {"unit": unit, "kind": kind, "content": f"{unit}能给的", "value": value, "valid_to": until}
        )
    yield needs
    jobs.finish_quiet()
    ledger_file.close()
    clock.freeze(None)


@pytest.fixture
def shown(lists, qtbot):
    made = page("matching").make(None)
    qtbot.addWidget(made)
    made.resize(1240, 620)
    made.refresh()
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


def column(table, at):
    return [table.item(row, at).text() for row in range(table.rowCount())]


def matches():
    paths = ("title", "unit", "value", "state")
    return [row for _, row in query.each(Selection("match", order=("title",)), paths)]


def test_the_urgent_need_comes_first_and_the_offer_that_suffices(shown):
    assert column(shown.need_table, 2) == ["产业路硬化", "茶园病虫害防治", "冷藏车"]
    # 同类别、够用的在前；过了有效期的不列
    assert column(shown.offer_table, 0) == ["另一局", "某局", "农科所"]
    assert shown.amount.text() == "80.00"


def test_enter_and_enter_bring_two_together_and_undo_takes_it_back(shown):
    QTest.keyClick(shown.need_table, KEY.Key_Return)
    assert shown.offer_table.hasFocus()
    QTest.keyClick(shown.offer_table, KEY.Key_Return)
    assert matches() == [("产业路硬化", "另一局", 80 * WAN, "01")]
    # 谈着的不再列在待对接里，供给只剩 20 万
    assert column(shown.need_table, 2) == ["茶园病虫害防治", "冷藏车"] and shown.need_table.hasFocus()
    assert "20.00" in column(shown.offer_table, 3)
    undo_last()
    assert matches() == []


def test_part_of_a_need_leaves_the_rest_open_and_never_more_than_is_offered(shown, monkeypatch):
    told = []
    monkeypatch.setattr(messages, "run", lambda dialog: told.append(dialog.text) or dialog.deleteLater())
    QTest.keyClick(shown.need_table, KEY.Key_Return)
    QTest.keyClick(shown.offer_table, KEY.Key_Down)
    assert shown.offer().unit == "某局" and shown.amount.text() == "50.00"
    QTest.keyClick(shown.offer_table, KEY.Key_F2)
    assert shown.amount.hasFocus()
    QTest.keyClicks(shown.amount, "60")
    QTest.keyClick(shown.amount, KEY.Key_Return)
    assert "只剩 50.00 万元" in told[0] and matches() == []
    for text, words in (("很多", "对接金额"), ("30", None)):
        QTest.keyClick(shown.amount, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
        shown.amount.insert(text)
        QTest.keyClick(shown.amount, KEY.Key_Return)
        assert words is None or words in told[-1]
    assert matches() == [("产业路硬化", "某局", 30 * WAN, "01")]
    assert column(shown.need_table, 3)[0] == "50.00"


def test_what_needs_no_money_is_matched_without_an_amount(shown):
    QTest.keyClick(shown.need_table, KEY.Key_Down)
    assert column(shown.offer_table, 0)[0] == "农科所" and shown.amount.text() == ""
    QTest.keyClick(shown.need_table, KEY.Key_Return)
    QTest.keyClick(shown.offer_table, KEY.Key_Return)
    assert matches() == [("茶园病虫害防治", "农科所", None, "01")]


def test_what_became_of_it_is_told_by_enter_and_delete(shown):
    for _ in range(2):
        QTest.keyClick(shown.need_table, KEY.Key_Return)
        QTest.keyClick(shown.offer_table, KEY.Key_Return)
    shown.which.setFocus()
    QTest.keyClick(shown.which, KEY.Key_Down)
    assert shown.deal_table.hasFocus() and shown.summary.text() == "对接中的 2 件"
    assert sorted(column(shown.deal_table, 2)) == ["产业路硬化", "茶园病虫害防治"]
    met = shown.deals[shown.deal_table.currentRow()].title
    QTest.keyClick(shown.deal_table, KEY.Key_Return)
    QTest.keyClick(shown.deal_table, KEY.Key_Delete)
    assert {title: state for title, _, _, state in matches()} == {
        one: "02" if one == met else "03" for one in ("产业路硬化", "茶园病虫害防治")
    }
    assert shown.deal_table.rowCount() == 0 and not shown.yes.isEnabled()
    shown.which.setFocus()
    QTest.keyClick(shown.which, KEY.Key_Up)
    # 没谈成的又在待对接里
    assert met not in column(shown.need_table, 2) and shown.need_table.rowCount() == 2


def test_without_needs_the_page_says_where_they_are_written(shown, lists):
    record.delete("demand", lists)
    shown.refresh()
    assert "需求清单" in shown.hint.text() and not shown.one.isEnabled()
    assert shown.amount.text() == ""
