"""务工、务工意愿和公益性岗位 (domain.md §8.1–8.2, §17.2 L10–L18, L21–L25)."""

from models.rules.check.conditions import (
    P,
    any_blank,
    blank,
    filled,
    is_,
    listed,
    no,
    positive,
    same,
    unreadable,
    within,
    yes,
    zero,
)
from models.rules.check.populations import LOST, WEAK, monitored, once_poor, poor
from models.rules.check.related import none, some
from models.rules.check.rule import person, plan, work
from models.rules.check.times import age, age_at, coming, months
from models.rules.check.trade import counties_known, earlier, elsewhere, overlapping

BASIS = "务工监测"
FEN = 100
_post_or_workshop = is_("channel", "公益性岗位", "帮扶车间")
_at_work = yes("working") | coming("end")
_long_ago = months("start", over=P("work.long_months"))

person(
    "L10", "在校生登记了务工或务工计划", "E",
    at="school_state",
    when=filled("school_state") & (some("work", _at_work) | some("plan", yes("planned"))),
    do="核对是否已离校：已离校的改在校生状况，仍在校的删去务工登记。",
    also={"4_01_006": None, "4_12_002": monitored}, basis=BASIS,
    passing={"head": {}, "work": {}}, failing={"child": {"age": 16, "school_state": "普通高中一年级"},
        "work": {"of": "child"}},
)  # fmt: skip
work(
    "L11", "开始务工时不满16岁", "E",
    when=age_at("start", under=P("work.min_age")), at="start",
    do="核对务工开始时间和出生日期；招用童工的按规定报告。", owner="township",
    also={"5_16_010": None}, basis=BASIS,
    passing={"work": {"start": "2024-03"}}, failing={"head": {"age": 20}, "work": {"start": "2018-03"}},
)  # fmt: skip
person(
    "L12", "无、弱或丧失劳动力，却在务工或计划务工", "E",
    when=is_("labour", WEAK, *LOST) & (some("work", _at_work) | some("plan", yes("planned"))),
    do="核对劳动技能和务工情况，两项有一项不对。",
    also={"2_01_015": poor, "2_12_004": None}, basis=BASIS,
    passing={"head": {"labour": "普通劳动力"}, "work": {}},
    failing={"head": {"labour": "无劳动力", "health": "患有大病"}, "work": {}},
)  # fmt: skip
work(
    "L13", "在务工，但是务工信息没有填全", "E",
    at="employer",
    when=yes("working") & any_blank("monthly_wage", "employer", "industry", "channel", "point_to_point"),
    do="向本人核实后补填月收入、企业名称、行业、就业渠道和是否点对点输送。",
    also={"5_01_007": poor, "5_12_006": monitored}, basis=BASIS,
    passing={"work": {}}, failing={"work": {"employer": None}},
)  # fmt: skip
work(
    "L13b", "已经结束的务工，信息没有填全", "W",
    at="employer",
    when=~yes("working") & any_blank("monthly_wage", "employer", "industry", "channel", "point_to_point"),
    do="能核实的补填。", also={"5_01_007": poor, "5_12_006": monitored}, basis=BASIS,
    passing={"work": {"working": "否", "end": "2026-03"}},
    failing={"work": {"working": "否", "end": "2026-03", "industry": None}},
)  # fmt: skip
work(
    "L14", "没有在务工，结束时间却没有填或在将来", "E",
    when=no("working") & (blank("end") | coming("end")), at="end",
    do="补填返乡的月份；仍在外的把“是否在务工”改为“是”。",
    also={"1111_16": monitored, "1111_17": poor, "1111_08": poor & blank("end") & _long_ago}, basis=BASIS,
    passing={"work": {"working": "否", "end": "2026-03"}}, failing={"work": {"working": "否", "end": None}},
)  # fmt: skip
work(
    "L15", "务工开始得比上一段结束早", "E",
    when=overlapping("start", "end"), at="start",
    do="一个人同一时间只有一处务工：核对两段的起止月份。",
    also={"5_12_001": None}, basis=BASIS,
    passing={"work": [{"start": "2024-01", "end": "2024-12", "working": "否"}, {"start": "2025-02"}]},
    failing={"work": [{"start": "2024-01", "end": "2025-06", "working": "否"}, {"start": "2025-02"}]},
)  # fmt: skip
work(
    "L15b", "务工结束时间早于开始时间", "E",
    when=earlier("end", "start"),
    do="核对起止月份。", basis=BASIS,
    passing={"work": {"start": "2025-01", "end": "2025-06", "working": "否"}},
    failing={"work": {"start": "2025-06", "end": "2025-01", "working": "否"}},
)  # fmt: skip
work(
    "L16", "在县外务工，就业渠道却是公益性岗位或帮扶车间", "E",
    when=elsewhere("scope", "county") & _post_or_workshop, at="channel", shows=("channel", "place"),
    do="公益性岗位和帮扶车间都在县内：核对务工所在地或就业渠道。",
    also={"5_01_003": None, "5_12_002": None}, basis=BASIS,
    passing={"work": {"scope": "县内", "county": "示例县", "channel": "帮扶车间"}},
    failing={"work": {"scope": "省外", "county": "渝北区", "channel": "帮扶车间"}},
)  # fmt: skip
person(
    "L17", "特困供养人员在务工", "W",
    when=is_("tekun", "农村特困", "城市特困") & some("work", _at_work), at="tekun",
    do="核对特困认定和务工情况。", owner="township",
    also={"5_01_004": None, "5_12_003": None}, basis=BASIS,
    passing={"head": {"age": 66, "labour": "无劳动力", "tekun": "农村特困"}},
    failing={"head": {"age": 66, "labour": "弱劳动力或半劳动力", "tekun": "农村特困"}, "work": {}},
)  # fmt: skip
work(
    "L18a", "未满16岁在公益性岗位", "E",
    when=is_("channel", "公益性岗位") & age(under=P("post.min_age")), at="channel",
    do="公益性岗位只能安排 16 岁以上的人：核对出生日期和岗位。",
    also={"5_12_004": None}, basis=BASIS,
    passing={"work": {"channel": "公益性岗位", "scope": "县内"}},
    failing={"work": {"channel": "公益性岗位", "scope": "县内", "of": "child"}},
)  # fmt: skip
work(
    "L18b", "70岁以上在公益性岗位", "W",
    when=is_("channel", "公益性岗位") & age(least=P("post.warn_age")), at="channel",
    do="核对能否胜任，不能胜任的按程序退出。",
    also={"5_01_006": None, "5_12_005": monitored}, basis=BASIS,
    passing={"work": {"channel": "公益性岗位", "scope": "县内"}},
    failing={"head": {"age": 74, "labour": "弱劳动力或半劳动力"}, "work": {"channel": "公益性岗位", "scope": "县内"}},
)  # fmt: skip
person(
    "L18c", "未满16岁登记了公益性岗位", "E",
    when=filled("post_type") & age(under=P("post.min_age"), by="birth"), at="post_type",
    do="核对出生日期；登记错的清空公益性岗位。",
    also={"3_01_008": None}, basis=BASIS,
    passing={"head": {"post_type": "护林员", "post_months": 12}, "work": {}},
    failing={"child": {"post_type": "护林员", "post_months": 12}},
)  # fmt: skip
person(
    "L18d", "一个人登记了几种公益性岗位", "W",
    when=listed("post_type", over=P("post.max_kinds")), at="post_type",
    do="一个人一般只安排一个公益性岗位，核对后留一个。",
    also={"3_01_010": poor, "3_01_011": monitored}, basis=BASIS,
    passing={"head": {"post_type": "护林员", "post_months": 12}, "work": {}},
    failing={"head": {"post_type": "护林员,保洁员,水管员", "post_months": 12}, "work": {}},
)  # fmt: skip
person(
    "L18e", "有公益性岗位，月数没有填或是零", "E",
    when=filled("post_type") & zero("post_months"), at="post_months",
    do="补填在岗月数。", also={"5_15_003": None, "3_01_006": poor}, basis=BASIS,
    passing={"head": {"post_type": "护林员", "post_months": 12}, "work": {}},
    failing={"head": {"post_type": "护林员", "post_months": None}, "work": {}},
)  # fmt: skip
person(
    "L18f", "有公益性岗位月数，没有岗位名称", "E",
    when=blank("post_type") & positive("post_months"), at="post_type",
    do="补填岗位名称，没有岗位的清空月数。", also={"3_01_005": None}, basis=BASIS,
    passing={}, failing={"head": {"post_months": 6}},
)  # fmt: skip
person(
    "L18g", "无劳动力或丧失劳动力，却在公益性岗位", "E",
    when=filled("post_type") & is_("labour", *LOST), at="post_type",
    do="核对劳动能力；不能劳动的退出岗位。", also={"5_15_006": None}, basis=BASIS,
    passing={"head": {"post_type": "护林员", "post_months": 12}, "work": {}},
    failing={"head": {"post_type": "护林员", "post_months": 12, "labour": "丧失劳动力", "health": "患有大病"},
        "work": {}},
)  # fmt: skip
plan(
    "L21", "计划务工，没有填就业服务需求", "W",
    when=yes("planned") & blank("need"), at="need",
    do="问清需要什么服务（岗位信息、技能培训、组织输出……），不需要的填“无需求”。",
    also={"5_15_008": None, "5_15_009": monitored}, basis=BASIS,
    passing={"plan": {}}, failing={"plan": {"need": None}},
)  # fmt: skip
work(
    "L23", "务工所在地没有写到县", "E",
    when=blank("county") & ~counties_known("place"), at="county", shows=("place",),
    do="补填到县（市、区）。", also={"4_12_001": None, "5_01_005": poor}, basis=BASIS,
    passing={"work": {"county": "渝北区"}}, failing={"work": {"county": None, "place": "重庆市"}},
)  # fmt: skip
person(
    "L23b", "家庭成员的务工所在地没有写到县", "E",
    when=filled("work_place") & some("work") & (~counties_known("work_place")
        | ~counties_known("work_place", whole=False) & none("work", same("place", "^work_place"), outside=True)),
    at="work_place",
    do="补填到县（市、区）。", also={"5_01_005": None}, basis=BASIS,
    passing={"head": {"work_place": "重庆市渝北区", "work_months": 6}, "work": {}},
    failing={"head": {"work_place": "广东省广州市", "work_months": 6}, "work": {}},
)  # fmt: skip
plan(
    "L23c", "计划务工的地方没有写到县", "E",
    when=yes("planned") & blank("county") & ~counties_known("place"), at="county", shows=("place",),
    do="补填到县（市、区）。", also={"4_12_001": None}, basis=BASIS,
    passing={"plan": {}}, failing={"plan": {"county": None, "place": "广东省"}},
)  # fmt: skip
work(
    "L24", "务工开始时间没有填", "E",
    when=blank("start"), do="补填开始务工的月份。",
    also={"3_12_001": None}, basis=BASIS,
    passing={"work": {}}, failing={"work": {"start": None}},
)  # fmt: skip
work(
    "H10a", "务工月收入没有填或不是数", "E",
    when=blank("monthly_wage") | unreadable("monthly_wage"),
    do="填每月的平均收入（元），只填数字。",
    also={"5_16_001": None, "5_16_002": None}, basis=BASIS,
    passing={"work": {}}, failing={"work": {"monthly_wage": None}},
)  # fmt: skip
work(
    "H10b", "务工月收入太低或太高", "E",
    when=filled("monthly_wage") & ~within("monthly_wage", least=P("income.wage_month_min_yuan", FEN),
                                          most=P("income.wage_month_max_yuan", FEN)), at="monthly_wage",
    do="核对单位是否为元每月。",
    also={"5_16_001": monitored, "5_16_002": poor, "1111_12": None}, basis=BASIS,
    passing={"work": {"monthly_wage": "3500"}}, failing={"work": {"monthly_wage": "50"}},
)  # fmt: skip
work(
    "H10c", "务工月收入偏低", "W",
    when=within("monthly_wage", least=P("income.wage_month_min_yuan", FEN),
                            under=P("income.wage_month_low_yuan", FEN)),
    do="核对单位是否为元每月。", also={"1111_12": None}, basis=BASIS,
    passing={"work": {"monthly_wage": "3500"}}, failing={"work": {"monthly_wage": "300"}},
)  # fmt: skip
work(
    "W01", "外出务工多年没有返乡", "W",
    who=once_poor, when=yes("working") & blank("end") & _long_ago, at="start",
    do="核实是否还在外务工、换过工作没有，更新起止时间。",
    also={"1111_08": None}, basis=BASIS,
    passing={"work": {"start": "2025-03"}}, failing={"work": {"start": "2020-03"}},
)  # fmt: skip
work(
    "W02", "务工表里的监测对象类别和农户的不一致", "W",
    when=filled("monitor_category") & ~some("episode", same("category", "^monitor_category"), outside=True)
    | blank("monitor_category") & filled("hh_type") & monitored,
    do="在全国系统里按农户信息刷新这一行。", at="monitor_category", basis=BASIS,
    passing={"episode": {}, "work": {"monitor_category": "脱贫不稳定户"}},
    failing={"episode": {}, "work": {"monitor_category": "边缘易致贫户"}},
)  # fmt: skip
work(
    "W03", "务工的人不在这一户的成员里", "E",
    when=blank("member") & filled("household"), at="member", shows=("person_no",),
    do="核对证件号码；确实是这一户的人，先在家庭成员里登记。", basis=BASIS,
    passing={"work": {}}, failing={"work": {"of": None}},
)  # fmt: skip
work(
    "W04", "有一段务工没有结束，又登记了一段", "E",
    when=blank("end") & yes("working")
    & some("work", earlier("^start", "start"), outside=True), at="end",
    do="给前一段补填结束时间。", basis=BASIS,
    passing={"work": [{"start": "2024-01", "end": "2024-12", "working": "否"}, {"start": "2025-02"}]},
    failing={"work": [{"start": "2024-01"}, {"start": "2025-02"}]},
)  # fmt: skip
