"""到位 and 支出 of a project table that has no fund lines and no payments: kept as one line and one payment "按表登记".

The source of such money is not told (FX, domain.md §9.4) and its day is the table's own: the end of the month that the
title, the sheet or the file names, else the day it was filled in, else today. A later table adds what has been paid
since. As soon as the table of fund lines comes in, what was kept this way goes again, so that nothing is counted twice.
Beside planned lines, as the table's own columns of sources make them, the totals are laid over those
(models.exchange.stated_lines).
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from typing import Any

from models import clock
from models.exchange.cells import CellReader, Note
from models.exchange.context import day_of, is_filling_day, month_of
from models.exchange.match import Mapping
from models.exchange.stated_lines import (
    Stated,
    Values,
    lines_of,
    payments_of,
    place,
    settle_payments,
    take_back_lines,
    take_back_payments,
    used,
)
from models.ledger import Ledger, ledger
from models.ledgers.projects.fund_line import STATED, UNKNOWN
from models.record import Draft, blank, check_drafts
from models.writer import Operation

RECEIVED, PAID = "received", "paid"
TOTALS = {RECEIVED: "到位资金", PAID: "累计支出"}


class StatedTotals:
    """Reads the totals of a table of projects and keeps them; takes them back when the fund lines themselves come."""

    def __init__(
        self,
        of: Ledger,
        mapping: Mapping,
        operation: Operation,
        names: Sequence[str],
        foot: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        """``names`` title, lines above, sheet and file of the table; ``foot()`` the lines below it."""
        self.of, self.operation = of, operation
        columns = [one for one in mapping.columns if one.target is not None and one.target.path in TOTALS]
        self.readers = {one.target.path: CellReader(one) for one in columns if of.name == "project" and one.target}
        self.day, self.why = _day(names, foot) if self.readers else ("", "")
        self.taken: dict[int, list[dict[str, Any]]] = {}

    def make_room(self, rows: Sequence[Any]) -> None:
        """Before lines are looked up and payments checked: ``rows`` of those that may be written."""
        if self.of.name == "fund_line":
            take_back_lines(self.operation, rows)
        elif self.of.name == "payment":
            self.taken = take_back_payments(self.operation, rows)

    def write(self, written: Sequence[tuple[Any, int]], cells: Sequence[Any], rows: Sequence[Any]) -> None:
        """``written``: (row, id of its record); ``cells`` in step with ``rows``."""
        if self.of.name == "fund_line":
            self._take_back([row for row, _ in written])
        if self.taken:
            settle_payments(self.operation, self.taken, [row for row, _ in written])
        if not self.readers or not written:
            return
        columns = list(zip(*cells, strict=False))
        place_of = {id(row): at for at, row in enumerate(rows)}
        values = {name: reader.read(columns[reader.at])[0] for name, reader in self.readers.items()}
        owners = [owner for _, owner in written]
        lines, payments = lines_of(owners), payments_of(owners)
        beside: list[Stated] = []
        alone: list[tuple[Stated, int, Values | None]] = []
        for row, owner in written:
            said = {name: values[name][place_of[id(row)]] if name in values else None for name in TOTALS}
            if any(said.values()):
                came, spent = int(said[RECEIVED] or 0), int(said[PAID] or 0)
                held = used(payments.get(owner, ()))
                one = Stated(row, came, spent, lines.get(owner, []), bool(held))
                if any(line["remark"] != STATED for line in one.lines):
                    self._make_way(one, held)
                    beside.append(one)
                else:
                    alone.append((one, owner, next(iter(one.lines), None)))
        place(self.operation, beside, self.day, self.why)
        self._keep(alone, payments)

    def _make_way(self, one: Stated, held: set[int]) -> None:
        """The table has its columns of sources now: what stood for all of them goes."""
        gone = {line["id"] for line in one.lines if line["remark"] == STATED} - held
        self.operation.delete(ledger("fund_line"), gone)
        one.lines = [line for line in one.lines if line["id"] not in gone]

    def _keep(self, alone: Sequence[tuple[Stated, int, Values | None]], payments: dict[int, list[Values]]) -> None:
        """The totals of projects without lines of their own: one line each, and what was paid since."""
        paid = {owner: sum(one["amount"] for one in payments.get(owner, ())) for _, owner, _ in alone}
        new = []
        edits: dict[int, Values] = {}
        line_of: dict[int, int] = {}
        for one, owner, mine in alone:
            amount = max(one.came, one.spent)
            if mine is None:
                values = {"project": owner, "source": UNKNOWN, "amount": amount, "received_on": self.day}
                new.append((one, owner, {**values, "remark": STATED}))
            elif amount < paid[owner]:
                one.row.say([Note("warn", "", "累计支出", "比已经登记的少，没有改，请核对")])
            else:
                line_of[owner] = mine["id"]
                edits[mine["id"]] = {"amount": amount}
        self.operation.edit(ledger("fund_line"), edits)
        line_of |= self._add("fund_line", new)
        more = [(one, owner, one.spent - paid[owner]) for one, owner, _ in alone if owner in line_of]
        self._add("payment", [
            (one, owner, {"fund_line": line_of[owner], "date": self.day, "amount": amount, "purpose": STATED})
            for one, owner, amount in more if amount > 0
        ])  # fmt: skip
        for one, owner, mine in alone:
            if owner in line_of or mine is None:
                self._tell_kept(one, is_new=mine is None, spent=one.spent > paid[owner])

    def _tell_kept(self, one: Stated, *, is_new: bool, spent: bool) -> None:
        if is_new or spent:
            kept = "到位记一笔“来源未细分”，支出记一笔拨付；导入资金明细后自动换下"
            text = f"没有资金明细，{self.day} {STATED}{self.why}：{kept}"
            one.row.say([Note("warn", "", "到位资金", text)])

    def _add(self, name: str, new: Sequence[tuple[Stated, int, Values]]) -> dict[int, int]:
        """Add a record for each project; {project: its id}, without those that were not right."""
        of = ledger(name)
        base = blank(of)
        drafts = [Draft(of, {**base, **values}, ref=(one.row, owner)) for one, owner, values in new]
        check_drafts(drafts)
        for draft in drafts:
            if draft.failed:
                told = "；".join(problem.text for problem in draft.problems)
                draft.ref[0].say([Note("warn", "", of.title, told)])
        good = [draft for draft in drafts if not draft.failed]
        ids = self.operation.add(of, [draft.values for draft in good])
        return {draft.ref[1]: id for draft, id in zip(good, ids, strict=True)}

    def _take_back(self, rows: Sequence[Any]) -> None:
        """Real lines of these rows' projects are there: what the project table said stands back."""
        projects = sorted({row.values["project"] for row in rows if row.values["project"] is not None})
        payments = payments_of(projects)
        for owner, lines in lines_of(projects).items():
            held = used(payments.get(owner, ()))
            stated = [line["id"] for line in lines if line["remark"] == STATED and line["id"] not in held]
            if stated and len(stated) < len(lines):
                self.operation.delete(ledger("fund_line"), stated)
                row = next(row for row in rows if row.values["project"] == owner)
                row.say([Note("warn", "", "资金", f"原来{STATED}的到位和支出已换成这里的明细，支出请再导入拨付")])


def _day(names: Sequence[str], foot: Callable[[], Sequence[str]]) -> tuple[str, str]:
    """The last day of the month that title, sheet or file name, else the day the table was filled in, else today.

    Never after today. The second text says where the day comes from when no month is named.
    """
    today = clock.today_text()
    if month := month_of(one for one in names if not is_filling_day(one)):
        year, number = int(month[:4]), int(month[5:])
        return min(f"{month}-{calendar.monthrange(year, number)[1]:02d}", today), ""
    if day := day_of(names) or day_of(foot()):
        return min(day, today), "（表上没写月份，按填表日期）"
    return today, "（表上没写月份，按今天；要算进别的月份，请把月份写进表名再导入，或改这笔的日期）"
