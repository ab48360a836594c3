"""What a rule is, the register of all, and the questions a rule is asked before it is taken in."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from models.ledger import WrongDefinition
from models.rules.check.conditions import Blank, Condition, Not, OneOf, P, Range
from models.rules.check.frame import Frame, Run
from models.rules.check.times import Age

ERROR, RED, WARN = "E", "R", "W"
SEVERITIES = {ERROR: "错误", RED: "需说明", WARN: "提醒"}
SCOPES = {"person": "人", "household": "户", "episode": "监测", "work": "务工", "village": "村"}
OWNERS = {"village": "村", "township": "乡镇", "county": "县"}
_RANGES = ("least", "over", "most", "under")

Example = Mapping[str, Any]


@dataclass(frozen=True)
class Judge:
    """What no condition can say: values at ``paths`` of one record → whether it is wrong."""

    paths: tuple[str, ...]
    wrong: Callable[..., bool]


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule. ``when`` says which records are wrong; ``who`` of which at all.

    ``also`` numbers of the inspectors' rules that this one covers → the population each is meant for · ``at`` the
    field to open · ``shows`` fields told in the finding · ``of_home`` reported of the household, although a person's
    record is to be opened · ``owner`` who mends it (OWNERS) · ``basis`` what it rests on, in a clerk's words ·
    ``since``, ``until`` the days on which it holds · ``passing``, ``failing`` an example of each: what differs from a
    family in order (tests make them).
    """

    id: str
    title: str
    scope: str
    ledger: str
    severity: str
    when: Condition
    do: str
    passing: Example
    failing: Example
    who: Condition | None = None
    also: Mapping[str, Condition | None] = field(default_factory=dict)
    judge: Judge | None = None
    at: str = ""
    shows: tuple[str, ...] = ()
    of_home: bool = False
    owner: str = "village"
    basis: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    reads: frozenset[str] = frozenset()
    norms: frozenset[str] = frozenset()

    def holds_on(self, day: datetime.date) -> bool:
        """Whether the rule is in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


RULES: dict[str, Rule] = {}


class WrongRule(Exception):
    """A rule that cannot be meant as it is written; the text names it and says why."""


def take(scope: str, ledger: str, id: str, title: str, severity: str, **more: Any) -> Rule:
    """Take a rule in, after asking whether its fields and words exist and it can ever hold. Raises WrongRule."""
    if id in RULES:
        raise WrongRule(f"规则 {id} 定义了两次")
    try:
        rule = Rule(id, title, scope, ledger, severity, **more)
        rule = verified(rule)
    except (WrongDefinition, KeyError, TypeError, AttributeError) as error:
        raise WrongRule(f"规则 {id}（{title}）：{error}") from error
    RULES[id] = rule
    return rule


def verified(rule: Rule) -> Rule:
    """The rule with the fields and norms it reads. Raises WrongDefinition, or another error of a wrong name."""
    run = Run(datetime.date(2026, 6, 30))
    frame = Frame(rule.ledger, run)
    for condition in (rule.when, rule.who, *rule.also.values()):
        if condition is not None:
            condition.sql(frame)
    for path in (*rule.shows, *(rule.judge.paths if rule.judge else ()), *([rule.at] if rule.at else ())):
        frame.column(path)
    if rule.severity not in SEVERITIES or rule.scope not in SCOPES or rule.owner not in OWNERS:
        raise WrongDefinition(f"没有这样的级别、范围或责任层级：{rule.severity} {rule.scope} {rule.owner}")
    if not rule.do or not rule.title:
        raise WrongDefinition("要写明怎么改")
    whole = rule.when if rule.who is None else rule.who & rule.when
    _possible(whole, frame)
    own = [path for path in rule.when.paths if path in frame.ledger.fields]
    shows = rule.shows or tuple(path for path in own if path not in _UNTOLD)[:4]
    at = rule.at or next(iter(own), "")
    if not at:
        raise WrongDefinition("没有写明打开哪一项")
    return replace(rule, at=at, shows=shows, reads=frozenset(run.reads), norms=frozenset(run.keys))


_UNTOLD = frozenset({"id_no", "phone", "told", "member", "household", "village"})
"""Never repeated in a finding: it stands beside it, or is nobody else's business."""


