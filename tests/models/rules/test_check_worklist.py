"""The worklist in parts says the same as the whole list, whatever is chosen."""

import itertools

import pytest

from models import record
from models.rules.check import runs, worklist
from models.rules.check.runs import FRESH, MENDED, STILL
from models.rules.check.worklist import EXEMPT, OPEN, Choice
from tests.models.rules.test_check_runs import TODAY, exemption, family, to_school
from tests.models.rules.test_check_runs import town as town

BEFORE_RUN = Choice()


@pytest.fixture
def mixed(town):
    """Findings of two villages in every state; returns the household of a person responsible."""
    _, [(_, first), (home, second)] = town
    other = record.save("village", {"name": "乙村", "seq": 2}).id
    family(other, "测云帆", 11)
    runs.start()
    to_school(first)
    exemption(second, "2026-12-31")
    runs.start()
    family(other, "测明月", 13)
    runs.catch_up()
    return home


def wanted(one, choice):
    """What the words of the boxes mean, said anew for one item."""
    kinds = {MENDED} if one.state == MENDED else {EXEMPT} if one.exempt else {OPEN, one.state}
    found = one.finding
    return (
        choice.which in kinds
        and choice.level in (None, found.severity)
        and choice.village in (None, found.village)
        and (choice.homes is None or found.household in choice.homes)
        and choice.rule in ("", found.rule)
    )


def test_ids_and_counts_agree_with_the_whole_list(mixed):
    whole = runs.items()
    states = {(one.state, one.exempt) for one in whole}
    assert {(FRESH, False), (STILL, False), (STILL, True), (MENDED, False)} <= states
    levels = {None, *(one.finding.severity for one in whole)}
    villages = {None, *(one.finding.village for one in whole)}
    seen = 0
    for which, level, village, homes in itertools.product(
        (OPEN, FRESH, STILL, MENDED, EXEMPT), levels, villages, (None, (mixed,), ())
    ):
        choice = Choice(which, level, village, homes)
        mine = [one for one in whole if wanted(one, choice)]
        ids = worklist.ids(choice, TODAY)
        assert runs.items(TODAY, ids) == mine, choice
        assert worklist.count(choice, TODAY) == len(mine)
        counted = [one for one in worklist.counts(TODAY, homes) if one.is_one(choice)]
        assert sum(one.many for one in counted) == len(mine)
        assert worklist.ids(choice, TODAY, 2) == ids[:2]
        seen += len(mine)
    assert seen > 100


def test_a_search_finds_head_person_sound_and_text(mixed):
    for text in ("测云帆", "cyf"):
        found = runs.items(TODAY, worklist.ids(Choice(text=text), TODAY))
        assert found and {one.finding.place for one in found} == {"乙村"}
    child = next(one for one in runs.items(TODAY) if one.finding.ledger == "member")
    told = runs.items(TODAY, worklist.ids(Choice(text=child.finding.text), TODAY))
    assert child.finding.text in {one.finding.text for one in told}
    assert worklist.ids(Choice(text="没有这个人"), TODAY) == []


def test_before_any_run_there_is_nothing(town):
    assert worklist.counts(TODAY) == [] and worklist.ids(BEFORE_RUN, TODAY) == []
    assert worklist.count(BEFORE_RUN, TODAY) == 0 and worklist.is_light()


def test_many_changes_are_not_looked_at_in_passing(town):
    village, _ = town
    runs.start()
    assert worklist.is_light()
    for serial in (21, 23):
        family(village, "测春生", serial)
    assert not worklist.is_light()
    runs.catch_up()
    assert worklist.is_light()
