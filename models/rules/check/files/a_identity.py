"""证件、身份、户主和联系电话 (domain.md §17.1)."""

from models.rules.check import judges
from models.rules.check.conditions import P, blank, contains, differ, filled, is_, same, unknown, unreadable
from models.rules.check.populations import disabled, helped, monitored, poor
from models.rules.check.related import none, several, shared, some
from models.rules.check.rule import Judge, household, person
from models.rules.check.shapes import born, characters, long, mobile, part, starts
from models.rules.check.times import age

ID = (18, 20, 22)
"""Characters of an identity number and of 残疾人证 numbers, old and re-issued (GB 11643, domain.md §16.3)."""
NONE_YET = "999999"
BASIS = "户籍和身份信息核查"
# What the file itself can see is right need not be judged one by one: of 200,000 households that was most of the work.
_DIGITS = tuple("0123456789")
_USUAL_DAY = (
    part("id_no", 7, 8, "19", "20") & part("id_no", 9, 9, *_DIGITS) & part("id_no", 10, 10, *_DIGITS)
    & part("id_no", 11, 12, *(f"{month:02d}" for month in range(1, 13)))
    & part("id_no", 13, 14, *(f"{day:02d}" for day in range(1, 29)))
)  # fmt: skip
_SEX_AS_TOLD = (
    part("id_no", 17, 17, *"13579") & is_("sex", "男") | part("id_no", 17, 17, *"02468") & is_("sex", "女")
)  # fmt: skip
_WOMEN = ("之女", "之儿媳", "之孙女", "之外孙女", "之母", "之岳母", "之婆婆", "之祖母", "之外祖母", "之曾孙女",
          "之侄女", "之兄弟媳妇")  # fmt: skip
_MEN = ("之子", "之女婿", "之孙子", "之外孙子", "之父", "之岳父", "之公公", "之祖父", "之外祖父", "之曾孙子", "之侄儿",
        "之叔伯")  # fmt: skip

