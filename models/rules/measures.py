"""Measures must answer risks (domain.md §17.5): which groups answer which risk, and a household's risks × measures."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from models import clock, query
from models.codes import code_list, norm
from models.ledger import ledger
from models.ledgers.monitoring._measures import DEVELOPMENT
from models.ledgers.monitoring.measure import STOPPED
from models.query import Selection
from models.record import Values, load

INDUSTRY, JOB, FINANCE, POST = "100A39", "100A40", "100A41", "100A42"
HEALTH, COMPULSORY, EDUCATION, SOCIAL = "100A45", "100A46", "100A47", "100A48"
HOUSE, WATER, SOCIETY, MOVE = "100A50", "100A51", "100A52", "100A53"

ANSWERS: dict[str, tuple[str, ...]] = {
    "01": (HEALTH, SOCIETY),
    "02": (COMPULSORY, EDUCATION, SOCIETY),
    "03": (SOCIAL, SOCIETY),
    "07": (JOB, POST),
    "08": (SOCIAL, SOCIETY),
    "09": (HOUSE, MOVE),
    "10": (WATER,),
}
"""Risk → groups of which one is required.

For 缺劳动力 the source names 综合保障 and leaves the rest open: 社会帮扶 is ours, as for the other risks of persons.
A risk that is not listed (disaster, accident, failed industry, other) is answered by any measure.
"""
ELIMINATION: dict[str, tuple[str, ...]] = {"01": (HEALTH, SOCIETY, SOCIAL)}
"""Where more is allowed when the risk is to be eliminated (S17: 3_11_003)."""


def wanted(risk: str, eliminating: bool = False) -> tuple[str, ...]:
    """The groups of which one must be among the measures; empty: any group will do."""
    return (ELIMINATION.get(risk) if eliminating else None) or ANSWERS.get(risk, ())


def answers(risks: Iterable[str], groups: Iterable[str], eliminating: bool = False) -> dict[str, bool]:
    """{risk: whether one of the measure groups answers it}, in the order of the risks."""
    present = set(groups)
    return {
        risk: bool(present & set(wanted(risk, eliminating)) if wanted(risk, eliminating) else present) for risk in risks
    }


@dataclass(frozen=True)
class Item:
    """One measure as the matrix and the table show it; ``values`` as stored."""

    id: int
    group: str
    status: str
    values: Values = field(hash=False, compare=False)

    @property
    def counts(self) -> bool:
        """Whether it answers anything: not when it was given up."""
        return self.status != STOPPED


@dataclass(frozen=True)
class Matrix:
    """Risks × measure groups of one household: ``groups`` are wanted or there, ``holes`` are risks unanswered."""

    household: int
    episode: int | None
    risks: tuple[str, ...]
    groups: tuple[str, ...]
    items: tuple[Item, ...]
    holes: tuple[str, ...]

    def at(self, group: str) -> tuple[Item, ...]:
        """The measures of a group that count."""
        return tuple(one for one in self.items if one.group == group and one.counts)

    def mark(self, risk: str, group: str) -> str:
        """A cell: "answered" · "hole" (wanted, nothing there, risk unanswered) · "optional" · "" (no relation)."""
        asked = wanted(risk)
        if asked and group not in asked:
            return ""
        if self.at(group):
            return "answered"
        return "hole" if risk in self.holes else "optional"

    def sentence(self) -> str:
        """What is missing, in plain words; "" when nothing is."""
        risk_list, group_list = code_list("risk"), code_list("measure_group")
        parts = []
        for risk in self.holes:
            groups = [group_list.label(one) for one in wanted(risk)] or ["任一类措施"]
            needed = f"{'、'.join(groups[:-1])}或{groups[-1]}" if len(groups) > 1 else groups[0]
            parts.append(f"“{risk_list.label(risk)}”需要{needed}")
        if not parts:
            return ""
        return f"有 {len(parts)} 项风险还没有对应的措施：{'；'.join(parts)}，{'各' if len(parts) > 1 else ''}至少一项。"


def matrix(episode: int | None = None, household: int | None = None) -> Matrix:
    """The matrix of an episode, or of a household's episode that is open (its last one when none is)."""
    if episode is None:
        assert household is not None
        episode = current_episode(household)
    values: Values = load(ledger("episode"), [episode]).get(episode, {}) if episode is not None else {}
    home = int(values.get("household") or household or 0)
    return build(home, episode, values.get("risks") or "", _items(home, episode))


def build(household: int, episode: int | None, risks: str, items: Iterable[Item]) -> Matrix:
    """The matrix of these measures, stored or still being typed; ``risks`` as stored."""
    asked = tuple(one for one in risks.split(",") if one)
    found = tuple(items)
    present = {one.group for one in found if one.counts}
    holes = tuple(risk for risk, answered in answers(asked, present).items() if not answered)
    columns = {group for risk in asked for group in wanted(risk)} | {one.group for one in found}
    order = [one.code for one in code_list("measure_group").codes]
    return Matrix(household, episode, asked, tuple(code for code in order if code in columns), found, holes)


