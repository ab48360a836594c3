"""The two usual shapes of a report: a list of records, and a summary of villages × measures (domain.md §15.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models import kinds, query
from models.ledger import Ledger, ledger
from models.query import Selection, Source
from models.reports.figures.base import percent
from models.reports.returns.base import SUBTOTAL, TOTAL, Cell, Head, ReturnTable, Row, Scope, figure, shown

NOT_APPLICABLE = "—"
NO_VILLAGE = "未填村"


class Rate(kinds.Percent):
    """A percentage with always two decimals, as reports print it."""

    def __init__(self) -> None:
        super().__init__(None)
        self.number_format = "0.00"

    def to_text(self, value: int) -> str:
        """12.50."""
        return f"{self.decimal(value):.2f}"


RATE = Rate()


def half_up(top: int, bottom: int) -> int:
    """``top`` ÷ ``bottom`` as RATE stores it, rounded half up; the bottom is above 0."""
    return (20_000 * top + bottom) // (2 * bottom)


# --- lists --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column of a list. Either a ``path`` of the ledger, or stored ``values`` of a ``kind`` by record id, or neither:
    room to write by hand.

    ``title``, ``width`` and ``align`` replace those of the field · ``group`` stands above neighbours with the same ·
    ``whole`` the 合计 where it is no sum (a rate) · ``where`` the records behind the figure of one row.
    """

    path: str = ""
    title: str = ""
    group: str = ""
    width: float | None = None
    values: Mapping[int, Any] | None = None
    kind: kinds.Kind | None = None
    whole: int | None = None
    where: Callable[[int], Selection] | None = None
    align: str = ""
    personal: bool = False

    @property
    def adds(self) -> bool:
        """Whether its 合计 is the sum of its rows."""
        return self.kind is not None and self.kind.can_total


def hand(title: str, width: float = 10) -> Column:
    """An empty column to be filled by hand: 领取人签字."""
    return Column("", title, width=width)


def worked(title: str, values: Mapping[int, Any], kind: kinds.Kind, **more: Any) -> Column:
    """A column of figures worked out by the report: {record id: stored value}; what is not there is blank."""
    return Column("", title, values=values, kind=kind, **more)


def texts(title: str, values: Mapping[int, str], width: float = 12, **more: Any) -> Column:
    """A column of texts worked out by the report."""
    return Column("", title, values=values, kind=kinds.Text(int(width)), width=width, **more)


def listing(
    scope: Scope,
    selection: Selection,
    columns: Sequence[Column | str],
    *,
    ids: Sequence[int] | None = None,
    subtotal: str = "",
    total: bool = True,
    **more: Any,
) -> ReturnTable:
    """A list of records with 序号 and, where a column can be added up, the 合计 row last.

    ``columns`` paths or Columns; ``ids`` only these records in this order; ``subtotal`` a path among the columns: a
    小计 row follows each run of equal values, so the records should be ordered by it. ``more``: further fields of
    ReturnTable (notes, row_mm, …).
    """
    of = ledger(selection.ledger)
    wanted = [_completed(of, one if isinstance(one, Column) else Column(one)) for one in columns]
    paths = [one.path for one in wanted if one.path]
    found = query.each(selection, paths) if ids is None else query.rows(of.name, paths, ids).items()
    by_id = dict(found)
    rows: list[Row] = []
    sums: dict[int, int] = {at: 0 for at, one in enumerate(wanted) if one.adds}
    for id in by_id if ids is None else [id for id in ids if id in by_id]:
        by_path = dict(zip(paths, by_id[id], strict=True))
        values = [by_path[one.path] if one.path else (one.values or {}).get(id) for one in wanted]
        rows.append(Row(tuple(_cell(of, one, id, value) for one, value in zip(wanted, values, strict=True))))
        for at in sums:
            sums[at] += values[at] or 0
    whole = _total(selection, wanted, sums) if total and rows else None
    if subtotal:
        rows = _with_subtotals(rows, [one.path for one in wanted].index(subtotal), sums, wanted)
    units = dict.fromkeys([of.counter, *map(_unit, wanted)])
    heads = tuple(_head(of, one) for one in wanted)
    return ReturnTable(heads, tuple(rows), whole, **{"unit_text": _unit_text(units), **more})


def _completed(of: Ledger, one: Column) -> Column:
    """A column by path with what its field says."""
    if not one.path:
        return one
    column, kind = of.column(one.path), Source(of).shown(one.path)[1]
    return replace(one, title=one.title or column.title, kind=kind, personal=one.personal or column.personal)


