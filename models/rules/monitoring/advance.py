"""Doing a step: what stands against it, and writing it with the new state of the episode as one operation."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from models import clock, query, workdays
from models.codes import code_list, norm
from models.database import database
from models.kinds import Problem
from models.ledger import ledger
from models.query import Selection
from models.record import DetailDraft, Draft, Refused, Saved, blank, check_drafts, load, open_draft
from models.rosters import write_form
from models.rules.monitoring import conditions
from models.rules.monitoring.steps import BY_CODE, CLUE, ELIMINATED, ENDING, Limit, Step, next_step
from models.writer import Operation

Values = dict[str, Any]
OBJECTED, REJECTED, ROLLED_BACK, NATURAL, ERROR = "12", "91", "40", "98", "99"
PROPOSED, APPROVED, COUNTY, PLANNED = "21", "26", "07", "10"
TAKEN, NOT_TAKEN = "01", "02"


def steps_of(episode: int) -> list[Values]:
    """The steps that were done, in the order in which they were done."""
    found = load(ledger("episode_step"), query.ids(Selection("episode_step").where("episode", "in", [episode])))
    return [values for _, values in sorted(found.items())]


def episode_values(id: int) -> Values:
    """All stored values of an episode. Raises Refused when it is gone."""
    found = load(ledger("episode"), [id])
    if id not in found:
        raise Refused([Problem("这条监测记录已被删除")])
    return found[id]


def village_of(episode: Values) -> int | None:
    """The village of the household."""
    row = query.rows("household", ("village",), [episode["household"]], raw=True).get(episode["household"])
    return row[0] if row else None


# --- dates ----------------------------------------------------------------------------------------------------------


def last_date(done: list[Values]) -> tuple[str, str]:
    """(date before which no further step may lie, what it is the date of); a publicity must have ended."""
    if not done:
        return "", ""
    last = done[-1]
    title = code_list("episode_step").label(last["step"])
    return (last["until"], f"“{title}”结束") if last["until"] else (last["date"], f"上一步“{title}”")


def since(limit: Limit, done: list[Values]) -> str:
    """The date from which a limit runs: the last of its steps that was done."""
    dates = [one["date"] for one in done if one["step"] in limit.since and one["date"]]
    return max(dates, default="")


def due(step: Step, done: list[Values], village: int | None) -> datetime.date | None:
    """The last day for a step, by the limits of the place on the day the limit began."""
    if step.limit is None or not (start := since(step.limit, done)) or len(start) < 10:
        return None
    unit = str(norm(step.limit.unit, start, village)) if step.limit.unit else workdays.NATURAL_UNIT
    return workdays.add_days(start, int(norm(step.limit.norm, start, village)), unit)


def publicity_end(start: str, village: int | None) -> str:
    """The first day on which a publicity that began then may end: both days count."""
    days = int(norm("limit.publicity_days", start, village))
    return (datetime.date.fromisoformat(start) + datetime.timedelta(days - 1)).isoformat()


# --- what stands against it -----------------------------------------------------------------------------------------


def problems(episode: Values, done: list[Values], step: Step, values: Mapping[str, Any]) -> list[Problem]:
    """Every reason why this step cannot be done like this; nothing is written."""
    found = _order(episode, step)
    if found:
        return found
    found = [
        *_date(done, values),
        *_blank(step, values),
        *_publicity(episode, step, values),
        *_people(episode, step, values),
    ]
    told, date = values.get("told_on"), values.get("date")
    if told and date and told < date:
        found.append(Problem("告知农户的日期早于作出决定的日期", "told_on"))
    if step.code in (PROPOSED, *(f"{n}" for n in range(22, 27))) and date and len(date) == 10:
        found += _conditions(episode, step, values, date)
    return found


def _order(episode: Values, step: Step) -> list[Problem]:
    state = episode["state"] or CLUE
    if state in step.after:
        return []
    label = code_list("episode_state").label
    now = f"现在是“{label(state)}”" if state else "还没有申请"
    coming = next_step(state)
    hint = f"，下一步是“{coming.title}”" if coming is not None else ""
    return [Problem(f"{now}，不能办理“{step.title}”{hint}")]


def _date(done: list[Values], values: Mapping[str, Any]) -> list[Problem]:
    date = values.get("date")
    if not date:
        return [Problem("日期没有填", "date")]
    if len(date) < 10:
        return [Problem("日期要写到哪一天", "date")]
    if date > clock.today_text():
        return [Problem(f"日期 {date} 还没有到", "date")]
    before, called = last_date(done)
    return [Problem(f"日期 {date} 早于{called}的日期 {before}", "date")] if before and date < before else []


def _blank(step: Step, values: Mapping[str, Any]) -> list[Problem]:
    found = []
    for name in step.needs:
        if values.get(name) in (None, ""):
            of = ledger("episode") if name.startswith("episode.") else ledger("episode_step")
            found.append(Problem(f"{of.fields[name.rpartition('.')[2]].label}没有填", name))
    return found


def _publicity(episode: Values, step: Step, values: Mapping[str, Any]) -> list[Problem]:
    start, end = values.get("date"), values.get("until")
    if not step.published or not start or not end or len(start) < 10:
        return []
    if len(end) < 10 or end < start:
        return [Problem("公示结束的日期不对：不能早于开始", "until")]
    first = publicity_end(start, village_of(episode))
    if end >= first:
        return []
    days = (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days + 1
    least = norm("limit.publicity_days", start, village_of(episode))
    return [Problem(f"公示只有 {days} 天，至少 {least} 天：{start} 开始的，最早 {first} 结束", "until")]


def _people(episode: Values, step: Step, values: Mapping[str, Any]) -> list[Problem]:
    persons, agreed = values.get("persons"), values.get("agreed")
    if "agreed" in step.asks:
        if persons is not None and agreed is not None and agreed * 2 <= persons and agreed <= persons:
            return [Problem(f"到会 {persons} 人，同意 {agreed} 人，没有过半，不能通过；不同意的请办理“不予”", "agreed")]
        return []
    least = norm("limit.verify_persons", values.get("date") or None, village_of(episode))
    if "persons" in step.asks and persons is not None and persons < least:
        return [Problem(f"入户核实至少 {least} 人", "persons")]
    return []


def _conditions(episode: Values, step: Step, values: Mapping[str, Any], date: str) -> list[Problem]:
    mine = {name.partition(".")[2]: value for name, value in values.items() if name.startswith("episode.")}
    whole = {**episode, **mine}
    found = []
    for one in conditions.findings(whole, date, final=step.code != PROPOSED):
        if one.level == conditions.REFUSED:
            found.append(Problem(one.text, "date"))
        elif one.level == conditions.RED and not whole["elim_note"]:
            found.append(Problem(f"{one.text}；确需消除的，在“情况说明”里写明依据和理由", "episode.elim_note"))
    return found


# --- doing it -------------------------------------------------------------------------------------------------------


def advance(episode: int, step: Step, values: Mapping[str, Any]) -> Saved:
    """Do a step: ``values`` fields of 办理步骤, those of the episode as "episode.field". Raises Refused."""
    stored, done = episode_values(episode), steps_of(episode)
    values = _filled(stored, step, values)
    if against := problems(stored, done, step, values):
        raise Refused(against)
    change = {name.partition(".")[2]: value for name, value in values.items() if name.startswith("episode.")}
    change |= effects(step, values)
    row = _row(step, values, stored, done)
    of = ledger("episode")
    with database.atomic():
        draft, before = open_draft(of, change, episode, None)
        check_drafts([draft])
        if draft.failed:
            raise Refused(draft.problems)
        name = query.label_of(of, episode)
        with Operation("form", f"{step.title}：{name}") as operation:
            _, told = write_form(operation, draft, before, {"episode_step": [DetailDraft(row)]})
            if any(problem.level == "error" for problem in told):
                raise Refused(told)
            if step.code == REJECTED and stored["clue"] is not None:
                _close_clue(operation, stored["clue"], NOT_TAKEN, values)
        return Saved(episode, operation.number, tuple(told))


def _filled(stored: Values, step: Step, values: Mapping[str, Any]) -> Values:
    """The values with what the episode says already; a field that the step does not ask is refused."""
    allowed = {"date", "remark", *step.asks}
    strange = [name for name in values if name not in allowed]
    if strange:
        raise Refused([Problem(f"“{step.title}”不填“{'、'.join(strange)}”", strange[0])])
    kept = {name: stored[name.partition(".")[2]] for name in step.asks if name.startswith("episode.")}
    usual = {name: value for name, value in (("actor", step.actor), ("document", step.document)) if name in step.asks}
    return {**{name: value or None for name, value in usual.items()}, **kept, **values}


def _row(step: Step, values: Mapping[str, Any], stored: Values, done: list[Values]) -> Values:
    row = {name: value for name, value in values.items() if not name.startswith("episode.")}
    last = due(step, done, village_of(stored))
    late = max(0, (datetime.date.fromisoformat(values["date"]) - last).days) if last else None
    return {
        **row,
        "step": step.code,
        "state_before": stored["state"],
        "state_after": step.to,
        "late_days": late or None,
    }


def effects(step: Step, values: Mapping[str, Any]) -> Values:
    """What a step changes on the episode beside what was typed."""
    change: Values = {"state": step.to}
    if step.code == COUNTY:
        change["recognised_on"] = values["date"]
    elif step.code == APPROVED:
        change |= {"eliminated": True, "eliminated_on": values["date"]}
    elif step.code == ROLLED_BACK:
        change |= {"eliminated": False, "eliminated_on": None, "elim_way": None}
    elif step.code in (REJECTED, NATURAL, ERROR):
        change |= {"closed_on": values["date"], "closed_reason": values["opinion"]}
    return change


def start(clue: int | None, values: Mapping[str, Any]) -> Saved:
    """纳入识别: make the episode of a clue (or of "episode.household") with its application as one operation."""
    step, of = BY_CODE["01"], ledger("episode")
    source = load(ledger("clue"), [clue])[clue] if clue is not None else {}
    home = source.get("household") or values.get("episode.household")
    given = {name: value for name, value in values.items() if name != "episode.household"}
    found = start_problems(clue, source, home, step, given)
    if found:
        raise Refused(found)
    mine = {name.partition(".")[2]: value for name, value in given.items() if name.startswith("episode.")}
    fresh = {"household": home, "clue": clue, "applied_on": given["date"], "state": step.to, **mine}
    with database.atomic():
        draft = Draft(of, {**blank(of), **fresh})
        check_drafts([draft])
        if draft.failed:
            raise Refused(draft.problems)
        row = {**_row(step, given, {"state": None, "household": home}, []), "state_before": None}
        with Operation("form", f"纳入识别：{query.label_of(ledger('household'), home)}") as operation:
            number, told = write_form(operation, draft, {}, {"episode_step": [DetailDraft(row)]})
            if any(problem.level == "error" for problem in told):
                raise Refused(told)
            if clue is not None:
                _close_clue(operation, clue, TAKEN, given)
        return Saved(number, operation.number, tuple(told))


def start_problems(
    clue: int | None, source: Values, home: int | None, step: Step, given: Mapping[str, Any]
) -> list[Problem]:
    """Why a clue (its stored values in ``source``) cannot begin an episode of a household like this."""
    if clue is not None and source.get("result"):
        label = code_list("clue_result").label(source["result"])
        return [Problem(f"这条线索已经办结（{label}），不能再纳入识别")]
    if home is None:
        return [Problem("这条线索还没有选农户：先在线索里选好或登记这一户", "episode.household")]
    found = [*_date([], given), *_blank(step, given)]
    date = given.get("date")
    if date and source.get("date") and date < source["date"]:
        found.append(Problem(f"申请日期 {date} 早于线索日期 {source['date']}", "date"))
    return found


def _close_clue(operation: Operation, clue: int, result: str, values: Mapping[str, Any]) -> None:
    of = ledger("clue")
    before = load(of, [clue]).get(clue)
    if before is None:
        return
    change: Values = {"result": result, "result_on": values["date"]}
    if before["accepted_on"] is None:
        change["accepted_on"] = values["date"]
    if result == NOT_TAKEN:
        change |= {"reason": values["opinion"], "told_on": values["told_on"]}
    draft = Draft(of, {**{name: before[name] for name in of.fields}, **change}, set(change), clue)
    check_drafts([draft])
    if draft.failed:
        raise Refused(draft.problems)
    operation.edit(of, {clue: draft.values}, {clue: before})


__all__ = [
    "ELIMINATED", "ENDING", "OBJECTED", "advance", "due", "effects", "episode_values", "problems", "publicity_end",
    "start", "start_problems", "steps_of",
]  # fmt: skip
