"""三保障和饮水: the state of households by their last check, children of school age, insurance rates (domain.md §7)."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from models import clock, query
from models.codes import code_list, norm
from models.ledgers.households._guarantees import FAILED
from models.ledgers.households.guarantee_check import GuaranteeCheck
from models.query import Selection

DIMENSIONS = tuple(one.code for one in code_list("guarantee_dimension").codes)
_OUT_OF_SCHOOL = "03"
_JUNIOR_AND_ABOVE = ["03", "04", "05", "06"]


@dataclass(frozen=True)
class Lamp:
    """One guarantee of one household: ``result`` "" when it was never checked; ``check`` the record behind it."""

    dimension: str
    result: str = ""
    date: str = ""
    check: int | None = None
    handled_on: str = ""

    @property
    def colour(self) -> str:
        """green, red (failed), amber (failed, put right since), grey (not checked or not applicable)."""
        if self.result == FAILED:
            return "amber" if self.handled_on else "red"
        return "green" if self.result == "01" else "grey"

    @property
    def text(self) -> str:
        """What a clerk reads beside the lamp."""
        if not self.result:
            return "未排查"
        word = code_list("guarantee_result").label(self.result)
        return f"{word}（{self.handled_on} 已整改）" if self.colour == "amber" else word


def last_checks(households: Collection[int] | None = None, until: str = "") -> dict[tuple[int, str], Lamp]:
    """{(household, dimension): its last check}, of all households when None is named, up to a day when one is given."""
    found: dict[tuple[int, str], Lamp] = {}
    model = GuaranteeCheck
    fields = (model.household, model.dimension, model.result, model.date, model.id, model.handled_on)
    base = model.select(*fields).where(model.household.is_null(False)).order_by(model.date, model.id)
    if until:
        base = base.where(model.date <= until)
    wanted = None if households is None else list(households)
    parts = [base] if wanted is None else [
        base.where(model.household.in_(wanted[at : at + 500])) for at in range(0, len(wanted), 500)
    ]  # fmt: skip
    for rows in parts:
        for home, dimension, result, date, id, handled in rows.tuples():
            found[home, dimension] = Lamp(dimension, result or "", date or "", id, handled or "")
    return found


def state_of(households: Collection[int], until: str = "") -> dict[int, tuple[Lamp, ...]]:
    """{household: four lamps in official order}, each by its last check; one query for 500 households."""
    found = last_checks(households, until)
    return {id: tuple(found.get((id, one), Lamp(one)) for one in DIMENSIONS) for id in households}


# --- children ---------------------------------------------------------------------------------------------------------


def school_births(today: datetime.date) -> tuple[str, str]:
    """First and last birth date of those who belong into school in the running school year (cut-off 30 Sep)."""
    cut = str(norm("school.cutoff"))
    year = today.year if today.month >= 9 else today.year - 1
    day = datetime.date.fromisoformat(f"{year}-{cut}")
    first = day.replace(year=year - norm("school.age_max")) + datetime.timedelta(1)
    return first.isoformat(), day.replace(year=year - norm("school.age_min")).isoformat()


def school_children(today: datetime.date | None = None) -> Selection:
    """Active members of compulsory school age."""
    births = list(school_births(today or clock.today()))
    return Selection("member").where("birth", "between", births).where("state", "not in", [_OUT_OF_SCHOOL])


def unable_reasons() -> list[str]:
    """Reasons of children who cannot go to school bodily: they are no dropouts (domain.md §7.1)."""
    return [one.code for one in code_list("dropout_reason").codes if one.extra.get("unable")]


def out_of_school(today: datetime.date | None = None) -> Selection:
    """Those of them who go to no school: not finished with 初中, not bodily unable."""
    return (
        school_children(today)
        .where("school_state", "blank")
        .where("education", "not in", _JUNIOR_AND_ABOVE)
        .where("dropout_reason", "not in", unable_reasons())
    )


# --- insurance --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rate:
    """Insured of one village in one year."""

    village: int
    should: int
    insured: int
    year: int

    @property
    def percent(self) -> Fraction:
        """Exact, so that 97.999 % does not pass for 98."""
        return Fraction(100 * self.insured, self.should)

    @property
    def passes(self) -> bool:
        """Whether the goal is met."""
        return self.percent >= norm("insurance.goal_percent", when=self.year, village=self.village)


def rates(year: int) -> list[Rate]:
    """Villages with a count for the year, in official order."""
    found = query.groups(Selection("insurance").where("year", "=", year), ("village",), ("should", "insured"))
    by_village = {one.key[0]: Rate(one.key[0], one.sums[0], one.sums[1], year) for one in found if one.sums[0]}
    return [by_village[id] for id in query.ids(Selection("village", order=("seq",))) if id in by_village]


def group_passes(found: Collection[Rate]) -> bool:
    """A group passes only if every village does (T07)."""
    return bool(found) and all(one.passes for one in found)
