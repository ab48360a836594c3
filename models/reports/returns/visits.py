"""Visits (R06) and plans (R04); domain.md §4.6, §3.5, §14."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models import query
from models.ledger import ledger
from models.query import Filter, Selection
from models.reports.figures.base import percent
from models.reports.paper import PaperCard
from models.reports.plan_paper import SIGNATURES, plan_card
from models.reports.returns.base import TOTAL, Cell, Head, ReturnTable, Row, Scope, figure, report
from models.reports.returns.period import DAY, MONTH
from models.reports.returns.shapes import NOT_APPLICABLE, count, hand, households, listing, ratio, village_summary
from models.rules import visits as rules
from models.rules.measures import is_open

HOME = "household.village"
SOLVED = Filter("solved", "in", [True])


@report("R06", "visit_month", "走访（遍访）统计表", MONTH, ("visit", "visit_round"), "每月或每季报")
def visit_month(scope: Scope) -> Sequence[ReturnTable]:
    """Visits of the month per village; then the rounds that run in it, and who has not been reached."""
    month = scope.during(Selection("visit"), "date")
    found = month.where("problems", "filled")
    solved = found.where(SOLVED.path, SOLVED.op, SOLVED.value)
    measures = [
        households("农户数", Selection("household"), household=""),
        households("走访户数", month, HOME),
        ratio("走访户占比", households("", month, HOME), households("", Selection("household"), household="")),
        count("走访次数", month, HOME),
        count("发现问题", found, HOME, unit="次"),
        count("其中已解决", solved, HOME, unit="次"),
        ratio("解决率", count("", solved, HOME), count("", found, HOME)),
    ]
    tables = [village_summary(scope, measures)]
    cells = rules.coverage(Selection("visit").where("date", "<=", scope.period.last))
    for one in rules.rounds():
        own = [cell for cell in cells if cell.round == one.id and scope.village in (None, cell.village)]
        if own and one.start <= scope.period.last and (one.end or "9999") >= scope.period.first:
            tables += [_round(scope, one, own), *_missing(scope, one, own)]
    return tables


def _round(scope: Scope, one: rules.Round, cells: Sequence[rules.Cell]) -> ReturnTable:
    """Due, done and the share per village, as of the end of the month."""
    visits = Selection("visit").where("round", "in", [one.id]).where("date", "<=", scope.period.last)
    heads = [
        Head("行政村", width=12),
        *(Head(title, width=8, align="right", adds=True, number_format="0") for title in ("应访（户）", "已访（户）")),
        Head("覆盖率（%）", width=9, align="right", number_format="0.00"),
        *(Head(title, width=8, align="right", adds=True, number_format="0") for title in ("未访（户）", "走访（次）")),
    ]

    def row(name: str, some: Sequence[rules.Cell], where: Selection) -> Row:
        due, done = sum(len(cell.due) for cell in some), sum(len(cell.done) for cell in some)
        share = percent(done, due) if due else NOT_APPLICABLE
        return Row(
            (
                Cell(name), Cell(str(due), due), figure(done, where), Cell(share, float(share) if due else None, where),
                Cell(str(due - done), due - done), figure(sum(cell.visits for cell in some), where),
            )
        )  # fmt: skip

    rows = [row(scope.villages[cell.village], [cell], visits.where(HOME, "in", [cell.village])) for cell in cells]
    whole = row("合计", cells, scope.here(visits, HOME))
    days = f"{one.start}至{one.end}" if one.end else f"{one.start}起"
    return ReturnTable(
        tuple(heads), tuple(rows), Row(whole.cells, TOTAL), total_first=True, title=f"{one.name}覆盖情况",
        unit_text="单位：户、次", notes=(f"说明：{one.name}，{days}；一户走访几次只算一户。",),
    )  # fmt: skip


def _missing(scope: Scope, one: rules.Round, cells: Sequence[rules.Cell]) -> list[ReturnTable]:
    left = {id for cell in cells for id in cell.open}
    if not left:
        return []
    chosen = Selection("household", order=("village.seq", "group", "head"))
    ids = [id for id in query.ids(chosen) if id in left]
    columns = (
        "village",
        "group",
        "head",
        "hh_type",
        "members_now",
        "phone",
        "helper",
        hand("走访人"),
        hand("走访日期"),
    )
    return [listing(scope, chosen, columns, ids=ids, total=False, title=f"{one.name}未访户名单", keep=0, row_mm=9)]


@report("R04", "assist_plan", "一户一策帮扶计划表", DAY, ("assist_plan", "measure", "episode"), "每户一页，签字存档")
def assist_plan(scope: Scope) -> Sequence[PaperCard | ReturnTable]:
    """A page for each household that is watched, in the order of villages."""
    of: Any = ledger("episode").model
    rows = of.select(of.household, of.eliminated, of.state, of.recognised_on).tuples()
    watched = {
        home
        for home, eliminated, state, since in rows
        if since and since <= scope.period.last and is_open({"eliminated": eliminated, "state": state})
    }
    chosen = scope.here(Selection("household", order=("village.seq", "group", "head")))
    cards = [plan_card(id, public=scope.public) for id in query.ids(chosen) if id in watched]
    return cards or [PaperCard("一户一策帮扶计划表", subtitle="没有正在监测的户", signatures=SIGNATURES)]
