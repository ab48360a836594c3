"""For whom and when a form is filled: conditions as a clerk writes them, resolved to a place, a record and a day."""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from models import clock, query
from models.fields import LinkField
from models.kinds import Fault
from models.ledger import Ledger, WrongDefinition, ledger, ledger_of, ledgers
from models.selection import Filter, Selection

_MONTH = ("period", "month", "期间", "月份", "月", "报表期", "统计月份")
_DAY = ("asof", "as_of", "截止日期", "截止时间", "统计时间", "today")
_SCOPE = ("scope", "范围")
_VILLAGE = ("village", "村", "行政村", "region.village")
_HOUSEHOLD = (
    "household",
    "农户",
    "户",
    "head",
    "户主",
    "户主姓名",
    "household.head",
    "hh_no",
    "户编号",
    "household.hh_no",
    "local_no",
    "本地编号",
    "head_id_no",
    "household.head_id_no",
    "户主证件号码",
)
_PROJECT = ("project", "项目", "project.name", "项目名称", "project.code", "项目编号")
_IGNORED = ("visit_index",)
_QUARTER = re.compile(r"(\d{4})年?[-.]?(?:Q|第)?([1-4一二三四])(?:季度|季)?", re.I)
_MOMENT = r"(\d{4}[-年./]\d{1,2}(?:[-月./]\d{1,2})?[月日]?)"
_FROM_TO = re.compile(rf"{_MOMENT}(?:至|到|~|～|—|--){_MOMENT}")
_SIGNS = (">=", "<=", "~", "=")
STARTS = {"episode": "recognised_on", "post": "start", "team_member": "start", "loan": "start"}
"""The field with the day since which a record counts."""
YEARLY = ("ce_entry", "income_sheet")
"""Ledgers whose records add up per year: never several years in one form."""
GONE = {"episode": "eliminated_on", "post": "exit_on"}
LATEST = ("episode", "assist_plan", "income_sheet")
"""Of several records of a household the last one is meant; of others the clerk has to say which."""


@dataclass
class Scope:
    """``day`` ISO date as of which the form is filled · ``month`` 2024-11 · ``year`` · what of these was ``said``.

    ``since`` the first day of a period longer than a month that ends with ``day``: a quarter, half a year ·
    ``record`` id of the one record in the form's own ledger ·
    ``village``, ``household``, ``project`` ids or None · ``wheres`` other conditions (field, sign, value).
    """

    day: str
    month: str
    year: int
    said: frozenset[str] = frozenset()
    village: int | None = None
    household: int | None = None
    project: int | None = None
    record: int | None = None
    wheres: list[tuple[str, str, str]] = field(default_factory=list)
    since: str = ""
    selections: dict[str, Selection] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    @property
    def first(self) -> str:
        """First day of the month."""
        return f"{self.month}-01"

    @property
    def last(self) -> str:
        """Last day of the month."""
        year, month = map(int, self.month.split("-"))
        return f"{self.month}-{calendar.monthrange(year, month)[1]:02d}"

    @property
    def period(self) -> tuple[str, str]:
        """First and last day of what the form reports on: the month, or the longer period that was said."""
        return (self.since, self.day) if self.since else (self.first, self.last)

    def selection(self, of: Ledger, dated: bool = False) -> Selection:
        """The records of a ledger in scope; ``dated``: what happens on a day only within the month that was said."""
        found = self.selections.get(of.name, Selection(of.name))
        for target, id in (("household", self.household), ("project", self.project), ("village", self.village)):
            if id is None:
                continue
            path = path_to(of, target)
            if path is not None:
                found = found.where(path, "in", [id]) if path else found
            elif target == "village" and of.name == "project":
                found = found.where("project_place.village", "in", [id])
        for at, (name, sign, value) in enumerate(self.wheres):
            one = _filter(of, name, sign, value)
            if one is not None:
                self.used.add(at)
                found = found.where(one.path, one.op, one.value)
        return self._timed(of, found, dated)

    def ids_of(self, of: Ledger, chosen: Selection) -> list[int]:
        """Ids of a selection; of the ledger of the one household, project or village that is meant only that."""
        only = {"household": self.household, "project": self.project, "village": self.village}.get(of.name)
        ids = list(query.ids(chosen))
        return ids if only is None else [id for id in ids if id == only]

    def _timed(self, of: Ledger, chosen: Selection, dated: bool) -> Selection:
        if of.name == "episode":
            # Taken in by mistake and put out again: never was one.
            chosen = chosen.where("state", "not in", ["99"])
        start = of.fields.get(STARTS.get(of.name, ""))
        if start is not None and self.said & {"day", "month"}:
            chosen = chosen.where(start.name, "<=", self.day)
        happens = dated and "date" in of.fields and of.name not in YEARLY
        if happens and "month" in self.said:
            chosen = chosen.where("date", "between", list(self.period))
        elif happens and "year" in self.said:
            chosen = chosen.where("date", "between", [f"{self.year}-01-01", f"{self.year}-12-31"])
        if dated and of.name in YEARLY:
            chosen = chosen.where("year", "=", self.year if self.said else self._last_year(of))
        return chosen

    def _last_year(self, of: Ledger) -> int:
        """The last year of which there are records: a form without a year is about that one."""
        years = [year for year in query.distinct(Selection(of.name), "year") if year and year <= self.year]
        return max(years, default=self.year)

    def called(self, of: Ledger) -> list[int]:
        """Ids of the record that a condition under another name means: 姓名=江海 of a form about one team member."""
        found: set[int] = set()
        for at, (_, sign, value) in enumerate(self.wheres):
            if at in self.used or sign != "=" or isinstance(of.fields.get(of.display), LinkField):
                continue
            if of.display in of.fields and (ids := query.find(of, (of.display,), [(value,)]).get((value,))):
                self.used.add(at)
                found |= set(ids)
        return sorted(found)

    def unused(self) -> list[str]:
        """Conditions that fit no ledger of the form."""
        return [f"{n}{s}{v}" for at, (n, s, v) in enumerate(self.wheres) if at not in self.used]


