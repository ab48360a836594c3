"""Selections and the SQL they mean: filters, the search box, one join per path of links."""

from __future__ import annotations

import functools
import json
import operator
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import peewee
from peewee import JOIN

from models import kinds
from models.database import database
from models.fields import Computed
from models.kinds import Choice, Link, clean, narrow
from models.ledger import Column, Ledger, WrongDefinition, ledger, ledger_of


@dataclass(frozen=True)
class Filter:
    """One condition: ``path`` of a column, ``op`` key of an operator of its kind, ``value`` in stored form.

    "product|sale_line.product" means either column, for what stands in the record or in its details; with "not in" and
    "blank" neither.
    """

    path: str
    op: str
    value: Any = None


@dataclass(frozen=True)
class Selection:
    """Which records, in which order. ``order`` entries are paths, "-" in front for descending."""

    ledger: str
    search: str = ""
    filters: tuple[Filter, ...] = ()
    order: tuple[str, ...] = ()

    def where(self, path: str, op: str, value: Any = None) -> Selection:
        """The same with one more condition."""
        return replace(self, filters=(*self.filters, Filter(path, op, value)))

    def to_json(self) -> str:
        """As text, for settings and for ``figures``."""
        return json.dumps(
            {"ledger": self.ledger, "search": self.search, "order": self.order,
             "filters": [[f.path, f.op, f.value] for f in self.filters]},
            ensure_ascii=False,
        )  # fmt: skip

    @classmethod
    def from_json(cls, text: str) -> Selection:
        """The selection of a text made by ``to_json``; conditions on columns that are gone are left out."""
        data = json.loads(text)
        of = ledger(data["ledger"])
        kept = []
        for path, op, value in data.get("filters", ()):
            try:
                of.column(path)
            except Exception:  # a saved filter may outlive its column
                continue
            kept.append(Filter(path, op, value))
        return cls(data["ledger"], data.get("search", ""), tuple(kept), tuple(data.get("order", ())))


class Source:
    """Builds one query: a base table and each foreign-key path joined once under its own alias."""

    def __init__(self, of: Ledger) -> None:
        self.ledger = of
        self.base = of.model.alias("t0")
        self._joins: dict[tuple[str, ...], tuple[Any, str, Any]] = {}

    def node(self, links: Sequence[str]) -> Any:
        """The aliased model at the end of a path of links."""
        node = self.base
        key: tuple[str, ...] = ()
        model = self.ledger.model
        for name in links:
            key = (*key, name)
            link = model._meta.fields.get(name)
            if link is None:
                raise WrongDefinition(f"{self.ledger.name}: {'.'.join(links)} leads into details, it can only filter")
            if key not in self._joins:
                self._joins[key] = (node, name, link.rel_model.alias(f"t{len(self._joins) + 1}"))
            node, model = self._joins[key][2], link.rel_model
        return node

    def expression(self, path: str) -> Any:
        """SQL for the stored value at a path."""
        *links, last = path.split(".")
        node = self.node(links)
        found = self.ledger.column(path).field
        return found.expression(node) if isinstance(found, Computed) else getattr(node, last)

    def shown(self, path: str) -> tuple[Any, kinds.Kind]:
        """SQL and kind of what is shown at a path: for a link the linked record's name."""
        column = self.ledger.column(path)
        while column.is_link:
            path = f"{path}.{ledger_of(column.field.rel_model).display}"
            column = self.ledger.column(path)
        return self.expression(path), column.kind

    def select(self, *expressions: Any) -> peewee.ModelSelect:
        """A select with all joins asked for so far; call it last."""
        query = self.base.select(*expressions)
        for node, name, target in self._joins.values():
            query = query.join_from(node, target, JOIN.LEFT_OUTER, on=(getattr(node, name) == target.id))
        return query


def _blank(expression: Any, kind: kinds.Kind) -> Any:
    textual = not (kind.numeric or isinstance(kind, Link | kinds.YesNo))
    return (expression.is_null() | (expression == "")) if textual else expression.is_null()


def _like(expression: Any, text: str, before: str = "%", after: str = "%") -> Any:
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return peewee.Expression(
        expression, peewee.OP.ILIKE, peewee.NodeList((peewee.Value(before + plain + after), peewee.SQL("ESCAPE '\\'")))
    )


def condition(source: Source, one: Filter) -> Any:
    """SQL of one filter. Raises kinds.Fault when the value does not fit."""
    if "|" in one.path:
        parts = [condition(source, replace(one, path=path)) for path in one.path.split("|")]
        join = operator.and_ if one.op in ("not in", "blank") else operator.or_
        return functools.reduce(join, parts)
    column = source.ledger.column(one.path)
    if (detail := _into_details(source.ledger, one.path)) is not None:
        return _among_details(source, *detail, one)
    kind, op, value = column.kind, one.op, one.value
    expression = source.expression(one.path)
    if op == "blank":
        return _blank(expression, kind)
    if op == "filled":
        return ~_blank(expression, kind)
    if op in ("in", "not in"):
        inside = _inside(source, column, one.path, expression, value)
        return inside if op == "in" else (~inside | _blank(expression, kind))
    if op in ("contains", "starts", "ends"):
        text = str(value).strip()
        return _like(expression, text, "" if op == "starts" else "%", "" if op == "ends" else "%")
    if isinstance(kind, kinds.Date):
        return _period(expression, op, value)
    if op == "between":
        low, high = value
        bounds = [expression >= low] if low not in (None, "") else []
        bounds += [expression <= high] if high not in (None, "") else []
        return functools.reduce(lambda a, b: a & b, bounds) if bounds else peewee.SQL("1 = 1")
    return {"=": expression == value, ">=": expression >= value, "<=": expression <= value}[op]


