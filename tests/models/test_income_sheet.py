"""An income sheet: totals, periods, one per period, and what is asked about (domain.md §6)."""

import datetime

import pytest

from models import clock, ledger_file, record
from models.ledger import ledger
from models.ledgers.households._income import annual_period, half_up, rolling_period
from models.record import Refused


@pytest.fixture
def home(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    return record.save("household", {"village": village, "head": "王某某"}).id


def save(home, id=None, **values):
    return record.save("income_sheet", values if id else {"household": home, "year": 2025, **values}, id=id)


def read(saved):
    return record.load(ledger("income_sheet"), [saved.id])[saved.id]


def warned(saved):
    return {one.field for one in saved.problems if one.level == "warn"}


def test_totals_follow_from_the_items(home):
    saved = save(
        home, persons=3, A1=3_000_000, A3=600_000, B1=500_000, C2=20_000, D2=100_000, D5_1=12_345, D5_2=5, E1=200_000
    )
    row = read(saved)
    assert (row["wage"], row["business"], row["property"]) == (3_600_000, 500_000, 20_000)
    assert (row["D5"], row["transfer"], row["cost"]) == (12_350, 112_350, 200_000)
    assert row["total"] == 4_232_350 and row["net"] == 4_032_350
    # 40323.50 ÷ 3 = 13441.1666…
    assert row["net_pc"] == 1_344_117
    assert not warned(saved)


def test_an_edited_item_moves_the_totals_above_it(home):
    saved = save(home, persons=2, A1=1_000_000, E1=0, B1=200_000)
    row = read(save(home, saved.id, A1=2_000_000))
    assert (row["wage"], row["total"], row["net"], row["net_pc"]) == (2_000_000, 2_200_000, 2_200_000, 1_100_000)
    row = read(save(home, saved.id, A1=None, B1=None, E1=None))
    assert (row["wage"], row["total"], row["net"], row["net_pc"]) == (None, None, None, None)


def test_totals_that_a_table_gives_stay_and_are_compared(home):
    row = read(saved := save(home, persons=4, net=3_360_000, net_pc=840_000))
    assert (row["net"], row["net_pc"], row["total"], row["wage"]) == (3_360_000, 840_000, None, None)
    assert not warned(saved)
    # Another head-count: the given total stays, the head-count decides.
    row = read(save(home, saved.id, persons=3))
    assert (row["net"], row["net_pc"]) == (3_360_000, 1_120_000)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"net": 3_360_000, "net_pc": 900_000}, {"net_pc"}),
        ({"net": 3_360_000, "net_pc": 840_050}, set()),  # rounded to whole 元 elsewhere
        ({"A1": 1_000_000, "wage": 1_200_000}, {"wage"}),
        ({"wage": 1_000_000, "transfer": 1, "total": 1_000_001, "cost": 1, "net": 1_000_000}, set()),
        ({"wage": 1_000_000, "total": 1_000_000, "net": 900_000}, {"net"}),
    ],
)
def test_totals_that_do_not_follow_are_told_of(home, values, fields):
    assert warned(save(home, persons=4, **values)) == fields


def test_the_reference_for_monitoring_takes_claims_and_own_payments_in(home):
    row = read(save(home, persons=2, net=2_000_000, F=100_000, G=700_000))
    assert (row["ref"], row["ref_pc"], row["net_pc"]) == (1_400_000, 700_000, 1_000_000)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"A1": 20_000}, "wage"),
        ({"A1": 31_000_000}, "wage"),
        ({"B1": 100_000}, "cost"),
        ({"D1": 5_000}, "D1"),
        ({"D2": 10_000}, "D2"),
        ({"D3": 10_000}, "D3"),
        ({"D4": 8_700}, "D4"),
        ({"A1": 3_000_000, "persons": None}, "persons"),
        ({}, "net"),
    ],
)
def test_what_looks_wrong_is_asked_about_and_saved(home, values, field):
    assert warned(save(home, **{"persons": 2, **values})) == {field}


def test_what_looks_right_is_not_asked_about(home):
    assert not warned(
        save(home, persons=2, A1=3_000_000, B1=100_000, E1=1_000, D1=10_000, D2=20_000, D3=20_000, D4=8_800)
    )


def test_periods():
    assert annual_period(2025) == ("2024-10-01", "2025-09-30")
    assert rolling_period("2021-06-10") == ("2020-06-01", "2021-05-31")
    assert rolling_period("2024-01") == ("2023-01-01", "2023-12-31")
    assert rolling_period("2024-03-31") == ("2023-03-01", "2024-02-29")
    assert (half_up(1, 2), half_up(-1, 2), half_up(10, 3), half_up(20, 3)) == (1, -1, 3, 7)


def test_each_kind_has_its_period(home):
    assert read(save(home, net=1))["period_end"] == "2025-09-30"
    row = read(save(home, year=None, kind="02", date="2021-06-10", net=1))
    assert (row["year"], row["period_start"], row["period_end"]) == (2021, "2020-06-01", "2021-05-31")


def test_one_sheet_per_household_kind_and_period(home):
    save(home, net=1)
    with pytest.raises(Refused, match="已经有一份"):
        save(home, net=2)
    save(home, year=2024, net=2)
    save(home, kind="02", date="2025-03-10", net=2)
    # Recognised again in the same year: another period.
    save(home, kind="02", date="2025-08-10", net=2)
    with pytest.raises(Refused, match="已经有一份"):
        save(home, kind="02", date="2025-08-30", net=2)


def test_a_period_that_ends_before_it_begins_is_refused(home):
    with pytest.raises(Refused, match="止早于起"):
        save(home, period_start="2025-01-01", period_end="2024-12-31", net=1)


def test_the_period_follows_the_episode(home):
    base = {"household": home, "category": "100A03002", "risks": "01"}
    first = record.save("episode", {**base, "recognised_on": "2024-06-15"}).id
    row = read(save(home, year=2024, kind="02", episode=first, date="2024-08-01", net=1))
    assert (row["period_start"], row["period_end"]) == ("2023-06-01", "2024-05-31")
    with pytest.raises(Refused, match="已经有一份"):
        save(home, year=2024, kind="02", episode=first, date="2024-09-01", net=1, period_end="2024-07-31")
    done = {"eliminated": True, "eliminated_on": "2025-01-20", "elim_way": "01"}
    record.save("episode", done, id=first)
    row = read(save(home, year=2025, kind="03", episode=first, date="2025-01-01", net=1))
    assert row["period_end"] == "2024-12-31"


def test_an_episode_of_another_household_is_refused(home):
    other = record.save("household", {"village": 1, "head": "李某某"}).id
    episode = record.save(
        "episode", {"household": other, "category": "100A03002", "risks": "01", "recognised_on": "2024-06-15"}
    ).id
    with pytest.raises(Refused, match="另一户"):
        save(home, kind="02", episode=episode, net=1)
