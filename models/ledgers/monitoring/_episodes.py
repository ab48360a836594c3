"""Which episode and which plan a plan or a measure belongs to, where only one is possible."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from models.checking import keyed
from models.ledger import ledger
from models.ledgers.monitoring._episode_rules import CLOSED
from models.ledgers.monitoring.episode import Episode
from models.record import Draft


def open_episodes(homes: Collection[Any]) -> dict[int, list[int]]:
    """{household: its episodes that are still open}."""
    watched = (Episode.eliminated == False) | Episode.eliminated.is_null()  # noqa: E712
    running = Episode.state.not_in(CLOSED) | Episode.state.is_null()
    found: dict[int, list[int]] = {}
    for home, id in keyed(Episode, Episode.household, homes, Episode.id, where=watched & running):
        found.setdefault(home, []).append(id)
    return found


def plans(homes: Collection[Any]) -> dict[int, list[tuple[int, int | None]]]:
    """{household: (plan, its episode), the latest plan first}."""
    of = ledger("assist_plan").model
    rows = keyed(of, of.household, homes, of.made_on, of.id, of.episode)
    found: dict[int, list[tuple[int, int | None]]] = {}
    for home, _, id, episode in sorted(rows, key=lambda row: (row[1] or "", row[2]), reverse=True):
        found.setdefault(home, []).append((id, episode))
    return found


def settle_plans(drafts: Sequence[Draft]) -> None:
    """Episode and plan of the measure's household where just one is possible; another household's are refused."""
    homes = {d.values["household"] for d in drafts}
    episodes, planned = open_episodes(homes), plans(homes)
    for draft in drafts:
        home, own = draft.values["household"], planned.get(draft.values["household"], [])
        if home is None:
            draft.error("农户没有填", "household")
            continue
        of_plan = dict(own)
        if draft.values["plan"] is not None and draft.values["plan"] not in of_plan:
            draft.error("帮扶计划不是这一户的", "plan")
            continue
        if draft.values["episode"] is None:
            only = episodes.get(home, [])
            draft.put("episode", of_plan.get(draft.values["plan"]) or (only[0] if len(only) == 1 else None))
        if draft.values["plan"] is None:
            fitting = [plan for plan, episode in own if episode == draft.values["episode"]]
            draft.put("plan", fitting[0] if len(fitting) == 1 else None)
