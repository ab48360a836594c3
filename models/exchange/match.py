"""The matcher: which ledger a table belongs to, and which field each of its columns fills.

A column is known by its header (identifiers, labels, synonyms, then other words for the same, then words alike) among
the fields whose kind its cells fit, and last by its cells alone. What is only alike, or contradicted by the cells, is
never sure.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from models.exchange import across, candidates
from models.exchange import targets as targets_of
from models.exchange.content import Content
from models.exchange.context import constants_of, missing_year, places_of
from models.exchange.finish import finish
from models.exchange.foreign import foreign_table
from models.exchange.headers import canonical, fen_of, plain
from models.exchange.naming import IDENTITY
from models.exchange.owners import Claim
from models.exchange.repeats import assign_repeated
from models.exchange.table import Header, Table
from models.exchange.targets import LABEL, LOOSE, SYNONYM, Offers, Target, known_headers, targets
from models.exchange.vocabulary import titles_for
from models.fields import Computed, LinkField
from models.kinds import Kind, Money
from models.ledger import Ledger, ledger, ledger_of, ledgers

ENOUGH, PARTLY = 0.6, 0.5
"""Share of the columns that a ledger must explain: without a word, and when the title names it."""
CLOSE, WIDE = 8, 20
KNOWN, FAR = 1.2, 0.6
"""A ledger that explains so much by exact words leaves those behind that explain so much less."""
CALLED = 0.12
"""From here on the title speaks of the ledger (see ``_called``)."""
__all__ = [
    "LABEL",
    "LOOSE",
    "SYNONYM",
    "Column",
    "Mapping",
    "Target",
    "assign",
    "choose",
    "known_headers",
    "targets",
    "vocabulary",
    "with_scale",
]


@dataclass(frozen=True)
class Column:
    """A column of the table and what it fills; ``scale`` 分 in one of its numbers; ``sure`` False asks for a look.

    ``key`` of a repeated column: {"year": 2023}, {"day": 5}, {"n": 2} · ``words`` what texts of its cells stand for, of
    which each is told when it ``asks`` · ``year`` of dates that are written without one · ``span`` which of the two
    days in each cell it takes, 1 or 2.
    """

    header: Header
    target: Target | None = None
    scale: int | None = None
    sure: bool = True
    key: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)
    words: dict[str, str] = field(default_factory=dict, hash=False, compare=False)
    year: int = 0
    asks: bool = False
    span: int = 0

    @property
    def kind(self) -> Kind:
        """How its cells are read: money in the unit that the column is written in."""
        assert self.target is not None
        kind: Kind = self.target.field.kind
        if isinstance(kind, Money) and self.scale and self.scale != kind.step:
            return Money({100: "元", 1_000_000: "万元"}.get(self.scale, kind.unit), kind.low, kind.high)
        return kind


@dataclass
class Mapping:
    """The verdict on a table: its ledger (None: left alone, ``why``) and its columns in order.

    ``constants``: fields without a column whose value stands in the title (2024年度), for every row. ``pieces`` of a
    table across as a list: {what stands in column ``piece``: the sheet columns of the cells behind it, None: none}.
    """

    ledger: Ledger | None
    columns: list[Column] = field(default_factory=list)
    why: str = ""
    constants: dict[str, Any] = field(default_factory=dict)
    pieces: dict[Any, list[int | None]] = field(default_factory=dict)
    piece: int = 0

    def sheet_column(self, column: int, cells: Sequence[Any]) -> int:
        """The column of the sheet in which a row's cell stands, 0: in none, it was worked out."""
        if not self.pieces or column < self.piece:
            return column
        if column == self.piece:
            return 0
        columns = self.pieces.get(cells[self.piece - 1], [])
        at = column - self.piece - 1
        return (columns[at] or 0) if at < len(columns) else 0

    def set_target(self, column: int, target: Target | None) -> None:
        """Correct one column by hand; another column that filled the same is left alone from then on."""
        for at, one in enumerate(self.columns):
            if one.header.column == column:
                self.columns[at] = Column(one.header, target, _scale(one.header, target, ""), True)
            elif target and one.target and one.target.key == target.key and not target.shared:
                self.columns[at] = Column(one.header)


