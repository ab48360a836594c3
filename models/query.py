"""The one door for reading: a selection (ledger, search, filters, order) gives ids, rows, totals and groups."""

from __future__ import annotations

import functools
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import peewee
from peewee import fn

from models import clock, kinds
from models.database import database, run
from models.kinds import Choice, Link
from models.ledger import Ledger, ledger
from models.selection import Filter, Selection, Source, condition, search_condition


def _filtered(selection: Selection, extra: Sequence[str] = ()) -> tuple[Source, list[Any]]:
    source = Source(ledger(selection.ledger))
    conditions = [condition(source, one) for one in selection.filters]
    searched = search_condition(source, selection.search)
    if searched is not None:
        conditions.append(searched)
    for path in extra:
        source.expression(path)
    return source, conditions


def _ordered(source: Source, selection: Selection) -> list[Any]:
    terms = []
    for path in selection.order or source.ledger.sort:
        plain = path.lstrip("-")
        expression = _in_list_order(*source.shown(plain))
        terms.append(expression.desc() if path.startswith("-") else expression.asc())
    return [*terms, source.base.id]


def _in_list_order(expression: Any, kind: kinds.Kind) -> Any:
    """Choices by their place in the official list, blanks first; an index serves where the codes sort alike."""
    if not isinstance(kind, Choice) or kind.many:
        return expression
    codes = [one.code for one in kind.codes]
    if codes == sorted(codes):
        return expression
    places = [("", -1), *((code, at) for at, code in enumerate(codes))]
    return peewee.Case(fn.COALESCE(expression, ""), places, len(codes))


def ids(selection: Selection, limit: int | None = None) -> array[int]:
    """Ids of the selection in its order."""
    source, conditions = _filtered(selection)
    order = _ordered(source, selection)
    query = source.select(source.base.id).order_by(*order)
    if conditions:
        query = query.where(*conditions)
    if limit is not None:
        query = query.limit(limit)
    return array("q", (row[0] for row in database.execute(query)))


def chosen(selection: Selection) -> peewee.ModelSelect:
    """The ids of the selection as a query, to be put behind IN."""
    source, conditions = _filtered(selection)
    query = source.select(source.base.id)
    return query.where(*conditions) if conditions else query


def count(selection: Selection) -> int:
    """How many records."""
    source, conditions = _filtered(selection)
    query = source.select(fn.COUNT(source.base.id))
    if conditions:
        query = query.where(*conditions)
    return int(database.execute(query).fetchone()[0])


@functools.lru_cache(maxsize=256)
def _page_sql(name: str, paths: tuple[str, ...], size: int, raw: bool, day: str) -> tuple[str, list[Any]]:
    # ``day`` is part of the key because ages are worked out from today.
    source = Source(ledger(name))
    columns = [source.expression(path) if raw else source.shown(path)[0] for path in paths]
    query = source.select(source.base.id, *columns).where(source.base.id.in_(list(range(size))))
    text, values = query.sql()
    return text, values[: len(values) - size]


def rows(name: str, paths: Sequence[str], wanted: Sequence[int], *, raw: bool = False) -> dict[int, tuple[Any, ...]]:
    """{id: values at ``paths``}: links as the linked name unless ``raw``. Text comes from ``formatters``."""
    found: dict[int, tuple[Any, ...]] = {}
    for at in range(0, len(wanted), 500):
        part = list(wanted[at : at + 500])
        # The same text for every full page lets the driver keep the prepared statement.
        size = len(part) if len(part) < 100 else 100 if len(part) == 100 else 500
        part += [part[-1]] * (size - len(part))
        text, values = _page_sql(name, tuple(paths), size, raw, clock.today_text())
        for row in database.execute_sql(text, values + part):
            found[row[0]] = row[1:]
    return found


def formatters(name: str, paths: Sequence[str]) -> list[Callable[[Any], str]]:
    """One function per column from a value of ``rows`` to its text ("" for None)."""
    source = Source(ledger(name))
    return [_formatter(source.shown(path)[1]) for path in paths]


def _formatter(kind: kinds.Kind) -> Callable[[Any], str]:
    to_text = kind.to_text
    return lambda value: "" if value is None else to_text(value)


def texts(name: str, paths: Sequence[str], wanted: Sequence[int]) -> dict[int, list[str]]:
    """{id: texts at ``paths``}."""
    shown = formatters(name, paths)
    found = rows(name, paths, wanted)
    return {id: [make(value) for make, value in zip(shown, row, strict=True)] for id, row in found.items()}


def label_of(of: Ledger, id: int | None) -> str:
    """The name of one record, "" when it is gone."""
    return "" if id is None else texts(of.name, (of.display,), [id]).get(id, [""])[0]


def totals(selection: Selection, paths: Sequence[str]) -> dict[str, int]:
    """Sums in stored units of columns that can be totalled."""
    if not paths:
        return {}
    source, conditions = _filtered(selection)
    sums = [fn.COALESCE(fn.SUM(source.expression(path)), 0) for path in paths]
    query = source.select(*sums)
    if conditions:
        query = query.where(*conditions)
    return {path: int(value) for path, value in zip(paths, database.execute(query).fetchone(), strict=True)}


