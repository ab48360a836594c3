import subprocess

import pytest

from models.reports.paper import PaperColumn, PaperSettings, PaperTable, render
from models.reports.paper_text import balanced, clean, tokens, wrap


def width(text: str) -> float:
    return sum(0.5 if char < "\u2e80" else 1.0 for char in text)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (None, ""),
        (" 王\u200b芳\t ", "王芳"),
        ("一\r\n二", "一\n二"),
        (12, "12"),
        ("\u3000清溪村", "清溪村"),
        ("王\u00a0芳", "王 芳"),
    ],
)
def test_cells_are_cleaned(raw, text):
    assert clean(raw) == text


def test_closing_marks_do_not_begin_a_line_and_opening_marks_do_not_end_one():
    lines = wrap("已脱贫，（未消除）风险。待核实", 3, width)
    assert "".join(lines) == "已脱贫，（未消除）风险。待核实"
    assert not [line for line in lines if line[0] in "，）。" or line[-1] in "（"]


def test_numbers_and_ids_stay_whole():
    assert "11010519491231002X" in wrap("证件号码11010519491231002X已核", 9.5, width)
    assert tokens("投资3,200.50万元") == ["投", "资", "3,200.50", "万", "元"]


def test_only_a_number_wider_than_the_column_is_broken():
    assert "".join(wrap("6217123456789012345", 4, width)) == "6217123456789012345"
    assert all(width(line) <= 4 for line in wrap("6217123456789012345", 4, width))


def test_lines_of_the_text_itself_are_kept():
    assert wrap("第一行\n第二行", 10, width) == ["第一行", "第二行"]


def test_headings_are_balanced_and_break_before_the_bracket():
    assert balanced("与户主关系", 3, width) == ["与户主", "关系"]
    assert balanced("家庭年收入（元）", 7, width) == ["家庭年收入", "（元）"]


def test_rare_characters_beyond_the_first_plane_read_back_from_the_pdf(tmp_path):
    names = ["张𬭎", "𬱖王", "李户口X"]
    table = PaperTable("名册", (PaperColumn("姓名"),), [[name] for name in names])
    (tmp_path / "a.pdf").write_bytes(render([table], PaperSettings()).pdf)
    words = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert all(name in words for name in names)
