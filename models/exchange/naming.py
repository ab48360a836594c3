"""What an export calls its columns, so that an import finds each of them and each record again."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from models.fields import LinkField
from models.ledger import Ledger, ledger_of

IDENTITY = 5
"""A key of so many parts is the whole record, not a name for it."""


@functools.cache
def all_paths(of: Ledger) -> tuple[str, ...]:
    """Every stored column, after those that name the record it belongs to: enough to find each record again."""
    paths: list[str] = []
    if of.master:
        paths += _naming(of, of.master)
    for name in of.all_columns:
        one = of.fields.get(name)
        if one is None or name == of.master:
            continue
        paths += _naming(of, name) if isinstance(one, LinkField) else [name]
    return tuple(dict.fromkeys(paths))


def _naming(of: Ledger, link: str) -> list[str]:
    """Paths that tell one linked record from all others."""
    other = ledger_of(of.column(link).field.rel_model)
    if link != of.master.rpartition(".")[2] and (other.display,) in other.keys:
        return [link]
    parts = [part for key in other.keys if len(key) < IDENTITY for part in key] or [other.display]
    found: list[str] = []
    for part in dict.fromkeys(parts):
        if isinstance(other.fields[part], LinkField):
            found += [f"{link}.{path}" for path in _naming(other, part)]
        else:
            found.append(f"{link}.{part}")
    return found


def titles(of: Ledger, paths: Sequence[str]) -> list[str]:
    """Headers with units, each different, in words that the importer knows."""
    found: dict[str, str] = {}
    for path in paths:
        found[next(title for title in _ways(of, path) if title not in found)] = path
    return list(found)


def _ways(of: Ledger, path: str) -> Iterator[str]:
    """What a column may be called, the shortest first: 户编号, 农户户编号, 监测识别农户户编号, its path."""
    column = of.column(path)
    steps = path.split(".")
    yield column.field.title if len(steps) > 1 and steps[-1] in ("name", "code", "title") else column.title
    if len(steps) > 1:
        links = [of.column(".".join(steps[:at])).label for at in range(1, len(steps))]
        yield f"{links[-1]}{column.field.title}"
        yield f"{''.join(links)}{column.field.title}"
    else:
        yield f"{of.title}{column.title}"
    yield path


def longer_titles(of: Ledger) -> Iterator[tuple[str, str, str, str]]:
    """(title, path, short title, other path) of columns of a whole export whose short title another one has already."""
    paths = all_paths(of)
    shortest: dict[str, str] = {}
    for path, title in zip(paths, titles(of, paths), strict=True):
        short = next(_ways(of, path))
        other = shortest.setdefault(short, path)
        if title != short:
            yield title, path, short, other


def is_called(of: Ledger, path: str, title: str) -> bool:
    """Whether a column may have that title: 农户户编号 for the household in question, beside 户编号."""
    return title in _ways(of, path)
