"""Words and order that every report shares: the township's name, the date, filters in words, villages in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models import clock, kinds, query, settings
from models.codes import regime_for
from models.kinds import Choice, Date, Kind, Link, Operator, Year
from models.ledger import Column, Ledger, ledger
from models.query import Filter, Selection

_OPERATORS = {
    one.key: one
    for one in vars(kinds).values()
    if isinstance(one, Operator)
}  # fmt: skip
_NAMES_SHOWN = 6


def township() -> str:
    """The township as titles name it; "本乡镇" until it is set."""
    return str(settings.township.get() or "") or "本乡镇"


def long_date(day: str) -> str:
    """2026年11月24日 of an ISO date."""
    year, month, date = (int(part) for part in day.split("-"))
    return f"{year}年{month}月{date}日"


def until(day: str) -> str:
    """截至2026年11月24日 of an ISO date."""
    return f"截至{long_date(day)}"


def date_text() -> str:
    """截至2026年11月24日, today's date."""
    return until(clock.today_text())


def source_line() -> str:
    """The source under a chart (domain.md §15.3)."""
    return f"数据来源：{township()}台账，{date_text()}"


def villages() -> dict[int, str]:
    """Villages in their official order: {id: name}."""
    return {id: str(row[0]) for id, row in query.each(Selection("village", order=("seq",)), ("name",))}


def village_id(named: str | int) -> int:
    """The id of a village by name or id. Raises KeyError with a sentence."""
    for id, name in villages().items():
        if named in (id, name):
            return id
    raise KeyError(f"没有名为“{named}”的村")


def filter_words(selection: Selection) -> str:
    """The conditions of a selection as a reader sees them: 行政村：下庄村；年龄不小于60岁."""
    of = ledger(selection.ledger)
    said = [_one_filter(of.column(one.path), one) for one in selection.filters]
    if selection.search.strip():
        said.append(f"含“{selection.search.strip()}”")
    return "；".join(said)


def _one_filter(column: Column, one: Filter) -> str:
    operator = _OPERATORS[one.op]
    if operator.arity == 0:
        return f"{column.label}{operator.label}"
    if operator.arity == 2:
        low, high = (_value(column, part) for part in one.value)
        if low and high:
            return f"{column.label}{low}至{high}" if low != high else f"{column.label}：{low}"
        return f"{column.label}不小于{low}" if low else f"{column.label}不大于{high}"
    if operator.arity == -1:
        text = _values(column, one.value)
        return f"{column.label}：{text}" if one.op == "in" else f"{column.label}不是{text}"
    return f"{column.label}：{_value(column, one.value)}" if one.op == "=" else (
        f"{column.label}{operator.label}{_value(column, one.value)}"
    )  # fmt: skip


def _values(column: Column, value: Any) -> str:
    many = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
    texts = [_value(column, part) for part in many[:_NAMES_SHOWN]]
    return "、".join(texts) + (f"等{len(many)}项" if len(many) > _NAMES_SHOWN else "")


def _value(column: Column, value: Any) -> str:
    if value in (None, ""):
        return ""
    if isinstance(column.kind, Link):
        return query.label_of(ledger(column.kind.ledger), value) if isinstance(value, int) else str(value)
    if column.kind.numeric and not isinstance(value, int):
        return str(value)
    return column.kind.to_text(value) + (column.kind.unit if column.kind.numeric else "")


# --- words of a record's own date (domain.md §2; T25) -----------------------------------------------------------------


def record_day(of: Ledger, values: Mapping[str, Any]) -> str:
    """The date whose words a record keeps: its first date or year that is filled; "" when it has none."""
    dated = (name for name, one in of.fields.items() if isinstance(one.kind, Date | Year))
    return str(next((values[name] for name in dated if values.get(name)), ""))[:10]


def dated_text(kind: Kind, text: str, day: str) -> str:
    """A shown code in the words of a day: 中央 is 中央财政衔接资金 in 2025, 中央财政常态化帮扶资金 in 2026."""
    if not day or not isinstance(kind, Choice):
        return text
    code = kind.codes.get(kind.codes.find(text) or "")
    said = code.extra.get("words", {}) if code is not None else {}
    return str(said.get(regime_for(day).id, text))
