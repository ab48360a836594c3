"""Tables in shapes of which the shared workbooks have no example."""

import datetime

import pytest
import xlsxwriter

from models import ledger_file, query, record
from models.exchange import importer, read
from models.exchange.predict import predict
from models.exchange.recognise import tables_of, understand
from models.ledger import ledger
from models.query import Selection
from models.sample_data import id_number, mobile

from .books import book

NAMES = ["欧阳昌林", "陈军", "丁昌", "余勇", "唐红梅", "李建国", "王秀英", "张志强"]
IDS = [id_number(datetime.date(1960 + at, 1 + at, 3 + at), 11 + at) for at in range(8)]
VILLAGES = ["青山村", "石桥村", "柳溪村", "双河村"]
PEOPLE = [[at + 1, VILLAGES[at % 4], NAMES[at], IDS[at], 1 + at % 5] for at in range(8)]
HEAD = ["序号", "村", "户主姓名", "身份证号码", "家庭人口"]
FIELDS = ["region.village", "household.head", "household.head_id_no", "household.members_now"]


def told(path):
    return [one for one in predict(path)["tables"] if one["ledger"]]


def fields(one):
    return [column["field"] for column in one["columns"]]


def rows(one):
    return [row["r"] for row in one["rows"]]


def test_a_header_of_two_levels_without_merged_cells(tmp_path):
    top = ["序号", "村", "户主", "家庭收入", "", "", "", "家庭纯收入", "备注"]
    low = ["", "", "", "工资性收入", "生产经营性收入", "财产性收入", "转移性收入", "", ""]
    data = [[at, "青山村", NAMES[at], 100 + at, 200, 300, 400, 1000, ""] for at in range(6)]
    title = [["青禾乡2024年度家庭收入情况表"], ["填报单位：青禾乡", "", "", "", "", "单位：元"]]
    (one,) = told(book(tmp_path / "a.xlsx", 收入=[*title, top, low, *data]))
    assert (one["ledger"], one["header"]) == ("income_sheet", [3, 4])
    assert fields(one)[2:7] == [f"income_sheet.{name}" for name in ("wage", "business", "property", "transfer", "net")]
    assert rows(one) == [5, 6, 7, 8, 9, 10] and one["context"]["income_sheet.year"] == "2024"


def test_two_tables_one_below_the_other(tmp_path):
    visits = [["走访日期", "村", "户主姓名", "走访人", "走访情况"]]
    visits += [[f"2024-03-{at + 1:02d}", "青山村", NAMES[at], "王干部", "核对收入"] for at in range(4)]
    sheet = [
        ["一、脱贫户台账"],
        HEAD,
        *PEOPLE,
        ["合计", "", "", "", 22],
        [],
        ["二、走访台账"],
        *visits,
        ["填表人：张三"],
    ]
    first, second = told(book(tmp_path / "a.xlsx", 表=sheet))
    assert (first["ledger"], first["header"], rows(first)) == ("household", [2, 2], list(range(3, 11)))
    assert (second["ledger"], second["header"], rows(second)) == ("visit", [14, 14], [15, 16, 17, 18])


def test_two_tables_side_by_side(tmp_path):
    half = [[*PEOPLE[at], "", *PEOPLE[at + 4]] for at in range(4)]
    left, right = told(book(tmp_path / "a.xlsx", 表=[["脱贫户台账"], [*HEAD, "", *HEAD], *half]))
    assert fields(left) == fields(right) == FIELDS
    assert [column["col"] for column in right["columns"]] == ["H", "I", "J", "K"]
    assert rows(left) == rows(right) == [3, 4, 5, 6] and right["rows"][0]["v"]["I"] == NAMES[4]


def test_titles_of_groups_example_rows_numbers_of_columns_and_repeated_headers(tmp_path):
    head = [one for one in HEAD if one != "村"]
    people = [[row[0], *row[2:]] for row in PEOPLE]
    sheet = [
        ["脱贫户信息台账"], head, [1, 2, 3, 4], ["示例", "张三", IDS[0], 3], ["一、青山村（3户）"], *people[:3],
        ["小计", "", "", 6], ["二、石桥村（2户）"], *people[3:5], head, *people[5:], ["合计", "", "", 22],
        ["注：本表由村填报，一式三份。"], ["填表人：李四", "", "审核人：王五", "2024年6月1日"],
    ]  # fmt: skip
    (one,) = told(book(tmp_path / "a.xlsx", 表=sheet))
    assert fields(one) == FIELDS[1:]
    assert rows(one) == [6, 7, 8, 11, 12, 14, 15, 16]
    assert [row["x"]["region.village"] for row in one["rows"]] == ["青山村"] * 3 + ["石桥村"] * 5


