"""Yearly income of households that left poverty (R24): four kinds per village, classes, who is below the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from models import kinds, query
from models.ledger import ledger
from models.query import Selection
from models.reports.figures.base import percent, rounded
from models.reports.figures.income import ANNUAL, POOR, band_of, bands
from models.reports.returns.base import TOTAL, Cell, Head, ReturnTable, Row, Scope, figure, report, shown
from models.reports.returns.period import YEAR
from models.reports.returns.shapes import NO_VILLAGE, NOT_APPLICABLE, Column, hand, listing, texts, worked
from models.rules.income import below_line, lines, per_head

_MONEY = ("wage", "business", "property", "transfer", "total", "cost", "net")
_YUAN = kinds.Money("元", None)
_NOTE = "说明：户类型不是一般农户的；人均＝家庭纯收入之和÷年度家庭人口之和；只填了合计、没有分四类的，四类不计。"


@dataclass(frozen=True)
class _Sums:
    """Sheets of one place and year: ``heads`` net and persons of the sheets that have both."""

    count: int
    persons: int
    money: tuple[int, ...]
    heads: tuple[int, int]

    @property
    def head(self) -> Fraction | None:
        return Fraction(*self.heads) if self.heads[1] else None


def _chosen(scope: Scope, year: int) -> Selection:
    base = Selection("income_sheet", filters=(ANNUAL, POOR), order=("household.village.seq", "household"))
    return scope.here(base.where("year", "=", year), "household.village")


def _sums(selection: Selection, by: tuple[str, ...]) -> dict[int | None, _Sums]:
    both = selection.where("net", "filled").where("persons", ">=", 1)
    heads = {one.key: (one.sums[0], one.sums[1]) for one in query.groups(both, by, ("net", "persons"))}
    return {
        one.key[0]: _Sums(one.count, one.sums[0], one.sums[1:], heads.get(one.key, (0, 0)))
        for one in query.groups(selection, by, ("persons", *_MONEY))
    }


@report("R24", "income_year", "脱贫户年度收入汇总表", YEAR, ("income_sheet",), "每年 10—11 月采集后报")
def income_year(scope: Scope) -> Sequence[ReturnTable]:
    """Income per village, per class, and the households below the line."""
    year = scope.period.year
    now, before = _chosen(scope, year), _chosen(scope, year - 1)
    return _villages(scope, now, before), _classes(now), _below(scope, now, year)


def _villages(scope: Scope, now: Selection, before: Selection) -> ReturnTable:
    place = ("household.village",)
    found, last = _sums(now, place), _sums(before, place)
    ids: list[int | None] = [id for id in scope.villages if scope.village in (None, id)]
    if None in found:
        ids.append(None)

    def row(
        label: str, one: _Sums | None, old: _Sums | None, where: Selection, earlier: Selection, kind: str = "data"
    ) -> Row:
        money = one.money if one is not None else (0,) * len(_MONEY)
        head, was = (None if part is None else part.head for part in (one, old))
        rate = None if head is None or not was else (head - was) * 100 / was
        return Row(
            (
                Cell(label),
                figure(one.count if one else 0, where),
                figure(one.persons if one else 0, where),
                *(shown(_YUAN, value, where) for value in money),
                _text(head, where, 100),
                _text(was, earlier, 100),
                _text(rate, where, 1),
            ),
            kind,
        )

    def at(id: int | None, chosen: Selection) -> Selection:
        path = "household.village"
        return chosen.where(path, "blank") if id is None else chosen.where(path, "in", [id])

    rows = tuple(
        row(NO_VILLAGE if id is None else scope.villages[id], found.get(id), last.get(id), at(id, now), at(id, before))
        for id in ids
    )
    whole = row("合计", _whole(found), _whole(last), now, before, TOTAL)
    fields = _labels()
    heads = (
        Head("行政村", width=10),
        Head("户", "采集", 6, "right", adds=True),
        Head("人", "采集", 6, "right", adds=True),
        *(Head(fields[name], "收入和支出", 12, "right", adds=True, number_format="0.00") for name in _MONEY),
        Head("本年", "人均纯收入", 10, "right"),
        Head("上年", "人均纯收入", 10, "right"),
        Head("增幅（%）", "人均纯收入", 8, "right"),
    )
    return ReturnTable(
        heads, rows, whole, total_first=True, title="脱贫户年度收入汇总表", unit_text="单位：户、人、元",
        notes=(_NOTE,) if found else (_NOTE, "本年度还没有登记脱贫户的年度收入。"),
    )  # fmt: skip


def _labels() -> dict[str, str]:
    return {name: ledger("income_sheet").fields[name].label for name in _MONEY}


def _whole(found: Mapping[int | None, _Sums]) -> _Sums | None:
    parts = list(found.values())
    if not parts:
        return None
    return _Sums(
        sum(one.count for one in parts),
        sum(one.persons for one in parts),
        tuple(map(sum, zip(*(one.money for one in parts), strict=True))),
        (sum(one.heads[0] for one in parts), sum(one.heads[1] for one in parts)),
    )


def _text(number: Fraction | None, where: Selection, step: int) -> Cell:
    if number is None:
        return Cell(NOT_APPLICABLE)
    text = rounded(number / step)
    return Cell(f"{Decimal(text):,}", float(text), where)


def _classes(now: Selection) -> ReturnTable:
    """Households and people per class of income per head."""
    inside: dict[int, list[tuple[int, int]]] = {}
    for _, (home, net, persons, net_pc) in query.each(now, ("household", "net", "persons", "net_pc"), raw=True):
        head = per_head({"net": net, "persons": persons, "net_pc": net_pc})
        if head is not None:
            inside.setdefault(band_of(head), []).append((home, persons or 0))
    count = sum(map(len, inside.values()))
    rows = []
    for at, (_, _, label) in enumerate(bands()):
        some = inside.get(at, [])
        where = now.where("household", "in", [home for home, _ in some])
        share = percent(len(some), count) if count else NOT_APPLICABLE
        rows.append(
            Row((Cell(label), figure(len(some), where), figure(sum(n for _, n in some), where), Cell(share)))
        )  # fmt: skip
    people = sum(n for some in inside.values() for _, n in some)
    whole = Row((Cell("合计"), figure(count, now), figure(people, now), Cell("100.00" if count else "—")), TOTAL)
    heads = (
        Head("人均纯收入", width=20),
        Head("户", "", 10, "right", adds=True),
        Head("人", "", 10, "right", adds=True),
        Head("占户数（%）", "", 12, "right"),
    )
    notes = ("说明：各档含下限，不含上限；分档在“本地标准”里可改。",)
    return ReturnTable(
        heads, tuple(rows), whole, title="脱贫户人均纯收入分档表", unit_text="单位：户、人", notes=notes
    )  # fmt: skip


def _below(scope: Scope, now: Selection, year: int) -> ReturnTable:
    """Who is below the line; without a line a sentence instead of a guess."""
    poor = set(query.ids(now))
    found = [one for one in below_line(year, scope.village) if one.sheet in poor]
    gaps = {one.sheet: _ceil(one.line - one.head) for one in found}
    columns = (
        "household.village",
        "household.group",
        "household",
        "persons",
        Column("net", width=11),
        Column("net_pc", "人均纯收入（元）", width=11),
        worked("监测线（元）", {one.sheet: one.line for one in found}, _Plain(), width=10),
        worked("人均差额（元）", gaps, _Plain(), width=10),
        texts("是否纳入监测", {one.sheet: "是" if one.monitored else "否" for one in found}, 8),
        hand("核实情况", 14),
    )
    note = "说明：按未取整的人均与监测线比较。" if lines(year) else "说明：本年度监测线未设置，不判断。"
    return listing(
        scope, now, columns, ids=[one.sheet for one in found], title="人均纯收入低于监测线的脱贫户名册", keep=0,
        notes=(note,),
    )  # fmt: skip


class _Plain(kinds.Money):
    """Money that is not added up."""

    def __init__(self) -> None:
        super().__init__("元", None)
        self.can_total = False


def _ceil(number: Fraction) -> int:
    return -(-number.numerator // number.denominator)
