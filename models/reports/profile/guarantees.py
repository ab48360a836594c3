"""三保障和饮水 of a household as four lamps, each by its last check."""

from __future__ import annotations

from dataclasses import dataclass

from models.ledger import ledgers

CHECK = "guarantee_check"
GOOD, BAD, MENDED, UNKNOWN = "good", "bad", "mended", "unknown"


@dataclass(frozen=True)
class Lamp:
    """One guarantee: ``colour`` good, bad, mended or unknown, the same in ``text``; ``check`` the record behind it."""

    title: str
    colour: str
    text: str
    date: str
    check: int | None


def read(household: int) -> tuple[Lamp, ...]:
    """The four lamps; none when the program keeps no checks."""
    if not any(one.name == CHECK for one in ledgers()):
        return ()
    from models.codes import code_list
    from models.rules.guarantees import state_of

    colours = {"green": GOOD, "red": BAD, "amber": MENDED, "grey": UNKNOWN}
    titles = code_list("guarantee_dimension")
    return tuple(
        Lamp(titles.label(one.dimension), colours[one.colour], one.text, one.date, one.check)
        for one in state_of([household])[household]
    )
