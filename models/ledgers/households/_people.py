"""The person a record speaks of: found among the household members by number, else by name within a village.

A table may name people who are in no household yet: their name and number are kept as text, and the link to the member
is made as soon as the member is there and the record is saved again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from peewee import JOIN, fn

from models import id_number
from models.checking import PART
from models.ledgers.households._member import LEFT
from models.ledgers.households.household import Household
from models.ledgers.households.member import Member
from models.record import Draft


class Person(NamedTuple):
    """What the member register knows of somebody; only ``birth``, from the number, of those it does not know."""

    id: int | None = None
    name: str | None = None
    id_no: str | None = None
    birth: str | None = None
    village: int | None = None
    household: int | None = None
    labour: str | None = None
    school_state: str | None = None
    tekun: str | None = None
    work_place: str | None = None
    abroad: bool | None = None
    phone: str | None = None
    group: str | None = None


def settle(drafts: Sequence[Draft], called: str = "person") -> list[Person]:
    """Bring name, number, place, household and member of each draft into line; returns who each draft is about.

    ``called`` is the field with the name. Blanks are filled; what contradicts the member is told of.
    """
    for draft in drafts:
        if draft.changed is not None and draft.changed & {"id_no", called} and "member" not in draft.changed:
            # Another name or number was typed over: it is looked up anew.
            draft.values["member"] = None
            draft.changed.add("member")
    unlinked = [draft for draft in drafts if draft.values["member"] is None]
    chosen = _by("id", {draft.values["member"] for draft in drafts})
    numbered = _of_numbers({draft.values["id_no"] for draft in unlinked} - {None})
    named = _of_names({draft.values[called] for draft in unlinked if not draft.values["id_no"]} - {None})
    found = []
    for draft in drafts:
        values = draft.values
        number = values["id_no"]
        if values["member"] is not None:
            one = chosen.get(values["member"])
        elif number:
            one = numbered.get(number[:18])
        else:
            one = _only(named.get(values[called], ()), values)
        if one is not None:
            _fill(draft, one, called)
            _compare(draft, one, called)
        if values[called] is None:
            draft.error("姓名没有填，也没有选家庭成员", called)
        found.append(one or Person(birth=id_number.birth_of(number)))
    return found


def _people(condition: Any) -> list[Person]:
    fields = [getattr(Member, name) for name in Person._fields if name != "group"]
    home = Household.alias()
    query = Member.select(*fields, home.group).join(home, JOIN.LEFT_OUTER, on=(Member.household == home.id))
    return [Person(*row) for row in query.where(condition).tuples()]


def _by(field: str, keys: Iterable[Any]) -> dict[Any, Person]:
    wanted = [key for key in keys if key is not None]
    found: dict[Any, Person] = {}
    for at in range(0, len(wanted), PART):
        for one in _people(getattr(Member, field).in_(wanted[at : at + PART])):
            found[getattr(one, field)] = one
    return found


def _of_numbers(numbers: Iterable[str]) -> dict[str, Person]:
    """{first 18 characters: person}: a 残疾人证 holds the identity number in front (domain.md §16.3)."""
    wanted = sorted({number[:18] for number in numbers})
    found: dict[str, Person] = {}
    for at in range(0, len(wanted), PART):
        part = wanted[at : at + PART]
        found |= {str(one.id_no)[:18]: one for one in _active(Member.id_no.in_(part))}
        if rest := [number for number in part if number not in found]:
            found |= {str(one.id_no)[:18]: one for one in _active(fn.SUBSTR(Member.id_no, 1, 18).in_(rest))}
    return found


def _of_names(names: Iterable[str]) -> dict[str, list[Person]]:
    wanted = sorted(names)
    found: dict[str, list[Person]] = {}
    for at in range(0, len(wanted), PART):
        for one in _active(Member.name.in_(wanted[at : at + PART])):
            found.setdefault(str(one.name), []).append(one)
    return found


def _active(condition: Any) -> list[Person]:
    return _people(condition & ((Member.state != LEFT) | Member.state.is_null()))


def _only(people: Sequence[Person], values: dict[str, Any]) -> Person | None:
    """The one of that name in the household or village given; a bare name is nobody."""
    for place in ("household", "village"):
        if values.get(place) is not None:
            inside = [one for one in people if getattr(one, place) == values[place]]
            return inside[0] if len(inside) == 1 else None
    return None


def _fill(draft: Draft, one: Person, called: str) -> None:
    known: dict[str, Any] = {"member": one.id, called: one.name, "id_no": one.id_no, "phone": one.phone}
    known |= {"village": one.village, "group": one.group, "household": one.household}
    for name, value in known.items():
        if value is not None and name in draft.ledger.fields and draft.values[name] is None:
            draft.values[name] = value
            if draft.changed is not None:
                draft.changed.add(name)


def _compare(draft: Draft, one: Person, called: str) -> None:
    number = draft.values["id_no"]
    if number and one.id_no and number[:18] != one.id_no[:18]:
        draft.error("证件号码与所选家庭成员的不同", "id_no")
    elif one.name and draft.values[called] != one.name:
        draft.warn(f"家庭成员里这个人叫“{one.name}”", called)
    if one.household is not None and draft.values.get("household") not in (None, one.household):
        draft.warn("这个人不在所选的农户里", "household")
