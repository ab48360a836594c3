import datetime
import json

import pytest

from models import clock, history, ledger_file, operation, query, record
from models.exchange import foreign, importer, read
from models.exchange.read import Unreadable
from models.kinds import Fault
from models.ledger import ledger, ledgers
from models.operation import Cancelled
from models.query import Selection

from .books import book, state

IDS = ["500297197305061358", "500297198911028114", "50029719610406091X", "500297197709067553"]
PEOPLE = ["户编号", "行政村", "姓名", "证件号码", "与户主关系", "户类型"]
ROWS = [
    ["0100", "青山村", "欧阳昌林", IDS[0], "户主", "脱贫户"],
    ["0100", "青山村", "陈军", IDS[1], "其他", "脱贫户"],
    ["0200", "石桥村", "丁昌", IDS[2], "户主", "一般农户"],
]


@pytest.fixture(autouse=True)
def file(tmp_path):
    clock.freeze(datetime.date(2026, 7, 1))
    ledger_file.create(tmp_path / "台账.db")
    return tmp_path


def take_in(path, name=None, **more):
    return importer.run(importer.prepare(path, name), back_up=False, **more)


def one(name, **where):
    selection = Selection(name)
    for path, value in where.items():
        selection = selection.where(path, "=", value)
    (id,) = query.ids(selection)
    return record.load(ledger(name), [id])[id]


def counts(receipt):
    return {name: count for name, count in receipt.counts.items() if count}


def test_one_table_makes_people_households_and_villages_as_one_operation(file):
    receipt = take_in(book(file / "a.xlsx", 成员=[PEOPLE, *ROWS]))
    assert counts(receipt) == {"new": 3} and len(receipt.operations) == 1
    assert {of.name: of.model.select().count() for of in ledgers() if of.model.select().count()} == {
        "village": 2, "household": 2, "member": 3,
    }  # fmt: skip
    home = one("household", hh_no="0100")
    assert (home["head"], home["members_now"], home["hh_type"]) == ("欧阳昌林", 2, "01")
    person = one("member", id_no=IDS[0])
    assert person["birth"] == "1973-05-06" and person["household"] == home["id"] and person["initials"] == "oycl"
    row = history.operation_row(receipt.operations[0])
    assert (row.kind, row.source) == ("import", "a.xlsx") and "家庭成员" in row.title
    assert "顺带新登记行政村“青山村”" in " ".join(receipt.problems)
    assert sum("顺带新登记行政村" in text for text in receipt.problems) == 2


def test_the_same_file_again_changes_nothing(file):
    path = book(file / "a.xlsx", 成员=[PEOPLE, *ROWS])
    take_in(path)
    before = state()
    receipt = take_in(path)
    assert counts(receipt) == {"unchanged": 3} and receipt.operations == [] and state() == before


def test_undo_brings_back_the_exact_state(file):
    take_in(book(file / "a.xlsx", 成员=[PEOPLE, *ROWS]))
    before = state()
    changed = [
        [*ROWS[0][:5], "一般农户"],
        [*ROWS[2][:2], "丁昌盛", *ROWS[2][3:]],
        ["0300", "黄泥村", "邓东升", IDS[3], "户主", ""],
    ]
    receipt = take_in(book(file / "b.xlsx", 成员=[PEOPLE, *changed]))
    assert counts(receipt) == {"new": 1, "update": 2} and state() != before
    assert one("household", hh_no="0100")["hh_type"] == "02"
    operation.undo(receipt.operations[0])
    assert state() == before


def test_an_empty_cell_blanks_nothing_and_a_filled_one_changes(file):
    take_in(book(file / "a.xlsx", 成员=[[*PEOPLE, "联系电话"], [*ROWS[0], "15412345678"]]))
    plans = importer.prepare(book(file / "b.xlsx", 成员=[[*PEOPLE, "联系电话", "民族"], [*ROWS[0], None, "苗族"]]))
    (row,) = importer.preview(plans).sheets[0].rows
    assert row.verdict == "update" and row.changes == [("民族", "", "苗族")]
    importer.run(plans, back_up=False)
    person = one("member", id_no=IDS[0])
    assert person["phone"] == "15412345678" and person["nation"]


