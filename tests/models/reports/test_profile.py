"""户情: what is known of one household, found by links, with nothing made up where nothing is recorded."""

import datetime
import itertools

import pytest

from models import attachment, clock, ledger_file, query, record
from models.attachment import New
from models.ledger import ledger, ledgers
from models.record import DetailDraft, links_to
from models.reports import profile
from models.reports.profile import related, timeline
from models.sample_data import id_number

TODAY = datetime.date(2026, 7, 1)
NAMES = [one.name for one in ledgers()]


def needs(*names):
    """Skip where the program does not keep such a ledger."""
    return pytest.mark.skipif(not set(names) <= set(NAMES), reason="no such ledger")


@pytest.fixture
def village(tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db")
    return record.save("village", {"name": "上庄村"}).id


_serials = itertools.count(11, 20)


def home(village, members=0, **values):
    serial = next(_serials)
    people = [
        DetailDraft(
            {
                "name": "张" + "甲乙丙丁戊己庚"[at],
                "relation": "01" if at == 0 else "21",
                "id_no": id_number(datetime.date(1960 + at, 3, 4), serial + 2 * at),
                "phone": f"1380000000{at}",
            }
        )
        for at in range(members)
    ]
    head = {} if members else {"head": "王小明"}
    return record.save("household", {"village": village, **head, **values}, details={"member": people}).id


@pytest.mark.parametrize("count", [0, 1, 7])
def test_members_in_order_with_the_head_first(village, count):
    found = profile.read(home(village, count))
    assert [one.texts[0] for one in found.members] == ["张" + part for part in "甲乙丙丁戊己庚"[:count]]
    assert found.name == ("张甲" if count else "王小明")
    assert not found.events and not found.documents and not found.years


def test_those_who_left_come_last(village):
    id = home(village, 3)
    first = profile.read(id).members[1]
    record.save("member", {"state": "03", "state_reason": None}, id=first.id)
    found = profile.read(id).members
    assert [(one.texts[0], one.gone) for one in found] == [("张甲", False), ("张丙", False), ("张乙", True)]


def test_numbers_are_hidden_on_a_screen_that_others_see(village):
    id = home(village, 2, phone="13912345678")
    plain, masked = profile.read(id), profile.read(id, masked=True)
    numbers = [text for one in plain.members for text in one.texts if len(text) == 18]
    assert len(numbers) == 2
    shown = " ".join([*(text for one in masked.members for text in one.texts), *(text for _, text in masked.facts)])
    assert "139****5678" in shown and "13912345678" not in shown
    assert not any(number in shown for number in numbers) and "138****0000" in shown


def test_a_household_that_is_gone_is_said(village):
    with pytest.raises(LookupError, match="已不在台账里"):
        profile.read(999_999)


def test_every_ledger_that_links_to_a_household_is_found_once():
    found = [of.name for of, _, _ in related.ways()]
    direct = {of.name for of, _ in links_to(ledger("household"))} - {"member"}
    through = {of.name for of, _ in links_to(ledger("member"))} if "member" in NAMES else set()
    assert len(found) == len(set(found)) and set(found) == direct | through


@needs("visit")
def test_counts_open_exactly_the_records(village):
    mine, other = home(village, 1), home(village, 2)
    for id, day in ((mine, "2026-06-01"), (mine, "2026-06-02"), (other, "2026-06-01")):
        record.save("visit", {"household": id, "date": day, "kind": "02", "visitors": "李干事"})
    found = {one.ledger: one for one in profile.read(mine).related}
    assert found["visit"].count == 2
    ids = query.ids(found["visit"].selection)
    rows = query.rows("visit", ("household",), ids, raw=True)
    assert len(ids) == 2 and {row[0] for row in rows.values()} == {mine}


@needs("visit")
def test_thirty_visits_newest_first(village):
    id = home(village, 1)
    days = [f"2026-{1 + at // 6:02d}-{3 + at % 6 * 4:02d}" for at in range(30)]
    for at, day in enumerate(days):
        record.save(
            "visit", {"household": id, "date": day, "kind": "02", "findings": f"情况{at}", "visitors": "李干事"}
        )
    events = [one for one in profile.read(id).events if one.ledger == "visit"]
    assert [one.date for one in events] == sorted(days, reverse=True)
    assert events[0].kind == "走访" and "情况29" in events[0].text and "李干事" in events[0].text


@needs("help_pair", "helper")
def test_the_helper_of_today_stands_in_the_head_line(village):
    id = home(village, 1)
    assert ("帮扶责任人", "没有") in profile.read(id).facts
    helper = record.save("helper", {"name": "李帮扶", "phone": "13700001111"}).id
    record.save("help_pair", {"household": id, "helper": helper, "start": "2024-01-01"})
    assert "李帮扶　13700001111" in dict(profile.read(id).facts)["帮扶责任人"]
    assert "137****1111" in dict(profile.read(id, masked=True).facts)["帮扶责任人"]


@needs("income_sheet", "monitor_line")
def test_income_against_the_line_and_the_mean_of_the_village(village):
    poor, rich = home(village, 2), home(village, 1)
    for id, persons, wage in ((poor, 2, 1_200_000), (rich, 1, 3_000_000)):
        record.save(
            "income_sheet",
            {"household": id, "year": 2025, "kind": "01", "persons": persons, "wage_out": None, "wage": wage},
        )
    years = profile.read(poor).years
    assert [(one.year, one.own, one.line) for one in years] == [(2025, 600_000, None)]
    means = profile.income.with_means(years, village)
    assert means[0].village == 1_400_000, "all income of the village over all its people"
    assert years[0].below is None
    assert "监测线未设置" in profile.income.remarks(years)[0]
    record.save("monitor_line", {"region": "上庄村", "year": 2025, "amount": 850_000})
    years = profile.read(poor).years
    assert years[0].below is True and "低于监测线 8,500.00 元" in profile.income.remarks(years)[0]
    assert profile.read(rich).years[0].below is False
    record.save("income_sheet", {"wage": 1_800_000}, id=years[0].sheet)
    years = profile.income.with_means(profile.read(poor).years, village)
    assert (years[0].own, years[0].village) == (900_000, 1_600_000), "remembered only until a sheet changes"
    made = profile.income.chart(years)
    assert [one.name for one in made.series] == ["本户", "监测线", "本村平均"]


def test_no_income_is_a_chart_that_says_so(village):
    made = profile.income.chart(profile.read(home(village, 1)).years)
    assert made.is_empty() and "还没有登记" in made.sentence()


@needs("guarantee_check")
def test_four_lamps_by_their_last_check(village):
    id = home(village, 1)
    assert [(one.colour, one.text) for one in profile.read(id).lamps] == [("unknown", "未排查")] * 4
    for day, result in (("2026-03-01", "02"), ("2026-05-01", "01")):
        record.save(
            "guarantee_check",
            {"household": id, "village": village, "dimension": "02", "date": day, "result": result, "uninsured": None},
        )
    lamp = profile.read(id).lamps[1]
    assert (lamp.title, lamp.colour, lamp.text, lamp.date) == ("基本医疗", "good", "达标", "2026-05-01")


@needs("episode")
def test_state_and_risks_without_measures(village):
    id = home(village, 1, hh_type="02")
    assert profile.read(id).state == "未纳入监测"
    record.save(
        "episode", {"household": id, "category": "03", "recognised_on": "2026-05-10", "risks": "01,03", "state": "11"}
    )
    found = profile.read(id)
    assert "2026-05-10 识别" in found.state and found.needs.episode
    assert [(one.title, one.hole) for one in found.needs.risks] == [("因病", True), ("因残", True)]
    assert any(one.ledger == "episode" and one.date == "2026-05-10" for one in found.events)


def test_documents_of_the_household_and_of_what_hangs_on_it(village):
    id, other = home(village, 2), home(village, 1)
    person = profile.read(id).members[1].id
    attachment.add("household", id, [New(b"1", "申请书.pdf")])
    attachment.add("member", person, [New(b"2", "残疾证.jpg")])
    attachment.add("household", other, [New(b"3", "别家.jpg")])
    assert [one.name for one in profile.read(id).documents] == ["申请书.pdf", "残疾证.jpg"]


def test_events_do_not_lie_ahead():
    for name in NAMES:
        for field in timeline.dates(name):
            assert field in ledger(name).fields


def test_what_is_planned_is_no_event(village):
    if "help_pair" not in NAMES:
        pytest.skip("no such ledger")
    id = home(village, 1)
    helper = record.save("helper", {"name": "李帮扶"}).id
    record.save("help_pair", {"household": id, "helper": helper, "start": "2027-01-01"})
    assert not [one for one in profile.read(id).events if one.ledger == "help_pair"]


def test_reading_costs_few_statements(village, monkeypatch):
    from models.database import database

    id = home(village, 3)
    profile.read(id)
    seen = []
    run = database.obj.execute_sql
    monkeypatch.setattr(database.obj, "execute_sql", lambda sql, *more: seen.append(sql) or run(sql, *more))
    profile.read(id)
    assert len(seen) < 20, "one for all counts, none for ledgers without records"


@needs("point_entry", "redeem", "point_rule")
def test_points_that_may_still_be_redeemed(village):
    id = home(village, 1)
    assert "可兑换积分" not in dict(profile.read(id).facts)
    rule = record.save("point_rule", {"name": "参加环境整治", "code": "A1", "points": 5}).id
    for public_to in ("2026-06-20", "2026-09-01"):
        record.save(
            "point_entry", {"household": id, "rule": rule, "date": "2026-06-01", "points": 5, "public_to": public_to}
        )
    assert dict(profile.read(id).facts)["可兑换积分"] == "5 分", "what is still on the board does not count yet"
