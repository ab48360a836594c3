"""Finds the tables of a sheet: where each header stands, how many rows it has, and what its columns are called."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Any

from models.exchange import rows as judge
from models.exchange.headers import REMARK, SERIAL, is_day, money_unit, plain, spellings, unit_line
from models.exchange.read import Row, Sheet
from models.exchange.table import Header, Table
from models.kinds import cell_text

WITHIN = 30
SEARCHED = 20_000
LONGEST = 40
_LIKE = re.compile(
    r"(姓名|名称|日期|时间|电话|号码|编号|证号|金额|数量|单价|单位|人数|户数|面积|类别|类型|情况|职务|地点|内容|备注|年度|月份|村"
    r"|级别|收入|支出|原因|措施|方式|责任人|对象|标准|依据|总额|余额|月数|天数|期限|用途|来源|渠道|规格|是否.*|.*率)([(（].*[)）])?$"
)
_BANNER = re.compile(
    r"(填报|填表|制表|编制|统计|上报|报送|导出|截止|截至)(单位|人|时间|日期|机构|部门|时段)|单位([(（]?(盖章|公章|签章)[)）]?)?[:：]"
    r"|(日期|时间|年份|期间|编号|密级)[:：]|\d{4}年\d{1,2}月\d{1,2}日|^附件"
)

# 调查员：, 村：大坪村: a line to fill in over the table, no level of its header.
_LABEL = re.compile(r"(?<!其中)(?<!含)[:：]")


def find_table(sheet: Sheet, known: Set[str]) -> Table | None:
    """The first table of a sheet; ``known`` holds every plain header that some field answers to. None without one."""
    return next(iter(find_tables(sheet, known)), None)


def find_tables(sheet: Sheet, known: Set[str]) -> list[Table]:
    """All tables of a sheet, one below the other or side by side."""
    known = known | SERIAL | REMARK
    head = sheet.head(WITHIN)
    table = _table_in(sheet, head, 0, known)
    if table is None:
        return []
    found = [table]
    if 0 < sheet.height <= SEARCHED:
        _find_more(sheet, known, found)
    return [part for one in found for part in _side_by_side(one, head)]


def _find_more(sheet: Sheet, known: Set[str], found: list[Table]) -> None:
    rows = sheet.head(sheet.height)
    start = found[-1].header_rows[1]
    # Asked of every row of a sheet: a word that stands as it is known comes first, at the speed of the set.
    for at in [at for at, row in enumerate(rows) if not known.isdisjoint(row)]:
        if at < start or not _heads(rows[at], known) or judge.repeats(rows[at], found[-1].words, whole=True):
            continue
        table = _table_in(sheet, rows[at - 1 : at + WITHIN], at - 1, known)
        if table is not None and table.header_rows[0] > found[-1].header_rows[1] + 1:
            found[-1].last_row = table.header_rows[0] - 1 - table.above_rows
            found.append(table)
            start = table.header_rows[1]


def _heads(row: Row, known: Set[str]) -> bool:
    """Whether a row further down is a header: three known words at least, and most of its cells."""
    if not _all_texts(row):
        return False
    score = _score(row, known)
    return score >= 3 and score * 2 >= len(judge.filled_at(row))


def _table_in(sheet: Sheet, head: list[Row], base: int, known: Set[str]) -> Table | None:
    """The first table in ``head``, whose first row is the sheet's row ``base`` + 1."""
    scores = [_score(row, known) + (_numbered(head, at) or _over_numbers(head, at)) for at, row in enumerate(head)]
    best = max(scores, default=0)
    if best < 1 or (best < 2 and max(len(judge.filled_at(row)) for row in head) > 2):
        return None
    anchor = next(at for at, score in enumerate(scores) if score * 2 >= best and (score >= 1.5 or best < 1.5))
    merged = [(a - base, b, c - base, d) for a, b, c, d in sheet.merged if a > base]
    first, last = _extent(merged, head, anchor)
    headers = _headers(merged, head, first, last)
    if not headers:
        return None
    up = first
    while up and len(judge.filled_at(head[up - 1])) in range(1, 4) and not (base and _is_data(head[up - 1])):
        up -= 1
    above = [str(cell).strip() for row in head[up if base else 0 : first] for cell in row if cell != ""]
    title = next((text for text in above if not _BANNER.search(plain(text))), above[0] if above else "")
    rows = (base + first + 1, base + last + 1)
    return Table(sheet, rows, headers, unit_line(above), title, above=above, above_rows=first - up)


