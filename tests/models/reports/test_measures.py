"""Coverage of plans and measures, their charts, and the reports R04 and R06 (domain.md §3.5, §14, §18)."""

import datetime
from random import Random

import pytest

from models import clock, ledger_file, query, record, settings
from models.query import Selection
from models.record import DetailDraft
from models.reports import charts, returns
from models.reports.figures import compute
from models.reports.paper import render
from models.reports.plan_paper import plan_card
from models.rules import measures
from models.sample_data import plans


@pytest.fixture
def town(tmp_path):
    """Two watched households in 甲村, one in 乙村, one whose risk is gone, one that was only applied for."""
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    settings.township.put("青禾乡")
    places = [record.save("village", {"name": name}).id for name in ("甲村", "乙村")]
    homes = {}
    for name, place in (("one", 0), ("two", 0), ("three", 1), ("gone", 1), ("asked", 1)):
        homes[name] = record.save("household", {"village": places[place], "head": "王某某"}).id
        values = {"household": homes[name], "category": "100A03003", "risks": "01,07", "recognised_on": "2026-03-01"}
        if name == "gone":
            values |= {"eliminated": True, "eliminated_on": "2026-06-01", "elim_way": "01", "elim_note": "已核实"}
            values["recognised_on"] = "2025-03-01"
            values |= {"contact_name": "苏某", "contact_phone": "15412345678"}
        if name == "asked":
            del values["recognised_on"]
        record.save("episode", values)
    yield homes
    ledger_file.close()
    clock.freeze(None)


def measure(home, group, **more):
    values = {"household": home, "group": group, "content": "某事", "status": "02", **more}
    return record.save("measure", values).id


def shares(name):
    return {one.village: one.value for one in compute([name])}


def test_only_measures_that_run_cover_a_household(town):
    measure(town["one"], measures.HEALTH)
    measure(town["two"], measures.HEALTH, status="01")
    measure(town["three"], measures.HEALTH, status="04")
    measure(town["gone"], measures.HEALTH)
    assert shares("measure_coverage") == {None: "33.33", "甲村": "50.00", "乙村": "0.00"}
    (whole,) = [one for one in compute(["measure_coverage"]) if one.village is None]
    assert whole.records == query.count(Selection.from_json(whole.where)) == 3


def test_every_risk_has_to_be_answered(town):
    measure(town["one"], measures.HEALTH)
    assert shares("measure_answered")[None] == "0.00"
    measure(town["one"], measures.JOB)
    assert shares("measure_answered") == {None: "33.33", "甲村": "50.00", "乙村": "0.00"}


def test_a_plan_covers_its_episode(town):
    record.save("assist_plan", {"household": town["three"], "made_on": "2026-03-05"})
    assert shares("plan_coverage") == {None: "33.33", "甲村": "0.00", "乙村": "100.00"}


def test_measures_per_group_and_status_as_a_chart(town):
    measure(town["one"], measures.HEALTH)
    measure(town["two"], measures.HEALTH, status="03", done_on="2026-05-01")
    made = charts.build("measure_by_group")
    assert (made.labels, [(one.name, one.values) for one in made.series]) == (
        ("健康帮扶",), [("落实中", (1,)), ("已落实", (1,))]
    )  # fmt: skip


# --- paper ------------------------------------------------------------------------------------------------------------


def test_r04_has_a_page_per_watched_household(town):
    measure(town["one"], measures.HEALTH)
    made = returns.build("R04")
    assert [part.title for part in made.parts] == ["青禾乡“一户一策”帮扶计划表"] * 3
    assert returns.paper(made).pages == 3
    (one,) = returns.build("R04", village="乙村").parts
    assert dict(one.sections[0][1])["家庭住址"] == "乙村"


def test_the_plan_on_paper_says_who_what_and_until_when(town):
    record.save("household", {"local_no": "0004", "phone": "15412345679"}, id=town["one"])
    record.save(
        "assist_plan",
        {"household": town["one"], "made_on": "2026-03-05", "goal": "稳定增收"},
        details={
            "measure": [DetailDraft({"group": measures.JOB, "content": "帮扶车间就业", "planned_end": "2026-12"})]
        },
    )
    card = plan_card(town["one"])
    assert (card.subtitle, card.date_text) == ("编号：0004", "制定日期：2026年3月5日")
    boxes = {label: value for _, pairs in card.sections for label, value in pairs}
    assert (boxes["致贫返贫风险"], boxes["帮扶目标"]) == ("因病、因务工就业不稳", "稳定增收")
    (table,) = card.tables
    assert list(table.rows) == [["就业帮扶", "帮扶车间就业", "", "", "2026-12", "", "未实施"]]
    assert card.signatures == ("农户签字", "帮扶责任人签字", "村（盖章）", "乡镇（盖章）", "日期")
    assert render((card,), returns.paper_settings(returns.build("R04"))).pages == 1


def test_the_public_plan_says_nothing_private(town):
    record.save("household", {"phone": "15412345679", "address": "甲村91号"}, id=town["one"])
    record.save("member", {"household": town["one"], "name": "王某某", "relation": "01", "health": "03"})
    card = plan_card(town["one"], public=True)
    said = repr(card)
    assert not [word for word in ("15412345679", "91号", "因病", "大病") if word in said]
    assert "王某某" in said


def test_r06_counts_households_once_and_lists_who_was_missed(town):
    number = record.save("visit_round", {"name": "第一次", "start": "2026-04-01", "end": "2026-06-30"}).id
    for name, day in (("one", "2026-06-02"), ("one", "2026-06-09"), ("three", "2026-05-02")):
        values = {"household": town[name], "date": day, "round": number}
        record.save("visit", {**values, "problems": "漏雨" if day == "2026-06-02" else None})
    month, one, missing = returns.build("R06", "2026-06").tables
    assert [cell.text for cell in month.total.cells] == ["合计", "5", "1", "20.00", "2", "1", "0", "0.00"]
    assert [[cell.text for cell in row.cells] for row in (*one.rows, one.total)] == [
        ["甲村", "2", "1", "50.00", "1", "2"], ["乙村", "3", "1", "33.33", "2", "1"],
        ["合计", "5", "2", "40.00", "3", "3"],
    ]  # fmt: skip
    assert len(missing.rows) == 3 and missing.title == "青禾乡第一次未访户名单"
    assert len(returns.build("R06", "2026-03").tables) == 1


# --- the sample -------------------------------------------------------------------------------------------------------


def test_the_samples_plans_answer_the_risks_but_for_the_holes_they_name(town):
    for _ in range(6):
        village = query.ids(Selection("village"))[0]
        home = record.save("household", {"village": village, "head": "王某某"}).id
        values = {"household": home, "category": "100A03003", "risks": "01,07", "recognised_on": "2026-03"}
        record.save("episode", values)
    plans.write(lambda name, rows: [record.save(name, row).id for row in rows], Random(1))
    watched = [home for _, home, _, _ in plans._watched()]
    holes = [at for at, home in enumerate(watched) if measures.matrix(household=home).holes]
    assert holes == sorted({*plans.HOLES, plans.UNPLANNED})
    assert [one.household for one in measures.without_plan()] == [watched[plans.UNPLANNED]]
