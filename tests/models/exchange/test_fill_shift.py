"""Rows that go into a sheet: formulas, merges, lists, names and pictures move; sums take the new rows in."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from models.exchange.fill.book import Book
from models.exchange.fill.book_write import splice_runs, write
from models.exchange.fill.calc import Unknown, evaluate
from models.exchange.fill.grid import Edits, Splice
from models.exchange.ooxml.package import Package
from models.exchange.ooxml.shift import Insert, copy_formula, move_formula, move_refs

AREA = Insert(after=16, count=8, first=5)


@pytest.mark.parametrize(
    ("formula", "at", "moved"),
    [
        ("SUM(F5:F16)", 17, "SUM(F5:F24)"),
        ("SUM($F$5:$F$16)/D17", 18, "SUM($F$5:$F$24)/D25"),
        ('IF(A16="","",D16+F16)', 16, 'IF(A16="","",D16+F16)'),
        ("SUM(B16:D16)", 16, "SUM(B16:D16)"),
        ("SUM(F$5:F16)", 16, "SUM(F$5:F16)"),
        ('表!A17&"A17"', 1, '表!A25&"A17"'),
        ("'另 一张'!A17", 1, "'另 一张'!A17"),
        ("LOG10(A17)+A1", 20, "LOG10(A25)+A1"),
        ("SUM(A:A)+SUM(3:4)", 20, "SUM(A:A)+SUM(3:4)"),
        ("SUM(17:18)", 20, "SUM(25:26)"),
    ],
)
def test_formulas_move_as_a_spreadsheet_moves_them(formula, at, moved):
    assert move_formula(formula, "表", "表", [AREA], at) == moved


@pytest.mark.parametrize(
    ("refs", "moved"),
    [
        ("G5:G16 N5:N16", "G5:G24 N5:N24"),
        ("A1:Q19", "A1:Q27"),
        ("A17", "A25"),
        ("A16", "A16"),
        ("A3:A4", "A3:A4"),
        ("A:A", "A:A"),
    ],
)
def test_ranges_grow_over_the_new_rows(refs, moved):
    assert move_refs(refs, [AREA]) == moved


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.integers(1, 60), some.integers(0, 30), some.integers(0, 20), some.integers(1, 12), some.integers(1, 9))
def test_a_range_below_or_above_keeps_its_size(row, size, first, capacity, count):
    inserts = [Insert(first + capacity, count, first + 1)]
    last = row + size
    low, high = (int(part[1:]) for part in move_refs(f"A{row}:A{last}", inserts).split(":"))
    after = first + capacity
    assert low == (row + count if row > after else row)
    through = row <= after < last
    grows = (last == after and size > 0) or (last == after and row <= after and capacity == 1)
    assert high - low - size == (count if through or grows else 0)


def test_a_formula_is_copied_down_as_by_hand():
    assert copy_formula('IF(A5="","",D5+$F$5+H$5)', 3) == 'IF(A8="","",D8+$F$5+H$5)'


@pytest.fixture
def blank(tmp_path):
    """A form with a sum, merged cells in its rows, a rule, a drop-down list, a note, a name and a second sheet."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "blank.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, other = book.add_worksheet("填报"), book.add_worksheet("汇总")
    rule = book.add_format({"bg_color": "#ffcccc"})
    for column, text in enumerate(("序号", "姓名", "金额（元）", "说明")):
        sheet.write(0, column, text)
    for row in (1, 2, 3):
        sheet.merge_range(row, 3, row, 4, "")
        sheet.write_formula(row, 5, f"=C{row + 1}*2", None, 0)
    sheet.write(4, 0, "合计")
    sheet.write_formula(4, 2, "=SUM(C2:C4)", None, 0)
    sheet.merge_range("A6:E6", "说明：……")
    sheet.data_validation("D2:D4", {"validate": "list", "source": ["甲", "乙"]})
    sheet.conditional_format("C2:C4", {"type": "cell", "criteria": ">", "value": 100, "format": rule})
    sheet.write_comment("A5", "注")
    sheet.print_area("A1:F6")
    sheet.set_h_pagebreaks([5])
    book.define_name("总额", "=填报!$C$5")
    other.write_formula(0, 0, "=填报!C5+1", None, 1)
    book.close()
    return path


