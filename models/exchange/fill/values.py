"""Values as a form wants them: in its unit, in the words of its drop-down list, dates as its cells show them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from models import masking
from models.exchange.fill.blanks import Box
from models.exchange.fill.grid import Cell, Shown
from models.exchange.headers import plain
from models.id_number import IdNumber
from models.kinds import BankCard, Choice, Choices, Date, Kind, Percent, Phone, Scaled, YesNo

_EPOCH = datetime.date(1899, 12, 30)
_YES, _NO = ("已", "是", "有", "√", "达标", "安全", "通", "需", "同意", "参"), ("未", "否", "无", "不", "没", "×")


def shown(
    kind: Kind,
    value: Any,
    cell: Cell,
    header: str = "",
    scale: int | None = None,
    shape: str = "whole",
    public: bool = False,
) -> Shown | None:
    """A stored value for a cell, None for nothing. ``scale`` 分 in one of the form's money; ``shape`` of ID numbers."""
    if value is None or value == "":
        return None
    if isinstance(kind, IdNumber):
        return masking.id_shape(str(value), "middle8" if public and shape == "whole" else shape)
    if isinstance(kind, Phone | BankCard):
        return kind.masked(value) if public else str(value)
    if isinstance(kind, Date):
        return _date(kind, str(value), cell)
    if isinstance(kind, YesNo):
        return _yes_no(bool(value), cell, header)
    if isinstance(kind, Choice):
        return _choice(kind, str(value), cell, header)
    if isinstance(kind, Percent):
        return _percent(kind, value, cell, header)
    if isinstance(kind, Scaled):
        number = Decimal(value) / (scale or kind.step)
        return plain_decimal(number) if cell.form == "text" else number
    if kind.numeric:
        return str(value) if cell.form == "text" else int(value)
    return str(value)


def plain_decimal(number: Decimal) -> str:
    """Digits without separators and needless zeros."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _date(kind: Date, value: str, cell: Cell) -> Shown:
    if cell.form == "date" and len(value) == 10:
        return (datetime.date.fromisoformat(value) - _EPOCH).days
    return value[:7] if kind.precision == "month" else value


def _yes_no(value: bool, cell: Cell, header: str) -> str:
    for word in cell.options:
        if truth(word) is value:
            return word
    if "√" in header or "×" in header:
        return "√" if value else "×"
    return "是" if value else "否"


def _choice(kind: Choice, value: str, cell: Cell, header: str) -> str:
    codes = value.split(",") if isinstance(kind, Choices) else [value]
    asked = plain(header.rpartition("/")[2])
    if asked.startswith("是否"):
        return _yes_no(_is_so(kind, codes, asked.removeprefix("是否为").removeprefix("是否")), cell, header)
    words = []
    for code in codes:
        same = [word for word in cell.options if kind.codes.find(word) == code]
        words.append(same[0] if len(same) == 1 else kind.codes.label(code))
    return "、".join(words)


def _is_so(kind: Choice, codes: list[str], word: str) -> bool:
    """Whether a form that asks 是否 about a list gets a yes: 低保 of 农村低保 and 不享受."""
    code = kind.codes.find(word)
    return code in codes if code is not None else any(truth(kind.codes.label(one)) is not False for one in codes)


def _percent(kind: Percent, value: int, cell: Cell, header: str) -> Shown:
    number = Decimal(value) / kind.step
    if cell.form == "percent":
        return number / 100
    if "%" in header or "％" in header or "百分" in header:
        return plain_decimal(number) if cell.form == "text" else number
    return f"{plain_decimal(number)}%"


def truth(word: str) -> bool | None:
    """What a word such as 已解决, 未参保, 有 or 否 says, None when it says neither."""
    text = plain(word)
    if text.startswith(_NO):
        return False
    return True if text.startswith(_YES) else None


def ticked(kind: Kind, value: Any, boxes: Iterable[Box]) -> list[Box]:
    """The boxes of a cell that a stored value ticks; none when its words do not fit."""
    boxes = list(boxes)
    if isinstance(kind, YesNo):
        return [] if value is None else [one for one in boxes if truth(one.word) is bool(value)]
    if isinstance(kind, Choice):
        codes = str(value).split(",") if value not in (None, "") else []
        found = [one for one in boxes if kind.codes.find(one.word) in codes]
        if found or not codes or {truth(one.word) for one in boxes} != {True, False}:
            return found
        return [one for one in boxes if truth(one.word) is _is_so(kind, codes, "")]
    if {truth(one.word) for one in boxes} == {True, False}:
        # 有（……） 无: whether anything is written down.
        return [one for one in boxes if truth(one.word) is (value not in (None, "", 0, "无"))]
    texts = re.split(r"[、,，;；]", str(value)) if value else []
    return [one for one in boxes if one.word in texts]
