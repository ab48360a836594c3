"""The written summary of a half or whole year (R25): sentences whose every number is counted out of the ledgers.

A sentence without a record behind its first number is left out; nothing is said that the ledgers do not show.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from models import clock, query
from models.codes import reword
from models.ledger import ledger
from models.query import Selection
from models.reports import wording
from models.reports.figures.base import percent, rounded
from models.reports.figures.team import days_in_post
from models.reports.places import VILLAGE
from models.reports.returns.base import Cell, Head, Paragraph, ReturnLetter, ReturnTable, Row, Said, Scope, figure
from models.reports.returns.base import report as returned
from models.reports.returns.period import HALF, YEAR

HOME = "household.village"
NUMBERS = "一二三四五六七八九"
DONE = "03"
WAN = 1_000_000
"""分 in 万元."""
LEDGERS = (
    "episode", "clue", "visit", "task", "project", "fund_line", "payment", "work_record", "post", "loan", "yulu",
    "sale", "ce_entry", "distribution", "team_member", "attendance", "worklog", "spotcheck", "meeting", "decision",
    "match", "donation", "issue", "problem", "exchange_visit", "yard", "point_entry", "redeem", "dispute", "activity",
    "honor", "open_decision", "bulletin", "media", "training",
)  # fmt: skip

Pieces = Sequence[str | Said]


def count(label: str, unit: str, selection: Selection) -> Said:
    """How many records."""
    return Said(label, figure(query.count(selection), selection), unit)


def different(label: str, unit: str, selection: Selection, path: str) -> Said:
    """How many different things at ``path``."""
    found = _keys(selection, path)
    return Said(label, figure(len(found), selection), unit)


def _keys(selection: Selection, path: str) -> list[Any]:
    return [one.key[0] for one in query.groups(selection, (path,)) if one.key[0] not in (None, "")]


def people(label: str, selection: Selection) -> Said:
    """People of the different households, from their registered number."""
    homes = _keys(selection, "household")
    found = query.rows("household", ("members_now",), homes, raw=True) if homes else {}
    return Said(label, figure(sum(row[0] or 0 for row in found.values()), selection), "人")


def amount(label: str, unit: str, selection: Selection, path: str) -> Said:
    """A sum: money in 万元 with two decimals, numbers as they are."""
    total = query.totals(selection, (path,))[path]
    kind: Any = ledger(selection.ledger).column(path).kind
    text = rounded(Fraction(total, WAN)) if kind.name == "money" else kind.to_text(total)
    return Said(label, Cell(text, float(text.replace(",", "")), selection), unit)


def share(label: str, top: Said, bottom: Said) -> Pieces:
    """，占 12.50%; nothing where there is nothing to divide by."""
    over, under = top.cell.value, bottom.cell.value
    if not under or over is None:
        return ()
    text = percent(round(over * 100), round(under * 100))
    return (f"，{label}", Said(label, Cell(text, float(text), bottom.cell.where), "%"))


def sentence(*pieces: str | Said) -> Pieces:
    """The pieces, or nothing when the first number is 0."""
    first = next((one for one in pieces if isinstance(one, Said)), None)
    return () if first is None or not first.cell.value else pieces


def summary(scope: Scope) -> Sequence[ReturnLetter | ReturnTable]:
    """The text, and a table of every number in it with the records behind."""
    said = [(title, [part for part in make(scope) if part]) for title, make in SECTIONS]
    chapters = [(title, parts) for title, parts in said if parts]
    paragraphs = [Paragraph(tuple(_opening(scope)))]
    for at, (title, parts) in enumerate(chapters):
        paragraphs.append(Paragraph((f"{NUMBERS[at]}、{title}",), 1))
        paragraphs.append(Paragraph(tuple(piece for part in parts for piece in part)))
    day = scope.period.last
    worded = tuple(
        Paragraph(tuple(reword(one, day) if isinstance(one, str) else one for one in paragraph.pieces), paragraph.level)
        for paragraph in paragraphs
    )
    place = scope.villages.get(scope.village or 0, "")
    return ReturnLetter(worded, f"{place}{scope.period.text}帮扶工作总结"), _sources(worded)


def _opening(scope: Scope) -> Pieces:
    homes = scope.here(Selection("household"))
    until = wording.long_date(min(scope.period.last, clock.today_text()))
    called = "全镇" if wording.township().endswith("镇") else "全乡"
    where = "全村" if scope.village is not None else f"{called}{len(scope.villages)}个村"
    return (
        f"{where}现有在册农户", count("在册农户", "户", homes), "、",
        amount("在册人口", "人", homes, "members_now"),
        f"。现将{scope.period.text}帮扶工作总结如下，文中数字由台账统计，截至{until}。",
    )  # fmt: skip


def _sources(paragraphs: Sequence[Paragraph]) -> ReturnTable:
    heads = (
        Head("章节", width=20), Head("数字的含义", width=26), Head("数值", width=12, align="right"),
        Head("单位", width=6), Head("记录数", width=8, align="right"),
    )  # fmt: skip
    chapter, rows = "开头", []
    for paragraph in paragraphs:
        chapter = paragraph.text if paragraph.level else chapter
        for one in paragraph.pieces:
            if isinstance(one, Said):
                where = one.cell.where
                behind = Cell() if where is None else figure(query.count(where), where)
                rows.append(Row((Cell(chapter), Cell(one.label), one.cell, Cell(one.unit), behind)))
    return ReturnTable(
        heads, tuple(rows), title="总结数字出处", unit_text="单位：条（记录数）", keep=0,
        notes=("说明：总结里的每个数都列在这里，点开就是它背后的记录。",), footer=(),
    )  # fmt: skip


# --- chapters ---------------------------------------------------------------------------------------------------------


def monitoring(scope: Scope) -> list[Pieces]:
    """Households that were recognised, whose risk is gone, who are watched; clues, visits."""
    own = scope.here(Selection("episode").where("state", "not in", ["99"]), HOME)
    new, gone = scope.during(own, "recognised_on"), scope.during(own, "eliminated_on")
    gone = gone.where("eliminated", "in", [True])
    clues = scope.here(scope.during(Selection("clue"), "date"))
    visits = scope.here(scope.during(Selection("visit"), "date"), HOME)
    found = visits.where("problems", "filled")
    asked, solved = count("走访发现问题", "个", found), count("其中已解决", "个", found.where("solved", "in", [True]))
    return [
        sentence("新识别监测对象", different("新识别监测对象", "户", new, "household"), "、",
                 people("新识别监测对象人口", new), "。"),
        sentence("消除风险", different("消除风险", "户", gone, "household"), "、", people("消除风险人口", gone), "。"),
        sentence("收到防返贫线索", count("线索", "条", clues), "，其中已办结",
                 count("已办结线索", "条", clues.where("result", "filled")), "。"),
        sentence("走访农户", count("走访", "次", visits), "，覆盖",
                 different("走访覆盖农户", "户", visits, "household"),
                 "，发现问题", asked, "，已解决", solved, *share("解决率", solved, asked), "。"),
    ]  # fmt: skip


def projects(scope: Scope) -> list[Pieces]:
    """The year's projects with their money."""
    year = scope.period.year
    own = scope.here(Selection("project").where("year", "=", year), VILLAGE)
    lines = scope.here(Selection("fund_line").where("project.year", "=", year), f"project.{VILLAGE}")
    bills = scope.here(Selection("payment").where("fund_line.project.year", "=", year), f"fund_line.project.{VILLAGE}")
    arrived, paid = scope.until(lines, "received_on"), scope.until(bills, "date")
    done = scope.during(own, "end_real")
    came, spent = amount("到位资金", "万元", arrived, "amount"), amount("累计支出", "万元", paid, "amount")
    return [
        sentence(f"{year}年度实施帮扶项目", count("帮扶项目", "个", own), "，总投资",
                 amount("项目总投资", "万元", own, "investment"), "，其中本期完工",
                 count("本期完工项目", "个", done), "。"),
        sentence("到期末到位资金", came, "，支出", spent, *share("支出率", spent, came), "。"),
    ]  # fmt: skip


