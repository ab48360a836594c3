"""就学、劳动能力 (domain.md §17.2, L01–L09, L19–L22)."""

from models.rules.check.conditions import P, blank, filled, has, is_
from models.rules.check.populations import (
    LOST,
    WEAK,
    able,
    disabled,
    helped,
    monitored,
    monitored_aged,
    poor,
    poor_aged,
    working_age,
)
from models.rules.check.related import none
from models.rules.check.rule import person
from models.rules.check.shapes import long, part
from models.rules.check.times import age, not_aged

BASIS = "就学和劳动能力核查"
JUNIOR = ("七年级", "八年级", "九年级")
SENIOR = ("普通高中一年级", "普通高中二年级", "普通高中三年级", "中职一年级", "中职二年级", "中职三年级")
COLLEGE = (
    *("高职高专一年级", "高职高专二年级", "高职高专三年级", "技师学院一年级", "技师学院二年级", "技师学院三年级"),
    *("技师学院四年级", "本科一年级", "本科二年级", "本科三年级", "本科四年级", "本科五年级"),
)
HIGHER = ("大专", "本科及以上", "高职高专", "技师")
"""Of 文化程度; the last two are school states that some write there."""
MASTER = "硕士研究生及以上"
_number = long("id_no", 18, 20, 22)
school_age = age(least=P("school.age_min"), under=P("school.age_max"), day=P("school.cutoff"))

