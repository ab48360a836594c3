"""Finds the single places of a blank form: cells beside or below a label, lines to write on, boxes to tick."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from models.exchange.fill.areas import LONGEST
from models.exchange.fill.blanks import Blank, Box, blanks, boxes
from models.exchange.fill.grid import LINES, Cell, Grid
from models.exchange.fill.layout import Area, Spot
from models.exchange.headers import UNITS, money_unit, unit_line

FEWEST_SIGNS, SPARE = 8, 2
"""A row of so many cells takes a number sign by sign; it may have so many cells more than the number."""
_ONLY_UNIT = re.compile(r"^[\s_＿]*([^\s_＿]{1,4})$")
_PHOTO = re.compile(r"照片|图片|相片|影像")
_DATE_WORDS = ("年", "月", "日")


def find_spots(grid: Grid, areas: list[Area]) -> list[Spot]:
    """All single places of a grid, from above to below."""
    return list(_Finder(grid, areas).find())


class _Finder:
    """Goes through the filled cells of a grid that belong to no table."""

    def __init__(self, grid: Grid, areas: list[Area]) -> None:
        self.grid, self.areas = grid, areas
        self.used: set[tuple[int, int]] = set()
        self.section = ""
        self.ceiling = min((one.header_rows[0] for one in areas), default=0)
        self.unit = unit_line([cell.text for cell in grid.in_order() if cell.row <= 4 and len(cell.text.strip()) > 4])

    def find(self) -> Iterator[Spot]:
        for cell in self.grid.in_order():
            if any(one.holds(cell.row) for one in self.areas) or not cell.text.strip():
                continue
            ticks = boxes(cell.text)
            inside = blanks(cell.text, cell.ruled)
            if ticks or inside:
                yield from self._ticks(cell, ticks)
                # The line behind 其他____ is for an option that no ledger knows.
                yield from self._inside(cell, [one for one in inside if one.label or not ticks])
            elif self._is_title(cell):
                self.section = cell.text.strip()
            else:
                yield from self._labelled(cell)

    # --- places inside a text -------------------------------------------------------------------------------------

    def _ticks(self, cell: Cell, ticks: list[Box]) -> Iterator[Spot]:
        before = self._labels(cell)
        own = before[-1] if before else ""
        if len(ticks) == 1:
            row = [boxes(one.text) for one in self.grid.row(cell.row) if boxes(one.text)]
            asked = [text for text in before if not boxes(text)]
            if len(row) > 1 and all(len(one) == 1 for one in row) and asked:
                group = tuple(one[0] for one in row)
                yield self._spot(cell, asked[-1], boxes=tuple(ticks), group=group)
            return
        for label in dict.fromkeys(one.label for one in ticks):
            mine = tuple(one for one in ticks if one.label == label)
            yield self._spot(cell, label or own, boxes=mine)

    def _inside(self, cell: Cell, inside: list[Blank]) -> Iterator[Spot]:
        before = self._labels(cell)
        own = before[-1] if before and not self._heading(cell) else ""
        for one in inside:
            yield self._spot(cell, one.label or own, blank=one)

    # --- labels ---------------------------------------------------------------------------------------------------

    def _labelled(self, cell: Cell) -> Iterator[Spot]:
        label = cell.text.strip()
        if (cell.row, cell.column) in self.used or is_unit(label) or len(label) > LONGEST:
            return
        beside = [one for one in self.grid.row(cell.row) if one.column > cell.last_column]
        if parts := _date_cells(beside):
            spot = self._spot(parts[0], label, of=cell, parts=parts, dated=True)
        elif len(parts := tuple(takewhile(self._is_square, beside))) >= FEWEST_SIGNS:
            spot = self._spot(parts[0], label, of=cell, parts=parts)
        else:
            target, tail = self._target(cell)
            if target is None and _PHOTO.search(label) and cell.rows * cell.columns > 1:
                target = cell  # 照片 stands where it is to be pasted
            if target is None:
                return
            spot = self._spot(target, label, of=cell, tail=tail)
            if not tail and target.row == cell.row:
                behind = next((one for one in beside if one.column > target.last_column and one.text.strip()), None)
                if behind is not None and is_unit(behind.text):
                    spot.beside = behind.text.strip()
                    spot.unit = money_unit(f"({spot.beside})") or spot.unit
        self.used |= {(one.row, one.column) for one in (spot.parts or (spot.cell,))}
        yield spot

    def _target(self, cell: Cell) -> tuple[Cell | None, str]:
        """The blank cell that a label is for: to its right, else below it; with a unit that stands there already."""
        grid = self.grid
        if cell.last_column < grid.width:
            right = grid.at(cell.row, cell.last_column + 1)
            if self._is_free(right) and right.row >= cell.row:
                return right, ""
            if right.text and is_unit(right.text) and right.row == cell.row:
                return right, right.text.strip(" _＿\u3000\t")
            if right.text.strip():
                return None, ""
        below = grid.at(cell.last_row + 1, cell.column)
        apart = not any(area.holds(below.row) for area in self.areas)
        same = below.column == cell.column and below.columns == cell.columns
        return (below, "") if self._is_free(below) and apart and same and cell.columns < grid.width else (None, "")

    def _is_free(self, cell: Cell) -> bool:
        at = (cell.row, cell.column)
        return cell.blank and at not in self.used and at in self.grid.cells

    def _is_square(self, cell: Cell) -> bool:
        return self._is_free(cell) and cell.columns == 1

    # --- what stands around ---------------------------------------------------------------------------------------

    def _spot(self, cell: Cell, label: str, of: Cell | None = None, **more: Any) -> Spot:
        """``of``: the cell with the label, where it is another one."""
        said = of or cell
        labels = self._labels(said)
        sides = [one.text.strip() for one in self._before(said) if one.rows > said.rows]
        section = " ".join((self.section, *sides)).strip()
        photo = of is not None and bool(_PHOTO.search(label)) and len(label) <= 12
        unit = next(filter(None, map(money_unit, (label, *sides, self.section))), self.unit)
        return Spot(self.grid, cell, label.rstrip("：:"), row_labels=labels, photo=photo, heading=self._heading(said),
                    section=section, unit=unit, **more)  # fmt: skip

    def _heading(self, cell: Cell) -> bool:
        if self.grid.kind == LINES:
            return cell.row < self.grid.below
        return cell.row < self.ceiling or (not self.areas and cell.row <= 3)

    def _before(self, cell: Cell) -> list[Cell]:
        """Filled cells to the left in the same row."""
        return [one for one in self.grid.row(cell.row) if one.column < cell.column and one.text.strip()]

    def _labels(self, cell: Cell) -> tuple[str, ...]:
        return tuple(one.text.strip() for one in self._before(cell))

    def _is_title(self, cell: Cell) -> bool:
        """Whether a text is alone in its row: the title of what stands below."""
        if self.grid.kind == LINES:
            return len(cell.text.strip()) <= LONGEST
        row = [one for one in self.grid.row(cell.row) if (one.row, one.column) in self.grid.cells]
        return cell.columns > 1 and [one for one in row if not one.full] == [cell]


def is_unit(text: str) -> bool:
    """Whether nothing but a unit stands in a cell."""
    match = _ONLY_UNIT.match(text)
    return match is not None and match[1] in UNITS


def _date_cells(beside: list[Cell]) -> tuple[Cell, ...]:
    """Cells for year, month and day: 年 月 日 stand in them, or each behind a blank one; () where there are none."""
    texts = [re.sub(r"[\s_＿]", "", one.text) for one in beside]
    for step in (1, 2):
        found: list[Cell] = []
        for word, at in zip(_DATE_WORDS, range(step - 1, len(texts), step), strict=False):
            if texts[at] != word or (step == 2 and not beside[at - 1].blank):
                break
            found.append(beside[at - step + 1])
        if len(found) >= 2:
            return tuple(found)
    return ()
