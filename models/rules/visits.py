"""Visits (domain.md §4.6, T09): which households of a round are due and which were reached, each once per round; what
becomes of the problems that were found.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from peewee import fn

from models import clock, query
from models.codes import norm
from models.ledger import ledger
from models.query import Selection
from models.record import Draft, Refused, Values, blank, check_drafts, load
from models.writer import Operation

MONITORED, POOR, WEAK, OTHER = "01", "02", "03", "04"
LEFT = "03"


@dataclass(frozen=True)
class Round:
    """A round with its scope: ``classes``, ``villages`` and ``listed`` households; empty means no limit."""

    id: int
    name: str
    start: str
    end: str
    classes: tuple[str, ...] = ()
    villages: frozenset[int] = frozenset()
    listed: frozenset[int] = frozenset()

    @property
    def year(self) -> int | None:
        """The year it began."""
        return int(self.start[:4]) if self.start else None


@dataclass(frozen=True)
class Cell:
    """One village in one round: households ``due``, those of them ``done``, and ``visits`` made in all."""

    round: int
    village: int
    due: frozenset[int]
    done: frozenset[int]
    visits: int

    @property
    def open(self) -> frozenset[int]:
        """Households not reached yet."""
        return self.due - self.done


@dataclass(frozen=True)
class Home:
    """What scopes ask about a household: where it lies, and whether it is 脱贫户 or 重点户 (codes of visit_class)."""

    village: int
    classes: frozenset[str] = field(default_factory=frozenset)


def rounds() -> list[Round]:
    """All rounds in the order in which they began; one without dates by its first visit."""
    of, place, listed, visit = (
        ledger(name).model for name in ("visit_round", "round_place", "round_household", "visit")
    )
    villages = _many(place.select(place.visit_round, place.village).tuples())
    homes = _many(listed.select(listed.visit_round, listed.household).tuples())
    days = {
        id: (first, last)
        for id, first, last in visit.select(visit.round, fn.MIN(visit.date), fn.MAX(visit.date))
        .where(visit.round.is_null(False))
        .group_by(visit.round)
        .tuples()
    }
    found = []
    for id, name, start, end, classes in of.select(of.id, of.name, of.start, of.end, of.classes).tuples():
        first, last = days.get(id, ("", ""))
        found.append(
            Round(
                id, name, start or first, end or last, tuple((classes or "").split(",")) if classes else (),
                frozenset(villages.get(id, ())), frozenset(homes.get(id, ())),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.start, one.id))


def _many(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return found


def homes() -> dict[int, Home]:
    """Every household that still has people, with its village and classes; without members it counts as living."""
    of, member = ledger("household").model, ledger("member").model
    weak = {
        row[0]
        for row in member.select(member.household)
        .where(
            (member.state != LEFT) | member.state.is_null(),
            member.dibao.in_(("01", "02")) | member.tekun.in_(("01", "02")) | member.health.contains("03")
            | member.health.contains("04") | member.disability_level.is_null(False),
        )
        .distinct()
        .tuples()
    }  # fmt: skip
    found = {}
    for id, village, kind, people in of.select(of.id, of.village, of.hh_type, of.members_now).tuples():
        if village is None or people == 0:
            continue
        classes = ({POOR} if kind in ("01", "03") else set()) | ({WEAK} if id in weak else set())
        found[id] = Home(village, frozenset(classes))
    return found


def monitored(start: str, end: str) -> frozenset[int]:
    """Households with an episode that was open on some day from ``start`` to ``end``."""
    of = ledger("episode").model
    asked = of.select(of.household).where(
        of.recognised_on.is_null(False),
        of.recognised_on <= (end or clock.today_text()),
        of.eliminated_on.is_null() | (of.eliminated_on >= start[:7]),
        of.closed_on.is_null() | (of.closed_on >= start),
    )
    return frozenset(row[0] for row in asked.tuples())


def due(one: Round, all_homes: Mapping[int, Home]) -> dict[int, int]:
    """{household: village} of those to be visited: the listed ones, else the classes in the villages of the round."""
    if one.listed:
        return {id: all_homes[id].village for id in one.listed if id in all_homes}
    wanted = set(one.classes)
    watched = monitored(one.start, one.end) if wanted & {MONITORED, OTHER} else frozenset()
    return {
        id: home.village
        for id, home in all_homes.items()
        if (not one.villages or home.village in one.villages) and (not wanted or wanted & _classes(id, home, watched))
    }


def _classes(id: int, home: Home, watched: frozenset[int]) -> set[str]:
    """All classes of a household; 一般农户 is who belongs to none of the others."""
    own = home.classes | ({MONITORED} if id in watched else set())
    return set(own) or {OTHER}


def coverage(selection: Selection | None = None) -> list[Cell]:
    """A cell per round and village with households due, rounds in order; visits of ``selection`` count (None: all)."""
    chosen = selection or Selection("visit")
    made: dict[int, dict[int, int]] = {}
    for group in query.groups(chosen.where("round", "filled"), ("round", "household")):
        made.setdefault(group.key[0], {})[group.key[1]] = group.count
    all_homes = homes()
    order = {id: at for at, id in enumerate(row for row, _ in query.each(Selection("village", order=("seq",)), ()))}
    cells = []
    for one in rounds():
        by_village: dict[int, set[int]] = {}
        for home, village in due(one, all_homes).items():
            by_village.setdefault(village, set()).add(home)
        visits = made.get(one.id, {})
        where: dict[int, int] = {}
        for home, count in visits.items():
            village = all_homes[home].village if home in all_homes else 0
            where[village] = where.get(village, 0) + count
        for village in sorted(by_village, key=lambda id: order.get(id, 0)):
            wanted = frozenset(by_village[village])
            cells.append(Cell(one.id, village, wanted, wanted & visits.keys(), where.get(village, 0)))
    return cells


def receipts(field_name: str) -> frozenset[int]:
    """Households that have signed for a 明白纸: ``declaration_on`` or ``assistance_on``."""
    of: Any = ledger("visit").model
    column = of._meta.fields[field_name]
    return frozenset(row[0] for row in of.select(of.household).where(column.is_null(False)).distinct().tuples())


# --- what becomes of problems --------------------------------------------------------------------------------------

FROM_VISIT = "09"
_BETWEEN = re.compile(r"[\n;；]+")
_NUMBER = re.compile(r"^\s*[（(]?\d{1,2}[)）.、．]\s*")


def problems(visit: Values) -> list[str]:
    """The problems a visit names, each by itself: one per line, or with ； between."""
    parts = (_NUMBER.sub("", part).strip() for part in _BETWEEN.split(visit["problems"] or ""))
    return [part for part in parts if part]


def to_tasks(visit: int) -> list[int]:
    """Make a task of each problem of a visit that is none yet, as one operation; returns the new tasks.

    Owner is the household's helper, else who went first; the deadline is ``task.days`` after the visit. Raises Refused.
    """
    values = load(ledger("visit"), [visit])[visit]
    known = {row[0] for _, row in query.each(tasks_of(visit), ("content",))}
    days = norm("task.days", when=values["date"])
    deadline = datetime.date.fromisoformat((values["date"] + "-01-01"[len(values["date"]) - 4 :])[:10])
    base = {
        "household": values["household"], "visit": visit, "found_on": values["date"], "owner": _owner(values),
        "deadline": (deadline + datetime.timedelta(days)).isoformat(),
    }  # fmt: skip
    rows = [{**base, "content": one} for one in problems(values) if one not in known]
    return _add("task", rows, f"走访问题转整改 {len(rows)} 个")


def to_clue(visit: int) -> list[int]:
    """Make one clue of all problems of a visit, from whoever went; [] when there is one already. Raises Refused."""
    values = load(ledger("visit"), [visit])[visit]
    content = "；".join(problems(values))
    if not content or query.count(clues_of(values)):
        return []
    row = {
        "household": values["household"], "date": values["date"], "source": FROM_VISIT, "content": content,
        "reporter": _first(values["visitors"]),
    }  # fmt: skip
    return _add("clue", [row], "走访问题转线索")


def tasks_of(visit: int) -> Selection:
    """The tasks that came of a visit."""
    return Selection("task").where("visit", "in", [visit])


def clues_of(visit: Values) -> Selection:
    """The clues about a visit's household of that day which say that a visit found it."""
    chosen = Selection("clue").where("household", "in", [visit["household"]]).where("source", "in", [FROM_VISIT])
    return chosen.where("date", "=", visit["date"])


def _owner(visit: Values) -> str | None:
    helper = query.texts("household", ("helper.name",), [visit["household"]])[visit["household"]][0]
    return helper or _first(visit["visitors"])


def _first(names: str | None) -> str | None:
    first = re.split(r"[、,，;；\s]+", (names or "").strip())[0]
    return first or None


def _add(name: str, rows: list[Values], title: str) -> list[int]:
    of = ledger(name)
    drafts = [Draft(of, {**blank(of), **row}) for row in rows]
    check_drafts(drafts)
    wrong = [problem for draft in drafts for problem in draft.problems if problem.level == "error"]
    if wrong:
        raise Refused(wrong)
    with Operation("form", title) as operation:
        return operation.add(of, [draft.values for draft in drafts])
