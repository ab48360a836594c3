"""到位 and 支出 beside columns of sources are laid over the lines, marked, and give way to what comes one by one."""

import datetime

import openpyxl
import pytest

from models import clock, ledger_file, query, record
from models.exchange import importer
from models.exchange.export import all_paths, export
from models.exchange.fill.form import fill, read_form, save
from models.exchange.fill.scope import read_scope
from models.ledger import ledger
from models.operation import undo
from models.query import Selection
from models.reports.figures import compute
from models.rules import reconcile

from .books import SHARED
from .test_stated import take_in

BLANKS = SHARED / "books" / "templates"
SOURCES = ["中央资金（万元）", "省级资金（万元）", "县级资金（万元）"]
HEADS = ["项目编号", "项目名称", "项目年度", *SOURCES, "到位资金（万元）", "累计支出（万元）"]
WAN = 1_000_000


@pytest.fixture
def empty(tmp_path):
    clock.freeze(datetime.date(2026, 8, 20))
    ledger_file.create(tmp_path / "a.db")
    yield
    ledger_file.close()
    clock.freeze(None)


def table(tmp_path, month, came, spent, planned=(10, 20, 5)):
    row = ["SL1", "产业路", 2026, *planned, came, spent]
    return take_in(tmp_path, f"2026年{month}月项目进度及资金支出月报", HEADS, row)