def read_scope(wheres: Sequence[str] = (), selection: Selection | None = None) -> Scope:
    """A scope from conditions such as 户主=某某, period=2024-11, 村=某村. Raises Fault with a sentence."""
    today = clock.today()
    scope = Scope(today.isoformat(), today.isoformat()[:7], today.year)
    if selection is not None:
        scope.selections[selection.ledger] = selection
    said: set[str] = set()
    homes: list[tuple[str, str]] = []
    for text in wheres:
        name, sign, value = _split(text)
        key = name.lower()
        if sign != "=" or not value:
            scope.wheres.append((name, sign, value))
        elif key in _MONTH or key in _DAY:
            said |= _time(scope, value)
        elif key in ("year", "年", "年度") and re.fullmatch(r"\d{4}年?度?", value):
            said |= _year(scope, value[:4], today.year)
            # Ledgers without a year are asked for what was so at its end.
            scope.used.add(len(scope.wheres))
            scope.wheres.append((name, sign, value[:4]))
        elif key in _SCOPE:
            scope.village = _village(value) if value.endswith("村") else scope.village
        elif key in _VILLAGE:
            scope.village = _village(value)
        elif key in _HOUSEHOLD:
            homes.append((key, value))
        elif key in _PROJECT:
            scope.project = _named("project", ("name", "code"), value, "项目")
        elif key == "visit_date":
            scope.wheres.append(("visit.date", "=", value))
        elif key not in _IGNORED:
            scope.wheres.append((name, sign, value))
    if homes:
        scope.household = _household(homes, scope.village)
    if "month" not in said and "year" in said and "day" not in said:
        scope.month = f"{scope.year}-{scope.month[5:]}"
    scope.said = frozenset(said)
    return scope


def _split(text: str) -> tuple[str, str, str]:
    for sign in _SIGNS:
        name, found, value = text.partition(sign)
        if found:
            return name.strip(), sign, value.strip()
    raise Fault(f"条件“{text}”应写成 字段=值，例如 户主=张三、period=2024-11")


def _year(scope: Scope, value: str, now: int) -> set[str]:
    """Set the year; of one that is over its last day."""
    if int(value) < now:
        return _time(scope, value)
    scope.year = int(value)
    return {"year"}


def _period(scope: Scope, value: str) -> set[str]:
    """Set a period of several months: 2024年第三季度, 2024Q3, 2024年上半年, 2024-01至2024-09; nothing for others."""
    months: tuple[str, int, int] | None = None
    if match := _QUARTER.fullmatch(value):
        number = "一二三四".find(match[2]) + 1 or int(match[2])
        months = (match[1], number * 3 - 2, number * 3)
    elif match := re.fullmatch(r"(\d{4})年?([上下])半年", value):
        months = (match[1], 1, 6) if match[2] == "上" else (match[1], 7, 12)
    elif match := _FROM_TO.fullmatch(value):
        _time(scope, match[1])
        first = scope.month + (scope.day[7:] if match[1].count("-") + match[1].count("日") > 1 else "-01")
        _time(scope, match[2])
        scope.since = first
    if months is not None:
        _time(scope, f"{months[0]}-{months[2]:02d}")
        scope.since = f"{months[0]}-{months[1]:02d}-01"
    if scope.since > scope.day:
        raise Fault(f"“{value}”的起止颠倒了，没有填表")
    return {"month", "day", "year"} if scope.since else set()


