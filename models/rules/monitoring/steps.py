"""The steps of an episode as data: from which state to which, what is asked, until when (domain.md §3.4–3.6)."""

from __future__ import annotations

from dataclasses import dataclass

from models.codes import code_list

CLUE = ""
"""The state before an episode exists."""
OPEN_RECOGNITION = ("01", "02", "03", "04", "05", "06", "12")
HELPED = ("07", "08", "09", "10", "11")
ENDING = ("21", "22", "23", "24", "25")
ELIMINATED = "30"


@dataclass(frozen=True)
class Limit:
    """A step's time limit: ``norm`` days after ``since`` (the last of these steps)."""

    norm: str
    since: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True)
class Step:
    """One transition.

    ``after`` states it may follow · ``to`` the state it leads to · ``button`` what the button says · ``actor`` and
    ``document`` usual ones · ``asks`` fields of its form, those of the episode as "episode.field" · ``needs`` those
    that may not be blank · ``published`` whether it lasts from 日期 to 公示结束 · ``aside`` offered in the menu, not as
    the next step.
    """

    code: str
    after: tuple[str, ...]
    to: str
    button: str
    actor: str = ""
    document: str = ""
    asks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    limit: Limit | None = None
    published: bool = False
    aside: bool = False

    @property
    def title(self) -> str:
        """Its name."""
        return code_list("episode_step").label(self.code)

    @property
    def identifier(self) -> str:
        """Its name on the command line."""
        one = code_list("episode_step").get(self.code)
        return str(one.extra["identifier"]) if one else self.code


TOTAL = Limit("limit.total_days", ("01",), "limit.total_unit")
SIGNED = ("actor", "document")
AFTER_SET = (
    *("episode.elim_dropout", "episode.elim_house", "episode.elim_insured", "episode.elim_water"),
    *("episode.elim_wage", "episode.elim_business", "episode.elim_property", "episode.elim_transfer"),
    *("episode.elim_cost", "episode.elim_net", "episode.elim_income_pc"),
    *("episode.elim_claim", "episode.elim_self_paid"),
)
FOUR_QUESTIONS = ("episode.ident_dropout", "episode.ident_house", "episode.ident_water", "episode.ident_insured")

