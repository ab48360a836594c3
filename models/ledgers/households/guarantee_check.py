"""三保障排查 (domain.md §7): one dated check of one guarantee, of a household or of a whole village's round."""

from collections.abc import Iterator, Sequence
from typing import Any

from peewee import SQL, Case, fn

from models.codes import norm
from models.fields import (
    ChoiceField,
    Computed,
    DateField,
    IntegerField,
    LinkField,
    MoneyField,
    NameField,
    PercentField,
    PersonField,
    TextField,
    YesNoField,
)
from models.kinds import Problem, YesNo
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.ledgers.households.household import Household
from models.ledgers.households.member import Member
from models.record import Draft, Record, Values

SCHOOL, MEDICAL, HOUSE, WATER = "01", "02", "03", "04"
PASSED, FAILED, NOT_APPLICABLE = "01", "02", "03"
CHECK, EDU, MED, LIVE, DRINK, AFTER = "排查", "义务教育", "基本医疗", "住房安全", "饮水安全", "整改"
_FACTS = {
    SCHOOL: ("child", "school", "school_grade", "boarding", "home_teaching", "dropout"),
    MEDICAL: ("uninsured", "uninsured_reason"),
    HOUSE: ("house", "grade", "appraiser", "appraised_on", "remedy", "subsidy", "started_on", "finished_on",
            "accepted_on"),
    WATER: ("water_source", "water_project", "litres", "quantity_ok", "quality_ok", "tested_on", "minutes",
            "convenient_ok", "outage_days", "assured_ok"),
}  # fmt: skip
_INDICATORS = {"quantity_ok": "水量", "quality_ok": "水质", "convenient_ok": "方便程度", "assured_ok": "供水保证率"}


def _latest(model: Any) -> Any:
    """The household's last check of this guarantee: none is later, nor newer on the same day."""
    other = GuaranteeCheck.alias()
    later = (other.date > model.date) | ((other.date == model.date) & (other.id > model.id))
    newer = other.select(SQL("1")).where(
        other.household == model.household, other.dimension == model.dimension, later
    )  # fmt: skip
    return Case(None, ((model.household.is_null() | fn.EXISTS(newer), False),), True)


