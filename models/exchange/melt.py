"""A table across as a list: each of its years, days or numbers becomes a row of its own, under the same row number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from models.exchange.context import month_of
from models.exchange.match import Column, Mapping
from models.exchange.read import Row
from models.exchange.repeats import BY
from models.exchange.table import Header, Table
from models.exchange.targets import Target, identifier
from models.kinds import Date, Year
from models.ledger import Ledger

Chunks = Iterator[tuple[Sequence[int], list[Row]]]


def _rows(chunks: Chunks, parts: dict[Any, list[int | None]], at: int) -> Chunks:
    """Each row once per key of ``parts``, with the key in column ``at`` and its cells behind.

    ``parts`` {key: column of each field, None where the key has none}; a key whose cells are all blank makes no row.
    """
    for numbers, rows in chunks:
        found_numbers: list[int] = []
        found: list[Row] = []
        for number, row in zip(numbers, rows, strict=True):
            for key, columns in parts.items():
                cells = ["" if column is None else row[column - 1] for column in columns]
                if not all(map(_blank, cells)):
                    found_numbers.append(number)
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
    month = month_of((table.title, *table.above, *names)) if by == "day" else ""
    fields: dict[str, Column] = {}
    parts: dict[Any, dict[str, int]] = {}
    for one in across:
        assert one.target is not None
        fields.setdefault(one.target.path, one)
        named = f"{month}-{one.key[by]:02d}" if by == "day" else one.key[by]
        parts.setdefault(named, {}).setdefault(one.target.path, one.header.column)
    # The number of a record within its row is stored nowhere.
    key = None if by == BY else _key(mapping.ledger, by)
    more = [] if key is None else [Column(Header(at, (key.label,), virtual=True), key)]
    for number, one in enumerate(fields.values(), 1):
        assert one.target is not None
        header = Header(at + number, (one.target.label,), one.header.unit, virtual=True)
        more.append(replace(one, header=header, target=replace(one.target, across=""), key={}))
    melted = Mapping(mapping.ledger, [*mapping.columns, *more], mapping.why, mapping.constants)
    return _rows(chunks, {named: [some.get(path) for path in fields] for named, some in parts.items()}, at), melted


def _key(of: Ledger, by: str) -> Target:
    kind = Year if by == "year" else Date
    name, one = next((name, one) for name, one in of.fields.items() if isinstance(one.kind, kind))
    return Target(name, identifier(of, name, one), one.label, one)


def is_dated(table: Table, mapping: Mapping, names: Sequence[str]) -> bool:
    """Whether the days of a table across belong to a month that is known; true of any other table."""
    days = any("day" in one.key for one in mapping.columns)
    return not days or bool(month_of((table.title, *table.above, *names)))
