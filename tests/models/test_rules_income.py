"""Income against the line, last year and the register; each hint once given and once not (domain.md §6.5, T24)."""

import datetime
from dataclasses import replace
from fractions import Fraction

import pytest

from models import clock, ledger_file, query, record
from models.exchange import importer
from models.ledger import ledger
from models.ledgers.households._income import derive
from models.query import Selection
from models.record import blank
from models.rules import guarantees, income
from models.rules.income import Earner, Facts
from tests.models.reports import seeds

WORKER = Earner("王某某", "1980-05-01", 10, None, 0, False, False, False)


def sheet(**values):
    whole = {**blank(ledger("income_sheet")), "year": 2025, "persons": 2, "period_end": "2025-09-30", **values}
    derive(whole)
    return whole


GOOD = {"A1": 3_000_000, "B1": 300_000, "E1": 60_000}


def told(facts=None, **values):
    return {(one.field, one.level) for one in income.hints(sheet(**{**GOOD, **values}), facts)}


def member(**more):
    return Facts(members=(replace(WORKER, **more),))


@pytest.mark.parametrize(
    ("facts", "values", "hint"),
    [
        (Facts(), {"A1": 20_000}, ("wage", "warn")),
        (Facts(), {"E1": None}, ("cost", "warn")),
        (member(), {"A1": None}, ("A1", "warn")),
        (member(months=12), {"A1": 100_000}, ("A1", "red")),
        (member(months=12), {"A1": 400_000}, ("A1", "warn")),
        (member(wage=9_000), {}, ("A1", "red")),
        (member(wage=3_000_100), {}, ("A1", "red")),
        (member(post_months=12), {}, ("A3", "warn")),
        (member(dibao=True), {}, ("D2", "warn")),
        (member(tekun=True), {}, ("D3", "warn")),
        (member(pension=True, birth="1965-09-30"), {}, ("D4", "warn")),
        (Facts(conversion=0), {"D5_1": 10_000}, ("D5", "warn")),
        (Facts(shared=100), {"C2": 1}, ("C1", "warn")),
        (Facts(shared=100), {"C1": 99}, ("C1", "warn")),
        (Facts(sold=300_001), {}, ("business", "warn")),
        (Facts(line=1_620_001), {}, ("net_pc", "red")),
        (Facts(monitored=True, recognised="2023-01-01", line=1), {"A1": 4_000_000}, ("net_pc", "warn")),
        (Facts(last=Fraction(1_080_000)), {"A1": 3_000_001}, ("net_pc", "warn")),
        (Facts(last=Fraction(1_800_001)), {}, ("net_pc", "warn")),
    ],
)
def test_a_hint_is_given(facts, values, hint):
    assert hint in told(facts, **values)


@pytest.mark.parametrize(
    ("facts", "values"),
    [
        (Facts(), {}),
        (member(), {}),
        (member(months=10), {"A1": 400_000, "A5": 2_600_000}),
        (member(wage=300_000), {}),
        (member(post_months=12), {"A3": 720_000}),
        (member(dibao=True), {"D2": 480_000}),
        (member(tekun=True), {"D3": 480_000}),
        (member(pension=True, birth="1965-10-01"), {}),
        (member(pension=True, birth="1965-09-30"), {"D4": 168_000}),
        (Facts(conversion=100), {"D5_1": 10_000}),
        (Facts(line=1_620_000), {}),
        (Facts(line=1_700_000, monitored=True), {}),
        (Facts(monitored=True, recognised="2022-12-31"), {"A1": 4_000_000}),
        (Facts(last=Fraction(1_080_000)), {}),
        (Facts(last=Fraction(1_800_000)), {}),
    ],
)
def test_no_hint_is_given(facts, values):
    assert told(facts, **values) == set()


def test_blanks_of_a_sheet_that_holds_only_totals_mean_nothing():
    whole = {**blank(ledger("income_sheet")), "year": 2025, "persons": 1, "wage": 2_000_000, "transfer": 500_000}
    derive(whole)
    assert income.hints(whole, member(dibao=True, post_months=12)) == []


# --- the line -------------------------------------------------------------------------------------------------------


def test_t24_one_household_under_two_lines_and_under_none(tmp_path):
    seeds.require()
    ledger_file.create(tmp_path / "a.db")
    receipt = importer.run(importer.prepare(seeds.FOLDER / "T24_监测线.xlsx"), back_up=False)
    assert not [sheet.failed for sheet in receipt.sheets if sheet.failed]
    (row,) = record.load(ledger("income_sheet"), query.ids(Selection("income_sheet"))).values()
    assert [income.standing(row, line) for line in (850_000, 1_956_000, None)] == [
        "低于",
        "低于",
        "本年度监测线未设置，不判断",
    ]
    assert income.standing(row, 840_000) == "不低于"


def test_a_head_is_compared_before_it_is_rounded():
    # 25499.99 ÷ 3 = 8499.9966… prints as 8500.00
    row = sheet(persons=3, A1=2_549_999, B1=None, E1=None)
    assert row["net_pc"] == 850_000 and income.is_below(row, 850_000)
    assert not income.is_below(sheet(persons=3, A1=2_550_000, B1=None, E1=None), 850_000)


