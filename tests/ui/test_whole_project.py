"""A project by keys from its first field to the report: stages, fund line, payments, asset, 对账 with nothing left."""

import datetime

import pytest
from PySide6.QtCore import Qt

from models import clock, ledger_file, query, record
from models.ledger import ledger
from models.query import Selection
from models.reports import returns
from models.rules import reconcile
from ui.main_window import MainWindow
from widgets import jobs


@pytest.fixture
def window(qtbot, tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    record.save("village", {"name": "青禾村", "seq": 1})
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    jobs.finish_quiet()


class Keys:
    """What a clerk types, wherever the cursor is."""

    def __init__(self, qtbot, window):
        self.qtbot, self.window = qtbot, window

    def press(self, key, *, control=False):
        held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(self.window.focusWidget(), key, held)

    def type(self, *texts):
        """Each text and Enter; a blank one leaves the field as it is."""
        for text in texts:
            for char in text:
                self.qtbot.keyClicks(self.window.focusWidget(), char)
            self.press(Qt.Key.Key_Return)

    def roster(self, name):
        """F6 until the cursor is in a roster."""
        for _ in range(20):
            if self.window.focusWidget().accessibleName() == f"{name}名单":
                return
            self.press(Qt.Key.Key_F6)
        raise AssertionError(name)


def only(name):
    (id,) = query.ids(Selection(name))
    return record.load(ledger(name), [id])[id]


def test_a_project_is_entered_by_keys_and_nothing_is_written_twice(window, qtbot):
    keys = Keys(qtbot, window)
    page = window.show_page("project")
    page.new_record()
    keys.type("P-1", "canal", "2026", "1", "1", "1", "1", "2")
    keys.type("", "2 km", "2", "km", "50", "48", "48")
    keys.roster("实施村")
    keys.type("qhc")
    keys.roster("阶段记录")
    for stage, day in (("3", "20260110"), ("6", "20260301"), ("8", "20260530"), ("9", "20260610")):
        keys.type(stage, "", day, "", "")
    keys.roster("资金")
    keys.type("1", "doc1", "50", "20260111", "")  # Enter in the blank row below goes on to the payments
    assert window.focusWidget().accessibleName() == "拨付名单"
    keys.type("20260401", "300000", "", "", "", "20260615", "180000", "", "", "")
    keys.roster("形象进度")
    keys.type("202605", "100", "")
    page.form.pane.rows["targets"].editor.set_value("建成2公里")
    page.form.pane.rows["linkage"].editor.set_value("01")
    keys.press(Qt.Key.Key_S, control=True)
    assert page.form.id is not None, page.form.open_items.text()

    project = only("project")
    assert [project[name] for name in ("stage", "start_real", "end_real", "accepted_on", "progress")] == [
        "09", "2026-03-01", "2026-05-30", "2026-06-10", 10_000,
    ]  # fmt: skip
    assert query.totals(Selection("payment"), ("amount",)) == {"amount": 480_000_00}
    assert query.count(Selection("payment")) == 2

    asset = window.show_page("asset")
    asset.new_record()
    keys.type("", "canal", "2", "canal", "qhc", "202606", "", "", "")
    keys.type("48")
    for name, text in (("owner", "青禾村"), ("keeper", "王某某")):
        asset.form.pane.rows[name].editor.set_value(text)
    keys.press(Qt.Key.Key_S, control=True)
    assert asset.form.id is not None, asset.form.open_items.text()
    assert only("asset")["project"] == project["id"]

    (row,) = returns.build("R15", "2026-06").tables[0].rows
    texts = [cell.text for cell in row.cells]
    assert "canal" in texts and "96.00" in texts, texts
    assert [one.text for one in reconcile.breaks()] == []
