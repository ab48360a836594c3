"""Industries, enterprises, land, dividends, assets, gifts and what units brought to the sample township."""

from __future__ import annotations

from random import Random
from typing import Any

from models.sample_data import AS_OF, FEN, WAN, YEARS, mobile
from models.sample_data.villages import VILLAGES

# 产品、面积（亩）、每亩产值（元）、经营主体
_CROPS = (
    ("茶叶", 620, 4200, "青禾农业专业合作社"), ("脆李", 480, 5600, "石桥果业合作社"),
    ("中药材", 260, 6800, "柳溪家庭农场"),
    ("高山蔬菜", 350, 7400, "云岭蔬菜合作社"), ("油茶", 540, 2600, "枫林合作社"), ("核桃", 300, 1900, "白鹭合作社"),
)  # fmt: skip
_KEEPERS = ("苏长河", "田明月", "冉春晓", "向秋实", "谭云帆", "石远志")


def industries(ids: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``industry``: one main product per village and year, growing a little."""
    return [
        {"village": id, "year": year, "product": product, "main": True, "operator": operator, "area_mu": area * 100,
         "value": area * worth * FEN * (100 + 6 * (year - YEARS[0])) // 100, "workers": area // 20}
        for year in YEARS[:2]
        for id, (product, area, worth, operator) in zip(ids, _CROPS, strict=True)
    ]  # fmt: skip


def enterprises(ids: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``enterprise``."""
    rows = []
    for at, (id, (product, area, _, operator)) in enumerate(zip(ids, _CROPS, strict=True)):
        for year in YEARS[:2]:
            sales = (90 - 9 * at + 8 * (year - YEARS[0])) * WAN
            rows.append(
                {"name": operator, "kind": "02", "village": id, "year": year, "sales": sales, "cost": sales * 55 // 100,
                 "wages": sales * 14 // 100, "posts": 18 - 2 * at, "dividends": sales * 8 // 100, "area_mu": area * 100,
                 "households_led": 40 - 4 * at, "remark": f"以{product}为主"}
            )  # fmt: skip
    return rows


def transfers(ids: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``land_transfer``."""
    return [
        {"village": id, "lessor": f"{VILLAGES[at][0]}村民小组", "lessee": operator, "area_mu": (40 + 15 * at) * 100,
         "use": f"种植{product}", "rent": (40 + 15 * at) * 320 * FEN, "start": "2024-01-01", "end": "2033-12-31",
         "contract_no": f"LZ2024{at + 1:03d}"}
        for at, (id, (product, _, _, operator)) in enumerate(zip(ids, _CROPS, strict=True))
    ]  # fmt: skip


def plans(ids: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``distribution_plan``: last year's income of the power stations."""
    year = YEARS[1]
    return [
        {"village": id, "year": year, "source": "光伏电站收益", "distributable": (30_000 + 4_321 * at) * FEN,
         "plan_no": f"{VILLAGES[at][0]}〔{year}〕{at + 1}号", "meeting_date": f"{year}-11-{10 + at:02d}",
         "approved_on": f"{year}-11-25", "public_from": f"{year}-11-28", "public_to": f"{year}-12-05"}
        for at, id in enumerate(ids)
    ]  # fmt: skip


def assets(ids: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``asset``."""
    kinds = (
        ("光伏电站", "01", 48, "座"),
        ("茶叶加工车间", "01", 96, "座"),
        ("产业路", "02", 62, "公里"),
        ("集中供水工程", "02", 35, "处"),
    )
    return [
        {"code": f"ZC{at + 1:02d}{number + 1:02d}", "name": f"{VILLAGES[at][0]}{name}", "asset_class": kind,
         "village": id,
         "built_on": f"{2021 + number}", "life_years": 20, "qty": 1000, "unit": unit, "value": (worth + 7 * at) * WAN,
         "owner_level": "03", "owner": f"{VILLAGES[at][0]}股份经济合作社", "keeper": _KEEPERS[at],
         "keeper_phone": mobile(6000 + 10 * at + number), "registered_on": f"{2022 + number}-06-30",
         "expected": 40_000 * FEN if kind == "01" else None, "inspected_on": f"{AS_OF.year}-05-{10 + at:02d}"}
        for at, id in enumerate(ids)
        for number, (name, kind, worth, unit) in enumerate(kinds)
    ]  # fmt: skip


def asset_incomes(random: Random, numbers: list[int], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Values of ledger ``asset_income``: what earns, for the years that are over."""
    made = []
    for number, row in zip(numbers, rows, strict=True):
        for year in YEARS[:2] if row["asset_class"] == "01" else ():
            actual = (32_000 + random.randrange(14_000)) * FEN
            made.append(
                {"asset": number, "year": year, "expected": row["expected"], "actual": actual,
                 "shared": actual * 8 // 10,
                 "received_on": f"{year}-11-05", "published_on": f"{year}-12-10"}
            )  # fmt: skip
    return made


FACILITIES = (
    ("太阳能路灯", 240, "盏"),
    ("通组公路", 12.6, "公里"),
    ("便民桥", 3, "座"),
    ("集中供水点", 5, "处"),
    ("文化广场", 4, "个"),
)


def facilities(ids: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``facility``."""
    return [
        {"village": ids[at % len(ids)], "year": YEARS[at % 2], "item": item, "qty": round(qty * 1000), "unit": unit}
        for at, (item, qty, unit) in enumerate(FACILITIES)
    ]


def donations(ids: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``donation``."""
    rows = (
        ("2025-06-01", "示例大学", "03", "图书", 600, "册", 24_000, "03"),
        ("2025-09-20", "示例市某国有公司", "05", None, None, None, 80_000, None),
        ("2026-01-18", "示例市某国有公司", "02", "大米", 300, "袋", 27_000, "01"),
        ("2026-02-02", "示例市文化旅游委", "02", "棉被", 90, "床", 13_500, "01"),
        ("2026-03-12", "示例县卫健委", "04", "常用药品", 120, "盒", 9_600, "01"),
    )
    return [
        {"date": date, "donor": donor, "kind": kind, "item": item, "qty": qty and qty * 1000, "unit": unit,
         "value_yuan": yuan * FEN, "valuation_basis": basis, "receipt_no": f"PJ{at + 1:04d}", "village": ids[at]}
        for at, (date, donor, kind, item, qty, unit, yuan, basis) in enumerate(rows)
    ]  # fmt: skip


def issues(ids: list[int], gifts: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``issue``: rice out of a gift, condolence out of own money."""
    rice = [
        {"date": "2026-02-05", "donation": gifts[2], "receiver": f"{VILLAGES[at][0]}困难农户", "village": id,
         "item": "大米", "qty": 40_000, "unit": "袋", "value": 3_600 * FEN, "persons": 40, "signed": True}
        for at, id in enumerate(ids)
    ]  # fmt: skip
    own = {
        "date": "2025-10-22",
        "receiver": "留守老人",
        "item": "慰问品",
        "value": 18_000 * FEN,
        "persons": 120,
        "signed": True,
    }
    return [own, *rice]


MATCHES: tuple[tuple[str, str, str, str, int, str], ...] = (
    ("2025-04-10", "茶叶加工车间援建", "02", "示例市某国有公司", 86, "02"),
    ("2025-08-06", "冷链车辆", "07", "示例市文化旅游委", 22, "02"),
    ("2026-02-20", "茶艺师培训", "05", "示例大学", 3, "02"),
    ("2026-04-09", "电商直播指导", "03", "示例市文化旅游委", 2, "02"),
    ("2026-05-15", "脆李订单", "06", "示例市某国有公司", 40, "01"),
)
LOANS: tuple[tuple[str, str, str, int], ...] = (
    ("2025-05-20", "青禾信用社（示例）", "青禾农业专业合作社", 120),
    ("2026-03-03", "青禾信用社（示例）", "云岭蔬菜合作社", 60),
)


def matches() -> list[dict[str, Any]]:
    """Values of ledger ``match``."""
    return [
        {"date": date, "title": title, "kind": kind, "unit": unit, "value": worth * WAN, "state": state}
        for date, title, kind, unit, worth, state in MATCHES
    ]


def loans() -> list[dict[str, Any]]:
    """Values of ledger ``loan_support``."""
    return [{"date": date, "bank": bank, "borrower": who, "amount": lent * WAN} for date, bank, who, lent in LOANS]
