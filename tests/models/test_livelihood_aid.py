"""Loans, school aid, awards, subsidies and courses: rules and figures (domain.md §8.3–8.5; C9, E11, E16, E31, T14)."""

import datetime

import pytest

from models import clock, ledger_file, query, record
from models.exchange import importer
from models.ledger import ledger
from models.query import Selection
from models.record import DetailDraft, Refused
from models.reports import charts
from models.reports.figures import compute
from models.sample_data import id_number
from tests.models.reports import seeds

TODAY = datetime.date(2026, 6, 30)


@pytest.fixture
def town(tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "清溪村"}).id
    return record.save("household", {"village": village, "head": "王某某", "hh_type": "01"}).id


def member(home, year=1990, serial=1, **more):
    number = id_number(datetime.date(year, 5, 20), serial)
    village = record.load(ledger("household"), [home])[home]["village"]
    values = {"household": home, "village": village, "name": f"测某{serial}", "id_no": number, "relation": "99"}
    return record.save("member", {**values, **more}).id


def stored(name, id):
    return record.load(ledger(name), [id])[id]


def told(saved):
    return [problem.text for problem in saved.problems]


def whole(name):
    return next(one.value for one in compute([name]) if one.village is None and one.year is None)


def text(name, path, id):
    return query.texts(name, (path,), [id])[id][0]


# --- loans ------------------------------------------------------------------------------------------------------

WAN = 1_000_000


def loan(who, amount=5, start="2025-08-01", due="2028-08-01", **more):
    values = {"member": who, "amount": amount * WAN, "start": start, "due": due, "purpose": "养牛"}
    return record.save("loan", {**values, **more})


def test_a_loan_finds_household_and_village_of_the_borrower(town):
    who = member(town)
    row = stored("loan", loan(who).id)
    assert (row["household"], row["village"]) == (town, stored("member", who)["village"])
    assert (row["borrower"], row["balance"]) == ("测某1", 5 * WAN)


def test_the_cap_is_that_of_the_day_it_began(town):
    who = member(town)
    loan(who, 5, "2025-12-31", "2028-12-31")
    with pytest.raises(Refused, match="脱贫人口小额信贷每户不超过 5 万元"):
        loan(who, 6, "2025-12-31", "2028-12-31")
    loan(who, 10, "2026-01-01", "2028-12-31")
    with pytest.raises(Refused, match="帮扶小额信贷每户不超过 10 万元"):
        loan(who, 11, "2026-01-01", "2028-12-31")
    loan(who, 11, "2019-01-01", "2028-12-31")


def test_it_is_called_as_it_was_called_then(town):
    who = member(town)
    names = [text("loan", "called", loan(who, 1, start).id) for start in ("2020-12-31", "2025-12-31", "2026-01-01")]
    assert names == ["扶贫小额信贷", "脱贫人口小额信贷", "帮扶小额信贷"]


def test_the_term_is_three_years_at_most(town):
    who = member(town)
    assert text("loan", "months", loan(who, due="2028-08-20").id) == "36"
    with pytest.raises(Refused, match="期限不超过 36 个月"):
        loan(who, due="2028-09-01")
    with pytest.raises(Refused, match="应晚于放款日期"):
        loan(who, due="2025-08-01")
    assert told(loan(member(town, serial=3), repaid_on="2026-01-01", due=None)) == ["到期日期没有填，到期前提醒不了"]


def test_it_is_for_production_only(town):
    who = member(town)
    for purpose in ("建房", "给儿子办彩礼", "偿还债务"):
        with pytest.raises(Refused, match="只能用于发展生产"):
            loan(who, purpose=purpose)
    loan(who, purpose="养牛和种植")


def test_what_is_owed_adds_up(town):
    who = member(town)
    with pytest.raises(Refused, match="超过贷款金额"):
        loan(who, balance=6 * WAN)
    with pytest.raises(Refused, match="应为 0"):
        loan(who, repaid_on="2026-05-01", balance=1)
    with pytest.raises(Refused, match="早于放款日期"):
        loan(who, repaid_on="2025-05-01")
    assert stored("loan", loan(who, repaid_on="2026-05-01").id)["balance"] == 0


def test_an_extension_says_until_when(town):
    who = member(town)
    with pytest.raises(Refused, match="展期"):
        loan(who, renewal="03")
    with pytest.raises(Refused, match="展期"):
        loan(who, renewal="02", extended_to="2029-01-01")
    assert text("loan", "alert", loan(who, due="2026-06-01", renewal="03", extended_to="2027-06-01").id) == ""


