"""Figures and charts of income, the guarantees and insurance (T07, T08, E12, E13)."""

import datetime

import pytest

from models import clock, query, record
from models.exchange import importer
from models.query import Selection
from models.reports import charts
from models.reports.figures import compute

from . import seeds


def take_in(name):
    seeds.require()
    receipt = importer.run(importer.prepare(seeds.FOLDER / name), back_up=False)
    assert not [sheet.failed for sheet in receipt.sheets if sheet.failed]


def value(name, village=None, year=None):
    (found,) = [one for one in compute([name]) if (one.village, one.year) == (village, year)]
    return found.value


def test_t08_growth_against_the_county(book):
    take_in("T08_脱贫人口收入.xlsx")
    assert [value("income_pc_poor", year=year) for year in (2020, 2021, 2022)] == ["12500.00", "14095.00", "15893.52"]
    assert value("income_growth_mean") == "12.76"
    assert value("county_growth_mean") == "10.66"
    (gap,) = [one for one in compute(["income_growth_gap"]) if one.year is None]
    assert (gap.value, gap.unit, gap.note) == (
        "2.10",
        "个百分点",
        "2021—2022年逐年增幅的算术平均，不是复合增长率",
    )
    assert query.count(Selection.from_json(gap.where)) == 90
    data = charts.build("income_growth")
    assert [series.name for series in data.series] == ["脱贫人口", "全县"]
    assert data.labels == ("2020年", "2021年", "2022年")
    assert data.series[1].values == (1_300_000, 1_438_580, 1_591_933)


def test_growth_needs_two_years_in_a_row(book):
    village = record.save("village", {"name": "清溪村"}).id
    home = record.save("household", {"village": village, "head": "王某某", "hh_type": "01"}).id
    for year, net in ((2020, 1_000_000), (2022, 1_500_000), (2023, 1_800_000)):
        record.save("income_sheet", {"household": home, "year": year, "persons": 1, "net": net})
    assert [(one.year, one.value) for one in compute(["income_growth"])] == [(2023, "20.00")]
    assert value("income_growth_mean") == "20.00"


def test_ordinary_households_and_other_kinds_of_sheets_do_not_count(book):
    village = record.save("village", {"name": "清溪村"}).id
    for kind, net in (("01", 1_000_000), ("02", 3_000_000)):
        home = record.save("household", {"village": village, "head": f"王{net}", "hh_type": kind}).id
        record.save("income_sheet", {"household": home, "year": 2024, "persons": 2, "net": net})
        record.save("income_sheet", {"household": home, "year": 2024, "persons": 2, "net": 1, "kind": "04"})
    assert value("income_pc", year=2024) == "10000.00"
    assert value("income_pc_poor", year=2024) == "5000.00"
    bands = {one.title.rpartition("：")[2]: one.value for one in compute(["income_by_band"])}
    assert bands["5000～8000元"] == 1 and bands["15000～20000元"] == 1 and sum(bands.values()) == 2


def test_e13_each_village_reaches_the_goal(book):
    take_in("T07_医保参保.xlsx")
    (lowest,) = compute(["insurance_lowest"])
    assert (lowest.village, lowest.value, lowest.note) == ("双达村", "98.01", "每个村都达到 98%")
    assert value("insurance_rate", year=2022) == "98.45"
    data = charts.build("insurance_by_village")
    assert data.title.startswith("2022年度医保参保率") and len(data.labels) == 6
    assert data.thresholds == ((98.0, "目标 98%"),)


def test_e12_four_rounds_in_six_villages(book):
    take_in("SE_凌云六村其他.xlsx")
    assert value("guarantee_rounds") == 24
    assert value("guarantee_rounds", "陶化村") == 4
    assert value("guarantee_rounds_failed") == 0


@pytest.fixture
def checked(book):
    clock.freeze(datetime.date(2026, 6, 30))
    village = record.save("village", {"name": "清溪村"}).id
    homes = [record.save("household", {"village": village, "head": f"王{n}"}).id for n in range(4)]
    for home, before, after in zip(homes, "AACC", "ACAC", strict=True):
        for date, grade in (("2025-05-01", before), ("2026-05-01", after)):
            record.save("guarantee_check", {"household": home, "dimension": "03", "date": date, "grade": grade})
    return homes


def test_rates_are_those_of_the_last_checks(checked):
    assert value("guarantee_03_rate") == "50.00"
    failed = [(one.name, one.value) for one in compute(["guarantee_failed"])]
    assert failed == [("guarantee_failed.03", 2)]
    last = query.ids(Selection("guarantee_check").where("latest", "in", [True]).where("result", "in", ["02"]))
    record.save("guarantee_check", {"handled_on": "2026-06-01"}, id=last[0])
    assert [one.value for one in compute(["guarantee_no_remedy"])] == [1]
    data = charts.build("guarantee_by_village")
    assert [series.values[0] for series in data.series] == [0, 0, 2, 0]


def test_the_distribution_of_the_latest_year(book):
    village = record.save("village", {"name": "清溪村"}).id
    for year, net in ((2024, 600_000), (2025, 600_000), (2025, 900_000), (2025, 1_000_000)):
        home = record.save("household", {"village": village, "head": f"王{year}{net}"}).id
        record.save("income_sheet", {"household": home, "year": year, "persons": 1, "net": net})
    data = charts.build("income_distribution")
    assert data.title.startswith("2025年度人均纯收入分布")
    assert data.series[0].values == (0, 1, 1, 1, 0, 0, 0, 0)
    assert "未设置" in data.subtitle
