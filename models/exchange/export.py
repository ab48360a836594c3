"""Writes exactly the selected records to a workbook, a text table or a Word file; importing the first two back changes
nothing.

IDs, phones and codes are text cells, figures are numbers, complete dates are dates. A list for the public (公示版)
leaves out what must never be public and is searched for whole numbers before it is handed over (domain.md §16.5).
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import rustpy_xlsxwriter

from models import masking, query
from models.database import Trouble
from models.exchange.naming import all_paths, titles
from models.exchange.read import open_book
from models.id_number import IdNumber, fault_in
from models.kinds import Date, Integer, Kind, Scaled, YesNo
from models.ledger import Ledger, ledger
from models.selection import Selection, Source
from models.writer import Cancelled, Operation

Progress = Callable[[int, int, str], bool]
STEP = 2_000
CHUNK = 1_000
MOST_IN_WORD = 5_000
_WHOLE_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9}|\d{16,19})(?!\d)")


class Revealing(Trouble):
    """A public list would show a whole ID number, phone or bank card; it was not written."""


def _column(kind: Kind, values: Sequence[Any], shape: str) -> Sequence[Any]:
    """Cells of a whole column; what needs no work is handed on as it is."""
    if isinstance(kind, IdNumber) and shape != "whole":
        return [masking.id_shape(value, shape) if value else None for value in values]
    if isinstance(kind, Date):
        return [_date(value) if value else None for value in values]
    if isinstance(kind, YesNo):
        return [None if value is None else "是" if value else "否" for value in values]
    if isinstance(kind, Scaled):
        step = kind.step
        return [None if value is None else value / step for value in values]
    if (type(kind).export is Kind.export and type(kind).to_text is Kind.to_text) or isinstance(kind, Integer):
        return values
    texts = {value: kind.export(value) for value in set(values) if value is not None}
    return [texts.get(value) for value in values]


def _date(value: str) -> Any:
    # 2024-03 is no day: it stays as it is.
    return datetime.date.fromisoformat(value) if len(value) == 10 else value


def export(
    selection: Selection,
    columns: Sequence[str] | None,
    path: Path | str,
    masked: bool = False,
    progress: Progress | None = None,
    shape: str = "whole",
) -> int:
    """Write the selection to ``path`` (.xlsx, .csv or .docx) and log it; returns the number of records.

    ``columns`` paths, None for all. ``masked``: 公示版. ``shape``: how ID numbers are written (models.masking.SHAPES).
    Raises Trouble, Cancelled; then no file is left.
    """
    path = Path(path)
    of = ledger(selection.ledger)
    in_word = path.suffix.lower() == ".docx"
    paths = tuple(columns) if columns is not None else all_paths(of)
    if masked:
        paths = masking.public_columns(of, paths)
    if not paths:
        raise Trouble("选的列都不能公示，没有导出。请另选要导出的列。")
    staged = path.with_name(f".{path.stem}.part{path.suffix}")
    counter = _Counter(progress, query.count(selection))
    if in_word and counter.total > MOST_IN_WORD:
        raise Trouble(f"有 {counter.total:,} {of.counter}，Word 里放不下这么多，没有导出。请先筛选，或导出成 Excel。")
    rows = counter.through(_rows(selection, of, paths, shape))
    try:
        if in_word:
            _write_document(staged, selection, paths, masked, shape, counter)
        elif path.suffix.lower() == ".csv":
            _write_csv(staged, titles(of, paths), rows)
        else:
            _write_workbook(staged, of, paths, rows, counter.total)
        if masked and not in_word:
            _must_not_reveal(staged, [Source(of).shown(one)[1].name == "code" for one in paths])
        staged.replace(path)
    except OSError as error:
        raise Trouble(
            f"不能写入“{path.name}”（{error.strerror or '磁盘出错'}）。请关闭打开着它的程序，或换一个位置。"
        ) from error
    finally:
        staged.unlink(missing_ok=True)
    _log(of, counter.done, path.name, masked)
    return counter.done


class _Counter:
    """Counts rows on their way and reports them."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def through(self, rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        for row in rows:
            yield row
            self.done += 1
            if (
                self.done % STEP == 0
                and self.progress is not None
                and (not self.progress(self.done, self.total, "正在导出"))
            ):
                raise Cancelled


