"""The line of steps as a clerk sees it: what is done, what comes now, until when, and what a form starts with."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from models import clock, place, query, workdays
from models.codes import norm
from models.ledger import ledgers
from models.query import Selection
from models.record import load
from models.rules.monitoring.advance import due, publicity_end, village_of
from models.rules.monitoring.conditions import ANNUAL, AT_ELIMINATION
from models.rules.monitoring.steps import CHAIN, Step, next_step, rank

Values = dict[str, Any]
DONE, NOW, COMING = "done", "now", "coming"
GROUPS = ("识别纳入", "帮扶", "消除风险")


@dataclass(frozen=True)
class Stage:
    """A step on the line: ``state`` done, now or coming; ``late`` days over its limit; ``due`` its last day."""

    step: Step
    group: str
    state: str
    date: str = ""
    until: str = ""
    due: datetime.date | None = None
    late: int = 0

    @property
    def text(self) -> str:
        """The line under its name."""
        if self.state == DONE:
            over = f"，超 {self.late} 天" if self.late else ""
            return f"{self.date}{over}" if self.date else "没有登记日期"
        if self.due is None:
            return ""
        if self.late:
            return f"已超期 {self.late} 天"
        left = (self.due - clock.today()).days
        day = f"{self.due.month}月{self.due.day}日"
        if self.state == NOW:
            return f"今天到期（{day}）" if not left else f"最迟 {day}，还有 {left} 天"
        return f"最迟 {day}"


def _group(step: Step) -> str:
    return GROUPS[0] if step.code < "10" else GROUPS[1] if step.code < "20" else GROUPS[2]


def stages(episode: Values, done: list[Values]) -> list[Stage]:
    """Every step of the ordinary course."""
    state = episode["state"] or ""
    here, coming, village = rank(state), next_step(state), village_of(episode)
    last = {row["step"]: row for row in done}
    if here < 0:
        # Closed: what was done stays done, nothing comes any more.
        here = max((rank(row["state_after"] or "") for row in done), default=-1)
    found = []
    for at, step in enumerate(CHAIN):
        row = last.get(step.code)
        if at <= here and step is not coming:
            late = (row["late_days"] or 0) if row else 0
            found.append(Stage(step, _group(step), DONE, *_dates(row), late=late))
            continue
        day = due(step, done, village) if coming is not None else None
        over = max(0, (clock.today() - day).days) if day is not None and step is coming else 0
        found.append(Stage(step, _group(step), NOW if step is coming else COMING, due=day, late=over))
    return found


def _dates(row: Values | None) -> tuple[str, str]:
    return (row["date"] or "", row["until"] or "") if row else ("", "")


def initial(step: Step, episode: Values | None, done: list[Values]) -> Values:
    """What a step's form starts with: today, the usual people and papers, what is known already."""
    today = clock.today_text()
    start: Values = {"date": today}
    for name, value in (("actor", step.actor), ("document", step.document)):
        if name in step.asks and value:
            start[name] = value
    if step.published and episode is not None:
        start["until"] = publicity_end(today, village_of(episode))
    for path in step.asks:
        if path.startswith("episode."):
            start[path] = episode[path.partition(".")[2]] if episode is not None else None
    if episode is not None and "episode.elim_net" in step.asks:
        for name, value in _income(episode["household"]).items():
            if start.get(name) is None:
                start[name] = value
    return start


_OF_SHEET = {
    "episode.elim_wage": "wage",
    "episode.elim_business": "business",
    "episode.elim_property": "property",
    "episode.elim_transfer": "transfer",
    "episode.elim_cost": "cost",
    "episode.elim_net": "net",
    "episode.elim_income_pc": "net_pc",
}


def _income(household: int) -> Values:
    """The sums of the income sheet made for the elimination, else of this or last year's."""
    of = next((one for one in ledgers() if one.name == "income_sheet"), None)
    if of is None:
        return {}
    sheets = load(of, query.ids(Selection("income_sheet").where("household", "in", [household]))).values()
    year = clock.today().year
    fits = [one for one in sheets if one["kind"] in (ANNUAL, AT_ELIMINATION) and (one["year"] or 0) >= year - 1]
    best = max(fits, key=lambda one: (one["kind"] == AT_ELIMINATION, one["year"]), default=None)
    return {path: best[name] for path, name in _OF_SHEET.items()} if best else {}


def category_hint(household: int) -> str:
    """Which category the register suggests; a hint, never stored by itself (domain.md §3.1)."""
    home = next(iter(load(next(one for one in ledgers() if one.name == "household"), [household]).values()), None)
    if home is None:
        return ""
    head = _income(household).get("episode.elim_income_pc")
    low, said = place.below(head, home["village"], clock.today_text())
    if low is False:
        return f"提示：{said}；因病、因灾等支出骤增的，是突发严重困难户"
    kind = {"01": "脱贫不稳定户", "02": "边缘易致贫户"}.get(home["hh_type"] or "")
    return f"提示：户类型相应的是{kind}（{said}）" if kind else ""


def total_limit(episode: Values | None = None) -> str:
    """15个工作日: the limit of the whole chain at a place."""
    village = village_of(episode) if episode is not None else None
    unit = str(norm("limit.total_unit", village=village))
    return f"{norm('limit.total_days', village=village)}{workdays.unit_text(unit)}"
