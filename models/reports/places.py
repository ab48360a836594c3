"""Money of projects split among their villages: by the shares given, else in equal parts, the rest 全乡."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from peewee import Case, fn

from models import query
from models.database import database
from models.ledger import ledger
from models.query import Selection, Source

VILLAGE = "project_place.village"
"""Path of a filter on the villages of a project."""
WHOLE = 10_000


class Part(NamedTuple):
    """What falls to one village: ``money`` in 分 (exact, not rounded) from ``records`` records."""

    money: Fraction
    records: int


def split(selection: Selection, path: str, links: Sequence[str] = ()) -> dict[int | None, Part]:
    """{village id: Part} of the amounts at ``path``; key None holds what belongs to no single village.

    ``links`` lead from the selection's ledger to the project. A village without a share gets an equal part of what the
    given shares leave; the parts add up to the total of the selection.
    """
    source = Source(ledger(selection.ledger))
    amount, project = source.expression(path), source.node(links)
    place, every = ledger("project_place").model.alias("place"), ledger("project_place").model.alias("every")
    blank = fn.SUM(Case(None, ((every.share.is_null(), 1),), 0)).alias("blank")
    given = fn.COALESCE(fn.SUM(every.share), 0).alias("given")
    sums = every.select(every.project.alias("owner"), given, blank).group_by(every.project).alias("sums")
    keys = (place.village, place.share, sums.c.given, sums.c.blank)
    rows = (
        source.select(*keys, fn.COALESCE(fn.SUM(amount), 0), fn.COUNT(source.base.id))
        .join_from(project, place, on=(place.project == project.id))
        .join_from(place, sums, on=(sums.c.owner == place.project))
        .where(source.base.id.in_(query.chosen(selection)))
        .group_by(*keys)
    )
    found: dict[int | None, Part] = {}
    for village, share, used, open_places, money, records in database.execute(rows):
        weight = Fraction(share, WHOLE) if share is not None else Fraction(max(WHOLE - used, 0), WHOLE * open_places)
        before = found.get(village, Part(Fraction(0), 0))
        found[village] = Part(before.money + weight * money, before.records + records)
    total = query.totals(selection, (path,))[path]
    rest = total - sum((part.money for part in found.values()), Fraction(0))
    alone = query.count(selection.where(".".join((*links, VILLAGE)), "blank"))
    if rest or alone:
        found[None] = Part(rest, alone)
    return found
