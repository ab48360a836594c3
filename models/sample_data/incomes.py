"""Income sheets, checks of the guarantees and insurance of the sample township; amounts follow from its people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any

from models import query
from models.query import Selection
from models.sample_data import AS_OF, FEN
from models.sample_data.villages import COUNTY, VILLAGES

Home = tuple[int, dict[str, Any], list[tuple[int, dict[str, Any]]]]
"""Household: id, values, members with their ids."""
Add = Callable[[str, Iterable[dict[str, Any]]], list[int]]
# 年度、这一年的收入是 2025 年的几成、全县人均
_YEARS = ((2023, 0.85, 13_120), (2024, 0.925, 13_990), (2025, 1.0, 14_935))
_COLLECTORS = ("苏长河", "田明月", "冉春晓", "向秋实", "谭云帆", "石远志")
FLOOR = 9_200
"""元 per head: a household that earns less is supported by its children, save for a few."""
_POOR = 6


def _age(member: dict[str, Any], year: int) -> int:
    return year - int(member["birth"][:4])


def sheet(random: Random, home: dict[str, Any], family: list[dict[str, Any]], year: int, part: float) -> dict[str, Any]:
    """Items of one annual sheet without household: every amount has a reason in the register."""
    items: dict[str, int] = {}
    notes: dict[str, str] = {}

    def put(name: str, yuan: float, note: str) -> None:
        amount = round(yuan / 10) * 10
        if amount > 0:
            items[name] = amount * FEN
            notes[f"{name}_note"] = note

    workers = [one for one in family if one.get("work_months")]
    wages = [(one["name"], one["work_months"], round(one["monthly_wage"] / FEN * 0.8 * part)) for one in workers]
    put("A1", sum(months * wage for _, months, wage in wages),
        "；".join(f"{name} {months}个月×{wage}元（扣除在外生活费）" for name, months, wage in wages))  # fmt: skip
    home_based = [
        one for one in family
        if one.get("labour") in ("01", "02") and not one.get("work_months") and not one.get("school_state")
    ]  # fmt: skip
    put("A5", len(home_based) * 7 * 1900 * part, f"在家打零工、采摘，{len(home_based)}人×7个月×{round(1900 * part)}元")
    posts = [one for one in family if one.get("post_months")]
    put("A3", 600 * 12 * len(posts), f"{len(posts)}人×12个月×600元")
    mu = home["arable_mu"] / 100
    put("B1", mu * 1150 * part, f"耕地{mu:g}亩×{round(1150 * part)}元")
    put("E1", mu * 310 * part, f"种子、化肥、农药，每亩{round(310 * part)}元")
    pigs = home["house_area"] // 100 % 4
    put("B2", pigs * 2400 * part, f"出栏生猪{pigs}头")
    put("E2", pigs * 1500 * part, "仔猪和饲料")
    orchard = home["orchard_mu"] / 100
    put("B3", orchard * 1500 * part, f"林果{orchard:g}亩")
    put("E3", orchard * 420 * part, "农资和人工")
    if home["coop"]:
        put("C1", 260 * part, "合作社分红")
    poor = [one for one in family if one.get("dibao") in ("01", "02")]
    put("D2", len(poor) * 12 * 430 * part, f"{len(poor)}人×12个月×{round(430 * part)}元")
    kept = [one for one in family if one.get("tekun") in ("01", "02")]
    put("D3", len(kept) * 12 * 880 * part, f"{len(kept)}人×12个月×{round(880 * part)}元")
    old = [one for one in family if one.get("pension_resident") and _age(one, year) >= 60]
    put("D4", len(old) * 12 * 140 * part, f"{len(old)}人×12个月×{round(140 * part)}元")
    grain = home["conversion_mu"] / 100
    put("D5_1", grain * 125, f"退耕还林{grain:g}亩×125元")
    put("D6_2", mu * 85, f"{mu:g}亩×85元")
    aged = [one for one in family if _age(one, year) >= 80]
    put("D6_4", len(aged) * 600, f"{len(aged)}人×12个月×50元")
    disabled = [one for one in family if one.get("disability_level") in ("1", "2")]
    put("D6_6", len(disabled) * 12 * 80, f"{len(disabled)}人×12个月×80元")
    return {**items, **notes}


def _net(items: dict[str, Any]) -> int:
    money = {name: value for name, value in items.items() if not name.endswith("_note")}
    return sum(-value if name[0] == "E" else value for name, value in money.items())


def sheets(random: Random, homes: Sequence[Home]) -> list[dict[str, Any]]:
    """Values of ledger ``income_sheet``: three years of every household."""
    rows, left = [], _POOR
    for id, home, members in homes:
        family = [one for _, one in members if one.get("state") != "03"]
        years = [(year, sheet(random, home, family, year, part), part) for year, part, _ in _YEARS]
        floor = (FLOOR + id * 37 % 60 * 90) * FEN * len(family)
        short = floor - min(_net(items) / part for _, items, part in years)
        if short > 0 and left and home["hh_type"] == "01" and len(family) > 1:
            # A few stay below: they are what the checks are for.
            left -= 1
            short -= 0.35 * floor
        monthly = max(0, -(-int(short) // (12 * FEN * 50)) * 50)
        for year, items, part in years:
            if monthly:
                items["D6_10"] = round(monthly * part) * 12 * FEN
                items["D6_10_note"] = f"子女每月给{round(monthly * part)}元"
            rows.append(
                {
                    "household": id, "year": year, "kind": "01", "persons": len(family), **items,
                    "collector": random.choice(_COLLECTORS), "signed": True,
                    "date": f"{year}-{random.choice((10, 11))}-{1 + id % 28:02d}",
                }
            )  # fmt: skip
    return rows


def checks(random: Random, homes: Sequence[Home]) -> list[dict[str, Any]]:
    """Values of ledger ``guarantee_check``: last autumn and this spring, and four rounds over each village."""
    rows: list[dict[str, Any]] = []
    for id, home, members in homes:
        family = [(number, one) for number, one in members if one.get("state") != "03"]
        for number, day in ((1, f"2025-10-{1 + id % 25:02d}"), (2, f"2026-04-{1 + id % 25:02d}")):
            base = {"household": id, "round": number, "date": day, "checker": random.choice(_COLLECTORS)}
            unsafe, last = home["unsafe_house"], number == 2
            put_right = unsafe and last and id % 2 == 0
            rows.append(
                {
                    **base, "dimension": "03", "grade": "C" if unsafe else random.choice("AAB"),
                    "appraiser": "示例县房屋鉴定站" if unsafe else None,
                    "appraised_on": "2025-09-20" if unsafe else None,
                    "remedy": "01" if unsafe and last else None, "subsidy": 15_000 * FEN if put_right else None,
                    "started_on": "2025-11-10" if put_right else None,
                    "finished_on": "2026-02-20" if put_right else None,
                    "accepted_on": "2026-03-05" if put_right else None,
                }
            )  # fmt: skip
            fine = bool(home["safe_water"])
            rows.append(
                {
                    **base, "dimension": "04", "water_source": "01" if fine else "02", "quality_ok": True,
                    "litres": 45 + id % 30 if fine else 28, "in_house": fine, "minutes": None if fine else 25,
                    "outage_days": id % 12 if fine else 40,
                    "measure": None if fine else "接入集中供水管网",
                }
            )  # fmt: skip
        day = f"2026-03-{1 + id % 25:02d}"
        children = [(n, one) for n, one in family if one.get("school_state") in ("03", "04", "05", "06")]
        if children:
            child, values = children[0]
            rows.append(
                {
                    "household": id, "round": 2, "date": day, "dimension": "01", "child": child, "dropout": False,
                    "school": values["school_name"], "school_grade": values["school_state"],
                }
            )  # fmt: skip
        out = sum(1 for _, one in family if not one.get("med_resident") and not one.get("med_worker"))
        rows.append(
            {
                "household": id, "round": 2, "date": day, "dimension": "02", "uninsured": out,
                "uninsured_reason": "03" if out else None,
            }
        )  # fmt: skip
    return rows


def rounds(places: Sequence[int]) -> list[dict[str, Any]]:
    """Values of ledger ``guarantee_check``: a round over all houses of each village, every quarter of last year."""
    return [
        {
            "village": id, "dimension": "03", "round": number, "date": f"2025-{3 * number - 1:02d}-15", "result": "01",
            "checked": village[2],
        }
        for id, village in zip(places, VILLAGES, strict=True)
        for number in (1, 2, 3, 4)
    ]  # fmt: skip


def insured(homes: Sequence[Home]) -> list[dict[str, Any]]:
    """Values of ledger ``insured_year``: this year and the last."""
    rows = []
    for _, home, members in homes:
        for id, one in members:
            if one.get("state") == "03":
                continue
            paid = bool(one.get("med_resident") or one.get("med_worker"))
            aid = home["hh_type"] == "01"
            for year, fee in ((AS_OF.year - 1, 400), (AS_OF.year, 420)):
                rows.append(
                    {
                        "member": id, "year": year, "state": "01" if paid else "03", "reason": None if paid else "03",
                        "amount": (fee - (150 if aid else 0)) * FEN if one.get("med_resident") else None,
                        "aid": 150 * FEN if aid and one.get("med_resident") else None,
                        "paid_on": f"{year - 1}-11-{1 + id % 28:02d}" if paid else None,
                    }
                )  # fmt: skip
    return rows


def fill(random: Random, add_rows: Add, places: Sequence[int], families: Sequence[tuple[int, Any, Any]]) -> None:
    """Write all of it; ``families`` (household, its values, its members' values in the order they were written)."""
    numbers: dict[int, list[int]] = {}
    for id, (home,) in query.each(Selection("member", order=("household", "seq")), ("household",), raw=True):
        numbers.setdefault(home, []).append(id)
    homes: list[Home] = [
        (id, home, list(zip(numbers[id], family, strict=True))) for id, home, family in families
    ]  # fmt: skip
    add_rows("income_sheet", sheets(random, homes))
    add_rows("region_income", ({"county": COUNTY, "year": year, "per_capita": yuan * FEN, "basis": "示例"}
                               for year, _, yuan in _YEARS))  # fmt: skip
    add_rows("guarantee_check", [*checks(random, homes), *rounds(places)])
    add_rows("insured_year", insured(homes))
    active = {
        id: [one for _, home, members in homes if home["village"] == id for _, one in members if one["state"] != "03"]
        for id in places
    }
    add_rows(
        "insurance",
        [
            {"village": id, "year": year, "should": len(people), "insured": len(people) - out - (AS_OF.year - year)}
            for year in (AS_OF.year - 2, AS_OF.year - 1, AS_OF.year)
            for id, people in active.items()
            for out in [sum(1 for one in people if not one.get("med_resident") and not one.get("med_worker"))]
        ],
    )
    young = [(id, one) for _, _, members in homes for id, one in members if one.get("school_state") in ("04", "05")]
    add_rows(
        "dropout_action",
        (
            {
                "child": id, "date": "2026-03-02", "person": _COLLECTORS[at], "action": "家访，联系学校办理复学",
                "result": "01", "returned_on": "2026-03-09",
            }
            for at, (id, _) in enumerate(young[:2])
        ),
    )  # fmt: skip
