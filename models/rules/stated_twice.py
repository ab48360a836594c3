"""Money kept 按表登记 beside money keyed one by one: it counts twice; 对账 tells it later, the form while one types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from models import advice, query
from models.kinds import Money, Problem
from models.ledger import ledger
from models.ledgers.projects.fund_line import PLACED, STATED
from models.query import Selection
from models.record import load

Row = Mapping[str, Any]
_LINE = ("amount", "remark", "received_on")
_PAYMENT = ("amount", "purpose", "date")


def line_twice(lines: Sequence[Row]) -> Row | None:
    """Of one project's fund lines: the one that stands for a table's total beside lines of their own; else None."""
    stated = [one for one in lines if one["remark"] == STATED]
    if stated and len(stated) < len(lines):
        return stated[0]
    placed = [one for one in lines if one["remark"] == PLACED]
    keyed = any(one["received_on"] and one["remark"] != PLACED for one in lines)
    return placed[0] if placed and keyed else None


def payment_twice(payments: Sequence[Row]) -> Row | None:
    """Of one project's payments: the one for a table's total that holds others of its day or before; else None."""
    first = min((one["date"] for one in payments if one["purpose"] != STATED and one["date"]), default="9999")
    return next((one for one in payments if one["purpose"] == STATED and (one["date"] or "") >= first), None)


def listen() -> None:
    """Let forms tell it from now on."""
    advice.subscribe(hints)


def hints(name: str, id: int) -> list[Problem]:
    """What is counted twice in the project of this record, as it stands in the open transaction."""
    if name not in ("project", "fund_line", "payment"):
        return []
    project = _project_of(name, id)
    if project is None:
        return []
    at = {"project": "fund_line"}.get(name, "amount")
    found = []
    if name != "payment" and (line := line_twice(_rows("fund_line", "project", project, _LINE))) is not None:
        found.append(
            f"有一笔 {_wan(line)} 是从项目表里按表登记的到位资金，又有逐笔登记的，合计会算两次。"
            f"逐笔登记齐了，就把备注“{line['remark']}”的那笔删掉"
        )
    if (payment := payment_twice(_rows("payment", "fund_line.project", project, _PAYMENT))) is not None:
        found.append(
            f"{payment['date']} 有一笔 {_wan(payment)} 是从项目表里按表登记的支出，"
            "同日或以前又有逐笔的拨付，支出会算两次。"
            f"逐笔登记齐了，就把用途“{STATED}”的那笔拨付删掉"
        )
    return [Problem(text, at, "warn") for text in found]


def _project_of(name: str, id: int) -> int | None:
    if name == "project":
        return id
    row = load(ledger(name), [id]).get(id)
    if row is None or name == "fund_line":
        return None if row is None else row["project"]
    return None if row["fund_line"] is None else _project_of("fund_line", row["fund_line"])


def _rows(name: str, link: str, project: int, paths: Iterable[str]) -> list[Row]:
    names = tuple(paths)
    chosen = Selection(name).where(link, "in", [project])
    return [dict(zip(names, values, strict=True)) for _, values in sorted(query.each(chosen, names, raw=True))]


def _wan(row: Row) -> str:
    return f"{Money('万元').to_text(row['amount'] or 0)} 万元"
