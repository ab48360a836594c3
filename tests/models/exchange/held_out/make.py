"""A workbook of a layout, drawn from a seed, and the truth about it in the form of the shared corpus."""

import dataclasses
import datetime
import re
from dataclasses import dataclass
from decimal import Decimal

from models.exchange.read import column_letters
from models.exchange.vocabulary import type_of

from .cells import VILLAGES, Values, foreign, rng_of
from .defects import damaged
from .parts import arranged, layouts, noisy, parts_of, unit_of

MONEY = {"元": 100, "万元": 1_000_000}
ACCEPT = {
    "household.head_id_no": ["member.id_no"],
    "household.phone": ["member.phone"],
    "household.members_now": ["household.members_year", "income_sheet.persons"],
    "household.members_year": ["household.members_now", "income_sheet.persons"],
    "income_sheet.persons": ["household.members_now", "household.members_year"],
    "project.places": ["region.village"],
    "sale.month": ["sale.date"],
}


@dataclass
class Page:
    """A sheet: cells {(row, column from 1): value}, merged areas, hidden rows, and its truth."""

    name: str
    cells: dict = dataclasses.field(default_factory=dict)
    merged: list = dataclasses.field(default_factory=list)
    hidden_rows: set = dataclasses.field(default_factory=set)
    state: str = "visible"
    truth: dict = dataclasses.field(default_factory=dict)
    records: list = dataclasses.field(default_factory=list)

    @property
    def height(self):
        return max((row for row, _ in self.cells), default=0)


