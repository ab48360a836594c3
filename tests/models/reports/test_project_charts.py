"""Gantt, funnel, sources, pace of payments, shares of sales: each against what was registered or plain SQL."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.database import run
from models.query import Selection
from models.reports import charts
from models.reports.charts import gantt

TODAY = datetime.date(2026, 6, 30)


@pytest.fixture
def book(tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db")


def project(name, stage=None, steps=(), **values):
    id = record.save("project", {"name": name, "year": 2026, "targets": "建成", "stage": stage, **values}).id
    for code, planned, done in steps:
        record.save("project_step", {"project": id, "stage": code, "planned_on": planned, "done_on": done})
    return id


@pytest.mark.parametrize(
    ("stage", "plan", "fact", "late", "still", "remark"),
    [
        ("03", ("2026-06-20", "2026-12-01"), (None, None), 10, True, "未开工，逾期10天"),
        ("03", ("2026-07-01", "2026-12-01"), (None, None), 0, False, ""),
        ("03", (None, "2026-06-29"), (None, None), 1, True, "未开工，逾期1天"),
        ("07", ("2026-02-01", "2026-06-10"), ("2026-02-05", None), 20, True, "未完工，逾期20天"),
        ("07", ("2026-02-01", "2026-08-10"), ("2026-02-05", None), 0, False, "进度35%"),
        ("08", ("2026-02-01", "2026-05-10"), ("2026-02-05", "2026-05-25"), 15, False, "晚15天完工"),
        ("08", ("2026-02-01", "2026-05"), ("2026-02-05", "2026-05-31"), 0, False, ""),
        ("09", ("2026-02-01", "2026-05-10"), ("2026-02-05", None), 0, False, "进度35%"),
    ],
)
def test_how_late_a_project_is(book, stage, plan, fact, late, still, remark):
    keys = ("start_plan", "end_plan", "start_real", "end_real")
    project("产业路", stage, progress=3500, **dict(zip(keys, (*plan, *fact), strict=True)))
    (row,) = gantt.rows(Selection("project"))
    assert (row.late, row.open, row.remark) == (late, still, remark)


def test_records_of_stages_say_more_than_the_project_itself(book):
    steps = (("03", None, "2026-01-20"), ("06", "2026-03-01", "2026-03-09"), ("08", "2026-09-30", None))
    project("产业路", steps=steps, start_plan="2026-01-01", end_plan="2026-02-01")
    project("旧园", "99", start_plan="2026-01-01")
    (row,) = gantt.rows(Selection("project"))
    assert (row.start_plan, row.start_real, row.end_plan, row.end_real) == (
        "2026-03-01",
        "2026-03-09",
        "2026-09-30",
        None,
    )
    assert row.milestones == ("2026-01-20", None)
    made = charts.build("project_gantt")
    assert made.describe(0, 0) == (
        "产业路：计划开工2026-03-01，计划完工2026-09-30，实际开工2026-03-09，立项2026-01-20，进度0%"
    )
    assert list(query.ids(made.where[0, 0])) == [row.id]
    assert [made.number_text(value) for value, text in made.thresholds if text] == ["2026-06-30"]


def test_a_page_of_the_plan_has_the_axis_of_all(book):
    project("甲", start_plan="2025-02", end_plan="2025-12")
    project("乙", start_plan="2026-05-01", end_plan="2027-03-05")
    every = gantt.rows(Selection("project"))
    first, second = (gantt.picture([row], every) for row in every)
    axis = [(value, text) for value, text in first.thresholds if not text]
    assert [datetime.date.fromordinal(int(value)).isoformat() for value, _ in axis] == ["2025-02-01", "2027-03-05"]
    assert first.thresholds == second.thresholds
    assert gantt.told(every) == "共2个项目，逾期2个"


def test_the_funnel_counts_who_came_that_far(book):
    for at, stage in enumerate(("01", "06", "06", "09", "99", None)):
        project(f"项目{at}", stage)
    made = charts.build("project_funnel")
    found = dict(zip(made.labels, made.series[0].values, strict=True))
    assert (found["谋划"], found["入库"], found["开工"], found["验收"], found["结算"]) == (4, 3, 3, 1, 0)
    assert made.subtitle == "终止1个不计，没填阶段的1个不计"
    for (_, label), selection in made.where.items():
        assert query.count(selection) == made.series[0].values[label]
    assert charts.build("project_funnel", Selection("project").where("stage", "in", ["99"])).is_empty()


def test_money_by_source_is_that_of_the_projects_chosen(reading):
    base = Selection("project").where("year", "=", 2025)
    sums = dict(run(
        'SELECT f."source", SUM(f."amount") FROM "fund_line" f JOIN "project" p ON p."id" = f."project_id" '
        'WHERE p."year" = 2025 GROUP BY f."source"'
    ))  # fmt: skip
    for chosen in (base, Selection("project", search="2025年").where("year", "=", 2025)):
        made = charts.build("project_by_source", chosen)
        assert sorted(made.series[0].values) == sorted(sums.values())
        for (_, label), selection in made.where.items():
            assert query.totals(selection, ("amount",))["amount"] == made.series[0].values[label]


def test_the_pace_of_payments_stands_beside_the_calendar(reading):
    made = charts.build("project_pay_pace")
    year = int(made.title[:4])
    assert made.series[1].values[:6] == (8.33, 16.67, 25.0, 33.33, 41.67, 50.0)
    for at, label in enumerate(made.labels):
        month = f"{year}-{int(label[:-1]):02d}"
        ((got,),) = run('SELECT SUM(f."amount") FROM "fund_line" f JOIN "project" p ON p."id" = f."project_id" '
                        'WHERE p."year" = ? AND f."received_on" <= ?', (year, f"{month}-99"))  # fmt: skip
        ((paid,),) = run(
            'SELECT COALESCE(SUM(y."amount"), 0) FROM "payment" y JOIN "fund_line" f ON f."id" = y."fund_line_id" '
            'JOIN "project" p ON p."id" = f."project_id" WHERE p."year" = ? AND y."date" <= ?', (year, f"{month}-99")
        )  # fmt: skip
        assert made.series[0].values[at] == (pytest.approx(paid * 100 / got, abs=0.006) if got else None)
        if (0, at) in made.where:
            assert query.totals(made.where[0, at], ("amount",))["amount"] == paid
    assert "比序时进度" in made.subtitle


def test_shares_of_buying_and_of_helping_to_sell_add_up(reading):
    made = charts.build("sale_ratio")
    assert {one.name for one in made.series} == {"直接采购", "帮助销售"}
    for values in zip(*(one.values for one in made.series), strict=True):
        assert sum(values) == pytest.approx(100, abs=0.011)
    ((whole, bought),) = run(
        'SELECT SUM("amount"), SUM(CASE WHEN "kind" = \'01\' THEN "amount" END) FROM "sale" WHERE "date" LIKE ?',
        (f"{made.title[:4]}-%",),
    )
    assert made.series[0].values[-1] == pytest.approx(bought * 100 / whole, abs=0.006)
    assert query.totals(made.where[0, len(made.labels) - 1], ("amount",))["amount"] == bought
