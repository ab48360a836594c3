"""The report room: periods, shapes, 合计 and 小计, rounding, public versions, workbook cells."""

import datetime

import openpyxl
import pytest

from models import clock, ledger_file, record, settings
from models.query import Selection, count
from models.reports import returns
from models.reports.returns import period as periods
from models.reports.returns import shapes, workbook
from models.reports.returns.base import ROUNDED, SUBTOTAL, Cell, Head, Made, Report, ReturnTable, Row, Scope

TODAY = datetime.date(2026, 6, 30)


@pytest.fixture
def town(tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db")
    settings.township.put("青禾乡")
    ids = [record.save("village", {"name": name, "seq": at}).id for at, name in enumerate(("甲村", "乙村"), 1)]
    for village, head, code in ((0, "王某某", "01"), (0, "李某某", "02"), (1, "张某某", "01")):
        record.save("household", {"village": ids[village], "head": head, "hh_no": f"H{head}", "members_now": 3,
                                  "classification_2026": code, "phone": "13800000000"})  # fmt: skip
    return ids


def scope(**more):
    villages = returns.build("classification_2026").scope.villages
    return Scope(**{"period": periods.usual(periods.DAY, TODAY), "village": None, "villages": villages, **more})


# --- periods --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "first", "last", "said"),
    [
        ("month", "2024-2", "2024-02-01", "2024-02-29", "2024年2月"),
        ("month", "2026年06月", "2026-06-01", "2026-06-30", "2026年6月"),
        ("quarter", "2026Q2", "2026-04-01", "2026-06-30", "2026年第二季度"),
        ("quarter", "2026年第二季度", "2026-04-01", "2026-06-30", "2026年第二季度"),
        ("year", "2026", "2026-01-01", "2026-12-31", "2026年度"),
        ("day", "2026-06-30", "", "2026-06-30", "截至2026年6月30日"),
    ],
)
def test_a_period_is_understood_and_said(kind, text, first, last, said):
    found = periods.parse(kind, text, TODAY)
    assert (found.first, found.last, found.text) == (first, last, said)
    assert periods.parse(kind, found.key, TODAY) == found


@pytest.mark.parametrize(
    ("kind", "text"), [("month", "2026"), ("month", "2026-13"), ("quarter", "2026Q5"), ("day", "x"), ("none", "2026")]
)
def test_a_period_that_cannot_be_understood_is_refused_with_a_sentence(kind, text):
    with pytest.raises(periods.WrongPeriod, match=r"[\u4e00-\u9fff]"):
        periods.parse(kind, text, TODAY)


def test_the_usual_period_is_the_one_just_ended_for_ten_days():
    assert periods.usual("month", datetime.date(2026, 7, 8)).key == "2026-06"
    assert periods.usual("month", datetime.date(2026, 7, 11)).key == "2026-07"
    assert periods.usual("quarter", datetime.date(2026, 1, 9)).key == "2025Q4"
    assert periods.usual("year", datetime.date(2026, 1, 20)).key == "2025"
    assert periods.usual("year", datetime.date(2026, 3, 1)).key == "2026"


def test_periods_follow_one_another():
    assert periods.parse("month", "2025-12", TODAY).moved(1).key == "2026-01"
    assert periods.parse("quarter", "2026Q1", TODAY).moved(-1).key == "2025Q4"
    assert periods.parse("year", "2026", TODAY).moved(-2).key == "2024"
    assert periods.parse("day", "2026-03-01", TODAY).moved(-1).key == "2026-02-28"


# --- shapes ---------------------------------------------------------------------------------------------------------


def texts(row):
    return [cell.text for cell in row.cells]


def test_households_and_people_come_in_pairs_and_add_up(town):
    summary, _ = returns.build("classification_2026").tables
    assert [(head.group, head.title) for head in summary.heads[1:5]] == [
        ("合计", "户"), ("合计", "人"), ("继续帮扶", "户"), ("继续帮扶", "人")
    ]  # fmt: skip
    assert texts(summary.total)[:5] == ["合计", "3", "9", "2", "6"]
    assert texts(summary.rows[0])[:5] == ["甲村", "2", "6", "1", "3"]
    assert summary.total_first
    assert count(summary.rows[1].cells[1].where) == 1


def test_a_list_has_a_subtotal_per_village_that_is_not_numbered(town):
    _, names = returns.build("classification_2026").tables
    assert [row.kind for row in names.rows] == ["data", "data", SUBTOTAL, "data", SUBTOTAL]
    assert names.rows[2].cells[0].text == "甲村小计"
    assert names.rows[2].cells[5].text == "6"
    assert returns.paper_table(names).strong == {2, 4}


def test_records_without_a_village_get_a_row_of_their_own(town):
    sale = {"date": "2026-06-02", "kind": "01", "amount": 100_00}
    record.save("sale", {**sale, "village": town[0]})
    record.save("sale", {**sale, "amount": 50_00})
    summary = returns.build("sale_month", "2026-06").tables[0]
    assert [row.cells[0].text for row in summary.rows] == ["甲村", "乙村", shapes.NO_VILLAGE]
    assert texts(summary.total)[:3] == ["合计", "2", "150.00"]
    assert count(summary.rows[2].cells[1].where) == 1


