"""今日待办 in the window: groups, keys, counts, the slip on paper, results keyed back by number."""

import datetime
import io

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from models import clock, ledger_file, query, record, settings
from models.query import Selection
from models.reports import slips
from models.reports.paper import render
from models.rules import todos as rules
from models.rules.todos import base
from ui.dialogs.visit_results import VisitResults
from ui.pages.home_due import DueLine
from ui.pages.todo_model import BY_PERSON
from ui.pages.todos import TodosPage
from widgets import reading
from widgets.grouped_table import Heading

TODAY = datetime.date(2026, 6, 30)


@pytest.fixture
def town(tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db")
    settings.township.put("青禾乡")
    ids = [record.save("village", {"name": name, "seq": at}).id for at, name in enumerate(("甲村", "乙村"), 1)]
    for name, day, person in (("水渠", "2026-03-01", "李某某"), ("道路", "2026-05", "王某某")):
        project = {"name": name, "year": 2026, "start_plan": day, "person": person, "places": "甲村"}
        record.save("project", project)
    record.save("dispute", {"date": "2026-01-05", "village": ids[1], "mediator": "李某某"})
    return ids


@pytest.fixture
def visits(monkeypatch):
    """A subject that names households, whatever the visiting rules are."""

    def make(today):
        for id, head in query.run('SELECT "id", "head" FROM "household"'):
            yield base.Row(id, f"该去看看{head}", "2026-07-02", household=id)

    one = base.Subject("test_visit", "该走访", rules.USUAL, "household", ("household",), (), make)
    monkeypatch.setattr(base, "REGISTER", {**base.REGISTER, "test_visit": one})
    monkeypatch.setattr(rules, "REGISTER", base.REGISTER)
    return one


@pytest.fixture
def page(town, qtbot):
    made = TodosPage()
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    qtbot.waitUntil(lambda: bool(made.every))
    return made


def household(village, head, **more):
    return record.save("household", {"village": village, "head": head, **more}).id


def test_to_dos_stand_under_their_villages_in_order(page):
    assert [line.text for line in page.model.lines if isinstance(line, Heading)] == ["甲村", "乙村"]
    assert [line.many for line in page.model.lines if isinstance(line, Heading)] == [2, 1]
    assert page.entries.item(0).text() == "全部　3"
    assert "3 件" in page.line.text()


def test_arrows_pass_over_headings_and_enter_opens_the_record(page, qtbot):
    asked = []
    page.record_requested.connect(lambda name, id: asked.append((name, id)))
    page.table.setFocus()
    assert page.current().text.startswith("“水渠”")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(page.table, key)
    assert page.current().ledger == "dispute"
    qtbot.keyClick(page.table, Qt.Key.Key_Up)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert asked == [("project", page.current().record)] and "道路" in page.current().text


def test_to_dos_are_narrowed_by_subject_person_and_text(page):
    page.show_subject("dispute_open")
    assert [one.subject for one in page.shown] == ["dispute_open"]
    page.show_subject("")
    page.person.setCurrentIndex(page.person.findData("李某某"))
    page.narrow()
    assert len(page.shown) == 2
    page.by.setCurrentIndex(page.by.findData(BY_PERSON))
    page.narrow()
    assert [line.text for line in page.model.lines if isinstance(line, Heading)] == ["李某某"]
    page.search.setText("水渠")
    assert len(page.shown) == 1
    page.search.setText("没有这样的")
    assert page.shown == [] and not page.slip.isEnabled() and "没有符合" in page.line.text()


def test_a_change_elsewhere_is_seen_at_once(page, qtbot):
    record.save("dispute", {"closed_on": "2026-06-01", "result": "01"}, id=page.every[-1].record)
    qtbot.waitUntil(lambda: len(page.every) == 2)


def test_an_empty_file_has_nothing_to_do(tmp_path, qtbot):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "b.db")
    made = TodosPage()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.line.text() != "")
    assert made.line.text() == "今天没有要办的事"
    due = DueLine()
    qtbot.addWidget(due)
    due.refresh()
    assert due.head.isHidden() and due.first.text() == ""


def test_the_home_page_says_what_is_due_and_leads_there(town, qtbot):
    due = DueLine()
    qtbot.addWidget(due)
    due.resize(900, 30)
    due.show()
    due.refresh()
    assert "3 件" in due.head.text() and "3 件过了期限" in due.head.text()
    assert "水渠" in due.first.text()
    due.resize(due.head.sizeHint().width() + 10, 30)
    assert due.buttons[0].isHidden() and due.first.isHidden() and not due.head.isHidden()
    asked = []
    due.opened.connect(asked.append)
    due.buttons[0].click()
    due.head.click()
    assert asked == ["project_start", ""]


# --- paper ----------------------------------------------------------------------------------------------------------


def text_of(pdf):
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(pdf)))