person(
    "L01", "文化程度和在校生状况同时填写", "E",
    who=helped, when=filled("education", "school_state"),
    do="在校生只填在校生状况；已离校的只填文化程度。",
    also={"3_01_003": poor, "3_12_004": monitored}, basis=BASIS,
    passing={"child": {"school_state": "小学"}}, failing={"child": {"school_state": "小学", "education": "小学"}},
)  # fmt: skip
person(
    "L01b", "文化程度、在校生状况和未上学原因都没有填", "E",
    who=helped, when=blank("education", "school_state", "dropout_reason"),
    do="在校的填在校生状况，不在校的填文化程度；适龄而未上学的填原因。",
    also={"3_01_002": poor, "3_01_003": poor, "3_12_003": None}, basis=BASIS,
    passing={"child": {"school_state": "小学"}}, failing={"child": {"school_state": None}},
)  # fmt: skip
person(
    "L02", "义务教育阶段适龄，不在校也没有写原因", "R",
    who=helped,
    when=school_age & blank("school_state", "dropout_reason"), at="school_state",
    do="入户核实：在校的补填在校生状况；确实没有上学的填原因并纳入控辍保学。", owner="township",
    also={"1_02_005": None, "1_02_007": None, "5_15_016": poor, "5_15_017": monitored}, basis=BASIS,
    passing={"child": {"age": 10, "school_state": None, "dropout_reason": "因病", "health": "长期慢性病"}},
    failing={"child": {"age": 10, "school_state": None, "education": None}},
)  # fmt: skip
person(
    "L03a", "小学生的年龄太小或太大", "W",
    who=helped,
    when=is_("school_state", "小学") & not_aged(least=P("school.primary_min"), most=P("school.primary_max")),
    do="核对出生日期和年级；确实提前或延迟入学的说明后豁免。",
    also={"5_17_002": poor_aged, "5_12_014": monitored_aged}, basis=BASIS,
    passing={"child": {"age": 10, "school_state": "小学"}}, failing={"child": {"age": 16, "school_state": "小学"}},
)  # fmt: skip
person(
    "L03b", "初中生的年龄太小或太大", "W",
    who=helped,
    when=is_("school_state", *JUNIOR) & not_aged(least=P("school.junior_min"), most=P("school.junior_max")),
    do="核对出生日期和年级。", also={"5_17_003": poor_aged, "5_12_015": monitored_aged}, basis=BASIS,
    passing={"child": {"age": 13, "school_state": "七年级"}}, failing={"child": {"age": 9, "school_state": "七年级"}},
)  # fmt: skip
person(
    "L03c", "高中或中职学生的年龄太小或太大", "W",
    who=helped,
    when=_number & is_("school_state", *SENIOR) & not_aged(least=P("school.senior_min"), most=P("school.senior_max")),
    at="school_state",
    do="核对出生日期和年级。", also={"5_17_004": poor_aged, "5_12_016": monitored_aged}, basis=BASIS,
    passing={"child": {"age": 16, "school_state": "普通高中一年级"}},
    failing={"child": {"age": 12, "school_state": "中职一年级"}},
)  # fmt: skip
person(
    "L03d", "未满18岁却读大专以上，或者已是大专以上文化", "W",
    who=helped, when=(is_("school_state", *COLLEGE) | is_("education", *HIGHER, foreign=True))
    & age(under=P("school.college_min")),
    do="核对出生日期、文化程度和在校生状况。",
    also={"5_17_005": poor, "5_12_017": monitored}, basis=BASIS,
    passing={"child": {"age": 19, "school_state": "本科一年级"}},
    failing={"child": {"age": 15, "school_state": "本科一年级"}},
)  # fmt: skip
person(
    "L03e", "未满20岁却读硕士以上", "W",
    who=helped, when=is_("school_state", MASTER) & age(under=P("school.master_min")),
    do="核对出生日期和在校生状况。",
    also={"5_17_006": None, "5_12_018": None}, basis=BASIS,
    passing={"child": {"age": 23, "school_state": MASTER}}, failing={"child": {"age": 18, "school_state": MASTER}},
)  # fmt: skip
person(
    "L04", "满7岁的健康儿童仍登记学前", "W",
    who=helped,
    when=is_("school_state", "学龄前儿童", "学前教育") & is_("health", "健康") & age(least=P("school.preschool_until")),
    do="核对是否已上小学，改在校生状况。",
    also={"5_17_001": poor_aged, "5_12_013": monitored_aged}, basis=BASIS,
    passing={"child": {"age": 5, "school_state": "学前教育"}}, failing={"child": {"age": 9,
        "school_state": "学前教育"}},
)  # fmt: skip
person(
    "L05", "16至22岁，文化程度只有小学以下", "W",
    who=helped,
    when=is_("education", "小学", "文盲或半文盲") & age(least=P("school.youth_min"), most=P("school.youth_max")),
    do="核对文化程度；完成义务教育的应为初中以上。",
    also={"5_17_007": poor_aged & _number, "5_12_019": monitored_aged}, basis=BASIS,
    passing={"child": {"age": 18, "school_state": None, "education": "初中", "labour": "普通劳动力"}},
    failing={"child": {"age": 18, "school_state": None, "education": "小学", "labour": "普通劳动力"}},
)  # fmt: skip
person(
    "L06", "在校生的劳动技能不是无劳动力", "E",
    who=helped, when=filled("school_state", "labour") & ~is_("labour", "无劳动力"), at="labour",
    do="在校生的劳动技能改为“无劳动力”。", also={"1111_07": None}, basis=BASIS,
    passing={"child": {"labour": "无劳动力"}}, failing={"child": {"labour": "普通劳动力"}},
)  # fmt: skip
person(
    "L07", "未满16岁却登记有劳动能力", "E",
    who=helped, when=age(under=P("work.min_age"), by="birth") & filled("labour") & ~is_("labour", "无劳动力"),
    at="labour", do="核对出生日期；未满 16 岁的劳动技能改为“无劳动力”。",
    also={"2_01_011": poor, "2_12_014": monitored & filled("birth")}, basis=BASIS,
    passing={"child": {"age": 12}}, failing={"child": {"age": 12, "labour": "弱劳动力或半劳动力"}},
)  # fmt: skip
person(
    "L08", "劳动年龄、健康、不在校，却是无、弱或丧失劳动力", "W",
    who=helped,
    when=is_("labour", WEAK, *LOST) & is_("health", "健康") & blank("school_state") & working_age, at="labour",
    do="核实劳动能力和健康状况，两项有一项不对；确因照料等不能劳动的说明后豁免。",
    also={
        "1111_14": monitored, "1111_15": poor, "2_01_005-16": poor, "2_01_010-16": poor, "5_12_008": None,
        "2_12_009-16": None, "2_12_013-16": None,
    },
    basis=BASIS,
    passing={"head": {"labour": "弱劳动力或半劳动力", "health": "长期慢性病"}},
    failing={"head": {"labour": "弱劳动力或半劳动力", "health": "健康"}},
)  # fmt: skip
person(
    "L09", "劳动年龄、有病或残疾，却是普通或技能劳动力", "W",
    who=helped,
    when=able & filled("health") & ~has("health", "健康") & blank("school_state") & working_age, at="labour",
    do="核实病残程度和劳动能力；病情不影响劳动的说明后豁免。",
    also={"5_12_009-16": None}, basis=BASIS,
    passing={"head": {"health": "长期慢性病", "labour": "弱劳动力或半劳动力"}},
    failing={"head": {"health": "患有大病", "labour": "普通劳动力"}},
)  # fmt: skip
person(
    "L09b", "肢体残疾一、二级却登记普通或技能劳动力", "W",
    when=able & (part("id_no", 19, 20, "41", "42")
    | is_("disability_type", "肢体") & is_("disability_level", "1", "2")), at="labour",
    do="一、二级肢体残疾一般不能算普通劳动力，核实后改。",
    also={"4_01_007": None, "4_01_008": monitored}, basis=BASIS,
    passing={"head": {"card": "44", "health": "残疾", "labour": "普通劳动力"}},
    failing={"head": {"card": "42", "health": "残疾", "labour": "普通劳动力"}},
)  # fmt: skip
person(
    "L09c", "健康状况是残疾的监测对象登记普通劳动力", "W",
    who=monitored, when=disabled & is_("labour", "普通劳动力"), at="labour",
    do="核对残疾等级；轻度残疾、能正常劳动的说明后豁免。",
    also={"4_01_008": None}, basis=BASIS,
    passing={"episode": {}, "head": {"card": "44", "health": "残疾", "labour": "弱劳动力或半劳动力"}},
    failing={"episode": {}, "head": {"card": "44", "health": "残疾", "labour": "普通劳动力"}},
)  # fmt: skip
person(
    "L19", "大专以上文化没有务工登记", "W",
    who=helped, when=is_("education", "大专", "本科及以上") & none("work") & blank("grad_unemployed_reason"),
    at="education",
    do="核实就业情况：在外务工的补登务工信息，没有就业的填未就业原因。",
    also={"5_20_028": monitored, "5_20_030": poor}, basis=BASIS,
    passing={"head": {"education": "大专"}, "work": {}}, failing={"head": {"education": "大专"}},
)  # fmt: skip
person(
    "L19b", "技能劳动力没有务工登记", "W",
    who=helped, when=is_("labour", "技能劳动力") & none("work"), at="labour",
    do="核实就业情况，在外务工的补登务工信息。",
    also={"5_20_029": monitored, "5_20_031": poor}, basis=BASIS,
    passing={"head": {"labour": "技能劳动力"}, "work": {}}, failing={"head": {"labour": "技能劳动力"}},
)  # fmt: skip
person(
    "L20", "未上学原因是因病或因残，健康状况却是健康", "E",
    who=helped, when=is_("dropout_reason", "因病", "因残") & is_("health", "健康"), at="health",
    do="核实健康状况或未上学原因。", also={"2_01_012": poor}, basis=BASIS,
    passing={"child": {"school_state": None, "dropout_reason": "因病", "health": "患有大病"}},
    failing={"child": {"school_state": None, "dropout_reason": "因病", "health": "健康"}},
)  # fmt: skip
person(
    "L22", "60岁以上登记为普通或技能劳动力", "W",
    who=helped, when=able & age(least=P("work.max_age")), at="labour",
    do="60 岁以上一般为弱劳动力或无劳动力；确实能劳动的说明后豁免。",
    also={"2_12_005": monitored, "2_12_017": poor}, basis=BASIS,
    passing={"head": {"age": 66, "labour": "弱劳动力或半劳动力"}},
    failing={"head": {"age": 66, "labour": "普通劳动力"}},
)  # fmt: skip
person(
    "L22b", "60岁以上的监测对象登记为丧失劳动力", "W",
    who=monitored, when=is_("labour", "丧失劳动力") & age(least=P("work.max_age")), at="labour",
    do="丧失劳动力指劳动年龄内因病因残失去劳动能力；60 岁以上的改为“无劳动力”。",
    also={"2_12_005": None}, basis=BASIS,
    passing={"episode": {}, "head": {"age": 66, "labour": "无劳动力"}},
    failing={"episode": {}, "head": {"age": 66, "labour": "丧失劳动力"}},
)  # fmt: skip
