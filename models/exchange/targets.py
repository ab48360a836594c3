"""What columns of a ledger's table can fill, and the words by which headers name it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from models.exchange.headers import bare, canonical, plain, without_unit
from models.exchange.naming import all_paths, is_called, longer_titles, titles
from models.exchange.nearness import near
from models.exchange.vocabulary import loose_words_for, words_for
from models.fields import Computed, LinkField
from models.kinds import Choices, Date, Integer, Kind, Money, Name, PersonName, Scaled, Text
from models.ledger import Ledger, Spread, ledger, ledger_of, ledgers
from models.record import InitialsField

DEPTH = 3
IDENTIFIER, LABEL, SYNONYM, SAME, LOOSE = 5, 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class Target:
    """What a column can fill: ``path`` from the table's ledger ("" for a spread column), ``name`` in fields.json.

    ``spread`` and ``code``: the detail ledger and the key of its record (中央资金 → F1). A computed column is known
    but not written. So is one of a table across (2023年, 2024年 …), which ``across`` tells, and one of a record that
    no column names (``idle``).
    """

    path: str
    name: str
    label: str
    field: Any
    distance: int = 0
    spread: Spread | None = None
    code: str = ""
    across: str = ""
    idle: bool = False

    @property
    def writable(self) -> bool:
        """Whether cells of the column are stored."""
        return not isinstance(self.field, Computed) and not self.across and not self.idle

    @property
    def kept(self) -> bool:
        """Whether cells of the column are stored: in a field, or with others as a record below the row's."""
        return self.writable or (self.name in _BELOW and not self.across)

    @property
    def shared(self) -> bool:
        """Whether several columns may fill it together: 风险1, 风险2, 风险3."""
        return self.writable and isinstance(self.field.kind, Choices) and self.field.kind.ordered

    @property
    def key(self) -> str:
        """What no other column may fill as well."""
        if self.across:
            return f"{self.path}@{self.across}"
        return f"{self.spread.name}:{self.code}" if self.spread else self.path


# Computed for the row itself, and yet kept: StatedTotals and Decisions make records of them.
_BELOW = frozenset({"decision.owner", "decision.deadline", "decision.state"})

# Columns of tables that follow from other records and are never stored: known, told, and left out of an import.
_WHERE = (
    ("region.county", "县（市、区）", Text(), ("县", "县区", "县（市、区、旗）")),
    ("region.township", "乡镇", Text(), ("乡（镇）", "镇", "乡镇（街道）")),
)
_DERIVED: dict[str, tuple[tuple[str, str, Kind, tuple[str, ...]], ...]] = {
    "project": _WHERE,
    "fund_line": _WHERE,
    "attendance": (
        (
            "attendance.present_days",
            "在岗天数",
            Scaled(1, "天"),
            ("驻村天数", "出勤天数", "在村天数", "实际在岗天数", "出勤合计"),
        ),
        ("attendance.leave_days", "请假天数", Scaled(1, "天"), ("请假", "请休假天数", "请假合计")),
    ),
    "point_entry": (("yard.name", "院落", Name(), ("所在院落", "院落名称", "小院名称", "小院", "院子名称")),),
    "meeting": (
        ("decision.owner", "责任人", PersonName(), ("责任人员", "落实责任人", "责任领导")),
        ("decision.deadline", "完成时限", Date(future=True), ("完成时间", "完成期限", "办理时限", "落实时限")),
        ("decision.state", "落实情况", Text(), ("完成情况", "办理情况", "落实结果", "议定事项落实情况")),
    ),
    "payment": (
        *_WHERE,
        ("payment.balance", "余额", Money("元"), ("结余", "结存", "剩余资金", "账面余额")),
    ),
    "yard_household": (
        (
            "point_account.opening",
            "上期结余",
            Integer(None, unit="分"),
            ("期初积分", "上月结余", "上期积分", "原有积分"),
        ),
        ("point_account.plus", "加分", Integer(None, unit="分"), ("本期加分", "新增积分", "本月加分", "奖励积分")),
        ("point_account.minus", "扣分", Integer(None, unit="分"), ("本期扣分", "扣减积分", "本月扣分")),
        (
            "point_account.redeemed",
            "已兑换积分",
            Integer(None, unit="分"),
            ("兑换积分", "已兑积分", "本期兑换", "已兑换"),
        ),
        (
            "point_account.balance",
            "结余积分",
            Integer(None, unit="分"),
            ("积分余额", "剩余积分", "期末积分", "积分结余", "累计积分"),
        ),
    ),
}


