"""Charts: every bar is the sum of exactly the records it opens, villages stand in official order, filters are kept."""

import datetime
import random
import shutil

import pytest

from models import clock, ledger_file, query, record, settings
from models.query import Filter, Selection
from models.reports import charts
from models.reports.figures.village_income import incomes

VILLAGES = ("清溪村", "石板村", "陶化村", "八角村")  # 按登记顺序，不是拼音顺序
COUNTED = {
    "household_by_type", "household_by_village", "member_by_age", "member_by_village", "member_by_labour",
    "project_count_by_stage",
}  # fmt: skip
SUMMED = {
    "project_by_category": "investment", "project_money_by_stage": "investment", "project_by_year": "investment",
    "sale_by_month": "amount", "sale_by_kind": "amount", "sale_by_channel": "amount", "sale_by_buyer_kind": "amount",
    "sale_by_village": "amount", "sale_by_product": "amount",
}  # fmt: skip
OTHERS = {"project_by_village", "project_paid", "project_pay_rate", "ce_by_village", "ce_operating_by_village",
          "ce_by_year"}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A closed file with four villages and a bit of everything, also with fields left blank; built once."""
    path = tmp_path_factory.mktemp("town") / "a.db"
    clock.freeze(datetime.date(2026, 11, 24))
    ledger_file.create(path)
    settings.township.put("青禾乡")
    rng = random.Random(7)
    villages = [record.save("village", {"name": name}).id for name in VILLAGES]
    _people(rng, villages)
    _projects(rng, villages)
    _sales(rng, villages)
    _incomes(rng, villages)
    ledger_file.close()
    clock.freeze(None)
    return path, villages


@pytest.fixture
def town(built, tmp_path):
    """The ids of the four villages, in a fresh copy of that file."""
    path, villages = built
    clock.freeze(datetime.date(2026, 11, 24))
    ledger_file.open_existing(shutil.copy(path, tmp_path / "a.db"), check=False)
    yield villages
    ledger_file.close()
    clock.freeze(None)


def _people(rng, villages):
    for at in range(24):
        place = rng.choice(villages[:3])
        kind = rng.choice(["01", "02", "03", None])
        home = record.save("household", {"village": place, "head": f"示例{at}", "hh_type": kind}).id
        for who in range(rng.randint(0, 3)):
            record.save(
                "member",
                {
                    "household": home, "village": place, "name": f"示例{at}之{who}", "relation": "99",
                    "sex": rng.choice(["1", "2", None]), "state": rng.choice(["01", "02", "03"]),
                    "birth": rng.choice([None, f"{rng.randint(1935, 2025)}-03-04"]),
                    "labour": rng.choice(["01", "05", None]),
                },
            )  # fmt: skip


def _incomes(rng, villages):
    for year in (2024, 2025):
        for place in villages:
            for kind in rng.sample(["R1", "R2", "R4", "R5", "C1"], 3):
                money = rng.randint(1, 30_000_000)
                record.save(
                    "ce_entry", {"village": place, "year": year, "class": kind, "item": "示例", "amount": money}
                )


def _projects(rng, villages):
    for at in range(14):
        places = rng.sample(villages, rng.choice([0, 1, 1, 2]))
        rows = [record.DetailDraft({"village": place}) for place in places]
        id = record.save(
            "project",
            {
                "name": f"示例项目{at}", "code": f"SL{at:03d}" if at % 3 else None,
                "year": rng.choice([2024, 2025, None]), "cat1": rng.choice(["P1", "P3", None]),
                "stage": rng.choice(["02", "07", "09", None]),
                "budget_total": rng.randint(1, 50_000_000),
            },
            details={"project_place": rows},
        ).id  # fmt: skip
        line = record.save(
            "fund_line", {"project": id, "source": "F1", "amount": 10_000_000, "received_on": "2025-01-05"}
        )
        record.save("payment", {"fund_line": line.id, "date": "2025-02-01", "amount": rng.randint(1, 10_000_000)})


def _sales(rng, villages):
    products = [record.save("product", {"name": f"产品{at}"}).id for at in range(13)]
    for at in range(40):
        record.save(
            "sale",
            {
                "date": rng.choice(["2024-02-03", "2024-05-06", "2025-01-31", "2025", "2025-03"]),
                "kind": rng.choice(["01", "02", None]), "channel": rng.choice(["01", "04", None]),
                "village": rng.choice([*villages, None]), "buyer_kind": rng.choice(["01", "05", None]),
                "product": rng.choice([*products, None]), "amount": rng.randint(1, 9_000_000), "buyer": f"示例单位{at}",
            },
        )  # fmt: skip


def bars(chart):
    """(value, selection, series index) of every bar that opens something; a bar without one must be 0 or not there."""
    for at, series in enumerate(chart.series):
        for label, value in enumerate(series.values):
            selection = chart.where.get((at, label))
            if selection is None:
                assert not value, (chart.name, series.name, chart.labels[label], value)
            else:
                yield value, selection, at


def test_the_lists_above_name_every_chart_of_these_ledgers():
    ours = {"household", "member", "project", "sale", "ce_entry"}
    of_these = {name for name in charts.names() if charts.ledger_of(name) in ours}
    assert COUNTED | set(SUMMED) | OTHERS <= of_these


@pytest.mark.parametrize("name", sorted(COUNTED))
def test_a_bar_counts_the_records_it_opens(town, name):
    chart = charts.build(name)
    assert chart.numbers()
    for value, selection, _ in bars(chart):
        assert query.count(selection) == value > 0
    base = Selection(charts.ledger_of(name))
    base = base.where("state", "not in", ["03"]) if base.ledger == "member" else base
    assert sum(chart.numbers()) == query.count(base)


@pytest.mark.parametrize("name", sorted(SUMMED))
def test_a_bar_sums_the_records_it_opens(town, name):
    chart, path = charts.build(name), SUMMED[name]
    assert chart.measure == "money"
    for value, selection, _ in bars(chart):
        assert query.totals(selection, [path])[path] == value
    whole = Selection(charts.ledger_of(name))
    assert sum(chart.numbers()) == query.totals(whole, [path])[path]


def test_project_money_is_split_among_villages_and_the_township(town):
    chart = charts.build("project_by_village")
    assert chart.labels[-1] == "全乡"
    total = query.totals(Selection("project"), ["investment"])["investment"]
    assert abs(sum(chart.numbers()) - total) <= len(chart.labels)
    opened = [set(query.ids(selection)) for _, selection, _ in bars(chart)]
    assert set().union(*opened) == set(query.ids(Selection("project")))
    alone = opened[-1]
    assert alone and not alone & set().union(*opened[:-1])


def test_received_and_paid(town):
    chart = charts.build("project_paid")
    for value, selection, at in bars(chart):
        path = ("received", "paid")[at]
        assert query.totals(selection, [path])[path] == value
    assert chart.subtitle.startswith("支出率 ")
    clock.freeze(datetime.date(2025, 6, 30))
    rates = charts.build("project_pay_rate")
    assert rates.thresholds == ((50.0, "序时进度50.00%"),)
    assert rates.title == "2025年支出率（按项目）" and rates.labels
    for value, selection, _ in bars(rates):
        sums = query.totals(selection, ["received", "paid"])
        assert query.count(selection) == 1
        assert value == round(sums["paid"] * 100 / sums["received"], 2)
    clock.freeze(datetime.date(2026, 2, 1))
    assert charts.build("project_pay_rate").thresholds[0][0] == 100.0  # 2025 年已经过完


def test_only_the_projects_with_most_money_get_a_rate(book):
    for at in range(13):
        line = {
            "project": record.save("project", {"name": f"项目{at}"}).id,
            "source": "F1",
            "received_on": "2026-01-05",
        }
        record.save("fund_line", {**line, "amount": (at + 1) * 1_000_000})
    chart = charts.build("project_pay_rate")
    assert chart.labels[0] == "项目12" and len(chart.labels) == 12
    assert chart.subtitle == "到位资金最多的12个项目"


def test_collective_income_per_village_is_of_the_latest_year(town):
    chart = charts.build("ce_by_village")
    assert chart.kind == "bands" and chart.title.startswith("2025年")
    for value, selection, _ in bars(chart):
        ((key, income),) = incomes(selection).items()
        assert key[0] == 2025 and income.total == value
    operating = charts.build("ce_operating_by_village")
    for value, selection, _ in bars(operating):
        assert sum(income.operating for income in incomes(selection).values()) == value
    earlier = charts.build("ce_by_village", Selection("ce_entry").where("year", "=", 2024))
    assert earlier.title.startswith("2024年")


def test_bands_show_up_to_the_next_one(book):
    village = record.save("village", {"name": "甲村"}).id
    record.save("ce_entry", {"village": village, "year": 2025, "class": "R1", "item": "租金", "amount": 12_000_000})
    assert charts.build("ce_by_village").thresholds == (
        (5_000_000.0, "5万元"), (10_000_000.0, "10万元"), (20_000_000.0, "20万元"),
    )  # fmt: skip


def test_collective_income_by_year(town):
    chart = charts.build("ce_by_year")
    assert chart.labels == ("2024年", "2025年")
    for value, selection, at in bars(chart):
        found = incomes(selection).values()
        assert sum(income.operating if at else income.total for income in found) == value


def test_villages_stand_in_official_order(town):
    assert charts.build("household_by_village").labels == VILLAGES
    ids = [town[1], town[0]]
    some = charts.build("household_by_village", Selection("household").where("village", "in", ids))
    assert some.labels == VILLAGES[:2]


@pytest.mark.parametrize("name", sorted(COUNTED | set(SUMMED) | OTHERS))
def test_a_filtered_set_is_respected_and_named(town, name):
    of = charts.ledger_of(name)
    path = "project_place.village" if of == "project" else "village"
    base = Selection(of).where(path, "in", [town[0]])
    inside = set(query.ids(base))
    chart = charts.build(name, base)
    assert "行政村：清溪村" in chart.subtitle or "来源村：清溪村" in chart.subtitle
    for _, selection, _ in bars(chart):
        found = set(query.ids(selection))
        assert found and found <= inside


def test_a_search_is_respected(town):
    base = Selection("household", search="示例1")
    chart = charts.build("household_by_type", base)
    assert sum(chart.numbers()) == query.count(base) < 24
    assert "含“示例1”" in chart.subtitle


def test_months_have_no_gaps(town):
    labels = charts.build("sale_by_month").labels
    months = [label for label in labels if "月份不详" not in label]
    assert months[0] == "2024年2月" and months[-1] == "2025年3月" and len(months) == 14
    assert labels[-1] == "2025年（月份不详）"


def test_only_the_last_two_years_of_months(book):
    for year in range(2020, 2026):
        record.save("sale", {"date": f"{year}-07-01", "amount": 100, "buyer": "示例单位", "kind": "01"})
    chart = charts.build("sale_by_month")
    assert len(chart.labels) == 24 and chart.labels[-1] == "2025年7月" and "最近24个月" in chart.subtitle


def test_source_and_sentences(town):
    chart = charts.build("household_by_type")
    assert chart.source == "数据来源：青禾乡台账，截至2026年11月24日"
    assert (chart.name, chart.title) == ("household_by_type", "农户数（按户类型）")
    nobody = Selection("household", filters=(Filter("head", "=", "没有这个人"),))
    assert charts.build("household_by_type", nobody).sentence() == "筛选结果里没有记录"


@pytest.mark.parametrize("name", sorted(COUNTED | set(SUMMED) | OTHERS))
def test_an_empty_ledger_says_what_is_missing(book, name):
    chart = charts.build(name)
    assert chart.is_empty() and chart.sentence().startswith("还没有登记")


def test_home_shows_four(town):
    found = charts.for_home()
    assert [chart.name for chart in found] == ["household_by_village", "project_paid", "sale_by_month", "ce_by_village"]
    assert all(not chart.is_empty() for chart in found)


def test_names_and_wrong_questions(book):
    assert charts.names("sale") and all(name.startswith("sale") for name in charts.names("sale"))
    assert set(charts.names("sale")) < set(charts.names())
    assert charts.title("sale_by_month") == "消费帮扶金额（按月）"
    with pytest.raises(KeyError, match="没有名为“x”的图"):
        charts.build("x")
    with pytest.raises(ValueError, match="shows sale, not member"):
        charts.build("sale_by_month", Selection("member"))