def _is_data(row: Row) -> bool:
    """Whether a row of few cells belongs to the table above rather than to the banner of the next."""
    filled = judge.filled_at(row)
    return len(filled) > 1 and not any(_BANNER.search(plain(str(row[at]))) for at in filled)


def _score(row: Row, known: Set[str]) -> float:
    """How much a row looks like a header: words that name a field count one, those that could name one a half."""
    score = 0.0
    seen: set[str] = set()
    days = numbers = 0
    for cell in row:
        if cell == "" or cell is None:
            continue
        if type(cell) is not str:
            days += is_day(cell)
            numbers += not is_day(cell)
            continue
        text = cell.strip()
        if not text or len(text) > LONGEST:
            numbers += len(text) > LONGEST
            continue
        if text in seen:
            continue
        seen.add(text)
        forms = spellings(text)
        if any(one in known for one in forms):
            score += 1
        elif is_day(text):
            days += 1
        elif len(text) < 16 and forms and _LIKE.search(forms[-1]) and not _BANNER.search(forms[0]):
            score += 0.5
        elif re.fullmatch(r"[\d.,\-/]{5,}[\dXx]?", text):
            numbers += 1
    if days >= 3:
        score += 1.5
    return max(0.0, score - 0.7 * numbers) if seen else 0.0


def _numbered(head: list[Row], at: int) -> float:
    """One for a row of texts from 序号 on below which 1, 2 … are counted: a header whatever its words."""
    row = head[at]
    filled = judge.filled_at(row)
    if len(filled) < 3 or type(row[filled[0]]) is not str or plain(row[filled[0]]) not in SERIAL or not _all_texts(row):
        return 0.0
    column = filled[0]
    counts = [cell_text(one[column]) for one in head[at + 1 : at + 8] if column < len(one) and one[column] != ""]
    return 1.0 if ["1", "2"] in (counts[:2], counts[1:3]) else 0.0


def _over_numbers(head: list[Row], at: int) -> float:
    """A half for a row of three texts or more over two columns or more of numbers and dates."""
    row = head[at]
    filled = judge.filled_at(row)
    if len(filled) < 3 or not all(_short(row[spot]) and not is_day(row[spot]) for spot in filled):
        return 0.0
    below = [one for one in head[at + 1 : at + 3] if len(one) > filled[-1]]
    typed = [spot for spot in filled if below and all(_is_number(one[spot]) for one in below)]
    return 0.5 if len(below) == 2 and len(typed) >= 2 else 0.0


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float | datetime.date) or (type(cell) is str and cell[:4].isdigit())


def _all_texts(row: Row) -> bool:
    """Whether a row could be a header: short texts, and numbers only where they count days."""
    cells = [row[at] for at in judge.filled_at(row)]
    return all(is_day(cell) if type(cell) is not str else len(cell) <= LONGEST for cell in cells)


def _extent(merged: Sequence[tuple[int, int, int, int]], head: list[Row], anchor: int) -> tuple[int, int]:
    """First and last header row (from 0): merged cells, or texts over blanks, say how far it reaches."""
    first = last = anchor
    while first and _is_level_above(merged, head, first):
        first -= 1
    while last + 1 < len(head) and last - first < 4 and _is_level_below(merged, head, first, last):
        last += 1
    return first, last


def _cells(row: Row) -> dict[int, Any]:
    return {at: row[at] for at in judge.filled_at(row)}


def _is_level_above(merged: Sequence[tuple[int, int, int, int]], head: list[Row], first: int) -> bool:
    up = first - 1
    above, below = _cells(head[up]), _cells(head[first])
    if not above or not all(type(cell) is str and len(cell) <= LONGEST for cell in above.values()):
        return False
    width = max(len(row) for row in head)
    if any(top - 1 == up and bottom - 1 >= first and right - left < 3 for top, left, bottom, right in merged):
        return True
    if any(_BANNER.search(plain(cell)) or _LABEL.search(cell) for cell in above.values()):
        return False
    spans = {left - 1: right - left + 1 for top, left, bottom, right in merged if top - 1 == up and right > left}
    if spans:
        wide = max(spans.values())
        return wide < max(2, len(below)) and (len(above) > 1 or min(above) > min(below))
    if len(above) == 1:
        return (
            min(above) > min(below)
            and min(above) < max(below)
            and len(plain(above[min(above)])) <= 10
            and ("单位" not in above[min(above)] and width > 4)
        )
    # Texts that stand over blanks, or over the first of several columns each.
    stacked = [at for at in above if at not in below]
    parents = [at for at in above if at in below and at + 1 in below and at + 1 not in above]
    return len(stacked) + len(parents) == len(above) and bool(parents) and all(map(_short, above.values()))


