"""The headless command ``closing``: close a month, list what was closed, compare, prove."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from models import closed
from ui.cli_open import as_json, open_db
from ui.cli_output import say, say_json, table
from ui.cli_parser import Refusal

NOW = ("now", "现在")


def closing(arguments: Namespace) -> int:
    """Do what the first word says; 1 when something differs (compare) or does not hold (verify)."""
    actions = {"make": _make, "open": _open, "list": _list, "compare": _compare, "verify": _verify}
    if arguments.action not in actions:
        raise Refusal(f"“{arguments.action}”看不懂，只能是 {'、'.join(actions)}")
    open_db(arguments)
    try:
        return actions[arguments.action](arguments)
    except KeyError as error:
        raise Refusal(str(error.args[0])) from None


def _words(arguments: Namespace, most: int, what: str) -> list[str]:
    if len(arguments.which) > most:
        raise Refusal(f"closing {arguments.action} 后面最多写 {most} 个{what}")
    return list(arguments.which)


def _facts(one: Any) -> dict[str, Any]:
    return {"number": one.number, "month": one.month, "asof": one.asof, "at": one.at, "who": one.who,
            "note": one.note, "figures": one.figures, "digest": one.digest}  # fmt: skip


def _make(arguments: Namespace) -> int:
    from models.reports import closing as rules

    words = _words(arguments, 1, "月份")
    parts = [_part(one) for one in arguments.part]
    made = rules.make(words[0] if words else "", arguments.note, parts=parts)
    if as_json(arguments):
        say_json({**_facts(made), "reports": rules.reports(made)})
    else:
        say(f"已结账：{made.title}，指标 {made.figures} 个，报表 {len(rules.reports(made))} 份，校验码 {made.short}。")
    return 0


def _part(text: str) -> str:
    found = next((name for name, title in closed.PARTS.items() if text in (name, title)), None)
    if found is None:
        raise Refusal(f"没有“{text}”这一块，有：{'、'.join(closed.PARTS.values())}")
    return found


def _open(arguments: Namespace) -> int:
    from models.record import Refused

    words = _words(arguments, 1, "月份")
    if not words or len(arguments.part) != 1:
        raise Refusal("写明开哪个月、哪一块：closing open 2026-05 --part 项目资金 --note 原因")
    try:
        closed.open_again(_part(arguments.part[0]), words[0], arguments.note)
    except Refused as error:
        raise Refusal(str(error)) from None
    say(closed.state_text())
    return 0


def _list(arguments: Namespace) -> int:
    from models.reports import closing as rules

    _words(arguments, 0, "")
    every = rules.closings()
    if as_json(arguments):
        say_json([_facts(one) for one in every])
        return 0
    rows = [[one.number, one.month, one.at[:16], one.who, str(one.figures), one.short, one.note] for one in every]
    if said := closed.state_text():
        say(f"不许改的：{said}")
    say(table(("编号", "月份", "结账时间", "经办人", "指标", "校验码", "说明"), rows) if rows else "还没有结过账。")
    return 0


def _compare(arguments: Namespace) -> int:
    from models.reports import closing as rules

    words = _words(arguments, 2, "结账")
    if not words:
        every = rules.closings()
        if not every:
            raise Refusal("还没有结过账，没有什么可比。先用 closing make 结一次账")
        words = [every[0].number]
    old = rules.find(words[0])
    new = None if len(words) < 2 or words[1] in NOW else rules.find(words[1])
    if new is not None and new.id < old.id:
        old, new = new, old
    found = rules.compare(old, new, every=arguments.every)
    if arguments.figure:
        found = [one for one in found if one.figure.name.partition(".")[0] in arguments.figure
                 or one.figure.name in arguments.figure]  # fmt: skip
    after = "now" if new is None else new.number
    if as_json(arguments):
        say_json({"old": old.number, "new": after, "differences": [_told(one, arguments.records) for one in found]})
        return 1 if found else 0
    for one in found:
        said = one.step or ("只是背后的记录变了" if not one.value_differs else "")
        say(f"{one.name}：{one.text('old')} → {one.text('new')}" + (f"（{said}）" if said else ""))
        for change in rules.records(one) if arguments.records else ():
            say(f"    {_line(change)}")
    say(f"{old.title} 和{'现在' if new is None else f' {new.title} '}比，{len(found)} 个指标不同。")
    return 1 if found else 0


def _line(change: Any) -> str:
    from models.reports.closing.compare import WORDS

    fields = "；".join(f"{label}：{old} → {new}" for label, old, new in change.fields)
    return "　".join(part for part in (f"{WORDS[change.kind]} {change.label}", change.why, fields) if part)


def _told(one: Any, with_records: bool) -> dict[str, Any]:
    from models.reports.closing import records

    figure = one.figure
    facts: dict[str, Any] = {
        "name": figure.name, "title": figure.title, "village": figure.village, "year": figure.year,
        "unit": figure.unit, "old": one.old and one.old.figure.value, "new": one.new and one.new.figure.value,
        "step": one.step,
    }  # fmt: skip
    if with_records:
        facts["records"] = [
            {"kind": change.kind, "ledger": change.ledger, "id": change.id, "label": change.label, "why": change.why,
             "fields": [{"label": label, "old": old, "new": new} for label, old, new in change.fields]}
            for change in records(one)
        ]  # fmt: skip
    return facts


def _verify(arguments: Namespace) -> int:
    from models.reports import closing as rules

    chosen = [rules.find(one) for one in arguments.which] or rules.closings()
    wrong = {one.number: rules.verify(one) for one in chosen}
    if as_json(arguments):
        say_json([{"number": number, "ok": not texts, "problems": texts} for number, texts in wrong.items()])
    else:
        for number, texts in wrong.items():
            say("\n".join(texts) if texts else f"{number} 和结账时一样。")
    return 1 if any(wrong.values()) else 0


def add_commands(add: Callable[..., Any]) -> None:
    """Put the command into the parser."""
    one = add(
        "closing",
        "月末结账：存下一个月的全部指标和报表，列出，和上次比，校验",
        "make [月份] 结账（不写月份则刚结束的那个月），--part 写明的以后不许改；"
        "open 月份 --part … --note 原因 开账；list 列出；"
        "compare [结账 [结账|now]] 比出不同的指标；"
        "verify [结账…] 核对有没有被改过。结账写编号（JZ202606-1）或月份（2026-06）。",
    )
    one.add_argument("action", metavar="做什么", help="make、open、list、compare 或 verify")
    one.add_argument("which", metavar="月份或结账", nargs="*")
    one.add_argument("--note", metavar="文字", default="", help="结账的说明（make），开账的原因（open）")
    one.add_argument(
        "--part", metavar="哪一块", action="append", default=[],
        help=f"{'、'.join(closed.PARTS.values())}，可写几次（make、open）",
    )  # fmt: skip
    one.add_argument("--figure", metavar="指标", action="append", default=[], help="只比这个指标，可写几次（compare）")
    one.add_argument("--records", action="store_true", help="列出背后新增、不再计入和改过的记录（compare）")
    one.add_argument("--every", action="store_true", help="数没变、背后的记录变了的也列出（compare）")
