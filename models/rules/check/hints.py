"""The check rules beside the field while one types: hints only, the record's own check alone refuses.

Putting the rules into SQL takes a second or two, once for each opened file: ``warm`` does it beforehand, on the worker
thread; until then forms hear nothing of the rules.
"""

from __future__ import annotations

from models import advice
from models.database import State
from models.kinds import Problem
from models.ledger import ledger
from models.record import load
from models.rules.check.engine import check_household, prepare
from models.rules.check.frame import HOME

_ready: list[int] = []
"""The opened file for which the rules are at hand."""


def warm() -> None:
    """Get the rules ready for the open file and let forms ask them from now on."""
    prepare()
    _ready[:] = [State.turn]
    advice.subscribe(hints)


def is_warm() -> bool:
    """Whether forms hear of the rules."""
    return _ready == [State.turn]


def hints(name: str, id: int) -> list[Problem]:
    """What the rules say of this record's own fields, as it stands in the open transaction."""
    if name not in HOME or not is_warm():
        return []
    home: int | None = id
    at = name
    for step in () if name == "household" else HOME[name].split("."):
        row = load(ledger(at), [home]).get(home) if home is not None else None
        home, at = (None if row is None else row[step]), step
    if home is None:
        return []
    found: dict[tuple[str, str], Problem] = {}
    for one in check_household(home):
        if one.ledger == name and one.record == id:
            found.setdefault((one.field, one.rule), Problem(one.text, one.field, "warn"))
    return list(found.values())
