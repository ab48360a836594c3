"""Tables across: villages by years, by kinds of income, people by the days of a month; a record in each cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from models.exchange.content import Content
from models.exchange.headers import bare, plain, without_unit
from models.exchange.targets import Target, identifier
from models.kinds import Choice, Date, Money, Scaled, Year
from models.kinds.numbers import Integer
from models.ledger import Ledger

if TYPE_CHECKING:
    from models.exchange.match import Column
    from models.exchange.table import Header, Table

_YEAR = re.compile(r"^((?:19|20)\d\d)年?度?(.*)$")
_DAY = re.compile(r"^(?:\d{1,2}[月./])?(\d{1,2})[日号]?$")
_MONTH = re.compile(r"(?:\d{4}年)?(1[0-2]|[1-9])月份?")
_VILLAGE = re.compile(r"[\u4e00-\u9fff]{1,5}(村|社区)")
_NO_VILLAGE = re.compile(r"^(全|各|本|行政|自然|所在|所属|受益|实施|脱贫|出列|重点|示范|[受驻入到出])村|个村")
FEWEST_YEARS, FEWEST_DAYS, FEWEST = 2, 10, 3
NAMED, FITS = 75.0, 0.6
"""From where on words name the value of a table across, and how many of its cells have to be such values."""


@dataclass(frozen=True)
class Across:
    """``keys`` {column: year, day, code …}, ``by`` which, ``target`` what the cells are, ``fills`` fields that follow.

    ``sure``: words of the table name the target.
    """

    keys: dict[int, Any]
    by: str
    target: Target
    fills: tuple[str, ...]
    sure: bool = True


def crossed(of: Ledger, table: Table, names: Sequence[str], called: bool) -> Across | None:
    """How a table of this ledger runs across, None when it does not; ``called``: its title speaks of the ledger."""
    years, rest = _years(table.headers)
    if len(years) >= FEWEST_YEARS:
        # A year that tells records apart: that of a disability card is none of these.
        telling = {part for key in of.keys for part in key}
        name = next((n for n, f in of.fields.items() if isinstance(f.kind, Year) and n in telling), "")
        value, named = _value(of, [rest, *_parents(table, years), *names]) if name else (None, False)
        if value is not None and (named or called):
            return Across(years, "year", value, (name, value.path), named)
    days = _days(table.headers)
    if len(days) >= FEWEST_DAYS and of.name == "attendance":
        target = Target("state", "attendance.state", of.fields["state"].label, of.fields["state"], 0, across="day")
        return Across(days, "day", target, ("date", "state"))
    for by, name in of.across:
        one = of.fields[by]
        options = _options(one, table.headers)
        if len(options) >= FEWEST and _hold(table, options, of.fields[name].kind):
            target = Target(name, identifier(of, name, of.fields[name]), of.fields[name].label, of.fields[name])
            return Across(options, "month" if isinstance(one.kind, Date) else by, target, (by, name), called)
    return None


def _options(one: Any, headers: Sequence[Header]) -> dict[int, Any]:
    """{column: code, month or village that its header names}; {} where two columns name the same."""
    found: dict[int, Any] = {}
    for header in headers:
        text = bare(plain(header.levels[-1]))
        key: Any
        if isinstance(one.kind, Date):
            key = int(match[1]) if (match := _MONTH.fullmatch(text)) else 0
        elif isinstance(one.kind, Choice):
            key = one.kind.codes.find(text) or ""
        else:
            key = text if _VILLAGE.fullmatch(text) and not _NO_VILLAGE.search(text) else ""
        if key:
            found[header.column] = key
    return found if len(set(found.values())) == len(found) else {}


def _hold(table: Table, keys: Iterable[int], kind: Any) -> bool:
    """Whether the cells of all these columns can be such values."""
    rows = table.sample()
    shares = [Content([row[column - 1] for row in rows]).fits(kind) for column in keys]
    return any(one is not None for one in shares) and all(one is None or one >= FITS for one in shares)


def put(columns: Sequence[Column], found: Across, scale: Callable[[Header, Target], int | None]) -> list[Column]:
    """The columns with those across filled in."""
    done = []
    for one in columns:
        key = found.keys.get(one.header.column)
        if key is not None:
            target = replace(found.target, across=f"{found.by}{key}")
            done.append(
                replace(one, target=target, scale=scale(one.header, target), sure=found.sure, key={found.by: key})
            )
        elif one.target is not None and one.target.path == found.target.path:
            done.append(replace(one, target=None, scale=None))
        else:
            done.append(one)
    return _beside(done, found, scale) if found.by == "year" else done


def _beside(columns: Sequence[Column], found: Across, scale: Callable[[Header, Target], int | None]) -> list[Column]:
    """Further columns of each year (其中：经营性收入): another field of the record of that year."""
    fields: dict[str, Column] = {}
    for one in columns:
        year, rest = _year_in(one.header)
        if year and one.header.column not in found.keys and one.target is not None and not one.target.distance:
            fields.setdefault(rest, one)
    done = []
    for one in columns:
        year, rest = _year_in(one.header)
        if not year or one.header.column in found.keys:
            done.append(one)
            continue
        like = fields.get(rest)
        if like is None or like.target is None:
            done.append(replace(one, target=None, scale=None, sure=False, key={found.by: year}))
            continue
        target = replace(like.target, across=f"{found.by}{year}")
        done.append(replace(one, target=target, scale=scale(one.header, target), sure=like.sure, key={found.by: year}))
    return done


def _year_in(header: Header) -> tuple[int, str]:
    """The year that a level of a header consists of, and the other levels; (0, "") without one."""
    for level in header.levels:
        if (match := _YEAR.match(without_unit(plain(level)))) and not match[2]:
            rest = (other for other in header.levels if other != level)
            return int(match[1]), "/".join(without_unit(plain(other)) for other in rest)
    return 0, ""


def _years(headers: Sequence[Header]) -> tuple[dict[int, int], str]:
    """{column: year} of the largest set of headers that differ in the year only, and what else they say."""
    sets: dict[str, dict[int, int]] = {}
    for one in headers:
        for level in reversed(one.levels):
            if match := _YEAR.match(without_unit(plain(level))):
                rest = match[2] + "/".join(without_unit(plain(x)) for x in one.levels if x != level)
                sets.setdefault(rest, {})[one.column] = int(match[1])
                break
    best = max(sets, key=lambda rest: len(sets[rest]), default="")
    years = sets.get(best, {})
    return (years, best) if len(set(years.values())) == len(years) else ({}, "")


def _days(headers: Sequence[Header]) -> dict[int, int]:
    found = {one.column: int(match[1]) for one in headers if (match := _DAY.match(plain(one.levels[-1])))}
    return found if len(set(found.values())) == len(found) else {}


def _parents(table: Table, keys: dict[int, int]) -> list[str]:
    return [level for one in table.headers if one.column in keys for level in one.levels[:-1]]


def _value(of: Ledger, texts: Iterable[Any]) -> tuple[Target | None, bool]:
    """The field that the words around the table name, else the first amount of the ledger; whether they name it."""
    plains = [plain(str(text)) for text in texts]
    best: tuple[float, Any, float] | None = None
    for name, one in of.fields.items():
        if not isinstance(one.kind, Money | Scaled | Integer) or isinstance(one.kind, Year | Date):
            continue
        named = max((_named(plain(word), text) for word in (one.label, *one.synonyms) for text in plains), default=0.0)
        score = named + (20 if isinstance(one.kind, Money) else 0) + (5 if one.shown else 0)
        if best is None or score > best[0]:
            best = score, (name, one), named
    if best is None:
        return None, False
    name, one = best[1]
    return Target(name, identifier(of, name, one), one.label, one, 0), best[2] >= NAMED


def _named(word: str, text: str) -> float:
    """How far a text names a field, from 0 to 100."""
    from rapidfuzz import fuzz

    if not text:
        return 0.0
    return float(fuzz.partial_ratio(word, text)) * min(1.0, len(word) / 4 if len(text) >= len(word) else 0.3)