def test_a_preview_says_what_the_import_does_and_writes_nothing(file):
    take_in(book(file / "a.xlsx", 成员=[PEOPLE, *ROWS[:2]]))
    before = state()
    rows = [PEOPLE, *ROWS[1:], ["0200", "石桥村", "王芳", "500297198911028110", "配偶", None]]
    plans = importer.prepare(book(file / "b.xlsx", 成员=rows))
    trial = importer.preview(plans)
    assert state() == before and trial.dry and trial.operations == []
    assert [row.verdict for row in trial.sheets[0].rows] == ["unchanged", "new", "error"]
    assert trial.sheets[0].rows[0].id == one("member", id_no=IDS[1])["id"]
    receipt = importer.run(plans, back_up=False)
    assert receipt.counts == trial.counts and receipt.problems == trial.problems


def test_bad_rows_fail_alone_and_say_where(file):
    rows = [["青禾乡花名册"], PEOPLE, *ROWS, ["0200", "石桥村", "王芳", IDS[3][:17] + "1", "配偶", None]]
    receipt = take_in(book(file / "a.xlsx", 成员=rows))
    assert counts(receipt) == {"new": 3, "error": 1}
    assert "第 6 行 证件号码：证件号码第 18 位应为 3，现为 1" in receipt.problems
    assert receipt.sheets[0].failed == {6: "证件号码：证件号码第 18 位应为 3，现为 1"}


def test_a_number_twice_in_a_table_fails_the_second(file):
    receipt = take_in(book(file / "a.xlsx", 成员=[PEOPLE, *ROWS, ["0200", "石桥村", "丁二", IDS[2], "其他", None]]))
    assert counts(receipt) == {"new": 3, "error": 1}
    assert "第 5 行：证件号码与第 4 行重复" in receipt.problems


def test_a_second_head_fails_alone(file):
    rows = [PEOPLE, *ROWS, ["0100", "青山村", "邓东升", IDS[3], "户主", "脱贫户"]]
    receipt = take_in(book(file / "a.xlsx", 成员=rows))
    assert counts(receipt) == {"new": 3, "error": 1} and "第 5 行 与户主关系：这一户已经有户主了" in receipt.problems


def test_a_failing_head_does_not_drag_the_household_down(file):
    rows = [[*PEOPLE, "性别"], [*ROWS[0], "女"], [*ROWS[1][:4], "配偶", "脱贫户", "男"]]
    receipt = take_in(book(file / "a.xlsx", 成员=rows))
    assert counts(receipt) == {"new": 1, "error": 1} and list(receipt.sheets[0].failed) == [2]


def test_the_same_person_is_found_by_name_and_birth_for_review(file):
    take_in(
        book(
            file / "a.xlsx", 成员=[["姓名", "出生日期", "行政村", "民族"], ["欧阳昌林", "1973-05-06", "青山村", "汉族"]]
        )
    )
    rows = [["姓名", "出生日期", "行政村", "证件号码"], ["欧阳昌林", "1973-05-06", "青山村", IDS[0]]]
    receipt = take_in(book(file / "b.xlsx", 成员=rows))
    assert counts(receipt) == {"update": 1} and any("请核对" in text for text in receipt.problems)
    # Another number means another person.
    other = [rows[0], ["欧阳昌林", None, "青山村", IDS[3]]]
    assert counts(take_in(book(file / "c.xlsx", 成员=other))) == {"new": 1}


def test_several_of_the_same_are_an_error(file):
    village = record.save("village", {"name": "青山村"}).id
    for _ in range(2):
        record.save("member", {"name": "李平", "birth": "1990-01-01", "village": village})
    rows = [["姓名", "出生日期", "行政村"], ["李平", "1990-01-01", "青山村"]]
    receipt = take_in(book(file / "a.xlsx", 成员=rows))
    assert counts(receipt) == {"error": 1} and "已有 2 条同样的记录" in receipt.problems[0]


SALES = ["销售日期", "采购单位", "产品名称", "数量", "单位", "金额（元）"]


def test_rows_without_a_number_are_records_of_their_own_and_found_again(file):
    deal = ["2024-03-18", "县医院", "脆李", 100, "斤", 800]
    path = book(file / "a.xlsx", 销售=[SALES, deal, deal, [*deal[:3], 50, "斤", 400]])
    assert counts(take_in(path)) == {"new": 3}
    assert counts(take_in(path)) == {"unchanged": 3}
    more = book(file / "b.xlsx", 销售=[SALES, deal, deal, deal])
    assert counts(take_in(more)) == {"unchanged": 2, "new": 1}


def test_a_wrong_date_is_refused_not_guessed(file):
    receipt = take_in(book(file / "a.xlsx", 销售=[SALES, ["2023-413日", "县医院", "脆李", 1, "斤", 8]]))
    assert counts(receipt) == {"error": 1} and "“2023-413日”不是日期" in receipt.problems[0]
    with pytest.raises(Fault):
        ledger("sale").fields["date"].kind.parse("2023-413日")