person(
    "K01",
    "证件号码位数不对",
    "E",
    who=helped,
    of_home=True,
    at="id_no",
    when=filled("id_no") & ~long("id_no", *ID),
    do="按身份证或残疾人证原件改正：身份证 18 位，残疾人证 20 或 22 位。15 位的旧号换成 18 位。",
    also={"1_01_002": poor, "1_12_002": monitored},
    basis=BASIS,
    passing={"head": {}},
    failing={"head": {"id_no": "50029719800101001"}},
)
person(
    "K02", "身份证号码校验位不对", "E",
    who=helped, of_home=True, at="id_no",
    when=long("id_no", 18), judge=Judge(("id_no",), judges.wrong_check_digit),
    do="按身份证原件逐位核对；末位是 X 的用大写。",
    also={"1_01_003": poor, "1_12_002": monitored, "1_12_003": monitored}, basis=BASIS,
    passing={"head": {"age": 50}}, failing={"head": {"id_no": "500297198001010010"}},
)  # fmt: skip
person(
    "K03", "残疾人证号码不对", "E",
    who=helped, of_home=True, at="id_no",
    when=long("id_no", 20, 22), judge=Judge(("id_no",), judges.wrong_card),
    do="前 18 位是本人身份证号；第 19 位是残疾类别（1至7），第 20 位是残疾等级（1至4）。",
    also={"1_01_004": poor, "1_12_004": monitored}, basis=BASIS,
    passing={"head": {"card": "43"}}, failing={"head": {"card": "49"}},
)  # fmt: skip
person(
    "K04", "同一证件号码登记在两个人名下", "E",
    when=filled("id_no") & ~starts("id_no", NONE_YET) & shared("id_no", "person", first=18), at="id_no",
    do="核对是重复录入还是号码录错：重复的一条按自然减少处理，录错的按证件改正。",
    also={"1_01_001": None}, basis=BASIS,
    passing={"head": {}}, failing={"spouse": {"id_no": "=head"}},
)  # fmt: skip
person(
    "K05", "没有有效的证件号码", "W",
    when=starts("id_no", NONE_YET), at="id_no",
    do="999999 开头只是占位。补办证件后尽快改成正式号码。",
    also={"4_01_003": None}, basis=BASIS,
    passing={"head": {}}, failing={"head": {"id_no": "999999198001010010"}},
)  # fmt: skip
person(
    "K05b", "证件号码没有填", "W",
    of_home=True, when=blank("id_no"), at="id_no",
    do="按身份证或户口簿补填；还没有办的，补办后填。",
    also={"1_01_002": poor, "1_12_002": monitored}, basis=BASIS,
    passing={"head": {}}, failing={"child": {"id_no": None}},
)  # fmt: skip
person(
    "K06", "健康状况是残疾，没有残疾人证", "W",
    when=disabled & ~is_("id_type", "残疾人证"), at="id_type", shows=("health", "id_type"),
    do="已办残疾人证的，把证件号码换成残疾人证号；没有办的，核实健康状况或联系残联办证。",
    also={"4_01_002": None, "4_12_003": None}, basis=BASIS,
    passing={"head": {"card": "43", "health": "残疾", "labour": "弱劳动力或半劳动力"}},
    failing={"head": {"health": "残疾", "labour": "弱劳动力或半劳动力"}},
)  # fmt: skip
person(
    "K06b", "有残疾人证，健康状况里没有残疾", "W",
    when=is_("id_type", "残疾人证") & filled("health") & ~disabled, at="health",
    do="核对健康状况，持残疾人证的应包含“残疾”。", basis=BASIS,
    passing={"head": {"card": "43", "health": "残疾", "labour": "弱劳动力或半劳动力"}},
    failing={"head": {"card": "43", "health": "健康"}},
)  # fmt: skip
household(
    "K07", "没有户主", "E",
    who=helped, when=some("family") & none("family", is_("relation", "户主")), at="head",
    do="把一位在册成员的“与户主关系”改成“户主”。",
    also={"3_02_012": poor, "3_11_001": monitored}, basis=BASIS,
    passing={}, failing={"head": {"relation": "其他"}},
)  # fmt: skip
household(
    "K07b", "一户有几个户主", "E",
    when=several("family", is_("relation", "户主")), at="head",
    do="只留一位户主，其余成员按与户主的实际关系改。",
    also={"3_02_011": poor, "3_11_002": monitored}, basis=BASIS,
    passing={}, failing={"spouse": {"relation": "户主"}},
)  # fmt: skip
household(
    "K07c", "一户有几个配偶", "E",
    when=several("family", is_("relation", "配偶")), at="head",
    do="配偶只能有一位，其余成员按与户主的实际关系改。", basis=BASIS,
    passing={}, failing={"child": {"relation": "配偶", "sex": "女"}},
)  # fmt: skip
household(
    "K08", "户主和配偶性别相同", "E",
    who=helped, at="head",
    when=some("family", is_("relation", "户主")
              & some("family", is_("relation", "配偶") & same("sex", "^sex"), outside=True)),
    do="核对两人的性别和与户主关系。",
    also={"2_02_001": poor, "2_11_003": monitored, "2_12_008": monitored}, basis=BASIS,
    passing={"spouse": {"sex": "女"}}, failing={"spouse": {"sex": "男"}},
)  # fmt: skip
person(
    "K08b", "与户主关系和性别对不上", "E",
    who=helped, when=is_("relation", *_MEN) & is_("sex", "女") | is_("relation", *_WOMEN) & is_("sex", "男"), at="sex",
    do="核对性别（身份证第 17 位单数为男）和与户主关系。",
    also={"2_01_004": poor, "2_12_008": monitored}, basis=BASIS,
    passing={"child": {"relation": "之子", "sex": "男"}}, failing={"child": {"relation": "之女", "sex": "男"}},
)  # fmt: skip
person(
    "K08c", "与户主关系不是系统的选项", "E",
    when=unknown("relation") | unreadable("relation"), at="relation",
    do="按系统的选项重新选，例如“之子”“之女”“之儿媳”。",
    also={"2_12_008": None}, basis=BASIS,
    passing={}, failing={"child": {"told": {"relation": "儿子"}}},
)  # fmt: skip
person(
    "K09", "与户主关系没有填", "E", who=helped, when=blank("relation"),
    do="按户口簿填与户主关系。", also={"3_01_001": None}, basis=BASIS,
    passing={}, failing={"child": {"relation": None}},
)  # fmt: skip
person(
    "K09b", "民族没有填", "E", who=helped, when=blank("nation"),
    do="按身份证填民族。", also={"2_01_001": None, "2_12_002": monitored}, basis=BASIS,
    passing={}, failing={"head": {"nation": None}},
)  # fmt: skip
person(
    "K09c", "健康状况没有填", "E", who=helped, when=blank("health"),
    do="向本人或家属核实后填健康状况。", also={"2_01_002": None, "2_12_003": monitored}, basis=BASIS,
    passing={}, failing={"head": {"health": None}},
)  # fmt: skip
person(
    "K09d", "劳动技能没有填", "E", who=helped, when=blank("labour"),
    do="按实际劳动能力填；16 岁以下和在校生填“无劳动力”。",
    also={"2_01_003": None, "2_12_001": monitored}, basis=BASIS,
    passing={}, failing={"head": {"labour": None}},
)  # fmt: skip
household(
    "K10", "户联系电话没有填或不是电话号码", "W",
    when=blank("phone") | ~(mobile("phone") | contains("phone", "-")), at="phone",
    do="填常用的手机号（11 位）或带区号的座机。",
    also={"4_02_001": None}, basis=BASIS,
    passing={"household": {"phone": "15400000001"}}, failing={"household": {"phone": "1540000"}},
)  # fmt: skip
person(
    "K10b", "监测对象的联系电话没有填或不是手机号", "W",
    who=monitored, at="phone",
    when=blank("phone") & age(least=P("work.min_age")) | filled("phone") & ~mobile("phone"),
    do="填本人的手机号；没有手机的填能联系到的家人的。",
    also={"5_13_003": None}, basis=BASIS,
    passing={"episode": {}}, failing={"episode": {}, "spouse": {"phone": None}},
)  # fmt: skip
person(
    "K11", "在外务工的人手机号不对", "W",
    at="phone", shows=("work_place",),
    when=(some("work", is_("working", "是")) | filled("work_place") | contains("channel", *("03",)))
    & filled("phone") & ~mobile("phone"),
    do="核对本人手机号：11 位，以 13 至 19 开头。",
    also={"2_01_013": poor, "2_01_014": poor, "2_12_007": None}, basis=BASIS,
    passing={"head": {}, "work": {}}, failing={"head": {"phone": "1540000"}, "work": {}},
)  # fmt: skip
person(
    "K11b", "同一户里在外地务工的人和家人用同一个手机号", "W",
    at="phone", shows=("work_place",),
    when=filled("phone", "work_place")
    & some("family", same("phone", "^phone") & differ("work_place", "^work_place"), outside=True),
    do="两个人在不同的地方务工，不会用同一个手机号：分别核实。",
    also={"5_15_021": None}, basis=BASIS,
    passing={"head": {"work_place": "重庆市渝北区", "work_months": 6}},
    failing={"head": {"work_place": "重庆市渝北区", "work_months": 6, "phone": "15400000077"},
             "spouse": {"work_place": "浙江省宁波市鄞州区", "work_months": 6, "phone": "15400000077"}},
)  # fmt: skip
person(
    "K11d", "在外务工的人和没有务工的户主或成年家人用同一个手机号", "W",
    at="phone", shows=("work_place",),
    when=filled("phone", "work_place")
    & some("family", same("phone", "^phone") & blank("work_place")
           & (is_("relation", "户主") | age(least=P("work.min_age"), under=P("work.max_age"))), outside=True),
    do="手机在谁身上就登记给谁，另一位填自己的号码。",
    also={"5_15_021": None}, basis=BASIS,
    passing={"head": {"work_place": "重庆市渝北区", "work_months": 6}},
    failing={"head": {"work_place": "重庆市渝北区", "work_months": 6, "phone": "15400000066"},
             "spouse": {"phone": "15400000066"}},
)  # fmt: skip
person(
    "K11c", "不同的户登记了同一个手机号", "W",
    when=filled("phone") & shared("phone", "household"), at="phone",
    do="核对是谁的号码，登记错的改掉；确实共用的（代接电话的亲属），写明后豁免。",
    also={"5_15_022": None}, basis=BASIS,
    passing={"other": {}}, failing={"head": {"phone": "15400000088"}, "other": {"phone": "15400000088"}},
)  # fmt: skip
person(
    "K12", "证件号码里的出生日期不是真实的日期", "E",
    when=long("id_no", *ID) & ~starts("id_no", NONE_YET) & ~_USUAL_DAY, at="id_no",
    judge=Judge(("id_no",), judges.wrong_birth_in_number),
    do="按证件原件核对第 7 至 14 位。", basis=BASIS,
    passing={}, failing={"head": {"id_no": "500297198013010010"}},
)  # fmt: skip
person(
    "K13", "出生日期和证件号码不一致", "E",
    at="birth", shows=("birth",),
    when=filled("birth") & long("id_no", *ID) & ~starts("id_no", NONE_YET) & ~born("birth", "id_no"),
    judge=Judge(("id_no", "birth"), judges.other_birth),
    do="以证件原件为准改正。", basis=BASIS,
    passing={}, failing={"head": {"birth": "1970-01-02"}},
)  # fmt: skip
person(
    "K14", "性别和证件号码不一致", "E",
    at="sex", shows=("sex",),
    when=filled("sex") & long("id_no", *ID) & ~starts("id_no", NONE_YET) & ~_SEX_AS_TOLD,
    judge=Judge(("id_no", "sex"), judges.other_sex),
    do="证件号码第 17 位单数为男、双数为女，以证件原件为准改正。", basis=BASIS,
    passing={}, failing={"spouse": {"sex": "男", "id_no": "500297198303050027"}},
)  # fmt: skip
person(
    "K15", "证件号码里有不该有的字符", "E",
    at="id_no", when=long("id_no", *ID) & ~characters("id_no", "0123456789X", first=18),
    do="号码只有数字，末位可以是大写的 X；常见的是把 0 写成 O。", basis=BASIS,
    passing={}, failing={"head": {"id_no": "5002971980O1010010"}},
)  # fmt: skip
