"""What holds for every ledger, whatever it records: the suite that a new ledger passes without an edit here."""

from itertools import pairwise

import pytest

from models import database, history, ledger_file, query, record
from models.kinds import Choice, Date, Kind, Link, Money, YesNo
from models.ledger import ledger, ledgers, verify
from models.operation import blockers, bulk_edit, redo_last, restore, undo, undo_last
from models.query import Filter, Selection
from models.record import Refused
from models.selection import Source
from tests import factory

NAMES = [of.name for of in ledgers()]


@pytest.fixture
def statements(reading, monkeypatch):
    """The SQL that was run."""
    seen = []
    run = database.database.obj.execute_sql
    monkeypatch.setattr(database.database.obj, "execute_sql", lambda sql, *more: seen.append(sql) or run(sql, *more))
    return seen


# --- what it is -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_definition(name):
    of = ledger(name)
    verify(of)
    assert of.title
    assert of.default_columns
    assert of.search
    assert of.keys
    assert of.sort
    labels = [of.column(path).label for path in of.all_columns]
    assert len(labels) == len(set(labels)), "two columns carry the same label"
    for path in of.all_columns:
        column = of.column(path)
        assert column.kind.operators
        assert not isinstance(column.kind, Choice) or len(column.kind.options)


@pytest.mark.parametrize("name", NAMES)
def test_every_code_has_a_meaning_and_is_found_again(name):
    for path in ledger(name).all_columns:
        kind = ledger(name).column(path).kind
        if isinstance(kind, Choice):
            labels = [code.label for code in kind.options]
            for code in kind.options:
                assert kind.parse(code.code) == code.code
                # 同一级里重名的（各类里的“其他”）只凭名称分不出来，不猜
                if labels.count(code.label) == 1:
                    assert kind.parse(code.label) == code.code, f"{path}: {code.label}"


# --- save, read, refuse -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_what_is_saved_is_read_back(name, filled):
    of = ledger(name)
    values = factory.valid_values(of, 77)
    id = record.save(name, values).id
    row = record.load(of, [id])[id]
    for field, value in values.items():
        if value is not None:
            assert row[field] == value, field
    texts = query.texts(name, of.all_columns, [id])[id]
    for path, text in zip(of.all_columns, texts, strict=True):
        if not factory.is_link(of, path) and values.get(path) is not None:
            kind = of.column(path).kind
            assert kind.parse(text) == values[path], path
            assert kind.typed(kind.edit_text(values[path])) == values[path], path


@pytest.mark.parametrize(
    ("name", "field"), [(of.name, n) for of in ledgers() for n, f in of.fields.items() if f.required]
)
def test_a_required_field_is_required(name, field, filled):
    of = ledger(name)
    values = factory.valid_values(of, 88)
    before = query.count(Selection(name))
    # What follows from other fields is filled in by the program: then nothing is missing.
    kept = {n: v for n, v in values.items() if n == field or of.fields[n].required or factory.is_link(of, n)}
    with pytest.raises(Refused) as refused:
        record.save(name, {**kept, field: None})
    assert any(one.field == field and one.level == "error" for one in refused.value.problems)
    assert query.count(Selection(name)) == before


@pytest.mark.parametrize("name", NAMES)
def test_a_form_that_is_out_of_date_is_refused(name, filled):
    id = query.ids(Selection(name))[0]
    revision = record.load(ledger(name), [id])[id]["revision"]
    field, value = _change(name, id)
    record.save(name, {field: value}, id=id, revision=revision)
    with pytest.raises(Refused, match="又被修改过"):
        record.save(name, {field: None}, id=id, revision=revision)


def _change(name, id):
    """A field of the record and another value for it that its checks allow."""
    of = ledger(name)
    row = record.load(of, [id])[id]
    for field, one in of.fields.items():
        if one.readonly or one.required or isinstance(one.kind, Link) or getattr(one, "hidden", False):
            continue
        for serial in (3, 4, 5):
            value = factory.value_of(of, field, serial)
            if value in (None, row[field]):
                continue
            if not [p for p in record.check(of, {field: value}, id) if p.level == "error"]:
                return field, value
    raise AssertionError(f"{name}: no field can be changed")


# --- reading ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_hundred_rows_are_one_query(name, reading, statements):
    of = ledger(name)
    wanted = list(query.ids(Selection(name), limit=100))
    query.texts(name, of.all_columns, wanted)
    statements.clear()
    found = query.texts(name, of.all_columns, wanted)
    assert len(statements) == 1
    assert set(found) == set(wanted)


