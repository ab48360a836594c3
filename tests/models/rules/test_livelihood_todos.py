"""To-dos of loans, posts, school aid, work and meetings: a case that is due and one that is not (§8, §13.6)."""

import datetime

import pytest

from models import clock, ledger_file, record
from models.rules.todos import todos

TODAY = datetime.date(2026, 6, 30)


@pytest.fixture
def town(tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db")
    return record.save("village", {"name": "清溪村", "seq": 1}).id


def found(name, today=TODAY):
    return [(one.record, one.due, one.late) for one in todos(today, names=[name])]


def said(name, today=TODAY):
    return [one.text for one in todos(today, names=[name])]


def loan(village, due, **more):
    values = {"borrower": "甲某", "village": village, "amount": 3_000_000, "start": "2025-01-01", "purpose": "养牛"}
    return record.save("loan", {**values, "due": due, **more}).id


def test_loans_due_within_ninety_sixty_and_thirty_days(town):
    near, middle, far = (loan(town, day) for day in ("2026-07-30", "2026-08-29", "2026-09-28"))
    late = loan(town, "2026-06-29", overdue=True)
    loan(town, "2026-09-29")
    loan(town, "2026-07-10", repaid_on="2026-06-01")
    loan(town, "2026-07-10", renewal="03", extended_to="2027-07-10")
    assert found("loan_due") == [(near, "2026-07-30", 0), (middle, "2026-08-29", 0), (far, "2026-09-28", 0)]
    assert [text.partition("在")[2][:5] for text in said("loan_due")] == ["30天内，", "60天内，", "90天内，"]
    assert found("loan_late") == [(late, "2026-06-29", 1)]
    assert "脱贫人口小额信贷" in said("loan_late")[0]
    assert todos(TODAY, names=["loan_due"])[0].village == town


def test_a_loan_due_in_a_month_is_due_on_its_last_day(town):
    one = loan(town, "2026-06")
    assert found("loan_due") == [(one, "2026-06-30", 0)] and found("loan_late") == []
    assert found("loan_late", datetime.date(2026, 7, 1)) == [(one, "2026-06-30", 1)]


def test_posts_that_end_soon(town):
    def post(person, **more):
        return record.save("post", {"person": person, "name": "保洁员", "start": "2025-01-01", **more}).id

    soon = post("甲某", end="2026-07-30")
    post("乙某", end="2026-07-31")
    post("丙某", end="2026-07-10", exit_on="2026-05-31", exit_reason="外出", paid_months=17)
    post("丁某", end="2026-06-29", paid_months=18)
    assert found("post_end") == [(soon, "2026-07-30", 0)]


def test_school_aid_that_waits(town):
    def yulu(student, **more):
        return record.save("yulu", {"student": student, "year": 2025, "term": "01", **more}).id

    waiting = yulu("甲某")
    old = yulu("乙某", term="02", status="02")
    yulu("丙某", paid_on="2026-05-10")
    yulu("丁某", status="04")
    yulu("戊某", year=2026, term="02")
    assert found("yulu_unpaid") == [(old, "2026-01-31", 150), (waiting, "2026-07-31", 0)]


def test_work_that_was_not_asked_about_this_month(town):
    def work(**more):
        return record.save("work_record", {"person": "甲某", "village": town, "start": "2026-01", **more}).id

    first = work(confirmed="2026-05")
    work()
    work(confirmed="2026-06")
    work(working=False, end="2026-05")
    assert found("work_unconfirmed") == [(first, "2026-06-30", 0)]
    assert said("work_unconfirmed") == ["2人次的务工情况6月还没有核实"]


def test_a_month_without_its_meeting(town):
    for month in (1, 2, 3, 5):
        last = record.save("meeting", {"date": f"2026-{month:02d}-10", "kind": "02"}).id
    assert found("meeting_missing") == [(last, "", 0)]
    assert said("meeting_missing") == ["推进会缺2026年4月，请补开或补记"]
    record.save("meeting", {"date": "2026-04-20", "kind": "02"})
    assert found("meeting_missing") == []


def test_a_matter_that_was_decided_and_not_done(town):
    meeting = record.save("meeting", {"date": "2026-05-01", "kind": "01"}).id

    def matter(deadline, **more):
        return record.save("decision", {"meeting": meeting, "content": "修路", "deadline": deadline, **more}).id

    late, soon = matter("2026-06-20", owner="李某"), matter("2026-07-07")
    matter("2026-07-08")
    matter("2026-06-01", closed_on="2026-05-20")
    matter("2026-06-01", state="04")
    assert found("decision_due") == [(late, "2026-06-20", 10), (soon, "2026-07-07", 0)]
    assert todos(TODAY, names=["decision_due"], person="李某")[0].record == late
