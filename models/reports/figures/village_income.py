"""Figures of the villages' collective economy (domain.md §12, §18), always year by year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from models import query
from models.codes import code_list, norm
from models.query import Selection
from models.reports.figures.base import Part, Scope, figure, percent, rounded, wan

RULE = "domain.md §12"
COSTS = [code.code for code in code_list("ce_class").codes if code.extra.get("side") == "cost"]
EARNED = [code.code for code in code_list("ce_class").codes if code.extra.get("operating")]
NOT_DIVIDED = "有的记录没有分出经营性收入，实际不低于此数"
ONLY_OPERATING = "有的村只报了经营性收入，总收入按经营性收入计，实际不低于此数"
VAGUE = "含“20余万”一类的约数"


def bands() -> list[int]:
    """Thresholds in 分 above 0, the lowest first (domain.md §12.2)."""
    return [yuan * 100 for yuan in norm("ce.bands_yuan") if yuan]


@dataclass
class Income:
    """Income of one village in one year in 分.

    ``undivided``: how many of its ``records`` do not tell their operating part · ``vague``: qualifiers of its parts.
    """

    total: int = 0
    operating: int = 0
    records: int = 0
    only_operating: bool = False
    undivided: int = 0
    vague: set[str] = field(default_factory=set)


def income_entries(base: Selection | None = None) -> Selection:
    """Entries of income: every class but costs."""
    return (base or Selection("ce_entry")).where("class", "not in", COSTS)


def incomes(selection: Selection) -> dict[tuple[int, int], Income]:
    """{(year, village): Income} of a selection of income entries.

    Total: Σ of amounts, or of the operating part where only that was reported. Operating: Σ of the operating part, or
    of the amount of classes R1–R3 where it is not filled.
    """
    found: dict[tuple[int, int], Income] = {}
    by = ("year", "village")
    for one in query.groups(selection, (*by, "amount_q"), ("amount", "operating")):
        cell = found.setdefault((one.key[0], one.key[1]), Income())
        cell.total += one.sums[0]
        cell.operating += one.sums[1]
        cell.records += one.count
        if one.key[2] not in (None, "", "eq"):
            cell.vague.add(one.key[2])
    for one in query.groups(selection.where("amount", "blank"), by, ("operating",)):
        cell = found[one.key[0], one.key[1]]
        cell.total += one.sums[0]
        cell.only_operating = True
    for one in query.groups(selection.where("operating", "blank").where("class", "in", EARNED), by, ("amount",)):
        found[one.key[0], one.key[1]].operating += one.sums[0]
    for one in query.groups(selection.where("operating", "blank").where("class", "blank"), by):
        found[one.key[0], one.key[1]].undivided = one.count
    return found


@dataclass(frozen=True)
class _Basis:
    """Total or operating income; which one is meant is always said (domain.md §12.1)."""

    key: str
    title: str
    value: Callable[[Income], int]


_BASES = (
    _Basis("ce", "村集体经济总收入", lambda income: income.total),
    _Basis("ce_operating", "村集体经营性收入", lambda income: income.operating),
)


@dataclass(frozen=True)
class _Year:
    """One year of the scope: each village's income and the entries behind it."""

    year: int
    villages: dict[int, Income]
    selection: Selection

    def qualifier(self, basis: _Basis, *ids: int) -> tuple[str, str]:
        """(qualifier, note) of a number made of these villages, of all when none is named."""
        parts = [income for id, income in self.villages.items() if not ids or id in ids]
        vague = {one for income in parts for one in income.vague}
        notes = [VAGUE] if vague else []
        if basis.key == "ce" and any(income.only_operating for income in parts):
            vague.add("ge")
            notes.append(ONLY_OPERATING)
        if basis.key == "ce_operating" and any(income.undivided for income in parts):
            vague.add("ge")
            notes.append(NOT_DIVIDED)
        return (vague.pop() if len(vague) == 1 else "approx" if vague else "eq"), "；".join(notes)


def _years(scope: Scope, basis: _Basis) -> Iterator[_Year]:
    base = income_entries()
    if scope.village is not None:
        base = base.where("village", "in", [scope.village])
    if scope.year is not None:
        base = base.where("year", "=", scope.year)
    found = incomes(base)
    for year in sorted({year for year, _ in found if year is not None}):
        cells = {id: found[year, id] for id in scope.villages if (year, id) in found}
        if basis.key == "ce_operating" and all(income.undivided == income.records for income in cells.values()):
            continue
        yield _Year(year, cells, base if scope.year is not None else base.where("year", "=", year))


def _part(one: _Year, basis: _Basis, value: str | int, ids: tuple[int, ...] = (), key: str = "", label: str = "",
          village: int | None = None) -> Part:  # fmt: skip
    qualifier, note = one.qualifier(basis, *ids)
    selection = one.selection.where("village", "in", list(ids)) if ids else one.selection
    records = sum(income.records for id, income in one.villages.items() if not ids or id in ids)
    return Part(value, selection, records, key, label, village, one.year, qualifier, note)


