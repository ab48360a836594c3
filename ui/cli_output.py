"""What a headless command says: JSON, plain sentences, tables in which Chinese characters count two columns."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from models.kinds import Kind
from models.ledger import Column

WIDEST = 40


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def cut(text: str, most: int) -> str:
    """The text on one line, shortened to ``most`` columns."""
    text = " ".join(text.split())
    if width(text) <= most:
        return text
    kept, used = "", 1
    for char in text:
        used += width(char)
        if used > most:
            break
        kept += char
    return kept + "…"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool] = ()) -> str:
    """Rows under their heads, columns as wide as their widest text; ``right``: which columns are numbers."""
    cells = [[cut(text, WIDEST) for text in row] for row in [heads, *rows]]
    widths = [max(width(row[at]) for row in cells) for at in range(len(heads))]
    flags = list(right) + [False] * (len(heads) - len(right))

    def line(row: Sequence[str]) -> str:
        parts = []
        for text, size, to_right in zip(row, widths, flags, strict=True):
            gap = " " * (size - width(text))
            parts.append(gap + text if to_right else text + gap)
        return "  ".join(parts).rstrip()

    return "\n".join([line(cells[0]), "  ".join("-" * size for size in widths), *map(line, cells[1:])])


def say(text: str) -> None:
    """One line for the person."""
    print(text)


def tell_error(text: str) -> None:
    """One line on stderr."""
    print(text, file=sys.stderr)


def say_json(value: Any) -> None:
    """A value as JSON text, Chinese as it is."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if hasattr(value, "__iter__"):
        return list(value)
    return str(value)


def machine_value(kind: Kind, value: Any) -> Any:
    """A stored value for JSON: numbers as numbers in the unit that is shown, yes or no as true or false, else text."""
    if value is None:
        return None
    if kind.name == "yesno":
        return bool(value)
    return kind.export(value) if kind.numeric else kind.to_text(value)


def numeric(columns: Sequence[Column]) -> list[bool]:
    """Which columns stand to the right."""
    return [column.kind.align == "right" for column in columns]
