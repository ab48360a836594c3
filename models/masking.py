"""What a list for the public may show (domain.md §16.5).

Used by exports and prints alike. A field marked ``personal`` is left out: a list on the village board holds no ID,
phone, bank account or state of health, not even a masked one that could be pieced together (domain.md §0.2 no. 11).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.kinds import Kind
from models.ledger import Ledger, ledger


def is_public(of: Ledger, path: str) -> bool:
    """Whether a public list may have this column."""
    return not of.column(path).personal


def public_columns(of: Ledger | str, paths: Sequence[str]) -> tuple[str, ...]:
    """``paths`` without the columns that are never made public: ID numbers, phones, health, birth dates …"""
    one = ledger(of) if isinstance(of, str) else of
    return tuple(path for path in paths if is_public(one, path))


def mask(kind: Kind, field: Any, value: Any) -> str:
    """The text of a stored value in a public list: "" where ``field`` is personal or not filled."""
    return "" if value is None or field.personal else kind.to_text(value)


SHAPES: dict[str, str] = {
    "whole": "完整显示",
    "middle6": "隐去中间 6 位",
    "middle8": "隐去中间 8 位（出生日期）",
    "last8": "隐去后 8 位",
    "last6": "隐去后 6 位",
    "last4": "隐去后 4 位",
}
"""The six shapes of an ID number that forms ask for."""


def id_shape(number: str, shape: str) -> str:
    """An ID number (18 digits, a disability card 20 or more) in one of ``SHAPES``. Raises KeyError for another name."""
    if shape not in SHAPES:
        raise KeyError(shape)
    if shape == "whole":
        return number
    hidden = int(shape[-1])
    if len(number) < 15:
        return "*" * len(number)  # a passport or what is left of a number: nobody can say which part tells nothing
    start = 6 if shape.startswith("middle") else len(number) - hidden
    return number[:start] + "*" * hidden + number[start + hidden :]
