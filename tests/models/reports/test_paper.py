import io
import json
import sys
import time

import pytest
from pypdf import PdfReader

from models.reports.paper import (
    PaperCancelled,
    PaperCard,
    PaperCharts,
    PaperColumn,
    PaperSettings,
    PaperTable,
    render,
)
from models.reports.paper_pages import plan_pages
from tests.models.reports.fictitious import GIVEN, people, picture, table, texts

PLAIN = PaperSettings()


def size_of(pdf: bytes, page: int = 0) -> tuple[int, int]:
    box = PdfReader(io.BytesIO(pdf)).pages[page].mediabox
    return round(float(box.width)), round(float(box.height))


@pytest.fixture(scope="module")
def rows():
    return people(2000)


@pytest.fixture(scope="module")
def big(rows):
    total = ["", "", "", "", "", "", "", "", "", "39,000,000.00", "", ""]
    return render([table(rows, total=total)], PaperSettings(watermark="示例", header_text="青禾乡乡村振兴办公室"))


class TestBigTable:
    def test_every_name_and_number_is_found(self, rows, big):
        found = "".join(texts(big.pdf))
        for row in rows:
            assert row[2] in found and row[3] in found, row
        assert any(row[3].endswith("X") for row in rows)

    def test_every_page_has_the_heading_its_number_and_the_header_text(self, big):
        pages = texts(big.pdf, "-layout")
        assert len(pages) == big.pages > 50
        for number, page in enumerate(pages, 1):
            assert "证件号码" in page and "年收入" in page, number
            assert f"第 {number} 页 共 {big.pages} 页" in page
            assert "青禾乡乡村振兴办公室" in page
            assert "单位：人、元" in page

    def test_title_once_total_and_signatures_at_the_end(self, big):
        first, *middle, last = texts(big.pdf, "-layout")
        assert "填报单位（盖章）：青禾乡人民政府" in first and "截至2025年11月21日" in first
        assert "（续）" not in first and all("（续）" in page for page in (*middle, last))
        assert "合计" in last and "39,000,000.00" in last
        assert "单位负责人" in last and "报出日期" in last
        assert not any("合计" in page or "审核人" in page for page in (first, *middle))

    def test_it_is_quick_and_tells_its_progress(self, rows):
        seen = []
        begin = time.perf_counter()
        render([table(rows)], PLAIN, lambda *step: seen.append(step))
        assert time.perf_counter() - begin < 3  # 0.2 s alone; other work may share the machine
        assert len(seen) > 5 and all(done <= total for done, total, _ in seen)

    def test_it_can_be_stopped(self, rows):
        with pytest.raises(PaperCancelled):
            render([table(rows)], PLAIN, lambda done, total, text: done < 500)

    def test_fonts_are_embedded(self, big):
        for font in PdfReader(io.BytesIO(big.pdf)).pages[0]["/Resources"]["/Font"].values():
            if "Helvetica" not in font["/BaseFont"]:
                assert "/FontFile2" in font["/FontDescriptor"]


class TestColumns:
    def test_a_narrow_table_stands_and_a_wide_one_lies(self):
        rows = people(5)
        narrow = table([row[:5] for row in rows], columns=table([]).columns[:5])
        assert size_of(render([narrow], PLAIN).pdf) == (595, 842)
        assert size_of(render([table(rows)], PLAIN).pdf) == (842, 595)
        assert size_of(render([table(rows)], PaperSettings(landscape=False)).pdf) == (595, 842)
        assert size_of(render([table(rows)], PaperSettings(size="A3", landscape=True)).pdf) == (1191, 842)

    def test_numbers_shrink_before_they_break(self):
        columns = tuple(PaperColumn(f"账号{index}", 18) for index in range(8))
        rows = [[f"62170000000000000{index:02d}" for index in range(8)] for _ in range(3)]
        result = render([PaperTable("账号表", columns, rows)], PLAIN)
        assert result.clipped == ()
        found = texts(result.pdf)[0]
        assert all(cell in found for cell in rows[0])

    def test_too_many_columns_are_reported(self):
        columns = tuple(PaperColumn(f"账号{index}", 18) for index in range(16))
        result = render([PaperTable("账号表", columns, [["6217000000000000099"] * 16])], PLAIN)
        assert result.clipped[:2] == ("账号0", "账号1")
        assert "A3" in result.warnings[0]

    def test_long_texts_wrap_and_are_whole(self):
        text = "宣传防返贫监测政策并核对两不愁三保障状况" * 12
        result = render(
            [PaperTable("走访", (PaperColumn("日期", 10), PaperColumn("内容", 40)), [["2025-01-02", text]])], PLAIN
        )
        assert text in "".join(texts(result.pdf, "-raw")).replace("\n", "")
        assert result.clipped == ("内容",)

    def test_a_text_longer_than_the_page_is_cut_with_a_mark(self):
        result = render(
            [PaperTable("甲", (PaperColumn("姓名"), PaperColumn("说明", 10)), [["王芳", "很长" * 9000]])], PLAIN
        )
        assert result.clipped == ("说明",) and result.pages <= 2
        assert "…" in "".join(texts(result.pdf))

    def test_two_level_header(self):
        columns = (PaperColumn("村"), *(PaperColumn(name, 8, "right", "中央资金") for name in ("计划", "拨付")))
        page = texts(render([PaperTable("资金表", columns, [["清溪村", "1.00", "0.50"]])], PLAIN).pdf, "-layout")[0]
        lines = page.splitlines()
        upper = next(number for number, line in enumerate(lines) if "中央资金" in line)
        assert page.count("中央资金") == 1
        assert any("计划" in line and "拨付" in line for line in lines[upper:])

    def test_numbers_stand_right(self):
        columns = (PaperColumn("村", 20), PaperColumn("金额（元）", 12, "right"))
        pdf = render([PaperTable("甲", columns, [["清溪村", "9.00"], ["石板村", "12,345.00"]])], PLAIN).pdf
        lines = [line.rstrip() for line in texts(pdf, "-layout")[0].splitlines() if ".00" in line]
        assert len({len(line) for line in lines}) == 1


