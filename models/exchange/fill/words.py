"""What a label of a form asks for: the same words as the importer's, seen from the record that the form is about.

A label is looked for in the record itself, in what it links to, and in what a household has one of: its head, the
episode it is watched in, its plan, its income of a year. Where two fields answer equally well, none is taken.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from models.exchange.fill.scope import path_to
from models.exchange.fill.sources import (
    BASE,
    COMPOSED,
    DAY_STATE,
    FIELD,
    INCOME,
    NODES,
    SERIAL_NUMBER,
    SPREAD,
    WHETHER,
    Source,
    kind_of,
)
from models.exchange.headers import SERIAL, plain, spellings
from models.exchange.match import LABEL, LOOSE, SYNONYM, Target, vocabulary
from models.exchange.table import Header
from models.ledger import Ledger, ledger, ledger_of

_YEAR_WORD = re.compile(r"^(上年度|上年|去年|上一年度|上一年|本年度|本年|今年|当年|当年度|(?:19|20)\d\d年度?)(.+)$")
_ABOUT = re.compile(r"(基本)?(信息|情况|资料|状况|明细)$")
_GENERIC = frozenset(
    [
        "姓名",
        "电话",
        "联系电话",
        "联系方式",
        "手机号",
        "手机号码",
        "性别",
        "年龄",
        "单位",
        "职务",
        "日期",
        "时间",
        "金额",
        "数量",
        "身份证号",
        "身份证号码",
        "证件号码",
        "名称",
        "类型",
        "类别",
        "情况",
        "面积",
        "收入",
        "人数",
        "户数",
        "户",
        "人",
        "个",
        "其他",
        "合计",
        "小计",
        "编号",
        "民族",
        "地址",
        "住址",
        "关系",
        "备注",
    ]
)
_NEUTRAL = frozenset(
    [
        "其中",
        "基本情况",
        "基本信息",
        "家庭情况",
        "家庭成员",
        "家庭成员情况",
        "农户信息",
        "户主信息",
        "项目情况",
        "项目基本情况",
        "成员信息",
        "个人信息",
    ]
)
_SAYS_NOTHING = frozenset(
    ("人数", "户数", "人", "户", "金额", "数量", "日期", "时间", "类型", "类别", "状态", "备注", "说明")
)
_NUMBERS = ("local_no", "code", "agreement_no", "hh_no")


def variants(header: Header, base: Ledger | None = None) -> list[str]:
    """Plain texts to look a header up by, the most exact first; a word that says little only with what stands above.

    A title above that only says what ``base`` is about, 家庭成员信息 over a list of members, adds nothing.
    """
    last = header.levels[-1]
    texts = [header.text, "".join(header.levels)] if len(header.levels) > 1 else []
    parents = [one for one in header.levels[:-1] if not _says_little(plain(one), base)]
    for parent in parents:
        texts += [parent + last, parent[:2] + last]
    if not parents or plain(last) not in _GENERIC:
        texts.append(last)
    return list(dict.fromkeys(one for text in texts for one in _spelled(text)))


def _says_little(parent: str, base: Ledger | None) -> bool:
    core = _ABOUT.sub("", parent)
    return parent in _NEUTRAL or (base is not None and core in {plain(word) for word in (base.title, *base.synonyms)})


def _spelled(text: str) -> Iterator[str]:
    for one in spellings(text):
        yield one
        loose = re.sub(r"^(其中[:：]?|是否为|填写)|(情况|信息)$", "", one)
        if loose != one and len(loose) > 1:
            yield loose


def squeezed(text: str) -> str:
    """A label without the little words in which forms differ: 风险是否已消除, 风险是否消除."""
    return re.sub(r"是否|有无|[已的之与和及、/]|年度$", "", text)


def is_general(header: Header) -> bool:
    """Whether a header says nothing of whose it is: 电话, 单位."""
    return len(header.levels) == 1 and plain(header.levels[-1]) in _GENERIC


def find(base: Ledger, header: Header, nodes: bool = True, context: str = "") -> Source | None:
    """What a header or label asks for, None when it is not known or not clear.

    ``context``: a path from the base to the person the row speaks of (helper), whose fields go first.
    """
    if plain(header.levels[-1]) in SERIAL and len(header.levels) == 1 and plain(header.levels[-1]) != "编号":
        return Source(SERIAL_NUMBER, label="序号")
    if base.name == "team_member" and (day := day_of(header)):
        return Source(DAY_STATE, path="attendance", name="attendance.state", label=f"{day}日考勤", code=str(day))
    year, rest = _year(header)
    texts = variants(rest, base)
    if context and (found := _in_context(base, context, texts)):
        return found
    for text in texts:
        if (found := _composed(base, text)) is not None:
            return found
    found = _best(base, _offers(base, texts, 9))
    if found is not None and not year and not _is_the_villages(base, found, rest):
        return found
    home = path_to(base, "household")
    texts = [text for text in texts if text not in _SAYS_NOTHING]
    for node in NODES if nodes and home is not None else ():
        of = ledger(NODES[node])
        if of.name == base.name or (node == INCOME and base.name == "project"):
            continue
        source = next((s for text in texts if (s := _composed(of, text))), None) or _best(of, _offers(of, texts, 0))
        if source is not None and (node == INCOME or not year):
            return replace(source, node=node, code=source.code or (year if node == INCOME else ""))
    if plain(rest.levels[-1]) == "编号":
        return _number(base)
    return None


def _is_the_villages(base: Ledger, found: Source, header: Header) -> bool:
    """Whether a figure is the whole village's while the form speaks of one of its households or persons."""
    link = found.path.rpartition(".")[0]
    if found.kind != FIELD or not link or base.name == "village" or "村" in header.text:
        return False
    return ledger_of(base.column(link).field.rel_model).name == "village" and kind_of(base, found).numeric


