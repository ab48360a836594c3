"""The form tells of money that counts twice while one types: what a table stated beside what is keyed one by one."""

import pytest

from models import advice, ledger_file, record, rosters
from models.form_rows import DetailDraft
from models.ledger import ledger
from models.rules import stated_twice


@pytest.fixture(autouse=True)
def project(tmp_path):
    ledger_file.create(tmp_path / "a.db")
    stated_twice.listen()
    yield record.save("project", {"name": "产业路", "year": 2026, "targets": "建成"}).id
    advice._advisers.clear()
    ledger_file.close()


def line(project, amount, **more):
    values = {"project": project, "source": "F1", "amount": amount, "received_on": "2026-03-01", **more}
    return record.save("fund_line", values).id


def told(name, values, id=None, details=None):
    answer = rosters.try_form(ledger(name), values, id, details)
    return [(one.field, one.text) for one in answer.problems if "算两次" in one.text]


def test_a_line_keyed_beside_the_total_is_told_in_both_forms(project):
    stated = line(project, 30_000_000, source="FX", remark="按表登记")
    assert told("fund_line", {"amount": 31_000_000}, stated) == []
    new = {"project": project, "source": "F1", "amount": 10_000_000, "received_on": "2026-05-01"}
    ((field, text),) = told("fund_line", new)
    assert field == "amount" and "30.00 万元" in text and "把备注“按表登记”的那笔删掉" in text
    rows = {"fund_line": [DetailDraft({name: value for name, value in new.items() if name != "project"})]}
    ((field, again),) = told("project", {}, project, rows)
    assert field == "fund_line" and again == text


def test_money_that_was_laid_over_planned_lines_counts_until_arrivals_are_keyed(project):
    line(project, 20_000_000, remark="到位按表登记")
    planned = line(project, 10_000_000, received_on=None)
    assert told("project", {}, project) == []
    assert "“到位按表登记”" in told("fund_line", {"received_on": "2026-06-01"}, planned)[0][1]


def test_a_payment_of_an_earlier_day_is_told_a_later_one_is_not(project):
    of = line(project, 30_000_000)
    record.save("payment", {"fund_line": of, "date": "2026-06-30", "amount": 5_000_000, "purpose": "按表登记"})
    new = {"fund_line": of, "date": "2026-07-02", "amount": 1_000_000, "purpose": "进度款", "voucher_no": "付1"}
    assert told("payment", new) == []
    ((field, text),) = told("payment", {**new, "date": "2026-06-30"})
    assert field == "amount" and text.startswith("2026-06-30 有一笔 5.00 万元")
    record.save("payment", {**new, "date": "2026-06-30"})
    assert [field for field, _ in told("project", {}, project)] == ["fund_line"]


def test_other_ledgers_and_records_that_are_gone_are_let_alone(project):
    assert stated_twice.hints("village", 1) == [] == stated_twice.hints("payment", 10**9)
