"""Cells of a workbook with an error such as #N/A or a formula without its result, which the reader gives as blank.

A product that a broken VLOOKUP left as #N/A must not come in as "not filled", nor an amount that the program which
wrote the file never worked out, so the sheet's XML is asked for them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

# Larger sheets are exports of other systems, without formulas; searching them would cost a tenth of the import.
MOST_BYTES = 64 << 20
_MARK = b't="e"'
_CELL = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>]*>(?:<f[^>]*>.*?</f>|<f[^>]*/>)?<v>([^<]*)</v>', re.S
)
UNCALCULATED = "#未计算"
_HAS_FORMULA = re.compile(rb"<f[> ]")
_FORMULA = re.compile(rb"<c\b([^>]*[^>/])>(<f\b.*?)</c>", re.S)
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_RESULT = re.compile(rb"<v\b[^>/]*>[^<]")
_SHEET = re.compile(rb"<sheet\b[^>]*>")
_TARGET = re.compile(rb"<Relationship\b[^>]*>")


def _attribute(tag: bytes, name: str) -> str:
    match = re.search(rf'(?:^|\s){name}="([^"]*)"'.encode(), tag)
    return match[1].decode() if match else ""


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def error_cells(path: Path) -> list[dict[tuple[int, int], str]]:
    """Per sheet, in the workbook's order, {(row, column from 1): "#N/A" or UNCALCULATED}; empty for no .xlsx."""
    try:
        with zipfile.ZipFile(path) as file:
            parts = _sheet_parts(file)
            return [_errors(file, part) for part in parts]
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError):
        return []


def _sheet_parts(file: zipfile.ZipFile) -> list[str]:
    targets = {
        _attribute(tag, "Id"): _attribute(tag, "Target")
        for tag in _TARGET.findall(file.read("xl/_rels/workbook.xml.rels"))
    }
    found = [targets.get(_attribute(tag, "r:id"), "") for tag in _SHEET.findall(file.read("xl/workbook.xml"))]
    return [target.lstrip("/") if target.startswith("/") else f"xl/{target}" for target in found]


def _errors(file: zipfile.ZipFile, part: str) -> dict[tuple[int, int], str]:
    info = file.getinfo(part)
    if info.file_size > MOST_BYTES:
        return {}
    text = file.read(part)
    found = dict.fromkeys(_uncalculated(text), UNCALCULATED) if _HAS_FORMULA.search(text) else {}
    if _MARK in text:
        found |= {(int(row), _number(letters)): value.decode() for letters, row, value in _CELL.findall(text)}
    return found


def _uncalculated(text: bytes) -> Iterator[tuple[int, int]]:
    """Cells with a formula and no result; an empty text is a result."""
    for tag, inner in _FORMULA.findall(text):
        if _RESULT.search(inner) or (b't="str"' in tag and b"<v" in inner):
            continue
        if place := _PLACE.search(tag):
            yield int(place[2]), _number(place[1])
