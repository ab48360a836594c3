"""Fictitious charts of every kind, easy and awkward, for the drawing tests."""

import datetime

from models.reports.chart_data import ChartData, Series

VILLAGES = ("清溪村", "石板村", "陶化村", "大河坝村", "金竹林村", "龙塘口村")
MONTHS = tuple(f"{month}月" for month in range(1, 13))
SOURCE = "数据来源：青禾乡台账，截至2025年11月21日"
SUBTITLE = "青禾乡，2025年1—10月"


def chart(name, kind, labels, series, measure="count", **more) -> ChartData:
    rows = tuple(Series(title, tuple(values)) for title, values in series)
    values = {"subtitle": SUBTITLE, "source": SOURCE, "unit": "户" if measure == "count" else ""}
    where = {(row, index): (name, row, index) for row in range(len(rows)) for index in range(len(labels))}
    return ChartData(
        name, values.pop("title", name), kind, tuple(labels), rows, measure, **{"where": where, **values, **more}
    )


def days(*texts):
    return tuple(None if text is None else datetime.date.fromisoformat(text).toordinal() for text in texts)


SAMPLES = [
    chart(
        "项目计划与实际进度",
        "gantt",
        ("2026年清溪村产业路建设项目", "2026年石板村等村农村供水保障项目", "冷库", "村卫生室", "没填日期的"),
        [
            ("计划开工", days("2026-02-10", "2026-03-01", "2026-04-15", None, None)),
            ("计划完工", days("2026-05-31", "2026-11-30", "2026-09-30", "2026-08-31", None)),
            ("实际开工", days("2026-02-20", "2026-03-20", None, "2026-05-01", None)),
            ("实际完工", days("2026-06-15", None, None, None, None)),
            ("立项", days("2026-01-04", None, "2026-01-04", None, None)),
        ],
        "date",
        thresholds=((days("2026-06-30")[0], "今天6月30日"), (days("2026-01-04")[0], ""), (days("2026-12-20")[0], "")),
        remarks=("晚15天完工", "进度45%", "未开工，逾期76天", "进度0%", ""),
    ),
    chart(
        "项目推进漏斗",
        "funnel",
        ("谋划", "入库", "立项", "开工", "完工", "后续管护"),
        [("项目", (40, 39, 22, 20, 3, 0))],
    ),
    chart(
        "走访覆盖率（轮次×村）",
        "heat",
        VILLAGES,
        [
            ("第一次遍访", (100, 100, 100, 100, 100, 100)),
            ("2026年第二次遍访", (90, 100, 75.5, None, 100, 40)),
            ("第三次遍访", (100, 0, 100, 12.5, 99.99, 100)),
        ],
        "percent",
        thresholds=((100, "应访尽访"),),
    ),
    chart(
        "十七村九轮遍访",
        "heat",
        [f"{chr(0x4E00 + number * 97)}{'坝子' if number % 3 else ''}村" for number in range(17)],
        [(f"2026年第{row}次遍访", [row * at * 13 % 101 for at in range(17)]) for row in range(1, 10)],
        "percent",
        thresholds=((100, "应访尽访"),),
    ),
    chart("各村各类走访", "heat", VILLAGES, [("遍访", (52, 61, 38, 47, 55, 49)), ("慰问", (5, None, 0, 7, 5, 9))]),
    chart("各村农户数", "bar", VILLAGES, [("户数", (52, 61, 38, 47, 55, 49))]),
    chart(
        "各村集体经济收入",
        "bands",
        VILLAGES,
        [("收入", (8_1000_00, 12_3500_00, 22_7000_00, 21_4000_00, 15_5000_00, 10_1500_00))],
        "money",
        thresholds=((5_0000_00, "5万元"), (10_0000_00, "10万元"), (20_0000_00, "20万元"), (50_0000_00, "50万元")),
    ),
    chart(
        "项目资金到位与拨付",
        "grouped",
        VILLAGES,
        [
            ("到位", (120_0000_00, 90_0000_00, 210_5000_00, 60_0000_00, 0, 45_0000_00)),
            ("拨付", (100_0000_00, 70_0000_00, 110_5000_00, 60_0000_00, None, 5_0000_00)),
        ],
        "money",
    ),
    chart(
        "各类别投资",
        "stacked",
        VILLAGES,
        [
            (name, [(index * 37 + row * 53) % 90 * 1_0000_00 for index in range(6)])
            for row, name in enumerate(("产业发展", "乡村建设行动", "就业项目", "巩固三保障成果"))
        ],
        "money",
    ),
    chart(
        "逐月消费帮扶",
        "line",
        MONTHS,
        [
            (
                "金额",
                (
                    3_2000_00,
                    5_1000_00,
                    2_0000_00,
                    None,
                    8_0000_00,
                    6_5000_00,
                    7_7000_00,
                    9_1000_00,
                    4_4000_00,
                    12_0000_00,
                    None,
                    None,
                ),
            )
        ],
        "money",
    ),
    chart(
        "支出进度与序时进度",
        "line",
        MONTHS,
        [
            ("支出率", (0, 5, 9.5, 20, 33, 41, 52, 60, 71, 80.5, None, None)),
            ("序时进度", [round(100 / 12 * month, 2) for month in range(1, 13)]),
        ],
        "percent",
    ),
    chart(
        "农户类型",
        "pie",
        ("脱贫户", "脱贫不稳定户", "边缘易致贫户", "突发严重困难户", "一般农户"),
        [("户数", (86, 9, 6, 3, 196))],
    ),
    chart("销售渠道", "pie", ("直接采购", "帮助销售"), [("金额", (34_5000_00, 55_7000_00))], "money"),
    chart(
        "各产品销售额",
        "barh",
        ("高山蔬菜", "李子", "中药材（黄柏、杜仲）", "土鸡", "蜂蜜", "腊肉香肠"),
        [("金额", (34_5000_00, 55_7000_00, 3_0000_00, 8_8000_00, 1_2000_00, 500_00))],
        "money",
    ),
    chart(
        "各责任单位帮扶资金",
        "bar",
        [f"市级帮扶集团成员单位第{number}分公司驻村工作队" for number in range(1, 9)],
        [("金额", [number * 7_0000_00 for number in range(1, 9)])],
        "money",
    ),
    chart(
        "四十个村的户数",
        "bar",
        [
            f"{chr(0x4E00 + number * 97)}{chr(0x5200 + number * 31)}{'坝子' if number % 3 else ''}村"
            for number in range(40)
        ],
        [("户数", [number * 13 % 97 for number in range(40)])],
    ),
    chart(
        "三年逐月销售",
        "bar",
        [f"{year}-{month:02d}" for year in (2023, 2024, 2025) for month in range(1, 13)],
        [("金额", [number * 7919 % 9_0000_00 for number in range(36)])],
        "money",
    ),
    chart(
        "收支结余", "bar", VILLAGES, [("结余", (5_0000_00, -3_2000_00, 12_0000_00, -1_0000_00, 0, 8_0000_00))], "money"
    ),
    chart(
        "项目类别长名",
        "barh",
        [
            "产业发展—生产项目—种植业基地（含林果、中药材、食用菌）",
            "乡村建设行动—农村基础设施—产业路、资源路、旅游路建设",
            "就业项目",
        ],
        [("计划", (3, 2, 1)), ("完工", (1, 2, 1))],
        unit="个",
    ),
    chart("一个村", "bar", ("清溪村",), [("户数", (52,))]),
    chart("空图", "bar", (), [("户数", ())], empty_text="还没有登记农户，导入或新增后这里显示各村户数"),
    chart("零图", "pie", VILLAGES, [("户数", (0,) * 6)]),
    chart("十二类户", "pie", [f"第{number}类农户" for number in range(12)], [("户数", range(3, 15))]),
    chart(
        "青禾乡巩固拓展脱贫攻坚成果同乡村振兴有效衔接资金项目库二〇二五年度各村计划投资与实际完成投资对比",
        "grouped",
        VILLAGES,
        [
            (name, [(index + 1) * (row + 2) * 11 for index in range(6)])
            for row, name in enumerate(("计划", "到位", "拨付", "支付", "结余"))
        ],
    ),
    chart(
        "横向堆叠",
        "stacked",
        [f"市级帮扶集团成员单位第{number}分公司" for number in range(1, 6)],
        [("直接采购", (10, 20, 30, 5, 0)), ("帮助销售", (3, 0, 40, 1, 9)), ("其他", (9, 9, 9, 9, 9))],
        unit="笔",
    ),
    chart(
        "横向门槛",
        "bands",
        [f"{village}股份经济合作联合社" for village in VILLAGES] * 2,
        [("收入", [number * 4_0000_00 for number in range(12)])],
        "money",
        thresholds=((10_0000_00, "≥10万元"), (11_0000_00, "≥11万元"), (20_0000_00, "≥20万元"), (50_0000_00, "≥50万元")),
    ),
]
# The first one is what most tests show: plain bars.
SAMPLES.sort(key=lambda one: one.kind in ("heat", "gantt", "funnel"))
