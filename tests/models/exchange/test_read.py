import datetime

import pytest
import xlsxwriter

from models.database import NotFound
from models.exchange.read import Unreadable, column_letters, encoding_of, open_book, separator_of

from .books import book


def test_rows_are_numbered_as_in_the_sheet_even_below_and_beside_nothing(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as file:
        sheet = file.add_worksheet("表")
        sheet.write_row(3, 2, ["姓名", "年龄"])
        sheet.write_row(5, 2, ["欧阳昌林", 5])
    (sheet,) = open_book(path)
    rows = list(sheet.rows())
    assert rows[3] == ["", "", "姓名", "年龄"] and rows[5] == ["", "", "欧阳昌林", 5.0]
    assert list(sheet.rows(6)) == [["", "", "欧阳昌林", 5.0]]
    assert sheet.head(2) == rows[:2] and sheet.height == 6


def test_text_stays_text_and_dates_are_dates(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as file:
        sheet = file.add_worksheet()
        sheet.write_string(0, 0, "500297197305061358")
        sheet.write_datetime(0, 1, datetime.datetime(2024, 3, 18), file.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(0, 2, 12.5)
        sheet.write_string(0, 3, "007")
        sheet.merge_range(1, 0, 2, 1, "合并")
    (sheet,) = open_book(path)
    assert sheet.head(1) == [["500297197305061358", datetime.date(2024, 3, 18), 12.5, "007"]]
    assert sheet.merged == [(2, 1, 3, 2)]


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ","), ("gb18030", ","), ("utf-16", "\t"), ("utf-8", ";"), ("gb18030", "\t")],
)
def test_text_tables_in_any_usual_encoding(tmp_path, encoding, separator):
    path = tmp_path / "a.csv"
    rows = [["户编号", "姓名", "住址"], ["00123", "欧阳㙍", "青山村"]]
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    (sheet,) = open_book(path)
    assert list(sheet.rows()) == rows


def test_numbers_wrapped_for_excel_are_unwrapped(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('户编号,身份证号\n\t610997545583736,"=""610997199301050531"""\n', encoding="gb18030")
    (sheet,) = open_book(path)
    assert list(sheet.rows(2)) == [["610997545583736", "610997199301050531"]]


def test_gb18030_is_taken_only_when_it_is_not_utf8(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名", encoding="utf-8")
    assert encoding_of(path) == "utf-8"
    path.write_text("姓名", encoding="gb18030")
    assert encoding_of(path) == "gb18030"


def test_separators_are_counted_over_lines():
    assert separator_of("a,b;c\n1,2\n") == ","
    assert separator_of("a\tb,c\n1\t2\n") == "\t"


@pytest.mark.parametrize("name", ["表.et", "表.xlsb", "表.docx", "表.wps", "表.ods"])
def test_other_formats_are_refused_with_what_to_do(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK")
    with pytest.raises(Unreadable, match="另存为"):
        open_book(tmp_path / name)


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04damaged", b"<html></html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_damaged_workbooks_are_refused_with_what_to_do(tmp_path, content):
    for suffix in (".xlsx", ".xls"):
        path = tmp_path / f"坏{suffix}"
        path.write_bytes(content)
        with pytest.raises(Unreadable, match="坏"):
            open_book(path)


def test_a_password_is_named_as_the_reason(tmp_path):
    from rustpy_xlsxwriter import write_worksheet

    path = tmp_path / "密.xlsx"
    inner = tmp_path / "a.xlsx"
    write_worksheet([{"姓名": "甲"}], str(inner), password="1")
    # A sheet's protection does not keep it from being read …
    assert open_book(inner)[0].head(2) == [["姓名"], ["甲"]]
    # … a password to open the file does.
    path.write_bytes(encrypted_package())
    with pytest.raises(Unreadable, match="打开密码"):
        open_book(path)


def encrypted_package():
    """An OLE file with an EncryptedPackage stream, as Excel writes a workbook with a password."""
    import struct

    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0)
    head += struct.pack("<I", free) * 108

    def entry(name, kind, child=free, start=end, size=0, right=free):
        raw = name.encode("utf-16-le") + b"\0\0"
        packed = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, free, right, child)
        return packed + b"\0" * 36 + struct.pack("<IQ", start, size)

    streams = [entry("Root Entry", 5, child=1), entry("EncryptionInfo", 2, start=2, size=4096, right=2)]
    streams += [entry("EncryptedPackage", 2, start=10, size=4096), b"\0" * 128]
    chain = [fat_sector, end, *range(3, 10), end, *range(11, 18), end]
    fat = b"".join(struct.pack("<I", one) for one in chain).ljust(512, b"\xff")
    return head + fat + b"".join(streams) + b"\0" * 4096 * 2


def test_missing_empty_and_foreign_files(tmp_path):
    with pytest.raises(NotFound):
        open_book(tmp_path / "没有.xlsx")
    (tmp_path / "空.xlsx").write_bytes(b"")
    with pytest.raises(Unreadable, match="空文件"):
        open_book(tmp_path / "空.xlsx")
    (tmp_path / "图.png").write_bytes(b"1")
    with pytest.raises(Unreadable, match="不是表格"):
        open_book(tmp_path / "图.png")


def test_hidden_sheets_are_marked(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as file:
        file.add_worksheet("看").write(0, 0, "1")
        file.add_worksheet("藏").hide()
    assert [(one.name, one.hidden) for one in open_book(path)] == [("看", False), ("藏", True)]


def test_an_empty_sheet_has_no_rows(tmp_path):
    (sheet,) = open_book(book(tmp_path / "a.xlsx", 空=[]))
    assert list(sheet.rows()) == []


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_column_letters(number, letters):
    assert column_letters(number) == letters
