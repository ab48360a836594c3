"""监测对象：识别、消除、消除后 (domain.md §3, §17.4)."""

from models.ledgers.monitoring.elimination import AFTER
from models.rules.check.conditions import P, any_blank, blank, filled, has, is_, no, within, yes
from models.rules.check.helping import below_line, helped_by, measure, nil
from models.rules.check.populations import named, no_labour
from models.rules.check.related import every, none, some
from models.rules.check.rule import episode
from models.rules.check.times import coming, months, since
from models.rules.check.trade import earlier

BASIS = "监测帮扶工作要求"
FEN = 100
_gone = yes("eliminated")
_open = ~yes("eliminated")

episode(
    "M01", "监测对象没有登记任何风险", "E", when=blank("risks"),
    do="按认定时的材料补填致贫返贫风险，第一项是主要风险。", also={"1_11_001": named}, basis=BASIS,
    passing={"episode": {}}, failing={"episode": {"risks": None}},
)  # fmt: skip
episode(
    "M01e", "监测对象类别没有填", "E", when=blank("category"), at="category",
    do="按县级审定的类别补填。", basis=BASIS,
    passing={"episode": {}}, failing={"episode": {"category": None}},
)  # fmt: skip
episode(
    "M01b", "识别监测时间没有填", "E", when=blank("recognised_on"),
    do="按县级审定的日期补填。", basis=BASIS,
    passing={"episode": {}}, failing={"episode": {"recognised_on": None}},
)  # fmt: skip
episode(
    "M01c", "识别监测时间在将来", "E", when=coming("recognised_on"),
    do="核对县级审定的日期。", basis=BASIS,
    passing={"episode": {}}, failing={"episode": {"recognised_on": "2031-01"}},
)  # fmt: skip
episode(
    "M01d", "识别时的四个问题没有填全", "W",
    when=any_blank("ident_dropout", "ident_house", "ident_water", "ident_insured") & filled("ident_income_pc"),
    at="ident_dropout", do="按识别时的采集表补填。", basis=BASIS,
    passing={"episode": {}}, failing={"episode": {"ident_income_pc": "6000", "ident_house": None}},
)  # fmt: skip
episode(
    "M02", "风险选了“其他”，没有写备注", "E", when=has("risks", "其他") & blank("other_remark"),
    at="other_remark", do="写明是什么风险；能归入别的风险的改选。",
    also={"2_11_004": None}, basis=BASIS,
    passing={"episode": {"risks": "其他", "other_remark": "突发火灾"}}, failing={"episode": {"risks": "其他"}},
)  # fmt: skip
episode(
    "M02b", "风险是因自然灾害，没有填灾害子项", "E", when=has("risks", "因自然灾害") & blank("disaster_sub"),
    at="disaster_sub", do="按灾情补选子项。", also={"2_11_005": None}, basis=BASIS,
    passing={"episode": {"risks": "因自然灾害", "disaster_sub": "旱灾"}}, failing={"episode": {"risks": "因自然灾害"}},
)  # fmt: skip
episode(
    "M03", "识别满一个月仍没有帮扶措施", "R",
    when=_open & ~helped_by() & months("recognised_on", over=P("limit.no_measure_months")), at="measures",
    shows=("recognised_on",),
    do="制定并落实针对风险的措施，登记在帮扶措施台账。", owner="township",
    also={"1_11_010": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("就业帮扶", "劳务输出")]}, failing={"episode": {}, "measure": []},
)  # fmt: skip
episode(
    "M04", "从识别到消除不足规定的月数", "R",
    when=_gone & since("eliminated_on", P("elim.since_month"))
    & months("recognised_on", "eliminated_on", under=P("elim.min_months")) & blank("elim_note"), at="eliminated_on",
    do="核对识别和消除的时间；确实提前消除的写明依据。", owner="township",
    also={"2_11_002": None}, basis=BASIS,
    passing={"episode": {"eliminated": "是", "recognised_on": "2024-01", "eliminated_on": "2025-03"}},
    failing={"episode": {"eliminated": "是", "recognised_on": "2025-01", "eliminated_on": "2025-03"}},
)  # fmt: skip
episode(
    "M05", "识别当月或次月就消除风险", "R",
    when=_gone & is_("elim_way", "帮扶消除")
    & months("recognised_on", "eliminated_on", most=P("elim.soon_months")), at="eliminated_on",
    do="帮扶消除需要时间：核对识别和消除的时间，写明情况。", owner="township",
    also={"5_18_009": None, "2_11_002": None}, basis=BASIS,
    passing={"episode": {"eliminated": "是", "recognised_on": "2024-01", "eliminated_on": "2025-03"}},
    failing={"episode": {"eliminated": "是", "recognised_on": "2025-02", "eliminated_on": "2025-03"}},
)  # fmt: skip
episode(
    "M05b", "消除监测时间早于识别监测时间", "E", when=earlier("eliminated_on", "recognised_on"), at="eliminated_on",
    do="核对两个时间。", also={"5_18_009": None, "2_11_002": None}, basis=BASIS,
    passing={"episode": {"eliminated": "是", "recognised_on": "2024-01", "eliminated_on": "2025-03"}},
    failing={"episode": {"eliminated": "是", "recognised_on": "2025-03", "eliminated_on": "2024-01"}},
)  # fmt: skip
episode(
    "M05c", "风险已消除，消除时间或消除方式没有填", "E", when=_gone & any_blank("eliminated_on", "elim_way"),
    at="eliminated_on", do="按审定结果补填。", basis=BASIS,
    passing={"episode": {"eliminated": "是"}}, failing={"episode": {"eliminated": "是", "elim_way": None}},
)  # fmt: skip
episode(
    "M06", "按帮扶方式消除了风险，却没有任何帮扶措施", "E",
    when=_gone & is_("elim_way", "帮扶消除") & ~helped_by(), at="measures",
    do="补登实际落实的措施；没有帮扶的，消除方式改为“自然消除”。", owner="township",
    also={"1_11_009": None}, basis=BASIS,
    passing={"episode": {"eliminated": "是"}, "measure": [("就业帮扶", "劳务输出")]},
    failing={"episode": {"eliminated": "是"}, "measure": []},
)  # fmt: skip
episode(
    "M07", "消除风险后的收入和保障情况没有填全", "E", when=_gone & any_blank(*AFTER), at="elim_income_pc",
    shows=("eliminated_on",), do="按消除时入户核查的结果补齐 13 项。", also={"1_11_004": named}, basis=BASIS,
    passing={"episode": {"eliminated": "是"}}, failing={"episode": {"eliminated": "是", "elim_wage": None}},
)  # fmt: skip
episode(
    "M07b", "风险已消除，信息采集人或电话没有填", "E", when=_gone & any_blank("collector", "collector_phone"),
    at="collector", do="补填信息采集人和电话。", also={"1_11_011": None}, basis=BASIS,
    passing={"episode": {"eliminated": "是"}}, failing={"episode": {"eliminated": "是", "collector_phone": None}},
)  # fmt: skip
_STILL = (
    ("M08a", "elim_dropout", "有人失学辍学", "1_11_005"), ("M08b", "elim_house", "住房损毁", "1_02_008"),
    ("M08c", "elim_water", "饮水设施损毁", "1_02_009"), ("M08d", "elim_insured", "有成员没有参保", "1_11_008"),
)  # fmt: skip
for _id, _field, _label, _theirs in _STILL:
    episode(
        _id, f"风险已消除，消除后{_label}", "R", when=_gone & yes(_field),
        do="核实：已解决的改登记；没有解决的立即解决，必要时重新纳入监测。", owner="township",
        also={_theirs: named}, basis=BASIS,
        passing={"episode": {"eliminated": "是"}}, failing={"episode": {"eliminated": "是", _field: "是"}},
    )  # fmt: skip
