"""Forms that go on under the same header; rates of sums, payments of the month, villages by years, whose a phone is."""

import docx
import openpyxl
import pytest

from models import query
from models.exchange.fill.form import fill, read_form, save
from models.exchange.fill.scope import read_scope
from models.ledger import ledger
from models.ledgers.projects.fund_line import STATED
from models.query import Selection
from models.record import blank
from models.writer import Operation

from .county_blanks import VILLAGES, empty, sheet, table, workbook


def done(blank_form, wheres=()):
    out = blank_form.with_name(f"已填{blank_form.name}")
    result = fill(read_form(blank_form), read_scope(list(wheres)))
    save(read_form(blank_form), result, out)
    return result, out


def cells(out, values=True):
    made = openpyxl.load_workbook(out, data_only=values).worksheets[0]
    return lambda *names: [made[name].value for name in names]


def continued(path, title="续表", total="合计"):
    head = ["序号", "户主姓名", "身份证号", "家庭人口", "监测对象类别", "识别时间"]
    pages = [[number, *[""] * 5] for number in range(1, 11)]
    rows = [["监测对象花名册", *[None] * 5], head, *pages[:5], [title, *[None] * 5], head, *pages[5:]]
    book = workbook()
    sheet(book, "名册", [*rows, [total, *[""] * 5]], ["A1:F1", "A8:F8"])
    book.save(path)
    return path


def watched(truth):
    return [one for one in truth["households"] if one["episodes"]]


def test_a_list_goes_on_under_the_header_of_the_next_page(opened, tmp_path, truth):
    _, out = done(continued(tmp_path / "续.xlsx"), ["period=2024-11"])
    made = openpyxl.load_workbook(out).worksheets[0]
    rows = [[cell.value for cell in row] for row in made.iter_rows()]
    people = [row for row in rows[2:] if isinstance(row[0], int)]
    assert [row[0] for row in people] == list(range(1, len(watched(truth)) + 1))
    assert sorted(row[1] for row in people) == sorted(one["head"] for one in watched(truth))
    assert rows[7][0] == "续表" and rows[8][0] == "序号" and len([row for row in rows if row[0] == "序号"]) == 2
    assert rows[-1][:4] == ["合计", None, None, sum(one["members_now"] for one in watched(truth))]


def test_sums_of_the_page_are_those_of_the_page(opened, tmp_path):
    _, out = done(continued(tmp_path / "续.xlsx", total="本页合计"), ["period=2024-11"])
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(out).worksheets[0].iter_rows()]
    start = next(at for at, row in enumerate(rows) if row[0] == "续表") + 2
    assert rows[-1][3] == sum(row[3] for row in rows[start:-1])


def test_another_table_under_the_same_header_is_a_list_of_its_own(opened, tmp_path, truth):
    _, out = done(continued(tmp_path / "两.xlsx", title="二、复核名单"), ["period=2024-11"])
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(out).worksheets[0].iter_rows()]
    assert [row[1] for row in rows].count(watched(truth)[0]["head"]) == 2


def month(path):
    rows = [["衔接资金支出进度月报", *[None] * 7], ["报表月份：   年  月", *[None] * 6, "单位：万元"],
            ["序号", "项目名称", "资金情况", "", "支出情况", "", "", "备注"],
            ["", "", "计划总投资", "到位资金", "累计支出", "本月支出", "支出率", ""],
            *empty(8, 20), ["合计", *[""] * 7]]  # fmt: skip
    book = workbook()
    made = sheet(book, "月报", rows, ["A1:H1", "A3:A4", "B3:B4", "C3:D3", "E3:G3", "H3:H4"])
    for row in range(5, 26):
        made.cell(row, 7).number_format = "0.00%"
    book.save(path)
    return path


def test_the_rate_of_all_is_that_of_the_sums(opened, tmp_path, truth):
    result, out = done(month(tmp_path / "月报.xlsx"), ["period=2024-11"])
    made = cells(out)
    paid, received = (sum(one[name] for one in truth["projects"]) for name in ("paid", "received"))
    assert made("A2", "D25", "E25") == [
        "报表月份：2024年11月",
        pytest.approx(received / 1e6),
        pytest.approx(paid / 1e6),
    ]
    assert made("G25") == [pytest.approx(round(paid / received, 4))]
    # Only totals are known of these projects: nobody can say what was paid this month.
    assert made("F5", "F25") == [None, None] and "本月支出" in "".join(one.label for one in result.open)


def test_what_was_paid_this_month_where_payments_are_recorded(opened, tmp_path, truth):
    paths = ("fund_line.project.name", "fund_line", "purpose")
    stated = dict(query.each(Selection("payment"), paths, raw=True))
    assert {row[2] for row in stated.values()} == {STATED}
    of, (name, line, _) = ledger("payment"), next(iter(stated.values()))
    with Operation("edit", "记支付") as told:
        told.edit(of, {id: {"date": "2024-10-31"} for id, row in stated.items() if row[0] == name})
        for day, amount in (("2024-11-05", 1_000_000), ("2024-11-30", 234_500), ("2024-12-01", 5_000)):
            told.add(of, [{**blank(of), "fund_line": line, "date": day, "amount": amount}])
    _, out = done(month(tmp_path / "月报.xlsx"), ["period=2024-11"])
    made = openpyxl.load_workbook(out, data_only=True).worksheets[0]
    found = {row[1].value: row[5].value for row in made.iter_rows(min_row=5, max_row=24) if row[1].value}
    assert found.pop(name) == pytest.approx(1.2345) and set(found.values()) == {None}
    assert made["F25"].value == pytest.approx(1.2345)


def test_villages_by_years(opened, tmp_path, truth):
    rows = [["村级集体经济收入统计表", *[None] * 4], [*[None] * 4, "单位：万元"]]
    rows += [["序号", "村名", "2022年", "2023年", "2024年"]]
    rows += [[at, name, "", "", ""] for at, name in enumerate(VILLAGES, 1)]
    rows += [["合计", "", *(f"=SUM({c}4:{c}9)" for c in "CDE")]]
    book = workbook()
    sheet(book, "集体经济", rows, ["A1:E1", "A10:B10"])
    book.save(tmp_path / "收入.xlsx")
    result, out = done(tmp_path / "收入.xlsx")
    made = cells(out)
    for row, village in enumerate(VILLAGES, 4):
        wanted = [sum(one["amount"] for one in truth["ce_entries"] if (one["village"], one["year"]) == (village, year))
                  for year in (2023, 2024)]  # fmt: skip
        assert made(f"C{row}", f"D{row}", f"E{row}") == [None, *(pytest.approx(one / 1e6) for one in wanted)]
    assert [one.label for one in result.open] == ["2022年"]


def test_a_telephone_behind_the_helper_is_the_helpers(opened, tmp_path, truth):
    document = docx.Document()
    document.add_paragraph("____村帮扶责任人名册")
    table(document, [["户主姓名", "联系电话", "帮扶责任人", "帮扶单位", "电话"], *[[""] * 5] * 4])
    document.save(tmp_path / "名册.docx")
    _, out = done(tmp_path / "名册.docx", ["村=青山村"])
    rows = [[cell.text for cell in row.cells] for row in docx.Document(out).tables[0].rows][1:]
    homes = {one["head"]: one for one in truth["households"]}
    assert rows and all(row[1] == (homes[row[0]]["phone"] or "") for row in rows)
    helpers = {one["helper"]["name"]: one["helper"]["phone"] for one in homes.values() if one.get("helper")}
    assert all(row[4] == (helpers.get(row[2]) or "") for row in rows) and any(row[4] for row in rows)
