"""Lines, clues, episodes in every state with their steps, and what was done for them, in the sample township."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any

from models.sample_data import AS_OF, FEN, UNPLANNED, mobile
from models.sample_data.villages import COUNTY

Home = tuple[int, dict[str, Any], list[dict[str, Any]]]
Add = Callable[[str, Iterable[dict[str, Any]]], list[int]]
Row = dict[str, Any]

LINES = ((2023, 7_800), (2024, 8_300), (2025, 8_700), (2026, 9_100))
UNSTABLE, MARGINAL, SUDDEN = "100A03001", "100A03002", "100A03003"

# 步骤、距上一步几天
_COURSE = (
    ("01", 0), ("02", 1), ("03", 3), ("04", 2), ("05", 1), ("06", 5), ("07", 3), ("08", 1), ("09", 1), ("10", 5),
    ("11", 1),
)  # fmt: skip
_ENDING = (("21", 0), ("22", 2), ("23", 2), ("24", 1), ("25", 5), ("26", 2))
_STATE = {code: code for code, _ in (*_COURSE, *_ENDING)} | {"26": "30"}
_PAPERS = {
    "01": ("农户", "监测对象申请及承诺授权查询书"), "02": ("乡镇和村干部", "防止返贫监测对象信息采集表"),
    "03": ("县级有关部门", "信息比对结果"), "04": ("村民代表、第一书记、村“两委”", "评议会议记录、签到册"),
    "05": ("村委会", "公示名单、起止照片"), "06": ("乡镇人民政府", "审核意见"), "07": ("县级主管部门", "审定批复"),
    "08": ("乡镇人民政府（在村内）", "公告和照片"), "09": ("乡镇组织村里录入", None),
    "10": ("帮扶责任人", "一户一策帮扶计划（户主签字）"), "11": ("帮扶责任人", None),
    "21": ("村、帮扶责任人", "风险消除申请"),
    "22": ("乡镇和村干部", "风险消除信息采集表"), "23": ("村民代表、第一书记、村“两委”", "评议会议记录、签到册"),
    "24": ("村委会", "公示名单、起止照片"), "25": ("乡镇人民政府", "审核意见"),
    "26": ("县级主管部门", "审定批复、公告"),
}  # fmt: skip

# 类别、主要风险在前、申请日期、办到哪一步（30 以上为结束方式）、提出消除的日期
_PLAN: tuple[tuple[str, str, str, str, str], ...] = (
    (UNSTABLE, "01,08", "2023-03-06", "26", "2024-01-15"),
    (UNSTABLE, "07", "2023-05-10", "26", "2024-03-04"),
    (MARGINAL, "02", "2023-06-05", "26", "2024-07-08"),
    (SUDDEN, "05", "2023-09-04", "26", "2024-05-13"),
    (UNSTABLE, "03", "2023-10-16", "26", "2024-11-04"),
    (MARGINAL, "01", "2024-01-08", "26", "2024-12-02"),
    (MARGINAL, "06,07", "2024-03-11", "26", "2025-03-10"),
    (UNSTABLE, "01", "2024-05-13", "26", "2025-05-12"),
    (SUDDEN, "04", "2024-08-05", "26", "2025-06-09"),
    (UNSTABLE, "08,03", "2024-02-19", "40", "2025-01-06"),
    (UNSTABLE, "01,03", "2024-09-09", "11", ""),
    (MARGINAL, "02,07", "2024-11-11", "11", ""),
    (UNSTABLE, "08", "2025-02-17", "11", ""),
    (SUDDEN, "01", "2025-04-14", "11", ""),
    (MARGINAL, "07", "2025-07-07", "11", ""),
    (UNSTABLE, "01,02", "2025-09-15", "11", ""),
    (MARGINAL, "03", "2025-11-10", "11", ""),
    (UNSTABLE, "07", "2025-03-10", "21", "2026-06-24"),
    (MARGINAL, "01", "2025-05-12", "24", "2026-06-22"),
    (UNSTABLE, "02", "2026-05-25", "10", ""),
    (SUDDEN, "05,01", "2026-06-01", "09", ""),
    (UNSTABLE, "01", "2026-06-08", "06", ""),
    (MARGINAL, "06", "2026-06-22", "05", ""),
    (UNSTABLE, "08", "2026-06-24", "03", ""),
    (MARGINAL, "01", "2026-06-15", "01", ""),
    (UNSTABLE, "03", "2024-06-10", "98", ""),
    (MARGINAL, "07", "2025-01-13", "91", ""),
    (UNSTABLE, "11", "2024-10-14", "99", ""),
)
_AGAIN = (UNSTABLE, "01", "2026-01-12", "11")
"""The first household of the plan, recognised for a second time."""

_CONTENT = {
    "01": "家中有人大病住院，自付费用高", "02": "子女在外读书，费用负担重", "03": "家中有重度残疾人，需专人照料",
    "04": "暴雨后房屋和庄稼受损",
    "05": "意外事故，失去主要收入", "06": "种植的药材连年亏本",
    "07": "务工企业停产，半年没有收入",
    "08": "家中只有老人，缺少劳动力", "11": "群众反映生活困难",
}  # fmt: skip
_ANSWER = {
    "01": "100A45", "02": "100A47", "03": "100A48", "04": "100A54", "05": "100A48", "06": "100A39", "07": "100A40",
    "08": "100A48", "11": "100A52",
}  # fmt: skip
_PEOPLE = ("苏长河", "田明月", "冉春晓", "向秋实", "谭云帆", "石远志")
_SOURCES = ("01", "02", "03", "04", "05", "08", "09")


def fill(random: Random, add: Add, homes: Sequence[Home]) -> None:
    """Write all of it."""
    add("monitor_line", ({"region": COUNTY, "year": y, "amount": yuan * FEN, "basis": "示例"} for y, yuan in LINES))
    chosen = _choose(random, homes)
    plans = [*zip(_PLAN, chosen, strict=True), ((*_AGAIN, ""), chosen[0])]
    clues = [_clue(random, plan, home) for plan, home in plans]
    numbers = add("clue", clues)
    episodes, steps, passes = [], [], []
    for at, ((plan, home), number) in enumerate(zip(plans, numbers, strict=True)):
        done = _steps(random, plan)
        episodes.append(_episode(random, plan, home, number, done, at))
        steps.append(done)
        passes += _passes(random, number, plan[2])
    watched = [row for row in episodes if row["recognised_on"] and row["state"] not in ("30", "91", "98", "99")]
    for place, row in enumerate(watched):
        # Everybody who is watched gets something that earns money (see plans.py), save for the one without a plan.
        row["dev_measure_state"] = "02" if place == UNPLANNED else "01"
    found = add("episode", episodes)
    add("episode_step", (row | {"episode": id} for id, rows in zip(found, steps, strict=True) for row in rows))
    add("clue_pass", passes)
    add("clue", _others(random, [home for home in homes if home not in chosen]))


def _choose(random: Random, homes: Sequence[Home]) -> list[Home]:
    """A household for each plan, of the type that its category needs, spread over the villages."""
    pools: dict[str, list[Home]] = {"01": [], "02": []}
    for home in homes:
        if home[1]["hh_type"] in pools and len(home[2]) > 1:
            pools[home[1]["hh_type"]].append(home)
    for pool in pools.values():
        random.shuffle(pool)
    found: list[Home] = []
    for at, (category, risks, *_) in enumerate(_PLAN):
        pool = pools["02" if category == MARGINAL or (category == SUDDEN and at % 2) else "01"]
        used = [home[1]["village"] for home in found]
        best = min(range(len(pool)), key=lambda n: (-_fits(pool[n][2], risks), used.count(pool[n][1]["village"])))
        found.append(pool.pop(best))
    return found


def _fits(family: Sequence[Row], risks: str) -> int:
    """How many of the risks the family's members bear out."""
    people = [one for one in family if one["state"] != "03"]
    able = sum(one["labour"] in ("01", "02") for one in people)
    facts = {
        "01": any(one["health"] in ("02", "03") for one in people),
        "02": any(one.get("school_state") for one in people),
        "03": any(one["health"] == "04" for one in people), "07": any(one.get("work_place") for one in people),
        "08": 4 * able <= len(people) and any(one["labour"] not in ("04", "05") for one in people),
    }  # fmt: skip
    return sum(facts.get(risk, True) for risk in risks.split(","))


