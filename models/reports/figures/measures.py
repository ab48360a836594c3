"""Figures of plans and measures (domain.md §3.5, §5, §18; seeds-map.md B7)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from models.ledger import ledger
from models.query import Filter, Selection
from models.reports.figures.base import MONEY, Measure, Part, Scope, breakdown, figure, percent, total
from models.rules import measures as rules

HOME = "household.village"
WATCHED = (Filter("recognised_on", "filled"), Filter("state", "not in", ["30", "91", "98", "99"]))
RUNNING = ("02", "03")


def measures(*filters: Filter, path: str = "") -> Measure:
    """A measure over 帮扶措施, as it stands now."""
    return Measure("measure", path, filters, HOME, "", HOME, "")


def _shares(scope: Scope, have: Callable[[int, int, str], bool]) -> Iterator[Part]:
    """Open episodes that ``have`` (episode, household, risks) something, in percent: the township, then villages."""
    of: Any = ledger("episode").model
    home: Any = ledger("household").model
    query = (
        of.select(of.id, of.household, of.risks, of.eliminated, of.state, home.village)
        .join(home, on=(home.id == of.household))
        .where(of.recognised_on.is_null(False))
    )
    found: dict[int | None, list[bool]] = {}
    for id, household, risks, eliminated, state, village in query.tuples():
        if rules.is_open({"eliminated": eliminated, "state": state}) and scope.village in (None, village):
            for key in dict.fromkeys((scope.village, village)):
                found.setdefault(key, []).append(have(id, household, risks or ""))
    chosen = Selection("episode", filters=WATCHED)
    for key in dict.fromkeys((scope.village, *(scope.villages if scope.village is None else ()))):
        if own := found.get(key):
            part = chosen if key is None else chosen.where(HOME, "in", [key])
            yield Part(
                percent(sum(own), len(own)), part, len(own), village=key, note=f"{sum(own)} 户次／{len(own)} 户次"
            )


def _homes(statuses: Collection[str]) -> dict[int, set[str]]:
    """{household: measure groups} of the measures with one of these statuses."""
    of: Any = ledger("measure").model
    found: dict[int, set[str]] = {}
    for home, group in of.select(of.household, of.group).where(of.status.in_(statuses)).tuples():
        found.setdefault(home, set()).add(group)
    return found


@figure(
    "measure_coverage",
    "帮扶措施覆盖率",
    "%",
    "有实施中或已落实措施的未消除监测对象 ÷ 未消除监测对象 × 100",
    "domain.md §18",
    yearly=False,
)
def measure_coverage(scope: Scope) -> Iterator[Part]:
    """The township, then each village."""
    have = _homes(RUNNING)
    return _shares(scope, lambda _, home, __: home in have)


@figure(
    "measure_answered",
    "风险措施对应率",
    "%",
    "每项风险都有对应措施的未消除监测对象 ÷ 未消除监测对象 × 100",
    "domain.md §17.5",
    yearly=False,
)
def measure_answered(scope: Scope) -> Iterator[Part]:
    """The township, then each village."""
    have = _homes(("01", *RUNNING))

    def answered(_: int, home: int, risks: str) -> bool:
        asked = [one for one in risks.split(",") if one]
        return bool(asked) and all(rules.answers(asked, have.get(home, ())).values())

    return _shares(scope, answered)


@figure(
    "plan_coverage",
    "一户一策覆盖率",
    "%",
    "有帮扶计划的未消除监测对象 ÷ 未消除监测对象 × 100",
    "domain.md §3.5；seeds-map.md B7",
    yearly=False,
)
def plan_coverage(scope: Scope) -> Iterator[Part]:
    """The township, then each village."""
    of: Any = ledger("assist_plan").model
    have = {row[0] for row in of.select(of.episode).tuples()}
    return _shares(scope, lambda episode, _, __: episode in have)


SOURCE = "domain.md §5"
total("measure_count", "帮扶措施", "项", measures(), "登记的帮扶措施数", SOURCE)
breakdown("measure_by_group", "帮扶措施", "项", measures(), "group", "按措施类别数", SOURCE)
breakdown("measure_by_status", "帮扶措施", "项", measures(), "status", "按落实情况数", "domain.md §3.5")
total(
    "measure_overdue",
    "措施超期",
    "项",
    measures(Filter("overdue", "in", [True])),
    "过了计划完成时间还没有落实、也没有终止的措施数",
    "domain.md §3.5",
)
total(
    "measure_gain",
    "措施预期增收",
    "万元",
    measures(path="expected_gain"),
    "措施的预期增收之和",
    "domain.md §3.5",
    MONEY,
)
