"""Every rule finds its failing example and leaves its passing one alone; wrong rules are refused with their name."""

import pytest

from models import changes, clock, ledger_file, settings
from models.database import database
from models.ledger import ledger
from models.rules import check
from models.rules.check.rule import RULES
from tests.models.rules import check_examples
from tests.models.rules.check_examples import TODAY


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """{rule: (household of the passing example, of the failing one)}, their villages, all findings, those of each."""
    clock.freeze(TODAY)
    ledger_file.create(tmp_path_factory.mktemp("examples") / "a.db", "")
    settings.county.put("示例县")
    settings.province.put("重庆市")
    with database.atomic():
        homes = {
            rule.id: (check_examples.make(dict(rule.passing)), check_examples.make(dict(rule.failing)))
            for rule in RULES.values()
        }
    changes.announce(["village", "monitor_line"])
    household = ledger("household").model
    places = dict(household.select(household.id, household.village).tuples())
    findings = check.run().findings
    single = [one for pair in homes.values() for home in pair for one in check.check_household(home)]
    ledger_file.close()
    clock.freeze(None)
    return homes, places, findings, single


def test_examples(tried):
    """One run over all examples: a rule finds its own failing one and not its passing one."""
    homes, places, findings, _ = tried
    hits = {}
    for one in findings:
        hits.setdefault(one.rule, set()).add(one.village if one.scope == "village" else one.household)
    wrong = []
    for id, (good, bad) in homes.items():
        if RULES[id].scope == "village":
            good, bad = places[good], places[bad]
        if good in hits.get(id, ()):
            wrong.append(f"{id} fires on its passing example")
        if bad not in hits.get(id, ()):
            wrong.append(f"{id} does not find its failing example")
    assert not wrong, "\n".join(wrong)


def test_one_household_is_told_the_same(tried):
    """Checked one by one, households have the very findings that the whole run has."""
    homes, _, findings, single = tried
    wanted = {home for pair in homes.values() for home in pair}
    whole = {(one.rule, one.record, one.also, one.text) for one in findings if one.household in wanted}
    alone = {(one.rule, one.record, one.also, one.text) for one in single}
    assert alone == whole
    assert len(whole) > len(homes)
