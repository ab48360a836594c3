"""Records that a row of a preview may mean: those that are alike, and people whose number Excel has damaged."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from typing import Any

from models import query
from models.exchange.links import Question
from models.exchange.match import Column, Mapping
from models.exchange.receipt import RowVerdict
from models.fields import LinkField
from models.id_number import IdNumber
from models.kinds import Name, PersonName, clean, narrow
from models.ledger import Ledger, ledger, ledger_of
from models.query import Selection
from models.record import InitialsField

SAME, ENOUGH, MOST, EXTRA = 15, 6, 20, 3
_SCIENTIFIC = re.compile(r"^(\d)\.(\d+)[eE]\+?(\d+)$")


@dataclass(frozen=True)
class Offer:
    """Records side by side: ``headers``, the row's own ``mine``, and per record its id and ``texts``.

    ``number`` is the text to put into the cell in sheet ``column`` when a record is taken for its ID number, else "".
    """

    title: str
    ledger: str
    headers: tuple[str, ...]
    mine: tuple[str, ...]
    records: tuple[tuple[int, tuple[str, ...]], ...]
    question: Question | None = None
    column: int = 0


def shown_paths(of: Ledger) -> tuple[str, ...]:
    """Columns that tell records of a ledger apart: its name, its keys, then what its list shows."""
    keys = [part for key in of.keys for part in key]
    paths = dict.fromkeys((of.display, *keys, *of.default_columns))
    return tuple(paths)[:7]


def _telling(of: Ledger, ids: list[int], given: Dict[str, str]) -> tuple[str, ...]:
    """Columns in which anything stands, and first of the others those in which the records differ."""
    usual = shown_paths(of)
    more = tuple(name for name, one in of.fields.items() if not isinstance(one, InitialsField) and name not in usual)
    texts = list(query.texts(of.name, (*usual, *more), ids).values())
    columns = dict(zip((*usual, *more), zip(*texts, strict=True), strict=True)) if texts else {}
    filled = [path for path in usual if given.get(path) or any(columns.get(path, ()))]
    different = [path for path in more if len(set(columns.get(path, ()))) > 1]
    return (*filled, *different[:EXTRA])


def _side_by_side(
    title: str, of: Ledger, ids: list[int], given: Dict[str, str], question: Question | None = None, column: int = 0
) -> Offer:
    paths = _telling(of, ids, given)
    texts = query.texts(of.name, paths, ids)
    records = tuple((id, tuple(texts[id])) for id in ids if id in texts)
    headers = tuple(of.column(path).label for path in paths)
    return Offer(title, of.name, headers, tuple(given.get(path, "") for path in paths), records, question, column)


def _given(mapping: Mapping, row: RowVerdict, link: str) -> dict[str, str]:
    """{path in the ledger behind ``link``: the row's cell}; a link's own column counts as its name."""
    before = f"{link}." if link else ""
    found: dict[str, str] = {}
    for one, text in zip(mapping.columns, row.texts, strict=True):
        if one.target is None or one.target.spread is not None or not one.target.path.startswith(before):
            continue
        path = one.target.path.removeprefix(before)
        found.setdefault(path, text)
        head, _, rest = path.partition(".")
        if rest and "." not in rest:
            found.setdefault(head, text)
    return found


def alike(mapping: Mapping, row: RowVerdict) -> Offer | None:
    """The records among which the clerk has to choose for this row, None when there is no such question."""
    question = row.asked
    if question is None:
        return None
    of = ledger(question.ledger)
    how = "可能是它" if question.path else "同样对得上"
    title = f"有 {len(question.ids)} 条{of.title}{how}，请选是哪一条"
    given = _given(mapping, row, question.path)
    if question.path and mapping.ledger is not None:
        # The village of the row is what its household is told by.
        own = mapping.ledger.fields
        given |= {
            name: text
            for name, text in _given(mapping, row, "").items()
            if name not in given and _leads_alike(of.fields.get(name), own.get(name))
        }
    return _side_by_side(title, of, list(question.ids)[:MOST], given, question)


def _leads_alike(one: Any, other: Any) -> bool:
    """Whether two fields link to records of the same ledger."""
    return isinstance(one, LinkField) and isinstance(other, LinkField) and one.rel_model is other.rel_model


def same_name(mapping: Mapping, row: RowVerdict) -> Offer | None:
    """Stored records of the row's own ledger with the row's name, for a row that is to update one of them."""
    of = mapping.ledger
    if of is None or of.display not in of.fields:
        return None
    given = _given(mapping, row, "")
    name = clean(given.get(of.display, ""))
    if not name:
        return None
    ids = list(query.ids(Selection(of.name).where(of.display, "=", name), MOST))
    title = f"叫“{name}”的{of.title}，请选要更新的一条"
    return _side_by_side(title, of, ids, given, Question(of.name, tuple(ids))) if ids else None


def of_export(mapping: Mapping, row: RowVerdict) -> Offer | None:
    """For a row of a national export: stored records of its name or of its household, None without any."""
    of = mapping.ledger
    if of is None:
        return None
    given = _given(mapping, row, of.name)
    ids: dict[int, None] = {}
    if isinstance(of.fields[of.display].kind, Name) and (name := clean(given.get(of.display, ""))):
        ids |= dict.fromkeys(query.ids(Selection(of.name).where(of.display, "=", name), MOST))
    number = _given(mapping, row, "household").get("hh_no", "").strip()
    if number and "household" in of.fields:
        ids |= dict.fromkeys(query.ids(Selection(of.name).where("household.hh_no", "=", number), MOST))
    if not ids:
        return None
    some = list(ids)[:MOST]
    words = "同名或同一户" if "household" in of.fields else "同名"
    return _side_by_side(
        f"台账里{words}的{of.title}，请选要更新的一条", of, some, given, Question(of.name, tuple(some))
    )


def nothing(of: Ledger) -> Offer:
    """No record to choose from yet: the clerk looks for one."""
    return Offer(f"请找到要更新的{of.title}", of.name, (), (), (), Question(of.name, ()))


def known_digits(text: str) -> str:
    """The leading digits of an ID number that can be trusted: at most fifteen, the rest is what Excel rounds away."""
    plain = narrow(text).lstrip("'").upper()
    if found := _SCIENTIFIC.match(plain):
        digits = found[1] + found[2]
        return digits[: min(SAME, int(found[3]) + 1)]
    digits = re.match(r"\d*", plain)
    return digits[0][:SAME] if digits is not None else ""


def people_like(mapping: Mapping, row: RowVerdict, column: Column) -> Offer | None:
    """People of the ledger with the row's name and the same first digits, for a number that is wrong or damaged."""
    if column.target is None or not isinstance(column.target.field.kind, IdNumber):
        return None
    at = mapping.columns.index(column)
    start = known_digits(row.text(at))
    if len(start) < ENOUGH:
        return None
    of, path = _people(column)
    name = _name_beside(mapping, row, column)
    selection = Selection(of.name).where(path, "starts", start)
    if name:
        selection = selection.where(of.display, "=", name)
    elif len(start) < SAME:
        return None
    ids = list(query.ids(selection, MOST))
    if not ids:
        return None
    words = f"同名、前 {len(start)} 位相同" if name else f"前 {len(start)} 位相同"
    given = _given(mapping, row, column.target.path.rpartition(".")[0])
    return _side_by_side(f"台账里{words}的人，请选是哪一位", of, ids, given, None, column.header.column)


def _people(column: Column) -> tuple[Ledger, str]:
    """Where people with that number are looked for: the field's own ledger if it is one of people, else 家庭成员."""
    assert column.target is not None
    of = ledger_of(column.target.field.model)
    name = column.target.field.name
    if (name,) in of.keys and of.display in of.fields and isinstance(of.fields[of.display].kind, PersonName):
        return of, name
    return ledger("member"), "id_no"


def _name_beside(mapping: Mapping, row: RowVerdict, column: Column) -> str:
    """The name of the person whose number the column holds: the name column nearest before it, else after it."""
    names = [
        at
        for at, one in enumerate(mapping.columns)
        if one.target is not None and one.target.spread is None and isinstance(one.target.field.kind, PersonName)
    ]
    here = mapping.columns.index(column)
    nearest = min(names, key=lambda at: (at > here, abs(at - here)), default=None)
    return clean(row.text(nearest)) if nearest is not None else ""


def number_of(offer: Offer, id: int) -> str:
    """The ID number of a record that was offered for it."""
    of = ledger(offer.ledger)
    path = next(key[0] for key in of.keys if len(key) == 1 and isinstance(of.fields[key[0]].kind, IdNumber))
    return query.texts(of.name, (path,), [id]).get(id, [""])[0]
