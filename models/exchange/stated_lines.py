"""到位 and 支出 of a project table beside its columns of sources: laid over the planned lines in their order.

No line gets more than it was planned with. A line that the money covers in part becomes two, what came and what is
still to come; what came is marked PLACED and has the day of the table. A later table adds to it. As soon as arrivals or
payments are recorded one by one, those count, and what was placed goes again (domain.md §9.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from models import query
from models.exchange.cells import Note
from models.kinds import Money
from models.ledger import ledger
from models.ledgers.projects.fund_line import PLACED, STATED
from models.query import Selection
from models.record import Draft, blank, check_drafts, load
from models.writer import Operation

Values = dict[str, Any]
PATHS = ("project", "source", "amount", "received_on", "doc_no", "remark", "paid")


def lines_of(projects: Iterable[int]) -> dict[int, list[Values]]:
    """{project: its lines by ``PATHS`` and id}, those of one source together, in the order they were entered."""
    found: dict[int, list[Values]] = {}
    chosen = Selection("fund_line").where("project", "in", list(projects))
    for id, row in sorted(query.each(chosen, PATHS, raw=True)):
        found.setdefault(row[0], []).append({"id": id, **dict(zip(PATHS, row, strict=True))})
    for lines in found.values():
        first: dict[str, int] = {}
        for line in lines:
            first.setdefault(line["source"], line["id"])
        lines.sort(key=lambda line: (first[line["source"]], line["received_on"] is None, line["id"]))
    return found


def payments_of(projects: Iterable[int]) -> dict[int, list[Values]]:
    """{project: its payments with id, fund_line, date, amount, and ``stated``: it stands for a table's total}."""
    found: dict[int, list[Values]] = {}
    chosen = Selection("payment").where("fund_line.project", "in", list(projects))
    paths = ("fund_line.project", "fund_line", "date", "amount", "purpose")
    for id, (project, line, day, amount, purpose) in query.each(chosen, paths, raw=True):
        one = {"id": id, "fund_line": line, "date": day, "amount": amount, "stated": purpose == STATED}
        found.setdefault(project, []).append(one)
    return found


def used(payments: Iterable[Values]) -> set[int]:
    """The lines that payments recorded one by one are drawn from: they are never deleted here."""
    return {one["fund_line"] for one in payments if not one["stated"]}


@dataclass
class Stated:
    """The totals (分) that a ``row`` states for its project, the project's ``lines``, what was ``done`` of them.

    ``counted``: payments are recorded one by one.
    """

    row: Any
    came: int
    spent: int
    lines: list[Values]
    counted: bool
    done: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def known(self) -> int:
        """What has come, 分."""
        return sum(line["amount"] for line in self.lines if line["received_on"])

    @property
    def paid(self) -> int:
        """What has been paid, 分."""
        return sum(line["paid"] for line in self.lines)


def place(operation: Operation, totals: Sequence[Stated], day: str, why: str = "") -> None:
    """Lay totals over the lines of their projects; what is recorded one by one is left alone, a difference told.

    ``why`` says where ``day`` comes from.

    All projects of a chunk together: a statement for each of them would take a hundred times as long.
    """
    one_by_one = {id(one): any(x["received_on"] and x["remark"] != PLACED for x in one.lines) for one in totals}
    before = {id(one): (one.known, one.paid) for one in totals}
    arrivals, payments = [], []
    for one in totals:
        known = before[id(one)][0]
        if one_by_one[id(one)] or one.came < known:
            _differs(one.row, "到位资金", one.came, known)
        elif one.came > known:
            arrivals.append(one)
    for one in _arrive(operation, arrivals, day):
        one.done.append(("到位资金", before[id(one)][0], one.known))
    for one in totals:
        paid = before[id(one)][1]
        if one_by_one[id(one)] or one.counted or one.spent < paid:
            _differs(one.row, "累计支出", one.spent, paid)
        elif one.spent > paid:
            payments.append(one)
    for one in _pay(operation, payments, day):
        one.done.append(("累计支出", before[id(one)][1], one.paid))
    for one in totals:
        _tell_done(one, f"{day} {STATED}{why}")


def _tell_done(one: Stated, when: str) -> None:
    if not one.done:
        return
    if one.row.verdict != "new":
        one.row.change(*[(title, _wan(before), _wan(after)) for title, before, after in one.done])
    told = "、".join(f"{title} {_wan(after)} 万元" for title, _, after in one.done)
    text = f"{told}，{when}，照表上来源的顺序记到各笔资金；以后逐笔登记到位、拨付，导入时自动换下"
    one.row.say([Note("warn", "", one.done[0][0], text)])


def _arrive(operation: Operation, totals: Sequence[Stated], day: str) -> list[Stated]:
    """Hand down what has come newly over the lines that have not come; those of which anything was written."""
    of = ledger("fund_line")
    open_lines = {id(one): [x for x in one.lines if not x["received_on"] and x["amount"]] for one in totals}
    stored = load(of, [line["id"] for lines in open_lines.values() for line in lines])
    edits: dict[int, list[Draft]] = {}
    rests: dict[int, list[Draft]] = {}
    over: dict[int, int] = {}
    for one in totals:
        more = one.came - one.known
        edits[id(one)], rests[id(one)] = [], []
        for line in open_lines[id(one)]:
            part = min(more, line["amount"])
            if not part:
                break
            values = {name: stored[line["id"]][name] for name in of.fields}
            marked = {"amount": part, "received_on": day, "remark": PLACED}
            edits[id(one)].append(Draft(of, {**values, **marked}, set(marked), line["id"], ref=line))
            if part < line["amount"]:
                rests[id(one)].append(Draft(of, {**values, "amount": line["amount"] - part}, ref=line))
            more -= part
        over[id(one)] = more
    good = _right(totals, {at: [*edits[at], *rests[at]] for at in edits}, "到位资金")
    changed = [draft for one in good for draft in edits[id(one)]]
    operation.edit(of, {draft.id: draft.values for draft in changed if draft.id is not None}, stored)
    split = [(one, draft) for one in good for draft in rests[id(one)]]
    ids = operation.add(of, [draft.values for _, draft in split])
    for (one, draft), new in zip(split, ids, strict=True):
        rest = {**draft.ref, "id": new, "amount": draft.values["amount"], "paid": 0}
        one.lines.insert(one.lines.index(draft.ref) + 1, rest)
    for draft in changed:
        draft.ref.update(amount=draft.values["amount"], received_on=day, remark=PLACED)
    for one in good:
        _too_much(one.row, "到位资金", one.came, over[id(one)])
    return [one for one in good if edits[id(one)]]


def _pay(operation: Operation, totals: Sequence[Stated], day: str) -> list[Stated]:
    """Pay what was spent newly from the lines, those that have come first; those of which anything was written."""
    of = ledger("payment")
    base = blank(of)
    drafts: dict[int, list[Draft]] = {}
    over: dict[int, int] = {}
    for one in totals:
        more = one.spent - one.paid
        drafts[id(one)] = []
        for line in sorted(one.lines, key=lambda line: line["received_on"] is None):
            part = min(more, (line["amount"] or 0) - line["paid"])
            if part > 0:
                values = {"fund_line": line["id"], "date": day, "amount": part, "purpose": STATED}
                drafts[id(one)].append(Draft(of, {**base, **values}, ref=line))
                more -= part
        over[id(one)] = more
    good = _right(totals, drafts, "累计支出")
    written = [draft for one in good for draft in drafts[id(one)]]
    operation.add(of, [draft.values for draft in written])
    for draft in written:
        draft.ref["paid"] += draft.values["amount"]
    for one in good:
        _too_much(one.row, "累计支出", one.spent, over[id(one)])
    return [one for one in good if drafts[id(one)]]


def take_back_lines(operation: Operation, rows: Sequence[Any]) -> None:
    """Before lines are looked up: where arrivals come one by one, the lines stand again as they were planned.

    A table that itself holds what was placed (our own export) takes nothing back.
    """
    own = {row.values["project"] for row in rows if row.values["remark"] in (PLACED, STATED)} | {None}
    came = {row.values["project"]: row for row in reversed(rows) if row.values["received_on"]}
    projects = came.keys() - own
    payments = payments_of(projects)
    for project, lines in lines_of(projects).items():
        placed = [line for line in lines if line["remark"] == PLACED]
        if not placed:
            continue
        stated = [one for one in payments.get(project, ()) if one["stated"]]
        held = used(payments.get(project, ()))
        operation.delete(ledger("payment"), [one["id"] for one in stated])
        for source in dict.fromkeys(line["source"] for line in placed):
            _join(operation, [line for line in lines if line["source"] == source], held)
        texts = [_wan(sum(one["amount"] for one in some)) for some in (placed, stated)]
        text = f"原来{STATED}的到位 {texts[0]} 万元、支出 {texts[1]} 万元已换成这里的明细，支出请再导入拨付"
        came[project].say([Note("warn", "", "资金", text)])


def _join(operation: Operation, lines: Sequence[Values], held: set[int]) -> None:
    """The lines of one source as the one that was planned; what has payments of its own (``held``) stays for itself."""
    of = ledger("fund_line")
    kept = next(line for line in lines if line["remark"] == PLACED)
    others = [
        line
        for line in lines
        if line is not kept
        and line["id"] not in held
        and (line["remark"] == PLACED or not (line["received_on"] or line["doc_no"]))
    ]
    stored = load(of, [line["id"] for line in lines])
    for line in lines:
        if line["remark"] == PLACED and line["id"] in held and line is not kept:
            operation.edit(of, {line["id"]: {**stored[line["id"]], "received_on": None, "remark": None}}, stored)
    amount = kept["amount"] + sum(line["amount"] for line in others)
    whole = {**stored[kept["id"]], "amount": amount, "received_on": None, "remark": None}
    operation.edit(of, {kept["id"]: whole}, stored)
    operation.delete(of, [line["id"] for line in others])


def take_back_payments(operation: Operation, rows: Sequence[Any]) -> dict[int, list[Values]]:
    """Before payments are checked: those that stand for a total of the same day or later make room for the real ones.

    Gives {project: the values of what was taken back}, for ``settle_payments``.
    """
    of = ledger("payment")
    given = {row.values["fund_line"] for row in rows} - {None}
    project_of = {id: row[0] for id, row in query.rows("fund_line", ("project",), list(given), raw=True).items()}
    first: dict[int, str] = {}
    own = set()
    for row in rows:
        project, day = project_of.get(row.values["fund_line"]), row.values["date"]
        if row.values["purpose"] == STATED:
            own.add(project)
        elif project is not None and day:
            first[project] = min(day, first.get(project, day))
    matched = {row.id for row in rows}
    taken: dict[int, list[Values]] = {}
    for project, payments in payments_of(first.keys() - own).items():
        ids = [p["id"] for p in payments if p["stated"] and p["date"] >= first[project] and p["id"] not in matched]
        if ids:
            taken[project] = list(load(of, ids).values())
            operation.delete(of, ids)
    return taken


def settle_payments(operation: Operation, taken: dict[int, list[Values]], rows: Sequence[Any]) -> None:
    """After payments were written: tell what they took the place of; where none was right, put back what was taken."""
    of = ledger("payment")
    given = [row.values["fund_line"] for row in rows]
    project_of = {id: row[0] for id, row in query.rows("fund_line", ("project",), given, raw=True).items()}
    told = {project_of[row.values["fund_line"]]: row for row in reversed(rows)}
    for project, payments in taken.items():
        if project not in told:
            operation.add(of, [{name: one[name] for name in of.fields} for one in payments])
            continue
        amount = _wan(sum(one["amount"] for one in payments))
        text = f"原来{STATED}的支出 {amount} 万元已换成这里的逐笔拨付，请核对是否齐全"
        told[project].say([Note("warn", "", of.title, text)])


def _right(totals: Sequence[Stated], drafts: dict[int, list[Draft]], title: str) -> list[Stated]:
    """Those of which all drafts (by ``id``) may be written; the rows of the others are told why not."""
    check_drafts([draft for some in drafts.values() for draft in some])
    good = []
    for one in totals:
        failed = [draft for draft in drafts[id(one)] if draft.failed]
        if failed:
            texts = dict.fromkeys(problem.text for draft in failed for problem in draft.problems)
            one.row.say([Note("warn", "", title, f"没有登记：{'；'.join(texts)}")])
        else:
            good.append(one)
    return good


def _differs(row: Any, title: str, stated: int, have: int) -> None:
    if stated and stated != have:
        row.say([Note("warn", "", title, f"表上 {_wan(stated)} 万元，已登记 {_wan(have)} 万元，没有改，请核对")])


def _too_much(row: Any, title: str, stated: int, over: int) -> None:
    if over:
        text = f"表上 {_wan(stated)} 万元，比各项资金的额度多 {_wan(over)} 万元，多出的没有登记，请核对"
        row.say([Note("warn", "", title, text)])


def _wan(fen: int) -> str:
    return Money("万元").to_text(fen)