def whether(base: Ledger, header: Header) -> Source | None:
    """是否劳动力: yes or no, by the conditions of a word."""
    from models.exchange.fill.counts import conditions

    last = plain(header.levels[-1])
    word = last.removeprefix("是否为").removeprefix("是否")
    understood = conditions(base, word) if word and word != last else None
    if understood is None or not understood[0] or understood[1]:
        return None
    if any("." in one.path or one.op not in ("in", "filled") for one in understood[0]):
        return None
    return Source(WHETHER, BASE, understood[0][0].path, "", header.levels[-1], word)


def day_of(header: Header) -> int:
    """The day of the month that a column is for: 5 of 5 or 5日; 0 for other columns."""
    match = re.fullmatch(r"(\d{1,2})日?", plain(header.levels[-1]))
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else 0


def _in_context(base: Ledger, context: str, texts: Sequence[str]) -> Source | None:
    other = ledger_of(base.column(context).field.rel_model)
    for text in texts:
        if (other.name, text) in COMPOSED:
            one = COMPOSED[other.name, text]
            return replace(one, path=",".join(f"{context}.{path}" for path in one.path.split(",")))
    for text in texts:
        words = [text, *(f"{before}{text}" for before in (plain(other.title), plain(other.title)[:2]))]
        found = _best(other, _offers(other, words, 0))
        if found is None and text in ("电话", "联系电话", "联系方式", "手机号") and "phone" in other.fields:
            one = other.fields["phone"]
            found = Source(FIELD, BASE, "phone", f"{other.name}.phone", one.label)
        if found is not None:
            return replace(found, path=f"{context}.{found.path}")
    return None


def _composed(of: Ledger, text: str) -> Source | None:
    """Values put together from several fields, of the record itself or of one it links to."""
    for (name, label), source in COMPOSED.items():
        if label != text:
            continue
        link = path_to(of, name)
        if link is not None:
            before = f"{link}." if link else ""
            return replace(source, path=",".join(before + path for path in source.path.split(",")))
    return None


