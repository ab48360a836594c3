"""Where a table begins, and whose the telephones, accounts and amounts in it are."""

import xlsxwriter

from models.exchange.read import open_book
from models.exchange.recognise import tables_of, understand
from models.sample_data import bank_card, mobile

from .books import book
from .test_shapes import IDS, NAMES, VILLAGES, fields, told


def test_another_word_in_a_header_printed_again_heads_another_table(tmp_path):
    head = ["序号", "日期", "帮扶单位", "产品", "数量", "单价", "金额"]
    first = [[at + 1, f"2024.3.{at + 1}", "县水利局", "脆李", 10, 5, 50] for at in range(4)]
    other = [[at + 1, f"2024.4.{at + 1}", "县供销社", "脆李", 10, 5, 50] for at in range(5)]
    below = ["购买单位" if text == "帮扶单位" else text for text in head]
    sheet = [["消费帮扶统计表"], head, *first, ["合计", "", "", "", 40, "", 200], ["二、社会单位购买"], below, *other]
    one, two = told(book(tmp_path / "a.xlsx", 消费帮扶=sheet))
    assert (one["header"], one["data"]) == ([2, 2], [3, 6]) and (two["header"], two["data"]) == ([9, 9], [10, 14])
    assert fields(one)[1] == "sale.helper_unit" and fields(two)[1] == "sale.buyer"


def test_a_line_to_fill_in_above_the_header_is_none_of_its_levels(tmp_path):
    top = ["序号", "户主", "收入情况", "", "经营性支出", ""]
    low = ["", "", "工资性收入", "转移性收入", "种植", "养殖"]
    data = [[at + 1, NAMES[at], 1000, 200, 30, 40] for at in range(4)]
    sheet = [["2024年脱贫户收入明细调查表"], ["调查员：", "", "", "", "调查日期：", ""], top, low, *data]
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet("明细")
        for at, row in enumerate(sheet):
            page.write_row(at, 0, row)
        for at, (first, last) in {0: (2, 3), 1: (4, 5)}.items():
            page.merge_range(2, first, 2, last, top[2 + 2 * at])
        page.merge_range(2, 0, 3, 0, "序号")
        page.merge_range(2, 1, 3, 1, "户主")
    (one,) = told(path)
    assert one["header"] == [3, 4]


def test_a_total_that_is_not_the_sum_of_its_parts_is_told_with_its_column(tmp_path):
    head = ["序号", "村", "户主", "年度人口", "工资性收入", "转移性收入", "收入合计", "家庭纯收入", "人均纯收入"]
    data = [[at + 1, "青山村", NAMES[at], 2, 8000, 2000, 10000, 10000, 5000] for at in range(4)]
    data[2][6] = 12000
    (one,) = told(book(tmp_path / "a.xlsx", 收入=[["2024年度家庭收入核算表"], head, *data]))
    assert [
        (row["r"], note["col"], note["level"])
        for row in one["rows"]
        for note in row.get("problems", ())
        if "年收入" in note["text"]
    ] == [(5, "G", "warn")]


def test_a_contact_beside_the_name_of_the_helper_is_the_helpers(tmp_path):
    top = ["序号", "村", "户主姓名", "身份证号码", "结对帮扶情况", "", ""]
    low = ["", "", "", "", "姓名", "单位", "联系电话"]
    data = [[at + 1, "青山村", NAMES[at], IDS[at], "王建国", "县水利局", mobile(at)] for at in range(6)]
    (one,) = told(book(tmp_path / "a.xlsx", 结对=[["脱贫户结对帮扶花名册"], top, low, *data]))
    assert fields(one)[-3:] == ["helper.name", "helper.org", "helper.phone"]


def test_the_whole_header_again_without_a_column_between_is_a_second_table(tmp_path):
    head = ["序号", "发放对象", "物资名称", "数量", "发放时间"]
    sheet = [["大坪村物资领取登记表"], head * 2]
    sheet += [
        [at + 1, NAMES[at], "大米", 2, "2024.9.1", at + 5, NAMES[at + 4], "棉被", 1, "2024.9.1"] for at in range(4)
    ]
    one, two = told(book(tmp_path / "a.xlsx", 发放=sheet))
    assert [column["col"] for column in one["columns"]] == list("BCDE")
    assert [column["col"] for column in two["columns"]] == list("GHIJ")
    assert two["rows"][0]["v"] == {"G": NAMES[4], "H": "棉被", "I": "1", "J": "2024-09-01"}


