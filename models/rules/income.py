"""Income against the line, last year and what is known of the household (domain.md §6.5, §17.3 H10–H11).

Nothing here decides who is monitored: it says what a clerk should look at.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from models import place as places
from models import query
from models.codes import norm
from models.ledger import Ledger, ledger, ledgers
from models.ledgers.households._income import ANNUAL, DERIVED, SUMS, annual_period, disagreements
from models.ledgers.households._income_rules import implausible
from models.ledgers.households.income_sheet import IncomeSheet
from models.ledgers.monitoring._episode_rules import CLOSED
from models.query import Selection
from models.record import Values, load

NO_LINE = "本年度监测线未设置，不判断"
LEFT = "03"


@dataclass(frozen=True)
class Hint:
    """Something to look at beside ``field`` of the sheet; ``level`` "red" needs an explanation, "warn" a look."""

    field: str
    text: str
    level: str = "warn"


@dataclass(frozen=True)
class Earner:
    """What the register says of one member that bears on income."""

    name: str
    birth: str
    months: int
    wage: int | None
    post_months: int
    dibao: bool
    tekun: bool
    pension: bool


@dataclass(frozen=True)
class Facts:
    """What is known of a household beside the sheet; amounts in 分, ``line`` None when none is set.

    ``shared`` its dividends of the year, ``sold`` what sales of the accounting period brought it.
    """

    members: tuple[Earner, ...] = ()
    conversion: int | None = None
    last: Fraction | None = None
    line: int | None = None
    monitored: bool = False
    recognised: str = ""
    shared: int = 0
    sold: int = 0


# --- per head -------------------------------------------------------------------------------------------------------


def per_head(values: Mapping[str, Any]) -> Fraction | None:
    """Net income per head in 分, unrounded; the given one where the table told no more."""
    net, persons = values["net"], values["persons"]
    if net is not None and persons:
        return Fraction(net, persons)
    return None if values["net_pc"] is None else Fraction(values["net_pc"])


def is_below(values: Mapping[str, Any], line: int | None) -> bool | None:
    """Whether income per head lies below the line; None when either is not known."""
    head = per_head(values)
    return None if head is None or line is None else head < line


def standing(values: Mapping[str, Any], line: int | None) -> str:
    """低于 or 不低于; without a line a sentence, no guess (domain.md §3.2)."""
    below = is_below(values, line)
    if line is None:
        return NO_LINE
    return "没有收入，不判断" if below is None else "低于" if below else "不低于"


def growth(new: Fraction | None, old: Fraction | None) -> Fraction | None:
    """Per cent over the year before, unrounded."""
    return (new - old) * 100 / old if new is not None and old else None


# --- the line -------------------------------------------------------------------------------------------------------


def _kept(name: str) -> Ledger | None:
    return next((one for one in ledgers() if one.name == name), None)


def lines(year: int) -> dict[int, int]:
    """{village: line in 分}: that of the township before that of the county; villages without a line are left out."""
    found = {id: places.line(id, year) for id in query.ids(Selection("village"))}
    return {id: one.amount for id, one in found.items() if one is not None}


# --- what is known of households --------------------------------------------------------------------------------------


def facts_of(households: Collection[int], year: int, kind: str = ANNUAL) -> dict[int, Facts]:
    """Facts for sheets of one year: a few queries, however many households."""
    wanted = list(households)
    homes = load(ledger("household"), wanted)
    people: dict[int, list[Earner]] = {}
    paths = ("household", "name", "birth", "work_months", "monthly_wage", "post_months", "dibao", "tekun",
             "pension_resident", "pension_worker")  # fmt: skip
    active = Selection("member").where("household", "in", wanted).where("state", "not in", [LEFT])
    for _, row in query.each(active, paths, raw=True):
        people.setdefault(row[0], []).append(
            Earner(
                row[1] or "",
                row[2] or "",
                row[3] or 0,
                row[4],
                row[5] or 0,
                row[6] in ("01", "02"),
                row[7] in ("01", "02"),
                bool(row[8] or row[9]),
            )
        )
    before = annual_heads(wanted, year - 1)
    line = lines(year)
    watched = _open_episodes(wanted)
    shared, sold = _brought(wanted, year) if kind == ANNUAL else ({}, {})
    return {
        id: Facts(
            tuple(people.get(id, ())), home["conversion_mu"], before.get(id), line.get(home["village"]),
            id in watched, watched.get(id, ""), shared.get(id, 0), sold.get(id, 0),
        )
        for id, home in homes.items()
    }  # fmt: skip


def _brought(households: Sequence[int], year: int) -> tuple[dict[int, int], dict[int, int]]:
    """{household: 分} of dividends of the year, and of sales within its accounting period."""
    shared = Selection("distribution").where("household", "in", list(households)).where("year", "=", year)
    sold = Selection("sale_household").where("household", "in", list(households))
    sold = sold.where("sale.date", "between", list(annual_period(year)))
    found = (query.groups(one, ("household",), ("amount",)) for one in (shared, sold))
    first, second = ({one.key[0]: one.sums[0] for one in groups} for groups in found)
    return first, second


def annual_heads(households: Sequence[int] | None, year: int) -> dict[int, Fraction]:
    """{household: net income per head in 分} of the annual sheets of one year."""
    chosen = Selection("income_sheet").where("year", "=", year).where("kind", "in", [ANNUAL])
    if households is not None:
        chosen = chosen.where("household", "in", list(households))
    found = {}
    for _, row in query.each(chosen, ("household", "net", "persons", "net_pc"), raw=True):
        head = per_head(dict(zip(("net", "persons", "net_pc"), row[1:], strict=True)))
        if head is not None:
            found[row[0]] = head
    return found


def _open_episodes(households: Sequence[int]) -> dict[int, str]:
    """{household: day of recognition} of those under monitoring now."""
    chosen = Selection("episode").where("household", "in", list(households)).where("eliminated", "not in", [True])
    chosen = chosen.where("recognised_on", "filled").where("state", "not in", CLOSED)
    return {home: day or "" for _, (home, day) in query.each(chosen, ("household", "recognised_on"), raw=True)}


# --- hints ------------------------------------------------------------------------------------------------------------


def hints(values: Values, facts: Facts | None = None) -> list[Hint]:
    """Everything about a sheet that a clerk should look at, for the form while typing, the import and the 体检."""
    labels = {name: IncomeSheet._meta.fields[name].label for name in DERIVED}
    found = [Hint(one.field, one.text, one.level) for one in implausible(IncomeSheet, values)]
    found += [Hint(one.field, one.text, one.level) for one in disagreements(values, labels)]
    if facts is not None:
        found += [*_wages(values, facts), *_transfers(values, facts), *_loops(values, facts), *_outcome(values, facts)]
    return found


def _itemised(values: Values, total: str) -> bool:
    """Whether blanks among the parts mean nothing earned: not so where only the total is known."""
    return any(values[part] is not None for part in SUMS[total]) or values[total] in (None, 0)


def _wages(values: Values, facts: Facts) -> Iterator[Hint]:
    low, high, odd = (norm(f"income.wage_month_{key}_yuan", when=values["year"]) for key in ("min", "max", "low"))
    for one in facts.members:
        if one.wage is not None and one.wage and not low * 100 <= one.wage <= high * 100:
            yield Hint("A1", f"{one.name}登记的务工月收入不在 {low}～{high} 元之间", "red")
    if not _itemised(values, "wage"):
        return
    months = sum(one.months for one in facts.members)
    workers = "、".join(f"{one.name}{one.months}个月" for one in facts.members if one.months)
    if months and not values["A1"]:
        yield Hint("A1", f"{workers}在务工，却没有务工收入")
    elif months and values["A1"]:
        each = Fraction(values["A1"], months)
        if not low * 100 <= each <= high * 100:
            yield Hint("A1", f"{workers}，合每月 {float(each) / 100:,.0f} 元，不在 {low}～{high} 元之间", "red")
        elif each < odd * 100:
            yield Hint("A1", f"{workers}，合每月只有 {float(each) / 100:,.0f} 元")
    if any(one.post_months for one in facts.members) and not any(values[name] for name in ("A2", "A3", "A4")):
        holders = "、".join(one.name for one in facts.members if one.post_months)
        yield Hint("A3", f"{holders}在公益性岗位，却没有公益岗收入")


def _transfers(values: Values, facts: Facts) -> Iterator[Hint]:
    if values["D5"] and not facts.conversion and (values["D5_1"] or not any(values[one] for one in SUMS["D5"])):
        yield Hint("D5", "有生态补偿金，农户台账里退耕还林面积是 0 或未填")
    if not _itemised(values, "transfer"):
        return
    if any(one.dibao for one in facts.members) and not values["D2"]:
        yield Hint("D2", "家里有人享受低保，却没有低保金")
    if any(one.tekun for one in facts.members) and not values["D3"]:
        yield Hint("D3", "家里有特困供养人员，却没有特困供养金")
    day, age = values["period_end"] or f"{values['year'] or 0}-12-31", norm("income.pension_age", when=values["year"])
    old = [one.name for one in facts.members if one.pension and one.birth and _age(one.birth, day) >= age]
    if old and not values["D4"]:
        yield Hint("D4", f"{'、'.join(old)}满 {age} 岁并参加养老保险，却没有养老金")


def _loops(values: Values, facts: Facts) -> Iterator[Hint]:
    """Money that other ledgers say the household got: dividends, goods sold (domain.md §10, §12.3)."""
    if facts.shared and _itemised(values, "property") and (values["C1"] or 0) < facts.shared:
        yield Hint("C1", f"分红明细有 {facts.shared / 100:,.2f} 元，这里少了；到“分红进收入”可以带入")
    if facts.sold and _itemised(values, "business") and (values["business"] or 0) < facts.sold:
        yield Hint("business", f"消费帮扶登记卖货得了 {facts.sold / 100:,.2f} 元，生产经营性收入没有这么多")


def _age(birth: str, day: str) -> int:
    years = int(day[:4]) - int(birth[:4])
    return years - (birth[5:10] > day[5:10])


def _outcome(values: Values, facts: Facts) -> Iterator[Hint]:
    head = per_head(values)
    if head is None:
        return
    if is_below(values, facts.line) and not facts.monitored:
        yield Hint("net_pc", "人均低于监测线，也没有纳入监测", "red")
    year = values["year"]
    top, since = norm("income.monitored_pc_high_yuan", when=year), str(norm("income.high_since_year", when=year))
    if facts.monitored and facts.recognised >= since and head > top * 100:
        yield Hint("net_pc", f"{facts.recognised[:4]} 年识别的监测户，人均超过 {top} 元")
    rate = growth(head, facts.last)
    least, most = norm("income.pc_drop_percent", when=year), norm("income.pc_rise_percent", when=year)
    if rate is not None and not least <= rate <= most:
        word = "增加" if rate > 0 else "减少"
        yield Hint("net_pc", f"人均比上年{word} {abs(float(rate)):.2f}%，请说明原因")


# --- lists ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Below:
    """A household below the line: its sheet, the line it was compared with, whether it is monitored."""

    household: int
    sheet: int
    head: Fraction
    line: int
    monitored: bool


def below_line(year: int, village: int | None = None) -> list[Below]:
    """Annual sheets of the year whose income per head lies below the line, the lowest first."""
    line = lines(year)
    chosen = Selection("income_sheet").where("year", "=", year).where("kind", "in", [ANNUAL])
    if village is not None:
        chosen = chosen.where("household.village", "in", [village])
    paths = ("household", "household.village", "net", "persons", "net_pc")
    found = []
    for id, (home, place, *money) in query.each(chosen, paths, raw=True) if line else ():
        values = dict(zip(("net", "persons", "net_pc"), money, strict=True))
        head = per_head(values)
        if head is not None and is_below(values, line.get(place)):
            found.append(Below(home, id, head, line[place], False))
    watched = _open_episodes([one.household for one in found])
    marked = [replace(one, monitored=one.household in watched) for one in found]
    return sorted(marked, key=lambda one: (one.head, one.household))


def collection_window(today: datetime.date) -> tuple[int, datetime.date, datetime.date]:
    """(income year, first and last day of its collection): the one that is open, else the one that ended last."""
    first, last = (str(norm(f"income.collect_{end}")) for end in ("from", "to"))
    year = today.year if f"{today:%m-%d}" >= first else today.year - 1
    end = year if last >= first else year + 1
    return year, datetime.date.fromisoformat(f"{year}-{first}"), datetime.date.fromisoformat(f"{end}-{last}")
