"""Figures of visits, rounds, helpers and tasks (domain.md §4.5, §4.6, §18; T09)."""

from __future__ import annotations

from collections.abc import Iterator

from models import query
from models.query import Filter, Selection
from models.reports.figures.base import (
    MONEY,
    Measure,
    Part,
    Scope,
    breakdown,
    figure,
    percent,
    quotient,
    total,
)
from models.rules import visits as rules

HOME = "household.village"
SOURCE = "domain.md §4.6"
GIVEN = Filter("problems", "filled")


def visits(*filters: Filter, path: str = "") -> Measure:
    """A measure over visits."""
    return Measure("visit", path, filters, HOME, "date", HOME, "date")


def tasks(*filters: Filter) -> Measure:
    """A measure over tasks, by the day on which the problem was found."""
    return Measure("task", "", filters, "village", "found_on", "village", "found_on")


total("visit_count", "走访次数", "次", visits(), "登记的走访数", SOURCE)
breakdown("visit_by_kind", "走访次数", "次", visits(), "kind", "按走访类型数走访", SOURCE)
total("visit_problems", "走访发现问题", "次", visits(GIVEN), "写了发现问题的走访数", SOURCE)
total(
    "visit_problems_solved",
    "走访问题已解决",
    "次",
    visits(GIVEN, Filter("solved", "in", [True])),
    "发现问题、且填了已解决的走访数",
    SOURCE,
)
total(
    "condolence_spending",
    "慰问支出",
    "万元",
    visits(Filter("kind", "in", ["04"]), path="goods_value"),
    "慰问走访的慰问金额之和；是支出，不算农户收入",
    "domain.md §6.3、§13.5",
    MONEY,
)


@figure("visit_coverage", "走访覆盖率", "%", "一轮里走到的应访户 ÷ 这一轮的应访户 × 100；一户走几次只算一户", SOURCE)
def visit_coverage(scope: Scope) -> Iterator[Part]:
    """Per round: the township, then each village."""
    cells = rules.coverage()
    for one in rules.rounds():
        if scope.year is not None and one.year != scope.year:
            continue
        own = [c for c in cells if c.round == one.id and scope.village in (None, c.village)]
        chosen = Selection("visit").where("round", "in", [one.id])
        if own and scope.village is None:
            yield _coverage(own, one, chosen, None)
        for cell in own:
            yield _coverage([cell], one, chosen.where(HOME, "in", [cell.village]), cell.village)


def _coverage(cells: list[rules.Cell], one: rules.Round, chosen: Selection, village: int | None) -> Part:
    done, due = (sum(len(part) for part in parts) for parts in zip(*((c.done, c.due) for c in cells), strict=True))
    note = f"应访 {due} 户，已访 {done} 户" + (f"，还差 {due - done} 户" if done < due else "")
    return Part(
        percent(done, due), chosen, query.count(chosen), one.name, one.name, village, one.year, note=note
    )  # fmt: skip


def _share(name: str, title: str, formula: str, source: str, base: Filter | None, some: Filter) -> None:
    """Households that match ``some`` in percent of those that match ``base``."""
    filters = (base,) if base else ()
    quotient(
        name, title, "%", Measure("household", "", (*filters, some)), Measure("household", "", filters), formula, source
    )


_share(
    "helper_rate",
    "帮扶责任人落实率",
    "有帮扶责任人的脱贫户 ÷ 脱贫户 × 100",
    "domain.md §4.5",
    Filter("hh_type", "in", ["01", "03"]),
    Filter("helper", "filled"),
)


@figure("receipt_rate", "明白纸签收率", "%", "签收过“申报政策”明白纸的户 ÷ 在册农户 × 100", SOURCE, yearly=False)
def receipt_rate(scope: Scope) -> Iterator[Part]:
    """The township, then each village."""
    signed = rules.receipts("declaration_on")
    homes = rules.homes()
    groups: dict[int | None, list[int]] = {}
    for id, home in homes.items():
        if scope.village in (None, home.village):
            for key in {scope.village, home.village} if scope.village else (None, home.village):
                groups.setdefault(key, []).append(id)
    chosen = Selection("visit").where("declaration_on", "filled")
    for key in [scope.village] if scope.village else [None, *scope.villages]:
        if own := groups.get(key):
            part = chosen if key is None else chosen.where(HOME, "in", [key])
            value = percent(len(signed & set(own)), len(own))
            yield Part(value, part, query.count(part), village=key, note=f"应发 {len(own)} 户")


CLOSED = Filter("state", "in", ["03"])
total("task_count", "问题整改", "个", tasks(), "登记的问题数，按发现日期", SOURCE)
total("task_closed", "问题已销号", "个", tasks(CLOSED), "已销号的问题数", SOURCE)
quotient("task_rate", "问题整改率", "%", tasks(CLOSED), tasks(), "已销号的问题 ÷ 全部问题 × 100", SOURCE)
total(
    "task_overdue", "整改超期", "个", tasks(Filter("overdue", "in", [True])), "过了整改期限还没有销号的问题数", SOURCE
)
breakdown("task_by_state", "问题整改", "个", tasks(), "state", "按整改状态数问题", SOURCE)
