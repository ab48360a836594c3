"""Buyers, quotas, fairs, order lines, households and money received around the sample's sales."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any

from models.sample_data import AS_OF, FEN, YEARS, mobile
from models.sample_data.sales import BUYERS, PRODUCTS

Rows = Iterable[dict[str, Any]]
Add = Callable[[str, Rows], list[int]]
# 单位层级、食堂情况、年度食材采购总额（元，0 为不填报）
_CANTEENS = {
    "示例县机关食堂": ("04", "01", 900_000), "示例县第一中学": ("04", "01", 440_000),
    "示例县人民医院": ("04", "02", 1_000_000), "示例大学食堂": ("02", "01", 1_500_000),
    "示例县农业技术推广站": ("04", "03", 0), "示例县税务局工会": ("04", "04", 0),
    "示例市某国有公司": ("03", "01", 600_000), "东部协作区示例街道": ("99", "01", 500_000),
    "示例慈善会": ("04", None, 0),
}  # fmt: skip
_NOT_YET = ("示例生鲜超市", "青禾客运有限公司（示例）")
"""Stand in sales only: there is something to register."""
_EVENTS = (
    ("青禾春茶推介会", "02", "2024-04-12", None, "示例县体育馆", 320, 46_800, 120_000),
    ("消费帮扶进机关（秋季）", "04", "2024-10-18", None, "示例县行政中心", 260, 38_500, 60_000),
    ("“青禾好物”直播周", "03", "2025-01-08", "2025-01-14", "青禾乡直播间", 5_200, 52_300, 0),
    ("示例大学展销周", "07", "2025-05-20", "2025-05-22", "示例大学食堂前", 1_800, 64_200, 150_000),
    ("东部协作展销会", "01", "2025-09-26", "2025-09-28", "示例街道会展中心", 2_600, 88_000, 300_000),
    ("年货进企业", "05", "2025-12-19", None, "示例市某国有公司", 400, 71_500, 90_000),
    ("柑橘开园采摘节", "10", "2026-03-07", None, "白鹭村果园", 900, 41_200, 50_000),
    ("消费帮扶进社区", "06", "2026-05-16", None, "示例小区广场", 640, 23_600, 40_000),
)
_STREAM, _FAIR = "03", "05"
PAYERS = ("示例县第一中学", "示例大学食堂", "示例县人民医院", "示例生鲜超市", "示例市某国有公司")
OPEN_SINCE = "2026-06-01"
"""What came from this day on has not been matched yet."""


def buyers() -> list[dict[str, Any]]:
    """Values of ledger ``buyer``: all but people who buy over the counter."""
    return [
        {"name": name, "kind": kind, "level": level, "canteen": canteen, "contact": "示例联系人",
         "phone": mobile(9_100 + at)}
        for at, (name, kind) in enumerate(BUYERS)
        for level, canteen, _ in [_CANTEENS.get(name, (None, None, 0))]
        if kind != "07" and name not in _NOT_YET
    ]  # fmt: skip


def quotas(ids: dict[str, int]) -> list[dict[str, Any]]:
    """Values of ledger ``buyer_quota`` by the buyers' ids."""
    return [
        {"buyer": ids[name], "year": year, "food_total": (total + 20_000 * (year - 2025)) * FEN}
        for year in (2025, 2026)
        for name, (_, _, total) in _CANTEENS.items()
        if total
    ]


def promotions() -> list[dict[str, Any]]:
    """Values of ledger ``promotion``."""
    return [
        {"name": name, "kind": kind, "date": date, "last": last, "place": place, "host": "青禾乡人民政府",
         "participants": people, "on_site": sold * FEN, "intent": intent * FEN or None}
        for name, kind, date, last, place, people, sold, intent in _EVENTS
    ]  # fmt: skip


def link_promotions(sales: Sequence[dict[str, Any]], ids: Sequence[int]) -> None:
    """Sales by fair or stream within two months after an event came from it."""
    for sale in sales:
        for (_, kind, date, *_), id in zip(_EVENTS, ids, strict=True):
            wanted = _STREAM if kind == "03" else _FAIR
            if sale["channel"] == wanted and 0 <= _days(date, sale["date"]) <= 60:
                sale["promotion"] = id


