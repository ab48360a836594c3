"""Charts of households and their people."""

from __future__ import annotations

from models import query
from models.query import Selection
from models.reports.chart_data import ChartData
from models.reports.charts.base import Axis, Bar, chart, code_bars, codes_axis, crossed, data, filtered, villages_axis
from models.reports.figures.households import ACTIVE, AGES, age_filter, age_label


@chart("household_by_village", "农户数（按村和户类型）", "household", home=1)
def household_by_village(base: Selection) -> ChartData:
    """Households per village, stacked by 户类型."""
    types = codes_axis(base, "hh_type")
    columns = crossed(base, villages_axis(base), "village", types, "hh_type")
    return data("stacked", columns, list(types.labels.values()), unit="户")


@chart("household_by_type", "农户数（按户类型）", "household")
def household_by_type(base: Selection) -> ChartData:
    """Households per 户类型."""
    return data("bar", code_bars(base, "hh_type"), ["农户"], unit="户")


@chart("member_by_age", "在册人口（按年龄段和性别）", "member")
def member_by_age(base: Selection) -> ChartData:
    """People per age band, stacked by sex."""
    people = filtered(base, ACTIVE)
    sexes = codes_axis(people, "sex")
    found: dict[tuple[int | None, str | None], int] = {}
    for one in query.groups(people, ("age", "sex")):
        key = (one.key[0], one.key[1] or None)
        found[key] = found.get(key, 0) + one.count
    columns = []
    for low, high in AGES:
        band = age_filter(low, high)
        chosen = people.where(band.path, band.op, band.value)
        inside = {age for age, _ in found if age is not None and low <= age and (high is None or age <= high)}
        counts: dict[str | None, int] = {sex: sum(found.get((age, sex), 0) for age in inside) for sex in sexes.labels}
        columns.append((age_label(low, high), _bars(counts, chosen, sexes)))
    if any(age is None for age, _ in found):
        counts = {sex: found.get((None, sex), 0) for sex in sexes.labels}
        columns.append(("未填", _bars(counts, people.where("age", "blank"), sexes)))
    return data("stacked", columns if found else [], list(sexes.labels.values()), unit="人")


def _bars(counts: dict[str | None, int], chosen: Selection, sexes: Axis) -> list[Bar]:
    return [Bar(count, sexes.limit(chosen, sex) if count else None) for sex, count in counts.items()]


@chart("member_by_village", "在册人口（按村）", "member")
def member_by_village(base: Selection) -> ChartData:
    """People per village, stacked by sex."""
    people = filtered(base, ACTIVE)
    sexes = codes_axis(people, "sex")
    columns = crossed(people, villages_axis(people), "village", sexes, "sex")
    return data("stacked", columns, list(sexes.labels.values()), unit="人")


@chart("member_by_labour", "在册人口（按劳动技能）", "member")
def member_by_labour(base: Selection) -> ChartData:
    """People per labour skill."""
    return data("barh", code_bars(filtered(base, ACTIVE), "labour"), ["人口"], unit="人")
