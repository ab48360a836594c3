"""Conditions on measures, the monitoring line and the season of insurance."""

from __future__ import annotations

from typing import Any

from peewee import Case, fn

from models import place
from models.codes import code_list, own
from models.rules.check.conditions import Condition, Has, P, Range, _OnField, _within, contains, filled, is_
from models.rules.check.frame import VILLAGE, Frame
from models.rules.check.related import some


class Helped(Condition):
    """The episode (or its household) has a measure of one of these groups; of any group when none is named.

    As noted on the episode, or one by one in 帮扶措施 unless it was given up.
    """

    dear = True
    paths = ("measures",)

    def __init__(self, groups: tuple[str, ...]) -> None:
        self.groups = groups

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """The list on the episode, or the measures of the household."""
        listed = some("measure", is_("group", *self.groups) & _carried_on if self.groups else _carried_on)
        if frame.ledger.name != "episode":
            return listed.sql(frame, no)
        noted = Has("measures", self.groups) if self.groups else filled("measures")
        return (noted | listed).sql(frame, no)


_carried_on = ~is_("status", next(one.label for one in code_list("measure_status").codes if one.code == "04"))


def helped_by(*groups: str) -> Condition:
    """Has a measure of one of these groups."""
    return Helped(groups)


def measure(group: str, *words: str) -> Condition:
    """Has this very measure: by its name, or by what was written as its content."""
    named = [one.label for one in code_list("measure_kind").codes if one.label in words]
    told = contains("content", *words)
    return some("measure", is_("group", group) & _carried_on & (told | is_("kind", *named) if named else told))


class BelowLine(_OnField):
    """Money per head below the monitoring line that is set for the village and the year; nowhere where none is set.

    ``year`` the path of the year or date that counts, today's when None.
    """

    def __init__(self, path: str, year: str | None = None) -> None:
        super().__init__(path)
        self.year = year

    def _lines(self, frame: Frame) -> list[tuple[int, int, int]]:
        """(village, year, 分) of all lines that are set, for the years that records can speak of."""
        years = sorted({row[0] for row in own.rows("monitor_line", '"year"') if row[0]})
        if self.year is None:
            years = [year for year in years if year == frame.run.today.year]
        villages = [row[0] for row in own.rows("village", '"id"')]
        found = []
        for village in villages:
            for year in years:
                if (at := place.line(village, year)) is not None:
                    found.append((village, year, at.amount))
        return found

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """CASE over villages and years."""
        value, where = frame.value(self.path), frame.value(VILLAGE[frame.ledger.name])
        lines = self._lines(frame)
        if not lines:
            return value.is_null() | value.is_null(False) if no else value.is_null() & value.is_null(False)
        amounts: dict[tuple[int, int], list[int]] = {}
        for village, year, amount in lines:
            amounts.setdefault((year, amount), []).append(village)
        every = len({village for village, *_ in lines})
        cases = []
        for (year, amount), villages in amounts.items():
            here = self._in_year(frame, year)
            cases.append((here if len(villages) == every else here & where.in_(villages), amount))
        line = Case(None, tuple(cases), None)
        low = line.is_null(False) & value.is_null(False) & (value < line)
        return line.is_null() | value.is_null() | (value >= line) if no else low

    def _in_year(self, frame: Frame, year: int) -> Any:
        if self.year is None:
            return frame.base.id.is_null(False)
        column = frame.value(self.year)
        if frame.column(self.year).kind.numeric:
            return column == year
        return fn.SUBSTR(column, 1, 4) == str(year)


class NoLine(Condition):
    """No line is set for the village this year: then only a reference is held against."""

    paths: tuple[str, ...] = ()

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Villages without a line."""
        where = frame.value(VILLAGE[frame.ledger.name])
        year = frame.run.today.year
        have = [row[0] for row in own.rows("village", '"id"') if place.line(row[0], year) is not None]
        if not have:
            return where.is_null() & where.is_null(False) if no else where.is_null() | where.is_null(False)
        return where.in_(have) if no else where.is_null() | where.not_in(have)


def below_line(path: str, year: str | None = None) -> Condition:
    """Below the monitoring line of the place and year."""
    return BelowLine(path, year)


class InSeason(_OnField):
    """A month within the last finished season of insurance payment, or, ``after``, since it ended."""

    def __init__(self, path: str, first: P, last: P, after: bool) -> None:
        super().__init__(path)
        self.first, self.last, self.after = first, last, after

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Months as ISO texts."""
        today = frame.run.today
        (from_month, _), (to_month, _) = (
            tuple(int(part) for part in str(one.value(frame)).split("-")) for one in (self.first, self.last)
        )
        year = today.year if today.month > to_month else today.year - 1
        end = f"{year:04d}-{to_month:02d}"
        start = f"{year - (from_month > to_month):04d}-{from_month:02d}"
        month = fn.SUBSTR(frame.value(self.path), 1, 7)
        if self.after:
            return _within(month, {"over": end, "most": f"{today:%Y-%m}"}, no)
        return _within(month, {"least": start, "most": end}, no)


def in_season(path: str, first: P, last: P, after: bool = False) -> Condition:
    """In the season, or after it."""
    return InSeason(path, first, last, after)


def nil(path: str) -> Condition:
    """Filled, with 0."""
    return Range(path, least=0, most=0)


def negative(path: str) -> Condition:
    """Less than 0."""
    return Range(path, under=0)