def _time(scope: Scope, value: str) -> set[str]:
    """Set the period, the month (its last day, but not later than today is no rule of forms) or the day."""
    if said := _period(scope, value) if not scope.since else set():
        return said
    plain = re.sub(r"[年月/.]", "-", value).replace("日", "").strip("-")
    match = re.fullmatch(r"(\d{4})(?:-?(\d{1,2})(?:-?(\d{1,2}))?)?", plain)
    try:
        if match is None:
            raise ValueError(value)
        year, month, day = int(match[1]), int(match[2] or 12), match[3]
        last = calendar.monthrange(year, month)[1]
        scope.day = datetime.date(year, month, int(day or last)).isoformat()
    except ValueError:
        raise Fault(f"“{value}”不是日期，请写成 2024-11 或 2024-11-30") from None
    scope.year, scope.month = year, f"{year}-{month:02d}"
    return {"day", "year"} if day else {"month", "day", "year"} if match[2] else {"year", "day"}


def _village(value: str) -> int | None:
    if value in ("全乡", "全镇", "全县", "全部"):
        return None
    return _named("village", ("name", "code"), value, "村")


def _named(name: str, fields: Sequence[str], value: str, word: str) -> int:
    of = ledger(name)
    for one in fields:
        ids = query.find(of, (one,), [(value,)]).get((value,), [])
        if len(ids) == 1:
            return ids[0]
        if len(ids) > 1:
            raise Fault(f"有 {len(ids)} 个{word}叫“{value}”，请用编号说明是哪一个")
    raise Fault(f"台账里没有“{value}”这个{word}，没有填表")


def _household(said: list[tuple[str, str]], village: int | None) -> int:
    """The one household that all words mean: its number, its head or the head's ID number."""
    of = ledger("household")
    left: set[int] | None = None
    for key, value in said:
        found: set[int] = set()
        for one in ("hh_no", "local_no", "head_id_no", "head"):
            found |= set(query.find(of, (one,), [(value,)]).get((value,), []))
        digits = value.lstrip("Hh户") if key == "household" else ""
        if not found and digits.isdigit() and digits != value:
            found |= set(query.find(of, ("local_no",), [(digits,)]).get((digits,), []))
        if not found:
            raise Fault(f"台账里没有“{value}”这一户，没有填表")
        left = found if left is None else left & found
    if left and len(left) > 1 and village is not None:
        left &= set(query.ids(Selection("household").where("village", "in", [village])))
    if not left:
        raise Fault("这几个条件说的不是同一户，没有填表")
    if len(left) > 1:
        raise Fault(f"有 {len(left)} 户的户主叫“{said[0][1]}”，请加上村，或用户编号说明是哪一户")
    return left.pop()


@functools.cache
def path_to(of: Ledger, target: str, depth: int = 3) -> str | None:
    """The shortest path of links to a ledger, "" for itself, None where there is none."""
    if of.name == target:
        return ""
    links = [(name, one) for name, one in of.fields.items() if isinstance(one, LinkField)]
    if of.master:
        links.sort(key=lambda link: link[0] != of.master)
    links.sort(key=lambda link: not link[1].required)
    for name, one in links:
        if ledger_of(one.rel_model).name == target:
            return name
    if depth <= 1:
        return None
    found = []
    for name, one in links:
        rest = path_to(ledger_of(one.rel_model), target, depth - 1)
        if rest:
            found.append(f"{name}.{rest}")
    return min(found, key=lambda path: (not of.fields[path.partition(".")[0]].required, path.count(".")), default=None)


def _called(name: str) -> list[Ledger]:
    """Ledgers that go by a name; those of which it is another name last."""
    exact = [one for one in ledgers() if name in (one.name, one.title)]
    return exact + [one for one in ledgers() if name in one.synonyms and one not in exact]


def _filter(of: Ledger, name: str, sign: str, value: str) -> Filter | None:
    """A condition on a ledger, None where it has no such field."""
    head, _, rest = name.partition(".")
    tries = [rest] if rest and head in (of.name, of.title) else [name]
    for named in _called(name) if not rest else ():
        # 队员=某某: the record that is called so, or what hangs on it.
        way = path_to(of, named.name)
        if way is not None:
            tries.append(f"{way}.{named.display}" if way else named.display)
            break
    link = path_to(of, head) if rest and head != of.name else None
    if link:
        tries.append(f"{link}.{rest}")
    for one in tries:
        try:
            return query.parse_where(of, f"{one}{sign}{value}")
        except (Fault, WrongDefinition, KeyError) as error:
            if isinstance(error, Fault) and "没有" not in str(error):
                raise
    return None
