"""Finds the tables of a blank form: a row of headers, and below it rows to fill."""

from __future__ import annotations

import re
from itertools import pairwise

from models.exchange.fill.blanks import BOXES, boxes
from models.exchange.fill.grid import SHEET, Cell, Grid
from models.exchange.fill.layout import Area
from models.exchange.headers import REMARK, SERIAL, money_unit, plain, unit_line
from models.exchange.table import Header

TOTAL = re.compile(r"^[(（]?(本页|本村|全村|全乡|全镇|全县)?(合计|小计|总计|累计|共计)([(（].*[)）])?[:：]?$")
DEEPEST = 4
LONGEST = 40
VIRTUAL = 5_000
_OF_WHICH = re.compile(r"^其中[：:]")


def find_areas(grid: Grid) -> list[Area]:
    """Tables: a row of headers, and below it rows that are blank under every header."""
    found: list[Area] = []
    row = 1
    while row <= grid.height:
        area = _area(grid, row, found)
        if area is None:
            row += 1
            continue
        found.append(area)
        row = max(area.last, area.total) + 1
    return found


def _area(grid: Grid, row: int, before: list[Area]) -> Area | None:
    leaves = _leaves(grid, row)
    if len(leaves) < 2:
        return None
    beside = _beside_rows(grid, row, leaves)
    leaves = leaves[1:] if beside else leaves
    bottom = max(one.last_row for one in leaves)
    if bottom > row and any(
        grid.at(bottom, c).text.strip() and grid.at(bottom, c).row > row for c in range(1, grid.width + 1)
    ):
        return None  # a parent row: its children are looked at next
    total = 0
    first = bottom + 1
    while first <= grid.height and (_is_total(grid, first) or _numbers_columns(grid, first, leaves)):
        if _is_total(grid, first):
            total = first
        first += 1
    last = first - 1
    fixed: dict[int, str] = {}
    while last < (beside.last_row if beside else first + VIRTUAL):
        kind = _row_kind(grid, last + 1, leaves)
        if kind is None or (last + 1 > grid.height and (grid.kind != SHEET or last >= first)):
            break
        if kind and last >= first and first not in fixed:
            break  # names are printed from the first row on; this is a note below
        last += 1
        if kind:
            fixed[last] = kind
    endless = grid.kind == SHEET and last >= grid.height
    if last < first or (last > grid.height and len(leaves) < 4):
        return None
    if not total and last < grid.height and _is_total(grid, last + 1):
        total = last + 1
    floor = max((max(one.last, one.total) for one in before), default=0)
    floor = max(floor, beside.row - 1) if beside else floor
    top, headers = _headers(grid, row, leaves, floor)
    above = [cell.text for at in range(floor + 1, top) for cell in grid.row(at) if cell.text.strip()]
    title = next(
        (text for text in reversed(above) if not money_unit(text) and "：" not in text and ":" not in text), ""
    )
    return Area(grid, headers, (top, bottom), first, last - first + 1, total, title, unit_line(above), fixed,
                endless=endless)  # fmt: skip


def _leaves(grid: Grid, row: int) -> list[Cell]:
    """Header cells that end a column in this row: filled side by side, without a gap between; else nothing."""
    cells = grid.row(row)
    texts = [at for at, one in enumerate(cells) if one.text.strip()]
    if len(texts) < 2:
        return []
    leaves = cells[texts[0] : texts[-1] + 1]
    for one in leaves:
        text = one.text.strip()
        bare = _OF_WHICH.sub("", text)
        if not text or len(text) > LONGEST or any(sign in bare for sign in "：:_＿") or any(b in text for b in BOXES):
            return []
    return leaves


def _beside_rows(grid: Grid, row: int, leaves: list[Cell]) -> Cell | None:
    """A title that stands beside a table, over its header and its rows: 家庭成员 at the left of a card."""
    side, rest = leaves[0], leaves[1:]
    if len(rest) < 2 or side.last_row <= max(one.last_row for one in rest):
        return None
    below = max(one.last_row for one in rest) + 1
    return side if _row_kind(grid, below, rest) is not None else None


