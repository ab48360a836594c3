"""``advance``: T05 and T06 on the command line, from the workbook to the answer."""

import json

import pytest

from tests.models.reports import seeds
from ui import cli


@pytest.fixture
def run(tmp_path, capsys):
    db = str(tmp_path / "台账.db")

    def command(*words):
        code = cli.main([*words, "--db", db])
        said = capsys.readouterr()
        return code, said.out, said.err

    assert command("new")[0] == 0
    return command


def taken_in(run, name):
    seeds.require()
    (path,) = seeds.FOLDER.glob(f"{name}_*.xlsx")
    assert run("import", str(path))[0] in (0, 1)
    (row,) = json.loads(run("list", "episode", "--json")[1])["rows"]
    return row["uid"]


def test_five_months_are_refused_six_accepted(run):
    uid = taken_in(run, "T05")
    code, out, err = run("advance", uid, "elim_propose", "--date", "2024-11-15", "--field", "elim_way=帮扶消除")
    assert (code, out, err.strip()) == (2, "", "识别未满6个月（2024-06-15 识别），最早 2024-12-15 起才能消除")
    code, out, err = run("advance", uid, "提出消除风险", "--date", "2024-12-15", "--field", "风险消除方式=帮扶消除")
    assert code == 0 and out.startswith("已办理“提出消除风险”，现在是“拟消除”") and not err


def test_a_household_without_labour_needs_a_reason(run):
    uid = taken_in(run, "T06")
    words = ("advance", uid, "elim_propose", "--date", "2024-11-15", "--field", "elim_way=01")
    code, _, err = run(*words)
    assert code == 2 and err.startswith("整户无劳动力") and "情况说明" in err
    code, out, _ = run(*words, "--field", "elim_note=已纳入特困供养", "--json")
    assert code == 0 and json.loads(out)["state"] == "拟消除"


def test_what_comes_next_is_told(run):
    uid = taken_in(run, "T05")
    found = json.loads(run("advance", uid, "--json")[1])
    assert (found["state"], found["next"], found["steps"]) == ("帮扶中", "elim_propose", [])
    assert "风险消除方式没有填" in found["missing"] and "close_natural" in found["asides"]
    assert "下一步：提出消除风险（elim_propose）" in run("advance", uid)[1]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("某", "elim_propose"), "没有 uid 为“某”的监测对象或线索"),
        (("UID", "飞跃"), "没有名为“飞跃”的步骤"),
        (("UID", "application"), "用监测线索的 UID"),
        (("UID", "elim_propose", "--field", "wage=1"), "没有“wage”这一项"),
        (("UID", "elim_propose", "--field", "elim_way"), "应写成 字段=值"),
        (("UID", "elim_propose", "--date", "2024-13-01"), "不是真实的日期"),
    ],
)
def test_a_wrong_word_is_refused_with_a_sentence(run, words, why):
    uid = taken_in(run, "T05")
    code, _, err = run("advance", *(uid if word == "UID" else word for word in words))
    assert code == 2 and why in err


def test_a_clue_begins_an_episode(run, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["户编号", "户主姓名", "行政村"])
    book.active.append(["500000000000001", "王某某", "清溪村"])
    book.save(tmp_path / "h.xlsx")
    assert run("import", str(tmp_path / "h.xlsx"))[0] in (0, 1)
    other = openpyxl.Workbook()
    other.active.append(["线索日期", "户编号", "线索来源", "线索内容"])
    other.active.append(["2025-03-01", "500000000000001", "自主申报", "住院"])
    other.save(tmp_path / "c.xlsx")
    run("import", str(tmp_path / "c.xlsx"), "--ledger", "clue")
    (row,) = json.loads(run("list", "clue", "--json")[1])["rows"]
    assert "可以 application" in run("advance", row["uid"])[1]
    code, out, err = run(
        "advance", row["uid"], "application", "--date", "2025-03-03", "--field", "category=突发严重困难户",
        "--field", "risks=因病",
    )  # fmt: skip
    assert code == 0 and "已申请" in out, err
