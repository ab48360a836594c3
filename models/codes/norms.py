"""Defaults for limits and goals that rules read; an office may set its own over them, per region and year."""

from __future__ import annotations

import contextlib
import copy
import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from models import clock
from models.codes import own


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


def norm(key: str, when: datetime.date | int | str | None = None, village: int | None = None) -> Any:
    """The value that holds: the office's own for that year and place, else the default; free to be changed.

    ``when`` a date, a year or an ISO text, today if not given · ``village`` an id; without it only what is set for
    the whole file counts.
    """
    entry = norm_entry(key)
    own = _own(key, when, village)
    if own is not None:
        return own
    # Asked for each of many records: a plain value needs no copy.
    return entry.value if isinstance(entry.value, int | str) else copy.deepcopy(entry.value)


def _own(key: str, when: datetime.date | int | str | None, village: int | None) -> Any:
    rows = own.rows("local_norm", _COLUMNS)
    if not rows or not (rows := [row for row in rows if row[0] == key]):
        return None
    from models import place

    year = clock.today().year if when is None else when.year if isinstance(when, datetime.date) else int(str(when)[:4])
    wide: tuple[str, ...] = ("",)
    for region in (*place.regions(village), *wide):
        # The latest entry that covers the year counts.
        for _, of, first, last, text in reversed(rows):
            if (of or "") == region and (first or 0) <= year <= (last or 9999):
                with contextlib.suppress(ValueError):
                    return read_value(key, text)
    return None


_COLUMNS = '"norm", "region", "first_year", "last_year", "value"'
_UNITS = {"working": "工作日", "natural": "自然日"}


def show_value(key: str, value: Any) -> str:
    """A value of a norm as a clerk writes it."""
    if isinstance(value, list):
        parts = [f"{one['month']}月:{one['percent']}" if isinstance(one, dict) else str(one) for one in value]
        return "、".join(parts)
    return _UNITS.get(str(value), str(value))


def read_value(key: str, text: str) -> Any:
    """The value of a norm from a clerk's text, of the kind its default is. Raises ValueError with a sentence."""
    default = norm_entry(key).value
    plain = text.strip().replace("：", ":").replace("，", "、").replace(",", "、")
    if isinstance(default, list):
        return [_part(default[0], part) for part in plain.split("、") if part.strip()]
    if isinstance(default, str):
        return _text(default, plain)
    return _number(plain)


def _number(text: str) -> int | float:
    try:
        value = float(text.rstrip("%"))
    except ValueError:
        raise ValueError(f"“{text}”不是数字") from None
    return int(value) if value.is_integer() else value


def _part(like: Any, text: str) -> Any:
    if not isinstance(like, dict):
        return _number(text.strip())
    month, colon, percent = text.replace("月", "").partition(":")
    if not colon or not month.strip().isdigit() or not 1 <= int(month) <= 12:
        raise ValueError(f"“{text}”应写成 6月:50 这样")
    return {"month": int(month), "percent": _number(percent.strip()), "verified": True}


def _text(default: str, text: str) -> str:
    if default in _UNITS:
        found = next((code for code, label in _UNITS.items() if text in (code, label)), None)
        if found is None:
            raise ValueError("应填“工作日”或“自然日”")
        return found
    try:
        datetime.date.fromisoformat(f"2024-{text}")
    except ValueError:
        raise ValueError(f"“{text}”应写成 10-01 这样的月和日") from None
    return text
