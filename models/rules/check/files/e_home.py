"""生活条件、土地、未纳入监测的疑点 (domain.md §17.3 H01–H05, H11; §7)."""

from models.rules.check.conditions import Condition, P, blank, differ, filled, no, same, unreadable, within, yes
from models.rules.check.helping import negative
from models.rules.check.populations import helped, monitored, poor
from models.rules.check.related import none, some
from models.rules.check.rule import household

BASIS = "农户信息核查：生活条件和土地"
_MU = 100
_BLANKS = (
    ("H01a", "arable_mu", "耕地面积", {"3_02_004": poor, "5_14_015": monitored}),
    ("H01b", "forest_mu", "林地面积", {"3_02_005": poor, "5_14_016": monitored}),
    ("H01c", "conversion_mu", "退耕还林面积", {"5_14_017": monitored}),
    ("H01d", "orchard_mu", "林果面积", {"3_02_005": poor, "5_14_018": monitored}),
    ("H01e", "grass_mu", "牧草地面积", {"3_02_006": poor, "5_14_019": monitored}),
    ("H01f", "water_mu", "水面面积", {"5_14_020": monitored}),
)
for _id, _field, _label, _theirs in _BLANKS:
    household(
        _id, f"{_label}没有填", "E", who=helped, when=blank(_field),
        do="按确权面积或实际面积填，没有的填 0。", also=_theirs, basis=BASIS,
        passing={"household": {_field: "0"}}, failing={"household": {_field: None}},
    )  # fmt: skip

_LANDS = (
    ("H02a", "arable_mu", "耕地面积", "arable", {"5_14_001": poor, "5_14_008": monitored}),
    ("H02b", "forest_mu", "林地面积", "forest", {"5_14_002": poor, "5_14_009": monitored}),
    ("H02c", "conversion_mu", "退耕还林面积", "conversion", {"5_14_003": poor, "5_14_010": monitored}),
    ("H02d", "orchard_mu", "林果面积", "orchard", {"5_14_004": poor, "5_14_011": monitored}),
    ("H02e", "grass_mu", "牧草地面积", "grass", {"5_14_005": poor, "5_14_012": monitored}),
    ("H02f", "water_mu", "水面面积", "water", {"5_14_006": poor, "5_14_013": monitored}),
)
for _id, _field, _label, _kind, _theirs in _LANDS:
    household(
        _id, f"{_label}为负或太大", "W", who=helped,
        when=filled(_field) & (negative(_field) | within(_field, over=P(f"land.{_kind}_max_mu", _MU))
                               | unreadable(_field)),
        do="核对单位是否为亩；确实经营这么多的，写明后豁免。", also=_theirs, basis=BASIS,
        passing={"household": {_field: "12.5", "forest_mu": "60"}}, failing={"household": {_field: "1200",
            "forest_mu": "1200"}},
    )  # fmt: skip

household(
    "H02g", "与村主干路的距离没有填或不是数", "E", who=helped, when=blank("road_km") | unreadable("road_km"),
    at="road_km", do="填公里数，在路边的填 0。",
    also={"3_02_013": poor, "5_14_021": monitored & blank("road_km")}, basis=BASIS,
    passing={"household": {"road_km": "0"}}, failing={"household": {"road_km": None}},
)  # fmt: skip
household(
    "H02h", "离村主干路太远", "W", who=helped,
    when=within("road_km", over=P("road_km", 100)) & ~unreadable("road_km"),
    do="核对单位是否为公里；确实这么远的，写明后豁免。",
    also={"5_14_007": poor, "5_14_014": monitored}, basis=BASIS,
    passing={"household": {"road_km": "3"}}, failing={"household": {"road_km": "30"}},
)  # fmt: skip
household(
    "H03", "退耕还林面积大于林地与牧草地之和", "W", who=helped,
    when=within("conversion_mu", over="forest_mu") & (blank("grass_mu") | within("grass_mu", least=0, most=0)),
    at="conversion_mu", do="核对三项面积。", basis=BASIS,
    passing={"household": {"conversion_mu": "3", "forest_mu": "5"}},
    failing={"household": {"conversion_mu": "9", "forest_mu": "5", "grass_mu": "0"}},
)  # fmt: skip

