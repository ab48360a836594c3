"""What the national table asks of an episode beyond what the ledger works with (domain.md §3.3)."""

from typing import Any

from models.fields import (
    ChoiceField,
    ChoicesField,
    DateField,
    IntegerField,
    MoneyField,
    PersonField,
    PhoneField,
    TextField,
    YesNoField,
)

_SUMS = {
    "wage": "工资性收入",
    "business": "生产经营性收入",
    "property": "财产性收入",
    "transfer": "转移性收入",
    "cost": "生产经营性支出",
}


def _money(label: str, group: str, **more: Any) -> MoneyField:
    return MoneyField(label, group=group, personal=True, **more)


def _question(label: str, group: str) -> YesNoField:
    return YesNoField(label, group=group, personal=True)


def _incomes(code: str, when: str, per_head: str, synonyms: tuple[str, ...], group: str) -> dict[str, Any]:
    """The sums of income ``when``: 识别时 or 风险消除后."""
    return {
        **{f"{code}_{name}": _money(f"{when}{label}", group) for name, label in _SUMS.items()},
        f"{code}_net": _money(f"{when}家庭纯收入", group, low=None),
        f"{code}_income_pc": _money(per_head, group, low=None, synonyms=synonyms),
        f"{code}_claim": _money(f"{when}理赔收入", group),
        f"{code}_self_paid": _money(f"{when}合规自付支出", group),
    }


def applied(group: str) -> dict[str, Any]:
    """How it came about, as the national table asks."""
    return {
        "applied_on": DateField("申请日期", future=False, group=group),
        "warn_source": ChoiceField(
            "风险预警来源", "clue_source", width=14, group=group, help="没有登记线索的，填在这里"
        ),
        "warned_on": DateField("预警时间", future=False, group=group),
        "consent_signed": YesNoField("是否签订承诺授权书", group=group),
        "process_days": IntegerField("识别程序完成天数", unit="天", total=False, group=group),
    }


def circumstances(group: str) -> dict[str, Any]:
    """What bears on the risks."""
    return {
        "disaster_sub": ChoiceField("因自然灾害子项", "disaster_sub", group=group),
        "other_remark": TextField("其他备注", group=group, width=20, personal=True, help="风险里有“其他”时写明"),
        "accident_on": DateField("意外或灾害发生日期", future=False, group=group, precision="month"),
        "key_attention": YesNoField("是否重点关注", group=group, personal=True, help="大病重病、重度残疾、失能老人等"),
        "no_labour_backstop": YesNoField("整户无劳动能力兜底保障户", group=group, personal=True),
        "resettled": YesNoField("居住在易地扶贫搬迁集中安置区", group=group),
        "resettle_site": TextField("安置区", group=group),
    }


def dangers(group: str) -> dict[str, Any]:
    """The risks, the main one first."""
    return {
        "risks": ChoicesField(
            "致贫返贫风险",
            "risk",
            ordered=True,
            most=5,
            shown=True,
            personal=True,
            group=group,
            help="最多五项，第一项是主要风险",
            synonyms=(
                *("致贫/返贫风险", "风险类型", "致贫返贫风险类型", "风险", "主要风险类型", "返贫致贫风险"),
                *(f"{word}{n}" for n in range(1, 6) for word in ("风险", "致贫/返贫风险", "致贫返贫风险")),
            ),
        ),
    }


def before(group: str) -> dict[str, Any]:
    """What was found when the household was recognised."""
    return {
        "ident_dropout": _question("识别时是否失学辍学", group),
        "ident_house": _question("识别时住房是否有安全隐患", group),
        "ident_water": _question("识别时饮水是否有困难", group),
        "ident_insured": _question("识别时是否有成员未参加基本医保", group),
        **_incomes("ident", "识别时", "识别时人均纯收入", ("识别时家庭人均纯收入",), group),
    }


def helped(group: str) -> dict[str, Any]:
    """What was done for the household, and whom to ask about it."""
    return {
        "dev_measure_state": ChoiceField("实施开发式帮扶措施情况", "dev_measure_state", group=group),
        "measures": ChoicesField(
            "帮扶措施",
            "measure_group",
            ordered=True,
            group=group,
            # 健康帮扶 tells of an illness.
            personal=True,
            synonyms=("帮扶措施类别", "措施"),
            help="有哪几类；具体的在帮扶措施台账",
        ),
        "spirit_aid": YesNoField("是否扶志扶智对象", group=group, personal=True),
        "aid_applied": YesNoField("是否申请救助", group=group, personal=True),
        "aid_applied_on": DateField("救助申请时间", group=group),
        "civil_category": TextField("民政对象类别", group=group, personal=True),
        "insurance_paid": _money("防贫保险理赔", group),
        "temporary_aid": _money("临时救助金额", group),
        "last_visit_on": DateField("最近走访时间", group=group, help="全国系统里的；走访记录在“入户走访”"),
        "contact_org": TextField("监测联系人单位", group=group),
        "contact_post": TextField("监测联系人职务", group=group),
        "contact_name": PersonField("监测联系人", shown=True, group=group, synonyms=("联系人", "监测联系人姓名")),
        "contact_phone": PhoneField("监测联系人电话", group=group, synonyms=("监测联系人联系方式",)),
    }


def ending(group: str) -> dict[str, Any]:
    """How the risk went."""
    return {
        "elim_way": ChoiceField("风险消除方式", "elim_way", group=group, synonyms=("消除方式",)),
        "elim_removed": YesNoField("致贫返贫风险是否稳定消除", group=group),
        "elim_spending": YesNoField("大额刚性支出是否已解决", group=group),
        "elim_note": TextField(
            "情况说明", long=True, personal=True, group=group, help="不合一般条件仍要消除的，写明依据和理由（豁免说明）"
        ),
    }


def after(group: str) -> dict[str, Any]:
    """The same as at the recognition, after the risk was gone."""
    return {
        "elim_dropout": _question("风险消除后是否失学辍学", group),
        "elim_house": _question("风险消除后是否住房损毁", group),
        "elim_insured": _question("风险消除后是否有成员未参保", group),
        "elim_water": _question("风险消除后是否饮水设施损毁", group),
        **_incomes("elim", "风险消除后", "风险消除后家庭人均纯收入", ("消除后人均纯收入",), group),
    }


def filled(group: str) -> dict[str, Any]:
    """The end, and who collected and entered what is said here."""
    return {
        "closed_on": DateField("终止日期", future=False, group=group),
        "closed_reason": TextField("终止原因", long=True, personal=True, group=group),
        "collector": PersonField("信息采集人", group=group),
        "collector_phone": PhoneField("信息采集人电话", group=group, synonyms=("信息采集人联系电话",)),
        "collected_on": DateField("采集日期", future=False, group=group),
        "entered_by": PersonField("信息录入人", group=group),
        "entered_phone": PhoneField("信息录入人联系电话", group=group),
        "altered_on": DateField("变更时间", group=group),
        "head_signed": YesNoField("户主是否已签字", group=group),
    }
