"""A filter in words, for its button, for empty lists and for the titles of prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models import query
from models.kinds import Choice, Kind, Link, YesNo
from models.ledger import Column, Ledger, ledger_of
from models.query import Filter
from widgets.periods import PERIODS

MOST = 3
"""Names written out before 等 n 项."""


def describe(of: Ledger, one: Filter) -> str:
    """ "行政村：青禾村、石桥村"."""
    column = of.column(one.path)
    return f"{column.label}：{value_text(column, one)}"


def describe_all(of: Ledger, filters: Iterable[Filter]) -> str:
    """All conditions with ； between."""
    return "；".join(describe(of, one) for one in filters)


def value_text(column: Column, one: Filter) -> str:
    """What the filter lets through."""
    kind, op, value = column.kind, one.op, one.value
    if op == "blank":
        return "未填"
    if op == "filled":
        return "已填"
    if op in ("in", "not in"):
        many = list(value) if isinstance(value, list | tuple) else [value]
        names = [_name(column, part) for part in many[:MOST]]
        text = "、".join(names) + (f" 等 {len(many)} 项" if len(many) > MOST else "")
        return f"不是 {text}" if op == "not in" else text
    if isinstance(value, str) and value in PERIODS:
        return PERIODS[value][0]
    if op == "between":
        low, high = (_shown(kind, part) for part in value)
        if low and high:
            return f"{low} 至 {high}"
        return f"{low} 起" if low else f"{high} 止"
    signs = {">=": "≥ ", "<=": "≤ ", "contains": "含", "starts": "开头是", "ends": "末尾是", "=": ""}
    return signs.get(op, "") + _shown(kind, value)


def _shown(kind: Kind, value: Any) -> str:
    if value in (None, ""):
        return ""
    return kind.to_text(value) + kind.unit if kind.numeric else str(value)


def _name(column: Column, value: Any) -> str:
    if isinstance(column.kind, Link):
        if not isinstance(value, int):
            return str(value)
        return query.label_of(ledger_of(column.field.rel_model), value) or "（已删除）"
    if isinstance(column.kind, Choice):
        return column.kind.codes.label(value)
    return column.kind.to_text(value) if isinstance(column.kind, YesNo) else str(value)
