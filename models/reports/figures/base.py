"""A figure, its definition, and the few ways of working one out: sums, counts and quotients per village and year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from models import kinds, query
from models.ledger import ledger
from models.query import Filter, Selection

Value = str | int


@dataclass(frozen=True)
class Figure:
    """One number with everything needed to print it and to open it down to its records.

    ``value`` in ``unit``: a count is an int, money and percents are exact decimal texts · ``qualifier`` eq, ge, lt or
    approx · ``records`` how many records are behind it, ``where`` which (Selection.to_json) · ``village`` and ``year``
    when it speaks of one only · ``note`` a sentence where the number needs one.
    """

    name: str
    title: str
    value: Value
    unit: str
    qualifier: str
    records: int
    where: str
    village: str | None = None
    year: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Scope:
    """What is asked for: one village or all, one year or all, as of which day (ISO); ``villages`` in order."""

    village: int | None
    year: int | None
    asof: str
    villages: dict[int, str]


@dataclass(frozen=True)
class Part:
    """One number of a definition: ``key`` and ``label`` tell the parts of a breakdown apart."""

    value: Value
    selection: Selection
    records: int
    key: str = ""
    label: str = ""
    village: int | None = None
    year: int | None = None
    qualifier: str = "eq"
    note: str = ""
    unit: str = ""


Make = Callable[[Scope], Iterable[Part]]


@dataclass(frozen=True)
class Definition:
    """A figure's name, title, unit, formula in words, where the rule comes from, and how it is worked out.

    ``yearly`` False: it speaks of the present state and has nothing to say about one year.
    """

    name: str
    title: str
    unit: str
    formula: str
    source: str
    make: Make
    yearly: bool = True


REGISTER: dict[str, Definition] = {}


def figure(name: str, title: str, unit: str, formula: str, source: str, yearly: bool = True) -> Callable[[Make], Make]:
    """Take a function from a Scope to Parts in as the definition of a figure."""

    def take(make: Make) -> Make:
        if name in REGISTER:
            raise ValueError(f"figure {name!r} is defined twice")
        REGISTER[name] = Definition(name, title, unit, formula, source, make, yearly)
        return make

    return take


# --- numbers in the printed unit ----------------------------------------------------------------------------------


def rounded(number: Fraction | int, places: int = 2) -> str:
    """Half up, with exactly ``places`` decimals."""
    exact = Fraction(number) * 10**places
    whole = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    text = str(Decimal(whole).scaleb(-places)) if places else str(whole)
    return f"-{text}" if exact < 0 and whole else text


def wan(fen: Fraction | int) -> str:
    """分 as 万元: exact with two to six decimals; a fraction of 分 is rounded to two."""
    if isinstance(fen, Fraction) and fen.denominator != 1:
        return rounded(fen / 1_000_000)
    text = f"{Decimal(int(fen)) / 1_000_000:.6f}"
    whole, _, tail = text.partition(".")
    return f"{whole}.{tail[:2]}{tail[2:].rstrip('0')}"


def percent(top: Fraction | int, bottom: Fraction | int) -> str:
    """Per cent with two decimals."""
    return rounded(Fraction(top) * 100 / Fraction(bottom))


def plain_number(stored: int, step: int) -> str:
    """A stored number in its unit without needless zeros."""
    text = f"{Decimal(stored) / step:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# --- measures -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measure:
    """A count of records, or the sum at ``path``.

    ``village`` and ``year`` are the paths that limit it to one; ``by_village`` and ``by_year`` those that can group it
    ("" when none can).
    """

    ledger: str
    path: str = ""
    filters: tuple[Filter, ...] = ()
    village: str = "village"
    year: str = ""
    by_village: str = "village"
    by_year: str = ""

    def selection(self, scope: Scope) -> Selection:
        """The records of the scope."""
        found = Selection(self.ledger, filters=self.filters)
        if scope.village is not None:
            found = found.where(self.village, "in", [scope.village])
        return found if scope.year is None else self.of_year(found, scope.year)

    def of_year(self, selection: Selection, year: int) -> Selection:
        """Those of one year; dates are matched by their beginning."""
        dated = isinstance(ledger(self.ledger).column(self.year).kind, kinds.Date)
        return selection.where(self.year, "=", str(year) if dated else year)


@dataclass(frozen=True)
class Cell:
    """The value of a measure for one village or year: ``total`` in stored units."""

    total: int
    records: int
    selection: Selection


def whole(measure: Measure, scope: Scope) -> Cell:
    """The value over the whole scope."""
    selection = measure.selection(scope)
    records = query.count(selection)
    return Cell(query.totals(selection, (measure.path,))[measure.path] if measure.path else records, records, selection)


def per_village(measure: Measure, scope: Scope) -> dict[int, Cell]:
    """The value of each village that has records, in official order."""
    selection = measure.selection(scope)
    sums = (measure.path,) if measure.path else ()
    found = {one.key[0]: one for one in query.groups(selection, (measure.by_village,), sums)}
    return {
        id: Cell(found[id].sums[0] if sums else found[id].count, found[id].count,
                 selection.where(measure.village, "in", [id]))
        for id in scope.villages if id in found
    }  # fmt: skip


def per_year(measure: Measure, scope: Scope) -> dict[int, Cell]:
    """The value of each year that has records, in order."""
    selection = measure.selection(scope)
    sums = (measure.path,) if measure.path else ()
    found: dict[int, list[int]] = {}
    for one in query.groups(selection, (measure.by_year,), sums):
        if one.key[0] not in (None, ""):
            cell = found.setdefault(int(str(one.key[0])[:4]), [0, 0])
            cell[0] += one.sums[0] if sums else one.count
            cell[1] += one.count
    return {
        year: Cell(total, records, measure.of_year(selection, year)) for year, (total, records) in sorted(found.items())
    }


@dataclass(frozen=True)
class Spot:
    """A place in a spread: which village or year, and one cell per measure."""

    village: int | None
    year: int | None
    cells: tuple[Cell, ...]


def spread(scope: Scope, *measures: Measure) -> Iterator[Spot]:
    """The whole scope, then each village and each year in it, with the cells of all ``measures``.

    Nothing for one village where the records know of none.
    """
    if scope.village is not None and not all(one.village for one in measures):
        return
    yield Spot(scope.village, scope.year, tuple(whole(one, scope) for one in measures))
    if scope.village is None and all(one.by_village for one in measures):
        found = [per_village(one, scope) for one in measures]
        for id in scope.villages:
            if id in found[0]:
                yield Spot(id, scope.year, tuple(cells.get(id, _none(found[0][id])) for cells in found))
    if scope.year is None and all(one.by_year for one in measures):
        found = [per_year(one, scope) for one in measures]
        for year in found[0]:
            yield Spot(scope.village, year, tuple(cells.get(year, _none(found[0][year])) for cells in found))


def _none(beside: Cell) -> Cell:
    return Cell(0, 0, beside.selection)


def vagueness(selection: Selection, path: str) -> tuple[str, str]:
    """(qualifier, note) of a sum: that of its vague amounts when they agree, "approx" when they do not."""
    beside = "" if not path or "." in path else ledger(selection.ledger).column(path).field.vague
    if not beside:
        return "eq", ""
    found = {one.key[0]: one.count for one in query.groups(selection, (beside,)) if one.key[0] not in (None, "", "eq")}
    if not found:
        return "eq", ""
    return next(iter(found)) if len(found) == 1 else "approx", f"其中 {sum(found.values())} 笔是约数"


# --- definitions as plain data ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """How a stored total becomes the printed value."""

    text: Callable[[Any], Value] = field(default=int)


COUNT, MONEY, KILOGRAM = Shown(int), Shown(wan), Shown(lambda stored: plain_number(stored, 1000))


def total(name: str, title: str, unit: str, measure: Measure, formula: str, source: str, shown: Shown = COUNT) -> None:
    """Define a count or a sum, for all, per village and per year."""

    @figure(name, title, unit, formula, source, bool(measure.year))
    def make(scope: Scope) -> Iterator[Part]:
        for spot in spread(scope, measure):
            cell = spot.cells[0]
            qualifier, note = vagueness(cell.selection, measure.path)
            yield Part(
                shown.text(cell.total), cell.selection, cell.records,
                village=spot.village, year=spot.year, qualifier=qualifier, note=note,
            )  # fmt: skip


def quotient(
    name: str,
    title: str,
    unit: str,
    top: Measure,
    bottom: Measure,
    formula: str,
    source: str,
    show: Callable[[int, int], Value] = percent,
) -> None:
    """Define ``top`` ÷ ``bottom``, none where the bottom is 0; behind it are the records of the bottom."""

    @figure(name, title, unit, formula, source, bool(bottom.year))
    def make(scope: Scope) -> Iterator[Part]:
        for spot in spread(scope, bottom, top):
            below, above = spot.cells
            if below.total:
                value = show(above.total, below.total)
                yield Part(value, below.selection, below.records, village=spot.village, year=spot.year)


def breakdown(
    name: str,
    title: str,
    unit: str,
    measure: Measure,
    by: str,
    formula: str,
    source: str,
    shown: Shown = COUNT,
) -> None:
    """Define a count or a sum per code at ``by``, in the order of its list; what is not filled comes last."""

    @figure(name, title, unit, formula, source, bool(measure.year))
    def make(scope: Scope) -> Iterator[Part]:
        if scope.village is not None and not measure.village:
            return
        selection = measure.selection(scope)
        for key, label, cell in by_code(selection, by, measure.path):
            qualifier, note = vagueness(cell.selection, measure.path)
            yield Part(
                shown.text(cell.total), cell.selection, cell.records, key, label, scope.village, scope.year,
                qualifier, note,
            )  # fmt: skip


def by_code(selection: Selection, by: str, path: str = "") -> Iterator[tuple[str, str, Cell]]:
    """(code, label, cell) of each code that occurs at ``by``; a record with several codes counts for each of them."""
    kind: Any = ledger(selection.ledger).column(by).kind
    found: dict[str, list[int]] = {}
    for one in query.groups(selection, (by,), (path,) if path else ()):
        for code in str(one.key[0] or "").split(",") if kind.many else [one.key[0] or ""]:
            cell = found.setdefault(code, [0, 0])
            cell[0] += one.sums[0] if path else one.count
            cell[1] += one.count
    order = [code.code for code in kind.codes.codes]
    for code in [*(c for c in order if c in found), *sorted(c for c in found if c and c not in order)]:
        yield code, kind.to_text(code), Cell(found[code][0], found[code][1], selection.where(by, "in", [code]))
    if "" in found:
        yield "blank", "未填", Cell(found[""][0], found[""][1], selection.where(by, "blank"))


MOST = 50
"""So many names a breakdown by name lists, the largest."""


def by_name(
    name: str, title: str, unit: str, measure: Measure, by: str, formula: str, source: str, shown: Shown = COUNT
) -> None:
    """Define a count or a sum per text at ``by`` (a unit, a donor), the largest first; not filled is left out."""

    @figure(name, title, unit, formula, source, bool(measure.year))
    def make(scope: Scope) -> Iterator[Part]:
        if scope.village is not None and not measure.village:
            return
        selection = measure.selection(scope).where(by, "filled")
        found = [
            (one.sums[0] if measure.path else one.count, str(one.key[0]), one.count)
            for one in query.groups(selection, (by,), (measure.path,) if measure.path else ())
        ]
        for value, text, records in sorted(found, key=lambda one: (-one[0], one[1]))[:MOST]:
            chosen = selection.where(by, "in", [text])
            qualifier, note = vagueness(chosen, measure.path)
            yield Part(shown.text(value), chosen, records, text, text, scope.village, scope.year, qualifier, note)
