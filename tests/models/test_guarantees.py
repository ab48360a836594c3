"""三保障和饮水, 控辍保学 and insurance: each rule once kept and once broken (domain.md §7)."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.ledger import ledger
from models.query import Selection
from models.record import Refused


@pytest.fixture
def place(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    home = record.save("household", {"village": village, "head": "王某某"}).id
    child = record.save("member", {"household": home, "name": "王小某"}).id
    return village, home, child


def checked(home, dimension, **values):
    base = {"household": home, "dimension": dimension, "date": "2026-05-01"}
    id = record.save("guarantee_check", {**base, **values}).id
    return record.load(ledger("guarantee_check"), [id])[id]


WATER = {"litres": 35, "quality_ok": True, "minutes": 20, "outage_days": 36}


@pytest.mark.parametrize(
    ("dimension", "facts", "result"),
    [
        ("01", {"dropout": False}, "01"),
        ("01", {"dropout": True}, "02"),
        ("02", {"uninsured": 0}, "01"),
        ("02", {"uninsured": 1, "uninsured_reason": "07"}, "02"),
        ("02", {"uninsured": 1, "uninsured_reason": "02"}, "01"),
        ("03", {"grade": "B"}, "01"),
        ("03", {"grade": "C"}, "02"),
        ("03", {"grade": "D", "accepted_on": "2026-04-01"}, "01"),
        ("04", WATER, "01"),
        ("04", {**WATER, "litres": 34}, "02"),
        ("04", {**WATER, "quality_ok": False}, "02"),
        ("04", {**WATER, "minutes": 21}, "02"),
        ("04", {**WATER, "outage_days": 37}, "02"),
        ("04", {**WATER, "minutes": None, "in_house": True, "outage_days": None, "assurance": 9_000}, "01"),
        ("04", {**WATER, "outage_days": None, "assurance": 8_999}, "02"),
    ],
)
def test_the_facts_give_the_result(place, dimension, facts, result):
    row = checked(place[1], dimension, **facts)
    assert (row["result"], row["village"]) == (result, place[0])


def test_three_of_four_water_indicators_are_not_enough_to_say(place):
    with pytest.raises(Refused, match="排查结果没有填"):
        checked(place[1], "04", **{**WATER, "quality_ok": None})


def test_a_result_against_the_facts_is_refused(place):
    with pytest.raises(Refused, match="C 级危房"):
        checked(place[1], "03", grade="C", result="01")
    with pytest.raises(Refused, match="水质不达标"):
        checked(place[1], "04", **{**WATER, "quality_ok": False}, result="01")
    with pytest.raises(Refused, match="失学辍学"):
        checked(place[1], "01", dropout=True, result="01")


def test_a_village_round_needs_no_household_but_a_place(place):
    assert checked(None, "03", village=place[0], round=1, checked=172, result="01")["household"] is None
    with pytest.raises(Refused, match="至少填一项"):
        checked(None, "03", result="01")


def test_dates_of_a_house_are_in_order(place):
    checked(place[1], "03", grade="D", started_on="2026-01-01", finished_on="2026-03-01")
    with pytest.raises(Refused, match="竣工日期早于开工日期"):
        checked(place[1], "03", grade="D", started_on="2026-03-01", finished_on="2026-01-01", date="2026-05-02")


def test_a_fact_of_another_guarantee_is_asked_about(place):
    base = {"household": place[1], "dimension": "03", "date": "2026-05-01", "grade": "A"}
    assert not record.save("guarantee_check", base).problems
    (problem,) = record.save("guarantee_check", {**base, "date": "2026-05-02", "litres": 40}).problems
    assert problem.level == "warn" and problem.field in ("litres", "quantity_ok")


def test_a_child_that_is_back_has_a_day(place):
    base = {"child": place[2], "date": "2026-03-01", "action": "上门劝返"}
    id = record.save("dropout_action", {**base, "returned_on": "2026-03-08"}).id
    assert record.load(ledger("dropout_action"), [id])[id]["result"] == "01"
    with pytest.raises(Refused, match="早于劝返日期"):
        record.save("dropout_action", {**base, "returned_on": "2026-02-08"})
    with pytest.raises(Refused, match="仍未返校"):
        record.save("dropout_action", {**base, "result": "04", "returned_on": "2026-03-08"})


def test_who_is_not_insured_has_a_reason_and_who_is_has_none(place):
    base = {"member": place[2], "year": 2026}
    assert not record.save("insured_year", {**base, "amount": 40_000}).problems
    (problem,) = record.save("insured_year", {**base, "year": 2025, "state": "03"}).problems
    assert problem.field == "reason"
    with pytest.raises(Refused, match="不填未参保原因"):
        record.save("insured_year", {**base, "year": 2024, "state": "01", "reason": "07"})


def test_who_is_exempt_does_not_count(place):
    for year, state, reason in ((2024, "03", "02"), (2025, "03", "07"), (2026, "01", None)):
        record.save("insured_year", {"member": place[2], "year": year, "state": state, "reason": reason})
    counted = query.each(Selection("insured_year", order=("year",)), ("counted",))
    assert [bool(row[0]) for _, row in counted] == [False, True, True]


def test_no_more_are_insured_than_should_be(place):
    id = record.save("insurance", {"village": place[0], "year": 2022, "should": 300, "insured": 293}).id
    assert query.texts("insurance", ("rate",), [id])[id] == ["97.67"]
    with pytest.raises(Refused, match="多于应参保"):
        record.save("insurance", {"village": place[0], "year": 2023, "should": 300, "insured": 301})
