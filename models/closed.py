"""Closed months (月末结账): what is dated up to them is not changed any more, part by part, unless opened again.

    close(("projects",), "2026-06", number="JZ202606-1")
    open_again("projects", "2026-05", "补录发票")        May alone, until something of May or later is closed again
    parts()["projects"].until                            "2026-06"

A part is the ledgers of one kind of money. The day that counts is that of the record itself (payment, sale, entry), and
a record without one is never closed. Drafts get an error each, so an import tells which rows; whatever else would write
or delete such a record (undo too) is refused as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import peewee

from models import changes, clock
from models.codes import own
from models.database import database
from models.kinds import Problem
from models.ledger import Ledger, ledger_of
from models.record import Draft, Refused, load

TABLE = "closed_month"
CLOSE, OPEN = "close", "open"
PARTS: dict[str, str] = {"projects": "项目资金", "sales": "消费帮扶", "economy": "村集体经济", "gifts": "捐赠慰问"}
"""What is closed for itself, in order."""
_DAYS: dict[str, tuple[str, str]] = {
    "fund_line": ("projects", "received_on"), "payment": ("projects", "date"), "project_step": ("projects", "done_on"),
    "project_progress": ("projects", "month"), "project_change": ("projects", "date"),
    "asset_income": ("projects", "received_on"),
    "sale": ("sales", "date"), "sale_line": ("sales", "sale.date"), "sale_household": ("sales", "sale.date"),
    "settlement": ("sales", "date"),
    "ce_entry": ("economy", "date"), "distribution": ("economy", "paid_on"),
    "donation": ("gifts", "date"), "issue": ("gifts", "date"),
}  # fmt: skip
"""{ledger: (part, path of the day that counts)}."""


class ClosedRow(peewee.Model):
    """One act: ``part`` closed up to the end of ``month``, or that month alone opened again."""

    part = peewee.TextField()
    month = peewee.TextField()
    action = peewee.TextField()
    at = peewee.TextField()
    who = peewee.TextField()
    reason = peewee.TextField()
    number = peewee.TextField()

    class Meta:
        """Storage."""

        database = database
        table_name = TABLE


@dataclass
class Part:
    """How far a part is closed: ``until`` a month or "", ``number`` of that closing, ``opened`` {month: reason}."""

    name: str
    title: str
    until: str = ""
    number: str = ""
    opened: dict[str, str] = field(default_factory=dict)

    def holds(self, month: str) -> bool:
        """Whether records of a month (2026-05) may not be changed."""
        return bool(self.until) and month <= self.until and month not in self.opened


def parts() -> dict[str, Part]:
    """All parts, in order."""
    found = {name: Part(name, title) for name, title in PARTS.items()}
    for name, month, action, reason, number in own.rows(TABLE, '"part", "month", "action", "reason", "number"'):
        one = found.get(name)
        if one is None:
            continue
        if action == OPEN:
            one.opened[month] = reason
        else:
            if month >= one.until:
                one.until, one.number = month, number
            one.opened = {opened: why for opened, why in one.opened.items() if opened > month}
    return found


def close(names: Iterable[str], month: str, number: str = "") -> None:
    """Close parts up to the end of a month, with what was opened before it; who commits tells of the change."""
    for name in names:
        _act(name, month, CLOSE, "", number)


def state_text() -> str:
    """How far each part is closed, and what is open again, in one line."""
    said = []
    for one in parts().values():
        if one.until:
            opened = "、".join(f"{month} 开着：{reason}" for month, reason in sorted(one.opened.items()))
            said.append(f"{one.title}结到 {one.until}{f'（{opened}）' if opened else ''}")
    return "；".join(said)


def open_again(name: str, month: str, reason: str) -> None:
    """Open one month of a part. Raises Refused: it is not closed, or no reason is given."""
    one = parts()[name]
    if not one.holds(month):
        raise Refused([Problem(f"{one.title} {month} 没有结账，不用开")])
    if not reason.strip():
        raise Refused([Problem("开账要写原因", "reason")])
    with_words = f"开账：{one.title} {month}（{reason.strip()}）"
    from models.writer import Operation

    with Operation("close", with_words) as operation:
        operation.begin()
        _act(name, month, OPEN, reason.strip(), one.number)
    changes.announce({TABLE})


def _act(name: str, month: str, action: str, reason: str, number: str) -> None:
    from models.writer import who

    at = clock.now().isoformat(" ", "seconds")
    ClosedRow.create(part=name, month=month, action=action, at=at, who=who(), reason=reason, number=number)


def is_any() -> bool:
    """Whether anything is closed at all."""
    return bool(own.rows(TABLE, '"part", "month", "action", "reason", "number"'))


def why(of: Ledger, month: str | None) -> str:
    """A sentence when records of a ledger of this month may not be changed, else ""."""
    if of.name not in _DAYS or not month:
        return ""
    one = parts()[_DAYS[of.name][0]]
    if not one.holds(month):
        return ""
    return f"{month[:4]}年{int(month[5:7])}月的{one.title}已经结账，没有改动。要改请先在“月末结账”页开账，写明原因"


def check(drafts: Sequence[Draft]) -> None:
    """Give drafts that would change something of a closed month their error."""
    if not drafts or drafts[0].ledger.name not in _DAYS or not is_any():
        return
    of = drafts[0].ledger
    stored = load(of, [draft.id for draft in drafts if draft.id is not None])
    fresh = _months(of, [draft.values for draft in drafts])
    old = dict(zip(stored, _months(of, list(stored.values())), strict=True))
    for draft, month in zip(drafts, fresh, strict=True):
        before = stored.get(draft.id or 0)
        if before is not None and all(before[name] == draft.values.get(name) for name in of.fields):
            continue
        if text := why(of, month) or (why(of, old[draft.id or 0]) if before is not None else ""):
            draft.error(text, _DAYS[of.name][1].partition(".")[0])


def guard(of: Ledger, rows: Iterable[Mapping[str, Any]]) -> None:
    """Refuse to write or delete records of a closed month. Raises Refused."""
    if of.name not in _DAYS or not is_any():
        return
    for month in dict.fromkeys(_months(of, list(rows))):
        if text := why(of, month):
            raise Refused([Problem(text)])


def _months(of: Ledger, rows: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """The month of each record's day, None without one or when only the year is known."""
    head, _, rest = _DAYS[of.name][1].partition(".")
    days: list[Any] = [row.get(head) for row in rows]
    if rest:
        other = ledger_of(of.fields[head].rel_model)
        masters = load(other, [id for id in dict.fromkeys(days) if id is not None])
        days = [masters[id][rest] if id in masters else None for id in days]
    return [str(day)[:7] if day and len(str(day)) >= 7 else None for day in days]
