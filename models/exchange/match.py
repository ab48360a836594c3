"""The matcher: which ledger a table belongs to, and which field each of its columns fills.

It compares headers with identifiers, labels and synonyms only. Another matcher may take its place: the writer needs
nothing but the ``Mapping`` it returns.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from models.exchange.foreign import foreign_table
from models.exchange.headers import bare, fen_of, plain, spellings, without_unit
from models.exchange.table import Header, Table
from models.fields import Computed, LinkField
from models.kinds import Choices, Kind, Money, Year
from models.ledger import Ledger, Spread, ledger, ledger_of, ledgers
from models.record import InitialsField

ENOUGH = 0.6
IDENTITY = 5
"""A key of so many parts is the whole record, not a name for it."""
DEPTH = 3
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)")
IDENTIFIER, LABEL, SYNONYM, LOOSE = 4, 3, 2, 1


@dataclass(frozen=True)
class Target:
    """What a column can fill: ``path`` from the table's ledger ("" for a spread column), ``name`` in fields.json.

    ``spread`` and ``code``: the detail ledger and the key of its record (中央资金 → F1). A computed column is known
    but not written.
    """

    path: str
    name: str
    label: str
    field: Any
    distance: int = 0
    spread: Spread | None = None
    code: str = ""

    @property
    def writable(self) -> bool:
        """Whether cells of the column are stored."""
        return not isinstance(self.field, Computed)

    @property
    def shared(self) -> bool:
        """Whether several columns may fill it together: 风险1, 风险2, 风险3."""
        return self.writable and isinstance(self.field.kind, Choices) and self.field.kind.ordered

    @property
    def key(self) -> str:
        """What no other column may fill as well."""
        return f"{self.spread.name}:{self.code}" if self.spread else self.path


@dataclass(frozen=True)
class Column:
    """A column of the table and what it fills; ``scale`` 分 in one of its numbers; ``sure`` False asks for a look."""

    header: Header
    target: Target | None = None
    scale: int | None = None
    sure: bool = True

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

    ``constants``: fields without a column whose value stands in the title (2024年度), for every row.
    """

    ledger: Ledger | None
    columns: list[Column] = field(default_factory=list)
    why: str = ""
    constants: dict[str, int] = field(default_factory=dict)

    def set_target(self, column: int, target: Target | None) -> None:
        """Correct one column by hand; another column that filled the same is left alone from then on."""
        for at, one in enumerate(self.columns):
            if one.header.column == column:
                self.columns[at] = Column(one.header, target, _scale(one.header, target, ""), True)
            elif target and one.target and one.target.key == target.key and not target.shared:
                self.columns[at] = Column(one.header)


def _identifier(of: Ledger, name: str, one: Any) -> str:
    return one.names[0] if one.names else f"{of.name}.{name}"


def _targets(of: Ledger, prefix: str, distance: int, seen: tuple[str, ...]) -> Iterator[Target]:
    for name, one in {**of.fields, **of.computed}.items():
        if isinstance(one, InitialsField):
            continue
        path = f"{prefix}{name}"
        if isinstance(one, LinkField):
            yield from _linked(of, name, one, path, distance, seen)
        else:
            yield Target(path, _identifier(of, name, one), one.label, one, distance)
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
        known = one.names[0] if one.names else _identifier(other, display, shown)
        yield Target(f"{path}.{display}", known, one.label, shown, distance)
    if other.name not in seen and len(seen) < DEPTH:
        yield from _targets(other, f"{path}.", distance + 1, (*seen, other.name))


@functools.cache
def targets(of: Ledger) -> tuple[Target, ...]:
    """Everything a column of a table of this ledger can fill: own fields first, then those of linked records."""
    return tuple(_targets(of, "", 0, (of.name,)))


@functools.cache
def _forms(word: str) -> tuple[tuple[str, ...], str]:
    """The plain spellings of a label, with and without its unit, and the one without any brackets."""
    exact = plain(word)
    return tuple(text for text in {exact, without_unit(exact)} if text), bare(exact)