def current_episode(household: int) -> int | None:
    """The open episode of a household, else the last one."""
    of = ledger("episode")
    found = load(of, query.ids(Selection("episode").where("household", "in", [household])))
    if not found:
        return None
    return max(found, key=lambda id: (is_open(found[id]), found[id]["recognised_on"] or "", id))


def is_open(values: Values) -> bool:
    """Whether an episode goes on."""
    from models.ledgers.monitoring._episode_rules import is_open as open_

    return open_(values)


def _items(household: int, episode: int | None) -> list[Item]:
    """Measures of the episode, and those of the household that belong to none."""
    chosen = Selection("measure", order=("group", "planned_end")).where("household", "in", [household])
    ids = query.ids(chosen)
    stored = load(ledger("measure"), ids)
    return [
        Item(id, stored[id]["group"], stored[id]["status"] or "", stored[id])
        for id in ids
        if episode is None or stored[id]["episode"] in (None, episode)
    ]


# --- what is late, for all households at once ----------------------------------------------------------------------


@dataclass(frozen=True)
class Late:
    """An open episode that lacks something: ``due`` the day on which it had to be there."""

    episode: int
    household: int
    due: str


def _open() -> list[tuple[int, int, str]]:
    """(episode, household, first day on which it can have been recognised) of all that are open."""
    of: Any = ledger("episode").model
    fields = (of.id, of.household, of.recognised_on, of.eliminated, of.state)
    names = ("recognised_on", "eliminated", "state")
    rows = [(id, home, dict(zip(names, rest, strict=True))) for id, home, *rest in of.select(*fields).tuples()]
    return [
        (id, home, last_day(values["recognised_on"]))
        for id, home, values in rows
        if values["recognised_on"] and is_open(values)
    ]


def last_day(date: str) -> str:
    """The last day that a date may mean: 2026-02 is until the 28th, so nobody is late too early."""
    if len(date) >= 10:
        return date[:10]
    year, month = int(date[:4]), int(date[5:7] or 12) if len(date) >= 7 else 12
    after = datetime.date(year + month // 12, month % 12 + 1, 1)
    return (after - datetime.timedelta(1)).isoformat()


def add_months(day: str, months: int) -> str:
    """The same day so many months later, at most the month's last."""
    date = datetime.date.fromisoformat(day)
    at = date.year * 12 + date.month - 1 + months
    for number in (date.day, 30, 29, 28):
        try:
            return datetime.date(at // 12, at % 12 + 1, number).isoformat()
        except ValueError:
            continue
    raise AssertionError(day)


def add_days(day: str, days: int) -> str:
    """So many days later."""
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()


def without_plan(asof: str | None = None) -> list[Late]:
    """Open episodes without a plan once ``limit.plan_days`` have passed since recognition (§3.5)."""
    of: Any = ledger("assist_plan").model
    asof = asof or clock.today_text()
    have = {row[0] for row in of.select(of.episode).tuples()}
    days = functools.cache(lambda year: norm("limit.plan_days", year))
    found = [Late(id, home, add_days(day, days(day[:4]))) for id, home, day in _open() if id not in have]
    return [one for one in found if one.due < asof]


def without_measure(asof: str | None = None, development: bool = False) -> list[Late]:
    """Open episodes without any measure a month after recognition, or without 开发式 ones after six (§3.5).

    ``development``: only households with somebody able to work are asked for it.
    """
    of: Any = ledger("measure").model
    asof = asof or clock.today_text()
    running = (of.status != STOPPED) | of.status.is_null()
    query_ = of.select(of.household).where(running & of.group.in_(DEVELOPMENT) if development else running)
    have = {row[0] for row in query_.distinct().tuples()}
    limit = "limit.no_development_months" if development else "limit.no_measure_months"
    able = _with_labour() if development else None
    months = functools.cache(lambda year: norm(limit, year))
    found = [
        Late(id, home, add_months(day, months(day[:4])))
        for id, home, day in _open()
        if home not in have and (able is None or home in able)
    ]
    return [one for one in found if one.due < asof]


@dataclass(frozen=True)
class Hole:
    """An open episode with measures of which none answers these ``risks``."""

    episode: int
    household: int
    risks: tuple[str, ...]


def with_holes() -> list[Hole]:
    """Open episodes with measures, some of whose risks are not answered; those without any are late already."""
    of: Any = ledger("measure").model
    running = (of.status != STOPPED) | of.status.is_null()
    have: dict[int, set[str]] = {}
    for home, group in of.select(of.household, of.group).where(running).tuples():
        have.setdefault(home, set()).add(group)
    episode: Any = ledger("episode").model
    risks = dict(episode.select(episode.id, episode.risks).where(episode.risks.is_null(False)).tuples())
    found = []
    for id, home, _ in _open():
        asked = [one for one in (risks.get(id) or "").split(",") if one]
        left = tuple(risk for risk, answered in answers(asked, have.get(home, ())).items() if not answered)
        if left and home in have:
            found.append(Hole(id, home, left))
    return found


def _with_labour() -> frozenset[int]:
    of: Any = ledger("member").model
    chosen = of.select(of.household).where(of.labour.in_(("01", "02")), (of.state != "03") | of.state.is_null())
    return frozenset(row[0] for row in chosen.distinct().tuples())
