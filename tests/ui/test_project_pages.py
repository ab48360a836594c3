"""The stage board and the reconciliation, driven by keys (domain.md §9.3, §9.4)."""

import datetime

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from models import clock, ledger_file, query, record
from models.database import run
from models.query import Selection
from models.reports.paper import PaperSettings, render
from models.reports.reconcile import breaks_table
from models.rules import reconcile
from ui.pages import board as board_module
from ui.pages.board import BoardPage
from ui.pages.board_move import MoveDialog
from ui.pages.reconcile import BREAK, ReconcilePage
from widgets import jobs, messages


@pytest.fixture
def file(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    yield
    jobs.finish_quiet()
    ledger_file.close()
    clock.freeze(None)


def shown(made, qtbot):
    qtbot.addWidget(made)
    made.resize(1266, 620)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture(autouse=True)
def real_dialogs(monkeypatch):
    """The question of the board is asked for real."""
    monkeypatch.setattr(messages, "run", lambda dialog: bool(dialog.exec()))


@pytest.fixture
def works(file):
    values = {"year": 2026, "targets": "建成", "linkage": "02"}
    one = record.save("project", {**values, "name": "产业路", "stage": "05", "start_plan": "2026-03-01"}).id
    two = record.save("project", {**values, "name": "冷库", "stage": "05", "start_plan": "2026-09-01"}).id
    record.save("project", {**values, "name": "山塘", "stage": "07", "year": 2025})
    record.save("project", {**values, "name": "旧园", "stage": "99"})
    return one, two


def column(board, stage):
    return next(one for one in board.columns if one.stage == stage)


def names(board, stage):
    found = column(board, stage)
    return [found.item(at).text().splitlines()[0] for at in range(found.count())]


def answer(qtbot, *keys):
    """Type into the dialog that opens next, then press Enter; a None presses Escape."""

    def type_in():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MoveDialog)
        for key in keys:
            if key is None:
                qtbot.keyClick(dialog, Qt.Key.Key_Escape)
                return
            if key.startswith("因"):
                # As an input method commits it: there is no key for a Chinese character.
                dialog.why.insertPlainText(key)
                continue
            dialog.day.selectAll()
            qtbot.keyClicks(dialog.day, key)
        qtbot.keyClick(dialog.day, Qt.Key.Key_Return)

    QTimer.singleShot(150, type_in)


def test_the_board_shows_the_running_year_and_marks_what_is_late(works, qtbot):
    board = shown(BoardPage(), qtbot)
    assert board.year.currentText() == "2026年" and names(board, "05") == ["产业路", "冷库"]
    assert "逾期：应 03-01 开工" in column(board, "05").item(0).text()
    assert "逾期" not in column(board, "05").item(1).text()
    assert "终止 1 个" in board.summary.text()
    board.year.setCurrentIndex(0)
    assert names(board, "07") == ["山塘"]


