"""Record, the base of all ledger models, and the one door for one record: check → write → history → announce."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import peewee

from models import kinds
from models.database import database, run
from models.fields import Computed, LinkField, RecordId, RecordRevision, RecordUid, TextField
from models.kinds import Problem
from models.ledger import Ledger, ledger
from models.pinyin import initials

Values = dict[str, Any]
Expanded = Iterator[tuple[str, list[Values]]]
Refreshed = Iterator[tuple[str, dict[int, Values]]]


class InitialsField(TextField):
    """Pinyin initials of name fields, kept by the program for the search box."""

    def __init__(self, *of: str) -> None:
        super().__init__("拼音首字母", readonly=True, hidden=True)
        self.of = of


class ToldField(TextField):
    """What a national export says where a field cannot hold it: 〔务工月收入〕3900元, one line per field.

    A line is there as long as its field is what the export made of it; whoever changes the field takes it out.
    """

    def __init__(self) -> None:
        super().__init__(
            "全国系统原文", long=True, width=16, readonly=True, personal=True,
            help="导出表里写的和这里登记的不一样的，原样留着；改了那一项，这里的就去掉",
        )  # fmt: skip


def told_line(label: str, text: str) -> str:
    """One line of a ToldField."""
    return f"〔{label}〕{text}"


@functools.lru_cache(maxsize=64)
def _told_field(of: Ledger) -> str:
    return next((name for name, one in of.fields.items() if isinstance(one, ToldField)), "")


def _told_no_more(drafts: Sequence[Draft]) -> None:
    """Take out what was told of fields that are changed now."""
    of = drafts[0].ledger
    name = _told_field(of)
    for draft in drafts if name else ():
        if not draft.changed or name in draft.changed or not (told := draft.values.get(name)):
            continue
        heads = tuple(told_line(of.fields[one].label, "") for one in draft.changed if one in of.fields)
        left = "\n".join(line for line in told.split("\n") if not line.startswith(heads)) or None
        if left != told:
            draft.values[name] = left
            draft.changed.add(name)


def _last_operation(model: Any) -> Any:
    from models.history import ChangeRow

    change = ChangeRow.alias()
    return change.select(peewee.fn.MAX(change.operation)).where(change.record_id == model.id)


class Record(peewee.Model):
    """A record of a ledger. ``id`` is given by the program and never used twice; ``uid`` is the same in every copy."""

    # Fields that ``refresh`` depends on, of the record itself and of its details' records; None means any.
    watched: tuple[str, ...] | None = None

    id = RecordId(primary_key=True)
    uid = RecordUid(max_length=36, unique=True)
    revision = RecordRevision(default=1)
    # To show what an import or another operation wrote: the operation that wrote a record last.
    last_operation = Computed("最近一次操作", kinds.Integer(total=False), _last_operation, hidden=True)

    class Meta:
        """Storage."""

        database = database
        legacy_table_names = False

    @classmethod
    def complete(cls, values: Values) -> None:
        """Fill in what follows from the record's own values, before the checks (birth date from the ID …)."""

    @classmethod
    def check(cls, values: Values) -> Iterable[Problem]:
        """What is wrong within one record; ``values`` holds every field, None where blank."""
        return ()

    @classmethod
    def agree(cls, values: Values) -> Iterable[Problem]:
        """What does not agree within one record once ``check_among`` worked out what follows from an edit."""
        return ()

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """What is wrong between records (duplicates, sums): add to ``draft.problems``. Called once for all drafts."""

    @classmethod
    def check_details(cls, values: Values, details: dict[str, list[Values]]) -> Iterable[Problem]:
        """What is wrong with a roster as a whole (no 户主); ``Problem.field`` names the detail ledger."""
        return ()

    @classmethod
    def keep_back(cls, ids: Sequence[int]) -> Iterable[Problem]:
        """Why records may not be deleted though no link leads to them; also asked when their adding is undone."""
        return ()

    @classmethod
    def expand(cls, values: Values) -> Expanded:
        """Details that follow from a new record's own values: (detail ledger, their values without the master)."""
        return iter(())

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> Refreshed:
        """After these records or their details changed: (ledger, {id: {field: value}}) to bring into line."""
        return iter(())


