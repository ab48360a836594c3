"""The clerks' workbooks of ../shared/data/books against their truth: what is recognised, read and reported."""

import json
import types

import pytest

from models.exchange.predict import predict
from tests.models.reports import seeds

from .books import SHARED

BOOKS = SHARED / "books"


@pytest.fixture(scope="module")
def score():
    """The scorer that lies beside the workbooks, without the command at its end."""
    seeds.require()
    source, _, command = (BOOKS / "score.py").read_text("utf-8").rpartition("main()")
    assert not command.strip()
    module = types.ModuleType("score")
    exec(compile(source, "score.py", "exec"), vars(module))
    return module


def files(folder):
    if not folder.exists():
        return []
    return sorted(one for one in folder.iterdir() if one.with_name(f"{one.stem}.truth.json").exists())


def scored(score, path):
    truth = json.loads(path.with_name(f"{path.stem}.truth.json").read_text("utf-8"))
    lines = path.with_name(f"{path.stem}.records.jsonl").read_text("utf-8").splitlines()
    # Through text, as another program reads it.
    told = json.loads(json.dumps(predict(path), ensure_ascii=False))
    return score.score_file(truth, [json.loads(line) for line in lines], told)


@pytest.fixture(scope="module")
def books(score):
    return {path.stem: scored(score, path) for path in files(BOOKS)}


def total(books, name):
    return sum(counts.get(name, 0) for counts, _ in books.values())


def test_every_column_of_the_clerks_workbooks_is_right_and_none_wrong_and_sure(books):
    assert total(books, "cols_right") >= 0.97 * total(books, "cols") > 0
    assert total(books, "cols_wrong_sure") + total(books, "null_wrong_sure") == 0
    assert total(books, "units_right") == total(books, "units") > 0
    assert total(books, "ledger_ok") == total(books, "tables")


def test_their_tables_are_found_where_they_stand(books):
    assert total(books, "header_ok") >= 0.96 * total(books, "tables") > 0
    assert total(books, "decoy_imported") == total(books, "tables_extra") == total(books, "tables_missed") == 0
    assert total(books, "context_right") == total(books, "context") > 0


def test_their_rows_sums_and_defects_are_those_of_the_truth(books):
    assert total(books, "rows_found") == total(books, "rows") > 0
    assert total(books, "rows_extra") == 0
    assert total(books, "checks_right") == total(books, "checks") > 0
    assert total(books, "defects_right") == total(books, "defects") > 0, [notes for _, notes in books.values()]
    assert total(books, "cells_right") >= 0.99 * total(books, "cells")


@pytest.mark.parametrize("path", files(SHARED / "seeds"), ids=lambda path: path.stem)
def test_the_plain_workbooks_of_the_seeds_too(score, path):
    counts, notes = scored(score, path)
    assert counts["cols_right"] >= counts["cols"] - 1, notes
    assert not counts.get("cols_wrong_sure", 0) + counts.get("null_wrong_sure", 0), notes
    assert counts["header_ok"] == counts["tables"] and counts["rows_found"] == counts["rows"], notes
    assert counts.get("checks_right", 0) == counts.get("checks", 0) and not counts.get("rows_extra"), notes
