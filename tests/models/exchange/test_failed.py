import datetime
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import PatternFill

from models import clock, ledger_file, operation, query
from models.database import Trouble
from models.exchange import failed, importer
from models.exchange.corrections import LEAVE_OUT
from models.exchange.importer import DONE, PROBLEMS
from models.exchange.own_book import WRONG
from models.id_number import check_digit
from models.query import Selection

IDS = [f"5002971973050{at}135" + check_digit(f"5002971973050{at}135") for at in range(1, 5)]
BAD = IDS[1][:17] + ("0" if IDS[1][17] != "0" else "1")
HEADERS = ["姓名", "证件号码", "行政村", "民族"]
ROWS = [["甲", IDS[0], "青山村", "汉族"], ["乙", BAD, "青山村", "汉族"], ["丙", IDS[2], "", "苗族"]]


@pytest.fixture(autouse=True)
def file(tmp_path):
    clock.freeze(datetime.date(2026, 7, 1))
    ledger_file.create(tmp_path / "台账.db")
    return tmp_path


def styled(path):
    """A clerk's workbook: banner, merged header, colours, widths, a formula, a second sheet, print set-up."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "名单"
    page.append(["青山村花名册 & 名单"])
    page.merge_cells("A1:D1")
    page.append(HEADERS)
    for row in ROWS:
        page.append(row)
    page["B4"].fill = PatternFill("solid", fgColor="FF00FF00")
    page["B4"].number_format = "@"
    page["A7"] = "合计"
    page["B7"] = "=COUNTA(A3:A5)"
    page.column_dimensions["B"].width = 33
    page.page_setup.orientation = "landscape"
    book.create_sheet("说明")["A1"] = "别动我"
    book.save(path)
    return path


def members(path):
    with zipfile.ZipFile(path) as package:
        return {one: package.read(one) for one in package.namelist()}


def taken_in(path):
    plans = importer.prepare(path)
    return plans, importer.run(plans, back_up=False)


def test_failed_rows_go_back_in_the_clerks_own_workbook(file):
    path, back = styled(file / "名单.xlsx"), file / "名单_待改.xlsx"
    plans, receipt = taken_in(path)
    assert failed.give_back(receipt, plans[0], back) == 1
    was, now = members(path), members(back)
    changed = {name for name in was if was[name] != now[name]}
    assert changed == {"xl/styles.xml", "xl/worksheets/sheet1.xml"} and was.keys() == now.keys()
    page = openpyxl.load_workbook(back)["名单"]
    assert [page.cell(row, 5).value for row in range(1, 6)] == [None, PROBLEMS, DONE, page.cell(4, 5).value, DONE]
    assert "证件号码第 18 位应为" in page.cell(4, 5).value
    assert page["B4"].fill.fgColor.rgb == WRONG and page["B4"].number_format == "@" and page["B4"].value == BAD
    assert page["A4"].fill.fgColor.rgb != WRONG
    assert [page.row_dimensions[row].hidden for row in range(2, 8)] == [False, True, False, True, False, False]
    assert page["B7"].value == "=COUNTA(A3:A5)" and page.column_dimensions["B"].width == 33
    assert page.page_setup.orientation == "landscape" and "A1:D1" in {str(one) for one in page.merged_cells.ranges}


def test_the_mended_copy_is_taken_in_without_a_question_and_without_doubling(file):
    path, back = styled(file / "名单.xlsx"), file / "名单_待改.xlsx"
    plans, receipt = taken_in(path)
    failed.give_back(receipt, plans[0], back)
    book = openpyxl.load_workbook(back)
    book["名单"]["B4"] = IDS[1]
    book.save(back)
    plans, receipt = taken_in(back)
    columns = plans[0].sheets[0].mapping.columns
    assert all(one.sure for one in columns) and PROBLEMS not in [one.header.text for one in columns]
    assert {name: count for name, count in receipt.counts.items() if count} == {"new": 1}
    assert query.count(Selection("member")) == 3
    operation.undo(receipt.operations[0])
    assert query.count(Selection("member")) == 2


def test_a_second_round_uses_the_same_column_again(file):
    path, back, again = styled(file / "名单.xlsx"), file / "b.xlsx", file / "c.xlsx"
    plans, receipt = taken_in(path)
    failed.give_back(receipt, plans[0], back)
    plans, receipt = taken_in(back)
    assert receipt.failed == 1
    failed.give_back(receipt, plans[0], again)
    page = openpyxl.load_workbook(again)["名单"]
    assert [cell.value for cell in page[2]] == [*HEADERS, PROBLEMS] and page.max_column == 5
    assert page.cell(3, 5).value == DONE and page.row_dimensions[3].hidden


def test_what_was_mended_and_what_was_left_out_is_kept(file):
    path, back = styled(file / "名单.xlsx"), file / "b.xlsx"
    plans = importer.prepare(path)
    corrections = plans[0].sheets[0].corrections
    corrections.put("改正", {("cell", 4, 4): "苗族 & 汉族", ("cell", 4, 1): "乙丑"})
    corrections.set_rows("跳过", [5], LEAVE_OUT)
    receipt = importer.run(plans, back_up=False)
    failed.give_back(receipt, plans[0], back)
    page = openpyxl.load_workbook(back)["名单"]
    assert page["A4"].value == "乙丑" and page["D4"].value == "苗族 & 汉族"
    assert page["E5"].value == failed.LEFT_OUT and not page.row_dimensions[5].hidden
    assert importer.preview(importer.prepare(back)).counts.total() == 2


def test_a_blank_cell_that_is_wrong_is_coloured_and_widths_are_kept(file):
    path = file / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.set_column(0, 30, 20)
        for at, row in enumerate([HEADERS, ROWS[0], [None, IDS[3], "青山村", "汉族"]]):
            for column, cell in enumerate(row):
                if cell:
                    page.write_string(at, column, cell)
    plans, receipt = taken_in(path)
    assert receipt.failed == 1
    failed.give_back(receipt, plans[0], file / "b.xlsx")
    page = openpyxl.load_workbook(file / "b.xlsx").active
    assert page["A3"].fill.fgColor.rgb == WRONG and page["E3"].value and page.column_dimensions["A"].width > 19


def test_a_text_table_and_an_unusual_workbook_come_back_as_a_new_workbook(file):
    text = file / "a.csv"
    text.write_text("\n".join(",".join(row) for row in [HEADERS, *ROWS]), "utf-8")
    plans, receipt = taken_in(text)
    assert failed.give_back(receipt, plans[0], file / "b.xlsx") == 1
    page = openpyxl.load_workbook(file / "b.xlsx").active
    assert [cell.value for cell in page[1]] == [*HEADERS, PROBLEMS] and page.max_row == 2
    _, receipt = given_back(file, "xl/styles.xml", rb"<fonts.*?</fonts>", b"")
    assert openpyxl.load_workbook(file / "c.xlsx").active.max_row == 2 == receipt.failed + 1


def test_rows_without_their_numbers_come_back_in_the_clerks_own_workbook(file):
    plans, receipt = given_back(
        file, "xl/worksheets/sheet1.xml", rb'<row r="\d+"', b"<row"
    )  # as some programs write it
    page = openpyxl.load_workbook(file / "c.xlsx").active
    assert page.max_row == openpyxl.load_workbook(file / "x.xlsx").active.max_row
    (number,) = receipt.sheets[0].failed
    column = plans[0].sheets[0].sheet_width + 1
    assert page.cell(number, column).value == receipt.sheets[0].failed[number]
    assert [at for at in range(1, page.max_row + 1) if page.row_dimensions[at].hidden]


def given_back(file, part, pattern, put):
    """A styled workbook of which one part is changed, taken in and given back as c.xlsx: its plans, the receipt."""
    inside = members(styled(file / "x.xlsx"))
    with zipfile.ZipFile(file / "x.xlsx", "w") as package:
        for name, data in inside.items():
            package.writestr(name, re.sub(pattern, put, data, flags=re.S) if name == part else data)
    plans = importer.prepare(file / "x.xlsx")
    receipt = importer.run(plans, back_up=False)
    assert failed.give_back(receipt, plans[0], file / "c.xlsx") == receipt.failed == 1
    return plans, receipt


def test_a_place_that_cannot_be_written_is_said(file):
    plans, receipt = taken_in(styled(file / "名单.xlsx"))
    with pytest.raises(Trouble, match="不能写入"):
        failed.give_back(receipt, plans[0], file / "没有这个文件夹" / "a.xlsx")
