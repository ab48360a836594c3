"""Which target each column claims: by exact words, by other words for the same, by words alike, by its cells."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from models.exchange.by_need import guesses
from models.exchange.content import Content
from models.exchange.headers import bare, canonical, plain, spellings
from models.exchange.misspelled import gaps, misspelled
from models.exchange.nearness import best_words, near
from models.exchange.owners import Claim, fit, mind_owners, mind_persons
from models.exchange.table import Header
from models.exchange.targets import (
    IDENTIFIER,
    LABEL,
    LOOSE,
    Target,
    about_the_same,
    alike,
    own_export,
    targets,
    vocabulary,
    words_of,
)
from models.fields import Computed
from models.id_number import IdNumber
from models.kinds import BankCard, Choice, Phone, Text
from models.ledger import Ledger

EXACT, SAME, ALIKE, AGAINST, BY_CELLS, BY_NEED = range(6)
LIKE = 70.0
_GENERAL = (
        *("姓名", "名称", "联系电话", "电话", "手机", "单位", "日期", "时间", "金额", "类型", "类别", "数量"),
        *("地点", "职务", "年度", "年份", "内容", "情况", "证件号码", "标题", "级别", "合计", "小计", "总计"),
        *("面积", "人数", "户数", "形式", "状态", "用途", "性质", "方式", "渠道", "结果", "原因", "性别", "得分"),
        *("规格", "项目", "主要内容", "责任人", "负责人", "单价", "人口", "民族", "类", "编号", "问题", "事项"),
)  # fmt: skip
GENERIC = frozenset(map(canonical, _GENERAL))


_SUMS = frozenset(("小计", "合计", "计", "总计", "总额", "合计金额", "总数", "总量", "总人数", "总户数"))
_STARTS, _ENDINGS = frozenset(("起", "自", "始", "开始", "起始")), frozenset(("止", "至", "终", "结束", "截止", "终止"))
_OTHERS = frozenset(("其他", "其它"))
REST = "FX"
"""The code of money whose source is not told."""
_ABOUT = re.compile(r"(基本)?(情况|信息|资料|详情)$|^[一二三四五六七八九十]+[、.]")
_OF_OTHERS = re.compile(r"(人|员|户|单位|干部|书记|队)$|帮扶|结对|监测|联系|责任|驻村|监护|经办|采集|法人|负责")


@dataclass(frozen=True)
class _Offer:
    order: tuple[float, ...]
    at: int
    target: Target
    tier: int
    rank: int = 0


def pick(
    of: Ledger, headers: Sequence[Header], contents: Sequence[Content] | None = None, *, deep: bool = True
) -> dict[int, Claim]:
    """{position: claim}; the strongest claims are settled first, and a target is claimed once.

    ``deep`` False asks for exact words only, and not whether they leave no doubt.
    """
    offers = list(_by_words(of, headers, contents))
    taken: dict[int, _Offer] = {}
    used: set[str] = set()
    _settle(offers, taken, used)
    _rather_stored(offers, taken, used)
    _mind_others(of, headers, taken, used)
    if deep:
        _settle(_alike(of, headers, contents, taken, used), taken, used)
        if contents is not None:
            _settle(_by_cells(of, headers, contents, taken, used), taken, used)
            _settle(_by_need(of, headers, contents, taken, used), taken, used)
    if not deep:
        return {at: Claim(one.target, True, one.rank) for at, one in taken.items()}
    rivals: dict[int, list[_Offer]] = {}
    for one in offers:
        rivals.setdefault(one.at, []).append(one)
    found = {
        at: Claim(one.target, _is_sure(of, one, rivals.get(at, []), headers, contents), one.rank)
        for at, one in taken.items()
    }
    mind_owners(of, headers, contents, found, used)
    mind_persons(of, headers, contents, found, used)
    return found


def _settle(offers: list[_Offer], taken: dict[int, _Offer], used: set[str]) -> None:
    for offer in sorted(offers, key=lambda one: one.order):
        if offer.at not in taken and (offer.target.key not in used or offer.target.shared):
            taken[offer.at] = offer
            used.add(offer.target.key)


def _rather_stored(offers: list[_Offer], taken: dict[int, _Offer], used: set[str]) -> None:
    """主要风险 of a table without the risks themselves fills them; what is only worked out from them is not written."""
    named = {one.target.key for one in taken.values() if one.tier == EXACT and one.rank >= LABEL}
    for at, claim in list(taken.items()):
        if not isinstance(claim.target.field, Computed) or claim.rank == IDENTIFIER:
            continue
        for offer in offers:
            free = offer.target.key not in used or (offer.target.shared and offer.target.key not in named)
            own = offer.target.writable and not offer.target.distance
            if offer.at == at and offer.tier <= SAME and offer.rank > LOOSE and own and free:
                taken[at] = offer
                used.add(offer.target.key)
                break


def _mind_others(of: Ledger, headers: Sequence[Header], taken: dict[int, _Offer], used: set[str]) -> None:
    """其他 beside 中央, 省级 … under the same words is the money from other sources."""
    for at, header in enumerate(headers):
        if at in taken or len(header.levels) < 2 or bare(plain(header.levels[-1])) not in _OTHERS:
            continue
        beside = [taken.get(i) for i, one in enumerate(headers) if i != at and one.levels[:-1] == header.levels[:-1]]
        spreads = {one.target.spread.name for one in beside if one is not None and one.target.spread is not None}
        if len(beside) > 1 and len(spreads) == 1 and all(one is not None and one.target.spread for one in beside):
            rest = next((one for one in targets(of) if one.spread and one.code == REST and one.key not in used), None)
            if rest is not None:
                taken[at] = _Offer((EXACT, 0, 0, -LABEL, at), at, rest, EXACT, LABEL)
                used.add(rest.key)


@functools.lru_cache(maxsize=5_000)
def variants(header: Header) -> tuple[str, ...]:
    """Texts to look a header up by: all levels, the lowest one, and the lowest with what stands above it."""
    last = header.levels[-1]
    texts = [last] if len(header.levels) == 1 else [header.text, "".join(header.levels), last]
    for parent in header.levels[:-1]:
        texts += [parent + last, parent[:2] + last]
    return tuple(dict.fromkeys(one for text in (*_within(header), *texts) for one in spellings(text)))


@functools.lru_cache(maxsize=5_000)
def _within(header: Header) -> tuple[str, ...]:
    """What a general word says under the words above it: 财产性收入/小计, 财产性收入/其他, 生产经营性支出/种植."""
    if len(header.levels) < 2:
        return ()
    above, last = _ABOUT.sub("", bare(plain(header.levels[-2]))), bare(plain(header.levels[-1]))
    if last in _SUMS:
        return (header.levels[-2], above, f"{above}合计")
    if last in _STARTS | _ENDINGS and re.search(r"(期限|时间|日期|起止|期)$", above):
        # 贷款期限/止 is a day, not how long.
        return ("开始时间", "开始日期") if last in _STARTS else ("结束时间", "到期日期", "结束日期")
    if last.removesuffix("收入").removesuffix("支出") in _OTHERS:
        return (f"其他{above}",)
    ending = re.search(r"(收入|支出|面积|资金|积分)$", above)
    return (above + last, *((f"{last}{ending[1]}",) if ending else ()))


def _whose(header: Header) -> frozenset[str]:
    """户主信息/联系电话 is the 户主联系电话, not the table's own 联系电话: the words that say so."""
    if len(header.levels) < 2:
        return frozenset()
    about = _ABOUT.sub("", bare(plain(header.levels[-2])))
    return (
        frozenset(spellings(about + header.levels[-1])) if _OF_OTHERS.search(about) or about == "户主" else frozenset()
    )


