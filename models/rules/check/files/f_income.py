"""家庭收入 (domain.md §6.5, §17.3 H10–H11)."""

from models.rules.check.conditions import P, blank, filled, is_, positive, within, yes, zero
from models.rules.check.helping import NoLine, below_line
from models.rules.check.populations import helped, monitored, watched
from models.rules.check.related import none, some
from models.rules.check.rule import income
from models.rules.check.sums import drops, per_head_differs, rises, sum_differs
from models.rules.check.times import age

BASIS = "家庭收入核算"
FEN = 100

income(
    "H11", "人均纯收入低于监测线，没有列为监测对象", "R",
    who=~monitored, when=below_line("net_pc", "year"), at="net_pc",
    do="重新核算收入；确实低于监测线的，按程序研判是否纳入监测。", owner="township",
    also={"1_02_006": None}, basis=BASIS,
    passing={"income": {"net_pc": "12000"}, "line": 8800}, failing={"income": {"net_pc": "5000"}, "line": 8800},
)  # fmt: skip
income(
    "H11b", "人均纯收入低于核查参考线，没有列为监测对象（本年度监测线未设置）", "R",
    who=~monitored, when=NoLine() & within("net_pc", under=P("income.reference_line_yuan", FEN)), at="net_pc",
    do="先在“设置”里登记本年度监测线；再重新核算这一户的收入。", owner="township",
    also={"1_02_006": None}, basis=BASIS,
    passing={"income": {"net_pc": "12000"}}, failing={"income": {"net_pc": "5000"}},
)  # fmt: skip
income(
    "H10", "人均纯收入过低", "R",
    when=within("net_pc", under=P("income.floor_yuan", FEN)), at="net_pc",
    do="重新核算收入，有漏项的补上；确实这么低的，落实帮扶并写明情况。", owner="township",
    also={"3_11_010": None}, basis=BASIS,
    passing={"income": {"net_pc": "12000"}}, failing={"income": {"net_pc": "3000"}},
)  # fmt: skip
income(
    "H10d", "工资性收入少得或多得不合常理", "W",
    who=helped, when=positive("wage") & ~within("wage", least=P("income.wage_year_min_yuan", FEN),
                                                most=P("income.wage_year_max_yuan", FEN)), at="wage",
    do="核对单位是否为元、是否全年合计。", also={"5_15_0023": watched}, basis=BASIS,
    passing={"income": {"wage": "24000"}}, failing={"income": {"wage": "60"}},
)  # fmt: skip
income(
    "H10e", "有生产经营性收入，没有生产经营性支出", "W",
    who=helped, when=positive("business") & zero("cost"), at="cost",
    do="种养都有投入，补算支出。", basis=BASIS,
    passing={"income": {"business": "3000", "cost": "900"}}, failing={"income": {"business": "3000", "cost": "0"}},
)  # fmt: skip
income(
    "H10f", "有生态补偿金，没有退耕还林面积", "W",
    who=helped, when=positive("D5_1") & none("home", positive("conversion_mu")), at="D5_1",
    do="核对退耕还林补偿和退耕面积。", basis=BASIS,
    passing={"household": {"conversion_mu": "2"}, "income": {"D5_1": "300"}},
    failing={"household": {"conversion_mu": "0"}, "income": {"D5_1": "300"}},
)  # fmt: skip
_LEAST = (
    ("H10g", "D1", "计划生育金", "family_planning"), ("H10h", "D2", "低保金", "dibao"),
    ("H10i", "D3", "特困供养金", "tekun"), ("H10j", "D4", "养老保险金", "pension"),
)  # fmt: skip
for _id, _item, _label, _key in _LEAST:
    income(
        _id, f"{_label}全年少得不合常理", "W", who=helped, at=_item,
        when=positive(_item) & within(_item, under=P(f"income.{_key}_min_yuan", FEN)),
        do="核对是不是只算了一个月。", basis=BASIS,
        passing={"income": {_item: "3600"}}, failing={"income": {_item: "20"}},
    )  # fmt: skip
