"""风险、事实、措施三者对得上 (domain.md §17.5)."""

from models.rules.check.conditions import P, blank, filled, has, is_, no, positive, yes, zero
from models.rules.check.helping import helped_by, in_season, measure, nil
from models.rules.check.populations import ABLE, able, disabled, named, no_labour
from models.rules.check.related import every, none, share, some
from models.rules.check.rule import episode, household
from models.rules.check.shapes import part
from models.rules.check.times import age, earlier_than_month, months
from models.rules.check.trade import elsewhere

BASIS = "监测帮扶：风险、事实、措施一致"
_gone = yes("eliminated")
_open = ~yes("eliminated")
_VOCATIONAL = ("中职一年级", "中职二年级", "中职三年级", "高职高专一年级", "高职高专二年级", "高职高专三年级",
               "技师学院一年级", "技师学院二年级", "技师学院三年级", "技师学院四年级")  # fmt: skip
_dibao = is_("dibao", "农村低保", "城市低保")
_tekun = is_("tekun", "农村特困", "城市特困")

_UNANSWERED = (
    ("R01", "因病", ("健康帮扶", "社会帮扶"), "5_18_001"),
    ("R02", "因学", ("义务教育保障", "教育帮扶", "社会帮扶"), "5_18_002"),
    ("R03", "因残", ("综合保障", "社会帮扶"), "5_18_003"),
    ("R04", "因安全住房", ("住房安全保障", "搬迁"), "5_18_004"),
    ("R05", "因安全饮水", ("饮水安全保障",), "5_18_006"),
)
for _id, _risk, _groups, _theirs in _UNANSWERED:
    episode(
        _id, f"风险是{_risk}，没有{'或'.join(_groups)}措施", "R", when=has("risks", _risk) & ~helped_by(*_groups),
        at="measures", shows=("risks",),
        do="安排针对这项风险的措施并登记；已经落实的补登。", owner="township", also={_theirs: named}, basis=BASIS,
        passing={"episode": {"risks": _risk}, "measure": [(_groups[0], "其他")]},
        failing={"episode": {"risks": _risk}, "measure": [("基础设施建设", "修路")]},
    )  # fmt: skip
_GONE = (
    ("R11", has("risks", "因病"), "因病", ("健康帮扶", "社会帮扶", "综合保障"), "3_11_003", {"risks": "因病"}),
    ("R12", has("risks", "因学"), "因学", ("教育帮扶", "义务教育保障", "社会帮扶"), "3_11_004", {"risks": "因学"}),
    ("R13", has("risks", "因残"), "因残", ("综合保障", "社会帮扶"), "3_11_005", {"risks": "因残"}),
    ("R14", has("risks", "因安全住房"), "因安全住房", ("住房安全保障", "搬迁"), "3_11_006", {"risks": "因安全住房"}),
    ("R15", yes("ident_dropout"), "有失学辍学", ("义务教育保障",), "3_11_007", {"ident_dropout": "是"}),
    ("R16", has("risks", "因安全饮水"), "因安全饮水", ("饮水安全保障",), "3_11_008", {"risks": "因安全饮水"}),
    ("R17", yes("ident_insured"), "有人没有参保", ("健康帮扶", "社会帮扶"), "3_11_009", {"ident_insured": "是"}),
)  # fmt: skip
for _id, _when, _risk, _groups, _theirs, _values in _GONE:
    episode(
        _id, f"{_risk}的风险已消除，没有{'或'.join(_groups)}措施", "E", when=_gone & _when & ~helped_by(*_groups),
        at="measures", shows=("eliminated_on",),
        do="补登落实过的措施；没有落实的，消除不成立。", owner="township", also={_theirs: None}, basis=BASIS,
        passing={"episode": {"eliminated": "是", **_values}, "measure": [(_groups[0], "其他")]},
        failing={"episode": {"eliminated": "是", **_values}, "measure": [("基础设施建设", "修路")]},
    )  # fmt: skip
