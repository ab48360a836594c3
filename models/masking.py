"""What a list for the public may show: which columns are left out and how numbers are masked (domain.md §16.5).

Used by exports and prints alike. A field marked ``personal`` is left out, unless its kind has a mask that hides enough:
an ID number shows its first six and last four characters, a phone its first three and last four digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.kinds import Kind
from models.ledger import Ledger, ledger

MASKED = frozenset({"id", "phone"})
"""Kinds' ``mask`` names whose masked form may be shown; a bank account is left out altogether."""


def is_public(of: Ledger, path: str) -> bool:
    """Whether a public list may have this column, masked or not."""
    column = of.column(path)
    return not column.personal or column.kind.mask in MASKED


def public_columns(of: Ledger | str, paths: Sequence[str]) -> tuple[str, ...]:
    """``paths`` without the columns that are never made public: bank accounts, health, disability, birth date …"""
    one = ledger(of) if isinstance(of, str) else of
    return tuple(path for path in paths if is_public(one, path))


def mask(kind: Kind, field: Any, value: Any) -> str:
    """The text of a stored value in a public list: masked where ``field`` is personal, "" when not filled."""
    if value is None:
        return ""
    if not field.personal:
        return kind.to_text(value)
    return kind.masked(value) if kind.mask in MASKED else ""
