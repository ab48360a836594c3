"""How many records of each ledger belong to a household: through a link to it, or to one of its members."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from models.database import run
from models.ledger import Ledger, ledger, ledgers
from models.query import Selection
from models.record import links_to

HOME, MEMBER = "household", "member"
BY_NAME = (("sale", "seller", "village"),)
"""Ledgers that name a household only in words: (ledger, field of the name, field of the village)."""


@dataclass(frozen=True)
class Related:
    """Records of one ledger; ``path`` leads from it to the household, "" when only the name says so."""

    ledger: str
    title: str
    tab: str
    counter: str
    count: int
    selection: Selection
    path: str = ""


@functools.cache
def ways() -> tuple[tuple[Ledger, str, str], ...]:
    """(ledger, path to the household, how to find its records in SQL), one way per ledger, the shortest."""
    found: dict[str, tuple[Ledger, str, str]] = {}
    home = ledger(HOME)
    for other, link in links_to(home):
        if other.name != MEMBER:
            found.setdefault(other.name, (other, link.name, f'"{link.column_name}" = ?'))
    if any(one.name == MEMBER for one in ledgers()):
        people = ledger(MEMBER)
        within = f'IN (SELECT "id" FROM "{MEMBER}" WHERE "{people.fields[HOME].column_name}" = ?)'
        for other, link in links_to(people):
            found.setdefault(other.name, (other, f"{link.name}.{HOME}", f'"{link.column_name}" {within}'))
    order = [one.name for one in ledgers()]
    return tuple(found[name] for name in order if name in found)


def read(id: int) -> tuple[Related, ...]:
    """What belongs to a household, in the order of the tabs; one statement, however many ledgers."""
    parts = [
        f'SELECT {at}, count(*) FROM "{of.name}" WHERE {condition}' for at, (of, _, condition) in enumerate(ways())
    ]
    counts = dict(run(" UNION ALL ".join(parts), [id] * len(parts)).fetchall()) if parts else {}
    found = []
    for at, (of, path, _) in enumerate(ways()):
        if counts.get(at):
            selection = Selection(of.name).where(path, "in", [id])
            found.append(Related(of.name, of.title, of.tab.title, of.counter, int(counts[at]), selection, path))
    return (*found, *_by_name(id))


def _by_name(id: int) -> list[Related]:
    from models import query

    head, village = query.rows(HOME, ("head", "village"), [id], raw=True)[id]
    found = []
    for name, person, place in BY_NAME:
        of = next((one for one in ledgers() if one.name == name), None)
        if of is None or not head or village is None or any(way[0] is of for way in ways()):
            continue
        selection = Selection(name).where(person, "=", head).where(place, "in", [village])
        if count := query.count(selection):
            title = f"{of.title}（供货人同名）"
            found.append(Related(name, title, of.tab.title, of.counter, count, selection))
    return found
