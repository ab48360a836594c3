"""The Gantt of projects, driven by keys: filters, pages, opening, paper (domain.md §9.3)."""

import datetime

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from models import clock, ledger_file, record
from models.reports.paper import PaperSettings, render
from ui.pages import gantt as page_module
from ui.pages.gantt import GanttPage


@pytest.fixture
def page(qtbot, tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "甲村", "seq": 1}).id
    for at in range(30):
        values = {"name": f"第{at:02d}项", "year": 2026, "targets": "建成", "cat1": "P1" if at % 2 else "P3"}
        id = record.save("project", {**values, "start_plan": f"2026-{1 + at // 3:02d}-15", "end_plan": "2026-12-20"}).id
        if at < 4:
            record.save("project_place", {"project": id, "village": village})
    record.save(
        "project", {"name": "去年的", "year": 2025, "targets": "建成", "stage": "99", "start_plan": "2025-02-01"}
    )
    record.save("project", {"name": "没填日期的", "year": 2026, "targets": "建成"})
    made = GanttPage()
    qtbot.addWidget(made)
    made.resize(1200, 560)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    yield made
    ledger_file.close()


def labels(page):
    return list(page.panel.data.labels)


def test_arrows_walk_over_the_pages_and_enter_opens_the_project(page, qtbot):
    fits = page._fits()
    assert page.pages() == -(-30 // fits) > 1 and len(labels(page)) == fits
    assert page.summary.text() == "共31个项目，逾期18个，1个没有填日期"
    asked = []
    page.record_requested.connect(lambda ledger, id: asked.append((ledger, id)))
    for _ in range(fits):
        qtbot.keyClick(page.panel, Qt.Key.Key_Down)
    assert page.at == 0 and page.panel._marked == fits - 1
    qtbot.keyClick(page.panel, Qt.Key.Key_Down)
    assert page.at == 1 and labels(page)[0] == page.rows[fits].name and page.panel._marked == 0
    qtbot.keyClick(page.panel, Qt.Key.Key_Return)
    assert asked == [("project", page.rows[fits].id)]
    qtbot.keyClick(page.panel, Qt.Key.Key_Up)
    assert page.at == 0 and page.panel._marked == fits - 1
    qtbot.keyClick(page.panel, Qt.Key.Key_PageDown)
    assert page.where.text() == f"第 2 / {page.pages()} 页"
    for _ in range(9):
        qtbot.keyClick(page.panel, Qt.Key.Key_PageDown)
    assert page.at == page.pages() - 1 and not page.after.isEnabled()


def test_a_click_opens_the_project(page, qtbot):
    asked = []
    page.record_requested.connect(lambda ledger, id: asked.append(id))
    place = page.panel._rect(page.panel.hits()[2]).center().toPoint()
    qtbot.mouseClick(page.panel, Qt.MouseButton.LeftButton, pos=place)
    assert asked == [page.rows[2].id]


def test_filters_are_chosen_by_keys(page, qtbot):
    for box, wanted in ((page.village, 4), (page.category, 2)):
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_Down)
        qtbot.keyClick(box, Qt.Key.Key_Return)
        assert len(page.rows) == wanted
    page.village.setCurrentIndex(0)
    page.category.setCurrentIndex(0)
    page.stage.setFocus()
    for _ in range(2):
        qtbot.keyClick(page.stage, Qt.Key.Key_Down)
    assert page.stage.currentText() == "逾期的" and len(page.rows) == 18 and all(row.open for row in page.rows)
    page.year.setCurrentIndex(page.year.findData(2025))
    page._read()
    assert page.panel.data.is_empty() and not page.print_button.isEnabled()


def test_all_of_it_is_printed_sheet_by_sheet(page, qtbot, monkeypatch):
    printed = []
    monkeypatch.setattr(page_module, "preview", lambda _page, _name, _title, blocks: printed.append(blocks()))
    qtbot.keyClick(page.panel, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (blocks,) = printed
    result = render(tuple(blocks), PaperSettings())
    import io

    texts = ["".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(result.pdf)).pages]
    assert len(texts) == -(-30 // page_module.PRINTED) == result.pages
    assert all(sum(row.name in text for text in texts) == 1 for row in page.rows)
    assert all("今天6月30日" in text and "截至2026年6月30日" in text for text in texts)


def test_what_changes_is_shown_and_the_mark_stays(page, qtbot):
    for _ in range(3):
        qtbot.keyClick(page.panel, Qt.Key.Key_Down)
    kept = page._current()
    record.save("project", {"name": "最早的", "year": 2026, "targets": "建成", "start_plan": "2026-01-02"})
    qtbot.waitUntil(lambda: labels(page)[0] == "最早的")
    assert page._current() == kept and page.panel._marked == 3
