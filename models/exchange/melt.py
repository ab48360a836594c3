"""A table across as a list: each of its year or day columns becomes a row of its own, under the same row number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from models.exchange.context import month_of
from models.exchange.match import Column, Mapping
from models.exchange.read import Row
from models.exchange.table import Header, Table
from models.exchange.targets import Target, identifier
from models.kinds import Date, Year
from models.ledger import Ledger

Chunks = Iterator[tuple[Sequence[int], list[Row]]]


def _rows(chunks: Chunks, keys: dict[int, Any], at: int) -> Chunks:
    """Each row once per column of ``keys``, with its key in column ``at`` and its cell behind; a blank makes no row."""
    for numbers, rows in chunks:
        found_numbers: list[int] = []
        found: list[Row] = []
        for number, row in zip(numbers, rows, strict=True):
            for column, key in keys.items():
                cell = row[column - 1]
                if cell is not None and cell != "" and not (type(cell) is str and cell.isspace()):
                    found_numbers.append(number)
                    found.append([*row[: at - 1], *[""] * (at - 1 - len(row)), key, cell])
        if found:
            yield found_numbers, found


def melt(chunks: Chunks, table: Table, mapping: Mapping, names: Sequence[str]) -> tuple[Chunks, Mapping]:
    """What is to be imported: the ``chunks`` of the table as they are, or one across as a list, with its mapping."""
    across = [one for one in mapping.columns if one.target is not None and one.target.across]
    if not across or mapping.ledger is None:
        return chunks, mapping
    first = across[0]
    assert first.target is not None
    by = next(iter(first.key))
    key = _key(mapping.ledger, by)
    at = max(one.header.column for one in mapping.columns) + 1
    month = month_of((table.title, *table.above, *names)) if by == "day" else ""
    keys = {one.header.column: f"{month}-{one.key[by]:02d}" if by == "day" else one.key[by] for one in across}
    more = [
        Column(Header(at, (key.label,), virtual=True), key),
        replace(
            first,
            header=Header(at + 1, (first.target.label,), first.header.unit, virtual=True),
            target=replace(first.target, across=""),
            key={},
        ),
    ]
    melted = Mapping(mapping.ledger, [*mapping.columns, *more], mapping.why, mapping.constants)
    return _rows(chunks, keys, at), melted


def _key(of: Ledger, by: str) -> Target:
    kind = Year if by == "year" else Date
    name, one = next((name, one) for name, one in of.fields.items() if isinstance(one.kind, kind))
    return Target(name, identifier(of, name, one), one.label, one)


def is_dated(table: Table, mapping: Mapping, names: Sequence[str]) -> bool:
    """Whether the days of a table across belong to a month that is known; true of any other table."""
    days = any("day" in one.key for one in mapping.columns)
    return not days or bool(month_of((table.title, *table.above, *names)))
