"""疑点清单 from above against our own rules: what can no longer be found is ticked off."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models import clock
from models.ledger import ledger
from models.operation import bulk_edit
from models.rules.check.engine import Finding, check_household
from models.rules.check.rule import RULES

OPEN, MENDED = "01", "02"
SAID = "本程序按同一条规则已查不到"


@dataclass(frozen=True)
class Tick:
    """What became of the open lines: ids ``mended``, ``still`` found, and ``unknown`` (no rule, or no household)."""

    mended: tuple[int, ...]
    still: tuple[int, ...]
    unknown: tuple[int, ...]


def look(today: datetime.date | None = None) -> Tick:
    """Check every open line of 疑点清单 whose rule we know; nothing is written."""
    day = today or clock.today()
    model = ledger("doubt").model
    numbers = {number for rule in RULES.values() for number in (rule.id, *rule.also)}
    query = model.select(model.id, model.rule, model.household_id, model.id_no).where(model.state == OPEN)
    mended: list[int] = []
    still: list[int] = []
    unknown: list[int] = []
    found: dict[int, list[Finding]] = {}
    for id, rule, home, person in query.order_by(model.household_id, model.id).tuples():
        if home is None or rule not in numbers:
            unknown.append(id)
            continue
        if home not in found:
            found[home] = check_household(home, day)
        there = any(
            rule in (one.rule, *one.also) and (not person or not one.id_no or one.id_no == person)
            for one in found[home]
        )
        (still if there else mended).append(id)
    return Tick(tuple(mended), tuple(still), tuple(unknown))


def tick_off(tick: Tick, today: datetime.date | None = None) -> int:
    """Write the mended ones as 已整改, as one operation; returns its number, 0 when there is nothing to write."""
    if not tick.mended:
        return 0
    day = (today or clock.today()).isoformat()
    number, _ = bulk_edit("doubt", tick.mended, {"state": MENDED, "done_on": day, "result": SAID})
    return int(number)