def _into_details(of: Ledger, path: str) -> tuple[list[str], Ledger, str] | None:
    """For a path such as "project_place.village": (links before, detail ledger, path in it); else None."""
    parts = path.split(".")
    model = of.model
    for at, name in enumerate(parts[:-1]):
        link = model._meta.fields.get(name)
        if link is None:
            return parts[:at], ledger(name), ".".join(parts[at + 1 :])
        model = link.rel_model
    return None


def _among_details(source: Source, links: list[str], detail: Ledger, path: str, one: Filter) -> Any:
    # "is not A" and "blank" mean that no detail record is A, or has it filled.
    against = {"not in": "in", "blank": "filled"}
    sub = Source(detail)
    inner = condition(sub, Filter(path, against.get(one.op, one.op), one.value))
    owner = getattr(sub.base, detail.master)
    inside = source.node(links).id.in_(sub.select(owner).where(inner, owner.is_null(False)))
    return ~inside if one.op in against else inside


def _period(expression: Any, op: str, value: Any) -> Any:
    # Dates are ISO texts of differing precision: "2024-03" as an upper bound takes in all its days.
    if op == "=":
        return _like(expression, str(value), before="")
    low, high = (value, None) if op == ">=" else (None, value) if op == "<=" else value
    bounds = [expression >= low] if low else []
    bounds += [expression <= f"{high}-99"] if high else []
    return functools.reduce(lambda a, b: a & b, bounds) if bounds else peewee.SQL("1 = 1")


def _inside(source: Source, column: Column, path: str, expression: Any, value: Any) -> Any:
    many = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
    if isinstance(column.kind, Choice) and column.kind.many:
        padded = peewee.Value(",").concat(expression).concat(",")
        parts = [_like(padded, f",{code},") for code in many]
        return functools.reduce(lambda a, b: a | b, parts) if parts else peewee.SQL("1 = 0")
    if column.is_link:
        ids = [one for one in many if isinstance(one, int)]
        names = [one for one in many if not isinstance(one, int)]
        inside = expression.in_(ids)
        if names:
            name, _ = source.shown(path)
            inside = inside | name.in_(names) if ids else name.in_(names)
        return inside
    return expression.in_(many)


# --- search box -------------------------------------------------------------------------------------------------


def search_condition(source: Source, text: str) -> Any | None:
    """SQL of the search box: every word must be found in one of the ledger's search fields."""
    words = [word for word in (clean(part) for part in text.split()) if word]
    parts = [_word(source, word) for word in words]
    return functools.reduce(lambda a, b: a & b, parts) if parts else None


def _word(source: Source, word: str) -> Any:
    of = source.ledger
    alternatives: list[Any] = []
    inner: dict[str, list[str]] = {}
    for path in of.search:
        head, _, rest = path.partition(".")
        if head not in of.fields and head not in of.computed:
            inner.setdefault(head, []).append(rest)
            continue
        alternatives += _match(source, path, word)
    for name, paths in inner.items():
        detail = ledger(name)
        sub = Source(detail)
        found = [part for path in paths for part in _match(sub, path, word)]
        if found:
            ids = sub.select(getattr(sub.base, detail.master)).where(functools.reduce(lambda a, b: a | b, found))
            alternatives.append(source.base.id.in_(ids))
    return functools.reduce(lambda a, b: a | b, alternatives) if alternatives else peewee.SQL("1 = 0")


def _match(source: Source, path: str, written: str) -> list[Any]:
    column = source.ledger.column(path)
    kind, word = column.kind, narrow(written)
    if column.is_link:
        ids = _linked(column.field.rel_model, written)
        return [source.expression(path).in_(ids)] if ids else []
    digits = word.rstrip("Xx").isdigit()
    if column.hidden:
        return [_like(source.expression(path), word.lower(), before="")] if word.isascii() and word.isalpha() else []
    if kind.name == "code" and not word.isascii():
        # A number such as 付2024-001; a plain Chinese word stands in none.
        return [_like(source.expression(path), word.upper())] if any(char.isdigit() for char in word) else []
    if kind.name in ("code", "id_number", "phone", "bank"):
        return [_like(source.expression(path), word.upper())] if digits or word.isascii() else []
    if isinstance(kind, Choice):
        codes = [code.code for code in kind.codes.codes if word in code.label]
        return [source.expression(path).in_(codes)] if codes else []
    if digits and kind.name != "text":
        return []
    # Full-width brackets stand in names as they are written: both forms are looked for.
    return [_like(source.expression(path), form) for form in dict.fromkeys((written, word)) if form]


def _linked(model: Any, word: str) -> list[int]:
    other = Source(ledger_of(model))
    found = [part for path in other.ledger.search if "." not in path for part in _match(other, path, word)]
    if not found:
        return []
    query = other.select(other.base.id).where(functools.reduce(lambda a, b: a | b, found)).limit(1000)
    return [row[0] for row in database.execute(query)]
