"""Numbers that the program gives to records, by the day they are of: XS20250301-02 is the second of that day."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from models.record import Draft


def give_numbers(model: Any, drafts: Sequence[Draft], letters: str) -> None:
    """Put a number into ``no`` of every draft that has none but has a ``date``; numbers given by hand stay."""
    without = [draft for draft in drafts if draft.values["no"] is None and draft.values["date"]]
    days = sorted({draft.values["date"] for draft in without})
    if not days:
        return
    taken = {draft.values["no"] for draft in drafts}
    for at in range(0, len(days), 500):
        query = model.select(model.no).where(model.date.in_(days[at : at + 500]), model.no.is_null(False))
        taken |= {no for (no,) in query.tuples()}
    counters: dict[str, itertools.count[int]] = {}
    for draft in without:
        day = draft.values["date"].replace("-", "")
        count = counters.setdefault(day, itertools.count(1))
        draft.values["no"] = next(no for at in count if (no := f"{letters}{day}-{at:02d}") not in taken)
        if draft.changed is not None:
            draft.changed.add("no")
