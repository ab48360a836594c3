import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from models import backup, database, ledger_file, operation, paths, record, settings
from models.ledger import ledger
from ui.dialogs.about import AboutDialog, KeysDialog
from ui.dialogs.backups import BackupsDialog, difference
from ui.dialogs.jump import JumpDialog
from ui.dialogs.operations import OperationsDialog
from ui.dialogs.password import ChangePassword
from ui.dialogs.settings import SettingsDialog
from widgets import look, messages


@pytest.fixture
def open_file(qtbot, tmp_path):
    ledger_file.create(tmp_path / "台账.db", "qinghe-2026")
    return tmp_path


@pytest.fixture
def agree(monkeypatch):
    asked = []
    monkeypatch.setattr(messages, "ask", lambda parent, title, text, **_: asked.append(text) or True)
    monkeypatch.setattr(messages, "tell", lambda parent, title, text, problems=(): asked.append(text))
    return asked


def test_the_difference_names_what_would_change():
    assert difference({"village": 1, "household": 3}, {"village": 2, "household": 3, "project": 0}) == [
        "村 2 → 1 个（少 1）"
    ]


def test_a_backup_is_chosen_by_time_reason_size_and_difference(qtbot, open_file, agree):
    record.save("village", {"name": "清溪村"})
    made = backup.make("手动")
    record.save("village", {"name": "石板村"})
    dialog = BackupsDialog(None, database.State.path)
    qtbot.addWidget(dialog)
    assert [dialog.table.item(0, column).text() for column in (1,)] == ["手动"]
    assert "村 2 → 1 个（少 1）" in dialog.words.text()
    dialog.go.click()
    assert dialog.chosen == made and dialog.password is None
    assert "村 2 → 1" in agree[0]


def test_a_backup_says_which_operations_a_restore_takes_away(qtbot, open_file):
    village = record.save("village", {"name": "清溪村"}).id
    backup.make("手动")
    dialog = BackupsDialog(None, database.State.path)
    qtbot.addWidget(dialog)
    assert dialog.words.text() == "恢复后：各台账的条数不变。这以后没有改过什么。"
    for name in ("甲村", "乙村", "丙村", "丁村"):
        record.save("village", {"name": name}, id=village)
    dialog = BackupsDialog(None, database.State.path)
    qtbot.addWidget(dialog)
    first, second = dialog.words.text().splitlines()
    assert first == "恢复后：各台账的条数不变。" and second.startswith("这以后做过的 4 次操作会没有：")
    assert second.index("丁村") < second.index("丙村") and "甲村" not in second and second.endswith("……")


def test_a_backup_of_another_file_says_nothing_of_operations(open_file, tmp_path):
    record.save("village", {"name": "清溪村"})
    made = backup.make("手动")
    ledger_file.close()
    ledger_file.create(tmp_path / "other.db")
    record.save("village", {"name": "别村"})
    record.save("village", {"name": "又一村"})
    assert backup.lost(made, "qinghe-2026") == []


def test_without_backups_there_is_nothing_to_restore(qtbot, open_file):
    dialog = BackupsDialog(None, database.State.path)
    qtbot.addWidget(dialog)
    assert not dialog.go.isEnabled() and "还没有备份" in dialog.words.text()


def test_operations_are_listed_newest_first_and_taken_back(qtbot, open_file, agree):
    first = record.save("village", {"name": "清溪村"}).id
    record.save("village", {"name": "清溪新村"}, id=first)
    dialog = OperationsDialog(None)
    qtbot.addWidget(dialog)
    shown = [[dialog.table.item(row, column).text() for column in (4, 5, 6)] for row in range(2)]
    assert shown == [["", "~1", ""], ["+1", "", ""]]
    assert "清溪新村" in dialog.table.item(0, 2).text()
    dialog.table.selectRow(1)
    assert not dialog.take_back.isEnabled()
    assert "不能撤销" in dialog.why.text() and "之后又改了" in dialog.why.text()
    dialog.table.selectRow(0)
    dialog.take_back.click()
    assert ledger("village").model.get().name == "清溪村"
    assert dialog.table.item(1, 7).text() == "已撤销"
    dialog.table.selectRow(1)
    assert "已经撤销过了" in dialog.why.text()