def test_a_slip_names_household_members_phone_and_what_is_due(town, visits):
    home = household(town[0], "王某某", group="一组", phone="13800001234")
    record.save("member", {"household": home, "name": "王某某", "relation": "01"})
    record.save("member", {"household": home, "name": "李某某", "relation": "02"})
    gone = {"household": home, "name": "赵某某", "relation": "03", "state": "03", "state_reason": "11"}
    record.save("member", gone)
    tables = slips.visit_slips(rules.todos(TODAY))
    assert [one.title for one in tables] == ["青禾乡甲村走访单", "青禾乡乙村走访单"]
    row = next(iter(tables[0].rows))
    assert row[:5] == [str(home), "一组", "王某某", "2人：王某某、李某某（配偶）", "13800001234"]
    assert row[5] == "□ 该去看看王某某" and row[6] == ""
    result = render(tables, slips.slip_settings())
    assert result.pages == 2 and "走访情况" in text_of(result.pdf)
    assert not result.clipped


def test_households_stand_in_the_order_of_their_groups(town, visits):
    for group in ("十一组", "三组", "一组", "10组", ""):
        household(town[0], "王某某", group=group)
    rows = list(slips.visit_slips(rules.todos(TODAY))[0].rows)
    assert [row[1] for row in rows[:5]] == ["", "一组", "三组", "10组", "十一组"]


def test_what_concerns_no_household_stands_below(town, visits):
    household(town[0], "王某某")
    rows = list(slips.visit_slips(rules.todos(TODAY))[0].rows)
    assert [row[2] for row in rows] == ["王某某", "—", "—"]


def test_in_a_very_large_township_the_page_does_not_wait(town, visits, qtbot, monkeypatch):
    household(town[0], "王某某")
    monkeypatch.setattr(reading, "LIGHT", -1)
    page = TodosPage()
    qtbot.addWidget(page)
    page.show()
    assert page.every == [] and page.line.text() == "正在算今天该办的事…"
    page.show_subject("")
    qtbot.waitUntil(lambda: bool(page.every), timeout=20_000)
    assert "该去看看王某某" in [one.text for one in page.every] and " 件" in page.line.text()


# --- results --------------------------------------------------------------------------------------------------------


@pytest.fixture
def dialog(town, visits, qtbot):
    for village, head in ((town[0], "王某某"), (town[1], "李某某")):
        household(village, head)
    made = VisitResults()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made.entry


def homes():
    return list(query.ids(Selection("household", order=("head",))))


def test_results_are_keyed_in_by_number_with_the_keyboard_alone(dialog, qtbot):
    li, wang = homes()
    for id, found in ((wang, "home"), (li, "away")):
        qtbot.keyClicks(dialog.number, str(id))
        assert dialog.home == id and "该去看看" in dialog.who.text()
        qtbot.keyClick(dialog.number, Qt.Key.Key_Return)
        if not dialog.editors["visitors"].text():
            qtbot.keyClicks(dialog.editors["visitors"].box, "zhou")
            qtbot.keyClick(dialog.editors["visitors"].box, Qt.Key.Key_Return)
        qtbot.keyClicks(dialog.editors["findings"].box, found)
        qtbot.keyClick(dialog.editors["findings"].box, Qt.Key.Key_Return)
        qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert dialog.number.text() == "" and dialog.number.hasFocus(), dialog.error.text()
    rows = record.load(record.ledger("visit"), dialog.saved)
    assert [(row["household"], row["findings"], row["visitors"], row["date"]) for row in rows.values()] == [
        (wang, "home", "zhou", "2026-06-30"), (li, "away", "zhou", "2026-06-30")
    ]  # fmt: skip
    assert dialog.done_list.count() == 2


def test_a_number_that_is_no_household_is_refused(dialog, qtbot):
    qtbot.keyClicks(dialog.number, "999999")
    assert dialog.home is None and "没有这个编号" in dialog.who.text() and not dialog.save_button.isEnabled()
    dialog.save()
    assert dialog.saved == [] and query.count(Selection("visit")) == 0


def test_a_date_in_the_future_is_not_written(dialog, qtbot):
    qtbot.keyClicks(dialog.number, str(homes()[0]))
    dialog.editors["date"].set_typed("2026-12-31")
    dialog.save()
    assert dialog.saved == [] and dialog.error.text()


def test_a_household_is_also_found_by_its_head_and_told_apart_by_number(dialog, town, qtbot):
    household(town[0], "王某某")
    qtbot.keyClicks(dialog.number, "lmm")
    assert dialog.home is not None and dialog.who.text().startswith("李某某")
    dialog.number.clear()
    qtbot.keyClicks(dialog.number, "wmm")
    assert dialog.home is None and not dialog.save_button.isEnabled()
    asked = [dialog.choices.item(at).text() for at in range(dialog.choices.count())]
    assert len(asked) == 3 and "回车确定" in asked[-1]
    dialog.number.setText(asked[0].split()[0])
    assert dialog.home is not None and dialog.who.text().startswith("王某某")
    dialog.number.setText("没有这人")
    assert dialog.home is None and "没有叫这个名字的人" in dialog.who.text()


def test_very_many_todos_list_the_first_and_say_how_many_there_are(town, visits, qtbot, monkeypatch):
    for name in ("王某某", "李某某", "赵某某"):
        household(town[0], name)
    monkeypatch.setattr("ui.pages.todos.MOST", 2)
    page = TodosPage()
    qtbot.addWidget(page)
    page.show()
    whole = len(page.shown)
    assert whole > 2 and len(page.every) == whole
    assert page.line.text().startswith(f"显示前 2 件，共 {whole} 件，其中 ")
    listed = [page.model.thing(row) for row in range(page.model.rowCount())]
    assert [one for one in listed if one is not None] == page.shown[:2]
