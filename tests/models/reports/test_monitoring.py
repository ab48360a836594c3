"""Figures, charts and reports of monitoring on records made here; 35 households (domain.md §14, §18; T04)."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.exchange import importer
from models.query import Selection
from models.reports import charts, returns
from models.reports.figures import compute
from models.rules import monitoring
from tests.models.reports import seeds

PAIRS = ("monitor_now", "monitor_new", "monitor_gone", "monitor_ever")


@pytest.fixture
def town(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    return [record.save("village", {"name": name}).id for name in ("清溪村", "大兴村")]


def home(village, name, people=3, kind="01"):
    values = {"village": village, "head": name, "members_now": people, "hh_type": kind}
    return record.save("household", values).id


def episode(household, since, gone=None, **more):
    values = {"household": household, "category": "100A03001", "recognised_on": since, "risks": "01", **more}
    if gone:
        values |= {"eliminated": True, "eliminated_on": gone}
    return record.save("episode", values).id


@pytest.fixture
def watched(town):
    """Four households of which one came back, one is gone, one left, one was a mistake."""
    here, there = town
    first = home(here, "王某某", 5)
    episode(first, "2023-03", "2024-01", risks="08,01")
    episode(first, "2026-06-10", risks="01,03")
    episode(home(there, "李某某", 4), "2024-05-06", "2025-02-07")
    left = episode(home(there, "赵某某", 2), "2025-01-10")
    monitoring.advance(left, monitoring.step_of("98"), {"date": "2026-03-01", "opinion": "整户迁出"})
    wrong = episode(home(here, "钱某某", 6), "2025-03-10")
    note = {"date": "2025-04-01", "opinion": "误识别", "document": "清退文件"}
    monitoring.advance(wrong, monitoring.step_of("99"), note)
    return town


def value(name, year=None, village=None):
    for one in compute([name], year=year):
        if one.village == village and one.year == year:
            return one.value
    return None


# --- figures ----------------------------------------------------------------------------------------------------------


def test_households_and_persons_go_in_pairs(watched):
    assert [(value(f"{one}_households"), value(f"{one}_persons")) for one in PAIRS] == [
        (1, 5),
        (4, 16),
        (2, 9),
        (3, 11),
    ]
    assert value("monitor_new_households", 2026) == 1 and value("monitor_gone_persons", 2024) == 5
    assert value("monitor_ever_households", village="清溪村") == 1


def test_a_household_that_came_back_counts_as_not_gone(watched):
    assert value("monitor_gone_rate") == "33.33"
    assert value("monitor_gone_rate", village="清溪村") == "0.00"
    assert value("monitor_gone_rate", village="大兴村") == "50.00"


def test_the_main_risk_and_all_risks(watched):
    found = {one.name: one.value for one in compute(["monitor_by_risk", "monitor_by_any_risk"])}
    assert found == {"monitor_by_risk.01": 1, "monitor_by_any_risk.01": 1, "monitor_by_any_risk.03": 1}


def test_how_long_recognition_took_and_whether_in_time(town):
    record.save("local_norm", {"norm": "limit.total_unit", "value": "自然日", "basis": "示例"})
    for name, announced in (("王某某", "2025-03-18"), ("李某某", "2025-03-20")):
        at = home(town[0], name)
        clue = record.save("clue", {"household": at, "date": "2025-03-01", "source": "01", "content": "某"}).id
        id = episode(at, announced, clue=clue)
        for step, date in (("01", "2025-03-03"), ("08", announced)):
            record.save("episode_step", {"episode": id, "step": step, "date": date})
    assert value("monitor_identify_days") == "18.0"
    assert value("monitor_identify_in_time") == "50.00"
    assert value("monitor_identify_days", 2025) == "18.0" and value("monitor_identify_days", 2024) is None


def test_the_hours_between_the_four_levels(town):
    clue = record.save(
        "clue", {"village": town[0], "person": "某", "date": "2026-05-01", "source": "05", "content": "某"}
    ).id
    for level, at in (("04", "2026-05-01 08:00"), ("01", "2026-05-01 10:00"), ("02", "2026-05-01 15:00")):
        record.save("clue_pass", {"clue": clue, "level": level, "at": at})
    record.save("clue_pass", {"clue": clue, "level": "03", "at": "2026-05-02"})
    assert value("clue_pass_hours") == "3.5"
    assert value("clue_count") == value("clue_open") == 1


def test_t04_counts_35_households_and_150_persons(tmp_path):
    seeds.require()
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    importer.run(importer.prepare(seeds.FOLDER / "T04_凌云六村风险消除.xlsx"), back_up=False)
    assert (value("monitor_gone_households"), value("monitor_gone_persons")) == (35, 150)
    assert value("monitor_now_households") == 1
    made = returns.build("R02", "2026-06")
    whole = {
        (head.group, head.title): cell.text
        for head, cell in zip(made.tables[0].heads, made.tables[0].total.cells, strict=True)
    }
    assert (whole["其中已消除", "户"], whole["其中已消除", "人"], whole["未消除合计", "户"]) == ("35", "150", "1")


# --- charts -----------------------------------------------------------------------------------------------------------


def test_every_chart_adds_up_to_the_figures(watched):
    for name in ("monitor_by_category", "monitor_by_risk", "monitor_by_village"):
        assert sum(bar for series in charts.build(name).series for bar in series.values if bar) == 1, name
    came, went = charts.build("monitor_by_month").series
    assert sum(came.values) == 2 and sum(went.values) == 1
    assert len(charts.build("monitor_by_month").labels) == 24


# --- reports ----------------------------------------------------------------------------------------------------------


def cells(made, table=0):
    return [[cell.text for cell in row.cells] for row in made.tables[table].rows]


def test_the_summary_tells_the_state_at_the_end_of_its_month(watched):
    def whole(period):
        table = returns.build("R02", period).tables[0]
        return {
            f"{head.group}{head.title}": cell.text for head, cell in zip(table.heads, table.total.cells, strict=True)
        }

    june = whole("2026-06")
    assert (june["未消除合计户"], june["未消除合计人"], june["本月新增户"], june["累计识别户"]) == ("1", "5", "1", "3")
    # In January 2025 李某某 and 赵某某 were watched; 王某某 was gone since a month that is known without its day.
    january = whole("2025-01")
    assert (january["未消除合计户"], january["累计识别户"], january["本月新增户"]) == ("2", "3", "1")
    assert whole("2024-01")["本月消除户"] == "1" and whole("2023-12")["未消除合计户"] == "1"
    assert whole("2023-12")["未消除：脱贫不稳定户人"] == "5"


def test_the_ledger_tells_who_was_gone_then_and_its_public_copy_tells_no_risk(watched):
    rows = cells(returns.build("R01", "2025-01"))
    assert [(row[2], row[-2]) for row in rows] == [("王某某", "是"), ("李某某", "否"), ("赵某某", "否")]
    public = returns.build("R01", "2025-01", public=True).tables[0]
    assert not {"风险类型", "帮扶措施", "监测联系人电话"} & {head.title for head in public.heads}
    assert "监测对象" in public.title and "防止返贫致贫对象" in returns.build("R01", "2026-06").tables[0].title


def test_risks_once_by_the_main_one_and_once_by_all(watched):
    made = returns.build("R03", "2026-06")
    main, every = ({row[0]: row[1:] for row in cells(made, at)} for at in (0, 1))
    assert (main["因病"], main["因残"]) == (["1", "5"], ["0", "0"])
    assert (every["因病"], every["因残"]) == (["1", "5"], ["1", "5"])
    assert [cell.text for cell in made.tables[1].total.cells] == ["合计", "1", "5"]


def test_clues_of_a_month(town):
    for date in ("2026-05-31", "2026-06-01"):
        values = {"village": town[0], "person": "某某", "date": date, "source": "05", "content": "住院"}
        record.save("clue", values)
    assert [row[1] for row in cells(returns.build("R05", "2026-06"))] == ["2026-06-01"]


def test_the_sample_holds_every_state_and_no_warning_of_ours(township):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.open_existing(township, check=False)
    of = record.ledger("episode")
    stored = record.load(of, query.ids(Selection("episode")))
    states = {row["state"] for row in stored.values()}
    assert states >= {"01", "03", "05", "06", "09", "10", "11", "21", "24", "30", "91", "98", "99"}
    wrong = [
        one.text for id, row in stored.items() for one in record.check(of, {n: row[n] for n in of.fields}, id)
        if one.level == "error"
    ]  # fmt: skip
    assert wrong == []