def test_a_ratio_without_a_bottom_is_not_applicable(town):
    every = Selection("household")
    top = shapes.count("继续", every.where("classification_2026", "in", ["01"]))
    table = shapes.village_summary(scope(), [shapes.ratio("继续率", top, shapes.count("户", every))])
    assert [texts(row)[1] for row in table.rows] == ["50.00", "100.00"]
    assert texts(table.total)[1] == "66.67"
    assert table.heads[1].title == "继续率（%）"
    nobody = shapes.count("户", every.where("head", "=", "没有这个人"))
    assert texts(shapes.village_summary(scope(), [shapes.ratio("率", top, nobody)]).total)[1] == "—"


def test_rates_are_rounded_half_up():
    assert shapes.RATE.to_text(shapes.half_up(2, 3)) == "66.67"
    assert shapes.RATE.to_text(shapes.half_up(1, 3)) == "33.33"
    assert shapes.RATE.to_text(shapes.half_up(3, 3)) == "100.00"


def test_rounding_is_said_only_where_it_shows():
    heads = (Head("村"), Head("万元", adds=True))
    rows = tuple(Row((Cell(name), Cell(text))) for name, text in (("甲", "0.33"), ("乙", "0.33"), ("丙", "0.33")))
    assert ReturnTable(heads, rows, Row((Cell("合计"), Cell("1.00")), "total")).rounding_shows()
    assert not ReturnTable(heads, rows, Row((Cell("合计"), Cell("0.99")), "total")).rounding_shows()
    assert ROUNDED.startswith("注：")


def test_the_public_version_leaves_personal_columns_out_and_says_so(town):
    inside = returns.build("classification_2026").tables[1]
    public = returns.build("classification_2026", public=True).tables[1]
    assert "户主证件号码" in [head.title for head in inside.heads]
    assert "户主证件号码" not in [head.title for head in public.heads]
    assert public.notes[-1].startswith("公示版")
    assert all(len(row.cells) == len(public.heads) for row in public.rows)


def test_figures_of_a_project_are_those_at_the_end_of_the_month(town):
    project = record.save("project", {"name": "水渠", "year": 2026, "budget_total": 10_000_000}).id
    line = {"project": project, "source": "F1", "amount": 8_000_000}
    fund = record.save("fund_line", {**line, "received_on": "2026-02-01"}).id
    for day, amount in (("2026-03-05", 2_000_000), ("2026-04-01", 1_000_000)):
        record.save("payment", {"fund_line": fund, "date": day, "amount": amount})
    march = returns.build("project_progress", "2026-03").tables[0]
    assert texts(march.rows[0])[3:8] == ["10.00", "8.00", "2.00", "2.00", "25.00"]
    april = returns.build("project_progress", "2026-04").tables[0]
    assert texts(april.rows[0])[3:8] == ["10.00", "8.00", "1.00", "3.00", "37.50"]
    assert april.total.cells[7].text == "37.50"
    assert count(april.rows[0].cells[6].where) == 2


# --- workbook -------------------------------------------------------------------------------------------------------


def test_a_workbook_keeps_ids_as_text_and_figures_as_numbers(town, tmp_path):
    made = returns.build("classification_2026")
    workbook.write(made, tmp_path / "a.xlsx", returns.paper_settings(made))
    summary, names = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets
    assert summary["A1"].value == "青禾乡分类管理评估汇总表"
    assert {"C3:D3", "B3:B4"} <= {str(one) for one in summary.merged_cells.ranges}
    assert [cell.value for cell in summary[5]][:4] == ["合计", None, 3, 9]
    assert summary.print_title_rows == "$3:$4"
    assert summary.page_setup.paperSize == 9
    heads = {cell.value: cell.column for cell in names[3]}
    assert isinstance(names.cell(4, heads["人口"]).value, int)
    assert names.cell(4, heads["户主证件号码"]).number_format == "@"


def test_a_workbook_that_cannot_be_written_leaves_nothing(town, tmp_path):
    from models.database import Trouble

    made = returns.build("classification_2026")
    with pytest.raises(Trouble, match="不能写入"):
        workbook.write(made, tmp_path / "nowhere" / "a.xlsx")
    cards = Made(Report("R0", "x", "卡", "none", (), lambda _: ()), made.scope, ())
    with pytest.raises(Trouble, match="没有 Excel"):
        workbook.write(cards, tmp_path / "b.xlsx")
    assert not list(tmp_path.glob("*.xlsx"))


def test_how_a_report_is_printed_is_remembered(town):
    from dataclasses import replace

    made = returns.build("classification_2026")
    how = returns.paper_settings(made)
    assert how.total_first
    returns.remember_paper(made.report, replace(how, total_first=False, size="A3"))
    again = returns.paper_settings(made)
    assert (again.total_first, again.size) == (False, "A3")


def test_a_number_that_several_reports_share_means_the_main_one():
    assert [returns.find(number).name for number in ("R18", "R10", "R22")] == [
        "sale_month",
        "post_month",
        "points_public",
    ]