def _texts(of: Ledger, target: Target) -> dict[str, int]:
    """Plain header texts that lead to a target, with how sure each is."""
    texts: dict[str, int] = {}
    if target.spread:
        return {plain(target.label): LABEL}
    own = _own_field(of, target)
    words = [(LABEL, own.label), (LABEL, target.label), *((SYNONYM, text) for text in own.synonyms)]
    if own is not target.field and target.distance:
        words += [(LABEL, target.field.label), *((SYNONYM, text) for text in target.field.synonyms)]
    for rank, word in words:
        exact, loose = _forms(word)
        for text in exact:
            texts[text] = max(texts.get(text, 0), rank)
        if loose:
            texts.setdefault(loose, LOOSE)
    for name in (target.name, target.path):
        texts[plain(name)] = IDENTIFIER
    return texts


def _own_field(of: Ledger, target: Target) -> Any:
    """The field whose label counts: of a link's display column, the link itself."""
    steps = target.path.split(".")
    if len(steps) > 1:
        link = of.column(".".join(steps[:-1]))
        other = ledger_of(link.field.rel_model)
        if other.display == steps[-1]:
            return link.field
    return target.field


@functools.cache
def _vocabulary(of: Ledger) -> dict[str, list[tuple[int, int, Target]]]:
    """Plain header → [(distance, rank, target)] of a ledger."""
    found: dict[str, list[tuple[int, int, Target]]] = {}
    for target in targets(of):
        for text, rank in _texts(of, target).items():
            found.setdefault(text, []).append((target.distance, rank, target))
    return found


@functools.cache
def known_headers() -> frozenset[str]:
    """Every plain header that some field of some ledger answers to."""
    return frozenset(text for of in ledgers() for text in _vocabulary(of))


def _variants(header: Header) -> list[str]:
    """Texts to look a header up by: all levels, the lowest one, and the lowest with what stands above it."""
    last = header.levels[-1]
    texts = [last] if len(header.levels) == 1 else [header.text, "".join(header.levels), last]
    for parent in header.levels[:-1]:
        texts += [parent + last, parent[:2] + last]
    return list(dict.fromkeys(one for text in texts for one in spellings(text)))


def assign(of: Ledger, headers: Sequence[Header], unit: str = "") -> list[Column]:
    """Give each column the target it names best; a target is filled by one column only."""
    vocabulary = _vocabulary(of)
    offers: list[tuple[tuple[int, ...], int, Target]] = []
    for at, header in enumerate(headers):
        if header.is_serial:
            continue
        for variant, text in enumerate(_variants(header)):
            for distance, rank, target in vocabulary.get(text, ()):
                offers.append(((distance, variant, -rank, at), at, target))
    offers.sort(key=lambda offer: offer[0])
    taken: dict[int, tuple[Target, int]] = {}
    used: set[str] = set()
    for order, at, target in offers:
        if at not in taken and (target.key not in used or target.shared):
            taken[at] = (target, -order[2])
            used.add(target.key)
    _drop_unidentified(of, taken)
    columns = []
    for at, header in enumerate(headers):
        target_or_none, rank = taken.get(at, (None, 0))
        columns.append(
            Column(header, target_or_none, _scale(header, target_or_none, unit), rank >= SYNONYM or not rank)
        )
    return columns


def _drop_unidentified(of: Ledger, taken: dict[int, tuple[Target, int]]) -> None:
    """Leave columns of a linked record alone when none of its keys stands beside them (a county names no village).

    So too what lies behind it: the household of a person whom the table does not link.
    """
    paths = {target.path for target, _ in taken.values()}
    links = {path[:at] for path in paths for at, sign in enumerate(path) if sign == "."}
    for link in sorted(links, key=lambda one: one.count(".")):
        other = ledger_of(of.column(link).field.rel_model)
        keys = [key for key in (*other.keys, (other.display,)) if len(key) < IDENTITY]
        if any(
            all(any(p == f"{link}.{k}" or p.startswith(f"{link}.{k}.") for p in paths) for k in key) for key in keys
        ):
            continue
        for at in [at for at, (target, _) in taken.items() if target.path.startswith(f"{link}.")]:
            paths.discard(taken.pop(at)[0].path)


def _scale(header: Header, target: Target | None, unit: str) -> int | None:
    if target is None or not isinstance(target.field.kind, Money):
        return None
    named = header.unit or unit
    return fen_of(named) if named else target.field.kind.step