def test_a_short_name_of_a_village_in_the_column_of_numbers_heads_its_rows(tmp_path):
    sheet = [["慰问物资发放登记表"], ["序号", "领取人", "物资名称", "数量", "发放时间"]]
    for village in VILLAGES[:2]:
        sheet += [[village], *([at + 1, NAMES[at], "大米", 2, "2024.9.1"] for at in range(3)), ["小计", "", "", 6]]
    (one,) = told(book(tmp_path / "a.xlsx", 发放=[*sheet, [4], ["…"]]))
    assert [row["x"]["region.village"] for row in one["rows"]] == [VILLAGES[0]] * 3 + [VILLAGES[1]] * 3


def test_the_account_of_a_table_of_people_is_the_persons(tmp_path):
    head = ["序号", "村", "姓名", "身份证号码", "岗位名称", "月补贴（元）", "发放金额（元）", "银行账号"]
    data = [[at + 1, "青山村", NAMES[at], IDS[at], "保洁员", 500, 1500, bank_card(at)] for at in range(5)]
    (one,) = told(book(tmp_path / "a.xlsx", 公岗=[["公益性岗位补贴发放表"], head, *data]))
    assert (fields(one)[-1], one["columns"][-1]["status"]) == ("member.bank_account", "guess")
    head[-1] = "户主银行账号"
    (one,) = told(book(tmp_path / "b.xlsx", 公岗=[["公益性岗位补贴发放表"], head, *data]))
    assert fields(one)[-1] == "household.bank_account"


def test_whose_a_telephone_is_stands_above_it(tmp_path):
    top = ["序号", "村", "户主信息", "", "", "监测对象类别", "识别时间"]
    low = ["", "", "姓名", "身份证号码", "联系电话", "", ""]
    data = [[at + 1, "青山村", NAMES[at], IDS[at], mobile(at), "边缘易致贫户", "2023年5月"] for at in range(5)]
    (one,) = told(book(tmp_path / "a.xlsx", 监测对象=[["监测对象台账"], top, low, *data]))
    assert fields(one)[1:4] == ["household.head", "household.head_id_no", "household.phone"]


def test_the_rest_beside_sources_of_money(tmp_path):
    top = ["序号", "项目名称", "总投资", "其中", "", "", "受益对象", ""]
    low = ["", "", "", "中央衔接资金", "省级财政资金", "其他", "受益户数", "其他"]
    data = [[at + 1, f"{name}产业路", 60, 30, 20, 10, 12, 3] for at, name in enumerate(VILLAGES)]
    title = [["2024年项目资金明细表"], ["", "", "", "", "", "", "单位：万元"]]
    (one,) = told(book(tmp_path / "a.xlsx", 项目=[*title, top, low, *data]))
    assert {column["col"]: column.get("key") for column in one["columns"] if column["field"] == "project.funds"} == {
        "D": {"source": "F1"},
        "E": {"source": "F2"},
        "F": {"source": "FX"},
    }


def test_a_main_risk_alone_fills_the_risks(tmp_path):
    head = ["序号", "村", "户主姓名", "身份证号码", "监测对象类别", "识别时间", "主要风险", "次要风险"]
    data = [[at + 1, "青山村", NAMES[at], IDS[at], "边缘易致贫户", "2023年5月", "因病", "因学"] for at in range(5)]
    (one,) = told(book(tmp_path / "a.xlsx", 监测对象=[["监测对象台账"], head, *data]))
    assert [column["key"] for column in one["columns"] if column["field"] == "episode.risks"] == [{"n": 1}, {"n": 2}]


def test_what_lies_behind_a_record_that_no_column_names_is_asked_about(tmp_path):
    head = ["序号", "村", "设施名称", "数量", "项目投资"]
    data = [[at + 1, name, "太阳能路灯", 10, 2.5] for at, name in enumerate(VILLAGES)]
    (one,) = told(book(tmp_path / "a.xlsx", 设施=[["基础设施建设情况表"], head, *data]))
    assert all(column["status"] == "guess" for column in one["columns"] if column["field"].startswith("project."))


