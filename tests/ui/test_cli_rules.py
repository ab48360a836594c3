"""``check`` on the command line: 1 with findings, 0 without, 2 refused; a rule, a village and a day may be chosen."""

import json

import pytest

from models import clock, ledger_file
from tests.models.rules import check_examples
from tests.models.rules.check_examples import TODAY
from ui import cli


@pytest.fixture
def db(tmp_path):
    """Two households in villages of their own; nobody filled in one person's nation."""
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db", "")
    check_examples.make({})
    check_examples.make({"head": {"nation": None}})
    ledger_file.close()
    return str(tmp_path / "a.db")


def run(capsys, db, *words):
    code = cli.main(["check", "--db", db, *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_findings_as_json(capsys, db):
    code, out, _ = run(capsys, db, "--today", "2026-06-30", "--json")
    told = json.loads(out)
    assert code == 1 and told["today"] == "2026-06-30"
    (one,) = told["findings"]
    assert (one["rule"], one["also"], one["severity"], one["scope"]) == ("K09b", ["2_01_001"], "E", "person")
    assert (
        one["household_no"].startswith("H") and len(one["id_no"]) == 18 and one["village"] and one["field"] == "nation"
    )


def test_in_words(capsys, db):
    code, out, _ = run(capsys, db, "--today", "2026-06-30")
    assert code == 1
    assert "K09b 错误 民族没有填（2_01_001、2_12_002）：1 处" in out and "共 1 处要核实" in out


def test_one_rule_by_either_number(capsys, db):
    assert run(capsys, db, "--rule", "2_01_001")[0] == 1
    code, out, _ = run(capsys, db, "--rule", "K09d", "--rule", "L07")
    assert code == 0 and "核对 2 条规则，没有发现问题" in out


def test_one_village_and_another_day(capsys, db):
    whole = json.loads(run(capsys, db, "--json")[1])["findings"][0]
    assert run(capsys, db, "--village", whole["village"])[0] == 1
    assert run(capsys, db, "--rule", "L07", "--today", "2018-01-01")[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rule", "9_99"), "没有编号为“9_99”的规则"),
        (("--village", "没有的村"), "没有叫“没有的村”的村"),
        (("--today", "昨天"), "不是日期"),
    ],
)
def test_refused(capsys, db, words, said):
    code, out, err = run(capsys, db, *words)
    assert code == 2 and said in err and not out


def test_rules_are_listed_without_a_file(capsys):
    assert cli.main(["check", "--list", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told) > 200
    assert next(one for one in told if one["rule"] == "L07")["norms"] == ["work.min_age"]
    assert "work_record.start" in next(one for one in told if one["rule"] == "L11")["reads"]