def choose(table: Table, among: Iterable[Ledger] | None = None, names: Iterable[str] = ()) -> Mapping:
    """The ledger whose own and required fields explain most columns; ``names`` (sheet, title) break ties."""
    wanted = list(among or ledgers())
    forced = among is not None
    best: tuple[tuple[float, ...], Mapping] | None = None
    yearless: list[tuple[tuple[float, ...], Ledger]] = []
    for of in wanted:
        columns = assign(of, table.headers, table.unit)
        score = _score(of, columns, names)
        constants = _from_title(of, columns, (table.title, *names))
        if (forced or _possible(of, columns, constants)) and (best is None or score > best[0]):
            best = score, Mapping(of, columns, constants=constants)
        elif not constants and (year := _missing_year(of, columns)) and _possible(of, columns, [year]):
            yearless.append((score, of))
    left = [Column(one) for one in table.headers]
    strange = foreign_table([one.text for one in table.headers], known_headers())
    if best is None:
        return Mapping(None, left, strange or "没有对应的台账，没有导入")
    share, mapping = best[0][0], best[1]
    better = max((one for one in yearless if one[0] > best[0]), default=None, key=lambda one: one[0])
    if better is not None and not forced:
        return Mapping(None, left, f"像是“{better[1].title}”的表，但看不出是哪一年的，没有导入；请在标题里写上年度")
    if not forced and (strange or share < ENOUGH):
        return Mapping(None, left, strange or "没有对应的台账，没有导入")
    return mapping


def _score(of: Ledger, columns: list[Column], names: Iterable[str]) -> tuple[float, ...]:
    counted = [one for one in columns if not one.header.is_serial]
    counted = [one for one in counted if one.target is None or one.target.writable]
    counted = [one for one in counted if one.target is not None or not one.header.is_remark]
    if not counted:
        return (0.0, 0, 0)
    explained = [one for one in counted if one.target is not None]
    own = sum(1 for one in explained if one.target is not None and one.target.distance == 0)
    words = [plain(word) for word in (of.title, *of.synonyms)]
    called = any(word in plain(name) for name in names for word in words if word)
    return (len(explained) / len(counted), own, called)


def _missing_year(of: Ledger, columns: list[Column]) -> str:
    """The required year for which a table of this ledger has no column, "" where there is none or no such table.

    At least a third of the columns must be the ledger's own: a list of households with one column of income is none.
    """
    filled = {one.target.path for one in columns if one.target is not None}
    missing = [n for n, f in of.fields.items() if f.required and isinstance(f.kind, Year) and n not in filled]
    own = sum(1 for path in filled if path in of.fields)
    counted = sum(1 for one in columns if not one.header.is_serial and not one.header.is_remark)
    return missing[0] if len(missing) == 1 and own * 3 >= counted else ""


def _from_title(of: Ledger, columns: list[Column], names: Iterable[str]) -> dict[str, int]:
    """{required year without a column: the year that the title names, else the sheet, else the file}."""
    name = _missing_year(of, columns)
    for text in names if name else ():
        years = {int(year) for year in _YEAR.findall(plain(text))}
        if len(years) == 1:
            return {name: years.pop()}
    return {}


def _possible(of: Ledger, columns: list[Column], constants: Iterable[str] = ()) -> bool:
    """Whether the table can hold records of the ledger: what is required is there, or follows from what is."""
    filled = {one.target.path.split(".")[0] for one in columns if one.target is not None and one.target.path}
    filled |= set(constants)
    if not any(one.target is not None and one.target.distance == 0 and one.target.path for one in columns):
        return False
    missing = {n for n, f in of.fields.items() if f.required and f.initial is None and n not in filled}
    missing -= _following(of, filled)
    if missing and all(isinstance(of.fields[name], LinkField) and name != of.master for name in missing):
        # A list of 户编号 without villages still names its records.
        return any(all(part in filled for part in key) for key in of.keys)
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


def vocabulary(of: Ledger) -> dict[str, list[tuple[int, int, Target]]]:
    """Plain header → [(distance, rank, target)]: all that a ledger's fields and those it links to answer to."""
    return _vocabulary(of)