def _offers(of: Ledger, texts: Sequence[str], furthest: int) -> list[tuple[tuple[int, ...], Target]]:
    words = vocabulary(of)
    found: list[tuple[tuple[int, ...], Target]] = []
    for variant, text in enumerate(texts):
        for distance, rank, target in words.get(text, ()):
            if distance <= furthest and (rank > LOOSE or distance == 0):
                found.append(((variant, distance, -min(rank, LABEL) if distance else -rank), target))
    for shape, least in ((squeezed, 4), (_shuffled, 6)) if not found else ():
        wanted = {shape(text): at for at, text in reversed(list(enumerate(texts))) if len(shape(text)) >= least}
        index = _shaped_words(of, shape) if wanted and not found else {}
        for text, at in wanted.items():
            for distance, rank, target in index.get(text, ()):
                if distance <= min(furthest, 1):
                    found.append(((at, distance, -rank), target))
    return sorted(found, key=lambda one: one[0])


def _shuffled(text: str) -> str:
    """A label's signs whatever their order: 开始驻村时间, 驻村开始时间."""
    return "".join(sorted(squeezed(text)))


@functools.cache
def _shaped_words(of: Ledger, shape: Callable[[str], str]) -> dict[str, list[tuple[int, int, Target]]]:
    found: dict[str, list[tuple[int, int, Target]]] = {}
    for text, offers in vocabulary(of).items():
        found.setdefault(shape(text), []).extend(one for one in offers if one[1] >= SYNONYM)
    return found


def _best(of: Ledger, offers: list[tuple[tuple[int, ...], Target]]) -> Source | None:
    """The best offer; of two equally good ones of different fields none."""
    if not offers:
        return None
    order, target = offers[0]
    rivals = {(one.path, one.code) for rank, one in offers if rank == order}
    if len(rivals) > 1 and not target.spread:
        # Of one record reached on two ways the shorter way is meant.
        ends = {path.rpartition(".")[2] for path, _ in rivals}
        if len(ends) > 1 or order[1] == 0:
            return None
        target = min((one for rank, one in offers if rank == order), key=lambda one: _way(of, one.path))
    if target.spread is not None:
        return Source(SPREAD, BASE, target.spread.name, target.name, target.label, target.code)
    return Source(FIELD, BASE, target.path, target.name, target.label or target.field.label)


def _way(of: Ledger, path: str) -> tuple[bool, int, str]:
    """Order of ways to a record: over a link that is always filled first, then the shorter one."""
    first = of.fields.get(path.partition(".")[0])
    return first is None or not first.required, path.count("."), path


def _year(header: Header) -> tuple[str, Header]:
    """A year word in front of a label: -1, 0 or 2023, and the header without it."""
    for at, level in enumerate(header.levels):
        match = _YEAR_WORD.match(level)
        if match:
            word = match[1]
            year = "-1" if word[0] in "上去" else "0" if not word[0].isdigit() else word[:4]
            rest = (*header.levels[:at], match[2], *header.levels[at + 1 :])
            return year, replace(header, levels=rest)
    return "", header


def _number(base: Ledger) -> Source | None:
    """编号 alone: the number by which the office itself knows the record."""
    for before in ("", "household", "project"):
        link = path_to(base, before) if before else ""
        if link is None:
            continue
        of = ledger(before) if before else base
        for name in _NUMBERS:
            if name in of.fields:
                path = f"{link}.{name}" if link else name
                return Source(FIELD, BASE, path, f"{of.name}.{name}", of.fields[name].label)
    return None


def subject(base: Ledger, source: Source | None) -> str:
    """The link a row speaks of once a label asked for the name of a linked person; "" for others."""
    if source is None or source.kind != FIELD or source.node != BASE or "." not in source.path:
        return ""
    link, _, last = source.path.rpartition(".")
    other = ledger_of(base.column(link).field.rel_model)
    return link if other.display == last and other.name == "helper" else ""
