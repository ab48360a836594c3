"""Places of the charts of a grid: wide ones take several columns, long ones more height."""

from models.reports.chart_data import ChartData, Series
from widgets.chart_places import FEW, LINE, MANY, more_height, places, span


def chart(kind, count):
    labels = tuple(f"第{at}项" for at in range(count))
    return ChartData("c", "图", kind, labels, (Series("数", tuple(range(1, count + 1))),))


def test_a_gantt_chart_takes_the_row_and_many_bars_two_places():
    assert span(chart("bar", 6), 3) == 1
    assert span(chart("bar", MANY + 1), 3) == 2
    assert span(chart("bar", MANY + 1), 2) == 1
    assert span(chart("barh", MANY + 1), 3) == 1
    assert span(chart("funnel", 12), 3) == 1
    assert span(None, 3) == 1


def test_rows_are_filled_in_order_and_the_last_before_a_wide_one_takes_what_is_left():
    assert places([1, 1, 1, 1], 3) == [(0, 0, 1), (0, 1, 1), (0, 2, 1), (1, 0, 1)]
    assert places([1, 3, 2, 1], 3) == [(0, 0, 3), (1, 0, 3), (2, 0, 2), (2, 2, 1)]
    assert places([2, 2], 3) == [(0, 0, 3), (1, 0, 2)]


def test_long_charts_get_more_height():
    assert more_height(chart("funnel", FEW)) == 0
    assert more_height(chart("funnel", FEW + 4)) == 4 * LINE
    assert more_height(chart("bar", 30)) == 0 and more_height(None) == 0
