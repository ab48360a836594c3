"""Village teams, service groups, offers and needs: rules, figures and charts (domain.md §11, §13.6)."""

import datetime
from fractions import Fraction

import pytest

from models import clock, ledger_file, query, record
from models.exchange import importer
from models.query import Selection
from models.record import Refused
from models.reports import charts
from models.reports.figures import compute
from tests.models.reports import seeds

WAN = 1_000_000
CHARTS = (
    "team_by_unit", "attendance_by_month", "spotcheck_by_found", "demand_by_kind", "match_by_kind", "exchange_by_kind",
    "supply_and_demand", "visit_in_by_unit", "problem_by_state", "goal_progress", "pairing_matrix",
)  # fmt: skip


@pytest.fixture
def town(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    yield record.save("village", {"name": "清溪村"}).id
    ledger_file.close()
    clock.freeze(None)


def value(name):
    return next((one.value for one in compute([name]) if one.village is None and one.year is None), None)


def warned(saved):
    return [problem.text for problem in saved.problems]


def person(name="程远航", **more):
    return record.save("team_member", {"name": name, "role": "01", "sending_unit": "某局", **more}).id


# --- members and groups -------------------------------------------------------------------------------------------


def test_nobody_serves_in_two_groups(town):
    one, two = (record.save("service_group", {"name": name}).id for name in ("组织建设", "产业技术"))
    person(service_group=one)
    with pytest.raises(Refused, match="同时在 组织建设、产业技术 两组"):
        person(service_group=two)
    person("季晓岚", service_group=two)
    assert [one.value for one in compute(["service_group_members"])] == [1, 1]


def test_who_has_left_a_group_may_join_another(town):
    one, two = (record.save("service_group", {"name": name}).id for name in ("组织建设", "产业技术"))
    person(service_group=one, start="2023-01-01", end="2024-12-31")
    person(service_group=two, start="2025-01-01")
    assert value("team_count") == 1


def test_a_term_ends_after_it_begins(town):
    with pytest.raises(Refused, match="结束早于开始"):
        person(start="2025-01-02", end="2025-01-01")


def test_a_recall_ends_the_term_and_names_who_came_instead(town):
    gone, stayed = person(start="2025-07-01", village=town), person("季晓岚", start="2026-05-01", village=town)
    with pytest.raises(Refused, match="早于驻村开始时间 2025-07-01"):
        record.save("recall", {"member": gone, "date": "2025-06-01", "reason": "长期不在村"})
    with pytest.raises(Refused, match="同一个人"):
        record.save("recall", {"member": gone, "date": "2026-05-01", "reason": "长期不在村", "successor": gone})
    with pytest.raises(Refused, match="召回原因"):
        record.save("recall", {"member": gone, "date": "2026-05-01"})
    record.save("recall", {"member": gone, "date": "2026-05-01", "reason": "长期不在村", "successor": stayed})
    assert query.rows("team_member", ("end",), [gone])[gone] == ("2026-05-01",)
    assert value("team_count") == 1 and value("recall_count") == 1
    with pytest.raises(Refused, match="已经登记过召回"):
        record.save("recall", {"member": gone, "date": "2026-06-01", "reason": "再次"})


def test_a_recall_leaves_an_end_that_is_known(town):
    gone = person(start="2025-07-01", end="2026-04-30")
    record.save("recall", {"member": gone, "date": "2026-05-01", "reason": "考核不称职"})
    assert query.rows("team_member", ("end",), [gone])[gone] == ("2026-04-30",)


def test_a_promise_in_public_is_made_public(town):
    one = person()
    paper = {"member": one, "kind": "02", "signed_on": "2026-01-05", "text": "每月驻村二十天"}
    assert "公开承诺还没有公示日期" in warned(record.save("pledge", paper))
    with pytest.raises(Refused, match="公示早于签订"):
        record.save("pledge", {**paper, "kind": "01", "published_on": "2026-01-04"})
    assert [row[0] for _, row in query.each(Selection("pledge"), ("year",), raw=True)] == [2026]


def test_sites_that_were_seen_are_counted(town):
    seen = {"date": "2026-03-18", "title": "产业技术组观摩", "kind": "02", "organiser": "某乡"}
    saved = record.save("exchange_visit", seen)
    assert {"观摩赛绩没有填评分", "没有填看了哪里：写观摩点，或选行政村"} <= set(warned(saved))
    record.save("exchange_visit", {**seen, "site": "蔬菜基地", "village": town, "score": 925, "persons": 20})
    assert value("exchange_count") == 2 and value("exchange_people") == 20


def test_the_seed_groups_and_the_wrong_one(town):
    """T11: ten secretaries in five groups; one put into two groups is refused by name."""
    seeds.require()
    receipt = importer.run(importer.prepare(seeds.FOLDER / "T11_组团服务组.xlsx"), back_up=False)
    right, wrong = receipt.sheets
    assert dict(right.counts) == {"new": 10} and dict(wrong.counts)["error"] == 1
    (text,) = wrong.failed.values()
    assert "贾云 同时在 组织建设、产业技术 两组" in text
    assert sum(one.value for one in compute(["service_group_members"])) == 10
    assert len(compute(["service_group_members"])) == 5


# --- days ------------------------------------------------------------------------------------------------------------


def day(member, date, state="01", half="00"):
    return record.save("attendance", {"member": member, "date": date, "half": half, "state": state})


def test_a_day_has_one_state_or_two_halves(town):
    member = person()
    day(member, "2026-05-01")
    with pytest.raises(Refused, match="已经登记过"):
        day(member, "2026-05-01", "04")
    with pytest.raises(Refused, match="已经登记过"):
        day(member, "2026-05-01", "04", "01")
    day(member, "2026-05-02", "01", "01")
    day(member, "2026-05-02", "04", "02")
    assert value("days_in_post") == "1.5"


def test_twenty_days_reach_the_norm_and_nineteen_and_a_half_do_not(town):
    one, two = person(), person("季晓岚")
    for number in range(1, 21):
        day(one, f"2026-05-{number:02d}", "02" if number % 2 else "01")
        if number < 20:
            day(two, f"2026-05-{number:02d}")
    day(two, "2026-05-20", "01", "01")
    day(two, "2026-06-01")
    assert value("days_reached") == "50.00"


def test_the_running_month_is_not_judged(town):
    member = person()
    day(member, "2026-06-01")
    assert value("days_reached") is None


def test_leaves_do_not_overlap_and_long_ones_need_the_county(town):
    member = person()
    values = {"member": member, "kind": "01", "approver_level": "01"}
    assert not warned(record.save("leave", {**values, "first": "2026-05-01", "last": "2026-05-03"}))
    with pytest.raises(Refused, match="重叠"):
        record.save("leave", {**values, "first": "2026-05-03", "last": "2026-05-04"})
    with pytest.raises(Refused, match="早于"):
        record.save("leave", {**values, "first": "2026-05-09", "last": "2026-05-08"})
    long = {**values, "first": "2026-05-04", "last": "2026-05-07"}
    assert any("县级" in text for text in warned(record.save("leave", long)))
    assert not warned(
        record.save("leave", {**long, "approver_level": "02", "first": "2026-05-10", "last": "2026-05-20"})
    )


def test_a_spot_check_that_contradicts_the_attendance_is_told_of(town):
    member = person()
    day(member, "2026-05-06")
    day(member, "2026-05-07", "04")
    check = {"member": member, "found": "03"}
    assert any("对" in text for text in warned(record.save("spotcheck", {**check, "date": "2026-05-06"})))
    assert not warned(record.save("spotcheck", {**check, "date": "2026-05-07"}))
    with pytest.raises(Refused, match="不能评为优秀"):
        record.save("assessment", {"member": member, "year": 2026, "side": "01", "grade": "01"})
    record.save("assessment", {"member": member, "year": 2025, "side": "01", "grade": "01"})


# --- matching --------------------------------------------------------------------------------------------------------


def test_matches_never_exceed_the_offer_and_a_failed_one_gives_back(town):
    offer = record.save("supply", {"unit": "某公司", "kind": "01", "content": "资金", "value": 10 * WAN}).id
    need = record.save("demand", {"village": town, "kind": "01", "content": "修路", "value": 8 * WAN}).id
    first = record.save("match", {"title": "修路", "supply": offer, "demand": need, "value": 6 * WAN}).id
    with pytest.raises(Refused, match=r"只剩 4\.00 万元"):
        record.save("match", {"title": "建桥", "supply": offer, "value": 5 * WAN})
    assert query.rows("supply", ("left",), [offer], raw=True)[offer] == (4 * WAN,)
    assert value("demand_met_rate") == "0.00"
    record.save("match", {"state": "03"}, id=first)
    record.save("match", {"title": "建桥", "supply": offer, "demand": need, "value": 10 * WAN, "state": "02"})
    assert value("demand_met_rate") == "100.00"


def test_a_closed_problem_is_solved(town):
    with pytest.raises(Refused, match="早于提出日期"):
        record.save("problem", {"text": "路断", "raised_on": "2026-05-02", "closed_on": "2026-05-01"})
    record.save("problem", {"text": "路断", "raised_on": "2026-05-02", "closed_on": "2026-05-08"})
    assert warned(record.save("problem", {"text": "缺水", "state": "03"}))
    assert value("problem_solved") == 2


def test_the_seed_figures(town):
    seeds.require()
    for name in ("SB_竹贤乡2023其他", "SC_关口镇组团服务"):
        assert "error" not in importer.run(importer.prepare(seeds.FOLDER / f"{name}.xlsx"), back_up=False).counts
    assert (value("first_secretary_count"), value("visit_in_count"), value("problem_solved")) == (22, 62, 5)
    assert 2600 <= Fraction(value("match_total")) < 2700 and Fraction(value("loan_support_total")) == 27_800
    assert Fraction(value("donation_total")) == 10


# --- charts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHARTS)
def test_a_bar_is_what_its_records_add_up_to(reading, name):
    chart = charts.build(name)
    assert chart.where
    for (series, label), selection in chart.where.items():
        assert (chart.series[series].values[label] or 0) == query.count(selection)
    assert query.count(Selection(charts.ledger_of(name))) > 0


def test_both_sides_of_a_member_stand_beside_each_other(town):
    one, two = person(), person("季晓岚", sending_unit="另一局")
    for member, year, side, score in ((one, 2025, "01", 905), (one, 2025, "02", 880), (two, 2025, "01", 930),
                                      (one, 2024, "01", 700)):  # fmt: skip
        record.save("assessment", {"member": member, "year": year, "side": side, "score": score})
    chart = charts.build("assessment_sides")
    assert chart.labels == ("程远航", "季晓岚") and chart.subtitle.startswith("2025年")
    assert [series.values for series in chart.series] == [(90.5, 93.0), (88.0, None)]
    assert query.count(chart.where[0, 0]) == 1
    assert {one.year: one.value for one in compute(["assessment_both"], year=2025)} == {2025: "50.00"}


def test_goals_are_told_by_set_and_done_when_they_are_in_full(town):
    for item, more in (
        ("组织共建", {"progress": 10_000}),
        ("产业共兴", {"progress": 4_000}),
        ("人才共育", {"status": "04"}),
    ):
        record.save("goal", {"series": "四共", "item": item, "year": 2026, **more})
    record.save("goal", {"series": "六共", "item": "党建共抓", "year": 2026, "village": town})
    assert [(one.title, one.value) for one in compute(["goal_by_series"]) if one.village is None] == [
        ("目标任务：四共", 3), ("目标任务：六共", 1),
    ]  # fmt: skip
    assert value("goal_done_rate") == "33.33"
    saved = record.save("goal", {"series": "四共", "item": "环境共治", "status": "03", "progress": 5_000})
    assert warned(saved) == ["已落实，完成进度却不到 100%，请核对"]
