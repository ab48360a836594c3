"""Lines, norms, words and the calendar of a place: the office over what is shipped (domain.md §0.2, §2, §3)."""

import datetime

import pytest

from models import clock, ledger_file, place, query, record, workdays
from models.codes import norm, norms, read_value, regime_for, reword, show_value, words
from models.exchange import importer
from models.operation import undo_last
from models.query import Selection
from models.record import Refused
from tests.models.reports import seeds


@pytest.fixture
def town(tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    return record.save("village", {"name": "清溪村", "township": "青禾乡", "county": "南康区"}).id


def line(region, amount, year=2024):
    return record.save("monitor_line", {"region": region, "year": year, "amount": amount * 100}).id


# --- lines (T24) ----------------------------------------------------------------------------------------------------


def test_one_income_is_below_two_lines_and_not_judged_without(town):
    other = record.save("village", {"name": "大兴村", "township": "龙浔镇", "county": "德化县"}).id
    assert place.below(8400_00, town, 2024) == (None, "本年度监测线未设置，不判断")
    line("南康区", 8500)
    line("德化县", 19560)
    assert place.below(8400_00, town, 2024) == (True, "低于南康区2024年监测线 8,500 元")
    assert place.below(8400_00, other, "2024-05") == (True, "低于德化县2024年监测线 19,560 元")
    assert place.below(8500_00, town, 2024)[0] is False
    assert place.below(None, town, 2024) == (None, "人均纯收入没有填，不判断")
    assert place.below(8400_00, town, 2023)[0] is None


def test_the_narrowest_region_counts(town):
    line("南康区", 8500)
    line("青禾乡", 9000)
    assert place.line(town, 2024).amount == 9000_00


def test_a_village_without_a_county_takes_the_one_line_there_is(town):
    bare = record.save("village", {"name": "无名村"}).id
    line("南康区", 8500)
    assert place.line(bare, 2024).region == "南康区"
    line("德化县", 19560)
    assert place.line(bare, 2024) is None


def test_the_workbook_of_lines_comes_in(tmp_path):
    seeds.require()
    ledger_file.create(tmp_path / "a.db")
    receipt = importer.run(importer.prepare(seeds.FOLDER / "T24_监测线.xlsx"), back_up=False)
    assert not receipt.failed
    assert query.texts("monitor_line", ("region", "amount"), query.ids(Selection("monitor_line"))).values()
    villages = [
        record.save("village", {"name": f"{county}某村", "county": county}).id
        for county in ("南康区", "德化县", "镇安县")
    ]
    said = [place.below(8400_00, village, 2024)[1] for village in villages]
    assert [text[:2] for text in said[:2]] == ["低于", "低于"]
    assert said[2] == "本年度监测线未设置，不判断"


# --- norms ----------------------------------------------------------------------------------------------------------


def own(key, value, **more):
    return record.save("local_norm", {"norm": key, "value": value, "basis": "县里的规定", **more})


def test_without_a_file_the_default_holds():
    assert norm("limit.publicity_days") == 5


def test_an_office_sets_its_own_value_by_place_and_year(town):
    own("limit.publicity_days", "7", region="南康区", first_year=2025)
    own("limit.publicity_days", "6")
    assert norm("limit.publicity_days") == 6
    assert norm("limit.publicity_days", village=town) == 7
    assert norm("limit.publicity_days", 2024, town) == 6
    assert norm("limit.publicity_days", "2025-03-01", town) == 7
    assert norm("limit.publicity_days", datetime.date(2025, 3, 1)) == 6
    undo_last()
    assert norm("limit.publicity_days") == 5


def test_a_value_is_read_as_its_default_is(town):
    own("loan.alert_days", "60、30")
    own("limit.total_unit", "自然日")
    own("pay.norms", "6月:40、12月:100")
    own("income.year_start", "11-01")
    assert norm("loan.alert_days") == [60, 30]
    assert norm("limit.total_unit") == "natural"
    assert [(one["month"], one["percent"]) for one in norm("pay.norms")] == [(6, 40), (12, 100)]
    assert norm("income.year_start") == "11-01"


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [
        ("limit.publicity_days", "七天", "不是数字"),
        ("limit.total_unit", "月", "工作日"),
        ("pay.norms", "13月:50", "应写成"),
        ("income.year_start", "13-01", "应写成"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(town, key, text, why):
    with pytest.raises(Refused, match=why):
        own(key, text)


def test_every_default_can_be_shown_and_typed_back():
    for key, one in norms().items():
        typed = read_value(key, show_value(key, one.value))
        assert show_value(key, typed) == show_value(key, one.value)


def test_the_list_shows_default_unit_and_whether_it_is_verified(town):
    id = own("limit.total_days", "20").id
    shown = query.texts("local_norm", ("norm", "value", "unit", "shipped", "verified"), [id])[id]
    assert shown == ["识别全程时限", "20", "天", "15", "否"]


# --- words (T25) ----------------------------------------------------------------------------------------------------


def test_titles_take_the_words_of_their_day():
    assert reword("监测对象台账（衔接资金）", "2025-12-31") == "监测对象台账（衔接资金）"
    assert reword("监测对象台账（衔接资金）", "2026-01-01") == "防止返贫致贫对象台账（常态化帮扶资金）"
    assert reword("防止返贫致贫对象", 2025) == "监测对象"
    assert reword("监测对象", None) == "监测对象"


def test_t25_an_old_record_keeps_its_words_on_paper(tmp_path):
    from models.reports.lists import record_card

    seeds.require()
    ledger_file.create(tmp_path / "a.db")
    assert not importer.run(importer.prepare(seeds.FOLDER / "T25_新旧口径.xlsx"), back_up=False).failed
    (old,) = query.ids(Selection("episode"))
    new = record.save("household", {"village": query.ids(Selection("village"))[0], "head": "赵某某"}).id
    values = {"household": new, "category": "100A03001", "recognised_on": "2026-03-10", "risks": "01"}
    recent = record.save("episode", values).id
    assert "监测对象登记卡" in record_card("episode", old).title
    card = record_card("episode", recent)
    assert "防止返贫致贫对象登记卡" in card.title
    assert "防止返贫致贫对象类别" in {label for _, pairs in card.sections for label, _ in pairs}
    money = {}
    for id, (year,) in query.each(Selection("project"), ("year",)):
        money[year] = [cell for table in record_card("project", id).tables for row in table.rows for cell in row]
    assert "中央财政衔接资金" in money[2025] and "中央财政常态化帮扶资金" in money[2026]


def test_an_office_changes_words_and_the_day_they_begin(town):
    record.save("regime_word", {"regime": "R2026", "people_risk": "帮扶对象", "valid_from": "2026-03-01"})
    assert words("2026-03-01")["people_risk"] == "帮扶对象"
    assert words("2026-03-01")["money"] == "常态化帮扶资金"
    assert regime_for("2026-02-28").id == "R2021"
    assert reword("监测对象", "2026-04-01") == "帮扶对象"
    said = record.save("regime_word", {"regime": "R2026", "people_risk": "某对象"}).problems
    assert [one.text for one in said] == ["这个时期已经有一条了，以后写的为准"]
    assert words("2026-03-01")["people_risk"] == "某对象"
    with pytest.raises(Refused, match="没有填任何"):
        record.save("regime_word", {"regime": "R2021"})


def test_a_gap_between_two_periods_keeps_the_words_before_it(town):
    record.save("regime_word", {"regime": "R2016", "valid_from": "2015-01-01"})
    record.save("regime_word", {"regime": "R2021", "valid_from": "2021-06-01"})
    assert [regime_for(day).id for day in (2010, "2021-05-31", "2021-06-01")] == ["R2016", "R2016", "R2021"]


# --- the calendar ---------------------------------------------------------------------------------------------------


def test_working_days_skip_holidays_and_count_make_up_days():
    # 2026-02-14 is a Saturday that is worked, 02-15 to 02-23 is the Spring Festival, 02-28 a Saturday that is worked.
    assert workdays.is_workday("2026-02-14") and not workdays.is_workday("2026-02-17")
    assert workdays.add_days("2026-02-13", 2, "working") == datetime.date(2026, 2, 24)
    assert workdays.add_days("2026-02-13", 2) == datetime.date(2026, 2, 15)
    assert workdays.days_between("2026-02-13", "2026-02-24", "working") == 2
    assert workdays.days_between("2026-02-13", "2026-02-24") == 11
    assert workdays.days_between("2026-02-24", "2026-02-13") == 0


def test_a_year_that_is_not_known_has_weekends_only():
    year = workdays.last_year() + 1
    monday = next(day for day in (datetime.date(year, 3, n) for n in range(1, 8)) if day.weekday() == 0)
    assert workdays.is_workday(monday) and not workdays.is_workday(monday - datetime.timedelta(1))


def test_the_office_writes_days_of_its_own(town):
    record.save("workday", {"date": "2026-07-01", "kind": "01", "name": "本地节日"})
    record.save("workday", {"date": "2026-07-04", "kind": "02"})
    assert workdays.add_days("2026-06-30", 3, "working") == datetime.date(2026, 7, 4)
    assert workdays.days_between("2026-06-30", "2026-07-04", "working") == 3
    with pytest.raises(Refused, match="已经写过"):
        record.save("workday", {"date": "2026-07-04", "kind": "01"})
    said = record.save("workday", {"date": "2026-10-01", "kind": "01"}).problems
    assert [one.text for one in said] == ["程序自带的日历里已经是这样，不用再写"]


def test_a_cap_that_no_credit_ever_had_is_refused(town):
    for values in ({"credit_cap": 500}, {"credit_cap": 1_000_000_000}, {"credit_months": 3}, {"credit_months": 360}):
        with pytest.raises(Refused, match="应在"):
            record.save("regime_word", {"regime": "R2026", **values})
    record.save("regime_word", {"regime": "R2026", "credit_cap": 8_000_000, "credit_months": 24})
    assert regime_for(2026).facts["credit_cap_yuan"] == 80_000


def test_no_day_is_without_a_regime(town):
    record.save("regime_word", {"regime": "R2016", "people_risk": "某户", "valid_from": "2024-07-01"})
    assert regime_for("2001-01-01").id == regime_for("2020-05-05").id == "R2016"
    assert regime_for("2023-01-01").id == "R2021"
