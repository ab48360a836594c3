"""Records side by side in one row: 成员1姓名, 成员1身份证, 成员2姓名 …; each number is a record of its own.

Columns that repeat without a number (姓名, 电话, 姓名, 电话) are taken for further records as well, and asked for.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from models.exchange.content import Content
from models.exchange.headers import plain, without_unit
from models.exchange.table import Header
from models.ledger import Ledger

if TYPE_CHECKING:
    from models.exchange.match import Column

BY = "n"
_SIGNS = {sign: at for at, sign in enumerate("一二三四五六七八九十", 1)}
# A number that counts months, years or village groups tells no records apart.
_NUMBER = re.compile(r"[(\[]?[_.]?第?(?<!\d)([1-9]\d?|[一二三四五六七八九十])(?![\d年月日号周组级%.])[)\]]?[个位]?")
Assign = Callable[[Sequence[Header], Sequence[Content] | None], list["Column"]]


def numbered(headers: Sequence[Header]) -> dict[int, tuple[int, Header]]:
    """As ``_numbered`` says of them; every ledger asks it of the same headers."""
    return _numbered(tuple(headers))


@functools.lru_cache(maxsize=64)
def _numbered(headers: tuple[Header, ...]) -> dict[int, tuple[int, Header]]:
    """{position: (number, header without it)} of headers that differ in a number only, or not at all; {} without.

    Two headers at least stand under every number, from 1 on: one that repeats alone is a list within one record.
    """
    sets: dict[tuple[str, ...], dict[int, int]] = {}
    for at, one in enumerate(headers):
        for number, rest in _readings(one.levels):
            sets.setdefault(rest, {}).setdefault(number, at)
    for at, one in enumerate(headers):
        # 姓名, 姓名2, 姓名3: the first goes without its number.
        levels = tuple(map(_bare, one.levels))
        if levels in sets and 1 not in sets[levels]:
            sets[levels][1] = at
    last = max((len(some) for some in sets.values()), default=0)
    whole = {rest: some for rest, some in sets.items() if last > 1 and sorted(some) == list(range(1, last + 1))}
    if len(whole) < 2:
        return {at: (number, headers[at]) for at, number in unnumbered(headers).items()}
    return {
        at: (number, replace(headers[at], levels=rest)) for rest, some in whole.items() for number, at in some.items()
    }


def unnumbered(headers: Sequence[Header]) -> dict[int, int]:
    """{position: number} of headers that stand twice or more in the same order without a gap: 姓名 电话 姓名 电话."""
    texts = [tuple(map(_bare, one.levels)) for one in headers]
    if len(set(texts)) == len(texts):
        return {}
    for start in range(len(texts)):
        for width in range(2, (len(texts) - start) // 2 + 1):
            block = texts[start : start + width]
            if len(set(block)) < width or any(not any(level) for level in block):
                continue
            count = 1
            while texts[start + count * width : start + (count + 1) * width] == block:
                count += 1
            inside = range(start, start + count * width)
            # A word that stands elsewhere too says nothing of whose it is.
            if count > 1 and not set(block) & {text for at, text in enumerate(texts) if at not in inside}:
                return {at: (at - start) // width + 1 for at in inside}
    return {}


def _bare(level: str) -> str:
    """A level without 必填 and units: they may stand beside one of several headers alike."""
    return without_unit(plain(level))


def _readings(levels: Sequence[str]) -> list[tuple[int, tuple[str, ...]]]:
    """(number, the levels without it) for every number that stands in a header."""
    found = []
    for at, level in enumerate(map(_bare, levels)):
        for match in _NUMBER.finditer(level):
            rest = level[: match.start()] + level[match.end() :]
            number = _SIGNS.get(match[1]) or int(match[1])
            found.append((number, tuple(_bare(one) for one in (*levels[:at], rest, *levels[at + 1 :]) if one)))
    return [one for one in found if one[1]]


def assign_repeated(
    of: Ledger, headers: Sequence[Header], contents: Sequence[Content] | None, assign: Assign
) -> list[Column]:
    """What ``assign`` says of the headers, of those that repeat as of the first; the later ones are asked as it is.

    Only where the repeated columns hold what a record of the ledger requires; else the headers are taken as they are.
    """
    repeated = numbered(headers)
    if not repeated:
        return assign(headers, contents)
    kept = [at for at in range(len(headers)) if repeated.get(at, (1,))[0] == 1]
    asked = [repeated[at][1] if at in repeated else headers[at] for at in kept]
    found = dict(zip(kept, assign(asked, [contents[at] for at in kept] if contents else None), strict=True))
    first = {repeated[at][1].levels: one for at, one in found.items() if at in repeated}
    own = {one.target.path for one in first.values() if one.target is not None and not one.target.distance}
    again = {at for at, number in unnumbered(headers).items() if number > 1}
    if not any(of.fields[path].required for path in own if path in of.fields):
        columns = assign(headers, contents)
    else:
        columns = [_one(at, header, repeated, found, first) for at, header in enumerate(headers)]
    # Without a number the second 姓名 may be somebody else's: the clerk is asked.
    return [replace(one, sure=False) if at in again else one for at, one in enumerate(columns)]


def _one(
    at: int,
    header: Header,
    repeated: dict[int, tuple[int, Header]],
    found: dict[int, Column],
    first: dict[tuple[str, ...], Column],
) -> Column:
    if at not in repeated:
        return found[at]
    number, like = repeated[at]
    one = first[like.levels]
    if one.target is None or one.target.distance or not one.target.path:
        return replace(one, header=header, target=None, scale=None)
    return replace(one, header=header, target=replace(one.target, across=f"{BY}{number}"), key={BY: number})
