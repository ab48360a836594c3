"""Places to write on inside a text: 姓名：____, ____县, 　　年　　月　　日, □有　□无."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from models.exchange.headers import plain

TEXT, DATE, MONTH, YEAR, TICK = "text", "date", "month", "year", "tick"
BOXES = "□☐"
TICKED, HOOK = "☑", "√"
_GAP = r"[_＿ \u3000\xa0\t]"
_DATE = re.compile(rf"(?P<y>{_GAP}{{2,}}|20{_GAP}{{1,}})年(?:(?P<m>{_GAP}+)月(?:(?P<d>{_GAP}+)日)?|度)?")
_BARE = re.compile(rf"(?:(?<=[：:\n])|^)(?P<y>)年(?P<m>{_GAP}+)月(?P<d>{_GAP}+)日", re.M)
"""年   月   日 at the beginning of a line: the year goes in front."""
_LINE = re.compile(r"[_＿]{2,}")
_SIGN = re.compile(r"[□☐]|[(（][\s\u3000]{0,6}[)）]")
_WORD = r"[^\s□☐☑√_＿　（）()：:、，,；;。/]+"
_BEHIND = re.compile(rf"[\s\u3000]*({_WORD})")
_BEFORE = re.compile(rf"({_WORD})[\s\u3000]*$")
_SIGNED = re.compile(r"签字|签名|签章|手印|盖章|公章|意见|印章")
_SIGNERS = frozenset(
    [
        "负责人",
        "单位负责人",
        "填表人",
        "填报人",
        "制表人",
        "制表",
        "审核人",
        "审核",
        "复核人",
        "复核",
        "审批人",
        "审批",
        "经办人",
        "分管领导",
        "主要领导",
        "分管负责人",
        "主要负责人",
        "村负责人",
        "村级负责人",
        "乡镇负责人",
        "统计负责人",
        "村主任",
        "村支书",
        "驻村工作队",
        "驻村工作队负责人",
        "领取人",
        "监督人",
        "统计人",
        "上报人",
        "核实人",
        "联系电话",
        "电话",
    ]
)
_BREAKS = "：:_＿\n；;，,。（(）)□☐☑、"
_AFTER = re.compile(r"^(县|市|区|乡镇|乡|镇|村|组|屯|户|人|元|万元|岁|亩|平方米|公里|季度|月|次|个|名|天)")


@dataclass(frozen=True)
class Blank:
    """A place in a text: ``start``–``end``, ``label`` before it, ``suffix`` behind it (县, 村, 人), ``kind``.

    Of a date ``parts`` holds the places of year, month and day; ``ruled``: underlined white space.
    """

    start: int
    end: int
    label: str
    kind: str = TEXT
    suffix: str = ""
    parts: tuple[tuple[int, int], ...] = ()
    ruled: bool = False


@dataclass(frozen=True)
class Box:
    """A box to tick: ``start``–``end`` gets ``mark``; the ``word`` that it stands for, the ``label`` of its group."""

    start: int
    end: int
    word: str
    mark: str = TICKED
    label: str = ""


def is_signature(label: str) -> bool:
    """Whether somebody has to sign, stamp or give an opinion there: never filled."""
    text = plain(label)
    if "填报单位" in text or "填表单位" in text or "上报单位" in text:
        return False
    return bool(_SIGNED.search(text)) or re.sub(r"[(（].*?[)）]", "", text) in _SIGNERS


def boxes(text: str) -> list[Box]:
    """Boxes of a text with their words: □是 □否, 是□ 否□, （ ）是 （ ）否; one bracket alone is a place to write on."""
    signs = list(_SIGN.finditer(text))
    if not signs:
        return []
    # Nothing stands behind the last one: then each belongs to the word before it.
    after = _BEHIND.match(text[signs[-1].end() :]) is None and _BEFORE.search(text[: signs[0].start()]) is not None
    found: list[Box] = []
    edge = 0
    for at, sign in enumerate(signs):
        if after:
            word = _BEFORE.search(text[edge : sign.start()])
            place = edge + word.start(1) if word else sign.start()
        else:
            word = _BEHIND.match(text[sign.end() : signs[at + 1].start() if at + 1 < len(signs) else len(text)])
            place = sign.start()
        edge = sign.end()
        if word is None:
            continue
        label = label_before(text, place) or (found[-1].label if found else "")
        alone = sign[0] in BOXES
        inner = (sign.start(), sign.end()) if alone else (sign.start() + 1, sign.end() - 1)
        found.append(Box(*inner, word[1], TICKED if alone else HOOK, label))
    if any(one.mark == HOOK for one in found) and len(found) < 2:
        return []
    return found


def blanks(text: str, ruled: Set[int] = frozenset()) -> list[Blank]:
    """Places to write on, from left to right. ``ruled``: positions of underlined white space."""
    found: list[Blank] = []
    taken: list[tuple[int, int]] = []
    for match in (*_DATE.finditer(text), *_BARE.finditer(text)):
        parts = tuple(match.span(name) for name in ("y", "m", "d") if match[name] is not None)
        if text[match.start("y") :].startswith("20"):
            parts = ((match.start("y") + 2, match.end("y")), *parts[1:])
        kind = DATE if match["d"] is not None else MONTH if match["m"] is not None else YEAR
        found.append(Blank(match.start(), match.end(), label_before(text, match.start()), kind, "", parts,
                           bool(ruled) and match.start() in ruled))  # fmt: skip
        taken.append(match.span())
    lines = [(match.start(), match.end(), False) for match in _LINE.finditer(text)]
    for start, end, is_ruled in sorted(lines + _stretches(ruled)):
        if end - start < 2 or any(low < end and start < high for low, high in taken):
            continue
        suffix = _AFTER.match(text[end:])
        label = label_before(text, start)
        found.append(Blank(start, end, label, TEXT, suffix[1] if suffix else "", (), is_ruled))
        taken.append((start, end))
    found += _open_labels(text, taken)
    return sorted(found, key=lambda one: one.start)


def _stretches(ruled: Set[int]) -> list[tuple[int, int, bool]]:
    found: list[tuple[int, int, bool]] = []
    for at in sorted(ruled):
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1, True)
        else:
            found.append((at, at + 1, True))
    return found


def _open_labels(text: str, taken: list[tuple[int, int]]) -> list[Blank]:
    """填报单位（盖章）： at the end of a text or before wide white space."""
    found = []
    for match in re.finditer(r"[：:]", text):
        after = text[match.end() :]
        space = len(after) - len(after.lstrip(" \u3000\xa0\t"))
        if after.strip(" \u3000\xa0\t") and not (space >= 2 and after[space] not in "_＿年"):
            continue
        if any(low <= match.end() + space and match.end() <= high for low, high in taken if low >= match.end()):
            continue
        label = label_before(text, match.end())
        # 单位：户、人 says in what is counted; a label in the middle of a sentence is none.
        if label and len(label) <= 16:
            keep = 1 if after.strip() and space > 2 else 0
            found.append(Blank(match.end(), match.end() + (space - keep if after.strip() else 0), label))
    return found


def label_before(text: str, at: int) -> str:
    """The label that ends before a place: 姓名 of 姓名：____; "" where plain text goes before."""
    before = text[:at].rstrip(" \u3000\xa0\t")
    if not before or before[-1] not in "：:":
        return ""
    before = before[:-1].rstrip()
    depth, start = 0, len(before)
    while start:
        char = before[start - 1]
        if char in "）)":
            depth += 1
        elif char in "（(":
            if not depth:
                break
            depth -= 1
        elif not depth and (char in _BREAKS or char in " \u3000\xa0\t"):
            break
        start -= 1
    return before[start:].strip()