@pytest.mark.parametrize("rows", [1, 3, 4, 9])
def test_everything_below_moves_and_sums_stay_right(blank, tmp_path, rows):
    openpyxl = pytest.importorskip("openpyxl")
    edits = Edits()
    extra = max(0, rows - 3)
    if extra:
        edits.inserts[4] = (extra, 2, 2)
    for at in range(rows):
        edits.values[2 + at, 1] = at + 1
        edits.values[2 + at, 2] = "某某"
        edits.values[2 + at, 3] = Decimal("10.5")
    out = tmp_path / "out.xlsx"
    write(Book(Package(blank)), {0: edits}).save(out)
    book, shown = openpyxl.load_workbook(out), openpyxl.load_workbook(out, data_only=True)
    sheet = book["填报"]
    total = 5 + extra
    assert sheet[f"C{total}"].value == f"=SUM(C2:C{4 + extra})"
    assert shown["填报"][f"C{total}"].value == pytest.approx(10.5 * rows)
    assert shown["汇总"]["A1"].value == pytest.approx(10.5 * rows + 1)
    assert book["汇总"]["A1"].value == f"=填报!C{total}+1"
    assert [sheet[f"F{row}"].value for row in range(2, 5 + extra)] == [f"=C{row}*2" for row in range(2, 5 + extra)]
    merges = {str(one) for one in sheet.merged_cells.ranges}
    assert merges == {f"A{total + 1}:E{total + 1}", *(f"D{row}:E{row}" for row in range(2, 5 + extra))}
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == [f"D2:D{4 + extra}"]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == [f"C2:C{4 + extra}"]
    assert sheet[f"A{total}"].comment.text == "注"
    assert sheet.print_area.replace("$", "").endswith(f"A1:F{total + 1}")
    assert sheet.row_breaks.brk[0].id == 5 + extra
    assert book.defined_names["总额"].attr_text == f"填报!$C${total}"


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:A3)", Decimal(6)), ("COUNTA(A1:A4)", Decimal(4)), ("COUNT(A1:A4)", Decimal(3)),
        ("IF(A4=\"\",\"\",A1+A2)", Decimal(3)), ("IF(A9=\"\",\"\",A1)", ""), ("ROUND(A1/A3*100,2)", Decimal("33.33")),
        ("-A1+2*(A2-1)", Decimal(1)),
        ("COUNTIF(A1:A4,\"x\")", Decimal(1)),
        ("COUNTIF(A1:A4,\">=2\")", Decimal(2)),
        ("A1&\"户\"", "1户"), ("50%", Decimal("0.5")), ("SUBTOTAL(9,A1:A3)", Decimal(6)),
    ],
)  # fmt: skip
def test_plain_formulas_are_worked_out(formula, value):
    cells = {(1, 1): Decimal(1), (2, 1): Decimal(2), (3, 1): Decimal(3), (4, 1): "x"}
    assert evaluate(formula, lambda _, row, column: cells.get((row, column))) == value


@pytest.mark.parametrize("formula", ["VLOOKUP(A1,B:C,2)", "A1/0", "1+", "A4+1", "NOW()"])
def test_what_is_not_known_is_left_to_the_spreadsheet(formula):
    with pytest.raises(Unknown):
        evaluate(formula, lambda _, row, column: "x" if row == 4 else Decimal(1))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(some.text("ab_", max_size=4), min_size=1, max_size=5), some.data())
def test_text_put_into_runs_is_text_put_into_the_whole(texts, data):
    whole = "".join(texts)
    start = data.draw(some.integers(0, len(whole)))
    end = data.draw(some.integers(start, len(whole)))
    if start == end == 0 and not whole:
        return
    assert "".join(splice_runs(texts, [Splice(start, end, "新")])) == whole[:start] + "新" + whole[end:]
