"""Which backups are kept: a pure function of their moments and of today."""

import datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from models.backup import DAILY, MONTHLY, WEEKLY, Backup, thin

TODAY = datetime.date(2026, 7, 1)
NOW = datetime.datetime(2026, 7, 1, 18)
MOMENTS = st.lists(st.integers(0, 60 * 24 * 900), unique=True, max_size=80).map(
    lambda minutes: [NOW - datetime.timedelta(minutes=one) for one in minutes]
)


def backups(moments):
    return [Backup(Path(f"{at:%Y%m%d-%H%M%S}.bak"), at, "启动") for at in moments]


def kept(all_of_them, today=TODAY):
    gone = {one.path for one in thin(all_of_them, today)}
    return [one for one in all_of_them if one.path not in gone]


@given(MOMENTS)
def test_the_last_two_days_stay_whole(moments):
    every = backups(moments)
    recent = [one for one in every if (TODAY - one.at.date()).days < 2]
    assert set(recent) <= set(kept(every))


@given(MOMENTS)
def test_the_newest_always_stays_and_only_given_ones_go(moments):
    every = backups(moments)
    left = kept(every)
    assert set(left) <= set(every)
    if every:
        assert max(every, key=lambda one: one.at) in left


@given(MOMENTS)
def test_thinning_twice_is_thinning_once(moments):
    once = kept(backups(moments))
    assert kept(once) == once


@given(MOMENTS)
def test_there_are_never_too_many(moments):
    old = [one for one in kept(backups(moments)) if (TODAY - one.at.date()).days >= 2]
    assert len(old) <= DAILY + WEEKLY + MONTHLY


@given(MOMENTS, st.integers(0, 500))
def test_order_does_not_matter(moments, seed):
    import random

    shuffled = list(moments)
    random.Random(seed).shuffle(shuffled)
    assert set(kept(backups(shuffled))) == set(kept(backups(moments)))


def test_a_year_of_daily_work_leaves_a_ladder():
    every = backups([NOW - datetime.timedelta(days) for days in range(365)])
    left = sorted((TODAY - one.at.date()).days for one in kept(every))
    assert left[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert left[-1] > 300
    assert len(left) < 2 + DAILY + WEEKLY + MONTHLY
