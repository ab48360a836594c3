"""月末结账: figures and reports stay as they were closed, differences lead down to records, alterations show."""

import datetime
import json

import pytest

from models import clock, history, ledger_file, operation, record, settings
from models.database import Trouble, database, run
from models.operation import Cancelled
from models.reports import closing, figures, returns
from models.reports.closing import sets

JUNE = datetime.date(2026, 6, 30)


@pytest.fixture
def town(tmp_path):
    clock.freeze(JUNE)
    ledger_file.create(tmp_path / "a.db")
    settings.township.put("青禾乡")
    settings.operator.put("经办人甲")
    ids = [record.save("village", {"name": name, "seq": at}).id for at, name in enumerate(("甲村", "乙村"), 1)]
    made = [project(f"{name}路", ids[at], 2_000_000 * (at + 1)) for at, name in enumerate(("甲", "乙"))]
    return ids, made


def project(name, village, budget, stage="07"):
    values = {"name": name, "year": 2026, "stage": stage, "targets": "建成", "budget_total": budget}
    id = record.save("project", values).id
    record.save("project_place", {"project": id, "village": village})
    return id


def differences(old, new=None, **more):
    return {one.name: one for one in closing.compare(old, new, **more)}


def test_a_closing_holds_every_figure_and_every_report_of_its_month(town):
    made = closing.make("2026-06", "半年报用")
    assert (made.number, made.month, made.asof, made.who, made.note) == (
        "JZ202606-1", "2026-06", "2026-06-30", "经办人甲", "半年报用"
    )  # fmt: skip
    assert made.figures == len(figures.compute()) > 20
    held = closing.reports(made)
    assert held["project_progress"] == "2026-06" and held["project_library"] == "2026"
    assert held["insurance_rate"] == "2026" and held["classification_2026"] == "2026-06-30"
    assert set(held) == {one.name for one in returns.reports() if returns.build(one.name).tables}
    assert closing.closings() == [made] and closing.find("2026-06") == closing.find("jz202606-1") == made
    assert closing.verify(made) == []
    assert differences(made) == {}


def test_a_report_is_printed_as_it_was_closed_and_says_so(town):
    _, (first, _) = town
    made = closing.make("2026-06")
    record.save("project", {"budget_total": 9_000_000}, id=first)
    (frozen,) = closing.report(made, "R15").tables
    (now,) = returns.build("R15", "2026-06").tables
    column = [head.title for head in frozen.heads].index("总投资")
    assert sorted(row.cells[column].text for row in frozen.rows) == ["2.00", "4.00"]
    assert sorted(row.cells[column].text for row in now.rows) == ["4.00", "9.00"]
    assert frozen.total.cells[column].text == "6.00"
    assert frozen.notes[:-1] == now.notes
    assert frozen.notes[-1] == made.mark and "JZ202606-1" in made.mark and made.digest[:12] in made.mark
    assert ("project", first) in [row.cells[0].record for row in frozen.rows]
    assert returns.paper(closing.report(made, "project_progress")).pdf.startswith(b"%PDF")
    assert [one.number for one in closing.of_period("project_progress", "2026-06")] == ["JZ202606-1"]
    assert closing.of_period("project_progress", "2026-05") == []


def test_differences_lead_down_to_the_records(town):
    (_, two), (first, second) = town
    old = closing.make("2026-06")
    record.save("project", {"budget_total": 2_500_000, "stage": "08"}, id=first)
    record.delete("project", [second])
    third = project("丙桥", two, 1_000_000)
    found = differences(old)
    whole = found["项目总投资"]
    assert (whole.text("old"), whole.text("new"), whole.step) == ("6.00万元", "3.50万元", "-2.50")
    told = {change.label: change for change in closing.records(whole)}
    assert told["甲路"].fields == (("计划总投资", "2.00 万元", "2.50 万元"), ("项目阶段", "在建", "完工"))
    assert (told["甲路"].kind, told["甲路"].id) == ("changed", first)
    assert (told["乙路"].kind, told["乙路"].why, told["乙路"].id) == ("gone", "已删除", None)
    assert (told["丙桥"].kind, told["丙桥"].why, told["丙桥"].id) == ("new", "新登记的", third)
    assert found["项目总投资（甲村）"].step == "+0.50" and found["项目总投资（乙村）"].step == "-3.00"
    assert found["项目数：完工"].old is None and found["项目数：完工"].text("old") == "—"
    assert "项目数" not in found and "项目数" in differences(old, every=True)
    # Between two closings it is the same as between the first and now.
    new = closing.make("2026-06")
    assert new.number == "JZ202606-2" and [o.number for o in closing.closings()] == ["JZ202606-2", "JZ202606-1"]
    record.save("project", {"budget_total": 9_900_000}, id=first)
    again = differences(old, new)
    assert again.keys() == found.keys()
    assert {c.label: c.fields for c in closing.records(again["项目总投资"])} == {
        c.label: c.fields for c in told.values()
    }


def test_what_is_changed_and_put_back_is_no_difference_of_fields(town):
    _, (first, _) = town
    old = closing.make("2026-06")
    record.save("project", {"budget_total": 5_000_000}, id=first)
    operation.undo(history.next_undo().id)
    assert differences(old) == {}
    (change,) = closing.records(differences(old, every=True)["项目总投资"])
    assert (change.kind, change.fields) == ("changed", ())


