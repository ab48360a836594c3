"""What a header cell says: its plain text, the unit in its brackets, and the words that make a row a header."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

_SPACE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
UNITS = frozenset(
    {
        "元",
        "万元",
        "亿元",
        "角",
        "分",
        "人",
        "户",
        "月",
        "个月",
        "年",
        "岁",
        "个",
        "亩",
        "公顷",
        "平方米",
        "平方公里",
        "㎡",
        "m2",
        "m²",
        "公里",
        "千米",
        "km",
        "米",
        "斤",
        "公斤",
        "千克",
        "kg",
        "吨",
        "只",
        "头",
        "件",
        "箱",
        "%",
        "‰",
        "百分比",
        "天",
        "日",
        "次",
        "处",
        "座",
        "盏",
        "项",
        "笔",
        "条",
        "家",
        "所",
        "名",
        "村",
        "元/人",
        "元/年",
        "元/月",
        "元/斤",
        "万元/年",
        "户/人",
    }
)
_MONEY = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}
_UNIT_LINE = re.compile(
    r"(?:金额)?单位[:：]?[(（]?((?:元|万元|亿元|[^\s:：]{1,4})(?:[、,，/](?:[^\s:：]{1,4}))*)[)）]?"
)
SERIAL = frozenset({"序号", "编号", "序", "行号", "no", "no."})
REMARK = frozenset({"签字", "签名", "签章", "盖章", "领取人签字", "签领人", "户主签字", "备注", "说明"})


@functools.lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Half-width, lower case, without white space, stars and colons at the end."""
    text = _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return text.strip("*＊:：'\"“”")


def without_unit(text: str) -> str:
    """A plain header without brackets that only name a unit or a remark such as 必填."""

    def keep(match: re.Match[str]) -> str:
        inner = match[1]
        return "" if inner in UNITS or plain(inner) in UNITS or inner in ("必填", "选填", "*") else match[0]

    return _BRACKET.sub(keep, text)


def bare(text: str) -> str:
    """A plain header without any brackets."""
    return _BRACKET.sub("", text)


@functools.lru_cache(maxsize=20_000)
def spellings(text: str) -> tuple[str, ...]:
    """Plain forms of a header to look up, the most exact first."""
    first = plain(text)
    return tuple(dict.fromkeys(one for one in (first, without_unit(first), bare(first)) if one))


def money_unit(text: str) -> str:
    """元, 万元 or 亿元 if the header's brackets (or its end, as in 金额/万元) name one, else ""."""
    for inner in _BRACKET.findall(plain(text)):
        found = re.search(r"(亿元|万元|元)", inner)
        if found:
            return found[1]
    found = re.search(r"[/,，:：](亿元|万元|元)$", plain(text))
    return found[1] if found else ""


def unit_line(cells: list[Any]) -> str:
    """元, 万元 or 亿元 from a line such as 单位：万元、户、人, else ""."""
    for cell in cells:
        if type(cell) is not str or "单位" not in cell:
            continue
        match = _UNIT_LINE.search(plain(cell))
        if match and (found := re.search(r"(亿元|万元|元)", match[1])):
            return found[1]
    return ""


def fen_of(unit: str) -> int:
    """分 in one 元, 万元 or 亿元."""
    return _MONEY[unit]
