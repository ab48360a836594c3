"""To-dos of income, insurance, birthdays and the guarantees: a case that is due and one that is not."""

import datetime

import pytest

from models import clock, ledger_file, record
from models.rules import due
from models.rules.todos import todos

DAY = datetime.date


@pytest.fixture
def town(tmp_path):
    clock.freeze(DAY(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    return record.save("village", {"name": "清溪村", "seq": 1}).id


def home(village, head="王某某", **more):
    return record.save("household", {"village": village, "head": head, "hh_type": "01", **more}).id


def person(household, name, **more):
    return record.save("member", {"household": household, "name": name, **more}).id


def found(name, today):
    return [(one.record, one.due, one.late) for one in todos(today, names=[name])]


def test_incomes_not_collected_in_the_window(town):
    one, other = home(town), home(town, "李某某")
    home(town, "张某某", hh_type="02")
    record.save("income_sheet", {"household": one, "year": 2025, "persons": 1, "net": 1})
    record.save("income_sheet", {"household": other, "year": 2024, "persons": 1, "net": 1})
    record.save("income_sheet", {"household": other, "year": 2025, "kind": "04", "persons": 1, "net": 1})
    assert found("income_missing", DAY(2025, 10, 1)) == [(other, "2025-11-30", 0)]
    assert found("income_missing", DAY(2025, 12, 10)) == [(other, "2025-11-30", 10)]
    assert found("income_missing", DAY(2025, 9, 30)) == []
    assert found("income_missing", DAY(2026, 6, 30)) == []
    record.save("income_sheet", {"household": other, "year": 2025, "persons": 1, "net": 1})
    assert found("income_missing", DAY(2025, 10, 1)) == []


def test_an_office_that_keeps_no_incomes_is_not_reminded(town):
    home(town)
    assert found("income_missing", DAY(2025, 10, 20)) == []


def test_insurance_while_it_can_be_paid(town):
    one = person(home(town), "王某某")
    other = person(home(town, "李某某"), "李某某")
    base = {"year": 2027, "state": "03"}
    record.save("insured_year", {**base, "member": one, "reason": "02"})
    mine = record.save("insured_year", {**base, "member": other, "reason": "07"}).id
    assert found("insurance_missing", DAY(2026, 9, 1)) == [(mine, "2027-02-28", 0)]
    assert found("insurance_missing", DAY(2026, 8, 31)) == []
    # From January on the year itself is meant.
    assert found("insurance_missing", DAY(2027, 2, 28)) == [(mine, "2027-02-28", 0)]
    assert found("insurance_missing", DAY(2027, 3, 1)) == []


@pytest.mark.parametrize(
    ("name", "birth", "due_on"),
    [
        ("turning_school", "2020-06-30", "2026-06-30"),
        ("turning_school", "2020-09-28", "2026-09-28"),
        ("turning_school", "2020-09-29", None),
        ("turning_school", "2020-06-29", None),
        ("turning_pension", "1966-07-01", "2026-07-01"),
        ("turning_pension", "1966-06-29", None),
    ],
)
def test_birthdays(town, name, birth, due_on):
    one = person(home(town), "王某某", birth=birth)
    assert found(name, DAY(2026, 6, 30)) == ([(one, due_on, 0)] if due_on else [])


def test_a_birthday_on_29_february(town):
    one = person(home(town), "王某某", birth="2020-02-29")
    assert found("turning_school", DAY(2026, 2, 1)) == [(one, "2026-02-28", 0)]


def test_a_failed_guarantee_until_it_is_put_right(town):
    base = {"household": home(town), "dimension": "03", "date": "2026-05-01"}
    one = record.save("guarantee_check", {**base, "grade": "C"}).id
    assert found("guarantee_failed", DAY(2026, 6, 30)) == [(one, "", 0)]
    record.save("guarantee_check", {"handled_on": "2026-06-01"}, id=one)
    assert found("guarantee_failed", DAY(2026, 6, 30)) == []
    record.save("guarantee_check", {**base, "date": "2026-06-02", "grade": "A"})
    assert found("guarantee_failed", DAY(2026, 6, 30)) == []


def test_a_child_that_goes_to_no_school(town):
    one = person(home(town), "王小某", birth="2014-01-01")
    person(home(town, "李某某"), "李小某", birth="2014-01-01", school_state="03")
    assert found("out_of_school", DAY(2026, 6, 30)) == [(one, "", 0)]


def test_what_is_due_is_listed_with_its_records(town):
    home(town)
    every = {one.key: one.count for one in due.everything(DAY(2026, 6, 30))}
    assert every == {
        "not_remedied": 0, "out_of_school": 0, "not_insured": 0, "not_collected": 1, "turning_school": 0,
        "turning_pension": 0,
    }  # fmt: skip
