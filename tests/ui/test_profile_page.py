"""户情 by keyboard: leafed through, filtered, opened from, and never slow to a list of any kind of household."""

import datetime
import shutil

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from models import attachment, clock, ledger_file, query, record
from models.query import Selection
from ui.main_window import MainWindow
from ui.pages.profile_parts import lamp_icon
from widgets import jobs, messages


@pytest.fixture
def window(qtbot, sample_file):
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
def sample_file(township, tmp_path):
    clock.freeze(datetime.date(2026, 7, 1))
    path = tmp_path / "示例.db"
    shutil.copyfile(township, path)
    ledger_file.open_existing(path, check=False)
    return path


@pytest.fixture
def page(window, qtbot):
    """The page of the second household of the list."""
    table = window.show_page("household").table
    page = window.open_page("profile", table.ids()[1])
    page.setFocus()
    return page


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def test_ctrl_enter_opens_it_and_alt_left_goes_back_to_the_household_leafed_to(window, qtbot):
    lists = window.show_page("household")
    lists.table.go_to(lists.table.ids()[1])
    lists.table.setFocus()
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page = window.tab_of("household").current().inner
    assert page.profile.id == lists.table.ids()[1] and page.place.text() == "2 / 300"
    press(Qt.Key.Key_PageDown)
    press(Qt.Key.Key_PageDown)
    assert page.profile.id == lists.table.ids()[3] and page.place.text() == "4 / 300"
    press(Qt.Key.Key_PageUp)
    assert page.profile.id == lists.table.ids()[2]
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.tab_of("household").current() is lists
    assert lists.table.current_id() == page.profile.id


def test_leafing_stops_at_both_ends(window):
    ids = window.show_page("household").table.ids()
    page = window.open_page("profile", ids[0])
    page.leaf(-1)
    assert page.id == ids[0] and not page.back_button.isEnabled()
    page.load(ids[-1])
    page.leaf(1)
    assert page.id == ids[-1] and not page.on_button.isEnabled()


def test_enter_opens_the_record_behind_a_line(page, window):
    page.members.setFocus()
    wanted = page.profile.members[0].id
    with_signal = []
    page.record_requested.connect(lambda *where: with_signal.append(where))
    press(Qt.Key.Key_Return)
    assert with_signal == [("member", wanted)]


def test_the_time_line_is_filtered_by_kind(page):
    whole = page.events.rowCount()
    kinds = [page.filter.itemData(at) for at in range(page.filter.count())]
    assert kinds[0] == "" and len(kinds) > 2
    page.filter.setCurrentIndex(1)
    page.filter.activated.emit(1)
    assert 0 < page.events.rowCount() < whole
    assert {row.ledger for row in page.events.rows} == {kinds[1]}


def test_numbers_are_hidden_and_shown_again(page):
    numbers = [text for row in page.members.rows for text in row.texts if len(text) == 18]
    page.mask_box.setChecked(True)
    hidden = [text for row in page.members.rows for text in row.texts]
    assert numbers and not set(numbers) & set(hidden)
    page.mask_box.setChecked(False)
    assert set(numbers) <= {text for row in page.members.rows for text in row.texts}


def test_a_count_opens_its_list(page, window):
    page.related.buttons[0].click()
    one = page.profile.related[0]
    shown = window.page(one.ledger)
    assert list(shown.table.ids()) == list(query.ids(shown.selection())) and shown.shown == one.count


def test_dropped_files_become_documents_of_the_household(page, qtbot, tmp_path):
    (tmp_path / "入户.txt").write_bytes(b"1")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "入户.txt"))])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    page.dropEvent(drop)
    qtbot.waitUntil(lambda: bool(attachment.of_record(page.id)), timeout=20_000)
    qtbot.waitUntil(lambda: page.documents.count() == 1)
    assert "入户.txt" in page.documents.item(0).text()


def test_what_changes_elsewhere_is_shown(page, qtbot):
    before = len(page.profile.members)
    record.save("member", {"household": page.id, "name": "新成员", "relation": "21"})
    qtbot.waitUntil(lambda: len(page.profile.members) == before + 1)


def test_households_of_every_size_say_what_is_missing(window, qtbot):
    village = query.ids(Selection("village"))[0]
    empty = record.save("household", {"village": village, "head": "独居老人"}).id
    page = window.open_page("profile", empty)
    assert page.member_card.empty.isVisible() and not page.members.isVisible()
    assert "没有登记风险" in page.needs_card.empty.text()
    assert "拖到这一页" in page.document_card.empty.text() and not page.zip_button.isEnabled()
    assert not page.filter.isVisible()
    assert not page.chart.isVisible() and "还没有登记" in page.income_card.empty.text()


def test_a_household_deleted_meanwhile_leads_back(page, window, qtbot, monkeypatch):
    monkeypatch.setattr(messages, "ask", lambda *a, **k: True)
    empty = record.save("household", {"village": query.ids(Selection("village"))[0], "head": "独居老人"}).id
    page.load(empty)
    record.delete("household", [empty])
    qtbot.waitUntil(lambda: window.tab_of("household").current() is window.page("household"))


def test_lamps_differ_without_colours():
    pictures = [lamp_icon(colour).pixmap(40, 40).toImage() for colour in ("good", "bad", "unknown")]
    assert pictures[0] != pictures[1] != pictures[2]


def test_the_file_of_one_or_of_all_is_previewed(page, monkeypatch):
    from ui import printing

    seen = []
    monkeypatch.setattr(printing, "preview", lambda parent, name, title, made, extra=(): seen.append(made()))
    page.members.setFocus()
    press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert len(seen[0]) == 2 and page.profile.name in seen[0][1].title
    page.among = lambda: [page.id, page.id]
    page.refresh()
    assert "2 户" in page.print_all.text()
    page.public.setChecked(True)
    page.print_all.trigger()
    assert len(seen[1]) == 4 and "公示版" in seen[1][0].title