def _columns(name, raw=False):
    """{column: {id: what it shows, in stored form, or with ``raw`` what is stored}} of all records; one query."""
    of = ledger(name)
    found = query.rows(name, of.all_columns, list(query.ids(Selection(name))), raw=raw)
    return {path: {id: row[at] for id, row in found.items()} for at, path in enumerate(of.all_columns)}


def _places(kind):
    """The place of each code in its list, for a choice; else None."""
    if not isinstance(kind, Choice) or kind.many:
        return None
    return {one.code: at for at, one in enumerate(kind.codes)}


@pytest.mark.parametrize("name", NAMES)
def test_sorting(name, reading):
    for path, shown in _columns(name).items():
        places = _places(Source(ledger(name)).shown(path)[1])
        if places is not None:
            shown = {id: places.get(value, len(places)) if value else None for id, value in shown.items()}
        empty = {id for id, value in shown.items() if value is None}
        for sign in ("", "-"):
            order = list(query.ids(Selection(name, order=(sign + path,))))
            assert sorted(order) == sorted(shown), path
            with_value = [id for id in order if id not in empty]
            for one, other in pairwise(with_value):
                low, high = (shown[one], shown[other]) if not sign else (shown[other], shown[one])
                assert low < high or (low == high and one < other), path
            blanks = order[-len(empty) :] if sign else order[: len(empty)]
            assert not empty or set(blanks) == empty, path


@pytest.mark.parametrize("name", NAMES)
def test_every_filter_agrees_with_a_plain_loop(name, reading):
    for path, raw in _columns(name, raw=True).items():
        kind = ledger(name).column(path).kind
        values = sorted({value for value in raw.values() if value not in (None, "")})
        for operator in kind.operators:
            for at, value in enumerate(_filter_values(kind, operator, values)):
                chosen = Selection(name, filters=(Filter(path, operator.key, value),))
                expected = {id for id, one in raw.items() if _matches(kind, operator.key, value, one)}
                assert set(query.ids(chosen)) == expected, f"{path}: {operator.label} {value!r}"
                # Counting takes the same way for every value: once per operator is enough.
                assert at or query.count(chosen) == len(expected), f"{path}: {operator.label} {value!r}"


