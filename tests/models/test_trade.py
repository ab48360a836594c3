"""Order lines, buyers and quotas, promotions, households behind sales (domain.md §10)."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.ledger import ledger
from models.query import Filter, Selection
from models.record import DetailDraft, Draft, Refused, blank, check_drafts
from models.reports import charts, returns
from models.reports.figures import compute
from models.reports.figures.sales import lines_of
from models.rules.todos import todos


@pytest.fixture
def town(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    yield record.save("village", {"name": "清溪村"}).id
    ledger_file.close()
    clock.freeze(None)


@pytest.fixture
def goods(town):
    return [record.save("product", {"name": name, "kg_per_unit": 5_000}).id for name in ("脆李", "蜂蜜")]


SALE = {"date": "2026-03-01", "kind": "01", "buyer": "示例中学", "seller": "清溪合作社"}


def order(town, goods, amount=50_000, **more):
    lines = [
        DetailDraft({"product": goods[0], "qty": 10_000, "unit": "斤", "price": 80_000}),
        DetailDraft({"product": goods[1], "qty": 6_000, "unit": "箱", "amount": 42_000, "jin_each": 4_000}),
    ]
    values = {**SALE, "village": town, "amount": amount, **more}
    return record.save("sale", values, details={"sale_line": lines}).id


def values_of(name, **scope):
    return {one.name.partition(".")[2]: one.value for one in compute([name], **scope) if one.village is None}


def test_lines_add_up_to_the_order_or_nothing_is_saved(town, goods):
    assert order(town, goods)
    with pytest.raises(Refused, match=r"明细合计 500\.00 元，金额却是 500\.02 元"):
        order(town, goods, 50_002, date="2026-03-20")
    assert order(town, goods, 50_001, date="2026-04-20")  # ±0.01
    assert query.count(Selection("sale")) == 2 and query.count(Selection("sale_line")) == 4


def test_a_top_line_beside_lines_is_told(town, goods):
    lines = [DetailDraft({"product": goods[1], "amount": 100})]
    saved = record.save("sale", {**SALE, "amount": 100, "product": goods[0]}, details={"sale_line": lines})
    assert any("统计只看明细" in one.text for one in saved.problems)
    assert values_of("sale_by_product") == {"蜂蜜": "0.0001"}


def test_products_are_counted_by_lines_and_once(town, goods):
    order(town, goods)
    record.save(
        "sale", {**SALE, "date": "2026-05-01", "product": goods[0], "qty": 5_000, "unit": "斤", "amount": 4_000}
    )
    record.save("sale", {**SALE, "date": "2026-05-09", "amount": 700})
    assert values_of("sale_by_product") == {"蜂蜜": "0.042", "脆李": "0.012", "未填": "0.0007"}
    assert values_of("sale_quantity") == {"脆李.斤": "15", "蜂蜜.箱": "6"}
    # 15 斤 of plums are 7.5 kg; a box of honey is told to hold 4 斤: 12 kg.
    assert values_of("sale_weight", year=2026) == {"": "19.5"}
    for one in compute(["sale_by_product", "sale_quantity"]):
        chosen = Selection.from_json(one.where)
        assert one.records == query.count(chosen), one
    chart = charts.build("sale_by_product")
    assert dict(zip(chart.labels, chart.series[0].values, strict=True)) == {"蜂蜜": 42_000, "脆李": 12_000, "未填": 700}
    assert query.count(chart.where[0, 1]) == 2
    table = returns.build("sale_product_year", "2026").tables[0]
    assert [row.cells[1].text for row in table.rows] == ["蜂蜜", "脆李"]
    assert table.rows[1].cells[3].text == "120.00" and "另有没填产品的销售 7.00 元" in table.notes[0]
    months = returns.build("sale_month", "2026-03").tables[1]
    assert months.rows[0].cells[6].text == "脆李、蜂蜜"


def test_a_condition_on_either_column(town, goods):
    both, single = (
        order(town, goods),
        record.save("sale", {**SALE, "date": "2025-01-01", "product": goods[0], "amount": 1}).id,
    )
    none = record.save("sale", {**SALE, "date": "2025-02-01", "amount": 2}).id
    path = "product|sale_line.product"

    def found(op, value=None):
        return sorted(query.ids(Selection("sale", filters=(Filter(path, op, value),))))

    assert found("in", [goods[0]]) == sorted([both, single])
    assert found("in", [goods[1]]) == [both]
    assert found("not in", [goods[1]]) == sorted([single, none])
    assert found("blank") == [none] and found("filled") == sorted([both, single])
    assert Selection.from_json(Selection("sale").where(path, "in", [1]).to_json()).filters[0].path == path
    assert query.count(lines_of(Selection("sale").where(path, "in", [goods[0]]).where("date", "=", "2026"))) == 1
    assert query.count(lines_of(Selection("sale", search="示例中学"))) == 2


def test_a_quota_is_done_by_direct_purchases_of_that_buyer_and_year(town):
    buyer = record.save("buyer", {"name": "示例中学", "kind": "05", "canteen": "01"}).id
    quota = record.save("buyer_quota", {"buyer": buyer, "year": 2026, "food_total": 100_050}).id
    for date, kind, channel, name, amount in (
        ("2026-03", "01", "01", "示例中学", 4_000), ("2026-12-31", "02", None, "示例中学", 900),
        ("2025-12-31", "01", None, "示例中学", 800), ("2026-01-01", "01", None, "示例中学（东校区）", 70),
        ("2026-01-01", "01", None, "示例中学", 2_000),
    ):  # fmt: skip
        clock.freeze(datetime.date(2026, 12, 31))
        record.save("sale", {**SALE, "date": date, "kind": kind, "channel": channel, "buyer": name, "amount": amount})
    paths = ("ratio", "required", "completed", "on_platform", "left", "rate")
    # 10 % of 1000.50 元, half a fen up; 60.00 of 100.05 are 59.97 %.
    assert query.rows("buyer_quota", paths, [quota])[quota] == (1_000, 10_005, 6_000, 4_000, 4_005, 5_997)
    record.save("buyer_quota", {"fixed": 5_000}, id=quota)
    assert query.rows("buyer_quota", paths, [quota])[quota][1:] == (5_000, 6_000, 4_000, 0, 12_000)
    assert values_of("quota_rate", year=2026) == {"": "120.00"}
    with pytest.raises(Refused, match="已经登记过"):
        record.save("buyer_quota", {"buyer": buyer, "year": 2026})
    # A registered buyer's kind need not be typed again.
    again = record.save("sale", {**SALE, "date": "2026-02-02", "amount": 3}).id
    assert query.texts("sale", ("buyer_kind",), [again])[again] == ["学校"]
    table = returns.build("reserve_year", "2026").tables[0]
    assert table.total.cells[-1].text == "120.06"


def test_a_unit_behind_the_year_is_told_from_autumn_on_and_none_without_a_canteen(town):
    kinds = (("示例中学", "01"), ("示例工会", "04"), ("示例医院", "02"))
    for name, canteen in kinds:
        buyer = record.save("buyer", {"name": name, "canteen": canteen}).id
        record.save("buyer_quota", {"buyer": buyer, "year": 2026, "fixed": 36_500})
    record.save("sale", {**SALE, "buyer": "示例医院", "amount": 27_400})

    def told(day):
        clock.freeze(day)
        return [one.text for one in todos(day, names=["reserve_behind"])]

    assert told(datetime.date(2026, 9, 30)) == []
    # On the 274th day 274 of 365 元 are enough.
    assert told(datetime.date(2026, 10, 1)) == ["示例中学 2026 年应采购 365.00 元，已直接采购 0.00 元，还差 365.00 元"]
    assert len(told(datetime.date(2026, 10, 2))) == 2


def test_what_an_event_brought(town):
    event = record.save(
        "promotion", {"name": "展销会", "date": "2026-05-01", "last": "2026-05-02", "kind": "01", "intent": 10_000}
    ).id
    for date, amount in (("2026-05-02", 300), ("2026-05-20", 2_500)):
        record.save("sale", {**SALE, "date": date, "amount": amount, "promotion": event})
    other = record.save("promotion", {"name": "直播", "date": "2026-05-03"}).id
    record.save("sale", {**SALE, "date": "2026-05-30", "amount": 99, "promotion": other})
    assert query.rows("promotion", ("count", "sold", "later"), [event])[event] == (2, 2_800, 2_500)
    assert values_of("promotion_kept", year=2026) == {"": "25.00"}
    table = returns.build("promotion_year", "2026").tables[0]
    assert [row.cells[-1].text for row in (*table.rows, table.total)] == ["25.00", "", "25.00"]
    with pytest.raises(Refused, match="结束日期早于"):
        record.save("promotion", {"last": "2026-04-30"}, id=event)


def test_households_behind_a_sale(town, goods):
    homes = [record.save("household", {"village": town, "head": f"王某{at}", "hh_type": kind}).id
             for at, kind in enumerate(("01", "02"))]  # fmt: skip
    rows = [DetailDraft({"household": homes[0], "amount": 600})]
    sale = record.save("sale", {**SALE, "amount": 1_000}, details={"sale_household": rows}).id
    other = record.save("sale", {**SALE, "date": "2026-06-01", "amount": 9_000}).id
    record.save("sale_household", {"sale": other, "household": homes[0], "amount": 400})
    record.save("sale_household", {"sale": other, "household": homes[1], "amount": 100})
    with pytest.raises(Refused, match="已经登记过"):
        record.save("sale_household", {"sale": other, "household": homes[1]})
    with pytest.raises(Refused, match="农户所得合计"):
        record.save("sale", {"amount": 599}, id=sale, details={"sale_household": []})
    names = ("times", "count", "mean", "poor_amount")
    got = {name: next(iter(values_of(f"sale_household_{name}", year=2026).values())) for name in names}
    assert got == {"times": 3, "count": 2, "mean": "5.50", "poor_amount": "0.001"}
    table = returns.build("sale_households", "2026").tables[0]
    assert [row.cells[-1].text for row in table.rows] == ["10.00", "1.00", "11.00"]


def test_near_duplicates_of_one_table_are_told_as_well(town):
    of = ledger("sale")

    def warned(*days):
        drafts = [Draft(of, {**blank(of), **SALE, "date": day, "amount": 900}) for day in days]
        check_drafts(drafts)
        return [any("重复登记" in one.text for one in draft.problems) for draft in drafts]

    assert warned("2026-03-01", "2026-03-04", "2026-03-08") == [False, True, False]
    record.save("sale", {**SALE, "amount": 900})
    assert warned("2026-02-26", "2026-02-25") == [True, True]
