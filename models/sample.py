"""示例（青禾乡）: an invented township to try the program on, the same every time it is made (product.md 5.3)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from models import contents, ledger_file, settings
from models.database import Trouble, close_file, database
from models.ledger import ledger
from models.operation import Cancelled, Operation
from models.record import Draft, blank, check_drafts

FILE_NAME = "示例（青禾乡）.db"
TITLE = "生成示例数据（青禾乡，全部为虚构）"
SEED = 20260630
_STEPS = 9

Progress = Callable[[int, int, str], bool]


def build(path: Path | str, password: str = "", progress: Progress | None = None) -> None:
    """Make the sample file and leave it open; an older sample at ``path`` is replaced, any other file is not.

    Raises Trouble; Cancelled when ``progress`` answers False. In both cases no half-made file stays behind.
    """
    path = Path(path)
    if path.exists():
        _remove_old(path, password)
    ledger_file.create(path, password)
    try:
        fill(progress)
    except BaseException:
        close_file()
        _unlink(path)
        raise


def _remove_old(path: Path, password: str) -> None:
    ledger_file.open_existing(path, password)
    is_sample = bool(settings.sample.get())
    close_file()
    if not is_sample:
        raise Trouble(f"“{path.name}”已经存在，而且不是示例，没有覆盖它。请换一个文件名。")
    _unlink(path)


def _unlink(path: Path) -> None:
    for rest in ("", "-wal", "-shm"):
        Path(f"{path}{rest}").unlink(missing_ok=True)
    shutil.rmtree(contents.folder(path), ignore_errors=True)


def fill(progress: Progress | None = None) -> None:
    """Write the sample township into the open, empty file as one operation."""
    from models.sample_data import (
        incomes,
        livelihood,
        meetings,
        monitoring,
        people,
        plans,
        projects,
        sales,
        trade,
        villages,
        visits,
    )

    random = Random(SEED)
    steps = iter(range(1, _STEPS + 1))

    def tell(text: str) -> None:
        if progress is not None and not progress(next(steps), _STEPS, text):
            raise Cancelled

    with database.atomic():
        _remember_place(villages.TOWNSHIP, villages.COUNTY)
        with Operation("sample", TITLE) as operation:
            tell("正在登记村")
            places = _add(operation, "village", villages.villages())
            tell("正在登记农户")
            homes = people.population(random, places)
            numbers = _add(operation, "household", [home for home, _ in homes])
            tell("正在登记家庭成员")
            _add(
                operation,
                "member",
                [
                    {**one, "household": number}
                    for number, (_, family) in zip(numbers, homes, strict=True)
                    for one in family
                ],
            )
            tell("正在登记项目")
            _add_projects(operation, projects.plans(random, places), _homes_by_village(numbers, homes))
            tell("正在登记销售")
            goods = _add(operation, "product", sales.products(places))
            deals = sales.sales(random, places, goods)
            families_of = [(id, home["village"]) for id, (home, _) in zip(numbers, homes, strict=True)]
            trade.fill(Random(SEED + 24), lambda name, rows: _add(operation, name, rows), deals, goods, families_of)
            tell("正在登记村集体经济")
            _add(operation, "ce_entry", villages.entries(random, places))
            tell("正在登记产业和资产")
            _add_economy(
                operation, places, [(id, home["village"]) for id, (home, _) in zip(numbers, homes, strict=True)]
            )
            tell("正在登记驻村帮扶")
            _add_team(operation, places)
            tell("正在登记乡村治理")
            _add_governance(
                operation, random, places, [(id, home["village"]) for id, (home, _) in zip(numbers, homes, strict=True)]
            )
            tell("正在登记走访")
            families = [(id, home, family) for id, (home, family) in zip(numbers, homes, strict=True)]
            visits.fill(Random(SEED + 13), lambda name, rows: _add(operation, name, rows), places, families)
            monitoring.fill(Random(SEED + 11), lambda name, rows: _add(operation, name, rows), families)
            incomes.fill(Random(SEED + 12), lambda name, rows: _add(operation, name, rows), places, families)
            livelihood.write(lambda name, rows: _add(operation, name, rows), Random(SEED + 40))
            meetings.write(lambda name, rows: _add(operation, name, rows), Random(SEED + 41))
            # Last: plans answer the risks of whoever is watched by now.
            plans.write(lambda name, rows: _add(operation, name, rows), Random(SEED + 14))


def _remember_place(township: str, county: str) -> None:
    settings.sample.put(True)
    settings.township.put(township)
    settings.county.put(county)
    settings.province.put("重庆市")
    settings.reporter.put(f"{township}人民政府")
    settings.operator.put("示例经办人")


def _homes_by_village(numbers: Sequence[int], homes: Sequence[tuple[dict[str, Any], Any]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for id, (home, _) in zip(numbers, homes, strict=True):
        found.setdefault(home["village"], []).append(id)
    return found


def _add_projects(operation: Operation, plans: Sequence[Any], homes: dict[int, list[int]]) -> None:
    from models.sample_data import projects as parts

    numbers = _add(operation, "project", [plan.project for plan in plans])
    pairs = list(zip(numbers, plans, strict=True))
    _add(operation, "project_place", ({"project": id, "village": one} for id, plan in pairs for one in plan.villages))
    _add(operation, "project_quantity", ({**one, "project": id} for id, plan in pairs for one in plan.quantities))
    for name, make in (
        ("project_step", parts.steps),
        ("project_progress", parts.progress),
        ("project_target", parts.targets),
        ("notice", parts.notices),
        ("project_change", parts.changes),
    ):
        _add(operation, name, ({**one, "project": id} for id, plan in pairs for one in make(plan.project)))
    random = Random(SEED + 15)
    ways = ((id, parts.linkages(random, plan.project, [home for one in plan.villages for home in homes[one]]))
            for id, plan in pairs)  # fmt: skip
    _add(operation, "linkage", ({**one, "project": id} for id, rows in ways for one in rows))
    lines = [(id, line, paid) for id, plan in pairs for line, paid in plan.funds]
    funds = _add(operation, "fund_line", ({**line, "project": id} for id, line, _ in lines))
    _add(
        operation,
        "payment",
        ({**one, "fund_line": id} for id, (_, _, paid) in zip(funds, lines, strict=True) for one in paid),
    )


def _add_governance(operation: Operation, random: Random, places: list[int], homes: list[tuple[int, int]]) -> None:
    from models.sample_data import governance

    yards = governance.yards(random, places, homes)
    numbers = _add(operation, "yard", yards)
    own = [(id, one["village"]) for id, one in zip(numbers, yards, strict=True)]
    _add(operation, "yard_household", governance.memberships(homes, own))
    _add(operation, "grid_worker", governance.grid_workers(random, places))
    names = ("code", "name", "points", "cap")
    rules = _add(operation, "point_rule", (dict(zip(names, one, strict=True)) for one in governance.RULES))
    names = ("name", "unit", "points", "stock")
    goods = _add(operation, "goods", (dict(zip(names, one, strict=True)) for one in governance.GOODS))
    points = governance.entries(random, [id for id, _ in homes], rules)
    _add(operation, "point_entry", points)
    _add(operation, "redeem", governance.redemptions(random, points, goods))
    _add(operation, "dispute", governance.disputes(random, places))
    _add(operation, "branch_star", governance.stars(places))
    _add(operation, "activity", governance.activities(random, places))
    _add(operation, "honor", governance.honors(places))
    _add(operation, "station", governance.stations(places))
    _add(operation, "party_duty", governance.duties(places))
    _add(operation, "conduct_check", governance.conduct("石春晓"))
    people = zip(governance.TALENTS, [*places, places[0]], strict=True)
    _add(operation, "talent", ({"name": name, "kind": kind, "village": place} for (name, kind), place in people))
    _add(operation, "honor_roll", governance.rolls(places))
    units = _add(
        operation,
        "org",
        (
            {"name": name, "level": level, "lead": lead, "group": "示例帮扶集团"}
            for name, level, lead in governance.ORGS
        ),
    )
    _add(operation, "pairing", governance.pairings(units, places))
    _add(operation, "document", governance.documents())
    _add(operation, "bulletin", governance.bulletins())
    _add(operation, "media", governance.reports(random))


def _add_economy(operation: Operation, places: list[int], homes: list[tuple[int, int]]) -> None:
    from models.rules.distribution import split
    from models.sample_data import economy

    random = Random(SEED + 7)
    _add(operation, "industry", economy.industries(places))
    _add(operation, "enterprise", economy.enterprises(places))
    _add(operation, "land_transfer", economy.transfers(places))
    plans = economy.plans(places)
    for plan, row in zip(_add(operation, "distribution_plan", plans), plans, strict=True):
        chosen = random.sample([home for home, village in homes if village == row["village"]], 20)
        shares = split(row["distributable"], [1] * len(chosen))
        own = ({"plan": plan, "household": home, "basis": "01", "weight": "1", "amount": part, "paid_on": "2025-12-20",
                "signed": True} for home, part in zip(chosen, shares, strict=True))  # fmt: skip
        _add(operation, "distribution", own)
    assets = economy.assets(places)
    numbers = _add(operation, "asset", assets)
    _add(operation, "asset_income", economy.asset_incomes(random, numbers, assets))
    _add(operation, "facility", economy.facilities(places))
    _add(operation, "issue", economy.issues(places, _add(operation, "donation", economy.donations(places))))
    _add(operation, "loan_support", economy.loans())


def _add_team(operation: Operation, places: list[int]) -> None:
    from models.sample_data import economy, team

    random = Random(SEED + 8)
    groups = _add(operation, "service_group", team.groups())
    members = _add(operation, "team_member", team.members(places, groups))
    (before,) = _add(operation, "team_member", [team.recalled(places)])
    _add(operation, "recall", [team.recall(before, members[3])])
    _add(operation, "pledge", team.pledges(members))
    _add(operation, "contact_duty", team.duties(places))
    _add(operation, "exchange_visit", team.exchanges(places))
    _add(operation, "attendance", team.days(random, members))
    _add(operation, "leave", team.leaves(members))
    _add(operation, "worklog", team.worklogs(random, members, places))
    _add(operation, "spotcheck", team.checks(members))
    _add(operation, "assessment", team.assessments(members))
    _add(operation, "problem", team.problems(places))
    _add(operation, "goal", team.goals())
    _add(operation, "visit_in", team.visits_in())
    offers = _add(operation, "supply", team.supplies(groups))
    needs = _add(operation, "demand", team.demands(places))
    links = ((0, 0), (4, 4), (2, 2), (1, 1), (3, 3))
    matches = zip(economy.matches(), links, strict=True)
    _add(operation, "match", ({**one, "supply": offers[o], "demand": needs[n]} for one, (o, n) in matches))


def _add(operation: Operation, name: str, rows: Iterable[dict[str, Any]]) -> list[int]:
    """Check and write records of one ledger; returns their ids."""
    of = ledger(name)
    drafts = [Draft(of, {**blank(of), **row}) for row in rows]
    check_drafts(drafts)
    wrong = [problem.text for draft in drafts for problem in draft.problems if problem.level == "error"]
    if wrong:  # our own mistake: the sample must be free of errors
        raise ValueError(f"sample {name}: {wrong[0]}")
    return operation.add(of, [draft.values for draft in drafts])
