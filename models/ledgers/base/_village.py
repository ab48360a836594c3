"""What the national table of villages counts each year (domain.md §1)."""

from typing import Any

from models.fields import DecimalField, IntegerField, MoneyField, PersonField, PhoneField, YearField, YesNoField


def details(group: str) -> dict[str, Any]:
    """What else is known of the place."""
    return {
        "left_year": YearField("出列年度", group=group),
        "group_count": IntegerField(
            "自然村（村民小组）数", unit="个", group=group, synonyms=("村民小组数", "自然村数")
        ),
        "secretary": PersonField("村支书", group=group, synonyms=("村负责人",)),
        "phone": PhoneField("村支书电话", group=group, synonyms=("村办公电话",)),
    }


def people(group: str) -> dict[str, Any]:
    """How many of the village are what, as its yearly table counts them."""
    return {
        "households": IntegerField("总户数", unit="户", shown=True, group=group),
        "persons": IntegerField("总人口数", unit="人", shown=True, group=group),
        "poor_households": IntegerField("脱贫户数", unit="户", group=group),
        "poor_persons": IntegerField("脱贫人口数", unit="人", group=group),
        "monitored_households": IntegerField("监测对象户数", unit="户", group=group),
        "monitored_persons": IntegerField("监测对象人口数", unit="人", group=group),
        "dibao_households": IntegerField("低保户数", unit="户", group=group),
        "dibao_persons": IntegerField("低保人口数", unit="人", group=group),
        "tekun_persons": IntegerField("特困供养人口数", unit="人", group=group),
        "disabled_persons": IntegerField("残疾人口数", unit="人", group=group),
        "unsafe_houses": IntegerField("危房户数", unit="户", group=group),
        "labour_persons": IntegerField("劳动力人数", unit="人", group=group),
        "away_persons": IntegerField("外出务工人数", unit="人", group=group),
        "minority_persons": IntegerField("少数民族人口数", unit="人", group=group),
        "unsafe_water": IntegerField("未实现饮水安全户数", unit="户", group=group),
        "hard_water": IntegerField("饮水困难户数", unit="户", group=group),
        "medical_persons": IntegerField("参加城乡居民基本医疗保险人数", unit="人", group=group),
        "pension_persons": IntegerField("参加城乡居民基本养老保险人数", unit="人", group=group),
    }


def state(group: str) -> dict[str, Any]:
    """What the village has, as its yearly table counts it."""
    return {
        "income": MoneyField(
            "村级集体经济收入", unit="万元", group=group, help="填报系统里的年度数；明细在“村集体经济”台账"
        ),
        "farmer_income": MoneyField("农民人均纯收入", total=False, group=group),
        "arable_mu": DecimalField("耕地面积", unit="亩", group=group),
        "forest_mu": DecimalField("林地面积", unit="亩", group=group),
        "coops": IntegerField("农民专业合作社个数", unit="个", group=group),
        "schools": IntegerField("村小学", unit="个", group=group),
        "clinics": IntegerField("行政村卫生室个数", unit="个", group=group),
        "doctors": IntegerField("执业（助理）医师", unit="人", group=group),
        "public_toilets": IntegerField("公共卫生厕所个数", unit="个", group=group),
        "rubbish_points": IntegerField("垃圾集中堆放点", unit="个", group=group),
        "libraries": IntegerField("文化（图书）室", unit="个", group=group),
        "bus": YesNoField("是否通客运班车", group=group),
        "paved": YesNoField("到乡镇是否通沥青（水泥）路", group=group),
        "broadband_households": IntegerField("通宽带户数", unit="户", group=group),
    }
