"""A table across as a list: each of its years, days or numbers becomes a row of its own, under the same row number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from models.exchange.context import month_of, year_of
from models.exchange.match import Column, Mapping
from models.exchange.read import Row
from models.exchange.repeats import BY
from models.exchange.table import Header, Table
from models.exchange.targets import Target, identifier, targets
from models.kinds import Choice, Date, Year
from models.ledger import Ledger

Chunks = Iterator[tuple[Sequence[int], list[Row]]]


class Part(int):
    """The sheet row of a record that stands there behind another one: a number as ever, and not that other record's.

    ``part``: which of the row's records it is, from 2 on.
    """

    part: int

    def __new__(cls, number: int, part: int) -> Part:
        """The record ``part`` of the row ``number``."""
        self = int.__new__(cls, number)
        self.part = part
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Part) and int(self) == int(other) and self.part == other.part

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((int(self), self.part))


def part_of(number: int) -> int:
    """Which of its row's records a number means, from 1 on."""
    return number.part if isinstance(number, Part) else 1


def _rows(chunks: Chunks, parts: dict[Any, list[int | None]], at: int) -> Chunks:
    """Each row once per key of ``parts``, with the key in column ``at`` and its cells behind.

    ``parts`` {key: column of each field, None where the key has none}; a key whose cells are all blank makes no row.
    """
    for numbers, rows in chunks:
        found_numbers: list[int] = []
        found: list[Row] = []
        for number, row in zip(numbers, rows, strict=True):
            for part, (key, columns) in enumerate(parts.items(), 1):
                cells = ["" if column is None else row[column - 1] for column in columns]
                if not all(map(_blank, cells)):
                    found_numbers.append(Part(number, part) if part > 1 else number)
                    found.append([*row[: at - 1], *[""] * (at - 1 - len(row)), key, *cells])
        if found:
            yield found_numbers, found


def _blank(cell: Any) -> bool:
    return cell is None or cell == "" or (type(cell) is str and cell.isspace())


def melt(chunks: Chunks, table: Table, mapping: Mapping, names: Sequence[str]) -> tuple[Chunks, Mapping]:
    """What is to be imported: the ``chunks`` of the table as they are, or one across as a list, with its mapping."""
    across = [one for one in mapping.columns if one.target is not None and one.target.across]
    if not across or mapping.ledger is None:
        return chunks, mapping
    by = next(iter(across[0].key))
    at = max(one.header.column for one in mapping.columns) + 1
    texts = (table.title, *table.above, *names)
    period = month_of(texts) if by == "day" else str(year_of(texts)) if by == "month" else ""
    fields: dict[str, Column] = {}
    parts: dict[Any, dict[str, int]] = {}
    for one in across:
        assert one.target is not None
        fields.setdefault(one.target.path, one)
        named = f"{period}-{one.key[by]:02d}" if period else _said(mapping.ledger, by, one.key[by])
        parts.setdefault(named, {}).setdefault(one.target.path, one.header.column)
    # The number of a record within its row is stored nowhere.
    key = None if by == BY else _key(mapping.ledger, by)
    more = [] if key is None else [Column(Header(at, (key.label,), virtual=True), key)]
    for number, one in enumerate(fields.values(), 1):
        assert one.target is not None
        header = Header(at + number, (one.target.label,), one.header.unit, virtual=True)
        more.append(replace(one, header=header, target=replace(one.target, across=""), key={}))
    pieces = {named: [some.get(path) for path in fields] for named, some in parts.items()}
    melted = Mapping(mapping.ledger, [*mapping.columns, *more], mapping.why, mapping.constants, pieces, at)
    return _rows(chunks, pieces, at), melted


def _said(of: Ledger, by: str, key: Any) -> Any:
    """A key as a cell says it: the label of a code."""
    kind = of.fields[by].kind if by in of.fields else None
    return kind.codes.label(key) if isinstance(kind, Choice) else key


def _key(of: Ledger, by: str) -> Target:
    if by in of.fields:
        return next(one for one in targets(of) if not one.distance and one.path in (by, f"{by}.name"))
    kind = Year if by == "year" else Date
    name, one = next((name, one) for name, one in of.fields.items() if isinstance(one.kind, kind))
    return Target(name, identifier(of, name, one), one.label, one)


def undated(table: Table, mapping: Mapping, names: Sequence[str]) -> str:
    """Why the days or months of a table across have no date: a sentence, "" of any other table."""
    texts = (table.title, *table.above, *names)
    if any("day" in one.key for one in mapping.columns) and not month_of(texts):
        return "看不出是哪一年哪一月的考勤，没有导入；请在标题里写上年月"
    if any("month" in one.key for one in mapping.columns) and not year_of(texts):
        return "看不出各月是哪一年的，没有导入；请在标题里写上年度"
    return ""