episode(
    "M08e", "风险已消除，仍登记为危房户", "R", when=_gone & some("home", yes("unsafe_house")), at="elim_house",
    shows=("eliminated_on",), do="已改造的改登记；没有改造的立即解决。", owner="township",
    also={"1_11_006": named, "5_19_006": named}, basis=BASIS,
    passing={"episode": {"eliminated": "是"}},
    failing={"episode": {"eliminated": "是"}, "household": {"unsafe_house": "是"}},
)  # fmt: skip
episode(
    "M08f", "风险已消除，仍登记为饮水不安全", "R", when=_gone & some("home", no("safe_water")), at="elim_water",
    shows=("eliminated_on",), do="已解决的改登记；没有解决的立即解决。", owner="township",
    also={"1_11_007": named}, basis=BASIS,
    passing={"episode": {"eliminated": "是"}},
    failing={"episode": {"eliminated": "是"}, "household": {"safe_water": "否"}},
)  # fmt: skip
episode(
    "M08g", "风险已消除，有成员两种医保都没有参加", "R",
    when=_gone & some("family", (no("med_resident") | blank("med_resident")) & (no("med_worker")
        | blank("med_worker"))),
    at="elim_insured", shows=("eliminated_on",), do="核对参保系统，没有参保的动员参保。", owner="township",
    also={"1_11_008": None}, basis=BASIS,
    passing={"episode": {"eliminated": "是"}},
    failing={"episode": {"eliminated": "是"}, "head": {"med_resident": "否", "med_worker": "否"}},
)  # fmt: skip
episode(
    "M08h", "风险已消除，有成员两种医保重复参加", "E",
    when=_gone & some("family", yes("med_resident") & yes("med_worker")),
    at="elim_insured", shows=("eliminated_on",), do="核对参保系统，只留一种。",
    also={"1_11_008": None}, basis=BASIS,
    passing={"episode": {"eliminated": "是"}},
    failing={"episode": {"eliminated": "是"}, "head": {"med_resident": "是", "med_worker": "是"}},
)  # fmt: skip
episode(
    "M09", "帮扶消除风险，人均纯收入低于当年监测线", "R",
    when=_gone & is_("elim_way", "帮扶消除")
    & (below_line("elim_income_pc", "eliminated_on")
       | blank("elim_income_pc") & some("income", below_line("net_pc", "year"))), at="elim_income_pc",
    do="重新核算消除时的收入；确实低于监测线的不能消除。", owner="township",
    also={"4_11_010": None}, basis=BASIS,
    passing={"episode": {"eliminated": "是", "elim_income_pc": "12000"}, "line": 8800},
    failing={"episode": {"eliminated": "是", "elim_income_pc": "5000"}, "line": 8800},
)  # fmt: skip
episode(
    "M09b", "帮扶消除风险，人均纯收入低于核查参考线", "W",
    when=_gone & is_("elim_way", "帮扶消除")
    & (within("elim_income_pc", under=P("income.reference_line_yuan", FEN))
       | some("income", within("net_pc", under=P("income.reference_line_yuan", FEN)))), at="elim_income_pc",
    do="核对消除时的收入和当年监测线。", owner="township",
    also={"4_11_010": None}, basis=BASIS,
    passing={"episode": {"eliminated": "是", "elim_income_pc": "12000"}},
    failing={"episode": {"eliminated": "是", "elim_income_pc": "5000"}},
)  # fmt: skip
episode(
    "M10", "整户没有劳动力，风险却已消除", "R", when=_gone & every("family", no_labour), at="eliminated",
    shows=("eliminated_on",), do="整户无劳动力的原则上不消除，核对劳动技能或写明兜底情况。", owner="township",
    also={"4_11_011": None}, basis=BASIS,
    passing={"episode": {"eliminated": "是"}},
    failing={"episode": {"eliminated": "是"}, "head": {"age": 70, "labour": "无劳动力", "dibao": "农村低保"},
        "spouse": None, "child": None},
)  # fmt: skip
episode(
    "M11a", "享受就业或公益岗帮扶，消除后工资性收入为零", "W",
    when=_gone & helped_by("就业帮扶", "公益岗位帮扶") & nil("elim_wage"), at="elim_wage",
    do="核对措施是否落实、收入是否漏算。", also={"4_11_012": None}, basis=BASIS,
    passing={"episode": {"eliminated": "是", "elim_wage": "20000"}},
    failing={"episode": {"eliminated": "是", "elim_wage": "0"}, "measure": [("就业帮扶", "劳务输出")]},
)  # fmt: skip
episode(
    "M11b", "享受低保、特困或残疾人补贴，消除后转移性收入为零", "W",
    when=_gone & measure("综合保障", "低保", "特困供养", "残疾人补贴") & nil("elim_transfer"), at="elim_transfer",
    do="核对措施是否落实、收入是否漏算。", also={"4_11_013": None}, basis=BASIS,
    passing={"episode": {"eliminated": "是", "elim_transfer": "3600"}},
    failing={"episode": {"eliminated": "是", "elim_transfer": "0"}, "measure": [("综合保障", "低保")]},
)  # fmt: skip
episode(
    "M11c", "享受产业帮扶，生产经营性收入为零", "W",
    when=_gone & helped_by("产业帮扶") & (nil("elim_business") | some("income", nil("business"))), at="elim_business",
    do="核对措施是否落实、收入是否漏算。", also={"5_11_013": None}, basis=BASIS,
    passing={"episode": {"eliminated": "是", "elim_business": "3000"}},
    failing={"episode": {"eliminated": "是", "elim_business": "0"}, "measure": [("产业帮扶", "养殖")]},
)  # fmt: skip
_able_home = some("family", is_("labour", "普通劳动力", "技能劳动力", "弱劳动力或半劳动力"))
_strong_home = some("family", is_("labour", "普通劳动力", "技能劳动力"))
_DEVELOPMENT = ("产业帮扶", "就业帮扶", "金融帮扶", "公益岗位帮扶")
episode(
    "M12a", "有劳动力，没有开发式帮扶措施", "R",
    when=_open & _able_home & ~helped_by(*_DEVELOPMENT) & ~is_("dev_measure_state", "是")
    & (blank("recognised_on") | months("recognised_on", least=P("limit.no_development_months"))),
        at="dev_measure_state",
    do="有劳动力的户要有产业、就业、金融或公益岗位的帮扶措施：安排并登记；不能安排的写明原因。", owner="township",
    also={"5_12_007": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("就业帮扶", "劳务输出")]},
    failing={"episode": {"dev_measure_state": None}, "measure": [("健康帮扶", "医疗救助")]},
)  # fmt: skip
episode(
    "M12d", "有劳动力，还没有安排开发式帮扶措施", "W",
    when=_open & _able_home & ~helped_by(*_DEVELOPMENT) & ~is_("dev_measure_state", "是")
    & months("recognised_on", under=P("limit.no_development_months")), at="dev_measure_state",
    shows=("recognised_on",),
    do="识别后尽快安排产业、就业、金融或公益岗位的帮扶措施，登记后改实施情况。", also={"5_12_007": None},
    basis=BASIS,
    passing={"episode": {"recognised_on": "2026-04"}, "measure": [("就业帮扶", "劳务输出")]},
    failing={"episode": {"recognised_on": "2026-04", "dev_measure_state": "尚未实施"},
             "measure": [("健康帮扶", "医疗救助")]},
)  # fmt: skip
episode(
    "M12b", "已有开发式措施，却填尚未实施或没有填", "R",
    when=_open & _able_home & helped_by(*_DEVELOPMENT) & (blank("dev_measure_state") | is_("dev_measure_state",
        "尚未实施")),
    at="dev_measure_state", do="措施已实施的改为“是”；没有实施的尽快落实。", owner="township",
    also={"5_11_030": None}, basis=BASIS,
    passing={"episode": {"dev_measure_state": "是"}, "measure": [("就业帮扶", "劳务输出")]},
    failing={"episode": {"dev_measure_state": "尚未实施"}, "measure": [("就业帮扶", "劳务输出")]},
)  # fmt: skip
_OTHERS = ("产业帮扶", "就业帮扶", "金融帮扶", "公益岗位帮扶", "健康帮扶", "义务教育保障", "教育帮扶", "住房安全保障",
           "饮水安全保障", "社会帮扶", "搬迁", "生产生活条件改善", "基础设施建设")  # fmt: skip
