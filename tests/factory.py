"""Valid records of any ledger, made from its fields' kinds alone, and a file in which every ledger holds records.

Nothing here names a ledger: a new one is tried by the same suite without an edit.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from models import database, ledger_file, query, record
from models.fields import LinkField
from models.id_number import IdNumber
from models.kinds import BankCard, Choice, Code, Date, Integer, Link, Name, PersonName, Phone, Scaled, Text, YesNo
from models.ledger import Ledger, ledger_of, ledgers
from models.query import Selection
from models.sample_data import bank_card, id_number, mobile

ENOUGH = 30
_NAMES = ("青山", "长河", "明月", "春晓", "秋实", "云帆", "远志", "嘉禾", "丰年", "立夏")


def value_of(of: Ledger, name: str, serial: int, made: dict[str, int] | None = None) -> Any:
    """A stored value that fits the field; links get a record made for the purpose. None: the program fills it in.

    ``made``: records made so far by ledger, so that two links to one ledger (a member's village and that of the
    household) lead to the same record.
    """
    made = {} if made is None else made
    one = of.fields[name]
    kind = one.kind
    if one.readonly or getattr(one, "hidden", False):
        return None
    if isinstance(one, LinkField):
        other = ledger_of(one.rel_model)
        if other.name not in made:
            made[other.name] = make(other, serial, made)
            if name == of.master and (own := query.ids(Selection(of.name).where(name, "in", [made[other.name]]))):
                # A master may come with details of its own; the record asked for is to be the first.
                record.delete(of.name, own)
        return made[other.name]
    if isinstance(kind, IdNumber):
        day = datetime.date(1960, 1, 1) + datetime.timedelta(serial % 15_000)
        return id_number(day, 1 + (serial // 15_000) % 999)
    if isinstance(kind, Date):
        return f"2024-{1 + serial % 9:02d}-{1 + serial % 28:02d}"
    if isinstance(kind, YesNo):
        return bool(serial % 2)
    if isinstance(kind, Choice):
        return kind.options[serial % len(kind.options)].code
    if isinstance(kind, Integer):
        return 2024 if kind.name == "year" else max(kind.low or 0, min(kind.high or 99, 1 + serial % 9))
    if isinstance(kind, Scaled):
        return min(kind.high * kind.scale if kind.high else 10**9, 12_34 * (1 + serial % 3))
    if isinstance(kind, PersonName):
        return "测" + "".join(_NAMES[serial // by % 10] for by in (1, 10, 100))
    if isinstance(kind, Phone):
        return mobile(serial)
    if isinstance(kind, BankCard):
        return bank_card(serial)
    if isinstance(kind, Code):
        return f"{100_000_000_000 + serial}"
    return f"{one.label}{serial}" if isinstance(kind, Name) else f"{one.label}的说明{serial}"


def valid_values(of: Ledger, serial: int, made: dict[str, int] | None = None) -> dict[str, Any]:
    """Values of a new record with as many fields filled as its own checks allow."""
    made = {} if made is None else made
    values = {name: value_of(of, name, serial, made) for name in of.fields}
    while wrong := _errors(of, values):
        free = [name for name, value in values.items() if value is not None and not of.fields[name].required]
        named = [name for name in free if name in wrong]
        # A field may be wrong because of another, as a sex that follows from the ID number is by the relation.
        helpful = named or [name for name in free if len(_errors(of, {**values, name: None})) < len(wrong)]
        if not helpful and any(_retold(of, values, name) for name in wrong):
            continue
        if not helpful:
            raise AssertionError(f"{of.name}: no valid record can be made, there is always an error at {wrong}")
        values[helpful[0]] = None
    # What a record makes of its own values is what will be stored: a task with its closing day is closed.
    after = dict(values)
    record.complete(of, after)
    return {name: None if value is None else after[name] for name, value in values.items()}


_MEANT = ("1", "10-01", "工作日", "6月:50")
"""What a required text may have to be: a number, a day, a unit, a row of pairs."""


def _retold(of: Ledger, values: dict[str, Any], name: str) -> bool:
    """Give a required text another form that is taken; whether one was."""
    if type(of.fields[name].kind) is not Text or not of.fields[name].required:
        return False
    taken = next((one for one in _MEANT if name not in _errors(of, {**values, name: one})), None)
    values[name] = taken or values[name]
    return taken is not None


def _errors(of: Ledger, values: dict[str, Any]) -> list[str]:
    return [one.field for one in record.check(of, dict(values)) if one.level == "error"]


def make(of: Ledger, serial: int, made: dict[str, int] | None = None) -> int:
    """Save a valid record; returns its id."""
    return record.save(of.name, valid_values(of, serial, made)).id


def filled_file(path: Path) -> Path:
    """Fill the closed file of the sample township with records for every ledger that it does not know."""
    ledger_file.open_existing(path, check=False)
    for at, of in enumerate(ledgers(), 1):
        if query.count(Selection(of.name)) < ENOUGH // 6:
            for serial in range(ENOUGH):
                # Every ledger has numbers of its own: two that link to villages must not make the same one.
                make(of, 500 + at * ENOUGH + serial)
    ledger_file.close()
    return path


def stored(of: Ledger) -> dict[int, dict[str, Any]]:
    """All records of a ledger as they are stored."""
    return record.load(of, query.ids(Selection(of.name)))


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All records of all ledgers as their tables hold them, without their revisions: for comparing."""
    held = {}
    for of in ledgers():
        columns = ", ".join(f'"{one.column_name}"' for one in of.model._meta.sorted_fields if one.name != "revision")
        held[of.name] = database.run(f'SELECT {columns} FROM "{of.name}" ORDER BY id').fetchall()
    return held


def is_link(of: Ledger, path: str) -> bool:
    """Whether a column holds another record."""
    return isinstance(of.column(path).kind, Link)
