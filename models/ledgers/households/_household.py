"""What national tables ask of a household, and what must hold of it (domain.md §4.1, §4.3, §17.3)."""

from collections.abc import Iterator, Sequence
from typing import Any

from peewee import fn

from models.checking import keyed
from models.codes import norm
from models.fields import (
    BankField,
    ChoiceField,
    ChoicesField,
    DateField,
    DecimalField,
    IntegerField,
    NameField,
    PersonField,
    PhoneField,
    TextField,
    YearField,
    YesNoField,
)
from models.kinds import Problem
from models.ledger import ledger
from models.record import Refreshed, Values, load

LAND_LIMITS = ("arable", "forest", "conversion", "orchard", "grass", "water")
HEAD, LEFT = "01", "03"


def background(group: str) -> dict[str, Any]:
    """Its size, address, class, poverty, resettlement and account."""
    return {
        "members_now": IntegerField(
            "当前家庭人口数",
            unit="人",
            shown=True,
            group=group,
            help="有家庭成员后自动数出在册人数",
            synonyms=("家庭人口", "家庭人口数", "人口", "人口数"),
        ),
        "members_year": IntegerField("年度家庭人口数", unit="人", group=group, help="算人均收入用，按收入年度定"),
        "phone": PhoneField(
            "户联系电话", shown=True, group=group, synonyms=("联系电话", "电话", "联系方式", "户主电话")
        ),
        "address": TextField("家庭住址", group=group, width=24, personal=True, synonyms=("住址", "详细地址")),
        "classification_2026": ChoiceField("分类管理结果", "classification_2026", group=group),
        "classified_on": DateField("分类管理日期", group=group),
        "classification_basis": TextField("分类管理依据", group=group, width=20),
        "leave_year": YearField("脱贫年度", group=group, synonyms=("脱贫年份", "脱贫时间")),
        "poverty_causes": ChoicesField("主要致贫原因", "poverty_cause", group=group, synonyms=("致贫原因",)),
        "martyr_family": YesNoField("是否军烈属", group=group),
        "only_child": YesNoField("是否独生子女户", group=group),
        "two_daughters": YesNoField("是否双女户", group=group),
        "no_labour_backstop": YesNoField("整户无劳动能力兜底保障户", group=group, personal=True),
        "resettled": YesNoField("是否易地扶贫搬迁户", group=group, synonyms=("是否易地扶贫搬迁", "是否易地搬迁户")),
        "resettle_site": TextField("安置点名称", group=group),
        "resettle_way": TextField("搬迁方式", group=group),
        "resettle_help": TextField("后续帮扶措施", group=group, width=16),
        "bank_name": NameField("开户银行", group=group),
        "bank_account": BankField("银行卡号", group=group, synonyms=("银行账号", "一卡通账号", "银行卡")),
    }


def living(group: str) -> dict[str, Any]:
    """生活条件 (domain.md §4.1)."""
    return {
        "house_area": DecimalField("住房面积", unit="平方米", group=group, synonyms=("住房面积（㎡）",)),
        "unsafe_house": YesNoField("是否危房户", group=group, synonyms=("是否危房",)),
        "unsafe_grade": ChoiceField("危房级别", "house_grade", group=group),
        "safe_water": YesNoField(
            "是否解决安全饮用水",
            group=group,
            synonyms=("是否饮水安全", "安全饮水", "饮水安全", "饮水是否安全", "是否安全饮水"),
        ),
        "life_power": YesNoField("是否通生活用电", group=group),
        "prod_power": YesNoField("是否通生产用电", group=group),
        "tv": YesNoField("是否通广播电视", group=group),
        "toilet": YesNoField("是否有卫生厕所", group=group),
        "toilet_usable": YesNoField("卫生厕所是否能正常使用", group=group),
        "fuel": ChoiceField("主要燃料类型", "fuel", group=group),
        "road_type": ChoiceField("入户路类型", "road_type", group=group, synonyms=("入户路", "入户道路类型")),
        "road_hardened": YesNoField("入户道路是否硬化", group=group),
        "road_km": DecimalField("与村主干路距离", unit="公里", total=False, group=group),
    }


def land(group: str) -> dict[str, Any]:
    """Land by kind, in 亩."""
    return {
        "arable_mu": DecimalField("耕地面积", unit="亩", group=group),
        "irrigated_mu": DecimalField("有效灌溉面积", unit="亩", group=group),
        "forest_mu": DecimalField("林地面积", unit="亩", group=group),
        "conversion_mu": DecimalField(
            "退耕还林（草）面积", unit="亩", group=group, synonyms=("退耕还林面积", "退耕还林(草)面积")
        ),
        "orchard_mu": DecimalField("林果面积", unit="亩", group=group),
        "grass_mu": DecimalField("牧草地面积", unit="亩", group=group),
        "water_mu": DecimalField("水面面积", unit="亩", group=group),
    }