def assign(
    of: Ledger,
    headers: Sequence[Header],
    unit: str = "",
    contents: Sequence[Content] | None = None,
    *,
    deep: bool = True,
) -> list[Column]:
    """Give each column the target it names best; a target is filled by one column only.

    ``contents`` in step with ``headers`` say what the cells can be; ``deep`` False looks at exact words only.
    """
    return assign_repeated(of, headers, contents, functools.partial(_assign, of, unit, deep))


def _assign(
    of: Ledger, unit: str, deep: bool, headers: Sequence[Header], contents: Sequence[Content] | None
) -> list[Column]:
    found = candidates.pick(of, headers, contents, deep=deep)
    _drop_unidentified(of, found)
    columns = []
    for at, header in enumerate(headers):
        claim = found.get(at)
        if claim is None:
            columns.append(Column(header))
        else:
            columns.append(Column(header, claim.target, _scale(header, claim.target, unit), claim.sure))
    return columns


def _drop_unidentified(of: Ledger, taken: dict[int, Claim]) -> None:
    """Do not write columns of a linked record when none of its keys stands beside them (a county names no village).

    So too what lies behind it: the household of a person whom the table does not link.
    """
    paths = {claim.target.path for claim in taken.values()}
    links = {path[:at] for path in paths for at, sign in enumerate(path) if sign == "."}
    for link in sorted(links, key=lambda one: one.count(".")):
        other = ledger_of(of.column(link).field.rel_model)
        keys = [key for key in (*other.keys, (other.display,)) if len(key) < IDENTITY]
        if any(
            all(any(p == f"{link}.{k}" or p.startswith(f"{link}.{k}.") for p in paths) for k in key) for key in keys
        ):
            continue
        for at, claim in taken.items():
            if claim.target.path.startswith(f"{link}."):
                paths.discard(claim.target.path)
                sure = claim.sure and claim.target.name.startswith("region.")
                taken[at] = Claim(replace(claim.target, idle=True), sure, claim.rank)


def _scale(header: Header, target: Target | None, unit: str) -> int | None:
    if target is None or not isinstance(target.field.kind, Money):
        return None
    named = header.unit or unit
    return fen_of(named) if named else target.field.kind.step


def choose(
    table: Table, among: Iterable[Ledger] | None = None, names: Iterable[str] = (), known: Mapping | None = None
) -> Mapping:
    """The ledger whose own and required fields explain most columns; ``names`` (sheet, title) break ties.

    ``known``: what a clerk once said of a table with the same headers; it is taken as it is.
    """
    if known is not None:
        return known
    names = (table.title, *names)
    table.forget()
    forced = among is not None
    contents = [Content(cells) for cells in _columns(table)]
    tried = [_try(of, table, contents, names) for of in _likely(among or _speaking(table, names), table, names)]
    good = [one for one in tried if forced or one.possible]
    left = [Column(one) for one in table.headers]
    strange = foreign_table([one.text for one in table.headers], known_headers())
    if not good:
        return Mapping(None, left, strange or _why_not(tried))
    best = max(good, key=lambda one: one.score)
    better = max(
        (one for one in tried if one.yearless and one.score > best.score), default=None, key=lambda one: one.score
    )
    if better is not None and not forced:
        return Mapping(None, left, _why_not([better]))
    enough = PARTLY if _called(best.of, names) > CALLED else ENOUGH
    if not forced and (strange or best.share < enough):
        return Mapping(None, left, strange or "没有对应的台账，没有导入")
    return finish(table, Mapping(best.of, best.columns, constants=best.constants), names)


