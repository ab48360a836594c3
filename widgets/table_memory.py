"""What each list remembers between sessions: columns, widths, sort order, filters; one setting per ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from models import settings
from models.ledger import Ledger, WrongDefinition
from models.query import Filter


def remembered(of: Ledger) -> dict[str, Any]:
    """{"columns": paths, "widths": {path: pixels}, "sort": paths, "filters": [[path, op, value]]}, as far as kept."""
    kept = settings.get(_key(of), {})
    return kept if isinstance(kept, dict) else {}


def remember(of: Ledger, **parts: Any) -> None:
    """Keep some of the parts; the others stay as they are."""
    before = remembered(of)
    after = {**before, **parts}
    if after != before:
        settings.put(_key(of), after)


def _key(of: Ledger) -> str:
    return f"table.{of.name}"


def known(of: Ledger, paths: Iterable[Any]) -> tuple[str, ...]:
    """Those of the paths that the ledger still has: what was kept may be older than the program."""
    return tuple(path for path in paths if isinstance(path, str) and _has(of, path.lstrip("-")))


def _has(of: Ledger, path: str) -> bool:
    try:
        of.column(path)
    except WrongDefinition:
        return False
    return True


def filters_to_json(filters: Iterable[Filter]) -> list[list[Any]]:
    """Filters as settings keep them."""
    return [[one.path, one.op, one.value] for one in filters]


def filters_from_json(of: Ledger, kept: Sequence[Any]) -> tuple[Filter, ...]:
    """Filters read back, without those of columns or operators that are gone."""
    found = []
    for path, op, value in kept:
        if not known(of, [path]):
            continue
        if op in {one.key for one in of.column(path).kind.operators}:
            found.append(Filter(path, op, value))
    return tuple(found)