class TestPages:
    def test_empty_table(self):
        page = texts(render([table([], total=None)], PLAIN).pdf)[0]
        assert "（无记录）" in page and "证件号码" in page and "单位负责人" in page

    def test_rows_per_page_exactly(self):
        columns = (PaperColumn("姓名"), PaperColumn("金额", 8, "right"))
        result = render(
            [PaperTable("发放表", columns, [[f"王{char}", "500"] for char in GIVEN[:30]])],
            PaperSettings(rows_per_page=10, min_row_mm=15),
        )
        assert result.pages == 3
        assert [page.count("500") for page in texts(result.pdf)] == [10, 10, 10]

    def test_too_many_rows_per_page_is_said(self):
        result = render([table(people(200))], PaperSettings(rows_per_page=80))
        assert any("放不下" in text for text in result.warnings)

    def test_total_first(self):
        page = texts(
            render([table(people(3), total=["合计"] + [""] * 11)], PaperSettings(total_first=True)).pdf, "-layout"
        )[0]
        assert page.index("合计") < page.index("清溪村")
        assert page.count("合计") == 1

    def test_signatures_on_every_page(self):
        pages = texts(render([table(people(80))], PaperSettings(footer_every_page=True)).pdf)
        assert len(pages) > 2 and all("填表人" in page for page in pages)

    def test_page_totals_add_up(self):
        columns = (PaperColumn("姓名"), PaperColumn("金额", 10, "right"), PaperColumn("比例", 8, "right"))
        rows = [["王芳", "1,000.50", "10"] for _ in range(100)]
        result = render(
            [PaperTable("甲", columns, rows, total=["", "100,050.00", "10"])], PaperSettings(page_totals=True)
        )
        pages = texts(result.pdf, "-layout")
        sums = [line.split()[1:] for page in pages for line in page.splitlines() if line.strip().startswith("小计")]
        assert len(sums) == result.pages
        assert sum(float(line[0].replace(",", "")) for line in sums) == 100050
        # the total of 比例 is no sum: no page total is invented for it
        assert all(len(line) == 1 for line in sums)

    def test_a_household_is_not_divided(self):
        columns = (PaperColumn("户编号", 12), PaperColumn("姓名"))
        rows = [[f"H{number // 5:03d}", f"王{number}"] for number in range(200)]
        pages = texts(render([PaperTable("名册", columns, rows, keep=0)], PLAIN).pdf)
        for household in range(40):
            assert sum(f"H{household:03d}" in page for page in pages) == 1

    @pytest.mark.parametrize("count", range(1, 60))
    def test_no_page_of_signatures_alone_and_none_of_a_single_row(self, count):
        pages = plan_pages([20.0] * count, 300, 400, 60)
        assert [start for start, _ in pages[1:]] == [end for _, end in pages[:-1]]
        assert pages[0][0] == 0 and pages[-1][1] == count
        assert count == 1 or all(end - start >= 2 for start, end in pages)
        assert all((end - start) * 20 <= (400 if start else 300) for start, end in pages)
        assert (pages[-1][1] - pages[-1][0]) * 20 + 60 <= (400 if len(pages) > 1 else 300)

    def test_a_generator_is_welcome(self):
        assert "王芳" in texts(render([table(row for row in [["清溪村", "", "王芳"]])], PLAIN).pdf)[0]