def _head(of: Ledger, one: Column) -> Head:
    kind = one.kind
    if kind is None:
        return Head(one.title, one.group, one.width or 10, one.align or "left", one.personal)
    return Head(
        one.title,
        one.group,
        float(one.width or kind.width),
        one.align or kind.align,
        one.personal,
        one.adds,
        kind.number_format if kind.numeric else "",
    )


def _cell(of: Ledger, one: Column, id: int, value: Any) -> Cell:
    made = Cell() if one.kind is None else shown(one.kind, value)
    return replace(made, record=(of.name, id), where=None if one.where is None else one.where(id))


def _total(selection: Selection, wanted: Sequence[Column], sums: Mapping[int, int]) -> Row | None:
    if not sums:
        return None
    cells = [
        shown(one.kind, sums.get(at, one.whole), selection) if one.kind is not None else Cell()
        for at, one in enumerate(wanted)
    ]
    return Row(tuple(cells), TOTAL)


def _with_subtotals(rows: list[Row], at: int, sums: Mapping[int, int], wanted: Sequence[Column]) -> list[Row]:
    done: list[Row] = []
    run: list[Row] = []
    for row in [*rows, None]:
        if run and (row is None or row.cells[at].text != run[0].cells[at].text):
            done += [*run, _subtotal(run, at, sums, wanted)]
            run = []
        if row is not None:
            run.append(row)
    return done


def _subtotal(run: Sequence[Row], at: int, sums: Mapping[int, int], wanted: Sequence[Column]) -> Row:
    cells = [Cell() for _ in run[0].cells]
    for one in sums:
        kind: Any = wanted[one].kind
        cells[one] = shown(kind, sum(row.cells[one].stored or 0 for row in run))
    cells[at] = Cell(f"{run[0].cells[at].text or '未填'}小计")
    return Row(tuple(cells), SUBTOTAL)


def _unit(one: Column) -> str:
    return one.kind.unit if one.kind is not None and one.kind.numeric and one.kind.unit not in ("%", "年", "岁") else ""


def _unit_text(units: dict[str, None]) -> str:
    return "单位：" + "、".join(unit for unit in units if unit)


# --- villages × measures ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """A measure's values in stored units: the whole and one per village (None: no village)."""

    whole: int
    parts: dict[int | None, int]


@dataclass(frozen=True)
class Measure:
    """A column of a village summary.

    ``selection`` the records · ``village`` the path to their village · ``tally`` how they are counted · ``show`` the
    cell of a value · ``summed`` whether the 合计 row has it too. Made by count, total, households, persons, ratio.
    """

    title: str
    selection: Selection
    village: str
    tally: Callable[[Selection, str], Tally]
    show: Callable[[int, Selection], Cell]
    group: str = ""
    unit: str = ""
    width: float = 8.0
    number_format: str = "0"
    over: Measure | None = None
    summed: bool = True


def _records(selection: Selection, village: str) -> Tally:
    found = {one.key[0]: one.count for one in query.groups(selection, (village,))}
    return Tally(sum(found.values()), found)


def count(title: str, selection: Selection, village: str = "village", group: str = "", unit: str = "") -> Measure:
    """How many records."""
    return Measure(title, selection, village, _records, figure, group, unit or ledger(selection.ledger).counter)


def total(
    title: str, selection: Selection, path: str, village: str = "village", group: str = "", unit: str = ""
) -> Measure:
    """The sum at ``path``; ``unit`` 元 or 万元 shows money in another unit than the field's."""
    kind: Any = ledger(selection.ledger).column(path).kind
    if unit and isinstance(kind, kinds.Money):
        kind = kinds.Money(unit)

    def tally(selection: Selection, village: str) -> Tally:
        found = {one.key[0]: one.sums[0] for one in query.groups(selection, (village,), (path,))}
        return Tally(sum(found.values()), found)

    return Measure(
        title,
        selection,
        village,
        tally,
        lambda value, where: shown(kind, value, where),
        group,
        kind.unit,
        max(8.0, kind.width),
        kind.number_format,
    )


def _per_household(selection: Selection, village: str, household: str) -> dict[tuple[Any, Any], int]:
    """{(village, household): people}: each household once, however many records it has."""
    if household:
        by = (village, household, f"{household}.members_now")
        return {(one.key[0], one.key[1]): one.key[2] or 0 for one in query.groups(selection, by)}
    return {(values[0], id): values[1] or 0 for id, values in query.each(selection, (village, "members_now"), raw=True)}


