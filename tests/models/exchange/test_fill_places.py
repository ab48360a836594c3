"""Places to write on in all their shapes: lines in one run or several, underlined space, boxes, units, photos."""

import io
import zipfile

import pytest

from models import attachment, clock, ledger_file, query
from models.attachment import New
from models.exchange.fill.blanks import blanks, boxes, is_signature
from models.exchange.fill.form import fill, read_form, save
from models.exchange.fill.scope import read_scope
from models.kinds import Fault
from models.ledger import ledger
from models.query import Selection
from models.record import save as save_record


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("______县______乡（镇）台账", [("", "text", "县"), ("", "text", "乡")]),
        ("填报单位（盖章）：", [("填报单位（盖章）", "text", "")]),
        ("截止时间：    年    月    日", [("截止时间", "date", "")]),
        ("____年____月　单位：户、人", [("", "month", "")]),
        ("20__年度", [("", "year", "")]),
        ("□有（具体问题：________）　□无", [("具体问题", "text", "")]),
        ("姓名：____　电话：____", [("姓名", "text", ""), ("电话", "text", "")]),
        ("说明：措施类别按产业填写。", []),
    ],
)
def test_places_in_a_text(text, found):
    assert [(one.label, one.kind, one.suffix) for one in blanks(text)] == found


def test_underlined_space_is_a_line_to_write_on():
    text = "村名：        组"
    (one,) = blanks(text, frozenset(range(3, 11)))
    assert (one.start, one.end, one.label, one.suffix, one.ruled) == (3, 11, "村名", "组", True)


def test_boxes_have_the_words_behind_them():
    assert [one.word for one in boxes("□日常走访　□遍访　☐慰问")] == ["日常走访", "遍访", "慰问"]


@pytest.mark.parametrize("label", ["农户签字", "村级意见", "单位负责人", "填表人（签字）", "公章"])
def test_signatures_are_told_apart(label):
    assert is_signature(label) and not is_signature("填报单位（盖章）")


