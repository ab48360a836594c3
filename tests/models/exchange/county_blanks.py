"""Blank forms in the shapes that counties hand out, made anew for each run: name → (builder, for whom)."""

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

LINE = Side(style="thin")
FRAME = Border(LINE, LINE, LINE, LINE)
VILLAGES = ("青山村", "石桥村", "柳溪村", "大坪村", "双河村", "黄泥村")
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def empty(columns, rows):
    """Rows of framed blank cells."""
    return [[""] * columns for _ in range(rows)]


def sheet(book, title, rows, merges=()):
    """None is no cell, "" a framed blank one."""
    made = book.create_sheet(title)
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if text is not None:
                cell = made.cell(number, column)
                cell.border = FRAME
                cell.value = text if text != "" else None
    for one in merges:
        made.merge_cells(one)
    return made


def workbook():
    book = Workbook()
    book.remove(book.active)
    return book


def project_month(path):
    """Two-level headers in 万元, sums below, a list to choose from, a colour rule, a named range, a print area."""
    book = workbook()
    rows = [
        ["____县____乡（镇）衔接资金项目进度月报", *[None] * 9],
        ["填报单位（盖章）：", None, None, "截止时间：    年    月    日", *[None] * 4, "单位：万元", None],
        ["序号", "项目名称", "实施地点", "计划总投资", "资金来源", "", "", "占比", "项目阶段", "开工时间"],
        ["", "", "", "", "中央", "省级", "自筹", "", "", ""],
        *[[at, *[""] * 6, f'=IF(D{at + 4}="","",E{at + 4}/D{at + 4})', "", ""] for at in (1, 2, 3)],
        ["合计", "", "", *[f"=SUM({c}5:{c}7)" for c in "DEFG"], "=E8/D8", "", ""],
        ["单位负责人：", None, None, "填表人：", None, None, "联系电话：", None, "报出日期：  年  月  日", None],
    ]
    made = sheet(book, "项目", rows, ["A1:J1", "E3:G3", *(f"{c}3:{c}4" for c in "ABCDHIJ"), "A8:C8"])
    for row in (5, 6, 7):
        made.cell(row, 8).number_format = "0.00%"
    choice = DataValidation(type="list", formula1='"立项,招标,开工,在建,完工,验收,结算"')
    choice.add("I5:I7")
    made.add_data_validation(choice)
    made.conditional_formatting.add("H5:H7", CellIsRule(operator="lessThan", formula=["0.3"], font=Font(bold=True)))
    made.print_area, made.print_title_rows, made.freeze_panes = "A1:J9", "3:4", "C5"
    made.page_setup.orientation = "landscape"
    book.defined_names["投资"] = DefinedName("投资", attr_text="项目!$D$5:$D$7")
    book.save(path)


def posts(path):
    """A roster with a text column for numbers, a sum below and a column to sign in."""
    book = workbook()
    rows = [
        ["乡村公益性岗位人员台账", *[None] * 8],
        ["序号", "村", "姓名", "身份证号码", "性别", "岗位名称", "月补贴标准（元）", "银行卡号", "领取人签字"],
        *empty(9, 20),
        ["合计", *[""] * 5, "=SUM(G3:G22)", "", ""],
    ]
    made = sheet(book, "公岗", rows, ["A1:I1"])
    for row in range(3, 23):
        made.cell(row, 4).number_format = made.cell(row, 8).number_format = "@"
    book.save(path)


def card(path):
    """A card: an ID number sign by sign, brackets to tick, units beside and behind, a photo cell, members below."""
    book = workbook()
    merges = [
        "A1:T1",
        "A2:C2",
        "D2:G2",
        "H2:I2",
        "J2:M2",
        "A3:B3",
        "A4:B4",
        "C4:J4",
        "K4:L4",
        "M4:O4",
        "P4:Q4",
        "R4:T4",
        "A5:B5",
        "C5:J5",
        "K5:L5",
        "M5:T5",
    ]
    merges += ["A6:T6", "A11:B11", "C11:F11", "H11:I11", "J11:M11", "R11:T12"]
    merges += [f"{one[0]}{row}:{one[1]}{row}" for row in range(7, 11) for one in ("AC", "DF", "GM", "NT")]
    rows = [
        ["脱贫户信息卡", *[None] * 19],
        ["户主姓名", "", "", "", "", "", "", "户编号", "", "", "", "", "", *[None] * 7],
        ["身份证号码", "", *[""] * 18],
        ["家庭住址", "", *[""] * 8, "家庭人口", "", "人", "", "", "其中劳动力", "", "", "", ""],
        ["是否危房", "", "□是  □否", *[""] * 7, "饮水安全", "", "( )是 ( )否", *[""] * 7],
        ["家庭成员", *[""] * 19],
        ["姓名", "", "", "与户主关系", "", "", "身份证号", *[""] * 6, "健康状况", *[""] * 6],
        *empty(20, 3),
        ["耕地面积", "", "", "", "", "", "亩", "住房面积", "", "", "", "", "", "㎡", *[None] * 3, "照片", "", ""],
        ["户主签字：", None, None, None, None, "填表人：", *[None] * 11, "", "", ""],
    ]
    sheet(book, "信息卡", rows, merges)
    book.save(path)


