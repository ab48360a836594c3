"""Helpers and their periods, rounds, visits and tasks: each rule kept and broken (domain.md §4.5, §4.6)."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.exchange import importer
from models.query import Selection
from models.record import DetailDraft, Refused
from models.rules import visits as rules
from tests.models.exchange.books import book


@pytest.fixture
def homes(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    yield [record.save("household", {"village": village, "head": name}).id for name in ("王某某", "李某某")]
    ledger_file.close()
    clock.freeze(None)


def stored(name, id):
    return record.load(record.ledger(name), [id])[id]


@pytest.fixture
def helpers(homes):
    return [record.save("helper", {"name": name}).id for name in ("苏某", "田某")]


def pair(home, helper, start=None, end=None):
    return record.save("help_pair", {"household": home, "helper": helper, "start": start, "end": end})


# --- who helps whom ---------------------------------------------------------------------------------------------------


def test_periods_that_follow_each_other_are_kept_and_the_household_shows_the_helper_of_today(homes, helpers):
    assert pair(homes[0], helpers[0], "2021-06-01", "2024-03-31").problems == ()
    assert stored("household", homes[0])["helper"] is None
    assert pair(homes[0], helpers[1], "2024-04-01").problems == ()
    assert stored("household", homes[0])["helper"] == helpers[1]


def test_the_household_cannot_say_something_else_than_its_pair(homes, helpers):
    record.save("household", {"helper": helpers[1]}, id=homes[1])
    assert stored("household", homes[1])["helper"] == helpers[1]  # no pair yet: nothing contradicts
    pair(homes[0], helpers[0], "2021-06-01")
    record.save("household", {"helper": helpers[1]}, id=homes[0])
    assert stored("household", homes[0])["helper"] == helpers[0]


def test_only_one_pair_is_open(homes, helpers):
    pair(homes[0], helpers[0], "2021-06-01")
    with pytest.raises(Refused, match="请先填上一条的帮扶结束时间"):
        pair(homes[0], helpers[1], "2024-04-01")
    pair(homes[1], helpers[1], "2024-04-01")


def test_periods_that_overlap_are_refused_with_their_days(homes, helpers):
    pair(homes[0], helpers[0], "2021-06-01", "2024-03-31")
    with pytest.raises(Refused, match="重叠：2024-03-15至2024-03-31"):
        pair(homes[0], helpers[1], "2024-03-15")
    pair(homes[0], helpers[1], "2024-03-31")


def test_a_gap_is_told_with_its_days(homes, helpers):
    pair(homes[0], helpers[0], "2021-06", "2024-03")
    (problem,) = [p for p in pair(homes[0], helpers[1], "2024-05-01").problems if p.field == "start"]
    assert problem.level == "warn" and problem.text.startswith("2024-04-01 至 2024-04-30 没有帮扶责任人")


def test_an_end_before_the_start_is_refused(homes, helpers):
    with pytest.raises(Refused, match="早于开始时间"):
        pair(homes[0], helpers[0], "2024-03-01", "2024-02-01")


def test_a_new_household_with_its_helper_is_paired(homes, helpers):
    id = record.save("household", {"head": "张某某", "village": stored("household", homes[0])["village"],
                                   "helper": helpers[0]}).id  # fmt: skip
    pairs = [row for _, row in query.each(Selection("help_pair"), ("household", "helper"), raw=True)]
    assert pairs == [(id, helpers[0])]


def test_a_table_of_households_brings_helpers_and_pairs(homes, tmp_path):
    rows = [
        ["户主姓名", "村", "帮扶责任人", "帮扶单位", "职务", "帮扶人电话"],
        ["甲某某", "清溪村", "苏某", "县税务局", "科员", "15412345678"],
        ["乙某某", "清溪村", "苏某", "县税务局", "科员", "15412345678"],
        ["丙某某", "清溪村", "石某", "县农业农村局", "科长", "15412345679"],
    ]
    receipt = importer.run(importer.prepare(book(tmp_path / "a.xlsx", 农户=rows)), back_up=False)
    assert dict(receipt.counts)["new"] == 3
    fields = ("name", "org", "post", "phone")
    assert sorted(row for _, row in query.each(Selection("helper"), fields)) == [
        ("石某", "县农业农村局", "科长", "15412345679"),
        ("苏某", "县税务局", "科员", "15412345678"),
    ]
    assert query.count(Selection("help_pair")) == 3


# --- visits and rounds ---------------------------------------------------------------------------------------------


def test_a_visit_finds_its_round_by_its_day(homes):
    first = record.save("visit_round", {"name": "第一次", "start": "2026-01-01", "end": "2026-03-31"}).id
    record.save("visit_round", {"name": "第二次", "start": "2026-04-01", "end": "2026-06-30"})
    saved = record.save("visit", {"household": homes[0], "date": "2026-03-31", "kind": "01"})
    assert saved.problems == () and stored("visit", saved.id)["round"] == first
    (problem,) = record.save("visit", {"household": homes[0], "date": "2025-12-31", "kind": "01"}).problems
    assert (problem.field, problem.level) == ("round", "warn")
    (problem,) = record.save("visit", {"household": homes[0], "date": "2026-04-01", "round": first}).problems
    assert problem.text.startswith("走访日期不在这一轮")


def test_a_round_ends_after_it_begins(homes):
    record.save("visit_round", {"name": "第一次", "start": "2026-01-01", "end": "2026-01-01"})
    with pytest.raises(Refused, match="早于开始日期"):
        record.save("visit_round", {"name": "第二次", "start": "2026-04-01", "end": "2026-03-01"})


@pytest.mark.parametrize(("detail", "field"), [("round_place", "village"), ("round_household", "household")])
def test_a_round_lists_each_village_and_household_once(homes, detail, field):
    id = stored("household", homes[0])["village"] if field == "village" else homes[0]
    rows = [DetailDraft({field: id})]
    number = record.save("visit_round", {"name": "第一次"}, details={detail: rows}).id
    with pytest.raises(Refused, match="已经列过了"):
        record.save(detail, {"visit_round": number, field: id})


def test_what_kind_of_visit_follows_from_what_was_brought(homes):
    saved = record.save("visit", {"household": homes[0], "date": "2026-02-01", "goods": "大米", "goods_value": 16000})
    assert saved.problems == () and stored("visit", saved.id)["kind"] == "04"
    values = {"household": homes[0], "date": "2026-02-02", "kind": "02", "goods_value": 16000}
    assert [p.field for p in record.save("visit", values).problems] == ["goods_value"]


def test_a_second_visit_on_one_day_is_told_of(homes):
    values = {"household": homes[0], "date": "2026-02-02", "kind": "02"}
    assert record.save("visit", values).problems == ()
    assert [p.level for p in record.save("visit", {**values, "kind": "04"}).problems] == ["warn"]
    assert record.save("visit", {**values, "date": "2026-02-03"}).problems == ()


def test_nothing_is_solved_where_nothing_was_found(homes):
    values = {"household": homes[0], "date": "2026-02-02", "kind": "02", "solved": True}
    assert [p.field for p in record.save("visit", values).problems] == ["solved"]
    assert record.save("visit", {**values, "date": "2026-02-03", "problems": "漏雨"}).problems == ()


# --- tasks ----------------------------------------------------------------------------------------------------------


def task(home, **more):
    values = {"household": home, "content": "屋顶漏雨", "found_on": "2026-05-01", "owner": "苏某"}
    return record.save("task", {**values, "deadline": "2026-06-01", **more})


def test_a_task_lies_in_the_households_village_and_is_overdue_after_its_deadline(homes):
    saved = task(homes[0])
    later = task(homes[1], deadline="2026-06-30")
    assert saved.problems == () and stored("task", saved.id)["village"] == stored("household", homes[0])["village"]
    rows = query.rows("task", ("overdue",), [saved.id, later.id])
    assert [bool(rows[id][0]) for id in (saved.id, later.id)] == [True, False]


def test_closing_a_task_needs_its_result(homes):
    with pytest.raises(Refused, match="整改结果"):
        task(homes[0], closed_on="2026-05-20")
    saved = task(homes[0], closed_on="2026-05-20", result="已检修屋顶")
    assert stored("task", saved.id)["state"] == "03"
    with pytest.raises(Refused, match="销号日期早于发现日期"):
        task(homes[0], closed_on="2026-04-20", result="已检修屋顶")


def test_a_task_without_owner_or_deadline_is_told_of(homes):
    assert {p.field for p in task(homes[0], owner=None, deadline=None).problems} == {"owner", "deadline"}


def test_a_task_belongs_to_the_household_of_its_visit(homes):
    visit = record.save("visit", {"household": homes[0], "date": "2026-05-01", "problems": "屋顶漏雨"}).id
    saved = task(None, visit=visit)
    assert stored("task", saved.id)["household"] == homes[0]
    with pytest.raises(Refused, match="不是同一户"):
        task(homes[1], visit=visit)
    with pytest.raises(Refused, match="至少填一项"):
        task(None)


# --- what becomes of problems ---------------------------------------------------------------------------------------


def a_visit(home, problems="1. 屋顶漏雨\n2. 医保没有缴", **more):
    values = {"household": home, "date": "2026-06-01", "visitors": "田某、苏某", "problems": problems}
    return record.save("visit", {**values, **more}).id


def test_each_problem_becomes_a_task_once(homes, helpers):
    pair(homes[0], helpers[0], "2021-06-01")
    visit = a_visit(homes[0])
    made = rules.to_tasks(visit)
    rows = [stored("task", id) for id in made]
    assert [(one["content"], one["owner"], one["deadline"]) for one in rows] == [
        ("屋顶漏雨", "苏某", "2026-07-01"),
        ("医保没有缴", "苏某", "2026-07-01"),
    ]
    assert rules.to_tasks(visit) == []


def test_without_a_helper_the_first_visitor_owns_the_task(homes):
    (made,) = rules.to_tasks(a_visit(homes[0], "屋顶漏雨"))
    assert stored("task", made)["owner"] == "田某"


def test_the_visit_is_solved_when_all_its_tasks_are_closed(homes):
    visit = a_visit(homes[0])
    first, second = rules.to_tasks(visit)
    assert stored("visit", visit)["solved"] is False
    record.save("task", {"closed_on": "2026-06-10", "result": "已检修"}, id=first)
    assert stored("visit", visit)["solved"] is False
    record.save("task", {"closed_on": "2026-06-12", "result": "已补缴"}, id=second)
    assert stored("visit", visit)["solved"] is True


def test_a_visit_becomes_one_clue(homes):
    visit = a_visit(homes[0])
    (made,) = rules.to_clue(visit)
    row = stored("clue", made)
    assert (row["content"], row["source"], row["reporter"]) == ("屋顶漏雨；医保没有缴", "09", "田某")
    assert row["village"] == stored("household", homes[0])["village"] and rules.to_clue(visit) == []


def test_a_visit_that_found_nothing_becomes_nothing(homes):
    visit = a_visit(homes[0], None)
    assert rules.to_tasks(visit) == [] and rules.to_clue(visit) == []
