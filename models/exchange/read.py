"""The reader: workbooks and text tables as rows of cells, exactly as stored, under their sheet row numbers.

Nothing here knows ledgers. A cell is "" when blank, else text, float, int, bool, date, datetime or time. Workbooks are
read by calamine and streamed; text tables by the csv module, after their encoding and separator have been found out.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import python_calamine

from models.database import NotFound, Trouble
from models.exchange.error_cells import UNCALCULATED, error_cells
from models.exchange.marked_up import Grid, html_tables, word_tables

WORKBOOKS = (".xlsx", ".xlsm", ".xls")
TEXTS = (".csv", ".txt", ".tsv")
PAGES = (".htm", ".html")
SUFFIXES = (*WORKBOOKS, *TEXTS, ".docx", *PAGES)
Row = list[Any]

_SAVE_AS = "请用 Excel 或 WPS 打开它，选“另存为”→“Excel 工作簿（*.xlsx）”，再导入另存的那一份。"
_COPY_OUT = "请打开它，把里面的表格复制到 Excel 或 WPS 表格里，另存为“Excel 工作簿（*.xlsx）”再导入。"
_OTHER = {
    ".et": "这是 WPS 自己的表格格式",
    ".ett": "这是 WPS 自己的表格格式",
    ".wps": "这是 WPS 文字文件，不是表格",
    ".doc": "这是 Word 文件，不是表格",
    ".pdf": "这是 PDF，读不出表格",
    ".ods": "这是 OpenDocument 表格",
    ".xlsb": "这是二进制的 Excel 工作簿",
    ".numbers": "这是苹果电脑的表格格式",
}
_SAMPLE = 1 << 16
KEPT = 300_000
"""Cells of a sheet up to which its rows are made once and kept: recognising, trying and mending all read them."""

BESIDE = 1 << 20
"""Bytes of a file from which on its parts are read one after the other: the reader's peak and the search's add up."""


class Unreadable(Trouble):
    """A file that cannot be read as a table; the text says how to save it so that it can."""


@dataclass
class Sheet:
    """One sheet: ``index`` from 0, ``name`` ("" in a text table), ``hidden``, ``merged`` ranges (rows, columns from 1).

    ``alone``: the only one of its file. ``uncalculated`` {row: columns} of formulas without a result; they read as
    blank.

    ``merged`` holds (first row, first column, last row, last column). Columns count from 1 like rows.
    """

    name: str
    index: int
    hidden: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    height: int = 0
    alone: bool = False
    uncalculated: dict[int, list[int]] = field(default_factory=dict)

    def rows(self, start: int = 1) -> Iterator[Row]:
        """Rows from sheet row ``start`` on, the first cell being column A."""
        raise NotImplementedError

    def head(self, count: int) -> list[Row]:
        """The first ``count`` rows."""
        return list(itertools.islice(self.rows(), count))


class _WorkbookSheet(Sheet):
    def __init__(self, sheet: Any, index: int, hidden: bool, errors: dict[tuple[int, int], str]) -> None:
        ranges = sheet.merged_cell_ranges or []
        merged = [(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in ranges]
        super().__init__(sheet.name, index, hidden, merged, (sheet.end[0] + 1) if sheet.end else 0)
        self._sheet = sheet
        self._few = sheet.end is not None and (sheet.end[0] + 1) * (sheet.end[1] + 1) <= KEPT
        self._kept: list[Row] | None = None
        self._errors: dict[int, dict[int, str]] = {}
        for (row, column), text in errors.items():
            if text == UNCALCULATED:
                self.uncalculated.setdefault(row, []).append(column)
                continue
            self._errors.setdefault(row, {})[column - 1] = text

    def rows(self, start: int = 1) -> Iterator[Row]:
        """See Sheet."""
        if not self._few:
            return self._read(start)
        if self._kept is None:
            self._kept = list(self._read(1))
        return map(list.copy, itertools.islice(self._kept, start - 1, None))  # a reader completes rows in place

    def _read(self, start: int) -> Iterator[Row]:
        """Rows from the reader. calamine begins at row 1, but at the first column that holds anything."""
        if self._sheet.start is None:
            return iter(())
        before = self._sheet.start[1]
        found = itertools.islice(self._sheet.iter_rows(), start - 1, None)
        whole = ([""] * before + row for row in found) if before else found
        return self._with_errors(whole, start) if self._errors else whole

    def _with_errors(self, rows: Iterator[Row], start: int) -> Iterator[Row]:
        for number, row in enumerate(rows, start):
            for at, text in self._errors.get(number, {}).items():
                if at < len(row) and row[at] == "":
                    row[at] = text
            yield row


class _TextSheet(Sheet):
    def __init__(self, path: Path, encoding: str, separator: str) -> None:
        super().__init__("", 0)
        self._path, self._encoding, self.separator = path, encoding, separator

    def rows(self, start: int = 1) -> Iterator[Row]:
        """See Sheet."""
        with self._path.open(encoding=self._encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self.separator)
            for row in itertools.islice(reader, start - 1, None):
                yield [_unwrapped(cell) for cell in row]


class GridSheet(Sheet):
    """A sheet that is held as a whole: a table of a document, of a page or from the clipboard."""

    def __init__(self, name: str, index: int, grid: Grid) -> None:
        super().__init__(name, index, False, grid.merged, len(grid.rows))
        width = max(map(len, grid.rows), default=0)
        self._grid = [[*map(_unwrapped, row), *[""] * (width - len(row))] for row in grid.rows]

    def rows(self, start: int = 1) -> Iterator[Row]:
        """See Sheet."""
        return (list(row) for row in self._grid[start - 1 :])


def _unwrapped(cell: str) -> str:
    """="500297…" and a leading tab keep Excel from turning numbers into floats; what is meant is inside."""
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1]
    return cell.strip("\t")


def open_book(path: Path | str) -> list[Sheet]:
    """The sheets of a file, hidden ones too. Raises Unreadable or NotFound with a sentence for the clerk."""
    sheets = _open(Path(path))
    if len(sheets) == 1:
        sheets[0].alone = True
    return sheets


def _open(path: Path) -> list[Sheet]:
    if not path.is_file():
        raise NotFound(f"找不到文件“{path.name}”。请检查是否被移动或改名。")
    suffix = path.suffix.lower()
    if suffix in _OTHER:
        advice = _COPY_OUT if "不是表格" in _OTHER[suffix] or suffix == ".pdf" else _SAVE_AS
        raise Unreadable(f"“{path.name}”不能导入：{_OTHER[suffix]}。{advice}")
    if suffix not in SUFFIXES:
        raise Unreadable(f"“{path.name}”不是表格文件（能导入的有 .xlsx、.xls、.csv、.docx）。没有导入。")
    if path.stat().st_size == 0:
        raise Unreadable(f"“{path.name}”是空文件，没有导入。")
    if suffix == ".docx":
        return _open_document(path)
    if suffix in PAGES or (suffix in (*TEXTS, ".xls") and _is_page(path)):
        return _open_page(path)
    if suffix == ".xls" and (sheet := _text_in_disguise(path)) is not None:
        return [sheet]
    return [_open_text(path)] if suffix in TEXTS else _open_workbook(path)


def pasted(text: str, html: str = "") -> list[Sheet]:
    """The tables of a block copied in WPS, Excel or a browser; ``html`` of the clipboard keeps merged cells."""
    grids = html_tables(html) if html else []
    if not grids and text.strip():
        lines = text.rstrip("\r\n\0")
        rows = list(
            csv.reader(io.StringIO(lines, newline=""), delimiter="\t" if "\t" in lines else separator_of(lines))
        )
        grids = [Grid(rows)]
    return [GridSheet("", at, grid) for at, grid in enumerate(grids)]


def _open_document(path: Path) -> list[Sheet]:
    try:
        grids = word_tables(path)
    except (OSError, KeyError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise Unreadable(f"“{path.name}”打不开，可能已损坏，或者不是 Word 文档。{_COPY_OUT}") from error
    if not grids:
        raise Unreadable(f"“{path.name}”里没有表格。没有导入。")
    return [GridSheet(grid.title[:40], at, grid) for at, grid in enumerate(grids)]


def _is_page(path: Path) -> bool:
    """Whether the file is HTML whatever its name says, as older systems export it."""
    with path.open("rb") as file:
        start = file.read(2048)
    for encoding in (
        ("utf-16", "utf-8") if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("latin-1",)
    ):
        text = start.decode(encoding, "ignore").lstrip("\ufeffï»¿ \t\r\n").lower()
        if text.startswith(("<html", "<!doctype html", "<table", "<meta", "<?xml")) or "<table" in text:
            return "workbook xmlns" not in text and 'progid="excel.sheet"' not in text
    return False


def _open_page(path: Path) -> list[Sheet]:
    raw = path.read_bytes()
    encoding = encoding_of(path)
    if named := re.search(rb"charset=[\"']?([\w-]+)", raw[:2048]):
        with contextlib.suppress(LookupError):
            encoding = codecs.lookup("gb18030" if named[1].lower().startswith(b"gb") else named[1].decode()).name
    grids = html_tables(raw.decode(encoding, "replace"))
    if not grids:
        raise Unreadable(f"“{path.name}”里没有表格。没有导入。")
    return [GridSheet("", at, grid) for at, grid in enumerate(grids)]


def _text_in_disguise(path: Path) -> Sheet | None:
    """A text table under the name .xls, as some systems export it; None for a real workbook."""
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith((b"\xd0\xcf\x11\xe0", b"PK", b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")):
        return None
    with contextlib.suppress(Unreadable):
        sheet = _open_text(path)
        if "\t" in sheet.separator or "," in sheet.separator:
            return sheet
    return None


def _errors_and_sheets(path: Path, book: Any, wanted: list[int]) -> tuple[dict[int, Any], dict[int, Any]]:
    """Both by place in the workbook; of a small file the error cells are searched for while its sheets are read."""

    def take() -> dict[int, Any]:
        return {at: book.get_sheet_by_index(at) for at in wanted}

    if path.stat().st_size > BESIDE:
        return dict(enumerate(error_cells(path))), take()
    with ThreadPoolExecutor(1) as beside:
        # The reader lets other threads run while it takes a sheet in.
        searched = beside.submit(error_cells, path)
        sheets = take()
        return dict(enumerate(searched.result())), sheets


def _open_workbook(path: Path) -> list[Sheet]:
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        described = book.sheets_metadata
        wanted = [at for at, one in enumerate(described) if one.typ == python_calamine.SheetTypeEnum.WorkSheet]
        errors, sheets = _errors_and_sheets(path, book, wanted)
        shown = python_calamine.SheetVisibleEnum.Visible
        return [
            _WorkbookSheet(sheet, at, described[at].visible != shown, errors.get(at, {}))
            for at, sheet in sheets.items()
        ]
    except python_calamine.PasswordError:
        raise Unreadable(
            f"“{path.name}”加了打开密码，读不出来。请用 Excel 或 WPS 打开它，去掉密码另存一份，再导入。"
        ) from None
    except (python_calamine.CalamineError, OSError) as error:
        if isinstance(error, PermissionError):
            raise Unreadable(f"“{path.name}”正被别的程序打开，或没有读取权限。请关闭它再试。") from error
        raise Unreadable(f"“{path.name}”打不开，可能已损坏，或者扩展名与内容不符。{_SAVE_AS}") from error
    except BaseException as error:
        # The Rust reader answers some damaged files with a panic, which Python sees as a BaseException of its own.
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable(f"“{path.name}”已损坏，读不出来。{_SAVE_AS}") from None


def _open_text(path: Path) -> _TextSheet:
    encoding = encoding_of(path)
    try:
        with path.open(encoding=encoding, newline="") as file:
            sample = file.read(_SAMPLE)
    except (UnicodeError, OSError) as error:
        raise Unreadable(f"“{path.name}”的文字编码认不出来。{_SAVE_AS}") from error
    if "\0" in sample:
        raise Unreadable(f"“{path.name}”不是文本表格。{_SAVE_AS}")
    return _TextSheet(path, encoding, separator_of(sample))


def encoding_of(path: Path) -> str:
    """UTF-8 or UTF-16 with their marks, UTF-8 if every byte fits, else GB18030."""
    with path.open("rb") as file:
        first = file.read(4)
        if first.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8"


def separator_of(sample: str) -> str:
    """The sign that splits the first lines most evenly: comma, tab, semicolon or bar."""
    lines = [line for line in sample.splitlines()[:30] if line.strip()]
    counts = {sign: sorted(line.count(sign) for line in lines) for sign in ",\t;|"}
    middle = len(lines) // 2
    return max(counts, key=lambda sign: (counts[sign][0], counts[sign][middle], sign == ",") if lines else sign == ",")


def column_letters(number: int) -> str:
    """A for 1, AB for 28."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
