"""R15–R17 against plain SQL over the sample: what was built by a day, targets reached, assets and their earnings."""

import datetime

import pytest

from models import clock, ledger_file, record
from models.database import run
from models.reports import returns
from models.reports.returns.targets import reached


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
