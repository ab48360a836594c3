"""Gives failed rows back: a workbook with the clerk's own columns, wrong cells coloured, and 问题说明 at the end."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from models.database import Trouble
from models.exchange.importer import FilePlan, SheetPlan
from models.exchange.read import column_letters
from models.exchange.receipt import Receipt, SheetReceipt

PROBLEMS = "问题说明"


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
        raise Trouble(f"不能写入“{path.name}”。请关闭打开着它的程序，或换一个位置。") from error
    return count


def _pairs(receipt: Receipt, plans: Sequence[FilePlan]) -> list[tuple[SheetPlan, SheetReceipt]]:
    known = {(plan.path.name, one.sheet.index): one for plan in plans for one in plan.sheets}
    return [(known[sheet.file, sheet.index], sheet) for sheet in receipt.sheets if (sheet.file, sheet.index) in known]


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
    for number, row in table.records():
        if number not in receipt.failed:
            continue
        line += 1
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
