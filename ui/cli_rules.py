"""The headless command ``check``: what contradicts itself in the records, rule by rule; exit 1 when something does."""

from __future__ import annotations

import datetime
from argparse import Namespace
from collections.abc import Callable
from typing import Any

from models.ledger import ledger
from ui.cli_open import as_json, open_db
from ui.cli_output import say, say_json
from ui.cli_parser import Refusal

SOME = 20
"""How many findings of a rule are told in words; ``--json`` has all."""


def check(arguments: Namespace) -> int:
    """Run the rules; 1 when something is found."""
    from models.rules import check as rules

    day = _day(arguments.today)
    try:
        wanted = rules.chosen(arguments.rule or None, day)
    except KeyError as error:
        raise Refusal(f"{error.args[0]}；有哪些规则见：check --list") from None
    if arguments.list:
        return _list(wanted, as_json(arguments))
    open_db(arguments)
    report = rules.run(wanted, day, _village(arguments.village))
    if as_json(arguments):
        seconds = {id: round(used, 4) for id, used in report.seconds.items()}
        say_json(
            {
                "today": report.today.isoformat(),
                "seconds": seconds,
                "findings": [_plain(one) for one in report.findings],
            }
        )
    else:
        _tell(report)
    return 1 if report.findings else 0


def _day(text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Refusal(f"“{text}”不是日期，请写成 2026-06-30 这样") from None


def _village(text: str) -> int | None:
    if not text:
        return None
    model = ledger("village").model
    found = [id for id, name in model.select(model.id, model.name).tuples() if name == text]
    if not found:
        raise Refusal(f"没有叫“{text}”的村")
    return int(found[0])


def _plain(one: Any) -> dict[str, Any]:
    return {
        "rule": one.rule, "also": list(one.also), "severity": one.severity, "scope": one.scope,
        "household_no": one.household_no, "id_no": one.id_no, "village": one.place, "ledger": one.ledger,
        "record": one.uid, "field": one.field, "text": one.text,
    }  # fmt: skip


def _tell(report: Any) -> None:
    from models.rules.check import RULES, SEVERITIES

    by_rule: dict[str, list[Any]] = {}
    for one in report.findings:
        by_rule.setdefault(one.rule, []).append(one)
    for id, found in by_rule.items():
        rule = RULES[id]
        theirs = f"（{'、'.join(rule.also)}）" if rule.also else ""
        say(f"{id} {SEVERITIES[rule.severity]} {rule.title}{theirs}：{len(found)} 处")
        for one in found[:SOME]:
            say(f"  {one.place} {one.household_no} {one.id_no} {one.text}")
        if len(found) > SOME:
            say(f"  ……还有 {len(found) - SOME} 处")
    seconds = sum(report.seconds.values())
    slowest = sorted(report.seconds.items(), key=lambda pair: -pair[1])[:3]
    slow = "，".join(f"{id} {used:.2f} 秒" for id, used in slowest)
    total = len(report.findings)
    said = f"共 {total} 处要核实" if total else "没有发现问题"
    say(f"核对 {len(report.seconds)} 条规则，{said}；用时 {seconds:.1f} 秒（最慢：{slow}）。")


def _list(wanted: Any, json: bool) -> int:
    from models.rules.check import OWNERS, SCOPES, SEVERITIES

    if json:
        say_json([
            {"rule": one.id, "title": one.title, "also": list(one.also), "severity": one.severity, "scope": one.scope,
             "owner": one.owner, "basis": one.basis, "do": one.do, "reads": sorted(one.reads),
             "norms": sorted(one.norms)} for one in wanted
        ])  # fmt: skip
    else:
        for one in wanted:
            theirs = f"（{'、'.join(one.also)}）" if one.also else ""
            of = f"{SEVERITIES[one.severity]}·{SCOPES[one.scope]}·{OWNERS[one.owner]}"
            say(f"{one.id} {of} {one.title}{theirs}：{one.do}")
    return 0


def add_commands(add: Callable[..., Any]) -> None:
    """Put the command into the parser."""
    one = add("check", "体检：按规则找出记录里自相矛盾、漏填、不合政策的地方")
    one.add_argument(
        "--rule", metavar="编号", action="append", default=[], help="只核对这条规则（本程序或检查组的编号），可写几次"
    )
    one.add_argument("--village", metavar="村", default="", help="只核对一个村")
    one.add_argument("--today", metavar="日期", default="", help="按哪一天算年龄和月数（不写则今天）")
    one.add_argument("--list", action="store_true", help="列出规则，不核对")