def _possible(whole: Condition, frame: Frame) -> None:
    """Refuse what must hold at once and cannot. Raises WrongDefinition."""
    words: dict[str, set[Any]] = {}
    empty: set[str] = set()
    full: set[str] = set()
    low: dict[str, Any] = {}
    high: dict[str, Any] = {}
    for part in whole.parts():
        if isinstance(part, Blank):
            empty.add(part.path)
        elif isinstance(part, Not) and isinstance(part.of, Blank):
            full.add(part.of.path)
        elif type(part) is OneOf:
            codes = set(part.codes(frame))
            words[part.path] = words.get(part.path, codes) & codes
            full.add(part.path)
            if not words[part.path]:
                raise WrongDefinition(f"{part.path} 不能同时是两样，这条规则永远不会成立")
        elif isinstance(part, Range):
            full.add(part.path)
            _narrow(part.path, part.bounds(frame), low, high)
        elif isinstance(part, Age):
            youngest, oldest = part.limits(frame)
            _narrow("age", {"least": youngest, "most": oldest}, low, high)
    if both := sorted(empty & full):
        raise WrongDefinition(f"{both[0]} 不能又空又有，这条规则永远不会成立")


def _narrow(path: str, bounds: dict[str, Any], low: dict[str, Any], high: dict[str, Any]) -> None:
    known = {name: value for name, value in bounds.items() if isinstance(value, int | str)}
    if wrong := set(bounds) - set(_RANGES):
        raise WrongDefinition(f"{path}: 没有叫 {sorted(wrong)[0]} 的界限")
    for name, strict in (("least", 0), ("over", 1)):
        if name in known:
            low[path] = max(low.get(path, (known[name], strict)), (known[name], strict))
    for name, strict in (("most", 0), ("under", -1)):
        if name in known:
            high[path] = min(high.get(path, (known[name], strict)), (known[name], strict))
    if path in low and path in high:
        (least, above), (most, below) = low[path], high[path]
        if least > most or (least == most and (above or below)):
            raise WrongDefinition(f"{path} 没有既不小于 {least} 又不大于 {most} 的，这条规则永远不会成立")


def person(id: str, title: str, severity: str, **more: Any) -> Rule:
    """A rule on 家庭成员."""
    return take("person", "member", id, title, severity, **more)


def household(id: str, title: str, severity: str, **more: Any) -> Rule:
    """A rule on 农户."""
    return take("household", "household", id, title, severity, **more)


def episode(id: str, title: str, severity: str, **more: Any) -> Rule:
    """A rule on the last recognised 监测对象 record of a household."""
    return take("episode", "episode", id, title, severity, **more)


def income(id: str, title: str, severity: str, **more: Any) -> Rule:
    """A rule on 家庭收入."""
    return take("household", "income_sheet", id, title, severity, **more)


def work(id: str, title: str, severity: str, **more: Any) -> Rule:
    """A rule on 务工监测."""
    return take("work", "work_record", id, title, severity, **more)


def plan(id: str, title: str, severity: str, **more: Any) -> Rule:
    """A rule on 务工意愿."""
    return take("work", "work_plan", id, title, severity, **more)


def village(id: str, title: str, severity: str, **more: Any) -> Rule:
    """A rule on 村."""
    return take("village", "village", id, title, severity, **more)


__all__ = [
    "ERROR", "OWNERS", "RED", "RULES", "SCOPES", "SEVERITIES", "WARN", "Judge", "P", "Rule", "WrongRule", "episode",
    "household", "income", "person", "plan", "take", "verified", "village", "work",
]  # fmt: skip