def test_a_record_that_moves_between_figures_says_why(town):
    _, (first, _) = town
    old = closing.make("2026-06")
    record.save("project", {"stage": "08"}, id=first)
    found = differences(old)
    assert [(c.kind, c.why, c.fields) for c in closing.records(found["项目数：完工"])] == [
        ("new", "原来登记过，现在才计入", (("项目阶段", "在建", "完工"),))
    ]
    assert [c.why for c in closing.records(found["项目数：在建"])] == ["改过以后不再计入"]


def test_what_only_the_calendar_moves_has_no_records(town):
    old = closing.make("2026-06")
    clock.freeze(datetime.date(2026, 7, 31))
    found = differences(old)["序时进度"]
    assert (found.text("old"), found.text("new"), found.step) == ("50.00%", "58.33%", "+8.33")
    assert closing.records(found) == []


def test_an_alteration_shows(town):
    made, later = closing.make("2026-06"), closing.make("2026-06")
    for sql, said in (
        ("UPDATE closing_figure SET value = '\"9.00\"' WHERE name = 'project_total'", "的指标或说明和结账时不一样"),
        ("UPDATE closing SET note = '改过' WHERE id = 1", "的指标或说明和结账时不一样"),
        ("DELETE FROM closing_set", "缺了背后的记录"),
        ("UPDATE closing_report SET data = (SELECT data FROM closing_report WHERE name = 'sale_month') "
         "WHERE name = 'project_progress'", "“项目进度及资金支出月报”和结账时不一样"),
    ):  # fmt: skip
        with database.atomic() as change:
            run(sql)
            assert any(said in text for text in closing.verify(made)), sql
            change.rollback()
        assert closing.verify(made) == []
    run("UPDATE closing SET digest = 'x' WHERE id = 1")
    assert any("之前的一次结账被改过" in text for text in closing.verify(later))


def test_what_cannot_be_closed_is_refused_with_a_sentence(town):
    for month, said in (("2026-07", "还没有到"), ("2026-13", "看不懂"), ("上月", "看不懂")):
        with pytest.raises(Trouble, match=said):
            closing.make(month)
    with pytest.raises(KeyError, match="还没有结过账"):
        closing.find("2026-06")
    with pytest.raises(Cancelled):
        closing.make("2026-06", progress=lambda at, _total, _text: at < 3)
    assert closing.closings() == [] and run("SELECT COUNT(*) FROM closing_figure").fetchone()[0] == 0


def test_equal_sets_are_kept_once(town):
    closing.make("2026-05")
    ((before,),) = run("SELECT COUNT(*) FROM closing_set")
    closing.make("2026-06")
    ((after,),) = run("SELECT COUNT(*) FROM closing_set")
    ((rows,),) = run("SELECT COUNT(*) FROM closing_figure")
    assert before == after < rows


@pytest.mark.parametrize("members", [{}, {5: 1}, {1: 1, 2: 3, 100_000: 1, 100_001: 12}])
def test_sets_are_packed_and_unpacked(members):
    digest, data = sets.packed(members)
    assert sets.unpacked(data) == members and len(digest) == 64
    assert sets.packed({**members, 7: 2})[0] != digest


def test_the_command_line_closes_compares_and_proves(town, tmp_path, capsys):
    from ui import cli

    _, (first, _) = town
    path = str(tmp_path / "a.db")
    ledger_file.close()

    def told(*words):
        code = cli.main(["closing", *words, "--db", path, "--json"])
        clock.freeze(JUNE)
        return code, json.loads(capsys.readouterr().out)

    code, made = told("make", "2026-06", "--note", "上报用")
    assert (code, made["number"], made["note"], made["reports"]["project_progress"]) == (
        0, "JZ202606-1", "上报用", "2026-06"
    )  # fmt: skip
    assert told("compare") == (0, {"old": "JZ202606-1", "new": "now", "differences": []})
    ledger_file.open_existing(tmp_path / "a.db")
    record.save("project", {"budget_total": 2_100_000}, id=first)
    ledger_file.close()
    code, found = told("compare", "2026-06", "now", "--figure", "project_total", "--records")
    (whole, *_) = found["differences"]
    assert code == 1 and (whole["old"], whole["new"], whole["step"]) == ("6.00", "6.10", "+0.10")
    assert whole["records"][0]["fields"] == [{"label": "计划总投资", "old": "2.00 万元", "new": "2.10 万元"}]
    assert told("list")[1][0]["digest"] == made["digest"]
    assert told("verify") == (0, [{"number": "JZ202606-1", "ok": True, "problems": []}])
    assert cli.main(["closing", "compare", "2026-06", "--db", path]) == 1
    text = capsys.readouterr().out
    assert "项目总投资：6.00万元 → 6.10万元（+0.10）" in text and "个指标不同" in text
    out = str(tmp_path / "月报.pdf")
    assert cli.main(["report", "R15", out, "--closing", "2026-06", "--db", path]) == 0
    assert (tmp_path / "月报.pdf").read_bytes().startswith(b"%PDF")
    capsys.readouterr()
    assert cli.main(["report", "R15", "--closing", "2026-06", "--db", path, "--json"]) == 0
    (table,) = json.loads(capsys.readouterr().out)["tables"]
    assert made["number"] in table["notes"][-1] and table["total"][3] == "6.00"
    assert cli.main(["report", "R15", out, "--closing", "2026-06", "--period", "2026-05", "--db", path]) == 2
    assert "期间和范围就是结账时的" in capsys.readouterr().err
    for words, said in ((["tear"], "看不懂"), (["compare", "2025-01"], "没有“2025-01”这次结账"),
                        (["make", "2026-06", "2026-07"], "最多写 1 个")):  # fmt: skip
        assert cli.main(["closing", *words, "--db", path]) == 2
        assert said in capsys.readouterr().err