def test_vague_figures_keep_their_qualifier_and_an_exact_one_takes_it_away(file):
    headers = ["行政村", "年度", "集体经济收入（万元）"]
    take_in(book(file / "a.xlsx", 村级报告=[headers, ["双达村", 2022, "20余万元"]]))
    (id,) = query.ids(Selection("ce_entry"))
    stored = record.load(ledger("ce_entry"), [id])[id]
    assert (stored["amount"], stored["amount_q"]) == (20_000_000, "ge")
    assert type(stored["amount"]) is int
    receipt = take_in(book(file / "b.xlsx", 销售=[SALES, ["2024-01-01", "县医院", "脆李", "560余", "斤", 800]]))
    assert any("约数" in text for text in receipt.problems)


def test_money_is_read_in_the_unit_of_the_column(file):
    rows = [["单位：万元"], ["支付日期", "项目名称", "支付金额", "收款单位"], ["2024-01-05", "产业路", 1.25, "甲公司"]]
    take_in(book(file / "p.xlsx", 资金=[["项目名称", "资金来源", "资金额度（元）"], ["产业路", "中央资金", 30000]]))
    assert one("fund_line")["amount"] == 3_000_000
    take_in(book(file / "a.xlsx", 支付=rows))
    assert one("payment")["amount"] == 1_250_000


def test_payments_beyond_their_line_fail_alone(file):
    sheets = {
        "支付": [
            ["支付日期", "项目名称", "支付金额（万元）"],
            ["2024-01-05", "产业路", 2],
            ["2024-02-05", "产业路", 2],
        ],
        "资金": [["项目名称", "资金来源", "资金额度（万元）"], ["产业路", "中央资金", 3]],
    }
    # The sheet of payments stands first and is still written after the money it is drawn from.
    receipt = take_in(book(file / "a.xlsx", **sheets))
    assert counts(receipt) == {"new": 2, "error": 1}
    assert any(text.startswith("第 3 行 支付金额：这笔资金只剩") for text in receipt.problems)


def test_a_payment_without_its_project_is_told(file):
    receipt = take_in(
        book(file / "a.xlsx", 支付=[["支付日期", "项目名称", "支付金额（万元）"], ["2024-01-05", "没有的", 2]])
    )
    assert counts(receipt) == {"error": 1} and "资金来源没有填" in receipt.problems[0]


def test_money_columns_become_fund_lines_and_change_them(file):
    headers = ["项目名称", "项目年度", "中央资金（万元）", "省级资金（万元）"]
    path = book(file / "a.xlsx", 项目=[headers, ["产业路", 2024, 10, "/"], ["饮水", 2024, 1, 2]])
    assert counts(take_in(path)) == {"new": 2}
    assert ledger("fund_line").model.select().count() == 3
    assert counts(take_in(path)) == {"unchanged": 2}
    receipt = take_in(book(file / "b.xlsx", 项目=[headers, ["产业路", 2024, 12, 5]]), keep_rows=True)
    assert counts(receipt) == {"update": 1}
    assert receipt.sheets[0].rows[0].changes == [("中央资金", "10.00", "12.00"), ("省级资金", "", "5.00")]


def test_a_short_village_name_means_the_one_that_goes_on(file):
    rows = [["户编号", "户主姓名", "行政村"], ["1", "甲乙", "双河"], ["2", "丙丁", "双河村"], ["3", "戊己", "双河村"]]
    take_in(book(file / "a.xlsx", 农户=rows))
    assert [name for (name,) in ledger("village").model.select(ledger("village").model.name).tuples()] == ["双河村"]
    take_in(book(file / "b.xlsx", 农户=[rows[0], ["4", "庚辛", "双河"]]))
    assert ledger("village").model.select().count() == 1


def test_villages_of_one_name_need_their_township(file):
    for town in ("青禾乡", "石桥镇"):
        record.save("village", {"name": "新民村", "township": town})
    rows = [["户编号", "户主姓名", "行政村"], ["1", "甲乙", "新民村"]]
    receipt = take_in(book(file / "a.xlsx", 农户=rows))
    assert counts(receipt) == {"error": 1} and "行政村“新民村”：已有 2 条" in receipt.problems[0]
    rows = [["户编号", "户主姓名", "乡镇", "行政村"], ["1", "甲乙", "石桥镇", "新民村"]]
    assert counts(take_in(book(file / "b.xlsx", 农户=rows))) == {"new": 1}


