"""What the rules of the field say of a record as it would be stored: hints while one types, never a reason to refuse.

The rules stand above the records, so they come to be asked here: ``subscribe`` them, ``of`` asks them.
"""

from __future__ import annotations

from collections.abc import Callable

from models.kinds import Problem

Adviser = Callable[[str, int], list[Problem]]
"""(ledger, id of a record as it stands inside the trial) → problems of level warn."""

_advisers: list[Adviser] = []


def subscribe(adviser: Adviser) -> None:
    """Ask this adviser from now on; once only."""
    if adviser not in _advisers:
        _advisers.append(adviser)


def of(ledger: str, id: int) -> list[Problem]:
    """Everything the advisers say of a record."""
    return [problem for adviser in _advisers for problem in adviser(ledger, id)]