class GuaranteeCheck(Record):
    """One check; what the guarantee is today is said by the last one."""

    household = LinkField(Household, "农户", shown=True, group=CHECK, help="整村一轮的排查不填农户，填村和排查户数")
    village = LinkField(
        Village, "行政村", shown=True, create=True, group=CHECK, names=("region.village",), help="填了农户就跟农户走"
    )
    dimension = ChoiceField(
        "保障类别", "guarantee_dimension", required=True, shown=True, group=CHECK, synonyms=("排查类别", "保障项目")
    )
    date = DateField(
        "排查日期", required=True, shown=True, future=False, group=CHECK, synonyms=("排查时间", "检查日期", "核查日期")
    )
    round = IntegerField("排查轮次", low=1, unit="轮", shown=True, total=False, group=CHECK, synonyms=("轮次",))
    result = ChoiceField(
        "排查结果", "guarantee_result", required=True, shown=True, group=CHECK, synonyms=("结果", "是否达标")
    )
    latest = Computed("是否最近一次", YesNo(), _latest, group=CHECK)
    checked = IntegerField("排查户数", unit="户", shown=True, group=CHECK)
    checker = PersonField("排查人", group=CHECK, synonyms=("核查人", "检查人"))
    evidence = TextField("佐证材料", group=CHECK, width=20)
    child = LinkField(Member, "学生", group=EDU)
    school = NameField("学校", group=EDU, synonyms=("就读学校名称",))
    school_grade = ChoiceField("年级", "school_state", group=EDU)
    boarding = YesNoField("是否寄宿", group=EDU)
    home_teaching = YesNoField("是否送教上门", group=EDU)
    dropout = YesNoField("是否义务教育阶段适龄儿童少年失学辍学", group=EDU, synonyms=("是否失学辍学", "是否辍学"))
    uninsured = IntegerField("未参保人数", unit="人", group=MED)
    uninsured_reason = ChoiceField("未参保的原因", "uninsured_reason", group=MED)
    house = TextField("房屋", group=LIVE, help="哪一处、什么结构")
    grade = ChoiceField(
        "房屋等级", "house_grade_full", shown=True, group=LIVE, synonyms=("住房等级", "鉴定等级", "危房等级")
    )
    appraiser = NameField("鉴定人或单位", group=LIVE, synonyms=("鉴定单位", "评定单位"))
    appraised_on = DateField("鉴定日期", future=False, group=LIVE)
    remedy = ChoiceField("整治方式", "house_remedy", group=LIVE, synonyms=("改造方式",))
    subsidy = MoneyField("危房改造补助", group=LIVE, synonyms=("改造补助资金",))
    started_on = DateField("开工日期", group=LIVE)
    finished_on = DateField("竣工日期", group=LIVE)
    accepted_on = DateField("验收日期", group=LIVE)
    water_source = ChoiceField("饮水来源", "water_source", group=DRINK)
    water_project = NameField("供水工程名称", group=DRINK)
    litres = IntegerField("人均日水量", unit="升", total=False, group=DRINK)
    quantity_ok = YesNoField("水量是否达标", group=DRINK, help="不填按人均日水量定")
    quality_ok = YesNoField("水质是否达标", group=DRINK, help="按检测报告，分散供水可看、闻、问、尝")
    tested_on = DateField("水质检测日期", future=False, group=DRINK)
    in_house = YesNoField("是否入户", group=DRINK)
    minutes = IntegerField("取水往返时间", unit="分钟", total=False, group=DRINK)
    convenient_ok = YesNoField("方便程度是否达标", group=DRINK, help="不填按入户和取水时间定")
    outage_days = IntegerField("年停水天数", unit="天", high=366, total=False, group=DRINK)
    assurance = PercentField("供水保证率", group=DRINK)
    assured_ok = YesNoField("供水保证率是否达标", group=DRINK, help="不填按保证率或停水天数定")
    measure = TextField("整改措施", group=AFTER, width=24, synonyms=("整治措施",))
    handled_on = DateField("整改完成日期", shown=True, future=False, group=AFTER, synonyms=("整改时间", "整改日期"))
    remark = TextField("备注", long=True, group=AFTER)

    class Meta:
        """Storage."""

        table_name = "guarantee_check"

    @classmethod
    def complete(cls, values: Values) -> None:
        """Indicators from their figures, and the result from the facts, where it was not given (domain.md §7.3–7.4)."""
        for name, ok in _indicators(values):
            if values.get(name) is None:
                values[name] = ok
        if values.get("result") is None:
            values["result"] = result_of(values)

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A place; the result agrees with the facts; dates in order."""
        if values["household"] is None and values["village"] is None:
            yield Problem("农户和行政村至少填一项", "household")
        found = result_of(values)
        if values["result"] == PASSED and found == FAILED:
            yield Problem(f"{_why(values)}，排查结果不能是“达标”", "result")
        elif values["result"] == FAILED and found == PASSED:
            yield Problem("各项都达标，排查结果却是“不达标”，请核对", "result", "warn")
        for dimension, names in _FACTS.items():
            odd = [name for name in names if values[name] is not None] if dimension != values["dimension"] else []
            if odd and values["dimension"]:
                fields = cls._meta.fields
                word = fields["dimension"].kind.to_text(values["dimension"])
                yield Problem(f"保障类别是“{word}”，却填了{fields[odd[0]].label}", odd[0], "warn")
        for earlier, later in (("started_on", "finished_on"), ("finished_on", "accepted_on"), ("date", "handled_on")):
            if values[earlier] and values[later] and values[later] < values[earlier]:
                yield Problem(
                    f"{cls._meta.fields[later].label}早于{cls._meta.fields[earlier].label}", later
                )  # fmt: skip

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """The village follows the household."""
        homes = sorted({d.values["household"] for d in drafts if d.values["household"] is not None})
        places: dict[int, int] = {}
        for at in range(0, len(homes), 500):
            rows = Household.select(Household.id, Household.village).where(Household.id.in_(homes[at : at + 500]))
            places.update(rows.tuples())
        for draft in drafts:
            place = places.get(draft.values["household"])
            if place is not None and draft.values["village"] != place:
                draft.values["village"] = place
                if draft.changed is not None:
                    draft.changed.add("village")


def _indicators(values: Values) -> Iterator[tuple[str, bool | None]]:
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


LEDGER = register(
    Ledger(
        GuaranteeCheck,
        "三保障排查",
        display="date",
        order=50,
        keys=(("village", "household", "dimension", "date", "round"),),
        columns=("date", "village", "household", "dimension", "round", "result", "grade", "checked", "handled_on"),
        sort=("-date", "village.seq", "household"),
        search=("household", "village", "checker", "house", "water_project"),
        filters=("date", "village", "dimension", "result", "grade", "latest"),
        synonyms=("三保障", "三保障排查", "住房排查", "饮水排查", "住房安全排查", "饮水安全", "三保障和饮水安全"),
        hint="每查一次、每一项保障记一条；一户现在的情况看最近一次。",
    )
)