episode(
    "R06", "有失学辍学，没有义务教育保障措施", "R", when=yes("ident_dropout") & ~helped_by("义务教育保障"),
    at="measures", shows=("ident_dropout",), do="安排控辍保学、送教上门等措施并登记。", owner="township",
    also={"5_18_005": named}, basis=BASIS,
    passing={"episode": {"ident_dropout": "是"}, "measure": [("义务教育保障", "控辍保学")],
             "child": {"school_state": None, "dropout_reason": "厌学"}},
    failing={"episode": {"ident_dropout": "是"}, "measure": [("健康帮扶", "医疗救助")]},
)  # fmt: skip
episode(
    "R07", "有人没有参保，没有健康帮扶或社会帮扶措施", "R",
    when=yes("ident_insured") & ~helped_by("健康帮扶", "社会帮扶"), at="measures", shows=("ident_insured",),
    do="安排参保缴费补贴等措施并登记。", owner="township", also={"5_18_007": named}, basis=BASIS,
    passing={"episode": {"ident_insured": "是"}, "measure": [("健康帮扶", "参加城乡居民基本医疗保险个人缴费补贴")]},
    failing={"episode": {"ident_insured": "是"}, "measure": [("产业帮扶", "养殖")]},
)  # fmt: skip
episode(
    "R21", "风险是因病，家里没有大病或慢性病人", "R",
    when=has("risks", "因病") & none("family", has("health", "患有大病", "长期慢性病")), at="risks",
    do="核对成员的健康状况，或改风险。", owner="township", also={"5_15_015": None}, basis=BASIS,
    passing={"episode": {"risks": "因病"}, "spouse": {"health": "长期慢性病", "labour": "弱劳动力或半劳动力"}},
    failing={"episode": {"risks": "因病"}},
)  # fmt: skip
episode(
    "R22", "风险是因病，合规自付支出为零", "W",
    when=_open & has("risks", "因病") & zero("ident_self_paid") & none("income", filled("G") & ~nil("G")),
    at="ident_self_paid",
    shows=("risks",), do="按医疗票据补填合规自付支出。", also={"5_15_020": named & no("eliminated")}, basis=BASIS,
    passing={"episode": {"risks": "因病", "ident_self_paid": "8000"}}, failing={"episode": {"risks": "因病"}},
)  # fmt: skip
episode(
    "R23", "风险是因学，家里没有在校生", "W",
    when=has("risks", "因学") & none("family", filled("school_state")), at="risks",
    do="核对成员的在校生状况，或改风险。", basis=BASIS,
    passing={"episode": {"risks": "因学"}}, failing={"episode": {"risks": "因学"}, "child": None},
)  # fmt: skip
episode(
    "R24", "风险是因残，家里没有残疾人", "R",
    when=has("risks", "因残") & none("family", disabled | is_("id_type", "残疾人证")), at="risks",
    do="核对成员的健康状况和残疾人证，或改风险。", owner="township", also={"2_11_001": None}, basis=BASIS,
    passing={"episode": {"risks": "因残"}, "head": {"card": "43", "health": "残疾", "labour": "弱劳动力或半劳动力"}},
    failing={"episode": {"risks": "因残"}},
)  # fmt: skip
episode(
    "R25", "风险是因残，有一、二级残疾人，措施没有残疾人补贴", "R",
    when=_open & has("risks", "因残") & ~measure("综合保障", "残疾人补贴")
    & some("family", part("id_no", 20, 20, "1", "2") | is_("disability_level", "1", "2")), at="measures",
        shows=("risks",),
    do="一、二级残疾人可申请残疾人两项补贴，落实后登记。", owner="township", also={"5_16_008": None}, basis=BASIS,
    passing={"episode": {"risks": "因残"}, "head": {"card": "42", "health": "残疾", "labour": "弱劳动力或半劳动力"},
             "measure": [("综合保障", "残疾人补贴")]},
    failing={"episode": {"risks": "因残"}, "head": {"card": "42", "health": "残疾", "labour": "弱劳动力或半劳动力"}},
)  # fmt: skip
episode(
    "R25b", "有一、二级残疾人，措施没有残疾人补贴", "W",
    when=_open & ~has("risks", "因残") & ~measure("综合保障", "残疾人补贴")
    & some("family", part("id_no", 20, 20, "1", "2")), at="measures", shows=("risks",),
    do="一、二级残疾人可申请残疾人两项补贴，落实后登记。", owner="township", also={"5_16_008": None}, basis=BASIS,
    passing={"episode": {}, "head": {"card": "42", "health": "残疾", "labour": "弱劳动力或半劳动力"},
             "measure": [("综合保障", "残疾人补贴")]},
    failing={"episode": {}, "head": {"card": "42", "health": "残疾", "labour": "弱劳动力或半劳动力"}},
)  # fmt: skip
episode(
    "R26", "风险是因安全住房，却不是危房户", "W",
    when=_open & has("risks", "因安全住房") & none("home", yes("unsafe_house")), at="risks",
    do="核对是否危房户；已经改造好的办理消除。", basis=BASIS,
    passing={"episode": {"risks": "因安全住房"}, "household": {"unsafe_house": "是"}},
    failing={"episode": {"risks": "因安全住房"}},
)  # fmt: skip
episode(
    "R27", "风险是因安全饮水，却已解决安全饮用水", "W",
    when=_open & has("risks", "因安全饮水") & some("home", yes("safe_water")), at="risks",
    do="核对饮水情况；已经解决的办理消除。", basis=BASIS,
    passing={"episode": {"risks": "因安全饮水"}, "household": {"safe_water": "否"}},
    failing={"episode": {"risks": "因安全饮水"}},
)  # fmt: skip
episode(
    "R28", "风险是务工就业不稳，全家没有劳动力", "R",
    when=_open & has("risks", "因务工就业不稳") & every("family", no_labour), at="risks",
    do="核对劳动技能，或改风险。", owner="township", also={"2_11_006": None, "5_15_013": None}, basis=BASIS,
    passing={"episode": {"risks": "因务工就业不稳"}, "work": {}},
    failing={"episode": {"risks": "因务工就业不稳"}, "head": {"age": 70, "labour": "无劳动力"}, "spouse": None,
        "child": None},
)  # fmt: skip
episode(
    "R29", "风险是务工就业不稳，全家没有人登记务工", "W",
    when=_open & has("risks", "因务工就业不稳") & none("family_work"), at="risks",
    do="补登务工信息，或改风险。", also={"5_15_014": None}, basis=BASIS,
    passing={"episode": {"risks": "因务工就业不稳"}, "work": {}}, failing={"episode": {"risks": "因务工就业不稳"}},
)  # fmt: skip
episode(
    "R30", "风险是缺劳动力，全家人人有劳动力", "R",
    when=_open & has("risks", "缺劳动力") & every("family", is_("labour", *ABLE)), at="risks",
    do="核对劳动技能，或改风险。", owner="township", also={"4_11_009": None, "5_18_008": None}, basis=BASIS,
    passing={"episode": {"risks": "缺劳动力"}, "spouse": None},
    failing={"episode": {"risks": "缺劳动力"}, "child": None},
)  # fmt: skip
episode(
    "R31", "风险是缺劳动力，半数以上有劳动力", "R",
    when=_open & has("risks", "缺劳动力")
    & share("family", able, over=P("labour.many_percent"), least=P("labour.many_persons")), at="risks",
    do="核对劳动技能，或改风险。", owner="township", also={"5_11_029": None}, basis=BASIS,
    passing={"episode": {"risks": "缺劳动力"}},
    failing={"episode": {"risks": "缺劳动力"}, "others": [{"relation": "之父", "sex": "男", "age": 55}]},
)  # fmt: skip
episode(
    "R31b", "风险是缺劳动力，劳动力占比偏高", "W",
    when=_open & has("risks", "缺劳动力") & share("family", able, over=P("labour.high_percent")), at="risks",
    do="核对劳动技能；确实缺的（照料病人等）写明情况。", also={"5_18_008": None, "5_11_029": None}, basis=BASIS,
    passing={"episode": {"risks": "缺劳动力"},
             "head": {"age": 70, "labour": "无劳动力"}, "spouse": {"age": 69, "labour": "无劳动力"}},
    failing={"episode": {"risks": "缺劳动力"}},
)  # fmt: skip
episode(
    "R32", "登记有失学辍学，家里没有不在校的适龄儿童", "W",
    when=yes("ident_dropout") & none("family", age(least=P("school.age_min"), under=P("school.age_max"))
                                     & blank("school_state")), at="ident_dropout",
    do="核对成员的在校生状况，或改“是否失学辍学”。", also={"4_11_008": None}, basis=BASIS,
    passing={"episode": {"ident_dropout": "是"}, "child": {"age": 10, "school_state": None, "dropout_reason": "厌学"}},
    failing={"episode": {"ident_dropout": "是"}},
)  # fmt: skip
episode(
    "R33", "有人没有参保，风险里没有因病", "W",
    when=_open & yes("ident_insured") & ~has("risks", "因病"), at="risks",
    do="核对是否有因病致贫返贫的风险。", also={"4_11_007": None}, basis=BASIS,
    passing={"episode": {"ident_insured": "是", "risks": "因病"}},
    failing={"episode": {"ident_insured": "是", "risks": "缺劳动力"}},
)  # fmt: skip
episode(
    "R34", "饮水没有解决，风险里没有因安全饮水", "W",
    when=_open & some("home", no("safe_water")) & ~has("risks", "因安全饮水"), at="risks",
    do="核对饮水情况，需要的补上这项风险。", also={"4_11_006": None}, basis=BASIS,
    passing={"household": {"safe_water": "否"}, "episode": {"risks": "因安全饮水"}},
    failing={"household": {"safe_water": "否"}, "episode": {"risks": "缺劳动力"}},
)  # fmt: skip

