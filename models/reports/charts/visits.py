"""Charts of visits, rounds and tasks (domain.md §4.6)."""

from __future__ import annotations

from models import query
from models.query import Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import Bar, chart, code_bars, codes_axis, crossed, data, month_text, only, villages_axis
from models.rules import visits as rules

LATEST = 12
MONTHS_SHOWN = 24
MONTH = len("2024-01")


@chart("visit_coverage", "走访覆盖率（轮次×村）", "visit")
def visit_coverage(base: Selection) -> ChartData:
    """A cell per round and village: households reached in percent of those due; the latest rounds."""
    cells = rules.coverage(base)
    shown = [one for one in rules.rounds() if any(cell.round == one.id for cell in cells)][-LATEST:]
    if base.filters or base.search:
        shown = [one for one in shown if any(cell.round == one.id and cell.visits for cell in cells)]
    axis = villages_axis(base, "household.village")
    found = {(cell.round, cell.village): cell for cell in cells}
    columns = []
    for village, text in axis.labels.items():
        bars = []
        for one in shown:
            cell = found.get((one.id, village))
            if cell is None:
                bars.append(Bar(None))
                continue
            chosen = only(only(base, "round", one.id), "household.village", village)
            bars.append(Bar(round(len(cell.done) * 100 / len(cell.due), 2), chosen))
        columns.append((text, bars))
    return data("heat", columns, [one.name for one in shown], measure="percent", thresholds=[(100, "应访尽访")])


@chart("visit_by_month", "走访次数（按月）", "visit")
def visit_by_month(base: Selection) -> ChartData:
    """Visits per month without gaps, the latest 24."""
    found: dict[str, int] = {}
    for one in query.groups(base, ("date",)):
        if len(one.key[0] or "") >= MONTH:
            found[one.key[0][:MONTH]] = found.get(one.key[0][:MONTH], 0) + one.count
    months = _months(min(found), max(found))[-MONTHS_SHOWN:] if found else []
    columns = [(month_text(m), [Bar(found.get(m, 0), base.where("date", "=", m))]) for m in months]
    return data("bar", columns, ["走访"], unit="次")


def _months(first: str, last: str) -> list[str]:
    low, high = (int(one[:4]) * 12 + int(one[5:MONTH]) - 1 for one in (first, last))
    return [f"{at // 12}-{at % 12 + 1:02d}" for at in range(low, high + 1)]


@chart("visit_by_village", "走访次数（按村和类型）", "visit")
def visit_by_village(base: Selection) -> ChartData:
    """Visits per village, split by kind."""
    kinds = codes_axis(base, "kind")
    columns = crossed(base, villages_axis(base, "household.village"), "household.village", kinds, "kind")
    return data("stacked", columns, list(kinds.labels.values()), unit="次")


@chart("task_by_village", "问题整改（按村和状态）", "task")
def task_by_village(base: Selection) -> ChartData:
    """Tasks per village, split by state."""
    states = codes_axis(base, "state")
    columns = crossed(base, villages_axis(base), "village", states, "state")
    return data("stacked", columns, list(states.labels.values()), unit="个")


@chart("task_by_state", "问题整改（按状态）", "task")
def task_by_state(base: Selection) -> ChartData:
    """Tasks per state."""
    return data("bar", code_bars(base, "state"), ["问题"], unit="个")
