"""Policy regimes: which words and limits held on a day (domain.md §2)."""

import datetime
import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from models.codes import own


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


WORDS = ("people", "people_short", "people_risk", "money", "money_full", "money_central", "credit")
_COLUMNS = '"regime", "valid_from", "credit_cap", "credit_months", ' + ", ".join(f'"{word}"' for word in WORDS)


def regimes() -> tuple[Regime, ...]:
    """All regimes, the oldest first, with the words and days that the office set for itself."""
    rows = {row[0]: row for row in own.rows("regime_word", _COLUMNS)}
    if not rows:
        return shipped()
    found: list[Regime] = []
    for one in shipped():
        _, start, cap, months, *said = rows.get(one.id, (one.id, *[None] * (len(WORDS) + 3)))
        facts = {**one.facts, **({"credit_cap_yuan": cap // 100} if cap is not None else {})}
        if months is not None:
            facts["credit_max_months"] = months
        words = {**one.words, **{word: text for word, text in zip(WORDS, said, strict=True) if text}}
        found.append(one._replace(words=words, facts=facts, valid_from=_as_day(start) if start else one.valid_from))
    for at, one in enumerate(found[1:], 1):
        if one.valid_from is not None:
            found[at - 1] = found[at - 1]._replace(valid_to=one.valid_from - datetime.timedelta(1))
    return tuple(found)


@cache
def shipped() -> tuple[Regime, ...]:
    """The regimes as they come with the program."""
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
    known = regimes()
    # The latest that has begun: an office may have moved a beginning, and no day is left without a regime.
    return next((one for one in reversed(known) if one.valid_from is None or one.valid_from <= day), known[0])


def reword(text: str, when: datetime.date | int | str | None) -> str:
    """A title or label in the words of a day: names of people, money and credit since 2021 are put right."""
    if not when:
        return text
    mine = words(when)
    swaps: dict[str, str] = {}
    # 贫困户 of the years before was not the same thing as 监测对象: their words are used, but not replaced.
    for one in regimes()[1:]:
        for key in ("money_full", "money_central", "people_risk", "credit", "money"):
            swaps.setdefault(one.words[key], mine[key])
    pattern = "|".join(re.escape(word) for word in sorted(swaps, key=len, reverse=True))
    return re.sub(pattern, lambda found: swaps[found[0]], text)


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
