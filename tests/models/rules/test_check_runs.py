"""Runs of 体检 that are kept: new, still there, mended; changes between two runs; exemptions; a list from above."""

import datetime

import openpyxl
import pytest

from models import advice, clock, ledger_file, operation, query, record, rosters
from models.codes import code_list
from models.exchange import importer
from models.ledger import ledger
from models.query import Selection
from models.reports import charts, returns
from models.rules.check import check_household, doubts, hints, runs
from models.rules.check.runs import FRESH, MENDED, STILL
from models.sample_data import id_number

TODAY = datetime.date(2026, 6, 30)
RULE = "L04"
"""满7岁的健康儿童仍登记学前."""


def code(list_name, label):
    return next(one.code for one in code_list(list_name).codes if one.label == label)


def family(village, head, serial):
    """A household with a child of nine who is still in kindergarten; returns (household, child)."""
    home = record.save("household", {"village": village, "head": head, "hh_type": code("hh_type", "脱贫户")}).id
    common = {"household": home, "health": code("health", "健康")}
    old, young = datetime.date(1985, 3, 1), datetime.date(2017, 3, 1)
    record.save(
        "member", {**common, "name": head, "relation": code("relation", "户主"), "id_no": id_number(old, serial)}
    )
    child = {"name": "测小禾", "relation": code("relation", "之子"), "id_no": id_number(young, serial)}
    return home, record.save("member", {**common, **child, "school_state": code("school_state", "学前教育")}).id


@pytest.fixture
def town(tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "甲村", "seq": 1}).id
    return village, [family(village, head, 1 + 2 * at) for at, head in enumerate(("测大山", "测长河"))]


def states():
    """{child: state} of the one rule looked at."""
    return {one.finding.record: one.state for one in runs.items() if one.finding.rule == RULE}


def to_school(child):
    record.save("member", {"school_state": code("school_state", "小学")}, id=child)


def test_a_second_run_tells_new_still_and_mended(town):
    village, [(_, first), (_, second)] = town
    runs.start()
    assert states() == {first: FRESH, second: FRESH}
    to_school(first)
    home, third = family(village, "测明月", 9)
    runs.start()
    assert states() == {first: MENDED, second: STILL, third: FRESH}
    last = runs.last_run()
    mine = [one for one in runs.items() if one.finding.household == home]
    assert last.fresh == len(mine)
    runs.start()
    assert states() == {second: STILL, third: STILL}
    assert runs.last_run().fresh == runs.last_run().mended == 0


def test_a_mended_household_is_closed_at_once_and_counted_by_the_next_run(town):
    _, [(_, first), (_, second)] = town
    runs.start()
    before = runs.last_run()
    to_school(first)
    assert runs.catch_up()
    assert states() == {first: MENDED, second: FRESH}
    record.save("member", {"school_state": code("school_state", "学前教育")}, id=first)
    assert runs.catch_up()
    assert states() == {first: FRESH, second: FRESH}
    to_school(first)
    assert runs.catch_up()
    runs.start()
    assert states()[first] == MENDED
    assert runs.last_run().mended == 1 and runs.last_run().id != before.id


def test_undoing_a_change_brings_the_finding_back(town):
    _, [(_, first), _] = town
    runs.start()
    to_school(first)
    runs.catch_up()
    operation.undo_last()
    runs.catch_up()
    assert states()[first] == FRESH


def test_a_member_that_is_deleted_takes_its_findings_along(town):
    _, [(_, first), (_, second)] = town
    runs.start()
    record.delete("member", [first])
    assert runs.catch_up()
    assert states() == {first: MENDED, second: FRESH}


def test_what_changed_too_much_asks_for_a_new_run(town, monkeypatch):
    _, [(_, first), (_, second)] = town
    runs.start()
    monkeypatch.setattr(runs, "MANY", 1)
    to_school(first)
    to_school(second)
    assert not runs.catch_up()
    assert states() == {first: FRESH, second: FRESH}, "kept as it was, nothing half looked at"


def test_a_run_of_one_village_leaves_the_others_alone(town):
    village, [(_, first), (_, second)] = town
    other = record.save("village", {"name": "乙村", "seq": 2}).id
    _, third = family(other, "测云帆", 11)
    runs.start()
    to_school(first)
    to_school(third)
    runs.start(village=village)
    assert states() == {first: MENDED, second: STILL, third: STILL}


def test_a_cancelled_run_keeps_nothing(town):
    with pytest.raises(operation.Cancelled):
        runs.start(lambda done, total, text: done < 3)
    assert runs.last_run() is None and runs.items() == []


def exemption(child, until):
    found = next(one.finding for one in runs.items() if one.finding.record == child and one.finding.rule == RULE)
    values = {"rule": found.rule, "record_uid": found.uid, "reason": "随父母在外地读学前班", "evidence": "幼儿园证明"}
    return record.save("check_exemption", {**values, "granted_on": "2026-06-30", "until": until}).id