class TestCharacters:
    def test_a_character_no_font_has_is_marked_and_reported(self):
        result = render([PaperTable("甲", (PaperColumn("姓名"),), [["王\U0002ffff"]])], PLAIN)
        assert "王〓" in texts(result.pdf)[0]
        assert "U+2FFFF" in result.warnings[0]

    @pytest.mark.parametrize("text", ["(a)\\b", "a\nb", "é©", "①Ⅳ㎡", "“引号”——……", "0.5%～1‰", "〔2026〕12号"])
    def test_odd_characters_come_through(self, text):
        result = render([PaperTable("甲", (PaperColumn("内容", 40),), [[text]])], PLAIN)
        found = "".join(texts(result.pdf)[0].split())
        assert result.warnings == () and "".join(text.split()) in found

    def test_many_different_characters(self):
        text = "".join(map(chr, range(0x4E00, 0x5000)))
        rows = [[text[begin : begin + 32]] for begin in range(0, len(text), 32)]
        result = render([PaperTable("甲", (PaperColumn("字", 64),), rows)], PLAIN)
        known = [row[0] for row in rows if not any(char in "".join(result.warnings) for char in row[0])]
        found = "".join(texts(result.pdf))
        assert all(row in found for row in known)


class TestCard:
    def card(self, **more):
        sections = (
            ("基本信息", (("户编号", "9999991031010001"), ("户主姓名", "王芳"), ("住址", "清溪村3组大院子" * 9))),
            ("说明", (("主要原因", "户主常年患病。" * 40),)),
        )
        members = PaperTable(
            "家庭成员", (PaperColumn("姓名"), PaperColumn("证件号码", 18)), [["王芳", "11010519491231002X"]]
        )
        return PaperCard("农户信息表", "（一户一表）", "清溪村民委员会", "2025年11月21日", sections, (members,), **more)

    def test_everything_is_on_it(self):
        result = render([self.card(signatures=("户主签字", "日期"))], PLAIN)
        page = texts(result.pdf)[0]
        for text in ("农户信息表", "基本信息", "户编号", "9999991031010001", "王芳", "家庭成员", "11010519491231002X"):
            assert text in page
        assert "户主签字" in page and "单位负责人" not in page
        assert size_of(result.pdf) == (595, 842) and result.pages == 1

    def test_a_long_child_table_runs_on(self):
        visits = PaperTable(
            "走访记录", (PaperColumn("日期"), PaperColumn("内容", 40)), [["2025-01-02", "宣传政策"]] * 120
        )
        result = render([PaperCard("农户信息表", sections=self.card().sections, tables=(visits,))], PLAIN)
        pages = texts(result.pdf)
        assert result.pages > 2 and all("内容" in page for page in pages)
        assert "".join(pages).count("宣传政策") == 120

    def test_each_card_begins_a_page(self):
        result = render([self.card(), self.card(), self.card()], PLAIN)
        assert result.pages == 3
        assert all("基本信息" in page for page in texts(result.pdf))


class TestCharts:
    def drawing(self, text: str) -> bytes:
        from reportlab.pdfgen.canvas import Canvas

        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(300, 200))
        canvas.rect(1, 1, 298, 198)
        canvas.drawString(20, 100, text)
        canvas.save()
        return out.getvalue()

    @pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 6])
    def test_they_share_one_page_as_vectors(self, count):
        charts = tuple(self.drawing(f"chart{number}") for number in range(count))
        result = render([PaperCharts("青禾乡图表", charts, "（2025年）", "数据来源：青禾乡台账")], PLAIN)
        pages = texts(result.pdf)
        assert result.pages == len(pages) == 1
        for word in ("青禾乡图表", "数据来源", *(f"chart{number}" for number in range(count))):
            assert word in pages[0]
        assert not PdfReader(io.BytesIO(result.pdf)).pages[0].images

    @pytest.mark.parametrize("count", [1, 2, 4, 6])
    def test_a_chart_of_the_right_size_is_not_scaled(self, count):
        from models.reports.paper_charts import cell_size_mm

        width, height = cell_size_mm(count, PLAIN)
        assert 1.1 < width / height < 2.2
        assert 170 < width * height * count / 210 < 250, "the page is well filled"

    def test_they_follow_a_table(self):
        result = render([table(people(3)), PaperCharts("图", (self.drawing("chart"),))], PLAIN)
        second = texts(result.pdf, "-layout")[1]
        assert "chart" in second and "第 2 页 共 2 页" in second


def test_the_watermark_is_pale_and_leaves_the_text_readable():
    plain = picture(render([table(people(8))], PLAIN).pdf)
    marked = picture(render([table(people(8))], PaperSettings(watermark="示例")).pdf)
    changed = marked[plain > 250]
    assert (changed < 245).mean() > 0.01
    assert changed.min() > 190


def test_settings_are_remembered():
    settings = PaperSettings(size="A3", landscape=True, rows_per_page=30, footer=("填表人",), watermark="示例")
    assert PaperSettings.from_dict(json.loads(json.dumps(settings.to_dict()))) == settings


def test_damaged_settings_fall_back():
    values = {"size": "B5", "margins_mm": [1], "font_size": "大", "rows_per_page": -3, "strange": 1, "footer": "x"}
    assert PaperSettings.from_dict(values) == PaperSettings()
    assert PaperSettings.from_dict(None) == PaperSettings()


def test_nothing_heavy_is_imported_before_printing():
    import subprocess

    code = "import sys, models.reports.paper; print([m for m in ('reportlab', 'pypdf', 'PySide6') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
