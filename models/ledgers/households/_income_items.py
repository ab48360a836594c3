"""The items of an income sheet (domain.md §6.1): each an amount and how it was reckoned."""

from typing import Any

from models.fields import MoneyField, TextField

_WORDS: dict[str, tuple[str, ...]] = {
    "A1": (
        "务工收入",
        "外出务工收入",
        "务工性收入",
    ),
    "A2": (
        "行业部门公益岗收入",
        "护林员等公益岗收入",
    ),
    "A3": ("乡镇公益岗收入",),
    "A4": (
        "村级公益岗收入",
        "村级公益性岗位收入",
    ),
    "A5": (
        "其他工资性收入",
        "自主采摘等其他",
    ),
    "B1": (
        "种植业收入",
        "种植收入",
        "种植业",
    ),
    "B2": (
        "养殖业收入",
        "养殖收入",
        "养殖业",
    ),
    "B3": (
        "林果业收入",
        "林果收入",
        "林果业",
    ),
    "B4": (
        "其他经营收入",
        "其他生产经营性收入",
    ),
    "C1": (
        "资产收益分红",
        "资产收益扶贫分红收入",
        "分红收入",
    ),
    "C2": (
        "土地流转收入",
        "土地流转",
    ),
    "C3": ("金融贷款项目收益",),
    "C4": (
        "代种代养项目收入",
        "代种代养项目",
    ),
    "C5": ("其他财产性收入",),
    "D1": ("计划生育金",),
    "D2": ("低保金",),
    "D3": (
        "特困供养金",
        "五保金",
    ),
    "D4": (
        "养老保险金",
        "养老金",
        "养老金或离退休金",
    ),
    "D5": ("生态补偿金",),
    "D5_1": ("退耕还林补偿",),
    "D5_2": ("公益林补偿",),
    "D5_3": ("草原生态补偿",),
    "D5_4": ("生态移民补偿",),
    "D5_5": ("其他生态补偿",),
    "D6": ("其他转移性收入",),
    "D6_1": ("玉米大豆种植补贴",),
    "D6_2": (
        "地力补贴",
        "耕地地力保护补贴",
    ),
    "D6_3": ("大田保险补助",),
    "D6_4": (
        "高龄补贴",
        "高龄津贴",
    ),
    "D6_5": ("优抚金",),
    "D6_6": (
        "残疾补贴",
        "残疾人两项补贴",
    ),
    "D6_7": (
        "教育扶持",
        "教育补助",
    ),
    "D6_8": ("救灾款",),
    "D6_9": ("失能老人补贴",),
    "D6_10": (
        "赡养费",
        "赡养收入",
    ),
    "D6_11": ("取暖补贴",),
    "D6_12": ("物价补贴",),
    "D6_13": ("社会救济",),
    "D6_14": ("防贫保险",),
    "D6_15": ("经常性捐赠和赔偿",),
    "D6_16": ("其他转移性小项",),
    "E1": (
        "种植支出",
        "种植业支出",
    ),
    "E2": (
        "养殖支出",
        "养殖业支出",
    ),
    "E3": (
        "林果支出",
        "林果业支出",
    ),
    "E4": (
        "其他经营支出",
        "其他生产经营性支出",
    ),
    "cost_aid": ("专项用于减少生产经营性支出的补贴",),
    "industry_award": ("产业奖励",),
    "job_award": ("就业奖励",),
    "F": ("理赔收入",),
    "G": ("合规自付支出",),
}
"""Code → label and what foreign tables call it, in the order of the form."""
_PERSONAL = ("D6_6", "D6_9")
"""They tell of a disability or an illness."""
ITEMS = tuple(_WORDS)


def of(group: str, first: str, last: str) -> dict[str, Any]:
    """The items from ``first`` to ``last``, each with its 说明 (几人×几月×工资); notes name people."""
    fields: dict[str, Any] = {}
    for code in ITEMS[ITEMS.index(first) : ITEMS.index(last) + 1]:
        label, *synonyms = _WORDS[code]
        fields[f"{code}_note"] = TextField(f"{label}说明", group=group, width=20, personal=True)
        fields[code] = MoneyField(label, group=group, synonyms=tuple(synonyms), personal=code in _PERSONAL)
    return fields
