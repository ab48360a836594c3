"""Clues and episodes as ledgers: what a form or a table may not say (domain.md §3)."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.query import Selection
from models.record import DetailDraft, Refused

UNSTABLE, MARGINAL, SUDDEN = "100A03001", "100A03002", "100A03003"
POOR, ORDINARY = "01", "02"


@pytest.fixture
def home(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    return record.save("household", {"village": village, "head": "王某某", "hh_type": POOR}).id


def episode(home, **more):
    values = {"household": home, "category": UNSTABLE, "recognised_on": "2025-01-10", "risks": "01", **more}
    return record.save("episode", values)


def row(id):
    return record.load(record.ledger("episode"), [id])[id]


def warnings(saved):
    return [one.text for one in saved.problems if one.level == "warn"]


# --- the episode ------------------------------------------------------------------------------------------------


def test_an_imported_state_follows_from_the_flag(home):
    id = episode(home).id
    assert (row(id)["state"], row(id)["episode_no"]) == ("11", 1)
    record.save("episode", {"eliminated": True, "eliminated_on": "2025-07-10"}, id=id)
    assert row(id)["state"] == "30"
    again = episode(home, recognised_on="2026-02-01").id
    assert (row(again)["state"], row(again)["episode_no"]) == ("11", 2)


def test_a_household_is_watched_once_at_a_time(home):
    episode(home)
    with pytest.raises(Refused, match="不能重复纳入"):
        episode(home, recognised_on="2025-03-01")


def test_the_category_fits_the_household(home):
    with pytest.raises(Refused, match="户类型是“脱贫户”，不能是边缘易致贫户"):
        episode(home, category=MARGINAL)
    assert episode(home, category=SUDDEN).id
    with pytest.raises(Refused, match="边缘易致贫户应当是一般农户"):
        episode(home, category=MARGINAL, was_poor_hh=True)


@pytest.mark.parametrize(
    ("recognised", "gone"),
    [("2024-06-15", "2024-11-15"), ("2024-06-15", "2024-12-14"), ("2024-06", "2024-11"), ("2024-08-31", "2025-02-27")],
)
def test_less_than_half_a_year_is_refused_with_the_first_possible_day(home, recognised, gone):
    with pytest.raises(Refused, match=r"识别未满6个月.*最早 20"):
        episode(home, recognised_on=recognised, eliminated=True, eliminated_on=gone)
    note = "上级复核同意"
    assert episode(home, recognised_on=recognised, eliminated=True, eliminated_on=gone, elim_note=note).id


@pytest.mark.parametrize(
    ("recognised", "gone"),
    [("2024-06-15", "2024-12-15"), ("2024-06", "2024-12"), ("2024-06-15", "2024-12"), ("2024-08-31", "2025-02-28")],
)
def test_half_a_year_is_enough(home, recognised, gone):
    assert episode(home, recognised_on=recognised, eliminated=True, eliminated_on=gone).id


def test_the_end_does_not_lie_before_the_beginning(home):
    with pytest.raises(Refused, match="早于识别监测时间"):
        episode(home, eliminated=True, eliminated_on="2024-12-31", elim_note="说明")


def test_an_eliminated_episode_tells_what_is_missing_and_what_is_against_it(home):
    saved = episode(home, eliminated=True, eliminated_on="2025-09-01", elim_house=True, elim_way="01")
    said = "；".join(warnings(saved))
    assert "还有 12 项没有填" in said and "住房有损毁" in said and "监测联系人" in said
    assert "风险消除方式没有填" not in said


def test_a_risk_asks_for_its_particulars(home):
    said = "；".join(warnings(episode(home, risks="04,11")))
    assert "灾害子项" in said and "其他备注" in said
    clean = record.check(record.ledger("episode"), {"risks": "04", "disaster_sub": "01"}, None)
    assert not [one for one in clean if one.field in ("disaster_sub", "other_remark")]


def test_the_main_risk_is_the_first(home):
    id = episode(home, risks="08,01").id
    assert query.texts("episode", ("risks", "main_risk"), [id])[id] == ["缺劳动力、因病", "缺劳动力"]
    assert query.count(Selection("episode").where("risks", "in", ["01"])) == 1
    assert query.count(Selection("episode").where("main_risk", "in", ["01"])) == 0


def test_illness_never_stands_in_a_public_list():
    of = record.ledger("episode")
    public = {name for name, one in of.fields.items() if not one.personal}
    assert not public & {
        "risks",
        "measures",
        "other_remark",
        "ident_self_paid",
        "elim_self_paid",
        "contact_phone",
        "elim_note",
    }
    assert of.column("main_risk").personal


# --- the clue ---------------------------------------------------------------------------------------------------


def clue(home, *passes, **more):
    values = {"household": home, "date": "2026-05-01", "source": "05", "content": "住院花费大", **more}
    rows = [DetailDraft({"level": level, "at": at}) for level, at in passes]
    return record.save("clue", values, details={"clue_pass": rows} if rows else None)


def test_a_clue_is_handed_on_at_times_that_do_not_decrease(home):
    saved = clue(
        home, ("04", "2026-05-01 08:30"), ("01", "2026-05-01 09:00"), ("02", "2026-05-01"), ("03", "2026-05-02")
    )
    assert not saved.problems
    assert query.count(Selection("clue_pass")) == 4
    with pytest.raises(Refused, match="第 2 次传递的时间 2026-05-01 08:30 早于上一次传递"):
        clue(home, ("04", "2026-05-01 09:00"), ("01", "2026-05-01 08:30"), content="另一条")
    with pytest.raises(Refused, match="早于线索日期"):
        clue(home, ("04", "2026-04-30 09:00"), content="又一条")


def test_a_level_is_not_passed_twice_without_a_word(home):
    saved = clue(home, ("04", "2026-05-01"), ("04", "2026-05-02"))
    assert "写了两次" in "；".join(warnings(saved))


def test_a_clue_that_leads_nowhere_has_a_reason_and_the_household_was_told(home):
    with pytest.raises(Refused, match="写明原因"):
        clue(home, result="02", result_on="2026-05-06")
    said = warnings(clue(home, result="02", result_on="2026-05-06", reason="收入稳定"))
    assert said == ["结果是不纳入，还没有告知农户的日期"]
    assert not clue(home, result="02", result_on="2026-05-06", reason="收入稳定", told_on="2026-05-07", no="2").problems


def test_a_clue_gets_a_number_and_the_name_of_its_household(home):
    first, second = clue(home).id, clue(home, content="另一条").id
    own = clue(home, no="A-7", person="李某某").id
    rows = record.load(record.ledger("clue"), [first, second, own])
    assert [(rows[id]["no"], rows[id]["person"]) for id in (first, second, own)] == [
        ("XS20260501-01", "王某某"), ("XS20260501-02", "王某某"), ("A-7", "李某某")
    ]  # fmt: skip


def test_a_clue_goes_forward_in_time(home):
    for wrong in ({"accepted_on": "2026-04-30"}, {"result_on": "2026-04-30"}, {"told_on": "2026-04-30"}):
        with pytest.raises(Refused, match="早于"):
            clue(home, **wrong)
    saved = clue(home, accepted_on="2026-05-02")
    assert record.load(record.ledger("clue"), [saved.id])[saved.id]["village"] is not None
