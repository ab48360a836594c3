"""From clue to elimination and every way out; each refusal names its reason (domain.md §3.4–3.6)."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.codes import code_list
from models.exchange import importer
from models.operation import undo_last
from models.query import Selection
from models.record import Refused
from models.rules import monitoring
from models.rules.monitoring import STEPS, asides, next_step, step_of
from models.rules.monitoring.advance import due, village_of
from tests.models.reports import seeds

TODAY = datetime.date(2026, 6, 30)
ABLE, UNABLE = "01", "05"


@pytest.fixture
def home(tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村", "county": "某某县"}).id
    home = record.save("household", {"village": village, "head": "王某某", "hh_type": "01"}).id
    for name, labour in (("王某某", ABLE), ("李某某", UNABLE)):
        record.save("member", {"household": home, "name": name, "labour": labour, "med_resident": True})
    record.save("monitor_line", {"region": "某某县", "year": 2025, "amount": 8700_00})
    return home


@pytest.fixture
def clue(home):
    return record.save("clue", {"household": home, "date": "2025-03-01", "source": "05", "content": "住院"}).id


START = {"date": "2025-03-03", "episode.category": "100A03001", "episode.risks": "01"}
QUESTIONS = {f"episode.ident_{name}": False for name in ("dropout", "house", "water", "insured")}
COURSE = [
    ("02", {"date": "2025-03-04", "persons": 2, **QUESTIONS}),
    ("03", {"date": "2025-03-06", "opinion": "无车无房"}),
    ("04", {"date": "2025-03-08", "persons": 20, "agreed": 18}),
    ("05", {"date": "2025-03-09", "until": "2025-03-13"}),
    ("06", {"date": "2025-03-14", "opinion": "同意"}),
    ("07", {"date": "2025-03-18"}),
    ("08", {"date": "2025-03-19"}),
    ("09", {"date": "2025-03-20"}),
    ("10", {"date": "2025-03-25", "episode.contact_name": "张某某", "episode.contact_phone": "13900000000"}),
    ("11", {"date": "2025-03-26"}),
]
MONEY = ("wage", "business", "property", "transfer", "cost", "net", "claim", "self_paid")
AFTER = {
    **{f"episode.elim_{name}": False for name in ("dropout", "house", "insured", "water")},
    **{f"episode.elim_{name}": 0 for name in MONEY},
    "episode.elim_income_pc": 9000_00,
    "episode.elim_removed": True,
    "episode.elim_spending": True,
}
ENDING = [
    ("21", {"date": "2025-09-18", "episode.elim_way": "01"}),
    ("22", {"date": "2025-09-20", "persons": 2, **AFTER}),
    ("23", {"date": "2025-09-22", "persons": 20, "agreed": 20}),
    ("24", {"date": "2025-09-23", "until": "2025-09-27"}),
    ("25", {"date": "2025-09-28", "opinion": "同意"}),
    ("26", {"date": "2025-09-30"}),
]


def begun(clue, **more):
    return monitoring.start(clue, {**START, **more}).id


def go(episode, course, upto=None):
    for code, values in course:
        monitoring.advance(episode, step_of(code), values)
        if code == upto:
            break


def helped(clue, **episode):
    id = begun(clue)
    go(id, COURSE)
    record.save("episode", {"measures": "100A45", **episode}, id=id)
    return id


def row(id):
    return record.load(record.ledger("episode"), [id])[id]


def refusal(episode, code, values):
    with pytest.raises(Refused) as refused:
        monitoring.advance(episode, step_of(code), values)
    return str(refused.value)


# --- the ordinary course --------------------------------------------------------------------------------------------


def test_a_household_goes_from_clue_to_the_end_of_the_risk(clue):
    id = helped(clue)
    assert (row(id)["state"], row(id)["recognised_on"]) == ("11", "2025-03-18")
    go(id, ENDING)
    end = row(id)
    assert (end["state"], end["eliminated"], end["eliminated_on"], end["elim_way"]) == ("30", True, "2025-09-30", "01")
    assert [one["step"] for one in monitoring.steps_of(id)] == ["01", *(code for code, _ in [*COURSE, *ENDING])]
    done = record.load(record.ledger("clue"), [clue])[clue]
    assert (done["result"], done["result_on"]) == ("01", "2025-03-03")
    assert next_step("30") is None


def test_a_step_is_one_operation_and_undone_as_one(clue):
    id = begun(clue)
    go(id, COURSE[:1])
    undo_last()
    assert row(id)["state"] == "01" and len(monitoring.steps_of(id)) == 1
    undo_last()
    assert query.count(Selection("episode")) == 0
    assert record.load(record.ledger("clue"), [clue])[clue]["result"] is None


def test_every_state_has_a_step_that_leads_on_and_every_step_a_name():
    states = {one.code for one in code_list("episode_state").codes}
    assert {one.to for one in STEPS} == states
    assert {one.code for one in STEPS} == {one.code for one in code_list("episode_step").codes}
    for state in states - {"30", "91", "98", "99"}:
        assert next_step(state) is not None, state
        assert asides(state), state
    assert step_of("县级审定") is step_of("county_approve") is step_of("07")
    with pytest.raises(KeyError, match="没有名为"):
        step_of("飞跃")


# --- order, dates, publicity ----------------------------------------------------------------------------------------


def test_a_step_out_of_turn_is_refused_and_the_next_one_named(clue):
    said = refusal(begun(clue), "05", {"date": "2025-03-09", "until": "2025-03-13"})
    assert said == "现在是“已申请”，不能办理“村内公示”，下一步是“入户核实”"


@pytest.mark.parametrize(
    ("date", "why"),
    [
        ("2025-03-02", "日期 2025-03-02 早于上一步“申请和承诺授权”的日期 2025-03-03"),
        ("2026-07-01", "还没有到"),
        ("2025-03", "写到哪一天"),
        (None, "日期没有填"),
    ],
)
def test_dates_go_forward_and_have_come(clue, date, why):
    assert why in refusal(begun(clue), "02", {"date": date, "persons": 2, **QUESTIONS})


def test_what_a_step_needs_is_named(clue):
    said = refusal(begun(clue), "02", {"date": "2025-03-04", "persons": 1})
    assert "识别时是否失学辍学没有填" in said and "入户核实至少 2 人" in said
    with pytest.raises(Refused, match="不填“doc_no”"):
        monitoring.advance(query.ids(Selection("episode"))[0], step_of("02"), {"date": "2025-03-04", "doc_no": "1"})


def test_a_publicity_lasts_as_long_as_the_place_says(clue):
    id = begun(clue)
    go(id, COURSE, "04")
    short = {"date": "2025-03-09", "until": "2025-03-12"}
    assert "公示只有 4 天，至少 5 天：2025-03-09 开始的，最早 2025-03-13 结束" in refusal(id, "05", short)
    record.save("local_norm", {"norm": "limit.publicity_days", "value": "7", "region": "某某县", "basis": "县文件"})
    assert "至少 7 天" in refusal(id, "05", COURSE[3][1])
    monitoring.advance(id, step_of("05"), {"date": "2025-03-09", "until": "2025-03-15"})
    assert "早于“村内公示”结束的日期 2025-03-15" in refusal(id, "06", COURSE[4][1])


def test_a_vote_without_a_majority_does_not_pass(clue):
    id = begun(clue)
    go(id, COURSE, "03")
    assert "没有过半" in refusal(id, "04", {"date": "2025-03-08", "persons": 20, "agreed": 10})
    monitoring.advance(id, step_of("04"), {"date": "2025-03-08", "persons": 20, "agreed": 11})


def test_limits_run_from_the_steps_before(clue):
    id = begun(clue)
    village = village_of(row(id))
    assert due(step_of("02"), monitoring.steps_of(id), village) == datetime.date(2025, 3, 5)
    # 15 working days from 2025-03-03, a Monday
    assert due(step_of("07"), monitoring.steps_of(id), village) == datetime.date(2025, 3, 24)
    assert due(step_of("10"), monitoring.steps_of(id), village) is None
    go(id, [("02", {"date": "2025-03-09", "persons": 2, **QUESTIONS})])
    assert monitoring.steps_of(id)[-1]["late_days"] == 4


# --- ways out -------------------------------------------------------------------------------------------------------


def test_a_household_is_not_taken_without_a_reason_and_a_word_to_it(clue):
    id = begun(clue)
    said = refusal(id, "91", {"date": "2025-03-05"})
    assert "意见没有填" in said and "告知农户的日期没有填" in said
    monitoring.advance(id, step_of("91"), {"date": "2025-03-05", "opinion": "有房有车", "told_on": "2025-03-06"})
    assert (row(id)["state"], row(id)["closed_on"]) == ("91", "2025-03-05")
    done = record.load(record.ledger("clue"), [clue])[clue]
    assert (done["result"], done["reason"], done["told_on"]) == ("02", "有房有车", "2025-03-06")
    assert refusal(id, "02", {"date": "2025-03-07"}).startswith("现在是“不予纳入”")


def test_an_objection_leads_back_to_the_visit(clue):
    id = begun(clue)
    go(id, COURSE, "05")
    monitoring.advance(id, step_of("12"), {"date": "2025-03-13", "opinion": "群众反映有车"})
    assert next_step(row(id)["state"]) is step_of("02")
    monitoring.advance(id, step_of("02"), {"date": "2025-03-14", "persons": 2})
    assert row(id)["state"] == "02"


def test_an_elimination_is_turned_down_or_rolled_back(clue):
    id = helped(clue)
    go(id, ENDING, "23")
    monitoring.advance(id, step_of("27"), {"date": "2025-09-23", "opinion": "又住院"})
    assert row(id)["state"] == "11"
    go(id, [(code, {**values, "date": "2025-10-10", **({"until": "2025-10-14"} if "until" in values else {})})
            for code, values in ENDING[:4]])  # fmt: skip
    go(id, [("25", {"date": "2025-10-15", "opinion": "同意"}), ("26", {"date": "2025-10-16"})])
    monitoring.advance(id, step_of("40"), {"date": "2026-01-10", "opinion": "收入不稳"})
    end = row(id)
    assert (end["state"], end["eliminated"], end["eliminated_on"]) == ("11", False, None)
    assert monitoring.steps_of(id)[-2]["date"] == "2025-10-16"


def test_a_household_that_was_taken_again_is_not_rolled_back(clue, home):
    id = helped(clue)
    go(id, ENDING)
    record.save("episode", {"household": home, "category": "100A03001", "recognised_on": "2026-02-01", "risks": "02"})
    assert "不能重复纳入" in refusal(id, "40", {"date": "2026-03-01", "opinion": "收入不稳"})


@pytest.mark.parametrize(("code", "more"), [("98", {}), ("99", {"document": "清退文件"})])
def test_an_episode_may_be_closed_otherwise(clue, code, more):
    id = helped(clue)
    monitoring.advance(id, step_of(code), {"date": "2025-05-01", "opinion": "整户迁出", **more})
    assert (row(id)["state"], row(id)["closed_reason"]) == (code, "整户迁出")
    assert next_step(code) is None and not asides(code)


def test_a_wrong_recognition_is_closed_with_a_document(clue):
    assert "材料没有填" in refusal(helped(clue), "99", {"date": "2025-05-01", "opinion": "误识别"})


# --- the beginning --------------------------------------------------------------------------------------------------


def test_a_clue_begins_one_episode(clue, home):
    begun(clue)
    with pytest.raises(Refused, match="已经办结"):
        begun(clue)
    again = record.save("clue", {"household": home, "date": "2025-04-01", "source": "02", "content": "又"}).id
    with pytest.raises(Refused, match="不能重复纳入"):
        begun(again, date="2025-04-02")


def test_a_clue_without_a_household_or_with_a_later_date_begins_none(home):
    bare = record.save("clue", {"person": "某某", "date": "2025-03-01", "source": "02", "content": "住院"}).id
    with pytest.raises(Refused, match="还没有选农户"):
        begun(bare)
    late = record.save("clue", {"household": home, "date": "2025-03-04", "source": "02", "content": "住院"}).id
    with pytest.raises(Refused, match="早于线索日期"):
        begun(late)


# --- elimination ----------------------------------------------------------------------------------------------------


def test_before_half_a_year_it_is_refused_with_the_first_day(clue):
    id = helped(clue)
    said = refusal(id, "21", {"date": "2025-09-17", "episode.elim_way": "01"})
    assert said == "识别未满6个月（2025-03-18 识别），最早 2025-09-18 起才能消除"
    monitoring.advance(id, step_of("21"), {"date": "2025-09-18", "episode.elim_way": "01"})


def test_what_disappears_by_itself_may_be_sooner_with_a_reason(clue):
    id = helped(clue, measures=None)
    natural = {"date": "2025-06-01", "episode.elim_way": "02"}
    assert "情况说明" in refusal(id, "21", natural)
    monitoring.advance(id, step_of("21"), {**natural, "episode.elim_note": "户主已就业，债务已清"})


@pytest.mark.parametrize(
    ("measures", "why"),
    [(None, "没有登记一项已经实施的帮扶措施"), ("100A39", "没有针对“因病”的措施（健康帮扶、社会帮扶、综合保障之一）")],
)
def test_a_measure_answers_the_risk(clue, measures, why):
    id = helped(clue, measures=measures)
    assert refusal(id, "21", ENDING[0][1]) == why


def test_a_second_risk_without_a_measure_needs_a_reason(clue):
    id = helped(clue, risks="01,02")
    said = refusal(id, "21", ENDING[0][1])
    assert "没有针对“因学”的措施" in said and "情况说明" in said
    monitoring.advance(id, step_of("21"), {**ENDING[0][1], "episode.elim_note": "子女已毕业"})


def test_income_below_the_line_is_refused_and_without_a_line_not_judged(clue):
    id = helped(clue, elim_income_pc=8699_99)
    assert "低于某某县2025年监测线 8,700 元" in refusal(id, "21", ENDING[0][1])
    record.delete("monitor_line", query.ids(Selection("monitor_line")))
    findings = monitoring.findings(row(id), "2025-09-18")
    assert [one.text for one in findings if one.topic == "income"] == ["收入：本年度监测线未设置，不判断"]
    monitoring.advance(id, step_of("21"), ENDING[0][1])


@pytest.mark.parametrize(
    ("of", "change", "why"),
    [
        ("episode", {"elim_house": True}, "住房有损毁"),
        ("episode", {"elim_dropout": True}, "还有失学辍学"),
        ("household", {"unsafe_house": True}, "还是危房户"),
        ("household", {"safe_water": False}, "还没有解决安全饮用水"),
        ("member", {"med_resident": False, "med_worker": False}, "还有 1 名成员没有参保"),
    ],
)
def test_an_open_guarantee_is_refused(clue, home, of, change, why):
    id = helped(clue)
    ids = {"episode": id, "household": home, "member": query.ids(Selection("member"))[0]}
    record.save(of, change, id=ids[of])
    assert why in refusal(id, "21", ENDING[0][1])


def test_a_failed_check_is_refused_until_it_is_put_right(clue, home):
    id = helped(clue)
    check = {"household": home, "dimension": "04", "date": "2025-08-01", "result": "02"}
    failed = record.save("guarantee_check", check).id
    assert "2025-08-01 排查“饮水安全”不达标，还没有整改" in refusal(id, "21", ENDING[0][1])
    record.save("guarantee_check", {**check, "date": "2025-09-01", "result": "01"})
    assert failed and monitoring.advance(id, step_of("21"), ENDING[0][1]).operation


def test_nothing_of_the_after_set_is_blank(clue):
    id = helped(clue)
    go(id, ENDING, "21")
    values = {**ENDING[1][1], "episode.elim_wage": None}
    said = refusal(id, "22", values)
    assert "风险消除后工资性收入没有填" in said and "“风险消除后”还有 1 项没有填" in said
    assert "致贫返贫风险还没有稳定消除" in refusal(id, "22", {**ENDING[1][1], "episode.elim_removed": False})
    assert "大额刚性支出还没有解决" in refusal(id, "22", {**ENDING[1][1], "episode.elim_spending": False})


def test_a_household_without_labour_needs_a_written_reason(clue):
    id = helped(clue)
    for member in query.ids(Selection("member")):
        record.save("member", {"labour": UNABLE}, id=member)
    said = refusal(id, "21", ENDING[0][1])
    assert said == "整户无劳动力，原则上暂不消除，应继续跟踪；确需消除的，在“情况说明”里写明依据和理由"
    monitoring.advance(id, step_of("21"), {**ENDING[0][1], "episode.elim_note": "子女赡养协议已落实"})


# --- the workbooks --------------------------------------------------------------------------------------------------


def taken_in(name, tmp_path):
    seeds.require()
    ledger_file.create(tmp_path / "a.db")
    (path,) = seeds.FOLDER.glob(f"{name}_*.xlsx")
    assert not importer.run(importer.prepare(path), back_up=False).failed
    return query.ids(Selection("episode"))[0]


def eliminate(episode, date, **more):
    return monitoring.advance(episode, step_of("elim_propose"), {"date": date, "episode.elim_way": "01", **more})


def test_t05_five_months_are_refused_six_accepted(tmp_path):
    id = taken_in("T05", tmp_path)
    record.save("episode", {"measures": "100A40"}, id=id)
    with pytest.raises(Refused, match="识别未满6个月（2024-06-15 识别），最早 2024-12-15"):
        eliminate(id, "2024-11-15")
    assert eliminate(id, "2024-12-15").operation


def test_t06_a_household_without_labour_is_warned_red(tmp_path):
    id = taken_in("T06", tmp_path)
    record.save("episode", {"measures": "100A48"}, id=id)
    with pytest.raises(Refused, match=r"^整户无劳动力.*情况说明"):
        eliminate(id, "2024-11-15")
    assert eliminate(id, "2024-11-15", **{"episode.elim_note": "已纳入特困供养"}).operation


def test_t04_history_comes_in_whole(tmp_path):
    taken_in("T04", tmp_path)
    gone = Selection("episode").where("eliminated", "in", [True])
    assert query.count(gone) == 35
    homes = [home for _, (home,) in query.each(gone, ("household",), raw=True)]
    members = Selection("member").where("household", "in", homes).where("state", "not in", ["03"])
    assert query.count(members) == 150
    (open_one,) = query.each(Selection("episode").where("eliminated", "in", [False]), ("state",), raw=True)
    assert open_one[1] == ("11",)


def test_t25_an_old_episode_keeps_its_words(tmp_path):
    from models.codes import reword

    id = taken_in("T25", tmp_path)
    assert reword("监测对象", row(id)["recognised_on"]) == "监测对象"
    assert reword("监测对象", "2026-03-10") == "防止返贫致贫对象"
