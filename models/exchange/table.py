"""The table in a sheet: where its header stands, what each column is called, and which rows below are records."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from models.exchange.headers import REMARK, SERIAL, money_unit, plain, spellings, unit_line
from models.exchange.read import Row, Sheet

WITHIN = 30
BLOCK, LEAD = 200, 6
_TOTAL = re.compile(
    r"^[(（]?(本页|本村|全村|全乡|全镇|全县)?(合计|小计|总计|累计|共计|平均|村均|户均|人均)([(（].*[)）])?[:：]?$"
)
_NOTE = re.compile(
    r"^(填表说明|填报说明|说明|备注|附注|注|注意|填表人|填报人|制表人|制表|审核人|审核|审批人|单位负责人|负责人|分管领导|经办人"
    r"|联系人|联系电话|填报单位|填报日期|填报时间|填表日期|填表时间|日期|数据来源|来源|盖章|单位[(（]?盖章[)）]?)([(（].*[)）])?([:：]|$)"
)
_GROUP = re.compile(r"^([一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])")


@dataclass(frozen=True)
class Header:
    """One column: sheet ``column`` from 1, ``levels`` of header text from top to bottom, ``unit`` of money or ""."""

    column: int
    levels: tuple[str, ...]
    unit: str = ""

    @property
    def text(self) -> str:
        """All levels with "/" between."""
        return "/".join(self.levels)

    @property
    def is_serial(self) -> bool:
        """序号 and the like: no content."""
        return plain(self.levels[-1]) in SERIAL

    @property
    def is_remark(self) -> bool:
        """备注 or a place to sign: says nothing about what the table is."""
        return plain(self.levels[-1]) in REMARK


@dataclass
class Table:
    """A table: ``header_rows`` first and last, its columns, the ``unit`` of money that stands above it."""

    sheet: Sheet
    header_rows: tuple[int, int]
    headers: list[Header]
    unit: str = ""
    title: str = ""
    data_rows: tuple[int, int] | None = field(default=None)

    def records(self) -> Iterator[tuple[int, Row]]:
        """(sheet row number, cells) of every data row, as ``chunks`` gives them."""
        for numbers, rows in self.chunks(BLOCK):
            yield from zip(numbers, rows, strict=True)

    def chunks(self, size: int) -> Iterator[tuple[Sequence[int], list[Row]]]:
        """Sheet row numbers and cells of the data rows, up to ``size`` at a time.

        Blank rows, totals, notes and repeated headers are left out. ``data_rows`` is known when the iteration ends.
        """
        width = max(one.column for one in self.headers)
        serial = {one.column - 1 for one in self.headers if one.is_serial}
        words = {one.column - 1: one.levels[-1] for one in self.headers}
        said = frozenset(words.values())
        first = last = 0
        start = at = self.header_rows[1] + 1
        down = self._merged_down(start)
        source = self.sheet.rows(start)
        while rows := list(itertools.islice(source, size)):
            numbers: Sequence[int] = range(at, at + len(rows))
            at += len(rows)
            if down or numbers[0] == start or not _are_records(rows, width, serial, said):
                kept = []
                for number, row in zip(numbers, rows, strict=True):
                    if len(row) < width:
                        row += [""] * (width - len(row))
                    for column, value in down.get(number, {}).items():
                        row[column] = value
                    if _is_record(row, serial) and not (
                        (number == start and _numbers_columns(row))
                        or (said.intersection(row[:LEAD]) and _repeats(row, words))
                    ):
                        kept.append((number, row))
                numbers, rows = [number for number, _ in kept], [row for _, row in kept]
            if rows:
                first, last = first or numbers[0], numbers[-1]
                yield numbers, rows
        self.data_rows = (first, last) if first else None

    def _merged_down(self, start: int) -> dict[int, dict[int, Any]]:
        """Values of cells merged over several rows, for the rows below the first: {row: {column from 0: value}}."""
        spans: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom, right in self.sheet.merged:
            if top >= start and bottom > top and left == right:
                spans.setdefault(top, []).append((left - 1, bottom))
        down: dict[int, dict[int, Any]] = {}
        for number, row in enumerate(self.sheet.rows(start), start) if spans else ():
            for column, bottom in spans.get(number, ()):
                for at in range(number + 1, bottom + 1):
                    down.setdefault(at, {})[column] = row[column]
        return down


def _are_records(rows: list[Row], width: int, serial: Set[int], said: Set[str]) -> bool:
    """Whether all rows are records at first sight, a column at a time; False: each has to be looked at.

    Their first three cells are filled, there is no sign of a total in two of them, and none repeats a header.
    """
    if width < 3 or len(serial) > 2 or min(map(len, rows)) < width:
        return False
    columns = list(zip(*[row[:LEAD] for row in rows], strict=False))
    for at, column in enumerate(columns[:3]):
        texts = [cell for cell in column if cell.__class__ is str]
        joined = "".join(texts)
        if not all(column) or (joined.split() != [joined] and not all(map(str.strip, texts))):
            return False
        if at < 2 and ("计" in joined or "均" in joined):
            return False
    return all(map(said.isdisjoint, columns))


def _is_record(row: Row, serial: Set[int]) -> bool:
    """Whether a row is neither blank nor a total nor a note; looks at its first three filled cells."""
    filled: list[int] = []
    for at, cell in enumerate(row):
        if cell != "" and cell is not None and (cell.__class__ is not str or not cell.isspace()):
            filled.append(at)
            if len(filled) == 3:
                break
    if not filled or all(at in serial for at in filled):
        return False
    for at in filled[:2]:
        cell = row[at]
        if cell.__class__ is str and ("计" in cell or "均" in cell) and len(cell) < 40 and _TOTAL.match(plain(cell)):
            return False
    if len(filled) == 3 or row[filled[0]].__class__ is not str:
        return True
    text = plain(row[filled[0]])
    return not (_NOTE.match(text) or (len(filled) == 1 and _GROUP.match(text)))


def _repeats(row: Row, words: dict[int, str]) -> bool:
    """Whether the header is printed again, as on every page."""
    same = sum(1 for at, word in words.items() if row[at].__class__ is str and _tidy(row[at]) == word)
    return same * 2 > len(words)


def _numbers_columns(row: Row) -> bool:
    """Whether the row only numbers the columns: 1 2 3 4 … or 甲 乙 1 2 …"""
    cells = [cell for cell in row if cell not in ("", None)]
    numbers = [int(cell) for cell in cells if isinstance(cell, int | float) or (type(cell) is str and cell.isdigit())]
    others = [cell for cell in cells if type(cell) is str and not cell.isdigit()]
    return (
        len(numbers) >= 3
        and all(later - one == 1 for one, later in itertools.pairwise(numbers))
        and all(cell.strip() in "甲乙丙丁" for cell in others)
        and numbers[0] in (1, 2)
    )


def find_table(sheet: Sheet, known: Set[str]) -> Table | None:
    """The table of a sheet; ``known`` holds every plain header that some field answers to. None if there is none."""
    head = sheet.head(WITHIN)
    scores = [_score(row, known) for row in head]
    best = max(scores, default=0)
    if best == 0 or (best == 1 and max(_filled(row) for row in head) > 2):
        return None
    anchor = next(at for at, score in enumerate(scores) if score * 2 >= best and (score > 1 or best == 1))
    first, last = _extent(sheet, head, anchor)
    headers = _headers(sheet, head, first, last)
    if not headers:
        return None
    above = [cell for row in head[:first] for cell in row if cell != ""]
    title = next((cell for cell in above if type(cell) is str), "")
    return Table(sheet, (first + 1, last + 1), headers, unit_line(above), title)


def _score(row: Row, known: Set[str]) -> int:
    texts = {cell for cell in row if type(cell) is str and 0 < len(cell) < 40}
    return sum(1 for text in texts if any(one in known for one in spellings(text)))


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell != "")


def _extent(sheet: Sheet, head: list[Row], anchor: int) -> tuple[int, int]:
    """First and last header row (from 0): merged cells say how far the header reaches up and down."""
    first = last = anchor
    for top, left, bottom, right in sheet.merged:
        if top - 1 <= anchor <= bottom - 1 and bottom > top and bottom - top < 4 and top > 1:
            first, last = min(first, top - 1), max(last, bottom - 1)
        elif (
            top == bottom == anchor + 1
            and right > left
            and anchor + 1 < len(head)
            and _is_child(head, anchor, left, right)
        ):
            last = max(last, anchor + 1)
    parents = [(left, right) for top, left, bottom, right in sheet.merged if top == bottom == first and right > left]
    if first == anchor and first and parents and _is_parent(head[first - 1], parents, head[first]):
        first -= 1
    return first, min(last, len(head) - 1)


def _is_child(head: list[Row], anchor: int, left: int, right: int) -> bool:
    below = head[anchor + 1][left - 1 : right]
    return bool(below) and all(type(cell) is str and cell.strip() for cell in below)


def _is_parent(row: Row, spans: list[tuple[int, int]], below: Row) -> bool:
    """Whether a row holds titles over groups of columns rather than the title of the table."""
    wide = max(right - left + 1 for left, right in spans)
    return wide < max(2, _filled(below)) and all(type(cell) is str for cell in row if cell != "")


def _headers(sheet: Sheet, head: list[Row], first: int, last: int) -> list[Header]:
    width = max(len(row) for row in head[first : last + 1])
    grid = [[cell if type(cell) is str else _number(cell) for cell in row] + [""] * (width - len(row)) for row in head]
    for top, left, bottom, right in sheet.merged:
        if first <= top - 1 <= last and bottom - 1 <= last:
            for at in range(top - 1, bottom):
                for column in range(left - 1, min(right, width)):
                    grid[at][column] = grid[top - 1][left - 1]
    headers = []
    for column in range(width):
        levels = tuple(
            dict.fromkeys(_tidy(grid[at][column]) for at in range(first, last + 1) if grid[at][column].strip())
        )
        if levels:
            unit = next((unit for text in reversed(levels) if (unit := money_unit(text))), "")
            headers.append(Header(column + 1, levels, unit))
    return headers


def _tidy(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _number(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.datetime) else str(cell)
