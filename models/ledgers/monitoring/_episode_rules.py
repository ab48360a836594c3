"""What must hold of episodes (domain.md §3.1–3.3, §17.4): their state, risks, category, and one open per household."""

from collections.abc import Iterator, Sequence
from typing import Any

from peewee import Case, fn

from models.checking import keyed, mine, of_linked
from models.codes import code_list
from models.days import earlier
from models.kinds import Problem
from models.ledgers.households.household import Household
from models.record import Draft, Values

ELIMINATED, ASSISTING, APPLIED = "30", "11", "01"
CLOSED = ("91", "98", "99")
UNSTABLE, MARGINAL = "100A03001", "100A03002"
DISASTER, OTHER = "04", "11"


def main_risk(model: Any) -> Any:
    """SQL for the first of the risks."""
    return fn.SUBSTR(model.risks, 1, 2)


def gone_on(model: Any) -> Any:
    """SQL for the day since which a household is watched no more: far ahead while it is, long ago if unknown."""
    over = fn.COALESCE(model.eliminated_on, "0001")
    closed = fn.COALESCE(model.closed_on, "0001")
    mistaken = (model.state == "99", "0001")
    return Case(None, (mistaken, (model.eliminated == True, over), (model.state.in_(CLOSED), closed)), "9999")  # noqa: E712


def complete_state(values: Values) -> None:
    """The state follows from whether the risk is gone, unless the episode was closed otherwise."""
    if values.get("eliminated") is None and values.get("eliminated_on") and values.get("elim_way"):
        values["eliminated"] = True
    state = values.get("state")
    if state in CLOSED:
        return
    if values.get("eliminated"):
        values["state"] = ELIMINATED
    elif state == ELIMINATED or state is None:
        values["state"] = ASSISTING if values.get("recognised_on") else APPLIED


def risk_problems(values: Values) -> Iterator[Problem]:
    """Risks with what they have to say; a category of the right kind of household."""
    risks = (values["risks"] or "").split(",")
    if not values["risks"]:
        yield Problem("致贫返贫风险没有填", "risks", "warn")
    if DISASTER in risks and not values["disaster_sub"]:
        yield Problem("风险里有“因自然灾害”，要填灾害子项", "disaster_sub", "warn")
    if OTHER in risks and not values["other_remark"]:
        yield Problem("风险里有“其他”，要写明其他备注", "other_remark", "warn")
    if values["category"] == UNSTABLE and values["was_poor_hh"] is False:
        yield Problem("脱贫不稳定户应当是脱贫户", "category")
    if values["category"] == MARGINAL and values["was_poor_hh"]:
        yield Problem("边缘易致贫户应当是一般农户，不是脱贫户", "category")


def is_open(values: Values) -> bool:
    """Whether the household is being watched, or on the way there."""
    return not values["eliminated"] and values["state"] not in CLOSED


def fits_household(drafts: Sequence[Draft]) -> None:
    """The category is one for the type of the household."""
    types = of_linked(drafts, "household", Household, Household.hh_type)
    for draft in drafts:
        _fits(draft, types.get(draft.values["household"]))


def _fits(draft: Draft, hh_type: str | None) -> None:
    code = next((one for one in code_list("monitor_category").codes if one.code == draft.values["category"]), None)
    allowed = code.extra.get("hh_types") if code is not None else None
    # 脱贫不享受政策户 is not told apart by every office: only the two plain types contradict.
    if code is None or not allowed or hh_type not in ("01", "02") or hh_type in allowed:
        return
    if draft.changed is None or "category" in draft.changed:
        draft.error(f"这一户的户类型是“{code_list('hh_type').label(hh_type)}”，不能是{code.label}", "category")


def one_open(drafts: Sequence[Draft]) -> None:
    """One open episode per household, numbered in order and after the last one."""
    if not drafts:
        return
    model, own = drafts[0].ledger.model, mine(drafts)
    names = ("id", "episode_no", "recognised_on", "eliminated", "eliminated_on", "state")
    columns = [getattr(model, name) for name in names]
    stored: dict[int, list[Values]] = {}
    for home, *row in keyed(model, model.household, {d.values["household"] for d in drafts}, *columns):
        stored.setdefault(home, []).append(dict(zip(names, row, strict=True)))
    for draft in drafts:
        others = [one for one in stored.get(draft.values["household"], []) if one["id"] not in own]
        _number(draft, others)
        _alone(draft, others)
        stored.setdefault(draft.values["household"], []).append({**draft.values, "id": None})


def _number(draft: Draft, others: Sequence[Values]) -> None:
    if draft.values["episode_no"] is None and draft.values["household"] is not None:
        draft.put("episode_no", max((one["episode_no"] or 0 for one in others), default=0) + 1)
    elif any(one["episode_no"] == draft.values["episode_no"] for one in others):
        draft.error(f"这一户已有第 {draft.values['episode_no']} 批的监测记录", "episode_no")


def _alone(draft: Draft, others: Sequence[Values]) -> None:
    values = draft.values
    if not is_open(values):
        return
    if any(is_open(one) for one in others):
        draft.error("这一户还有一次没有消除的监测，不能重复纳入", "household")
    last = max((one["eliminated_on"] for one in others if one["eliminated_on"]), default=None)
    if last and values["recognised_on"] and earlier(values["recognised_on"], last):
        draft.warn(f"识别时间早于上一次消除的时间 {last}，请核对", "recognised_on")
