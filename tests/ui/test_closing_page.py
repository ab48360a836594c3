"""月末结账 driven by keys: close, compare, open the record behind, print; a report as it was closed (domain.md §18)."""

import datetime

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from models import clock, ledger_file, record
from models.database import run
from models.reports import closing
from ui.pages import closing as page_module
from ui.pages.closing import HELD, ClosingPage
from ui.pages.closing_make import MakeDialog
from ui.pages.reports import ReportsPage
from widgets import jobs, messages


@pytest.fixture
def file(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    record.save("village", {"name": "甲村", "seq": 1})
    yield record.save("project", {"name": "产业路", "year": 2026, "targets": "建成", "budget_total": 2_000_000}).id
    jobs.finish_quiet()
    ledger_file.close()


def shown(made, qtbot):
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def page(file, qtbot):
    made = shown(ClosingPage(), qtbot)
    made.setFocus()
    return made


def compared(page, qtbot):
    qtbot.waitUntil(lambda: page._pair is not None, timeout=20_000)


def test_a_month_is_closed_by_keys_and_compared_with_the_last(page, file, qtbot, monkeypatch):
    assert page.summary.text().startswith("还没有结过账") and not page.print_button.isEnabled()
    asked = []

    def answer(dialog):
        asked.append((dialog.when.text(), dialog.told.text()))
        qtbot.keyClicks(dialog.when, "2026-06")
        qtbot.keyClicks(dialog.why, "A1")
        return True

    monkeypatch.setattr(messages, "run", answer)
    qtbot.keyClick(page.list, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.list.topLevelItemCount() == 1, timeout=20_000)
    assert asked[0] == ("2026-06", "结 2026年6月的账。")
    first = page.current()
    assert (first.number, first.note) == ("JZ202606-1", "A1")
    compared(page, qtbot)
    assert page.other.currentText() == "现在" and page.found == []

    record.save("project", {"budget_total": 2_500_000, "remark": "增加排水沟"}, id=file)
    qtbot.waitUntil(lambda: len(page.found) > 0, timeout=20_000)
    at = next(at for at, one in enumerate(page.found) if one.name == "项目总投资")
    page.tree.setFocus()
    page.tree.setCurrentItem(page.tree.topLevelItem(at))
    item = page.tree.currentItem()
    assert [item.text(column) for column in range(4)] == ["项目总投资", "2.00万元", "2.50万元", "+0.50"]
    qtbot.keyClick(page.tree, Qt.Key.Key_Right)
    assert item.child(0).text(0) == "改过　产业路　计划总投资：2.00 万元 → 2.50 万元；备注：（空） → 增加排水沟"
    opened = []
    page.record_requested.connect(lambda *what: opened.append(what))
    qtbot.keyClick(page.tree, Qt.Key.Key_Down)
    qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    assert opened == [("project", file)]

    # The job's own window had the focus; no window manager gives it back here.
    page.activateWindow()
    page.tree.setFocus()
    qtbot.waitUntil(page.tree.hasFocus)
    qtbot.keyClick(page.tree, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.list.topLevelItemCount() == 2, timeout=20_000)
    assert asked[1][1] == "2026年6月已经结过 1 次，再结一次，原来的还在。"
    page._offer()
    compared(page, qtbot)
    assert page.current().number == "JZ202606-2"
    page.other.setCurrentIndex(page.other.findData("JZ202606-1"))
    page._compare()
    compared(page, qtbot)
    assert page.summary.text().startswith("2026年6月（JZ202606-1） 到 2026年6月（JZ202606-2）：")
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.current().number == "JZ202606-1"


def test_a_part_is_closed_and_a_month_opened_with_a_reason_by_keys(page, file, qtbot, monkeypatch):
    assert not page.open_button.isEnabled() and "都可以改" in page.state.text()

    def close(dialog):
        for name in ("sales", "economy", "gifts"):
            dialog.parts[name].click()
        return True

    monkeypatch.setattr(messages, "run", close)
    qtbot.keyClick(page.list, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.list.topLevelItemCount() == 1, timeout=20_000)
    compared(page, qtbot)
    assert page.state.text() == "不许改的：项目资金结到 2026-06"
    said = []

    def reopen(dialog):
        said.append((dialog.part.currentText(), dialog.when.text(), dialog.told.text(), dialog.go.isEnabled()))
        dialog.when.setText("2026-07")
        said.append(dialog.told.text())
        dialog.when.setText("2026-05")
        dialog.why.setText("补录发票")
        return dialog.go.isEnabled()

    monkeypatch.setattr(messages, "run", reopen)
    page.activateWindow()
    page.list.setFocus()
    qtbot.waitUntil(page.list.hasFocus)
    qtbot.keyClick(page.list, Qt.Key.Key_F4)
    assert said == [("项目资金（结到 2026-06）", "2026-06", "要写原因。", False), "2026年7月还没有到，不能结账。"]
    assert page.state.text() == "不许改的：项目资金结到 2026-06（2026-05 开着：补录发票）"


def test_a_month_that_cannot_be_closed_keeps_the_button_grey(file, qtbot):
    dialog = MakeDialog([])
    qtbot.addWidget(dialog)
    assert dialog.go.isEnabled()
    for text, said in (("2026-07", "还没有到"), ("", "没有填"), ("x", "看不懂")):
        dialog.when.setText(text)
        assert said in dialog.told.text() and not dialog.go.isEnabled()


def test_differences_go_on_paper_and_into_a_workbook(file, page, qtbot, monkeypatch, tmp_path):
    closing.make("2026-06")
    record.save("project", {"budget_total": 2_500_000}, id=file)
    page.refresh()
    compared(page, qtbot)
    printed = []
    monkeypatch.setattr(page_module, "preview", lambda _page, _name, _title, blocks: printed.append(blocks()))
    qtbot.keyClick(page.tree, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    figures, lines = printed[0]
    assert ["项目总投资", "", "", "万元", "2.00", "2.50", "+0.50"] in [list(row) for row in figures.rows]
    assert any(row[1:4] == ["改过", "产业路", "计划总投资：2.00 万元 → 2.50 万元"] for row in map(list, lines.rows))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a"), ""))
    qtbot.keyClick(page.tree, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "已存为" in page.summary.text(), timeout=20_000)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    values = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert any(row[1] == "项目总投资" and row[5:7] == [2.0, 2.5] for row in values)


def test_an_altered_closing_is_told(file, page, qtbot):
    closing.make("2026-06")
    page.refresh()
    compared(page, qtbot)
    page.verify()
    qtbot.waitUntil(lambda: page.summary.text() == "1 次结账都和当时存下的一样。")
    run("UPDATE closing_figure SET value = '\"8.88\"' WHERE name = 'project_total'")
    page.verify()
    qtbot.waitUntil(lambda: "不能作为依据" in page.summary.text())
    assert page.list.topLevelItem(0).data(0, HELD).number == "JZ202606-1"


def test_a_report_is_shown_and_named_as_it_was_closed(file, qtbot):
    closing.make("2026-06")
    record.save("project", {"budget_total": 2_500_000}, id=file)
    page = shown(ReportsPage(), qtbot)
    page.choose("project_progress")
    qtbot.waitUntil(lambda: page.made is not None and page.made.report.name == "project_progress", timeout=20_000)

    def total():
        table = page.made.tables[0]
        return table.total.cells[[head.title for head in table.heads].index("总投资")].text

    assert page.source.isVisible() and page.source.number() == "" and total() == "2.50"
    page.source.setFocus()
    qtbot.keyClick(page.source, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: total() == "2.00", timeout=20_000)
    assert not page.village.isEnabled() and "JZ202606-1" in page.notes.text()
    assert page.suggested() == "R15_项目进度及资金支出月报_2026-06_JZ202606-1.xlsx"
    qtbot.keyClick(page, Qt.Key.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.made.scope.period.key == "2026-05", timeout=20_000)
    assert not page.source.isVisible() and page.village.isEnabled()