def test_whose_a_row_is_stands_in_the_first_row_only(tmp_path):
    head = ["户主", "村", "姓名", "与户主关系", "身份证号"]
    sheet = [head, [NAMES[0], "青山村", NAMES[0], "户主", IDS[0]], ["", "", NAMES[1], "配偶", IDS[1]],
             ["", "", NAMES[2], "之子", IDS[2]], [NAMES[3], "石桥村", NAMES[3], "户主", IDS[3]],
             ["", "", NAMES[4], "配偶", IDS[4]]]  # fmt: skip
    (one,) = told(book(tmp_path / "a.xlsx", 花名册=sheet))
    assert one["ledger"] == "member"
    assert [row["v"]["A"] for row in one["rows"]] == [NAMES[0]] * 3 + [NAMES[3]] * 2
    assert [row["v"]["B"] for row in one["rows"]] == ["青山村"] * 3 + ["石桥村"] * 2


def test_several_sheets_of_one_shape_are_named_by_their_villages_and_others_left_alone(tmp_path):
    head = [one for one in HEAD if one != "村"]
    part = [["脱贫户台账"], head, *[[row[0], *row[2:]] for row in PEOPLE]]
    codes = [["户类型", "与户主关系", "民族"], ["脱贫户", "户主", "汉族"], ["监测户", "配偶", "苗族"]]
    words = [["填表说明"], ["1. 村按行政区划填写。"], ["2. 户主姓名、身份证号码必须填写。"]]
    total = [["行政村", "户数", "人数"], ["青山村", 8, 22], ["合计", 8, 22]]
    path = book(tmp_path / "a.xlsx", 青山村=part, 石桥村=part, 填表说明=words, 代码表=codes, 汇总=total)
    found = told(path)
    assert [one["sheet"] for one in found] == [0, 1]
    assert [one["context"]["region.village"] for one in found] == ["青山村", "石桥村"]


@pytest.mark.parametrize(
    ("name", "encoding", "sign"),
    [("a.csv", "utf-16", "\t"), ("a.txt", "utf-16", "\t"), ("a.csv", "gb18030", ","), ("a.xls", "utf-16", "\t")],
)
def test_text_tables_whatever_their_name(tmp_path, name, encoding, sign):
    path = tmp_path / name
    path.write_text("\r\n".join(sign.join(map(str, row)) for row in [HEAD, *PEOPLE]), encoding)
    (one,) = told(path)
    assert fields(one) == FIELDS and len(one["rows"]) == 8 and one["rows"][3]["v"]["D"] == IDS[3]


def page(table):
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in table)
    return f"<table border=1><tr><td colspan=5>脱贫户台账</td></tr>{cells}</table>"


def test_a_page_under_the_name_of_a_workbook(tmp_path):
    path = tmp_path / "a.xls"
    path.write_text(f"<html><head><meta charset=gb2312></head><body>{page([HEAD, *PEOPLE])}</body></html>", "gb18030")
    (one,) = told(path)
    assert fields(one) == FIELDS and one["header"] == [2, 2] and rows(one) == list(range(3, 11))


def test_a_block_from_the_clipboard_as_text_and_as_a_page():
    text = "\r\n".join("\t".join(map(str, row)) for row in [HEAD, *PEOPLE]) + "\r\n"
    for sheets in (read.pasted(text), read.pasted(text, f"<html>{page([HEAD, *PEOPLE])}</html>")):
        (table,) = tables_of(sheets[0])
        mapping = understand(table, "剪贴板")
        assert [one.target.name for one in mapping.columns if one.target] == FIELDS
        assert len(table.sample()) == 8
    assert read.pasted("") == []


def test_days_counted_from_1904(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as file:
        sheet, style = file.add_worksheet("走访"), file.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["走访日期", "村", "户主姓名", "走访人", "走访情况"])
        for at in range(5):
            sheet.write_datetime(at + 1, 0, datetime.datetime(2024, 3, 1 + at), style)
            sheet.write_row(at + 1, 1, ["青山村", NAMES[at], "王干部", "核对收入"])
    (one,) = told(path)
    assert [row["v"]["A"] for row in one["rows"]] == [f"2024-03-{1 + at:02d}" for at in range(5)]


def test_dates_without_a_year_take_that_of_the_title_when_all_are_written_so(tmp_path):
    head = ["走访日期", "村", "户主姓名", "走访人", "走访情况"]
    data = [[f"{at + 1}月{at + 2}日", "青山村", NAMES[at], "王干部", "核对收入"] for at in range(5)]
    (one,) = told(book(tmp_path / "a.xlsx", 走访=[["青禾乡2024年走访台账"], head, *data]))
    assert [row["v"]["A"] for row in one["rows"]] == [f"2024-{at + 1:02d}-{at + 2:02d}" for at in range(5)]


