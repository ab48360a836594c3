"""A chart's definition and the few ways of building one: bars per code, per village, per year, stacked by a second."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from models import query
from models.kinds import ONE_OF
from models.ledger import ledger
from models.query import Filter, Selection
from models.reports import wording
from models.reports.chart_data import ChartData, Series, Value
from models.reports.figures.base import by_code

Make = Callable[[Selection], ChartData]


@dataclass(frozen=True)
class Definition:
    """A chart's name, title, the ledger whose selections it shows, its place on the home page (0: none)."""

    name: str
    title: str
    ledger: str
    make: Make
    home: int = 0


REGISTER: dict[str, Definition] = {}


def chart(name: str, title: str, of: str, home: int = 0) -> Callable[[Make], Make]:
    """Take a function from a Selection of ledger ``of`` to a ChartData in as the definition of a chart."""

    def take(make: Make) -> Make:
        if name in REGISTER:
            raise ValueError(f"chart {name!r} is defined twice")
        REGISTER[name] = Definition(name, title, of, make, home)
        return make

    return take


@dataclass(frozen=True)
class Bar:
    """One value and the records behind it; no records, nothing to open."""

    value: Value
    selection: Selection | None = None


def data(
    kind: str,
    columns: Iterable[tuple[str, Sequence[Bar]]],
    series: Sequence[str],
    *,
    measure: str = "count",
    unit: str = "",
    subtitle: str = "",
    thresholds: Iterable[tuple[float, str]] = (),
) -> ChartData:
    """A chart of ``columns`` (label, one Bar per series); name, title and source are added by ``build``."""
    found = list(columns)
    where = {
        (at, label): bar.selection
        for label, (_, bars) in enumerate(found)
        for at, bar in enumerate(bars)
        if bar.selection is not None
    }
    return ChartData(
        "", "", kind,
        labels=tuple(label for label, _ in found),
        series=tuple(Series(name, tuple(bars[at].value for _, bars in found)) for at, name in enumerate(series)),
        measure=measure, unit=unit, subtitle=subtitle, thresholds=tuple(thresholds), where=where,
    )  # fmt: skip


def only(selection: Selection, path: str, key: Any) -> Selection:
    """Those with exactly this stored value at ``path``; None or "" means not filled."""
    if key in (None, ""):
        return selection.where(path, "blank")
    several = ONE_OF in ledger(selection.ledger).column(path).kind.operators
    return selection.where(path, "in", [key]) if several else selection.where(path, "=", key)


def code_bars(base: Selection, by: str, path: str = "") -> list[tuple[str, list[Bar]]]:
    """One bar per code that occurs."""
    return [(label, [Bar(cell.total, cell.selection)]) for _, label, cell in by_code(base, by, path)]


@dataclass(frozen=True)
class Axis:
    """The labels of a chart: stored keys in order with their texts, and what limits a selection to one of them."""

    labels: dict[Any, str]
    limit: Callable[[Selection, Any], Selection]


def codes_axis(base: Selection, by: str) -> Axis:
    """Codes that occur, in the order of their list, what is not filled last."""
    kind: Any = ledger(base.ledger).column(by).kind
    present = {one.key[0] or None for one in query.groups(base, (by,))}
    order = [code.code for code in kind.codes.codes]
    keys = [*(c for c in order if c in present), *sorted(c for c in present if c and c not in order)]
    labels: dict[Any, str] = {code: kind.to_text(code) for code in keys}
    if None in present:
        labels[None] = "未填"
    return Axis(labels, lambda selection, key: only(selection, by, key))


def villages_axis(base: Selection, by: str = "village") -> Axis:
    """Villages in official order: all of them for a whole ledger, those that occur when something is filtered."""
    present = {one.key[0] for one in query.groups(base, (by,))}
    plain = not base.filters and not base.search
    labels: dict[Any, str] = {id: name for id, name in wording.villages().items() if plain or id in present}
    if None in present:
        labels[None] = "未填村"
    return Axis(labels if present else {}, lambda selection, key: only(selection, by, key))


def crossed(
    base: Selection, along: Axis, by: str, split: Axis, over: str, path: str = ""
) -> list[tuple[str, list[Bar]]]:
    """Columns along the field ``by`` with a bar per key of the field ``over``: counts, or sums at ``path``."""
    sums = (path,) if path else ()
    found = {
        (one.key[0] or None, one.key[1] or None): one.sums[0] if path else one.count
        for one in query.groups(base, (by, over), sums)
    }
    return [
        (
            text,
            [
                Bar(found[key, inner], split.limit(along.limit(base, key), inner)) if (key, inner) in found else Bar(0)
                for inner in split.labels
            ],
        )
        for key, text in along.labels.items()
    ]


def filtered(base: Selection, one: Filter) -> Selection:
    """The selection with a filter of ours, unless it already says something about that field."""
    return base if any(f.path == one.path for f in base.filters) else base.where(one.path, one.op, one.value)


MONTHS = 12
"""So many months a chart per month shows, the last ones."""


def per_month(base: Selection, date: str, by: str, *, unit: str) -> ChartData:
    """Records per month, split by the codes at ``by``; a month without any stands there empty."""
    kinds = codes_axis(base, by)
    found: dict[tuple[str, str | None], int] = {}
    for one in query.groups(base.where(date, "filled"), (date, by)):
        key = (str(one.key[0])[:7], one.key[1] or None)
        found[key] = found.get(key, 0) + one.count
    spans = months_between(sorted(month for month, _ in found if len(month) == 7))
    columns = [
        (
            month_text(month),
            [
                Bar(found[month, kind], kinds.limit(base.where(date, "=", month), kind))
                if (month, kind) in found
                else Bar(0)
                for kind in kinds.labels
            ],
        )
        for month in spans[-MONTHS:]
    ]
    said = f"最近{MONTHS}个月" if len(spans) > MONTHS else ""
    return data("stacked", columns, list(kinds.labels.values()), unit=unit, subtitle=said)


def month_text(month: str) -> str:
    """2025年7月 for 2025-07: an axis writes such labels short."""
    return f"{month[:4]}年{int(month[5:7])}月"


def months_between(months: list[str]) -> list[str]:
    """Every month from the first to the last."""
    if not months:
        return []
    first, last = ((int(one[:4]) * 12 + int(one[5:7] or 1) - 1) for one in (months[0], months[-1]))
    return [f"{at // 12}-{at % 12 + 1:02d}" for at in range(first, last + 1)]
