"""Work, public posts, loans, school aid, subsidies and courses of the sample township's people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from models.codes import code_list
from models.query import Selection, each
from models.sample_data import AS_OF, FEN

Add = Callable[[str, Iterable[dict[str, Any]]], list[int]]
_FIELDS = (
    "name", "village", "household", "birth", "labour", "school_state", "work_place", "monthly_wage", "post_type",
    "id_no", "disability_type", "disability_level",
)  # fmt: skip
# 花名册里写的地方 → 写到县的地方、单位、行业
_PLACES = {
    "示例县城": ("示例县城", "青禾食品厂（示例）", "C"),
    "重庆市渝北区": ("重庆市渝北区", "示例汽配公司", "C"),
    "浙江省宁波市": ("浙江省宁波市鄞州区", "示例服装厂", "C"),
    "广东省东莞市": ("广东省东莞市", "示例电子厂", "C"),
    "福建省泉州市": ("福建省泉州市晋江市", "示例鞋业公司", "C"),
    "四川省成都市": ("四川省成都市郫都区", "示例建筑劳务公司", "E"),
}


def write(add: Add, random: Random) -> None:
    """Add the records of all these ledgers; the people are read from the file."""
    people = [
        {"member": id, **dict(zip(_FIELDS, values, strict=True))}
        for id, values in each(Selection("member", order=("person_no",)).where("state", "=", "01"), _FIELDS, raw=True)
    ]
    add("work_record", _work(people, random))
    add("work_plan", _plans(people, random))
    add("post", _posts(people, random))


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
    for one in people:
        if not one["post_type"]:
            continue
        number = one["id_no"]
        if one["disability_type"] and one["disability_level"]:
            number += one["disability_type"] + one["disability_level"]
        late = random.random() < 0.15
        yield {
            "member": one["member"], "id_no": number, "name": names.label(one["post_type"]),
            "kind": "01" if one["post_type"] != "05" else "03", "employer": "青禾乡便民服务中心",
            "agreement_no": f"GY{AS_OF.year}{one['member'] % 10000:04d}", "start": f"{AS_OF.year - 1}-01-01",
            "end": f"{AS_OF.year}-07-20" if late else f"{AS_OF.year}-12-31",
            "fund_source": random.choice(("01", "01", "02", "03", "04")),
            "monthly_subsidy": random.choice((500, 600, 800)) * FEN,
            "paid_to": f"{AS_OF.year}-{AS_OF.month - (random.random() < 0.2):02d}",
            "insurance_no": f"YW{AS_OF.year}{one['member'] % 10000:04d}",
            "assessment": random.choice(("01", "02", "02")),
        }  # fmt: skip
