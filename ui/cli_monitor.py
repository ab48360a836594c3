"""``advance``: do one step of monitoring, or say what comes next and what stands against it."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from models import clock, history, query
from models.codes import code_list
from models.kinds import Fault
from models.ledger import Ledger, ledger
from models.record import load
from models.rules import monitoring
from models.rules.monitoring.advance import due, episode_values, village_of
from ui.cli_open import as_json, open_db
from ui.cli_output import say, say_json, table
from ui.cli_parser import Refusal


def add_commands(add: Any) -> None:
    """The words of the command."""
    names = "、".join(f"{one.identifier} {one.title}" for one in monitoring.STEPS)
    step = add(
        "advance",
        "办理监测对象的一步（申请、核实、评议、公示、审定……消除）",
        "办理监测对象的一步。不写步骤，就列出办到了哪里、下一步是什么、还缺什么。\n"
        "UID 是监测对象的（list episode --json 查）；第一步 application 用监测线索的（list clue --json）。\n"
        f"步骤：{names}",
    )
    step.add_argument("uid", metavar="UID")
    step.add_argument("step", metavar="步骤", nargs="?")
    step.add_argument("--date", metavar="日期", help="办理的日期，公示为开始日期")
    step.add_argument(
        "--field", metavar="字段=值", action="append", default=[], help="这一步要填的，可写几次；字段用标识或名称"
    )


def advance(arguments: Namespace) -> int:
    """Refused steps name every reason and exit with 2."""
    open_db(arguments)
    name, id = _found(arguments.uid)
    if not arguments.step:
        return _look(arguments, name, id)
    try:
        step = monitoring.step_of(arguments.step)
    except KeyError as error:
        raise Refusal(error.args[0]) from None
    if (name == "clue") != (step.code == "01"):
        raise Refusal("申请（application）用监测线索的 UID，其余各步用监测对象的 UID")
    values = _values(step, [*([f"date={arguments.date}"] if arguments.date else []), *arguments.field])
    saved = monitoring.start(id, values) if name == "clue" else monitoring.advance(id, step, values)
    state = code_list("episode_state").label(episode_values(saved.id)["state"])
    told = [one.text for one in saved.problems]
    if as_json(arguments):
        uid = load(ledger("episode"), [saved.id])[saved.id]["uid"]
        say_json(
            {"episode": uid, "step": step.identifier, "state": state, "operation": saved.operation, "problems": told}
        )
        return 0
    say(f"已办理“{step.title}”，现在是“{state}”（操作 {saved.operation}）。")
    for text in told:
        say(f"提示：{text}")
    return 0


def _found(uid: str) -> tuple[str, int]:
    for name in ("episode", "clue"):
        id = history.record_of(name, uid)
        if id is not None and load(ledger(name), [id]):
            return name, id
    raise Refusal(f"没有 uid 为“{uid}”的监测对象或线索，用 list episode --json 可以查到")


def _values(step: monitoring.Step, words: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for word in words:
        key, sign, text = word.partition("=")
        if not sign:
            raise Refusal(f"“{word}”应写成 字段=值")
        path, field = _field(step, key.strip())
        try:
            values[path] = field.kind.parse(text)
        except Fault as fault:
            raise Refusal(f"{field.label}：{fault.text}") from None
    return values


def _field(step: monitoring.Step, name: str) -> tuple[str, Any]:
    for path in ("date", "remark", *step.asks):
        of: Ledger = ledger("episode") if path.startswith("episode.") else ledger("episode_step")
        field = of.fields[path.rpartition(".")[2]]
        if name in (path, field.name, field.label):
            return path, field
    labels = [
        (ledger("episode") if path.startswith("episode.") else ledger("episode_step")).fields[path.rpartition(".")[2]]
        for path in step.asks
    ]
    known = "、".join(f"{one.name}（{one.label}）" for one in labels)
    raise Refusal(f"“{step.title}”没有“{name}”这一项；可填的有：date（日期）、{known}")


def _look(arguments: Namespace, name: str, id: int) -> int:
    if name == "clue":
        result = load(ledger("clue"), [id])[id]["result"]
        say(
            "这条线索"
            + (f"已办结：{code_list('clue_result').label(result)}" if result else "还没有办结，可以 application")
        )
        return 0
    values, done = episode_values(id), monitoring.steps_of(id)
    coming = monitoring.next_step(values["state"] or "")
    against = monitoring.problems(values, done, coming, values_of(coming, values)) if coming else []
    state = code_list("episode_state").label(values["state"])
    last = due(coming, done, village_of(values)) if coming else None
    if as_json(arguments):
        say_json({
            "state": state,
            "steps": [{"step": code_list("episode_step").label(one["step"]), "date": one["date"]} for one in done],
            "next": coming.identifier if coming else None, "due": last.isoformat() if last else None,
            "missing": [one.text for one in against],
            "asides": [one.identifier for one in monitoring.asides(values["state"] or "")],
        })  # fmt: skip
        return 0
    say(f"{query.label_of(ledger('episode'), id)}：{state}")
    if done:
        rows = [[code_list("episode_step").label(one["step"]), one["date"], one["until"] or ""] for one in done]
        say(table(("步骤", "日期", "公示结束"), rows))
    if coming is not None:
        say(f"下一步：{coming.title}（{coming.identifier}）" + (f"，最迟 {last.isoformat()}" if last else ""))
        for one in against:
            say(f"  还缺：{one.text}")
    return 0


def values_of(step: monitoring.Step, episode: dict[str, Any]) -> dict[str, Any]:
    """What the episode says already of what a step asks, on today's date."""
    return {"date": clock.today_text()} | {
        path: episode[path.partition(".")[2]] for path in step.asks if path.startswith("episode.")
    }