def _by_words(of: Ledger, headers: Sequence[Header], contents: Sequence[Content] | None) -> Iterator[_Offer]:
    exact, same, whole = vocabulary(of), alike(of), _of_whole_export(of, headers)
    for at, header in enumerate(headers):
        if at in whole:
            yield _Offer((EXACT, -1, 0, -IDENTIFIER, at), at, whole[at], EXACT, IDENTIFIER)
            continue
        if header.is_serial:
            continue
        whose = _whose(header)
        for variant, text in enumerate(variants(header)):
            for distance, rank, target in exact.get(text, ()):
                tier = None if _counts_other(header, target) else _tier(EXACT, contents, at, target)
                if tier is not None:
                    near = distance and text in whose and rank > LOOSE
                    order = (tier, 0, -1) if near else (tier, distance, variant)
                    yield _Offer((*order, -rank, at), at, target, tier, rank)
        for variant, text in enumerate(dict.fromkeys(map(canonical, variants(header)))) if not header.is_remark else ():
            for distance, rank, target in same.get(text, ()):
                tier = None if _counts_other(header, target) else _tier(SAME, contents, at, target)
                if tier is not None:
                    yield _Offer((tier, distance, variant, -rank, at), at, target, tier, rank)


@functools.lru_cache(maxsize=5_000)
def _counted(header: Header) -> str:
    """户 or 人 where the header's brackets say which it counts, else ""."""
    found = re.search(r"[(](户|人)[)]$", plain(header.levels[-1]))
    return found[1] if found else ""