def _short(cell: Any) -> bool:
    return type(cell) is str and len(plain(cell)) <= 20


def _is_level_below(merged: Sequence[tuple[int, int, int, int]], head: list[Row], first: int, last: int) -> bool:
    """Whether the row under the header belongs to it: it only speaks under texts that stretch over several columns."""
    down = last + 1
    below = _cells(head[down])
    if any(top - 1 <= last and bottom - 1 >= down and top - 1 >= first for top, left, bottom, right in merged):
        return bool(below) or any(top - 1 <= last < bottom - 1 for top, _, bottom, _ in merged if top - 1 >= first)
    if not below or not all(_short(cell) or is_day(cell) for cell in below.values()):
        return False
    own = _cells(head[last])
    spans = {
        at
        for top, left, bottom, right in merged
        if top - 1 == last == bottom - 1 and right > left
        for at in range(left - 1, right)
    }
    if spans:
        return set(below) <= spans and len(below) > 1 and not judge.numbers_columns(head[down])
    upper = {at for row in head[first:last] for at in _cells(row)}
    parents: set[int] = set()
    for at in own:
        end = at + 1
        while end in below and end not in own and end not in upper:
            end += 1
        if end > at + 1 and at in below:
            parents |= set(range(at, end))
    rest = [at for at in own if at not in parents]
    return set(below) <= parents and len(below) > 1 and len(rest) > 1 and len(below) < len(own) + len(below) - 1


def _headers(merged: Sequence[tuple[int, int, int, int]], head: list[Row], first: int, last: int) -> list[Header]:
    width = max(len(row) for row in head[first : last + 1])
    grid = [[_text(cell) for cell in row] + [""] * (width - len(row)) for row in head[first : last + 1]]
    spanned: set[int] = set()
    for top, left, bottom, right in merged:
        if first <= top - 1 <= last and bottom - 1 <= last:
            if right > left:
                spanned.add(top - 1 - first)
            for at in range(top - 1, bottom):
                for column in range(left - 1, min(right, width)):
                    grid[at - first][column] = grid[top - 1 - first][left - 1]
    _spread(grid, spanned)
    headers = []
    for column in range(width):
        levels = tuple(dict.fromkeys(text for row in grid if (text := row[column])))
        if levels:
            unit = next((unit for text in reversed(levels) if (unit := money_unit(text))), "")
            headers.append(Header(column + 1, levels, unit))
    return headers


def _spread(grid: list[list[str]], spanned: Set[int]) -> None:
    """A text of an upper level whose cells are not merged holds for the blanks to its right that have texts below."""
    own = [list(row) for row in grid]
    for at, row in enumerate(grid[:-1]):
        if at in spanned:
            continue
        holds = ""
        for column in range(len(row)):
            below = any(own[low][column] for low in range(at + 1, len(grid)))
            ends = any(own[up][column] for up in range(at))
            if row[column]:
                holds = row[column] if below else ""
            elif holds and below and not ends:
                row[column] = holds
            else:
                holds = ""


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.date | datetime.datetime):
        return cell.isoformat()
    return re.sub(r"\s+", "", str(cell))


def _side_by_side(table: Table, head: list[Row]) -> list[Table]:
    """Tables beside each other: the whole header again, or a column without one between two of them.

    On both sides of such a column stand 序号 or the same words.
    """
    for times in (2, 3):
        width, rest = divmod(len(table.headers), times)
        texts = [one.text for one in table.headers]
        if not rest and width >= 3 and table.headers[0].is_serial and texts == texts[:width] * times:
            parts = [table.headers[at : at + width] for at in range(0, len(texts), width)]
            return [replace(table, headers=one, left=one[0].column, right=one[-1].column, extra=[]) for one in parts]
    columns = [one.column for one in table.headers]
    gaps = [at for at, (a, b) in enumerate(itertools.pairwise(columns), 1) if b - a > 1]
    for at in gaps:
        left, right = table.headers[:at], table.headers[at:]
        same = {one.text for one in left} & {one.text for one in right}
        if min(len(left), len(right)) >= 3 and (right[0].is_serial or len(same) >= 3):
            return [
                replace(table, headers=left, right=left[-1].column),
                replace(table, headers=right, left=right[0].column, extra=[]),
            ]
    return [table]
