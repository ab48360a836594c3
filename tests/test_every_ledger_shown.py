"""Every ledger as a table, a form and a print: the generic widgets need to know nothing about it."""

import subprocess

import pytest

from models import history, query, record
from models.kinds import Choice
from models.ledger import ledger, ledgers
from models.query import Selection
from models.reports import lists, paper
from tests import factory
from widgets.record_form import RecordForm
from widgets.record_table import RecordTable

NAMES = [of.name for of in ledgers()]


# --- table ------------------------------------------------------------------------------------------------------


@pytest.fixture
def table(qtbot):
    shown = RecordTable()
    qtbot.addWidget(shown)
    return shown


@pytest.mark.parametrize("name", NAMES)
def test_the_table_keeps_qts_rules_and_shows_the_records(name, reading, table, qtbot, qtmodeltester):
    table.set_selection(Selection(name))
    model = table.model()
    qtbot.waitUntil(lambda: model.rowCount() == query.count(Selection(name)), timeout=20_000)
    qtmodeltester.check(model)
    paths = table.visible_columns()
    assert paths == ledger(name).default_columns
    wanted = list(query.ids(Selection(name)))
    texts = query.texts(name, paths, wanted)
    for row in (0, len(wanted) // 2, len(wanted) - 1):
        assert [model.index(row, at).data() or "" for at in range(len(paths))] == texts[wanted[row]]


@pytest.mark.parametrize("name", NAMES)
def test_the_table_shows_every_column(name, reading, table):
    table.set_selection(Selection(name))
    paths = ledger(name).all_columns
    table.set_columns(paths)
    first = query.ids(Selection(name))[0]
    texts = query.texts(name, paths, [first])[first]
    assert [table.model().index(0, at).data() or "" for at in range(len(paths))] == texts


# --- form -------------------------------------------------------------------------------------------------------


@pytest.fixture
def form(qtbot):
    shown = RecordForm()
    qtbot.addWidget(shown)
    return shown


@pytest.mark.parametrize("name", NAMES)
def test_a_form_that_is_only_opened_changes_nothing(name, filled, form):
    of = ledger(name)
    before = factory.stored(of)
    operations = len(history.operations(1000))
    for id in list(query.ids(Selection(name), limit=3)):
        form.start(name, id)
        assert not form.is_dirty()
        for field, shown in form.pane.values().items():
            assert shown == before[id][field], field
        assert form.save()
    assert factory.stored(of) == before
    assert len(history.operations(1000)) == operations


@pytest.mark.parametrize("name", NAMES)
def test_what_is_put_into_a_form_is_saved_and_shown_again(name, filled, form):
    of = ledger(name)
    values = {n: v for n, v in factory.valid_values(of, 66).items() if v is not None}
    form.start(name)
    for field, value in values.items():
        if field in form.pane.rows:
            form.pane.rows[field].editor.set_value(value)
    assert form.is_dirty()
    assert form.save(), form.open_items.text() + form.banner.text()
    stored = record.load(of, [form.id])[form.id]
    for field, value in values.items():
        if field in form.pane.rows:
            assert stored[field] == value, field
            assert form.pane.values()[field] == value, field
    assert not form.is_dirty()


@pytest.mark.parametrize("name", NAMES)
def test_a_form_takes_back_what_its_editors_show_as_text(name, filled, form):
    id = query.ids(Selection(name))[0]
    form.start(name, id)
    for field, row in form.pane.rows.items():
        if factory.is_link(ledger(name), field) or isinstance(row.field.kind, Choice):
            continue
        value = form.pane.values()[field]
        if value is not None and not row.editor.read_only():
            row.editor.set_typed(row.field.kind.edit_text(value))
            assert form.pane.values()[field] == value, field
    form.revert()
    assert not form.is_dirty()


# --- paper ------------------------------------------------------------------------------------------------------


def words(pdf, tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", tmp_path / "a.pdf", "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode("utf-8").split())


@pytest.mark.parametrize("name", NAMES)
def test_a_printed_list_holds_every_value(name, reading, tmp_path):
    of = ledger(name)
    wanted = list(query.ids(Selection(name), limit=25))
    result = paper.render([lists.list_table(Selection(name))], lists.paper_settings(name))
    assert result.pages >= 1
    text = words(result.pdf, tmp_path)
    assert of.title in text
    for id, row in query.texts(name, of.default_columns, wanted).items():
        for path, value in zip(of.default_columns, row, strict=True):
            assert "".join(value.split()) in text, f"{id} {path}"


@pytest.mark.parametrize("name", NAMES)
def test_a_printed_card_holds_the_record(name, reading, tmp_path):
    of = ledger(name)
    id = query.ids(Selection(name))[0]
    text = words(paper.render([lists.record_card(name, id)], lists.paper_settings(name)).pdf, tmp_path)
    for value in query.texts(name, of.default_columns, [id])[id]:
        assert "".join(value.split()) in text
