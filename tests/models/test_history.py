"""What belongs to an operation is found by where its changes are, in files from before that was kept too."""

import pytest

from models import database, history, ledger_file, query, record
from models.history import ChangeRow
from models.ledger import ledger
from models.operation import Operation, redo_last, undo
from models.query import Selection


@pytest.fixture
def place(tmp_path):
    """An empty file with a village; returns its id."""
    ledger_file.create(tmp_path / "a.db")
    return record.save("village", {"name": "青禾村"}).id


def products(*names):
    return [{"name": name} for name in names]


def test_the_changes_of_an_operation_are_found_without_reading_the_others(place):
    sql, values = ChangeRow.select().where(history.is_of(ChangeRow, 1)).sql()
    plan = [row[3] for row in database.run(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert plan == ["SEARCH t1 USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"]


def test_history_keeps_the_order_in_which_things_were_done(place):
    with Operation("test", "一件接一件") as operation:
        operation.edit(ledger("village"), {place: {"remark": "一"}})
        first = operation.add(ledger("product"), products("蜂蜜", "木耳"))
        second = operation.add(ledger("product"), products("核桃"))
        operation.edit(ledger("product"), {first[0]: {"name": "土蜂蜜"}})
        operation.delete(ledger("product"), second)
    done = [(one.action, one.record_id) for one in history.of_operation(operation.number)]
    assert done == [
        ("edit", place), *(("add", id) for id in (*first, *second)), ("edit", first[0]), ("delete", second[0])
    ]  # fmt: skip
    row = history.operation_row(operation.number)
    assert (row.added, row.edited, row.deleted, row.ledgers) == (3, 2, 1, "product,village")
    undo(operation.number)
    assert not query.count(Selection("product"))


def test_operations_within_one_another_keep_their_changes_apart(place):
    with Operation("test", "外面") as outer:
        outer.add(ledger("product"), products("蜂蜜"))
        assert outer.number
        inner = record.save("product", {"name": "木耳"})
        outer.add(ledger("product"), products("核桃"))
    assert len(history.of_operation(outer.number)) == 2
    assert [one.record_id for one in history.of_operation(inner.operation)] == [inner.id]
    undo(outer.number)
    assert query.ids(Selection("product")).tolist() == [inner.id]


def test_operations_from_before_they_said_where_their_changes_are_still_have_them(place):
    with Operation("import", "导入") as imported:
        imported.add(ledger("product"), products(*(f"产品{at}" for at in range(20))))
        imported.edit(ledger("village"), {place: {"township": "青禾乡"}})
    with Operation("export", "导出") as empty:
        empty.begin()
    undo(imported.number)
    before = {number: history.of_operation(number) for number in range(1, 5)}
    assert [len(changes) for changes in before.values()] == [1, 21, 0, 21]
    path = database.State.path
    for column in ("first_change", "last_change"):
        database.run(f'ALTER TABLE "operation" DROP COLUMN "{column}"')
    database.run('CREATE INDEX "change_operation_id" ON "change" ("operation_id")')
    database.run("DELETE FROM schema_migration WHERE name LIKE '0345%'")
    ledger_file.close()
    assert ledger_file.open_existing(path) == ["0345_changes_of_operation"]
    assert {number: history.of_operation(number) for number in range(1, 5)} == before
    redo_last()
    assert query.count(Selection("product")) == 20
