"""Figures: the seeds' numbers, the records behind each number, vague values, shares of villages, the calendar."""

import dataclasses
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import query, record
from models.query import Selection
from models.reports import places
from models.reports.figures import compute, definitions, describe
from models.reports.figures.base import percent, plain_number, rounded, wan

from . import seeds

DOCS = Path(__file__).resolve().parents[3] / "docs" / "figures.md"
PROJECTS = "T01_竹贤乡2023年项目.xlsx"
INCOME = "T02_凌云六村集体经济2022.xlsx"
SALES = "B23_竹贤乡消费帮扶2023.xlsx"


def one(name, *, village=None, year=None, **more):
    """The single figure of that name, village and year."""
    found = [f for f in compute([name], **more) if (f.name, f.village, f.year) == (name, village, year)]
    assert len(found) == 1, [(f.name, f.village, f.year) for f in compute([name], **more)]
    return found[0]


def value(name, **more):
    return one(name, **more).value


# --- the seeds ----------------------------------------------------------------------------------------------------


def test_t01_sixteen_projects(book):
    seeds.require()
    seeds.load(PROJECTS)
    assert value("project_count") == 16
    assert value("project_total") == "2592.00"
    assert value("project_mean") == "162.00"
    assert value("project_total", year=2023) == "2592.00"
    assert value("fund_total") == "2592.00"
    parts = [Decimal(f.value) for f in compute(["project_total_by_category"])]
    assert sum(parts) == Decimal("2592.00")


def test_t16_road_per_kilometre(book):
    seeds.require()
    seeds.load(PROJECTS)
    found = [f for f in compute(["project_unit_cost"]) if f.title.endswith("竹贤乡产业路升级项目")]
    assert [(f.value, f.unit, f.records) for f in found] == [("5.00", "万元/公里", 1)]


def test_t02_six_villages(book):
    seeds.require()
    seeds.load(INCOME)
    assert value("ce_total", year=2022) == "90.20"
    assert value("ce_mean", year=2022) == "15.03"
    highest = next(iter(compute(["ce_highest"])))
    assert (highest.village, highest.value) == ("陶化村", "22.70")
    assert next(iter(compute(["ce_highest_share"]))).value == "25.17"
    assert (value("ce_at_least.10", year=2022), value("ce_at_least_share.10", year=2022)) == (6, "100.00")
    assert (value("ce_at_least.20", year=2022), value("ce_at_least_share.20", year=2022)) == (2, "33.33")
    assert value("ce_total", village="陶化村", year=2022) == "22.70"
    assert value("ce_operating_total", village="陶化村", year=2022) == "16.70"  # 补助 6.00 不算经营性


def test_t03_seventeen_villages_and_a_threshold_that_counts(book):
    seeds.require()
    seeds.load("T03_大观区17村经营性收入.xlsx")
    assert value("ce_operating_villages", year=2020) == 17
    assert value("ce_operating_at_least.50", year=2020) == 5  # 其中一个村正好 50.00
    assert value("ce_operating_at_least_share.50", year=2020) == "29.41"
    assert one("ce_operating_total", year=2020).qualifier == "eq"
    assert one("ce_total", year=2020).qualifier == "ge"  # 只报了经营性收入，总收入不会比它小


def test_b23_sales(book):
    seeds.require()
    seeds.load(SALES)
    assert value("sale_total") == "1024.914"
    assert value("sale_collective_gain") == "20.70"
    kinds = {f.title.partition("：")[2]: Decimal(f.value) for f in compute(["sale_by_kind"])}
    assert set(kinds) == {"直接采购", "帮助销售"}
    assert sum(kinds.values()) == Decimal("1024.914")
    for product, jin in (("脆李", "1500"), ("猕猴桃", "4000"), ("猪蹄", "5000")):
        found = one(f"sale_quantity_by_buyer.帮扶集团成员单位.{product}.斤")
        assert (found.value, found.unit) == (jin, "斤")


def test_t15_amount_and_weight(book):
    seeds.require()
    seeds.load("T15_销售单价校验.xlsx", "正确")
    assert value("sale_total") == "4.00"
    assert value("sale_weight") == "2500"


def test_t20_money_against_the_calendar(book):
    seeds.require()
    seeds.load("T20_帮扶资金1493万.xlsx")
    asof = "2022-06-30"
    assert value("fund_total", asof=asof) == "1493.00"
    assert value("fund_mean", asof=asof) == "248.83"
    assert value("fund_received", asof=asof) == "1493.00"
    assert value("fund_paid", asof=asof) == "800.00"
    assert value("pay_rate", asof=asof) == "53.58"
    assert value("pay_schedule", asof=asof) == "50.00"
    assert value("pay_gap", asof=asof) == "+3.58"
    assert value("fund_paid") == "850.00"  # 七月又付了 50 万


