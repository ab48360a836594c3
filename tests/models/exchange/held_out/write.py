"""Writes pages as the programs do from which clerks get their tables."""

import csv
import datetime
import html
import io
import re
import zipfile

import docx
import openpyxl
import xlsxwriter

from .make import as_text


def grid(page):
    width = max(column for _, column in page.cells)
    return [[page.cells.get((row, column), "") for column in range(1, width + 1)] for row in range(1, page.height + 1)]


def write_xlsxwriter(path, pages, **options):
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, **options}) as book:
        day, across = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"center_across": True})
        for page in pages:
            sheet = book.add_worksheet(page.name)
            if page.state != "visible":
                sheet.hide()
            for (row, column), cell in page.cells.items():
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(row - 1, column - 1, datetime.datetime.combine(cell, datetime.time()), day)
                elif isinstance(cell, str):
                    sheet.write_string(row - 1, column - 1, cell, across if "\n" in cell else None)
                else:
                    sheet.write(row - 1, column - 1, cell)
            for top, left, bottom, right in page.merged:
                if (top, left) != (bottom, right):
                    sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, page.cells.get((top, left), ""))


def write_openpyxl(path, pages):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for page in pages:
        sheet = book.create_sheet(page.name)
        sheet.sheet_state = page.state
        for (row, column), cell in page.cells.items():
            sheet.cell(row, column, cell)
        for top, left, bottom, right in page.merged:
            if (top, left) != (bottom, right):
                sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    book.save(path)


def write_wps(path, pages):
    """As WPS does: the sheet's dimension says A1 only."""
    held = io.BytesIO()
    write_openpyxl(held, pages)
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/"):
                data = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', data)
            new.writestr(name, data)


def write_1904(path, pages):
    write_xlsxwriter(path, pages, date_1904=True)


def _text(path, pages, encoding, delimiter):
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=delimiter).writerows([[as_text(cell) for cell in row] for row in grid(pages[0])])
    path.write_bytes(held.getvalue().encode(encoding))


def write_gbk(path, pages):
    _text(path, pages, "gb18030", ",")


def write_bom(path, pages):
    _text(path, pages, "utf-8-sig", ",")


def write_tab(path, pages):
    _text(path, pages, "utf-16", "\t")


def write_html(path, pages):
    page = pages[0]
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in page.merged}
    hidden = {
        (row, column)
        for top, left, bottom, right in page.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    lines = []
    for at, row in enumerate(grid(page), 1):
        cells = []
        for column, cell in enumerate(row, 1):
            if (at, column) not in hidden:
                down, right = spans.get((at, column), (1, 1))
                span = f' rowspan="{down}" colspan="{right}"' if down * right > 1 else ""
                cells.append(f"<td{span}>{html.escape(as_text(cell)).replace(chr(10), '<br>')}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    text = f'<html><head><meta charset="gb2312"></head><body><table border="1">{"".join(lines)}</table></body></html>'
    path.write_bytes(text.encode("gb18030"))


def write_docx(path, pages):
    document = docx.Document()
    page = pages[0]
    rows = grid(page)
    table = document.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        cells = table.rows[at].cells
        for column, cell in enumerate(row):
            if cell != "":
                cells[column].text = as_text(cell)
    for top, left, bottom, right in page.merged:
        if (top, left) != (bottom, right):
            first = table.cell(top - 1, left - 1)
            text = first.text
            first.merge(table.cell(bottom - 1, right - 1)).text = text
    document.save(path)


PRODUCERS = {
    "xlsxwriter": (".xlsx", write_xlsxwriter),
    "openpyxl": (".xlsx", write_openpyxl),
    "wps": (".xlsx", write_wps),
    "date1904": (".xlsx", write_1904),
    "csv_gbk": (".csv", write_gbk),
    "csv_bom": (".csv", write_bom),
    "csv_tab": (".csv", write_tab),
    "html_xls": (".xls", write_html),
    "docx": (".docx", write_docx),
}
BOOKS = ("xlsxwriter", "openpyxl", "wps", "date1904")