def _row_kind(grid: Grid, row: int, leaves: list[Cell]) -> str | None:
    """None: no row to fill. "": blank under every header. Text: what is printed at its beginning."""
    printed, blank = "", 0
    for at, leaf in enumerate(leaves):
        cell = grid.at(row, leaf.column)
        if cell.column < leaf.column or cell.last_column > leaf.last_column or cell.row < row < cell.row:
            return None
        text = cell.text.strip()
        if not text:
            blank += 0 if cell.formula else 1
        elif plain(leaf.text) in SERIAL and text.rstrip(".").isdigit():
            continue
        elif at <= 1 and not printed and not blank and _is_name(text) and plain(leaf.text) not in SERIAL:
            printed = text
        else:
            return None
    return printed if blank * 2 >= len(leaves) - 1 and (blank >= 2 or not printed) and blank else None


def _is_name(text: str) -> bool:
    """Whether a text in a row to be filled names the row: 青山村, 因病; a note or a signature line does not."""
    said = plain(text)
    return (
        len(text) < 16 and not any(sign in text for sign in "：:_＿") and not TOTAL.match(said) and said not in REMARK
    )


def _is_total(grid: Grid, row: int) -> bool:
    first = [cell for cell in grid.row(row) if cell.text.strip()][:2]
    return any(TOTAL.match(plain(cell.text)) for cell in first)


def _numbers_columns(grid: Grid, row: int, leaves: list[Cell]) -> bool:
    texts = [plain(grid.at(row, leaf.column).text) for leaf in leaves]
    numbers = [text for text in texts if text.isdigit()]
    return len(numbers) >= 3 and all(text.isdigit() or text in "甲乙丙丁" for text in texts)


def _headers(grid: Grid, row: int, leaves: list[Cell], floor: int) -> tuple[int, list[Header]]:
    """The first header row, and each column with the texts above it."""
    top = min(one.row for one in leaves)
    while top - 1 > floor and row - top + 1 < DEEPEST and _is_parent(grid, top - 1, leaves):
        top = min([top - 1, *(grid.at(top - 1, one.column).row for one in leaves)])
    headers = []
    carried: dict[int, str] = {}
    for leaf in leaves:
        levels: list[str] = []
        for at in range(top, leaf.last_row + 1):
            cell = grid.at(at, leaf.column)
            text = re.sub(r"\s+", "", cell.text)
            if at < leaf.row:
                # The title of a group may stand over its first column only.
                text = carried[at] = text or (carried.get(at, "") if cell.columns == 1 and cell.rows == 1 else "")
            if text and text not in levels:
                levels.append(text)
        if levels:
            unit = next((unit for text in reversed(levels) if (unit := money_unit(text))), "")
            headers.append(Header(leaf.column, tuple(levels), unit))
    return top, headers


def _asks(cells: list[Cell], leaves: list[Cell]) -> bool:
    """Whether a row is labels with a blank cell behind each, 户主姓名 ____ 户编号 ____: no titles over pairs."""
    written = [bool(one.text.strip()) for one in cells]
    in_turn = all(one is not other for one, other in pairwise(written))
    said = [plain(one.text) for one in leaves]
    return in_turn and len(set(said)) == len(said)


def _is_parent(grid: Grid, row: int, leaves: list[Cell]) -> bool:
    """Whether a row holds titles over groups of columns."""
    left, right = leaves[0].column, leaves[-1].last_column
    cells = [one for one in grid.row(row) if left <= one.column <= right]
    texts = [one for one in cells if one.text.strip()]
    if not texts or any("：" in one.text or ":" in one.text or "_" in one.text or len(one.text) > 20 for one in texts):
        return False
    if any(one.columns >= right - left + 1 for one in texts):
        return False
    if any(boxes(one.text) for one in texts):
        return False
    spans = any(one.columns > 1 for one in texts)
    gaps = any(not one.text.strip() for one in cells) and len(texts) >= 2 and not _asks(cells, leaves)
    return (spans or gaps) and not any(TOTAL.match(plain(one.text)) for one in texts)
