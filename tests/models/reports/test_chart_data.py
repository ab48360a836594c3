import pytest

from models.reports.chart_data import ChartData, Series


def chart(values, measure="money", kind="bar", **more) -> ChartData:
    labels = tuple(f"村{index}" for index in range(len(values)))
    return ChartData("x", "标题", kind, labels, (Series("金额", tuple(values)),), measure, **more)


@pytest.mark.parametrize(
    ("values", "unit", "texts"),
    [
        ((1_000, 250_00), "元", ("10", "250")),
        ((1_050, 250_00), "元", ("10.50", "250.00")),
        ((9_999_99, 10_000_00), "万元", ("1.00", "1.00")),
        ((2_592_0000_00, 22_7000_00), "万元", ("2592.00", "22.70")),
        ((1_2345_6789_00, 0), "亿元", ("1.23", "0.00")),
        ((200_0000_00, 30_00), "万元", ("200.00", "0.003")),
        ((-500_0000_00, 1_00), "万元", ("-500.00", "0.0001")),
    ],
)
def test_money_is_scaled_once_per_chart(values, unit, texts):
    data = chart(values)
    assert data.scaled()[1] == unit
    assert tuple(map(data.number_text, values)) == texts


def test_stacked_money_is_scaled_by_the_whole_bar():
    data = ChartData("x", "", "stacked", ("村",), (Series("a", (600_000,)), Series("b", (600_000,))), "money")
    assert data.scaled()[1] == "万元"


def test_counts_and_percents():
    assert chart((12345, 3), "count", unit="户").text(12345) == "12,345户"
    assert chart((1.5,), "count", unit="亩").text(1.5) == "1.50亩"
    assert chart((29.4118,), "percent").text(29.4118) == "29.41%"
    assert chart((None,), "percent").text(None) == "—"


def test_words_for_one_bar():
    data = ChartData("x", "", "pie", ("线上", "线下"), (Series("", (3, 1)),), unit="笔")
    assert data.describe(0, 0) == "线上：3笔（75.00%）"
    data = ChartData("x", "", "grouped", ("一月",), (Series("到位", (1,)), Series("拨付", (None,))), unit="笔")
    assert data.describe(1, 0) == "一月  拨付：未填"


def test_empty_charts_say_so():
    assert chart(()).is_empty() and chart(()).sentence() == "暂无数据"
    assert chart((0, 0)).sentence() == "各项均为0"
    assert chart((None,), empty_text="还没有登记销售").sentence() == "还没有登记销售"
    assert not chart((0, 1)).is_empty()


def test_mistakes_are_named():
    with pytest.raises(ValueError, match="x"):
        ChartData("x", "", "radar", (), ())
    with pytest.raises(ValueError, match="标签"):
        ChartData("x", "", "bar", ("一",), (Series("a", (1, 2)),))
