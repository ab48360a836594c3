"""The sample township: always the same, without a single error, and nobody's."""

import datetime
import shutil

import pytest
from stdnum import luhn

from models import clock, database, ledger_file, query, record, sample, settings
from models.codes import code_list
from models.database import Trouble
from models.history import next_undo
from models.id_number import area_known, fault_in
from models.ledger import ledgers
from models.operation import Cancelled
from models.query import Filter, Selection
from models.sample_data import AREA, AS_OF

SIZES = {"village": (6, 6), "household": (300, 300), "member": (1000, 1200), "project": (40, 40), "sale": (600, 600)}


@pytest.fixture
def opened(township, tmp_path):
    clock.freeze(AS_OF)
    path = tmp_path / township.name
    shutil.copyfile(township, path)
    ledger_file.open_existing(path)
    return path


def everything():
    """{ledger: stored values of all records, without the uids, which are new each time}."""
    found = {}
    for of in ledgers():
        rows = record.load(of, query.ids(Selection(of.name)))
        found[of.name] = [{k: v for k, v in row.items() if k != "uid"} for row in rows.values()]
    return found


def test_it_has_the_size_the_charts_need(opened):
    for name, (low, high) in SIZES.items():
        assert low <= query.count(Selection(name)) <= high, name
    assert len({group.key for group in query.groups(Selection("project"), ("stage",))}) >= 12
    assert {group.key[0] for group in query.groups(Selection("ce_entry"), ("year",))} == {2024, 2025, 2026}


def test_every_village_is_in_another_income_band(opened):
    income = [Filter("year", "=", 2025), Filter("class", "in", ["R1", "R2", "R3", "R4", "R5"])]
    sums = sorted(
        one.sums[0] for one in query.groups(Selection("ce_entry", filters=tuple(income)), ("village",), ("amount",))
    )
    bands = [sum(amount >= code.extra["from_fen"] for code in code_list("ce_band")) for amount in sums]
    assert bands == [1, 2, 3, 4, 5, 6]


def test_no_record_has_an_error(opened):
    for of in ledgers():
        rows = record.load(of, query.ids(Selection(of.name)))
        drafts = [record.Draft(of, {n: row[n] for n in of.fields}, None, id) for id, row in rows.items()]
        record.check_drafts(drafts)
        problems = {p.text for draft in drafts for p in draft.problems}
        assert problems <= {f"地区码 {AREA} 不在行政区划代码表里，请核对"}, of.name


def test_its_numbers_belong_to_nobody(opened):
    assert not area_known(AREA)
    people = [values for _, values in query.each(Selection("member"), ("id_no", "phone", "bank_account"))]
    assert all(number.startswith(AREA) and not fault_in(number) for number, _, _ in people)
    assert all(phone.startswith("154") for _, phone, _ in people if phone)
    assert all(card.startswith("62999900") and luhn.is_valid(card) for _, _, card in people if card)


def test_nothing_happens_after_its_day(opened):
    for name, path in (("sale", "date"), ("payment", "date"), ("ce_entry", "date"), ("member", "birth")):
        assert query.count(Selection(name).where(path, ">=", (AS_OF + datetime.timedelta(1)).isoformat())) == 0, name


def test_parents_are_older_than_children(opened):
    homes = {}
    for _, (home, relation, birth) in query.each(Selection("member"), ("household", "relation", "birth"), raw=True):
        homes.setdefault(home, {}).setdefault(relation, []).append(int(birth[:4]))
    for roles in homes.values():
        head = roles["01"][0]
        assert all(child - head >= 18 for child in roles.get("03", []) + roles.get("04", []))
        assert all(head - parent >= 18 for parent in roles.get("11", []) + roles.get("12", []))


def test_it_is_the_same_every_time(opened, tmp_path):
    first = everything()
    ledger_file.close()
    sample.build(tmp_path / "b.db", "abc123")
    assert everything() == first
    assert settings.sample.get() is True
    assert database.State.encrypted


def test_it_replaces_itself_and_nothing_else(tmp_path):
    path = tmp_path / "a.db"
    sample.build(path)
    record.delete("sale", query.ids(Selection("sale"))[:5])
    sample.build(path)
    assert query.count(Selection("sale")) == 600
    ledger_file.close()
    own = tmp_path / "own.db"
    ledger_file.create(own)
    ledger_file.close()
    before = own.read_bytes()
    with pytest.raises(Trouble, match="没有覆盖"):
        sample.build(own)
    assert own.read_bytes() == before


def test_stopping_leaves_no_file(tmp_path):
    with pytest.raises(Cancelled):
        sample.build(tmp_path / "a.db", progress=lambda done, total, text: done < 3)
    assert not list(tmp_path.glob("a.db*"))


def test_the_undo_key_does_not_empty_the_township(opened):
    assert next_undo() is None


def test_rules_find_in_the_sample_what_was_put_there_and_nothing_else(opened):
    """The flaws of flaws.py, household by household."""
    from models.rules import check
    from models.sample_data import AS_OF
    from models.sample_data.flaws import SEEDED

    found: dict[str, set[str]] = {}
    for one in check.run(today=AS_OF).findings:
        found.setdefault(one.rule, set()).add(one.household_no[-4:])
    assert found == {rule: set(homes) for rule, homes in SEEDED.items()}