def test_a_card_goes_on_by_key_and_back_only_with_a_reason(works, qtbot):
    one, _ = works
    board = shown(BoardPage(), qtbot)
    board.setFocus()
    assert column(board, "05").hasFocus() and column(board, "05").chosen() == one
    answer(qtbot, "2026-06-01")
    qtbot.keyClick(column(board, "05"), Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert names(board, "06") == ["产业路"]
    # Without a window manager nobody gives the window back its focus; this is where it will go.
    qtbot.waitUntil(lambda: board.focusWidget() is column(board, "06"))
    assert query.rows("project_step", ("stage", "done_on"), query.ids(Selection("project_step")), raw=True)
    answer(qtbot, "因返工", "2026-06-20")
    qtbot.keyClick(column(board, "06"), Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert names(board, "05") == ["产业路", "冷库"]
    assert [row for _, row in query.each(Selection("project_change"), ("reason",))] == [("因返工",)]


def test_escape_leaves_everything_as_it_was(works, qtbot):
    board = shown(BoardPage(), qtbot)
    board.setFocus()
    answer(qtbot, None)
    qtbot.keyClick(column(board, "05"), Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert names(board, "05") == ["产业路", "冷库"] and query.count(Selection("project_step")) == 0


def test_the_question_keeps_open_until_it_can_be_answered(works, qtbot):
    one, _ = works
    dialog = shown(MoveDialog(one, "04"), qtbot)
    assert dialog.back and dialog.windowTitle() == "退回“设计”"
    dialog.day.setText("2026-413日")
    dialog.accept()
    assert dialog.isVisible() and dialog.told.text()
    dialog.day.setText("2026-06")
    dialog.accept()
    assert "写到日" in dialog.told.text()
    dialog.day.setText("2026-06-01")
    dialog.accept()
    assert "要写原因" in dialog.told.text() and dialog.isVisible()
    dialog.why.setPlainText("设计有误")
    dialog.accept()
    assert not dialog.isVisible() and dialog.date() == "2026-06-01"


def test_arrows_walk_over_columns_with_cards_and_enter_opens(works, qtbot):
    board = shown(BoardPage(), qtbot)
    board.year.setCurrentIndex(0)
    board.setFocus()
    qtbot.keyClick(column(board, "05"), Qt.Key.Key_Right)
    assert column(board, "07").hasFocus()
    with qtbot.waitSignal(board.record_requested) as asked:
        qtbot.keyClick(column(board, "07"), Qt.Key.Key_Return)
    assert asked.args[0] == "project"


def test_the_board_without_projects_says_so(file, qtbot):
    board = shown(BoardPage(), qtbot)
    assert "共 0 个项目" in board.summary.text()


def test_reconciling_an_empty_file_says_that_there_is_nothing_to_compare(file, qtbot):
    page = shown(ReconcilePage(), qtbot)
    assert page.summary.text().startswith("还没有可对的") and page.tree.topLevelItem(0).text(0).endswith("还没有可对的")
    record.save("donation", {"date": "2026-03-01", "donor": "某公司", "kind": "01", "amount": 1000_00})
    qtbot.waitUntil(lambda: "还没有" not in page.summary.text())


def test_breaks_lead_to_their_records_and_go_when_mended(works, qtbot):
    one, _ = works
    page = shown(ReconcilePage(), qtbot)
    assert "都对得上" not in page.summary.text() or not page.found
    before = len(page.found)
    record.save("fund_line", {"project": one, "source": "F1", "amount": 100_000_00, "received_on": "2026-02-01"})
    qtbot.waitUntil(lambda: len(page.found) == before + 1)
    leaf = page.tree.topLevelItem(0)
    while leaf.data(0, BREAK) is None or leaf.data(0, BREAK).ledger != "fund_line":
        leaf = page.tree.itemBelow(leaf)
    page.tree.setCurrentItem(leaf)
    page.tree.setFocus()
    line = query.ids(Selection("fund_line"))[0]
    with qtbot.waitSignal(page.record_requested) as asked:
        qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    assert tuple(asked.args) == ("fund_line", line)
    record.save("fund_line", {"doc_no": "示例〔2026〕3号"}, id=line)
    qtbot.waitUntil(lambda: len(page.found) == before)


def test_the_worklist_prints(works):
    one, _ = works
    run('UPDATE "project" SET "targets" = NULL WHERE "id" = ?', (one,))
    found = reconcile.breaks()
    result = render((breaks_table(found),), PaperSettings())
    assert found and result.pages == 1 and not result.clipped


def test_the_board_is_printed_stage_by_stage(works, qtbot, monkeypatch):
    board = shown(BoardPage(), qtbot)
    board.setFocus()
    printed = []
    monkeypatch.setattr(board_module, "preview", lambda _page, _name, _title, blocks: printed.append(blocks()))
    qtbot.keyClick(column(board, "05"), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    ((table,),) = printed
    assert [row[:2] for row in table.rows] == [["招标", "产业路"], ["招标", "冷库"]]
    assert [row[5] for row in table.rows] == ["应 03-01 开工", ""]
    assert table.notes == ("共 2 个项目，逾期 1 个。",) and "2026" in table.subtitle
    assert render((table,), PaperSettings()).pdf.startswith(b"%PDF")
