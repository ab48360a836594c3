"""Every rule finds its failing example and leaves its passing one alone; wrong rules are refused with their name."""

import random

import peewee
import pytest

from models import changes, clock, ledger_file, record, settings
from models.database import database
from models.ledger import ledger
from models.operation import Cancelled
from models.rules import check
from models.rules.check.conditions import P, blank, filled, is_, within
from models.rules.check.related import some
from models.rules.check.rule import RULES, WrongRule, take
from models.rules.check.times import age
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
    single = [one for _, bad in homes.values() for one in check.check_household(bad)]
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
    wanted = {bad for _, bad in homes.values()}
    whole = {(one.rule, one.record, one.also, one.text) for one in findings if one.household in wanted}
    alone = {(one.rule, one.record, one.also, one.text) for one in single}
    assert alone == whole
    assert len(whole) > len(homes)


def wrong(**more):
    """A rule that is right but for what is given."""
    usual = {"when": blank("labour"), "do": "补填。", "passing": {}, "failing": {}}
    take("person", "member", "X99", "试一条", "E", **{**usual, **more})


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"when": blank("labor")}, "no field 'labor'"),
        ({"when": is_("labour", "大力士")}, "大力士"),
        ({"when": is_("labour", "无劳动力") & is_("labour", "普通劳动力")}, "永远不会成立"),
        ({"when": blank("labour") & is_("labour", "无劳动力")}, "永远不会成立"),
        ({"when": filled("labour"), "who": blank("labour")}, "永远不会成立"),
        ({"when": within("work_months", least=P("work.min_age"), under=P("post.min_age"))}, "永远不会成立"),
        ({"when": age(least=P("work.max_age"), under=P("work.min_age"))}, "永远不会成立"),
        ({"when": some("neighbours", blank("labour"))}, "neighbours"),
        ({"when": some("family", blank("labor"))}, "no field 'labor'"),
        ({"shows": ("labor",)}, "no field 'labor'"),
        ({"owner": "省"}, "省"),
        ({"do": ""}, "怎么改"),
    ],
)
def test_wrong_rules_are_refused_with_their_name(more, said):
    with pytest.raises(WrongRule, match=said) as error:
        wrong(**more)
    assert "X99" in str(error.value) and "试一条" in str(error.value)
    assert "X99" not in RULES


def test_numbers_in_conditions_are_settings():
    """A limit is named; a plain number is refused, so are an unknown norm and a second rule of one name."""
    with pytest.raises(WrongRule, match=r"X99.*不能直接写 16"):
        wrong(when=within("work_months", least=16))
    with pytest.raises(WrongRule, match=r"X99.*no\.such"):
        wrong(when=within("work_months", least=P("no.such")))
    with pytest.raises(WrongRule, match="K01"):
        take("person", "member", "K01", "又一条", "E", when=blank("labour"), do="补填。", passing={}, failing={})


def test_a_setting_of_the_office_moves_the_limit(tmp_path):
    """With 14 as the least age for work, a boy of 15 who can work contradicts nothing."""
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db", "")
    boy = {"child": {"age": 15, "school_state": None, "education": "初中", "labour": "普通劳动力"}}
    home = check_examples.make(boy)
    assert "L07" in {one.rule for one in check.check_household(home)}
    record.save("local_norm", {"norm": "work.min_age", "value": "14"})
    assert "L07" not in {one.rule for one in check.check_household(home)}
    assert "L07" not in {one.rule for one in check.run().findings}


def test_an_age_that_nobody_knows_contradicts_nothing(tmp_path):
    """A pupil without number and birth is told of for that, not for an age."""
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db", "")
    home = check_examples.make({"child": {"school_state": "小学", "id_no": None, "birth": None}})
    found = {one.rule for one in check.check_household(home)}
    assert "K05b" in found and not found & {"L03a", "L04", "L07"}