def _filter_values(kind: Kind, operator, values):
    if operator.arity == 0:
        return [None]
    some = values[:: max(1, len(values) // 3)][:4]
    if operator.arity == 2:
        pairs = [
            *zip(some, reversed(some), strict=True),
            *((one, None) for one in some[1:2]),
            *((None, one) for one in some[1:2]),
        ]
        return [pair for pair in pairs if None in pair or pair[0] <= pair[1]]
    if operator.arity == -1:
        single = [one.split(",")[0] if isinstance(one, str) and isinstance(kind, Choice) else one for one in some]
        single = [bool(one) for one in single] if isinstance(kind, YesNo) else single
        return [[one] for one in single] + [single]
    if isinstance(kind, Date) and operator.key != "contains":
        return [*some, *(one[:7] for one in some), *(one[:4] for one in some)]
    if operator.key in ("contains", "starts", "ends"):
        return [part for one in some[:2] for part in (one, one[:2], one[-2:])] + ["%", "_"]
    return some


def _matches(kind: Kind, key: str, value, one) -> bool:
    empty = one is None or one == ""
    if key in ("blank", "filled"):
        return empty == (key == "blank")
    if key in ("in", "not in"):
        parts = one.split(",") if isinstance(kind, Choice) and kind.many and not empty else [one]
        inside = not empty and any(part in value for part in parts)
        return inside if key == "in" else not inside
    if empty:
        return False
    if key in ("contains", "starts", "ends"):
        text, part = one.lower(), value.strip().lower()
        return {"contains": part in text, "starts": text.startswith(part), "ends": text.endswith(part)}[key]
    if isinstance(kind, Date):
        if key == "=":
            return one.startswith(value)
        low, high = (value, None) if key == ">=" else (None, value) if key == "<=" else value
        return (low is None or one >= low) and (high is None or one <= f"{high}-99")
    low, high = (value, None) if key == ">=" else (None, value) if key == "<=" else (value, value)
    if key == "between":
        low, high = value
    return (low is None or one >= low) and (high is None or one <= high)


@pytest.mark.parametrize("name", NAMES)
def test_totals_and_groups_add_up(name, reading):
    of = ledger(name)
    paths = [path for path in of.all_columns if of.column(path).kind.can_total]
    totals = query.totals(Selection(name), paths)
    raw = _columns(name, raw=True)
    for path in paths:
        assert totals[path] == sum(value or 0 for value in raw[path].values()), path
    for by in of.filters:
        parts = query.groups(Selection(name), (by,), tuple(paths)) if "." not in by else []
        if parts:
            assert sum(part.count for part in parts) == query.count(Selection(name))
            assert [sum(part.sums[at] for part in parts) for at in range(len(paths))] == [totals[p] for p in paths]


@pytest.mark.parametrize("name", NAMES)
def test_search_finds_a_record_by_what_it_shows(name, reading):
    of = ledger(name)
    for path in of.search:
        head = path.partition(".")[0]
        if head not in of.fields or getattr(of.column(path).field, "hidden", False):
            continue
        shown = query.texts(name, (path,), list(query.ids(Selection(name), limit=40)))
        id, text = next(((id, row[0]) for id, row in shown.items() if row[0] and " " not in row[0]), (None, ""))
        if text:
            assert id in query.ids(Selection(name, search=text)), path
    assert len(query.ids(Selection(name, search="没有这样的字眼"))) == 0


# --- history ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_history_undo_redo(name, filled):
    of = ledger(name)
    start = factory.stored(of)
    id = query.ids(Selection(name))[0]
    field, value = _change(name, id)
    number = record.save(name, {field: value}, id=id).operation
    change = next(one for one in history.of_records([id]) if one.operation == number)
    assert change.action == "edit"
    assert change.fields[field] == (start[id][field], value)
    after = factory.stored(of)
    assert undo_last().id == number
    assert _plain(factory.stored(of)) == _plain(start)
    assert redo_last() is not None
    assert _plain(factory.stored(of)) == _plain(after)


def _plain(rows):
    return {id: {k: v for k, v in row.items() if k != "revision"} for id, row in rows.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_later_change_blocks_the_undo(name, filled):
    id = query.ids(Selection(name))[0]
    field, value = _change(name, id)
    first = record.save(name, {field: value}, id=id).operation
    record.save(name, {field: None}, id=id)
    if record.load(ledger(name), [id])[id][field] == value:
        pytest.skip("the program fills this field in again, so that nothing was changed")
    assert blockers(first)
    with pytest.raises(Refused, match="不能撤销"):
        undo(first)


@pytest.mark.parametrize("name", NAMES)
def test_delete_and_restore(name, filled):
    of = ledger(name)
    id = factory.make(of, 99)
    before = record.load(of, [id])[id]
    record.delete(name, [id])
    assert record.load(of, [id]) == {}
    gone = history.of_records([id])[0]
    assert gone.action == "delete"
    restore(name, id, {field: pair[0] for field, pair in gone.fields.items()})
    again = record.load(of, [id])[id]
    assert {**again, "revision": 0} == {**before, "revision": 0}


@pytest.fixture(scope="module")
def untouched(filled_file):
    """What the filled file holds."""
    ledger_file.open_existing(filled_file, check=False)
    held = factory.everything()
    ledger_file.close()
    return held


@pytest.mark.parametrize("name", NAMES)
def test_a_deletion_can_be_undone_with_all_that_hung_on_it(name, untouched, filled):
    id = query.ids(Selection(name))[0]
    try:
        number = record.delete(name, [id])
    except Refused as refused:
        assert "用到它" in str(refused)
    else:
        assert id not in query.ids(Selection(name))
        undo(number)
    assert factory.everything() == untouched


@pytest.mark.parametrize("name", NAMES)
def test_bulk_edit_is_one_operation_on_exactly_these(name, filled):
    of = ledger(name)
    chosen = list(query.ids(Selection(name), limit=5))
    start = factory.stored(of)
    field, value = _change(name, chosen[0])
    try:
        number, _ = bulk_edit(name, chosen, {field: value})
    except Refused as refused:
        assert refused.problems
        assert _plain(factory.stored(of)) == _plain(start)
        return
    after = factory.stored(of)
    assert all(after[id][field] == value for id in chosen)
    assert {id for id in after if after[id]["revision"] != start[id]["revision"]} <= set(chosen)
    assert history.operation_row(number).edited == sum(start[id][field] != value for id in chosen)
    undo(number)
    assert _plain(factory.stored(of)) == _plain(start)


def test_money_columns_are_there():
    # 防止上面的循环因为没有数字列而什么都没试
    assert any(isinstance(of.column(path).kind, Money) for of in ledgers() for path in of.all_columns)
