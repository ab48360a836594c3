import datetime
import importlib
import pkgutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout

from models import clock, ledger_file, record
from models.ledger import ledger, tabs
from ui import pages
from ui.main_window import MainWindow
from ui.pages.base import PageWidget
from ui.pages.worklist import WorklistPage
from ui.tab_page import AboutPage, TabPage
from widgets import jobs


class Told(PageWidget):
    """What it was asked to show."""

    watched = ("household",)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.label, self.reads, self.id = QLabel(self), 0, 0
        QVBoxLayout(self).addWidget(self.label)

    def load(self, id):
        self.id = id
        self.refresh()

    def refresh(self):
        self.reads += 1


def load_all(name):
    of = ledger(name)
    return record.load(of, [id for (id,) in of.model.select(of.model.id).tuples()])


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    found = (
        pages.Page("told_tab", "一览", Told, tab="households", order=99),
        pages.Page("told_one", "户情", Told, about="household"),
    )
    monkeypatch.setattr(pages, "pages", lambda: found)
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "台账.db", "qinghe-2026")
    village = record.save("village", {"name": "清溪村"}).id
    record.save("household", {"village": village, "head": "王某某", "hh_type": "01"})
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    jobs.finish_quiet()


def test_a_page_is_listed_in_its_tab_and_reads_only_while_it_is_seen(window, qtbot):
    page = window.open_page("told_tab")
    assert page.isVisible()
    assert window.tab_of("household").names[-1] == "told_tab"
    seen = page.reads
    window.show_page("household")
    record.save("household", {"village": next(iter(load_all("village"))), "head": "李某某"})
    qtbot.wait(50)
    assert page.reads == seen
    window.open_page("told_tab")
    assert page.reads == seen + 1


def test_the_button_opens_the_page_about_the_chosen_record_and_alt_left_leads_back(window, qtbot):
    page = window.show_page("household")
    qtbot.waitUntil(lambda: bool(len(page.table.ids())))
    button = next(one for one in page.bar.findChildren(QToolButton) if one.text() == "户情")
    page.table.selectRow(0)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    tab = window.tabs.currentWidget()
    assert isinstance(tab, TabPage)
    frame = tab.current()
    assert isinstance(frame, AboutPage)
    assert frame.inner.id == page.table.ids()[0]
    qtbot.keyClick(frame.inner, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert tab.current() is page


def test_without_a_chosen_record_the_button_says_so(window, qtbot):
    page = window.show_page("household")
    page.table.clearSelection()
    page.actions_by_name["told_one"].trigger()
    assert window.tabs.currentWidget().current() is page
    assert "请先" in page.told.text()


def test_every_page_of_the_program_is_well_described():
    names = [one.name for one in pages.pages()]
    assert len(names) == len(set(names))
    for one in pages.pages():
        assert one.title
        assert bool(one.tab) != bool(one.about), one.name
        assert ledger(one.about) if one.about else one.tab in {"home", *(tab.name for tab in tabs())}


def test_every_page_that_is_written_is_listed_and_can_be_made(qtbot, tmp_path):
    ledger_file.create(tmp_path / "台账.db", "qinghe-2026")
    made = {type(one.make()) for one in pages.pages()}
    assert all(issubclass(one, PageWidget) for one in made)
    written = set()
    for info in pkgutil.iter_modules(pages.__path__):
        file = importlib.import_module(f"ui.pages.{info.name}")
        mine = (one for one in vars(file).values() if isinstance(one, type) and one.__module__ == file.__name__)
        written |= {one for one in mine if issubclass(one, PageWidget)}
    shared = {PageWidget, WorklistPage}
    assert written - shared <= made
    jobs.finish_quiet()
