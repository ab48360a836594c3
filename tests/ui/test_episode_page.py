"""监测办理 by keyboard alone: from the list of clues to a risk that is gone, with the clock moved from day to day."""

import datetime

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from models import clock, query, record
from models.ledger import ledger
from models.operation import undo_last
from models.query import Selection
from models.rules import monitoring
from tests.models.monitoring.test_steps import AFTER, COURSE, ENDING, go
from tests.models.monitoring.test_steps import clue as _clue
from tests.models.monitoring.test_steps import home as _home
from ui.main_window import MainWindow
from ui.pages.episode_stages import _Chip
from widgets import jobs, messages

clue, home = _clue, _home
ENTER, ALT, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot, clue):
    made = MainWindow()
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    jobs.finish_quiet()


def press(qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def typed(qtbot, box, text):
    """Keys for plain letters, an input method for Chinese."""
    qtbot.keyClick(box, Qt.Key.Key_A, CTRL)
    if text.isascii():
        qtbot.keyClicks(box, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(box, event)


def fill(qtbot, form, *texts):
    """Type into field after field from the first, None leaves one as it is, and end on the button."""
    assert QApplication.focusWidget() is form.rows["date"].editor.box
    for text in texts:
        box = QApplication.focusWidget()
        if text is not None:
            typed(qtbot, box, text)
        press(qtbot, ENTER)
    assert QApplication.focusWidget() is form.button


def day(text):
    clock.freeze(datetime.date.fromisoformat(text))


def stored(id):
    return record.load(ledger("episode"), [id])[id]


def test_from_clue_to_elimination_by_keyboard_alone(window, qtbot, clue):
    day("2025-03-03")
    listed = window.show_page("clue")
    listed.table.select_rows()
    listed.table.setFocus()
    qtbot.keyClick(listed.table, ENTER, CTRL)
    page = window.open_page("clue_start", clue)
    form = page.form
    assert "还缺：监测对象类别没有填" in form.missing.text()
    fill(qtbot, form, None, None, None, "脱贫不稳定户", "因病")
    press(qtbot, ENTER)
    (id,) = query.ids(Selection("episode"))
    page = window.open_page("episode_steps", id)

    day("2025-03-04")
    page.load(id)
    fill(qtbot, page.form, None, "2", None, None, "否", "否", "否", "否", "6500", "情况属实")
    press(qtbot, ENTER)
    for on, texts in (
        ("2025-03-06", (None, None, None, "无车无房")),
        ("2025-03-08", (None, "20", "18", None, None, "通过")),
        ("2025-03-09", (None, None, None, None)),
        ("2025-03-14", (None, None, None, None, "同意")),
        ("2025-03-18", (None, "12号", None, None, None, "同意")),
        ("2025-03-19", (None, None, None)),
        ("2025-03-20", (None, None)),
        ("2025-03-25", (None, None, None, "张某某", "13900000000")),
        ("2025-03-26", (None, None, "是")),
    ):
        day(on)
        page.load(id)
        fill(qtbot, page.form, *texts)
        assert page.form.missing.text() == "可以办理。"
        press(qtbot, ENTER)
    assert (stored(id)["state"], stored(id)["recognised_on"]) == ("11", "2025-03-18")
    assert monitoring.steps_of(id)[4]["until"] == "2025-03-13"

    record.save("episode", {"measures": "100A45"}, id=id)
    day("2025-09-17")
    page.load(id)
    assert "最早 2025-09-18 起才能消除" in page.form.missing.text()
    day("2025-09-18")
    page.load(id)
    fill(qtbot, page.form, None, "帮扶消除", None, None, None, None)
    press(qtbot, ENTER)
    after = ["否"] * 4 + ["18000", "0", "0", "2000", "0", "20000", "10000", "0", "0"]
    for on, texts in (
        ("2025-09-20", (None, "2", None, None, *after, "是", "是", None, None, None)),
        ("2025-09-22", (None, "20", "20", None, None, None)),
        ("2025-09-23", (None, None, None, None)),
        ("2025-09-28", (None, None, None, "同意")),
        ("2025-09-30", (None, "30号", None, None, None)),
    ):
        day(on)
        page.load(id)
        fill(qtbot, page.form, *texts)
        press(qtbot, ENTER)
    end = stored(id)
    assert (end["state"], end["eliminated_on"], end["elim_income_pc"]) == ("30", "2025-09-30", 10000_00)
    assert page.form is None and page.heading.text() == "风险已消除"
    assert page.table.rowCount() == 17


@pytest.fixture
def page(window, qtbot, clue):
    id = monitoring.start(clue, {"date": "2025-03-03", "episode.category": "100A03001", "episode.risks": "01"}).id
    day("2025-03-12")
    return window.open_page("episode_steps", id)


def test_the_line_shows_done_now_coming_and_what_is_late(page, qtbot):
    qtbot.waitUntil(lambda: len([one for one in page.line.findChildren(_Chip) if one.isVisibleTo(page)]) == 17)
    chips = [one for one in page.line.findChildren(_Chip) if one.isVisibleTo(page)]
    states = [chip.property("stage") for chip in chips]
    assert states == ["done", "now", *["coming"] * 15]
    assert [chip.accessibleName() for chip in chips[:2]] == [
        "申请和承诺授权：已办 2025-03-03",
        "入户核实：现在 已超期 7 天",
    ]
    assert chips[1].property("late") and page.limit.text() == "已超期 7 天"
    assert page.limit.property("role") == "error"


def test_a_button_that_cannot_do_it_goes_to_what_is_missing(page, qtbot):
    qtbot.keyClick(page.form.rows["actor"].editor.box, Qt.Key.Key_D, ALT)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.form.rows["persons"].editor.box)
    assert page.form.rows["persons"].problem.text() == "错误：人数没有填"
    assert stored(page.id)["state"] == "01"
    typed(qtbot, QApplication.focusWidget(), "二十个")
    page.form.tell()
    assert "人数：“二十个”不是整数" in page.form.missing.text()
    page.load(page.id)


def test_other_ways_are_in_the_menu_and_esc_leads_back(page, qtbot):
    texts = [action.text() for action in page.menu.actions()]
    assert [text.partition("(")[0] for text in texts] == ["不予纳入", "整户自然减少，终止监测", "误识别，清退"]
    page.menu.actions()[0].trigger()
    assert page.heading.text() == "办理：不予纳入"
    press(qtbot, Qt.Key.Key_Escape)
    assert page.heading.text() == "下一步：入户核实"
    page.menu.actions()[0].trigger()
    fill(qtbot, page.form, None, "有房有车", "2025-03-12", None)
    press(qtbot, ENTER)
    assert stored(page.id)["state"] == "91"
    assert not page.more.isVisibleTo(page) and page.note.text().startswith("已办理“不予纳入”")


def test_undo_takes_the_page_back(page, qtbot):
    fill(qtbot, page.form, None, "2", None, None, "否", "否", "否", "否", None, None)
    press(qtbot, ENTER)
    assert page.heading.text() == "下一步：信息比对"
    undo_last()
    qtbot.waitUntil(lambda: page.heading.text() == "下一步：入户核实")


def test_what_is_typed_is_not_lost_without_a_question(page, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(messages, "ask", lambda *words, **_: bool(asked.append(words[2])))
    assert page.can_close() and not asked
    typed(qtbot, page.form.rows["opinion"].editor.box, "属实")
    assert not page.can_close() and "填了还没有办理" in asked[0]
    record.save("household", {"remark": "另一处改了"}, id=stored(page.id)["household"])
    qtbot.wait(150)
    assert page.form.rows["opinion"].editor.text() == "属实"
    page.load(page.id)


def test_the_end_of_a_publicity_follows_its_beginning(page, qtbot):
    go(page.id, COURSE, "04")
    page.load(page.id)
    assert page.form.rows["until"].editor.text() == "2025-03-16"
    fill(qtbot, page.form, "2025-03-09", None, None, None)
    assert page.form.rows["until"].editor.text() == "2025-03-13"
    press(qtbot, ENTER)
    assert page.heading.text() == "下一步：乡镇审核"


def test_an_imported_episode_has_no_history_and_is_said_to(page, home, window):
    record.save("episode", {"state": "91"}, id=page.id)
    other = record.save("household", {"village": 1, "head": "赵某某", "hh_type": "01"}).id
    values = {"household": other, "category": "100A03001", "recognised_on": "2025-01", "risks": "01"}
    page.load(record.save("episode", values).id)
    assert page.none.isVisibleTo(page) and not page.table.isVisibleTo(page)
    assert page.heading.text() == "下一步：提出消除风险"
    assert "没有登记一项已经实施的帮扶措施" in page.checks.text()


def test_the_notice_holds_no_risk_number_or_phone(page):
    from models.reports.notice import notice

    record.save(
        "household", {"head_id_no": "110105194912310021", "phone": "13900000000"}, id=stored(page.id)["household"]
    )
    go(page.id, COURSE, "05")
    paper = notice([page.id])
    said = "".join(["".join(row) for row in paper.rows] + list(paper.notes) + [paper.title])
    assert "拟纳入监测对象公示" in paper.title and "王某某" in said and "2025年3月9日至2025年3月13日，共 5 天" in said
    assert not any(word in said for word in ("因病", "1101", "139", "住院"))
    day("2026-03-01")
    go(page.id, COURSE[4:])
    assert notice([page.id]).title.endswith("纳入监测对象公告")
    record.save("episode", {"measures": "100A45"}, id=page.id)
    go(page.id, [("21", ENDING[0][1]), ("22", {"date": "2025-09-20", "persons": 2, **AFTER})])
    assert "拟消除风险公示" in notice([page.id]).title
    assert "防止返贫致贫对象" in notice([page.id]).title
