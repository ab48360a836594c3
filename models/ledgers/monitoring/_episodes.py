"""Which episode and which plan a plan or a measure belongs to, where only one is possible."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from models.ledger import ledger
from models.ledgers.monitoring.episode import CLOSED, Episode
from models.record import Draft

PART = 500


def open_episodes(homes: Collection[Any]) -> dict[int, list[int]]:
    """{household: its episodes that are still open}."""
    wanted = sorted(home for home in homes if home is not None)
    found: dict[int, list[int]] = {}
    for at in range(0, len(wanted), PART):
        query = Episode.select(Episode.household, Episode.id).where(
            Episode.household.in_(wanted[at : at + PART]),
            (Episode.eliminated == False) | Episode.eliminated.is_null(),  # noqa: E712
            Episode.state.not_in(CLOSED) | Episode.state.is_null(),
        )
        for home, id in query.tuples():
            found.setdefault(home, []).append(id)
    return found


def plans(homes: Collection[Any]) -> dict[int, list[tuple[int, int | None]]]:
    """{household: (plan, its episode), the latest plan first}."""
    of = ledger("assist_plan").model
    wanted = sorted(home for home in homes if home is not None)
    found: dict[int, list[tuple[int, int | None]]] = {}
    for at in range(0, len(wanted), PART):
        query = of.select(of.household, of.id, of.episode).where(of.household.in_(wanted[at : at + PART]))
        for home, id, episode in query.order_by(of.made_on.desc(), of.id.desc()).tuples():
            found.setdefault(home, []).append((id, episode))
    return found


def put(draft: Draft, name: str, value: Any) -> None:
    """Fill a field in as part of the change."""
    if draft.values[name] != value:
        draft.values[name] = value
        if draft.changed is not None:
            draft.changed.add(name)