def _rows(selection: Selection, of: Ledger, paths: Sequence[str], shape: str) -> Iterator[Sequence[Any]]:
    source = Source(of)
    kinds = [source.shown(path)[1] for path in paths]
    wanted = query.ids(selection)
    for at in range(0, len(wanted), CHUNK):
        part = wanted[at : at + CHUNK]
        found = query.rows(of.name, paths, part)
        columns = zip(*[found[id] for id in part if id in found], strict=True)
        yield from zip(
            *[_column(kind, column, shape) for kind, column in zip(kinds, columns, strict=True)], strict=True
        )


def _write_workbook(path: Path, of: Ledger, paths: Sequence[str], rows: Iterator[Sequence[Any]], total: int) -> None:
    headers = titles(of, paths)
    kinds = [Source(of).shown(one)[1] for one in paths]
    formats = {
        header: rustpy_xlsxwriter.Format().set_num_format(kind.number_format)
        for header, kind in zip(headers, kinds, strict=True)
        if kind.numeric and kind.number_format not in ("", "0")
    }
    # Records go as dicts; the first one fixes the columns, so an empty list still gets its header.
    records: Any = (dict(zip(headers, row, strict=True)) for row in rows)
    if total == 0:
        records = [dict.fromkeys(headers)]
    rustpy_xlsxwriter.write_worksheet(
        records,
        str(path),
        sheet_name=re.sub(r"[\[\]:*?/\\]", "", of.title)[:31],
        column_formats=formats or None,
        column_widths={header: max(8.0, kind.width * 1.4) for header, kind in zip(headers, kinds, strict=True)},
        header_format=rustpy_xlsxwriter.Format().set_bold(),
        datetime_format="yyyy-mm-dd",
        freeze_row=1,
    )


def _write_document(
    path: Path, selection: Selection, paths: Sequence[str], masked: bool, shape: str, counter: _Counter
) -> None:
    """As it is printed: title, units, the table with its sums, who signs."""
    from models.reports.list_docx import write
    from models.reports.lists import list_table

    made = list_table(selection, paths, masked, shape=shape)
    rows = list(counter.through(iter(made.rows)))
    of = ledger(selection.ledger)
    if masked:
        codes = [Source(of).shown(one)[1].name == "code" for one in paths]
        _must_not_show(enumerate(rows, 1), codes)
    write(replace(made, rows=rows), path)


def _write_csv(path: Path, headers: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    """UTF-8 with its mark, which Excel and WPS both recognise."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)


def _must_not_reveal(path: Path, codes: Sequence[bool]) -> None:
    """Read the written list back and refuse it if a whole number stands in it. Raises Revealing.

    ``codes``: which columns hold public numbers such as 户编号; there only an ID number is one too many.
    """
    for sheet in open_book(path):
        _must_not_show(enumerate(sheet.rows(), 1), codes)


def _must_not_show(rows: Iterable[tuple[int, Sequence[Any]]], codes: Sequence[bool]) -> None:
    for number, row in rows:
        for cell, is_code in zip(row, codes, strict=False):
            if type(cell) is str and _reveals(cell, is_code):
                raise Revealing(
                    f"第 {number} 行里还有完整的证件号码、电话或银行卡号，公示版没有导出。请核对备注等文字栏。"
                )


def _reveals(text: str, is_code: bool) -> bool:
    return not fault_in(text) if is_code else _WHOLE_NUMBER.search(text) is not None


def _log(of: Ledger, count: int, name: str, masked: bool) -> None:
    kind = "公示版" if masked else "内部使用"
    with Operation("export", f"导出{of.title} {count} {of.counter}（{kind}）", name) as operation:
        operation.begin()
