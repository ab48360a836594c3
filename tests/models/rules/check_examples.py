"""Makes the records of a rule's examples: a family in order, and what the example changes in it.

Written past every check, as an export of the national system may hold it.
"""

from __future__ import annotations

import datetime
from typing import Any

from models.kinds import Choice, Fault
from models.ledger import ledger
from models.sample_data import id_number, mobile

TODAY = datetime.date(2026, 6, 30)
_count = iter(range(1, 10**9))
_VILLAGE = {
    "township": "青禾乡", "county": "示例县", "poor": True, "households": 100, "persons": 400, "dibao_households": 5,
    "dibao_persons": 9, "tekun_persons": 2, "disabled_persons": 8, "unsafe_houses": 0, "unsafe_water": 0,
    "pension_persons": 200, "income": 10_000_00, "schools": 1, "clinics": 1, "doctors": 1, "public_toilets": 1,
    "rubbish_points": 2, "libraries": 1, "bus": True, "paved": True,
}  # fmt: skip
_HOUSEHOLD = {
    "hh_type": "脱贫户", "unsafe_house": "否", "safe_water": "是", "life_power": "是", "prod_power": "是", "tv": "是",
    "toilet": "是", "toilet_usable": "是", "fuel": "清洁能源", "road_type": "水泥路", "road_hardened": "是",
    "road_km": "1", "house_area": "90", "arable_mu": "3", "forest_mu": "6", "conversion_mu": "2", "orchard_mu": "0",
    "grass_mu": "0", "water_mu": "0",
}  # fmt: skip
_MEMBER = {
    "state": "在册", "id_type": "居民身份证", "nation": "土家族", "health": "健康", "med_resident": "是",
    "med_worker": "否", "med_serious": "是", "pension_resident": "是", "pension_worker": "否", "dibao": "不享受",
    "tekun": "未享受",
}  # fmt: skip
_PEOPLE = {
    "head": {"relation": "户主", "sex": "男", "age": 45, "labour": "普通劳动力", "education": "初中"},
    "spouse": {"relation": "配偶", "sex": "女", "age": 43, "labour": "普通劳动力", "education": "初中"},
    "child": {"relation": "之子", "sex": "男", "age": 10, "labour": "无劳动力", "school_state": "小学"},
}
_EPISODE = {
    "episode_no": 1, "category": "脱贫不稳定户", "recognised_on": "2024-03", "risks": "缺劳动力", "state": "11",
    "eliminated": "否", "dev_measure_state": "是", "ident_dropout": "否", "ident_house": "否", "ident_water": "否",
    "ident_insured": "否", "collector": "测一", "collector_phone": "15400000002",
}  # fmt: skip
_AFTER = {
    "state": "30", "eliminated_on": "2025-06", "elim_way": "帮扶消除", "elim_dropout": "否", "elim_house": "否",
    "elim_water": "否", "elim_insured": "否", "elim_wage": "20000", "elim_business": "3000", "elim_property": "500",
    "elim_transfer": "1000", "elim_cost": "500", "elim_net": "24000", "elim_income_pc": "8000", "elim_claim": "0",
    "elim_self_paid": "0",
}  # fmt: skip
_WORK = {
    "working": "是", "start": "2025-02", "employer": "示例厂", "industry": "制造业", "channel": "外出务工",
    "monthly_wage": "3500", "point_to_point": "否", "scope": "省外", "county": "鄞州区", "place": "浙江省宁波市鄞州区",
}  # fmt: skip
_PLAN = {"planned": "是", "county": "鄞州区", "place": "浙江省宁波市鄞州区", "need": "岗位信息"}
_INCOME = {"year": 2025, "kind": "年度", "persons": 3, "net_pc": "12000"}
_KEYS = frozenset(
    {"household", "head", "spouse", "child", "others", "episode", "measure", "work", "plan", "income", "last_income",
     "survey", "checks", "village", "line", "other"}
)  # fmt: skip


def make(example: dict[str, Any]) -> int:
    """Write the example; returns the household's id."""
    assert set(example) <= _KEYS, f"unknown part of an example: {sorted(set(example) - _KEYS)}"
    serial = next(_count)
    name = f"例{serial}村"
    village = _put("village", {**_VILLAGE, "name": name, "seq": serial, **example.get("village", {})})
    if "line" in example:
        _put("monitor_line", {"region": name, "year": 2026, "amount": example["line"] * 100})
        _put("monitor_line", {"region": name, "year": 2025, "amount": example["line"] * 100})
    home = _home(example, village, name)
    if "other" in example:
        _home({"head": example["other"]}, village, name)
    return home


