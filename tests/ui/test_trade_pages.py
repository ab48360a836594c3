"""到账对账, 分红进收入 and 补登采购单位, driven by keys (domain.md §10.3, §12.3)."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models import clock, ledger_file, query, record
from models.operation import undo_last
from models.query import Selection
from models.rules import settle
from ui.pages import page
from widgets import jobs, messages

KEY = Qt.Key


@pytest.fixture
def file(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    yield
    jobs.finish_quiet()
    ledger_file.close()
    clock.freeze(None)


def shown(name, qtbot, id=0):
    made = page(name).make(None)
    qtbot.addWidget(made)
    made.resize(1240, 620)
    if id:
        made.load(id)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


@pytest.fixture
def money(file):
    def sale(date, amount, **more):
        values = {"date": date, "kind": "01", "buyer": "示例中学", "seller": "清溪合作社", "amount": amount}
        return record.save("sale", {**values, **more}).id

    sales = [sale("2026-05-01", 1_000), sale("2026-05-03", 2_500), sale("2026-05-04", 90_000, buyer="示例医院"),
             sale("2026-05-20", 700, platform_order="SL1")]  # fmt: skip
    rows = [record.save("settlement", values).id for values in (
        {"date": "2026-05-30", "payer": "示例中学", "amount": 3_500},
        {"date": "2026-06-01", "order_no": "SL1", "amount": 690, "fee": 10},
        {"date": "2026-06-02", "payer": "外地商人", "amount": 90_000},
    )]  # fmt: skip
    return sales, rows


def line(table, row):
    return [table.item(row, column).text() for column in range(table.columnCount())]


def paid(id):
    """The row that paid a sale, None without one."""
    parts = query.each(Selection("sale_payment").where("sale", "in", [id]), ("settlement",), raw=True)
    return next((row for _, (row,) in parts), None)


def test_a_proposal_is_marked_and_enter_confirms_it(money, qtbot):
    sales, rows = money
    found = shown("settle", qtbot)
    assert found.summary.text() == "没有对上：到账 3 笔 942.00 元"
    assert line(found.row_table, 0) == ["", "2026-05-30", "示例中学", "", "35.00", "2 笔合计一样"]
    assert [line(found.sale_table, at)[0] for at in range(4)] == ["✓", "✓", "", ""]
    assert "相等，可以配对" in found.sums.text()
    QTest.keyClick(found.row_table, KEY.Key_Return)
    assert [paid(id) for id in sales] == [rows[0], rows[0], None, None]
    assert found.row_table.rowCount() == 2 and found.row_table.hasFocus()
    undo_last()
    qtbot.waitUntil(lambda: found.row_table.rowCount() == 3)


def test_space_marks_by_hand_and_unequal_sums_are_refused(money, qtbot, monkeypatch):
    sales, rows = money
    told = []
    monkeypatch.setattr(messages, "ask", lambda _parent, title, text, *_more: told.append((title, text)))
    found = shown("settle", qtbot)
    for _ in range(2):
        QTest.keyClick(found.row_table, KEY.Key_Down)
    assert found.current().id == rows[2] and not found.marked and "还差 900.00 元" in found.sums.text()
    QTest.keyClick(found.row_table, KEY.Key_Return)
    assert found.sale_table.hasFocus()
    QTest.keyClick(found.sale_table, KEY.Key_Space)
    QTest.keyClick(found.sale_table, KEY.Key_Return)
    assert told and told[0][0] == "金额不相等" and "比勾的销售" in told[0][1] and paid(sales[2]) is None
    QTest.keyClick(found.sale_table, KEY.Key_Space)
    qtbot.keyClicks(found.wanted, "900.00")
    assert [one.id for one in found.listed] == [sales[2]]
    QTest.keyClick(found.wanted, KEY.Key_Return)
    assert found.sale_table.hasFocus()
    QTest.keyClick(found.sale_table, KEY.Key_Space)
    assert "相等" in found.sums.text()
    QTest.keyClick(found.sale_table, KEY.Key_Return)
    assert paid(sales[2]) == rows[2]


def test_one_sale_paid_in_two_rows_and_a_rest_that_stays_open(money, qtbot, monkeypatch):
    sales, _ = money
    more = record.save("settlement", {"date": "2026-06-20", "payer": "示例医院", "amount": 50_000}).id
    last = record.save("settlement", {"date": "2026-06-25", "payer": "示例医院", "amount": 41_000}).id
    found = shown("settle", qtbot)
    at = next(at for at, row in enumerate(found.rows) if row.id == more)
    found.row_table.setCurrentCell(at, 1)
    assert "没有找到" in line(found.row_table, at)[5]
    QTest.keyClick(found.row_table, KEY.Key_Space)
    QTest.keyClick(found.row_table, KEY.Key_Down)
    QTest.keyClick(found.row_table, KEY.Key_Space)
    assert found.ticked == {more, last} and [one.id for one in found.paying()] == [more, last]
    QTest.keyClick(found.row_table, KEY.Key_Return)
    QTest.keyClick(found.sale_table, KEY.Key_Space)
    assert found.sums.text() == "勾了 1 笔销售 900.00 元　到账 2 笔 910.00 元　还差 10.00 元"
    asked = []
    monkeypatch.setattr(messages, "ask", lambda _parent, _title, text, *_more: asked.append(text) or True)
    QTest.keyClick(found.sale_table, KEY.Key_Return)
    assert "多的 10.00 元 留在到账里" in asked[0]
    rest = next(at for at, row in enumerate(found.rows) if row.id == last)
    assert line(found.row_table, rest)[4] == "10.00" and "到账 410.00 元，对过一部分" in line(found.row_table, rest)[5]
    assert more not in [row.id for row in found.rows] and sales[2] not in [one.id for one in found.sales]
    found.which.setCurrentIndex(1)
    assert line(found.row_table, 0)[4:] == ["400.00", "到账 410.00 元，还没对完"]


def test_f9_matches_what_is_sure_and_delete_takes_apart(money, qtbot):
    sales, rows = money
    found = shown("settle", qtbot)
    assert found.all.text() == "按建议全部配对 2 笔（F9）"
    QTest.keyClick(found, KEY.Key_F9)
    assert [paid(id) for id in sales] == [rows[0], rows[0], None, rows[1]] and not found.all.isEnabled()
    found.which.setCurrentIndex(1)
    assert [one.id for one in found.rows] == [rows[1], rows[0]] and found.one.isHidden()
    found.row_table.setFocus()
    QTest.keyClick(found.row_table, KEY.Key_Down)
    assert len(found.listed) == 2
    QTest.keyClick(found.sale_table, KEY.Key_Space)
    QTest.keyClick(found.row_table, KEY.Key_Delete)
    assert [paid(id) for id in sales] == [None, None, None, rows[1]]
    assert len(settle.open_rows()) == 2


def test_without_statements_the_page_says_what_to_do(file, qtbot):
    found = shown("settle", qtbot)
    assert "导入“到账记录”" in found.hint.text() and found.row_table.rowCount() == 0
    QTest.keyClick(found.row_table, KEY.Key_Return)
    QTest.keyClick(found.row_table, KEY.Key_Space)
    QTest.keyClick(found.row_table, KEY.Key_Delete)


@pytest.fixture
def dividends(file):
    village = record.save("village", {"name": "清溪村"}).id
    homes = [record.save("household", {"village": village, "head": f"王某{at}"}).id for at in range(3)]
    values = {"village": village, "year": 2025, "source": "光伏", "distributable": 100_000}
    plans = [record.save("distribution_plan", {**values, "source": name}).id for name in ("光伏", "茶厂")]
    for home in homes:
        record.save("distribution", {"plan": plans[0], "household": home, "amount": 10_000})
    record.save("distribution", {"plan": plans[1], "household": homes[1], "amount": 500})
    sheets = [record.save("income_sheet", {"household": home, "year": 2025, "kind": "01", **more}).id
              for home, more in zip(homes[:2], ({}, {"C1": 300}), strict=True)]  # fmt: skip
    return plans, homes, sheets


def c1(id):
    return query.rows("income_sheet", ("C1",), [id], raw=True)[id][0]


def test_f9_carries_over_what_is_clear_and_space_decides_the_rest(dividends, qtbot):
    _, _, sheets = dividends
    found = shown("dividends", qtbot)
    assert found.summary.text() == "可以带入 1 户，要看一看 1 户，没有收入表 1 户"
    assert line(found.table, 0) == ["带入", "清溪村", "王某0", "100.00", "100.00", "", "100.00", ""]
    assert line(found.table, 1)[:7] == ["不动", "清溪村", "王某1", "105.00", "105.00", "3.00", "3.00"]
    QTest.keyClick(found.table, KEY.Key_F9)
    assert [c1(id) for id in sheets] == [10_000, 300]
    assert found.table.rowCount() == 2 and not found.write.isEnabled() and "带入 1 户" in found.said.text()
    for way, after in (
        ("换成", "105.00"),
        ("加上", "108.00"),
        ("不动", "3.00"),
        ("换成", "105.00"),
        ("加上", "108.00"),
    ):
        QTest.keyClick(found.table, KEY.Key_Space)
        assert (line(found.table, 0)[0], line(found.table, 0)[6]) == (way, after)
    QTest.keyClick(found.table, KEY.Key_F9)
    assert c1(sheets[1]) == 10_800
    QTest.keyClick(found.table, KEY.Key_F9)
    assert c1(sheets[1]) == 10_800
    found.same.setChecked(True)
    assert [line(found.table, at)[0] for at in range(3)] == ["", "", ""]
    undo_last()
    qtbot.waitUntil(lambda: line(found.table, 1)[0] == "不动")


def test_enter_opens_the_sheet_or_the_household_without_one(dividends, qtbot):
    _, homes, sheets = dividends
    found = shown("dividends", qtbot)
    with qtbot.waitSignal(found.page_requested) as asked:
        QTest.keyClick(found.table, KEY.Key_Return)
    assert tuple(asked.args) == ("income_of_sheet", sheets[0])
    QTest.keyClick(found.table, KEY.Key_End)
    found.table.setCurrentCell(2, 1)
    with qtbot.waitSignal(found.record_requested) as asked:
        QTest.keyClick(found.table, KEY.Key_Return)
    assert tuple(asked.args) == ("household", homes[2])


def test_a_plan_shows_its_own_households_with_all_their_shares(dividends, qtbot):
    plans, homes, _ = dividends
    found = shown("dividends_of_plan", qtbot, plans[1])
    assert [one.household for one in found.flows] == [homes[1]] and line(found.table, 0)[3] == "105.00"
    with qtbot.waitSignal(found.left):
        record.delete("distribution_plan", [plans[1]])


def test_buyers_of_sales_are_registered_but_those_left_out(money, qtbot):
    record.save("sale", {"date": "2026-05-01", "kind": "02", "buyer": "个人顾客", "buyer_kind": "07", "amount": 1})
    record.save("sale", {"date": "2026-05-02", "kind": "02", "buyer": "示例中学", "buyer_kind": "05", "amount": 8})
    found = shown("buyers", qtbot)
    assert line(found.table, 0) == ["✓", "示例医院", "", "1", "900.00", "0.00"]
    assert line(found.table, 1) == ["✓", "示例中学", "学校", "4", "42.00", "0.08"]
    with qtbot.waitSignal(found.selection_requested) as asked:
        QTest.keyClick(found.table, KEY.Key_Return)
    assert query.count(asked.args[0]) == 1
    QTest.keyClick(found.table, KEY.Key_Space)
    QTest.keyClick(found.table, KEY.Key_F9)
    assert query.texts("buyer", ("name", "kind"), query.ids(Selection("buyer"))).popitem()[1] == ["示例中学", "学校"]
    assert found.table.rowCount() == 1 and not found.take.isEnabled() and "登记了 1 个" in found.said.text()
    undo_last()
    qtbot.waitUntil(lambda: found.table.rowCount() == 2)
    QTest.keyClick(found.table, KEY.Key_Space)
    QTest.keyClick(found.table, KEY.Key_F9)
    assert found.summary.text() == "销售里的采购单位都登记了" and query.count(Selection("buyer")) == 2
