"""Running rules: one statement per rule over all records, or all rules of a ledger in one over a single household."""

from __future__ import annotations

import datetime
import functools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from peewee import Case

from models import clock, settings
from models.codes import own
from models.database import database
from models.ledger import ledger
from models.operation import Cancelled
from models.rules.check.frame import HOME, VILLAGE, Frame, Run, fill, spelled
from models.rules.check.rule import RULES, Rule

Progress = Callable[[int, int, str], bool]


@dataclass(frozen=True)
class Finding:
    """One contradiction: the ``rule``, the numbers of theirs that apply (``also``), the record and the field to open.

    ``household`` and ``village`` are ids, ``place`` the village's name; ``id_no`` only where the scope is a person.
    """

    rule: str
    also: tuple[str, ...]
    severity: str
    scope: str
    ledger: str
    record: int
    uid: str
    field: str
    household: int | None
    household_no: str
    id_no: str
    village: int | None
    place: str
    text: str


@dataclass(frozen=True)
class Statement:
    """SQL of a rule with what its columns mean."""

    sql: str
    values: list[Any]
    judged: int
    also: tuple[tuple[str, int], ...]
    """(their number, which of the flags applies; -1 always)."""


_FIXED = 6
"""id, uid, household, its number, village, number of the person."""


def _columns(rule: Rule, frame: Frame) -> tuple[list[Any], tuple[tuple[str, int], ...]]:
    flags: list[Any] = []
    seen: dict[int, int] = {}
    also = []
    for number, who in rule.also.items():
        if who is None:
            also.append((number, -1))
            continue
        if id(who) not in seen:
            seen[id(who)] = len(flags)
            flags.append(Case(None, ((who.sql(frame), 1),), 0))
        also.append((number, seen[id(who)]))
    return flags, tuple(also)


def _fixed(name: str, frame: Frame) -> tuple[Any, ...]:
    home = number = None
    if name in HOME:
        home = frame.key(HOME)
        number = frame.value("hh_no" if name == "household" else f"{HOME[name]}.hh_no")
    person = frame.value("id_no") if "id_no" in frame.ledger.fields else None
    return (frame.base.id, frame.base.uid, home, number, frame.value(VILLAGE[name]), person)


def statement(rule: Rule, run: Run, village: bool = False) -> Statement:
    """The query of a rule. With ``village`` it wants the village's id as its last value."""
    frame = Frame(rule.ledger, run)
    where = [rule.when.sql(frame), *frame.counted()]
    if rule.who is not None:
        where.append(rule.who.sql(frame))
    if village:
        where.append(frame.value(VILLAGE[rule.ledger]) == _VILLAGE)
    flags, also = _columns(rule, frame)
    judged = [frame.value(path) for path in (rule.judge.paths if rule.judge else ())]
    shown = [frame.value(path) for path in rule.shows]
    query = frame.select(*_fixed(rule.ledger, frame), *flags, *judged, *shown).where(*where)
    sql, values = query.sql()
    return Statement(sql, values, len(judged), also)


_VILLAGE = -5_318_008_717

_WRITTEN_IN = (
    ("local_norm", '"norm", "region", "first_year", "last_year", "value"'),
    ("monitor_line", '"region", "year", "amount", "basis"'),
    ("village", '"id", "name", "township", "county"'),
)
_kept: dict[Any, Any] = {}
_mark: Any = None


