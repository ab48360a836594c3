"""What the page 体检 reads of the file: the counts of everything, and of the findings only as many as it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models import clock
from models.reports import wording
from models.reports.check import heads, persons
from models.rules.check import runs, worklist
from models.rules.check.runs import Item
from models.rules.check.worklist import Choice, Count
from models.rules.todos import helpers
from ui.check.model import Names

LIMIT = 5_000
"""Findings that are read and shown at once."""


@dataclass(frozen=True)
class Wanted:
    """What the boxes, the list at the left and the search say; ``person`` is a name."""

    which: str
    level: str | None
    village: int | None
    person: str | None
    rule: str
    text: str

    def choice(self, people: Mapping[int, str]) -> Choice:
        """The same with the households of the person, who are ``people`` {household: person responsible}."""
        return Choice(self.which, self.level, self.village, self.homes(people), self.rule, self.text)

    def homes(self, people: Mapping[int, str]) -> list[int] | None:
        """The households of the person; None for anybody's."""
        return None if self.person is None else [home for home, name in people.items() if name == self.person]


@dataclass
class Reading:
    """Everything counted; ``current`` is False when too much changed since the last run."""

    counts: Sequence[Count] = ()
    people: Mapping[int, str] = field(default_factory=dict)
    persons: Sequence[str] = ()
    current: bool = True


@dataclass
class Part:
    """The first of the chosen findings, how many there are in ``total``, and what they go by."""

    items: list[Item]
    total: int
    names: Names


def overview(wanted: Wanted, current: bool) -> Reading:
    """Count everything of the chosen person, and name the persons responsible."""
    day = clock.today()
    people = helpers(day)
    named = sorted({people[home] for home in worklist.homes_found() if people.get(home)})
    return Reading(worklist.counts(day, wanted.homes(people)), people, named, current)


def some(wanted: Wanted, people: Mapping[int, str]) -> Part:
    """The first LIMIT of what is chosen, with the names they go by."""
    day, choice = clock.today(), wanted.choice(people)
    ids = worklist.ids(choice, day, LIMIT)
    found = runs.items(day, ids, people)
    findings = [one.finding for one in found]
    names = Names(heads(findings), persons(findings), list(wording.villages().values()))
    total = worklist.count(choice, day) if len(ids) == LIMIT else len(found)
    return Part(found, total, names)
