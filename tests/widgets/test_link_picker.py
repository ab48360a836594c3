"""Picking another record by typing."""

import pytest
from PySide6.QtCore import Qt

from models import record
from models.kinds import Fault
from models.ledger import ledger
from tests.widgets.form_samples import enter, keys, press, show, villages
from widgets import messages
from widgets.editors import editor_for

__all__ = ["villages"]


@pytest.fixture
def picker(qtbot, villages):
    editor = show(qtbot, editor_for(ledger("household").fields["village"]), 320, 60)
    editor.box.setFocus()
    return editor


@pytest.mark.parametrize("text", ["下庄", "xzc", "下庄村"])
def test_by_part_of_the_name_or_initials(picker, villages, text):
    keys(text)
    assert picker.popup.current().texts[:2] == ("下庄村", "青禾乡")
    enter()
    assert (picker.value(), picker.text()) == (villages["下庄村"], "下庄村")


def test_the_first_of_several_is_marked_and_arrows_choose(picker, villages):
    keys("庄")
    assert [option.texts[0] for option in picker.popup.options[:2]] == ["上庄村", "下庄村"]
    press(Qt.Key.Key_Down)
    enter()
    assert picker.value() == villages["下庄村"]


def test_a_person_by_the_last_digits_of_the_number(qtbot, villages):
    home = record.save("household", {"village": villages["上庄村"], "head": "张三", "phone": "13800005678"}).id
    editor = show(qtbot, editor_for(ledger("member").fields["household"]), 320, 60)
    editor.box.setFocus()
    keys("5678")
    enter()
    assert (editor.value(), editor.text()) == (home, "张三")


def test_an_unknown_or_unclear_name_is_a_fault(picker):
    picker.set_typed("庄")
    with pytest.raises(Fault, match="2 条可选"):
        picker.value()
    picker.set_typed("天庄村")
    with pytest.raises(Fault, match="没有“天庄村”，可从列表末尾新增"):
        picker.value()


def test_adding_a_record_from_the_list(picker, monkeypatch):
    def fill(dialog):
        assert dialog.pane.rows["name"].editor.text() == "新庄村"
        dialog.pane.rows["township"].editor.set_value("青禾乡")
        dialog.accept()
        return dialog.result() == dialog.DialogCode.Accepted

    monkeypatch.setattr(messages, "run", fill)
    keys("新庄村")
    assert "新增村“新庄村”" in picker.popup.options[-1].texts[0]
    enter()
    with pytest.raises(Fault):
        picker.value()
    picker.narrow_list()
    press(Qt.Key.Key_Down)
    enter()
    id = picker.value()
    assert record.load(ledger("village"), [id])[id]["township"] == "青禾乡"
    assert picker.text() == "新庄村"


def test_initials_that_match_nothing_are_not_offered_as_a_new_name(picker):
    keys("qqq")
    assert not picker.popup.isVisible()


def test_f2_opens_the_linked_record(picker, villages, qtbot):
    picker.set_value(villages["石桥村"])
    with qtbot.waitSignal(picker.open_requested) as asked:
        press(Qt.Key.Key_F2)
    assert asked.args == ["village", villages["石桥村"]]