def foot(selection: Selection, paths: Sequence[str]) -> dict[str, int]:
    """Sums for the foot of a list, in stored units, of those columns that add up to something.

    Left out are columns that cannot be totalled, that belong to a record above (it would count once per row), that
    hold no value, and people or areas of several years.
    """
    of = ledger(selection.ledger)
    wanted = [path for path in paths if "." not in path and of.column(path).kind.can_total]
    if not wanted:
        return {}
    source, conditions = _filtered(selection)
    columns = [fn.SUM(source.expression(path)) for path in wanted]
    dated = "year" in of.fields and any(of.column(path).kind.stock for path in wanted)
    if dated:
        columns.append(fn.COUNT(source.expression("year").distinct()))
    query = source.select(*columns)
    if conditions:
        query = query.where(*conditions)
    row = database.execute(query).fetchone()
    several = dated and row[-1] > 1
    return {
        path: int(value)
        for path, value in zip(wanted, row, strict=False)
        if value is not None and not (several and of.column(path).kind.stock)
    }


@dataclass(frozen=True)
class Group:
    """One group: ``key`` values in stored form, ``count`` of records, ``sums`` in stored units."""

    key: tuple[Any, ...]
    count: int
    sums: tuple[int, ...] = field(default=())


def groups(selection: Selection, by: Sequence[str], sums: Sequence[str] = ()) -> list[Group]:
    """Counts and sums per combination of values; groups by a link are per id. Order is the caller's business."""
    source, conditions = _filtered(selection)
    keys = [source.expression(path) for path in by]
    values = [fn.COALESCE(fn.SUM(source.expression(path)), 0) for path in sums]
    query = source.select(*keys, fn.COUNT(source.base.id), *values).group_by(*keys)
    if conditions:
        query = query.where(*conditions)
    size = len(by)
    return [Group(tuple(row[:size]), row[size], tuple(row[size + 1 :])) for row in database.execute(query)]


def distinct(selection: Selection, path: str, limit: int = 1000) -> list[Any]:
    """Different stored values at a path, for pickers."""
    source, conditions = _filtered(selection)
    expression = source.expression(path)
    query = source.select(expression).distinct().order_by(expression).limit(limit)
    if conditions:
        query = query.where(*conditions)
    return [row[0] for row in database.execute(query)]


def parse_where(of: Ledger, text: str) -> Filter:
    """A condition written as FIELD=VALUE, FIELD>=VALUE, FIELD<=VALUE, FIELD~VALUE (contains) or FIELD= (blank).

    Raises kinds.Fault with a sentence.
    """
    op = ""
    for sign, key in ((">=", ">="), ("<=", "<="), ("~", "contains"), ("=", "=")):
        path, found, value = text.partition(sign)
        op = key
        if found:
            break
    else:
        raise kinds.Fault(f"条件“{text}”应写成 字段=值")
    path = path.strip()
    path = {c.label: p for p in of.all_columns for c in [of.column(p)]}.get(path, path)
    try:
        kind = of.column(path).kind
    except Exception:
        raise kinds.Fault(f"{of.title}没有“{path}”这个字段") from None
    if not value.strip():
        return Filter(path, "blank")
    if op == "contains":
        return Filter(path, op, value)
    if op == "=" and (isinstance(kind, Choice | Link | kinds.YesNo)):
        return Filter(path, "in", kind.filter_value(value))
    return Filter(path, op, kind.filter_value(value))


def each(
    selection: Selection, paths: Sequence[str], size: int = 500, *, raw: bool = False
) -> Iterable[tuple[int, tuple[Any, ...]]]:
    """Every record of the selection in its order, fetched in chunks: (id, values at ``paths``)."""
    wanted = ids(selection)
    for at in range(0, len(wanted), size):
        part = wanted[at : at + size]
        found = rows(selection.ledger, paths, part, raw=raw)
        for id in part:
            if id in found:
                yield id, found[id]


@functools.lru_cache(maxsize=256)
def _looking_for(of: Ledger, fields: tuple[str, ...]) -> str:
    stored = of.model._meta.fields
    columns = ", ".join(f'"{stored[name].column_name}"' for name in ("id", *fields))
    return f'SELECT {columns} FROM "{of.name}" WHERE "{stored[fields[0]].column_name}"'


def find(of: Ledger, fields: Sequence[str], keys: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], list[int]]:
    """Records by values of stored fields: {key: ids}; the key tuple follows ``fields``."""
    head = _looking_for(of, tuple(fields))
    found: dict[tuple[Any, ...], list[int]] = {}
    keep = {key for key in keys if None not in key}
    lead: list[Any] = list({key[0] for key in keep})
    for at in range(0, len(lead), 500):
        part = lead[at : at + 500]
        marks = ", ".join("?" * len(part))
        for id, *values in run(f"{head} IN ({marks})", part):
            if tuple(values) in keep:
                found.setdefault(tuple(values), []).append(id)
    return found


__all__ = [
    "Filter", "Group", "Selection", "Source", "chosen", "condition", "count", "distinct", "each", "find", "foot",
    "formatters", "groups", "ids", "label_of", "parse_where", "rows", "texts", "totals",
]  # fmt: skip