def _counts_other(header: Header, target: Target) -> bool:
    """受益群众（户） are no 受益人数."""
    unit = getattr(target.field.kind, "unit", "")
    return unit in ("户", "人") and _counted(header) in ("户", "人") and _counted(header) != unit


def _of_whole_export(of: Ledger, headers: Sequence[Header]) -> dict[int, Target]:
    """{position: target} in a table that has all the columns of an own export, {} in others.

    Only then 户编号 and 农户户编号 say beyond doubt whose they are.
    """
    own = own_export(of)
    places = {plain(header.text): at for at, header in reversed(list(enumerate(headers)))}
    return {places[text]: target for text, target in own.items()} if own and own.keys() <= places.keys() else {}


def _tier(tier: int, contents: Sequence[Content] | None, at: int, target: Target) -> int | None:
    """The tier of a claim by words; behind the others when the cells contradict, None when they say something else."""
    fits = fit(contents, at, target)
    if fits is None or fits >= 0.4 or contents is None or len(contents[at].cells) < 2:
        return tier
    content = contents[at]
    if fits < 0.2 and max(content.ids, content.phones, content.banks) > 0.8:
        return None
    return AGAINST


def _alike(
    of: Ledger, headers: Sequence[Header], contents: Sequence[Content] | None, taken: dict[int, _Offer], used: set[str]
) -> list[_Offer]:
    words, nears, owners = _word_list(of)
    names = {one.target.name for one in taken.values()}
    offers: list[_Offer] = []
    for at, header in enumerate(headers):
        if at in taken or header.is_serial or header.is_remark:
            continue
        texts = {
            canonical(header.levels[-1]),
            canonical("".join(header.levels)),
            canonical("".join(header.levels[-2:])),
        }
        texts |= {canonical(text) for text in _within(header)}
        for text in texts:
            if len(text) < 2:
                continue
            for score, where in best_words(text, words, nears):
                target = owners[where]
                if score < LIKE or (target.key in used and not target.shared):
                    continue
                if target.name in names and not target.shared:
                    continue  # a second 户编号 is no better known as that of a record farther off
                fits = fit(contents, at, target)
                if fits is not None and fits < 0.6:
                    continue
                typed = 6.0 if fits and not isinstance(target.field.kind, Text) else 0.0
                offers.append(_Offer((ALIKE, -score - typed + 4 * target.distance, at), at, target, ALIKE))
            for where in misspelled(text, _gaps(of)):
                target = owners[where]
                fits = fit(contents, at, target)
                known = (target.key in used or target.name in names) and not target.shared
                if not known and fits is not None and fits >= 0.8 and not isinstance(target.field.kind, Text):
                    offers.append(_Offer((ALIKE, -LIKE + 4 * target.distance, at), at, target, ALIKE))
    return offers


@functools.cache
def _gaps(of: Ledger) -> dict[tuple[int, str], list[tuple[str, int]]]:
    """The words of a ledger by what they are without one of their signs."""
    found: dict[tuple[int, str], list[tuple[str, int]]] = {}
    for where, word in enumerate(_word_list(of)[0]):
        for gap in gaps(word):
            found.setdefault(gap, []).append((word, where))
    return found


@functools.cache
def _word_list(of: Ledger) -> tuple[list[str], list[str], list[Target]]:
    words: list[str] = []
    owners: list[Target] = []
    for target in targets(of):
        if target.distance <= 2:
            for text in {canonical(word) for _, word in words_of(of, target)}:
                if len(text) >= 2:
                    words.append(text)
                    owners.append(target)
    return words, [near(word) for word in words], owners