def households(
    title: str, selection: Selection, village: str = "", household: str = "household", group: str = ""
) -> Measure:
    """Different households at ``household`` ("" when the records are households themselves)."""

    def tally(selection: Selection, village: str) -> Tally:
        parts: dict[int | None, int] = {}
        for key in _per_household(selection, village, household):
            parts[key[0]] = parts.get(key[0], 0) + 1
        return Tally(sum(parts.values()), parts)

    return Measure(title, selection, village or _village(household), tally, figure, group, "户", 6)


def persons(
    title: str, selection: Selection, village: str = "", household: str = "household", group: str = ""
) -> Measure:
    """People in the different households, from 当前家庭人口数."""

    def tally(selection: Selection, village: str) -> Tally:
        parts: dict[int | None, int] = {}
        for key, people in _per_household(selection, village, household).items():
            parts[key[0]] = parts.get(key[0], 0) + people
        return Tally(sum(parts.values()), parts)

    return Measure(title, selection, village or _village(household), tally, figure, group, "人", 6)


def _village(household: str) -> str:
    return f"{household}.village" if household else "village"


def pair(group: str, selection: Selection, village: str = "", household: str = "household") -> list[Measure]:
    """户 and 人 side by side under one heading, as reports always give them."""
    return [
        households("户", selection, village, household, group),
        persons("人", selection, village, household, group),
    ]


def ratio(title: str, top: Measure, bottom: Measure, group: str = "") -> Measure:
    """``top`` ÷ ``bottom`` in per cent with two decimals; "—" where the bottom is 0. A click opens the bottom."""
    return replace(top, title=title, group=group, unit="%", over=bottom, width=8, number_format="0.00")


def _share(top: int, bottom: int, where: Selection) -> Cell:
    if not bottom:
        return Cell(NOT_APPLICABLE, None, where)
    text = percent(top, bottom)
    return Cell(text, float(text), where)


def village_summary(scope: Scope, measures: Sequence[Measure], **more: Any) -> ReturnTable:
    """One row per village in official order, one column per measure, 合计 first under the header.

    Villages without records show 0; records without a village get a row of their own, so that the rows add up.
    ``more``: further fields of ReturnTable.
    """
    made = [_Counted(scope, one) for one in measures]
    ids: list[int | None] = [id for id in scope.villages if scope.village in (None, id)]
    if any(one.has(None) for one in made):
        ids.append(None)
    rows = tuple(
        Row((Cell(NO_VILLAGE if id is None else scope.villages[id]), *(one.cell(id) for one in made))) for id in ids
    )
    heads = (Head("行政村", width=12), *(_summary_head(one) for one in measures))
    units = dict.fromkeys(one.unit for one in measures if one.unit not in ("%", ""))
    whole = Row((Cell("合计"), *(one.whole() for one in made)), TOTAL)
    return ReturnTable(
        heads, rows, whole, **{"total_first": True, "unit_text": _unit_text(units), **more}
    )  # fmt: skip


def _summary_head(one: Measure) -> Head:
    title = f"{one.title}（%）" if one.over is not None and "%" not in one.title else one.title
    return Head(title, one.group, one.width, "right", adds=one.over is None and one.summed,
                number_format=one.number_format)  # fmt: skip


class _Counted:
    """A measure counted once for the whole scope."""

    def __init__(self, scope: Scope, one: Measure) -> None:
        self.one = one
        self.selection = scope.here(one.selection, one.village)
        self.tally = one.tally(self.selection, one.village)
        self.below = None if one.over is None else _Counted(scope, one.over)

    def has(self, id: int | None) -> bool:
        return bool(self.tally.parts.get(id)) or (self.below is not None and self.below.has(id))

    def cell(self, id: int | None) -> Cell:
        bottom = None if self.below is None else self.below.tally.parts.get(id, 0)
        value = self.tally.parts.get(id, 0)
        return self._shown(value, bottom, lambda one: _of_village(one.selection, one.one.village, id))

    def whole(self) -> Cell:
        if not self.one.summed:
            return Cell(NOT_APPLICABLE)
        bottom = None if self.below is None else self.below.tally.whole
        return self._shown(self.tally.whole, bottom, lambda one: one.selection)

    def _shown(self, value: int, bottom: int | None, where: Callable[[_Counted], Selection]) -> Cell:
        if self.below is None or bottom is None:
            return self.one.show(value, where(self))
        return _share(value, bottom, where(self.below))


def _of_village(selection: Selection, path: str, id: int | None) -> Selection:
    return selection.where(path, "blank") if id is None else selection.where(path, "in", [id])
