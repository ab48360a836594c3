import io
import itertools
import subprocess
import sys

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from PIL import Image
from pypdf import PdfReader

from tests.widgets.chart_samples import MONTHS, SAMPLES, VILLAGES, chart
from widgets import chart_style as style
from widgets.chart_draw import chart_pdf, chart_png, charts_png, draw
from widgets.chart_heat import shade
from widgets.chart_names import plan_names
from widgets.chart_panel import Box
from widgets.chart_scale import spread, tick_text, ticks

SIZES = [(460, 300), (320, 230), (900, 420), (250, 520)]  # points


def drawn(data, size=(460, 300), **more):
    figure = Figure(figsize=(size[0] / 72, size[1] / 72), dpi=100)
    canvas = FigureCanvasAgg(figure)
    hits = draw(figure, data, **more)
    canvas.draw()
    return figure, canvas, hits


def boxes(figure, canvas):
    renderer = canvas.get_renderer()
    return [(text.get_text(), text.get_window_extent(renderer)) for text in figure.texts if text.get_text().strip()]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("data", SAMPLES, ids=lambda data: data.name[:12])
def test_nothing_is_cut_off_and_no_texts_overlap(data, size):
    figure, canvas, _ = drawn(data, size)
    width, height = canvas.get_width_height()
    texts = boxes(figure, canvas)
    assert texts
    for text, box in texts:
        assert box.x0 >= -1 and box.x1 <= width + 1 and box.y0 >= -1 and box.y1 <= height + 1, text
    for (one, first), (other, second) in itertools.combinations(texts, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        up = min(first.y1, second.y1) - max(first.y0, second.y0)
        # boxes of text hold some air above and below the ink
        assert across <= 1 or up <= 0.2 * min(first.height, second.height), (one, other, across, up)


@pytest.mark.parametrize("data", SAMPLES, ids=lambda data: data.name[:12])
def test_every_value_can_be_clicked(data):
    _, _, hits = drawn(data)
    wanted = set()
    if not data.is_empty():
        for row, series in enumerate(data.series):
            wanted |= {(row, index) for index, value in enumerate(series.values) if value is not None}
        if data.kind == "pie" and len(data.labels) <= 8:
            wanted = {(row, index) for row, index in wanted if data.series[row].values[index]}
        if data.kind == "gantt":  # a row is opened as a whole, whatever is known of it
            wanted = {(0, index) for index in range(len(data.labels))}
    assert {(hit.series, hit.label) for hit in hits} == wanted
    for hit in hits:
        left, bottom, right, top = hit.box
        assert -0.001 <= left <= right <= 1.001 and -0.001 <= bottom <= top <= 1.001
        assert data.labels[hit.label] in hit.text
        if not hit.outline:
            assert hit.contains((left + right) / 2, (bottom + top) / 2)


def test_slices_are_hit_where_they_are():
    _, _, hits = drawn(chart("x", "pie", ("甲", "乙"), [("", (1, 1))]))
    (first, second) = hits
    middle = (first.box[1] + first.box[3]) / 2
    assert first.contains(first.box[2] - 0.01, middle) and not second.contains(first.box[2] - 0.01, middle)
    assert not first.contains(first.box[0] + 0.005, middle), "the hole of the ring belongs to nobody"


def test_bars_are_drawn_where_they_are_hit():
    data = chart("x", "bar", VILLAGES, [("户数", (52, 61, 38, 47, 55, 49))])
    _, canvas, hits = drawn(data)
    pixels = np.asarray(canvas.buffer_rgba())[::-1, :, :3]
    height, width = pixels.shape[:2]
    for hit in hits:
        left, bottom, right, top = hit.box
        x, y = int((left + right) / 2 * width), int((bottom + top) / 2 * height)
        assert np.allclose(pixels[y, x] / 255, to_rgb(style.COLOURS[0]), atol=0.02)
        assert (pixels[int(top * height) + 3, int(left * width) + 1] > 250).all()


@pytest.mark.parametrize("gray", [False, True])
def test_a_heat_map_tells_what_reaches_its_threshold_by_darkness_alone(gray):
    data = next(one for one in SAMPLES if one.kind == "heat" and one.thresholds)
    shades = [
        sum(part * weight for part, weight in zip(to_rgb(shade(data, value, gray)), (76, 150, 29), strict=True))
        for value in (0, 12.5, 75.5, 99.99, 100)
    ]
    assert shades == sorted(shades, reverse=True)
    assert shades[-2] - shades[-1] > 80


def test_titles_say_scope_unit_and_source():
    figure, _, _ = drawn(chart("各村收入", "bar", VILLAGES, [("收入", (5_0000_00,) * 6)], "money"))
    texts = [text.get_text() for text in figure.texts]
    assert {"各村收入", "青禾乡，2025年1—10月", "单位：万元", "数据来源：青禾乡台账，截至2025年11月21日"} <= set(texts)
    assert texts.count("5.00万元") == 6


def test_empty_charts_show_one_calm_sentence():
    for data in SAMPLES:
        if data.is_empty():
            figure, _, hits = drawn(data)
            assert hits == [] and data.sentence() in [text.get_text().replace("\n", "") for text in figure.texts]


def test_long_names_make_bars_lie_and_months_stay_in_order():
    names = [f"市级帮扶集团成员单位第{number}分公司驻村工作队" for number in range(8)]
    _, _, hits = drawn(chart("x", "bar", names, [("", range(1, 9))]))
    assert hits[0].box[1] > hits[-1].box[1] and hits[0].box[2] < hits[-1].box[2]
    _, _, hits = drawn(chart("x", "bar", [f"2025-{month:02d}" for month in range(1, 13)] * 3, [("", range(1, 37))]))
    assert hits[0].box[0] < hits[-1].box[0] and hits[0].box[3] < hits[-1].box[3]


def test_series_differ_in_grey_print():
    # adjoining greys must be 40 of 255 apart; from the fourth series on hatches tell them apart
    for palette in (style.COLOURS[:3], style.GRAYS[:3]):
        shades = sorted(
            sum(part * weight for part, weight in zip(to_rgb(c), (76, 150, 29), strict=True)) for c in palette
        )
        assert min(later - earlier for earlier, later in itertools.pairwise(shades)) > 40
    looks = [(style.colour(index, True), style.hatch(index, 6, True)) for index in range(6)]
    assert len(set(looks)) == 6
    assert all(style.hatch(index, 6) for index in range(3, 6))


def test_grey_drawings_have_no_colour():
    stacked = next(data for data in SAMPLES if data.kind == "stacked")
    _, canvas, _ = drawn(stacked, gray=True)
    pixels = np.asarray(canvas.buffer_rgba())[:, :, :3].astype(int)
    saturation = pixels.max(axis=2) - pixels.min(axis=2)
    assert saturation.max() < 25  # ink itself is slightly blue


def test_a_plan_in_grey_tells_hollow_filled_and_late_apart():
    plan = next(data for data in SAMPLES if data.kind == "gantt")
    figure, canvas, _ = drawn(plan, gray=True)
    looks = {
        (to_hex(part.get_facecolor()[0]), bool(part.get_hatch()))
        for part in figure.artists if isinstance(part, PolyCollection) and part.get_zorder() >= 2
    }  # fmt: skip
    assert looks == {("#ffffff", False), (style.GRAYS[0].lower(), False), ("#ffffff", True)}
    assert "未开工，逾期76天" in [text.get_text() for text in figure.texts]
    pixels = np.asarray(canvas.buffer_rgba())[:, :, :3].astype(int)
    assert (pixels.max(axis=2) - pixels.min(axis=2)).max() < 25


def test_a_character_no_font_has_is_marked():
    figure, _, _ = drawn(chart("x", "bar", ("\U0002ffff村",), [("", (1,))]))
    assert "〓村" in [text.get_text() for text in figure.texts]


@pytest.mark.parametrize("kind", ["bar", "stacked", "grouped", "line", "pie", "gantt", "funnel"])
def test_pdf_is_one_searchable_vector_page(kind):
    data = next(data for data in SAMPLES if data.kind == kind)
    pdf = chart_pdf(data)
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    assert abs(float(page.mediabox.width) - 170 / 25.4 * 72) < 1 and not page.images
    found = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    found = "".join(found.split())
    assert data.title in found and "数据来源" in found
    assert all(label in found for label in data.labels)


def test_charts_go_on_paper_as_vectors():
    from models.reports.paper import PaperCharts, PaperSettings, render
    from tests.models.reports.fictitious import texts

    block = PaperCharts(
        "青禾乡图表", tuple(chart_pdf(data, (130, 90)) for data in SAMPLES[:4]), source="数据来源：台账"
    )
    result = render([block], PaperSettings())
    found = "".join(texts(result.pdf, "-raw")[0].split())
    assert result.pages == 1
    assert all(data.title in found for data in SAMPLES[:4])


def test_pictures():
    one = Image.open(io.BytesIO(chart_png(SAMPLES[0], dpi=100)))
    assert one.size == (669, 433)
    four = Image.open(io.BytesIO(charts_png(SAMPLES[:4], dpi=100)))
    assert abs(four.width - 2 * one.width) <= 2 and abs(four.height - 2 * one.height) <= 2


def test_no_pyplot_and_no_qt():
    code = "import sys, widgets.chart_draw; print([m for m in ('matplotlib.pyplot', 'PySide6') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("low", "high", "wanted", "shown"),
    [
        (0, 61, 4, ["0", "20", "40", "60"]),
        (0, 1, 4, ["0.00", "0.25", "0.50", "0.75", "1.00"]),
        (-5, 12, 4, ["-5", "0", "5", "10"]),
    ],
)
def test_ticks_are_round(low, high, wanted, shown):
    found = ticks(low, high, wanted)
    assert [tick_text(tick, found[1] - found[0]) for tick in found] == shown