class Maker:
    """Draws one table of a layout."""

    def __init__(self, layout, seed, half=None, wild=True):
        self.rng = rng_of(layout, seed)
        self.id, (self.ledger, self.title, text) = layout, layouts()[layout]
        self.parts = arranged(parts_of(text, self.rng, half), self.rng, wild)
        self.wild = wild
        money = [one for one in self.parts if type_of(one.field) == "money"]
        silent = [one for one in money if unit_of(one, "")[1] == "data"]
        self.unit_line = self.rng.choice(("元", "万元")) if silent and self.rng.random() < 0.4 else ""
        if any(one.field.startswith(("income_sheet", "episode", "member")) for one in silent):
            self.unit_line = "元" if self.unit_line else ""
        villages = [one for one in self.parts if one.field == "region.village" and len(one.levels) == 1]
        self.groups = (
            bool(villages) and wild and self.rng.random() < 0.12 and not any("day" in p.key for p in self.parts)
        )
        if self.groups:
            self.parts = [one for one in self.parts if one.field != "region.village"]
        self.style = self.rng.choice(("merged", "merged", "unmerged", "across"))
        self.levels = [
            tuple(noisy(x, self.rng) if wild and one.field and not x[0].isdigit() else x for x in one.levels)
            for one in self.parts
        ]
        for at in range(1, len(self.parts)):
            # What stands over several columns is one cell, typed once.
            if len(self.parts[at].levels) > 1 and self.parts[at].levels[0] == self.parts[at - 1].levels[0]:
                self.levels[at] = (self.levels[at - 1][0], *self.levels[at][1:])

    def page(self, name, index, table=0, rows=0):
        """A sheet with the table on it."""
        page, rng = Page(name), self.rng
        at = self._banner(page)
        first, at = at, self._header(page, at)
        head = (first, at - 1)
        width = len(self.parts)
        skips = []
        if self.wild and rng.random() < 0.08:
            at = self._numbers(page, at, skips)
        records, data_first = [], 0
        values = [self._values(one) for one in self.parts]
        count = rows or rng.randrange(8, 26)
        group = ""
        for row in range(count):
            if self.groups and row % 5 == 0:
                group = VILLAGES[(row // 5) % len(VILLAGES)]
                page.cells[at, 1] = f"{'一二三四五六'[row // 5 % 6]}、{group}"
                skips.append({"row": at, "kind": "group_title"})
                at += 1
            if self.wild and row and rng.random() < 0.02:
                skips.append({"row": at, "kind": "blank"})
                at += 1
            data_first = data_first or at
            records.append(self._record(page, at, row, values, index, table, group))
            at += 1
        last = at - 1
        defects = damaged(page, self.parts, records, self.unit_line, self.rng)
        at = self._total(page, at, records, skips)
        notes = self._notes(page, at)
        page.records = records
        page.truth = {
            "index": index,
            "name": name,
            "state": page.state,
            "role": "data",
            "banner_rows": list(range(1, first)),
            "note_rows": notes,
            "hidden_cols": None,
            "context": [],
            "tables": [
                {
                    "ledger": self.ledger,
                    "shape": "list",
                    "header": {"first": head[0], "last": head[1], "style": self.style},
                    "data": {"first": data_first, "last": last},
                    "data_rows": len(records),
                    "first_col": "A",
                    "last_col": column_letters(width),
                    "columns": self._columns(),
                    "skip_rows": skips,
                    "checks": self._checks(records),
                    "defects": defects,
                    **({"group_context": {"field": "region.village"}} if self.groups else {}),
                }
            ],
        }
        return page

    # --- above and below the table ----------------------------------------------------------------------------------

    def _banner(self, page):
        rng, width = self.rng, len(self.parts)
        dated = any("day" in one.key for one in self.parts)
        style = 0 if dated else rng.randrange(5)
        at = 1
        if style == 4 and not self.unit_line and self.wild and not re.search(r"\d{4}年", self.title):
            return 1
        if style == 3:
            page.cells[at, 1] = "附件3"
            at += 1
        page.cells[at, 1] = self.title if "青禾" in self.title or rng.random() < 0.5 else f"青禾乡{self.title}"
        page.merged.append((at, 1, at, width))
        at += 1
        if style in (1, 2, 3) or self.unit_line:
            page.cells[at, 1] = rng.choice(
                ("填报单位（盖章）：青禾乡人民政府", "填报单位：青禾乡", "填报单位：青禾乡乡村振兴办")
            )
            if style == 2 and width > 6:
                page.cells[at, 5] = "填报时间：2024年12月31日"
            if self.unit_line:
                page.cells[at, width] = (
                    f"单位：{self.unit_line}" if rng.random() < 0.6 else f"单位：户、人、{self.unit_line}"
                )
            at += 1
        if style == 2 and self.wild and rng.random() < 0.3:
            at += 1
        return at

    def _header(self, page, at):
        deep = max(map(len, self.levels))
        width = len(self.levels)
        for column, levels in enumerate(self.levels, 1):
            *above, last = levels
            if not above:
                page.cells[at, column] = last
                if deep > 1 and self.style == "merged":
                    page.merged.append((at, column, at + deep - 1, column))
                continue
            page.cells[at + len(above), column] = last
            if column > 1 and self.levels[column - 2][0] == above[0] and len(self.levels[column - 2]) > 1:
                continue
            page.cells[at, column] = above[0]
            end = column
            while end < width and len(self.levels[end]) > 1 and self.levels[end][0] == above[0]:
                end += 1
            if self.style == "merged" and end > column:
                page.merged.append((at, column, at, end))
        return at + deep

    def _numbers(self, page, at, skips):
        for column in range(1, len(self.parts) + 1):
            page.cells[at, column] = column
        skips.append({"row": at, "kind": "column_numbers"})
        return at + 1

    def _total(self, page, at, records, skips):
        if not self.wild or self.rng.random() > 0.4:
            return at
        sums = {}
        for column, part in enumerate(self.parts, 1):
            if type_of(part.field) in ("money", "int"):
                cells = [page.cells.get((one["r"], column)) for one in records]
                sums[column] = round(sum(cell for cell in cells if isinstance(cell, int | float)), 2)
        if sums and len(self.parts) > 2:
            page.cells[at, 1 if self.rng.random() < 0.7 or 2 in sums else 2] = self.rng.choice(
                ("合计", "合　计", "总计")
            )
            for column, value in sums.items():
                if column > 1:
                    page.cells[at, column] = value
            skips.append({"row": at, "kind": "total"})
            at += 1
        return at

    def _notes(self, page, at):
        rng, found = self.rng, []
        if rng.random() < 0.35:
            page.cells[at, 1] = rng.choice(
                (
                    "注：本表一式两份，乡、村各存一份。",
                    "填表说明：1.数据截至2024年12月底；2.不得漏项。",
                    "说明：以系统数据为准",
                )
            )
            found.append(at)
            at += 1
        if rng.random() < 0.4:
            for column, text in zip(
                (1, 4, 7), ("填表人：王建国", "审核人：李秀英", "填表日期：2024年12月30日"), strict=True
            ):
                if column <= len(self.parts):
                    page.cells[at, column] = text
            found.append(at)
        if any("day" in one.key for one in self.parts):
            page.cells[at + 1, 1] = "注：√在岗 ○公出 △请假 ×旷岗 ☆培训 —休息"
            found.append(at + 1)
        return found

    # --- the rows ---------------------------------------------------------------------------------------------------

    def _values(self, part):
        unit = unit_of(part, self.unit_line)[0]
        return Values(part.field, self.rng, MONEY[unit], part.key) if part.field else None

    def _record(self, page, at, row, values, index, table, group):
        rng, told = self.rng, {}
        for column, (part, maker) in enumerate(zip(self.parts, values, strict=True), 1):
            if part.role == "serial":
                page.cells[at, column] = row + 1
                continue
            if maker is None:
                cell = foreign(part.levels[-1], rng) if part.role == "foreign" else ""
                if cell != "":
                    page.cells[at, column] = cell
                continue
            if "day" in part.key:
                sign, label = rng.choice((("√", "在岗"), ("√", "在岗"), ("○", "公出"), ("△", "请假"), ("—", "休息")))
                page.cells[at, column] = sign
                told[column_letters(column)] = label
                continue
            if rng.random() < 0.04 and column > 4 and not part.key:
                continue
            cell, value = maker.one(row)
            if cell in ("", None):
                continue
            page.cells[at, column] = cell
            told[column_letters(column)] = value
        record = {"s": index, "t": table, "r": at, "v": told}
        if self.groups:
            record["x"] = {"region.village": group}
        return record

    # --- the truth --------------------------------------------------------------------------------------------------

    def _columns(self):
        found = []
        for column, (part, levels) in enumerate(zip(self.parts, self.levels, strict=True), 1):
            one = {
                "col": column_letters(column),
                "header": "/".join(re.sub(r"\s", "", x) for x in levels),
                "levels": list(levels),
                "field": part.field or None,
            }
            if part.field:
                one["type"] = type_of(part.field)
                if part.field in ACCEPT:
                    one["accept"] = ACCEPT[part.field]
                if one["type"] == "money":
                    one["unit"], one["unit_from"] = unit_of(part, self.unit_line)
                if part.key:
                    one["key"] = part.key
            else:
                one["role"] = part.role
                if part.role == "remark":
                    one["accept"] = [f"{self.ledger}.remark"]
            found.append(one)
        return found

    def _checks(self, records):
        found = []
        for column, part in enumerate(self.parts, 1):
            letter, kind = column_letters(column), type_of(part.field)
            values = [one["v"][letter] for one in records if letter in one["v"]]
            values = [one for one in values if not isinstance(one, dict)]
            if kind in ("money", "int", "dec") and values and "day" not in part.key:
                total = sum(Decimal(str(one)) for one in values)
                found.append({"op": "sum", "col": letter, "field": part.field, "value": str(total)})
            elif kind == "id" and values:
                found.append({"op": "distinct", "col": letter, "field": part.field, "value": len(set(values))})
        return found


def as_text(cell):
    """A cell in a file of text."""
    if isinstance(cell, datetime.date):
        return f"{cell.year}/{cell.month}/{cell.day}"
    if isinstance(cell, float):
        return f"{cell:.6g}" if cell > 1e16 else f"{cell:g}" if cell.is_integer() else repr(cell)
    return str(cell)
