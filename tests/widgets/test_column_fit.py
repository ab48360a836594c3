"""Widths of columns: texts are shown whole where there is room, titles fold before columns leave the screen."""

import pytest
from PySide6.QtGui import QFont, QFontMetrics

from models import record, settings
from models.query import Selection
from tests.widgets import list_samples
from widgets import record_table
from widgets.column_fit import Need, fit, fold, widest
from widgets.record_form import RecordForm
from widgets.record_table import RecordTable

SHORT, CUT, LONG_TITLE = Need(100, 90, 60, 50), Need(100, 90, 60, 220), Need(150, 180, 100, 40)


def test_a_cut_text_gets_the_room_that_is_left():
    assert fit([SHORT, CUT], 400) == ([100, 220], False)
    assert fit([SHORT, CUT], 250) == ([100, 150], False)


def test_the_column_that_lacks_least_is_served_first():
    assert fit([Need(100, 90, 60, 300), CUT], 350)[0] == [130, 220]


def test_without_room_titles_fold_and_columns_shrink_to_what_they_show():
    assert fit([SHORT, CUT, LONG_TITLE], 300) == ([60, 140, 100], True)
    assert fit([SHORT, CUT, LONG_TITLE], 100) == ([60, 100, 100], True)


def test_a_dragged_column_stays_as_it_is():
    dragged = Need(120, 90, 60, 300, fixed=True)
    assert fit([SHORT, dragged], 1000)[0] == [100, 120]
    assert fit([SHORT, dragged], 100)[0] == [60, 120]
    assert fit([dragged], 50) == ([120], False)


@pytest.mark.parametrize(
    "title", ["年度家庭人口数（人）", "是否解决安全饮用水", "其中832平台（元）", "工资性收入（元）"]
)
def test_a_long_title_breaks_where_it_reads_well(qapp, title):
    measure = QFontMetrics(qapp.font())
    first, second = fold(title, measure)
    assert first + second == title and second
    assert second[0] not in "）" and first[-1] not in "（" and not (first[-1].isdigit() and second[0].isdigit())
    wide = max(measure.horizontalAdvance(first), measure.horizontalAdvance(second))
    assert wide < measure.horizontalAdvance(title) * 0.8


def test_a_short_title_stays_in_one_line(qapp):
    assert fold("行政村", QFontMetrics(qapp.font())) == ("行政村", "")


def test_the_widest_text_is_found_without_measuring_all(qapp):
    measure = QFontMetrics(qapp.font())
    assert widest(["甲", "甲乙丙", "abcd"], measure) == measure.horizontalAdvance("甲乙丙")
    assert widest([], measure) == 0


@pytest.fixture
def table(qtbot, tmp_path):
    list_samples.make(tmp_path / "t.db")
    shown = RecordTable()
    qtbot.addWidget(shown)
    shown.resize(1100, 400)
    settings.put("table.household", {"columns": ["head", "members_now", "arable_mu", "remark"]})
    shown.show()
    return shown


def test_the_list_widens_a_cut_column_and_folds_titles_when_the_window_narrows(qtbot, table):
    name = "这一户的情况写得很长，一行里要看得完才好"
    record.save("household", {"village": 1, "hh_no": "005999999", "remark": name})
    table.set_selection(Selection("household", order=("-hh_no",)))
    whole = table.fontMetrics().horizontalAdvance(name)
    assert table.columnWidth(3) > whole and not table.head.folded
    usual = table.head.height()
    table.resize(320, 400)
    qtbot.waitUntil(lambda: table.head.folded, timeout=20_000)
    assert table.columnWidth(3) < whole and table.head.height() > usual
    table.resize(1100, 400)
    qtbot.waitUntil(lambda: not table.head.folded, timeout=20_000)
    assert table.columnWidth(3) > whole and table.head.height() == usual


def test_only_dragged_widths_are_remembered(table):
    table.set_selection(Selection("household"))
    table.remember()
    assert settings.get("table.household")["widths"] == {}
    table.setColumnWidth(3, 321)
    table.remember()
    assert settings.get("table.household")["widths"] == {"remark": 321}
    table.reset_columns()
    assert settings.get("table.household")["widths"] == {}


def test_a_roster_gives_spare_room_to_a_cut_text(qtbot, tmp_path):
    _, ids = list_samples.make(tmp_path / "t.db", 1)
    long = "家里有人大病住院，自付费用高，要帮着申请医疗救助和临时救助"
    plan = record.save("assist_plan", {"household": ids[0], "made_on": "2026-01-05"}).id
    record.save("measure", {"plan": plan, "household": ids[0], "group": "03", "content": long})
    form = RecordForm()
    qtbot.addWidget(form)
    form.resize(1500, 700)
    form.start("assist_plan", plan)
    form.show()
    grid = form.tables["measure"].grid
    at = [one.path for one in grid.rows.columns].index("content")
    qtbot.waitUntil(lambda: grid.columnWidth(at) > grid.fontMetrics().horizontalAdvance(long), timeout=20_000)
    assert sum(grid.columnWidth(one) for one in range(grid.model().columnCount())) <= grid.viewport().width()


def test_the_same_rows_are_measured_once_however_often_the_room_changes(table, monkeypatch):
    table.set_selection(Selection("household"))
    assert table.records.first_texts()
    measured = []
    monkeypatch.setattr(record_table, "widest", lambda texts, measure: measured.append(len(texts)) or 40)
    table._measured = ([], table.font(), [])
    for width in (900, 1000, 950):
        table.resize(width, 400)
    assert len(measured) == len(table.records.paths)
    table.setFont(QFont(table.font().family(), table.font().pointSize() + 3))
    table.resize(1100, 400)
    assert len(measured) == 2 * len(table.records.paths)
