"""Runs of the check rules that are kept: what is new, mended or still there against the last one, and what is let pass.

start(progress)          run all rules, keep what they find, note the run in 体检记录
items(today)             what is open now and what was mended since, each with its state
catch_up(today)          look again at the households whose records changed since
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import peewee

from models import clock, settings
from models.database import database, run_many
from models.history import ChangeRow
from models.ledger import ledger
from models.operation import Operation
from models.record import load
from models.rules.check.engine import Finding, Progress, check_household, chosen, run
from models.rules.check.frame import HOME
from models.rules.check.rule import ERROR, RED, WARN
from models.rules.todos import helpers

FRESH, STILL, MENDED = "fresh", "still", "mended"
STATES = {FRESH: "新增", STILL: "仍存在", MENDED: "已整改"}
MANY = 200
"""Households changed since the last run above which only a new run is of use."""
_MARK = "check.mark"
_BETWEEN = 0
"""Stands for the next run where something came or went since the last one."""


class FindingRow(peewee.Model):
    """One finding, once for as long as it is known: from ``first_run`` to ``last_run``, gone by ``gone_run``."""

    rule = peewee.TextField()
    also = peewee.TextField()
    severity = peewee.TextField()
    scope = peewee.TextField()
    ledger = peewee.TextField()
    record_id = peewee.BigIntegerField()
    uid = peewee.TextField()
    field = peewee.TextField()
    household = peewee.BigIntegerField(null=True, index=True)
    household_no = peewee.TextField()
    id_no = peewee.TextField()
    village = peewee.BigIntegerField(null=True)
    place = peewee.TextField()
    text = peewee.TextField()
    first_run = peewee.BigIntegerField()
    last_run = peewee.BigIntegerField()
    gone_run = peewee.BigIntegerField(null=True)
    gone_on = peewee.TextField(null=True)

    class Meta:
        """Storage."""

        database = database
        table_name = "check_finding"
        legacy_table_names = False
        indexes = ((("rule", "uid"), True), (("village", "gone_run"), False), (("gone_run",), False))


@dataclass(frozen=True)
class Item:
    """A finding on the worklist: its ``state`` against the last run, whose it is, and whether it is let pass."""

    finding: Finding
    state: str
    person: str
    exempt: bool
    gone_on: str = ""


@dataclass(frozen=True)
class LastRun:
    """What 体检记录 says of a run."""

    id: int
    date: str
    time: str
    village: int | None
    fresh: int
    mended: int
    still: int


_FACTS = (
    "rule", "also", "severity", "scope", "ledger", "record_id", "uid", "field", "household", "household_no", "id_no",
    "village", "place", "text",
)  # fmt: skip


def _facts(one: Finding) -> tuple[Any, ...]:
    values = asdict(one) | {"also": ",".join(one.also), "record_id": one.record}
    return tuple(values[name] for name in _FACTS)


def last_run() -> LastRun | None:
    """The newest run of the open file."""
    model = ledger("check_run").model
    columns = (model.id, model.date, model.time, model.village, model.fresh, model.mended, model.still)
    row = model.select(*columns).order_by(model.date.desc(), model.time.desc(), model.id.desc()).tuples().first()
    return None if row is None else LastRun(row[0], row[1], row[2] or "", *row[3:])


def start(progress: Progress | None = None, village: int | None = None, today: datetime.date | None = None) -> int:
    """Run all rules in force, of the township or one village; returns the id of the run.

    Raises Cancelled, and nothing is kept, when ``progress`` says False.
    """
    day = today or clock.today()
    rules = chosen(None, day)
    report = run(rules, day, village, progress)
    of = ledger("check_run")
    passed = exempted(day)
    by = {level: sum(one.severity == level for one in report.findings) for level in (ERROR, RED, WARN)}
    with database.atomic(), Operation("check", f"体检：查到 {len(report.findings)} 处") as operation:
        values = {
            "date": day.isoformat(), "time": clock.now().strftime("%H:%M:%S"), "village": village, "rules": len(rules),
            "errors": by[ERROR], "reds": by[RED], "warns": by[WARN],
            "exempt": sum((one.rule, one.uid) in passed for one in report.findings),
        }  # fmt: skip
        number = operation.add(of, [{**dict.fromkeys(of.fields), **values}])[0]
        changed = _keep(report.findings, number, day.isoformat(), village)
        operation.edit(of, {number: changed})
    _remember()
    return number


def _keep(found: Sequence[Finding], number: int, day: str, village: int | None) -> dict[str, int]:
    """Bring the kept findings into line with a run; returns how many are new, mended and still there."""
    of_run = (FindingRow.village == village) if village is not None else (FindingRow.id > 0)
    rows = FindingRow.select(FindingRow.rule, FindingRow.uid, FindingRow.first_run, FindingRow.gone_run).where(of_run)
    known = {(rule, uid): (first, gone) for rule, uid, first, gone in rows.tuples()}
    now = {(one.rule, one.uid): one for one in found}
    gone = [key for key, (_, left) in known.items() if left is None and key not in now]
    between = sum(1 for key, (_, left) in known.items() if left == _BETWEEN and key not in now)
    fresh = [key for key in now if key not in known or known[key][0] == _BETWEEN or known[key][1] is not None]
    _write([now[key] for key in now if key not in known], [now[key] for key in now if key in known], number)
    run_many(
        'UPDATE "check_finding" SET "first_run" = ? WHERE "rule" = ? AND "uid" = ?',
        [(number, *key) for key in fresh if key in known],
    )
    _close(gone, number, day)
    FindingRow.update(gone_run=number).where(FindingRow.gone_run == _BETWEEN, of_run).execute()
    return {"fresh": len(fresh), "mended": len(gone) + between, "still": len(now) - len(fresh)}


def _write(new: Sequence[Finding], again: Sequence[Finding], number: int) -> None:
    """New rows, and what is known anew as it stands now."""
    names = ", ".join(f'"{name}"' for name in (*_FACTS, "first_run", "last_run"))
    marks = ", ".join("?" * (len(_FACTS) + 2))
    run_many(f'INSERT INTO "check_finding" ({names}) VALUES ({marks})', [(*_facts(one), number, number) for one in new])
    told = ", ".join(f'"{name}" = ?' for name in _FACTS)
    run_many(
        f'UPDATE "check_finding" SET {told}, "last_run" = ?, "gone_run" = NULL, "gone_on" = NULL '
        'WHERE "rule" = ? AND "uid" = ?',
        [(*_facts(one), number, one.rule, one.uid) for one in again],
    )


def _close(keys: Iterable[tuple[str, str]], number: int, day: str) -> None:
    run_many(
        'UPDATE "check_finding" SET "gone_run" = ?, "gone_on" = ? WHERE "rule" = ? AND "uid" = ?',
        [(number, day, *key) for key in keys],
    )


# --- between two runs ---


def recheck(households: Iterable[int], today: datetime.date | None = None) -> None:
    """Look again at these households: what is mended is closed at once, what is new is added."""
    day = today or clock.today()
    for home in households:
        now = {(one.rule, one.uid): one for one in check_household(home, day)}
        _between(now, FindingRow.household == home, day.isoformat())


def _recheck_village(id: int, day: datetime.date) -> None:
    rules = [one for one in chosen(None, day) if one.ledger == "village"]
    now = {(one.rule, one.uid): one for one in run(rules, day, id).findings}
    _between(now, (FindingRow.village == id) & (FindingRow.ledger == "village"), day.isoformat())


def _between(now: dict[tuple[str, str], Finding], mine: Any, day: str) -> None:
    rows = FindingRow.select(FindingRow.rule, FindingRow.uid, FindingRow.gone_run).where(mine)
    known = {(rule, uid): gone for rule, uid, gone in rows.tuples()}
    with database.atomic():
        again = [key for key in now if key in known]
        _write([one for key, one in now.items() if key not in known], [now[key] for key in again], _BETWEEN)
        run_many(
            'UPDATE "check_finding" SET "first_run" = ? WHERE "rule" = ? AND "uid" = ?',
            [(_BETWEEN, *key) for key in again if known[key] is not None],
        )
        _close([key for key, gone in known.items() if gone is None and key not in now], _BETWEEN, day)


def _remember() -> None:
    settings.put(_MARK, ChangeRow.select(peewee.fn.MAX(ChangeRow.id)).scalar() or 0)


def _changes(*columns: Any) -> Any:
    since = ChangeRow.id > settings.get(_MARK, 0)
    return ChangeRow.select(*columns).where(since, ChangeRow.ledger.in_([*HOME, "village"])).tuples()


def change_count(most: int) -> int:
    """How many changes ``catch_up`` has to look at, told up to ``most``."""
    return 0 if last_run() is None else len(_changes(ChangeRow.id).limit(most))


def catch_up(today: datetime.date | None = None) -> bool:
    """Look again at all households and villages with records changed since; False when these are too many."""
    if last_run() is None:
        return True
    rows = list(_changes(ChangeRow.ledger, ChangeRow.record_id, ChangeRow.action, ChangeRow.data).limit(MANY * 20 + 1))
    homes = _homes(rows)
    if len(rows) > MANY * 20 or len(homes) > MANY:
        return False
    recheck(sorted(homes), today)
    for id in {record for name, record, *_ in rows if name == "village"}:
        _recheck_village(id, today or clock.today())
    if rows:
        _remember()
    return True


def _homes(rows: Iterable[tuple[str, int, str, str | None]]) -> set[int]:
    """The households that changed records speak of, before and after the change."""
    homes: set[int] = set()
    changed: dict[str, set[int]] = {}
    for name, record, action, data in rows:
        if name not in HOME:
            continue
        if name == "household":
            homes.add(record)
            continue
        changed.setdefault(name, set()).add(record)
        link = HOME[name].partition(".")[0]
        before = json.loads(data).get(link) if data else None
        if action == "edit" and before is not None:
            before = before[0]
        if isinstance(before, int):
            if "." in HOME[name]:
                changed.setdefault(link, set()).add(before)
            else:
                homes.add(before)
    for name, ids in changed.items():
        homes |= _homes_of(name, ids)
    return homes


def _homes_of(name: str, ids: set[int]) -> set[int]:
    link, _, rest = HOME[name].partition(".")
    found = {row[link] for row in load(ledger(name), sorted(ids)).values() if row[link] is not None}
    return found if not rest else _homes_of(link, found)


# --- the worklist ---


def exempted(day: datetime.date) -> frozenset[tuple[str, str]]:
    """(rule, uid of the record) of everything that is let pass on a day."""
    return frozenset(_exemptions(day).tuples())


def _exemptions(day: datetime.date) -> peewee.ModelSelect:
    model = ledger("check_exemption").model
    text = day.isoformat()
    return model.select(model.rule, model.record_uid).where(model.granted_on <= text, model.until >= text)


def recent() -> tuple[int, ...] | None:
    """What stands in ``first_run`` of a new finding and in ``gone_run`` of one just mended; None before any run."""
    last = last_run()
    return None if last is None else (_BETWEEN, last.id)


def standing(marks: Sequence[int]) -> Any:
    """Condition: open, or mended since the run before the last."""
    return FindingRow.gone_run.is_null() | FindingRow.gone_run.in_(marks)


def passing(day: datetime.date) -> Any:
    """Condition: let pass on a day."""
    return peewee.Tuple(FindingRow.rule, FindingRow.uid).in_(_exemptions(day))


def items(
    today: datetime.date | None = None, ids: Sequence[int] | None = None, people: Mapping[int, str] | None = None
) -> list[Item]:
    """Everything open, and what was mended since the run before the last; the gravest first, then by village.

    With ``ids`` of findings only these, in this order; ``people`` are the helpers of that day where they are at hand.
    """
    marks = recent()
    if marks is None:
        return []
    day = today or clock.today()
    passed, people = exempted(day), helpers(day) if people is None else people
    columns = [FindingRow.id, *(getattr(FindingRow, name) for name in (*_FACTS, "first_run", "gone_run", "gone_on"))]
    query = FindingRow.select(*columns).where(standing(marks))
    parts = [query] if ids is None else [query.where(FindingRow.id.in_(some)) for some in peewee.chunked(ids, 900)]
    found: dict[int, Item] = {}
    for part in parts:
        for id, *facts, first, gone, gone_on in part.tuples():
            one = _finding(facts)
            state = MENDED if gone is not None else FRESH if first in marks else STILL
            who = people.get(one.household or 0, "")
            found[id] = Item(one, state, who, (one.rule, one.uid) in passed, gone_on or "")
    if ids is not None:
        return [found[id] for id in ids if id in found]
    order = {level: at for at, level in enumerate((ERROR, RED, WARN))}
    return sorted(
        found.values(),
        key=lambda one: (order.get(one.finding.severity, 9), one.finding.place, one.finding.household_no),
    )


def _finding(facts: Sequence[Any]) -> Finding:
    values = dict(zip(_FACTS, facts, strict=True))
    values["also"] = tuple(filter(None, values["also"].split(",")))
    values["record"] = values.pop("record_id")
    return Finding(**values)
