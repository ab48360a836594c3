"""Figures of 三保障和饮水, school and insurance (domain.md §7, §18; T07, E10–E14)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from models import query
from models.codes import code_list, norm
from models.query import Filter, Selection
from models.reports.figures.base import Measure, Part, Scope, breakdown, figure, quotient, rounded, total
from models.reports.figures.income import yearly, yearly_quotient
from models.rules.guarantees import group_passes, out_of_school, rates, school_children

RULE = "domain.md §7、§18"
NOW = Filter("latest", "in", [True])
PASSED, FAILED = Filter("result", "in", ["01"]), Filter("result", "in", ["02"])
JUDGED = Filter("result", "in", ["01", "02"])


def checks(*more: Filter, path: str = "") -> Measure:
    """Last checks of households: the state of today."""
    return Measure("guarantee_check", path, (NOW, *more))


for _one in code_list("guarantee_dimension").codes:
    _of = Filter("dimension", "in", [_one.code])
    quotient(
        f"guarantee_{_one.code}_rate",
        f"{_one.label}达标率",
        "%",
        checks(_of, PASSED),
        checks(_of, JUDGED),
        f"各户最近一次{_one.label}排查：达标 ÷（达标 ＋ 不达标）× 100；没有排查过的户不算",
        RULE,
    )
breakdown(
    "guarantee_failed", "三保障和饮水不达标的户", "户", checks(FAILED), "dimension",
    "各户最近一次排查为不达标的，按保障类别", RULE,
)  # fmt: skip
breakdown(
    "guarantee_no_remedy", "不达标且未整改完成的户", "户", checks(FAILED, Filter("handled_on", "blank")), "dimension",
    "各户最近一次排查为不达标，还没有整改完成日期", RULE,
)  # fmt: skip
breakdown(
    "house_grades", "住房安全等级", "户", checks(Filter("grade", "filled")), "grade", "各户最近一次住房排查的房屋等级",
    "domain.md §7.3",
)  # fmt: skip
_ROUNDS = Filter("household", "blank")
total(
    "guarantee_rounds",
    "整村排查",
    "次",
    Measure("guarantee_check", "", (_ROUNDS,), year="date", by_year="date"),
    "不落到户的整村一轮排查，一村一轮一次",
    "domain.md §7.3 E12",
)
total(
    "guarantee_rounds_failed",
    "整村排查发现不达标",
    "次",
    Measure("guarantee_check", "", (_ROUNDS, FAILED), year="date", by_year="date"),
    "整村排查中结果为不达标的次数",
    "domain.md §7.3 E12",
)


# --- school -----------------------------------------------------------------------------------------------------------


def _people(chosen: Selection, scope: Scope) -> Iterator[Part]:
    places = [scope.village] if scope.village is not None else [None, *scope.villages]
    for place in places:
        one = chosen if place is None else chosen.where("village", "in", [place])
        count = query.count(one)
        if count or place == scope.village:
            yield Part(count, one, count, village=place)


@figure(
    "school_children", "义务教育阶段适龄儿童少年", "人", "9月30日满6周岁、不满16周岁的在册成员", RULE, yearly=False
)  # fmt: skip
def school_age(scope: Scope) -> Iterator[Part]:
    """Everybody and per village."""
    return _people(school_children(date.fromisoformat(scope.asof)), scope)


@figure(
    "dropouts",
    "失学辍学儿童少年",
    "人",
    "其中没有填在校生状况、也没有初中及以上文化程度的；因病、因残不能上学的不算",
    RULE,
    yearly=False,
)
def dropouts(scope: Scope) -> Iterator[Part]:
    """Must be 0."""
    return _people(out_of_school(date.fromisoformat(scope.asof)), scope)


total(
    "dropout_actions", "控辍保学劝返", "次",
    Measure("dropout_action", "", (), "child.village", "date", "child.village", "date"), "登记的劝返次数", RULE,
)  # fmt: skip
total(
    "dropout_returned", "劝返返校", "人次",
    Measure("dropout_action", "", (Filter("result", "in", ["01"]),), "child.village", "date", "child.village", "date"),
    "劝返结果为已返校的次数", RULE,
)  # fmt: skip


# --- insurance --------------------------------------------------------------------------------------------------------


def _counted(path: str) -> Measure:
    return Measure("insurance", path, (), "village", "year", "village", "year")


yearly("insurance_should", "应参保人数", "人", _counted("should"), "医保参保台账各村应参保人数之和", RULE)
yearly("insurance_insured", "医保已参保人数", "人", _counted("insured"), "医保参保台账各村已参保人数之和", RULE)
yearly_quotient(
    "insurance_rate", "医保参保率", "%", _counted("insured"), _counted("should"), "已参保 ÷ 应参保 × 100", RULE
)  # fmt: skip


@figure("insurance_lowest", "医保参保率最低的村", "%", "各村参保率中最低的一个；每个村都达到目标才算达标", RULE)
def insurance_lowest(scope: Scope) -> Iterator[Part]:
    """The village that decides, per year; the note says whether the group passes."""
    years = [one.key[0] for one in query.groups(_counted("").selection(scope), ("year",))]
    for year in sorted(one for one in years if one is not None):
        goal = norm("insurance.goal_percent", when=year)
        found = [one for one in rates(year) if scope.village in (None, one.village)]
        if not found:
            continue
        least = min(found, key=lambda one: one.percent)
        short = "、".join(scope.villages.get(one.village, "") for one in found if not one.passes)
        note = f"每个村都达到 {goal}%" if group_passes(found) else f"没有达到 {goal}% 的村：{short}"
        chosen = _counted("").selection(Scope(least.village, year, scope.asof, scope.villages))
        yield Part(rounded(least.percent), chosen, 1, village=least.village, year=year, note=note)


def _paid(*more: Filter) -> Measure:
    return Measure("insured_year", "", more, "member.village", "year", "member.village", "year")


yearly_quotient(
    "insured_year_rate",
    "按人登记的参保率",
    "%",
    _paid(Filter("state", "in", ["01", "02"])),
    _paid(Filter("counted", "in", [True])),
    "参保缴费台账：已参保和代缴 ÷ 应参保 × 100；未参保而属死亡、参军、异地参保、新生儿待参的不计入应参保",
    RULE,
)
breakdown(
    "uninsured_reasons", "未参保人数", "人", _paid(Filter("state", "in", ["03"])), "reason", "按未参保原因", RULE
)  # fmt: skip