def _day(start: str, days: int) -> str:
    return (datetime.date.fromisoformat(start) + datetime.timedelta(days)).isoformat()


def _clue(random: Random, plan: tuple[str, ...], home: Home) -> Row:
    _, risks, applied, end, _ = plan
    found = _day(applied, -random.randint(1, 5))
    row = {
        "date": found, "village": home[1]["village"], "household": home[0], "source": random.choice(_SOURCES),
        "content": _CONTENT[risks[:2]], "reporter": random.choice(_PEOPLE), "accepted_on": found,
        "accepted_by": "示例经办人", "result": "01", "result_on": applied,
    }  # fmt: skip
    if end == "91":
        row |= {"result": "02", "result_on": _day(applied, 6), "reason": "核实后收入稳定", "told_on": _day(applied, 7)}
    return row


def _passes(random: Random, clue: int, applied: str) -> list[Row]:
    """The clue goes through the four levels within the day before the application."""
    day, hour = _day(applied, -1), 8
    rows = []
    for level in ("04", "01", "02", "03"):
        rows.append(
            {
                "clue": clue,
                "level": level,
                "person": random.choice(_PEOPLE),
                "at": f"{day} {hour:02d}:{random.choice('0135')}0",
            }
        )
        hour += random.randint(1, 3)
    return rows


