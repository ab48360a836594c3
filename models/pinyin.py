"""Pinyin initials of names for the search box, from a small table; pypinyin's is read for rare characters only."""

from __future__ import annotations

import functools
import os
import unicodedata
from pathlib import Path

# Surnames whose reading differs from the character's usual one.
_SURNAMES = {
    "单": "s",
    "仇": "q",
    "解": "x",
    "曾": "z",
    "查": "z",
    "区": "o",
    "朴": "p",
    "任": "r",
    "尉": "y",
    "万俟": "mq",
    "冼": "x",
    "盖": "g",
    "翟": "z",
    "覃": "q",
    "缪": "m",
    "员": "y",
    "乐": "y",
    "折": "s",
    "洗": "x",
    "繁": "p",
}


_FIRST = 0x4E00
"""The first character of codes/initials.txt, which holds the initials of U+4E00 to U+9FFF in order, "-" for none."""


@functools.cache
def _table() -> str:
    text = (Path(__file__).parent / "codes" / "initials.txt").read_text(encoding="ascii")
    return text.replace("\n", "").replace("-", " ")


@functools.cache
def _initial(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isalnum() else ""
    at = ord(char) - _FIRST
    if 0 <= at < len(_table()):
        return _table()[at].strip()
    # A bracket has none, and loading the tables to learn that takes a tenth of a second.
    return rare_initial(char) if unicodedata.category(char) == "Lo" else ""


def rare_initial(char: str) -> str:
    """The initial of any character, from pypinyin's tables."""
    # Only the readings of single characters are wanted: without this pypinyin holds its phrases in 50 MB more.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin.pinyin_dict import pinyin_dict

    reading = pinyin_dict.get(ord(char), "")
    first = unicodedata.normalize("NFD", reading)[:1]
    return first if first.isascii() else ""


class _Initials(dict[str, str]):
    """{character: initial}, learned as characters are met; names have few different ones."""

    def __missing__(self, char: str) -> str:
        found = self[char] = _initial(char)
        return found


_initial_of = _Initials().__getitem__
_READ_APART = frozenset(surname[0] for surname in _SURNAMES)


def initials(name: str) -> str:
    """zs for 张三; "" for a name without readable characters. A surname's own reading comes first."""
    if name[:1] in _READ_APART:
        for length in (2, 1):
            if name[:length] in _SURNAMES:
                return _SURNAMES[name[:length]] + "".join(map(_initial_of, name[length:]))
    return "".join(map(_initial_of, name))