def test_a_list_that_names_no_village_is_taken_with_a_request(file):
    receipt = take_in(book(file / "a.xlsx", 带动农户=[["户编号", "户主姓名"], ["1", "甲乙"], ["2", None]]))
    assert counts(receipt) == {"new": 1, "error": 1}
    assert receipt.problems == ["第 3 行 户主姓名：户主姓名没有填", "第 2 行 行政村：行政村没有填，请以后补上",
                                "第 3 行 行政村：行政村没有填，请以后补上"]  # fmt: skip


def test_what_the_program_keeps_is_not_overwritten(file):
    take_in(book(file / "a.xlsx", 成员=[PEOPLE, *ROWS]))
    rows = [
        ["户编号", "户主姓名", "行政村", "家庭人口数", "户联系电话"],
        ["0100", "欧阳昌林", "青山村", 9, "15412345678"],
    ]
    receipt = take_in(book(file / "b.xlsx", 农户=rows))
    assert counts(receipt) == {"update": 1} and any("由程序" in text for text in receipt.problems)
    assert one("household", hh_no="0100")["members_now"] == 2


def test_skipped_rows_are_left_out(file):
    path = book(file / "a.xlsx", 成员=[PEOPLE, *ROWS])
    receipt = take_in(path, choices={("a.xlsx", 0): [2, 3]})
    assert counts(receipt) == {"skipped": 2, "new": 1}
    assert receipt.to_json()[0]["rows"] == {"read": 1, "new": 1, "update": 0, "unchanged": 0, "error": 0}


def test_stopping_writes_nothing(file):
    before = state()
    with pytest.raises(Cancelled):
        take_in(book(file / "a.xlsx", 成员=[PEOPLE, *ROWS]), progress=lambda *_: False)
    assert state() == before and history.operations() == []


def test_a_crash_in_the_middle_writes_nothing(file, monkeypatch):
    from models.exchange import sheet_import

    path = book(file / "a.xlsx", 成员=[PEOPLE, *ROWS], 村=[["行政村", "总户数（户）"], ["青山村", 3]])
    monkeypatch.setattr(importer, "CHUNK", 2)
    before, real, seen = state(), sheet_import.SheetImport.chunk, []

    def chunk(self, *given):
        seen.append(1)
        if len(seen) == 3:
            raise RuntimeError("out")
        real(self, *given)

    monkeypatch.setattr(sheet_import.SheetImport, "chunk", chunk)
    with pytest.raises(RuntimeError):
        take_in(path)
    assert state() == before


def test_chunks_give_what_one_piece_gives(file, monkeypatch):
    monkeypatch.setattr(importer, "CHUNK", 1)
    rows = [
        PEOPLE,
        *ROWS,
        ["0200", "石桥村", "丁二", IDS[2], "其他", None],
        ["0100", "青山村", "邓东升", IDS[3], "户主", None],
    ]
    receipt = take_in(book(file / "a.xlsx", 成员=rows))
    assert counts(receipt) == {"new": 3, "error": 2}
    assert ledger("household").model.select().count() == 2


def test_the_receipt_as_json(file, monkeypatch):
    monkeypatch.setitem(foreign._MARKS, "种子发放", ("种子品名",))
    rows = [["花名册"], ["序号", *PEOPLE, "看不懂"], *[[at, *row, "x"] for at, row in enumerate(ROWS, 1)], ["合计"]]
    receipt = take_in(book(file / "a.xlsx", 成员=rows, 种子=[["种子品名", "户主姓名"], ["玉米", "b"]]))
    first, second = json.loads(json.dumps(receipt.to_json()))
    assert first["ledger"] == "member" and first["header_rows"] == [2, 2] and first["data_rows"] == [3, 5]
    assert first["columns"][3] == {"column": "D", "header": "姓名", "field": "member.name", "scale": None, "sure": True}
    assert [one["field"] for one in first["columns"]] == [
        None, "household.hh_no", "region.village", "member.name", "member.id_no", "member.relation",
        "household.hh_type", None,
    ]  # fmt: skip
    assert first["rows"] == {"read": 3, "new": 3, "update": 0, "unchanged": 0, "error": 0}
    assert {"row": 3, "column": "C", "level": "warn", "text": "第 3 行 行政村：顺带新登记行政村“青山村”"} in first[
        "problems"
    ]
    assert second["ledger"] is None and "种子发放" in second["problems"][0]["text"]


