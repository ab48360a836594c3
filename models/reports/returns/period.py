"""The stretch of time a report speaks of: a month, a quarter, half a year, a year, up to a day, or none."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

NONE, MONTH, QUARTER, HALF, YEAR, DAY = "none", "month", "quarter", "half", "year", "day"
KINDS = {NONE: "不分期", MONTH: "月", QUARTER: "季", HALF: "半年", YEAR: "年", DAY: "截至某日"}
GRACE = 10
"""Days after the end of a month or quarter in which the one that has ended is meant."""
_QUARTERS, _HALVES = "一二三四", "上下"


class WrongPeriod(ValueError):
    """A period that cannot be understood; the text says how to write it."""


@dataclass(frozen=True)
class Period:
    """``first`` and ``last`` are its ISO days; ``key`` as it is written: 2026-06, 2026Q2, 2026H1, 2026, 2026-06-30."""

    kind: str
    first: str
    last: str

    @property
    def key(self) -> str:
        """The short form that ``parse`` takes back; "" for none."""
        year, month = self.last[:4], int(self.last[5:7])
        return {
            NONE: "", MONTH: self.last[:7], QUARTER: f"{year}Q{(month + 2) // 3}", HALF: f"{year}H{(month + 5) // 6}",
            YEAR: year, DAY: self.last,
        }[self.kind]  # fmt: skip

    @property
    def text(self) -> str:
        """As the title says it: 2026年6月, 2026年第二季度, 2026年上半年, 2026年度, 截至2026年6月30日; "" for none."""
        year, month, day = (int(part) for part in self.last.split("-"))
        return {
            NONE: "",
            MONTH: f"{year}年{month}月",
            QUARTER: f"{year}年第{_QUARTERS[(month - 1) // 3]}季度",
            HALF: f"{year}年{_HALVES[month > 6]}半年",
            YEAR: f"{year}年度",
            DAY: f"截至{year}年{month}月{day}日",
        }[self.kind]

    @property
    def year(self) -> int:
        """The calendar year of its end."""
        return int(self.last[:4])

    @property
    def year_first(self) -> str:
        """1 January of the year of its end, from which a cumulative figure runs."""
        return f"{self.last[:4]}-01-01"

    def moved(self, steps: int) -> Period:
        """The one so many periods later; itself for none."""
        year, month = int(self.last[:4]), int(self.last[5:7])
        if self.kind == YEAR:
            return of_year(year + steps)
        if self.kind == HALF:
            at = year * 2 + (month > 6) + steps
            return of_half(at // 2, at % 2 + 1)
        if self.kind in (MONTH, QUARTER):
            at = year * 12 + month - 1 + steps * (3 if self.kind == QUARTER else 1)
            found = of_month(at // 12, at % 12 + 1)
            return found if self.kind == MONTH else of_quarter(at // 12, at % 12 // 3 + 1)
        if self.kind == DAY:
            day = datetime.date.fromisoformat(self.last) + datetime.timedelta(steps)
            return Period(DAY, "", day.isoformat())
        return self


def of_month(year: int, month: int) -> Period:
    """A calendar month."""
    return Period(
        MONTH, f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]}"
    )  # fmt: skip


def of_quarter(year: int, quarter: int) -> Period:
    """A calendar quarter, 1 to 4."""
    return Period(QUARTER, of_month(year, quarter * 3 - 2).first, of_month(year, quarter * 3).last)


def of_half(year: int, half: int) -> Period:
    """Half a calendar year, 1 or 2."""
    return Period(HALF, of_month(year, half * 6 - 5).first, of_month(year, half * 6).last)


def of_year(year: int) -> Period:
    """A calendar year."""
    return Period(YEAR, f"{year:04}-01-01", f"{year:04}-12-31")


def holding(kind: str, month: Period, today: datetime.date) -> Period:
    """The period of a kind that holds a month; up to a day: until the end of the month, at most today."""
    year, number = month.year, int(month.last[5:7])
    if kind == QUARTER:
        return of_quarter(year, (number + 2) // 3)
    if kind == HALF:
        return of_half(year, (number + 5) // 6)
    if kind == YEAR:
        return of_year(year)
    return month if kind == MONTH else Period(kind, "", min(month.last, today.isoformat()))


def usual(kind: str, today: datetime.date) -> Period:
    """The period a clerk means on this day: in its first ten days the one that has just ended."""
    if kind in (NONE, DAY):
        return Period(kind, "", today.isoformat())
    day = today - datetime.timedelta(GRACE)
    if kind == MONTH:
        return of_month(day.year, day.month)
    if kind == QUARTER:
        return of_quarter(day.year, (day.month + 2) // 3)
    if kind == HALF:
        return of_half(day.year, (day.month + 5) // 6)
    return of_year((today - datetime.timedelta(31)).year)


def parse(kind: str, text: str, today: datetime.date) -> Period:
    """The period written as text; blank means the usual one. Raises WrongPeriod."""
    plain = text.strip().replace("第", "").replace("度", "")
    if not plain:
        return usual(kind, today)
    if kind == NONE:
        raise WrongPeriod("这份报表不分期，不用写期间")
    try:
        if kind == YEAR and (match := re.fullmatch(r"(\d{4})年?", plain)):
            return of_year(int(match[1]))
        if kind == MONTH and (match := re.fullmatch(r"(\d{4})[-/.年](\d{1,2})月?", plain)):
            return of_month(int(match[1]), int(match[2]))
        if kind == QUARTER and (match := re.fullmatch(r"(\d{4})[-年]?[Qq]?([1-4一二三四])季?", plain)):
            number = _QUARTERS.find(match[2]) + 1 or int(match[2])
            return of_quarter(int(match[1]), number)
        if kind == HALF and (match := re.fullmatch(r"(\d{4})[-年]?(?:[Hh]([12])|([上下])半年?)", plain)):
            return of_half(int(match[1]), int(match[2]) if match[2] else _HALVES.index(match[3]) + 1)
        if kind == DAY and (match := re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", plain)):
            day = datetime.date(int(match[1]), int(match[2]), int(match[3]))
            return Period(DAY, "", day.isoformat())
    except ValueError:
        pass
    example = {MONTH: "2026-06", QUARTER: "2026Q2", HALF: "2026H1", YEAR: "2026", DAY: "2026-06-30"}[kind]
    raise WrongPeriod(f"期间“{text}”看不懂，应写成 {example} 这样")
