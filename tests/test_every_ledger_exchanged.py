"""Every ledger goes out into a workbook and comes back the same, into its own file and into an empty one."""

import pytest

from models import clock, history, ledger_file, query, record
from models.exchange import importer
from models.exchange.export import export
from models.exchange.naming import all_paths
from models.ledger import ledger, ledgers
from models.operation import undo
from models.query import Selection
from models.record import Refused
from tests import factory
from tests.conftest import TODAY

NAMES = [of.name for of in ledgers()]


def brought_in(path, name, **more):
    """The receipt of importing a workbook as a table of this ledger."""
    return importer.run(importer.prepare([path], name), back_up=False, **more)


@pytest.mark.parametrize("name", NAMES)
def test_what_was_exported_is_known_again_record_by_record(name, filled, tmp_path):
    of = ledger(name)
    before = factory.stored(of)
    path = tmp_path / "out.xlsx"
    assert export(Selection(name), None, path) == len(before)
    (plan,) = importer.prepare(path)
    assert [one.ledger.name for one in plan.ready] == [name], "the program does not see of itself what the table is"
    receipt = importer.run([plan], back_up=False)
    assert receipt.counts["unchanged"] == len(before), receipt.text() + str(receipt.problems[:5])
    assert sum(receipt.counts.values()) == len(before)
    assert factory.stored(of) == before


@pytest.mark.parametrize("name", NAMES)
def test_an_old_export_brings_old_values_back_as_one_operation(name, filled, tmp_path):
    of = ledger(name)
    before = factory.stored(of)
    path = tmp_path / "out.xlsx"
    export(Selection(name), None, path)
    changed = {id: _another_value(of, id, row) for id, row in list(before.items())[:5]}
    changed = {id: pair for id, pair in changed.items() if pair is not None and before[id][pair[0]] is not None}
    for id, (field, value) in changed.items():
        record.save(name, {field: value}, id=id)
    receipt = brought_in(path, name)
    assert receipt.counts["update"] == len(changed), receipt.text() + str(receipt.problems[:5])
    after = factory.stored(of)
    assert all(after[id][field] == before[id][field] for id, (field, _) in changed.items())
    assert len(receipt.operations) == (1 if changed else 0)
    for number in receipt.operations:
        undo(number)
    again = factory.stored(of)
    assert all(again[id][field] == value for id, (field, value) in changed.items())


def _another_value(of, id, row):
    keys = {part for key in of.keys for part in key}
    for field, one in of.fields.items():
        if field in keys or one.readonly or one.required or factory.is_link(of, field) or getattr(one, "hidden", False):
            continue
        value = factory.value_of(of, field, 7)
        if value is None or row[field] is None or value == row[field]:
            continue
        try:
            if not [p for p in record.check(of, {field: value}, id) if p.level == "error"]:
                return field, value
        except Refused:
            continue
    return None


def test_a_whole_township_moves_into_an_empty_file(filled, tmp_path):
    texts, books = {}, {}
    for of in ledgers():
        books[of.name] = tmp_path / f"{of.name}.xlsx"
        export(Selection(of.name), None, books[of.name])
        texts[of.name] = _everything(of)
    ledger_file.close()
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "new.db")
    for of in sorted(ledgers(), key=_depth):
        receipt = brought_in(books[of.name], of.name)
        assert receipt.failed == 0, f"{of.name}: {receipt.text()} {receipt.problems[:5]}"
    for of in ledgers():
        assert _everything(of) == texts[of.name], of.name


def _everything(of):
    paths = [path for path in of.all_columns if path != "seq" or of.name == "village"]
    paths += [path for path in all_paths(of) if path not in of.all_columns]
    return sorted(query.texts(of.name, paths, list(query.ids(Selection(of.name)))).values())


def _depth(of):
    links = [one.rel_model for one in of.fields.values() if hasattr(one, "rel_model")]
    return 1 + max((_depth(ledger(model._meta.table_name)) for model in links), default=0)


def test_an_export_is_written_down_but_not_undone_by_a_key(filled, tmp_path):
    before = history.next_undo()
    export(Selection("village"), None, tmp_path / "out.xlsx")
    row = history.operations(1)[0]
    assert (row.kind, row.source) == ("export", "out.xlsx")
    assert "内部使用" in row.title
    assert history.next_undo() == before
