"""Work, plans and public posts: who is meant, what is told of, what is refused (domain.md §8, §17.2)."""

import datetime

import pytest
import xlsxwriter

from models import clock, ledger_file, query, record, settings
from models.exchange import importer
from models.ledger import ledger
from models.operation import bulk_edit
from models.query import Selection
from models.record import Refused
from models.sample_data import id_number

TODAY = datetime.date(2026, 6, 30)


@pytest.fixture
def town(tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db")
    settings.province.put("重庆市")
    settings.county.put("示例县")
    settings.township.put("青禾乡")
    village = record.save("village", {"name": "清溪村"}).id
    return record.save("household", {"village": village, "head": "王某某"}).id


def member(home, year=1990, serial=1, **more):
    number = id_number(datetime.date(year, 5, 20), serial)
    village = record.load(ledger("household"), [home])[home]["village"]
    values = {"household": home, "village": village, "name": f"测某{serial}", "id_no": number, "relation": "99"}
    return record.save("member", {**values, **more}).id


def stored(name, id):
    return record.load(ledger(name), [id])[id]


def told(saved):
    return [problem.text for problem in saved.problems]


WORK = {
    "start": "2024-03", "place": "广东省东莞市", "employer": "示例电子厂", "industry": "C", "channel": "03",
    "monthly_wage": 450000, "point_to_point": False,
}  # fmt: skip


def work(who, **more):
    return record.save("work_record", {"member": who, **WORK, **more})


# --- who is meant -----------------------------------------------------------------------------------------------


def test_a_chosen_member_fills_in_name_number_and_village(town):
    who = member(town)
    saved = work(who)
    row, person = stored("work_record", saved.id), stored("member", who)
    assert (row["person"], row["id_no"], row["village"]) == (person["name"], person["id_no"], person["village"])
    assert told(saved) == []


def test_a_number_finds_the_member_also_behind_a_disability_card(town):
    who = member(town)
    number = stored("member", who)["id_no"]
    near = {**WORK, "place": "示例县城", "channel": "05", "id_no": number}
    assert stored("work_record", record.save("work_record", near).id)["member"] == who
    card = record.save("post", {"person": "测某1", "id_no": number + "42", "name": "保洁员"}).id
    assert stored("post", card)["member"] == who


def test_a_name_alone_is_nobody_but_within_its_village_it_is(town):
    who = member(town)
    village = stored("member", who)["village"]
    assert stored("work_record", record.save("work_record", {**WORK, "person": "测某1"}).id)["member"] is None
    named = record.save("work_record", {**WORK, "person": "测某1", "village": village}).id
    assert stored("work_record", named)["member"] == who


def test_two_of_a_name_in_a_village_are_not_guessed(town):
    one = member(town, serial=1, name="同名某")
    member(town, serial=3, name="同名某")
    village = stored("member", one)["village"]
    id = record.save("work_record", {**WORK, "person": "同名某", "village": village}).id
    assert stored("work_record", id)["member"] is None


def test_somebody_in_no_household_is_kept_as_text(town):
    id = record.save("post", {"person": "外村某", "name": "保洁员"}).id
    assert (stored("post", id)["person"], stored("post", id)["member"]) == ("外村某", None)
    with pytest.raises(Refused, match="姓名没有填"):
        record.save("post", {"name": "保洁员"})


def test_another_number_typed_over_leads_to_another_member(town):
    one, other = member(town, serial=1), member(town, serial=3)
    id = work(one).id
    record.save("work_record", {"id_no": stored("member", other)["id_no"], "person": "测某3"}, id=id)
    assert stored("work_record", id)["member"] == other


def test_a_number_of_somebody_else_than_the_chosen_member_is_refused(town):
    one, other = member(town, serial=1), member(town, serial=3)
    with pytest.raises(Refused, match="与所选家庭成员的不同"):
        work(one, id_no=stored("member", other)["id_no"])
    assert any("叫“测某1”" in text for text in told(work(one, person="另一个名")))


# --- where: seen from home --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "scope"),
    [
        ("示例县城", "01"), ("重庆市示例县", "01"), ("青禾乡", "01"), ("县内", "01"), ("重庆市渝北区", "02"),
        ("重庆渝北区", "02"), ("省内县外", "02"), ("广东省东莞市", "03"), ("浙江宁波鄞州区", "03"), ("省外", "03"),
        ("国外", "04"), ("香港", "04"), ("某个地方", None),
    ],
)  # fmt: skip
def test_the_scope_follows_from_the_place(town, place, scope):
    assert stored("work_record", work(member(town), place=place, channel="04").id)["scope"] == scope


def test_without_a_province_nothing_is_guessed(town):
    settings.province.put("")
    who = member(town)
    saved = work(who)
    assert stored("work_record", saved.id)["scope"] is None
    assert any("请选务工区域" in text for text in told(saved))
    settings.county.put("重庆市示例县")
    assert stored("work_record", work(who, start="2025-01").id)["scope"] == "03"


