"""行政村 (domain.md §1): the places everything else hangs on, in their official order."""

from collections.abc import Iterator, Sequence

from models.checking import within
from models.fields import Block, CodeField, IntegerField, NameField, TextField, YesNoField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base import _village as yearly
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
    details = Block(yearly.details(PLACE))
    people = Block(yearly.people(PEOPLE))
    state = Block(yearly.state(STATE))
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
        yield from within(cls, values, "households", "dibao_households")
        yield from within(
            cls, values, "persons", "dibao_persons", "tekun_persons", "disabled_persons", "pension_persons"
        )
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
