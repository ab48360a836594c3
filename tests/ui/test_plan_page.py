"""一户一策 by keyboard alone: fill a hole, save, mark as done, print, leave (domain.md §3.5, §17.5)."""

import datetime

import pytest
from PySide6.QtCore import Qt

from models import clock, ledger_file, query, record
from models.query import Selection
from models.rules import measures
from tests.widgets.form_samples import enter, keys, press, show
from ui.pages import about
from ui.pages.plan import PlanPage
from ui.pages.plan_of_episode import PlanOfEpisode
from ui.pages.plan_of_plan import PlanOfPlan
from ui.unsaved_question import DROP, STAY
from widgets.print_preview import PrintPreview

Key = Qt.Key


@pytest.fixture
def home(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    id = record.save("household", {"village": village, "head": "王某某"}).id
    record.save("member", {"household": id, "name": "王某某", "relation": "01", "health": "02", "labour": "01"})
    values = {"household": id, "category": "100A03003", "risks": "01,07", "recognised_on": "2026-06-10"}
    record.save("episode", {**values, "ident_self_paid": 20_000_00})
    yield id
    ledger_file.close()
    clock.freeze(None)


def shown(qtbot, home, kind=PlanPage):
    page = show(qtbot, kind(), 1180, 640)
    page.load(home)
    return page


def cells(page):
    return [[page.grid.item(row, at).text() for at in range(page.grid.columnCount())] for row in range(2)]


def column(page, name):
    page.items.grid.setCurrentIndex(page.items.rows.index(0, page.items.rows.names.index(name)))


def test_a_hole_is_filled_by_keyboard_and_becomes_the_plan(qtbot, home):
    page = shown(qtbot, home)
    assert cells(page) == [["", "", "缺", "缺"], ["缺", "缺", "", ""]]
    assert "2 项风险" in page.lacks.text() and "“因病”需要健康帮扶或社会帮扶" in page.lacks.text()
    page.grid.setFocus()
    press(Key.Key_Right)
    press(Key.Key_Right)
    enter()
    assert page.items.grid.hasFocus() and page.items.rows.text(page._rows[0], "group") == "健康帮扶"
    column(page, "content")
    keys("慢病签约")
    enter()
    qtbot.waitUntil(lambda: cells(page)[0] == ["", "", "1项", "可选"])
    assert page.keep.isEnabled() and query.count(Selection("measure")) == 0
    qtbot.keyClick(page.items.grid, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not page.is_dirty() and not page.keep.isEnabled()
    ((plan, group, content, status),) = [
        row for _, row in query.each(Selection("measure"), ("plan", "group", "content", "status"), raw=True)
    ]
    assert (plan, group, content, status) == (page.plan["id"], measures.HEALTH, "慢病签约", "01")
    assert [row for _, row in query.each(Selection("assist_plan"), ("made_on",))] == [("2026-06-30",)]
    assert "2026-06-30 制定" in page.planned.text()


def test_one_key_marks_a_measure_as_done(qtbot, home):
    record.save("measure", {"household": home, "group": measures.JOB, "content": "推荐到帮扶车间"})
    page = shown(qtbot, home)
    page.items.grid.setFocus()
    column(page, "content")
    qtbot.keyClick(page.items.grid, Key.Key_F8)
    found = [row for _, row in query.each(Selection("measure"), ("status", "done_on", "plan"), raw=True)]
    assert found == [("03", "2026-06-30", page.plan["id"])]
    assert cells(page)[1][0] == "1项，已落实"


def test_the_keyboard_leaves_the_measures_on_both_sides(qtbot, home):
    page = shown(qtbot, home)
    page.add(measures.HEALTH)
    page.items.passed.emit(page.items, 1)
    assert page.keep.hasFocus() or not page.keep.isEnabled()
    page.items.passed.emit(page.items, -1)
    assert page.grid.hasFocus()


def test_f8_without_a_measure_says_what_to_do(qtbot, home, monkeypatch):
    said = []
    monkeypatch.setattr("ui.pages.plan.messages.tell", lambda *words: said.append(words[2]))
    page = shown(qtbot, home)
    qtbot.keyClick(page.grid, Key.Key_F8)
    assert said == ["请先在下面的措施表里选中一项，再按 F8 标为已落实。"]


def test_what_is_wrong_keeps_it_from_being_saved(qtbot, home):
    page = shown(qtbot, home)
    page.add()
    column(page, "content")
    keys("某事")
    enter()
    assert page.save() is False and page.is_dirty() and query.count(Selection("measure")) == 0
    assert "措施类别没有填" in page.items.words.text()


@pytest.mark.parametrize(("answer", "leaves"), [(STAY, False), (DROP, True)])
def test_leaving_asks_about_what_is_not_saved(qtbot, home, monkeypatch, answer, leaves):
    page = shown(qtbot, home)
    page.add(measures.HEALTH)
    monkeypatch.setattr("ui.pages.plan.ask_unsaved", lambda *_: answer)
    assert page.can_close() is leaves and page.is_dirty() is not leaves


def test_changes_made_elsewhere_appear_unless_something_is_being_typed(qtbot, home):
    page = shown(qtbot, home)
    record.save("measure", {"household": home, "group": measures.JOB, "content": "推荐"})
    qtbot.waitUntil(lambda: cells(page)[1][0] == "1项")
    page.add(measures.HEALTH)
    record.save("measure", {"household": home, "group": measures.POST, "content": "保洁员"})
    qtbot.wait(400)
    assert len(page._rows) == 2 and page.is_dirty()


@pytest.mark.parametrize(("kind", "name"), [(PlanOfEpisode, "episode"), (PlanOfPlan, "assist_plan")])
def test_it_is_reached_from_episodes_and_plans_too(qtbot, home, kind, name):
    if name == "assist_plan":
        record.save("assist_plan", {"household": home, "made_on": "2026-06-20"})
    page = shown(qtbot, query.ids(Selection(name))[0], kind)
    assert page.home == home and page.who.text() == "王某某（清溪村）"
    assert [type(one.make()) for one in about(name) if one.name.startswith("plan")] == [kind]


def test_a_household_without_people_and_episode(qtbot, home):
    other = record.save("household", {"village": query.ids(Selection("village"))[0], "head": "李某某"}).id
    page = shown(qtbot, other)
    assert not page.grid.isVisible() and "没有监测记录" in page.lacks.text() and "0 人" in page.about.text()
    page.add(measures.INDUSTRY)
    assert page.save() and query.count(Selection("measure")) == 1


def test_ctrl_p_shows_the_plan_on_paper(qtbot, home, monkeypatch):
    record.save("measure", {"household": home, "group": measures.JOB, "content": "推荐到帮扶车间"})
    made = []
    monkeypatch.setattr("ui.pages.plan.messages.run", lambda dialog: made.append(dialog))
    page = shown(qtbot, home)
    qtbot.keyClick(page.grid, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (preview,) = made
    assert isinstance(preview, PrintPreview) and "一户一策" in preview.windowTitle()
    preview.deleteLater()
