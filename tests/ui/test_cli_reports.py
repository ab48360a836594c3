"""The commands that make reports and to-dos."""

import json

import pytest

from models import clock
from models.sample_data import AS_OF
from ui import cli


@pytest.fixture
def run(capsys, filled_file):
    clock.freeze(AS_OF)

    def call(*words):
        code = cli.main([*map(str, words), "--db", str(filled_file)])
        out = capsys.readouterr()
        assert "Traceback" not in out.err
        return code, out.out, out.err

    return call


def test_report_lists_all_with_their_numbers(run):
    code, out, _ = run("report")
    assert code == 0
    assert "R15" in out and "project_progress" in out
    listed = json.loads(run("report", "--json")[1])
    assert {"R14", "R15", "R18", "R20", "R22", "R23", "R28"} <= {one["number"] for one in listed}


@pytest.mark.parametrize("suffix", ["pdf", "xlsx"])
def test_report_writes_a_file(run, tmp_path, suffix):
    out = tmp_path / f"月报.{suffix}"
    code, said, _ = run("report", "r15", out, "--period", "2026-05")
    assert code == 0 and out.stat().st_size > 1000 and "已存为" in said


def test_report_says_its_content_as_json(run):
    answer = json.loads(run("report", "R22", "--period", "2026-05", "--village", "青禾村", "--json")[1])
    assert answer["period"] == "2026-05"
    assert {row[0] for row in answer["tables"][0]["rows"]} == {"青禾村"}


def test_report_refuses_in_a_sentence(run, tmp_path):
    for words in (
        ("没有的",),
        ("R15",),
        ("R15", tmp_path / "a.docx"),
        ("R15", tmp_path / "a.pdf", "--period", "去年"),
        ("R15", tmp_path / "a.pdf", "--village", "没有的村"),
    ):
        code, out, error = run("report", *words)
        assert (code, out) == (2, "") and any("\u4e00" <= char <= "\u9fff" for char in error), words


def test_todos_are_listed_for_a_day_and_a_village(run):
    every = json.loads(run("todos", "--today", "2026-06-30", "--json")[1])
    assert every["count"] == len(every["todos"]) > 0
    one = json.loads(run("todos", "--today", "2026-06-30", "--village", "青禾村", "--json")[1])
    assert {todo["village"] for todo in one["todos"]} <= {"青禾村"} and one["count"] < every["count"]
    code, out, _ = run("todos", "--subject", "project_end")
    assert code == 0 and "共" in out


@pytest.mark.parametrize("words", [("--today", "昨天"), ("--village", "没有的村"), ("--subject", "没有的")])
def test_todos_refuse_in_a_sentence(run, words):
    code, out, error = run("todos", *words)
    assert (code, out) == (2, "") and any("\u4e00" <= char <= "\u9fff" for char in error)
