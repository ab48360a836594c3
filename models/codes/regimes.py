"""Policy regimes: which words and limits held on a day (domain.md §2)."""

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


class Regime(NamedTuple):
    """A period of policy with its names for the people, the money and the credit."""

    id: str
    title: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    words: dict[str, str]
    facts: dict[str, Any]
    unverified: tuple[str, ...]
    source: str


@cache
def regimes() -> tuple[Regime, ...]:
    """All regimes, the oldest first."""
    data = json.loads((Path(__file__).parent / "regimes.json").read_text(encoding="utf-8"))
    return tuple(
        Regime(
            one["id"],
            one["title"],
            _day(one["valid_from"]),
            _day(one["valid_to"]),
            one["words"],
            one["facts"],
            tuple(one["unverified"]),
            one["source"],
        )
        for one in data["regimes"]
    )


def regime_for(when: datetime.date | int | str) -> Regime:
    """The regime of a day, a year, or an ISO text such as 2024, 2024-03 or 2024-03-18."""
    day = _as_day(when)
    for one in regimes():
        if (one.valid_from is None or one.valid_from <= day) and (one.valid_to is None or day <= one.valid_to):
            return one
    raise LookupError(f"no policy regime for {when!r}")


def words(when: datetime.date | int | str) -> dict[str, str]:
    """The words of a day: people, people_short, money, money_full, money_central, credit."""
    return dict(regime_for(when).words)


def _as_day(when: datetime.date | int | str) -> datetime.date:
    if isinstance(when, datetime.datetime):
        return when.date()
    if isinstance(when, datetime.date):
        return when
    parts = [int(part) for part in str(when).strip().split("-")]
    return datetime.date(*[*parts, 1, 1][:3])


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
