"""打印一套: the reports of every month's set are ticked once and printed together, as each is printed alone."""

import datetime
import io

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from models import clock, settings
from models.reports import closing, report_set, returns
from models.reports.report_set import Wanted
from models.reports.returns import period as periods
from ui.pages import reports_set
from ui.pages.reports import ReportsPage
from widgets import jobs, messages

TODAY = datetime.date(2026, 7, 1)
JUNE = periods.of_month(2026, 6)


@pytest.fixture
def page(filled, qtbot):
    clock.freeze(TODAY)
    made = ReportsPage()
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.made is not None)
    yield made
    jobs.finish_quiet()


@pytest.fixture
def previews(monkeypatch):
    shown = []
    monkeypatch.setattr(reports_set, "preview_pages", lambda _page, title, pdf: shown.append((title, pdf)))
    return shown


def text(pdf):
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def alone(name, when):
    return text(returns.paper(returns.build(name, when)).pdf)


def rows(page):
    return {page.list.item(at).data(Qt.ItemDataRole.UserRole): at for at in range(page.list.count())}


def test_the_set_is_ticked_by_keys_kept_and_printed_as_each_report_alone(page, qtbot, previews):
    assert page.whole.button.isHidden()
    page.whole.print()
    assert "按空格打勾" in page.line.text() and not previews
    wanted = {"project_progress": "2026-06", "project_targets": "2026", "attendance_month": "2026-06"}
    page.choose("project_progress")
    for name in wanted:
        page.list.setCurrentRow(rows(page)[name])
        page.search.setFocus()
        qtbot.keyClick(page.search, Qt.Key.Key_Space)
    assert page.search.text() == ""
    assert page.whole.button.text() == "打印一套（3 份）" and page.whole.button.isVisible()
    page.search.setText("R19")  # what is not listed stays in the set
    assert [one.name for one in report_set.chosen()] == list(wanted)
    qtbot.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(previews))
    title, pdf = previews[0]
    assert title == "一套报表（3 份）"
    assert text(pdf) == [line for name, when in wanted.items() for line in alone(name, when)]
    page.list.setCurrentRow(rows(page)["attendance_month"])
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    assert len(report_set.chosen()) == 2


def test_a_report_beside_a_month_is_of_the_quarter_or_year_that_holds_it(filled):
    kinds = {one.period: one for one in returns.reports()}
    assert report_set.period_of(kinds["month"], JUNE).key == "2026-06"
    assert report_set.period_of(kinds["year"], JUNE).key == "2026"
    assert report_set.period_of(kinds["half"], JUNE).key == "2026H1"
    assert report_set.period_of(kinds["day"], JUNE).key == "2026-06-30"
    assert report_set.period_of(kinds["month"], periods.of_year(2025)).key == "2026-06"


def test_the_set_of_a_closed_month_is_printed_as_it_was_closed(filled):
    clock.freeze(TODAY)
    held = closing.make("2026-06")
    name = next(name for name, when in closing.reports(held).items() if when == "2026-06")
    made = report_set.make([returns.find(name)], Wanted(JUNE, closing=held.number))
    assert any(held.number in page for page in text(made.pdf))
    made = report_set.make([returns.find(name)], Wanted(JUNE))
    assert not any(held.number in page for page in text(made.pdf))


def test_stopping_leaves_off(filled):
    from models.operation import Cancelled

    with pytest.raises(Cancelled):
        report_set.make([returns.find("R01")], Wanted(JUNE), lambda *_: False)


def test_ctrl_p_while_a_report_is_made_waits_for_it_and_never_prints_the_one_before(page, qtbot, monkeypatch):
    shown = []
    monkeypatch.setattr(messages, "run", lambda dialog: shown.append(dialog.windowTitle()) or dialog.deleteLater())
    page.choose("attendance_month")
    assert page.made.report.name != "attendance_month"
    page.print()
    assert not shown
    qtbot.waitUntil(lambda: bool(shown))
    assert "驻村工作队考勤汇总表" in shown[0]
    assert settings.get(report_set.KEY) is None