# Measures against facts.
episode(
    "F01", "有就业或公益岗帮扶，家里没有人务工", "W",
    when=_open & helped_by("就业帮扶", "公益岗位帮扶") & none("family_work", yes("working")), at="measures",
    do="补登务工信息；措施没有落实的尽快落实。", also={"4_11_014": None, "1111_3": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("就业帮扶", "劳务输出")], "work": {"scope": "省外", "county": "渝北区"}},
    failing={"episode": {}, "measure": [("就业帮扶", "劳务输出")]},
)  # fmt: skip
household(
    "F02", "登记了公益性岗位，全家没有务工登记", "W",
    at="head",
    when=some("family", filled("post_type")) & none("family_work") & none("family_post"),
    do="补登务工信息（就业渠道填“公益性岗位”）。", also={"1111_3": None}, basis=BASIS,
    passing={"head": {"post_type": "护林员", "post_months": 12}, "work": {"scope": "县内", "channel": "公益性岗位"}},
    failing={"head": {"post_type": "护林员", "post_months": 12}},
)  # fmt: skip
episode(
    "F02b", "风险已消除的户有就业帮扶，全家没有务工登记", "W",
    when=_gone & helped_by("就业帮扶") & none("family_work"), at="measures",
    do="补登务工信息；措施没有落实的核对措施。", also={"1111_3": None}, basis=BASIS,
    passing={"episode": {"eliminated": "是"}, "measure": [("就业帮扶", "技能培训")], "work": {}},
    failing={"episode": {"eliminated": "是"}, "measure": [("就业帮扶", "技能培训")]},
)  # fmt: skip
episode(
    "F03", "措施有劳务输出或外出务工补贴，没有人在县外务工", "W",
    when=_open & measure("就业帮扶", "劳务输出", "外出务工补贴", "外出劳务补贴")
    & none("family_work", elsewhere("scope", "county")), at="measures",
    do="核对务工所在县；在县内的改措施。", also={"5_17_011": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("就业帮扶", "劳务输出")], "work": {"scope": "省外", "county": "渝北区"}},
    failing={"episode": {}, "measure": [("就业帮扶", "劳务输出")], "work": {"scope": "县内", "county": "示例县"}},
)  # fmt: skip
episode(
    "F03b", "措施有劳务输出，有人的务工地在县内或没有填", "W",
    when=_open & measure("就业帮扶", "劳务输出", "外出劳务补贴")
    & some("family_work", yes("working") & ~elsewhere("scope", "county")), at="measures",
    do="核对这个人的务工所在县；家里有人在县外就可以豁免。", also={"5_17_011": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("就业帮扶", "劳务输出")], "work": {"scope": "省外", "county": "渝北区"}},
    failing={"episode": {}, "measure": [("就业帮扶", "劳务输出")],
             "work": [{"scope": "县内", "county": "示例县"}]},
)  # fmt: skip
episode(
    "F04", "措施有外出务工补贴，交通补助是零", "W",
    when=_open & measure("就业帮扶", "外出务工补贴", "外出劳务补贴") & some("family_work", zero("traffic_subsidy")),
    at="measures", do="补登年度交通费补助；没有发的改措施。", also={"1111_10": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("就业帮扶", "外出务工补贴")],
             "work": {"scope": "省外", "county": "渝北区", "traffic_subsidy": "600"}},
    failing={"episode": {}, "measure": [("就业帮扶", "外出务工补贴")],
             "work": {"scope": "省外", "county": "渝北区", "traffic_subsidy": "0"}},
)  # fmt: skip
episode(
    "F05", "在县内务工，却有年度交通费补助", "W",
    when=_open & some("family_work", positive("traffic_subsidy") & filled("county") & ~elsewhere("scope", "county")),
        at="measures",
    do="交通补助只给跨县务工的：核对务工所在县和补助。", also={"5_17_012": None}, basis=BASIS,
    passing={"episode": {}, "work": {"scope": "省外", "county": "渝北区", "traffic_subsidy": "600"}},
    failing={"episode": {}, "work": {"scope": "县内", "county": "示例县", "traffic_subsidy": "600"}},
)  # fmt: skip
episode(
    "F06", "措施有劳务输出，识别以后没有新的务工", "W",
    when=measure("就业帮扶", "劳务输出") & some("family_work")
    & none("family_work", earlier_than_month("^recognised_on", "start"), outside=True), at="measures",
    shows=("recognised_on",),
    do="识别以前就有的务工不算帮扶成效：核对开始时间或改措施。", also={"5_17_013": None}, basis=BASIS,
    passing={"episode": {"recognised_on": "2024-01"}, "measure": [("就业帮扶", "劳务输出")],
             "work": {"scope": "省外", "county": "渝北区", "start": "2024-06"}},
    failing={"episode": {"recognised_on": "2025-01"}, "measure": [("就业帮扶", "劳务输出")],
             "work": {"scope": "省外", "county": "渝北区", "start": "2024-06"}},
)  # fmt: skip
episode(
    "F07", "措施有低保，家里没有人享受低保", "W",
    when=measure("综合保障", "低保") & none("family", _dibao) & (~measure("综合保障", "特困供养") | none("family",
        _tekun)),
    at="measures", do="核对民政名册，没有享受的删去措施。",
    also={"4_11_015": None, "5_16_005": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("综合保障", "低保")], "head": {"dibao": "农村低保"}},
    failing={"episode": {}, "measure": [("综合保障", "低保")]},
)  # fmt: skip
episode(
    "F08", "措施有特困供养，家里没有特困供养人员", "W",
    when=measure("综合保障", "特困供养") & none("family", _tekun), at="measures",
    do="核对民政名册，没有享受的删去措施。", also={"4_11_015": None, "5_16_006": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("综合保障", "特困供养")], "head": {"age": 70, "labour": "无劳动力",
        "tekun": "农村特困"}},
    failing={"episode": {}, "measure": [("综合保障", "特困供养")]},
)  # fmt: skip
episode(
    "F09", "措施有残疾人补贴，家里没有持证残疾人", "W",
    when=measure("综合保障", "残疾人补贴") & none("family", is_("id_type", "残疾人证") | filled("disability_level")),
    at="measures", do="核对残疾人证，没有持证的删去措施。", also={"4_11_016": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("综合保障", "残疾人补贴")],
             "head": {"card": "43", "health": "残疾", "labour": "弱劳动力或半劳动力"}},
    failing={"episode": {}, "measure": [("综合保障", "残疾人补贴")]},
)  # fmt: skip
episode(
    "F10", "有人享受低保，措施没有低保", "W",
    when=_open & some("family", _dibao) & ~measure("综合保障", "低保"), at="measures",
    do="在帮扶措施里补登低保。", also={"5_16_003": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("综合保障", "低保")], "head": {"dibao": "农村低保"}},
    failing={"episode": {}, "head": {"dibao": "农村低保"}},
)  # fmt: skip
episode(
    "F11", "有人特困供养或有特困供养金，措施没有特困供养", "W",
    when=_open & (some("family", _tekun) | some("income", positive("D3"))) & ~measure("综合保障", "特困供养"),
    at="measures", do="在帮扶措施里补登特困供养。", also={"5_16_004": None, "5_16_006": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("综合保障", "特困供养")], "head": {"age": 70, "labour": "无劳动力",
        "tekun": "农村特困"}},
    failing={"episode": {}, "head": {"age": 70, "labour": "无劳动力", "tekun": "农村特困"}},
)  # fmt: skip
episode(
    "F12", "措施有雨露计划，家里没有中高职学生", "W",
    when=measure("教育帮扶", "雨露计划") & none("family", is_("school_state", *_VOCATIONAL)), at="measures",
    do="核对在校生状况；已毕业的写明享受的学年。", also={"5_15_012": None, "5_15_011": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("教育帮扶", "雨露计划")], "child": {"age": 17, "school_state": "中职二年级"}},
    failing={"episode": {}, "measure": [("教育帮扶", "雨露计划")]},
)  # fmt: skip
episode(
    "F12b", "义务教育保障里写了补助，家里没有中小学和中高职学生", "W",
    when=measure("义务教育保障", "补助") & none("family", is_("school_state", *_VOCATIONAL)), at="measures",
    do="职业教育的补助登记在“教育帮扶”（雨露计划），核对享受的学生。", also={"5_15_011": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("义务教育保障", "补助")], "child": {"age": 17, "school_state": "中职二年级"}},
    failing={"episode": {}, "measure": [("义务教育保障", "补助")]},
)  # fmt: skip
episode(
    "F13", "有中高职学生，措施没有雨露计划", "W",
    when=some("family", is_("school_state", *_VOCATIONAL)) & ~measure("教育帮扶", "雨露计划")
    & months("recognised_on", least=P("yulu.wait_months")), at="measures", shows=("recognised_on",),
    do="符合条件的帮助申报雨露计划，享受后登记。", also={"1111_2": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("教育帮扶", "雨露计划")], "child": {"age": 17, "school_state": "中职二年级"}},
    failing={"episode": {}, "child": {"age": 17, "school_state": "中职二年级"}},
)  # fmt: skip
_subsidy = measure("健康帮扶", "参加城乡居民基本医疗保险个人缴费补贴")
episode(
    "F14", "集中缴费期内识别的户，没有医保缴费补贴措施", "W",
    when=_open & in_season("recognised_on", P("insurance.pay_from"), P("insurance.pay_to")) & ~_subsidy,
    at="measures", shows=("recognised_on",), do="落实参保缴费补贴并登记。", also={"1111_06": None}, basis=BASIS,
    passing={"episode": {"recognised_on": "2025-11"}, "measure": [("健康帮扶",
        "参加城乡居民基本医疗保险个人缴费补贴")]},
    failing={"episode": {"recognised_on": "2025-11"}, "measure": [("产业帮扶", "养殖")]},
)  # fmt: skip
episode(
    "F15", "集中缴费期后识别的户，登记了医保缴费补贴", "W",
    when=_open & in_season("recognised_on", P("insurance.pay_from"), P("insurance.pay_to"), after=True) & _subsidy,
    at="measures", shows=("recognised_on",), do="这一年度还不能享受补贴，核对措施。",
    also={"1111_09": None, "1111_13": None}, basis=BASIS,
    passing={"episode": {"recognised_on": "2026-04"}, "measure": [("产业帮扶", "养殖")]},
    failing={"episode": {"recognised_on": "2026-04"}, "measure": [("健康帮扶",
        "参加城乡居民基本医疗保险个人缴费补贴")]},
)  # fmt: skip
episode(
    "L25", "有就业帮扶，家里有丧失劳动力的人", "W",
    when=helped_by("就业帮扶") & some("family", is_("labour", "丧失劳动力")), at="measures",
    do="就业帮扶要落到能劳动的人：核对劳动技能和措施。", also={"5_15_007": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("就业帮扶", "劳务输出")], "work": {"scope": "省外", "county": "渝北区"}},
    failing={"episode": {}, "measure": [("就业帮扶", "劳务输出")], "spouse": None,
             "head": {"labour": "丧失劳动力", "health": "患有大病"}},
)  # fmt: skip
