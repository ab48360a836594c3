"""Gives failed rows back: the clerk's own workbook, wrong cells coloured, and 问题说明 at the right.

Of an .xlsx file it is a copy in which rows that went in are hidden and marked 已导入; an import passes over them, so
that the mended copy can be taken in as it is. Of other files it is a new workbook with the same columns.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from models.database import Trouble
from models.exchange.corrections import correct
from models.exchange.importer import DONE, PROBLEMS, FilePlan, SheetPlan
from models.exchange.own_book import Marks, Unusual, mark
from models.exchange.read import column_letters
from models.exchange.receipt import Receipt, SheetReceipt

LEFT_OUT = "按您的选择，没有导入"


def with_failures(receipt: Receipt, plans: Sequence[FilePlan]) -> list[FilePlan]:
    """The files of which rows were not imported."""
    files = {sheet.file for sheet in receipt.sheets if sheet.failed}
    return [plan for plan in plans if plan.path.name in files]


def give_back(receipt: Receipt, plan: FilePlan, path: Path | str) -> int:
    """Write one file with its failed rows marked; returns how many there are. Raises Trouble."""
    path = Path(path)
    pairs = [(one, sheet) for one, sheet in _pairs(receipt, [plan]) if sheet.failed]
    if plan.path.suffix.lower() == ".xlsx" and plan.path.is_file() and path.resolve() != plan.path.resolve():
        try:
            mark(plan.path, path, {one.sheet.index: _marks(one, sheet) for one, sheet in pairs})
            return sum(len(sheet.failed) for _, sheet in pairs)
        except Unusual:
            pass  # built in a way that is not edited here: a new workbook says the same
        except OSError as error:
            raise _not_written(path) from error
    return write_failed(receipt, [plan], path)


def _marks(plan: SheetPlan, receipt: SheetReceipt) -> Marks:
    table = plan.table
    assert table is not None
    column = plan.returned or max(plan.sheet_width, *(one.column for one in table.headers)) + 1
    marks = Marks(column, table.header_rows[1], PROBLEMS)
    left_out = plan.skip | plan.corrections.left_out
    mended = plan.corrections.cells
    for number, _ in table.records():
        if number in receipt.failed:
            marks.notes[number] = receipt.failed[number]
            if number in mended:
                marks.texts[number] = mended[number]
        elif number in left_out:
            marks.notes[number] = LEFT_OUT
        else:
            marks.notes[number] = DONE
            marks.hidden.add(number)
    places = {column_letters(one.column): one.column for one in table.headers}
    for number, note in receipt.problems:
        if note.level == "error" and note.column in places and number in receipt.failed:
            marks.wrong.setdefault(number, set()).add(places[note.column])
    return marks


def _not_written(path: Path) -> Trouble:
    return Trouble(f"不能写入“{path.name}”。请关闭打开着它的程序，或换一个位置。")


def write_failed(receipt: Receipt, plans: Sequence[FilePlan], path: Path | str) -> int:
    """Write the rows that were not imported, sheet by sheet under their header; returns how many. Raises Trouble."""
    path = Path(path)
    count = 0
    try:
        with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
            styles = {
                "header": book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"}),
                "text": book.add_format({"num_format": "@"}),
                "wrong": book.add_format({"num_format": "@", "bg_color": "#FFD9D6", "border": 1}),
                "why": book.add_format({"text_wrap": True, "font_color": "#A1260D"}),
                "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            }
            used: set[str] = set()
            for plan, sheet in _pairs(receipt, plans):
                if sheet.failed:
                    name = _free_name(sheet.sheet or plan.sheet.name or "有误的行", used)
                    count += _write_sheet(book.add_worksheet(name), plan, sheet, styles)
            if not used:
                book.add_worksheet("没有有误的行")
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise _not_written(path) from error
    return count


def _pairs(receipt: Receipt, plans: Sequence[FilePlan]) -> list[tuple[SheetPlan, SheetReceipt]]:
    # A sheet may hold several tables: they come in the same order on both sides.
    known: dict[tuple[str, int], list[SheetPlan]] = {}
    for plan in plans:
        for one in plan.sheets:
            known.setdefault((plan.path.name, one.sheet.index), []).append(one)
    found = []
    for sheet in receipt.sheets:
        if tables := known.get((sheet.file, sheet.index)):
            found.append((tables.pop(0), sheet))
    return found


def _free_name(name: str, used: set[str]) -> str:
    base = "".join(sign for sign in name if sign not in "[]:*?/\\")[:28] or "有误的行"
    free = next(one for one in (base, *(f"{base}{at}" for at in range(2, 999))) if one not in used)
    used.add(free)
    return free


def _write_sheet(page: Any, plan: SheetPlan, receipt: SheetReceipt, styles: dict[str, Any]) -> int:
    table = plan.table
    assert table is not None
    headers = [one for one in table.headers if one.text != PROBLEMS]
    wrong: dict[int, set[str]] = {}
    for number, note in receipt.problems:
        if note.level == "error":
            wrong.setdefault(number, set()).add(note.column)
    for at, header in enumerate(headers):
        page.write_string(0, at, "\n".join(header.levels[-1:]), styles["header"])
        page.set_column(at, at, 20 if _is_wide(header.text) else 12)
    page.write_string(0, len(headers), PROBLEMS, styles["header"])
    page.set_column(len(headers), len(headers), 60)
    page.freeze_panes(1, 0)
    line = 0
    mended = plan.corrections.cells
    for number, row in table.records():
        if number not in receipt.failed:
            continue
        line += 1
        correct(mended, [number], [row])
        for at, header in enumerate(headers):
            marked = column_letters(header.column) in wrong.get(number, ())
            _write_cell(page, line, at, row[header.column - 1], styles, marked)
        page.write_string(line, len(headers), f"原表第 {number} 行：{receipt.failed[number]}", styles["why"])
    return line


def _is_wide(text: str) -> bool:
    """Whether a column holds numbers of many digits or long texts, going by its header."""
    return any(word in text for word in ("号", "名称", "内容", "地址", "单位"))


def _write_cell(page: Any, line: int, at: int, cell: Any, styles: dict[str, Any], marked: bool) -> None:
    style = styles["wrong"] if marked else None
    if cell is None or cell == "":
        page.write_blank(line, at, None, style)
    elif isinstance(cell, bool):
        page.write_string(line, at, "是" if cell else "否", style or styles["text"])
    elif isinstance(cell, int | float):
        page.write_number(line, at, cell, style)
    elif isinstance(cell, datetime.datetime | datetime.date):
        page.write_datetime(line, at, cell, style if marked else styles["date"])
    else:
        page.write_string(line, at, str(cell), style or styles["text"])
