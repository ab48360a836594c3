"""Terms of a credit (domain.md §2, §8.4): what the regime of its start allows, when it is due, what is still owed."""

import datetime
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from peewee import Case, fn

from models import clock
from models.checking import in_order, keyed, mine, within
from models.codes import code_list, norm, regime_for, regimes, words
from models.kinds import Problem
from models.ledgers.households._ages import month_number, months
from models.record import Draft, Values

EXTENDED = "03"


def called(model: Any) -> Any:
    """SQL for the name of the credit in the words of its start (贷款名称 changed in 2026)."""
    known = regimes()
    past = [
        (model.start < str(after.valid_from), words(str(before.valid_to))["credit"])
        for before, after in itertools.pairwise(known)
    ]
    return Case(None, [(model.start.is_null(), None), *past], words(str(known[-1].valid_from))["credit"])


def term(model: Any) -> Any:
    """SQL for its months."""
    return month_number(model.due) - month_number(model.start)


def alert(model: Any) -> Any:
    """SQL for 已过期, or the narrowest of the days before it is due, of what is not repaid."""
    today, due = clock.today(), fn.COALESCE(model.extended_to, model.due)
    steps = [
        (due <= (today + datetime.timedelta(days)).isoformat(), f"{days}天内到期")
        for days in sorted(norm("loan.alert_days"))
    ]
    closed = model.repaid_on.is_null(False) | due.is_null()
    return Case(None, [(closed, None), (due < today.isoformat(), "已过期"), *steps], None)


def until(model: Any) -> Any:
    """SQL for the day it was repaid, far away while it is not."""
    return fn.COALESCE(model.repaid_on, "9999-12")


def term_problems(values: Values) -> Iterator[Problem]:
    """Cap, term and purpose of the regime of its start."""
    start, due, amount = values["start"], values["due"], values["amount"]
    if due is None:
        yield Problem("到期日期没有填，到期前提醒不了", "due", "warn")
    elif start and due <= start:
        yield Problem("到期日期应晚于放款日期", "due")
    if start:
        facts, name = regime_for(start).facts, words(start)["credit"]
        cap, longest = facts.get("credit_cap_yuan"), facts.get("credit_max_months")
        if cap and amount is not None and amount > cap * 100:
            yield Problem(f"{name}每户不超过 {cap // 10000} 万元", "amount")
        if longest and due and months(start, due) - 1 > longest:
            yield Problem(f"{name}期限不超过 {longest} 个月", "due")
    if word := _misuse(values["purpose"]):
        yield Problem(f"小额信贷只能用于发展生产，不能用于“{word}”", "purpose")


def owed_problems(model: Any, values: Values) -> Iterator[Problem]:
    """What is owed, extended and overdue."""
    yield from within(model, values, "amount", "balance")
    if values["repaid_on"] and values["balance"]:
        yield Problem("已还清，贷款余额应为 0", "balance")
    yield from in_order(model, values, "start", "repaid_on")
    if (values["renewal"] == EXTENDED) != bool(values["extended_to"]):
        yield Problem("展期要填展期到哪天，也只有展期才填", "extended_to")
    last = values["extended_to"] or values["due"]
    if last and last < clock.today_text() and values["balance"] and not values["overdue"]:
        yield Problem("已过到期日期还有余额，请核对是否逾期", "overdue", "warn")
    if values["overdue"] and last and last >= clock.today_text():
        yield Problem("还没有到期，请核对是否逾期", "overdue", "warn")


def open_before(drafts: Sequence[Draft]) -> None:
    """One open contract per household (unverified): told of."""
    wanted = [d for d in drafts if d.values["household"] is not None and d.values["balance"]]
    if not wanted:
        return
    model, own = drafts[0].ledger.model, mine(drafts)
    still = (model.balance > 0) & model.repaid_on.is_null()
    rows = keyed(model, model.household, {d.values["household"] for d in wanted}, model.id, where=still)
    taken = {home for home, id in rows if id not in own}
    for draft in wanted:
        if draft.values["household"] in taken:
            draft.warn("这一户还有没还清的小额信贷", "household")
        taken.add(draft.values["household"])


def _misuse(purpose: str | None) -> str:
    for one in code_list("loan_misuse") if purpose else ():
        for word in (one.label, *one.aliases):
            if word in str(purpose):
                return word
    return ""
