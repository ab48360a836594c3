import pytest
import xlsxwriter

from models.exchange import foreign
from models.exchange.find import find_table
from models.exchange.headers import money_unit, plain, spellings, unit_line
from models.exchange.importer import prepare
from models.exchange.match import Mapping, choose, known_headers, targets, with_scale
from models.exchange.read import open_book
from models.ledger import ledger

from .books import book

PEOPLE = ["序号", "行政村", "姓名", "身份证号码", "与户主关系"]


def table_of(path, at=0):
    return find_table(open_book(path)[at], known_headers())


def fields(mapping):
    return [one.target.name if one.target else None for one in mapping.columns]


def test_the_header_is_found_below_title_and_unit_rows(tmp_path):
    rows = [["青禾乡脱贫人口花名册"], ["填报单位：青禾乡", None, None, "单位：人"], [], PEOPLE]
    rows += [[1, "青山村", "欧阳昌林", "500297197305061358", "户主"], ["合计", None, 1], ["填表人：", None, "审核人："]]
    table = table_of(book(tmp_path / "a.xlsx", 表=rows))
    assert table.header_rows == (4, 4) and table.title == "青禾乡脱贫人口花名册"
    assert [number for number, _ in table.records()] == [5]
    assert table.data_rows == (5, 5)


def test_rows_that_are_no_records_are_left_out(tmp_path):
    rows = [
        PEOPLE,
        [1, 2, 3, 4, 5],
        [1, "青山村", "欧阳昌林", "a", "户主"],
        ["小计", None, "1"],
        [],
        ["（一）脱贫户"],
        [2, "青山村", "合计平", "b", "配偶"],
        PEOPLE,
        [3, "青山村", "总建国", "c", "之子"],
        [4],
        [None, "总　计", None, "3"],
        ["说明：本表由村填"],
        ["填表人：张三", None, None, "审核人：李四"],
    ]
    table = table_of(book(tmp_path / "a.xlsx", 表=rows))
    assert [(number, row[2]) for number, row in table.records()] == [(3, "欧阳昌林"), (7, "合计平"), (9, "总建国")]
    assert table.data_rows == (3, 9)


def test_two_and_three_level_headers_are_joined(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as file:
        sheet = file.add_worksheet()
        sheet.merge_range(0, 0, 0, 5, "项目计划表")
        sheet.write(1, 4, "单位：万元")
        sheet.merge_range(2, 0, 4, 0, "项目名称")
        sheet.merge_range(2, 1, 2, 3, "资金来源")
        sheet.merge_range(3, 1, 3, 2, "财政资金")
        sheet.write(4, 1, "中央")
        sheet.write(4, 2, "省级")
        sheet.merge_range(3, 3, 4, 3, "自筹资金")
        sheet.merge_range(2, 4, 4, 4, "总投资")
        sheet.merge_range(2, 5, 2, 5 + 1, "受益对象")
        sheet.merge_range(3, 5, 4, 5, "户数")
        sheet.merge_range(3, 6, 4, 6, "人数")
        sheet.write_row(5, 0, ["产业路", 10, 2, 0, 12, 30, 90])
    table = table_of(path)
    assert table.header_rows == (3, 5) and table.unit == "万元"
    assert [one.text for one in table.headers[:4]] == [
        "项目名称",
        "资金来源/财政资金/中央",
        "资金来源/财政资金/省级",
        "资金来源/自筹资金",
    ]
    mapping = choose(table)
    assert mapping.ledger.name == "project"
    assert fields(mapping) == [
        "project.name", "project.funds", "project.funds", "project.funds", "project.budget_total",
        "project.benefit_hh", "project.benefit_persons",
    ]  # fmt: skip
    assert [one.target.code for one in mapping.columns[1:4]] == ["F1", "F2", "F13"]
    assert [one.scale for one in mapping.columns] == [None, *[1_000_000] * 4, None, None]


def test_cells_merged_over_rows_hold_for_all_of_them(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as file:
        sheet = file.add_worksheet()
        sheet.write_row(0, 0, ["户主姓名", "姓名", "与户主关系"])
        sheet.merge_range(1, 0, 3, 0, "欧阳昌林")
        for at, row in enumerate([["欧阳昌林", "户主"], ["王芳", "配偶"], ["欧阳平", "之子"], ["陈军", "户主"]], 1):
            sheet.write_row(at, 1, row)
    rows = [row[0] for _, row in table_of(path).records()]
    assert rows == ["欧阳昌林", "欧阳昌林", "欧阳昌林", ""]


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("金额（万元）", "万元"),
        ("金额(元)", "元"),
        ("金额/万元", "万元"),
        ("金额", ""),
        ("单价（元/斤）", "元"),
        ("面积（亩）", ""),
    ],
)
def test_units_in_headers(header, unit):
    assert money_unit(header) == unit


