"""今日待办: each subject with a case that is due and one that is not; villages and persons; order; counts."""

import datetime

import pytest

from models import clock, ledger_file, record
from models.rules import todos as rules
from models.rules.todos import base, todos

TODAY = datetime.date(2026, 6, 30)


@pytest.fixture
def town(tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db")
    return record.save("village", {"name": "清溪村", "seq": 1}).id


def home(village, head="王某某", **more):
    return record.save("household", {"village": village, "head": head, **more}).id


def found(name, today=TODAY):
    return [(one.record, one.due, one.late) for one in todos(today, names=[name])]


# --- the machine ----------------------------------------------------------------------------------------------------


def test_every_subject_has_a_description_that_holds():
    from models.codes import norm
    from models.ledger import ledger

    for one in rules.subjects():
        assert one.title and one.level in rules.LEVELS
        assert all(ledger(name).title for name in one.watches) and one.ledger in one.watches
        for key in one.norms:
            norm(key)


def test_every_subject_leads_to_records_that_are_there(reading):
    from models.database import run

    for one in todos(clock.today()):
        assert one.text and run(f'SELECT COUNT(*) FROM "{one.ledger}" WHERE "id" = ?', (one.record,)).fetchone()[0]
        assert not one.due or datetime.date.fromisoformat(one.due)


@pytest.mark.parametrize(
    ("text", "last"), [("2026", "2026-12-31"), ("2024-02", "2024-02-29"), ("2026-06-05", "2026-06-05")]
)
def test_an_inexact_date_is_due_on_its_last_day(text, last):
    assert base.last_day(text) == last


def test_a_month_later_is_the_last_day_of_a_shorter_month():
    assert base.add_months(datetime.date(2026, 1, 31), 1) == datetime.date(2026, 2, 28)
    assert base.add_months(datetime.date(2026, 3, 15), -3) == datetime.date(2025, 12, 15)


def test_a_to_do_belongs_to_the_village_and_the_helper_of_its_household(town):
    one = home(town, head=None)
    other = home(record.save("village", {"name": "石桥村", "seq": 2}).id, head=None)
    helper = record.save("helper", {"name": "李某某"}).id
    record.save("help_pair", {"household": one, "helper": helper, "start": "2025-01-01"})
    assert [(t.record, t.person) for t in todos(TODAY, village=town)] == [(one, "李某某")]
    assert [t.record for t in todos(TODAY, person="李某某")] == [one]
    assert {t.record for t in todos(TODAY)} == {one, other}


def test_a_helper_whose_time_has_ended_is_not_responsible(town):
    one = home(town, head=None)
    helper = record.save("helper", {"name": "李某某"}).id
    record.save("help_pair", {"household": one, "helper": helper, "start": "2025-01", "end": "2026-05"})
    assert todos(TODAY)[0].person == ""
    assert todos(datetime.date(2026, 5, 31))[0].person == "李某某"


def test_the_most_overdue_comes_first_within_its_level(town):
    home(town, head=None)
    for name, day in (("水渠", "2026-05"), ("道路", "2026-03-01")):
        record.save("project", {"name": name, "year": 2026, "start_plan": day})
    assert [(t.level, t.due, t.late) for t in todos(TODAY)] == [
        (rules.URGENT, "2026-03-01", 121), (rules.URGENT, "2026-05-31", 30), (rules.HINT, "", 0)
    ]  # fmt: skip
    assert [(one.name, many, late) for one, many, late in rules.counts(todos(TODAY))] == [
        ("project_start", 2, 2), ("household_head", 1, 0)
    ]  # fmt: skip


# --- subjects -------------------------------------------------------------------------------------------------------


def test_a_household_without_head(town):
    one = home(town, head=None)
    home(town)
    assert found("household_head") == [(one, "", 0)]


def test_a_project_past_its_planned_start_or_end(town):
    def project(name, **more):
        return record.save("project", {"name": name, "year": 2026, **more}).id

    late = project("甲", start_plan="2026-06-29")
    project("乙", start_plan="2026-06-30")  # today is still in time
    project("丙", start_plan="2026-06")  # the month has not ended
    project("丁", start_plan="2026-01-01", start_real="2026-02-01")
    project("戊", start_plan="2026-01-01", stage="99")
    assert found("project_start") == [(late, "2026-06-29", 1)]
    unfinished = project("己", start_real="2026-01-05", end_plan="2026-05", stage="07")
    project("庚", start_real="2026-01-05", end_plan="2026-05", end_real="2026-05-30")
    assert found("project_end") == [(unfinished, "2026-05-31", 30)]


def test_points_whose_publicity_ends_soon(town):
    rule = record.save("point_rule", {"name": "院坝整洁", "points": 5}).id

    def entry(head, to):
        values = {"household": home(town, head), "date": "2026-06-01", "rule": rule, "batch": "2026-06"}
        return record.save("point_entry", {**values, "public_to": to}).id

    first = entry("王某某", "2026-07-02")
    entry("李某某", "2026-07-02")
    entry("张某某", "2026-07-04")
    entry("赵某某", "2026-06-29")
    rows = todos(TODAY, names=["points_publicity"])
    assert [(one.record, one.due, one.village) for one in rows] == [(first, "2026-07-02", town)]
    assert "2笔" in rows[0].text
    assert todos(TODAY, names=["points_publicity"], village=town)


def test_a_dispute_without_a_result_for_too_long(town):
    def dispute(day, **more):
        return record.save("dispute", {"date": day, "village": town, **more}).id

    late = dispute("2026-05-31", mediator="周某某", result="04")
    dispute("2026-06-01")
    dispute("2026-05-01", result="01", closed_on="2026-05-20")
    assert found("dispute_open") == [(late, "2026-06-30", 0)]
    assert todos(TODAY, person="周某某")[0].record == late
