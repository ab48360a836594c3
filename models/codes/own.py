"""What an office has set for itself over the shipped defaults: read once, and again after a change."""

from __future__ import annotations

from typing import Any

import peewee

from models import changes
from models.database import State, database, run

Rows = list[tuple[Any, ...]]

_read: dict[tuple[str, str], Rows] = {}
_turn = -1


def rows(table: str, columns: str) -> Rows:
    """All rows of a settings table, in order of entry; none while no file is open or it has no such table yet."""
    global _turn
    if database.obj is None or database.is_closed():
        return []
    if _turn != State.turn:
        _read.clear()
        _turn = State.turn
    if (table, columns) not in _read:
        try:
            _read[table, columns] = [tuple(row) for row in run(f'SELECT {columns} FROM "{table}" ORDER BY "id"')]
        except peewee.OperationalError:
            return []
    return _read[table, columns]


def _forget(names: frozenset[str]) -> None:
    for key in [key for key in _read if key[0] in names]:
        del _read[key]


changes.subscribe(_forget)
