"""Rows of a roster before they are saved."""

import datetime

import pytest

from models import clock, form_rows, ledger_file, record
from models.form_rows import FormRow, follow, new_row
from models.ledger import ledger
from models.record import DetailDraft


@pytest.fixture(autouse=True)
def book(tmp_path):
    clock.freeze(datetime.date(2025, 6, 1))
    ledger_file.create(tmp_path / "册.db")
    yield
    ledger_file.close()


def people(*names):
    rows = [new_row(ledger("member")) for _ in names]
    for row, name in zip(rows, names, strict=True):
        row.put("name", name)
    return rows


def test_initial_values_alone_do_not_make_a_row():
    row = new_row(ledger("member"))
    assert row.values["state"] == "01" and row.blank
    row.put("name", "张三")
    assert not row.blank


def test_what_cannot_be_read_stays_as_text_and_keeps_the_row():
    row = new_row(ledger("member"))
    row.put("birth", "去年")
    assert (row.bad, row.values["birth"], row.blank) == ({"birth": "去年"}, None, False)
    assert [(p.field, p.level) for p in row.all_problems()] == [("birth", "error")]
    row.put("birth", "1980-01-02")
    assert (row.bad, row.values["birth"]) == ({}, "1980-01-02")


def test_a_doubtful_text_is_taken_with_a_warning():
    row = new_row(ledger("member"))
    row.put("relation", "妻子")
    assert row.values["relation"] == "02"
    assert [(p.field, p.level) for p in row.all_problems()] == [("relation", "warn")]


def test_what_follows_fills_blanks_only_and_follows_again():
    of = ledger("member")
    values = {**dict.fromkeys(of.fields), "id_no": "110101197001011012", "sex": "2"}
    filled = {}
    assert follow(of, values, filled, "id_no") == {"birth": "1970-01-01"}
    values["birth"] = "1970-01-01"
    assert filled == {"birth": None}
    values["id_no"] = "110101198505051234"
    assert follow(of, values, filled, "id_no") == {"birth": "1985-05-05"}
    values["id_no"] = None
    assert follow(of, values, filled, "id_no") == {"birth": None}


def test_links_are_found_by_name_and_only_by_one():
    for name, town in (("下庄村", "青禾乡"), ("石桥村", "青禾乡"), ("石桥村", "临溪镇")):
        record.save("village", {"name": name, "township": town})
    row = new_row(ledger("project_place"))
    row.put("village", "下庄村")
    assert row.values["village"] is not None
    row.put("village", "石桥村")
    assert "不止一个" in row.all_problems()[0].text
    row.put("village", "东庄村")
    assert "没有“东庄村”" in row.all_problems()[0].text


def saved_home(*names, **more):
    village = record.save("village", {"name": "下庄村"}).id
    drafts = [DetailDraft({"name": name, **more}) for name in names]
    return record.save("household", {"village": village}, details={"member": drafts}).id


def test_rows_that_keep_their_order_are_not_written():
    rows = form_rows.load_rows(ledger("member"), saved_home("甲一", "乙二", "丙三"))
    assert not form_rows.changed(rows)
    rows += people("丁四")
    assert [draft.values.get("seq") for _, draft in form_rows.drafts(rows)] == [None, None, None, 1]
    rows.insert(0, rows.pop())
    assert [draft.values.get("seq") for _, draft in form_rows.drafts(rows)] == [1, 2, 3, 4]


def test_a_new_row_comes_after_the_last_number():
    of = ledger("member")
    rows = [FormRow(of, {"name": "甲", "seq": 4}, 1, {"name": "甲", "seq": 4}, place=0), *people("乙")]
    assert [draft.values for _, draft in form_rows.drafts(rows)][1]["seq"] == 5


def test_kept_rows_come_back_and_rows_of_others_are_not_lost():
    home = saved_home("甲一", "乙二")
    of = ledger("member")
    rows = [*form_rows.load_rows(of, home), *people("丙三")]
    rows[0].removed = True
    rows[1].set("name", "乙二改")
    kept = form_rows.to_state(rows)
    record.save("member", {"name": "丁四", "household": home})
    back = form_rows.from_state(of, kept, form_rows.load_rows(of, home))
    assert [(row.values["name"], row.removed) for row in back] == [
        ("甲一", True),
        ("乙二改", False),
        ("丙三", False),
        ("丁四", False),
    ]


def test_a_kept_row_that_was_deleted_meanwhile_becomes_new():
    home = saved_home("甲一")
    of = ledger("member")
    rows = form_rows.load_rows(of, home)
    kept = form_rows.to_state(rows)
    record.delete("member", [rows[0].id])
    (row,) = form_rows.from_state(of, kept, [])
    assert (row.id, row.values["name"], row.blank) == (None, "甲一", False)