def test_what_a_header_says_is_doubted_when_the_cells_say_something_else(tmp_path):
    mixed = [[row[0], row[1], row[3], row[2], row[4]] for row in PEOPLE]
    (one,) = told(book(tmp_path / "a.xlsx", 脱贫户台账=[HEAD, *mixed]))
    assert not [c for c in one["columns"] if c["col"] in ("C", "D") and c["status"] == "sure"]


def test_a_second_column_of_each_year_is_written_beside_the_first(tmp_path):
    sheet = [
        ["青禾乡村集体经济收入统计表（万元）"],
        ["行政村", "2022年", "", "2023年", ""],
        ["", "总收入", "其中：经营性收入", "总收入", "其中：经营性收入"],
        *[[village, 10.5 + at, 3.2, 11, 4] for at, village in enumerate(VILLAGES)],
    ]
    path = book(tmp_path / "a.xlsx", 集体经济=sheet)
    (one,) = told(path)
    assert [(column["field"], column["key"]) for column in one["columns"][1:]] == [
        ("ce_entry.amount", {"year": 2022}),
        ("ce_entry.operating", {"year": 2022}),
        ("ce_entry.amount", {"year": 2023}),
        ("ce_entry.operating", {"year": 2023}),
    ]
    assert [column["status"] for column in one["columns"][1:]] == ["sure"] * 4
    ledger_file.create(tmp_path / "台账.db")
    receipt = importer.run(importer.prepare(path), back_up=False)
    assert dict(receipt.counts) == {"new": 8}
    rows = record.load(ledger("ce_entry"), query.ids(Selection("ce_entry"))).values()
    told_of = {(row["year"], row["amount"], row["operating"]) for row in rows}
    first = {(2022, 10_500_000 + at * 1_000_000, 3_200_000) for at in range(4)}
    assert told_of == first | {(2023, 11_000_000, 4_000_000)}


