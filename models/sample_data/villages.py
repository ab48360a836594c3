"""The six villages of 青禾乡 and what their collectives earn."""

from __future__ import annotations

from random import Random
from typing import Any

from models.sample_data import AREA, AS_OF, WAN, YEARS, mobile

TOWNSHIP, COUNTY = "青禾乡", "示例县"

# 村、组、调查户数、全村户数、是否出列村、2025 年集体收入（万元）、村支书
VILLAGES: tuple[tuple[str, tuple[str, ...], int, int, bool, float, str], ...] = (
    ("青禾村", ("桥头院子", "二组", "三组", "四组"), 62, 412, False, 118.6, "苏明远"),
    ("石桥村", ("1组", "2组", "3组", "4组"), 55, 365, True, 63.2, "田景和"),
    ("柳溪村", ("上院", "下院", "河坝"), 51, 338, True, 27.4, "冉启文"),
    ("云岭村", ("1组", "2组", "3组"), 48, 296, True, 13.8, "向立群"),
    ("枫林村", ("大坪", "枫林湾", "小河沟"), 44, 271, False, 8.1, "谭秀英"),
    ("白鹭村", ("1组", "2组"), 40, 224, True, 3.6, "石维民"),
)

# 类别、项目、付款单位、占收入的份额；占比随年份变化，村村不同
_INCOME = (
    ("R1", "茶叶加工厂经营收入", "青禾农业开发公司（示例）", 0.34),
    ("R2", "山坪塘发包", "承包户（示例）", 0.12),
    ("R2", "机动地流转上交", "种植大户（示例）", 0.10),
    ("R3", "光伏电站分红", "青禾新能源公司（示例）", 0.16),
    ("R3", "合作社入股分红", "青禾合作联社（示例）", 0.08),
    ("R4", "集体经济发展补助", "示例县财政局", 0.15),
    ("R5", "利息及其他", "青禾信用社（示例）", 0.05),
)
_COST = (
    ("C1", "厂房维修与采购", "青禾建材店（示例）", 0.12),
    ("C2", "报账员误工补贴", "村集体", 0.05),
    ("C3", "税费", "示例县税务局", 0.02),
    ("C4", "慰问老人与奖学", "村集体", 0.06),
)


def villages() -> list[dict[str, Any]]:
    """Values of ledger ``village`` in official order."""
    return [
        {
            "name": name, "township": TOWNSHIP, "county": COUNTY, "code": f"{AREA}100{200 + at:03d}", "seq": at,
            "groups": "、".join(groups), "poor": poor, "secretary": secretary, "phone": mobile(9000 + at),
            "households": total, "persons": total * 37 // 10, "dibao_households": total // 14,
            "dibao_persons": total // 9, "tekun_persons": total // 60, "disabled_persons": total // 11,
            "unsafe_houses": at % 3, "unsafe_water": at % 2, "pension_persons": total * 19 // 10,
            "income": round(income * WAN),
            "schools": 1 if at < 3 else 0, "clinics": 1, "doctors": 1 + (at < 2), "public_toilets": 1 + at % 3,
            "rubbish_points": 4 + at, "libraries": 1, "bus": at < 5, "paved": True,
        }
        for at, (name, groups, _, total, poor, income, secretary) in enumerate(VILLAGES, 1)
    ]  # fmt: skip


def entries(random: Random, ids: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``ce_entry``: three years of every class for each village, with growth."""
    rows: list[dict[str, Any]] = []
    for id, village in zip(ids, VILLAGES, strict=True):
        for year, growth in zip(YEARS, (0.82, 1.0, 0.55), strict=True):
            months = 12 if year < AS_OF.year else AS_OF.month
            for code, item, payer, share in _INCOME + _COST:
                amount = round(village[5] * growth * share * random.uniform(0.85, 1.15) * 10_000) * 100
                rows.append(
                    {
                        "village": id, "year": year, "class": code, "item": item, "counterparty": payer,
                        "date": f"{year}-{random.randint(1, months):02d}-{random.randint(1, 28):02d}", "amount": amount,
                        "voucher": f"记{year}{len(rows) + 1:04d}",
                    }
                )  # fmt: skip
    return rows