def _steps(random: Random, plan: tuple[str, ...]) -> list[Row]:
    _, _, applied, end, proposed = plan
    last = {"40": "11", "98": "11", "99": "11", "91": "02"}.get(end, end if end < "20" else "11")
    rows, day, before = [], applied, None
    # Reviews of the township took a while at times; what runs now is on time, save for one application.
    waited = random.choice((0, 0, 1, 2, 7)) if applied < "2026-05" else 0
    for code, days in _COURSE:
        day = _day(day, days + (waited if code == "06" else 0))
        rows.append(_step(code, day, before))
        before = _STATE[code]
        if code == last:
            break
    if proposed:
        day = proposed
        for code, days in _ENDING:
            day = _day(day, days)
            rows.append(_step(code, day, before))
            before = _STATE[code]
            if code == end:
                break
    if end in ("40", "91", "98", "99"):
        day = _day(day, {"40": 60, "91": 4}.get(end, 180))
        said = {"40": "务工收入中断", "91": "核实后收入稳定", "98": "整户迁出本县", "99": "复核不符合条件"}[end]
        after = {"40": "11"}.get(end, end)
        rows.append({"step": end, "date": day, "opinion": said, "state_before": before, "state_after": after,
                     "document": "清退文件" if end == "99" else None,
                     "told_on": _day(day, 1) if end == "91" else None})  # fmt: skip
    return rows


def _step(code: str, day: str, before: str | None) -> Row:
    actor, document = _PAPERS[code]
    row: Row = {"step": code, "date": day, "actor": actor, "document": document, "state_before": before,
                "state_after": _STATE[code]}  # fmt: skip
    if code in ("05", "24"):
        row["until"] = _day(day, 4)
    if code in ("02", "22"):
        row["persons"] = 2
    if code in ("04", "23"):
        row |= {"persons": 21, "agreed": 20}
    if code in ("06", "25"):
        row["opinion"] = "同意"
    return row


def _episode(random: Random, plan: tuple[str, ...], home: Home, clue: int, done: Sequence[Row], at: int) -> Row:
    category, risks, applied, end, proposed = plan
    dates = {row["step"]: row["date"] for row in done}
    low = 7_000 if category != SUDDEN else 11_000
    row: Row = {
        "household": home[0], "category": category, "was_poor_hh": home[1]["hh_type"] == "01", "clue": clue,
        "applied_on": applied, "risks": risks, "recognised_on": dates.get("07"), "state": done[-1]["state_after"],
        "disaster_sub": "01" if "04" in risks else None, "other_remark": "家中无主要劳力" if "11" in risks else None,
        "accident_on": _day(applied, -20) if "05" in risks else None, "ident_insured": False, "ident_dropout": False,
        "ident_house": False, "ident_water": False, "ident_income_pc": (low + random.randrange(1500)) * FEN,
        "contact_name": random.choice(_PEOPLE), "contact_phone": mobile(8200 + at),
        "collector": _PEOPLE[at % len(_PEOPLE)], "collector_phone": mobile(8300 + at),
        "ident_self_paid": (86 + 3 * at) * 100 * FEN if "01" in risks.split(",") else None,
    }  # fmt: skip
    if "11" in dates:
        row["measures"] = ",".join(sorted({_ANSWER[risk] for risk in risks.split(",")}))
        row["dev_measure_state"] = "01" if {"06", "07"} & set(risks.split(",")) else "02"
    if proposed and "22" in dates:
        row |= _after(random)
    if end == "26":
        row |= {"eliminated": True, "eliminated_on": dates["26"], "elim_way": "01"}
    elif proposed and end != "40":
        row["elim_way"] = "01"
    if end in ("91", "98", "99"):
        row |= {"closed_on": done[-1]["date"], "closed_reason": done[-1]["opinion"]}
    return row


def _after(random: Random) -> Row:
    """The whole set after elimination; the sums add up."""
    wage, business, transfer = ((10_000 + random.randrange(25) * 1000), random.randrange(8) * 1000, 4_000)
    cost = business // 3 // 10 * 10
    net = wage + business + transfer - cost
    return {
        "elim_dropout": False, "elim_house": False, "elim_insured": False, "elim_water": False,
        "elim_wage": 3 * wage * FEN, "elim_business": 3 * business * FEN, "elim_property": 0,
        "elim_transfer": 3 * transfer * FEN, "elim_cost": 3 * cost * FEN, "elim_net": 3 * net * FEN,
        "elim_income_pc": net * FEN, "elim_claim": 0, "elim_self_paid": random.randrange(20) * 100 * FEN,
        "elim_removed": True, "elim_spending": True,
    }  # fmt: skip


def _others(random: Random, homes: Sequence[Home]) -> list[Row]:
    """Clues that led elsewhere, and those that wait; one of them longer than the limit allows."""
    rows = []
    for at, (days, result) in enumerate(
        ((400, "02"), (260, "02"), (90, "02"), (70, "03"), (30, "03"), (12, ""), (1, ""))
    ):
        home = random.choice(list(homes))
        day = _day(AS_OF.isoformat(), -days)
        row: Row = {
            "date": day, "village": home[1]["village"], "household": home[0], "source": _SOURCES[at],
            "content": random.choice(list(_CONTENT.values())), "reporter": random.choice(_PEOPLE),
        }  # fmt: skip
        if result:
            row |= {"accepted_on": day, "accepted_by": "示例经办人", "result": result, "result_on": _day(day, 5)}
        if result == "02":
            row |= {"reason": "收入高于监测线，刚性支出不大", "told_on": _day(day, 6)}
        rows.append(row)
    return rows
