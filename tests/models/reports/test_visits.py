"""Coverage of visiting rounds, tasks, helpers and condolence goods: figures and charts (domain.md §4.5, §4.6; T09)."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.query import Selection
from models.record import DetailDraft
from models.reports import charts
from models.reports.figures import compute
from models.rules import visits as rules


@pytest.fixture
def town(tmp_path):
    """Two villages: in the first a poor, a weak and an ordinary household, in the second a poor one."""
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    one, two = (record.save("village", {"name": name}).id for name in ("甲村", "乙村"))
    places = {"poor": (one, "01"), "weak": (one, "02"), "plain": (one, "02"), "other": (two, "03"), "gone": (one, "01")}
    homes = {
        name: record.save("household", {"village": village, "head": "王某某", "hh_type": kind}).id
        for name, (village, kind) in places.items()
    }
    record.save("member", {"household": homes["weak"], "name": "李某某", "relation": "01", "dibao": "01"})
    record.save(
        "member", {"household": homes["gone"], "name": "张某某", "relation": "01", "state": "03", "state_reason": "11"}
    )
    yield one, two, homes
    ledger_file.close()
    clock.freeze(None)


def a_round(classes=None, **rosters):
    details = {name: [DetailDraft(row) for row in rows] for name, rows in rosters.items()}
    values = {"name": "第一次", "start": "2026-01-01", "end": "2026-03-31", "classes": classes}
    return record.save("visit_round", values, details=details).id


def visit(number, home, day="2026-02-01"):
    record.save("visit", {"household": home, "date": day, "round": number})


def due():
    (one,) = rules.rounds()
    return set(rules.due(one, rules.homes()))


def shares():
    return {one.village: one.value for one in compute(["visit_coverage"])}


def test_all_households_are_due_where_nothing_is_said_but_none_whose_people_are_gone(town):
    _, _, homes = town
    a_round()
    assert due() == set(homes.values()) - {homes["gone"]}


@pytest.mark.parametrize(
    ("classes", "names"),
    [("02", {"poor", "other"}), ("03", {"weak"}), ("04", {"plain"}), ("02,03", {"poor", "weak", "other"})],
)
def test_the_classes_of_a_round_limit_who_is_due(town, classes, names):
    _, _, homes = town
    a_round(classes)
    assert due() == {homes[name] for name in names}


def test_a_household_is_watched_in_the_rounds_between_recognition_and_elimination(town):
    _, _, homes = town
    a_round("01")
    values = {"household": homes["plain"], "category": "100A03002", "risks": "01", "recognised_on": "2025-06-10"}
    one = record.save("episode", values).id
    assert due() == {homes["plain"]}
    gone = {"eliminated": True, "elim_way": "01", "contact_name": "苏某", "contact_phone": "15412345678"}
    record.save("episode", {**gone, "eliminated_on": "2026-01"}, id=one)
    assert due() == {homes["plain"]}
    record.save("episode", {"eliminated_on": "2025-12-31"}, id=one)
    assert due() == set()


def test_the_villages_of_a_round_limit_who_is_due(town):
    _, two, homes = town
    a_round("02", round_place=[{"village": two}])
    assert due() == {homes["other"]}


def test_a_list_of_households_is_the_scope(town):
    _, _, homes = town
    a_round("02", round_household=[{"household": homes["plain"]}])
    assert due() == {homes["plain"]}


def test_a_household_counts_once_and_one_out_of_scope_never(town):
    _, _, homes = town
    number = a_round("02,03")
    for name in ("poor", "poor", "plain"):
        visit(number, homes[name])
    assert shares() == {None: "33.33", "甲村": "50.00", "乙村": "0.00"}
    visit(number, homes["weak"])
    visit(number, homes["other"])
    assert set(shares().values()) == {"100.00"}


def test_the_heat_map_has_a_cell_per_round_and_village_that_opens_its_visits(town):
    _, two, homes = town
    number = a_round("02,03")
    visit(number, homes["poor"])
    made = charts.build("visit_coverage")
    assert (made.kind, made.labels, [one.values for one in made.series]) == ("heat", ("甲村", "乙村"), [(50, 0)])
    expected = Selection("visit").where("round", "in", [number]).where("household.village", "in", [two])
    assert made.where[0, 1] == expected


def test_condolence_goods_are_spending_and_never_income(town):
    _, _, homes = town
    values = {"household": homes["poor"], "date": "2026-02-01", "kind": "04", "goods": "大米", "goods_value": 160_00}
    record.save("visit", values)
    assert [one.value for one in compute(["condolence_spending"]) if one.village is None] == ["0.016", "0.016"]
    assert not [one.name for one in compute() if "income" in one.name and "160" in str(one.value)]


def test_tasks_found_closed_and_overdue(town):
    one, _, _ = town
    values = {"village": one, "content": "漏雨", "found_on": "2026-05-01", "owner": "苏某", "deadline": "2026-06-01"}
    record.save("task", values)
    record.save("task", {**values, "content": "停水", "closed_on": "2026-05-09", "result": "已修"})
    record.save("task", {**values, "content": "断路", "deadline": "2026-07-01"})
    found = {f.name: f.value for f in compute() if f.name.startswith("task") and f.village is None and f.year is None}
    assert (found["task_count"], found["task_closed"], found["task_overdue"]) == (3, 1, 1)
    assert found["task_rate"] == "33.33"


def test_helpers_and_receipts_per_village(town):
    _, _, homes = town
    helper = record.save("helper", {"name": "苏某"}).id
    record.save("help_pair", {"household": homes["poor"], "helper": helper, "start": "2021-06-01"})
    rates = {f.village: f.value for f in compute(["helper_rate"])}
    assert rates == {None: "33.33", "甲村": "50.00", "乙村": "0.00"}
    record.save("visit", {"household": homes["other"], "date": "2026-02-01", "declaration_on": "2026-02-01"})
    assert {f.village: f.value for f in compute(["receipt_rate"])} == {None: "25.00", "甲村": "0.00", "乙村": "100.00"}


def test_visits_of_a_leader_are_those_in_their_villages_that_name_them(town):
    one, two, homes = town
    duty = {"post": "副乡长", "kind": "01"}
    record.save("contact_duty", {"name": "王明", "village": one, "least": 2, **duty})
    record.save("contact_duty", {"name": "王明", "village": two, "least": 1, **duty})
    record.save("contact_duty", {"name": "赵前", "village": one, "end": "2026-01-01", **duty})
    for home, day, who in (
        ("poor", "2026-03-01", "李干事、王明"),
        ("weak", "2026-03-01", "王明 李干事"),
        ("plain", "2026-04-01", "王明华"),  # 不是同一个人
        ("other", "2025-04-01", "王明"),
        ("poor", "2026-05-01", "赵前"),  # 已经不包村
    ):
        record.save("visit", {"household": homes[home], "date": day, "visitors": who})

    def told(name, **scope):
        return [one for one in compute([name], **scope) if one.village is None]

    everything = [one for one in told("leader_visits") if one.year is None]
    assert [(one.title, one.value) for one in everything] == [("包村领导走访：王明", 3)]
    assert query.count(Selection.from_json(everything[0].where)) == 3
    assert [one.value for one in told("leader_days") if one.year is None] == [2]
    assert [one.value for one in told("leader_visits", year=2026)] == [2]
    # 甲村一年要到两次只到了一次，乙村今年没有到；去年乙村到了
    assert [one.value for one in told("leader_reached", year=2026)] == ["0.00"]
    assert [one.value for one in told("leader_reached", year=2025)] == ["50.00"]
    chart = charts.build("leader_visits")
    assert (chart.labels, chart.series[0].values) == (("王明",), (2,))
    assert query.count(chart.where[0, 0]) == 2
