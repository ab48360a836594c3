"""Whether a household's risk may be marked as gone: every condition of domain.md §3.6 with its finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models import place, query
from models.codes import code_list, norm
from models.days import earlier
from models.ledger import Ledger, ledger, ledgers
from models.ledgers.monitoring.elimination import AFTER, BY_ITSELF, TROUBLES, possible_from
from models.query import Selection
from models.record import load
from models.rules.measures import wanted

Values = dict[str, Any]
REFUSED, RED, SKIPPED, FINE = "refused", "red", "skipped", "fine"

NOT_BEGUN, STOPPED = "01", "04"
LEFT, NO_LABOUR = "03", ("04", "05")
ANNUAL, AT_ELIMINATION = "01", "03"
_DIMENSIONS = ("01", "02", "03", "04")


@dataclass(frozen=True)
class Finding:
    """One condition: ``level`` refused, red (needs a written reason), skipped (cannot be judged) or fine."""

    level: str
    text: str
    topic: str


def _kept(name: str) -> Ledger | None:
    return next((one for one in ledgers() if one.name == name), None)


def findings(episode: Values, date: str, *, final: bool = False) -> list[Finding]:
    """Every condition for marking the risk as gone on ``date``; ``final``: the after set must be there by now."""
    household = _household(episode["household"])
    return [
        *_months(episode, date),
        *_measures(episode),
        *_income(episode, household, date, final),
        *_guarantees(episode, household, final),
        *_statements(episode, final),
        *_labour(episode),
    ]


def _household(id: int) -> Values:
    return load(ledger("household"), [id])[id]


def _months(episode: Values, date: str) -> Iterator[Finding]:
    started, least = episode["recognised_on"], norm("elim.min_months")
    if not started or len(started) < 7:
        yield Finding(REFUSED, "识别监测时间没有填（至少到月），算不出满不满期限", "months")
        return
    first = possible_from(started)
    if not earlier(date, first):
        yield Finding(FINE, f"识别已满{least}个月（{started} 识别）", "months")
    elif episode["elim_way"] == BY_ITSELF:
        yield Finding(RED, f"识别未满{least}个月（{started} 识别），自然消除也要说明", "months")
    else:
        yield Finding(REFUSED, f"识别未满{least}个月（{started} 识别），最早 {first} 起才能消除", "months")


def _measures(episode: Values) -> Iterator[Finding]:
    if episode["elim_way"] == BY_ITSELF:
        yield Finding(SKIPPED, "自然消除，不要求帮扶措施", "measures")
        return
    groups = measure_groups(episode)
    if not groups:
        yield Finding(REFUSED, "没有登记一项已经实施的帮扶措施", "measures")
        return
    label, risk = code_list("measure_group").label, code_list("risk").label
    unanswered, answered = [], False
    for code in (episode["risks"] or "").split(","):
        groups_wanted = wanted(code, eliminating=True)
        if not groups_wanted or groups & set(groups_wanted):
            answered = True
        else:
            unanswered.append((code, groups_wanted))
    for code, groups_wanted in unanswered:
        text = f"没有针对“{risk(code)}”的措施（{'、'.join(label(one) for one in groups_wanted)}之一）"
        yield Finding(RED if answered else REFUSED, text, "measures")
    if not unanswered:
        yield Finding(FINE, f"有对应的措施：{'、'.join(label(one) for one in sorted(groups))}", "measures")


def measure_groups(episode: Values) -> set[str]:
    """Groups of the measures that were carried out for this episode; as noted on it where none are kept one by one."""
    noted = {one for one in (episode["measures"] or "").split(",") if one}
    if _kept("measure") is None:
        return noted
    found = set()
    rows = query.each(
        Selection("measure").where("household", "in", [episode["household"]]), ("group", "status", "episode"), raw=True
    )
    for _, (group, status, of) in rows:
        if group and status not in (NOT_BEGUN, STOPPED) and of in (None, episode.get("id")):
            found.add(group)
    return found or noted


def income_per_head(episode: Values, date: str) -> tuple[int | None, str]:
    """Net income per head (分) to hold against the line, and where it comes from: at elimination, else of the year."""
    if episode["elim_income_pc"] is not None:
        return episode["elim_income_pc"], "风险消除后"
    if _kept("income_sheet") is None:
        return None, ""
    year = int(date[:4])
    rows = query.each(
        Selection("income_sheet").where("household", "in", [episode["household"]]),
        ("kind", "year", "net", "persons", "net_pc"),
        raw=True,
    )
    best: tuple[tuple[int, int], int | None, str] | None = None
    for _, (kind, of_year, net, persons, net_pc) in rows:
        if kind not in (None, ANNUAL, AT_ELIMINATION) or of_year not in (year, year - 1):
            continue
        head = net // persons if net is not None and persons else net_pc
        order = (of_year, kind == AT_ELIMINATION)
        if head is not None and (best is None or order > best[0]):
            best = order, head, f"{of_year}年收入表"
    return (None, "") if best is None else best[1:]


def _income(episode: Values, household: Values, date: str, final: bool) -> Iterator[Finding]:
    head, source = income_per_head(episode, date)
    low, said = place.below(head, household["village"], date)
    if head is None or low is None:
        unset = place.line(household["village"], date) is None
        yield Finding(REFUSED if final and not unset else SKIPPED, f"收入：{said}", "income")
        return
    yield Finding(REFUSED if low else FINE, f"{source}人均纯收入 {head / 100:,.2f} 元，{said}", "income")


def _guarantees(episode: Values, household: Values, final: bool) -> Iterator[Finding]:
    before = ["三保障和饮水：" + text for text in _open_guarantees(episode, household)]
    for text in before:
        yield Finding(REFUSED, text, "guarantees")
    blank = sum(episode[name] is None for name in AFTER)
    if final and blank:
        yield Finding(REFUSED, f"“风险消除后”还有 {blank} 项没有填", "guarantees")
    if not before and not (final and blank):
        yield Finding(FINE, "三保障和饮水没有未解决的问题", "guarantees")


def _open_guarantees(episode: Values, household: Values) -> Iterator[str]:
    told = set()
    for name, text in TROUBLES.items():
        if episode[name]:
            told.add(name)
            yield text
    if household["unsafe_house"] and "elim_house" not in told:
        yield "农户信息里还是危房户"
    if household["safe_water"] is False and "elim_water" not in told:
        yield "农户信息里还没有解决安全饮用水"
    if (uninsured := _uninsured(episode["household"])) and "elim_insured" not in told:
        yield f"还有 {uninsured} 名成员没有参保"
    yield from _failed_checks(episode["household"])


def _uninsured(household: int) -> int:
    members = Selection("member").where("household", "in", [household]).where("state", "not in", [LEFT])
    return query.count(members.where("insured", "in", [False]))


def _failed_checks(household: int) -> Iterator[str]:
    of = _kept("guarantee_check")
    if of is None:
        return
    last: dict[str, tuple[str, str, Any]] = {}
    rows = query.each(
        Selection("guarantee_check", order=("date",)).where("household", "in", [household]),
        ("dimension", "result", "date", "handled_on"),
        raw=True,
    )
    for _, (dimension, result, on, handled) in rows:
        last[dimension] = (result, on, handled)
    for dimension in _DIMENSIONS:
        result, on, handled = last.get(dimension, ("", "", None))
        if result == "02" and not handled:
            label = of.fields["dimension"].kind.to_text(dimension)
            yield f"{on} 排查“{label}”不达标，还没有整改"


def _statements(episode: Values, final: bool) -> Iterator[Finding]:
    for name, no, blank in (
        ("elim_removed", "致贫返贫风险还没有稳定消除", "没有写明致贫返贫风险是否稳定消除"),
        ("elim_spending", "大额刚性支出还没有解决", "没有写明大额刚性支出是否已解决"),
    ):
        if episode[name] is False:
            yield Finding(REFUSED, no, "statements")
        elif episode[name] is None and final:
            yield Finding(REFUSED, blank, "statements")


def _labour(episode: Values) -> Iterator[Finding]:
    members = Selection("member").where("household", "in", [episode["household"]]).where("state", "not in", [LEFT])
    skills = [labour for _, (labour,) in query.each(members, ("labour",), raw=True)]
    if skills and all(one in NO_LABOUR for one in skills):
        yield Finding(RED, "整户无劳动力，原则上暂不消除，应继续跟踪", "labour")
    elif not skills:
        yield Finding(SKIPPED, "没有登记家庭成员，看不出有无劳动力", "labour")