def _derived(of: Ledger) -> Iterator[Target]:
    for name, label, kind, words in _DERIVED.get(of.name, ()):
        one = Computed(label, kind, lambda model: model.id, synonyms=words, names=(name,))
        one.name = name.rpartition(".")[2]
        yield Target(one.name, name, label, one)


def identifier(of: Ledger, name: str, one: Any) -> str:
    """The name of a field in fields.json."""
    return one.names[0] if one.names else f"{of.name}.{name}"


def _targets(of: Ledger, prefix: str, distance: int, seen: tuple[str, ...]) -> Iterator[Target]:
    for name, one in {**of.fields, **of.computed}.items():
        if isinstance(one, InitialsField):
            continue
        path = f"{prefix}{name}"
        if isinstance(one, LinkField):
            yield from _linked(of, name, one, path, distance, seen)
        else:
            yield Target(path, identifier(of, name, one), one.label, one, distance)
    for spread in of.spread if not prefix else ():
        detail = ledger(spread.ledger)
        for text, code in spread.headers.items():
            yield Target("", spread.name, text, detail.fields[spread.value], distance, spread, code)


def _linked(of: Ledger, name: str, one: LinkField, path: str, distance: int, seen: tuple[str, ...]) -> Iterator[Target]:
    """A link is filled by the display field of what it leads to, and by that ledger's other fields."""
    other = ledger_of(one.rel_model)
    display = other.display
    shown = other.column(display).field
    if not other.column(display).is_link:
        known = one.names[0] if one.names else identifier(other, display, shown)
        yield Target(f"{path}.{display}", known, one.label, shown, distance)
    if other.name not in seen and len(seen) < DEPTH:
        yield from _targets(other, f"{path}.", distance + 1, (*seen, other.name))


@functools.cache
def targets(of: Ledger) -> tuple[Target, ...]:
    """Everything a column of a table of this ledger can fill: own fields first, then those of linked records."""
    return (*_targets(of, "", 0, (of.name,)), *_derived(of))


@functools.cache
def _forms(word: str) -> tuple[tuple[str, ...], str]:
    """The plain spellings of a label, with and without its unit, and the one without any brackets."""
    exact = plain(word)
    return tuple(text for text in {exact, without_unit(exact)} if text), bare(exact)


class _Words(NamedTuple):
    """What a field is called: ``said`` (rank, word), ``texts`` {plain header: rank}, ``alike`` canonical headers."""

    said: tuple[tuple[int, str], ...]
    texts: dict[str, int]
    alike: tuple[str, ...]
    of: tuple[Any, ...]


# The same fields are reached from a hundred ledgers; by id, as Peewee's fields do not compare.
_known: dict[tuple[Any, ...], _Words] = {}


def _words(of: Ledger, target: Target) -> _Words:
    own = target.field if target.spread else _own_field(of, target.path) or target.field
    far = own is not target.field and bool(target.distance)
    key = (id(own), id(target.field), target.label, target.name, far, target.spread is None)
    if (found := _known.get(key)) is None:
        said = ((LABEL, target.label),) if target.spread else tuple(_said(own, target, far))
        alike = {canonical(word) for rank, word in said if rank > LOOSE}
        found = _known[key] = _Words(said, _texts(said, target), tuple(alike - {""}), (own, target.field))
    return found


def _said(own: Any, target: Target, far: bool) -> Iterator[tuple[int, str]]:
    """(rank, word) by which a field is known, without identifiers; ``far``: its own words count beside its link's."""
    yield LABEL, own.label
    yield LABEL, target.label
    yield from ((SYNONYM, text) for text in own.synonyms)
    if far:
        yield LABEL, target.field.label
        yield from ((SYNONYM, text) for text in target.field.synonyms)
    yield from ((SYNONYM, text) for text in words_for(target.name))
    yield from ((LOOSE, text) for text in loose_words_for(target.name))