def livelihood(scope: Scope) -> list[Pieces]:
    """Work, posts, credit, school aid and sales."""
    last, first = scope.period.last, scope.period.first
    work = scope.here(Selection("work_record").where("start", "<=", last).where("until", ">=", first[:7]))
    posts = scope.here(Selection("post").where("start", "<=", last).where("until", ">=", first[:7]))
    loans = scope.here(scope.during(Selection("loan"), "start"))
    pupils = scope.here(scope.during(Selection("yulu"), "paid_on"))
    sales = scope.here(scope.during(Selection("sale"), "date"))
    return [
        sentence("外出和就近务工", count("务工", "人次", work), "。"),
        sentence("公益性岗位安置", count("公益性岗位", "人", posts), "。"),
        sentence("发放小额信贷", count("小额信贷", "笔", loans), "、",
                 amount("小额信贷金额", "万元", loans, "amount"), "。"),
        sentence("发放雨露计划补助", count("雨露计划", "人次", pupils), "、",
                 amount("雨露计划补助", "万元", pupils, "amount"), "。"),
        sentence("消费帮扶销售", count("消费帮扶", "笔", sales), "、", amount("消费帮扶金额", "万元", sales, "amount"),
                 "。"),
    ]  # fmt: skip


def collective(scope: Scope) -> list[Pieces]:
    """What the villages' collectives took in and paid out."""
    year = scope.period.year
    income = scope.here(Selection("ce_entry").where("year", "=", year))
    shares = scope.here(scope.during(Selection("distribution"), "paid_on"), HOME)
    parts: list[Pieces] = []
    if scope.period.kind == YEAR:
        earned = different("有集体经济收入的村", "个村", income, "village")
        parts.append(
            sentence(earned, "有村集体经济收入，合计", amount("村集体经济收入", "万元", income, "amount"), "。")
        )
    homes = different("分红户数", "户", shares, "household")
    return [*parts, sentence("向", homes, "发放分红", amount("发放分红", "万元", shares, "amount"), "。")]


