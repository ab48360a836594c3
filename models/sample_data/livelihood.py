"""Work, public posts, loans, school aid, subsidies and courses of the sample township's people."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from models.codes import code_list
from models.query import Selection, each, ids
from models.sample_data import AS_OF, FEN, WAN, bank_card

Add = Callable[[str, Iterable[dict[str, Any]]], list[int]]
_FIELDS = (
    "name", "village", "household", "birth", "labour", "school_state", "work_place", "monthly_wage", "post_type",
    "id_no",
)  # fmt: skip
# 花名册里写的地方 → 写到县的地方、单位、行业
_PLACES = {
    "示例县城": ("示例县城", "青禾食品厂（示例）", "C"),
    "重庆市渝北区": ("重庆市渝北区", "示例汽配公司", "C"),
    "浙江省宁波市鄞州区": ("浙江省宁波市鄞州区", "示例服装厂", "C"),
    "广东省东莞市": ("广东省东莞市", "示例电子厂", "C"),
    "福建省泉州市晋江市": ("福建省泉州市晋江市", "示例鞋业公司", "C"),
    "四川省成都市郫都区": ("四川省成都市郫都区", "示例建筑劳务公司", "E"),
}

# 用途、起贷月、期限（月）、金额（万元）
_LOANS = (
    ("饲养肉牛", "2023-07-10", 36, 5), ("茶园管护", "2023-08-15", 36, 3), ("种植辣椒", "2023-09-20", 36, 5),
    ("养蜂", "2024-03-12", 24, 2), ("饲养生猪", "2024-05-08", 36, 5), ("种植中药材", "2024-09-18", 24, 4),
    ("茶叶加工", "2025-03-06", 36, 5), ("养殖跑山鸡", "2025-06-11", 24, 3), ("种植脆李", "2025-11-20", 36, 5),
    ("农家乐经营", "2026-03-16", 36, 8), ("购买农机", "2026-05-22", 24, 10),
)  # fmt: skip
_COURSES: tuple[tuple[dict[str, Any], int], ...] = tuple(
    (
        {
            "title": f"{title}（第{at}期）", "kind": kind, "start": f"{2024 + at // 3}-{month:02d}-{8 + at:02d}",
            "end": f"{2024 + at // 3}-{month:02d}-{9 + at:02d}", "place": place, "organiser": "青禾乡人民政府",
            "sessions": 1, "headcount": 24 + 3 * at, "person_times": 24 + 3 * at, "hours": 160,
            "cost_yuan": (30 + 2 * at) * 100 * FEN,
        },
        at,
    )
    for title, kind, place, month in (
        ("茶叶管护技能培训", "01", "青禾村茶园", 3), ("家政服务技能培训", "01", "乡文化站", 4),
        ("帮扶干部业务培训", "03", "乡政府会议室", 2), ("烟叶烘烤技术指导", "05", "云岭村烤房", 6),
    )
    for at in range(1, 8)
    if datetime.date(2024 + at // 3, month, 9 + at) <= AS_OF
)  # fmt: skip


def write(add: Add, random: Random) -> None:
    """Add the records of all these ledgers; the people are read from the file."""
    people = [
        {"member": id, **dict(zip(_FIELDS, values, strict=True))}
        for id, values in each(Selection("member", order=("person_no",)).where("state", "=", "01"), _FIELDS, raw=True)
    ]
    add("work_record", _work(people, random))
    add("work_plan", _plans(people, random))
    add("post", _posts(people, random))
    helped = set(ids(Selection("household").where("hh_type", "in", ["01", "03"])))
    add("loan", _loans(people, helped, random))
    add("yulu", _yulu(people, helped, random))
    add("award", _awards(people, random))
    add("subsidy", _subsidies(people, helped, random))
    numbers = add("training", (one for one, _ in _COURSES))
    add("training_person", _roster(people, numbers, random))


def _work(people: list[dict[str, Any]], random: Random) -> Iterable[dict[str, Any]]:
    for one in people:
        if not one["work_place"] or one["labour"] not in ("01", "02") or one["school_state"]:
            continue
        place, employer, industry = _PLACES[one["work_place"]]
        near = place == "示例县城"
        first = 2024 + random.randrange(3)
        months = 12 if first < AS_OF.year else AS_OF.month
        applied = not near and first < AS_OF.year and random.random() < 0.6
        yield {
            "member": one["member"], "working": True, "start": f"{first}-{1 + random.randrange(months):02d}",
            "place": place, "employer": employer, "industry": industry, "monthly_wage": one["monthly_wage"],
            "channel": random.choice(("02", "05") if near else ("03", "09", "11", "13")),
            "point_to_point": not near and random.random() < 0.2, "contract": random.random() < 0.6,
            "confirmed": f"{AS_OF.year}-{AS_OF.month - (random.random() < 0.25):02d}", "traffic_applied": applied,
        }  # fmt: skip


def _plans(people: list[dict[str, Any]], random: Random) -> Iterable[dict[str, Any]]:
    idle = [one for one in people if one["labour"] in ("01", "02") and not one["work_place"]]
    idle = [one for one in idle if not one["school_state"] and one["birth"] > "1972"]
    for one in random.sample(idle, min(36, len(idle))):
        away = random.random() < 0.6
        yield {
            "member": one["member"], "planned": True, "planned_out": away,
            "month": f"{AS_OF.year}-{AS_OF.month + 1 + random.randrange(3):02d}",
            "place": random.choice(("广东省东莞市", "重庆市渝北区")) if away else "示例县城",
            "need": random.choice(("01", "02", "01,02", "05")), "wage": random.randint(30, 55) * 100 * FEN,
        }  # fmt: skip


def _posts(people: list[dict[str, Any]], random: Random) -> Iterable[dict[str, Any]]:
    names = code_list("post_type")
    weak = [one for one in people if one["labour"] == "03" and not one["work_place"] and one["birth"] > "1957-07"]
    more = random.sample([one for one in weak if not one["post_type"]], 24)
    for one in more:
        one["post_type"] = random.choice(("01", "01", "02", "03", "04", "05", "07"))
    for one in people:
        if not one["post_type"]:
            continue
        late = random.random() < 0.15
        yield {
            "member": one["member"], "id_no": one["id_no"], "name": names.label(one["post_type"]),
            "kind": {"05": "03", "07": "02"}.get(one["post_type"], "01"), "employer": "青禾乡便民服务中心",
            "agreement_no": f"GY{AS_OF.year}{one['member'] % 10000:04d}", "start": f"{AS_OF.year - 1}-01-01",
            "end": f"{AS_OF.year}-07-20" if late else f"{AS_OF.year}-12-31",
            "fund_source": random.choice(("01", "01", "02", "03", "04")),
            "monthly_subsidy": random.choice((500, 600, 800)) * FEN,
            "paid_to": f"{AS_OF.year}-{AS_OF.month - (random.random() < 0.2):02d}",
            "insurance_no": f"YW{AS_OF.year}{one['member'] % 10000:04d}",
            "assessment": random.choice(("01", "02", "02")),
        }  # fmt: skip


def _loans(people: list[dict[str, Any]], helped: set[int], random: Random) -> Iterable[dict[str, Any]]:
    able = {one["household"]: one for one in people if one["household"] in helped and one["labour"] in ("01", "02")}
    for at, home in enumerate(random.sample(sorted(able), min(44, len(able)))):
        purpose, start, term, wan = _LOANS[at % len(_LOANS)]
        first = datetime.date.fromisoformat(start) + datetime.timedelta(at % 4)
        due = first.replace(year=first.year + term // 12).isoformat()
        past = due < AS_OF.isoformat()
        late = past and at % 7 == 0
        yield {
            "member": able[home]["member"], "bank": "青禾信用社（示例）", "contract_no": f"XD{first:%Y%m}{at + 1:04d}",
            "amount": wan * WAN, "rate": 365, "purpose": purpose, "start": first.isoformat(), "due": due,
            "renewal": "01", "balance": 0 if past and not late else wan * WAN, "overdue": late, "subsidy_rate": 10_000,
            "subsidy_paid": wan * WAN * 365 // 10_000 // 100 * 100, "repaid_on": due if past and not late else None,
        }  # fmt: skip


def _yulu(people: list[dict[str, Any]], helped: set[int], random: Random) -> Iterable[dict[str, Any]]:
    students = [one for one in people if one["school_state"] in ("10", "11", "12") and one["household"] in helped]
    for one in students:
        for year, term, paid in ((2025, "02", "2025-11-12"), (2025, "01", "2026-05-15")):
            done = term == "02" or random.random() < 0.7
            yield {
                "member": one["member"], "school": "示例县职业教育中心", "level": "01", "major": "农产品加工",
                "enrol_no": f"G{one['id_no'][6:]}"[:12], "year": year, "term": term, "status": "03" if done else "02",
                "paid_on": paid if done else None, "account": bank_card(one["member"]), "account_name": one["name"],
            }  # fmt: skip


def _awards(people: list[dict[str, Any]], random: Random) -> Iterable[dict[str, Any]]:
    new = [one for one in people if one["school_state"] == "20"]
    pupils = [one for one in people if one["school_state"] in ("06", "09")]
    for kind, chosen, yuan in (("02", new, 3000), ("01", random.sample(pupils, min(18, len(pupils))), 800)):
        for one in chosen:
            yield {
                "member": one["member"], "kind": kind, "year": AS_OF.year - 1, "amount": yuan * FEN,
                "school": "示例大学" if kind == "02" else "青禾学校", "sponsor": "示例帮扶集团",
                "paid_on": f"{AS_OF.year - 1}-08-28",
            }  # fmt: skip


def _subsidies(people: list[dict[str, Any]], helped: set[int], random: Random) -> Iterable[dict[str, Any]]:
    heads = {one["household"]: one for one in reversed(people) if one["household"] in helped}
    kinds = (("02", "茶园管护奖补"), ("02", "养殖奖补"), ("01", "稳岗补助"), ("03", "教育资助"), ("08", "防贫保险"))
    for year in (2024, 2025, 2026):
        for home in random.sample(sorted(heads), len(heads) * 2 // 3):
            kind, name = random.choice(kinds)
            one = heads[home]
            day = f"{year}-{2 + random.randrange(4):02d}-{1 + random.randrange(28):02d}"
            yield {
                "kind": kind, "name": name, "paid_on": day,
                "amount": random.randint(3, 24) * 100 * FEN, "persons": 1, "member": one["member"],
            }  # fmt: skip


def _roster(people: list[dict[str, Any]], numbers: list[int], random: Random) -> Iterable[dict[str, Any]]:
    able = [one for one in people if one["labour"] in ("01", "02") and not one["school_state"]]
    for number, (course, at) in zip(numbers, _COURSES, strict=True):
        if course["kind"] == "01" and at > 4:
            for one in random.sample(able, course["headcount"]):
                yield {"training": number, "member": one["member"], "certified": random.random() < 0.8}
