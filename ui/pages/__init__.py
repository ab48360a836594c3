"""Pages that are not one generic ledger page, listed here; the file of each is loaded when it is first shown."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.pages.base import PageWidget


@dataclass(frozen=True)
class Page:
    """A page of a tab, or about one record of a ledger.

    ``name`` unique, no ledger's name · ``title`` what the side list or the button says · ``make(parent)`` makes the
    widget when it is first shown · ``tab`` the folder of ledgers whose tab lists it, at ``order`` among them ·
    ``about`` the ledger whose page gets a button for it; the widget's ``load(id)`` then shows one record.
    """

    name: str
    title: str
    make: Callable[..., PageWidget]
    tab: str = ""
    about: str = ""
    order: int = 50
    tip: str = ""


def _of(file: str, widget: str) -> Callable[..., PageWidget]:
    """What makes the widget of a file: the pages and all they need would be a fifth of the time of a start."""

    def make(parent: Any = None) -> PageWidget:
        made: PageWidget = getattr(importlib.import_module(file, __name__), widget)(parent)
        return made

    return make


_PAGES = (
    # 首页
    Page("todos", "今日待办", _of(".todos", "TodosPage"), tab="home", order=20,
         tip="今天该办、快到期和过了期限的事"),
    Page("check", "体检", _of("ui.check.page", "CheckPage"), tab="home", order=25,
         tip="按检查用的规则查自己的台账，查到就改"),
    Page("reports", "报表", _of(".reports", "ReportsPage"), tab="home", order=30,
         tip="按编号或名称找上报的报表，打印、存 Excel"),
    Page("closing", "月末结账", _of(".closing", "ClosingPage"), tab="home", order=40,
         tip="把一个月的数定下来，和上次比，照原样再打印"),
    # 农户
    Page("guarantees", "三保障一览", _of(".guarantees", "GuaranteesPage"), tab="households", order=49,
         tip="各村三保障和饮水的情况，要看一看的人和户"),
    Page("profile", "户情", _of(".profile", "ProfilePage"), about="household", order=10,
         tip="这一户的全部情况：成员、收入、保障、走访、资料"),
    Page("income", "收入", _of(".income", "IncomePage"), about="household", order=20,
         tip="这一户各年度的收入，像表格一样填（算账单）"),
    Page("plan", "一户一策", _of(".plan", "PlanPage"), about="household", order=30,
         tip="风险与措施对不对得上，逐条落实"),
    Page("income_of_sheet", "算账", _of(".income_of_sheet", "SheetPage"), about="income_sheet", order=20,
         tip="像表格一样看和改这一份收入表，打印算账单"),
    # 监测、走访
    Page("visit_entry", "录入走访", _of(".visit_entry", "VisitEntryPage"), tab="monitoring", order=40,
         tip="走访回来一户接一户地录，日期、走访人不用重打"),
    Page("clue_start", "纳入识别", _of(".clue", "CluePage"), about="clue",
         tip="从这条线索开始识别：登记农户的申请和授权"),
    Page("episode_steps", "监测办理", _of(".episode", "EpisodePage"), about="episode", order=10,
         tip="一步一步办理：核实、评议、公示、审定、帮扶、消除"),
    Page("plan_of_episode", "一户一策", _of(".plan_of_episode", "PlanOfEpisode"), about="episode", order=30,
         tip="风险与措施对不对得上，逐条落实"),
    Page("plan_of_plan", "风险与措施", _of(".plan_of_plan", "PlanOfPlan"), about="assist_plan", order=30,
         tip="风险与措施对不对得上，逐条落实"),
    Page("visit_problems", "问题转办", _of(".visit_problems", "VisitProblems"), about="visit", order=30,
         tip="发现的问题转成整改任务或线索"),
    # 项目
    Page("project_board", "阶段看板", _of(".board", "BoardPage"), tab="projects", order=12,
         tip="按阶段看项目，拖动或按键推进"),
    Page("project_gantt", "甘特图", _of(".gantt", "GanttPage"), tab="projects", order=14,
         tip="计划和实际的工期对照，逾期的标出来"),
    Page("reconcile", "对账", _of(".reconcile", "ReconcilePage"), tab="projects", order=80,
         tip="预算、资金、资产、销售、分配逐项核对"),
    # 消费帮扶、集体经济
    Page("buyers", "补登采购单位", _of(".buyers", "BuyersPage"), tab="sales", order=34,
         tip="销售里有、还没有登记的采购单位"),
    Page("settle", "到账对账", _of(".settle", "SettlePage"), tab="sales", order=55,
         tip="平台对账单、银行流水和销售逐笔配对"),
    Page("dividends", "分红进收入", _of(".dividends", "DividendsPage"), tab="economy", order=44,
         tip="分红明细带入农户当年收入，先看再写"),
    Page("dividends_of_plan", "带入收入", _of(".dividends_of_plan", "PlanDividends"), about="distribution_plan",
         order=20, tip="这个方案分给农户的钱，带入他们当年的收入"),
    # 驻村帮扶、治理、基础
    Page("attendance_month", "考勤月历", _of(".attendance", "AttendancePage"), tab="team", order=12,
         tip="整月登记考勤"),
    Page("matching", "供需对接", _of(".matching", "MatchingPage"), tab="team", order=43,
         tip="需求和供给两边对着看，按回车对接"),
    Page("points_ranking", "积分排名", _of(".points", "PointsPage"), tab="governance", order=23,
         tip="按户、院落、村排名次"),
    Page("options", "选项表", _of(".options", "OptionsPage"), tab="base", order=61,
         tip="增加、改名、停用各处可选的项目"),
)  # fmt: skip


@functools.cache
def pages() -> tuple[Page, ...]:
    """Every page, by order."""
    return tuple(sorted(_PAGES, key=lambda one: (one.order, one.name)))


def of_tab(tab: str) -> list[Page]:
    """The pages that a tab lists."""
    return [one for one in pages() if one.tab == tab]


def about(ledger_name: str) -> list[Page]:
    """The pages about one record of a ledger."""
    return [one for one in pages() if one.about == ledger_name]


def page(name: str) -> Page:
    """The page of that name. Raises KeyError."""
    return {one.name: one for one in pages()}[name]
