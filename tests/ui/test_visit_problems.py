"""问题转办 by key: tasks, a clue, and what came of them."""

import datetime

import pytest
from PySide6.QtCore import Qt

from models import clock, ledger_file, query, record
from models.query import Selection
from tests.widgets.form_samples import press, show
from ui.pages.visit_problems import VisitProblems


@pytest.fixture
def visit(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    home = record.save("household", {"village": village, "head": "王某某"}).id
    values = {"household": home, "date": "2026-06-01", "kind": "02", "visitors": "田某", "problems": "屋顶漏雨"}
    yield record.save("visit", values).id
    ledger_file.close()
    clock.freeze(None)


@pytest.fixture
def page(qtbot, visit):
    made = show(qtbot, VisitProblems(), 900, 500)
    made.load(visit)
    return made


def test_one_key_makes_the_task_and_opens_it(page, visit):
    opened = []
    page.record_requested.connect(lambda name, id: opened.append((name, id)))
    page.task.setFocus()
    press(Qt.Key.Key_F8)
    (task,) = query.ids(Selection("task"))
    assert opened == [("task", task)]
    assert "整改：屋顶漏雨" in page.came.text() and "待整改" in page.came.text() and not page.task.isEnabled()
    press(Qt.Key.Key_F9)
    assert query.count(Selection("clue")) == 1 and not page.clue.isEnabled()


def test_several_problems_open_their_list(page, visit):
    record.save("visit", {"problems": "屋顶漏雨\n停水"}, id=visit)
    asked = []
    page.selection_requested.connect(asked.append)
    page.refresh()
    page.task.click()
    assert query.count(asked[0]) == 2


def test_a_visit_without_problems_offers_nothing(page, visit):
    record.save("visit", {"problems": None}, id=visit)
    page.refresh()
    assert not page.task.isEnabled() and not page.clue.isEnabled() and "没有写发现问题" in page.found.text()


def test_links_lead_to_what_came_of_it(page, visit):
    page.task.click()
    opened = []
    page.record_requested.connect(lambda name, id: opened.append(name))
    page.came.linkActivated.emit(f"task:{query.ids(Selection('task'))[0]}")
    assert opened == ["task"]
