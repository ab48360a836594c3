import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QListWidget, QPushButton

from models.database import DiskFull
from models.kinds import Problem
from models.operation import Cancelled
from models.record import Refused
from widgets import messages


@pytest.fixture
def shown(qtbot, monkeypatch):
    dialogs = []

    def take(dialog):
        qtbot.addWidget(dialog)
        dialogs.append(dialog)
        return False

    monkeypatch.setattr(messages, "run", take)
    monkeypatch.setattr(messages, "_seen", set())
    return dialogs


def fail(text="证件号码 999999199003071234、电话 13800001234"):
    raise RuntimeError(text)


def caught(work):
    try:
        work()
    except Exception as error:
        return error


def test_a_known_trouble_is_its_sentence(shown):
    messages.show_error(None, DiskFull("磁盘空间已满，这一次没有保存。"))
    assert shown[0].text == "磁盘空间已满，这一次没有保存。"
    assert not isinstance(shown[0], messages.CrashDialog)


def test_one_refusal_is_a_sentence_several_are_a_list_with_words_beside_colours(shown):
    messages.show_error(None, Refused([Problem("姓名没有填", "name")]))
    assert shown[0].text == "姓名没有填"
    messages.show_error(None, Refused([Problem("甲"), Problem("乙"), Problem("丙", level="warn")]))
    items = shown[1].findChild(QListWidget)
    assert [items.item(row).text() for row in range(3)] == ["错误：甲", "错误：乙", "提醒：丙"]


def test_stopping_says_that_nothing_was_written(shown):
    messages.show_error(None, Cancelled())
    assert "没有改动" in shown[0].text


def test_a_mistake_of_ours_comes_once_and_without_numbers_of_people(shown):
    messages.show_error(None, caught(fail))
    messages.show_error(None, caught(fail))
    messages.show_error(None, caught(lambda: [][1]))
    assert len(shown) == 2
    report = shown[0].report.toPlainText()
    assert "RuntimeError" in report and "test_messages.py" in report
    assert "9999" not in report and "1380000" not in report
    shown[0].copy.click()
    assert QGuiApplication.clipboard().text() == report


def test_a_file_open_in_excel_is_said_so(shown):
    messages.show_error(None, PermissionError(13, "denied", "名单.xlsx"))
    assert "名单.xlsx" in shown[0].text and "WPS" in shown[0].text


def test_ask_has_the_given_answers_and_escape_means_no(qtbot, monkeypatch):
    seen = []

    def press(dialog):
        seen.extend(button.text() for button in dialog.findChildren(QPushButton))
        dialog.reject()
        return dialog.result() == dialog.DialogCode.Accepted

    monkeypatch.setattr(messages, "run", press)
    assert messages.ask(None, "删除", "删除 3 户？", yes="删除", no="不删") is False
    assert seen == ["删除", "不删"]


@pytest.mark.parametrize("safe", [True, False])
def test_enter_gives_the_answer_that_loses_nothing(qtbot, safe):
    dialog = messages.MessageDialog(None, "还没有保存", "不要了吗？", yes="不保存", no="继续填", safe=safe)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == (QDialog.DialogCode.Rejected if safe else QDialog.DialogCode.Accepted)
    assert not dialog.isVisible()