STEPS: tuple[Step, ...] = (
    Step(
        "01",
        (CLUE,),
        "01",
        "登记农户申请和授权",
        "农户",
        "监测对象申请及承诺授权查询书",
        asks=(*SIGNED, "episode.category", "episode.risks"),
        needs=("episode.category", "episode.risks"),
    ),
    Step(
        "02",
        ("01", "12"),
        "02",
        "登记入户核实",
        "乡镇和村干部",
        "防止返贫监测对象信息采集表",
        asks=("persons", *SIGNED, *FOUR_QUESTIONS, "episode.ident_income_pc", "opinion"),
        needs=("persons", *FOUR_QUESTIONS),
        limit=Limit("limit.verify_days", ("01", "12")),
    ),
    Step(
        "03",
        ("02",),
        "03",
        "登记信息比对结果",
        "县级有关部门",
        "信息比对结果",
        asks=(*SIGNED, "opinion"),
        needs=("opinion",),
        limit=Limit("limit.compare_days", ("01", "12")),
    ),
    Step(
        "04",
        ("03",),
        "04",
        "登记民主评议",
        "村民代表、第一书记、村“两委”",
        "评议会议记录、签到册",
        asks=("persons", "agreed", *SIGNED, "opinion"),
        needs=("persons", "agreed"),
        limit=Limit("limit.deliberate_days", ("02", "03")),
    ),
    Step(
        "05",
        ("04",),
        "05",
        "登记村内公示",
        "村委会",
        "公示名单、起止照片",
        asks=("until", *SIGNED),
        needs=("until",),
        published=True,
    ),
    Step(
        "06",
        ("05",),
        "06",
        "登记乡镇审核",
        "乡镇人民政府",
        "审核意见",
        asks=(*SIGNED, "doc_no", "opinion"),
        needs=("opinion",),
        limit=TOTAL,
    ),
    Step(
        "07",
        ("06",),
        "07",
        "登记县级审定",
        "县级主管部门",
        "审定批复",
        asks=("doc_no", *SIGNED, "episode.category", "opinion"),
        needs=("episode.category",),
        limit=TOTAL,
    ),
    Step("08", ("07",), "08", "登记公告", "乡镇人民政府（在村内）", "公告和照片", asks=SIGNED, limit=TOTAL),
    Step("09", ("08",), "09", "登记系统录入", "乡镇组织村里录入", "全国系统记录", asks=("actor",)),
    Step(
        "10",
        ("09",),
        "10",
        "登记帮扶计划",
        "帮扶责任人",
        "一户一策帮扶计划（户主签字）",
        asks=(*SIGNED, "episode.contact_name", "episode.contact_phone"),
        needs=("episode.contact_name",),
        limit=Limit("limit.plan_days", ("07",)),
    ),
    Step("11", ("10",), "11", "登记开始帮扶", "帮扶责任人", asks=("actor", "episode.dev_measure_state")),
    Step(
        "21",
        ("11",),
        "21",
        "提出消除风险",
        "村、帮扶责任人",
        "风险消除申请",
        asks=("episode.elim_way", *SIGNED, "opinion", "episode.elim_note"),
        needs=("episode.elim_way",),
    ),
    Step(
        "22",
        ("21",),
        "22",
        "登记消除入户核实",
        "乡镇和村干部",
        "风险消除信息采集表",
        asks=(
            *("persons", *SIGNED, *AFTER_SET, "episode.elim_removed", "episode.elim_spending"),
            *("episode.contact_name", "episode.contact_phone", "episode.elim_note"),
        ),
        needs=(
            *("persons", *AFTER_SET, "episode.elim_removed", "episode.elim_spending"),
            *("episode.contact_name", "episode.contact_phone"),
        ),
    ),
    Step(
        "23",
        ("22",),
        "23",
        "登记消除民主评议",
        "村民代表、第一书记、村“两委”",
        "评议会议记录、签到册",
        asks=("persons", "agreed", *SIGNED, "opinion"),
        needs=("persons", "agreed"),
    ),
    Step(
        "24",
        ("23",),
        "24",
        "登记消除公示",
        "村委会",
        "公示名单、起止照片",
        asks=("until", *SIGNED),
        needs=("until",),
        published=True,
    ),
    Step(
        "25",
        ("24",),
        "25",
        "登记消除乡镇审核",
        "乡镇人民政府",
        "审核意见",
        asks=(*SIGNED, "opinion"),
        needs=("opinion",),
    ),
    Step(
        "26",
        ("25",),
        ELIMINATED,
        "登记消除审定和公告，标注风险消除",
        "县级主管部门",
        "审定批复、公告",
        asks=("doc_no", *SIGNED, "episode.elim_note"),
    ),
    Step(
        "12",
        ("05",),
        "12",
        "公示有异议，重新核实",
        asks=("actor", "opinion", "document"),
        needs=("opinion",),
        aside=True,
    ),
    Step(
        "91",
        OPEN_RECOGNITION,
        "91",
        "不予纳入",
        asks=("opinion", "told_on", "actor"),
        needs=("opinion", "told_on"),
        aside=True,
    ),
    Step("27", ENDING, "11", "不予消除，继续帮扶", asks=("opinion", "actor"), needs=("opinion",), aside=True),
    Step(
        "40",
        (ELIMINATED,),
        "11",
        "风险消除回退，继续帮扶",
        asks=("opinion", "document", "actor"),
        needs=("opinion",),
        aside=True,
    ),
    Step(
        "98",
        (*OPEN_RECOGNITION, *HELPED, *ENDING, ELIMINATED),
        "98",
        "整户自然减少，终止监测",
        asks=("opinion", "document", "actor"),
        needs=("opinion",),
        aside=True,
    ),
    Step(
        "99",
        (*OPEN_RECOGNITION, *HELPED, *ENDING, ELIMINATED),
        "99",
        "误识别，清退",
        asks=("opinion", "document", "doc_no", "actor"),
        needs=("opinion", "document"),
        aside=True,
    ),
)
BY_CODE = {one.code: one for one in STEPS}
CHAIN = tuple(one for one in STEPS if not one.aside)
_RANK = {one.to: at for at, one in enumerate(CHAIN)} | {"12": 0}


def step_of(name: str) -> Step:
    """A step by its code, identifier or Chinese name. Raises KeyError with a sentence."""
    code = name if name in BY_CODE else code_list("episode_step").find(name)
    if code is None:
        code = next((one.code for one in STEPS if one.identifier == name), None)
    if code is None:
        known = "、".join(f"{one.identifier}（{one.title}）" for one in STEPS)
        raise KeyError(f"没有名为“{name}”的步骤；可用的有：{known}")
    return BY_CODE[code]


def next_step(state: str) -> Step | None:
    """The one step that comes next in the ordinary course; None when the episode is over."""
    return next((one for one in CHAIN if state in one.after), None)


def asides(state: str) -> list[Step]:
    """What else may happen in this state."""
    return [one for one in STEPS if one.aside and state in one.after]


def rank(state: str) -> int:
    """How many steps of the chain lie behind a state; -1 before the first."""
    return _RANK.get(state, -1)
