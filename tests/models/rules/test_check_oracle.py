"""The rules without quirks against predicates written from their conditions, on altered exports."""

import datetime

import pytest

from models import clock, ledger_file
from models.exchange import importer
from models.rules import check
from tests.models.rules import check_exports, check_oracle
from tests.models.rules.check_exports import SAMPLE

pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="the national exports (../shared/data) are not here")


@pytest.fixture(scope="module")
def sample():
    return check_exports.read()


@pytest.fixture(scope="module")
def exact():
    return (SAMPLE / "exact-rules.txt").read_text("utf-8-sig").split()


def told(findings):
    """{their number: {(户编号, 证件号码, 村)}} as ``expected.csv`` has it."""
    said = {}
    for one in findings:
        for rule in one.also:
            home = "" if rule in check_oracle.VILLAGES else one.household_no
            person = one.id_no if rule in check_oracle.PERSONS else ""
            said.setdefault(rule, set()).add((home, person, one.place))
    return said


def differences(export, day, folder):
    """{rule: (what only the predicates find, what only the rules find)}, and what the predicates find."""
    clock.freeze(day)
    ledger_file.create(folder / "a.db")
    importer.run(importer.prepare(check_exports.write(export, folder)), back_up=False)
    ours = told(check.run(today=day).findings)
    ledger_file.close()
    theirs = check_oracle.found(export, day)
    wrong = {}
    for rule in theirs.keys() | set(ours):
        one, other = theirs.get(rule, set()), ours.get(rule, set())
        if rule in check_oracle.RULES and one != other:
            wrong[rule] = sorted(one - other), sorted(other - one)
    return wrong, theirs


def test_the_predicates_find_what_is_expected(sample, exact):
    expected = {}
    for row in check_exports.table(SAMPLE / "expected.csv"):
        expected.setdefault(row["rule"], set()).add((row["户编号"], row["证件号码"], row["村"]))
    assert set(exact) == check_oracle.RULES
    assert check_oracle.found(sample, check_exports.today()) == expected


# A leap day, so that birthdays of that day are among them.
@pytest.mark.parametrize(("seed", "day"), [(34, datetime.date(2028, 2, 29))])
def test_altered_exports(sample, tmp_path, seed, day):
    export = check_exports.altered(sample, seed, day, 60)
    wrong, theirs = differences(export, day, tmp_path)
    assert not wrong
    assert len(theirs) > 50
