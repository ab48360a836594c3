"""The life cycle of a project: on, back with a reason, dropped (domain.md §9.3)."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.operation import undo
from models.query import Selection
from models.record import Refused
from models.rules import stages


@pytest.fixture
def project(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    yield record.save("project", {"name": "产业路", "year": 2026, "stage": "02", "targets": "建成"}).id
    ledger_file.close()
    clock.freeze(None)


def stage(id):
    return record.load(record.ledger("project"), [id])[id]["stage"]


def done(id):
    return {one.stage: one.done for one in stages.steps(id) if one.done}


def test_a_project_goes_on_day_by_day(project):
    stages.move(project, "03", "2026-01-10", doc_no="示例〔2026〕1号")
    stages.move(project, "06", "2026-03-01")
    assert stage(project) == "06" and done(project) == {"03": "2026-01-10", "06": "2026-03-01"}
    assert [one.doc_no for one in stages.steps(project) if one.stage == "03"] == ["示例〔2026〕1号"]


def dates(id):
    row = record.load(record.ledger("project"), [id])[id]
    return {
        name: row[name] for name in ("start_plan", "start_real", "end_plan", "end_real", "accepted_on") if row[name]
    }


def test_the_days_of_stages_are_the_dates_of_the_project_and_are_written_once(project):
    record.save("project_step", {"project": project, "stage": "08", "planned_on": "2026-05-31"})
    stages.move(project, "06", "2026-03-01")
    assert dates(project) == {"end_plan": "2026-05-31", "start_real": "2026-03-01"}
    stages.move(project, "08", "2026-05-20")
    stages.move(project, "09", "2026-06-01")
    assert dates(project) == {
        "end_plan": "2026-05-31", "start_real": "2026-03-01", "end_real": "2026-05-20", "accepted_on": "2026-06-01",
    }  # fmt: skip
    stages.move(project, "06", "2026-06-10", reason="返工")
    assert dates(project) == {"end_plan": "2026-05-31", "start_real": "2026-03-01"}


def test_a_date_that_was_typed_is_left_alone(project):
    record.save("project", {"start_real": "2026-02-27", "end_real": "2026-05"}, id=project)
    stages.move(project, "06", "2026-03-01")
    stages.move(project, "08", "2026-05-20")
    assert dates(project) == {"start_real": "2026-02-27", "end_real": "2026-05"}
    stages.move(project, "06", "2026-06-10", reason="返工")
    assert dates(project) == {"start_real": "2026-02-27", "end_real": "2026-05"}


def test_a_later_stage_is_not_reached_earlier(project):
    stages.move(project, "06", "2026-03-01")
    with pytest.raises(Refused, match="先后不对"):
        stages.move(project, "08", "2026-02-28")
    stages.move(project, "08", "2026-03-01")
    assert stage(project) == "08"


def test_going_back_needs_a_reason_and_is_recorded(project):
    record.save("project_step", {"project": project, "stage": "08", "planned_on": "2026-05-31"})
    stages.move(project, "06", "2026-03-01")
    stages.move(project, "08", "2026-05-20")
    with pytest.raises(Refused, match="要写原因"):
        stages.move(project, "06", "2026-06-01")
    number = stages.move(project, "06", "2026-06-01", reason="质量不合格，返工")
    assert stage(project) == "06" and done(project) == {"06": "2026-03-01"}
    # What was planned stays.
    assert {one.stage: one.planned for one in stages.steps(project) if one.planned} == {"08": "2026-05-31"}
    (change,) = (row for _, row in query.each(Selection("project_change"), ("before", "after", "reason")))
    assert change == ("完工", "开工", "质量不合格，返工")
    undo(number)
    assert stage(project) == "08" and done(project) == {"06": "2026-03-01", "08": "2026-05-20"}


def test_dropping_needs_a_reason_and_days_to_come_are_refused(project):
    with pytest.raises(Refused, match="终止项目要写原因"):
        stages.move(project, "99", "2026-06-01")
    with pytest.raises(Refused, match="还没到"):
        stages.move(project, "03", "2026-07-01")
    with pytest.raises(Refused, match="已经在"):
        stages.move(project, "02", "2026-06-01")
    stages.move(project, "99", "2026-06-01", reason="村民不同意")
    assert stage(project) == "99"
    stages.move(project, "03", "2026-06-20", doc_no="重新批复")
    assert stage(project) == "03"


def test_late_is_what_was_planned_and_is_not_done(project):
    record.save("project_step", {"project": project, "stage": "06", "planned_on": "2026-06-29"})
    record.save("project_step", {"project": project, "stage": "08", "planned_on": "2026-06-30"})
    assert [one.stage for one in stages.steps(project) if one.late] == ["06"]


def test_progress_follows_the_latest_month(project):
    record.save("project_progress", {"project": project, "month": "2026-05", "percent": 4_000})
    record.save("project_progress", {"project": project, "month": "2026-04", "percent": 2_000})
    assert record.load(record.ledger("project"), [project])[project]["progress"] == 4_000
    with pytest.raises(Refused, match="已经有一条"):
        record.save("project_progress", {"project": project, "month": "2026-05", "percent": 5_000})
    warned = record.save("project_progress", {"project": project, "month": "2026-06", "percent": 3_000}).problems
    assert any("还低" in one.text for one in warned)


def test_a_missed_target_says_why(project):
    values = {"project": project, "level2": "0101", "text": "硬化里程", "value": 200, "unit": "公里"}
    missed = record.save("project_target", {**values, "actual": 150})
    assert any("偏差原因" in one.text for one in missed.problems)
    assert query.rows("project_target", ("done_rate", "level1"), [missed.id], raw=True)[missed.id] == (7_500, "01")
    cheap = record.save("project_target", {**values, "level2": "0104", "text": "成本", "operator": "02", "actual": 160})
    assert not cheap.problems
    assert query.rows("project_target", ("done_rate",), [cheap.id], raw=True)[cheap.id] == (12_500,)
    with pytest.raises(Refused, match="不属于"):
        record.save("project_target", {**values, "level1": "02"})


def test_linkage_counts_a_named_household_once_and_notices_last_their_days(project):
    home = record.save("household", {"village": record.save("village", {"name": "清溪村"}).id, "head": "王某某"}).id
    one = record.save("linkage", {"project": project, "way": "02", "household": home}).id
    assert record.load(record.ledger("linkage"), [one])[one]["households"] == 1
    with pytest.raises(Refused, match="选农户，或填户数"):
        record.save("linkage", {"project": project, "way": "02"})
    with pytest.raises(Refused, match="超过户数"):
        record.save("linkage", {"project": project, "way": "02", "households": 2, "poor_households": 3})
    notice = {"project": project, "kind": "01", "subject": "04", "title": "公示", "first": "2026-05-01"}
    assert any("只公示了 9 天" in p.text for p in record.save("notice", {**notice, "last": "2026-05-09"}).problems)
    assert not record.save("notice", {**notice, "title": "又公示", "last": "2026-05-10"}).problems