def test_t23_a_vague_number_stays_vague(book):
    seeds.require()
    seeds.load("T23_模糊数字.xlsx", "村级报告")
    found = one("ce_total", year=2022)
    assert (found.value, found.qualifier) == ("20.00", "ge")
    assert "约数" in found.note
    assert one("ce_villages", year=2022).qualifier == "eq"
    assert not [f for f in compute() if f.name.startswith("ce_operating")]  # 经营性收入没有报，不写 0


def test_t07_insured_rate_per_village(book):
    seeds.require()
    seeds.load("T07_医保参保.xlsx")
    assert value("insured_rate", village="甲村") == "98.00"
    assert value("insured_rate", village="乙村") == "97.67"
    lowest = next(iter(compute(["insured_rate_lowest"])))
    assert (lowest.village, lowest.value) == ("乙村", "97.67")


# --- every number opens down to its records -----------------------------------------------------------------------


@pytest.mark.parametrize("file", [PROJECTS, INCOME, SALES, "T20_帮扶资金1493万.xlsx", "T04_凌云六村风险消除.xlsx"])
def test_records_are_those_of_where(book, file):
    seeds.require()
    seeds.load(file)
    found = compute()
    assert found
    for figure in found:
        assert query.count(Selection.from_json(figure.where)) == figure.records, figure


@pytest.mark.parametrize("file", [PROJECTS, INCOME, SALES])
def test_one_village_in_one_year_is_the_same_as_in_the_breakdown(book, file):
    seeds.require()
    seeds.load(file)
    for all_of_it in [f for f in compute() if f.village and "highest" not in f.name and "lowest" not in f.name]:
        same = [
            f
            for f in compute([all_of_it.name], village=all_of_it.village, year=all_of_it.year)
            if (f.name, f.year) == (all_of_it.name, all_of_it.year)
        ]
        assert [f.value for f in same] == [all_of_it.value], all_of_it


def test_every_definition_answers_on_an_empty_file(book):
    found = compute()
    assert {f.name for f in found} >= {"household_count", "project_total", "sale_total"}
    assert all(f.records == 0 for f in found)
    json.dumps([dataclasses.asdict(f) for f in found])


def test_unknown_names_and_villages_get_a_sentence(book):
    with pytest.raises(KeyError, match="没有名为“nothing”的指标"):
        compute(["nothing"])
    with pytest.raises(KeyError, match="没有名为“无名村”的村"):
        compute(village="无名村")


# --- projects of several villages ---------------------------------------------------------------------------------


@pytest.fixture
def three_villages(book):
    return [record.save("village", {"name": name}).id for name in ("甲村", "乙村", "丙村")]


def project(name, fen, shares):
    rows = [record.DetailDraft({"village": village, "share": share}) for village, share in shares]
    values = {"name": name, "year": 2025, "budget_total": fen}
    return record.save("project", values, details={"project_place": rows}).id


def test_shares_then_equal_parts_then_the_township(three_villages):
    one_, two, three = three_villages
    project("均分", 100_000_01, [(one_, None), (two, None)])
    project("按比例", 200_000_00, [(one_, 7000), (two, None), (three, None)])
    project("不足", 100_000_00, [(three, 4000)])
    project("全乡", 50_000_00, [])
    found = places.split(Selection("project"), "investment")
    assert found[one_].money == Fraction(100_000_01, 2) + 140_000_00
    assert found[two].money == Fraction(100_000_01, 2) + 30_000_00
    assert found[three].money == 30_000_00 + 40_000_00
    assert found[None].money == 60_000_00 + 50_000_00
    assert (
        sum(part.money for part in found.values()) == query.totals(Selection("project"), ["investment"])["investment"]
    )
    assert {id: part.records for id, part in found.items()} == {one_: 2, two: 2, three: 2, None: 1}


def test_a_village_sees_its_part_of_the_money(three_villages):
    one_, two, _ = three_villages
    id = project("均分", 100_000_000, [(one_, None), (two, None)])
    line = record.save(
        "fund_line", {"project": id, "source": "F1", "amount": 80_000_000, "received_on": "2025-03-01"}
    ).id
    record.save("payment", {"fund_line": line, "date": "2025-05-01", "amount": 20_000_000})
    assert value("project_total", village="甲村") == "50.00"
    mine = {f.name: f.value for f in compute(village="甲村", year=2025)}
    assert mine["project_total"] == "50.00"
    assert mine["project_mean"] == "50.00"
    assert (mine["fund_received"], mine["fund_paid"], mine["pay_rate"]) == ("40.00", "10.00", "25.00")
    assert mine["pay_schedule"] == "100.00"  # 2025 年已经过完
    assert "household_count" not in mine


def test_investment_falls_back_to_the_fund_lines(three_villages):
    id = record.save("project", {"name": "未填总投资", "year": 2025}).id
    record.save("fund_line", {"project": id, "source": "F1", "amount": 30_000_000})
    record.save("fund_line", {"project": id, "source": "F2", "amount": 20_000_000})
    assert value("project_total") == "50.00"