@pytest.mark.parametrize(
    ("due", "alert"),
    [
        ("2026-06-29", "已过期"), ("2026-06-30", "30天内到期"), ("2026-07-30", "30天内到期"),
        ("2026-07-31", "60天内到期"), ("2026-08-29", "60天内到期"), ("2026-09-28", "90天内到期"), ("2026-09-29", ""),
    ],
)  # fmt: skip
def test_alerts_come_ninety_sixty_and_thirty_days_before(town, due, alert):
    saved = loan(member(town), due=due)
    assert text("loan", "alert", saved.id) == alert
    assert any("核对是否逾期" in one for one in told(saved)) == (alert == "已过期")
    record.save("loan", {"repaid_on": "2026-06-20", "balance": 0}, id=saved.id)
    assert text("loan", "alert", saved.id) == ""


def test_a_second_open_contract_of_a_household_is_told_of(town):
    first = loan(member(town, serial=1)).id
    second = loan(member(town, serial=3))
    assert told(second) == ["这一户还有没还清的小额信贷"]
    for id in (first, second.id):
        record.save("loan", {"repaid_on": "2026-06-20", "balance": 0}, id=id)
    assert told(loan(member(town, serial=5))) == []


def test_figures_of_loans(town):
    loan(member(town, serial=1), due="2026-07-10")
    loan(member(town, serial=3), due="2026-06-10", overdue=True, balance=2 * WAN)
    loan(member(town, serial=5), repaid_on="2026-05-01")
    assert (whole("loan_open"), whole("loan_balance"), whole("loan_overdue")) == (2, "7.00", 1)
    assert [(one.title, one.value) for one in compute(["loan_due"])] == [
        ("小额信贷到期：已过期", 1), ("小额信贷到期：30天内到期", 1),
    ]  # fmt: skip
    assert charts.build("loan_by_due").labels == ("2026-06", "2026-07")


# --- 雨露计划 ------------------------------------------------------------------------------------------------------


def yulu(who, **more):
    return record.save("yulu", {"member": who, "school": "示例职中", "level": "01", "year": 2025, "term": "02", **more})


def student(home, state, serial=1):
    return member(home, 2009, serial, school_state=state, labour="05")


def test_the_aid_is_for_vocational_students(town):
    saved = yulu(student(town, "11"))
    assert told(saved) == [] and stored("yulu", saved.id)["amount"] == 150_000
    for state, serial in (("08", 3), ("20", 5)):
        with pytest.raises(Refused, match="不在雨露计划内"):
            yulu(student(town, state, serial))
    assert any("没有登记在校生状况" in one for one in told(yulu(member(town, 2009, 7))))
    assert any("不符" in one for one in told(yulu(student(town, "13", 9))))


def test_the_aid_is_paid_once_a_term(town):
    who = student(town, "11")
    yulu(who)
    yulu(who, term="01")
    with pytest.raises(Refused, match="已经登记过"):
        yulu(who)


def test_the_aid_is_for_poor_households_and_those_still_watched_when_the_term_began(town):
    village = stored("household", town)["village"]
    homes = [record.save("household", {"village": village, "head": name}).id for name in ("赵某某", "钱某某")]
    plain, watched = (student(home, "11", serial) for home, serial in zip(homes, (1, 3), strict=True))
    assert told(yulu(plain)) == ["这一户不是脱贫户，也没有纳入过监测，请核对"]
    values = {"household": homes[1], "category": "100A03002", "recognised_on": "2024-03", "eliminated": True}
    episode = record.save("episode", {**values, "risks": "01", "elim_way": "01", "eliminated_on": "2025-08"}).id
    assert told(yulu(watched)) == ["这一户的风险在 2025-09 开学以前已消除，请核对能否再享受"]
    record.save("episode", {"eliminated_on": "2025-09"}, id=episode)
    assert told(yulu(watched, year=2024)) == []
    assert told(yulu(watched, term="01")) == ["这一户的风险在 2026-03 开学以前已消除，请核对能否再享受"]


def test_suspended_aid_is_not_paid(town):
    who = student(town, "11")
    with pytest.raises(Refused, match="不应有发放日期"):
        yulu(who, status="04", paid_on="2026-05-01")
    row = stored("yulu", yulu(who, status="04").id)
    assert (row["status"], row["amount"]) == ("04", None)
    paid = yulu(who, term="01", paid_on="2026-05-01").id
    assert stored("yulu", paid)["status"] == "03"
    assert told(record.save("yulu", {"status": "02"}, id=paid)) == ["有发放日期，补助状态却不是“已发放”"]
    record.save("yulu", {"status": "03"}, id=paid)
    assert (whole("yulu_count"), whole("yulu_amount")) == (1, "0.15")


