"""Figures of monitoring: households and persons in pairs, risks, how long recognition took, clues (domain.md §18)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from fractions import Fraction

from models import query, workdays
from models.codes import norm
from models.ledgers.monitoring._episode_rules import CLOSED
from models.query import Filter, Selection
from models.reports.figures.base import Measure, Part, Scope, breakdown, figure, percent, rounded, total

RULE = "domain.md §18"
HOME, PERSONS = "household.village", "household.members_now"
RECOGNISED = Filter("recognised_on", "filled")
DAY = len("2024-01-01")
NO_ERROR = Filter("state", "not in", ["99"])
OPEN = (RECOGNISED, Filter("eliminated", "not in", [True]), Filter("state", "not in", list(CLOSED)))
GONE = Filter("eliminated", "in", [True])
"""Recognised by mistake counts nowhere; closed otherwise no longer counts as watched."""


def _state(path: str = "", *filters: Filter) -> Measure:
    return Measure("episode", path, filters, HOME, "", HOME)


def _dated(date: str, path: str = "", *filters: Filter) -> Measure:
    return Measure("episode", path, filters, HOME, date, HOME, date)


for _path, _name, _unit in (("", "households", "户"), (PERSONS, "persons", "人")):
    _who = "户数" if _unit == "户" else "人数（家庭在册人口）"
    total(
        f"monitor_now_{_name}",
        f"未消除监测{_who[:2]}",
        _unit,
        _state(_path, *OPEN),
        f"已识别、未消除、未终止的{_who}",
        RULE,
    )
    total(
        f"monitor_new_{_name}",
        f"新增监测{_who[:2]}",
        _unit,
        _dated("recognised_on", _path, RECOGNISED, NO_ERROR),
        f"识别监测时间在本期的{_who}；一户再次纳入再算一次，误识别的不算",
        RULE,
    )
    total(
        f"monitor_gone_{_name}",
        f"消除风险{_who[:2]}",
        _unit,
        _dated("eliminated_on", _path, GONE, NO_ERROR),
        f"消除监测时间在本期的{_who}",
        RULE,
    )


WATCHED, OVER, ELSEWHERE = 2, 1, 0
"""How a household stands: an open episode outweighs an elimination, that outweighs one that was closed otherwise."""


def _ever(scope: Scope) -> dict[int, tuple[int, int, int]]:
    """{household: (village, persons, how it stands)} of all ever recognised."""
    found: dict[int, tuple[int, int, int]] = {}
    chosen = _state("", RECOGNISED, NO_ERROR).selection(scope)
    paths = ("household", HOME, PERSONS, "eliminated", "state")
    for _, (home, village, persons, gone, state) in query.each(chosen, paths, raw=True):
        stands = OVER if gone else ELSEWHERE if state in CLOSED else WATCHED
        found[home] = (village, persons or 0, max(stands, found.get(home, (0, 0, ELSEWHERE))[2]))
    return found


def _ever_parts(scope: Scope, persons: bool) -> Iterator[Part]:
    found = _ever(scope)
    chosen = _state("", RECOGNISED, NO_ERROR).selection(scope)
    if not found:
        return
    yield Part(sum(p if persons else 1 for _, p, _ in found.values()), chosen, len(found), village=scope.village)
    for id in scope.villages if scope.village is None else ():
        here = [p for village, p, _ in found.values() if village == id]
        if here:
            value = sum(here) if persons else len(here)
            yield Part(value, chosen.where(HOME, "in", [id]), len(here), village=id)


@figure("monitor_ever_households", "累计监测户数", "户", "曾经识别过的农户，一户只算一次，误识别的不算", RULE, False)
def monitor_ever_households(scope: Scope) -> Iterator[Part]:
    """Households ever recognised."""
    return _ever_parts(scope, False)


@figure("monitor_ever_persons", "累计监测人数", "人", "曾经识别过的农户的在册人口", RULE, False)
def monitor_ever_persons(scope: Scope) -> Iterator[Part]:
    """Their people."""
    return _ever_parts(scope, True)


@figure("monitor_gone_rate", "风险消除率", "%", "现已消除的户数 ÷ 累计监测户数 × 100", RULE, False)
def monitor_gone_rate(scope: Scope) -> Iterator[Part]:
    """Households whose risk is gone among all ever recognised; one that is watched again counts as not gone."""
    found = _ever(scope)
    chosen = _state("", RECOGNISED, NO_ERROR).selection(scope)
    for id in [None, *(scope.villages if scope.village is None else ())]:
        here = [stands for village, _, stands in found.values() if id is None or village == id]
        if here:
            behind = chosen if id is None else chosen.where(HOME, "in", [id])
            value = percent(here.count(OVER), len(here))
            yield Part(value, behind, len(here), village=scope.village if id is None else id)


breakdown(
    "monitor_by_category",
    "未消除监测户（按类别）",
    "户",
    _state("", *OPEN),
    "category",
    "未消除的户数，按监测对象类别",
    RULE,
)
breakdown(
    "monitor_by_category_persons",
    "未消除监测人口（按类别）",
    "人",
    _state(PERSONS, *OPEN),
    "category",
    "未消除的人数，按监测对象类别",
    RULE,
)
breakdown("monitor_by_risk", "未消除监测户（按主要风险）", "户", _state("", *OPEN), "main_risk", "按第一项风险", RULE)
breakdown(
    "monitor_by_any_risk",
    "未消除监测户（按全部风险）",
    "户",
    _state("", *OPEN),
    "risks",
    "有几项风险就在几项里各算一次，合计大于户数",
    RULE,
)


# --- how long it took ---------------------------------------------------------------------------------------------


def _times(scope: Scope) -> list[tuple[int, int, int, bool]]:
    """(episode, village, days from clue to announcement, whether within the limit) of those announced."""
    steps: dict[int, dict[str, str]] = {}
    chosen = Selection("episode_step").where("step", "in", ["01", "08"])
    if scope.village is not None:
        chosen = chosen.where(f"episode.{HOME}", "in", [scope.village])
    facts: dict[int, tuple[int, str]] = {}
    paths = ("episode", f"episode.{HOME}", "step", "date", "episode.clue.date")
    for _, (episode, village, step, date, seen) in query.each(chosen, paths, raw=True):
        if date and len(date) == DAY:
            steps.setdefault(episode, {})[step] = date
            facts[episode] = (village, seen if seen and len(seen) == DAY else "")
    found = []
    for episode, dates in steps.items():
        if len(dates) < 2 or (scope.year is not None and not dates["08"].startswith(str(scope.year))):
            continue
        village, seen = facts[episode]
        first, last = dates["01"], dates["08"]
        days = (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(seen or first)).days
        unit = str(norm("limit.total_unit", first, village))
        within = workdays.days_between(first, last, unit) <= int(norm("limit.total_days", first, village))
        found.append((episode, village, days, within))
    return found


def _behind(scope: Scope, village: int | None) -> Selection:
    found = Selection("episode_step").where("step", "in", ["08"])
    here = village if village is not None else scope.village
    found = found if here is None else found.where(f"episode.{HOME}", "in", [here])
    return found if scope.year is None else found.where("date", "=", str(scope.year))


def _per_village(scope: Scope) -> Iterator[tuple[int | None, Sequence[tuple[int, int, int, bool]]]]:
    found = _times(scope)
    if found:
        yield scope.village, found
    for id in scope.villages if scope.village is None else ():
        if here := [one for one in found if one[1] == id]:
            yield id, here


@figure("monitor_identify_days", "平均识别用时", "天", "从线索（没有线索的从申请）到公告的天数的平均数", RULE)
def monitor_identify_days(scope: Scope) -> Iterator[Part]:
    """Mean days from clue to announcement."""
    for village, found in _per_village(scope):
        mean = Fraction(sum(days for _, _, days, _ in found), len(found))
        yield Part(rounded(mean, 1), _behind(scope, village), len(found), village=village, year=scope.year)


@figure("monitor_identify_in_time", "按时识别率", "%", "从申请到公告不超过全程时限的次数 ÷ 已公告的次数 × 100", RULE)
def monitor_identify_in_time(scope: Scope) -> Iterator[Part]:
    """Share within the limit of the place."""
    for village, found in _per_village(scope):
        value = percent(sum(within for *_, within in found), len(found))
        yield Part(value, _behind(scope, village), len(found), village=village, year=scope.year)


# --- clues --------------------------------------------------------------------------------------------------------

_CLUE = Measure("clue", year="date", by_year="date")
_OPEN_CLUE = Measure("clue", filters=(Filter("result", "blank"),))
total("clue_count", "监测线索", "条", _CLUE, "登记的监测线索数", "domain.md §3.4")
total("clue_open", "未办结线索", "条", _OPEN_CLUE, "还没有办理结果的线索", "domain.md §3.4")
breakdown("clue_by_source", "监测线索（按来源）", "条", _CLUE, "source", "按线索来源", "seeds-map.md B8")
breakdown("clue_by_result", "监测线索（按结果）", "条", _CLUE, "result", "按办理结果", "domain.md §3.4")
breakdown(
    "clue_pass_by_level",
    "四级传递（按层级）",
    "次",
    Measure("clue_pass", village="clue.village", by_village="clue.village"),
    "level",
    "每一级收到线索的次数",
    "seeds-map.md B6",
)


@figure(
    "clue_pass_hours",
    "线索传递平均用时",
    "小时",
    "相邻两级收到时间之差的平均数，只算写明钟点的",
    "seeds-map.md B6",
    False,
)
def clue_pass_hours(scope: Scope) -> Iterator[Part]:
    """Mean hours between one level and the next."""
    chosen = Selection("clue_pass", order=("clue", "at"))
    if scope.village is not None:
        chosen = chosen.where("clue.village", "in", [scope.village])
    gaps: list[Fraction] = []
    last: tuple[int, datetime.datetime] | None = None
    for _, (clue, at) in query.each(chosen, ("clue", "at"), raw=True):
        if not at or len(at) != len("2024-01-01 08:00"):
            continue
        moment = datetime.datetime.fromisoformat(at)
        if last is not None and last[0] == clue:
            gaps.append(Fraction(int((moment - last[1]).total_seconds()), 3600))
        last = (clue, moment)
    if gaps:
        yield Part(rounded(sum(gaps, Fraction(0)) / len(gaps), 1), chosen, len(gaps), village=scope.village)