@pytest.fixture
def town(tmp_path):
    """One household of two in one village, visited once."""
    clock.freeze(clock.datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = save_record("village", {"name": "青山村", "township": "青禾乡", "county": "云岭县"}).id
    home = save_record("household", {"village": village, "group": "三组", "hh_no": "0100", "hh_type": "01",
                                     "house_area": 12_050, "unsafe_house": False, "head": "测甲"}).id  # fmt: skip
    save_record("member", {"household": home, "name": "测甲", "relation": "01", "sex": "1", "labour": "01"})
    save_record("member", {"household": home, "name": "测乙", "relation": "02", "sex": "2", "labour": "05"})
    save_record(
        "visit", {"household": home, "date": "2026-06-05", "kind": "01", "visitors": "测丙", "problems": "房屋漏雨"}
    )
    return home


def document(path, tables=(), paragraphs=()):
    docx = pytest.importorskip("docx")
    made = docx.Document()
    for runs in paragraphs:
        paragraph = made.add_paragraph()
        for text, ruled in runs:
            paragraph.add_run(text).underline = ruled
    for rows in tables:
        table = made.add_table(len(rows), max(map(len, rows)))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(at, column).text = text
    made.save(str(path))
    return path


def texts(path):
    docx = pytest.importorskip("docx")
    made = docx.Document(str(path))
    lines = [one.text for one in made.paragraphs]
    return lines, [[cell.text for cell in row.cells] for table in made.tables for row in table.rows]


def done(path, *wheres):
    form = read_form(path)
    result = fill(form, read_scope(list(wheres)))
    out = path.with_name(f"已填{path.suffix}")
    save(form, result, out)
    return result, out


def test_lines_in_several_runs_and_underlined_space_are_filled(town, tmp_path):
    lines = [
        [("户主姓名：", False), ("____", False), ("______", False), ("　户编号：", False), ("          ", True)],
        [("所在地：", False), ("      ", True), ("县", False), ("______", False), ("乡（镇）", False), ("____", False),
         ("村____组", False)],
    ]  # fmt: skip
    _, out = done(document(tmp_path / "卡.docx", paragraphs=lines), "户主=测甲")
    found, _ = texts(out)
    assert found == ["户主姓名：测甲　户编号：0100", "所在地：云岭县青禾乡（镇）青山村三组"]
    docx = pytest.importorskip("docx")
    ruled = [run.text for one in docx.Document(str(out)).paragraphs for run in one.runs if run.underline]
    assert ruled == ["测甲", "0100", "云岭", "青禾", "青山", "三"]


def test_boxes_units_and_counts_of_a_household_card(town, tmp_path):
    rows = [
        ["户主姓名", "", "家庭人口", "　人"],
        ["是否危房户", "□是　□否", "户类型", "□脱贫户　□一般农户"],
        ["住房面积", "　　平方米", "其中劳动力", ""],
        ["不知道的", "", "户主签字", ""],
    ]
    result, out = done(document(tmp_path / "卡.docx", [rows]), "户主=测甲")
    _, cells = texts(out)
    assert cells == [
        ["户主姓名", "测甲", "家庭人口", "2人"],
        ["是否危房户", "□是　☑否", "户类型", "☑脱贫户　□一般农户"],
        ["住房面积", "120.5平方米", "其中劳动力", "1"],
        ["不知道的", "", "户主签字", ""],
    ]
    assert {one.label for one in result.open} == {"不知道的", "户主签字"}


def test_a_table_longer_than_the_blank_gets_rows_in_a_document(town, tmp_path):
    rows = [["姓名", "与户主关系", "性别"], ["", "", ""], ["备注", "", ""]]
    _, out = done(document(tmp_path / "成员.docx", [rows]), "户主=测甲")
    assert texts(out)[1] == [
        ["姓名", "与户主关系", "性别"],
        ["测甲", "户主", "男"],
        ["测乙", "配偶", "女"],
        ["备注", "", ""],
    ]


def test_villages_printed_in_the_form_get_their_own_rows(town, tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "统计.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, frame = book.add_worksheet("走访"), book.add_format({"border": 1})
    sheet.write(0, 0, "____年____月走访情况统计表")
    for column, text in enumerate(("村", "走访户数", "走访次数", "发现问题数")):
        sheet.write(1, column, text, frame)
        for row in (2, 3):
            sheet.write_blank(row, column, None, frame)
    sheet.write(2, 0, "石桥村", frame)
    sheet.write(3, 0, "青山村", frame)
    book.close()
    result, _ = done(path, "period=2026-06")
    assert [(one.cell, one.value) for one in result.cells if one.row > 1] == [("B4", "1"), ("C4", "1"), ("D4", "1")]
    assert result.edits[0].spliced("____年____月走访情况统计表", (1, 1)) == "2026年6月走访情况统计表"


def photo():
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(made, "PNG")
    return made.getvalue()


def test_a_photo_goes_into_its_cell_of_a_document(town, tmp_path):
    visit = query.ids(Selection("visit"))[0]
    attachment.add("visit", visit, [New(photo(), "入户照片.png")])
    rows = [["走访时间", "", "走访人", ""], ["走访照片", "", "农户签字", ""]]
    path = document(tmp_path / "走访.docx", [rows])
    result, out = done(path, "户主=测甲")
    with zipfile.ZipFile(out) as file:
        pictures = [name for name in file.namelist() if name.startswith("word/media/")]
        assert len(pictures) == 1 and file.read(pictures[0])[:2] == b"\xff\xd8"
    docx = pytest.importorskip("docx")
    assert len(docx.Document(str(out)).inline_shapes) == 1
    assert next(one.name for one in result.cells if one.value == "入户照片.png").startswith("走访 测甲")


def test_without_a_photo_the_cell_stays_open(town, tmp_path):
    rows = [["走访时间", "", "走访人", ""], ["走访照片", "", "农户签字", ""]]
    result, _ = done(document(tmp_path / "走访.docx", [rows]), "户主=测甲")
    assert [one.reason for one in result.open if one.label == "走访照片"] == ["附件里没有照片，没有贴"]


def test_a_list_for_the_public_shows_no_whole_number_and_no_illness(town, tmp_path):
    home = ledger("household")
    save_record(home.name, {"phone": "16175088026"}, id=town)
    rows = [["户主姓名", "家庭人口", "联系电话", "家庭住址"], ["", "", "", ""], ["", "", "", ""]]
    path = document(tmp_path / "公示.docx", [rows], [[("农户名单公示表", False)]])
    result, out = done(path)
    assert texts(out)[1][1] == ["测甲", "2", "161****8026", ""]
    assert any("公示" in one.reason for one in result.open)


def test_a_month_of_attendance_is_filled_by_the_forms_own_legend(town, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    village = query.ids(Selection("village"))[0]
    for name, states in (("测丁", "010203"), ("测戊", "0401"), ("测己", "01")):
        member = save_record("team_member", {"name": name, "village": village, "role": "03", "start": "2026-01-01"}).id
        for day, at in enumerate(range(0, len(states), 2), 1):
            save_record("attendance", {"member": member, "date": f"2026-06-{day:02d}", "state": states[at : at + 2]})
    path = tmp_path / "考勤.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["驻村工作队____年____月考勤表"])
    sheet.append(["序号", "姓名", *range(1, 31), "在岗天数"])
    for row in (3, 4):
        for column in range(1, 34):
            sheet.cell(row, column).number_format = "@"
        sheet.cell(row, 1).value = row - 2
        sheet.cell(row, 33).value = f'=COUNTIF(C{row}:AF{row},"Z")'
    sheet.append(["说明：在岗Z 公出○ 培训△ 请假×".replace("Z", "√")])
    book.save(path)
    result, out = done(path, "period=2026-06")
    filled = openpyxl.load_workbook(out)[sheet.title]
    assert [filled.cell(3, column).value for column in range(1, 6)] == [1, "测丁", "√", "○", "△"]
    assert [filled.cell(4, column).value for column in range(1, 5)] == [2, "测戊", "×", "√"]
    # The third one has a row of its own, numbered on, with the formula of its row.
    assert [filled.cell(5, column).value for column in (1, 2, 3)] == [3, "测己", "√"]
    assert filled.cell(5, 33).value == '=COUNTIF(C5:AF5,"Z")'
    assert filled.cell(6, 1).value.startswith("说明")
    assert result.records == 3


@pytest.mark.parametrize("with_stamp", [False, True])
def test_a_photo_goes_into_its_cell_of_a_workbook(town, tmp_path, with_stamp):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    openpyxl = pytest.importorskip("openpyxl")
    attachment.add("visit", query.ids(Selection("visit"))[0], [New(photo(), "入户照片.png")])
    path = tmp_path / "走访.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, frame = book.add_worksheet("走访"), book.add_format({"border": 1})
    for row, labels in enumerate((("走访时间", "", "走访人", ""), ("走访照片", "", "政策宣传", ""))):
        for column, text in enumerate(labels):
            sheet.write(row, column, text, frame)
    if with_stamp:
        sheet.insert_image("F1", "章.png", {"image_data": io.BytesIO(photo())})
    book.close()
    result, out = done(path, "户主=测甲")
    pictures = openpyxl.load_workbook(out).active._images
    assert len(pictures) == 1 + with_stamp
    assert (1, 1) in [(one.anchor._from.row, one.anchor._from.col) for one in pictures]
    assert next(one.cell for one in result.cells if one.value == "入户照片.png") == "B2"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("□是 □否", [("是", ""), ("否", "")]),
        ("是□  否□", [("是", ""), ("否", "")]),
        ("脱贫户□ 一般农户□（打√）", [("脱贫户", ""), ("一般农户", "")]),
        ("（  ）是 （  ）否", [("是", ""), ("否", "")]),
        ("住房：□是 □否　饮水：□是 □否", [("是", "住房"), ("否", "住房"), ("是", "饮水"), ("否", "饮水")]),
        ("走访类型：遍访□ 慰问□", [("遍访", "走访类型"), ("慰问", "走访类型")]),
        ("填报单位（  ）", []),
        ("户主（签字）：", []),
    ],
)  # fmt: skip
def test_boxes_stand_before_or_behind_their_words(text, found):
    assert [(one.word, one.label) for one in boxes(text)] == found


def test_a_number_that_does_not_fit_its_cells_is_not_cut(town, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    save_record("household", {"phone": "16175088026"}, id=town)
    path = tmp_path / "卡.xlsx"
    book = openpyxl.Workbook()
    for row, (label, count) in enumerate([("户主姓名", 1), ("联系电话", 9), ("户编号", 8)], 1):
        book.active.cell(row, 1).value = label
        for column in range(2, 2 + count):
            book.active.cell(row, column).number_format = "@"
    book.save(path)
    _, out = done(path, "户主=测甲")
    filled = openpyxl.load_workbook(out).active
    assert [filled.cell(2, column).value for column in (2, 3)] == ["16175088026", None]
    assert [filled.cell(3, column).value for column in (2, 3)] == ["0100", None]


def test_years_and_quarters_are_taken(town):
    assert read_scope(["period=2026年第一季度"]).period == ("2026-01-01", "2026-03-31")
    assert read_scope(["period=2025Q4"]).period == ("2025-10-01", "2025-12-31")
    assert read_scope(["period=2026年上半年"]).period == ("2026-01-01", "2026-06-30")
    assert read_scope(["period=2026-02至2026-04"]).period == ("2026-02-01", "2026-04-30")
    assert read_scope(["year=2025"]).day == "2025-12-31" and read_scope(["year=2026"]).day == "2026-06-30"
    with pytest.raises(Fault, match="颠倒"):
        read_scope(["period=2026-04至2026-02"])
