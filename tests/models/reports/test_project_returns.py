"""R15–R17 against plain SQL over the sample: what was built by a day, targets reached, assets and their earnings."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.database import run
from models.operation import undo_last
from models.query import Selection
from models.reports import closing, returns
from models.reports.returns.targets import reached
from models.rules import stages


def cells(table, title, group=None):
    at = next(at for at, head in enumerate(table.heads) if head.title == title and group in (None, head.group))
    return [row.cells[at].text for row in table.rows], None if table.total is None else table.total.cells[at].text


@pytest.mark.parametrize(
    ("operator", "value", "actual", "wanted"),
    [("01", 100, 100, True), ("01", 100, 99, False), ("02", 100, 99, True), ("02", 100, 101, False),
     ("01", None, 5, None), ("01", 5, None, None)],
)  # fmt: skip
def test_a_target_is_reached_the_way_its_sign_says(operator, value, actual, wanted):
    assert reached(operator, value, actual) is wanted


def test_targets_of_the_year_are_counted_project_by_project(reading):
    summary, records = returns.build("R16", "2025").tables
    ((every, told, done),) = run(
        'SELECT COUNT(*), COUNT(t."actual"), SUM(CASE WHEN t."actual" >= t."value" THEN 1 ELSE 0 END) '
        'FROM "project_target" t JOIN "project" p ON p."id" = t."project_id" '
        'WHERE p."year" = 2025 AND t."operator" = \'01\''
    )
    assert cells(summary, "设定")[1] == str(every) and cells(summary, "已填完成值")[1] == str(told)
    assert cells(summary, "其中达到")[1] == str(done) and len(records.rows) >= every > done > 0


def test_a_missed_target_is_told_with_its_reason(tmp_path):
    clock.freeze(datetime.date(2026, 12, 20))
    ledger_file.create(tmp_path / "a.db")
    project = record.save("project", {"name": "产业路", "year": 2026}).id
    for text, sign, value, actual, reason in (
        ("路长", "01", 300, 250, "雨季停工"), ("成本", "02", 500, 480, None), ("满意度", "01", 9500, None, None)
    ):  # fmt: skip
        record.save("project_target", {"project": project, "level2": "0101", "text": text, "operator": sign,
                                       "value": value, "actual": actual, "reason": reason})  # fmt: skip
    summary, records = returns.build("R16", "2026").tables
    row = [cell.text for cell in summary.rows[0].cells]
    assert row[6:11] == ["3", "2", "1", "1", "33.33"]
    assert cells(records, "偏差原因及改进措施")[0].count("雨季停工") == 1
    assert records.notes[0] == "说明：没有达到的 1 项。"


def test_assets_by_village_and_by_owner_are_the_same_assets(reading):
    by_village, by_owner, register, earnings = returns.build("R17", "2025").tables
    ((count, value),) = run('SELECT COUNT(*), SUM("value") FROM "asset" WHERE COALESCE("built_on", \'\') < \'2026\'')
    for table in (by_village, by_owner):
        assert cells(table, "数量", "合计")[1] == str(count)
        assert float(cells(table, "原值", "合计")[1].replace(",", "")) == pytest.approx(value / 1_000_000, abs=0.01)
    assert len(register.rows) == count
    ((actual, shared),) = run('SELECT SUM("actual"), SUM("shared") FROM "asset_income" WHERE "year" = 2025')
    assert cells(earnings, "未分配")[1].replace(",", "") == f"{(actual - shared) / 100:.2f}"


def test_an_asset_formed_later_or_on_an_unknown_day(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "甲村", "seq": 1}).id
    for name, day, owner in (("路", "2024", "03"), ("桥", None, "03"), ("灯", "2026-03-01", None)):
        record.save("asset", {"name": name, "asset_class": "02", "village": village, "built_on": day,
                              "value": 100, "owner_level": owner, "keeper": "王某"})  # fmt: skip
    assert len(returns.build("R17", "2025").tables[2].rows) == 2
    by_village, by_owner, register, _ = returns.build("R17", "2026").tables
    assert len(register.rows) == 3 and cells(by_village, "没有确权")[1] == "1"
    assert [row.cells[0].text for row in by_owner.rows][-1] == "没有确权"


def test_progress_of_works_is_that_of_the_end_of_the_month(reading):
    rows = run(
        'SELECT p."name", s."month", s."percent" FROM "project_progress" s JOIN "project" p '
        'ON p."id" = s."project_id" WHERE p."year" = 2026 ORDER BY p."id", s."month"'
    )
    months = {}
    for name, month, percent in rows:
        months.setdefault(name, {})[month[:7]] = percent
    name, known = next((name, one) for name, one in months.items() if len(one) > 2)
    *_, before, last = sorted(known)
    for month in (before, last):
        table = returns.build("R15", month).tables[0]
        at = [row.cells[0].text for row in table.rows].index(name)
        assert float(cells(table, "形象进度（%）")[0][at]) == known[month] / 100
    assert known[before] < known[last]
    assert "序时进度 50.00%" in returns.build("R15", "2026-06").tables[0].notes[1]


def stage_in(month):
    table = returns.build("R15", month).tables[0]
    return dict(zip(cells(table, "项目名称")[0], cells(table, "项目阶段")[0], strict=True))


@pytest.fixture
def works(tmp_path):
    clock.freeze(datetime.date(2026, 8, 20))
    ledger_file.create(tmp_path / "a.db")
    values = {"year": 2026, "targets": "建成"}
    made = {name: record.save("project", {**values, "name": name, **more}).id for name, more in (
        ("产业路", {}), ("大棚", {}), ("冷库", {}), ("水塔", {"start_real": "2026-04-02", "stage": "08",
                                                          "end_real": "2026-07-10"}),
        ("没日期", {"stage": "05"}),
    )}  # fmt: skip
    for name, stage, day in (
        ("产业路", "03", "2026-02-01"), ("产业路", "06", "2026-05-10"), ("产业路", "08", "2026-07-05"),
        ("大棚", "07", "2026-05-01"), ("冷库", "06", "2026-03-01"),
    ):  # fmt: skip
        record.save("project_step", {"project": made[name], "stage": stage, "done_on": day})
    return made


def test_the_stage_of_a_month_is_that_of_its_end(works):
    assert stage_in("2026-01")["产业路"] == "" and stage_in("2026-03")["产业路"] == "立项"
    assert stage_in("2026-06")["产业路"] == "开工" and stage_in("2026-08")["产业路"] == "完工"
    table = returns.build("R15", "2026-06").tables[0]
    assert (stage_in("2026-06")["水塔"], stage_in("2026-03")["水塔"], stage_in("2026-07")["水塔"]) == (
        "开工",
        "",
        "完工",
    )
    at = cells(table, "项目名称")[0].index("水塔")
    assert (cells(table, "开工")[0][at], cells(table, "竣工")[0][at]) == ("2026-04-02", "")
    assert stage_in("2026-06")["没日期"] == "招标"
    assert table.notes[-1] == "1 个项目没有阶段记录，也没有开竣工日期，阶段按现在的填。"


def test_going_back_and_giving_up_leave_the_months_before_as_they_were(works):
    stages.move(works["大棚"], "05", "2026-07-15", reason="重新招标")
    stages.move(works["冷库"], "99", "2026-08-01", reason="资金调整")
    assert [stage_in(f"2026-0{month}")["大棚"] for month in (4, 6, 7)] == ["", "在建", "招标"]
    assert [stage_in(f"2026-0{month}")["冷库"] for month in (6, 7, 8)] == ["开工", "开工", "终止/出库"]
    stages.move(works["冷库"], "07", "2026-08-19")
    assert stage_in("2026-08")["冷库"] == "在建"
    undo_last()
    assert stage_in("2026-08")["冷库"] == "终止/出库"


def test_a_mistake_put_right_is_right_for_the_months_before_too(works):
    step = query.ids(Selection("project_step").where("project", "in", [works["大棚"]]))[0]
    record.save("project_step", {"done_on": "2026-07-01"}, id=step)
    assert stage_in("2026-06")["大棚"] == "" and stage_in("2026-07")["大棚"] == "在建"


def test_a_snapshot_and_the_report_of_its_month_agree_months_later(works):
    record.save("project", {"stage": "06", "end_real": None}, id=works["水塔"])
    clock.freeze(datetime.date(2026, 6, 30))
    made = closing.make("2026-06")
    frozen = closing.report(made, "R15").tables[0]
    clock.freeze(datetime.date(2026, 8, 20))
    record.save("project", {"stage": "08", "end_real": "2026-07-10"}, id=works["水塔"])
    stages.move(works["大棚"], "05", "2026-07-15", reason="重新招标")
    stages.move(works["产业路"], "09", "2026-08-10")
    now = returns.build("R15", "2026-06").tables[0]
    assert cells(frozen, "项目阶段") == cells(now, "项目阶段") and cells(now, "项目阶段")[0].count("在建") == 1
    assert closing.verify(made) == []