def test_units_in_lines_and_spellings():
    assert unit_line(["", "单位：万元、户、人"]) == "万元"
    assert unit_line(["", "单位：户、人、万元"]) == "万元"
    assert unit_line(["填报单位：万元乡"]) in ("", "万元")
    assert unit_line(["单位：人、元、㎡"]) == "元"
    assert plain(" 与户主\n关系＊") == "与户主关系"
    assert spellings("务工时间（月）") == ("务工时间(月)", "务工时间")


def test_identifiers_labels_and_synonyms_lead_to_fields(tmp_path):
    rows = [["household.hh_no", "户主", "身份证号码", "*户类型", "家庭人口（人）", "所在村", "看不懂的列"], ["1"] * 7]
    mapping = choose(table_of(book(tmp_path / "a.xlsx", 农户=rows)))
    assert mapping.ledger.name == "household"
    assert fields(mapping) == [
        "household.hh_no", "household.head", "household.head_id_no", "household.hh_type", "household.members_now",
        "region.village", None,
    ]  # fmt: skip
    assert all(one.sure for one in mapping.columns)


def test_a_table_of_people_uses_its_households_columns_too(tmp_path):
    rows = [
        ["户编号", "户主姓名", "行政村", "组", "姓名", "证件号码", "联系电话", "户类型", "年龄", "备注"],
        ["1"] * 10,
    ]
    mapping = choose(table_of(book(tmp_path / "a.xlsx", 表=rows)))
    assert mapping.ledger.name == "member"
    assert [one.target.path for one in mapping.columns] == [
        "household.hh_no", "household.head", "village.name", "household.group", "name", "id_no", "phone",
        "household.hh_type", "age", "remark",
    ]  # fmt: skip
    assert not mapping.columns[8].target.writable


def test_tables_of_ledgers_that_do_not_exist_are_left_alone(tmp_path, monkeypatch):
    monkeypatch.setitem(foreign._MARKS, "种子发放", ("种子品名",))
    headers = ["户编号", "户主姓名", "行政村", "种子品名"]
    (plan,) = prepare(book(tmp_path / "a.xlsx", 表=[headers, ["1"] * len(headers)]))
    assert plan.ready == [] and "没有对应的台账（像是“种子发放”的表）" in plan.sheets[0].mapping.why


def test_the_sheet_name_decides_between_equals(tmp_path):
    rows = [["项目名称", "资金来源", "资金额度（万元）"], ["产业路", "中央资金", 3]]
    (plan,) = prepare(book(tmp_path / "a.xlsx", 资金=rows))
    assert plan.sheets[0].ledger.name == "fund_line"
    assert plan.sheets[0].mapping.columns[0].target.path == "project.name"


def test_a_sheet_without_a_header_and_a_hidden_sheet_are_left_alone(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as file:
        file.add_worksheet("字").write(0, 0, "只有一句话")
        hidden = file.add_worksheet("藏")
        hidden.write_row(0, 0, PEOPLE)
        hidden.hide()
    (plan,) = prepare(path)
    assert [one.mapping.why for one in plan.sheets] == [
        "没有找到认得的表头，没有对应的台账，没有导入",
        "是隐藏的工作表，没有导入",
    ]


def test_a_correction_by_hand_frees_the_other_column(tmp_path):
    rows = [["姓名", "名字", "证件号码"], ["甲", "乙", "x"]]
    (plan,) = prepare(book(tmp_path / "a.xlsx", 成员=rows), "member")
    mapping: Mapping = plan.sheets[0].mapping
    name = next(one for one in targets(ledger("member")) if one.path == "name")
    mapping.set_target(2, name)
    assert fields(mapping) == [None, "member.name", "member.id_no"]
    money = choose(table_of(book(tmp_path / "b.xlsx", 销售=[["日期", "采购单位", "金额"], ["2024-01-01", "a", 2]])))
    assert with_scale(money.columns[2], 1_000_000).kind.parse(2) == 2_000_000


def test_a_forced_ledger_takes_what_would_be_left_alone(tmp_path):
    path = book(tmp_path / "a.xlsx", 表=[["姓名", "鞋码", "血型", "爱好", "学历"], ["甲", 42, "O", "钓鱼", "大专"]])
    assert prepare(path)[0].ready == []
    (plan,) = prepare(path, "member")
    assert plan.sheets[0].ledger.name == "member"
    plan.sheets[0].choose_ledger(None)
    assert plan.ready == []
