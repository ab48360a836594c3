"""Who may have the aid of 雨露计划 (domain.md §8.5): vocational students of a 脱贫户 or a household being watched."""

from collections.abc import Sequence

from models.checking import keyed, of_linked
from models.codes import code_list
from models.ledger import ledger
from models.ledgers.households._people import settle
from models.ledgers.households.household import Household
from models.record import Draft

PAID, PAUSED, REFUSED = "03", "04", "05"
CLOSED = (PAUSED, REFUSED)
POOR = ("01", "03")


def at_school(drafts: Sequence[Draft]) -> None:
    """The student is found among the members, and is in vocational school."""
    states = code_list("school_state")
    for draft, who in zip(drafts, settle(drafts, "student"), strict=True):
        if who.id is None or draft.values["status"] in CLOSED:
            continue
        at = states.get(who.school_state) if who.school_state is not None else None
        if at is None:
            draft.warn("家庭成员里没有登记在校生状况，请核对是否在中职、高职就读", "student")
        elif not at.extra.get("vocational"):
            draft.error(f"是“{at.label}”，不是中职、高职或技师学院学生，不在雨露计划内", "member")
        elif draft.values["level"] and at.extra["stage"] not in _stages(draft.values["level"]):
            draft.warn(f"就读层次与家庭成员里的“{at.label}”不符", "level")


def entitled(drafts: Sequence[Draft]) -> None:
    """Of a 脱贫户, or of a household still watched when the term began (a local rule): else told of."""
    types = of_linked(drafts, "household", Household, Household.hh_type)
    episode = ledger("episode").model
    watched: dict[int, list[str | None]] = {}
    homes = {draft.values["household"] for draft in drafts}
    for home, gone in keyed(episode, episode.household, homes, episode.eliminated_on):
        watched.setdefault(home, []).append(gone)
    for draft in drafts:
        home, year = draft.values["household"], draft.values["year"]
        if home is None or year is None or types.get(home) in POOR or draft.values["status"] in CLOSED:
            continue
        begun = f"{year}-09" if draft.values["term"] == "02" else f"{year + 1}-03"
        if home not in watched:
            draft.warn("这一户不是脱贫户，也没有纳入过监测，请核对", "household")
        elif all(gone is not None and gone[:7] < begun for gone in watched[home]):
            draft.warn(f"这一户的风险在 {begun} 开学以前已消除，请核对能否再享受", "household")


def _stages(level: str) -> Sequence[str]:
    one = code_list("yulu_level").get(level)
    return one.extra["stage"] if one else ()
