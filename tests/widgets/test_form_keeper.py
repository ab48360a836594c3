"""Unsaved forms: kept while typing, gone on with after a crash."""

from PySide6.QtCore import Qt

from models import record, unsaved
from models.record import DetailDraft
from tests.widgets.form_samples import HEAD, keys, press, show, villages
from tests.widgets.test_record_form import add_person, form, people
from widgets.record_form import RecordForm

__all__ = ["form", "villages"]


def test_a_dirty_form_is_kept_and_can_be_gone_on_with(form, villages, qtbot):
    form.start("household", None, {"village": villages["下庄村"]})
    keys("500100")
    form.pane.rows["phone"].editor.focus_end()
    keys("abc")
    form.go_to(form.tables["member"])
    add_person("张大山", "1", HEAD)
    press(Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: bool(unsaved.pending()), timeout=20_000)
    (entry,) = unsaved.pending()
    form._stop()

    other = show(qtbot, RecordForm())
    other.start_from_unsaved(entry)
    assert other.is_dirty()
    assert other.pane.rows["hh_no"].editor.text() == "500100"
    assert (other.pane.rows["phone"].editor.text(), other.pane.bad()) == ("abc", {"phone": "abc"})
    assert [row.values["name"] for row in other.lists["member"]] == ["张大山"]
    other.pane.rows["phone"].editor.set_value("13800001234")
    other.pane.rows["phone"].editor.note_edit()
    assert other.save()
    assert unsaved.pending() == []
    assert [person[:3] for person in people(other.id)] == [["张大山", "户主", "男"]]


def test_a_recovered_change_of_a_stored_household_keeps_its_rows(form, villages, qtbot):
    rows = [DetailDraft({"name": "张三", "relation": "01"}), DetailDraft({"name": "李四", "relation": "02"})]
    id = record.save("household", {"village": villages["上庄村"]}, details={"member": rows}).id
    form.start("household", id)
    form.lists["member"][1].set("name", "李四改")
    form.tables["member"].rows.remove([0])
    form.keeper.keep()
    (entry,) = unsaved.pending()
    form._stop()
    form.start("household", id)
    assert not form.is_dirty()
    form.start_from_unsaved(entry)
    assert [(row.values["name"], row.removed) for row in form.lists["member"]] == [("张三", True), ("李四改", False)]
    assert form.save()
    assert [person[0] for person in people(id)] == ["李四改"]


def test_giving_up_or_saving_leaves_nothing_behind(form, villages):
    form.start("household", None, {"village": villages["上庄村"]})
    for end in (form.revert, form.save):
        keys("77")
        form.keeper.keep()
        assert len(unsaved.pending()) == 1
        if end == form.save:
            form.pane.rows["village"].editor.set_value(villages["上庄村"])
        end()
        assert unsaved.pending() == []


def test_typing_and_taking_it_back_keeps_nothing(form):
    form.start("household")
    keys("7")
    form.keeper.keep()
    press(Qt.Key.Key_Backspace)
    form.keeper.keep()
    assert unsaved.pending() == []
