"""The headless command ``reconcile``: every break, grouped by kind; exit 1 when there are any."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from ui.cli_open import as_json, open_db
from ui.cli_output import say, say_json
from ui.cli_parser import Refusal


def reconcile(arguments: Namespace) -> int:
    """Tell what does not fit; 1 when something does not."""
    from models.rules import reconcile as rules

    try:
        kinds = [kind for kind in arguments.kinds if rules.known(kind)] or None
    except KeyError as error:
        raise Refusal(error.args[0]) from None
    open_db(arguments)
    found = rules.breaks(kinds)
    if as_json(arguments):
        say_json([{"kind": one.kind, "title": rules.CHECKS[one.kind].title, "ledger": one.ledger, "id": one.id,
                   "text": one.text} for one in found])  # fmt: skip
        return 1 if found else 0
    for kind, check in rules.CHECKS.items():
        mine = [one for one in found if one.kind == kind]
        if mine:
            say(f"{check.title}：{len(mine)} 处")
            for one in mine:
                say(f"  {one.text}")
    if not found and rules.is_empty():
        say(f"{rules.NOTHING}。")
        return 0
    say(f"共 {len(found)} 处对不上。" if found else "各项都对得上。")
    return 1 if found else 0


def add_commands(add: Callable[..., Any]) -> None:
    """Put the command into the parser."""
    one = add("reconcile", "对账：预算、资金、支付、阶段、资产、销售、分配、捐赠，逐项找出对不上的")
    one.add_argument("kinds", nargs="*", metavar="对账项", help="不写则全部")
