"""Ctrl+K reaches every ledger, page, report, chart and household; all tabs are seen on a low screen."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from models import clock, ledger_file, query, record
from models.ledger import ledger, ledgers
from models.pinyin import initials
from models.reports import charts, returns
from ui import commands, pages
from ui.dialogs.jump import JumpDialog, places
from ui.main_window import MainWindow, is_listed
from widgets import jobs, look, messages


@pytest.fixture
def window(qtbot, tmp_path):
    clock.freeze(datetime.date(2026, 7, 1))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "上庄村"}).id
    for name in ("欧阳修竹", "赵大山"):
        record.save("household", {"village": village, "head": name, "group": "一组"})
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    jobs.finish_quiet()


@pytest.fixture
def dialog(qtbot, window):
    made = JumpDialog(window, is_listed)
    qtbot.addWidget(made)
    made.show()
    return made


def jump(window, monkeypatch, text, downs=0):
    """What a clerk types after Ctrl+K."""

    def run(dialog):
        dialog.show()
        dialog.edit.insert(text)
        dialog.add_homes()
        for _ in range(downs):
            QTest.keyClick(dialog.edit, Qt.Key.Key_Down)
        QTest.keyClick(dialog.edit, Qt.Key.Key_Return)
        return dialog.result() == 1

    monkeypatch.setattr(messages, "run", run)
    commands.jump(window)
    QApplication.processEvents()


def test_every_ledger_is_reached_by_its_initials(dialog):
    for of in ledgers():
        if is_listed(of):
            dialog.edit.setText(initials(of.title).lower())
            best = [one.name for one in dialog._shown if one.kind == "台账" and one.rank(dialog.edit.text()) == 0]
            assert of.name in best, of.title


def test_pages_reports_and_charts_are_among_the_places():
    names = {(one.kind, one.name) for one in places(is_listed)}
    assert {("台账", of.name) for of in ledgers() if is_listed(of)} <= names
    assert {("页面", one.name) for one in pages.pages() if one.tab} <= names
    assert {("报表", one.name) for one in returns.reports()} <= names
    assert {("图", name) for name in charts.names()} <= names


def test_reports_and_charts_join_the_list_when_they_are_loaded(dialog, qtbot, monkeypatch):
    import sys

    qtbot.waitUntil(lambda: any(one.kind == "报表" for one in dialog._all), timeout=20_000)
    monkeypatch.delitem(sys.modules, "models.reports.returns")
    late = JumpDialog(None, is_listed)
    qtbot.addWidget(late)
    assert {one.kind for one in late._all} == {"台账", "页面"}
    late.edit.insert(returns.reports()[0].number.lower())
    qtbot.waitUntil(lambda: any(one.kind == "报表" for one in late._shown), timeout=20_000)


def test_a_ledger_is_opened(window, monkeypatch):
    jump(window, monkeypatch, "xm")
    assert window.tabs.tabText(window.tabs.currentIndex()) == ledger("project").tab.title
    assert window.tabs.currentWidget().current() is window.page("project")


def test_a_household_is_opened_by_initials_or_name(window, monkeypatch):
    jump(window, monkeypatch, "oyxz")
    page = window.tab_of("household").current().inner
    assert page.profile.name == "欧阳修竹"
    jump(window, monkeypatch, "赵大山")
    assert page.profile.name == "赵大山"


def test_a_chart_is_opened_on_the_page_of_its_ledger(window, monkeypatch):
    name = charts.names("project")[0]
    jump(window, monkeypatch, charts.title(name))
    page = window.page("project")
    assert page.charts.isVisible() and name in [one.data.name for one in page.charts.panels()]


def test_a_report_is_found_by_number_and_chosen_on_its_page(window):
    one = returns.reports()[-1]
    place = next(p for p in places(is_listed) if p.kind == "报表" and p.name == one.name)
    assert place.rank(one.number.lower()) is not None
    place.go(window)
    page = window.tabs.currentWidget().current()
    assert page.report() == one
    jobs.finish_quiet()


def test_a_word_of_old_tables_leads_to_the_ledger(dialog):
    of = next(of for of in ledgers() if is_listed(of) and any(w not in of.title for w in of.synonyms))
    word = next(w for w in of.synonyms if w not in of.title)
    dialog.edit.setText(word)
    assert of.name in [one.name for one in dialog._shown]


def test_a_household_found_by_one_of_its_people_says_who(window, dialog):
    village = record.save("village", {"name": "青禾村"}).id
    home = record.save("household", {"village": village, "group": "三组"}).id
    for name, relation in (("孟广田", "01"), ("孟小禾", "03")):
        record.save("member", {"household": home, "name": name, "relation": relation})

    def near(text):
        dialog.edit.setText(text)
        dialog.add_homes()
        return [one.near for one in dialog._shown if one.kind == "农户" and one.title == "孟广田"]

    assert near("孟小禾") == near("mxh") == near("青禾村 孟小禾") == ["家里有孟小禾　青禾村　三组"]
    assert near("孟广田") == near("mgt") == near("孟") == near("青禾村") == ["青禾村　三组"]


def test_down_keeps_its_place_when_households_arrive(dialog):
    dialog.edit.setText("z")
    QTest.keyClick(dialog.edit, Qt.Key.Key_Down)
    marked = dialog.marked()
    dialog.add_homes()
    assert dialog.marked() == marked
    assert any(one.kind == "农户" for one in dialog._shown)


def test_all_tabs_are_seen_at_1366_pixels_with_any_size_of_words(window, qtbot):
    application = QApplication.instance()
    try:
        for points in (look.SMALLEST, look.USUAL, look.LARGEST):
            look.apply(application, points)
            QApplication.processEvents()
            window.tabs.fit()
            assert window.tabs.count() >= 9
            assert window.tabs.tabBar().sizeHint().width() <= window.tabs.width(), points
    finally:
        look.apply(application, look.USUAL)


def test_every_tab_has_a_picture_of_its_own(window):
    for of in ledgers():
        assert look.has_icon(of.tab.name), of.tab.title


def test_details_stand_under_their_masters(window):
    for tab in {of.tab.name for of in ledgers()}:
        page = window.tab_of(next(of.name for of in ledgers() if of.tab.name == tab))
        for at, name in enumerate(page.names):
            master = ledger(name).master_ledger if name in [of.name for of in ledgers()] else None
            if master is not None and master.name in page.names:
                assert page.names.index(master.name) < at
                assert page.side.item(at).text().startswith("　")


def test_a_household_that_is_not_there_goes_nowhere(window, monkeypatch):
    before = window.tabs.currentIndex()
    jump(window, monkeypatch, "没有这一户人家")
    assert window.tabs.currentIndex() == before
    assert query.count(query.Selection("household")) == 2


def test_what_is_nowhere_is_said_and_enter_stays(dialog, qtbot):
    qtbot.keyClicks(dialog.edit, "zzqx")
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 1)
    assert "没有找到“zzqx”" in dialog.list.topLevelItem(0).text(0)
    QTest.keyClick(dialog.edit, Qt.Key.Key_Return)
    assert dialog.isVisible() and dialog.chosen is None
    dialog.edit.clear()
    assert dialog.list.topLevelItemCount() > 40
