"""Checks of money: fund lines, payments, contracts (domain.md §9.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.ledgers.projects.fund_line import STATED
from models.rules.reconcile.base import (
    MONEY,
    check,
    label_of,
    rows,
    wan,
    yuan,
)
from models.rules.stated_twice import line_twice, payment_twice


@check("budget_differs", "资金合计与计划总投资不相等", MONEY)
def budget_differs() -> Iterator[tuple[str, int, str]]:
    """Σ fund lines = planned total (domain.md §9.2)."""
    for id, row in rows("project", "name", "budget_total", "funds_total"):
        if row["budget_total"] is not None and row["funds_total"] and row["funds_total"] != row["budget_total"]:
            yield (
                "project",
                id,
                f"{row['name']}：资金合计 {wan(row['funds_total'])}，计划总投资 {wan(row['budget_total'])}",
            )


@check("line_overpaid", "支付超过资金额度", MONEY)
def line_overpaid() -> Iterator[tuple[str, int, str]]:
    """Σ payments ≤ fund line (domain.md §9.4)."""
    for id, row in rows("fund_line", "project.name", "source", "amount", "balance"):
        if row["balance"] < 0:
            source = label_of("fund_source", row["source"])
            yield (
                "fund_line",
                id,
                f"{row['project.name']}：{source}只有 {wan(row['amount'] or 0)}，多付 {wan(-row['balance'])}",
            )


@check("paid_before_received", "资金没有下达就支付", MONEY)
def paid_before_received() -> Iterator[tuple[str, int, str]]:
    """Money is paid after it came."""
    for id, row in rows("payment", "fund_line.project.name", "fund_line.received_on", "date", "amount"):
        received, date = row["fund_line.received_on"], row["date"]
        if date and (received is None or date < received):
            came = f"资金 {received} 才下达" if received else "资金还没有下达"
            yield "payment", id, f"{row['fund_line.project.name']}：{date} 支付 {yuan(row['amount'])}，{came}"


@check("paid_before_approval", "项目没有立项就支付", MONEY)
def paid_before_approval() -> Iterator[tuple[str, int, str]]:
    """Nothing is paid for a project that is only an idea, or before the day it was approved."""
    approved = {row["project"]: row["done_on"] for _, row in rows("project_step", "project", "stage", "done_on")
                if row["stage"] == "03" and row["done_on"]}  # fmt: skip
    paths = ("fund_line.project", "fund_line.project.name", "fund_line.project.stage", "date", "amount")
    for id, row in rows("payment", *paths):
        day = approved.get(row["fund_line.project"])
        early = row["fund_line.project.stage"] in ("01", "02") or (day is not None and (row["date"] or "") < day)
        if early:
            why = f"{day} 才立项" if day else "项目还没有立项"
            yield "payment", id, f"{row['fund_line.project.name']}：{row['date']} 支付 {yuan(row['amount'])}，{why}"


@check("paid_over_contract", "支付超过合同或结算金额", MONEY)
def paid_over_contract() -> Iterator[tuple[str, int, str]]:
    """Paid ≤ settled, else paid ≤ contract."""
    for id, row in rows("project", "name", "contract_amount", "settled_amount", "paid"):
        limit = row["settled_amount"] or row["contract_amount"]
        if limit and row["paid"] > limit:
            word = "结算" if row["settled_amount"] else "合同"
            yield "project", id, f"{row['name']}：已支付 {wan(row['paid'])}，{word}金额 {wan(limit)}"


@check("settled_over_budget", "结算超过合同，或合同超过计划总投资", MONEY)
def settled_over_budget() -> Iterator[tuple[str, int, str]]:
    """Settled ≤ contract ≤ planned total."""
    for id, row in rows("project", "name", "budget_total", "contract_amount", "settled_amount"):
        for low, high, words in (
            ("settled_amount", "contract_amount", ("结算", "合同")),
            ("contract_amount", "budget_total", ("合同", "计划总投资")),
        ):
            if row[low] and row[high] and row[low] > row[high]:
                yield "project", id, f"{row['name']}：{words[0]} {wan(row[low])}，{words[1]} {wan(row[high])}"


@check("voucher_twice", "同一凭证登记了两次", MONEY)
def voucher_twice() -> Iterator[tuple[str, int, str]]:
    """A voucher, or a payment of the same day, payee and amount, stands once."""
    seen: dict[Any, int] = {}
    for id, row in rows("payment", "voucher_no", "date", "payee", "amount", "fund_line"):
        keys = [("v", row["voucher_no"])] if row["voucher_no"] else []
        if row["payee"]:
            keys.append(("p", (row["date"], row["payee"], row["amount"], row["fund_line"])))
        if any(key in seen for key in keys):
            what = f"凭证 {row['voucher_no']}" if row["voucher_no"] else f"付给{row['payee']}"
            yield "payment", id, f"{row['date']} {what} {yuan(row['amount'])}，已经登记过一次"
        for key in keys:
            seen.setdefault(key, id)


@check("line_without_document", "已下达的资金没有文号", MONEY)
def line_without_document() -> Iterator[tuple[str, int, str]]:
    """Money that came has its document."""
    for id, row in rows("fund_line", "project.name", "source", "doc_no", "received_on"):
        if row["received_on"] and not row["doc_no"]:
            source = label_of("fund_source", row["source"])
            yield "fund_line", id, f"{row['project.name']}：{source} {row['received_on']} 下达，没有资金文号"


@check("stated_beside_lines", "按表登记的资金与逐笔登记的并存", MONEY)
def stated_beside_lines() -> Iterator[tuple[str, int, str]]:
    """What stands for the total of a table goes when the lines themselves are there, or it counts twice."""
    found: dict[int, list[dict[str, Any]]] = {}
    for id, row in rows("fund_line", "project", "project.name", "amount", "remark", "received_on"):
        found.setdefault(row["project"], []).append({**row, "id": id})
    for one in filter(None, map(line_twice, found.values())):
        sure = "会" if one["remark"] == STATED else "可能"
        told = f"{one['project.name']}：{one['remark']} {wan(one['amount'])}，又有逐笔登记的，{sure}算两次"
        yield "fund_line", one["id"], told


@check("stated_beside_payments", "按表登记的支出与逐笔拨付并存", MONEY)
def stated_beside_payments() -> Iterator[tuple[str, int, str]]:
    """A payment that stands for the total of a table holds those of its day and before, or they count twice."""
    found: dict[int, list[dict[str, Any]]] = {}
    for id, row in rows("payment", "fund_line.project", "fund_line.project.name", "date", "amount", "purpose"):
        found.setdefault(row["fund_line.project"], []).append({**row, "id": id})
    for one in filter(None, map(payment_twice, found.values())):
        name = one["fund_line.project.name"]
        yield "payment", one["id"], f"{name}：{STATED}支出 {wan(one['amount'])}，同日或以前又有逐笔拨付，可能算两次"
