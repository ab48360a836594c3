"""Breaks text into lines the way Chinese print does: anywhere between characters, never inside a number or an ID."""

from __future__ import annotations

import re
from collections.abc import Callable

Width = Callable[[str], float]

_TOKENS = re.compile(r"[0-9A-Za-z.,:/%+\-*#@_&=~'\"×]+|\s+|.", re.DOTALL)
_SOLID = re.compile(r"[0-9A-Za-z.,:/%+\-*#@_&=~'\"×]+")
_NO_START = set("，。、；：？！）》」』】〉〕％℃…·”’,.;:?!)]}")
_NO_END = set("（《「『【〈〔“‘([{￥¥")
_DROPPED = dict.fromkeys(map(ord, "\r\u200b\u200c\u200d\ufeff\u00ad"), "")
_DROPPED.update({ord("\t"): " ", ord("\u00a0"): " ", ord("\u2028"): "\n"})


def clean(value: object) -> str:
    """The text of a cell without tabs, invisible characters and outer blanks; None is empty."""
    if value is None:
        return ""
    text = value if type(value) is str else str(value)
    if not text.isprintable() or "\u00a0" in text:
        text = text.translate(_DROPPED)
        text = "".join(char for char in text if char >= " " or char == "\n")
    return text.strip()


def tokens(text: str) -> list[str]:
    """Pieces between which a line may break; closing punctuation sticks to what precedes it."""
    out: list[str] = []
    for piece in _TOKENS.findall(text):
        if out and (piece in _NO_START or out[-1][-1] in _NO_END):
            out[-1] += piece
        else:
            out.append(piece)
    return out


def longest_solid(text: str, width: Width) -> float:
    """Width of the longest number, date or ID inside a text, which must not be broken."""
    if text.isascii() and text.isprintable() and " " not in text:
        return width(text)
    return max(map(width, _SOLID.findall(text)), default=0.0)


def wrap(text: str, limit: float, width: Width) -> list[str]:
    """Lines no wider than `limit`; only a solid piece wider than the limit itself is broken by force."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for token in tokens(paragraph):
            size = width(token)
            if used + size <= limit + 0.001:
                line, used = line + token, used + size
                continue
            if line.strip():
                lines.append(line.rstrip())
            line, used = "", 0.0
            if token.isspace():
                continue
            if size > limit:
                *full, token = _force(token, limit, width)
                lines.extend(full)
                size = width(token)
            line, used = token, size
        lines.append(line.rstrip())
    return lines


def balanced(text: str, limit: float, width: Width) -> list[str]:
    """As few lines as `wrap` needs, but of about equal length (for headings)."""
    lines = wrap(text, limit, width)
    if len(lines) < 2 or "\n" in text:
        return lines
    head, bracket, rest = text.partition("（")
    if head and bracket and len(lines) == 2 and max(width(head), width(bracket + rest)) <= limit:
        return [head, bracket + rest]
    narrow = width(text) / len(lines)
    while narrow < limit:
        tried = wrap(text, narrow, width)
        if len(tried) <= len(lines) and all(width(line) <= limit for line in tried):
            return tried
        narrow += 0.2
    return lines


def _force(token: str, limit: float, width: Width) -> list[str]:
    parts, part, used = [], "", 0.0
    for char in token:
        size = width(char)
        if part and used + size > limit:
            parts.append(part)
            part, used = "", 0.0
        part, used = part + char, used + size
    parts.append(part)
    return parts
