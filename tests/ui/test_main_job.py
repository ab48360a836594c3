"""The main job in one real window, by key presses only: type in, filter, draw, print, undo, close, open again."""

import datetime
import subprocess

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QToolButton

from models import clock, database, history, query
from models.founding import Founding, found
from models.ledger import ledger
from models.query import Selection
from models.sample_data import id_number
from tests.widgets.form_samples import control, enter, keys, press
from ui.dialogs.opening import PasswordDialog, open_ledger
from ui.main_window import MainWindow
from widgets import jobs, messages
from widgets.filter_bar import FilterChip
from widgets.print_preview import PrintPreview

PASSWORD = "qinghe-2026"
HEAD = id_number(datetime.date(1970, 1, 10), 101)
WIFE = id_number(datetime.date(1972, 2, 11), 102)
SON = id_number(datetime.date(1995, 3, 12), 103)
FIRST, SECOND = "5002970000000001", "5002970000000002"
MOST_TABS = 60


class Clerk:
    """Someone at the keyboard in front of a window."""

    def __init__(self, qtbot):
        self.qtbot = qtbot
        self.window: MainWindow

    def until(self, said, timeout=10_000):
        """Look at the screen until it is so."""
        self.qtbot.waitUntil(said, timeout=timeout)

    def sit_down(self):
        """The window as the start of the program makes it."""
        self.window = MainWindow()
        self.window.start("opened")
        self.look_at_window()

    def look_at_window(self):
        """Have the window active again; a virtual screen has no window manager that would see to it."""
        self.window.activateWindow()
        self.until(lambda: self.window.isActiveWindow() and QApplication.focusWidget() is not None)

    @property
    def page(self):
        """The page in front."""
        return self.window.tabs.currentWidget().current()

    @property
    def form(self):
        """The form of the page in front."""
        return self.page.form

    def turn_to(self, number, name):
        """Ctrl+2 … to a tab."""
        control(Qt.Key(Qt.Key.Key_0 + number))
        self.until(lambda: self.page is not None and self.page.of.name == name and self.page.isVisible())
        self.until(lambda: self.page.isAncestorOf(QApplication.focusWidget()))

    def new_record(self):
        """Ctrl+N, and the cursor stands in the form."""
        control(Qt.Key.Key_N)
        self.until(lambda: self.form is not None and self.form.isAncestorOf(QApplication.focusWidget()))
        assert self.form.id is None and not self.form.is_dirty()

    def tab_to(self, there, key=Qt.Key.Key_Tab):
        """Tab until the cursor is there."""
        for _ in range(MOST_TABS):
            if there():
                return
            press(key)
        pytest.fail(f"not reached by Tab; the cursor is in {QApplication.focusWidget()}")

    def fill(self, name, text):
        """Go on to a field and type."""
        row = self.form.pane.rows[name]
        self.tab_to(lambda: row.isAncestorOf(QApplication.focusWidget()))
        keys(text)

    def roster(self, name):
        """F6 until the cursor is in a roster."""
        table = self.form.tables[name]
        self.tab_to(table.grid.hasFocus, Qt.Key.Key_F6)
        return table

    def row(self, table, **cells):
        """Type cells of the current row of a roster, from left to right."""
        for name, text in cells.items():
            at = table.rows.names.index(name)
            self.tab_to(lambda at=at: table.grid.currentIndex().column() == at)
            keys(text)
            press(Qt.Key.Key_Tab)

    def save(self):
        """Ctrl+S; returns the record's id."""
        before = len(history.operations(100))
        control(Qt.Key.Key_S)
        assert self.form.id is not None, self.complaints()
        assert len(history.operations(100)) == before + 1 and not self.form.is_dirty()
        return self.form.id

    def complaints(self):
        """What the form says is wrong."""
        told = [row.problem.text() for row in self.form.pane.rows.values()]
        return [text for text in (*told, *(t.words.text() for t in self.form.tables.values())) if text]

    def meanwhile(self, kind, do):
        """Press keys in the dialog that the next key opens; what goes wrong in it is raised afterwards."""
        wrong = []

        def look():
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, kind):
                QTimer.singleShot(50, look)
                return
            try:
                do(dialog)
            except BaseException as error:  # an exception inside Qt's loop would be lost
                wrong.append(error)
                dialog.reject()

        QTimer.singleShot(0, look)
        return wrong


