"""Industries, enterprises, assets, gifts: rules, figures and charts on records made here (domain.md §9.8, §12–13)."""

import datetime
from fractions import Fraction

import pytest

from models import clock, ledger_file, query, record
from models.record import Refused
from models.reports import charts
from models.reports.figures import compute
from tests.models.reports import seeds

WAN = 1_000_000
CHARTS = {
    "industry_by_village": "value", "industry_by_product": "value", "dividend_by_year": "amount",
    "donation_by_kind": "value_yuan", "match_by_unit": "value", "asset_by_class": "value", "asset_by_owner": "value",
}  # fmt: skip


@pytest.fixture
def town(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    yield record.save("village", {"name": "清溪村"}).id
    ledger_file.close()
    clock.freeze(None)


def value(name):
    return next(one.value for one in compute([name]) if one.village is None and one.year is None)


def parts(name):
    return {one.title.rpartition("：")[2]: one.value for one in compute([name])}


def warned(saved):
    return [problem.text for problem in saved.problems]


# --- assets ---------------------------------------------------------------------------------------------------------


def test_the_624_assets_of_the_example_add_up(town):
    """domain.md §9.8: 624 assets, 30862.6147 万元 (values of one class shared out over its assets)."""
    from models.rules.distribution import split

    for kind, count, total in (("03", 89, 18_392_229), ("02", 502, 260_455_340), ("01", 33, 29_778_578)):
        for at, worth in enumerate(split(total, [1] * count)):
            values = {"name": f"资产{kind}{at}", "asset_class": kind, "value": worth * 100, "keeper": "王守业"}
            record.save("asset", {**values, "owner_level": "04" if kind == "03" else "03"})
    assert (value("asset_count"), value("asset_value")) == (624, "30862.6147")
    assert parts("asset_by_class") == {"经营性": 33, "公益性": 502, "到户类": 89}
    assert parts("asset_value_by_class") == {"经营性": "2977.8578", "公益性": "26045.534", "到户类": "1839.2229"}
    assert parts("asset_by_owner") == {"村": 535, "户": 89}
    assert value("asset_registered_rate") == "100.00"


def test_an_asset_without_owner_or_keeper_is_told_of(town):
    values = {"name": "产业路", "asset_class": "02", "value": WAN}
    assert any("没有确权" in text for text in warned(record.save("asset", values)))
    assert not warned(record.save("asset", {**values, "name": "桥", "owner_level": "03", "keeper": "王守业"}))


def test_disposal_is_explained_and_net_is_no_more_than_original(town):
    values = {"name": "车间", "asset_class": "01", "value": WAN, "owner_level": "03", "keeper": "王守业"}
    with pytest.raises(Refused, match="处置情况"):
        record.save("asset", {**values, "state": "05"})
    with pytest.raises(Refused, match="净值超过"):
        record.save("asset", {**values, "net_value": 2 * WAN})
    record.save("asset", {**values, "state": "05", "disposal": "报废，已核销", "net_value": 0})


def test_income_of_an_asset_is_shared_out_at_most_once(town):
    asset = record.save("asset", {"name": "光伏", "asset_class": "01", "value": WAN}).id
    with pytest.raises(Refused, match="超过实际收益"):
        record.save("asset_income", {"asset": asset, "year": 2025, "actual": 100, "shared": 101})
    saved = record.save("asset_income", {"asset": asset, "year": 2025, "actual": 40, "shared": 40, "expected": 100})
    assert any("不到预期的一半" in text for text in warned(saved))
    assert query.rows("asset", ("earned",), [asset], raw=True)[asset] == (40,)


# --- industries, enterprises, land -----------------------------------------------------------------------------------


def test_one_main_product_per_village_and_year(town):
    values = {"village": town, "year": 2025, "main": True}
    record.save("industry", {**values, "product": "茶叶"})
    with pytest.raises(Refused, match="一村一品"):
        record.save("industry", {**values, "product": "脆李"})
    record.save("industry", {**values, "product": "脆李", "main": False})
    record.save("industry", {**values, "product": "脆李", "year": 2026})


def test_value_per_mu_and_utilisation(town):
    id = record.save("industry", {"product": "蔬菜", "area_mu": 100_000, "value": 840 * WAN}).id
    assert query.texts("industry", ("per_mu",), [id])[id] == ["8,400.00"]
    saved = record.save("industry", {"product": "黑猪", "stock": 2600, "capacity": 10_000})
    assert not warned(saved) and value("stock_utilisation") == "26.00"
    assert warned(record.save("industry", {"product": "山羊", "stock": 11, "capacity": 10}))


def test_figures_of_products_keep_units_years_and_gaps_apart(town):
    tea = {"village": town, "product": "茶叶", "year": 2025, "area_mu": 10_000, "value": 20 * WAN, "workers": 30}
    record.save("industry", {**tea, "output": 1_500_000, "output_unit": "公斤", "greenhouses": 5})
    record.save("industry", {**tea, "year": 2026, "output": 2_000, "output_unit": "吨", "workers": 20})
    record.save("industry", {"village": town, "product": "鸡蛋", "year": 2026, "output": 9_000, "output_unit": "个"})
    record.save("industry", {"village": town, "product": "山羊", "year": 2026, "stock": 40, "workers": 4})
    assert parts("industry_output_by_product") == {"茶叶": "2", "鸡蛋": "9"}  # 1500 公斤 and 2 吨 stay apart
    assert [(one.value, one.unit) for one in compute(["industry_output_by_product"])] == [
        ("1500", "公斤"), ("9", "个"), ("2", "吨"),
    ]  # fmt: skip
    assert parts("industry_weight_by_product") == {"茶叶": "3.5"}
    assert parts("industry_per_mu") == {"茶叶": "2000.00"} and parts("stock_by_product") == {"山羊": "40"}
    assert value("industry_workers") == 34 and value("greenhouse_value") == "4.00"
    assert [one.value for one in compute(["industry_workers"], year=2026) if one.village is None] == [24]


def test_a_household_led_by_two_projects_counts_once(town):
    projects = [record.save("project", {"name": name, "year": 2026, "targets": "建成"}).id for name in "甲乙"]
    home = record.save("household", {"village": town, "head": "王某某", "linkage": "01"}).id
    record.save("household", {"village": town, "head": "李某某"})
    for project in projects:
        record.save("linkage", {"project": project, "way": "01", "household": home, "year": 2026, "amount": WAN})
    record.save("linkage", {"project": projects[0], "way": "01", "households": 12, "year": 2025})
    assert value("linkage_households") == 13 and value("linked_household_count") == 1
    assert value("linkage_amount") == "2.00"
    assert [one.value for one in compute(["linkage_households"], year=2026)] == [1]


def test_posts_are_not_added_over_years(town):
    for year, posts in ((2021, 38), (2022, 40), (2023, 42)):
        record.save(
            "enterprise", {"name": "加工厂", "year": year, "posts": posts, "sales": 300 * WAN, "wages": 30 * WAN}
        )
    assert value("enterprise_posts") == 42
    assert warned(record.save("enterprise", {"name": "小厂", "sales": WAN, "wages": WAN, "dividends": 1}))


def test_a_land_contract_ends_after_it_begins(town):
    values = {"lessee": "农场", "area_mu": 10_000, "start": "2024-01-01"}
    with pytest.raises(Refused, match="早于"):
        record.save("land_transfer", {**values, "end": "2023-12-31"})
    record.save("land_transfer", {**values, "end": "2033-12-31"})
    assert value("land_transfer_area") == "100"


# --- gifts -----------------------------------------------------------------------------------------------------------


def test_no_more_is_handed_out_than_was_given(town):
    gift = record.save(
        "donation",
        {"date": "2026-01-01", "donor": "某公司", "kind": "02", "item": "大米", "qty": 10_000, "value_yuan": 90_000},
    )
    assert any("计价依据" in text for text in warned(gift))
    out = {"date": "2026-01-02", "donation": gift.id, "receiver": "老人", "item": "大米"}
    record.save("issue", {**out, "qty": 6_000, "value": 54_000})
    with pytest.raises(Refused, match="只剩 4"):
        record.save("issue", {**out, "qty": 5_000})
    record.save("issue", {**out, "qty": 4_000, "value": 36_000})
    assert query.rows("donation", ("left",), [gift.id], raw=True)[gift.id] == (0,)
    assert value("donation_issued_rate") == "100.00"
    with pytest.raises(Refused, match="发给谁"):
        record.save("issue", {"date": "2026-01-02", "item": "大米"})


def test_gifts_and_own_condolence_are_kept_apart_and_added_once(town):
    """T10 with one gift handed on: what left the stock is not counted again."""
    for worth in (130_000, 22_000, 200_000, 70_000):
        values = {"date": "2023-05-01", "donor": f"单位{worth}", "kind": "07", "value_yuan": worth * 100}
        last = record.save("donation", {**values, "qty": 100_000, "valuation_basis": "01"})
    record.save("issue", {"date": "2023-10-20", "receiver": "老人", "value": 5_000_000, "persons": 600})
    record.save("issue", {"date": "2023-11-20", "donation": last.id, "receiver": "学生", "qty": 1000, "value": 700_00})
    assert (value("donation_total"), value("giving_total")) == ("42.20", "47.20")


def test_the_seed_workbooks_give_their_figures(town):
    from models.exchange import importer

    seeds.require()
    for name in ("T10_捐赠与慰问2023", "T19_万春腊肉加工厂"):
        receipt = importer.run(importer.prepare(seeds.FOLDER / f"{name}.xlsx"), back_up=False)
        assert "error" not in receipt.counts
    assert [value(name) for name in ("donation_total", "issue_total", "giving_total")] == ["42.20", "5.00", "47.20"]
    assert (value("dividend_total"), value("enterprise_dividends")) == ("1200000.00", "120.00")
    assert Fraction(value("enterprise_sales")) >= 1000 and value("enterprise_posts") >= 40
    assert Fraction(value("dividend_share")) <= 12


# --- charts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_a_bar_is_what_its_records_add_up_to(reading, name):
    chart = charts.build(name)
    assert chart.where
    for (series, label), selection in chart.where.items():
        shown = chart.series[series].values[label]
        assert Fraction(shown or 0) == query.totals(selection, (CHARTS[name],))[CHARTS[name]]