def _likely(among: Iterable[Ledger], table: Table, names: Sequence[str]) -> list[Ledger]:
    """The ledgers to look at closely: those whose exact words explain most, and those that the title speaks of."""
    first = sorted(
        ((_quick(of, table, names), -at, of) for at, of in enumerate(among)), reverse=True, key=lambda one: one[:2]
    )
    least = FAR * first[0][0] if first and first[0][0] > KNOWN else 0.0
    close = [of for score, _, of in first[:CLOSE] if score >= least]
    return close + [of for _, _, of in first if of not in close and _called(of, names) > CALLED]


def _speaking(table: Table, names: Sequence[str]) -> list[Ledger]:
    """The ledgers that know most of the headers by any of their words, and those that the title speaks of."""
    known = _who_knows()
    counts: Counter[str] = Counter()
    for one in table.headers:
        texts = candidates.variants(one)
        counts.update(set().union(*(known.get(text, ()) for text in (*texts, *map(canonical, texts)))))
    least = min((count for _, count in counts.most_common(WIDE)), default=0)
    return [of for of in ledgers() if counts[of.name] >= least or _called(of, names) > CALLED]


@functools.cache
def _who_knows() -> dict[str, frozenset[str]]:
    """{header: the ledgers with a field that answers to it, in the same words or in others for the same}."""
    found: dict[str, set[str]] = {}
    for of in ledgers():
        for text in (*targets_of.vocabulary(of), *targets_of.alike(of)):
            found.setdefault(text, set()).add(of.name)
    return {text: frozenset(names) for text, names in found.items()}


@dataclass
class _Trial:
    """A ledger tried on a table: how well its fields explain the columns."""

    of: Ledger
    columns: list[Column]
    constants: dict[str, int]
    share: float
    score: float
    possible: bool
    yearless: bool


def _columns(table: Table) -> list[list[Any]]:
    rows = table.sample()
    return [[row[one.column - 1] for row in rows] for one in table.headers]


def _try(of: Ledger, table: Table, contents: list[Content], names: Sequence[str]) -> _Trial:
    crossed = across.crossed(of, table, names, _called(of, names) > CALLED)
    columns = assign(of, table.headers, table.unit, contents)
    if crossed is not None:
        columns = across.put(columns, crossed, lambda header, target: _scale(header, target, table.unit))
    constants = constants_of(of, columns, names)
    filled = [*constants, *(crossed.fills if crossed else ()), *_placed(of, table, names)]
    share, score = _score(of, columns, names, sure=0.75)
    possible = _possible(of, columns, filled)
    year = "" if crossed or constants else missing_year(of, columns)
    yearless = bool(not possible and year and _possible(of, columns, [*filled, year]))
    possible = possible or (not year and _looks_whole(of, columns, share, names, bool(table.titles)))
    return _Trial(of, columns, constants, share, score, possible, yearless)


def _placed(of: Ledger, table: Table, names: Sequence[str]) -> tuple[str, ...]:
    """The village of the records, where it is required and the title or the sheet names one for all rows."""
    one = of.fields.get("village")
    if one is None or not one.required or not (table.titles or places_of(table, names).get("region.village")):
        return ()
    return ("village",)


def _looks_whole(of: Ledger, columns: list[Column], share: float, names: Iterable[str], grouped: bool) -> bool:
    """Whether title and columns leave no doubt although one that is required was not found: the clerk points at it.

    ``grouped``: titles of groups of rows may say whose the rows are, of which a table across has no other column.
    """
    own = sum(1 for one in columns if one.target is not None and one.target.distance == 0)
    different = {one.target.path for one in columns if one.target is not None and one.target.distance == 0}
    explained = sum(1 for one in columns if one.target is not None)
    return (
        share >= PARTLY
        and (len(different) > 1 or (grouped and own > 1))
        and own * 2 >= explained
        and _called(of, names) > CALLED
    )


def _why_not(tried: list[_Trial]) -> str:
    one = max((one for one in tried if one.yearless), default=None, key=lambda one: one.score)
    if one is not None and one.share >= ENOUGH:
        return f"像是“{one.of.title}”的表，但看不出是哪一年的，没有导入；请在标题里写上年度"
    return "没有对应的台账，没有导入"