def _by_cells(
    of: Ledger, headers: Sequence[Header], contents: Sequence[Content], taken: dict[int, _Offer], used: set[str]
) -> list[_Offer]:
    offers = []
    for at, content in enumerate(contents):
        if at in taken or headers[at].is_serial or headers[at].is_remark or content.count < 2:
            continue
        wanted = list(_kinds_of(content))
        names = {one.target.name for one in taken.values()}
        free = [t for t in targets(of) if t.distance <= 2 and t.key not in used and t.name not in names]
        free = [t for t in free if t.writable and not t.spread]
        for target in free:
            for strength, test in wanted:
                if test(target):
                    near = _near(headers[at], target)
                    offers.append(_Offer((BY_CELLS, -strength, target.distance, -near, at), at, target, BY_CELLS))
    return offers


def _by_need(
    of: Ledger, headers: Sequence[Header], contents: Sequence[Content], taken: dict[int, _Offer], used: set[str]
) -> list[_Offer]:
    names = {one.target.name for one in taken.values()}
    left = {at for at, one in enumerate(headers) if at not in taken and not one.is_serial and not one.is_remark}
    found = guesses(of, headers, contents, lambda one: one.key not in used and one.name not in names, left)
    return [_Offer((BY_NEED, -one.strength, one.at), one.at, one.target, BY_NEED) for one in found]


def _near(header: Header, target: Target) -> float:
    from rapidfuzz import fuzz

    return float(fuzz.ratio(canonical(header.levels[-1]), canonical(target.label)))


def _kinds_of(content: Content) -> Iterator[tuple[int, Any]]:
    """(strength, test of a target) for every kind that the cells leave no doubt about."""
    if content.ids > 0.8:
        yield 9, lambda t: isinstance(t.field.kind, IdNumber)
    elif content.phones > 0.8 and content.dates < 0.8:
        yield 8, lambda t: isinstance(t.field.kind, Phone)
    elif content.banks > 0.8:
        yield 8, lambda t: isinstance(t.field.kind, BankCard)
    elif content.places > 0.8:
        yield 7, lambda t: t.name == "region.village"
    elif content.numbers < 0.5 and (content.persons > 0.6 or content.yes_no < 0.5):
        for name in ("relation", "nation", "sex"):
            share = content.chosen(_choice(name))
            if share > 0.8 and len(content.cells) >= 2:
                yield 6, functools.partial(_is_choice, name)
                return


@functools.cache
def _choice(name: str) -> Choice:
    return Choice(name)


def _is_choice(name: str, target: Target) -> bool:
    return isinstance(target.field.kind, Choice) and target.field.kind.list_name == name


def _is_sure(
    of: Ledger, one: _Offer, offers: Sequence[_Offer], headers: Sequence[Header], contents: Sequence[Content] | None
) -> bool:
    if one.tier > SAME or (one.tier == EXACT and one.rank == LOOSE):
        return False
    fits = fit(contents, one.at, one.target)
    if fits is not None and contents is not None and _contradicts(contents[one.at], fits):
        return False
    header = headers[one.at]
    generic = canonical(header.levels[-1]) in GENERIC
    if generic and one.target.distance and one.target.name not in ("region.village", "region.group"):
        return len(header.levels) > 1 and _names_parent(header, one.target)
    if len(header.levels) > 1 and generic and not _names_parent(header, one.target) and _speaks_of_other(header, one):
        return False
    if one.rank < LABEL and one.target.distance:
        meant = about_the_same(of).get(near(canonical(header.levels[-1])), frozenset())
        if meant - {one.target.name}:
            return False
    rivals = {
        other.target.name
        for other in offers
        if (other.tier, other.order[1:3]) == (one.tier, one.order[1:3])
        and other.rank >= one.rank
        and fit(contents, one.at, other.target) in (None, fits)
    }
    return len(rivals) <= 1


def _contradicts(content: Content, fits: float) -> bool:
    """One wrong cell or two in a short table are mistakes; more say that the header means something else."""
    return content.count > 1 and (fits < 0.3 or (fits < 0.6 and (1 - fits) * len(content.cells) > 2.5))


def _names_parent(header: Header, target: Target) -> bool:
    """Whether the words above the lowest level belong to the field: 监测联系人/姓名."""
    above = canonical("".join(header.levels[:-1]))
    return bool(above) and (above[:2] in canonical(target.label) or above[-3:] in canonical(target.label))


def _speaks_of_other(header: Header, one: _Offer) -> bool:
    """Whether the words above a general word tell of a person or a unit: 监测联系人/电话."""
    return bool(_OF_OTHERS.search(plain(header.levels[-2])))
