"""Regional defaults for limits and goals that rules read; an office may set its own values over them."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


class Norm(NamedTuple):
    """One default with its unit, the section of domain.md it comes from, and whether a source was found for it."""

    key: str
    value: Any
    title: str
    unit: str
    source: str
    verified: bool
    note: str


@cache
def norms() -> dict[str, Norm]:
    """All defaults by key."""
    data = json.loads((Path(__file__).parent / "norms.json").read_text(encoding="utf-8"))
    return {
        one["key"]: Norm(
            one["key"], one["value"], one["title"], one["unit"], one["source"], one["verified"], one.get("note", "")
        )
        for one in data["norms"]
    }


def norm_entry(key: str) -> Norm:
    """The default with all that is known about it."""
    try:
        return norms()[key]
    except KeyError:
        raise KeyError(f"no norm named {key!r}") from None


def norm(key: str) -> Any:
    """The default value, free to be changed by the reader."""
    return copy.deepcopy(norm_entry(key).value)
