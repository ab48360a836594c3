"""户情: everything the ledgers know of one household, read at once, as plain data for the page and for paper.

What a ledger links to a household is found by its links, so a new ledger appears here by itself and one that is not
there is simply not shown. Only what needs a judgement is read by name: members, income, guarantees, risks, measures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models import query
from models.attachment import Item
from models.exchange import documents
from models.kinds import Kind
from models.ledger import Ledger, ledger, ledgers
from models.record import Draft
from models.reports.profile import guarantees, income, needs, related, timeline
from models.reports.profile.guarantees import Lamp
from models.reports.profile.income import Year
from models.reports.profile.needs import Needs
from models.reports.profile.related import Related
from models.reports.profile.timeline import Event

HIDDEN = "—"
MEMBER_COLUMNS = (
    "name", "relation", "sex", "age", "id_no", "phone", "health", "labour", "school_state", "insured", "state",
)  # fmt: skip
HEAD_COLUMNS = ("village", "group", "hh_type", "members_now", "leave_year", "phone", "address")
GONE = "03"


@dataclass(frozen=True)
class Line:
    """One record as a line of texts."""

    ledger: str
    id: int
    texts: tuple[str, ...]
    gone: bool = False


@dataclass(frozen=True)
class Profile:
    """One household: ``facts`` of its head line as (label, text), the rest as the sections of the page."""

    id: int
    name: str
    village: int | None
    facts: tuple[tuple[str, str], ...]
    state: str
    members: tuple[Line, ...]
    years: tuple[Year, ...]
    lamps: tuple[Lamp, ...]
    needs: Needs
    events: tuple[Event, ...]
    related: tuple[Related, ...]
    documents: tuple[Item, ...]


def read(id: int, masked: bool = False) -> Profile:
    """Everything known of a household; ``masked`` for a screen that others see. Raises LookupError when it is gone."""
    of = ledger("household")
    found = query.rows(of.name, ("head", "village"), [id], raw=True)
    if id not in found:
        raise LookupError("这一户已不在台账里")
    name, village = found[id]
    links = related.read(id)
    needed = needs.read(id)
    return Profile(
        id=id,
        name=name or "（没有户主姓名）",
        village=village,
        facts=(*_facts(of, id, masked), *needs.helper(id, masked), *_points(id, links)),
        state=needed.state,
        members=members(id, masked),
        years=income.read(id, village),
        lamps=guarantees.read(id),
        needs=needed,
        events=timeline.read(id, links),
        related=links,
        documents=tuple(documents.documents(of, id)),
    )


def has(name: str) -> Ledger | None:
    """The ledger of that name if there is one."""
    return next((one for one in ledgers() if one.name == name), None)


def _facts(of: Ledger, id: int, masked: bool) -> list[tuple[str, str]]:
    values = query.rows(of.name, HEAD_COLUMNS, [id])[id]
    shown = query.formatters(of.name, HEAD_COLUMNS)
    facts = []
    for path, show, value in zip(HEAD_COLUMNS, shown, values, strict=True):
        column = of.column(path)
        if value not in (None, ""):
            text = masked_text(column.kind, column.field, value) if masked else show(value)
            facts.append((column.label, text + (column.kind.unit if column.kind.numeric else "")))
    return facts


def _points(id: int, links: tuple[Related, ...]) -> list[tuple[str, str]]:
    """积分 a household may still redeem, when it has any entry."""
    if not any(one.ledger == "point_entry" for one in links) or has("redeem") is None:
        return []
    from models.ledgers.governance.redeem import balances

    left = balances([Draft(ledger("redeem"), {"household": id})]).get(id)
    return [("可兑换积分", f"{left:,} 分")] if left is not None else []


def masked_text(kind: Kind, field: Any, value: Any) -> str:
    """A value on a screen that others see: numbers in part, what is personal not at all."""
    if not field.personal:
        return kind.to_text(value)
    return kind.masked(value) if type(kind).masked is not Kind.masked else HIDDEN


def member_columns() -> tuple[str, ...]:
    """The columns of the members that the program has."""
    of = ledger("member")
    return tuple(path for path in MEMBER_COLUMNS if path in of.fields or path in of.computed)


def member_heads() -> tuple[str, ...]:
    """Their labels."""
    return tuple(ledger("member").column(path).label for path in member_columns())


def members(id: int, masked: bool) -> tuple[Line, ...]:
    """The members in order, those who left last."""
    of, paths = ledger("member"), member_columns()
    order = ("seq",) if "seq" in of.fields else ()
    ids = list(query.ids(query.Selection(of.name, order=order).where("household", "in", [id])))
    rows = query.rows(of.name, (*paths, "state"), ids, raw=True)
    ids.sort(key=lambda one: rows[one][-1] == GONE)
    columns = [of.column(path) for path in paths]
    found = []
    for one in ids:
        texts = []
        for column, value in zip(columns, rows[one], strict=False):
            blank = value in (None, "")
            show = masked_text(column.kind, column.field, value) if masked and not blank else ""
            texts.append("" if blank else show or column.kind.to_text(value))
        found.append(Line(of.name, one, tuple(texts), rows[one][-1] == GONE))
    return tuple(found)
