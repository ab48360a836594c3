"""Plans, measures and whether they answer the risks: each rule kept and broken (domain.md §3.5, §5, §17.5)."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.exchange import importer
from models.query import Selection
from models.record import Refused
from models.rules import measure_facts, measures
from tests.models.exchange.books import book

ILLNESS, SCHOOL, DISABLED, DISASTER, JOB, WEAK, HOUSE, WATER = "01", "02", "03", "04", "07", "08", "09", "10"


@pytest.fixture
def home(tmp_path):
    """A household of four whose episode is open since January."""
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    id = record.save("household", {"village": village, "head": "王某某", "hh_no": "1001"}).id
    for name, relation, more in (
        ("王某某", "01", {"labour": "01"}), ("李某某", "02", {"labour": "03"}),
        ("王小某", "03", {"labour": "05", "school_state": "03"}), ("张某某", "12", {"labour": "05"}),
    ):  # fmt: skip
        record.save("member", {"household": id, "name": name, "relation": relation, "health": "01", **more})
    yield id
    ledger_file.close()
    clock.freeze(None)


def person(home, name, **values):
    (id,) = query.ids(Selection("member").where("household", "in", [home]).where("name", "=", name))
    record.save("member", values, id=id)


def episode(home, risks, day="2026-06-01", **more):
    values = {"household": home, "category": "100A03003", "risks": risks, "recognised_on": day, "ident_self_paid": 1}
    return record.save("episode", {**values, **more}).id


def measure(home, group, **more):
    return record.save("measure", {"household": home, "group": group, "content": "某事", **more})


def stored(name, id):
    return record.load(record.ledger(name), [id])[id]


def texts(home):
    return [one.text for one in measure_facts.findings(measures.matrix(household=home))]


# --- plans and measures -------------------------------------------------------------------------------------------


def test_a_measure_finds_the_open_episode_and_its_plan(home):
    one = episode(home, ILLNESS)
    plan = record.save("assist_plan", {"household": home, "made_on": "2026-06-05"}).id
    saved = measure(home, measures.HEALTH)
    assert saved.problems == ()
    row = stored("measure", saved.id)
    assert (stored("assist_plan", plan)["episode"], row["episode"], row["plan"]) == (one, one, plan)


def test_a_measure_without_an_open_episode_stands_alone(home):
    row = stored("measure", measure(home, measures.HEALTH).id)
    assert (row["episode"], row["plan"]) == (None, None)


def test_plan_and_episode_of_another_household_are_refused(home):
    other = record.save("household", {"village": stored("household", home)["village"], "head": "赵某某"}).id
    one = episode(other, ILLNESS)
    plan = record.save("assist_plan", {"household": other, "made_on": "2026-06-05"}).id
    with pytest.raises(Refused, match="帮扶计划不是这一户的"):
        measure(home, measures.HEALTH, plan=plan)
    with pytest.raises(Refused, match="监测对象不是这一户的"):
        record.save("assist_plan", {"household": home, "made_on": "2026-06-05", "episode": one})


def test_a_kind_says_its_group_and_a_day_that_it_is_done(home):
    saved = record.save("measure", {"household": home, "kind": "4001", "content": "外出", "done_on": "2026-06-20"})
    row = stored("measure", saved.id)
    assert (row["group"], row["status"], saved.problems) == (measures.JOB, "03", ())
    (problem,) = measure(home, measures.HEALTH, kind="4001").problems
    assert (problem.field, problem.level) == ("kind", "warn") and "就业帮扶" in problem.text


def test_dates_of_a_measure_are_in_order(home):
    measure(home, measures.HEALTH, planned_start="2026-05-01", planned_end="2026-05")
    with pytest.raises(Refused, match="计划完成时间早于计划开始时间"):
        measure(home, measures.HEALTH, planned_start="2026-05-01", planned_end="2026-04-30")
    with pytest.raises(Refused, match="落实情况却是“落实中”"):
        measure(home, measures.HEALTH, status="02", done_on="2026-06-01")
    assert [p.field for p in measure(home, measures.HEALTH, status="03").problems] == ["done_on"]


def test_a_clerks_table_of_measures_comes_in_with_its_plans(home, tmp_path):
    rows = [
        ["户编号", "计划制定日期", "措施类别", "具体帮扶内容", "责任人", "计划完成时间", "预期增收（元）", "落实情况"],
        ["1001", "2026-06-05", "就业帮扶", "推荐到帮扶车间", "苏某", "2026-12-31", "12000", "实施中"],
        ["1001", "2026-06-05", "健康帮扶", "慢病签约", "苏某", "2026-07-31", "", "未实施"],
    ]
    plan = importer.prepare(book(tmp_path / "a.xlsx", 措施=rows))
    assert dict(importer.run(plan, back_up=False).counts)["new"] == 2
    assert query.count(Selection("assist_plan")) == 1
    assert query.totals(Selection("measure"), ["expected_gain"]) == {"expected_gain": 12_000_00}


# --- risks × measures -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("risk", "right", "wrong"),
    [
        (ILLNESS, measures.HEALTH, measures.JOB), (SCHOOL, measures.EDUCATION, measures.SOCIAL),
        (DISABLED, measures.SOCIAL, measures.HEALTH), (JOB, measures.POST, measures.SOCIAL),
        (WEAK, measures.SOCIAL, measures.INDUSTRY), (HOUSE, measures.MOVE, measures.WATER),
        (WATER, measures.WATER, measures.HOUSE),
    ],
)  # fmt: skip
def test_a_risk_is_answered_by_its_groups_only(risk, right, wrong):
    assert measures.answers([risk], [wrong]) == {risk: False}
    assert measures.answers([risk], [wrong, right]) == {risk: True}


def test_a_risk_without_a_rule_is_answered_by_any_measure():
    assert measures.answers([DISASTER], []) == {DISASTER: False}
    assert measures.answers([DISASTER], [measures.SOCIETY]) == {DISASTER: True}


def test_social_security_answers_illness_only_for_elimination():
    assert measures.answers([ILLNESS], [measures.SOCIAL]) == {ILLNESS: False}
    assert measures.answers([ILLNESS], [measures.SOCIAL], eliminating=True) == {ILLNESS: True}


def test_the_matrix_shows_holes_and_says_what_is_missing(home):
    episode(home, "01,07")
    measure(home, measures.JOB)
    measure(home, measures.HEALTH, status="04")
    found = measures.matrix(household=home)
    assert (found.risks, found.holes) == ((ILLNESS, JOB), (ILLNESS,))
    assert found.groups == (measures.JOB, measures.POST, measures.HEALTH, measures.SOCIETY)
    marks = [[found.mark(risk, group) for group in found.groups] for risk in found.risks]
    assert marks == [["", "", "hole", "hole"], ["answered", "optional", "", ""]]
    assert found.sentence() == "有 1 项风险还没有对应的措施：“因病”需要健康帮扶或社会帮扶，至少一项。"
    measure(home, measures.SOCIETY)
    whole = measures.matrix(household=home)
    assert (whole.holes, whole.sentence()) == ((), "")


def test_a_household_that_was_never_watched_has_measures_and_no_risks(home):
    measure(home, measures.INDUSTRY)
    found = measures.matrix(household=home)
    assert (found.episode, found.risks, found.groups, found.sentence()) == (None, (), (measures.INDUSTRY,), "")
    assert measure_facts.findings(found) == []


# --- facts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("risk", "sentence", "who", "fact"),
    [
        (ILLNESS, "没有人登记大病", "张某某", {"health": "03"}),
        (SCHOOL, "没有在校学生", "王小某", {"school_state": "07"}),
        (DISABLED, "没有人登记残疾证", "张某某", {"disability_level": "3"}),
        (JOB, "没有任何务工登记", "王某某", {"work_place": "示例县", "work_months": 3}),
    ],
)
def test_a_risk_needs_its_facts(home, risk, sentence, who, fact):
    if risk == SCHOOL:
        person(home, "王小某", school_state=None)
    episode(home, risk)
    assert any(sentence in text for text in texts(home))
    person(home, who, **fact)
    assert not any(sentence in text for text in texts(home))


def test_illness_has_its_cost(home):
    one = episode(home, ILLNESS, ident_self_paid=0)
    assert any("合规自付支出" in text for text in texts(home))
    record.save("episode", {"ident_self_paid": 20_000_00}, id=one)
    assert not any("合规自付支出" in text for text in texts(home))


@pytest.mark.parametrize(
    ("risk", "sentence", "field", "fits", "contradicts"),
    [
        (HOUSE, "住房是安全的", "unsafe_house", True, False),
        (WATER, "饮水已安全", "safe_water", False, True),
    ],
)
def test_an_unsafe_house_is_unsafe(home, risk, sentence, field, fits, contradicts):
    episode(home, risk)
    record.save("household", {field: contradicts}, id=home)
    assert any(sentence in text for text in texts(home))
    record.save("household", {field: fits}, id=home)
    assert not any(sentence in text for text in texts(home))


def test_water_trouble_and_missing_insurance_expect_their_risk(home):
    episode(home, JOB)
    assert not any("饮水有困难" in text or "没有参保" in text for text in texts(home))
    record.save("household", {"safe_water": False}, id=home)
    person(home, "张某某", med_resident=False)
    found = texts(home)
    assert "饮水有困难，风险里没有“因安全饮水”" in found and "有成员没有参保，风险里没有“因病”，请核对" in found
    assert "有成员没有参保，没有健康帮扶或社会帮扶措施" in found
    measure(home, measures.HEALTH)
    assert "有成员没有参保，没有健康帮扶或社会帮扶措施" not in texts(home)


def test_lack_of_labour_means_that_not_everybody_can_work(home):
    episode(home, WEAK)
    assert not any("缺劳动力" in text for text in texts(home))
    person(home, "李某某", labour="01")
    person(home, "张某某", labour="02")
    assert "风险有“缺劳动力”，四口以上的家里半数以上有劳动力" in texts(home)
    person(home, "王小某", labour="01")
    assert "风险有“缺劳动力”，家里人人都有劳动力" in texts(home)


def test_no_measure_a_month_after_recognition_and_none_for_development_after_six(home):
    one = episode(home, ILLNESS, "2026-05-30")
    assert not any("一项措施也没有" in text for text in texts(home))
    record.save("episode", {"recognised_on": "2026-05-29"}, id=one)
    assert any("一项措施也没有" in text for text in texts(home))
    measure(home, measures.HEALTH)
    record.save("episode", {"recognised_on": "2025-12-30"}, id=one)
    assert not any("开发式措施" in text for text in texts(home))
    record.save("episode", {"recognised_on": "2025-12-29"}, id=one)
    assert any("开发式措施" in text for text in texts(home))
    measure(home, measures.JOB)
    assert not any("开发式措施" in text for text in texts(home))


def test_a_household_that_can_work_gets_more_than_social_security(home):
    episode(home, ILLNESS)
    measure(home, measures.SOCIAL)
    assert "家里有劳动力，却只有综合保障一类措施" in texts(home)
    measure(home, measures.HEALTH)
    assert "家里有劳动力，却只有综合保障一类措施" not in texts(home)


def test_a_household_without_any_labour_on_dibao_is_marked(home):
    one = episode(home, WEAK)
    for name in ("王某某", "李某某"):
        person(home, name, labour="05")
    person(home, "王某某", dibao="01")
    assert any("兜底保障户" in text for text in texts(home))
    record.save("episode", {"no_labour_backstop": True}, id=one)
    assert not any("兜底保障户" in text for text in texts(home))


def test_a_child_out_of_school_needs_its_measure(home):
    episode(home, SCHOOL)
    person(home, "王小某", dropout_reason="01")
    assert "有孩子失学辍学，没有义务教育保障措施" in texts(home)
    measure(home, measures.COMPULSORY)
    assert "有孩子失学辍学，没有义务教育保障措施" not in texts(home)


@pytest.mark.parametrize(
    ("kind", "name", "who", "fact"),
    [
        ("4801", "低保", "王某某", {"dibao": "01"}), ("4802", "特困供养", "张某某", {"tekun": "01"}),
        ("4803", "残疾人补贴", "张某某", {"disability_level": "1"}),
        ("4701", "雨露计划", "王小某", {"school_state": "11"}),
    ],
)  # fmt: skip
def test_aid_goes_with_who_is_entitled(home, kind, name, who, fact):
    episode(home, ILLNESS)
    measure(home, None, kind=kind)
    assert f"措施里有“{name}”，家庭成员里没有人够条件" in texts(home)
    person(home, who, **fact)
    assert not any(f"“{name}”" in text for text in texts(home))
    record.save("measure", {"kind": None, "group": measures.HEALTH}, id=query.ids(Selection("measure"))[0])
    assert f"家里有人够“{name}”的条件，措施里没有" in texts(home)


def test_work_measures_go_with_work(home):
    episode(home, JOB)
    measure(home, None, kind="4001")
    found = texts(home)
    assert "有就业帮扶或公益岗位措施，家里却没有人在务工或在岗" in found
    assert "有劳务输出或外出务工补贴，却没有人在县外务工" in found
    person(home, "王某某", work_place="某省某市", work_months=5)
    assert not any("务工" in text for text in texts(home))


# --- what is late -----------------------------------------------------------------------------------------------------


def test_a_plan_is_late_after_ten_days(home):
    episode(home, ILLNESS, "2026-06-19")
    assert [one.due for one in measures.without_plan("2026-06-29")] == []
    assert [one.due for one in measures.without_plan("2026-06-30")] == ["2026-06-29"]
    record.save("assist_plan", {"household": home, "made_on": "2026-06-30"})
    assert measures.without_plan("2026-06-30") == []


def test_a_month_without_a_measure(home):
    episode(home, ILLNESS, "2026-05")
    assert measures.without_measure("2026-06-30") == []
    assert [one.due for one in measures.without_measure("2026-07-01")] == ["2026-06-30"]
    assert [one.due for one in measures.without_measure("2026-12-01", development=True)] == ["2026-11-30"]
    measure(home, measures.HEALTH)
    assert measures.without_measure("2026-07-01") == []
    assert measures.without_measure("2026-12-01", development=True) != []
    measure(home, measures.JOB)
    assert measures.without_measure("2026-12-01", development=True) == []


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-08-31", 6, "2025-02-28"), ("2026-12-05", 1, "2027-01-05")],
)
def test_months_later(day, months, then):
    assert measures.add_months(day, months) == then


@pytest.mark.parametrize(
    ("date", "last"), [("2026-02", "2026-02-28"), ("2026-12", "2026-12-31"), ("2026-02-03", "2026-02-03")]
)
def test_the_last_day_that_a_date_may_mean(date, last):
    assert measures.last_day(date) == last
