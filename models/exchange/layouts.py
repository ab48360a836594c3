"""Layouts of tables that a clerk has confirmed once: which column fills which field; the next such table asks nothing.

A layout is known by its headers, whatever their order. It is kept in the ledger file and can be handed on as a file.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import peewee

from models import clock
from models.database import Trouble, database, is_open
from models.exchange.headers import fen_of, plain
from models.exchange.match import Column, Mapping, Target, choose, targets
from models.exchange.table import Header, Table
from models.kinds import Money
from models.ledger import Ledger, ledger, ledgers

SUFFIX = ".json"
FORMAT, VERSION = "帮扶台账表样", 1
Spot = tuple[str, int]


class LayoutRow(peewee.Model):
    """One layout: ``key`` headers and ledger, ``columns`` JSON: [[plain header, which of that name, target, scale]]."""

    key = peewee.TextField(primary_key=True)
    name = peewee.TextField()
    ledger = peewee.TextField()
    columns = peewee.TextField()
    at = peewee.TextField()
    used = peewee.IntegerField(default=0)

    class Meta:
        """Storage."""

        database = database
        table_name = "table_layout"


@dataclass(frozen=True)
class Layout:
    """``name`` what the clerk calls it · ``ledger`` identifier · ``columns`` as LayoutRow · ``at`` last used · ``used``
    how often."""

    key: str
    name: str
    ledger: str
    columns: tuple[tuple[str, int, str, int | None], ...]
    at: str = ""
    used: int = 0

    @property
    def filled(self) -> int:
        """Columns that are imported."""
        return sum(1 for _, _, target, _ in self.columns if target)


def _spots(headers: Sequence[Header]) -> list[Spot]:
    """Each column by its plain header and which of that name it is, so that columns may change places."""
    met: Counter[str] = Counter()
    found = []
    for one in headers:
        if one.virtual:
            continue
        text = plain(one.text)
        found.append((text, met[text]))
        met[text] += 1
    return found


def fingerprint(headers: Sequence[Header]) -> str:
    """What tables of one layout share: their headers without white space, width and order."""
    return hashlib.sha256("\n".join(sorted(text for text, _ in _spots(headers))).encode()).hexdigest()[:32]


# --- remembering ------------------------------------------------------------------------------------------------------


def remember(table: Table, mapping: Mapping, name: str) -> None:
    """Keep how a table was understood, under ``name``; a layout of the same headers and ledger is replaced."""
    assert mapping.ledger is not None
    own = [one for one in mapping.columns if not one.header.virtual]
    columns = [
        (text, nth, one.target.key if one.target is not None else "", one.scale)
        for (text, nth), one in zip(_spots([one.header for one in own]), own, strict=True)
    ]
    key = f"{fingerprint(table.headers)}:{mapping.ledger.name}"
    known = LayoutRow.get_or_none(LayoutRow.key == key)
    _store(
        Layout(
            key,
            known.name if known is not None else name,
            mapping.ledger.name,
            tuple(columns),
            clock.now().isoformat(" ", "seconds"),
            known.used + 1 if known is not None else 1,
        )
    )


def _store(one: Layout) -> None:
    values = {
        "name": one.name, "ledger": one.ledger, "columns": json.dumps(one.columns, ensure_ascii=False), "at": one.at,
        "used": one.used,
    }  # fmt: skip
    if not LayoutRow.update(values).where(LayoutRow.key == one.key).execute():
        LayoutRow.insert({"key": one.key, **values}).execute()


def recall(table: Table, among: Sequence[Ledger] | None = None, names: Sequence[str] = ()) -> Mapping | None:
    """The table as it was understood before, every column certain; None when its layout is new.

    ``among``: only ledgers that come into question. ``names`` (sheet, title, file) tell the year, as for ``choose``.
    """
    if not is_open():
        return None
    shape = fingerprint(table.headers)
    wanted = [one.name for one in (among or ledgers())]
    rows = LayoutRow.select().where(LayoutRow.key.in_([f"{shape}:{name}" for name in wanted]))
    row = rows.order_by(LayoutRow.at.desc()).first()
    if row is None:
        return None
    of = ledger(row.ledger)
    kept = {(text, nth): (key, scale) for text, nth, key, scale in json.loads(row.columns)}
    found = choose(table, [of], names)
    by_key = {one.key: one for one in targets(of)}
    columns = []
    own, virtual = ([one for one in found.columns if one.header.virtual is kind] for kind in (False, True))
    for spot, one in zip(_spots(table.headers), own, strict=True):
        key, scale = kept[spot]
        if one.target is not None and one.target.key == key:
            columns.append(_column(one, one.target, scale, table.unit))
            continue
        if key and key not in by_key:
            return None  # of an older program: a field that it filled is gone
        columns.append(_column(one, by_key.get(key), scale, table.unit))
    columns += virtual
    filled = {one.target.path.partition(".")[0] for one in columns if one.target is not None}
    constants = {name: value for name, value in found.constants.items() if name not in filled}
    return replace(
        found, ledger=of, columns=columns, constants=constants, why=f"按记住的表样“{row.name}”认出，不用再核对"
    )


def _column(found: Column, target: Target | None, scale: int | None, unit: str) -> Column:
    """A column as it is remembered; the unit that this table states goes before the one remembered."""
    same = target is not None and found.target is not None and found.target.key == target.key
    one = replace(found, sure=True) if same else Column(found.header, target)
    if target is None or not isinstance(target.field.kind, Money):
        return one
    named = found.header.unit or unit
    return replace(one, scale=fen_of(named) if named else scale or target.field.kind.step)


# --- the list ---------------------------------------------------------------------------------------------------------


def layouts() -> list[Layout]:
    """All remembered layouts, the last used first."""
    rows = LayoutRow.select().order_by(LayoutRow.at.desc(), LayoutRow.name)
    return [
        Layout(row.key, row.name, row.ledger, tuple(map(tuple, json.loads(row.columns))), row.at, row.used)
        for row in rows
    ]


def rename(key: str, name: str) -> None:
    """Call a layout something else."""
    LayoutRow.update(name=name.strip()).where(LayoutRow.key == key).execute()


def forget(key: str) -> None:
    """Forget a layout; its tables are recognised anew."""
    LayoutRow.delete().where(LayoutRow.key == key).execute()


# --- from hand to hand ------------------------------------------------------------------------------------------------


def write_file(path: Path, some: Sequence[Layout] | None = None) -> int:
    """Write layouts (all of them) to a file for the next village; returns how many. Raises Trouble."""
    chosen = layouts() if some is None else list(some)
    told = [
        {"name": one.name, "ledger": one.ledger, "columns": [list(column) for column in one.columns]} for one in chosen
    ]
    text = json.dumps({"format": FORMAT, "version": VERSION, "layouts": told}, ensure_ascii=False, indent=1)
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise Trouble(f"不能写入“{path.name}”。请关闭打开着它的程序，或换一个位置。") from error
    return len(chosen)


def read_file(path: Path) -> tuple[int, list[str]]:
    """Take over layouts from a file: how many, and the names of those that this program cannot use. Raises Trouble."""
    told = _told(path)
    taken, strange = 0, []
    known = {one.name for one in ledgers()}
    for one in told:
        columns = _columns(one)
        name = str(one.get("name", "")).strip() if isinstance(one, dict) else ""
        if columns is None or not name or one.get("ledger") not in known:
            strange.append(name or "（没有名称）")
            continue
        keys = {target.key for target in targets(ledger(one["ledger"]))}
        if any(target and target not in keys for _, _, target, _ in columns):
            strange.append(name)
            continue
        words = "\n".join(sorted(text for text, *_ in columns))
        key = f"{hashlib.sha256(words.encode()).hexdigest()[:32]}:{one['ledger']}"
        _store(Layout(key, name, one["ledger"], tuple(columns), clock.now().isoformat(" ", "seconds")))
        taken += 1
    return taken, strange


def _told(path: Path) -> list[Any]:
    wrong = f"“{path.name}”不是本程序导出的表样文件，没有导入。"
    try:
        whole = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Trouble(f"读不出“{path.name}”。请检查文件还在不在、是不是正被别的程序打开。") from error
    except ValueError as error:
        raise Trouble(wrong) from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT or not isinstance(whole.get("layouts"), list):
        raise Trouble(wrong)
    if not isinstance(whole.get("version"), int) or whole["version"] > VERSION:
        raise Trouble(f"“{path.name}”是更新版本的程序导出的，没有导入。请先升级程序。")
    return list(whole["layouts"])


def _columns(told: Any) -> list[tuple[str, int, str, int | None]] | None:
    """The columns of a layout in a file, None when they are not what this program writes."""
    columns = told.get("columns") if isinstance(told, dict) else None
    if not isinstance(columns, list) or not columns:
        return None
    found = []
    for one in columns:
        if not isinstance(one, list) or [type(part) for part in one[:3]] != [str, int, str] or len(one) != 4:
            return None
        if one[3] is not None and (type(one[3]) is not int or one[3] <= 0):
            return None
        found.append((one[0], one[1], one[2], one[3]))
    return found
