"""Income per head of a household year by year, against the monitoring line and the mean of its village."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

from models import changes, place
from models.database import State, run
from models.ledger import ledgers
from models.reports.chart_data import ChartData, Series

SHEET, ANNUAL = "income_sheet", "01"
MOST = 10


@dataclass(frozen=True)
class Year:
    """One year in 分 per head; ``sheet`` the record behind it, None when only the village has figures."""

    year: int
    own: int | None
    line: int | None
    village: int | None
    sheet: int | None = None

    @property
    def below(self) -> bool | None:
        """Whether the income lies below the line; None when it cannot be said."""
        return None if self.own is None or self.line is None else self.own < self.line


def read(household: int, village: int | None) -> tuple[Year, ...]:
    """The last ten years that have a figure of this household, oldest first; without the means of the village."""
    if not any(one.name == SHEET for one in ledgers()):
        return ()
    rows = run(
        f'SELECT "year", "net", "persons", "net_pc", "id" FROM "{SHEET}"'
        ' WHERE "household_id" = ? AND "kind" = ? AND "year" IS NOT NULL',
        (household, ANNUAL),
    ).fetchall()
    own = {year: (_per_head(net, persons, given), id) for year, net, persons, given, id in rows}
    found = []
    for year in sorted(own)[-MOST:]:
        line = place.line(village, year)
        found.append(Year(year, own[year][0], line.amount if line else None, None, own[year][1]))
    return tuple(found)


def with_means(years: tuple[Year, ...], village: int | None) -> tuple[Year, ...]:
    """The same with the mean of the village, which takes reading all its sheets: remembered until one changes."""
    if village is None or not years:
        return years
    means = _means(State.turn, _Changes.count, village, tuple(one.year for one in years))
    return tuple(replace(one, village=means.get(one.year)) for one in years)


class _Changes:
    """How often something was written that a mean depends on."""

    count = 0


def _note(names: frozenset[str]) -> None:
    if names & {SHEET, "household"}:
        _Changes.count += 1


changes.subscribe(_note)


def _per_head(net: int | None, persons: int | None, given: int | None) -> int | None:
    return round(net / persons) if net is not None and persons else given


@functools.lru_cache(maxsize=64)
def _means(turn: int, count: int, village: int, years: tuple[int, ...]) -> dict[int, int]:
    """{year: mean per head}: all income of the village's sheets over all their persons."""
    marks = ", ".join("?" * len(years))
    rows = run(
        f'SELECT "s"."year", sum("s"."net"), sum("s"."persons") FROM "household" AS "h"'
        f' JOIN "{SHEET}" AS "s" ON "s"."household_id" = "h"."id"'
        f' WHERE "h"."village_id" = ? AND "s"."kind" = ? AND "s"."year" IN ({marks})'
        ' AND "s"."net" IS NOT NULL AND "s"."persons" > 0 GROUP BY "s"."year"',
        (village, ANNUAL, *years),
    )
    return {year: round(net / persons) for year, net, persons in rows.fetchall()}


def chart(years: tuple[Year, ...], title: str = "") -> ChartData:
    """The years as lines."""
    series = [
        ("本户", [one.own for one in years]), ("监测线", [one.line for one in years]),
        ("本村平均", [one.village for one in years]),
    ]  # fmt: skip
    shown = [Series(title, tuple(values)) for title, values in series if any(v is not None for v in values)]
    return ChartData(
        name="profile_income",
        title=title,
        kind="line",
        labels=tuple(f"{one.year}年" for one in years),
        series=tuple(shown) or (Series("本户", tuple(None for _ in years)),),
        measure="money",
        where={(0, at): one.sheet for at, one in enumerate(years) if one.sheet},
        empty_text="还没有登记年度家庭收入",
    )


def remarks(years: tuple[Year, ...]) -> list[str]:
    """What a clerk should see at once: the last year against the line, or that no line is set."""
    if not years:
        return []
    last = years[-1]
    if last.own is None:
        return [f"{last.year}年没有填纯收入"]
    if last.line is None:
        return [f"{last.year}年监测线未设置，不判断"]
    word = "低于" if last.below else "不低于"
    return [f"{last.year}年人均纯收入 {last.own / 100:,.2f} 元，{word}监测线 {last.line / 100:,.2f} 元"]