def test_labels_are_moved_apart():
    assert spread([10, 11, 50], 8, 0, 100) == [10, 18, 50]
    assert spread([95, 96, 97], 8, 0, 100) == [84, 92, 100]


def test_values_of_a_single_month_line():
    _, _, hits = drawn(chart("x", "line", MONTHS[:1], [("金额", (5,))]))
    assert len(hits) == 1


def test_months_in_a_narrow_chart_lose_their_year_before_they_are_turned():
    labels = [f"{2024 + (6 + at) // 12}年{(6 + at) % 12 + 1}月" for at in range(24)]
    names = plan_names(labels, Box(0, 0, 24 * 20, 100), 10)
    assert not names.turned and [lines for lines in names.lines if len(lines) > 1] == [
        ("7月", "2024年"),
        ("1月", "2025年"),
        ("1月", "2026年"),
    ]
    assert names.lines[1] == ("8月",)
    assert plan_names([*labels, "以前"], Box(0, 0, 24 * 20, 100), 10).turned


def test_matplotlib_comes_without_the_help_that_it_writes_for_itself():
    code = (
        "import widgets.chart_draw; from matplotlib.patches import Rectangle; from matplotlib.text import Text; "
        "one = Rectangle((0, 0), 1, 1); one.set(width=3, alpha=0.5); "
        "print(Rectangle.set.__doc__, Text.set.__doc__, one.get_width(), one.get_alpha())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split() == ["None", "None", "3", "0.5"], done.stderr[-500:]
