"""Dividends become item C1 of the year's income, each once (domain.md §6.3, §12.3)."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.operation import undo
from models.query import Selection
from models.rules import dividends, income, reconcile
from models.rules.dividends import LOOK, NO_SHEET, READY, SAME, carry_over, flows


@pytest.fixture
def homes(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    found = [record.save("household", {"village": village, "head": f"王某{at}"}).id for at in range(3)]
    values = {
        "village": village,
        "year": 2025,
        "source": "光伏",
        "distributable": 100_000,
        "meeting_date": "2025-11-01",
    }
    plan = record.save("distribution_plan", values).id
    for at, home in enumerate(found):
        record.save("distribution", {"plan": plan, "household": home, "amount": 10_000 + at})
    yield found
    ledger_file.close()
    clock.freeze(None)


def sheet(home, **items):
    return record.save("income_sheet", {"household": home, "year": 2025, "kind": "01", "persons": 2, **items}).id


def shown(id):
    paths = ("C1", "C1_shared", "property", "total", "net", "net_pc", "C1_note")
    return query.rows("income_sheet", paths, [id], raw=True)[id]


def ready():
    return [one for one in flows(2025) if one.state == READY]


def test_a_click_moves_totals_and_a_second_changes_nothing(homes):
    one = sheet(homes[0], A1=500_000)
    states = [flow.state for flow in flows(2025)]
    assert states == [READY, NO_SHEET, NO_SHEET] and flows(2025)[0].old is None and flows(2025)[0].new == 10_000
    number = carry_over(ready())
    assert shown(one) == (10_000, 10_000, 10_000, 510_000, 510_000, 255_000, "分红明细100.00元")
    assert next(flow.state for flow in flows(2025)) == SAME
    assert ready() == [] and carry_over(flows(2025)) == 0
    undo(number)
    assert shown(one) == (None, None, None, 500_000, 500_000, 250_000, None)


def test_a_changed_distribution_moves_the_difference_and_keeps_what_was_added_by_hand(homes):
    one = sheet(homes[0])
    carry_over(ready())
    record.save("income_sheet", {"C1": 13_000, "C1_note": "合作社30元；分红明细100.00元"}, id=one)
    share = query.ids(Selection("distribution").where("household", "in", [homes[0]]))[0]
    record.save("distribution", {"amount": 25_000}, id=share)
    stale = reconcile.breaks(["dividend_stale"])
    assert [found.id for found in stale] == [one] and "现在是 250.00 元" in stale[0].text
    carry_over(ready())
    assert shown(one)[:2] == (28_000, 25_000) and shown(one)[-1] == "合作社30元；分红明细250.00元"
    record.delete("distribution", [share])
    carry_over(ready())
    assert shown(one)[:3] == (3_000, None, 3_000) and shown(one)[-1] == "合作社30元"
    assert reconcile.breaks(["dividend_stale"]) == [] and [f.household for f in flows(2025)] == homes[1:]


def test_what_was_typed_by_hand_is_the_clerks_to_decide(homes):
    same, other, whole = sheet(homes[0], C1=10_000), sheet(homes[1], C1=7_000), sheet(homes[2], property=90_000)
    found = {flow.sheet: flow for flow in flows(2025)}
    assert (found[same].state, found[same].new) == (READY, 10_000)
    assert (found[other].state, found[other].new) == (LOOK, 10_001) and "手工填了 70.00 元" in found[other].why
    assert found[whole].state == LOOK and "没有分项" in found[whole].why
    carry_over(ready())
    assert shown(same)[:2] == (10_000, 10_000) and shown(other)[0] == 7_000
    carry_over([found[other]])
    assert shown(other)[:3] == (10_001, 10_001, 10_001)
    # After it was carried over less stands there by hand.
    record.save("income_sheet", {"C1": 500}, id=other)
    assert next(flow for flow in flows(2025) if flow.sheet == other).state == LOOK


def test_what_changed_since_it_was_shown_is_left_alone(homes):
    one = sheet(homes[0])
    seen = ready()
    record.save("income_sheet", {"C1": 777}, id=one)
    assert carry_over(seen) == 0 and shown(one)[:2] == (777, None)


def test_only_annual_sheets_of_the_year_and_all_plans_together(homes):
    village = query.ids(Selection("village"))[0]
    values = {"village": village, "year": 2025, "source": "茶厂", "distributable": 100, "meeting_date": "2025-11-01"}
    plan = record.save("distribution_plan", values).id
    record.save("distribution", {"plan": plan, "household": homes[0], "amount": 99, "paid_on": "2025-12-01"})
    one = sheet(homes[0])
    other = record.save("income_sheet", {"household": homes[0], "year": 2024, "kind": "01"}).id
    flow = flows(2025, [homes[0]])[0]
    assert (flow.shared, flow.unpaid) == (10_099, 10_000) and dividends.years() == [2025]
    carry_over([flow])
    assert shown(one)[0] == 10_099 and shown(other)[0] is None and flows(2024) == []


def test_the_sheet_is_told_what_was_shared_and_sold(homes):
    for date in ("2024-09-30", "2024-10-01", "2025-09-30"):
        sale = record.save("sale", {"date": date, "kind": "01", "amount": 9_000}).id
        record.save("sale_household", {"sale": sale, "household": homes[0], "amount": 1_000})
    facts = income.facts_of(homes, 2025)
    # The income year 2025 runs from October to September.
    assert [(facts[home].shared, facts[home].sold) for home in homes] == [(10_000, 2_000), (10_001, 0), (10_002, 0)]
    assert income.facts_of(homes, 2025, "02")[homes[0]].shared == 0