def lines():
    chosen = Selection("fund_line", order=("source", "received_on"))
    return sorted(
        ((source, amount // WAN, day or "", remark or "")
         for _, (source, amount, day, remark) in query.each(
             chosen, ("source", "amount", "received_on", "remark"), raw=True)),
    )  # fmt: skip


def payments():
    chosen = Selection("payment")
    paths = ("fund_line.source", "date", "amount", "purpose")
    return sorted((s, d, a // WAN, p or "") for _, (s, d, a, p) in query.each(chosen, paths, raw=True))


def money():
    return next(row for _, row in query.each(Selection("project"), ("received", "paid", "funds_total"), raw=True))


PLACED, STATED = "到位按表登记", "按表登记"
IN_JUNE = [
    ("F1", 10, "2026-06-30", PLACED), ("F2", 2, "2026-06-30", PLACED), ("F2", 18, "", ""), ("F4", 5, "", ""),
]  # fmt: skip


def test_the_totals_are_laid_over_the_lines_in_their_order(empty, tmp_path):
    receipt = table(tmp_path, 6, 12, 11)
    assert lines() == IN_JUNE
    assert payments() == [("F1", "2026-06-30", 10, STATED), ("F2", "2026-06-30", 1, STATED)]
    assert money() == (12 * WAN, 11 * WAN, 35 * WAN)
    assert any("到位资金 12" in text and "照表上来源的顺序" in text for text in receipt.problems)
    undo(receipt.operations[0])
    assert lines() == [] and payments() == []


def test_the_same_table_again_changes_nothing(empty, tmp_path):
    table(tmp_path, 6, 12, 11)
    again = table(tmp_path, 6, 12, 11)
    assert again.counts == {"unchanged": 1} and not again.operations
    assert lines() == IN_JUNE and len(payments()) == 2


def test_our_own_export_brought_back_takes_nothing_back(empty, tmp_path):
    table(tmp_path, 6, 12, 11)
    before = lines(), payments()
    for name in ("fund_line", "payment"):
        path = tmp_path / f"{name}.xlsx"
        export(Selection(name), all_paths(ledger(name)), path)
        importer.run(importer.prepare(path), back_up=False)
        assert (lines(), payments()) == before


def test_a_later_table_adds_with_its_own_day_and_a_smaller_one_is_told(empty, tmp_path):
    table(tmp_path, 6, 12, 11)
    receipt = table(tmp_path, 7, 31, 14)
    assert receipt.counts == {"update": 1}
    assert lines()[2:] == [("F2", 18, "2026-07-31", PLACED), ("F4", 1, "2026-07-31", PLACED), ("F4", 4, "", "")]
    assert money() == (31 * WAN, 14 * WAN, 35 * WAN)
    assert sum(amount for _, day, amount, _ in payments() if day == "2026-07-31") == 3
    less = table(tmp_path, 8, 30, 13)
    assert money() == (31 * WAN, 14 * WAN, 35 * WAN)
    assert len([text for text in less.problems if "没有改，请核对" in text]) == 2


def test_no_line_gets_more_than_it_was_planned_with(empty, tmp_path):
    receipt = table(tmp_path, 6, 40, 36)
    assert money() == (35 * WAN, 35 * WAN, 35 * WAN)
    assert any("比各项资金的额度多 5.00 万元" in text for text in receipt.problems)
    assert any("比各项资金的额度多 1.00 万元" in text for text in receipt.problems)


def test_columns_of_sources_take_the_place_of_a_total_without_them(empty, tmp_path):
    take_in(tmp_path, "2026年5月项目进度及资金支出月报", [*HEADS[:3], *HEADS[6:]], ["SL1", "产业路", 2026, 12, 11])
    assert lines() == [("FX", 12, "2026-05-31", STATED)]
    table(tmp_path, 6, 12, 11)
    assert lines() == IN_JUNE and money() == (12 * WAN, 11 * WAN, 35 * WAN)


def test_payments_drawn_from_such_a_total_are_never_lost(empty, tmp_path):
    take_in(tmp_path, "2026年5月项目进度及资金支出月报", [*HEADS[:3], *HEADS[6:]], ["SL1", "产业路", 2026, 12, None])
    line = query.ids(Selection("fund_line"))[0]
    record.save("payment", {"fund_line": line, "date": "2026-06-12", "amount": 3 * WAN})
    receipt = table(tmp_path, 6, 12, 11)
    assert payments() == [("FX", "2026-06-12", 3, "")]
    assert any("表上 11.00 万元，已登记 3.00 万元" in text for text in receipt.problems)
    assert "stated_beside_lines" in {one.kind for one in reconcile.breaks()}


def test_arrivals_one_by_one_take_its_place(empty, tmp_path):
    table(tmp_path, 6, 12, 11)
    heads = ["项目名称", "资金来源", "资金文号", "资金额度（万元）", "下达日期"]
    receipt = take_in(tmp_path, "2026年项目资金", heads, ["产业路", "中央", "财农1号", 10, "2026-03-01"],
                      ["产业路", "省级", "省财2号", 20, "2026-04-01"], name="资金")  # fmt: skip
    assert receipt.failed == 0
    assert lines() == [("F1", 10, "2026-03-01", ""), ("F2", 20, "2026-04-01", ""), ("F4", 5, "", "")]
    assert payments() == []
    assert any("到位 12.00 万元、支出 11.00 万元已换成这里的明细" in text for text in receipt.problems)
    undo(receipt.operations[0])
    assert lines() == IN_JUNE and len(payments()) == 2


def pay(tmp_path, day, amount):
    heads = ["项目名称", "资金来源", "支付日期", "支付金额（元）", "收款单位"]
    return take_in(tmp_path, "2026年资金拨付", heads, ["产业路", "中央", day, amount * 10_000, "某某公司"], name="拨付")


def test_payments_one_by_one_take_its_place(empty, tmp_path):
    table(tmp_path, 6, 12, 11)
    receipt = pay(tmp_path, "2026-06-10", 7)
    assert receipt.failed == 0 and payments() == [("F1", "2026-06-10", 7, "")]
    assert any("支出 11.00 万元已换成这里的逐笔拨付" in text for text in receipt.problems)
    later = table(tmp_path, 7, 12, 9)
    assert payments() == [("F1", "2026-06-10", 7, "")]
    assert any("表上 9.00 万元，已登记 7.00 万元" in text for text in later.problems)
    undo(receipt.operations[0])
    assert len(payments()) == 2 and money()[1] == 11 * WAN


def test_a_payment_after_the_table_adds_and_a_wrong_one_costs_nothing(empty, tmp_path):
    table(tmp_path, 6, 12, 6)
    receipt = pay(tmp_path, "2026-07-10", 3)
    assert receipt.failed == 0 and money()[1] == 9 * WAN
    wrong = pay(tmp_path, "2026-06-10", 70)
    assert wrong.failed == 1 and money()[1] == 9 * WAN


def test_the_reconciliation_tells_what_is_entered_by_hand_beside_it(empty, tmp_path):
    table(tmp_path, 6, 12, 6)
    assert not {one.kind for one in reconcile.breaks()} & {"stated_beside_lines", "stated_beside_payments"}
    first = query.ids(Selection("fund_line").where("source", "in", ["F1"]))[0]
    project = query.ids(Selection("project"))[0]
    record.save("payment", {"fund_line": first, "date": "2026-06-12", "amount": WAN})
    record.save("fund_line", {"project": project, "source": "F9", "amount": WAN, "received_on": "2026-06-01"})
    assert {one.kind for one in reconcile.breaks()} >= {"stated_beside_lines", "stated_beside_payments"}


def test_a_blank_monthly_return_gets_what_the_shared_state_says(opened, truth, tmp_path):
    wanted = {one["name"]: (one["received"], one["paid"]) for one in truth["projects"]}
    found = dict(query.rows("project", ("name", "received", "paid"), query.ids(Selection("project")), raw=True))
    assert {name: (came, spent) for name, came, spent in found.values()} == wanted
    sums = [sum(pair[at] for pair in wanted.values()) for at in (0, 1)]
    figures = [next(one.value for one in compute([name]) if one.year is None and one.village is None)
               for name in ("fund_received", "fund_paid")]  # fmt: skip
    assert figures == [f"{total / WAN:.2f}" for total in sums]
    book = openpyxl.Workbook()
    book.active.append(["2024年11月项目进度及资金支出月报"])
    book.active.append(["序号", "项目名称", "到位资金（万元）", "累计支出（万元）", "支出率（%）"])
    for number in range(len(wanted)):
        book.active.append([number + 1, None, None, None, None])
    book.active.append(["合计"])
    book.save(tmp_path / "r15.xlsx")
    form = read_form(tmp_path / "r15.xlsx")
    save(form, fill(form, read_scope(["scope=全乡", "period=2024-11"])), tmp_path / "out.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows(min_row=3, values_only=True))
    for _, name, came, spent, rate in rows[:-1]:
        assert (round(came * WAN), round(spent * WAN)) == wanted[name]
        assert abs(rate - spent * 100 / came) <= 0.005 + 1e-9
    assert [round(cell * WAN) for cell in rows[-1][2:4]] == sums


def test_the_shared_state_again_changes_nothing(opened):
    before = query.count(Selection("fund_line")), query.count(Selection("payment"))
    again = importer.run(importer.prepare(BLANKS / "state.xlsx"), back_up=False)
    assert set(again.counts) == {"unchanged"}
    assert (query.count(Selection("fund_line")), query.count(Selection("payment"))) == before