def test_a_place_in_three_columns_is_one_place(town):
    parts = {"place": None, "province": "52", "city": "黔南布依族苗族自治州", "county": "长顺县"}
    row = stored("work_record", work(member(town), **parts).id)
    assert (row["place"], row["scope"]) == ("贵州省黔南布依族苗族自治州长顺县", "03")


def test_a_place_is_given_down_to_the_county(town):
    who = member(town)
    assert any("写到县" in text for text in told(work(who, place="浙江省宁波市")))
    assert not any("写到县" in text for text in told(work(who, place="浙江省宁波市鄞州区", start="2025-05")))


# --- what is told of a spell of work ----------------------------------------------------------------------------


def case(text, passes=None, person=None, **fails):
    return pytest.param(text, passes or {}, person or {}, fails, id=text)


@pytest.mark.parametrize(
    ("text", "passes", "person", "fails"),
    [
        case("务工月收入没有填", monthly_wage=None),
        case("务工企业名称没有填", employer=None),
        case("所属行业没有填", industry=None),
        case("就业渠道没有填", channel=None),
        case("是否点对点输送没有填", point_to_point=None),
        case("务工所在地没有填", place=None, scope="03"),
        case("应在 100 至 30000 元", passes={"monthly_wage": 3_000_000}, monthly_wage=3_000_100),
        case("应在 100 至 30000 元", passes={"monthly_wage": 40_000}, monthly_wage=9_900),
        case("低于 400 元", passes={"monthly_wage": 40_000}, monthly_wage=39_900),
        case("开始时间没有填", start=None),
        case("早于开始时间", passes={"working": False, "end": "2024-03"}, working=False, end="2024-02"),
        case("要填已过的结束时间", passes={"working": False, "end": "2026-06"}, working=False, end=None),
        case("要填已过的结束时间", working=False, end="2026-07"),
        case("是否在务工还是“是”", passes={"end": "2026-06"}, end="2026-05"),
        case("开始时间还没有到", passes={"start": "2026-06"}, start="2026-07"),
        case("一直没有返乡", passes={"start": "2021-01"}, start="2020-11"),
        case("却是公益性岗位或帮扶车间", passes={"channel": "02", "place": "示例县城"}, channel="02"),
        case(
            "不满 3 个月", passes={"traffic_applied": True, "start": "2026-04"}, traffic_applied=True, start="2026-05"
        ),
        case("不满 16 岁", passes={"start": "2006-05"}, start="2006-04"),
        case("是在校生", person={"school_state": "10"}),
        case("丧失劳动力", person={"labour": "04"}),
        case("弱劳动力", person={"labour": "03"}),
        case("特困供养", passes={"place": "示例县城"}, person={"tekun": "01"}),
    ],
)  # fmt: skip
def test_a_spell_of_work(town, text, passes, person, fails):
    fine = member(town, serial=1)
    assert not any(text in one for one in told(work(fine, **passes)))
    odd = member(town, serial=3, **person)
    assert any(text in one for one in told(work(odd, **fails)))


def test_a_spell_begins_when_the_one_before_has_ended(town):
    who = member(town)
    first = work(who, start="2023-01", end="2024-02", working=False).id
    assert told(work(who, start="2024-02")) == []
    record.delete("work_record", [query.ids(Selection("work_record", order=("-start",)))[0]])
    assert told(work(who, start="2024-01")) == ["与上一段务工（到 2024-02）重叠"]
    record.save("work_record", {"end": None, "working": True}, id=first)
    assert "上一段务工还没有结束" in told(work(who, start="2025-01"))


def test_the_traffic_subsidy_is_that_of_the_scope(town):
    who = member(town)
    far = stored("work_record", work(who, traffic_applied=True).id)
    near = stored("work_record", work(who, traffic_applied=True, place="重庆市渝北区", start="2025-01").id)
    own = stored("work_record", work(who, traffic_applied=True, start="2025-05", traffic_subsidy=12_300).id)
    none = stored("work_record", work(who, start="2025-08").id)
    assert [one["traffic_subsidy"] for one in (far, near, own, none)] == [60_000, 30_000, 12_300, None]


def test_a_month_is_confirmed_for_all_at_once(town):
    ids = [work(member(town, serial=serial)).id for serial in (1, 3, 5)]
    number, warned = bulk_edit("work_record", ids, {"confirmed": "2026-06"})
    assert number and not warned
    assert {stored("work_record", id)["confirmed"] for id in ids} == {"2026-06"}


