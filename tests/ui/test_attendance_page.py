"""The attendance calendar, driven by keys (domain.md §11)."""

import datetime
import io

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from models import clock, ledger_file, operation, query, record
from models.query import Selection
from models.record import Refused
from models.reports import returns
from models.reports.attendance import month_table
from models.reports.paper import PaperSettings, render
from models.rules import attendance
from models.workdays import is_workday
from ui.pages import attendance as attendance_page
from ui.pages.attendance import AttendancePage
from widgets import jobs

TODAY = datetime.date(2026, 6, 17)


@pytest.fixture
def team(tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    values = {"village": village, "sending_unit": "某局"}
    one = record.save("team_member", {**values, "name": "程远航", "role": "01", "start": "2026-06-03"}).id
    two = record.save("team_member", {**values, "name": "季晓岚", "role": "03"}).id
    record.save("team_member", {**values, "name": "卢建川", "role": "03", "end": "2026-05-31"})
    yield one, two
    jobs.finish_quiet()
    ledger_file.close()
    clock.freeze(None)


@pytest.fixture
def page(team, qtbot):
    made = AttendancePage()
    qtbot.addWidget(made)
    made.resize(1266, 620)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.sheet.setFocus()
    return made


def go(page, row, day):
    page.sheet.put_cursor(row, page.sheet.cells.column_of(day))


def text(page, row, day):
    cells = page.sheet.cells
    return cells.sign(cells.month.rows[row], day)


def press(qtbot, page, *keys):
    for key in keys:
        if isinstance(key, str):
            qtbot.keyClicks(page.sheet, key)
        else:
            qtbot.keyClick(page.sheet, key)


def test_only_those_who_serve_in_the_month_are_listed(page):
    assert [one.name for one in page.sheet.cells.month.rows] == ["程远航", "季晓岚"]
    assert page.sheet.currentIndex().column() == page.sheet.cells.column_of(17)


def test_digits_write_day_after_day_and_can_be_undone(page, qtbot):
    go(page, 1, 1)
    press(qtbot, page, "1", "2", "3", "4")
    assert [text(page, 1, day) for day in (1, 2, 3, 4, 5)] == ["√", "出", "培", "假", ""]
    assert query.count(Selection("attendance")) == 4
    assert page.sheet.cells.index(1, 0).data() == "2" and page.sheet.cells.index(1, 1).data() == "1"
    operation.undo_last()
    page.refresh()
    assert text(page, 1, 4) == "" and query.count(Selection("attendance")) == 3


def test_a_block_is_written_at_once_and_cleared_at_once(page, qtbot):
    cells = page.sheet.cells
    page.sheet.select_block([1], range(cells.column_of(8), cells.column_of(12) + 1))
    press(qtbot, page, "1")
    assert [text(page, 1, day) for day in range(8, 13)] == ["√"] * 5
    assert "已登记 5 天" in page.note.text()
    press(qtbot, page, Qt.Key.Key_Delete)
    assert query.count(Selection("attendance")) == 0


def test_halves_split_a_day_and_join_again(page, qtbot):
    go(page, 1, 5)
    press(qtbot, page, "1")
    page.half.setCurrentIndex(2)
    go(page, 1, 5)
    press(qtbot, page, "4")
    assert text(page, 1, 5) == "√/假" and page.sheet.cells.index(1, 0).data() == "0.5"
    go(page, 1, 5)
    press(qtbot, page, "1")
    assert text(page, 1, 5) == "√" and query.count(Selection("attendance")) == 1
    page.half.setCurrentIndex(1)
    go(page, 1, 5)
    press(qtbot, page, Qt.Key.Key_Delete)
    assert text(page, 1, 5) == "/√"


def test_days_to_come_and_days_outside_the_term_are_refused_in_words(page, qtbot):
    go(page, 1, 18)
    press(qtbot, page, "1")
    assert "还没到" in page.note.text() and query.count(Selection("attendance")) == 0
    go(page, 0, 2)
    press(qtbot, page, "1")
    assert "不在程远航的驻村时间里" in page.note.text() and query.count(Selection("attendance")) == 0
    go(page, 0, 3)
    press(qtbot, page, "1")
    assert query.count(Selection("attendance")) == 1


def test_a_block_of_a_spreadsheet_is_pasted_and_what_is_strange_is_told(page, qtbot):
    QGuiApplication.clipboard().setText("√\t公出\t请假\r\n△\t猫\t√/假\r\n")
    go(page, 0, 8)
    qtbot.keyClick(page.sheet, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [text(page, 0, day) for day in (8, 9, 10)] == ["√", "出", "假"]
    assert [text(page, 1, day) for day in (8, 9, 10)] == ["培", "", "√/假"]
    assert "看不懂（猫）" in page.note.text()
    page.sheet.select_block([0, 1], range(page.sheet.cells.column_of(8), page.sheet.cells.column_of(10) + 1))
    qtbot.keyClick(page.sheet, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "√\t出\t假\r\n培\t\t√/假\r\n"


def test_blanks_are_filled_by_the_working_calendar_up_to_today(page, qtbot):
    qtbot.mouseClick(page.fill, Qt.MouseButton.LeftButton)
    # 17 June 2026 is a Wednesday; the first serves from the 3rd on.
    assert text(page, 0, 2) == "" and text(page, 0, 3) == "√" and text(page, 0, 17) == "√" and text(page, 0, 18) == ""
    assert text(page, 1, 6) == "休" and text(page, 1, 7) == "休"
    before = query.count(Selection("attendance"))
    qtbot.mouseClick(page.fill, Qt.MouseButton.LeftButton)
    assert query.count(Selection("attendance")) == before and "没有空白" in page.note.text()


def test_another_month_by_keys_and_never_the_future(page, qtbot):
    qtbot.keyClick(page.sheet, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.title.text() == "2026年5月"
    assert [one.name for one in page.sheet.cells.month.rows] == ["卢建川", "季晓岚"]
    qtbot.keyClick(page.sheet, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert page.title.text() == "2026年6月" and not page.after.isEnabled()
    qtbot.keyClick(page.sheet, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert page.title.text() == "2026年6月"


def test_a_month_that_is_over_is_judged(page, team, qtbot):
    _, two = team
    attendance.put([(two, f"2026-05-{day:02d}", "00", "01") for day in range(1, 20)])
    page.go(-1)
    assert page.sheet.cells.index(1, 2).data() == "未达标"
    attendance.put([(two, "2026-05-20", "00", "02")])
    page.refresh()
    assert page.sheet.cells.index(1, 2).data() == "达标"


def test_leave_that_the_calendar_contradicts_is_marked(page, team, qtbot):
    _, two = team
    record.save(
        "leave", {"member": two, "kind": "01", "first": "2026-06-10", "last": "2026-06-11", "approver": "乡党委"}
    )
    go(page, 1, 10)
    press(qtbot, page, "1", "4")
    cells = page.sheet.cells
    tips = [cells.index(1, cells.column_of(day)).data(Qt.ItemDataRole.ToolTipRole) for day in (10, 11)]
    assert "登记过请假" in tips[0] and "登记过请假" not in tips[1]


def test_without_members_the_page_says_what_to_do(tmp_path, qtbot):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "b.db")
    made = AttendancePage()
    qtbot.addWidget(made)
    made.show()
    assert made.empty.isVisible() and "驻村队员" in made.empty.text() and not made.print.isEnabled()
    ledger_file.close()


def test_half_a_change_is_never_written(team):
    one, two = team
    with pytest.raises(Refused):
        attendance.put([(two, "2026-06-05", "00", "01"), (one, "2026-06-01", "00", "01")])
    assert query.count(Selection("attendance")) == 0


@pytest.mark.parametrize(
    ("cell", "found"),
    [("√", {"00": "01"}), ("", {}), ("请假", {"00": "04"}), ("√／休", {"01": "01", "02": "05"}), ("/假", {"02": "04"}),
     ("猫", None), ("√/√/√", None)],
)  # fmt: skip
def test_cells_are_read_as_they_are_written(cell, found):
    assert attendance.parse(cell) == found


def test_the_month_prints_on_one_sheet_with_its_legend(team):
    _, two = team
    attendance.put([(two, "2026-06-05", "00", "01")])
    table = month_table(attendance.month_of(2026, 6))
    assert "√ 在岗" in table.notes[0] and "（2026年6月）" in table.subtitle
    result = render((table,), PaperSettings())
    assert result.pages == 1 and not result.clipped


def test_a_month_of_four_is_kept_in_a_few_keys_and_printed_as_r19(page, team, qtbot, monkeypatch):
    village = query.ids(Selection("village"))[0]
    for name in ("卢建新", "裴雨晴"):
        record.save("team_member", {"village": village, "name": name, "role": "03", "start": "2025-01-01"})
    clock.freeze(datetime.date(2026, 7, 1))
    record.save("team_member", {"start": "2025-01-01"}, id=team[0])
    page.refresh()
    qtbot.keyClick(page.sheet, Qt.Key.Key_F9)
    rows = [one.name for one in page.sheet.cells.month.rows]
    assert page.title.text() == "2026年6月" and len(rows) == 4
    assert all(text(page, row, day) for row in range(4) for day in range(1, 31))
    # What was otherwise: three days of leave for one, a week of training for another, a day of absence.
    for row, day, keys in ((0, 8, "444"), (1, 22, "33333"), (2, 26, "6")):
        go(page, row, day)
        press(qtbot, page, *keys)
    printed = []
    monkeypatch.setattr(attendance_page, "preview", lambda *words: printed.append(words[3]()[0]))
    qtbot.keyClick(page.sheet, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert len(printed[0].rows) == 4

    work = sum(is_workday(datetime.date(2026, 6, day)) for day in range(1, 31))
    made = returns.build("R19", "2026-06")
    told = {row.cells[1].text: [cell.text for cell in row.cells] for row in made.tables[0].rows}
    assert set(told) == set(rows)
    days = {name: [int(float(one)) for one in texts[4:10]] for name, texts in told.items()}
    # 在岗 公出 培训 请假 休息 旷岗
    assert days[rows[0]] == [work - 3, 0, 0, 3, 30 - work, 0]
    assert days[rows[1]] == [work - 5, 0, 5, 0, 30 - work, 0]
    assert days[rows[2]] == [work - 1, 0, 0, 0, 30 - work, 1]
    assert days[rows[3]] == [work, 0, 0, 0, 30 - work, 0]
    pages = PdfReader(io.BytesIO(returns.paper(made).pdf)).pages
    assert len(pages) == 1 and all(name in pages[0].extract_text() for name in rows)
