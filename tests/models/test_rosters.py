"""A form with its rosters: one operation, everything wrong told at once, a trial that writes nothing."""

import datetime

import pytest

from models import changes, clock, history, ledger_file, query, record, rosters
from models.kinds import Fault, Integer, Money, Text
from models.ledger import ledger
from models.record import DetailDraft, Refused


@pytest.fixture(autouse=True)
def book(tmp_path):
    clock.freeze(datetime.date(2025, 6, 1))
    ledger_file.create(tmp_path / "册.db")
    yield
    ledger_file.close()
    clock.freeze(None)


@pytest.fixture
def village():
    return record.save("village", {"name": "下庄村", "township": "青禾乡"}).id


def count(name):
    return query.count(query.Selection(name))


def line(amount, *payments):
    drafts = [DetailDraft({"date": "2025-03-01", "amount": one}) for one in payments]
    return DetailDraft({"source": "F1", "amount": amount}, details={"payment": drafts})


def test_payments_of_new_fund_lines_are_saved_in_the_same_operation():
    saved = record.save("project", {"name": "桥"}, details={"fund_line": [line(30_000_00, 10_000_00, 5_000_00)]})
    assert (count("fund_line"), count("payment"), len(history.operations())) == (1, 2, 1)
    paid = query.texts("project", ["paid"], [saved.id])[saved.id]
    assert paid == ["1.50"]


def test_payments_beyond_a_new_fund_line_are_refused_and_nothing_is_written():
    drafts = [line(10_000_00, 8_000_00, 8_000_00)]
    with pytest.raises(Refused) as refused:
        record.save("project", {"name": "桥"}, details={"fund_line": drafts})
    assert "第 1 行资金：第 2 行拨付：这笔资金只剩 2,000.00 元" in str(refused.value)
    assert drafts[0].details["payment"][1].problems[0].field == "amount"
    assert (count("project"), count("fund_line"), count("payment")) == (0, 0, 0)


def test_master_and_rows_are_told_at_once(village):
    rows = [DetailDraft({"relation": "01"}), DetailDraft({"name": "李四", "relation": "01"})]
    with pytest.raises(Refused) as refused:
        record.save("household", {}, details={"member": rows})
    text = str(refused.value)
    for part in ("行政村没有填", "第 1 行家庭成员：姓名没有填", "第 2 行家庭成员：这一户已经有户主了", "2 个户主"):
        assert part in text


def test_removing_a_payment_and_lowering_its_line_is_one_save():
    id = record.save("project", {"name": "桥"}, details={"fund_line": [line(30_000_00, 20_000_00, 5_000_00)]}).id
    fund = query.ids(query.Selection("fund_line"))[0]
    first = query.ids(query.Selection("payment", order=("-amount",)))[0]
    lower = DetailDraft({"amount": 10_000_00}, id=fund, details={"payment": [DetailDraft({}, id=first, removed=True)]})
    record.save("project", {}, id=id, details={"fund_line": [lower]})
    assert query.texts("fund_line", ["amount", "paid"], [fund])[fund] == ["1.00", "0.50"]


def test_a_trial_answers_and_writes_nothing(village):
    told = []
    end = changes.subscribe(told.append)
    rows = [DetailDraft({"name": "张三", "relation": "01", "birth": "1980-05-01", "state": "01"})]
    before = len(history.operations())
    answer = rosters.try_form(ledger("household"), {"village": village}, None, {"member": rows})
    end()
    assert answer.derived["head"] == "张三" and answer.derived["members_now"] == 1
    assert rows[0].computed["age"] == 45
    assert [p.text for p in rows[0].problems] == ["证件号码没有填"]
    assert (count("household"), count("member"), len(history.operations()), told) == (0, 0, before, [])


def test_a_household_without_head_is_warned_and_saved(village):
    saved = record.save("household", {"village": village}, details={"member": [DetailDraft({"name": "张三"})]})
    assert any("还没有户主" in p.text and p.level == "warn" and p.field == "member" for p in saved.problems)


def test_a_row_deleted_meanwhile_is_refused(village):
    saved = record.save("household", {"village": village}, details={"member": [DetailDraft({"name": "张三"})]})
    member = query.ids(query.Selection("member"))[0]
    record.delete("member", [member])
    with pytest.raises(Refused, match="已被删除"):
        record.save("household", {}, id=saved.id, details={"member": [DetailDraft({"name": "张四"}, id=member)]})


@pytest.mark.parametrize(("kind", "text"), [(Integer(), "9" * 25), (Money("万元"), "9" * 25)])
def test_numbers_that_no_column_can_hold_are_faults(kind, text):
    with pytest.raises(Fault, match="太大"):
        kind.parse(text)


def test_long_text_keeps_its_lines():
    assert Text(long=True).parse("一组 \n\n  二组") == "一组\n二组"
    assert Text().parse("一组\n二组") == "一组 二组"
