"""Products of the six villages and six hundred sales over two and a half years."""

from __future__ import annotations

import datetime
from random import Random
from typing import Any

from models.sample_data import AS_OF, FEN, YEARS
from models.sample_data.villages import VILLAGES

# 名称、类别、规格、单位、每单位公斤、单价（元）、主产村、旺季月份、常卖数量
PRODUCTS: tuple[tuple[str, str, str, str, float | None, float, int, str, tuple[int, int]], ...] = (
    ("高山绿茶", "07", "250克/盒", "盒", 0.25, 88, 0, "3 4 5", (10, 120)),
    ("土蜂蜜", "10", "500克/瓶", "瓶", 0.5, 68, 1, "7 8 9 10", (8, 80)),
    ("富硒大米", "01", "5公斤/袋", "袋", 5, 45, 2, "9 10 11 12", (20, 200)),
    ("跑山鸡", "04", "约2公斤/只", "只", 2, 98, 3, "1 9 12", (10, 90)),
    ("土鸡蛋", "05", "30枚/箱", "箱", 1.8, 42, 3, "1 2 5 9 12", (10, 160)),
    ("脆红李", "03", "散装", "斤", None, 6.5, 4, "7 8", (200, 2000)),
    ("晚熟柑橘", "03", "散装", "公斤", None, 8.6, 5, "2 3 4 12", (150, 1800)),
    ("干竹笋", "11", "500克/袋", "袋", 0.5, 36, 1, "5 6 11", (10, 120)),
    ("香菇", "09", "散装", "斤", None, 32, 4, "3 4 10 11", (20, 240)),
    ("老腊肉", "04", "真空", "斤", None, 38, 2, "1 11 12", (20, 260)),
    ("红薯粉条", "12", "散装", "公斤", None, 18, 0, "11 12 1", (40, 400)),
    ("土家织锦杯垫", "14", "4只/套", "套", 0.2, 56, 5, "5 10", (5, 60)),
)
BUYERS = (
    ("示例县机关食堂", "01"), ("示例县第一中学", "05"), ("示例县人民医院", "06"), ("青禾客运有限公司（示例）", "04"),
    ("示例市某国有公司", "03"), ("示例县税务局工会", "01"), ("东部协作区示例街道", "01"), ("示例大学食堂", "05"),
    ("示例县农业技术推广站", "02"), ("个人顾客", "07"), ("示例慈善会", "08"), ("示例生鲜超市", "04"),
)  # fmt: skip
_SELLERS = (("股份经济合作联合社", "01"), ("农民专业合作社", "02"), ("家庭农场", "04"))


def products(villages: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``product``."""
    return [
        {
            "name": name, "category": category, "spec": spec, "unit": unit, "price": round(price * 10_000),
            "kg_per_unit": None if kg is None else round(kg * 1000), "village": villages[place], "qualified": True,
        }
        for name, category, spec, unit, kg, price, place, _, _ in PRODUCTS
    ]  # fmt: skip


def sales(random: Random, villages: list[int], ids: list[int], count: int = 600) -> list[dict[str, Any]]:
    """Values of ledger ``sale``, each product mostly sold in its season, more from year to year."""
    rows: list[dict[str, Any]] = []
    while len(rows) < count:
        at = random.randrange(len(PRODUCTS))
        _, _, spec, unit, _, price, place, season, (low, high) = PRODUCTS[at]
        year = random.choices(YEARS, (4, 6, 4))[0]
        month = int(random.choice(season.split())) if random.random() < 0.75 else random.randint(1, 12)
        day = datetime.date(year, month, random.randint(1, 28))
        if day > AS_OF:
            continue
        buyer, kind = random.choice(BUYERS)
        seller, seller_kind = random.choice(_SELLERS)
        own = kind in ("01", "02", "05", "06") and random.random() < 0.8
        channel = random.choice(("01", "06", "07", "08") if own else ("02", "03", "04", "05", "09", "10", "11", "12"))
        quantity = random.randint(low, high)
        unit_price = round(price * random.choice((0.95, 1, 1, 1, 1.08)) * 100) * 100
        amount = (quantity * unit_price + 50) // 100
        rows.append(
            {
                "date": day.isoformat(), "kind": "01" if own else "02", "channel": channel, "village": villages[place],
                "buyer": buyer, "buyer_kind": kind,
                "helper_unit": "示例市某国有公司" if random.random() < 0.2 else None,
                "seller": VILLAGES[place][0] + seller, "seller_kind": seller_kind, "product": ids[at], "spec": spec,
                "qty": quantity * 1000, "unit": unit, "price": unit_price, "amount": amount,
                "households_led": max(1, quantity // 12), "collective_gain": amount * 5 // 100 // FEN * FEN,
                "platform_order": f"SL832{day:%Y%m%d}{len(rows):04d}" if channel == "01" else None,
                "operator": random.choice(("苏明远", "谭秀英", "石维民")),
            }
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row["date"], row["buyer"], row["amount"]))
