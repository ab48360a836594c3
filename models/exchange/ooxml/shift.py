"""References in a workbook when rows are inserted: formulas, ranges and names move as a spreadsheet would move them.

Rows are put in below an area. A range that ends with the area's last row and stands outside the area grows over the
new rows, so that 合计 formulas, drop-down lists and colour rules take them in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"]|"")*")
    |(?P<ref>(?P<sheet>'(?:[^']|'')+'!|[^\W\d][\w.]*!)?
        (?:(?P<a>\$?[A-Za-z]{1,3}\$?\d+)(?::(?P<b>\$?[A-Za-z]{1,3}\$?\d+))?
          |(?P<ra>\$?\d+):(?P<rb>\$?\d+))(?![\w(.!]))
    |(?P<word>[^\W\d][\w.]*(?:!(?:\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}))?)
    |(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<other>.)""",
    re.X | re.S,
)
_CELL = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)(\d+)")


@dataclass(frozen=True)
class Insert:
    """``count`` rows put in after row ``after`` of an area that begins at row ``first``."""

    after: int
    count: int
    first: int


def move_row(row: int, inserts: list[Insert]) -> int:
    """Where a row stands once all rows are in."""
    return row + sum(one.count for one in inserts if row > one.after)


def move_range(first: int, last: int, inserts: list[Insert], inside: bool = False) -> tuple[int, int]:
    """First and last row of a range afterwards; ``inside``: what names it stands in the area, so it does not grow."""
    grown = 0
    for one in inserts:
        whole = first < one.after or one.first == one.after
        if not inside and last == one.after and first <= one.after and whole and last >= one.first:
            grown += one.count
    return move_row(first, inserts), move_row(last, inserts) + grown


def _put(cell: str, row: int) -> str:
    match = _CELL.fullmatch(cell)
    assert match is not None
    return f"{match[1]}{match[2]}{match[3]}{row}"


def _row(cell: str) -> int:
    match = _CELL.fullmatch(cell)
    assert match is not None
    return int(match[4])


def _named(sheet: str | None, own: str) -> str:
    return sheet[:-1].strip("'").replace("''", "'") if sheet else own


def move_formula(formula: str, own: str, target: str, inserts: list[Insert], at: int | None = None) -> str:
    """A formula of sheet ``own`` (in row ``at``, None outside cells) after rows went into sheet ``target``."""
    inside = at is not None and own == target and any(one.first <= at <= one.after for one in inserts)

    def moved(match: re.Match[str]) -> str:
        if match["ref"] is None or _named(match["sheet"], own) != target:
            return match[0]
        sheet = match["sheet"] or ""
        if match["ra"]:
            first, last = move_range(int(match["ra"].strip("$")), int(match["rb"].strip("$")), inserts, inside)
            return f"{sheet}{'$' if match['ra'][0] == '$' else ''}{first}:{'$' if match['rb'][0] == '$' else ''}{last}"
        if not match["b"]:
            return sheet + _put(match["a"], move_row(_row(match["a"]), inserts))
        first, last = move_range(_row(match["a"]), _row(match["b"]), inserts, inside)
        return f"{sheet}{_put(match['a'], first)}:{_put(match['b'], last)}"

    return _TOKEN.sub(moved, formula)


def copy_formula(formula: str, down: int, right: int = 0) -> str:
    """A formula as it reads when its cell is copied ``down`` rows and ``right`` columns."""

    def one(cell: str) -> str:
        match = _CELL.fullmatch(cell)
        assert match is not None
        column = match[2] if match[1] or not right else _letters(_number(match[2]) + right)
        return f"{match[1]}{column}{match[3]}{match[4] if match[3] else int(match[4]) + down}"

    def moved(match: re.Match[str]) -> str:
        if match["ref"] is None or match["ra"]:
            return match[0]
        return (match["sheet"] or "") + one(match["a"]) + (f":{one(match['b'])}" if match["b"] else "")

    return _TOKEN.sub(moved, formula)


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def move_refs(text: str, inserts: list[Insert]) -> str:
    """A list of ranges such as "G5:G16 N5:N16" (sqref) or one such as "A1:Q19"."""
    found = []
    for part in text.split(" "):
        a, _, b = part.partition(":")
        if not _CELL.fullmatch(a):
            found.append(part)
            continue
        last = b if b and _CELL.fullmatch(b) else a
        low, high = move_range(_row(a), _row(last), inserts)
        found.append(f"{_put(a, low)}:{_put(last, high)}" if b or high > low else _put(a, low))
    return " ".join(found)


def split_ref(cell: str) -> tuple[int, int]:
    """(row, column) from 1 of a cell name such as B7 or $B$7."""
    match = _CELL.fullmatch(cell)
    if match is None or not match[2]:
        raise ValueError(cell)
    return int(match[4]), _number(match[2])


def split_range(text: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column of "A5:C9" or "A5"."""
    a, _, b = text.partition(":")
    row, column = split_ref(a)
    last_row, last_column = split_ref(b) if b else (row, column)
    return row, column, last_row, last_column