def test_a_row_of_sums_is_known_whatever_it_sums(tmp_path):
    head = ["序号", "拨款时间", "项目名称", "收款方名称", "拨付金额（万元）", "款项用途"]
    data = [[at + 1, f"2024.3.{at + 1}", "大坪村产业路合计段", "云岭县建筑公司", 5, "工程款"] for at in range(4)]
    (one,) = told(book(tmp_path / "a.xlsx", 明细=[["帮扶资金拨付台账"], head, *data, ["拨款合计", "", "", "", 20, ""]]))
    assert [row["r"] for row in one["rows"]] == [3, 4, 5, 6]


def test_what_brackets_count_is_no_other_count(tmp_path):
    for start in (["受益群众（户）", "惠及群众（人）"], ["受益（户）", "受益（人）"]):
        head = ["序号", "项目名称", "总投资（万元）", *start]
        data = [[at + 1, f"{name}产业路", 20, 30, 90] for at, name in enumerate(VILLAGES)]
        (one,) = told(book(tmp_path / "a.xlsx", 项目=[["帮扶项目一览表"], head, *data]))
        assert fields(one)[-2:] == ["project.benefit_hh", "project.benefit_persons"]


def test_the_village_that_is_required_may_stand_in_the_title(tmp_path):
    head = ["序号", "时间", "收入类型", "收入来源", "缴款人", "金额", "收据编号"]
    data = [[at + 1, f"2024年{at + 1}月5日", "经营收入", "冷库租金", "县供销社", 800, f"A{at}"] for at in range(4)]
    sheet = [["柳溪村股份经济合作联合社2024年收入台账"], ["", "", "", "", "", "单位：元"], head, *data]
    (one,) = told(book(tmp_path / "a.xlsx", 收入=sheet))
    assert (one["ledger"], one["context"]["region.village"]) == ("ce_entry", "柳溪村")


def test_small_numbers_are_no_codes_of_peoples(tmp_path):
    head = ["序号", "村", "户主", "姓名", "身份证号码", "与户主关系", "缴费年限"]
    data = [[at + 1, "青山村", NAMES[at], NAMES[at], IDS[at], "户主", at + 1] for at in range(8)]
    (one,) = told(book(tmp_path / "a.xlsx", 成员=[["家庭成员花名册"], head, *data]))
    assert "member.nation" not in fields(one)


def test_a_contact_beside_a_household_is_asked_for_and_not_the_monitoring_contacts(tmp_path):
    head = ["序号", "村", "户主姓名", "身份证号", "监测对象分类", "认定为监测对象时间", "返贫原因", "联系方式"]
    data = [
        [at + 1, "青山村", NAMES[at], IDS[at], "脱贫不稳定户", f"2023年{at + 1}月", "因病", mobile(at)]
        for at in range(6)
    ]
    (one,) = told(book(tmp_path / "a.xlsx", 监测=[["防止返贫监测对象台账"], head, *data]))
    assert fields(one)[3:6] == ["episode.category", "episode.recognised_ym", "episode.risks"]
    last = one["columns"][-1]
    assert last["field"] == "household.phone" or last["status"] == "guess"


def test_words_of_fields_that_only_our_ledgers_have_are_known(tmp_path):
    head = ["序号", "村", "户主姓名", "线索接收时间", "获取途径", "家庭困难情况", "核查人员", "研判结果"]
    data = [
        [at + 1, "青山村", NAMES[at], f"2024.3.{at + 1}", "基层干部排查", "住院花费大", "王建国", "不纳入"]
        for at in range(6)
    ]
    path = book(tmp_path / "a.xlsx", 线索=[["防返贫风险线索登记台账"], head, *data])
    (table,) = tables_of(open_book(path)[0])
    mapping = understand(table, "a")
    assert [one.target.path for one in mapping.columns[3:]] == [
        "date", "source", "content", "assigned_to", "result",
    ]  # fmt: skip
