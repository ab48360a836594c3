"""报表 in the window: found by pinyin, moved through periods, figures that open records, out to paper and Excel."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from models import clock, query
from models.query import Selection
from ui.pages.reports import ReportsPage
from widgets import jobs, messages


@pytest.fixture
def page(reading, qtbot):
    clock.freeze(datetime.date(2026, 6, 30))
    made = ReportsPage()
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    qtbot.waitUntil(lambda: made.made is not None)
    yield made
    jobs.finish_quiet()


def show(page, qtbot, name):
    page.choose(name)
    qtbot.waitUntil(lambda: page.made is not None and page.made.report.name == name)


def test_a_report_is_found_by_number_name_or_pinyin(page, qtbot):
    for text in ("r15", "资金支出", "xmjd"):
        page.search.setText(text)
        assert [page.list.item(at).text() for at in range(page.list.count())] == ["R15　项目进度及资金支出月报"]
    qtbot.waitUntil(lambda: page.made.report.name == "project_progress")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.window().focusWidget() is page.view


def test_periods_are_moved_and_typed(page, qtbot):
    show(page, qtbot, "project_progress")
    assert page.when.text() == "2026年6月"
    page.before.click()
    qtbot.waitUntil(lambda: page.made.scope.period.key == "2026-05")
    page.when.setText("2025-12")
    page._typed()
    qtbot.waitUntil(lambda: page.made.scope.period.key == "2025-12")
    page.when.setText("去年")
    page._typed()
    assert "看不懂" in page.line.text() and page.when.property("state") == "error"


def test_a_click_on_a_figure_opens_its_records_and_enter_does_too(page, qtbot):
    show(page, qtbot, "sale_month")
    asked = []
    page.selection_requested.connect(asked.append)
    index = page.view.table.index(0, 2)
    assert page.view.table.text(index) != "0"
    point = page.view.visualRect(index).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert len(asked) == 1 and isinstance(asked[0], Selection)
    assert query.count(asked[0]) == int(page.view.table.text(index))
    page.view.setCurrentIndex(index)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert len(asked) == 2


def test_a_row_of_a_list_opens_its_record(page, qtbot):
    show(page, qtbot, "sale_month")
    page.sheets.setCurrentIndex(1)
    asked = []
    page.record_requested.connect(lambda *what: asked.append(what))
    page.view.setCurrentIndex(page.view.table.index(0, 1))
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert asked and asked[0][0] == "sale"


def test_the_public_version_and_one_village(page, qtbot):
    show(page, qtbot, "classification_2026")
    page.public.setChecked(True)
    qtbot.waitUntil(lambda: page.made.scope.public)
    page.sheets.setCurrentIndex(1)
    assert "户主证件号码" not in [head.title for head in page.view.table.heads]
    page.village.setCurrentIndex(1)
    page._build()
    qtbot.waitUntil(lambda: page.made.scope.village is not None)
    assert len(page.made.tables[0].rows) == 1


def test_a_report_becomes_a_workbook(page, qtbot, tmp_path, monkeypatch):
    show(page, qtbot, "project_progress")
    out = tmp_path / "a.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(out), ""))
    page.export()
    qtbot.waitUntil(lambda: "已存为" in page.line.text())
    assert out.exists() and "R15" in page.suggested() and page.suggested().endswith(".xlsx")


def test_print_shows_the_preview(page, qtbot, monkeypatch):
    show(page, qtbot, "project_progress")
    shown = []
    monkeypatch.setattr(messages, "run", lambda dialog: shown.append(dialog) or qtbot.addWidget(dialog))
    page.print()
    assert shown and "项目进度" in shown[0].windowTitle()


def test_a_written_report_is_read_opened_and_goes_on_in_word(page, qtbot, tmp_path, monkeypatch):
    show(page, qtbot, "summary_half")
    assert not page.letter.isHidden() and page.view.isHidden() and not page.word.isHidden()
    assert "2026年上半年帮扶工作总结" in page.letter.toPlainText()
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.window().focusWidget() is page.letter
    qtbot.keyClick(page.letter, Qt.Key.Key_Tab)
    with qtbot.waitSignal(page.selection_requested) as asked:
        qtbot.keyClick(page.letter, Qt.Key.Key_Return)
    assert asked.args[0] == Selection("household")
    out = tmp_path / "总结.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(out), ""))
    page.word.click()
    qtbot.waitUntil(lambda: "总结.docx" in page.line.text(), timeout=20000)
    assert out.read_bytes()[:2] == b"PK"
    page.sheets.setCurrentIndex(1)
    assert page.letter.isHidden() and page.view.model().rowCount() > 20
    show(page, qtbot, "project_progress")
    assert page.letter.isHidden() and page.word.isHidden()