income(
    "H10k", "有人在公益性岗位，没有公益岗收入", "W",
    who=helped, when=some("family", filled("post_type") & positive("post_months")) & zero("A2") & zero("A3")
        & zero("A4")
    & ~zero("A1"), at="A4",
    do="把公益岗收入从务工收入里分出来填。", basis=BASIS,
    passing={"income": {"A1": "20000"}},
    failing={"head": {"post_type": "护林员", "post_months": 12}, "work": {}, "income": {"A1": "20000"}},
)  # fmt: skip
income(
    "H10l", "有人务工，没有工资性收入", "W",
    who=helped, when=some("family", positive("work_months")) & zero("wage"), at="wage",
    do="补算务工收入。", basis=BASIS,
    passing={"head": {"work_months": 6, "work_place": "重庆市渝北区"}, "income": {"wage": "24000"}},
    failing={"head": {"work_months": 6, "work_place": "重庆市渝北区"}, "income": {"wage": "0"}},
)  # fmt: skip
income(
    "H10m", "有人享受低保，没有低保金", "W",
    who=helped, when=some("family", is_("dibao", "农村低保", "城市低保")) & zero("D2"), at="D2",
    do="按民政发放的金额补填。", basis=BASIS,
    passing={"head": {"dibao": "农村低保"}, "income": {"D2": "3600"}},
    failing={"head": {"dibao": "农村低保"}, "income": {"D2": "0"}},
)  # fmt: skip
income(
    "H10n", "有人特困供养，没有特困供养金", "W",
    who=helped, when=some("family", is_("tekun", "农村特困", "城市特困")) & zero("D3"), at="D3",
    do="按民政发放的金额补填。", basis=BASIS,
    passing={"head": {"age": 70, "labour": "无劳动力", "tekun": "农村特困"}, "income": {"D3": "9000"}},
    failing={"head": {"age": 70, "labour": "无劳动力", "tekun": "农村特困"}, "income": {"D3": "0"}},
)  # fmt: skip
income(
    "H10t", "有60岁以上参加养老保险的人，没有养老金", "W",
    when=some("family", yes("pension_resident") & age(least=P("income.pension_age"), day=P("income.age_day")))
    & zero("D4"), at="D4",
    do="按发放的养老金补填；还没有领取的核对参保。", basis=BASIS,
    passing={"head": {"age": 70, "labour": "无劳动力"}, "income": {"D4": "1680"}},
    failing={"head": {"age": 70, "labour": "无劳动力"}, "income": {"D4": "0"}},
)  # fmt: skip
income(
    "H10o", "人均纯收入没有填", "E",
    who=helped, when=blank("net_pc"), do="补填，或补齐收入明细和人口由程序算出。", basis=BASIS,
    passing={"income": {}}, failing={"income": {"net_pc": None}},
)  # fmt: skip
income(
    "H10p", "家庭纯收入不等于各项之和", "E",
    who=helped, when=sum_differs("net", ("wage", "business", "property", "transfer"), ("cost",),
                                 P("income.pc_tolerance_yuan", FEN)), at="net", shows=("net", "total", "cost"),
    do="家庭纯收入＝工资性＋经营性＋财产性＋转移性－经营性支出，重新算。", basis=BASIS,
    passing={"income": {"wage": "30000", "business": "0", "property": "0", "transfer": "0", "cost": "0",
        "net": "30000"}},
    failing={"income": {"wage": "30000", "business": "0", "property": "0", "transfer": "0", "cost": "0",
        "net": "36000"}},
)  # fmt: skip
income(
    "H10q", "人均纯收入不等于家庭纯收入除以人口", "E",
    who=helped, when=per_head_differs("net_pc", "net", "persons", P("income.pc_tolerance_yuan", FEN)), at="net_pc",
    do="核对年度家庭人口数和家庭纯收入，重新算。", basis=BASIS,
    passing={"income": {"net": "36000", "persons": "3", "net_pc": "12000"}},
    failing={"income": {"net": "36000", "persons": "3", "net_pc": "18000"}},
)  # fmt: skip
income(
    "H10r", "人均纯收入比上年降得多", "W",
    who=helped, when=drops("net_pc", P("income.pc_drop_percent")), at="net_pc",
    do="查明原因：收入确实下降的，研判风险；漏算的补上。", basis=BASIS,
    passing={"income": {"net_pc": "12000"}, "last_income": {"net_pc": "11500"}},
    failing={"income": {"net_pc": "12000"}, "last_income": {"net_pc": "16000"}},
)  # fmt: skip
income(
    "H10s", "人均纯收入比上年增得多", "W",
    who=helped, when=rises("net_pc", P("income.pc_rise_percent")), at="net_pc",
    do="核对两年的收入明细，有算错的改正。", basis=BASIS,
    passing={"income": {"net_pc": "12000"}, "last_income": {"net_pc": "11500"}},
    failing={"income": {"net_pc": "22000"}, "last_income": {"net_pc": "11500"}},
)  # fmt: skip
