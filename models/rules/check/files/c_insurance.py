"""参保和救助 (domain.md §7.2, §17.3 H05–H08, H12)."""

from models.rules.check.conditions import P, any_blank, blank, has, is_, no, yes
from models.rules.check.populations import helped, monitored, no_labour, once_poor, poor
from models.rules.check.related import every, none
from models.rules.check.rule import household, person
from models.rules.check.times import age

BASIS = "三保障·基本医疗，养老和兜底保障"
_sick = has("health", "长期慢性病", "患有大病")

person(
    "H05c", "患大病或慢性病，没有参加大病保险，也没有列为监测对象", "R",
    who=~monitored, when=_sick & (no("med_serious") | blank("med_serious")), at="med_serious",
    do="先补参大病保险；再看医疗负担，符合条件的按程序纳入监测。", owner="township",
    also={"1_02_003": None, "1_02_007": None}, basis=BASIS,
    passing={"head": {"health": "患有大病", "labour": "弱劳动力或半劳动力"}},
    failing={"head": {"health": "患有大病", "labour": "弱劳动力或半劳动力", "med_serious": "否"}},
)  # fmt: skip
person(
    "H05d", "没有参加大病保险，也没有列为监测对象", "W",
    who=~monitored, when=no("med_serious") & ~_sick, at="med_serious",
    do="居民医保参保人随居民医保参加大病保险，核对后改；确实没有参保的动员参保。",
    also={"1_02_003": None, "1_02_007": None}, basis=BASIS,
    passing={}, failing={"head": {"med_serious": "否"}},
)  # fmt: skip
person(
    "H06", "居民医保和职工医保都没有参加或都没有填", "R",
    who=helped, at="med_resident", when=(blank("med_resident") | no("med_resident")) & (blank("med_worker")
        | no("med_worker")),
    do="核对参保系统：已参保的改正；没有参保的动员参保，并写明原因。",
    also={"2_01_008": poor, "2_12_012": monitored, "2_12_016": monitored, "2_01_016": poor}, basis=BASIS,
    passing={"head": {"med_resident": "否", "med_worker": "是"}},
    failing={"head": {"med_resident": "否", "med_worker": "否"}},
)  # fmt: skip
person(
    "H06b", "同时参加居民医保和职工医保", "E",
    who=helped, when=yes("med_resident") & yes("med_worker"),
    do="两种医保只能参加一种，核对参保系统后改。",
    also={"2_01_009": poor, "2_12_015": monitored}, basis=BASIS,
    passing={}, failing={"head": {"med_resident": "是", "med_worker": "是"}},
)  # fmt: skip
person(
    "H06c", "没有参加大病保险", "R",
    who=helped, when=no("med_serious"), at="med_serious",
    do="居民医保参保人随居民医保参加大病保险，核对后改；确实没有参保的动员参保。",
    also={"2_01_016": poor, "2_12_016": monitored}, basis=BASIS,
    passing={}, failing={"head": {"med_serious": "否"}},
)  # fmt: skip
person(
    "H06d", "是否参加大病保险没有填", "E",
    who=helped, when=blank("med_serious"),
    do="核对参保系统后填写。",
    also={"2_01_006": poor, "2_12_010": monitored}, basis=BASIS,
    passing={}, failing={"head": {"med_serious": None}},
)  # fmt: skip
person(
    "H07", "没有参加医保，却接受了医疗救助", "W",
    who=helped, when=no("med_resident") & no("med_worker") & yes("med_aid"), at="med_aid",
    do="核对参保和救助两项，至少有一项不对。",
    also={"3_01_007": None}, basis=BASIS,
    passing={"head": {"med_aid": "是"}}, failing={"head": {"med_resident": "否", "med_worker": "否", "med_aid": "是"}},
)  # fmt: skip
person(
    "H08", "是否参加居民养老保险没有填", "W",
    who=helped, when=blank("pension_resident"),
    do="核对参保系统后填写，未满 16 岁填“否”。",
    also={"2_01_007": poor, "2_15_001": monitored, "5_15_001": monitored}, basis=BASIS,
    passing={}, failing={"head": {"pension_resident": None}},
)  # fmt: skip
person(
    "H08b", "居民和职工养老保险没有填全", "W",
    who=once_poor, when=any_blank("pension_worker", "pension_resident"), at="pension_worker",
    do="两项都要填“是”或“否”。",
    also={"5_19_001": None}, basis=BASIS,
    passing={}, failing={"head": {"pension_worker": None}},
)  # fmt: skip
person(
    "H12", "健康的壮年人享受特困供养", "W",
    who=helped, at="tekun",
    when=is_("tekun", "农村特困", "城市特困") & is_("health", "健康") & blank("school_state")
    & age(least=P("tekun.adult_age"), under=P("tekun.old_age")),
    do="向民政核对特困认定和健康状况。", owner="township",
    also={"5_15_018": poor, "5_15_019": monitored}, basis=BASIS,
    passing={"head": {"age": 66, "labour": "无劳动力", "tekun": "农村特困"}}, failing={"head": {"tekun": "农村特困"}},
)  # fmt: skip
household(
    "H09", "整户没有劳动力，没有人享受低保", "R",
    who=helped, at="head",
    when=every("family", no_labour)
    & none("family", is_("dibao", "农村低保", "城市低保") | is_("tekun", "农村特困", "城市特困")),
    do="核对劳动技能；确实整户无劳动力的，帮助申请低保或特困供养。", owner="township",
    also={"5_19_003": poor, "5_19_007": monitored}, basis=BASIS,
    passing={"head": {"age": 70, "labour": "无劳动力", "dibao": "农村低保"}, "spouse": None, "child": None},
    failing={"head": {"age": 70, "labour": "无劳动力"}, "spouse": None, "child": None},
)  # fmt: skip