def blocks(path):
    """Labelled cells, members, a year's income and visits one below the other; a second sheet on monitoring."""
    book = workbook()
    rows = [
        ["农户情况调查表", *[None] * 5],
        ["一、基本情况", *[None] * 5],
        ["户主姓名", "", "户编号", "", "所在村", ""],
        ["户类型", "", "家庭人口", "", "联系电话", ""],
        ["二、家庭成员", *[None] * 5],
        ["姓名", "性别", "年龄", "与户主关系", "在校生状况", "是否劳动力"],
        *empty(6, 3),
        ["三、2023年家庭收入（万元）", *[None] * 5],
        ["工资性收入", "", "家庭纯收入", "", "人均纯收入（元）", ""],
        ["四、走访记录", *[None] * 5],
        ["走访时间", "走访人", "走访情况", "发现问题", "是否解决", "备注"],
        *empty(6, 5),
    ]
    sheet(book, "调查", rows, [f"A{at}:F{at}" for at in (1, 2, 5, 10, 12)])
    sheet(book, "监测", [["监测情况", None, None, None], ["监测对象类别", "", "识别时间", ""],
                       ["主要风险", "", "风险是否消除", "□是 □否"]], ["A1:D1"])  # fmt: skip
    book.save(path)


def income(path):
    """A year's list with 其中 columns and a rounded mean below."""
    book = workbook()
    rows = [
        ["2024年脱贫户家庭收入汇总表", *[None] * 7],
        ["序号", "户主", "家庭人口", "工资性收入", "转移性收入", "其中", "", "人均纯收入"],
        ["", "", "", "", "", "低保金", "养老金", ""],
        *empty(8, 10),
        ["合计", "", "=SUM(C4:C13)", "=SUM(D4:D13)", "=SUM(E4:E13)", "", "", "=ROUND(D14/C14,2)"],
    ]
    sheet(book, "收入", rows, ["A1:H1", "F2:G2", *(f"{c}2:{c}3" for c in "ABCDEH")])
    book.save(path)


def risks(path):
    """Risks printed in the rows, households and persons in pairs, a sum below."""
    book = workbook()
    names = ("因病", "因残", "因学", "因灾", "因意外事故", "因产业项目失败", "因务工就业不稳", "其他")
    rows = [
        ["监测对象风险类型统计表", *[None] * 4],
        ["风险类型", "监测对象总数", "", "其中：未消除", ""],
        ["", "户", "人", "户", "人"],
        *[[name, "", "", "", ""] for name in names],
        ["合计", *[f"=SUM({c}4:{c}11)" for c in "BCDE"]],
    ]
    sheet(book, "风险", rows, ["A1:E1", "A2:A3", "B2:C2", "D2:E2"])
    book.save(path)


def villages(path):
    """Villages printed in the rows, the sum above them, columns out of three ledgers."""
    book = workbook()
    rows = [
        ["农户基本情况汇总表", *[None] * 7],
        ["村", "总户数", "总人口", "脱贫户", "", "劳动力人数", "残疾人数", "监测户数"],
        ["", "", "", "户数", "人数", "", "", ""],
        ["合计", *[f"=SUM({c}5:{c}10)" for c in "BCDEFGH"]],
        *[[name, *[""] * 7] for name in VILLAGES],
    ]
    sheet(book, "汇总", rows, ["A1:H1", "D2:E2", *(f"{c}2:{c}3" for c in "ABCFGH")])
    book.save(path)


def roster(path):
    """Members under a title of their own, 是否 about lists and facts, only those who work away."""
    book = workbook()
    rows = [
        ["______村脱贫人口外出务工花名册", *[None] * 7],
        ["户主姓名", "家庭成员信息", "", "", "", "享受政策", "", "务工单位"],
        ["", "姓名", "性别", "身份证号", "是否劳动力", "是否低保", "是否参加医保", ""],
        *empty(8, 4),
    ]
    made = sheet(book, "花名册", rows, ["A1:H1", "B2:E2", "F2:G2", "A2:A3", "H2:H3"])
    made.column_dimensions["D"].width = made.column_dimensions["H"].width = 22
    made.page_setup.orientation = "landscape"
    book.save(path)


# --- documents ----------------------------------------------------------------------------------------------------


def table(document, rows, merges=()):
    """``merges``: first row, first column, last row, last column, from 0."""
    made = document.add_table(len(rows), max(map(len, rows)))
    made.style = "Table Grid"
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                made.cell(number, column).text = text
    for top, left, bottom, right in merges:
        cell = made.cell(top, left).merge(made.cell(bottom, right))
        for paragraph in cell.paragraphs[1:]:
            if not paragraph.text:
                paragraph._p.getparent().remove(paragraph._p)
    return made


