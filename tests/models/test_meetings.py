"""Meetings, what they decided, whether they were held as often as they should (domain.md §13.6; T12, T22, C1, B9)."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.exchange import importer
from models.ledger import ledger
from models.query import Selection
from models.record import DetailDraft, Refused
from models.reports import charts
from models.reports.figures import compute
from models.rules.meetings import regular
from tests.models.reports import seeds


@pytest.fixture
def town(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")


def meeting(date, kind="02", **more):
    return record.save("meeting", {"date": date, "kind": kind, **more})


def told(saved):
    return [problem.text for problem in saved.problems]


def held(year, asof="2026-06-30"):
    return {one.label: one for one in regular(year, asof)}


def brought_in(tmp_path, file):
    seeds.require()
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    return importer.run(importer.prepare(seeds.FOLDER / file), back_up=False)


def test_the_people_of_the_list_are_counted(town):
    id = meeting("2026-06-01", attendees="王某、李某，张某\n王某 赵某").id
    assert record.load(ledger("meeting"), [id])[id]["attendee_count"] == 4
    assert told(meeting("2026-07-01", attendee_count=3)) == ["会议日期还没有到，却填了参会人数"]
    assert told(meeting("2026-07-02")) == []


def test_a_matter_is_done_when_its_day_is_there(town):
    rows = [
        DetailDraft({"content": "修路", "deadline": "2026-07-15"}),
        DetailDraft({"content": "排查", "deadline": "2026-06-20"}),
        DetailDraft({"content": "销路", "closed_on": "2026-06-20"}),
    ]
    saved = record.save("meeting", {"date": "2026-06-01", "kind": "01"}, details={"decision": rows})
    states = [row for _, row in query.each(Selection("decision", order=("content",)), ("content", "state"))]
    assert sorted(states) == [("修路", "01"), ("排查", "01"), ("销路", "03")]
    assert told(saved) == ["第 2 行议定事项：已过完成时限，还没有落实"]
    assert [one.value for one in compute(["decision_done"]) if one.year is None] == ["33.33"]
    done = query.ids(Selection("decision").where("content", "=", "销路"))[0]
    with pytest.raises(Refused, match="应是“已落实”"):
        record.save("decision", {"state": "02"}, id=done)
    with pytest.raises(Refused, match="早于会议日期"):
        record.save("decision", {"closed_on": "2026-05-31"}, id=done)


def test_a_month_without_a_meeting_is_missing_once_it_is_over(town):
    for month in (1, 2, 3, 5):
        meeting(f"2026-{month:02d}-10")
    meeting("2026-02-20", "03")
    assert (held(2026)["推进会"].missing, held(2026)["推进会"].due) == (("2026年4月",), 5)
    assert held(2026, "2026-07-01")["推进会"].missing == ("2026年4月", "2026年6月")
    assert held(2026)["联系会"].missing == ()
    assert held(2026, "2026-07-01")["联系会"].missing == ("2026年第2季度",)
    meeting("2026-06-10")
    assert held(2026)["推进会"].missing == ("2026年4月",) and held(2026)["推进会"].due == 6


def test_how_often_is_for_the_place_to_say(town):
    record.save("local_norm", {"norm": "meeting.push_per_year", "value": "6", "basis": "县里规定"})
    meeting("2026-01-10")
    assert (held(2026)["推进会"].missing, held(2026)["推进会"].due) == (("2026年3至4月",), 2)


def test_a_year_with_may_missing(tmp_path):
    brought_in(tmp_path, "T12_推进会联系会2021.xlsx")
    found = {one.name: one for one in compute(["meeting_by_kind", "meeting_regular"], year=2021)}
    assert (found["meeting_by_kind.02"].value, found["meeting_by_kind.03"].value) == (11, 4)
    assert (found["meeting_regular.02"].value, found["meeting_regular.02"].note) == ("91.67", "11/12，缺2021年5月")
    assert (found["meeting_regular.03"].value, found["meeting_regular.03"].note) == ("100.00", "4/4")
    chart = charts.build("meeting_by_month")
    assert chart.labels == tuple(f"2021年{month}月" for month in range(1, 13))


def test_a_day_that_is_none_is_refused(tmp_path):
    receipt = brought_in(tmp_path, "T22_错误日期.xlsx")
    assert dict(receipt.sheets[0].counts) == {"error": 1}
    assert "2023-413日" in receipt.sheets[0].failed[2] and "不是日期" in receipt.sheets[0].failed[2]
    assert query.count(Selection("meeting")) == 0


@pytest.mark.parametrize(
    ("file", "kind", "count", "people"),
    [("SC_关口镇组团服务.xlsx", "01", 4, 122), ("SB_竹贤乡2023其他.xlsx", "04", 4, 88)],
)
def test_meetings_of_the_seed_workbooks(tmp_path, file, kind, count, people):
    receipt = brought_in(tmp_path, file)
    assert not [sheet.failed for sheet in receipt.sheets if sheet.failed and sheet.mapping.ledger.name == "meeting"]
    found = {one.name: one.value for one in compute(["meeting_by_kind", "meeting_people"]) if one.year is None}
    assert found == {f"meeting_by_kind.{kind}": count, "meeting_people": people}


def test_six_steps_come_in_their_order(town):
    village = record.save("village", {"name": "清溪村"}).id
    values = {"village": village, "title": "光伏收益分配", "proposed_on": "2026-03-01", "consulted_on": "2026-03-05"}
    rest = {"deliberated_on": "2026-03-08", "resolved_on": "2026-03-12", "decision_public_on": "2026-03-13"}
    id = record.save("open_decision", {**values, **rest, "result_public_on": "2026-04-20"}).id
    assert query.texts("open_decision", ("steps",), [id])[id] == ["6"]
    with pytest.raises(Refused, match="“两委商议”早于“支部提议”"):
        record.save("open_decision", {**values, "title": "另一项", "consulted_on": "2026-02-28"})
    left_out = record.save("open_decision", {**values, "title": "第三项", "resolved_on": "2026-03-12"})
    assert told(left_out) == ["前面的“党员审议”还没有日期"]
    found = {one.name: one.value for one in compute(["open_decision_count", "open_decision_done"], year=2026)}
    assert found == {"open_decision_count": 2, "open_decision_done": "50.00"}