def team(scope: Scope) -> list[Pieces]:
    """The village teams, meetings, matching, gifts."""
    last, first = scope.period.last, scope.period.first
    own = scope.here(Selection("team_member")).where("since", "<=", last).where("until", ">=", first)
    days = scope.here(scope.during(Selection("attendance"), "date"), "member.village")
    posted = sum(days_in_post(days).values())
    logs = scope.here(scope.during(Selection("worklog"), "date"), "member.village")
    checks = scope.here(scope.during(Selection("spotcheck"), "date"), "member.village")
    meetings = scope.here(scope.during(Selection("meeting"), "date"))
    decided = scope.here(scope.during(Selection("decision"), "meeting.date"), "meeting.village")
    deals = scope.here(scope.during(Selection("match"), "date"))
    gifts = scope.here(scope.during(Selection("donation"), "date"))
    given = scope.here(scope.during(Selection("issue"), "date"))
    solved = scope.here(scope.during(Selection("problem"), "closed_on"))
    matters, done = count("议定事项", "项", decided), count("已落实", "项", decided.where("state", "in", [DONE]))
    return [
        sentence("驻村队员", count("驻村队员", "人", own), "，累计在岗",
                 Said("在岗天数", Cell(f"{float(posted):g}", float(posted), days), "天"), "，记工作纪实",
                 count("工作纪实", "篇", logs), "，接受在岗抽查", count("在岗抽查", "人次", checks), "。"),
        sentence("召开会议", count("会议", "次", meetings), "，议定", matters, "，已落实", done,
                 *share("落实率", done, matters), "。"),
        sentence("对接协调", count("对接协调", "件", deals), "，协调资金",
                 amount("协调资金", "万元", deals, "value"), "。"),
        sentence("接受捐赠", count("捐赠", "笔", gifts), "、", amount("捐赠金额", "万元", gifts, "value_yuan"), "。"),
        sentence("慰问和发放", count("慰问和发放", "笔", given), "，惠及",
                 amount("慰问和发放人数", "人", given, "persons"),
                 "，折合", amount("慰问和发放金额", "万元", given, "value"), "。"),
        sentence("解决疑难问题", count("已解决疑难问题", "个", solved), "。"),
    ]  # fmt: skip


