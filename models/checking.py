"""What ledgers' checks are made of: dates in order, parts of a whole, keys that occur twice, what a link leads to."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peewee import SQL

from models.codes import code_list
from models.database import database
from models.days import earlier
from models.kinds import Problem
from models.query import find
from models.record import Draft, Values

PART = 500
"""So many keys are asked for at once."""


def in_order(model: Any, values: Values, *names: str, level: str = "error") -> Iterator[Problem]:
    """Each of these dates is not before the one named before it; dates are compared as far as both are known."""
    for first, later in itertools.pairwise(names):
        if values[first] and values[later] and earlier(values[later], values[first]):
            fields = model._meta.fields
            yield Problem(f"{fields[later].label}早于{fields[first].label}", later, level)


def within(model: Any, values: Values, whole: str, *parts: str) -> Iterator[Problem]:
    """None of the parts (其中…) is more than the whole."""
    for part in parts:
        if values[part] is not None and values[whole] is not None and values[part] > values[whole]:
            fields = model._meta.fields
            yield Problem(f"{fields[part].label}超过{fields[whole].label}", part)


def of_parent(model: Any, values: Values, codes: str, *names: str) -> Iterator[Problem]:
    """Each code of the list belongs to the one in the field named after it (the lowest level first)."""
    for low, high in itertools.pairwise(names):
        code = code_list(codes).get(values[low]) if values[low] else None
        if code is not None and values[high] and code.parent != values[high]:
            fields = model._meta.fields
            yield Problem(f"{fields[low].label}不属于所选的{fields[high].label}", low)


def complete_parents(values: Values, codes: str, *names: str) -> None:
    """A blank upper level follows from the one below it (the lowest level first)."""
    for low, high in itertools.pairwise(names):
        if values.get(low) and values.get(high) is None and (code := code_list(codes).get(values[low])):
            values[high] = code.parent or None


def keyed(model: Any, key: Any, wanted: Iterable[Any], *fields: Any, where: Any = None) -> Iterator[tuple[Any, ...]]:
    """(``key``, ``fields`` …) of the records whose key is among ``wanted``, blanks left out; asked for in parts."""
    keys = sorted({one for one in wanted if one is not None})
    for at in range(0, len(keys), PART):
        # A plain list would be turned into the statement value by value, at several times the cost.
        part = keys[at : at + PART]
        chosen = key.in_(SQL(f"({', '.join([database.obj.param] * len(part))})", part))
        yield from model.select(key, *fields).where(chosen if where is None else chosen & where).tuples()


def of_linked(drafts: Sequence[Draft], link: str, model: Any, *fields: Any) -> dict[int, Any]:
    """{id: value, or values where several are asked for} of the records that ``link`` leads to."""
    rows = keyed(model, model.id, {draft.values[link] for draft in drafts}, *fields)
    return {id: found[0] if len(fields) == 1 else tuple(found) for id, *found in rows}


def follow(drafts: Sequence[Draft], link: str, model: Any, *, always: bool = False, **fields: Any) -> None:
    """Fill blank fields with what the linked record says of them (``village=Household.village``).

    ``always``: what was given otherwise is brought into line too.
    """
    known = of_linked(drafts, link, model, *fields.values(), model.id)
    for draft in drafts:
        for name, value in zip(fields, known.get(draft.values[link], ()), strict=False):
            if value and (always or not draft.values[name]):
                draft.put(name, value)


def repeated(drafts: Sequence[Draft], *names: str) -> Iterator[Draft]:
    """The drafts whose key another record has already, or another draft before them; blank keys are nobody's."""
    keys = [tuple([draft.values[name] for name in names]) for draft in drafts]
    taken, own = find(drafts[0].ledger, names, keys) if drafts else {}, mine(drafts)
    seen: set[tuple[Any, ...]] = set()
    for draft, key in zip(drafts, keys, strict=True):
        if None in key or "" in key:
            continue
        if key in seen or any(id not in own for id in taken.get(key, ())):
            yield draft
        seen.add(key)


def mine(drafts: Sequence[Draft]) -> set[int]:
    """The records that the drafts are: what is stored of them counts no more."""
    return {draft.id for draft in drafts if draft.id}
