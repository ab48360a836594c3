"""Forty projects of three years with villages, quantities, fund lines and payments, over all stages."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from random import Random
from typing import Any

from models.sample_data import AS_OF, FEN, WAN, mobile
from models.sample_data.villages import VILLAGES

# 名称、子类型、建设项、单位、单价（万元）、数量范围
_PLANS: tuple[tuple[str, str, str, str, float, tuple[int, int]], ...] = (
    ("产业路建设项目", "P10303", "水泥产业路", "公里", 42, (1, 4)),
    ("高山茶叶基地项目", "P10101", "标准化茶园", "亩", 0.32, (150, 500)),
    ("生态养殖示范项目", "P10102", "养殖圈舍", "平方米", 0.06, (600, 1500)),
    ("山坪塘整治项目", "P10301", "山坪塘", "座", 13, (2, 6)),
    ("冷链仓储项目", "P10201", "冷库", "立方米", 0.09, (600, 1600)),
    ("农产品加工车间项目", "P10202", "加工车间", "平方米", 0.14, (400, 1100)),
    ("光伏电站项目", "P10106", "光伏板", "千瓦", 0.36, (100, 300)),
    ("帮扶车间建设项目", "P20201", "帮扶车间", "平方米", 0.1, (300, 800)),
    ("农村供水保障项目", "P30103", "供水管网", "公里", 9.5, (4, 12)),
    ("入户道路硬化项目", "P30102", "入户道路", "公里", 36, (1, 5)),
    ("卫生厕所改造项目", "P30201", "卫生厕所", "座", 0.35, (40, 120)),
    ("污水治理项目", "P30202", "污水管网", "公里", 24, (1, 5)),
    ("太阳能路灯项目", "P30304", "太阳能路灯", "盏", 0.36, (60, 180)),
    ("村卫生室标准化项目", "P30302", "业务用房", "平方米", 0.22, (120, 260)),
)
_STAGES = {
    2024: ("12", "12", "11", "11", "10", "10", "09", "09", "09", "08", "12", "10", "99", "09"),
    2025: ("09", "09", "08", "08", "08", "07", "07", "07", "10", "07", "06", "06", "08", "09", "05"),
    2026: ("01", "02", "02", "03", "04", "05", "06", "07", "07", "03", "06"),
}
_FIRMS = ("示例县青禾建筑有限公司", "示例县山水市政工程有限公司", "青禾乡云岭劳务合作社", "示例县绿野农业发展有限公司")
_OFFICES = ("县农业农村局", "县交通运输局", "县水利局", "县乡村振兴服务中心", "县住房城乡建设委")


@dataclass
class Plan:
    """One project with its details; ``funds`` pairs a fund line with its payments."""

    project: dict[str, Any]
    villages: list[int] = field(default_factory=list)
    quantities: list[dict[str, Any]] = field(default_factory=list)
    funds: list[tuple[dict[str, Any], list[dict[str, Any]]]] = field(default_factory=list)


def plans(random: Random, villages: list[int]) -> list[Plan]:
    """All projects, year by year."""
    made = []
    for year, stages in _STAGES.items():
        order = random.sample(_PLANS, len(_PLANS)) * 2
        for at, stage in enumerate(stages):
            made.append(_plan(random, year, at + 1, stage, order[at], villages))
    return made


def _plan(random: Random, year: int, number: int, stage: str, what: tuple[Any, ...], villages: list[int]) -> Plan:
    name, category, item, unit, price, (low, high) = what
    where = sorted(random.sample(range(len(VILLAGES)), 1 if random.random() < 0.7 else random.randint(2, 3)))
    quantity = random.randint(low, high)
    total = round(quantity * price * random.uniform(0.9, 1.1) * 10) * WAN // 10
    households = random.randint(30, 180) * len(where)
    place = VILLAGES[where[0]][0] if len(where) == 1 else VILLAGES[where[0]][0] + "等村"
    project: dict[str, Any] = {
        "code": f"SL{year}{number:03d}", "name": f"{year}年{place}{name}", "year": year, "cat3": category,
        "nature": random.choice(("01", "01", "01", "03")), "to_household": category == "P30201",
        "places": "、".join(VILLAGES[at][0] for at in where), "content": f"建设{item}{quantity}{unit}及配套设施",
        "quantity": quantity * 1000, "quantity_unit": unit, "budget_total": total, "stage": stage,
        "benefit_villages": len(where), "benefit_hh": households, "benefit_persons": households * 36 // 10,
        "benefit_poor_hh": households // 3, "benefit_poor_persons": households * 11 // 10,
        "benefit_mon_hh": households // 25, "benefit_mon_persons": households // 9,
        "linkage": random.choice(("02", "01,02", "03", "03,04")) if category.startswith(("P1", "P2")) else None,
        "targets": f"建成{item}{quantity}{unit}，受益{households}户，群众满意度95%以上",
        "unit_resp": random.choice(_OFFICES), "unit_impl": "青禾乡人民政府", "unit_super": "县乡村振兴服务中心",
        "person": random.choice(("苏明远", "田景和", "冉启文", "向立群")), "phone": mobile(8000 + year + number),
    }  # fmt: skip
    _dates(random, project)
    plan = Plan(project, [villages[at] for at in where])
    part = total * 85 // 100
    plan.quantities = [
        {"item": item, "quantity": quantity * 1000, "unit": unit, "cost": part},
        {"item": "配套设施及前期工作", "quantity": 1000, "unit": "项", "cost": total - part},
    ]
    plan.funds = _funds(random, project)
    return plan


def _dates(random: Random, project: dict[str, Any]) -> None:
    """Planned dates; real ones as far as the stage has come, none later than the sample's day."""
    stage, start = project["stage"], datetime.date(project["year"], random.randint(2, 4), random.randint(1, 28))
    end = start + datetime.timedelta(random.randint(100, 240))
    project |= {"start_plan": start.isoformat(), "end_plan": end.isoformat()}
    project["progress"] = 0
    if stage in ("01", "02", "03", "04", "05", "99"):
        return
    begun = start + datetime.timedelta(random.randint(0, 40))
    project |= {"start_real": begun.isoformat(), "contract_amount": project["budget_total"] * 97 // 100}
    project["progress"] = {"06": 1000, "07": random.randint(20, 85) * 100}.get(stage, 10000)
    if stage in ("06", "07"):
        return
    done = min(end + datetime.timedelta(random.randint(-20, 30)), AS_OF - datetime.timedelta(20))
    project["end_real"] = max(done, begun).isoformat()
    if stage != "08":
        project["accepted_on"] = min(max(done, begun) + datetime.timedelta(15), AS_OF).isoformat()
    if stage in ("10", "11", "12"):
        project["settled_amount"] = project["budget_total"] * random.randint(94, 97) // 100


def _funds(random: Random, project: dict[str, Any]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    year, stage, total = project["year"], project["stage"], project["budget_total"]
    sources = [("F1", 100)] if random.random() < 0.4 else [("F1", 60), ("F2", 40)]
    if random.random() < 0.3:
        sources = [(code, share * 80 // 100) for code, share in sources] + [(random.choice(("F4", "F6", "F13")), 20)]
    lines, left = [], total
    for at, (code, share) in enumerate(sources):
        amount = left if at == len(sources) - 1 else total * share // 100 // WAN * WAN
        left -= amount
        handed = stage not in ("01", "02", "99")
        day = datetime.date(year, 1 + at, random.randint(5, 25))
        line = {
            "source": code, "amount": amount, "task": "01" if code == "F1" else None,
            "doc_no": f"示例财农〔{year}〕{random.randint(1, 60)}号" if handed else None,
            "received_on": day.isoformat() if handed else None,
        }  # fmt: skip
        lines.append((line, _payments(random, project, amount, day)))
    return lines


def _payments(random: Random, project: dict[str, Any], amount: int, since: datetime.date) -> list[dict[str, Any]]:
    shares = {"06": (30,), "07": (30, 25), "08": (30, 30, 20), "09": (30, 30, 30)}.get(project["stage"], ())
    if project["stage"] in ("10", "11", "12"):
        shares = (30, 30, 33)
    first = max(since, datetime.date.fromisoformat(project.get("start_real", since.isoformat())))
    rows = []
    for at, share in enumerate(shares):
        day = min(first + datetime.timedelta(12 + 50 * at), AS_OF)
        rows.append(
            {
                "date": day.isoformat(), "amount": amount * share // 100 // FEN * FEN, "payee": random.choice(_FIRMS),
                "voucher_no": f"付{project['code']}{random.randint(100, 999)}",
                "purpose": ("预付款", "进度款", "验收款")[at],
            }
        )  # fmt: skip
    return rows


def steps(project: dict[str, Any]) -> list[dict[str, Any]]:
    """Values of ledger ``project_step``: what the dates of a project say of its stages; planned where still to come."""
    stage, year = project["stage"], project["year"]
    if stage == "99":
        return [{"stage": "01", "done_on": f"{year - 1}-09-10"}, {"stage": "99", "done_on": f"{year}-05-20"}]
    begun = project.get("start_real")
    days = {
        "01": f"{year - 1}-09-10", "02": f"{year - 1}-10-20", "03": f"{year}-01-04", "04": f"{year}-01-20",
        "05": f"{year}-01-31", "06": begun, "07": begun, "08": project.get("end_real"),
        "09": project.get("accepted_on"),
        "10": project.get("accepted_on"), "11": project.get("accepted_on"), "12": project.get("accepted_on"),
    }  # fmt: skip
    plans = {"06": project["start_plan"], "08": project["end_plan"]}
    return [
        {"stage": code, "planned_on": plans.get(code), "done_on": day if code <= stage else None}
        for code, day in days.items()
        if (code <= stage and day) or code in plans
    ]


def progress(project: dict[str, Any]) -> list[dict[str, Any]]:
    """Values of ledger ``project_progress``: month by month up to what the project has come to."""
    if project["stage"] not in ("06", "07"):
        return []
    begun, now = datetime.date.fromisoformat(project["start_real"]), project["progress"]
    months = []
    while (begun.year, begun.month) <= (AS_OF.year, AS_OF.month):
        months.append(f"{begun:%Y-%m}")
        begun = (begun.replace(day=1) + datetime.timedelta(32)).replace(day=1)
    return [
        {"month": month, "percent": now * (at + 1) // len(months), "text": "按计划施工"}
        for at, month in enumerate(months)
    ]


def targets(project: dict[str, Any]) -> list[dict[str, Any]]:
    """Values of ledger ``project_target``."""
    done = project["stage"] >= "09" and project["stage"] != "99"
    rows = (
        ("0101", f"建设{project['content'][2:6]}数量", "01", project["quantity"] // 10, project["quantity_unit"]),
        ("0103", "按期完成率", "01", 10_000, "%"),
        ("0301", "群众满意度", "01", 9_500, "%"),
    )
    return [
        {"level2": level, "text": text, "operator": sign, "value": value, "unit": unit,
         "actual": max(value, 9_600 if level == "0301" else value) if done else None}
        for level, text, sign, value, unit in rows
    ]  # fmt: skip


def notices(project: dict[str, Any]) -> list[dict[str, Any]]:
    """Values of ledger ``notice``: before the start, and after acceptance."""
    year, stage = project["year"], project["stage"]
    rows = []
    if "03" <= stage < "99":
        rows.append(("04", f"{year}-01-06", f"{year}-01-16"))
    if project.get("accepted_on") and project["accepted_on"] < "2026-06-10":
        first = datetime.date.fromisoformat(project["accepted_on"])
        rows.append(("05", first.isoformat(), (first + datetime.timedelta(10)).isoformat()))
    return [
        {"kind": "01", "subject": subject, "level": "03", "title": f"{project['name']}公示", "place": "村务公开栏",
         "first": first, "last": last, "photo_start": True, "photo_end": True, "result": "无异议"}
        for subject, first, last in rows
    ]  # fmt: skip


def changes(project: dict[str, Any]) -> list[dict[str, Any]]:
    """Values of ledger ``project_change``: what was put off or enlarged with approval, and what was given up."""
    year, number = project["year"], int(project["code"][-2:])
    doc = f"示例乡振〔{year}〕{number + 20}号"
    if project["stage"] == "99":
        return [
            {"date": f"{year}-05-20", "kind": "07", "before": "招标", "after": "终止", "doc_no": doc,
             "reason": "选址与新划定的生态保护范围重叠，无法实施", "approver": _OFFICES[3]}
        ]  # fmt: skip
    if project["stage"] not in ("07", "08", "09") or number % 3:
        return []
    kind, before, after, reason = (
        ("04", "计划工期不变", "完工时间顺延30天", "连续降雨，路基不能施工"),
        ("01", "原建设内容", "增设排水沟120米", "现场核实排水不足"),
        ("05", "原施工队伍", "青禾乡云岭劳务合作社", "原队伍人手不够，重新比选"),
    )[number // 3 % 3]
    return [
        {"date": f"{year}-05-12", "kind": kind, "before": before, "after": after, "reason": reason, "doc_no": doc,
         "approver": _OFFICES[3]}
    ]  # fmt: skip


def linkages(random: Random, project: dict[str, Any], homes: list[int]) -> list[dict[str, Any]]:
    """Values of ledger ``linkage``: some households by name, the others as a number, as villages really send it.

    ``homes``: households of the project's villages.
    """
    ways, stage = (project["linkage"] or "").split(","), project["stage"]
    if not ways[0] or stage < "06" or stage == "99":
        return []
    year, rows = project["year"], []
    for way in ways:
        chosen = random.sample(homes, min(len(homes), random.randint(3, 6)))
        rows += [
            {"way": way, "household": home, "year": year, "amount": random.randint(8, 60) * 100 * FEN,
             "contract_no": f"协{project['code'][2:]}-{way}{at:02d}"}
            for at, home in enumerate(chosen, 1)
        ]  # fmt: skip
        others = random.randint(8, 30)
        rows.append({"way": way, "households": others, "poor_households": others // 3, "year": year,
                     "amount": others * random.randint(5, 20) * 100 * FEN, "remark": "没有逐户登记的"})  # fmt: skip
    return rows
