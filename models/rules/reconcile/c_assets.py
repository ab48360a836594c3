"""Checks of assets and of what is shared out (domain.md §9.8, §12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models import clock
from models.rules import dividends
from models.rules.reconcile.base import (
    ASSETS,
    SHARES,
    check,
    rows,
    wan,
    yuan,
)


@check("asset_without_owner", "资产没有确权", ASSETS)
def asset_without_owner() -> Iterator[tuple[str, int, str]]:
    """Every asset has an owner (domain.md §9.8)."""
    for id, row in rows("asset", "name", "owner_level", "owner"):
        if not row["owner_level"] and not row["owner"]:
            yield "asset", id, f"{row['name']}：没有所有权人"


@check("asset_without_keeper", "资产没有管护责任人", ASSETS)
def asset_without_keeper() -> Iterator[tuple[str, int, str]]:
    """Public and operating assets have a keeper."""
    for id, row in rows("asset", "name", "asset_class", "keeper", "state"):
        if row["asset_class"] != "03" and row["state"] != "05" and not row["keeper"]:
            yield "asset", id, f"{row['name']}：没有管护责任人"


@check("assets_over_investment", "形成资产超过项目投资", ASSETS)
def assets_over_investment() -> Iterator[tuple[str, int, str]]:
    """What a project left behind is worth no more than what it cost."""
    worth: dict[int, int] = {}
    for _, row in rows("asset", "project", "value"):
        if row["project"] is not None:
            worth[row["project"]] = worth.get(row["project"], 0) + (row["value"] or 0)
    for id, row in rows("project", "name", "investment"):
        if id in worth and worth[id] > row["investment"]:
            yield "project", id, f"{row['name']}：资产 {wan(worth[id])}，投资 {wan(row['investment'])}"


@check("asset_shared_over_income", "资产收益分配超过实际收益", ASSETS)
def asset_shared_over_income() -> Iterator[tuple[str, int, str]]:
    """No more is shared out than was earned."""
    for id, row in rows("asset_income", "asset.name", "year", "actual", "shared"):
        if (row["shared"] or 0) > (row["actual"] or 0):
            text = f"{row['asset.name']} {row['year']}年：收益 {yuan(row['actual'] or 0)}，分配 {yuan(row['shared'])}"
            yield "asset_income", id, text


@check("contract_over", "经营合同已经到期", ASSETS)
def contract_over() -> Iterator[tuple[str, int, str]]:
    """An operating asset runs under a contract that is in force."""
    today = clock.today_text()
    for id, row in rows("asset", "name", "state", "contract_end"):
        if row["contract_end"] and row["contract_end"] < today and row["state"] in (None, "01", "02"):
            yield "asset", id, f"{row['name']}：合同 {row['contract_end']} 到期"


@check("plan_unbalanced", "分配明细与可分配收益不相等", SHARES)
def plan_unbalanced() -> Iterator[tuple[str, int, str]]:
    """Σ shares = what may be shared, to the fen (domain.md §12.3)."""
    for id, row in rows("distribution_plan", "village.name", "year", "source", "distributable", "difference"):
        if row["difference"]:
            word = "少分" if row["difference"] > 0 else "多分"
            text = f"{row['village.name']} {row['year']}年{row['source']}：{word} {yuan(abs(row['difference']))}"
            yield "distribution_plan", id, text


@check("plan_undecided", "收益分配没有民主决策", SHARES)
def plan_undecided() -> Iterator[tuple[str, int, str]]:
    """Shares rest on a meeting (domain.md §12.3)."""
    having = {row["plan"] for _, row in rows("distribution", "plan")}
    for id, row in rows("distribution_plan", "village.name", "year", "source", "meeting_date"):
        if id in having and not row["meeting_date"]:
            yield "distribution_plan", id, f"{row['village.name']} {row['year']}年{row['source']}：没有民主决策日期"


@check("paid_before_publicity", "公示没有结束就发放分红", SHARES)
def paid_before_publicity() -> Iterator[tuple[str, int, str]]:
    """Dividends are paid after the plan was public."""
    for id, row in rows("distribution", "plan.public_to", "household.head", "amount", "paid_on"):
        until = row["plan.public_to"]
        if until and row["paid_on"] and row["paid_on"] <= until:
            text = f"{row['household.head'] or ''} {row['paid_on']} 发放 {yuan(row['amount'])}，公示到 {until}"
            yield "distribution", id, text


@check("shared_twice", "同一户在一个方案里分了两次", SHARES)
def shared_twice() -> Iterator[tuple[str, int, str]]:
    """A household has one share per basis of a plan."""
    seen: set[Any] = set()
    for id, row in rows("distribution", "plan", "household", "household.head", "basis", "amount"):
        key = (row["plan"], row["household"], row["basis"])
        if None not in key[:2] and key in seen:
            yield "distribution", id, f"{row['household.head'] or ''}：同一方案里又分了 {yuan(row['amount'])}"
        seen.add(key)


@check("income_part", "经营性收入超过村集体收入", SHARES)
def income_part() -> Iterator[tuple[str, int, str]]:
    """其中 ≤ total (domain.md §12.1)."""
    for id, row in rows("ce_entry", "village.name", "year", "amount", "operating"):
        if row["amount"] is not None and (row["operating"] or 0) > row["amount"]:
            text = f"{row['village.name']} {row['year']}年：经营性 {wan(row['operating'])}，总额 {wan(row['amount'])}"
            yield "ce_entry", id, text


@check("dividend_stale", "分红改了，农户收入还没有跟上", SHARES)
def dividend_stale() -> Iterator[tuple[str, int, str]]:
    """What was carried over into a household's income is what it was given (domain.md §12.3)."""
    for id, head, year, carried, now in dividends.stale():
        yield "income_sheet", id, f"{head} {year}年：收入里带入分红 {yuan(carried)}，分红明细现在是 {yuan(now)}"