def _quick(of: Ledger, table: Table, names: Sequence[str]) -> float:
    columns = assign(of, table.headers, table.unit, deep=False)
    crossed = across.crossed(of, table, names, _called(of, names) > CALLED)
    if crossed is not None:
        columns = across.put(columns, crossed, lambda header, target: None)
    return _score(of, columns, names)[1]


def _score(of: Ledger, columns: list[Column], names: Iterable[str], sure: float = 1.0) -> tuple[float, float]:
    """(share of columns explained, that with what else speaks for the ledger); guesses weigh ``sure``."""
    counted = [one for one in columns if not one.header.is_serial]
    # A computed column says little: it may stand in the table of whatever it is computed from.
    counted = [
        one
        for one in counted
        if one.target is None or not isinstance(one.target.field, Computed) or one.target.path not in of.computed
    ]
    counted = [one for one in counted if one.target is not None or not one.header.is_remark]
    if not counted:
        return 0.0, 0.0
    explained = [one for one in counted if one.target is not None and not one.target.idle]
    weight = sum(1.0 if one.sure else sure for one in explained)
    own = sum(1.0 if one.sure else sure for one in explained if one.target is not None and one.target.distance == 0)
    return len(explained) / len(counted), (1.6 * weight + 0.3 * own) / len(counted) + _called(of, names)


def _called(of: Ledger, names: Iterable[str]) -> float:
    """How much the title, the sheet or the file name speak of the ledger: the longer the word, the more.

    A title that speaks of meetings speaks of what was decided there as well.
    """
    words = _title_words(of) + (_title_words(ledger("meeting")) if of.name == "decision" else ())
    best = 0.0
    for text in map(plain, names):
        for word in words:
            if (at := text.rfind(word)) >= 0:
                best = max(best, 0.25 * min(1.0, len(word) / 5) + 0.05 * (at + len(word)) / len(text))
    return best


@functools.cache
def _title_words(of: Ledger) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(plain, (of.title, *of.synonyms, *titles_for(of.name))))))


def _possible(of: Ledger, columns: list[Column], filled: Iterable[str] = ()) -> bool:
    """Whether the table can hold records of the ledger: what is required is there, or follows from what is."""
    named = [one.target for one in columns if one.target is not None and one.target.path and not one.target.idle]
    given = {target.path.split(".")[0] for target in named}
    given |= set(filled)
    if all(target.distance for target in named):
        return False
    missing = {n for n, f in of.fields.items() if f.required and f.initial is None and n not in given}
    missing -= _following(of, given)
    if missing and all(isinstance(of.fields[name], LinkField) and name != of.master for name in missing):
        # A list of 户编号 without villages still names its records.
        return any(all(part in given for part in key) for key in of.keys)
    return not missing


def _following(of: Ledger, filled: set[str]) -> set[str]:
    """Fields that ``complete`` works out once these are filled; tried with made-up values."""
    values: dict[str, Any] = dict.fromkeys(of.fields)
    for name in filled & set(of.fields):
        kind = of.fields[name].kind
        values[name] = 10_000 if kind.numeric else "2024-01-01" if kind.name == "date" else "1"
    of.model.complete(values)
    return {name for name, value in values.items() if value is not None} - filled


def with_scale(column: Column, scale: int) -> Column:
    """The same column read in another unit of money."""
    return replace(column, scale=scale)


@functools.cache
def vocabulary(of: Ledger) -> Offers:
    """Plain header → ((distance, rank, target), …): all that a ledger's fields and those it links to answer to."""
    stored = {"", *of.fields, *of.computed}
    found = targets_of.vocabulary(of)
    derived = {id(one) for one in targets(of) if not one.distance and one.path.partition(".")[0] not in stored}
    if not derived:
        return found
    kept = {text: tuple(one for one in offers if id(one[2]) not in derived) for text, offers in found.items()}
    return {text: offers for text, offers in kept.items() if offers}
