"""Short headers with one wrong sign (单介 for 单价, 金颔 for 金额): taken for another by its sound or by its looks.

What is found this way is offered where the cells fit, and never sure.
"""

from __future__ import annotations

import functools
import os
import unicodedata
from collections.abc import Mapping, Sequence

SHORTEST, LONGEST = 2, 4
# Signs that are taken for each other in headers: a part is missing, or is another one.
_ALIKE = (
    *("价介阶", "额颔领颌", "编偏遍骗", "姓性", "址扯祉", "征证政", "码玛妈", "期欺斯朝", "数教敷", "量童", "户护尸"),
    *("日曰目", "名各", "积织职识", "类粪", "贫贪", "收牧", "入人八", "住佳往", "项顷", "款歀", "村忖材", "组祖阻"),
    *("产严", "龄玲铃", "族旅", "况兄祝", "态念", "单早", "位拉泣", "间问闻", "销消", "购钩构", "农衣", "种钟"),
    *("植值", "措错", "施旋", "监临", "测侧则", "险检捡验", "帮邦", "扶抚", "走赴", "访仿防", "资货", "金全"),
    *("支枝", "拨泼拔", "未末", "号另", "话活", "电申", "地他", "亩苗", "斤斥", "元无", "年午", "月用", "县具", "乡幺"),
)


@functools.cache
def _looks() -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for at, signs in enumerate(_ALIKE):
        for sign in signs:
            found.setdefault(sign, set()).add(at)
    return found


@functools.lru_cache(maxsize=2_000)
def _sounds(sign: str) -> frozenset[str]:
    """The syllables of a sign, without their tones."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin.pinyin_dict import pinyin_dict

    plain = unicodedata.normalize("NFD", pinyin_dict.get(ord(sign), ""))
    return frozenset(filter(None, "".join(one for one in plain if one.isascii()).split(",")))


def taken_for(one: str, other: str) -> bool:
    """Whether a sign is easily typed or read in another's place."""
    looks = _looks()
    return bool(looks.get(one, set()) & looks.get(other, set())) or bool(_sounds(one) & _sounds(other))


def gaps(word: str) -> list[tuple[int, str]]:
    """A word without each of its signs: what it has in common with one that differs in that sign only."""
    return [(at, word[:at] + word[at + 1 :]) for at in range(len(word))] if SHORTEST <= len(word) <= LONGEST else []


def misspelled(text: str, among: Mapping[tuple[int, str], Sequence[tuple[str, int]]]) -> list[int]:
    """Positions of the words of which ``text`` may be a misspelling; ``among`` {gap: (word, position)}."""
    return [
        where
        for at, rest in gaps(text)
        for word, where in among.get((at, rest), ())
        if len(word) == len(text) and word != text and taken_for(text[at], word[at])
    ]
