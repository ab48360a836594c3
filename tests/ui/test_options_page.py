"""选项表, driven by keys; and F8 in a field of a form, which opens the list it chooses from."""

import datetime

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from models import clock, ledger_file, options, record
from models.codes import code_list
from models.ledger import ledger
from models.operation import undo_last
from models.query import Selection
from ui.pages import page
from widgets import messages
from widgets.code_view import ALSO, LABEL, ORIGIN, USED, CodeDialog
from widgets.editors import editor_for

KEY = Qt.Key
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def file(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    yield
    ledger_file.close()
    clock.freeze(None)


@pytest.fixture
def shown(file, qtbot):
    made = page("options").make(None)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.view.show_list("sale_channel")
    made.view.tree.setFocus()
    return made


def rows(shown):
    tree = shown.view.tree
    return [[tree.topLevelItem(at).text(column) for column in (LABEL, ORIGIN, USED)]
            for at in range(tree.topLevelItemCount())]  # fmt: skip


def write(qtbot, text):
    """Type into the cell that is being edited."""
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    box = QApplication.focusWidget()
    box.setText(text)
    qtbot.keyClick(box, KEY.Key_Return)


def test_add_rename_retire_move_and_delete_by_keys(shown, qtbot):
    tree = shown.view.tree
    qtbot.keyClick(tree, KEY.Key_End)
    qtbot.keyClick(tree, KEY.Key_Insert)
    write(qtbot, "社区团购点")
    qtbot.waitUntil(lambda: code_list("sale_channel").find("社区团购点") is not None and shown.view.current() != "")
    assert ["社区团购点", "本地增加", ""] in rows(shown)
    assert [row[0] for row in rows(shown)[-2:]] == ["社区团购点", "其他"]
    code = shown.view.current()
    assert code_list("sale_channel").label(code) == "社区团购点"
    qtbot.keyClick(tree, KEY.Key_F2)
    write(qtbot, "便民驿站")
    qtbot.waitUntil(lambda: code_list("sale_channel").label(code) == "便民驿站")
    qtbot.keyClick(tree, KEY.Key_F2, SHIFT)
    write(qtbot, "驿站")
    qtbot.waitUntil(lambda: "驿站" in code_list("sale_channel").get(code).aliases)
    assert tree.currentItem().text(ALSO) == "驿站"
    at = [row[0] for row in rows(shown)].index("便民驿站")
    qtbot.keyClick(tree, KEY.Key_Up, ALT)
    assert [row[0] for row in rows(shown)].index("便民驿站") == at - 1
    qtbot.keyClick(tree, KEY.Key_Space)
    assert tree.currentItem().text(ORIGIN) == "本地增加，停用"
    assert code not in [one.code for one in code_list("sale_channel").offered()]
    qtbot.keyClick(tree, KEY.Key_Delete)
    assert code not in code_list("sale_channel") and "删除了" in shown.view.said.text()
    undo_last()
    qtbot.waitUntil(lambda: "便民驿站" in [row[0] for row in rows(shown)])


def test_a_new_line_without_a_name_goes_again(shown, qtbot):
    before = rows(shown)
    qtbot.keyClick(shown.view.tree, KEY.Key_Insert)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Escape)
    qtbot.waitUntil(lambda: rows(shown) == before)


def test_what_is_in_use_says_so_and_opens_its_records(shown, qtbot, monkeypatch):
    code = options.add("sale_channel", "社区团购点")
    for day in (1, 2):
        record.save("sale", {"date": f"2026-03-0{day}", "kind": "01", "amount": 100, "channel": code})
    shown.view.show_list("sale_channel", code)
    assert shown.view.tree.currentItem().text(USED) == "2"
    told = []
    monkeypatch.setattr(messages, "tell", lambda *args: told.append(args[2]))
    qtbot.keyClick(shown.view.tree, KEY.Key_Delete)
    assert told == ["“社区团购点”有 2 笔销售在用，不能删除，可以停用"]
    asked = []
    shown.selection_requested.connect(asked.append)
    qtbot.keyClick(shown.view.tree, KEY.Key_Return)
    assert asked == [Selection("sale").where("channel", "in", [code])]


def test_levels_below_and_back_to_the_official_list(shown, qtbot, monkeypatch):
    shown.view.show_list("project_cat", "P101")
    qtbot.keyClick(shown.view.tree, KEY.Key_Insert, SHIFT)
    write(qtbot, "稻渔综合种养")
    qtbot.waitUntil(lambda: code_list("project_cat").find("稻渔综合种养") is not None)
    codes = code_list("project_cat")
    assert codes.get(codes.find("稻渔综合种养")).parent == "P101"
    shown.refresh()
    assert any(shown.names.item(at).text() == "项目类型　●" for at in range(shown.names.count()))
    monkeypatch.setattr(messages, "ask", lambda *_: True)
    shown.view.show_list("project_cat")
    shown.view.buttons["restore"].click()
    assert shown.view.said.text() == "1 项本地增加的没有记录在用，已删除。可按 Ctrl+Z 撤销。"
    assert codes.codes == codes.shipped


def test_lists_are_found_by_the_ledger_that_uses_them(shown, qtbot):
    qtbot.keyClicks(shown.wanted, "xsqd")
    assert [shown.names.item(at).text() for at in range(shown.names.count())] == ["销售渠道"]
    shown.wanted.setText("采购单位")
    assert "采购单位性质" in [shown.names.item(at).text() for at in range(shown.names.count())]


def test_f8_in_a_field_adds_what_was_typed_and_takes_it(file, qtbot, monkeypatch):
    monkeypatch.setattr(messages, "run", lambda dialog: dialog.exec())
    editor = editor_for(ledger("sale").fields["channel"])
    qtbot.addWidget(editor)
    editor.show()
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    editor.box.setFocus()
    editor.box.setText("社区团购点")
    assert "按 F8 可以加上" in editor.read()[1].text

    def answer():
        dialog = QApplication.activeModalWidget()
        box = dialog.view.tree.findChild(QLineEdit) if isinstance(dialog, CodeDialog) else None
        if box is None:
            QTimer.singleShot(20, answer)
            return
        qtbot.keyClick(box, KEY.Key_Return)
        QTimer.singleShot(50, dialog.accept)

    QTimer.singleShot(20, answer)
    qtbot.keyClick(editor.box, KEY.Key_F8)
    assert editor.text() == "社区团购点"
    assert editor.value() == code_list("sale_channel").find("社区团购点")
