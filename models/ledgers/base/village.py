"""行政村 (domain.md §1): the places everything else hangs on, in their official order."""

from collections.abc import Iterator, Sequence

from models.fields import (
    CodeField,
    DecimalField,
    IntegerField,
    MoneyField,
    NameField,
    PersonField,
    PhoneField,
    TextField,
    YearField,
    YesNoField,
)
from models.kinds import Problem
from models.ledger import Ledger, register
from models.record import Draft, InitialsField, Record, ToldField, Values

PLACE, PEOPLE, STATE = "区划", "人口", "设施"


class Village(Record):
    """An administrative village with its county, township and list of 组/院落."""

    name = NameField(
        "行政村",
        required=True,
        shown=True,
        group=PLACE,
        names=("region.village",),
        synonyms=("村", "村名", "村名称", "行政村名称", "所在村", "来源村", "村（社区）", "村居", "驻村"),
    )
    township = NameField(
        "乡镇", shown=True, group=PLACE, names=("region.township",), synonyms=("乡", "乡（镇）", "乡(镇)", "镇")
    )
    county = NameField(
        "县（市、区）",
        group=PLACE,
        names=("region.county",),
        synonyms=("县", "县（市、区、旗）", "县(市、区、旗)", "区县"),
    )
    province = NameField("省（区、市）", group=PLACE, synonyms=("省",))
    city = NameField("市（州）", group=PLACE, synonyms=("市", "州"))
    code = CodeField(
        "区划代码",
        group=PLACE,
        help="12 位：6 位县 + 3 位乡镇 + 3 位村",
        synonyms=("村代码", "行政区划代码", "行政村编码"),
    )
    seq = IntegerField("排列顺序", low=0, total=False, shown=True, group=PLACE, help="各表按这个顺序排村，不按拼音")
    groups = TextField(
        "村民小组（组、屯、院落）",
        long=True,
        group=PLACE,
        width=20,
        help="每行或用顿号隔开一个",
        synonyms=("小组名单",),
    )
    poor = YesNoField(
        "是否出列村（脱贫村）", shown=True, group=PLACE, synonyms=("是否出列", "是否脱贫村", "是否贫困村")
    )
    left_year = YearField("出列年度", group=PLACE)
    group_count = IntegerField("自然村（村民小组）数", unit="个", group=PLACE, synonyms=("村民小组数", "自然村数"))
    secretary = PersonField("村支书", group=PLACE, synonyms=("村负责人",))
    phone = PhoneField("村支书电话", group=PLACE, synonyms=("村办公电话",))
    households = IntegerField("总户数", unit="户", shown=True, group=PEOPLE)
    persons = IntegerField("总人口数", unit="人", shown=True, group=PEOPLE)
    poor_households = IntegerField("脱贫户数", unit="户", group=PEOPLE)
    poor_persons = IntegerField("脱贫人口数", unit="人", group=PEOPLE)
    monitored_households = IntegerField("监测对象户数", unit="户", group=PEOPLE)
    monitored_persons = IntegerField("监测对象人口数", unit="人", group=PEOPLE)
    dibao_households = IntegerField("低保户数", unit="户", group=PEOPLE)
    dibao_persons = IntegerField("低保人口数", unit="人", group=PEOPLE)
    tekun_persons = IntegerField("特困供养人口数", unit="人", group=PEOPLE)
    disabled_persons = IntegerField("残疾人口数", unit="人", group=PEOPLE)
    unsafe_houses = IntegerField("危房户数", unit="户", group=PEOPLE)
    labour_persons = IntegerField("劳动力人数", unit="人", group=PEOPLE)
    away_persons = IntegerField("外出务工人数", unit="人", group=PEOPLE)
    minority_persons = IntegerField("少数民族人口数", unit="人", group=PEOPLE)
    unsafe_water = IntegerField("未实现饮水安全户数", unit="户", group=PEOPLE)
    hard_water = IntegerField("饮水困难户数", unit="户", group=PEOPLE)
    medical_persons = IntegerField("参加城乡居民基本医疗保险人数", unit="人", group=PEOPLE)
    pension_persons = IntegerField("参加城乡居民基本养老保险人数", unit="人", group=PEOPLE)
    income = MoneyField("村级集体经济收入", unit="万元", group=STATE, help="填报系统里的年度数；明细在“村集体经济”台账")
    farmer_income = MoneyField("农民人均纯收入", total=False, group=STATE)
    arable_mu = DecimalField("耕地面积", unit="亩", group=STATE)
    forest_mu = DecimalField("林地面积", unit="亩", group=STATE)
    coops = IntegerField("农民专业合作社个数", unit="个", group=STATE)
    schools = IntegerField("村小学", unit="个", group=STATE)
    clinics = IntegerField("行政村卫生室个数", unit="个", group=STATE)
    doctors = IntegerField("执业（助理）医师", unit="人", group=STATE)
    public_toilets = IntegerField("公共卫生厕所个数", unit="个", group=STATE)
    rubbish_points = IntegerField("垃圾集中堆放点", unit="个", group=STATE)
    libraries = IntegerField("文化（图书）室", unit="个", group=STATE)
    bus = YesNoField("是否通客运班车", group=STATE)
    paved = YesNoField("到乡镇是否通沥青（水泥）路", group=STATE)
    broadband_households = IntegerField("通宽带户数", unit="户", group=STATE)
    remark = TextField("备注", long=True, group=STATE)
    told = ToldField()
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "village"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Totals of the village; 危房户数 + 未实现饮水安全户数 ≤ 总户数 (domain.md §1)."""
        total = values["households"]
        if total == 0:
            yield Problem("总户数应大于 0", "households", "warn")
        if total is not None and (values["unsafe_houses"] or 0) + (values["unsafe_water"] or 0) > total:
            yield Problem("危房户数与未实现饮水安全户数之和超过总户数", "unsafe_houses", "warn")
        for part, whole in (
            ("dibao_households", "households"),
            ("dibao_persons", "persons"),
            ("tekun_persons", "persons"),
            ("disabled_persons", "persons"),
            ("pension_persons", "persons"),
        ):
            if values[part] is not None and values[whole] is not None and values[part] > values[whole]:
                yield Problem(f"{cls._meta.fields[part].label}超过{cls._meta.fields[whole].label}", part)
        code = values["code"]
        if code and (len(code) != 12 or not code.isdigit()):
            yield Problem("区划代码应为 12 位数字", "code", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """One name once per township; a new village goes to the end of the order."""
        stored = {(name, town or ""): id for id, name, town in cls.select(cls.id, cls.name, cls.township).tuples()}
        last = max((seq for (seq,) in cls.select(cls.seq).tuples() if seq), default=0)
        for draft in drafts:
            key = (draft.values["name"], draft.values["township"] or "")
            if stored.setdefault(key, draft.id or -id(draft)) not in (draft.id, -id(draft)):
                draft.error(f"已经有“{key[0]}”了", "name")
            if draft.values["seq"] is None:
                last += 1
                draft.values["seq"] = last


LEDGER = register(
    Ledger(
        Village,
        "村",
        keys=(("code",), ("name", "township"), ("name",)),
        sort=("seq",),
        order=10,
        counter="个",
        search=("name", "initials", "township", "code"),
        filters=("township", "poor"),
        synonyms=("行政村信息", "行政村", "村信息"),
        hint="先登记本乡镇的村；各表里的村都从这里选，顺序也按这里排。",
    )
)
