import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from models import backup, clock, database, ledger_file, operation, paths, record, settings, unsaved
from models.ledger import ledger, ledgers, tabs
from models.query import Selection
from ui import pages
from ui.dialogs.backups import BackupsDialog
from ui.main_window import MainWindow, is_listed
from ui.pages.home_cards import rounded
from ui.tab_page import TabPage
from widgets import jobs, messages


@pytest.fixture
def told(monkeypatch):
    said = []
    monkeypatch.setattr(messages, "tell", lambda parent, title, text, problems=(): said.append(text))
    monkeypatch.setattr(messages, "ask", lambda parent, title, text, **_: said.append(text) or True)
    return said


@pytest.fixture
def window(qtbot, tmp_path, told):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "台账.db", "qinghe-2026")
    settings.township.put("青禾乡")
    village = record.save("village", {"name": "清溪村"}).id
    record.save("household", {"village": village, "head": "王某某", "hh_type": "01"})
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    jobs.finish_quiet()


def click_tab(window, title):
    titles = [window.tabs.tabText(at) for at in range(window.tabs.count())]
    window.tabs.setCurrentIndex(titles.index(title))


def test_a_tab_for_home_and_each_folder_of_ledgers_in_order(window):
    titles = [window.tabs.tabText(at) for at in range(window.tabs.count())]
    assert titles == ["首页", *(tab.title for tab in tabs())]
    assert window.windowTitle().startswith("青禾乡")