def test_many_equal_warnings_are_summed_up(file, monkeypatch):
    from models.exchange import receipt as receipts

    monkeypatch.setattr(receipts, "SAME", 2)
    receipt = take_in(book(file / "a.xlsx", 成员=[["姓名"], *[[f"李{'甲乙丙丁戊'[at]}"] for at in range(5)]]), "member")
    assert sum("证件号码没有填" in text for text in receipt.problems) == 3
    assert any("共 5 行" in text for text in receipt.problems)


def test_a_backup_is_made_first(file):
    receipt = importer.run(importer.prepare(book(file / "a.xlsx", 成员=[PEOPLE, *ROWS])))
    assert receipt.backup is not None and receipt.backup.is_file() and "导入前" in receipt.backup.name


def test_a_file_that_is_no_table_is_refused(file):
    (file / "a.et").write_bytes(b"x")
    with pytest.raises(Unreadable):
        importer.prepare(file / "a.et")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_text_tables_are_imported(file, encoding):
    path = file / "a.csv"
    path.write_bytes("\r\n".join(",".join(row) for row in [PEOPLE, *ROWS]).encode(encoding))
    assert counts(take_in(path)) == {"new": 3}
    assert one("member", id_no=IDS[2])["name"] == "丁昌"


def test_imported_records_can_be_listed(file):
    receipt = take_in(book(file / "a.xlsx", 成员=[PEOPLE, *ROWS]))
    assert query.count(Selection("member").where("last_operation", "=", receipt.operations[0])) == 3
    assert query.count(Selection("member").where("last_operation", "=", receipt.operations[0] + 1)) == 0


def test_what_a_persons_row_says_of_the_household_is_shown_as_a_change(file):
    take_in(book(file / "a.xlsx", 成员=[PEOPLE, *ROWS]))
    rows = [PEOPLE, [*ROWS[0][:5], "一般农户"], [*ROWS[1][:5], "一般农户"]]
    receipt = importer.preview(importer.prepare(book(file / "b.xlsx", 成员=rows)))
    assert [row.changes for row in receipt.sheets[0].rows] == [[("农户户类型", "脱贫户", "一般农户")], []]
    assert counts(receipt) == {"update": 1, "unchanged": 1}


@pytest.mark.parametrize("large", [False, True])
def test_an_error_value_is_no_blank(file, large, monkeypatch):
    import xlsxwriter

    if large:
        monkeypatch.setattr(read, "BESIDE", 0)

    path = file / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("销售")
        sheet.write_row(1, 1, SALES)
        sheet.write_row(2, 1, ["2024-03-18", "县医院", "脆李", 1, "斤", 8])
        sheet.write_row(3, 1, ["2024-03-18", "县医院", None, 1, "斤", 9])
        sheet.write_formula(3, 3, "=VLOOKUP(1,A1:A2,1,0)", None, "#N/A")
    receipt = take_in(path)
    assert counts(receipt) == {"new": 1, "error": 1}
    assert receipt.sheets[0].failed == {4: "产品名称：单元格是错误值 #N/A，请在原表改好公式或填上内容"}


def test_a_formula_without_a_result_is_no_blank(file):
    import openpyxl

    path = file / "a.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "销售"
    sheet.append(SALES)
    sheet.append(["2024-03-18", "县医院", "脆李", 1, "斤", 8])
    sheet.append(["2024-03-18", "县医院", "脆李", "=SUM(D2)", "斤", 9])
    sheet.append(["合计", None, None, "=SUM(D2:D3)", None, "=SUM(F2:F3)"])
    sheet.append([None, None, None, "=D4", None, None])
    workbook.save(path)
    receipt = take_in(path)
    assert counts(receipt) == {"new": 1, "error": 1}
    ((row, text),) = receipt.sheets[0].failed.items()
    assert row == 3 and "只有公式，没有算出的结果" in text and text.startswith(f"{SALES[3]}：")


def test_who_holds_a_post_is_found_among_the_members_of_the_same_file(file):
    posts = [["姓名", "证件号码", "行政村", "岗位名称"], [ROWS[0][2], IDS[0], ROWS[0][1], "护林员"]]
    receipt = take_in(book(file / "a.xlsx", 公益性岗位=posts, 成员=[PEOPLE, *ROWS]))
    assert counts(receipt) == {"new": 4}
    assert one("post", id_no=IDS[0])["member"] == query.ids(Selection("member").where("id_no", "=", IDS[0]))[0]
