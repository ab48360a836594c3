"""Totals of a project table without fund lines and payments are kept, marked, and give way to the lines themselves."""

import datetime

import openpyxl
import pytest

from models import clock, ledger_file, query, record
from models.exchange import importer
from models.operation import undo
from models.query import Selection
from models.reports import returns
from models.reports.figures import compute
from models.rules import reconcile

HEADS = ["项目编号", "项目名称", "项目年度", "计划总投资（万元）", "到位资金（万元）", "累计支出（万元）"]


@pytest.fixture(autouse=True)
def office(tmp_path):
    clock.freeze(datetime.date(2026, 8, 20))
    ledger_file.create(tmp_path / "a.db")
    yield
    ledger_file.close()
    clock.freeze(None)


def take_in(tmp_path, title, heads, *rows, name="表"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    sheet.append([title])
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
    path = tmp_path / f"{name}.xlsx"
    book.save(path)
    return importer.run(importer.prepare(path), back_up=False)


def lines():
    return [
        row for _, row in query.each(Selection("fund_line"), ("source", "amount", "received_on", "remark"), raw=True)
    ]


def payments():
    return [
        row for _, row in query.each(Selection("payment", order=("date",)), ("date", "amount", "purpose"), raw=True)
    ]


def progress(tmp_path, month, came, spent):
    return take_in(tmp_path, f"2026年{month}月项目进度及资金支出月报", HEADS, ["SL1", "产业路", 2026, 40, came, spent])


def figure(name):
    return next(one.value for one in compute([name]) if one.village is None and one.year is None)


def test_totals_without_lines_become_one_line_and_one_payment(tmp_path):
    receipt = progress(tmp_path, 6, 30, 12.5)
    assert receipt.failed == 0
    assert lines() == [("FX", 30_000_000, "2026-06-30", "按表登记")]
    assert payments() == [("2026-06-30", 12_500_000, "按表登记")]
    assert any("没有资金明细，2026-06-30 按表登记" in text and "来源未细分" in text for text in receipt.problems)
    assert (figure("fund_received"), figure("fund_paid"), figure("pay_rate")) == ("30.00", "12.50", "41.67")
    undo(receipt.operations[0])
    assert lines() == [] and payments() == []


def test_a_later_table_adds_what_has_been_paid_since(tmp_path):
    progress(tmp_path, 6, 30, 12.5)
    again = progress(tmp_path, 6, 30, 12.5)
    assert again.counts["unchanged"] == 1 and len(payments()) == 1
    progress(tmp_path, 7, 35, 20)
    assert lines() == [("FX", 35_000_000, "2026-06-30", "按表登记")]
    assert payments() == [("2026-06-30", 12_500_000, "按表登记"), ("2026-07-31", 7_500_000, "按表登记")]
    less = progress(tmp_path, 8, 35, 19)
    assert len(payments()) == 2 and figure("fund_paid") == "20.00" and less.failed == 0


def test_money_that_came_and_was_not_paid_has_no_payment(tmp_path):
    progress(tmp_path, 6, 30, None)
    assert len(lines()) == 1 and payments() == []
    progress(tmp_path, 7, 30, 40)
    assert lines()[0][1] == 40_000_000 and payments()[0][1] == 40_000_000


def test_beside_lines_nothing_is_added_and_a_difference_is_told(tmp_path):
    project = record.save("project", {"code": "SL1", "name": "产业路", "year": 2026}).id
    record.save("fund_line", {"project": project, "source": "F1", "amount": 30_000_000, "received_on": "2026-03-01"})
    receipt = progress(tmp_path, 6, 30, 12.5)
    assert len(lines()) == 1 and payments() == []
    assert [text for text in receipt.problems if "请核对" in text and "累计支出" in text]
    assert not [text for text in receipt.problems if "到位资金" in text]


def test_the_lines_themselves_take_its_place(tmp_path):
    progress(tmp_path, 6, 30, 12.5)
    receipt = take_in(tmp_path, "2026年项目资金", ["项目名称", "资金来源", "资金文号", "资金额度（万元）", "下达日期"],
                      ["产业路", "中央", "财农1号", 20, "2026-03-01"], ["产业路", "县级", "县财2号", 10, "2026-04-01"],
                      name="资金")  # fmt: skip
    assert receipt.failed == 0 and sorted(one[0] for one in lines()) == ["F1", "F4"] and payments() == []
    assert any("已换成这里的明细" in text for text in receipt.problems)


def test_a_line_entered_by_hand_beside_it_is_found_by_the_reconciliation(tmp_path):
    progress(tmp_path, 6, 30, 12.5)
    project = query.ids(Selection("project"))[0]
    record.save("fund_line", {"project": project, "source": "F1", "amount": 30_000_000, "received_on": "2026-03-01"})
    assert "stated_beside_lines" in {one.kind for one in reconcile.breaks()}


def dated(tmp_path, *rows, title="项目进度及资金支出情况表", name="表"):
    take_in(tmp_path, title, *rows, name=name)
    return {day for _, _, day, _ in lines()} | {day for day, _, _ in payments()}


ROW = ["SL1", "产业路", 2026, 40, 30, 12.5]


def test_the_day_of_filling_in_counts_where_no_month_is_named(tmp_path):
    assert dated(tmp_path, HEADS, ROW, ["填表人：某某", "", "填表日期：2026年6月28日"]) == {"2026-06-28"}


@pytest.mark.parametrize(
    ("title", "name", "foot", "day"),
    [
        ("项目资金情况表", "2026年5月", ["填表日期：2026-06-03"], "2026-05-31"),
        ("项目资金情况表（2026年4月）", "表", ["报送日期", datetime.date(2026, 5, 6)], "2026-04-30"),
        ("项目资金情况表", "表", ["审核人：某某", "", "报送时间：2026/06/30"], "2026-06-30"),
        ("项目资金情况表", "表", ["制表日期：2026年9月30日"], "2026-08-20"),
        ("项目资金情况表", "表", ["填表日期：    年  月  日"], "2026-08-20"),
    ],
)
def test_the_day_comes_from_title_sheet_or_foot_and_is_never_to_come(tmp_path, title, name, foot, day):
    assert dated(tmp_path, HEADS, ROW, foot, title=title, name=name) == {day}


def test_a_table_without_month_or_day_says_that_it_counts_today(tmp_path):
    receipt = take_in(tmp_path, "项目资金情况表", HEADS, ROW)
    assert lines() == [("FX", 30_000_000, "2026-08-20", "按表登记")]
    assert any("表上没写月份，按今天" in text for text in receipt.problems)


def test_the_monthly_return_tells_of_money_that_a_later_table_brought(tmp_path):
    take_in(tmp_path, "项目资金情况表", HEADS, ROW)
    early, late = (returns.build("R15", month).tables[0].notes for month in ("2026-06", "2026-08"))
    assert any("1 个项目的到位、支出是按表登记的，记在 2026-08-20，晚于本期末" in text for text in early)
    assert not any("晚于本期末" in text for text in late)
