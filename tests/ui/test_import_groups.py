"""Several people in one row of a table: each is a row of the preview, mended, left out and written for itself."""

import datetime

import pytest
from PySide6.QtCore import Qt

from models import clock, ledger_file
from models.exchange import failed
from models.exchange.read import open_book
from models.ledger import ledger
from models.record import load
from tests.models.exchange.books import book
from tests.ui.test_import_mending import IDS, go, key, mend, number, opened, verdicts
from ui.import_columns import TARGET
from ui.import_wizard import RECEIPT

NUMBERED = ["户编号", "行政村", "姓名1", "证件号码1", "与户主关系1", "姓名2", "证件号码2", "与户主关系2"]
UNNUMBERED = [one.rstrip("12") for one in NUMBERED]
OTHER = number("50029719740105513")
ROWS = [
    ["0100", "青山村", "张甲", IDS[0], "户主", "李乙", IDS[1][:10], "其他"],
    ["0200", "青山村", "王丙", IDS[2], "户主", "", "", ""],
    ["0300", "青山村", "赵丁", IDS[3], "户主", "钱戊", IDS[4], "其他"],
]


@pytest.fixture
def file(qtbot, tmp_path):
    clock.freeze(datetime.date(2026, 7, 1))
    ledger_file.create(tmp_path / "台账.db")
    return tmp_path


@pytest.fixture
def wizard(qtbot, file):
    wizard = opened(qtbot, book(file / "花名册.xlsx", 成员=[NUMBERED, *ROWS]))
    wizard.rows.table.setFocus()
    return wizard


def margin(wizard):
    model = wizard.rows.model
    return [model.headerData(at, Qt.Orientation.Vertical) for at in range(model.rowCount())]


def people():
    of = ledger("member")
    found = load(of, [id for (id,) in of.model.select(of.model.id).tuples()]).values()
    return sorted((one["name"], one["id_no"]) for one in found)


def test_each_person_is_a_row_and_is_mended_where_it_stands_in_the_sheet(qtbot, wizard):
    model = wizard.rows.model
    assert margin(wizard) == ["2-1", "2-2", "3-1", "4-1", "4-2"] and "各成一条记录" in wizard.where.text()
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(3, model.columnCount())]
    assert titles == ["户编号", "行政村", "姓名", "证件号码", "与户主关系"]
    assert verdicts(wizard) == ["新增", "有误", "新增", "新增", "新增"]
    key(qtbot, wizard, Qt.Key.Key_F8)
    assert wizard.rows.table.currentIndex().data() == IDS[1][:10]
    assert wizard.rows.panel.heading.text().startswith("第 2 行第 2 组")
    mend(qtbot, wizard, IDS[1])
    assert verdicts(wizard) == ["新增"] * 5 and wizard.rows.table.currentIndex().data() == IDS[1]
    assert wizard.plans[0].sheets[0].corrections.cells == {2: {7: IDS[1]}}
    key(qtbot, wizard, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert verdicts(wizard)[1] == "有误"
    key(qtbot, wizard, Qt.Key.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert wizard.pages.currentIndex() == RECEIPT
    assert people() == sorted(zip(("张甲", "李乙", "王丙", "赵丁", "钱戊"), IDS, strict=False))


def test_what_people_of_a_row_share_is_mended_for_both(qtbot, wizard):
    index = go(wizard, 4, "户编号")
    mend(qtbot, wizard, "0301")
    assert index.data() == "0301" and go(wizard, 3, "户编号").data() == "0301"
    assert go(wizard, 2, "户编号").data() == "0200"


def test_one_person_of_a_row_is_left_out_or_added_without_the_other(qtbot, wizard):
    go(wizard, 4, "姓名")
    key(qtbot, wizard, Qt.Key.Key_Space)
    assert verdicts(wizard) == ["新增", "有误", "新增", "新增", "跳过"]
    go(wizard, 0, "姓名")
    key(qtbot, wizard, Qt.Key.Key_Space)
    assert verdicts(wizard) == ["跳过", "有误", "新增", "新增", "跳过"]
    key(qtbot, wizard, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert verdicts(wizard)[0] == "新增" and wizard.focusWidget() is wizard.rows.table
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert [name for name, _ in people()] == sorted(["张甲", "王丙", "赵丁"])


def test_a_number_twice_in_one_row_is_told(qtbot, file):
    row = [*ROWS[2][:6], IDS[3], "其他"]
    wizard = opened(qtbot, book(file / "花名册.xlsx", 成员=[NUMBERED, row, ROWS[1]]))
    assert verdicts(wizard) == ["新增", "有误", "新增"]


def test_columns_that_repeat_without_a_number_are_asked_for(qtbot, file):
    wizard = opened(qtbot, book(file / "花名册.xlsx", 成员=[UNNUMBERED, *ROWS]))
    columns = wizard.columns.model
    assert columns.open_questions() == [5, 6, 7]
    assert [columns.index(at, TARGET).data() for at in (2, 5)] == ["姓名（第 1 组）", "姓名（第 2 组）"]
    wizard.rows.table.setFocus()
    assert margin(wizard) == ["2-1", "2-2", "3-1", "4-1", "4-2"]
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert wizard.pages.currentIndex() != RECEIPT and wizard.parts.currentWidget() is wizard.columns
    key(qtbot, wizard, Qt.Key.Key_F9)
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert wizard.pages.currentIndex() == RECEIPT and len(people()) == 4


def test_the_row_that_is_given_back_has_its_wrong_cell_marked_where_it_stands(qtbot, wizard, file):
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    receipt = wizard.receipt
    wrong = [(row, note.column) for row, note in receipt.sheets[0].problems if note.level == "error"]
    assert wrong == [(2, "G")] and list(receipt.sheets[0].failed) == [2]
    out = file / "待改.xlsx"
    failed.write_failed(receipt, wizard.plans, out)
    header, *rows = open_book(out)[0].rows()
    assert header[-1] == "问题说明" and "证件号码" in rows[0][-1]