@pytest.fixture
def clerk(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "run", lambda dialog: bool(dialog.exec()))
    clock.freeze(datetime.date(2026, 6, 30))
    found(tmp_path / "青禾乡.db", PASSWORD, Founding("云山县", "青禾乡", ("上庄村", "下庄村")))
    one = Clerk(qtbot)
    one.sit_down()
    yield one
    # What a failed step left unsaved must not ask here, where nobody answers.
    for page in one.window.pages() if database.is_open() else ():
        if page.form is not None:
            page.form.revert()
    one.window.close()
    jobs.finish_quiet()
    one.window.deleteLater()


def texts(name, *columns):
    return [list(row) for row in query.texts(name, columns, list(query.ids(Selection(name)))).values()]


def add_household(clerk):
    clerk.turn_to(2, "household")
    clerk.new_record()
    clerk.fill("hh_no", FIRST)
    clerk.fill("village", "下庄")
    clerk.fill("hh_type", "脱贫户")
    enter()
    table = clerk.roster("member")
    for at, (name, relation, number) in enumerate((("张大山", "1", HEAD), ("李桂花", "2", WIFE), ("张小明", "3", SON))):
        if at:
            press(Qt.Key.Key_Insert)
        clerk.row(table, name=name, relation=relation, id_no=number)
    clerk.save()
    assert texts("member", "name", "sex", "birth", "age") == [
        ["张大山", "男", "1970-01-10", "56"],
        ["李桂花", "女", "1972-02-11", "54"],
        ["张小明", "男", "1995-03-12", "31"],
    ]
    press(Qt.Key.Key_Escape)


def add_project(clerk):
    clerk.turn_to(5, "project")
    clerk.new_record()
    clerk.fill("name", "下庄村灌溉渠")
    clerk.fill("year", "2026")
    table = clerk.roster("fund_line")
    clerk.row(table, source="1", amount="60", received_on="20260310")
    press(Qt.Key.Key_Insert)
    clerk.row(table, source="2", amount="40.5", received_on="20260401")
    control(Qt.Key.Key_Return)  # from the line down to its payments
    payments = table.inner["payment"]
    clerk.until(payments.grid.hasFocus)
    clerk.row(payments, date="20260520", amount="30", payee="示例水利公司")
    clerk.save()
    assert texts("fund_line", "amount") in ([["60.00"], ["40.50"]], [["40.50"], ["60.00"]])
    assert texts("payment", "date", "payee") == [["2026-05-20", "示例水利公司"]]
    press(Qt.Key.Key_Escape)


def add_sale(clerk):
    clerk.turn_to(6, "sale")
    clerk.new_record()
    clerk.fill("date", "20260601")
    clerk.fill("village", "下庄")
    clerk.fill("buyer", "示例县医院")
    clerk.fill("qty", "120")
    clerk.fill("price", "8.5")
    press(Qt.Key.Key_Tab)
    assert clerk.form.pane.rows["amount"].editor.text() == "1020"
    clerk.save()
    assert texts("sale", "amount") == [["1,020.00"]]
    press(Qt.Key.Key_Escape)


def add_second_household(clerk):
    clerk.turn_to(2, "household")
    clerk.new_record()
    clerk.fill("hh_no", SECOND)
    clerk.fill("village", "上庄")
    clerk.fill("head", "王某某")
    clerk.fill("hh_type", "一般农户")
    enter()
    clerk.save()
    press(Qt.Key.Key_Escape)
    clerk.until(lambda: clerk.page.counter.text() == "显示 2 / 共 2 户")