episode(
    "M12c", "有劳动力，只有综合保障一类措施", "R",
    when=_open & _strong_home & helped_by("综合保障") & ~helped_by(*_OTHERS), at="measures",
    do="有劳动力的户不能只靠兜底，安排开发式帮扶措施。", owner="township",
    also={"5_11_032": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("综合保障", "低保"), ("就业帮扶", "劳务输出")]},
    failing={"episode": {}, "measure": [("综合保障", "低保")], "head": {"dibao": "农村低保"}},
)  # fmt: skip
episode(
    "M13", "整户没有劳动力，享受低保或特困，没有标为兜底保障户", "W",
    when=_open & every("family", no_labour) & ~yes("no_labour_backstop")
    & some("family", is_("dibao", "农村低保", "城市低保") | is_("tekun", "农村特困", "城市特困")),
        at="no_labour_backstop",
    do="在全国系统标为“整户无劳动能力兜底保障户”。",
    also={"5_11_033": None}, basis=BASIS,
    passing={"episode": {"no_labour_backstop": "是"}, "head": {"age": 70, "labour": "无劳动力", "dibao": "农村低保"},
        "spouse": None, "child": None},
    failing={"episode": {}, "head": {"age": 70, "labour": "无劳动力", "dibao": "农村低保"}, "spouse": None,
        "child": None},
)  # fmt: skip
episode(
    "M13b", "整户没有劳动力，没有标为兜底保障户", "W",
    when=_open & every("family", no_labour) & ~yes("no_labour_backstop")
    & none("family", is_("dibao", "农村低保", "城市低保") | is_("tekun", "农村特困", "城市特困")),
        at="no_labour_backstop",
    do="先帮助申请低保或特困供养，再标为“整户无劳动能力兜底保障户”。",
    also={"5_11_033": None}, basis=BASIS,
    passing={"episode": {"no_labour_backstop": "是"}, "head": {"age": 70, "labour": "无劳动力"}, "spouse": None,
        "child": None},
    failing={"episode": {}, "head": {"age": 70, "labour": "无劳动力"}, "spouse": None, "child": None},
)  # fmt: skip
episode(
    "M14", "2021年以后识别，措施里有搬迁", "E",
    when=since("recognised_on", P("monitor.no_move_since")) & helped_by("搬迁"), at="measures",
        shows=("recognised_on",),
    do="易地搬迁已经结束，核对措施类别。", also={"1111_4": None}, basis=BASIS,
    passing={"episode": {}, "measure": [("就业帮扶", "劳务输出")]}, failing={"episode": {}, "measure": [("搬迁",
        "易地搬迁")]},
)  # fmt: skip
episode(
    "M15", "近年识别的户人均纯收入偏高", "W",
    when=since("recognised_on", P("income.high_since_year"))
    & (within("ident_income_pc", over=P("income.monitored_pc_high_yuan", FEN))
       | blank("ident_income_pc") & some("income", within("net_pc", over=P("income.monitored_pc_high_yuan", FEN)))),
    at="ident_income_pc", do="核对识别时的收入和支出，写明纳入的理由。", owner="township",
    also={"1111_18": None}, basis=BASIS,
    passing={"episode": {"ident_income_pc": "6000"}}, failing={"episode": {"ident_income_pc": "26000"}},
)  # fmt: skip
_some_real = some("measure", is_("group", "产业帮扶", "就业帮扶", "金融帮扶")
                  & ~is_("content", "其他", "技能培训")
                  & ~is_("kind", "其他产业帮扶", "其他就业帮扶", "其他金融帮扶", "技能培训"))  # fmt: skip
episode(
    "M16", "开发式帮扶只有“其他”或技能培训", "W",
    when=is_("dev_measure_state", "是") & helped_by("产业帮扶", "就业帮扶", "金融帮扶") & some("measure")
    & ~_some_real & ~helped_by("公益岗位帮扶"), at="dev_measure_state",
    do="写明具体的产业、就业或金融措施。", also={"5_12_011": None}, basis=BASIS,
    passing={"episode": {"dev_measure_state": "是"}, "measure": [("产业帮扶", "养殖")]},
    failing={"episode": {"dev_measure_state": "是"}, "measure": [("产业帮扶", "其他")]},
)  # fmt: skip