def test_the_window_of_collection():
    window = income.collection_window
    assert window(datetime.date(2025, 10, 1))[0] == 2025
    assert window(datetime.date(2025, 9, 30))[0] == 2024
    assert window(datetime.date(2026, 6, 30))[1:] == (datetime.date(2025, 10, 1), datetime.date(2025, 11, 30))


def test_facts_come_from_the_register(homes):
    home, other = homes
    record.save("household", {"conversion_mu": 250}, id=home)
    record.save("member", {"household": home, "name": "王某某", "birth": "1960-01-01", "pension_resident": True})
    record.save("member", {"household": home, "name": "王小某", "work_place": "县城", "work_months": 3, "state": "01"})
    record.save("member", {"household": home, "name": "王迁走", "state": "03"})
    record.save("income_sheet", {"household": home, "year": 2024, "persons": 2, "net": 900_001})
    record.save("income_sheet", {"household": home, "year": 2024, "kind": "04", "persons": 2, "net": 5})
    record.save("monitor_line", {"region": "示例县", "year": 2025, "amount": 850_000})
    base = {"household": other, "category": "100A03002", "risks": "01", "recognised_on": "2024-06-15"}
    episode = record.save("episode", base).id
    facts = income.facts_of(homes, 2025)
    assert [(one.name, one.months, one.pension) for one in facts[home].members] == [
        ("王某某", 0, True),
        ("王小某", 3, False),
    ]
    assert (facts[home].conversion, facts[home].last, facts[home].line) == (250, Fraction(900_001, 2), 850_000)
    assert (facts[home].monitored, facts[other].monitored) == (False, True)
    assert facts[other].recognised == "2024-06-15"
    record.save("episode", {"eliminated": True, "eliminated_on": "2025-01-20", "elim_way": "01"}, id=episode)
    assert not income.facts_of([other], 2025)[other].monitored


def test_who_is_below_the_line_and_not_monitored(homes):
    for home, net in zip(homes, (840_000, 850_000), strict=True):
        record.save("income_sheet", {"household": home, "year": 2025, "persons": 1, "net": net})
    assert income.below_line(2025) == []
    record.save("monitor_line", {"region": "示例县", "year": 2025, "amount": 850_000})
    (one,) = income.below_line(2025)
    assert (one.household, one.head, one.line, one.monitored) == (homes[0], Fraction(840_000), 850_000, False)


# --- the guarantees -------------------------------------------------------------------------------------------------


@pytest.fixture
def homes(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    return [record.save("household", {"village": village, "head": name}).id for name in ("王某某", "李某某")]


def test_the_state_is_the_last_check(homes):
    home, other = homes

    def checked(dimension, date, **facts):
        record.save("guarantee_check", {"household": home, "dimension": dimension, "date": date, **facts})

    checked("03", "2026-05-01", grade="A")
    checked("03", "2025-05-01", grade="C")
    checked("04", "2026-01-01", result="01")
    checked("04", "2026-01-01", result="02")
    checked("01", "2026-03-01", dropout=True, handled_on="2026-03-20")
    lamps = guarantees.state_of(homes)
    assert [(one.colour, one.text) for one in lamps[home]] == [
        ("amber", "不达标（2026-03-20 已整改）"),
        ("grey", "未排查"),
        ("green", "达标"),
        ("red", "不达标"),
    ]
    assert {one.colour for one in lamps[other]} == {"grey"}
    now = query.each(Selection("guarantee_check").where("latest", "in", [True]), ("dimension", "result"), raw=True)
    assert sorted(row for _, row in now) == [("01", "02"), ("03", "01"), ("04", "02")]


def test_children_of_school_age_and_those_who_go_to_no_school(homes):
    today = datetime.date(2026, 6, 30)
    assert guarantees.school_births(today) == ("2009-10-01", "2019-09-30")
    assert guarantees.school_births(datetime.date(2026, 9, 1)) == ("2010-10-01", "2020-09-30")
    children = {
        "太小": {"birth": "2019-10-01"},
        "在读": {"birth": "2015-01-01", "school_state": "03"},
        "失学": {"birth": "2012-01-01", "education": "02"},
        "读完": {"birth": "2010-01-01", "education": "03"},
        "因残": {"birth": "2012-02-01", "dropout_reason": "02"},
        "厌学": {"birth": "2012-03-01", "dropout_reason": "03"},
        "太大": {"birth": "2009-09-30"},
        "迁走": {"birth": "2012-04-01", "state": "03"},
    }
    for name, values in children.items():
        record.save("member", {"household": homes[0], "name": name, **values})
    names = {row[0] for _, row in query.each(guarantees.school_children(today), ("name",))}
    assert names == {"在读", "失学", "读完", "因残", "厌学"}
    assert {row[0] for _, row in query.each(guarantees.out_of_school(today), ("name",))} == {"失学", "厌学"}


@pytest.mark.parametrize(("insured", "passes"), [(294, True), (293, False)])
def test_t07_a_group_passes_only_if_every_village_does(homes, insured, passes):
    one = query.ids(Selection("village"))[0]
    other = record.save("village", {"name": "石桥村"}).id
    record.save("insurance", {"village": one, "year": 2022, "should": 10_000, "insured": 10_000})
    record.save("insurance", {"village": other, "year": 2022, "should": 300, "insured": insured})
    rates = guarantees.rates(2022)
    assert [rate.passes for rate in rates] == [True, passes]
    assert guarantees.group_passes(rates) is passes
    assert not guarantees.group_passes([])