@dataclass(slots=True)
class Draft:
    """A record about to be written: all ``values``; ``changed`` fields (None: all); ``id`` None when new.

    ``completed``: ``Record.complete`` has seen the values already.
    """

    ledger: Ledger
    values: dict[str, Any]
    changed: set[str] | None = None
    id: int | None = None
    completed: bool = False
    problems: list[Problem] = field(default_factory=list)
    ref: Any = None

    @property
    def failed(self) -> bool:
        """Whether an error keeps it from being written."""
        return bool(self.problems) and any(problem.level == "error" for problem in self.problems)

    def put(self, name: str, value: Any) -> None:
        """Fill a field in as part of the change."""
        if self.values[name] != value:
            self.values[name] = value
            if self.changed is not None:
                self.changed.add(name)

    def error(self, text: str, field: str = "") -> None:
        """Add an error."""
        self.problems.append(Problem(text, field))

    def warn(self, text: str, field: str = "") -> None:
        """Add a warning."""
        self.problems.append(Problem(text, field, "warn"))


class Refused(Exception):
    """A write that was not done; ``problems`` says why, in the clerk's words."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("；".join(p.text for p in problems if p.level == "error") or "没有保存")


@functools.lru_cache(maxsize=64)
def initials_fields(of: Ledger) -> list[InitialsField]:
    """The pinyin columns of a ledger."""
    return [one for one in of.fields.values() if isinstance(one, InitialsField)]


def complete(of: Ledger, values: dict[str, Any]) -> None:
    """Fill in everything that follows from the values themselves."""
    of.model.complete(values)
    fill_initials([values], initials_fields(of))


def fill_initials(records: Sequence[dict[str, Any]], pinyin: Sequence[InitialsField]) -> None:
    """The pinyin columns from the names."""
    for one in pinyin:
        column, (first, *more) = one.name, one.of
        for values in records:
            name = values.get(first)
            if more:
                name = "".join([name or "", *(values.get(part) or "" for part in more)])
            values[column] = (initials(name) or None) if name else None


@functools.lru_cache(maxsize=64)
def _looked_at(of: Ledger) -> tuple[list[tuple[str, Any]], list[tuple[str, kinds.Kind]]]:
    """The fields that must be filled in, and the kinds of those that may hold a doubtful value."""
    required = [(name, one) for name, one in of.fields.items() if one.required]
    doubtful = [(name, one.kind) for name, one in of.fields.items() if type(one.kind).warning is not kinds.Kind.warning]
    return required, doubtful


def check_drafts(drafts: Sequence[Draft], doubted: Collection[str] = (), sound_only: bool = False) -> None:
    """All checks on drafts of one ledger: required, doubtful values, within each record, between records.

    ``doubted``: fields whose doubtful values the caller has told of already, a whole column at a time. ``sound_only``:
    a draft that fails by itself takes no part in the checks between records, as it will not be written.
    """
    if not drafts:
        return
    of = drafts[0].ledger
    _told_no_more(drafts)
    required, doubtful = _looked_at(of)
    records = [draft.values for draft in drafts]
    for draft in drafts:
        if not draft.completed:
            of.model.complete(draft.values)
    fill_initials(records, initials_fields(of))
    for name, one in required:
        for draft, values in zip(drafts, records, strict=True):
            if (value := values.get(name)) is None or value == "":
                draft.error(f"{one.label}没有填", name)
    # Of a changed record only what is changed is doubted: the form of a record with one new field need not ask all.
    changed = [draft.changed for draft in drafts]
    among = None if None in changed else set().union(*changed)  # type: ignore[arg-type]
    for name, kind in doubtful:
        if name in doubted or (among is not None and name not in among):
            continue
        for draft, values in zip(drafts, records, strict=True):
            value = values.get(name)
            if value is not None and (draft.changed is None or name in draft.changed) and (text := kind.warning(value)):
                draft.warn(text, name)
    rule = of.model.check
    for draft in drafts:
        draft.problems.extend(rule(draft.values))
    of.model.check_among([draft for draft in drafts if not draft.failed] if sound_only else drafts)
    if of.model.agree.__func__ is not Record.agree.__func__:  # type: ignore[attr-defined]
        for draft in drafts:
            draft.problems.extend(of.model.agree(draft.values))
    # Here, because what is closed is told by records.
    from models import closed

    closed.check(drafts)


def blank(of: Ledger) -> dict[str, Any]:
    """Values of a new record: every field, with the initial values."""
    return {name: one.initial_value() for name, one in of.fields.items()}


@functools.lru_cache(maxsize=64)
def _stored(of: Ledger) -> tuple[list[str], str, list[int]]:
    names = ["id", "uid", "revision", *of.fields]
    columns = ", ".join(f'"{of.model._meta.fields[name].column_name}"' for name in names)
    yes_no = [at for at, name in enumerate(names) if isinstance(of.model._meta.fields[name], peewee.BooleanField)]
    return names, f'SELECT {columns} FROM "{of.name}" WHERE "id" IN ', yes_no


def load(of: Ledger, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """{id: all stored values with uid and revision}."""
    names, head, yes_no = _stored(of)
    ids = list(ids)
    found: dict[int, dict[str, Any]] = {}
    for at in range(0, len(ids), 500):
        part = ids[at : at + 500]
        for row in run(f"{head}({', '.join('?' * len(part))})", part):
            values = dict(zip(names, row, strict=True))
            for where in yes_no:
                if row[where] is not None:
                    values[names[where]] = bool(row[where])
            found[row[0]] = values
    return found


@dataclass
class DetailDraft:
    """A record of a roster inside a master's form: ``id`` None when new, ``removed`` to delete it.

    ``details`` its own rosters by ledger (payments of a fund line). ``problems`` and ``computed`` are answers of a save
    or a check: what is wrong with this row, and its computed columns.
    """

    values: dict[str, Any]
    id: int | None = None
    removed: bool = False
    details: dict[str, list[DetailDraft]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    computed: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """What a save did. ``operation`` 0 means nothing had changed."""

    id: int
    operation: int
    problems: tuple[Problem, ...]


def check(of: Ledger, values: dict[str, Any], id: int | None = None) -> list[Problem]:
    """The problems this record would have, without writing it; ``values`` may hold only some fields."""
    base = load(of, [id])[id] if id else blank(of)
    draft = Draft(of, {**base, **values}, None if id is None else set(values), id)
    check_drafts([draft])
    return draft.problems


def save(
    name: str,
    values: dict[str, Any],
    *,
    id: int | None = None,
    revision: int | None = None,
    details: dict[str, list[DetailDraft]] | None = None,
    title: str = "",
    kind: str = "form",
) -> Saved:
    """Write one record with its rosters as one operation.

    ``values`` may hold only the fields that change. ``revision``: the one the form was opened with; if the stored one
    is newer the save is refused. Raises Refused.
    """
    from models.rosters import write_form
    from models.writer import Operation

    of = ledger(name)
    # Everything inside the operation: one transaction without a savepoint, and a full disk is told at its commit too.
    with Operation(kind, title) as operation:
        draft, before = open_draft(of, values, id, revision)
        check_drafts([draft])
        if draft.failed and not details:
            raise Refused(draft.problems)
        verb = "新增" if draft.id is None else "修改"
        operation.title = title or f"{verb}{of.title}{_called(of, draft.values)}"
        number, problems = write_form(operation, draft, before, details or {})
        # Everything is written before it is refused, so that the clerk sees all that is wrong at once.
        if any(problem.level == "error" for problem in problems):
            raise Refused(problems)
    return Saved(number, operation.number, tuple(problems))


def open_draft(
    of: Ledger, values: dict[str, Any], id: int | None, revision: int | None
) -> tuple[Draft, dict[str, Any]]:
    """The draft for a save, unchecked, and the stored values. Raises Refused: deleted, or changed by another save."""
    if id is None:
        base = blank(of)
        return Draft(of, {**base, **values}), {}
    found = load(of, [id])
    if id not in found:
        raise Refused([Problem(f"这条{of.title}已被删除，没有保存。可在“历史”里恢复后再改。")])
    base = found[id]
    if revision is not None and base["revision"] != revision:
        raise Refused([Problem(f"这条{of.title}在您打开之后又被修改过，没有保存。请重新打开再改。")])
    whole = base.copy()
    del whole["id"], whole["uid"], whole["revision"]
    return Draft(of, {**whole, **values}, set(values), id), base


def _called(of: Ledger, values: dict[str, Any]) -> str:
    shown = values.get(of.display) if "." not in of.display else None
    field = of.fields.get(of.display)
    return f"“{field.kind.to_text(shown)}”" if shown and field is not None else ""


def delete(name: str, ids: Iterable[int], *, title: str = "") -> int:
    """Delete records with their details as one operation; returns its number. Raises Refused when others need them."""
    from models.writer import Operation

    of = ledger(name)
    ids = list(ids)
    with Operation("delete", title or f"删除{of.title} {len(ids)} {of.counter}") as operation:
        operation.delete(of, ids)
    return operation.number


def links_to(of: Ledger) -> list[tuple[Ledger, LinkField]]:
    """Every link of any ledger that leads to this one."""
    from models.ledger import ledgers

    return [
        (other, one)
        for other in ledgers()
        for one in other.fields.values()
        if isinstance(one, LinkField) and one.rel_model is of.model
    ]