def test_one_number_in_two_households(tmp_path):
    """A saved household is compared with all others: the same number behind a 残疾人证, the same phone."""
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db", "")
    number, phone = "500297198001010010", "15400000099"
    card = {"id_no": f"{number}43", "id_type": "残疾人证"}
    alone = check_examples.make({"head": {"phone": "15400000098"}})
    with_number = check_examples.make({"head": {"id_no": number, "phone": phone}})
    with_card = check_examples.make({"head": {**card, "phone": phone}})
    for home, wrong in ((alone, False), (with_number, True), (with_card, True)):
        found = {one.rule for one in check.check_household(home)}
        assert ({"K04", "K11c"} <= found) is wrong and ({"K04", "K11c"}.isdisjoint(found)) is not wrong
    plans = database.execute_sql('EXPLAIN QUERY PLAN SELECT "id" FROM "member" WHERE "phone" = ?', ("1",)).fetchall()
    assert "member_phone" in plans[0][-1]


def test_every_rule_can_be_read():
    """What is shown to a clerk is there: what to do, what it rests on, a field of its own ledger to open."""
    for rule in RULES.values():
        assert rule.do.endswith("。") and rule.basis and "domain" not in rule.basis
        assert rule.at in ledger(rule.ledger).fields and rule.reads
        assert rule.passing != rule.failing


def test_chosen_by_either_number():
    """One of their numbers stands for all of ours that cover it; an unknown one is told."""
    assert [rule.id for rule in check.chosen(["K02"])] == ["K02"]
    assert {rule.id for rule in check.chosen(["2_12_001"])} == {"K09d"}
    with pytest.raises(KeyError, match="9_99"):
        check.chosen(["9_99"])


def test_stopping(tmp_path):
    """Progress is told rule by rule, and False stops the run."""
    ledger_file.create(tmp_path / "a.db", "")
    told = []
    with pytest.raises(Cancelled):
        check.run(progress=lambda done, total, text: told.append((done, total)) or done < 3)
    assert told == [(at, len(check.chosen())) for at in range(4)]


def test_one_village_only(tmp_path):
    """Of two villages only the named one is told of."""
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db", "")
    homes = [check_examples.make({"head": {"nation": None}}) for _ in range(2)]
    whole = check.run()
    place = next(one.village for one in whole.findings if one.household == homes[0])
    part = check.run(village=place)
    assert {one.household for one in part.findings} == {homes[0]} and len(part.findings) * 2 == len(whole.findings)


def test_spoilt_data_stop_nothing(tmp_path):
    """Whatever stands in the cells, the run comes to its end, and so does that of one household."""
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db", "")
    rng = random.Random(6)
    rubbish = (
        "",
        " ",
        "X",
        "２０２６",
        "20260230",
        "2026-13",
        "9999-99-99",
        "-1",
        "五",
        "1e9",
        "'；--",
        "0" * 40,
        ",,",
        "%_",
    )
    everything = {"episode": {"eliminated": "是"}, "work": {}, "plan": {}, "income": {}, "survey": {}}
    homes = [check_examples.make(dict(everything)) for _ in range(12)]
    for name in ("household", "member", "episode", "measure", "work_record", "work_plan", "rural_survey", "village"):
        of = ledger(name)
        texts = [one.column_name for one in of.fields.values() if isinstance(one, peewee.TextField)]
        for (id,) in database.execute_sql(f'SELECT "id" FROM "{name}"').fetchall():
            spoilt = {column: rng.choice(rubbish) for column in texts if rng.random() < 0.7}
            marks = ", ".join(f'"{column}" = ?' for column in spoilt)
            database.execute_sql(f'UPDATE "{name}" SET {marks} WHERE "id" = ?', (*spoilt.values(), id))
    found = check.run().findings
    assert len({one.rule for one in found}) > 20
    assert {one.rule for home in homes for one in check.check_household(home)} <= {one.rule for one in found}
