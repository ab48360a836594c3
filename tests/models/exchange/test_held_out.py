"""Workbooks that no shared corpus holds: every ledger, laid out and worded as in counties, scored like those."""

import json
from collections import Counter

import pytest

from tests.models.reports import seeds

from .books import SHARED
from .held_out.corpus import make, names, scorer, told_of


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """(counts, what went wrong) over one workbook of each layout."""
    seeds.require()
    score = scorer(SHARED / "books" / "score.py")
    folder = tmp_path_factory.mktemp("corpus")
    total, wrong = Counter(), []
    for layout in names():
        path, truth, records = make(folder, layout, seed=11)
        counts, notes = score.score_file(truth, json.loads(json.dumps(records)), told_of(path))
        total.update(counts)
        wrong += [f"{path.name}: {note}" for note in notes]
    return total, wrong


def test_nothing_that_is_wrong_is_sure(scored):
    total, wrong = scored
    assert total["cols_wrong_sure"] + total["null_wrong_sure"] == 0, wrong


def test_nearly_every_column_is_right(scored):
    total, wrong = scored
    assert total["cols_right"] >= 0.97 * total["cols"] > 0, wrong
    assert total["units_right"] == total["units"] > 0, wrong


def test_tables_are_found_where_they_stand_and_decoys_left(scored):
    total, wrong = scored
    assert total["header_ok"] >= 0.96 * total["tables"] > 0, wrong
    assert total["ledger_ok"] >= 0.96 * total["tables"], wrong
    assert total["decoy_imported"] == total["tables_extra"] == 0 < total["decoy_sheets"]


def test_rows_sums_and_defects_are_those_of_the_truth(scored):
    total, wrong = scored
    assert total["rows_extra"] == 0 < total["rows_found"]
    assert total["rows_found"] >= 0.97 * total["rows"], wrong
    assert total["checks_right"] >= 0.97 * total["checks"] > 0, wrong
    assert total["defects_right"] >= 0.97 * total["defects"] > 0, wrong
    assert total["cells_right"] >= 0.99 * total["cells"]
