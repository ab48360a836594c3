"""Two days in one cell (2024.3-2025.2, 2024年3月5日至8日): where a time begins and where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.ledger import Ledger

_DAY = r"\d{1,2}(?:[月./-]\d{1,2})?[日号月]?"
_SPAN = re.compile(
    rf"(?P<first>\d{{4}}[年./-]{_DAY})\s*(?P<sign>至|到|—+|－|–|~|～|-)\s*(?P<last>(?:\d{{4}}[年./-])?{_DAY}|今|现在|目前)"
)
# Where a time begins → where it ends.
_ENDS = {
    "start": ("end", "due", "last"),
    "first": ("last",),
    "start_plan": ("end_plan",),
    "start_real": ("end_real",),
    "since": ("until",),
}


def span_of(text: str) -> tuple[str, str] | None:
    """(first day, last day or "" while it lasts) as they are written, the last with the year of the first; else None.

    2024-2-30 is no span: it is a day that does not exist.
    """
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        return None
    first, last = match["first"], match["last"]
    begins, ends = re.findall(r"\d+", first), re.findall(r"\d+", last)
    if not ends:
        return first, ""
    whole = len(ends[0]) == 4
    if (match["sign"] == "-" and "-" in first) or not (whole or len(begins) == 3):
        return None
    if not whole:
        ends = begins[: len(begins) - len(ends)] + ends
    return first, ".".join(ends)


def are_spans(texts: Iterable[object]) -> bool:
    """Whether most cells of a column are such spans."""
    found = [type(text) is str and span_of(text) is not None for text in texts]
    return sum(found) * 2 > len(found) > 0


def end_of(of: Ledger, path: str) -> str:
    """The field that a time ends with which begins with this one, "" without one."""
    return next((name for name in _ENDS.get(path, ()) if name in of.fields), "")
