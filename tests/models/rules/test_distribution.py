"""Sharing out to the fen (domain.md §12.3, T19)."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import clock, ledger_file, query, record
from models.operation import undo
from models.query import Selection
from models.record import Refused
from models.reports.figures import compute
from models.rules.distribution import share_out, split, unbalanced


@pytest.fixture
def plan(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    homes = [record.save("household", {"village": village, "head": f"王某{at}"}).id for at in range(3)]
    values = {"village": village, "year": 2025, "source": "光伏", "distributable": 10_000}
    yield record.save("distribution_plan", values).id, homes
    ledger_file.close()
    clock.freeze(None)


@given(st.integers(0, 10**11), st.lists(st.integers(0, 10**6), min_size=1, max_size=400).filter(any))
def test_shares_add_up_and_are_fair_to_the_fen(total, weights):
    shares = split(total, weights)
    whole = sum(weights)
    assert sum(shares) == total
    assert all(0 <= share - total * weight // whole <= 1 for share, weight in zip(shares, weights, strict=True))


def test_the_remainder_goes_to_the_largest_rests_and_then_to_the_first():
    assert split(10_000, [1, 1, 1]) == [3334, 3333, 3333]
    assert split(100, [1, 5, 3]) == [11, 56, 33]
    assert sum(split(120_000_000, [3 + at % 4 for at in range(347)])) == 120_000_000


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_nothing_can_be_shared_by_no_shares(weights):
    with pytest.raises(ValueError, match="份数"):
        split(100, weights)


def test_a_plan_is_shared_out_in_one_operation_that_can_be_undone(plan):
    id, homes = plan
    number = share_out(id, homes, [1, 1, 1], "01")
    amounts = [row[0] for _, row in query.each(Selection("distribution"), ("amount",))]
    assert sorted(amounts) == [3333, 3333, 3334]
    assert query.count(unbalanced()) == 0
    assert compute(["distribution_unbalanced"])[0].value == 0
    undo(number)
    assert query.count(Selection("distribution")) == 0
    assert query.count(unbalanced()) == 1


def test_one_fen_too_much_is_refused(plan):
    id, homes = plan
    record.save("distribution", {"plan": id, "household": homes[0], "amount": 9_999})
    with pytest.raises(Refused, match=r"只剩 0\.01 元"):
        record.save("distribution", {"plan": id, "household": homes[1], "amount": 2})
    saved = record.save("distribution", {"plan": id, "household": homes[1], "amount": 1})
    stored = record.load(record.ledger("distribution"), [saved.id])[saved.id]
    assert (stored["year"], stored["source"]) == (2025, "光伏")


def test_decided_before_published(plan):
    id, _ = plan
    with pytest.raises(Refused, match="先后不对"):
        record.save("distribution_plan", {"meeting_date": "2025-12-01", "public_from": "2025-11-30"}, id=id)
    record.save("distribution_plan", {"meeting_date": "2025-11-20", "public_from": "2025-11-30"}, id=id)
