"""Rows of the national exports in the preview: added, left out or said to be a stored record, by keys and by mouse."""

import pytest
from PySide6.QtCore import Qt

from models import clock, ledger_file
from models.exchange import importer
from models.ledger import ledger
from models.record import load
from tests.conftest import TODAY
from tests.ui.test_import_mending import key, opened, settle, verdicts
from tests.ui.test_import_missing import PEOPLE, export
from ui.import_row_panel import FATES
from ui.import_wizard import RECEIPT


@pytest.fixture
def wizard(qtbot, tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "台账.db")
    importer.run(importer.prepare([export(tmp_path, PEOPLE)]), back_up=False)
    renamed = [PEOPLE[0], [*PEOPLE[1][:3], "", "测小杉", "之子", *PEOPLE[1][6:]], PEOPLE[2]]
    renamed[1][6] = ""
    wizard = opened(qtbot, export(tmp_path, renamed))
    wizard.rows.table.setFocus()
    return wizard


def go(wizard, row):
    wizard.rows.table.go_to(row, 4)


def test_a_row_is_added_or_left_out_by_key_and_every_step_taken_back(qtbot, wizard):
    assert verdicts(wizard) == ["不变", "新增", "不变"]
    go(wizard, 0)
    key(qtbot, wizard, Qt.Key.Key_F6)
    assert verdicts(wizard)[0] == "新增" and wizard.rows.panel.fate.currentText().startswith("作为新增")
    key(qtbot, wizard, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert verdicts(wizard)[0] == "不变"
    key(qtbot, wizard, Qt.Key.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)
    assert verdicts(wizard)[0] == "新增"
    key(qtbot, wizard, Qt.Key.Key_Space)
    assert verdicts(wizard)[0] == "跳过"
    key(qtbot, wizard, Qt.Key.Key_Z, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert verdicts(wizard)[0] == "不变" and wizard.focusWidget() is wizard.rows.table


def test_a_new_person_is_said_to_be_a_known_one_of_the_household_by_keys_alone(qtbot, wizard):
    go(wizard, 1)
    key(qtbot, wizard, Qt.Key.Key_F7)
    table = wizard.rows.panel.table
    assert wizard.focusWidget() is table and "同名或同一户的家庭成员" in wizard.rows.panel.question.text()
    names = [table.item(at, 1).text() for at in range(table.rowCount())]
    assert names == ["测小杉", "测大山", "测小山"]
    key(qtbot, wizard, Qt.Key.Key_Escape)
    assert wizard.focusWidget() is wizard.rows.table and verdicts(wizard)[1] == "新增"
    key(qtbot, wizard, Qt.Key.Key_F7)
    key(qtbot, wizard, Qt.Key.Key_2)
    assert verdicts(wizard)[1] == "更新" and wizard.focusWidget() is wizard.rows.table
    assert wizard.rows.panel.fate.currentText().startswith("更新已有的")
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert wizard.pages.currentIndex() == RECEIPT
    of = ledger("member")
    people = load(of, [id for (id,) in of.model.select(of.model.id).tuples()]).values()
    assert sorted(one["name"] for one in people) == sorted(["测大山", "测小杉", "测长河"])


def test_the_same_choice_is_there_for_the_mouse(qtbot, wizard):
    go(wizard, 2)
    panel = wizard.rows.panel
    for at, verdict in ((1, "新增"), (3, "跳过"), (0, "不变")):
        assert panel.fate.model().item(at).isEnabled() and FATES[at]
        panel.fate.setCurrentIndex(at)
        panel.fate.activated.emit(at)
        settle(qtbot, wizard)
        assert verdicts(wizard)[2] == verdict and wizard.focusWidget() is wizard.rows.table
    panel.fate.activated.emit(2)
    settle(qtbot, wizard)
    assert panel.answers.isVisible() and wizard.focusWidget() is panel.table