def _texts(said: Sequence[tuple[int, str]], target: Target) -> dict[str, int]:
    """Plain header texts that lead to a target, with how sure each is."""
    if target.spread:
        return {plain(target.label): LABEL}
    texts: dict[str, int] = {}
    for rank, word in said:
        exact, loose = _forms(word)
        for text in exact:
            texts[text] = max(texts.get(text, 0), rank)
        if loose:
            texts.setdefault(loose, LOOSE)
    texts[plain(target.name)] = IDENTIFIER
    return texts


def words_of(of: Ledger, target: Target) -> tuple[tuple[int, str], ...]:
    """(rank, word) by which a target is known, without identifiers."""
    return _words(of, target).said


def _own_field(of: Ledger, path: str) -> Any:
    """The link whose label counts, of a path to the display column of what it leads to; else None."""
    before, _, last = path.rpartition(".")
    display, link = _shown_by(of, before) if before else ("", None)
    return link if last == display else None


@functools.cache
def _shown_by(of: Ledger, path: str) -> tuple[str, Any]:
    """The display column of the ledger behind a link, and the link."""
    link = of.column(path).field
    return ledger_of(link.rel_model).display, link


Offers = dict[str, tuple[tuple[int, int, Target], ...]]


@functools.cache
def _offers(of: Ledger) -> tuple[Offers, Offers]:
    """``vocabulary`` and ``alike`` of a ledger."""
    exact: Offers = {}
    same: Offers = {}
    for target in targets(of):
        words = _words(of, target)
        # All texts of a rank share one offer, and most share it alone: there are tens of thousands.
        path = target.path if target.path.islower() else target.path.casefold()
        alone = {rank: ((target.distance, rank, target),) for rank in {*words.texts.values(), IDENTIFIER, SAME}}
        for text, rank in words.texts.items():
            if text != path:
                exact[text] = exact[text] + alone[rank] if text in exact else alone[rank]
        # Of a path only capitals are not plain.
        if path:
            exact[path] = exact.get(path, ()) + alone[IDENTIFIER]
        for text in words.alike:
            same[text] = same[text] + alone[SAME] if text in same else alone[SAME]
    for text, offer in _exported(of):
        exact[text] = (*exact.get(text, ()), offer)
    return exact, same


def _exported(of: Ledger) -> Iterator[tuple[str, tuple[int, int, Target]]]:
    """Plain headers of an own export that are no field's label, as they name the link as well, with what they lead to.

    Beside it, with less right, what else they say: without a column 户编号, 农户户编号 is the household's.
    """
    for title, path, short, other in longer_titles(of):
        offers = [(title, path, IDENTIFIER), (path, path, IDENTIFIER), (short, other, IDENTIFIER)]
        if is_called(of, other, title):
            offers.append((title, other, SYNONYM))
        for text, where, rank in offers:
            if (target := _reached(of).get(where)) is not None:
                yield plain(text), (target.distance, rank, target)


@functools.cache
def own_export(of: Ledger) -> dict[str, Target]:
    """{plain header: what it leads to} of a whole export, {} where each header is its field's label."""
    if not any(longer_titles(of)):
        return {}
    paths = all_paths(of)
    reached = _reached(of)
    return {plain(title): reached[path] for path, title in zip(paths, titles(of, paths), strict=True)}


@functools.cache
def _reached(of: Ledger) -> dict[str, Target]:
    """The targets by path; that of a link is what is shown of it."""
    found = {one.path: one for one in targets(of)}
    for path in all_paths(of):
        if of.column(path).is_link and (shown := found.get(f"{path}.{_shown_by(of, path)[0]}")):
            found[path] = shown
    return found


def vocabulary(of: Ledger) -> Offers:
    """Plain header → ((distance, rank, target), …) of a ledger."""
    return _offers(of)[0]


def alike(of: Ledger) -> Offers:
    """Canonical header → ((distance, rank, target), …): other words for the same."""
    return _offers(of)[1]


@functools.cache
def about_the_same(of: Ledger) -> dict[str, frozenset[str]]:
    """{header made near: names of the ledger's own fields that it may mean}."""
    found: dict[str, set[str]] = {}
    for target in targets(of):
        if not target.distance and not target.spread:
            for _, word in words_of(of, target):
                found.setdefault(near(canonical(word)), set()).add(target.name)
    return {text: frozenset(names) for text, names in found.items()}


@functools.cache
def known_headers() -> frozenset[str]:
    """Every plain header that some field of some ledger answers to."""
    return frozenset(text for of in ledgers() for text in vocabulary(of))