def filter_by_village(clerk):
    def on_village():
        focus = QApplication.focusWidget()
        return isinstance(focus, FilterChip) and focus.path == "village"

    control(Qt.Key.Key_F)
    assert clerk.page.search.hasFocus()
    clerk.tab_to(on_village)
    enter()
    clerk.until(lambda: clerk.page.filters.drop is not None and clerk.page.filters.drop.isActiveWindow())
    keys("2")
    clerk.until(lambda: clerk.page.counter.text() == "显示 1 / 共 2 户")
    press(Qt.Key.Key_Escape)
    clerk.until(on_village)


def open_charts(clerk):
    button = clerk.page.bar.widgetForAction(clerk.page.actions_by_name["chart"])
    assert isinstance(button, QToolButton)
    clerk.tab_to(button.hasFocus, Qt.Key.Key_Backtab)
    press(Qt.Key.Key_Space)
    clerk.until(lambda: clerk.page.charts is not None and clerk.page.charts.isVisible())
    panels = clerk.page.charts.panels()
    clerk.until(lambda: panels[0].draws > 0, 20_000)
    assert sum(sum(value or 0 for value in one.values) for one in panels[0].data.series) == 1


def print_to_pdf(clerk, path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), "PDF (*.pdf)"))

    def in_preview(preview):
        clerk.until(lambda: preview.result_shown is not None, 20_000)
        QTest.keyClick(preview.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        clerk.until(path.exists)
        QTest.keyClick(preview.focusWidget(), Qt.Key.Key_Escape)

    wrong = clerk.meanwhile(PrintPreview, in_preview)
    control(Qt.Key.Key_P)
    assert not wrong, wrong
    clerk.look_at_window()
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, encoding="utf-8", check=True).stdout
    assert FIRST in text and "张大山" in text and HEAD in text and "青禾乡" in text
    assert SECOND not in text and "王某某" not in text


def undo_and_redo(clerk):
    def numbers():
        return [number for (number,) in texts("household", "hh_no")]

    control(Qt.Key.Key_Z)
    clerk.until(lambda: numbers() == [FIRST])
    clerk.until(lambda: clerk.page.counter.text() == "显示 1 / 共 1 户")
    control(Qt.Key.Key_Y)
    clerk.until(lambda: sorted(numbers()) == [FIRST, SECOND])
    clerk.until(lambda: clerk.page.counter.text() == "显示 1 / 共 2 户")


def close_and_reopen(clerk, path):
    control(Qt.Key.Key_Q)
    clerk.until(lambda: not clerk.window.isVisible())
    assert not database.is_open()
    assert FIRST.encode() not in path.read_bytes() and not path.read_bytes().startswith(b"SQLite")

    def type_password(dialog):
        dialog.activateWindow()
        clerk.until(dialog.edit.hasFocus)
        QTest.keyClicks(dialog.edit, PASSWORD)
        QTest.keyClick(dialog.edit, Qt.Key.Key_Return)

    wrong = clerk.meanwhile(PasswordDialog, type_password)
    assert open_ledger(None, path) and not wrong, wrong
    clerk.sit_down()


def test_the_main_job_by_keyboard(clerk, tmp_path, monkeypatch):
    add_household(clerk)
    add_project(clerk)
    add_sale(clerk)
    add_second_household(clerk)
    filter_by_village(clerk)
    open_charts(clerk)
    print_to_pdf(clerk, tmp_path / "农户.pdf", monkeypatch)
    undo_and_redo(clerk)
    close_and_reopen(clerk, tmp_path / "青禾乡.db")
    assert isinstance(clerk.window, QMainWindow) and "青禾乡" in clerk.window.windowTitle()
    wanted = {"village": 2, "household": 2, "member": 3, "project": 1, "fund_line": 2, "payment": 1, "sale": 1}
    assert {name: query.count(Selection(name)) for name in wanted} == wanted
    clerk.turn_to(2, "household")
    assert clerk.page.counter.text() == "显示 1 / 共 2 户"
    enter()
    clerk.until(lambda: clerk.form is not None and clerk.form.isVisible())
    assert [row.values["name"] for row in clerk.form.lists["member"]] == ["张大山", "李桂花", "张小明"]
    assert ledger("member").model.select().count() == 3
    control(Qt.Key.Key_Q)
    clerk.until(lambda: not database.is_open())