def test_two_days_in_one_cell_fill_where_a_time_begins_and_where_it_ends(tmp_path):
    spans = ["2024.3-2025.2", "2024年3月5日至8日", "2024.11.30-12.2", "2024年6月至今"]
    sheet = [["农村实用技术培训台账"], ["序号", "培训班名称", "培训起止时间", "培训人数"]]
    sheet += [[at + 1, f"第{at + 1}期电工培训", text, 30 + at] for at, text in enumerate(spans)]
    path = book(tmp_path / "a.xlsx", 培训=sheet)
    ledger_file.create(tmp_path / "台账.db")
    importer.run(importer.prepare(path), back_up=False)
    rows = record.load(ledger("training"), query.ids(Selection("training"))).values()
    assert sorted((row["start"], row["end"] or "") for row in rows) == [
        ("2024-03", "2025-02"), ("2024-03-05", "2024-03-08"), ("2024-06", ""), ("2024-11-30", "2024-12-02"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["2024-2-30", "2024.2-30", "2024-413日", "2024.13-14"])
def test_a_day_that_does_not_exist_is_no_span(tmp_path, text):
    sheet = [["走访台账"], ["走访日期", "村", "户主姓名", "走访人", "走访情况"]]
    sheet += [["2024-03-01", "青山村", NAMES[at], "王干部", "核对"] for at in range(4)]
    sheet += [[text, "青山村", NAMES[5], "王干部", "核对"]]
    (one,) = told(book(tmp_path / "a.xlsx", 走访=sheet))
    last = one["rows"][-1]
    assert "A" not in last["v"] and ("A", "error") in {(note["col"], note["level"]) for note in last["problems"]}


def test_one_span_in_a_column_of_days_is_taken_from_its_start_and_told(tmp_path):
    sheet = [["走访台账"], ["走访日期", "村", "户主姓名", "走访人", "走访情况"]]
    sheet += [["2024-03-01", "青山村", NAMES[at], "王干部", "核对"] for at in range(4)]
    sheet += [["2024.3.5-3.8", "青山村", NAMES[5], "王干部", "核对"]]
    (one,) = told(book(tmp_path / "a.xlsx", 走访=sheet))
    last = one["rows"][-1]
    assert last["v"]["A"] == "2024-03-05" and "一段时间" in last["problems"][0]["text"]


MEMBERS = ["成员1姓名", "成员1身份证", "成员1与户主关系", "成员2姓名", "成员2身份证", "成员2与户主关系"]


def test_people_side_by_side_in_the_row_of_their_household_are_records_of_their_own(tmp_path):
    sheet = [["家庭成员登记表"], ["序号", "村", "户主姓名", *MEMBERS]]
    for at in range(4):
        second = [NAMES[at + 4], IDS[at + 4], "其他"] if at else ["", "", ""]
        sheet.append([at + 1, "青山村", NAMES[at], NAMES[at], IDS[at], "户主", *second])
    path = book(tmp_path / "a.xlsx", 成员=sheet)
    (one,) = told(path)
    assert one["ledger"] == "member" and rows(one) == [3, 4, 5, 6]
    names = [f"member.{name}" for name in ("name", "id_no", "relation")]
    assert [(column["field"], column.get("key")) for column in one["columns"][2:]] == [
        (name, {"n": number}) for number in (1, 2) for name in names
    ]
    ledger_file.create(tmp_path / "台账.db")
    receipt = importer.run(importer.prepare(path), back_up=False)
    assert dict(receipt.counts) == {"new": 7}
    people = record.load(ledger("member"), query.ids(Selection("member"))).values()
    assert {(row["name"], row["id_no"]) for row in people} == set(
        zip([*NAMES[:4], *NAMES[5:]], [*IDS[:4], *IDS[5:]], strict=True)
    )
    assert len({row["household"] for row in people}) == 4


def test_the_first_of_those_side_by_side_may_go_without_its_number(tmp_path):
    head = ["序号", "村", "户主姓名", "姓名", "身份证号", "姓名2", "身份证号2", "姓名3", "身份证号3"]
    sheet = [
        [at, "青山村", NAMES[at], *(cell for n in range(3) for cell in (NAMES[at + n], IDS[at + n]))] for at in range(5)
    ]
    (one,) = told(book(tmp_path / "a.xlsx", 成员=[["家庭成员登记表"], head, *sheet]))
    assert [(column["field"], column.get("key")) for column in one["columns"][2:]] == [
        (f"member.{name}", {"n": number}) for number in (1, 2, 3) for name in ("name", "id_no")
    ]


def test_columns_that_number_something_else_are_no_records_of_their_own(tmp_path):
    head = ["序号", "村", "户主姓名", "身份证号码", "联系电话1", "联系电话2", "开户行1", "开户行2"]
    sheet = [[at + 1, "青山村", NAMES[at], IDS[at], "", "", "", ""] for at in range(4)]
    (one,) = told(book(tmp_path / "a.xlsx", 户=[["脱贫户信息台账"], head, *sheet]))
    assert one["ledger"] == "household" and not any(column.get("key") for column in one["columns"])


def test_what_stands_under_two_levels_of_words_is_known_by_them(tmp_path):
    top = ["序号", "村", "借款人", "", "贷款情况", "", "", "", ""]
    middle = ["", "", "姓名", "身份证号", "银行", "金额（万元）", "贷款期限", "", "余额（万元）"]
    low = ["", "", "", "", "", "", "起", "止", ""]
    data = [
        [at + 1, VILLAGES[at], NAMES[at], IDS[at], "农商行", 3, f"2023-0{at + 1}-05", f"2025-0{at + 1}-04", 1]
        for at in range(4)
    ]
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("贷款")
        for at, row in enumerate([["小额信贷台账"], top, middle, low, *data]):
            sheet.write_row(at, 0, row)
        for column, word in ((0, "序号"), (1, "村")):
            sheet.merge_range(1, column, 3, column, word)
        sheet.merge_range(1, 2, 1, 3, "借款人")
        sheet.merge_range(1, 4, 1, 8, "贷款情况")
        sheet.merge_range(2, 6, 2, 7, "贷款期限")
        for column in (2, 3, 4, 5, 8):
            sheet.merge_range(2, column, 3, column, middle[column])
    (one,) = told(path)
    assert (one["ledger"], one["header"]) == ("loan", [2, 4])
    assert fields(one)[3:] == [f"loan.{name}" for name in ("bank", "amount", "start", "due", "balance")]


@pytest.mark.parametrize(
    ("head", "sure"),
    [
        (["cun", "hzxm", "xm", "sfzh", "yhzgx"], [False, True, False, True, False]),
        (["Village", "Householder", "Name", "ID Card No.", "Relation"], [True, True, True, False, True]),
        (["村 Village", "户主 Householder", "姓名/Name", "身份证号 ID No.", "与户主关系(yhzgx)"], [True] * 5),
    ],
)
def test_headers_in_other_letters_are_known_and_asked_about_where_they_may_mean_another(tmp_path, head, sure):
    rows_of = [[VILLAGES[at % 4], NAMES[at], NAMES[at], IDS[at], "户主"] for at in range(6)]
    (one,) = told(book(tmp_path / "a.xlsx", 表=[head, *rows_of]))
    assert (one["ledger"], one["header"], rows(one)) == ("member", [1, 1], list(range(2, 8)))
    names = ["region.village", "household.head", "member.name", "member.id_no", "member.relation"]
    assert fields(one) == names
    assert [column["status"] == "sure" for column in one["columns"]] == sure


def test_a_number_without_a_name_is_asked_about(tmp_path):
    path = book(tmp_path / "a.xlsx", 表=[["身份证号", "联系电话"], *[[one, mobile(at)] for at, one in enumerate(IDS)]])
    (one,) = told(path)
    assert one["columns"][0]["status"] == "guess"
