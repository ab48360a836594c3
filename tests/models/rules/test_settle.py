"""Rows of statements against sales (domain.md §10.3)."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.operation import undo
from models.query import Selection
from models.record import Refused
from models.rules import settle


@pytest.fixture(autouse=True)
def file(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    yield
    ledger_file.close()
    clock.freeze(None)


def sale(date, amount, **more):
    values = {"date": date, "kind": "01", "buyer": "示例中学", "seller": "清溪合作社", "amount": amount, **more}
    return record.save("sale", values).id


def row(date, amount, **more):
    values = {"date": date, "payer": "示例中学", "payee": "清溪合作社", "amount": amount, **more}
    return record.save("settlement", values).id


def proposed():
    return settle.propose(settle.open_rows(), settle.open_sales())


def test_an_order_number_comes_first_and_counts_the_fee(file):
    one = sale("2026-03-01", 10_000, platform_order="SL1")
    sale("2026-03-02", 10_000)
    paid = row("2026-03-09", 9_900, order_no="SL1", fee=100, payer=None)
    assert proposed()[paid] == settle.Proposal((paid,), (one,), "订单号一样", True)
    other = row("2026-03-09", 9_900, order_no="SL9", payer=None)
    assert other not in proposed()


def test_an_order_with_another_amount_is_shown_and_not_sure():
    sale("2026-03-01", 10_000, platform_order="SL1")
    paid = row("2026-03-09", 9_500, order_no="SL1")
    found = proposed()[paid]
    assert not found.sure and found.why == "订单号一样，金额差 5.00 元"
    with pytest.raises(Refused, match=r"销售合计 100\.00 元，到账 95\.00 元，不相等"):
        settle.match([([paid], found.sales)])
    assert query.count(Selection("sale_payment")) == 0


def test_one_transfer_for_several_sales_of_one_buyer_and_seller():
    some = [sale(f"2026-03-{day:02d}", amount) for day, amount in ((1, 1_000), (5, 2_500), (9, 4_900))]
    sale("2026-03-03", 3_500, buyer="示例医院")
    sale("2026-03-03", 3_500, seller="别的合作社")
    sale("2026-01-03", 3_500)
    paid = row("2026-03-20", 3_500)
    assert proposed()[paid] == settle.Proposal((paid,), tuple(some[:2]), "2 笔合计一样", True)


def test_two_ways_to_make_a_sum_are_left_to_the_clerk():
    for day in (1, 2, 9):
        sale(f"2026-03-{day:02d}", 1_000 + day)
    sale("2026-03-10", 1_001)
    paid = row("2026-03-20", 1_001)
    found = proposed()[paid]
    assert not found.sure and found.why == "有几种凑法"


def test_more_than_four_only_all_together():
    some = tuple(sale(f"2026-03-{day:02d}", 100 + 13 * day * day) for day in range(1, 8))
    whole = sum(one.amount for one in settle.open_sales())
    paid = row("2026-03-20", whole)
    assert proposed()[paid].sales == some
    assert settle.match([([paid], some)])
    assert proposed() == {} and settle.open_sales() == [] and [one.id for one in settle.open_rows(True)] == [paid]


def test_a_sale_is_proposed_and_matched_once():
    one = sale("2026-03-01", 1_000)
    first, second = row("2026-03-05", 1_000), row("2026-03-06", 1_000)
    assert list(proposed()) == [first]
    with pytest.raises(Refused, match="有 1 笔销售已经全部对上"):
        settle.match([([first], [one]), ([second], [one])])
    number = settle.match([([first], [one])])
    with pytest.raises(Refused, match="有 1 笔销售已经全部对上"):
        settle.match([([second], [one])])
    with pytest.raises(Refused, match="有 1 笔到账已经全部对上，请先拆开"):
        settle.match([([first], [sale("2026-03-30", 1_000)])])
    undo(number)
    assert len(settle.open_rows()) == 2
    settle.match([([second], [one])])
    assert settle.take_apart([second]) and settle.take_apart([second]) == 0
    assert len(settle.open_sales()) == 2 and len(settle.open_rows()) == 2


def parts():
    found = query.each(Selection("sale_payment"), ("settlement", "sale", "amount"), raw=True)
    return sorted(values for _, values in found)


def rests():
    return ({one.id: one.amount for one in settle.open_rows()}, {one.id: one.amount for one in settle.open_sales()})


def test_one_sale_paid_by_several_rows_is_proposed_and_matched():
    one = sale("2026-03-01", 10_000)
    first, second = row("2026-03-10", 6_001), row("2026-04-10", 3_999)
    wanted = settle.Proposal((first, second), (one,), "2 次到账合计一样", True)
    assert proposed() == {first: wanted, second: wanted}
    settle.match([(wanted.rows, wanted.sales)])
    assert parts() == [(first, one, 6_001), (second, one, 3_999)] and rests() == ({}, {})
    assert [(part.amount, part.whole) for part in settle.paid_sales(second)] == [(3_999, 10_000)]


def test_one_order_paid_in_two_rows():
    one = sale("2026-03-01", 10_000, platform_order="SL1")
    some = (row("2026-03-09", 4_950, order_no="SL1", fee=50), row("2026-03-19", 5_000, order_no="SL1", flow_no="B"))
    assert proposed()[some[0]] == settle.Proposal(some, (one,), "订单号一样，2 次到账", True)


def test_several_rows_for_several_sales_leave_rests_to_the_fen():
    sales = [sale(f"2026-03-0{day}", amount) for day, amount in ((1, 1_000), (2, 2_003), (3, 5_000))]
    rows = [row(f"2026-03-1{day}", amount) for day, amount in ((0, 1_501), (1, 2_000))]
    with pytest.raises(Refused, match=r"销售合计 80\.03 元，到账 35\.01 元，不相等"):
        settle.match([(rows, sales)])
    number = settle.match([(rows, sales)], in_part=True)
    # The oldest money pays the oldest sales first.
    assert parts() == [
        (rows[0], sales[0], 1_000), (rows[0], sales[1], 501), (rows[1], sales[1], 1_502), (rows[1], sales[2], 498),
    ]  # fmt: skip
    assert rests() == ({}, {sales[2]: 4_502})
    later = row("2026-04-10", 5_000)
    settle.match([([later], [sales[2]])], in_part=True)
    assert rests() == ({later: 498}, {})
    assert [(one.amount, one.whole) for one in settle.open_rows()] == [(498, 5_000)]
    settle.take_apart([later])
    undo(number)
    assert parts() == [] and len(settle.open_rows()) == 3


def test_more_of_the_same_row_for_the_same_sale_is_added_up():
    one, paid = sale("2026-03-01", 1_000), row("2026-03-05", 600)
    settle.match([([paid], [one])], in_part=True)
    record.save("settlement", {"amount": 1_000}, id=paid)
    settle.match([([paid], [one])])
    assert parts() == [(paid, one, 1_000)]


def test_no_part_is_more_than_the_sale_or_the_row():
    one, paid = sale("2026-03-01", 1_000), row("2026-03-05", 600)
    with pytest.raises(Refused, match=r"这笔到账共 6\.00 元，这样对上的就多出 0\.02 元"):
        record.save("sale_payment", {"sale": one, "settlement": paid, "amount": 602})
    record.save("sale_payment", {"sale": one, "settlement": paid, "amount": 600})
    with pytest.raises(Refused, match="已经对过"):
        record.save("sale_payment", {"sale": one, "settlement": paid, "amount": 1})
    with pytest.raises(Refused, match=r"这笔销售共 10\.00 元，这样对上的就多出 1\.00 元"):
        record.save("sale_payment", {"sale": one, "settlement": row("2026-03-06", 900), "amount": 500})


def test_what_is_gone_meanwhile_is_refused():
    one, paid = sale("2026-03-01", 1_000), row("2026-03-05", 1_000)
    record.delete("sale", [one])
    with pytest.raises(Refused, match="有 1 笔销售已被删除"):
        settle.match([([paid], [one])])
    record.delete("settlement", [paid])
    with pytest.raises(Refused, match="有 1 笔到账已被删除"):
        settle.match([([paid], [sale("2026-03-02", 1_000)])])
    assert settle.match([]) == 0


def test_a_row_of_a_statement_stands_once():
    row("2026-03-05", 1_000, flow_no="YH1")
    with pytest.raises(Refused, match="已经登记过"):
        row("2026-03-05", 1_000, flow_no="YH1")
    row("2026-03-06", 1_000)
    assert query.texts("settlement", ("flow_no",), query.ids(Selection("settlement"))[:1]).popitem()[1] == [
        "2026-03-06 示例中学 10.00"
    ]


def test_a_day_that_is_not_known_is_no_reason():
    sale("2026-03", 1_000)
    row("2026-03-05", 1_000)
    assert proposed() == {}
