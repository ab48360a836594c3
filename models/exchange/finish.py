"""What a mapping needs to know of its table beyond the headers: groups of rows, legends, villages, dates' years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.exchange.content import BLANK, Content
from models.exchange.context import month_of, places_of, year_of
from models.exchange.headers import plain
from models.exchange.spans import are_spans, end_of
from models.exchange.table import Header, Table
from models.exchange.targets import Target, targets
from models.kinds import Choice, Date
from models.ledger import Ledger

if TYPE_CHECKING:
    from models.exchange.match import Column, Mapping

_LEGEND = re.compile(
    r"[“\"'(（]?([√✓○◯△▲×☆★●◎□■◇◆＊*／/\\\-—－]|[A-Za-z])[”\"')）]?\s*[:：=＝—为-]?\s*([\u4e00-\u9fff]{2,4})"
)
_NO_YEAR = re.compile(r"\d{1,2}[月./-]\d{1,2}[日号]?")
_VILLAGE = re.compile(r".{1,10}(村|社区|居委会)")
BLANKS = 0.25
LEAST = 3
"""How long a word of a title has to be to say of what kind all its records are."""


def finish(table: Table, mapping: Mapping, names: Iterable[str]) -> Mapping:
    """Complete a mapping in place; the table learns which blanks to fill from above and what its groups say."""
    if mapping.ledger is None:
        return mapping
    rows = table.sample()
    names = (table.title, *table.above, *names)
    contents = {one.header.column: Content([row[one.header.column - 1] for row in rows]) for one in mapping.columns}
    mapping.columns = [_dated(_worded(one, contents, table), contents, names) for one in mapping.columns]
    _mind_nameless(mapping)
    _spans(table, mapping, contents)
    _continue(table, mapping, rows)
    _group(table, mapping)
    _place(table, mapping, names)
    _title_says(mapping, (table.title, table.sheet.name))
    return mapping


def _worded(one: Column, contents: dict[int, Content], table: Table) -> Column:
    """Marks by the legend; villages by their full names."""
    if one.target is None:
        return one
    if one.target.name in ("region.village", "project.places"):
        texts = [cell.strip() for cell in contents[one.header.column].cells if type(cell) is str]
        full = {text.removesuffix("村"): text for text in texts if text.endswith("村")}
        return replace(one, words=full, asks=one.target.name != "region.village")
    kind = one.target.field.kind
    if isinstance(kind, Choice) and one.target.across:
        return replace(one, words=_legend(table, kind))
    return one


def _mind_nameless(mapping: Mapping) -> None:
    """身份证号 in a table without a name or number of the household may be that of any of its people."""
    names = {one.target.name for one in mapping.columns if one.target is not None}
    if names.isdisjoint(("household.head", "household.hh_no")):
        mapping.columns = [
            replace(one, sure=False)
            if one.target is not None and one.target.name == "household.head_id_no" and "户" not in one.header.text
            else one
            for one in mapping.columns
        ]


def _legend(table: Table, kind: Choice) -> dict[str, str]:
    """√在岗 ○公出 △请假 from the notes below the table or the lines above it: {sign: label}."""
    found: dict[str, str] = {}
    _read_to_end(table)
    for note in (*table.notes, *table.above):
        for sign, word in _LEGEND.findall(note):
            code = next((code for cut in (4, 3, 2) if (code := kind.codes.find(word[:cut]))), None)
            if code is not None:
                found.setdefault(sign, kind.codes.label(code))
    return found


def _read_to_end(table: Table) -> None:
    for _ in table.chunks(1000):
        pass


def _dated(one: Column, contents: dict[int, Content], names: Sequence[str]) -> Column:
    """Dates such as 3月18日 take the year of the title when most of the column is written so."""
    if one.target is None or not isinstance(one.target.field.kind, Date):
        return one
    content = contents[one.header.column]
    short = sum(1 for text in content.texts if type(text) is str and _NO_YEAR.fullmatch(text))
    if short * 2 > len(content.texts) and (year := year_of(names)):
        return replace(one, year=year)
    return one


def _spans(table: Table, mapping: Mapping, contents: dict[int, Content]) -> None:
    """Cells that hold where a time begins and where it ends fill both fields, if the second has no column."""
    of = mapping.ledger
    assert of is not None
    for at, one in enumerate(list(mapping.columns)):
        target = one.target
        if target is None or target.distance or not isinstance(target.field.kind, Date):
            continue
        if not are_spans(contents[one.header.column].texts):
            continue
        mapping.columns[at] = replace(one, span=1)
        end = next((t for t in targets(of) if not t.distance and t.path == end_of(of, target.path)), None)
        if end is not None and not _has(mapping, end):
            column = _add_column(table, mapping, end, one.sure, 2)
            table.twice[column] = one.header.column


def _continue(table: Table, mapping: Mapping, rows: Sequence[Sequence[Any]]) -> None:
    """Whose a row is stands only in the first row of a group: the household of its members, the village of its rows."""
    linked = [one.header.column - 1 for one in mapping.columns if one.target is not None and "." in one.target.path]
    if not rows or not linked:
        return
    keys = [at for at in linked if _sparse(rows, at)]
    named = {one.header.column - 1: one.target.name for one in mapping.columns if one.target is not None}
    keys = [at for at in keys if named[at].rpartition(".")[2] in ("head", "hh_no", "head_id_no", "village", "name")]
    # Such a table begins with whose the rows are; a blank further right is only not filled in.
    first = min((one.header.column - 1 for one in mapping.columns if not one.header.is_serial), default=-1)
    anchor = frozenset(keys)
    roots = {
        one.target.path.partition(".")[0] for one in mapping.columns if one.target and one.header.column - 1 in anchor
    }
    if first in keys and "household" in roots and all(at in anchor or _follows(rows, at, anchor) for at in linked):
        table.continued = anchor, frozenset(linked)
        table._sampled = None


def _blank(cell: Any) -> bool:
    return cell is None or (type(cell) is str and cell.strip() in BLANK)


def _sparse(rows: Sequence[Sequence[Any]], at: int) -> bool:
    """Whether a column is filled in the first row and blank in many below."""
    blanks = sum(_blank(row[at]) for row in rows)
    return not _blank(rows[0][at]) and BLANKS * len(rows) <= blanks < len(rows)


def _follows(rows: Sequence[Sequence[Any]], at: int, keys: frozenset[int]) -> bool:
    below = [row for row in rows if all(_blank(row[key]) for key in keys)]
    return bool(below) and sum(_blank(row[at]) for row in below) >= 0.9 * len(below)


def _group(table: Table, mapping: Mapping) -> None:
    """Titles of groups of rows that name a village or a choice of a field without a column."""
    of = mapping.ledger
    assert of is not None
    titles = list(table.titles.values())
    if not titles:
        return
    if sum(1 for text in titles if _VILLAGE.fullmatch(text)) * 2 > len(titles):
        target = _target(of, "region.village")
        if target is not None and not _has(mapping, target):
            _add(table, mapping, target, lambda title: title if _VILLAGE.fullmatch(title) else "")
            return
    for target in targets(of):
        kind = target.field.kind
        if target.distance == 0 and isinstance(kind, Choice) and not _has(mapping, target) and target.writable:
            words = {text: code for text in titles if (code := _code(kind, text))}
            if len(words) * 2 > len(titles):
                _add(table, mapping, target, lambda title, words=words, kind=kind: kind.codes.label(words[title])  # type: ignore[misc]
                     if title in words else "")  # fmt: skip
                return


def _code(kind: Choice, text: str) -> str | None:
    for word in (text, re.sub(r"(类项目|项目|类)$", "", text)):
        code = kind.codes.find(word) if kind.level is None else kind.codes.find(word, level=kind.level)
        if code:
            return code
    return None


def _place(table: Table, mapping: Mapping, names: Sequence[str]) -> None:
    """The village of all rows, when only the title or the sheet names it."""
    of = mapping.ledger
    assert of is not None
    target = _target(of, "region.village")
    if target is None or _has(mapping, target) or any(one.virtual for one, _ in table.extra):
        return
    if any("village" in one.key for one in mapping.columns):
        return
    village = places_of(table, names).get("region.village", "")
    if village:
        _add(table, mapping, target, lambda _: village)


def _title_says(mapping: Mapping, texts: Sequence[str]) -> None:
    """院坝会 of a table without a column of kinds, which each record needs: told once, and to be changed above."""
    of = mapping.ledger
    assert of is not None
    given = {one.target.path for one in mapping.columns if one.target is not None}
    for name, one in of.fields.items():
        kind = one.kind
        if not one.required or type(kind) is not Choice or name in given or one.initial is not None:
            continue
        said = {
            code.code
            for code in kind.codes.codes
            for word in (code.label, *code.aliases)
            if len(word) >= LEAST and any(_alone(word, plain(text)) for text in texts)
        }
        if len(said) == 1 and (kind.level is None or kind.codes.find(kind.codes.label(min(said)), level=kind.level)):
            mapping.constants.setdefault(name, min(said))


def _alone(word: str, text: str) -> bool:
    """Whether a text speaks of this one and of no other beside it: not 三保障及饮水安全."""
    return re.search(rf"(?<![及和与、]){re.escape(plain(word))}(?![及和与、])", text) is not None


def _target(of: Ledger, name: str) -> Target | None:
    found = [one for one in targets(of) if one.name == name and one.writable]
    return min(found, key=lambda one: one.distance, default=None)


def _has(mapping: Mapping, target: Target) -> bool:
    return any(one.target is not None and one.target.name == target.name for one in mapping.columns)


def _add(table: Table, mapping: Mapping, target: Target, value: Any) -> None:
    column = _add_column(table, mapping, target, False)
    table.extra.append((next(one for one in table.headers if one.column == column), value))


def _add_column(table: Table, mapping: Mapping, target: Target, sure: bool, span: int = 0) -> int:
    """A virtual column behind the others; its number."""
    from models.exchange.match import Column

    column = max(one.column for one in table.headers) + 1
    header = Header(column, (target.label,), virtual=True)
    table.headers = [*table.headers, header]
    mapping.columns = [*mapping.columns, Column(header, target, None, sure, span=span)]
    table._sampled = None
    return column


def context(table: Table, mapping: Mapping, names: Iterable[str]) -> dict[str, str]:
    """{field: value} that stands above the table, for other programs: county, township, village, year, month."""
    of = mapping.ledger
    assert of is not None
    found = places_of(table, names)
    texts = (table.title, *table.above, *names)
    for name in mapping.constants:
        found[f"{of.name}.{name}"] = str(of.fields[name].kind.to_text(mapping.constants[name]))
    if year := year_of(map(plain, texts)):
        for name, one in of.fields.items():
            if one.kind.name == "year":
                found.setdefault(one.names[0] if one.names else f"{of.name}.{name}", str(year))
    if month := month_of(map(plain, texts)):
        for name, one in of.fields.items():
            if isinstance(one.kind, Date):
                found.setdefault(one.names[0] if one.names else f"{of.name}.{name}", month)
    return found