def _home(example: dict[str, Any], village: int, place: str) -> int:
    serial = next(_count)
    people = {key: example.get(key, {}) for key in _PEOPLE}
    others = example.get("others", [])
    size = sum(one is not None for one in people.values()) + len(others)
    own = {"hh_no": f"H{serial:012d}", "village": village, "phone": mobile(serial), "members_now": size}
    home = _put("household", {**_HOUSEHOLD, **own, **example.get("household", {})})
    ids: dict[Any, int | None] = {None: None}
    numbers: dict[str, str] = {}
    for key, change in [*people.items(), *((f"other{at}", one) for at, one in enumerate(others))]:
        if change is None:
            continue
        values = _person({**_PEOPLE.get(key, _PEOPLE["head"]), **change}, numbers)
        numbers[key] = values["id_no"]
        ids[key] = _put("member", {**_MEMBER, "household": home, "village": village, **values})
    _rest(example, home, village, place, ids, numbers)
    return home


def _person(values: dict[str, Any], numbers: dict[str, str]) -> dict[str, Any]:
    serial = next(_count)
    birth = TODAY.replace(year=TODAY.year - values.pop("age"), month=3, day=1 + serial % 28)
    sex = values.get("sex")
    number = id_number(birth, 2 * (1 + serial % 400) + (sex != "女"))
    card = values.pop("card", "")
    if card:
        number, values = number + card, {"id_type": "残疾人证", **values}
    given = {"id_no": number, "birth": birth.isoformat(), "name": "测某某", "phone": mobile(serial), **values}
    if str(given["id_no"]).startswith("="):
        given["id_no"] = numbers[given["id_no"][1:]]
    return given


def _rest(
    example: dict[str, Any], home: int, village: int, place: str, ids: dict[Any, int | None], numbers: dict[str, str]
) -> None:
    if "episode" in example:
        change = example["episode"]
        after = _AFTER if change.get("eliminated") == "是" else {}
        measures = example.get("measure", [("就业帮扶", "劳务输出"), ("产业帮扶", "养殖")] if after else [])
        groups = ",".join(dict.fromkeys(group for group, _ in measures)) or None
        episode = _put("episode", {**_EPISODE, **after, "household": home, "measures": groups, **change})
        for group, content in measures:
            _put("measure", {"household": home, "episode": episode, "group": group, "content": content, "status": "02"})
    for name, key, base in (("work_record", "work", _WORK), ("work_plan", "plan", _PLAN)):
        rows = example.get(key, [])
        for row in [rows] if isinstance(rows, dict) else rows:
            whose = row.get("of", "head")
            mine = {"member": ids[whose], "id_no": numbers.get(whose), "household": home, "village": village}
            _put(name, {**base, **mine, **{k: v for k, v in row.items() if k != "of"}})
    for row in example.get("checks", []):
        _put("guarantee_check", {"household": home, "village": village, "date": "2026-04-10", **row})
    if "income" in example:
        _put("income_sheet", {**_INCOME, "household": home, **example["income"]})
    if "last_income" in example:
        _put("income_sheet", {**_INCOME, "household": home, "year": 2024, **example["last_income"]})
    if "survey" in example:
        known = {"=village": place, "=head": numbers.get("head")}
        _put("rural_survey", {"household": home, **{k: known.get(v, v) for k, v in example["survey"].items()}})


def _put(name: str, values: dict[str, Any]) -> int:
    of = ledger(name)
    stored: dict[str, Any] = {"uid": f"00000000-0000-7000-8000-{next(_count):012d}", "revision": 1}
    told = values.pop("told", {}) if isinstance(values.get("told"), dict) else {}
    for path, value in values.items():
        stored[path] = _stored(of, path, value)
    if told:
        stored["told"] = "\n".join(f"〔{of.fields[path].label}〕{text}" for path, text in told.items())
    return int(of.model.insert(**stored).execute())


def _stored(of: Any, path: str, value: Any) -> Any:
    """Words as they are stored; what a kind refuses, as it stands."""
    kind = of.fields[path].kind
    if value is None or isinstance(value, bool | int) or kind.name in ("link", "id_number"):
        return value
    if isinstance(kind, Choice):
        codes = [kind.codes.find(word) or word for word in value.split(",")]
        return ",".join(codes)
    try:
        return kind.parse(value)
    except Fault:
        return value