def test_an_exemption_holds_until_its_last_day(town):
    _, [(_, first), (_, second)] = town
    runs.start()
    exemption(first, "2026-07-31")

    def passed(day):
        return {one.finding.record for one in runs.items(day) if one.exempt}

    assert passed(TODAY) == passed(datetime.date(2026, 7, 31)) == {first}
    assert passed(datetime.date(2026, 8, 1)) == set()
    made = returns.build("check_list")
    told = {row.cells[0].record[1] for part in made.tables for row in part.rows if "5_17_001" in row.cells[5].text}
    assert told == {second}, "what is let pass is not sent to the village"


def test_an_exemption_needs_reason_evidence_and_an_end(town):
    with pytest.raises(record.Refused) as refused:
        record.save("check_exemption", {"rule": RULE, "record_uid": "x", "granted_on": "2026-06-30"})
    assert {one.field for one in refused.value.problems} >= {"reason", "evidence", "until"}


def test_the_run_is_noted_and_drawn(town):
    runs.start()
    values = record.load(ledger("check_run"), query.ids(Selection("check_run")))
    (row,) = values.values()
    open_now = [one for one in runs.items() if one.state != MENDED]
    assert row["errors"] + row["reds"] + row["warns"] == len(open_now) == row["fresh"]
    for name in ("check_trend", "check_change"):
        assert charts.build(name).labels == ("2026-06-30",) or list(charts.build(name).labels) == ["2026-06-30"]


def test_ctrl_z_does_not_undo_a_run(town):
    _, [(_, first), _] = town
    to_school(first)
    runs.start()
    operation.undo_last()
    assert runs.last_run() is not None
    assert record.load(ledger("member"), [first])[first]["school_state"] == code("school_state", "学前教育")


def test_a_list_from_above_is_ticked_off_when_our_rule_finds_nothing_more(town):
    _, [(home, first), (other, _)] = town
    values = {"content": "满7岁的儿童仍登记学前", "rule": "5_17_001", "issued_on": "2026-06-01"}
    ids = [
        record.save("doubt", {**values, "household": home}).id,
        record.save("doubt", {**values, "household": other}).id,
        record.save("doubt", {**values, "rule": "9_99_999", "household": other}).id,
    ]
    to_school(first)
    tick = doubts.look()
    assert (tick.mended, tick.still, tick.unknown) == ((ids[0],), (ids[1],), (ids[2],))
    assert doubts.tick_off(tick)
    rows = record.load(ledger("doubt"), ids)
    assert [rows[id]["state"] for id in ids] == ["02", "01", "01"]
    assert rows[ids[0]]["done_on"] == "2026-06-30"


def test_hints_stand_beside_the_field_while_one_types_and_refuse_nothing(town):
    _, [(_, first), _] = town
    of = ledger("member")
    assert hints.hints("member", first) == [], "not before the rules are at hand"
    hints.warm()
    hints.warm()
    try:
        told = rosters.try_form(of, {}, first).problems
        mine = [one for one in told if one.field == "school_state"]
        assert [one.level for one in mine] == ["warn"]
        told = rosters.try_form(of, {"school_state": code("school_state", "小学")}, first).problems
        assert not [one for one in told if one.field == "school_state"]
    finally:
        advice._advisers.clear()
    assert states() == {}, "nothing was written"


def test_a_list_from_the_county_is_read_as_it_is(town, tmp_path):
    _, [(home, child), _] = town
    number = record.load(ledger("member"), [child])[child]["id_no"]
    heads = ["村", "户主姓名", "姓名", "证件号码", "规则编号", "疑点描述", "整改情况", "整改时间"]
    lines = (
        (heads, ["甲村", "测大山", "测小禾", number, "5_17_001", "满7岁的儿童登记学前", None, None]),
        # 有的清单只有人，没有户主
        (heads[:1] + heads[2:], ["甲村", "测小禾", number, "5_17_003", "在校生状况有误", "已联系学校", "2026-06-20"]),
    )
    for at, (head, line) in enumerate(lines):
        book = openpyxl.Workbook()
        for row in (["某县2026年6月疑点清单"], head, line):
            book.active.append(row)
        book.save(tmp_path / f"疑点{at}.xlsx")
        importer.run(importer.prepare(tmp_path / f"疑点{at}.xlsx"), back_up=False)
    rows = list(record.load(ledger("doubt"), query.ids(Selection("doubt", order=("rule",)))).values())
    assert [row["household"] for row in rows] == [home, home], "found by the head, else by the person's number"
    assert [row["result"] for row in rows] == [None, "已联系学校"]
    assert len(doubts.look().still) == 1


def test_a_line_set_later_counts_at_once(town):
    _, [(home, _), _] = town
    year = 2025
    values = {"household": home, "year": year, "persons": 2, "B1": 1_000_000}
    record.save("income_sheet", values)

    def low():
        return {one.rule for one in check_household(home) if "监测线" in one.text}

    before = low()
    record.save("monitor_line", {"region": "全国", "year": year, "amount": 900_000, "basis": "文件"})
    after = low()
    assert before != after, (before, after)
