"""月末结账 by part: what is dated up to a closed month stays as it is, unless opened with a reason."""

import datetime

import pytest

from models import clock, closed, history, ledger_file, operation, query, record
from models.database import run
from models.exchange import importer
from models.query import Selection
from models.record import DetailDraft, Refused
from models.reports import closing
from models.rules import stages

JULY = datetime.date(2026, 7, 20)


@pytest.fixture
def town(tmp_path):
    clock.freeze(JULY)
    ledger_file.create(tmp_path / "a.db")
    project = record.save("project", {"name": "产业路", "year": 2026, "targets": "建成"}).id
    line = record.save("fund_line", {"project": project, "source": "F1", "amount": 1_000_000,
                                     "received_on": "2026-03-01"}).id  # fmt: skip
    pay = record.save("payment", {"fund_line": line, "date": "2026-05-10", "amount": 300_000}).id
    sale = record.save("sale", {"date": "2026-05-03", "kind": "01", "buyer": "示例中学", "amount": 5_000}).id
    yield {"project": project, "line": line, "pay": pay, "sale": sale}
    ledger_file.close()
    clock.freeze(None)


def close(month, *names):
    closing.make(month, parts=names)


def test_one_part_is_closed_and_the_others_are_not(town):
    close("2026-06", "projects")
    text = "2026年5月的项目资金已经结账，没有改动。要改请先在“月末结账”页开账，写明原因"
    with pytest.raises(Refused, match=text):
        record.save("payment", {"amount": 200_000}, id=town["pay"])
    with pytest.raises(Refused, match="2026年6月的项目资金已经结账"):
        record.save("payment", {"fund_line": town["line"], "date": "2026-06-30", "amount": 1})
    with pytest.raises(Refused, match=text):
        record.delete("payment", [town["pay"]])
    with pytest.raises(Refused, match=r"年[35]月的项目资金已经结账"):
        record.delete("project", [town["project"]])
    with pytest.raises(Refused, match=text):
        operation.bulk_edit("payment", [town["pay"]], {"purpose": "材料款"})
    with pytest.raises(Refused, match="2026年6月的项目资金"):
        stages.move(town["project"], "06", "2026-06-15")
    record.save("payment", {"fund_line": town["line"], "date": "2026-07-01", "amount": 1})
    record.save("project", {"remark": "不是钱的事"}, id=town["project"])
    record.save("sale", {"amount": 6_000}, id=town["sale"])
    assert closed.state_text() == "项目资金结到 2026-06"


def test_a_record_cannot_be_moved_out_of_or_into_a_closed_month(town):
    later = record.save("payment", {"fund_line": town["line"], "date": "2026-07-01", "amount": 1}).id
    close("2026-06", "projects")
    with pytest.raises(Refused, match="2026年5月"):
        record.save("payment", {"date": "2026-07-02"}, id=town["pay"])
    with pytest.raises(Refused, match="2026年6月"):
        record.save("payment", {"date": "2026-06-02"}, id=later)


def test_details_follow_the_day_of_their_master(town):
    lines = {"sale_line": [DetailDraft({"product": record.save("product", {"name": "脆李"}).id, "amount": 700})]}
    fresh = record.save("sale", {"date": "2026-07-03", "kind": "01", "amount": 700}, details=lines).id
    close("2026-06", "sales")
    product = query.ids(Selection("product"))[0]
    with pytest.raises(Refused, match="2026年5月的消费帮扶"):
        record.save("sale_line", {"sale": town["sale"], "product": product, "amount": 5_000})
    with pytest.raises(Refused, match="2026年5月的消费帮扶"):
        record.delete("sale", [town["sale"]])
    record.delete("sale", [fresh])


def test_undo_of_what_was_written_before_is_refused_too(town):
    number = history.next_undo().id
    close("2026-06", "sales")
    with pytest.raises(Refused, match="2026年5月的消费帮扶已经结账"):
        operation.undo(number)
    assert query.count(Selection("sale")) == 1


def test_a_month_is_opened_with_a_reason_and_closed_again(town):
    close("2026-06", "projects", "sales")
    with pytest.raises(Refused, match="要写原因"):
        closed.open_again("projects", "2026-05", " ")
    with pytest.raises(Refused, match="没有结账，不用开"):
        closed.open_again("projects", "2026-07", "补录")
    closed.open_again("projects", "2026-05", "补录发票")
    record.save("payment", {"amount": 200_000}, id=town["pay"])
    with pytest.raises(Refused, match="2026年4月的项目资金"):
        record.save("payment", {"fund_line": town["line"], "date": "2026-04-01", "amount": 1})
    with pytest.raises(Refused, match="2026年5月的消费帮扶"):
        record.save("sale", {"amount": 6_000}, id=town["sale"])
    assert closed.state_text() == "项目资金结到 2026-06（2026-05 开着：补录发票）；消费帮扶结到 2026-06"
    told = run('SELECT "kind", "title" FROM "operation" WHERE "kind" = \'close\'').fetchall()
    assert told == [("close", "开账：项目资金 2026-05（补录发票）")]
    assert history.next_undo().kind != "close"
    close("2026-06", "projects")
    with pytest.raises(Refused, match="2026年5月的项目资金"):
        record.save("payment", {"amount": 100_000}, id=town["pay"])


def test_an_import_tells_which_rows_are_in_a_closed_month(town, tmp_path):
    close("2026-06", "sales")
    path = tmp_path / "销售.csv"
    path.write_text("销售日期,采购单位,产品名称,数量,单位,单价,金额\n2026-05-20,示例医院,脆李,10,斤,8,80\n"
                    "2026-07-02,示例医院,脆李,20,斤,8,160\n", "utf-8-sig")  # fmt: skip
    receipt = importer.run(importer.prepare(path), back_up=False)
    assert receipt.failed == 1 and any("2026年5月的消费帮扶已经结账" in one for one in receipt.problems)
    assert query.count(Selection("sale").where("date", ">=", "2026-07-01")) == 1


def test_what_is_written_again_unchanged_is_no_change(town):
    close("2026-06", "projects")
    record.save("payment", {"amount": 300_000}, id=town["pay"])


def test_a_closing_without_parts_closes_nothing(town):
    closing.make("2026-06")
    record.save("payment", {"amount": 200_000}, id=town["pay"])
    assert closed.state_text() == ""
