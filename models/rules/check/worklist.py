"""The worklist of 体检 in parts: counted by the file itself, and of the findings only as many read as are shown.

counts(day)              how many there are of each rule, village, state: for the list at the left
ids(choice, day, limit)  which findings are chosen, in the order of the list
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import peewee
from peewee import fn

from models import query
from models.ledger import ledger
from models.rules.check.rule import ERROR, RED
from models.rules.check.runs import FRESH, MENDED, STILL, FindingRow, change_count, passing, recent, standing
from models.selection import Selection

OPEN, EXEMPT = "open", "exempt"
FEW_CHANGES = 5
"""Changed records that are looked at again in less than 0.3 s (one household takes up to 50 ms)."""
FEW = 20_000
"""Findings, and pairs of helper and household, that are read in less than 0.3 s."""
_NAMED = ("member", "work_record", "work_plan", "post")
"""Ledgers of findings that speak of a person, who is searched for by name."""


@dataclass(frozen=True)
class Choice:
    """What narrows the list: ``which`` (OPEN, FRESH, STILL, MENDED, EXEMPT), and the rest where it is not empty.

    ``homes`` are the households of the person responsible, None for anybody's.
    """

    which: str = OPEN
    level: str | None = None
    village: int | None = None
    homes: Sequence[int] | None = None
    rule: str = ""
    text: str = ""


@dataclass(frozen=True)
class Count:
    """How ``many`` findings are alike in everything that the boxes choose by, except the person."""

    rule: str
    severity: str
    village: int | None
    state: str
    exempt: bool
    many: int

    def is_one(self, choice: Choice) -> bool:
        """Whether these are chosen; rule, text and person are not asked."""
        return (
            _is(self.state, self.exempt, choice.which)
            and choice.level in (None, self.severity)
            and choice.village in (None, self.village)
        )


def _is(state: str, exempt: bool, which: str) -> bool:
    if which == MENDED or state == MENDED:
        return which == state
    if which == EXEMPT or exempt:
        return exempt and which == EXEMPT
    return which in (OPEN, state)


def is_light() -> bool:
    """Whether the worklist is read in less than 0.3 s, so that nobody has to wait for another thread."""
    pair = ledger("help_pair").model
    sizes = (one.select(fn.MAX(one.id)).scalar() or 0 for one in (FindingRow, pair))
    return max(sizes) <= FEW and change_count(FEW_CHANGES + 1) <= FEW_CHANGES


def counts(day: datetime.date, homes: Sequence[int] | None = None) -> list[Count]:
    """All that is on the worklist, of these households where they are given, counted in one pass."""
    marks = recent()
    if marks is None:
        return []
    state = peewee.Case(None, ((FindingRow.gone_run.is_null(False), MENDED), (FindingRow.first_run.in_(marks), FRESH)),
                        STILL)  # fmt: skip
    keys = (FindingRow.rule, FindingRow.severity, FindingRow.village, state, passing(day))
    asked = FindingRow.select(*keys, fn.COUNT(FindingRow.id)).where(standing(marks), *_of(homes))
    rows = asked.group_by(*(peewee.SQL(str(at)) for at in range(1, len(keys) + 1))).tuples()
    return [Count(rule, level, village, how, bool(let), many) for rule, level, village, how, let, many in rows]


def homes_found() -> set[int]:
    """Households that a finding was ever kept of."""
    asked = FindingRow.select(FindingRow.household).where(FindingRow.household.is_null(False)).distinct()
    return {row[0] for row in asked.tuples()}


def ids(choice: Choice, day: datetime.date, limit: int | None = None) -> list[int]:
    """The chosen findings, at most ``limit``; the gravest first, then by village and household."""
    asked = _select(choice, day, FindingRow.id)
    if asked is None:
        return []
    grave = peewee.Case(FindingRow.severity, ((ERROR, 0), (RED, 1)), 2)
    asked = asked.order_by(grave, FindingRow.place, FindingRow.household_no, FindingRow.id)
    return [row[0] for row in (asked if limit is None else asked.limit(limit)).tuples()]


def count(choice: Choice, day: datetime.date) -> int:
    """How many are chosen."""
    asked = _select(choice, day, fn.COUNT(FindingRow.id))
    return 0 if asked is None else int(asked.scalar())


def _select(choice: Choice, day: datetime.date, column: Any) -> peewee.ModelSelect | None:
    marks = recent()
    if marks is None:
        return None
    terms = [*_which(choice.which, marks, day), *_of(choice.homes)]
    for name, value in (("severity", choice.level), ("village", choice.village), ("rule", choice.rule or None)):
        if value is not None:
            terms.append(getattr(FindingRow, name) == value)
    if choice.text:
        terms.append(_said(choice.text))
    return FindingRow.select(column).where(*terms)


def _which(which: str, marks: Sequence[int], day: datetime.date) -> list[Any]:
    if which == MENDED:
        return [FindingRow.gone_run.in_(marks)]
    here, passed = FindingRow.gone_run.is_null(), passing(day)
    if which == EXEMPT:
        return [here, passed]
    of_state = {FRESH: [FindingRow.first_run.in_(marks)], STILL: [FindingRow.first_run.not_in(marks)]}
    return [here, ~passed, *of_state.get(which, [])]


def _of(homes: Iterable[int] | None) -> list[Any]:
    if homes is None:
        return []
    # 数字直接写进语句：一个责任人的户可以多于语句参数的上限
    return [FindingRow.household.in_(peewee.SQL(f"({','.join(str(int(home)) for home in homes)})"))]


def _said(text: str) -> Any:
    found = FindingRow.text.contains(text)
    found |= FindingRow.household.in_(query.chosen(Selection("household", search=text)))
    for name in _NAMED:
        mine = FindingRow.record_id.in_(query.chosen(Selection(name, search=text)))
        found |= (FindingRow.ledger == name) & (FindingRow.scope != "household") & mine
    return found


__all__ = ["EXEMPT", "FEW", "OPEN", "Choice", "Count", "count", "counts", "homes_found", "ids", "is_light"]