def test_a_plan_says_what_is_needed(town):
    who = member(town)
    values = {"member": who, "planned_out": True, "place": "广东省东莞市", "need": "01"}
    saved = record.save("work_plan", values)
    assert told(saved) == [] and stored("work_plan", saved.id)["scope"] == "03"
    assert "就业服务需求没有填" in told(record.save("work_plan", {**values, "need": None}))[0]
    assert "所在地没有填" in told(record.save("work_plan", {**values, "place": None}))[0]
    with pytest.raises(Refused, match="没有计划务工"):
        record.save("work_plan", {**values, "planned": False})
    student = member(town, year=2009, serial=3, school_state="10", labour="05")
    assert len(told(record.save("work_plan", {**values, "member": student}))) == 2


# --- posts ------------------------------------------------------------------------------------------------------


def post(who, **more):
    return record.save("post", {"member": who, "name": "保洁员", "start": "2025-01-01", "end": "2026-12-31", **more})


def test_a_post_is_for_people_of_sixteen_and_more_and_old_ones_are_told_of(town):
    with pytest.raises(Refused, match="不满 16 岁"):
        post(member(town, year=2010, serial=1))
    assert any("现在 15 岁" in one for one in told(post(member(town, year=2011, serial=9), start=None)))
    assert told(post(member(town, year=1990, serial=3))) == []
    assert any("已满 70 岁" in one for one in told(post(member(town, year=1956, serial=5))))
    assert told(post(member(town, year=1957, serial=7))) == []


def test_nobody_without_labour_holds_a_post(town):
    for labour, serial in (("04", 1), ("05", 3)):
        with pytest.raises(Refused, match="不能安排公益性岗位"):
            post(member(town, serial=serial, labour=labour))
    post(member(town, serial=5, labour="03"))


def test_nobody_works_elsewhere_and_holds_a_post(town):
    away, near = member(town, serial=1), member(town, serial=3)
    spell = work(away).id
    work(near, place="示例县城", channel="05")
    with pytest.raises(Refused, match="登记在省外务工"):
        post(away)
    assert told(post(near)) == []
    record.save("work_record", {"working": False, "end": "2024-12"}, id=spell)
    assert told(post(away)) == []
    listed = post(member(town, serial=5, work_place="广东省东莞市", work_months=6))
    assert any("广东省东莞市" in one for one in told(listed))


def test_two_posts_at_a_time_are_refused_and_a_third_is_told_of(town):
    who = member(town)
    post(who, start="2023-01-01", end="2023-12-31", paid_months=12)
    with pytest.raises(Refused, match="不能同时在两个"):
        post(who, start="2023-12-01", end="2024-11-30", paid_months=12)
    assert told(post(who, start="2024-01-01", end="2024-12-31", paid_months=12)) == []
    assert any("登记了 3 个岗位" in one for one in told(post(who)))


def test_the_months_paid_follow_the_month_paid_to(town):
    id = post(member(town), monthly_subsidy=60_000, paid_to="2025-12").id
    assert stored("post", id)["paid_months"] == 12
    bulk_edit("post", [id], {"paid_to": "2026-06"})
    assert stored("post", id)["paid_months"] == 18
    record.save("post", {"paid_months": 16}, id=id)
    assert query.texts("post", ("amount",), [id])[id] == ["9,600.00"]


def test_no_more_months_are_paid_than_worked(town):
    with pytest.raises(Refused, match="比在岗的 18 个月多"):
        post(member(town, serial=1), paid_months=19)
    assert any("发放月数没有填" in one for one in told(post(member(town, serial=3), end="2025-12-31")))
    with pytest.raises(Refused, match="早于上岗时间"):
        post(member(town, serial=5), end="2024-12-31")
    assert told(post(member(town, serial=7), exit_on="2026-01-31", exit_reason="外出务工", paid_months=13)) == []
    assert any("退出原因" in one for one in told(post(member(town, serial=9), exit_on="2026-01-31", paid_months=13)))


def test_a_list_that_also_names_the_household_comes_in(town, tmp_path):
    who = stored("member", member(town, name="测某某"))
    book = xlsxwriter.Workbook(str(tmp_path / "公益性岗位.xlsx"))
    sheet = book.add_worksheet("公益性岗位")
    sheet.write_row(0, 0, ["行政村", "户编号", "户主姓名", "姓名", "身份证号", "岗位名称", "上岗时间"])
    sheet.write_row(1, 0, ["清溪村", "500297199999", "没登记的户", "外村某", "", "保洁员", "2026-01-01"])
    sheet.write_row(2, 0, ["清溪村", "500297188888", "王某某", "测某某", who["id_no"], "护林员", "2026-02-01"])
    book.close()
    receipt = importer.run(importer.prepare(tmp_path / "公益性岗位.xlsx"), back_up=False)
    assert receipt.counts["new"] == 2, receipt.sheets[0].failed
    found = [row for _, row in query.each(Selection("post", order=("start",)), ("person", "member"), raw=True)]
    assert found == [("外村某", None), ("测某某", who["id"])]
