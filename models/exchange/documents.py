"""Attachments out as files: of some records, sorted into folders by record, as one folder or one zip."""

from __future__ import annotations

import functools
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from models import attachment, query
from models.attachment import Item
from models.contents import LostContent
from models.database import run
from models.ledger import Ledger, ledger
from models.operation import Cancelled
from models.record import links_to

Progress = Callable[[int, int, str], bool]


@dataclass
class Written:
    """What was written: ``files`` how many; ``lost`` names of those whose bytes are missing."""

    files: int = 0
    lost: list[str] = field(default_factory=list)


def owners(of: Ledger, id: int) -> list[int]:
    """A record and everything that hangs on it: what links to it, and what links to that."""
    text, marks = _hanging(of)
    return [id, *dict.fromkeys(row[0] for row in run(text, [id] * marks).fetchall())] if marks else [id]


@functools.cache
def _hanging(of: Ledger) -> tuple[str, int]:
    """One statement for the ids of all that hangs on a record, and how often it wants the record's id."""
    parts = []
    for other, link in links_to(of):
        direct = f'SELECT "id" FROM "{other.name}" WHERE "{link.column_name}" = ?'
        parts.append(direct)
        parts += [
            f'SELECT "id" FROM "{inner.name}" WHERE "{further.column_name}" IN ({direct})'
            for inner, further in links_to(other)
        ]
    return " UNION ".join(dict.fromkeys(parts)), len(set(parts))


def documents(of: Ledger, id: int) -> list[Item]:
    """The attachments of a record and of everything that hangs on it."""
    return attachment.of_many(owners(of, id))


def names_of(items: Iterable[Item]) -> dict[int, str]:
    """{owner id: what its record is called, 家庭成员 张三}."""
    by_ledger: dict[str, set[int]] = {}
    for one in items:
        by_ledger.setdefault(one.owner, set()).add(one.owner_id)
    found: dict[int, str] = {}
    for name, ids in by_ledger.items():
        of = ledger(name)
        for id, texts in query.texts(name, (of.display,), sorted(ids)).items():
            found[id] = f"{of.title} {texts[0]}".strip()
    return found


def write_folder(groups: Iterable[tuple[str, list[Item]]], target: Path, progress: Progress | None = None) -> Written:
    """Write each group (its folder's name, its attachments) into ``target``; the folder is made. Raises Cancelled."""
    target.mkdir(parents=True, exist_ok=True)
    taken = {path.name.lower() for path in target.iterdir()}
    done, every = Written(), [(name, items) for name, items in groups if items]
    whole = sum(len(items) for _, items in every)
    for name, items in every:
        place = target / attachment.distinct_name(attachment.safe_name(name), taken) if name else target
        place.mkdir(exist_ok=True)
        used = {path.name.lower() for path in place.iterdir()}
        for one in items:
            if progress is not None and not progress(done.files, whole, f"正在存出“{one.name}”"):
                raise Cancelled
            try:
                attachment.save_to(one, place, used)
                done.files += 1
            except LostContent:
                done.lost.append(one.name)
    return done


def write_zip(groups: Iterable[tuple[str, list[Item]]], target: Path, progress: Progress | None = None) -> Written:
    """The same as one zip file, which appears only when it is complete."""
    with tempfile.TemporaryDirectory(prefix="bangfu-", dir=target.parent) as name:
        inside = Path(name) / "inside"
        done = write_folder(groups, inside, progress)
        staged = Path(name) / "whole.zip"
        # Photos are packed already: packing them again only costs time.
        with zipfile.ZipFile(staged, "w", zipfile.ZIP_STORED) as file:
            for path in sorted(inside.rglob("*")):
                if path.is_file():
                    file.write(path, path.relative_to(inside).as_posix())
        shutil.move(staged, target)
    return done


def by_record(items: Iterable[Item]) -> list[tuple[str, list[Item]]]:
    """Attachments in groups, one per record, each called as its record."""
    items = list(items)
    names = names_of(items)
    found: dict[int, list[Item]] = {}
    for one in items:
        found.setdefault(one.owner_id, []).append(one)
    return [(names.get(id, ""), many) for id, many in found.items()]