def split(random: Random, sales: Sequence[dict[str, Any]], goods: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """{index of a sale: its lines}: every twentieth order becomes one of two or three goods, with the same amount."""
    made: dict[int, list[dict[str, Any]]] = {}
    for at in range(7, len(sales), 20):
        sale, lines = sales[at], []
        if sale["qty"] < 30_000:
            continue
        first = {name: sale[name] for name in ("product", "spec", "unit", "price")}
        others = random.sample(
            [one for one in range(len(PRODUCTS)) if goods[one] != sale["product"]], random.choice((1, 2))
        )
        lines.append({**first, "qty": sale["qty"], "amount": sale["amount"]})
        for one in others:
            _, _, spec, unit, _, price, *_ = PRODUCTS[one]
            pieces, fen = random.randint(3, 12), round(price * 100)
            lines.append({"product": goods[one], "spec": spec, "unit": unit, "price": fen * 100, "qty": pieces * 1000,
                          "amount": pieces * fen})  # fmt: skip
        sale.update(dict.fromkeys(("product", "spec", "qty", "unit", "price")), amount=sum(x["amount"] for x in lines))
        made[at] = lines
    return made


def households(random: Random, sales: Sequence[dict[str, Any]], homes: Sequence[tuple[int, int]]) -> dict[int, Rows]:
    """{index of a sale: households of its village that it brought something}."""
    by_village: dict[int, list[int]] = {}
    for home, village in homes:
        by_village.setdefault(village, []).append(home)
    made: dict[int, Rows] = {}
    for at in range(3, len(sales), 6):
        sale = sales[at]
        chosen = random.sample(by_village[sale["village"]], min(random.randint(1, 4), sale["households_led"]))
        part = sale["amount"] * 6 // 10 // len(chosen) // FEN * FEN
        made[at] = [{"household": home, "amount": part} for home in chosen]
    return made


def settlements(sales: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], list[int]]]:
    """(values of ledger ``settlement``, indexes of the sales it paid; none: not matched yet) for 2026.

    Platform orders come one by one less the fee, big buyers pay once a month; the last month is not matched yet.
    """
    rows: list[tuple[dict[str, Any], list[int]]] = []
    months: dict[tuple[str, str, str], list[int]] = {}
    for at, sale in enumerate(sales):
        if sale["date"] < str(YEARS[-1]):
            continue
        if sale["platform_order"]:
            fee = sale["amount"] // 100
            values = {"source": "01", "date": _later(sale["date"], 9), "order_no": sale["platform_order"],
                      "payer": sale["buyer"], "payee": sale["seller"], "amount": sale["amount"] - fee,
                      "fee": fee}  # fmt: skip
            rows.append((values, [at]))
        elif sale["buyer"] in PAYERS:
            months.setdefault((sale["date"][:7], sale["buyer"], sale["seller"]), []).append(at)
    for number, ((month, buyer, seller), some) in enumerate(sorted(months.items()), 1):
        day = _later(f"{month}-28", 8)
        values = {"source": "02", "date": day, "flow_no": f"YH{day.replace('-', '')}{number:03d}", "payer": buyer,
                  "payee": seller, "amount": sum(sales[at]["amount"] for at in some),
                  "summary": f"{int(month[5:])}月货款"}  # fmt: skip
        rows.append((values, some))
    came = [(values, some if values["date"] < OPEN_SINCE else []) for values, some in rows]
    alone = {"source": "02", "date": "2026-06-18", "flow_no": "YH20260618901", "payer": "示例外地商贸公司",
             "payee": "枫林村农民专业合作社", "amount": 368_000, "summary": "货款"}  # fmt: skip
    return [one for one in came if one[0]["date"] <= AS_OF.isoformat()] + [(alone, [])]


def _days(one: str, other: str) -> int:
    return (datetime.date.fromisoformat(other) - datetime.date.fromisoformat(one)).days


def _later(day: str, days: int) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()


def fill(
    random: Random, add: Add, sales: list[dict[str, Any]], goods: Sequence[int], homes: Sequence[tuple[int, int]]
) -> None:
    """Write the sales with everything around them."""
    named = buyers()
    ids = {row["name"]: id for row, id in zip(named, add("buyer", named), strict=True)}
    add("buyer_quota", quotas(ids))
    link_promotions(sales, add("promotion", promotions()))
    lines = split(random, sales, goods)
    behind = households(random, sales, homes)
    rows = settlements(sales)
    came = add("settlement", [values for values, _ in rows])
    of_day: dict[str, int] = {}
    for sale in sales:
        of_day[sale["date"]] = of_day.get(sale["date"], 0) + 1
        sale["no"] = f"DH{sale['date'].replace('-', '')}-{of_day[sale['date']]:02d}"
    numbers = add("sale", sales)
    add("sale_payment", [{"sale": numbers[at], "settlement": id, "amount": sales[at]["amount"]}
                         for (_, some), id in zip(rows, came, strict=True) for at in some])  # fmt: skip
    add("sale_line", [{**one, "sale": numbers[at]} for at, own in lines.items() for one in own])
    add("sale_household", [{**one, "sale": numbers[at]} for at, own in behind.items() for one in own])
