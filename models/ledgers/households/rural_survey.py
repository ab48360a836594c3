"""乡村建设户信息 (domain.md §4.1, §7.3–7.4): how a household lives, as the survey of 乡村建设 found it.

The survey asks again for some of what stands in the household itself. Its answers are kept apart, so that two exports
that contradict each other stay visible side by side.
"""

from models.fields import (
    ChoiceField,
    DateField,
    DecimalField,
    IdField,
    IntegerField,
    LinkField,
    NameField,
    PersonField,
    PhoneField,
    TextField,
    YearField,
    YesNoField,
)
from models.ledger import Ledger, register
from models.ledgers.households.household import Household
from models.record import Record, ToldField

WHO, HOUSE, WATER, CLEAN, POWER, GOODS = "农户", "住房", "饮水", "厕所与环境", "用能与通信", "出行与家电"


class RuralSurvey(Record):
    """The latest survey of one household."""

    household = LinkField(Household, "农户", required=True, shown=True, create=True, cascade=True, group=WHO)
    surveyed_on = DateField("采集时间", shown=True, group=WHO, synonyms=("采集日期",))
    place = NameField("表内行政村", group=WHO, help="采集表里写的村；这一户归哪个村，看农户")
    group = TextField("表内自然村（组）", group=WHO, width=10)
    head = PersonField("表内户主姓名", group=WHO)
    head_id_no = IdField("表内户主证件号码", group=WHO)
    phone = PhoneField("表内联系电话", group=WHO)
    hh_type = ChoiceField("表内户类型", "hh_type", group=WHO, width=14)
    monitor_category = ChoiceField("表内监测对象类别", "monitor_category", group=WHO, width=14, personal=True)
    persons = IntegerField("表内家庭人口数", unit="人", group=WHO)
    residents = IntegerField("常住人口数", unit="人", shown=True, group=WHO)
    structure = TextField("住房结构", shown=True, group=HOUSE)
    built_year = YearField("住房建成年份", shown=True, group=HOUSE, synonyms=("建成年份",))
    floor_area = DecimalField("建筑面积", unit="平方米", shown=True, group=HOUSE)
    unsafe_house = YesNoField("是否危房", shown=True, group=HOUSE)
    tap_water = YesNoField("是否通自来水", shown=True, group=WATER)
    safe_water = YesNoField("饮水是否安全", shown=True, group=WATER)
    toilet = YesNoField("是否有卫生厕所", shown=True, group=CLEAN)
    toilet_type = TextField("卫生厕所类型", group=CLEAN)
    toilet_usable = YesNoField("卫生厕所是否能正常使用", shown=True, group=CLEAN)
    shower = YesNoField("是否有淋浴设施", group=CLEAN)
    sewage = TextField("生活污水处理方式", group=CLEAN)
    rubbish = TextField("生活垃圾处理方式", group=CLEAN)
    cook_fuel = TextField("炊事主要能源", group=POWER)
    heat_fuel = TextField("取暖主要能源", group=POWER)
    life_power = YesNoField("是否通生活用电", group=POWER)
    broadband = YesNoField("是否通宽带", group=POWER)
    road_type = ChoiceField("入户路类型", "road_type", group=GOODS)
    washer = YesNoField("是否有洗衣机", group=GOODS)
    fridge = YesNoField("是否有冰箱", group=GOODS)
    colour_tv = YesNoField("是否有彩电", group=GOODS)
    car = YesNoField("是否有汽车", group=GOODS)
    remark = TextField("备注", long=True, group=WHO)
    told = ToldField()

    class Meta:
        """Storage."""

        table_name = "rural_survey"


LEDGER = register(
    Ledger(
        RuralSurvey,
        "乡村建设户信息",
        display="surveyed_on",
        order=58,
        counter="户",
        keys=(("household",),),
        columns=(
            *("household.village", "household", "surveyed_on", "residents", "structure", "built_year", "floor_area"),
            *("unsafe_house", "tap_water", "safe_water", "toilet", "toilet_usable"),
        ),
        sort=("household.village.seq", "household"),
        search=("household", "household.hh_no", "structure"),
        filters=(
            "household.village",
            "unsafe_house",
            "tap_water",
            "safe_water",
            "toilet",
            "toilet_usable",
            "structure",
        ),
        synonyms=("乡村建设户信息", "乡村建设信息采集"),
        hint="乡村建设采集的住房、饮水、厕所、用能等，一户一份；从全国系统导出的户信息表导入。",
    )
)
