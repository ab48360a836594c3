"""The table in a sheet: its columns as its header calls them, and the rows below that are records."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from models.exchange import rows as judge
from models.exchange.headers import REMARK, SERIAL, plain
from models.exchange.read import Row, Sheet
from models.kinds import cell_text

BLOCK = 200
FOOT = 8
"""Rows at the end of a sheet in which the lines below a table are looked for."""
SAMPLE = 200


@dataclass(frozen=True)
class Header:
    """One column: sheet ``column`` from 1, ``levels`` of header text from top to bottom, ``unit`` of money or "".

    ``virtual``: no column of the sheet; its value stands above the table or in the title of a group of rows.
    """

    column: int
    levels: tuple[str, ...]
    unit: str = ""
    virtual: bool = False

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
    """A table: ``header_rows`` first and last, its columns, the ``unit`` of money that stands above it.

    ``last_row`` where the next table of the sheet begins, 0 without one · ``left``, ``right`` its columns where two
    stand side by side (0: to the end) · ``above`` texts over the header, in ``above_rows`` rows · ``continued``
    (columns that say whose a row is, columns to take over from the row above while those are blank) · ``extra`` per
    virtual column, how its value follows from the title of the group · ``twice`` {virtual column: the one whose
    cells it reads as well} · ``titles`` {sheet row: title of a group of
    rows} and ``notes`` below the table, both complete after a reading.
    """

    sheet: Sheet
    header_rows: tuple[int, int]
    headers: list[Header]
    unit: str = ""
    title: str = ""
    data_rows: tuple[int, int] | None = field(default=None)
    last_row: int = 0
    left: int = 1
    right: int = 0
    above: list[str] = field(default_factory=list)
    above_rows: int = 0
    continued: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())
    extra: list[tuple[Header, Callable[[str], Any]]] = field(default_factory=list)
    twice: dict[int, int] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _sampled: list[Row] | None = field(default=None, repr=False)

    def forget(self) -> None:
        """Only what the sheet itself says: without virtual columns and what was to be filled from above."""
        self.headers = [one for one in self.headers if not one.virtual]
        self.extra, self.twice, self.continued, self._sampled = [], {}, (frozenset(), frozenset()), None
        self.__dict__.pop("words", None)

    def records(self) -> Iterator[tuple[int, Row]]:
        """(sheet row number, cells) of every data row, as ``chunks`` gives them."""
        for numbers, rows in self.chunks(BLOCK):
            yield from zip(numbers, rows, strict=True)

    def foot(self) -> list[str]:
        """What the last rows say, row by row: a line such as 填表日期 may stand there."""
        end = self.last_row or self.sheet.height
        start = max(self.header_rows[1] + 1, end - FOOT + 1)
        rows = itertools.islice(self.sheet.rows(start), max(0, end - start + 1))
        return [" ".join(cell_text(cell) for cell in row if cell not in ("", None)) for row in rows]

    def sample(self) -> list[Row]:
        """The first data rows, to see what kind of thing each column holds."""
        if self._sampled is None:
            self._sampled = [row for _, row in itertools.islice(self.records(), SAMPLE)]
        return self._sampled

    def chunks(self, size: int) -> Iterator[tuple[Sequence[int], list[Row]]]:
        """Sheet row numbers and cells of the data rows, up to ``size`` at a time.

        Blank rows, totals, notes, titles of groups, examples and repeated headers are left out. ``data_rows``,
        ``titles`` and ``notes`` are complete when the iteration ends.
        """
        width = max(one.column for one in self.headers)
        serial = {one.column - 1 for one in self.headers if one.is_serial}
        said = frozenset(one.levels[-1] for one in self.headers)
        self.titles, self.notes = {}, []
        first = last = 0
        start = at = self.header_rows[1] + 1
        down = self._merged_down(start)
        source = self._rows(start)
        group, above = "", [""] * width
        simple = not down and self.left == 1 and not self.right and not self.continued[0]
        # The first two rows may number the columns or be an example; apart from the rest, which is seen at a glance.
        while rows := list(itertools.islice(source, size if at > start else min(size, 2))):
            numbers: Sequence[int] = range(at, at + len(rows))
            at += len(rows)
            whole = simple and numbers[0] != start and judge.are_records(rows, width, serial, said)
            groups = [group] * len(rows)
            if not whole:
                kept: list[tuple[int, Row]] = []
                groups = []
                for number, row in zip(numbers, rows, strict=True):
                    self._complete(row, width, down.get(number))
                    title = self._judge(number, row, serial, number < start + 2)
                    if title is not None:
                        group = title or group
                        continue
                    if self.continued[0]:
                        self._continue(row, above)
                        above = row
                    kept.append((number, row))
                    groups.append(group)
                numbers, rows = [number for number, _ in kept], [row for _, row in kept]
            for header, value in self.extra:
                self._put(header.column, rows, [value(one) for one in groups])
            for column, like in self.twice.items():
                self._put(column, rows, [row[like - 1] for row in rows])
            if rows:
                first, last = first or numbers[0], numbers[-1]
                yield numbers, rows
        self.data_rows = (first, last) if first else None

    def _rows(self, start: int) -> Iterator[Row]:
        found = self.sheet.rows(start)
        return itertools.islice(found, max(0, self.last_row - start + 1)) if self.last_row else found

    def _complete(self, row: Row, width: int, down: dict[int, Any] | None) -> None:
        """Cells up to the last column; those of a table beside this one blank; those merged from above filled."""
        if len(row) < width:
            row += [""] * (width - len(row))
        if self.left > 1:
            row[: self.left - 1] = [""] * (self.left - 1)
        if self.right:
            row[self.right :] = [""] * (len(row) - self.right)
        for column, value in (down or {}).items():
            row[column] = value

    def _judge(self, number: int, row: Row, serial: Set[int], near: bool) -> str | None:
        """None for a record; else the title of the group that begins, "" for any other row that is no record."""
        filled = judge.filled_at(row)
        if not filled or all(at in serial and judge.only_counts(cell_text(row[at])) for at in filled):
            return ""
        if judge.is_alone(row, filled, len(self.headers) - len(serial)):
            title = judge.group_title(row, filled)
            self.notes.append(str(row[filled[0]]))
            if title and not judge.is_total(row, filled, serial):
                self.titles[number] = title
                return title
            return ""
        if judge.is_total(row, filled, serial) or judge.is_note(row, filled):
            self.notes += [row[at] for at in filled if row[at].__class__ is str]
            return ""
        words = self.words
        if judge.repeats(row, words) or judge.is_example(row, filled):
            return ""
        if (near or len(filled) > 3) and judge.numbers_columns(row):
            return ""
        return None

    @functools.cached_property
    def words(self) -> dict[int, Set[str]]:
        """{position: levels of its header}."""
        return {one.column - 1: set(one.levels) for one in self.headers if not one.virtual}

    def _continue(self, row: Row, above: Row) -> None:
        keys, columns = self.continued
        if all(row[at] == "" or row[at] is None for at in keys):
            for at in columns:
                if row[at] == "" or row[at] is None:
                    row[at] = above[at]

    @staticmethod
    def _put(column: int, rows: list[Row], values: Sequence[Any]) -> None:
        for row, value in zip(rows, values, strict=True):
            if len(row) < column:
                row += [""] * (column - len(row))
            row[column - 1] = value

    def _merged_down(self, start: int) -> dict[int, dict[int, Any]]:
        """Values of cells merged over several rows, for the rows below the first: {row: {column from 0: value}}."""
        spans: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom, right in self.sheet.merged:
            if top >= start and bottom > top and right - left < 3:
                spans.setdefault(top, []).append((left - 1, bottom))
        down: dict[int, dict[int, Any]] = {}
        for number, row in enumerate(self._rows(start), start) if spans else ():
            for column, bottom in spans.get(number, ()):
                if column < len(row):
                    for at in range(number + 1, bottom + 1):
                        down.setdefault(at, {})[column] = row[column]
        return down