def test_a_double_click_shows_the_records_and_opens_one(qtbot, open_file):
    number = record.save("village", {"name": "清溪村"}).id
    record.save("village", {"name": "清溪新村", "households": 12}, id=number)
    dialog = OperationsDialog(None)
    qtbot.addWidget(dialog)
    dialog.table.cellDoubleClicked.emit(0, 0)
    item = dialog.records.item(0)
    assert item.text() == "修改 村 清溪新村：行政村、总户数"
    with qtbot.waitSignal(dialog.record_requested) as asked:
        dialog.records.itemActivated.emit(item)
    assert asked.args == ["village", number]


def test_a_record_that_is_gone_cannot_be_opened(qtbot, open_file):
    number = record.save("village", {"name": "清溪村"}).id
    record.delete("village", [number])
    dialog = OperationsDialog(None)
    qtbot.addWidget(dialog)
    dialog.show_records(1)
    assert "已不在台账里" in dialog.records.item(0).text()
    with qtbot.assertNotEmitted(dialog.record_requested):
        dialog.records.itemActivated.emit(dialog.records.item(0))


def test_settings_are_kept_with_the_file_and_the_computer(qtbot, open_file, agree):
    dialog = SettingsDialog(None)
    qtbot.addWidget(dialog)
    labels = {key: edit.accessibleName() for key, edit in dialog.edits.items()}
    assert {"经办人", "审核人", "单位负责人", "填报单位", "县（市、区）", "乡镇", "联系电话"} <= set(labels.values())
    assert "sample" not in labels
    dialog.edits["operator"].setText(" 张三 ")
    dialog.second.setText(str(open_file / "U盘"))
    before = QApplication.font().pointSize()
    dialog.points.setValue(12)
    dialog.accept()
    try:
        assert settings.operator.get() == "张三"
        assert paths.backup_place() == open_file / "U盘"
        assert "插上" in agree[0]
        assert QApplication.font().pointSize() == 12 == paths.config()["font"]
    finally:
        look.apply(QApplication.instance(), before)


def test_the_password_changes_only_with_the_present_one(qtbot, open_file):
    dialog = ChangePassword(None)
    qtbot.addWidget(dialog)
    dialog.fields.first.setText("xinmima-77")
    dialog.fields.second.setText("xinmima-77")
    dialog.present.setText("falsch")
    dialog.yes.click()
    assert not dialog.fault.isHidden() and database.is_password("qinghe-2026")
    dialog.present.setText("qinghe-2026")
    dialog.yes.click()
    ledger_file.close()
    ledger_file.open_existing(open_file / "台账.db", "xinmima-77")


@pytest.mark.parametrize(
    ("typed", "name"), [("xm", "project"), ("xs", "sale"), ("农", "household"), ("jtcy", "member")]
)
def test_a_ledger_is_found_by_initials(qtbot, open_file, typed, name):
    dialog = JumpDialog(None, lambda of: bool(of.hint))
    qtbot.addWidget(dialog)
    dialog.edit.insert(typed)
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    assert dialog.chosen.name == name


def test_jumping_nowhere_does_nothing(qtbot, open_file):
    dialog = JumpDialog(None, lambda of: True)
    qtbot.addWidget(dialog)
    dialog.edit.setText("没有这样的台账")
    dialog.accept()
    assert dialog.chosen is None and dialog.result() == 0


def test_the_card_of_keys_and_the_licences_are_there(qtbot):
    keys, about = KeysDialog(None), AboutDialog(None)
    for dialog in (keys, about):
        qtbot.addWidget(dialog)
    assert "Ctrl+K" in keys.view.toPlainText() and "输入法" in keys.view.toPlainText()
    assert "LGPL" in about.view.toPlainText() and "OFL" in about.view.toPlainText()


def test_an_undo_of_an_undo_is_left_to_redo(qtbot, open_file):
    record.save("village", {"name": "清溪村"})
    operation.undo_last()
    dialog = OperationsDialog(None)
    qtbot.addWidget(dialog)
    assert "重做" in dialog.why.text() and not dialog.take_back.isEnabled()


def test_dialogs_fit_a_small_screen_with_large_letters(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    font = widget.font()
    font.setPointSize(look.LARGEST)
    widget.setFont(font)
    screen = widget.screen().availableGeometry()
    assert look.letters(widget, 400) < screen.width() and look.lines(widget, 200) < screen.height()
    assert look.letters(widget, 10) == widget.fontMetrics().horizontalAdvance("0") * 10