# --- subsidies, awards ------------------------------------------------------------------------------------------


def test_one_off_relief_is_no_income(town):
    values = {"kind": "02", "amount": 100_000, "household": town}
    row = stored("subsidy", record.save("subsidy", {**values, "paid_on": "2026-03-01"}).id)
    assert (row["is_income"], row["year"], row["village"]) == (True, 2026, stored("household", town)["village"])
    assert stored("subsidy", record.save("subsidy", {**values, "one_off": True}).id)["is_income"] is False
    assert stored("subsidy", record.save("subsidy", {**values, "kind": "06"}).id)["is_income"] is False
    with pytest.raises(Refused, match="不计入家庭收入"):
        record.save("subsidy", {**values, "one_off": True, "is_income": True})


def test_a_sum_of_vague_amounts_is_vague(town):
    record.save("subsidy", {"kind": "01", "amount": 200_000_000, "amount_q": "ge"})
    record.save("subsidy", {"kind": "01", "amount": 50_000_000})
    (one,) = [one for one in compute(["subsidy_total"]) if one.village is None and one.year is None]
    assert (one.value, one.qualifier, one.note) == ("250.00", "ge", "其中 1 笔是约数")
    record.save("subsidy", {"kind": "02", "amount": 50_000_000, "amount_q": "lt"})
    assert {one.qualifier for one in compute(["subsidy_total"]) if one.village is None} == {"approx"}
    assert [one.qualifier for one in compute(["subsidy_by_kind"])] == ["ge", "lt"]


def test_a_payment_to_somebody_is_one(town):
    who = member(town)
    values = {"kind": "01", "amount": 50_000, "member": who, "paid_on": "2026-03-01"}
    assert told(record.save("subsidy", {**values, "persons": 1})) == []
    assert "应是 1" in told(record.save("subsidy", {**values, "persons": 3}))[0]
    assert "不在这一年度" in told(record.save("subsidy", {**values, "year": 2025}))[0]


# --- courses ----------------------------------------------------------------------------------------------------


def test_people_person_times_and_sessions_are_three_numbers(town):
    values = {"title": "茶叶管护", "sessions": 2, "headcount": 30, "person_times": 55, "start": "2026-03-01"}
    assert told(record.save("training", values)) == []
    with pytest.raises(Refused, match="多于培训人次"):
        record.save("training", {**values, "headcount": 56})
    assert any("人数×期数" in one for one in told(record.save("training", {**values, "person_times": 61})))
    with pytest.raises(Refused, match="取证人数"):
        record.save("training", {**values, "certificate_count": 31})
    with pytest.raises(Refused, match="早于开始日期"):
        record.save("training", {**values, "end": "2026-02-28"})
    single = record.save("training", {"title": "家政", "headcount": 20}).id
    assert stored("training", single)["person_times"] == 20


def test_the_roster_counts_the_people(town):
    rows = [DetailDraft({"member": member(town, serial=serial)}) for serial in (1, 3)] + [
        DetailDraft({"person": "外村某", "times": 2})
    ]
    id = record.save("training", {"title": "养蜂", "sessions": 2}, details={"training_person": rows}).id
    assert stored("training", id)["headcount"] == 3
    twice = [DetailDraft({"member": query.ids(Selection("member"))[0]}) for _ in range(2)]
    with pytest.raises(Refused, match="已经有了"):
        record.save("training", {"title": "养鸡"}, details={"training_person": twice})


# --- the seed workbooks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        (
            "T14_党性教育培训2023.xlsx",
            {"training_sessions": 96, "training_person_times": 5613, "training_mean": "58.47"},
        ),
        ("SC_关口镇组团服务.xlsx", {"post_disabled": 14, "training_person_times": 311}),
        (
            "SE_凌云六村其他.xlsx",
            {"award_by_kind.01": 156, "award_by_kind.02": 122, "subsidy_total": "1057.15",
             "training_person_times": 314},
        ),
    ],
)  # fmt: skip
def test_figures_of_the_seed_workbooks(tmp_path, file, wanted):
    seeds.require()
    ledger_file.create(tmp_path / "a.db")
    receipt = importer.run(importer.prepare(seeds.FOLDER / file), back_up=False)
    assert not [sheet.failed for sheet in receipt.sheets if sheet.failed]
    found = {one.name: one.value for one in compute(list(wanted)) if one.village is None and one.year is None}
    assert found == wanted
