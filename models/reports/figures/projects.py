"""Figures of projects and their money (domain.md §9, §18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from models import query
from models.query import Filter, Selection
from models.reports import places
from models.reports.figures.base import (
    MONEY,
    Measure,
    Part,
    Scope,
    breakdown,
    by_code,
    figure,
    per_year,
    quotient,
    rounded,
    wan,
    whole,
)

MONEY_RULE = "domain.md §9.4、§9.5"
STARTED = ["06", "07", "08", "09", "10", "11", "12"]
FINISHED = ["08", "09", "10", "11", "12"]
ACCEPTED = ["09", "10", "11", "12"]
DROPPED = ["99"]


def projects(*filters: Filter, path: str = "") -> Measure:
    """A measure over projects; one project may lie in several villages, so a village only limits."""
    return Measure("project", path, filters, places.VILLAGE, "year", "", "year")


def lines(*filters: Filter) -> Measure:
    """The sum of fund lines."""
    village = f"project.{places.VILLAGE}"
    return Measure("fund_line", "amount", filters, village, "project.year", "", "project.year")


def payments(*filters: Filter) -> Measure:
    """The sum of payments."""
    village = f"fund_line.project.{places.VILLAGE}"
    return Measure("payment", "amount", filters, village, "fund_line.project.year", "", "fund_line.project.year")


def money_of(measure: Measure, scope: Scope, links: tuple[str, ...] = ()) -> Fraction:
    """分 of the measure in the scope: of one village only what falls to it."""
    selection = measure.selection(scope)
    if scope.village is None:
        return Fraction(query.totals(selection, (measure.path,))[measure.path])
    part = places.split(selection, measure.path, links).get(scope.village)
    return part.money if part else Fraction(0)


@figure(
    "project_count", "项目数", "个", "项目台账的项目数；分村时，一个项目涉及几个村就在几个村各算一次", "domain.md §9.2"
)
def project_count(scope: Scope) -> Iterator[Part]:
    """All projects, per village, per year."""
    measure = projects()
    cell = whole(measure, scope)
    yield Part(cell.total, cell.selection, cell.records, village=scope.village, year=scope.year)
    if scope.village is None:
        found = {one.key[0]: one for one in _by_village(measure.selection(scope))}
        for id in scope.villages:
            if id in found:
                selection = cell.selection.where(places.VILLAGE, "in", [id])
                yield Part(found[id].count, selection, found[id].count, village=id, year=scope.year)
    if scope.year is None:
        for year, one in per_year(measure, scope).items():
            yield Part(one.total, one.selection, one.records, village=scope.village, year=year)


def _by_village(selection: Selection) -> list[query.Group]:
    among = Selection("project_place", filters=tuple(_through(selection, "project")))
    return query.groups(among, ("village",))


def _through(selection: Selection, link: str) -> Iterator[Filter]:
    for one in selection.filters:
        yield Filter(f"{link}.{one.path}", one.op, one.value)


@figure(
    "project_total",
    "项目总投资",
    "万元",
    "计划总投资之和；没有填计划总投资的，用它的资金之和。分村按实施村的分摊比例，没有比例的平均分",
    "domain.md §9.2",
)
def project_total(scope: Scope) -> Iterator[Part]:
    """Investment in all, per village, per year."""
    measure = projects(path="investment")
    cell = whole(measure, scope)
    yield Part(wan(money_of(measure, scope)), cell.selection, cell.records, village=scope.village, year=scope.year)
    if scope.village is None:
        split = places.split(cell.selection, "investment")
        for id in scope.villages:
            if id in split:
                selection = cell.selection.where(places.VILLAGE, "in", [id])
                yield Part(wan(split[id].money), selection, split[id].records, village=id, year=scope.year)
        if None in split and len(split) > 1:
            alone = cell.selection.where(places.VILLAGE, "blank")
            note = "没有分到村的投资，含实施村分摊比例之和不足 100% 的部分"
            yield Part(wan(split[None].money), alone, split[None].records, "whole", "全乡（不分村）",
                       year=scope.year, note=note)  # fmt: skip
    if scope.year is None and scope.village is None:
        for year, one in per_year(measure, scope).items():
            yield Part(wan(one.total), one.selection, one.records, year=year)


@figure("project_mean", "项目平均投资", "万元", "项目总投资 ÷ 项目数", "domain.md §18")
def project_mean(scope: Scope) -> Iterator[Part]:
    """Mean investment in all and per year."""
    measure = projects(path="investment")
    cell = whole(measure, scope)
    if cell.records:
        mean = rounded(money_of(measure, scope) / 1_000_000 / cell.records)
        yield Part(mean, cell.selection, cell.records, village=scope.village, year=scope.year)
    if scope.year is None and scope.village is None:
        for year, one in per_year(measure, scope).items():
            yield Part(rounded(Fraction(one.total, 1_000_000 * one.records)), one.selection, one.records, year=year)


breakdown("project_by_category", "项目数", "个", projects(), "cat1", "按项目类型（一级）数项目", "domain.md §9.1")
breakdown("project_by_stage", "项目数", "个", projects(), "stage", "按项目阶段数项目", "domain.md §9.3")


def _money_by(scope: Scope, by: str) -> Iterator[Part]:
    measure = projects(path="investment")
    for key, label, cell in by_code(measure.selection(scope), by, "investment"):
        money = Fraction(cell.total)
        if scope.village is not None:
            part = places.split(cell.selection, "investment").get(scope.village)
            money = part.money if part else Fraction(0)
        yield Part(wan(money), cell.selection, cell.records, key, label, scope.village, scope.year)


@figure("project_total_by_category", "项目投资", "万元", "按项目类型（一级）加总投资", "domain.md §9.1")
def project_total_by_category(scope: Scope) -> Iterator[Part]:
    """Investment per category."""
    yield from _money_by(scope, "cat1")


@figure("project_total_by_stage", "项目投资", "万元", "按项目阶段加总投资", "domain.md §9.3")
def project_total_by_stage(scope: Scope) -> Iterator[Part]:
    """Investment per stage."""
    yield from _money_by(scope, "stage")


@figure("industry_share", "产业占比", "%", "产业发展类项目投资 ÷ 填了项目类型的项目投资 × 100", "domain.md §9.5")
def industry_share(scope: Scope) -> Iterator[Part]:
    """Share of category P1 in the investment."""
    sorted_in = projects(Filter("cat1", "filled"), path="investment")
    every = money_of(sorted_in, scope)
    industry = projects(Filter("cat1", "in", ["P1"]), path="investment")
    if every:
        share = rounded(money_of(industry, scope) * 100 / every)
        selection = sorted_in.selection(scope)
        yield Part(share, selection, query.count(selection), village=scope.village, year=scope.year)


def _reached(name: str, title: str, stages: list[str], word: str) -> None:
    quotient(
        name,
        title,
        "%",
        projects(Filter("stage", "in", stages)),
        projects(Filter("stage", "filled"), Filter("stage", "not in", DROPPED)),
        f"阶段已到“{word}”或以后的项目 ÷ 填了阶段、没有终止的项目 × 100",
        "domain.md §9.3、§9.5",
    )


_reached("start_rate", "开工率", STARTED, "开工")
_reached("finish_rate", "完工率", FINISHED, "完工")
_reached("accept_rate", "验收率", ACCEPTED, "验收")


@figure(
    "project_unit_cost",
    "单位造价",
    "万元/单位",
    "填了建设规模的项目：投资 ÷ 建设规模数量，每个项目一个数",
    "domain.md §9.2",
)
def project_unit_cost(scope: Scope) -> Iterator[Part]:
    """Cost per kilometre, lamp, mu … of each project."""
    selection = projects(Filter("quantity", ">=", 1), Filter("investment", "filled")).selection(scope)
    paths = ("code", "name", "year", "quantity", "quantity_unit", "investment")
    for id, (code, name, year, quantity, unit, money) in query.each(selection, paths):
        one = Selection("project").where("name", "=", name)
        one = one.where("code", "=", code) if code else one
        one = one.where("year", "=", year) if year else one
        value = rounded(Fraction(money, 1_000_000) / Fraction(quantity, 1000))
        yield Part(value, one, query.count(one), code or str(id), name, scope.village, year,
                   unit=f"万元/{unit or '单位'}")  # fmt: skip


# --- money received and paid --------------------------------------------------------------------------------------

LINK = ("project",)
PAID_LINK = ("fund_line", "project")


def _received(scope: Scope) -> Measure:
    return lines(Filter("received_on", "<=", scope.asof))


def _paid(scope: Scope) -> Measure:
    return payments(Filter("date", "<=", scope.asof))


def _sums(scope: Scope, measure: Measure, links: tuple[str, ...]) -> Iterator[Part]:
    selection = measure.selection(scope)
    money = wan(money_of(measure, scope, links))
    yield Part(money, selection, query.count(selection), village=scope.village, year=scope.year)
    if scope.year is None and scope.village is None:
        for year, one in per_year(measure, scope).items():
            yield Part(wan(one.total), one.selection, one.records, year=year)


@figure("fund_total", "资金合计", "万元", "资金额度之和", MONEY_RULE)
def fund_total(scope: Scope) -> Iterator[Part]:
    """All fund lines."""
    yield from _sums(scope, lines(), LINK)


@figure("fund_mean", "资金笔均额度", "万元", "资金额度之和 ÷ 资金笔数", MONEY_RULE)
def fund_mean(scope: Scope) -> Iterator[Part]:
    """Mean of the fund lines."""
    cell = whole(lines(), scope)
    if cell.records:
        mean = rounded(money_of(lines(), scope, LINK) / 1_000_000 / cell.records)
        yield Part(mean, cell.selection, cell.records, village=scope.village, year=scope.year)


breakdown("fund_by_source", "资金额度", "万元", lines(), "source", "按资金来源加总资金额度", MONEY_RULE, MONEY)


@figure("fund_received", "到位资金", "万元", "到截止日期已下达（填了下达日期）的资金额度之和", MONEY_RULE)
def fund_received(scope: Scope) -> Iterator[Part]:
    """Fund lines handed down by the day."""
    yield from _sums(scope, _received(scope), LINK)


@figure("fund_paid", "累计支出", "万元", "到截止日期的支付金额之和", MONEY_RULE)
def fund_paid(scope: Scope) -> Iterator[Part]:
    """Payments made by the day."""
    yield from _sums(scope, _paid(scope), PAID_LINK)


def pay_rate_of(scope: Scope) -> Fraction | None:
    """Paid ÷ received in per cent, None when nothing was received."""
    received = money_of(_received(scope), scope, LINK)
    return money_of(_paid(scope), scope, PAID_LINK) * 100 / received if received else None


def schedule_of(asof: str, year: int | None = None) -> Fraction:
    """序时进度 in per cent on a day: month ÷ 12; a year that is over counts as 100."""
    today, month = int(asof[:4]), int(asof[5:7])
    if year is None or year == today:
        return Fraction(month * 100, 12)
    return Fraction(100 if year < today else 0)


def _rate(scope: Scope, value: str) -> Iterator[Part]:
    selection = _paid(scope).selection(scope)
    note = f"截至 {scope.asof}"
    yield Part(value, selection, query.count(selection), village=scope.village, year=scope.year, note=note)


@figure("pay_rate", "支出率", "%", "累计支出 ÷ 到位资金 × 100", MONEY_RULE)
def pay_rate(scope: Scope) -> Iterator[Part]:
    """Share of the received money that has been paid."""
    years = per_year(_received(scope), scope) if scope.year is None else ()
    for one in (scope, *(replace(scope, year=year) for year in years)):
        rate = pay_rate_of(one)
        if rate is not None:
            yield from _rate(one, rounded(rate))


@figure("pay_schedule", "序时进度", "%", "截止日期的月份 ÷ 12 × 100；过去的年度为 100", MONEY_RULE)
def pay_schedule(scope: Scope) -> Iterator[Part]:
    """How far the year has gone."""
    yield from _rate(scope, rounded(schedule_of(scope.asof, scope.year)))


@figure("pay_gap", "支出率比序时进度", "个百分点", "支出率 − 序时进度，快为正，慢为负", MONEY_RULE)
def pay_gap(scope: Scope) -> Iterator[Part]:
    """Points ahead of the calendar, with a sign."""
    rate = pay_rate_of(scope)
    if rate is not None:
        text = rounded(rate - schedule_of(scope.asof, scope.year))
        yield from _rate(scope, text if text.startswith("-") else f"+{text}")
