"""What each guarantee asks and what its facts say (domain.md §7): education, insurance, housing, water."""

from collections.abc import Iterator
from typing import Any

from peewee import SQL, Case, fn

from models.codes import norm
from models.fields import (
    ChoiceField,
    DateField,
    IntegerField,
    LinkField,
    MoneyField,
    NameField,
    PercentField,
    TextField,
    YesNoField,
)
from models.kinds import Problem
from models.ledgers.households.member import Member
from models.record import Values

SCHOOL, MEDICAL, HOUSE, WATER = "01", "02", "03", "04"
PASSED, FAILED = "01", "02"
_FACTS = {
    SCHOOL: ("child", "school", "school_grade", "boarding", "home_teaching", "dropout"),
    MEDICAL: ("uninsured", "uninsured_reason"),
    HOUSE: ("house", "grade", "appraiser", "appraised_on", "remedy", "subsidy", "started_on", "finished_on",
            "accepted_on"),
    WATER: ("water_source", "water_project", "litres", "quantity_ok", "quality_ok", "tested_on", "minutes",
            "convenient_ok", "outage_days", "assured_ok"),
}  # fmt: skip
_INDICATORS = {"quantity_ok": "水量", "quality_ok": "水质", "convenient_ok": "方便程度", "assured_ok": "供水保证率"}


def education(group: str) -> dict[str, Any]:
    """义务教育: the child, the school, whether it has left."""
    return {
        "child": LinkField(Member, "学生", group=group),
        "school": NameField("学校", group=group, synonyms=("就读学校名称",)),
        "school_grade": ChoiceField("年级", "school_state", group=group),
        "boarding": YesNoField("是否寄宿", group=group),
        "home_teaching": YesNoField("是否送教上门", group=group),
        "dropout": YesNoField(
            "是否义务教育阶段适龄儿童少年失学辍学", group=group, synonyms=("是否失学辍学", "是否辍学")
        ),
    }


def medical(group: str) -> dict[str, Any]:
    """基本医疗: who is not insured, and why."""
    return {
        "uninsured": IntegerField("未参保人数", unit="人", group=group),
        "uninsured_reason": ChoiceField("未参保的原因", "uninsured_reason", group=group),
    }


def housing(group: str) -> dict[str, Any]:
    """住房安全: the grade, and what was done about it."""
    return {
        "house": TextField("房屋", group=group, help="哪一处、什么结构"),
        "grade": ChoiceField(
            "房屋等级", "house_grade_full", shown=True, group=group, synonyms=("住房等级", "鉴定等级", "危房等级")
        ),
        "appraiser": NameField("鉴定人或单位", group=group, synonyms=("鉴定单位", "评定单位")),
        "appraised_on": DateField("鉴定日期", future=False, group=group),
        "remedy": ChoiceField("整治方式", "house_remedy", group=group, synonyms=("改造方式",)),
        "subsidy": MoneyField("危房改造补助", group=group, synonyms=("改造补助资金",)),
        "started_on": DateField("开工日期", group=group),
        "finished_on": DateField("竣工日期", group=group),
        "accepted_on": DateField("验收日期", group=group),
    }


def water(group: str) -> dict[str, Any]:
    """饮水安全: the source and the four indicators."""
    return {
        "water_source": ChoiceField("饮水来源", "water_source", group=group),
        "water_project": NameField("供水工程名称", group=group),
        "litres": IntegerField("人均日水量", unit="升", total=False, group=group),
        "quantity_ok": YesNoField("水量是否达标", group=group, help="不填按人均日水量定"),
        "quality_ok": YesNoField("水质是否达标", group=group, help="按检测报告，分散供水可看、闻、问、尝"),
        "tested_on": DateField("水质检测日期", future=False, group=group),
        "in_house": YesNoField("是否入户", group=group),
        "minutes": IntegerField("取水往返时间", unit="分钟", total=False, group=group),
        "convenient_ok": YesNoField("方便程度是否达标", group=group, help="不填按入户和取水时间定"),
        "outage_days": IntegerField("年停水天数", unit="天", high=366, total=False, group=group),
        "assurance": PercentField("供水保证率", group=group),
        "assured_ok": YesNoField("供水保证率是否达标", group=group, help="不填按保证率或停水天数定"),
    }


def latest(model: Any) -> Any:
    """SQL for the household's last check of this guarantee: none is later, nor newer on the same day."""
    other = model._meta.model.alias()
    later = (other.date > model.date) | ((other.date == model.date) & (other.id > model.id))
    newer = other.select(SQL("1")).where(
        other.household == model.household, other.dimension == model.dimension, later
    )  # fmt: skip
    return Case(None, ((model.household.is_null() | fn.EXISTS(newer), False),), True)


def indicators(values: Values) -> Iterator[tuple[str, bool | None]]:
    """The four indicators that figures decide; limits are settings (domain.md §7.4)."""
    litres, minutes, days, share = (values.get(name) for name in ("litres", "minutes", "outage_days", "assurance"))
    yield "quantity_ok", None if litres is None else litres >= norm("water.litres_min", when=values.get("date"))
    tap = True if values.get("in_house") else None
    yield (
        "convenient_ok",
        tap if minutes is None or tap else minutes <= norm("water.fetch_minutes_max", when=values.get("date")),
    )
    held = None if days is None else days <= norm("water.outage_days_max", when=values.get("date"))
    yield (
        "assured_ok",
        held if share is None else share >= norm("water.assurance_min_percent", when=values.get("date")) * 100,
    )


def _why(values: Values) -> str:
    if values["dimension"] == SCHOOL:
        return "有适龄儿童少年失学辍学"
    if values["dimension"] == MEDICAL:
        return f"还有 {values['uninsured']} 人未参保"
    if values["dimension"] == HOUSE:
        return f"房屋是 {values['grade']} 级危房，还没有整治验收"
    return f"{'、'.join(word for name, word in _INDICATORS.items() if values[name] is False)}不达标"


def result_of(values: Values) -> str | None:
    """What the facts of the dimension say, None when they do not say it."""
    dimension = values.get("dimension")
    if dimension == SCHOOL:
        gone = values.get("dropout")
        return None if gone is None else FAILED if gone else PASSED
    if dimension == MEDICAL:
        left = values.get("uninsured")
        exempt = values.get("uninsured_reason") in ("01", "02", "03", "04")
        return None if left is None else FAILED if left and not exempt else PASSED
    if dimension == HOUSE and values.get("grade"):
        return PASSED if values["grade"] in ("A", "B") or values.get("accepted_on") else FAILED
    if dimension == WATER:
        four = [values.get(name) for name in _INDICATORS]
        return FAILED if False in four else PASSED if all(four) else None
    return None


def result_problems(values: Values) -> Iterator[Problem]:
    """The result agrees with the facts."""
    found = result_of(values)
    if values["result"] == PASSED and found == FAILED:
        yield Problem(f"{_why(values)}，排查结果不能是“达标”", "result")
    elif values["result"] == FAILED and found == PASSED:
        yield Problem("各项都达标，排查结果却是“不达标”，请核对", "result", "warn")


def other_facts(model: Any, values: Values) -> Iterator[Problem]:
    """Facts of another guarantee than the one that was checked are asked about."""
    fields = model._meta.fields
    for dimension, names in _FACTS.items():
        odd = [name for name in names if values[name] is not None] if dimension != values["dimension"] else []
        if odd and values["dimension"]:
            word = fields["dimension"].kind.to_text(values["dimension"])
            yield Problem(f"保障类别是“{word}”，却填了{fields[odd[0]].label}", odd[0], "warn")
