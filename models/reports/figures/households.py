"""Figures of households and their people (domain.md §4, §7, §18)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from models import query
from models.query import Filter, Selection
from models.reports.figures.base import (
    Measure,
    Part,
    Scope,
    breakdown,
    figure,
    per_village,
    percent,
    quotient,
    rounded,
    total,
)

ACTIVE = Filter("state", "not in", ["03"])
AGES = ((0, 5), (6, 15), (16, 59), (60, 79), (80, None))
"""Age bands that share nothing: before school, school age (6 to under 16), 16–59, 60–79, 80 and over."""
ELDERLY = 60


def households(*filters: Filter, path: str = "") -> Measure:
    """A measure over households."""
    return Measure("household", path, filters)


def people(*filters: Filter) -> Measure:
    """A measure over active members."""
    return Measure("member", "", (ACTIVE, *filters))


def age_label(low: int, high: int | None) -> str:
    """60—79岁, 80岁及以上."""
    return f"{low}岁及以上" if high is None else f"{low}—{high}岁"


def age_filter(low: int, high: int | None) -> Filter:
    """The filter of an age band."""
    return Filter("age", ">=", low) if high is None else Filter("age", "between", [low, high])


@figure("village_count", "行政村数", "个", "登记的行政村数", "domain.md §1", yearly=False)
def village_count(scope: Scope) -> Iterator[Part]:
    """All villages."""
    if scope.village is None:
        yield Part(len(scope.villages), Selection("village"), len(scope.villages))


total("household_count", "农户数", "户", households(), "农户台账的户数", "domain.md §4.1")
total("person_count", "在册人口数", "人", people(), "状态不是“自然减少”的家庭成员数", "domain.md §4.2")
quotient(
    "household_size",
    "户均人口",
    "人/户",
    households(Filter("members_now", "filled"), path="members_now"),
    households(Filter("members_now", "filled")),
    "当前家庭人口数之和 ÷ 已填人口的户数",
    "domain.md §4.1",
    lambda top, bottom: rounded(Fraction(top, bottom)),
)

breakdown("household_by_type", "户数", "户", households(), "hh_type", "按户类型数农户", "domain.md §4.1")
breakdown(
    "person_by_type",
    "人口数",
    "人",
    households(path="members_now"),
    "hh_type",
    "按户类型加总当前家庭人口数，与户数成对",
    "domain.md §4.1、§14 R02",
)
breakdown("member_by_sex", "在册人口", "人", people(), "sex", "按性别数在册成员", "domain.md §4.2")
breakdown("member_by_labour", "在册人口", "人", people(), "labour", "按劳动技能数在册成员", "domain.md §4.2")
breakdown(
    "member_by_health",
    "在册人口",
    "人",
    people(),
    "health",
    "按健康状况数在册成员；一人有几种状况的各算一次，分项之和可能大于总人数",
    "domain.md §4.2",
)


def by_age(selection: Selection) -> dict[int | None, int]:
    """{full years: people} of a selection of members; None where the birth date is not filled."""
    return {one.key[0]: one.count for one in query.groups(selection, ("age",))}


@figure("member_by_age", "在册人口", "人", "按今天的周岁分段数在册成员", "domain.md §4.2", yearly=False)
def member_by_age(scope: Scope) -> Iterator[Part]:
    """Age bands, then those without a birth date."""
    selection = people().selection(scope)
    found = by_age(selection)
    for low, high in AGES:
        count = sum(n for age, n in found.items() if age is not None and low <= age and (high is None or age <= high))
        one = age_filter(low, high)
        chosen = selection.where(one.path, one.op, one.value)
        yield Part(count, chosen, count, f"{low}", age_label(low, high), scope.village, scope.year)
    if found.get(None):
        yield Part(
            found[None], selection.where("age", "blank"), found[None], "blank", "未填", scope.village, scope.year
        )  # fmt: skip


total(
    "elderly_count",
    "60岁及以上人口",
    "人",
    people(Filter("age", ">=", ELDERLY)),
    "周岁 ≥ 60 的在册成员",
    "domain.md §4.2",
)
total(
    "party_members",
    "党员人数",
    "人",
    people(Filter("politics", "in", ["01", "02"])),
    "政治面貌为中共党员或预备党员的在册成员",
    "domain.md §4.4",
)
total(
    "dibao_persons",
    "低保人口",
    "人",
    people(Filter("dibao", "in", ["01", "02"])),
    "享受农村或城市低保的在册成员",
    "domain.md §4.2",
)
total(
    "tekun_persons",
    "特困供养人口",
    "人",
    people(Filter("tekun", "in", ["01", "02"])),
    "享受农村或城市特困供养的在册成员",
    "domain.md §4.2",
)
total(
    "insured_persons",
    "已参保人数",
    "人",
    people(Filter("insured", "in", [True])),
    "参加居民医保或职工医保的在册成员",
    "domain.md §7.2",
)
quotient(
    "insured_rate",
    "基本医保参保率",
    "%",
    people(Filter("insured", "in", [True])),
    people(),
    "已参保人数 ÷ 在册人口数 × 100",
    "domain.md §7.2、§18",
)


@figure(
    "insured_rate_lowest",
    "参保率最低的村",
    "%",
    "各村参保率中最低的一个；每个村都不低于目标才算达标",
    "domain.md §7.2",
    yearly=False,
)
def insured_rate_lowest(scope: Scope) -> Iterator[Part]:
    """The village that decides whether the goal is met everywhere."""
    insured = per_village(people(Filter("insured", "in", [True])), scope)
    everybody = per_village(people(), scope)
    rates = [((insured[id].total if id in insured else 0) / cell.total, id) for id, cell in everybody.items()]
    if rates:
        _, lowest = min(rates)
        cell = everybody[lowest]
        top = insured[lowest].total if lowest in insured else 0
        yield Part(percent(top, cell.total), cell.selection, cell.records, village=lowest, year=scope.year)


total(
    "unsafe_houses",
    "危房户数",
    "户",
    households(Filter("unsafe_house", "in", [True])),
    "“是否危房户”为是的户数",
    "domain.md §7.3",
)
quotient(
    "safe_house_rate",
    "住房安全率",
    "%",
    households(Filter("unsafe_house", "in", [False])),
    households(Filter("unsafe_house", "filled")),
    "不是危房户的户数 ÷ 已填“是否危房户”的户数 × 100",
    "domain.md §7.3、§18",
)
quotient(
    "safe_water_rate",
    "饮水安全达标率",
    "%",
    households(Filter("safe_water", "in", [True])),
    households(Filter("safe_water", "filled")),
    "已解决安全饮用水的户数 ÷ 已填“是否解决安全饮用水”的户数 × 100",
    "domain.md §7.4、§18",
)