def test_keys_lead_through_all_tabs_and_round(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    seen = []
    for _ in range(window.tabs.count()):
        seen.append(window.tabs.currentIndex())
        qtbot.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert sorted(seen) == list(range(window.tabs.count()))
    qtbot.keyClick(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert window.tabs.currentIndex() == seen[-1]


def test_details_kept_in_forms_have_no_page_of_their_own(window):
    own = {page.name for page in pages.pages()}
    names = [name for at in range(1, window.tabs.count()) for name in window.tabs.widget(at).names]
    listed = [name for name in names if name not in own]
    assert sorted(listed) == sorted(of.name for of in ledgers() if is_listed(of))
    assert "member" in listed and "project_place" not in listed


def test_pages_are_made_when_first_shown(window):
    window.tabs.setCurrentIndex(0)
    window.load_pages()
    assert window.pages() == []
    click_tab(window, "农户")
    assert [page.of.name for page in window.pages()] == ["household"]
    tab = window.tabs.currentWidget()
    tab.side.setCurrentRow(1)
    assert tab.current() is window.page("member")
    assert len(window.pages()) == 2


def test_a_hidden_page_reads_again_only_when_shown(window, qtbot, monkeypatch):
    page = window.show_page("household")
    window.tabs.setCurrentIndex(0)
    calls = []
    real = page.refresh
    monkeypatch.setattr(page, "refresh", lambda: calls.append(1) or real())
    record.save("village", {"name": "石板村"})
    qtbot.wait(50)
    assert calls == []
    click_tab(window, "农户")
    qtbot.waitUntil(lambda: bool(calls))


def test_undo_and_redo_say_what_they_do(window, qtbot):
    record.save("village", {"name": "石板村"})
    qtbot.waitUntil(lambda: "石板村" in window.menu.undo.text())
    assert window.menu.undo.text().startswith("撤销：") and not window.menu.redo.isEnabled()
    window.menu.undo.trigger()
    assert [row.name for row in ledger("village").model.select()] == ["清溪村"]
    qtbot.waitUntil(lambda: "石板村" in window.menu.redo.text())
    assert "撤销：撤销" not in window.menu.undo.text()
    window.menu.redo.trigger()
    assert ledger("village").model.select().count() == 2


def test_ctrl_z_in_a_text_editor_belongs_to_the_editor(window, qtbot):
    window.activateWindow()
    edit = QLineEdit(window)
    edit.show()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    qtbot.keyClicks(edit, "abc")
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert edit.text() == ""
    assert ledger("household").model.select().count() == 1


def test_what_cannot_be_undone_is_said_in_words(window, monkeypatch):
    shown = []
    monkeypatch.setattr(messages, "show_error", lambda parent, error: shown.append(str(error)))
    number = ledger("household").model.get().id
    monkeypatch.setattr(operation, "blockers", lambda number: ["之后又改了"])
    window.undo()
    assert "不能撤销" in shown[0] and record.load(ledger("household"), [number])


def test_ctrl_number_changes_the_tab(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.tabs.currentIndex() == 2


def test_a_selection_opens_on_its_page(window):
    selection = Selection("household").where("hh_type", "in", ["01"])
    window.open_selection(selection)
    page = window.tabs.currentWidget().current()
    assert page.of.name == "household" and page.selection().filters == selection.filters


def test_a_record_opens_on_its_page_a_detail_on_its_masters(window, monkeypatch):
    opened = []
    for name in ("household", "project"):
        monkeypatch.setattr(window.page(name), "open_record", lambda id, field="", name=name: opened.append((name, id)))
    village, household = ledger("village").model.get().id, ledger("household").model.get().id
    project = record.save("project", {"name": "蓄水池", "year": 2026}).id
    place = record.save("project_place", {"project": project, "village": village}).id
    window.open_record("household", household)
    assert window.tabs.tabText(window.tabs.currentIndex()) == "农户"
    window.open_record("project_place", place)
    assert opened == [("household", household), ("project", project)]
    assert window.tabs.tabText(window.tabs.currentIndex()) == "项目"


def test_the_status_line_says_file_encryption_backup_and_operator(window):
    settings.operator.put("张三")
    backup.make("手动")
    unsaved.keep("household:new:x", "household", None, "新农户", {})
    window.status.refresh()
    texts = " ".join(label.text() for label in window.status.findChildren(QLabel))
    for part in ("台账.db", "已加密", "上次备份 今天 12:00", "经办人 张三", "未保存的表单 1 张"):
        assert part in texts


def test_place_and_tab_are_remembered(window, qtbot):
    click_tab(window, "项目")
    window.resize(1000, 640)
    window.close()
    assert paths.config()["tab"] == "项目" and paths.config()["window"]


def test_closing_backs_up_and_closes_the_file(window, tmp_path):
    window.close()
    assert not database.is_open()
    assert [one.why for one in backup.listing(tmp_path / "台账.db")] == ["退出"]


def test_a_backup_that_fails_is_told_and_never_keeps_the_window_open(window, told):
    paths.remember(backup_place="/没有/这个U盘")
    window.close()
    assert not database.is_open()
    assert "U 盘" in told[0] and "已经保存好" in told[0]


def test_the_window_stays_when_a_form_is_not_left(window, monkeypatch):
    page = window.show_page("household")
    monkeypatch.setattr(page, "can_close", lambda: False)
    assert not window.close()
    assert database.is_open()


def test_after_a_restore_everything_shows_the_earlier_state(window, qtbot, monkeypatch, told):
    made = backup.make("手动")
    record.save("village", {"name": "石板村"})
    assert window.show_page("village").table.ids() is not None

    def choose(dialog):
        assert isinstance(dialog, BackupsDialog)
        dialog.chosen = made
        qtbot.addWidget(dialog)
        return True

    monkeypatch.setattr(messages, "run", choose)
    from ui import commands

    commands.restore_backup(window)
    assert len(window.show_page("village").table.ids()) == 1
    assert window.home.isVisible() is False and "恢复前" in told[-1]
    record.save("village", {"name": "陶化村"})
    qtbot.waitUntil(lambda: len(window.page("village").table.ids()) == 2)


def test_another_file_takes_the_place_of_this_one(window, qtbot, tmp_path, monkeypatch):
    ledger = tmp_path / "另一个.db"

    def make():
        ledger_file.create(ledger)
        settings.township.put("白鹭乡")
        return True

    window.switch(make)
    assert database.State.path == ledger and "白鹭乡" in window.windowTitle()
    assert window.menu.password.text() == "另存为加密文件…"
    jobs.finish_quiet()


def test_a_second_window_of_the_same_file_is_refused(window, tmp_path):
    import subprocess
    import sys

    script = (
        "import sys\nfrom models import ledger_file\nfrom models.database import FileInUse\n"
        "try:\n    ledger_file.open_existing(sys.argv[1], 'qinghe-2026')\n"
        "except FileInUse as error:\n    print(error)\n"
    )
    command = [sys.executable, "-X", "utf8", "-c", script, str(tmp_path / "台账.db")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)
    assert "正在另一个窗口中使用" in done.stdout, done.stderr


def test_work_under_way_keeps_the_window_open(window, told, monkeypatch):
    monkeypatch.setattr(jobs, "busy", lambda: True)
    assert not window.close()
    assert "还没有做完" in told[0] or "正在进行" in told[0]
    monkeypatch.undo()


def test_every_tab_is_a_tab_page_with_icons_and_words(window):
    for at in range(window.tabs.count()):
        assert window.tabs.tabText(at) and not window.tabs.tabIcon(at).isNull()
        assert at == 0 or isinstance(window.tabs.widget(at), TabPage)


def test_rounding_is_half_up_and_exact():
    assert rounded("15.035") == "15.04" and rounded("278.872666") == "278.87" and rounded(1155, 0) == "1,155"


def test_forms_left_by_a_crash_are_offered_and_gone_on_with(window, qtbot, monkeypatch):
    from ui import commands
    from ui.dialogs.unsaved import UnsavedDialog

    state = {"values": {"head": "李某某"}, "lists": {}}
    unsaved.keep("household:new:x", "household", None, "新农户", state)

    def go_on(dialog):
        assert isinstance(dialog, UnsavedDialog) and dialog.list.count() == 1
        dialog.accept()
        qtbot.addWidget(dialog)
        return True

    monkeypatch.setattr(messages, "run", go_on)
    commands.offer_unsaved(window)
    form = window.page("household").form
    assert form.isVisible() and form.pane.values()["head"] == "李某某" and form.is_dirty()
    form.revert()


def test_a_form_that_is_not_wanted_is_dropped(window, qtbot, told):
    from ui.dialogs.unsaved import UnsavedDialog

    unsaved.keep("household:new:x", "household", None, "新农户", {"values": {}, "lists": {}})
    dialog = UnsavedDialog(window)
    qtbot.addWidget(dialog)
    dialog._drop()
    assert unsaved.pending() == [] and "找不回来" in told[0]


def test_the_cursor_starts_in_the_list_and_the_pages_keys_work_beside_it(window, qtbot):
    page = window.show_page("household")
    window.start()
    window.activateWindow()
    qtbot.waitUntil(page.table.hasFocus)
    window.tabs.currentWidget().side.setFocus()
    qtbot.keyClick(window.tabs.currentWidget().side, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.form is not None and page.form.isVisible() and page.form.id is None
    assert window.page("member").form is None


def test_a_page_that_is_asked_for_takes_the_cursor_so_that_its_keys_work(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.tabs.tabBar().setFocus()
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    todos = window.tabs.currentWidget().current()
    qtbot.waitUntil(todos.table.hasFocus)
    window.tabs.tabBar().setFocus()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.page("household").stack.currentWidget().focusProxy().hasFocus)
    window.page("household").setFocus()
    qtbot.waitUntil(window.page("household").stack.currentWidget().focusProxy().hasFocus)


def test_the_arrows_go_through_the_titles_and_enter_goes_into_a_page(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_page("household")
    tab = window.tabs.currentWidget()
    for enter in (Qt.Key.Key_Return, Qt.Key.Key_Right):
        tab.side.setFocus()
        tab.side.setCurrentRow(0)
        for row in (1, 2):
            qtbot.keyClick(tab.side, Qt.Key.Key_Down)
            assert tab.side.currentRow() == row and tab.side.hasFocus()
            assert tab.current() is tab.page(tab.names[row])
        qtbot.keyClick(tab.side, enter)
        qtbot.waitUntil(lambda: tab.current().isAncestorOf(window.focusWidget()))


def test_an_empty_list_offers_its_buttons_to_the_keyboard(window, qtbot):
    window.activateWindow()
    page = window.show_page("sale")
    qtbot.waitUntil(page.empty.take.hasFocus)
    qtbot.keyClick(page.empty.take, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.form is not None and page.form.isVisible()


def test_enter_presses_the_button_that_has_the_focus(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    button = next(one for one in window.home.findChildren(QPushButton) if one.isVisible() and one.isEnabled())
    pressed = []
    button.clicked.disconnect()
    button.clicked.connect(lambda: pressed.append(1))
    button.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(button, key)
    assert pressed == [1, 1]
    window.tabs.tabBar().setFocus()
    qtbot.keyClick(window.tabs.tabBar(), Qt.Key.Key_Return)
    assert pressed == [1, 1]
