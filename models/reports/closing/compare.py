"""和上次比: the figures that differ between two closings, or a closing and now, down to the records behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from models import clock, history, query
from models.history import Change
from models.ledger import ledger
from models.query import Selection
from models.reports.closing import sets, store
from models.reports.closing.store import Closing, Kept
from models.reports.figures import Figure
from models.timeline import value_text

NEW, GONE, CHANGED = "new", "gone", "changed"
WORDS = {NEW: "新增", GONE: "不再计入", CHANGED: "改过"}
MOST_NAMED = 500


@dataclass(frozen=True)
class Difference:
    """One figure that differs: ``old`` None when it is new, ``new`` None when it is gone.

    ``since`` and ``until`` are the operations between which its records changed; until 0 means now.
    """

    old: Kept | None
    new: Kept | None
    since: int
    until: int

    @property
    def figure(self) -> Figure:
        """The figure it is about, as it is named last."""
        found = self.new or self.old
        assert found is not None
        return found.figure

    @property
    def value_differs(self) -> bool:
        """Whether the number itself differs, not only the records behind it."""
        old, new = (None if one is None else (one.figure.value, one.figure.qualifier) for one in (self.old, self.new))
        return old != new

    @property
    def step(self) -> str:
        """New − old with a sign; "" where one of them is no number."""
        try:
            old, new = (Decimal(str(one.figure.value)) if one else Decimal(0) for one in (self.old, self.new))
        except InvalidOperation:
            return ""
        gap = new - old
        return f"+{gap:f}" if gap > 0 else f"{gap:f}" if gap else ""

    def text(self, which: str) -> str:
        """The value of ``old`` or ``new`` with its unit; — when there was none."""
        kept = self.old if which == "old" else self.new
        return "—" if kept is None else f"{kept.figure.value}{kept.figure.unit}"

    @property
    def name(self) -> str:
        """Title with village and year."""
        one = self.figure
        said = [part for part in (one.village or "", f"{one.year}年" if one.year else "") if part]
        return f"{one.title}（{'，'.join(said)}）" if said else one.title


@dataclass(frozen=True)
class RecordChange:
    """One record behind a difference: ``kind`` new, gone or changed · ``id`` None when it was deleted ·
    ``fields`` (label, old, new) in words · ``why`` a word on how it came in or went out."""

    kind: str
    ledger: str
    id: int | None
    label: str
    fields: tuple[tuple[str, str, str], ...]
    why: str = ""


def compare(
    old: Closing, new: Closing | None, tell: Callable[[str], None] = lambda _: None, every: bool = False
) -> list[Difference]:
    """The figures that differ from ``old`` to ``new`` (None: now), in the order of the figures.

    ``every``: also those whose number is the same while the records behind it changed.
    """
    before = {one.key: one for one in store.kept_figures(old)}
    if new is None:
        after = store.gather(clock.today_text(), sets.Reader(), tell)
    else:
        after = store.kept_figures(new)
    until = 0 if new is None else new.operation
    found = [Difference(before.pop(one.key, None), one, old.operation, until) for one in after]
    found += [Difference(one, None, old.operation, until) for one in before.values()]
    return [
        one
        for one in found
        if one.value_differs or (every and one.old is not None and one.new is not None
                                 and one.old.behind != one.new.behind)
    ]  # fmt: skip


def records(difference: Difference) -> list[RecordChange]:
    """The records behind a difference: new ones, those gone, those changed with old → new, at most ``MOST_NAMED``.

    Nothing when the number moved with something else: the calendar, or records that the figure reaches by links.
    """
    then = {} if difference.old is None else store.members_of(difference.old.behind)
    now = {} if difference.new is None else _members(difference.new, difference.until)
    added, gone = sorted(now.keys() - then.keys()), sorted(then.keys() - now.keys())
    changed = sorted(id for id in now.keys() & then.keys() if now[id] != then[id])
    wanted = [*((NEW, id) for id in added), *((GONE, id) for id in gone), *((CHANGED, id) for id in changed)]
    wanted = wanted[:MOST_NAMED]
    name = Selection.from_json(difference.figure.where).ledger
    folded = _between([id for _, id in wanted], difference.since, difference.until)
    labels = query.texts(name, (ledger(name).display,), [id for _, id in wanted])
    return [_record(kind, name, id, labels.get(id), folded.get(id, [])) for kind, id in wanted]


def _members(kept: Kept, until: int) -> sets.Members:
    return store.members_of(kept.behind) if until else sets.Reader().members(kept.figure.where)


def _between(ids: list[int], since: int, until: int) -> dict[int, list[Change]]:
    """The changes of these records after one operation up to another, oldest first."""
    found: dict[int, list[Change]] = {}
    for at in range(0, len(ids), 500):
        for one in reversed(history.of_records(ids[at : at + 500])):
            if one.operation > since and (not until or one.operation <= until):
                found.setdefault(one.record_id, []).append(one)
    return found


def _record(kind: str, name: str, id: int, label: list[str] | None, changes: list[Change]) -> RecordChange:
    of = ledger(name)
    first: dict[str, Any] = {}
    last: dict[str, Any] = {}
    actions = [one.action for one in changes]
    for one in changes:
        for field, (old, new) in one.fields.items():
            if field in of.fields and not of.fields[field].hidden:
                first.setdefault(field, old)
                last[field] = new
    deleted = bool(actions) and actions[-1] == "delete"
    why = ""
    if kind == NEW:
        why = "新登记的" if "add" in actions else "原来登记过，现在才计入" if changes else "随日期或关联的记录计入"
    elif kind == GONE:
        why = "已删除" if deleted else "改过以后不再计入" if changes else "随日期或关联的记录不再计入"
    told = () if deleted or "add" in actions else tuple(_fields(of, first, last))
    if label is None and of.display in first:
        label = [value_text(of, of.display, first[of.display])]
    return RecordChange(kind, name, None if deleted else id, (label or [""])[0] or f"{of.title} {id}", told, why)


def _fields(of: Any, first: dict[str, Any], last: dict[str, Any]) -> Iterable[tuple[str, str, str]]:
    for field, old in first.items():
        if old != last[field]:
            texts = (value_text(of, field, value) or "（空）" for value in (old, last[field]))
            yield (of.fields[field].label, *texts)