def _define(basis: _Basis) -> None:
    value = basis.value

    def total_of(one: _Year) -> int:
        return sum(value(income) for income in one.villages.values())

    @figure(f"{basis.key}_total", basis.title, "万元", _FORMULA[basis.key], RULE)
    def totals(scope: Scope) -> Iterator[Part]:
        for one in _years(scope, basis):
            yield _part(one, basis, wan(total_of(one)), village=scope.village)
            if scope.village is None:
                for id, income in one.villages.items():
                    yield _part(one, basis, wan(value(income)), (id,), village=id)

    @figure(f"{basis.key}_mean", f"{basis.title}村均", "万元", "当年收入 ÷ 当年有收入记录的村数", RULE)
    def mean(scope: Scope) -> Iterator[Part]:
        for one in _years(scope, basis):
            if scope.village is None:
                yield _part(one, basis, rounded(Fraction(total_of(one), 1_000_000 * len(one.villages))))

    @figure(f"{basis.key}_villages", f"有{basis.title}记录的村", "个", "当年有收入记录的村数，是各种占比的分母", RULE)
    def counted(scope: Scope) -> Iterator[Part]:
        for one in _years(scope, basis):
            if scope.village is None:
                yield replace(_part(one, basis, len(one.villages)), qualifier="eq", note="")

    @figure(f"{basis.key}_highest", f"{basis.title}最高的村", "万元", "当年收入最高的村的收入", RULE)
    def highest(scope: Scope) -> Iterator[Part]:
        for one, id in _best(scope):
            yield _part(one, basis, wan(value(one.villages[id])), (id,), village=id)

    @figure(f"{basis.key}_highest_share", f"{basis.title}最高的村占比", "%", "最高的村的收入 ÷ 当年收入 × 100", RULE)
    def highest_share(scope: Scope) -> Iterator[Part]:
        for one, id in _best(scope):
            if total_of(one):
                part = _part(one, basis, percent(value(one.villages[id]), total_of(one)), (id,), village=id)
                vague = one.qualifier(basis)[0] != "eq"
                yield replace(part, qualifier="approx") if vague else part

    def _best(scope: Scope) -> Iterator[tuple[_Year, int]]:
        for one in _years(scope, basis):
            if scope.village is None and one.villages:
                yield one, max(one.villages, key=lambda id: value(one.villages[id]))

    @figure(
        f"{basis.key}_at_least", f"{basis.title}达标村数", "个", "当年收入不低于各档下限（含）的村数", "domain.md §12.2"
    )
    def at_least(scope: Scope) -> Iterator[Part]:
        for one, fen, ids in _reaching(scope):
            yield _band(one, fen, ids, len(ids))

    @figure(
        f"{basis.key}_at_least_share",
        f"{basis.title}达标村占比",
        "%",
        "不低于各档下限（含）的村数 ÷ 当年有收入记录的村数 × 100",
        "domain.md §12.2、§18",
    )
    def at_least_share(scope: Scope) -> Iterator[Part]:
        for one, fen, ids in _reaching(scope):
            yield _band(one, fen, ids, percent(len(ids), len(one.villages)))

    def _reaching(scope: Scope) -> Iterator[tuple[_Year, int, tuple[int, ...]]]:
        for one in _years(scope, basis):
            if scope.village is None:
                for fen in bands():
                    yield one, fen, tuple(id for id, income in one.villages.items() if value(income) >= fen)

    def _band(one: _Year, fen: int, ids: tuple[int, ...], number: str | int) -> Part:
        label = f"{fen // 1_000_000}万元及以上"
        if not ids:
            return Part(number, one.selection.where("village", "in", []), 0, str(fen // 1_000_000), label,
                        year=one.year)  # fmt: skip
        return _part(one, basis, number, ids, str(fen // 1_000_000), label)

    @figure(
        f"{basis.key}_growth", f"{basis.title}增幅", "%", "（当年 − 上年）÷ 上年 × 100，上年有记录才有", "domain.md §18"
    )
    def growth(scope: Scope) -> Iterator[Part]:
        known = {one.year: one for one in _years(replace(scope, year=None), basis)}
        for year, one in known.items():
            if (scope.year is not None and year != scope.year) or year - 1 not in known:
                continue
            before = known[year - 1]
            if total_of(before):
                rise = Fraction(total_of(one) - total_of(before), total_of(before))
                yield _part(one, basis, rounded(rise * 100), village=scope.village)
            for id, income in one.villages.items():
                last = value(before.villages[id]) if id in before.villages else 0
                if last and scope.village is None:
                    yield _part(one, basis, rounded(Fraction(value(income) - last, last) * 100), (id,), village=id)


_FORMULA = {
    "ce": "当年收入类（R1–R5）金额之和，含补助；只报经营性收入的按经营性收入计",
    "ce_operating": "当年“其中经营性收入”之和；没有填的，经营收入、发包及上交收入、投资收益（R1–R3）按金额计；不含补助",
}
for _basis in _BASES:
    _define(_basis)