def _cached(key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    """What was made while all that is written into statements stood as it stands: limits, lines, villages, county."""
    global _mark
    mark = (*(repr(own.rows(table, columns)) for table, columns in _WRITTEN_IN), settings.county.get())
    if mark != _mark:
        _kept.clear()
        _mark = mark
    if key not in _kept:
        _kept[key] = make()
    return _kept[key]


class _Said:
    """The sentences of a rule's findings."""

    def __init__(self, rule: Rule) -> None:
        of = ledger(rule.ledger)
        self.title = rule.title
        self.columns = [(column.label, column.kind, column.is_link) for column in map(of.column, rule.shows)]

    def text(self, values: Sequence[Any]) -> str:
        """The title, with what the fields hold."""
        told = [
            f"{label}{'未填' if value is None or value == '' else kind.to_text(value) + kind.unit}"
            for (label, kind, is_link), value in zip(self.columns, values, strict=True)
            if not is_link
        ]
        return f"{self.title}（{'，'.join(told)}）" if told else self.title


@functools.lru_cache(maxsize=1024)
def _said(rule: Rule) -> _Said:
    return _Said(rule)


def _places() -> dict[int | None, str]:
    return dict(own.rows("village", '"id", "name"'))


def _finding(
    rule: Rule, row: Sequence[Any], also: tuple[str, ...], text: str, places: dict[int | None, str]
) -> Finding:
    id, uid, home, number, village, person = row[:_FIXED]
    if rule.of_home or rule.scope not in ("person", "work"):
        person = ""
    return Finding(
        rule.id, also, rule.severity, "household" if rule.of_home else rule.scope, rule.ledger, id, uid, rule.at,
        home, number or "", person or "", village, places.get(village, ""), text,
    )  # fmt: skip


def _findings(rule: Rule, one: Statement, rows: Any, places: dict[int | None, str]) -> Iterator[Finding]:
    start = _FIXED + max((at for _, at in one.also), default=-1) + 1
    said = _said(rule)
    for row in rows:
        if rule.judge is not None and not rule.judge.wrong(*row[start : start + one.judged]):
            continue
        also = tuple(which for which, at in one.also if at < 0 or row[_FIXED + at])
        yield _finding(rule, row, also, said.text(row[start + one.judged :]), places)


def chosen(ids: Sequence[str] | None = None, today: datetime.date | None = None) -> list[Rule]:
    """Rules in force, all or those named by our number or by one of theirs. Raises KeyError with a sentence."""
    day = today or clock.today()
    if ids is None:
        return [rule for rule in RULES.values() if rule.holds_on(day)]
    found = []
    for id in ids:
        meant = [rule for rule in RULES.values() if id == rule.id or id in rule.also]
        if not meant:
            raise KeyError(f"没有编号为“{id}”的规则")
        found += [rule for rule in meant if rule not in found]
    return [rule for rule in found if rule.holds_on(day)]


@dataclass
class Report:
    """All findings of a run, and the seconds that each rule took."""

    today: datetime.date
    findings: list[Finding]
    seconds: dict[str, float]


def run(
    rules: Sequence[Rule] | None = None,
    today: datetime.date | None = None,
    village: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Run rules over the open file, on this thread's connection. Raises Cancelled when ``progress`` says False."""
    day = today or clock.today()
    wanted = chosen(None, day) if rules is None else rules
    findings: list[Finding] = []
    places = _places()
    seconds: dict[str, float] = {}
    for at, rule in enumerate(wanted):
        if progress is not None and not progress(at, len(wanted), f"正在核对：{rule.title}"):
            raise Cancelled
        begun = time.perf_counter()
        one = _cached(("all", rule.id, day, village is None), partial(statement, rule, Run(day), village is not None))
        values = [village if value == _VILLAGE else value for value in one.values]
        rows = database.execute_sql(one.sql, values)
        findings += _findings(rule, one, rows, places)
        seconds[rule.id] = time.perf_counter() - begun
    if progress is not None:
        progress(len(wanted), len(wanted), "核对完了")
    return Report(day, findings, seconds)


_TOGETHER = 16
"""Rules in one statement over a single household: of much longer ones SQLite makes the plan anew each time."""


@dataclass(frozen=True)
class _Fused:
    """Several rules of a ledger in one statement: fixed columns, 1 or 0 for each rule and population, then fields."""

    rules: list[Rule]
    sql: str
    values: list[Any]
    also: dict[int, int]
    """id of a population → where its flag stands."""
    paths: dict[str, int]

    def told(self, rule: Rule, row: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """What its judge wants to see, and what its sentence shows."""
        judged = rule.judge.paths if rule.judge else ()
        return [row[self.paths[path]] for path in judged], [row[self.paths[path]] for path in rule.shows]


def _fused(rules: list[Rule], day: datetime.date) -> _Fused:
    frame = Frame(rules[0].ledger, Run(day, single=True))
    where, fixed = frame.counted(), _fixed(rules[0].ledger, frame)
    wholes = [rule.when if rule.who is None else rule.when & rule.who for rule in rules]
    populations = list({id(who): who for rule in rules for who in rule.also.values() if who is not None}.values())
    flags = [Case(None, ((one.sql(frame), 1),), 0) for one in (*wholes, *populations)]
    wanted = (*(path for rule in rules for path in rule.shows),
              *(path for rule in rules if rule.judge for path in rule.judge.paths))  # fmt: skip
    paths = list(dict.fromkeys(wanted))
    sql, values = frame.select(*fixed, *flags, *[frame.value(path) for path in paths]).where(*where).sql()
    start = _FIXED + len(rules)
    sql, values = spelled(sql, values, database.obj.param)
    return _Fused(
        rules, sql, values, {id(who): start + at for at, who in enumerate(populations)},
        {path: start + len(populations) + at for at, path in enumerate(paths)},
    )  # fmt: skip


def _all_fused(day: datetime.date) -> list[_Fused]:
    by_ledger: dict[str, list[Rule]] = {}
    for rule in chosen(None, day):
        if rule.ledger in HOME:
            by_ledger.setdefault(rule.ledger, []).append(rule)
    return [
        _fused(rules[at : at + _TOGETHER], day)
        for rules in by_ledger.values()
        for at in range(0, len(rules), _TOGETHER)
    ]


def prepare(today: datetime.date | None = None) -> None:
    """Make the statements for a single household ahead, so that the first save need not wait for them."""
    day = today or clock.today()
    _cached(("one", day), lambda: _all_fused(day))


def check_household(household: int, today: datetime.date | None = None) -> list[Finding]:
    """What is wrong with one household now: the same rules, of this household's records only."""
    day = today or clock.today()
    found: list[Finding] = []
    places = _places()
    for one in _cached(("one", day), lambda: _all_fused(day)):
        for row in database.execute_sql(one.sql, fill(one.values, household)):
            for at, rule in enumerate(one.rules):
                if not row[_FIXED + at]:
                    continue
                judged, shown = one.told(rule, row)
                if rule.judge is None or rule.judge.wrong(*judged):
                    also = tuple(n for n, who in rule.also.items() if who is None or row[one.also[id(who)]])
                    found.append(_finding(rule, row, also, _said(rule).text(shown), places))
    order = {id: at for at, id in enumerate(RULES)}
    return sorted(found, key=lambda one: (order[one.rule], one.record))
