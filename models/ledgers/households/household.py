"""农户 (domain.md §4.1): the household, unit of all monitoring and assistance."""

from collections.abc import Iterator, Sequence
from typing import Any

from peewee import fn

from models.codes import norm
from models.fields import (
    BankField,
    ChoiceField,
    ChoicesField,
    CodeField,
    Computed,
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
from models.kinds import Problem, Year
from models.ledger import Ledger, ledger, register
from models.ledgers.base._place import of_group, of_village
from models.ledgers.monitoring.helper import Helper
from models.record import Draft, Expanded, InitialsField, Record, Refreshed, ToldField, Values, load

BASE, LIVING, LAND, HELP, FORM = "基本信息", "生活条件", "土地", "带动", "填表"


def _land(label: str, **more: Any) -> DecimalField:
    return DecimalField(label, unit="亩", group=LAND, **more)


def _income_year(model: Any) -> Any:
    """The last year with an annual income sheet, 0 before the first: to find those not collected yet."""
    sheet = ledger("income_sheet").model.alias()
    last = sheet.select(fn.MAX(sheet.year)).where(sheet.household == model.id, sheet.kind == "01")
    return fn.COALESCE(last, 0)


class Household(Record):
    """A farm household; 户主 and 人口 are kept from its members as soon as it has any."""

    watched = ("village", "helper")

    hh_no = CodeField(
        "户编号", shown=True, group=BASE, index=True, help="全国系统里的编号", synonyms=("户号", "家庭编号", "户籍编号")
    )
    local_no = CodeField("本地编号", group=BASE, help="本乡镇自己的流水号")
    village = of_village(required=True, group=BASE)
    group = of_group(shown=True, group=BASE)
    head = PersonField(
        "户主姓名", shown=True, group=BASE, index=True, synonyms=("户主",), help="有家庭成员后由“户主”那一位带出"
    )
    head_id_no = IdField(
        "户主证件号码",
        shown=True,
        group=BASE,
        index=True,
        synonyms=(
            *("户主身份证号", "户主身份证号码", "户主身份证", "户主证件号"),
            *("身份证号", "身份证号码", "公民身份号码", "证件号码"),
        ),
    )
    hh_type = ChoiceField(
        "户类型", "hh_type", shown=True, group=BASE, width=14, synonyms=("农户类型", "农户属性", "户属性")
    )
    members_now = IntegerField(
        "当前家庭人口数",
        unit="人",
        shown=True,
        group=BASE,
        help="有家庭成员后自动数出在册人数",
        synonyms=("家庭人口", "家庭人口数", "人口", "人口数"),
    )
    members_year = IntegerField("年度家庭人口数", unit="人", group=BASE, help="算人均收入用，按收入年度定")
    phone = PhoneField("户联系电话", shown=True, group=BASE, synonyms=("联系电话", "电话", "联系方式", "户主电话"))
    address = TextField("家庭住址", group=BASE, width=24, personal=True, synonyms=("住址", "详细地址"))
    classification_2026 = ChoiceField("分类管理结果", "classification_2026", group=BASE)
    classified_on = DateField("分类管理日期", group=BASE)
    classification_basis = TextField("分类管理依据", group=BASE, width=20)
    leave_year = YearField("脱贫年度", group=BASE, synonyms=("脱贫年份", "脱贫时间"))
    poverty_causes = ChoicesField("主要致贫原因", "poverty_cause", group=BASE, synonyms=("致贫原因",))
    martyr_family = YesNoField("是否军烈属", group=BASE)
    only_child = YesNoField("是否独生子女户", group=BASE)
    two_daughters = YesNoField("是否双女户", group=BASE)
    no_labour_backstop = YesNoField("整户无劳动能力兜底保障户", group=BASE, personal=True)
    resettled = YesNoField("是否易地扶贫搬迁户", group=BASE, synonyms=("是否易地扶贫搬迁", "是否易地搬迁户"))
    resettle_site = TextField("安置点名称", group=BASE)
    resettle_way = TextField("搬迁方式", group=BASE)
    resettle_help = TextField("后续帮扶措施", group=BASE, width=16)
    bank_name = NameField("开户银行", group=BASE)
    bank_account = BankField("银行卡号", group=BASE, synonyms=("银行账号", "一卡通账号", "银行卡"))
    house_area = DecimalField("住房面积", unit="平方米", group=LIVING, synonyms=("住房面积（㎡）",))
    unsafe_house = YesNoField("是否危房户", group=LIVING, synonyms=("是否危房",))
    unsafe_grade = ChoiceField("危房级别", "house_grade", group=LIVING)
    safe_water = YesNoField(
        "是否解决安全饮用水",
        group=LIVING,
        synonyms=("是否饮水安全", "安全饮水", "饮水安全", "饮水是否安全", "是否安全饮水"),
    )
    life_power = YesNoField("是否通生活用电", group=LIVING)
    prod_power = YesNoField("是否通生产用电", group=LIVING)
    tv = YesNoField("是否通广播电视", group=LIVING)
    toilet = YesNoField("是否有卫生厕所", group=LIVING)
    toilet_usable = YesNoField("卫生厕所是否能正常使用", group=LIVING)
    fuel = ChoiceField("主要燃料类型", "fuel", group=LIVING)
    road_type = ChoiceField("入户路类型", "road_type", group=LIVING, synonyms=("入户路", "入户道路类型"))
    road_hardened = YesNoField("入户道路是否硬化", group=LIVING)
    road_km = DecimalField("与村主干路距离", unit="公里", total=False, group=LIVING)
    arable_mu = _land("耕地面积")
    irrigated_mu = _land("有效灌溉面积")
    forest_mu = _land("林地面积")
    conversion_mu = _land("退耕还林（草）面积", synonyms=("退耕还林面积", "退耕还林(草)面积"))
    orchard_mu = _land("林果面积")
    grass_mu = _land("牧草地面积")
    water_mu = _land("水面面积")
    coop = YesNoField("是否加入农民专业合作组织", group=HELP, synonyms=("是否加入农民专业合作社",))
    leading_firm = YesNoField("是否有龙头企业带动", group=HELP)
    rich_leader = YesNoField("是否有创业致富带头人带动", group=HELP, synonyms=("是否有致富带头人带动",))
    industry_help_type = ChoicesField("到户产业帮扶类型", "industry_help_type", group=HELP)
    linkage = ChoicesField("联农带农方式", "linkage_way", group=HELP)
    helper = LinkField(Helper, "帮扶责任人", group=HELP, create=True, help="由“结对帮扶”里在帮扶的那一条带出")
    remark = TextField("备注", long=True, group=FORM)
    filled_by = PersonField("填表人", group=FORM)
    filled_phone = PhoneField("填表人电话", group=FORM)
    filled_on = DateField("填表时间", group=FORM)
    head_signed = YesNoField("户主是否签字", group=FORM)
    told = ToldField()
    income_year = Computed("最近收入年度", Year(), _income_year, hidden=True)
    initials = InitialsField("head")

    class Meta:
        """Storage."""

        table_name = "household"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Ranges and pairs of one household (domain.md §4.1, §17.3)."""
        for name, limit in (
            ("arable_mu", "arable"),
            ("forest_mu", "forest"),
            ("conversion_mu", "conversion"),
            ("orchard_mu", "orchard"),
            ("grass_mu", "grass"),
            ("water_mu", "water"),
        ):
            top = norm(f"land.{limit}_max_mu")
            if values[name] is not None and values[name] > top * 100:
                yield Problem(f"{cls._meta.fields[name].label}超过 {top} 亩，请核对", name, "warn")
        if values["road_km"] is not None and values["road_km"] > norm("road_km") * 100:
            yield Problem(f"与村主干路距离超过 {norm('road_km')} 公里，请核对", "road_km", "warn")
        if (values["conversion_mu"] or 0) > (values["forest_mu"] or 0) + (values["grass_mu"] or 0):
            yield Problem("退耕面积大于林地与牧草地之和，请核对", "conversion_mu", "warn")
        if values["unsafe_grade"] and values["unsafe_house"] is False:
            yield Problem("不是危房户，却填了危房级别", "unsafe_grade")
        if values["toilet"] is False and values["toilet_usable"]:
            yield Problem("没有卫生厕所，却填了能正常使用", "toilet_usable")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """户编号 once in the ledger."""
        from models.query import find

        taken = find(ledger("household"), ("hh_no",), [(d.values["hh_no"],) for d in drafts])
        seen: dict[Any, Draft] = {}
        for draft in drafts:
            number = draft.values["hh_no"]
            if not number:
                continue
            if any(id != draft.id for id in taken.get((number,), ())) or seen.setdefault(number, draft) is not draft:
                draft.error(f"户编号 {number} 已经登记过", "hh_no")

    @classmethod
    def check_details(cls, values: Values, details: dict[str, list[Values]]) -> Iterator[Problem]:
        """Exactly one 户主 among the active members (domain.md §4.3)."""
        active = [row for row in details["member"] if row["state"] != "03"]
        heads = [row["name"] or "未填姓名" for row in active if row["relation"] == "01"]
        if active and not heads:
            yield Problem("这一户还没有户主：请把一位成员的“与户主关系”选为“户主”", "member", "warn")
        if len(heads) > 1:
            yield Problem(f"这一户有 {len(heads)} 个户主（{'、'.join(heads)}），只能留一个", "member")

    @classmethod
    def expand(cls, values: Values) -> Expanded:
        """A new household that comes with its helper is paired with them from now on."""
        if values.get("helper") is not None:
            yield "help_pair", [{"helper": values["helper"]}]

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> Refreshed:
        """户主, 证件号码 and 人口 from the members, the helper from the pairs; the members' village from here."""

        member = ledger("member")
        people: dict[int, list[tuple[Any, ...]]] = {}
        fields = member.model
        for at in range(0, len(ids), 500):
            part = ids[at : at + 500]
            query = fields.select(
                fields.household, fields.id, fields.relation, fields.name, fields.id_no, fields.state, fields.village
            )
            for row in query.where(fields.household.in_(part)).tuples():
                people.setdefault(row[0], []).append(row)
        stored = load(ledger("household"), list(people))
        edits: dict[int, Values] = {id: {"helper": helper} for id, helper in _helpers(ids).items()}
        moves: dict[int, Values] = {}
        for id, rows in people.items():
            if id not in stored:
                continue
            active = [row for row in rows if row[5] != "03"]
            new: Values = {"members_now": len(active)}
            head = next((row for row in active if row[2] == "01"), None)
            if head is not None:
                from models.pinyin import initials

                new |= {
                    "head": head[3],
                    "head_id_no": head[4] or stored[id]["head_id_no"],
                    "initials": initials(head[3]),
                }
            edits[id] = edits.get(id, {}) | new
            moves |= {row[1]: {"village": stored[id]["village"]} for row in rows if row[6] != stored[id]["village"]}
        yield "household", edits
        yield "member", moves


def _helpers(ids: Sequence[int]) -> dict[int, int | None]:
    """{household: who helps it now, None when nobody does any more}, for those that ever had a pair."""
    pair = ledger("help_pair").model
    found: dict[int, int | None] = {}
    for at in range(0, len(ids), 500):
        query = pair.select(pair.household, pair.helper, pair.end).where(pair.household.in_(ids[at : at + 500]))
        for home, helper, end in query.tuples():
            if end is None or home not in found:
                found[home] = None if end else helper
    return found


LEDGER = register(
    Ledger(
        Household,
        "农户",
        display="head",
        order=10,
        counter="户",
        keys=(("hh_no",), ("head_id_no",), ("head", "village", "group"), ("head", "village")),
        sort=("village.seq", "hh_no"),
        search=(
            "head",
            "initials",
            "hh_no",
            "head_id_no",
            "phone",
            "village",
            "member.name",
            "member.initials",
            "member.id_no",
            "member.phone",
        ),
        filters=("village", "hh_type", "unsafe_house", "safe_water"),
        synonyms=("农户", "户信息", "农户信息", "脱贫户", "应访户", "入院农户", "带动农户"),
        hint="一户一条，家庭成员就在户的表单里登记。",
    )
)
