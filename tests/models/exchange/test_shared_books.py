"""The shared workbooks, imported without a hand into a fresh file (../shared/data): counts and sums equal the truth."""

import functools
import json
from decimal import Decimal

import pytest

from models import ledger_file, query
from models.exchange import importer
from models.kinds import Money
from models.ledger import ledger, ledgers
from models.query import Selection
from tests.models.reports import seeds

from .books import SHARED, state

OURS = frozenset(of.name for of in ledgers())


@functools.cache
def truth(path):
    return json.loads(path.with_name(path.name.rpartition(".")[0] + ".truth.json").read_text("utf-8"))


def books():
    if not SHARED.exists():
        return []
    return sorted(path for path in (SHARED / "seeds").glob("*.xlsx"))


def tables(path):
    """(sheet, table) of our ledgers; a project table whose own columns are all fund lines is one of fund lines, a
    plan's table of measures one of measures, households with their yards one of who belongs to which yard."""
    for sheet in truth(path)["sheets"]:
        for table in sheet["tables"]:
            if table["ledger"] in OURS:
                fields = [one["field"] or "" for one in table["columns"]]
                money = sum(one.startswith("fund_line.") for one in fields)
                name = "measure" if "assist_plan.measure_group" in fields else table["ledger"]
                name = "yard_household" if name == "household" and "yard.name" in fields else name
                yield sheet, table, "fund_line" if money >= 2 else name


def refused(path, sheet):
    """Whether the sheet was made to hold a row that must not come in."""
    return any(
        one["op"] == "behaviour"
        and (one["file"], one.get("sheet")) == (path.name, sheet)
        and one["expected"] in ("refused", "rejected")
        for one in seeds.expectations()
    )


@pytest.fixture
def file(tmp_path):
    ledger_file.create(tmp_path / "台账.db")
    return tmp_path


@pytest.mark.parametrize("path", books(), ids=lambda path: path.stem)
def test_a_seed_book_comes_in_whole_and_again_changes_nothing(path, file):
    receipt = importer.run(importer.prepare(path), back_up=False)
    found = {sheet.sheet: sheet for sheet in receipt.sheets if sheet.mapping.ledger is not None}
    expected = {sheet["name"]: (table, name) for sheet, table, name in tables(path)}
    assert set(found) == set(expected)
    for name, (table, wanted) in expected.items():
        sheet = found[name]
        assert sheet.mapping.ledger.name == wanted
        if not refused(path, name):
            assert dict(sheet.counts) == {"new": table["data_rows"]}
        assert sheet.header_rows == (table["header"]["first"], table["header"]["last"])
        assert sheet.data_rows == (table["data"]["first"], table["data"]["last"])
    before = state()
    again = importer.run(importer.prepare(path), back_up=False)
    wrong = {sheet.sheet for sheet in again.sheets if set(sheet.counts) - {"unchanged"}}
    assert all(refused(path, name) for name in wrong) and state() == before


@pytest.mark.parametrize("path", books(), ids=lambda path: path.stem)
def test_the_sums_of_a_seed_book_are_those_of_its_cells(path, file):
    wanted = {}
    records = path.with_name(f"{path.stem}.records.jsonl").read_text("utf-8").splitlines()
    for sheet, table, name in tables(path):
        for column in table["columns"]:
            head, _, field = (column["field"] or "").partition(".")
            if column.get("scale_to_fen") is None or (head != name and field != "funds"):
                continue
            key = ("fund_line", "amount") if field == "funds" else (name, field)
            for line in map(json.loads, records):
                value = line["v"].get(column["col"]) if line["s"] == sheet["index"] else None
                value = value["v"] if isinstance(value, dict) else value
                wanted[key] = wanted.get(key, 0) + int(Decimal(str(value or 0)))
    importer.run(importer.prepare(path), back_up=False)
    for (name, field), total in wanted.items():
        assert isinstance(ledger(name).fields[field].kind, Money)
        assert query.totals(Selection(name), [field])[field] == total, (name, field)


def dev(name):
    seeds.require()
    return next(path for path in (SHARED / "books").glob(f"{name}_*") if path.suffix in (".xlsx", ".csv"))


@pytest.mark.parametrize("name", ["dev01", "dev02", "dev04", "dev05", "dev06", "dev07", "dev11"])
def test_a_clerks_table_is_recognised_column_by_column(name, file):
    path = dev(name)
    ((_, table, wanted),) = tables(path)
    (plan,) = importer.prepare(path)
    receipt = importer.run([plan], back_up=False)
    (got,) = [one for one in receipt.to_json() if one["ledger"]]
    assert got["ledger"] == wanted
    assert got["header_rows"] == [table["header"]["first"], table["header"]["last"]]
    assert got["data_rows"] == [table["data"]["first"], table["data"]["last"]]
    assert got["rows"]["read"] == table["data_rows"]
    for column, expected in zip(got["columns"], table["columns"], strict=True):
        head = (expected["field"] or "").partition(".")[0]
        allowed = {None, *expected.get("accept", [])} if head not in OURS | {"region"} else {expected["field"]}
        assert column["field"] in allowed | set(expected.get("accept", [])), expected["header"]
        if expected.get("scale_to_fen"):
            assert column["scale"] == expected["scale_to_fen"]
        assert column.get("key") == expected.get("key")


@pytest.mark.parametrize("name", ["dev01", "dev02", "dev04", "dev07", "dev11"])
def test_errors_in_a_clerks_table_are_found_and_nothing_good_is_lost(name, file):
    path = dev(name)
    ((_, table, wanted),) = tables(path)
    receipt = importer.run(importer.prepare(path), back_up=False)
    failed = receipt.sheets[0].failed
    must = {one["row"] for one in table["defects"] if one["expect"] == "error"}
    may = must | {one["row"] for one in table["defects"]}
    assert must <= set(failed)
    # A row beside a wrong one of the same household may fall with it, no other does.
    assert all(any(abs(row - bad) <= 2 for bad in may) for row in failed)
    assert ledger(wanted).model.select().count() == table["data_rows"] - len(failed)


def test_a_price_that_does_not_fit_is_flagged(file):
    seeds.require()
    receipt = importer.run(importer.prepare(SHARED / "seeds" / "T15_销售单价校验.xlsx"), back_up=False)
    flagged = [(one.sheet, note.text) for one in receipt.sheets for _, note in one.problems if "数量×单价" in note.text]
    assert flagged == [("有误", "数量×单价=40,000.00，金额却是 40,000.02")]
