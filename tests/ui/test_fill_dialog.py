"""The county's form filled with keys only: open the blank, look, correct a column, choose the month, save."""

import zipfile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from models import query
from models.exchange.fill import memory
from models.query import Selection
from ui.fill_dialog import CHOOSE, REVIEW, FillDialog
from widgets import jobs


def settle(qtbot):
    qtbot.waitUntil(lambda: not jobs.busy(), timeout=20_000)


def blank(path, heads=("序号", "行政村", "户主姓名", "身份证号", "家庭人口", "监测对象类别", "上报编号")):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    book = xlsxwriter.Workbook(str(path))
    sheet, frame = book.add_worksheet("监测"), book.add_format({"border": 1})
    sheet.write(0, 0, "监测对象名单")
    sheet.write(1, 0, "填报单位：")
    for column, text in enumerate(heads):
        sheet.write(2, column, text, frame)
        for row in (3, 4):
            sheet.write_blank(row, column, None, frame)
    sheet.write(5, 0, "合计", frame)
    sheet.write_formula(5, 4, "=SUM(E4:E5)", frame, 0)
    book.close()
    return path


def opened(qtbot, *arguments, **more):
    dialog = FillDialog(None, *arguments, **more)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    settle(qtbot)
    return dialog


def test_a_form_is_filled_corrected_and_saved_with_keys(qtbot, filled, tmp_path, monkeypatch):
    file, out = blank(tmp_path / "名单.xlsx"), tmp_path / "名单_已填.xlsx"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    dialog = opened(qtbot)
    assert dialog.pages.currentIndex() == CHOOSE and dialog.focusWidget() is dialog.choose
    qtbot.keyClick(dialog.choose, Qt.Key.Key_Space)
    settle(qtbot)
    assert dialog.pages.currentIndex() == REVIEW
    episodes = query.count(Selection("episode").where("state", "not in", ["99"]))
    assert dialog.filled.records == episodes > 2
    assert "上报编号" in dialog.side.open.item(0).text()

    # Down to the first row, along to the column nobody knows.
    dialog.grid.go(4, 1)
    for _ in range(6):
        qtbot.keyClick(dialog.grid, Qt.Key.Key_Right)
    assert dialog.side.title.text() == "上报编号" and "不填" in dialog.side.words.text()
    dialog.side.search.setFocus()
    qtbot.keyClicks(dialog.side.search, "hbh")
    qtbot.keyClick(dialog.side.search, Qt.Key.Key_Return)
    labels = [dialog.side.choices.item(at).text() for at in range(dialog.side.choices.count())]
    assert "户编号 · 农户" in labels
    dialog.side.choices.setCurrentRow(labels.index("户编号 · 农户"))
    qtbot.keyClick(dialog.side.choices, Qt.Key.Key_Return)
    settle(qtbot)
    numbers = [one.value for one in dialog.filled.cells if one.column == 7]
    known = {row[0] for row in query.texts("household", ("hh_no",), list(query.ids(Selection("household")))).values()}
    assert len(numbers) == episodes and set(numbers) <= known
    assert "来自：监测对象" in dialog.side.record.text()

    dialog.scope.village.setFocus()
    qtbot.keyClick(dialog.scope.village, Qt.Key.Key_Down)
    dialog.scope.changed.emit()
    settle(qtbot)
    village = dialog.scope.village.currentText()
    assert {one.value for one in dialog.filled.cells if one.column == 2 and one.row > 3} == {village}

    qtbot.keyClick(dialog.go, Qt.Key.Key_Space)
    settle(qtbot)
    assert dialog.open_file.isVisible() and out.name in dialog.summary.text()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(out) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"xl/worksheets/sheet1.xml"}
    # Next month it is known.
    assert len(memory.kept()) == 1
    again = opened(qtbot, file=file)
    assert again.form.known and "照上次的填法" in again.summary.text()


def test_for_one_household_its_card_is_filled(qtbot, filled, tmp_path):
    home = query.ids(Selection("household"))[0]
    name = query.texts("household", ("head",), [home])[home][0]
    file = blank(tmp_path / "名册.xlsx", ("姓名", "与户主关系", "性别", "出生日期", "民族"))
    dialog = opened(qtbot, None, ("household", home), file)
    members = query.count(Selection("member").where("household", "in", [home]).where("state", "not in", ["03"]))
    assert dialog.scope.household.text() == name
    assert dialog.filled.records == members
    # Another household, typed by its number.
    assert dialog.scope.scope().household == home


def test_what_stays_open_leads_to_its_cell(qtbot, filled, tmp_path):
    dialog = opened(qtbot, file=blank(tmp_path / "名单.xlsx"))
    dialog.side.open.setFocus()
    dialog.side.open.setCurrentRow(-1)
    qtbot.keyClick(dialog.side.open, Qt.Key.Key_Down)
    assert (dialog.grid.currentRow() + 1, dialog.grid.currentColumn() + 1) == (4, 7)
    assert dialog.side.title.text() == "上报编号"


def test_the_list_that_one_comes_from_is_what_is_filled(qtbot, filled, tmp_path):
    chosen = Selection("episode").where("eliminated", "in", [True])
    dialog = opened(qtbot, chosen, file=blank(tmp_path / "名单.xlsx"))
    assert dialog.filled.records == query.count(chosen) < query.count(Selection("episode"))


def test_a_damaged_blank_is_refused_with_a_sentence(qtbot, filled, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr("widgets.messages.show_error", lambda _parent, error: told.append(str(error)))
    file = tmp_path / "坏.xlsx"
    file.write_bytes(b"no zip")
    dialog = opened(qtbot, file=file)
    assert dialog.pages.currentIndex() == CHOOSE and "打不开" in told[0]


def test_the_household_page_and_the_lists_lead_to_it(qtbot, filled, monkeypatch):
    from ui.main_window import MainWindow

    shown = []
    monkeypatch.setattr("widgets.messages.run", lambda dialog: shown.append(dialog))
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    home = query.ids(Selection("household"))[0]
    window.open_page("profile", home)
    page = next(one for one in window.findChildren(object) if type(one).__name__ == "ProfilePage")
    page.fill_one.trigger()
    assert shown[-1].about == ("household", home)
    next(a for a in window.menuBar().actions()[0].menu().actions() if a.text() == "填县里的表…").trigger()
    assert shown[-1].about is None and shown[-1].selection is None


def test_how_forms_are_filled_is_handed_on(qtbot, filled, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr("widgets.messages.tell", lambda _parent, title, text, *_: told.append(text))
    dialog = opened(qtbot, file=blank(tmp_path / "名单.xlsx"))
    memory.keep(dialog.form.plan, "名单.xlsx")
    qtbot.keyClick(dialog.back, Qt.Key.Key_Space)
    assert dialog.kept.words.text() == "记住了 1 张表的填法"
    file = tmp_path / "填法.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    qtbot.keyClick(dialog.kept.hand, Qt.Key.Key_Space)
    memory.forget(next(iter(memory.kept())))
    qtbot.keyClick(dialog.kept.take, Qt.Key.Key_Space)
    assert len(memory.kept()) == 1 and "1 张表" in told[-1]