def household(path):
    """Titles beside parts of the table, boxes behind their words, the members between."""
    document = Document()
    document.add_paragraph("农户基本信息表")
    document.add_paragraph("所在村：________村____组")
    rows = [
        ["户主姓名", "", "户编号", "", "户类型", "脱贫户□  一般农户□"],
        ["家庭人口", "　　人", "劳动力人数", "", "安全饮水", "（  ）是 （  ）否"],
        ["家庭成员", "姓名", "与户主关系", "身份证号", "健康状况", "文化程度"],
        [""] * 6, [""] * 6,
        ["2023年收入（元）", "工资性收入", "", "年纯收入", "", ""],
        ["", "财产性收入", "", "人均纯收入", "", ""],
        ["村级意见", "（盖章）\n年   月   日", "", "乡镇意见", "（盖章）\n年   月   日", ""],
    ]  # fmt: skip
    table(document, rows, [(2, 0, 4, 0), (5, 0, 6, 0), (5, 4, 5, 5), (6, 4, 6, 5), (7, 1, 7, 2), (7, 4, 7, 5)])
    document.save(path)


def controls(path):
    """Content controls to type into, to choose in, to tick."""
    document = Document()
    document.add_paragraph("监测对象信息卡")
    rows = [["户主姓名", "", "监测对象类别", ""], ["风险是否消除", "", "监测联系人", ""]]
    made = table(document, rows)
    choices = "".join(f'<w:listItem w:displayText="{one}" w:value="{one}"/>' for one in ("边缘户", "脱贫不稳定户"))
    for row, column, kind in ((0, 1, "<w:text/>"), (0, 3, f"<w:dropDownList>{choices}</w:dropDownList>"), (1, 3, "")):
        made.cell(row, column).paragraphs[0]._p.append(parse_xml(
            f'<w:sdt {nsdecls("w")}><w:sdtPr><w:showingPlcHdr/>{kind}</w:sdtPr><w:sdtContent><w:r><w:rPr><w:color '
            'w:val="808080"/></w:rPr><w:t>单击此处输入文字。</w:t></w:r></w:sdtContent></w:sdt>'
        ))  # fmt: skip
    paragraph = made.cell(1, 1).paragraphs[0]
    for word in ("是", "否"):
        paragraph._p.append(parse_xml(
            f'<w:sdt {nsdecls("w")} {W14}><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/><w14:checkedState '
            'w14:val="2612"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>'
        ))  # fmt: skip
        paragraph.add_run(f"{word}  ")
    document.save(path)


def nested(path):
    """A table in a cell of another."""
    document = Document()
    document.add_paragraph("家庭情况登记表")
    made = table(document, [["户主", "", "电话", ""], ["家庭成员", "", "", ""]], [(1, 1, 1, 3)])
    inner = made.cell(1, 1).add_table(3, 3)
    for column, text in enumerate(("姓名", "性别", "与户主关系")):
        inner.cell(0, column).text = text
    document.save(path)


def project(path):
    """Year, month and day each in a cell, a unit in the next cell, one of several boxes."""
    document = Document()
    document.add_paragraph("项目基本情况表")
    rows = [
        ["项目名称", "", "", "建设性质", "□新建 □改扩建 □续建"],
        ["总投资", "", "万元", "受益户数", ""],
        ["开工时间", "年", "月", "日", ""],
    ]
    table(document, rows, [(0, 1, 0, 2)])
    document.save(path)


def visit(path):
    """Nothing but lines, boxes after their label in the same line."""
    document = Document()
    for text in (
        "走访记录卡",
        "走访时间：    年   月   日",
        "户主：____________  家庭人口：______人",
        "走访类型：□日常走访  □遍访  □集中排查  □监测回访  □慰问",
        "走访情况：__________________",
        "是否解决：□已解决  □未解决",
        "走访人签字：__________   农户签字：__________",
    ):
        document.add_paragraph(text)
    document.save(path)


def village(path):
    """What there is in one village."""
    document = Document()
    document.add_paragraph("村情况表")
    rows = [["村名", "", "总人口", ""], ["脱贫户数", "", "脱贫人口数", ""], ["监测对象户数", "", "监测对象人数", ""]]
    table(document, rows)
    document.save(path)


ONE, OTHER = "程国", "韩建军"
PROJECT = "2024年青禾乡大坪村柑橘种植基地建设项目"
BLANKS = {
    "项目月报.xlsx": (project_month, ["period=2024-11"]),
    "公益岗.xlsx": (posts, ["period=2024-11"]),
    "信息卡.xlsx": (card, [f"户主={ONE}"]),
    "调查表.xlsx": (blocks, [f"户主={OTHER}", "asof=2024-11-30"]),
    "收入汇总.xlsx": (income, ["year=2024", "村=青山村"]),
    "风险统计.xlsx": (risks, ["period=2024-11"]),
    "村汇总.xlsx": (villages, []),
    "务工花名册.xlsx": (roster, ["村=石桥村"]),
    "农户信息表.docx": (household, [f"户主={ONE}"]),
    "内容控件.docx": (controls, [f"户主={ONE}"]),
    "表中表.docx": (nested, [f"户主={ONE}"]),
    "项目表.docx": (project, [f"项目={PROJECT}"]),
    "走访卡.docx": (visit, [f"户主={OTHER}", "visit_date=2024-09-09"]),
    "村情况.docx": (village, ["村=青山村"]),
}
