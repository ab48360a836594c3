"""Plans and measures of the sample township: they answer the risks, but for the holes named here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any

from models import query
from models.query import Filter, Selection
from models.rules.visits import WEAK, homes
from models.sample_data import AS_OF, FEN, UNPLANNED

Add = Callable[[str, Iterable[dict[str, Any]]], list[int]]

WATCHED = (Filter("recognised_on", "filled"), Filter("state", "not in", ["30", "91", "98", "99"]))
HOLES = (1, 4)
"""The second and the fifth watched household (in order of entry) lack the measure against their last risk."""
OTHERS = 10
"""So many weak households that are not watched have a plan as well."""

# 类别、措施、内容、每年预期增收（元）
_WORDS: dict[str, tuple[str, str, int]] = {
    "100A39": ("3905", "发放产业奖补，扩种茶叶 2 亩", 3000),
    "100A40": ("4005", "推荐到乡帮扶车间就业", 12000),
    "100A42": ("4201", "安置为村保洁员", 6000),
    "100A45": ("4504", "办理医疗救助，家庭医生每月上门", 0),
    "100A46": ("4603", "落实两免一补", 0),
    "100A47": ("4702", "申请助学金", 0),
    "100A45 4501": ("4501", "代缴居民医保个人缴费补贴", 0),
    "100A48 4801": ("4801", "纳入农村低保", 0),
    "100A48": ("4805", "办理临时救助", 0),
    "100A50": ("5001", "申报危房改造", 0),
    "100A51": ("5101", "更换老旧水管，接通集中供水", 0),
    "100A52": ("5201", "帮扶单位结对，逢节慰问", 0),
}
_FIRST = {
    "01": "100A45", "02": "100A47", "03": "100A48", "04": "100A48", "05": "100A52", "06": "100A39", "07": "100A40",
    "08": "100A48", "09": "100A50", "10": "100A51", "11": "100A52",
}  # fmt: skip
"""Risk → the group by which the township answers it first."""
_GOALS = ("年内稳定增收，消除返贫风险", "保障看病就学，家庭收入不下降", "住房饮水安全，生活有着落")
_UNITS = ("示例县农业农村局", "青禾乡人民政府", "示例县税务局")


def _measure(random: Random, group: str, made: datetime.date, who: str) -> dict[str, Any]:
    kind, content, gain = _WORDS[group]
    end = made + datetime.timedelta(120 + random.randrange(120))
    status = random.choice(("01", "02", "02", "03", "03"))
    row: dict[str, Any] = {
        "group": group.split()[0], "kind": kind, "content": content, "responsible_unit": random.choice(_UNITS),
        "responsible_person": who, "planned_start": made.isoformat(), "planned_end": end.isoformat(), "status": status,
    }  # fmt: skip
    if gain:
        row["expected_gain"] = gain * FEN
    if status == "03":
        done = min(AS_OF, made + datetime.timedelta(20 + random.randrange(60)))
        row |= {"done_on": done.isoformat(), "evidence": "照片、发放表"}
    return row


def _groups(risks: Sequence[str], at: int) -> list[str]:
    """The groups of measures against these risks, something that earns money besides."""
    answered = risks[:-1] if at in HOLES else risks
    return list(dict.fromkeys([*(_FIRST[one] for one in answered), "100A39"]))


def _insured(since: str) -> bool:
    """Whether a household was recognised in the last season in which insurance was paid."""
    return "2025-09" <= since[:7] <= "2026-02"


def _watched() -> list[tuple[int, int, str, str]]:
    """(episode, household, risks, day of recognition) of those that are open, in order of entry."""
    paths = ("household", "risks", "recognised_on")
    chosen = Selection("episode", filters=WATCHED).where("risks", "filled")
    found = dict(query.each(chosen, paths, raw=True))
    return [(id, *found[id]) for id in sorted(found)]


def write(add: Add, random: Random) -> None:
    """Write plans and measures through ``add``, for what is watched in the open file and some weak households."""
    watched = _watched()
    helpers = {id: row[0] for id, row in query.each(Selection("household"), ("helper",))}
    poor = {
        home for _, (home,) in query.each(Selection("member").where("dibao", "in", ["01"]), ("household",), raw=True)
    }
    plans: list[dict[str, Any]] = []
    groups: list[list[str]] = []
    for at, (episode, home, risks, since) in enumerate(watched):
        if at == UNPLANNED:
            continue
        made = min(AS_OF, datetime.date.fromisoformat((since + "-01")[:10]) + datetime.timedelta(6))
        plans.append({"household": home, "episode": episode, "made_on": made.isoformat()})
        groups.append(
            _groups(risks.split(","), at) + ["100A48 4801"] * (home in poor) + ["100A45 4501"] * _insured(since)
        )
    under = {one[1] for one in watched}
    weak = [id for id, home in sorted(homes().items()) if WEAK in home.classes and id not in under]
    for id in weak[:: max(1, len(weak) // OTHERS)][:OTHERS]:
        made = datetime.date(2026, 1, 10) + datetime.timedelta(random.randrange(60))
        plans.append({"household": id, "made_on": made.isoformat()})
        groups.append(["100A48", random.choice(("100A39", "100A45", "100A52"))])
    for plan in plans:
        plan |= {
            "goal": random.choice(_GOALS), "author": helpers.get(plan["household"]) or "苏明远", "signed": True,
            "helper_signed": True,
        }  # fmt: skip
    ids = add("assist_plan", plans)
    add(
        "measure",
        [
            _measure(random, group, datetime.date.fromisoformat(plan["made_on"]), plan["author"])
            | {"household": plan["household"], "episode": plan.get("episode"), "plan": id}
            for id, plan, own in zip(ids, plans, groups, strict=True)
            for group in own
        ],
    )