def helped(group: str) -> dict[str, Any]:
    """Who leads the household on."""
    return {
        "coop": YesNoField("是否加入农民专业合作组织", group=group, synonyms=("是否加入农民专业合作社",)),
        "leading_firm": YesNoField("是否有龙头企业带动", group=group),
        "rich_leader": YesNoField("是否有创业致富带头人带动", group=group, synonyms=("是否有致富带头人带动",)),
        "industry_help_type": ChoicesField("到户产业帮扶类型", "industry_help_type", group=group),
        "linkage": ChoicesField("联农带农方式", "linkage_way", group=group),
    }


def filled(group: str) -> dict[str, Any]:
    """Who filled the form in."""
    return {
        "filled_by": PersonField("填表人", group=group),
        "filled_phone": PhoneField("填表人电话", group=group),
        "filled_on": DateField("填表时间", group=group),
        "head_signed": YesNoField("户主是否签字", group=group),
    }


def income_year(model: Any) -> Any:
    """SQL for the last year with an annual income sheet, 0 before the first: to find those not collected yet."""
    sheet = ledger("income_sheet").model.alias()
    last = sheet.select(fn.MAX(sheet.year)).where(sheet.household == model.id, sheet.kind == "01")
    return fn.COALESCE(last, 0)


def land_problems(model: Any, values: Values) -> Iterator[Problem]:
    """Areas and the way to the road within the norms; 退耕 within what it can have become."""
    for limit in LAND_LIMITS:
        name = f"{limit}_mu"
        # Most households fill in two or three areas: only those ask for their norm.
        if values[name] and values[name] > (top := norm(f"land.{limit}_max_mu")) * 100:
            yield Problem(f"{model._meta.fields[name].label}超过 {top} 亩，请核对", name, "warn")
    if values["road_km"] is not None and values["road_km"] > norm("road_km") * 100:
        yield Problem(f"与村主干路距离超过 {norm('road_km')} 公里，请核对", "road_km", "warn")
    if (values["conversion_mu"] or 0) > (values["forest_mu"] or 0) + (values["grass_mu"] or 0):
        yield Problem("退耕面积大于林地与牧草地之和，请核对", "conversion_mu", "warn")


def living_problems(values: Values) -> Iterator[Problem]:
    """What is said of a thing that is not there."""
    if values["unsafe_grade"] and values["unsafe_house"] is False:
        yield Problem("不是危房户，却填了危房级别", "unsafe_grade")
    if values["toilet"] is False and values["toilet_usable"]:
        yield Problem("没有卫生厕所，却填了能正常使用", "toilet_usable")


def head_problems(people: Sequence[Values]) -> Iterator[Problem]:
    """Exactly one 户主 among the active members."""
    active = [row for row in people if row["state"] != LEFT]
    heads = [row["name"] or "未填姓名" for row in active if row["relation"] == HEAD]
    if active and not heads:
        yield Problem("这一户还没有户主：请把一位成员的“与户主关系”选为“户主”", "member", "warn")
    if len(heads) > 1:
        yield Problem(f"这一户有 {len(heads)} 个户主（{'、'.join(heads)}），只能留一个", "member")


def brought_in_line(ids: Sequence[int]) -> Refreshed:
    """户主, 证件号码 and 人口 from the members, the helper from the pairs; the members' village from the household."""
    member = ledger("member").model
    people: dict[int, list[tuple[Any, ...]]] = {}
    known = (member.id, member.relation, member.name, member.id_no, member.state, member.village)
    for row in keyed(member, member.household, ids, *known):
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

            # An export without names leaves the name that the household had.
            called = head[3] or stored[id]["head"]
            new |= {
                "head": called,
                "head_id_no": head[4] or stored[id]["head_id_no"],
                "initials": initials(called or ""),
            }
        edits[id] = edits.get(id, {}) | new
        moves |= {row[1]: {"village": stored[id]["village"]} for row in rows if row[6] != stored[id]["village"]}
    yield "household", edits
    yield "member", moves


def _helpers(ids: Sequence[int]) -> dict[int, int | None]:
    """{household: who helps it now, None when nobody does any more}, for those that ever had a pair."""
    pair = ledger("help_pair").model
    found: dict[int, int | None] = {}
    for home, helper, end in keyed(pair, pair.household, ids, pair.helper, pair.end):
        if end is None or home not in found:
            found[home] = None if end else helper
    return found