def governance(scope: Scope) -> list[Pieces]:
    """Yards and points, disputes, activities, honours."""
    yards = scope.here(Selection("yard"))
    entries = scope.here(scope.during(Selection("point_entry"), "date"), HOME)
    spent = scope.here(scope.during(Selection("redeem"), "date"), HOME)
    disputes = scope.here(scope.during(Selection("dispute"), "date"))
    events = scope.here(scope.during(Selection("activity"), "date"))
    matters = scope.here(scope.during(Selection("open_decision"), "proposed_on"))
    taken = count("受理矛盾纠纷", "件", disputes)
    settled = count("调解成功", "件", disputes.where("result", "in", ["01"]))
    parts = [
        sentence("建成院落", count("院落", "个", yards), "。"),
        sentence("参与积分的农户", different("参与积分的农户", "户", entries, "household"), "，登记积分",
                 amount("登记积分", "分", entries, "points"), "，兑换积分",
                 amount("兑换积分", "分", spent, "points"), "。"),
        sentence("受理矛盾纠纷", taken, "，调解成功", settled, *share("调解成功率", settled, taken), "。"),
        sentence("开展各类活动", count("活动", "场", events), "，参加",
                 amount("活动参加人次", "人次", events, "person_times"),
                 "。"),
        sentence("按四议两公开议定", count("四议两公开事项", "项", matters), "，其中六步都已完成",
                 count("六步都已完成", "项", matters.where("steps", ">=", 6)), "。"),
    ]  # fmt: skip
    if scope.village is None:
        honours = scope.during(Selection("honor"), "date")
        parts.append(sentence("获得荣誉", count("荣誉", "项", honours), "。"))
    return parts


def publicity(scope: Scope) -> list[Pieces]:
    """Bulletins, reports in the media, courses."""
    reports = scope.here(scope.during(Selection("media"), "date"))
    courses = scope.here(scope.during(Selection("training"), "start"))
    parts = [
        sentence("媒体报道", count("媒体报道", "篇", reports), "，其中省部级及以上",
                 count("省部级及以上报道", "篇", reports.where("level", "in", ["01", "02"])), "。"),
        sentence("举办培训", amount("培训期数", "期", courses, "sessions"), "，培训",
                 amount("培训人次", "人次", courses, "person_times"), "。"),
    ]  # fmt: skip
    if scope.village is None:
        briefs = scope.during(Selection("bulletin"), "date")
        parts.insert(0, sentence("编发简报", count("简报", "期", briefs), "。"))
    return parts


def pending(scope: Scope) -> list[Pieces]:
    """What was taken up until the end of the period and is not done yet, as the ledgers stand today."""
    clues = scope.here(scope.until(Selection("clue"), "date")).where("result", "blank")
    matters = scope.here(scope.until(Selection("decision"), "meeting.date"), "meeting.village")
    disputes = scope.here(scope.until(Selection("dispute"), "date")).where("closed_on", "blank")
    disputes = disputes.where("result", "not in", ["01", "02", "03"])
    problems = scope.here(scope.until(Selection("problem"), "raised_on")).where("state", "not in", [DONE])
    tasks = scope.here(scope.until(Selection("task"), "found_on")).where("state", "not in", [DONE])
    said = [
        sentence("防返贫线索", count("没有办结的线索", "条", clues), "没有办结"),
        sentence("整改问题", count("没有销号的问题", "个", tasks), "没有销号"),
        sentence("议定事项", count("没有落实的议定事项", "项", matters.where("state", "not in", [DONE, "04"])),
                 "没有落实"),
        sentence("矛盾纠纷", count("没有办结的纠纷", "件", disputes), "没有办结"),
        sentence("疑难问题", count("没有解决的疑难问题", "个", problems), "没有解决"),
    ]  # fmt: skip
    found = [one for one in said if one]
    return [*((*one, "；") for one in found[:-1]), *((*one, "。下一步将逐项对账办理。") for one in found[-1:])]


SECTIONS = (
    ("防止返贫动态监测", monitoring),
    ("帮扶项目和资金", projects),
    ("就业、信贷、教育和消费帮扶", livelihood),
    ("村集体经济", collective),
    ("驻村帮扶", team),
    ("乡村治理", governance),
    ("宣传和培训", publicity),
    ("还没有办结的事", pending),
)


@returned("R25", "summary_half", "半年工作总结", HALF, LEDGERS, "半年报；可存成 Word 再改")
def summary_half(scope: Scope) -> Sequence[ReturnLetter | ReturnTable]:
    """The half-year."""
    return summary(scope)


@returned("R25", "summary_year", "年度工作总结", YEAR, LEDGERS, "每年报；可存成 Word 再改")
def summary_year(scope: Scope) -> Sequence[ReturnLetter | ReturnTable]:
    """The year."""
    return summary(scope)
