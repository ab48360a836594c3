"""What ledgers' checks are made of, tried on real ledgers (models/checking.py), and fields of neighbour files."""

import datetime

import pytest

from models import checking, clock, ledger_file, record
from models.checking import follow, in_order, keyed, of_linked, of_parent, repeated, within
from models.days import earlier
from models.fields import Block, TextField
from models.ledger import ledger
from models.ledgers.households.household import Household
from models.ledgers.projects.project import Project
from models.record import Draft, blank


@pytest.fixture
def homes(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    villages = [record.save("village", {"name": name}).id for name in ("甲村", "乙村")]
    found = [
        record.save("household", {"village": village, "head": "王某某", "hh_no": str(1_000 + at)}).id
        for at, village in enumerate(villages)
    ]
    yield villages, found
    ledger_file.close()
    clock.freeze(None)


def draft(name, id=None, **values):
    of = ledger(name)
    return Draft(of, {**blank(of), **values}, None if id is None else set(values), id)


def texts(problems):
    return [(one.text, one.field, one.level) for one in problems]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [("2026-05-01", "2026-05-02", True), ("2026-05", "2026-05-02", False), ("2025", "2026-05", True),
     ("2026-05-02", "2026-05-02", False), ("2026-06", "2026-05-31", False)],
)  # fmt: skip
def test_dates_are_compared_as_far_as_both_are_known(one, other, found):
    assert earlier(one, other) is found


def test_dates_follow_each_other_in_the_order_of_their_names():
    values = {"start_real": "2026-03-01", "end_real": "2026-02-01", "accepted_on": "2026-01"}
    assert texts(in_order(Project, values, "start_real", "end_real", "accepted_on")) == [
        ("实际完工时间早于实际开工时间", "end_real", "error"), ("验收日期早于实际完工时间", "accepted_on", "error"),
    ]  # fmt: skip
    assert not texts(in_order(Project, {**values, "end_real": None}, "start_real", "end_real", "accepted_on"))
    assert texts(in_order(Project, values, "start_real", "end_real", level="warn"))[0][2] == "warn"


def test_a_part_is_never_more_than_the_whole():
    values = {"benefit_hh": 10, "benefit_poor_hh": 11, "benefit_mon_hh": 10}
    assert texts(within(Project, values, "benefit_hh", "benefit_poor_hh", "benefit_mon_hh")) == [
        ("其中受益脱贫户数超过受益户数", "benefit_poor_hh", "error")
    ]
    assert not texts(within(Project, {**values, "benefit_hh": None}, "benefit_hh", "benefit_poor_hh"))


def test_levels_of_a_list_belong_together():
    upper, lower = next((one.parent, one.code) for one in Project.cat2.kind.codes if one.parent)
    other = next(one.code for one in Project.cat1.kind.codes if not one.parent and one.code != upper)
    (problem,) = of_parent(Project, {"cat2": lower, "cat1": other}, "project_cat", "cat2", "cat1")
    assert problem.field == "cat2" and "不属于" in problem.text
    assert not list(of_parent(Project, {"cat2": lower, "cat1": upper}, "project_cat", "cat2", "cat1"))
    values = {"cat2": lower, "cat1": None}
    checking.complete_parents(values, "project_cat", "cat2", "cat1")
    assert values["cat1"] == upper


def test_a_key_is_taken_by_another_record_or_by_a_draft_before(homes):
    _, (one, two) = homes
    drafts = [
        draft("household", hh_no="1000"),  # 别人已有
        draft("household", hh_no="2000"),
        draft("household", hh_no="2000"),  # 和上一条一样
        draft("household"),  # 没有编号
        draft("household", id=two, hh_no="1001"),  # 自己的
    ]
    assert list(repeated(drafts, "hh_no")) == [drafts[0], drafts[2]]
    # 两条对调编号：改完以后各只有一个
    swapped = [draft("household", id=one, hh_no="1001"), draft("household", id=two, hh_no="1000")]
    assert not list(repeated(swapped, "hh_no")) and not list(repeated([], "hh_no"))


def test_a_link_tells_what_is_blank_and_always_when_asked(homes):
    (first, second), (one, _) = homes
    drafts = [draft("clue", household=one), draft("clue", household=one, village=second), draft("clue")]
    follow(drafts, "household", Household, village=Household.village, person=Household.head)
    assert [(d.values["village"], d.values["person"]) for d in drafts] == [
        (first, "王某某"), (second, "王某某"), (None, None),
    ]  # fmt: skip
    edited = draft("clue", id=7, household=one, village=second)
    follow([edited], "household", Household, always=True, village=Household.village)
    assert edited.values["village"] == first and "village" in edited.changed
    assert of_linked(drafts, "household", Household, Household.hh_no) == {one: "1000"}


def test_many_keys_are_asked_for_in_parts(homes, monkeypatch):
    _, both = homes
    monkeypatch.setattr(checking, "PART", 1)
    rows = list(keyed(Household, Household.id, [*both, None, *both], Household.hh_no))
    assert rows == [(both[0], "1000"), (both[1], "1001")]
    chosen = keyed(Household, Household.id, both, Household.hh_no, where=Household.hh_no == "1001")
    assert list(chosen) == [(both[1], "1001")]


def test_fields_of_a_neighbour_file_stand_where_the_model_names_them():
    class Model:
        block = Block({"first": TextField("甲"), "second": TextField("乙")})

    assert Model.first.label == "甲" and Model.second.label == "乙"
    names = list(ledger("household").fields)
    assert names.index("address") < names.index("house_area") < names.index("arable_mu") < names.index("helper")
    assert names.index("helper") < names.index("filled_by") < names.index("told")