_LIVING: tuple[tuple[str, str, str, dict[str, Condition]], ...] = (
    ("H04a", "unsafe_house", "是否危房户", {"3_02_009": poor, "5_19_006": monitored}),
    ("H04b", "safe_water", "是否解决安全饮用水", {"5_19_002": poor, "3_02_002": poor}),
    ("H04c", "toilet", "是否有卫生厕所", {"3_02_003": poor}),
    ("H04d", "road_hardened", "入户道路是否硬化", {"3_02_007": poor, "5_19_004": monitored}),
    ("H04e", "house_area", "住房面积", {"3_02_008": poor, "5_19_005": monitored}),
    ("H04f", "life_power", "是否通生活用电", {"2_02_002": poor, "5_15_002": monitored}),
    ("H04g", "tv", "是否通广播电视", {}),
    ("H04h", "road_type", "入户路类型", {}),
    ("H04i", "fuel", "主要燃料类型", {}),
)
for _id, _field, _label, _theirs in _LIVING:
    household(
        _id, f"{_label}没有填", "E", who=helped, when=blank(_field),
        do="入户核实后填写。", also=_theirs, basis=BASIS,
        passing={}, failing={"household": {_field: None}},
    )  # fmt: skip
household(
    "H04j", "没有通生活用电", "R", who=helped, when=no("life_power"),
    do="核实；确实没有通电的联系供电所，登记错的改正。", owner="township",
    also={"2_02_002": poor}, basis=BASIS,
    passing={}, failing={"household": {"life_power": "否"}},
)  # fmt: skip
household(
    "H04k", "没有卫生厕所", "W", who=helped, when=no("toilet"),
    do="核实；确实没有的列入改厕计划。", also={"3_02_003": poor}, basis=BASIS,
    passing={}, failing={"household": {"toilet": "否", "toilet_usable": None}},
)  # fmt: skip
household(
    "H05a", "住危房，没有列为监测对象", "R", who=~monitored, when=yes("unsafe_house"),
    do="核实鉴定等级：已改造的改登记；仍是 C、D 级的改造，并按程序研判是否纳入监测。", owner="township",
    also={"1_02_001": None, "1_02_007": None}, basis=BASIS,
    passing={"household": {"unsafe_house": "是"}, "episode": {"risks": "因安全住房"}, "measure": [("住房安全保障",
        "危房改造")]},
    failing={"household": {"unsafe_house": "是"}},
)  # fmt: skip
household(
    "H05b", "没有解决安全饮用水，没有列为监测对象", "R", who=~monitored, when=no("safe_water"),
    do="核实四项指标：已解决的改登记；没有解决的处置，并按程序研判是否纳入监测。", owner="township",
    also={"1_02_002": None, "1_02_007": None, "3_02_002": poor}, basis=BASIS,
    passing={"household": {"safe_water": "否"}, "episode": {"risks": "因安全饮水"}, "measure": [("饮水安全保障",
        "新建水窖")]},
    failing={"household": {"safe_water": "否"}},
)  # fmt: skip
household(
    "V01", "两张表的户类型不一致", "E", at="hh_type", shows=("hh_type",),
    when=some("survey", differ("hh_type", "^hh_type"), outside=True),
    do="以认定文件为准，在全国系统里改错的一张。", basis=BASIS,
    passing={"survey": {"hh_type": "脱贫户"}}, failing={"survey": {"hh_type": "一般农户"}},
)  # fmt: skip
household(
    "V02", "两张表的行政村不一致", "E", at="village",
    when=some("survey", differ("place", "^village.name"), outside=True),
    do="核对这一户在哪个村，在全国系统里改错的一张。", basis=BASIS,
    passing={"survey": {"place": "=village"}}, failing={"survey": {"place": "另一村"}},
)  # fmt: skip
household(
    "V03", "乡村建设户信息里的户主不在家庭成员中", "E", at="head",
    when=some("survey", filled("head_id_no") & none("family", same("id_no", "^head_id_no"), outside=True)),
    do="核对户主证件号码，在全国系统里改。", basis=BASIS,
    passing={"survey": {"head_id_no": "=head"}}, failing={"survey": {"head_id_no": "500297198001010019"}},
)  # fmt: skip
household(
    "V04", "家庭人口数和家庭成员的人数不一致", "W", who=helped, when=differ("members_year", "members_now"),
    at="members_now", do="核对增减人口：漏登的补登，已减少的办自然减少。", basis=BASIS,
    passing={"household": {"members_year": "3"}}, failing={"household": {"members_year": "6"}},
)  # fmt: skip
