"""A word that a list to choose from does not have: taken in from the preview, with the import, and back with it."""

import datetime

import pytest
from PySide6.QtCore import Qt

from models import clock, ledger_file, operation, query
from models.codes import code_list
from models.ledger import ledger
from models.query import Selection
from models.record import load
from tests.models.exchange.books import book, state
from tests.ui.test_import_mending import go, key, opened, verdicts
from ui.import_wizard import RECEIPT, REVIEW

HEADERS = ["会议日期", "会议类型", "会议名称", "主持人"]
ROWS = [
    ["2026-03-01", "恳谈会", "三月恳谈会", "王主持"],
    ["2026-03-02", "推进会", "三月推进会", "王主持"],
    ["2026-03-03", "恳谈会", "又一次恳谈会", "王主持"],
    ["2026-03-04", "晨会", "晨会", "王主持"],
]


@pytest.fixture
def file(qtbot, tmp_path):
    clock.freeze(datetime.date(2026, 7, 1))
    ledger_file.create(tmp_path / "台账.db")
    return tmp_path


@pytest.fixture
def wizard(qtbot, file):
    wizard = opened(qtbot, book(file / "会议台账.xlsx", 会议=[HEADERS, *ROWS]), name="meeting")
    wizard.rows.table.setFocus()
    return wizard


def meetings():
    of = ledger("meeting")
    return load(of, query.ids(Selection("meeting"))).values()


def test_a_word_is_taken_in_for_all_rows_and_everything_taken_back(qtbot, wizard):
    before = state()
    panel = wizard.rows.panel
    assert verdicts(wizard) == ["有误", "新增", "有误", "有误"]
    go(wizard, 0, "会议名称")
    assert panel.option.isVisible() and panel.option.text() == "把“恳谈会”加到选项表“会议类型”，2 行都认（F5）"
    go(wizard, 1, "会议类型")
    assert not panel.option.isVisible()
    key(qtbot, wizard, Qt.Key.Key_F5)
    assert wizard.plans[0].sheets[0].corrections.marks == {}
    go(wizard, 2, "会议类型")
    key(qtbot, wizard, Qt.Key.Key_F5)
    assert verdicts(wizard) == ["新增", "新增", "新增", "有误"] and wizard.focusWidget() is wizard.rows.table
    assert "“恳谈会”写入时加到选项表“会议类型”" in wizard.rows.model.rows[0].notes[0].text
    assert not wizard.rows.model.rows[2].notes and not panel.option.isVisible()
    assert code_list("meeting_kind").find("恳谈会") is None and state() == before
    key(qtbot, wizard, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert verdicts(wizard)[0] == "有误" and "把“恳谈会”加到选项表" in wizard.summary.text()
    key(qtbot, wizard, Qt.Key.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)
    assert verdicts(wizard)[0] == "新增"
    # Most words of the column were unknown, so it is asked whether it is that column at all.
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert wizard.parts.currentWidget() is wizard.columns
    key(qtbot, wizard, Qt.Key.Key_F9)
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert wizard.pages.currentIndex() == RECEIPT and "选项改动 1" in wizard.receipt_page.words.text()
    code = code_list("meeting_kind").find("恳谈会")
    assert (
        sorted(one["kind"] for one in meetings()) == sorted([code, code, "02"]) and len(wizard.receipt.operations) == 1
    )
    operation.undo(wizard.receipt.operations[0])
    assert code_list("meeting_kind").find("恳谈会") is None and state() == before


def test_the_button_does_the_same_and_keeps_the_focus_at_the_rows(qtbot, wizard):
    go(wizard, 3, "会议日期")
    qtbot.mouseClick(wizard.rows.panel.option, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not wizard.checking)
    assert verdicts(wizard) == ["有误", "新增", "有误", "新增"] and wizard.focusWidget() is wizard.rows.table


def test_an_update_shows_the_new_word_and_not_its_code(qtbot, file):
    first = opened(
        qtbot, book(file / "a.xlsx", 产业=[["主体名称", "主体类型"], ["某合作社", "专业合作社"]]), name="enterprise"
    )
    assert verdicts(first) == ["新增"]
    key(qtbot, first, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    if first.pages.currentIndex() == REVIEW:
        key(qtbot, first, Qt.Key.Key_F9)
        key(qtbot, first, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    again = opened(
        qtbot, book(file / "b.xlsx", 产业=[["主体名称", "主体类型"], ["某合作社", "强村公司"]]), name="enterprise"
    )
    again.rows.table.setFocus()
    index = go(again, 0, "主体类型")
    assert verdicts(again) == ["有误"]
    key(qtbot, again, Qt.Key.Key_F5)
    assert verdicts(again) == ["更新"] and index.data().endswith("→ 强村公司")


@pytest.mark.parametrize(
    ("text", "offered"), [("12345", False), ("这是一段很长的说明文字不可能是一个选项的名字", False), ("夜谈会", True)]
)
def test_what_cannot_be_an_option_is_not_offered(qtbot, file, text, offered):
    row = ["2026-03-01", text, "会", "王主持"]
    wizard = opened(qtbot, book(file / "会议台账.xlsx", 会议=[HEADERS, row, ROWS[1]]), name="meeting")
    go(wizard, 0, "会议类型")
    assert verdicts(wizard)[0] == "有误" and wizard.rows.panel.option.isVisible() == offered


def test_a_list_that_is_the_same_everywhere_takes_nothing_in(qtbot, file):
    rows = [["姓名", "行政村", "与户主关系"], ["张甲", "青山村", "拜把兄弟"]]
    wizard = opened(qtbot, book(file / "a.xlsx", 成员=rows), name="member")
    go(wizard, 0, "与户主关系")
    assert verdicts(wizard) == ["有误"] and not wizard.rows.panel.option.isVisible()