def test_stages_and_categories(three_villages):
    for at, (stage, kind) in enumerate((("07", "P1"), ("08", "P3"), ("09", "P1"), ("03", "P3"), ("99", "P3"))):
        record.save(
            "project", {"name": f"项目{at}", "year": 2026, "stage": stage, "cat1": kind, "budget_total": 10_000_000}
        )  # fmt: skip
    record.save("project", {"name": "没填阶段", "year": 2026})
    assert value("start_rate") == "75.00"
    assert value("finish_rate") == "50.00"
    assert value("accept_rate") == "25.00"
    assert value("industry_share") == "40.00"
    assert value("project_by_stage.99") == 1
    assert value("village_count") == 3
    assert value("project_by_stage.blank") == 1


# --- people -------------------------------------------------------------------------------------------------------


def test_people(three_villages):
    home = record.save("household", {"village": three_villages[0], "head": "示例甲", "hh_type": "01"}).id
    people = [
        ("示例甲", "01", "1", "1950-11-24", "01", "04", True, None),
        ("示例乙", "02", "2", "1966-11-25", "13", "01,02", None, True),
        ("示例丙", "03", "1", "2011-01-01", "13", "01", False, False),
        ("示例丁", "03", "1", "1940-01-01", "13", "01", None, None),
    ]
    for name, relation, sex, birth, politics, health, resident, worker in people:
        values = {"household": home, "village": three_villages[0], "name": name, "relation": relation, "sex": sex}
        values |= {"birth": birth, "politics": politics, "med_resident": resident, "med_worker": worker}
        record.save("member", {**values, "health": health.split(",")[-1]})
    gone = {"household": home, "village": three_villages[0], "name": "示例戊", "relation": "03", "state": "03"}
    record.save("member", gone)
    assert value("person_count") == 4
    assert value("household_size") == "4.00"
    assert value("person_by_type.01") == 4
    assert {f.name: f.value for f in compute(["member_by_age"]) if f.value} == {
        "member_by_age.6": 1, "member_by_age.16": 1, "member_by_age.60": 1, "member_by_age.80": 1,
    }  # fmt: skip
    assert value("elderly_count") == 2
    assert value("party_members") == 1
    assert value("insured_persons") == 2
    assert value("insured_rate") == "50.00"
    assert value("member_by_health.02") == 1


def test_rates_of_what_nobody_filled_are_left_out(three_villages):
    record.save("household", {"village": three_villages[0], "head": "示例甲"})
    names = {f.name for f in compute()}
    assert "safe_water_rate" not in names
    record.save("household", {"village": three_villages[0], "head": "示例乙", "safe_water": True})
    assert value("safe_water_rate") == "100.00"


# --- growth -------------------------------------------------------------------------------------------------------


def test_growth_and_costs_left_out(three_villages):
    village = three_villages[0]
    for year, fen, kind in ((2024, 10_000_000, "R1"), (2025, 12_500_000, "R1"), (2025, 9_000_000, "C1")):
        record.save("ce_entry", {"village": village, "year": year, "class": kind, "item": "租金", "amount": fen})
    assert value("ce_total", year=2025) == "12.50"
    assert value("ce_growth", year=2025) == "25.00"
    assert value("ce_growth", village="甲村", year=2025) == "25.00"
    assert [f.year for f in compute(["ce_growth"])] == [2025, 2025]


# --- numbers ------------------------------------------------------------------------------------------------------


@given(st.integers(-(10**14), 10**14))
def test_wan_is_exact(fen):
    assert Decimal(wan(fen)) * 1_000_000 == fen
    assert len(wan(fen).partition(".")[2]) >= 2


@given(st.fractions(-(10**9), 10**9))
def test_rounded_is_half_up_to_two_places(number):
    text = rounded(number)
    assert abs(Fraction(text) - number) <= Fraction(1, 200)
    assert len(text.partition(".")[2]) == 2
    assert not (text.startswith("-") and Decimal(text) == 0)


def test_rounding_half_goes_up():
    assert rounded(Fraction(1, 200)) == "0.01"
    assert rounded(Fraction(-1, 200)) == "-0.01"
    assert percent(1, 3) == "33.33"
    assert wan(Fraction(1, 3)) == "0.00"
    assert plain_number(2_500_000, 1000) == "2500"


# --- the description ----------------------------------------------------------------------------------------------


def test_docs_say_what_the_definitions_say():
    assert describe() in DOCS.read_text("utf-8"), "docs/figures.md 过时了：把 describe() 的输出贴进去"


def test_definitions_are_complete():
    for definition in definitions().values():
        assert definition.title and definition.unit and definition.formula, definition.name
        assert definition.source.startswith(("domain.md §", "seeds-map.md ")), definition.name
