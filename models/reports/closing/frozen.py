"""A report as plain text and back: what was printed, without the ways into ledgers that have changed since."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from models.reports.returns.base import Cell, Head, ReturnTable, Row

_PLAIN = ("total_first", "title", "subtitle", "unit_text", "reporter", "date_text", "serial", "keep", "row_mm")


def freeze(tables: Iterable[ReturnTable]) -> tuple[str, bytes]:
    """(digest, compressed JSON) of the tables of a report."""
    text = json.dumps([_table(one) for one in tables], ensure_ascii=False, separators=(",", ":")).encode()
    return hashlib.sha256(text).hexdigest(), zlib.compress(text, 9)


def digest(data: bytes) -> str:
    """The digest of frozen bytes as they are stored."""
    return hashlib.sha256(zlib.decompress(data)).hexdigest()


def thaw(data: bytes, note: str) -> tuple[ReturnTable, ...]:
    """The tables, each with one more note; cells open single records but no selections."""
    return tuple(_made(one, note) for one in json.loads(zlib.decompress(data)))


def _table(table: ReturnTable) -> dict[str, Any]:
    plain = {name: getattr(table, name) for name in _PLAIN}
    return {
        **plain,
        "notes": list(table.notes),
        "footer": list(table.footer),
        "heads": [list(asdict(head).values()) for head in table.heads],
        "rows": [_row(row) for row in table.rows],
        "total": None if table.total is None else _row(table.total),
    }


def _row(row: Row) -> list[Any]:
    return [row.kind, [[cell.text, cell.value, cell.record] for cell in row.cells]]


def _made(kept: dict[str, Any], note: str) -> ReturnTable:
    table = ReturnTable(
        tuple(Head(*head) for head in kept["heads"]),
        tuple(_made_row(row) for row in kept["rows"]),
        None if kept["total"] is None else _made_row(kept["total"]),
        notes=(*kept["notes"], note),
        footer=tuple(kept["footer"]),
    )
    return replace(table, **{name: kept[name] for name in _PLAIN})


def _made_row(row: list[Any]) -> Row:
    kind, cells = row
    return Row(tuple(Cell(text, value, None, None if one is None else (one[0], one[1])) for text, value, one in cells),
               kind)  # fmt: skip
