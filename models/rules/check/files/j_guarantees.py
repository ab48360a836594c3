"""三保障和饮水安全的排查和农户、成员登记的对得上 (domain.md §7)."""

from models.rules.check.conditions import blank, filled, is_, no, positive, within, yes
from models.rules.check.populations import helped
from models.rules.check.related import none, some
from models.rules.check.rule import household

BASIS = "三保障和饮水安全"
_failed = is_("result", "不达标") & blank("handled_on")
_sound = is_("result", "达标")
_school, _medical = is_("dimension", "义务教育"), is_("dimension", "基本医疗")
_house, _water = is_("dimension", "住房安全"), is_("dimension", "饮水安全")

household(
    "G01", "最近一次排查住房不达标，农户却不是危房户", "R",
    when=no("unsafe_house") & some("checks", _house & _failed), at="unsafe_house",
    do="以最近一次鉴定为准：仍是危房的改登记并整治；已经整治的在排查里填整改完成日期。", owner="township", basis=BASIS,
    passing={"checks": [{"dimension": "住房安全", "result": "达标", "grade": "A"}]},
    failing={"checks": [{"dimension": "住房安全", "result": "不达标", "grade": "C"}]},
)  # fmt: skip
household(
    "G02", "最近一次排查住房达标，农户仍登记为危房户", "W",
    when=yes("unsafe_house") & some("checks", _house & _sound), at="unsafe_house",
    do="已经整治验收的，把农户的“是否危房户”改为“否”。", basis=BASIS,
    passing={"household": {"unsafe_house": "是"}, "checks": [{"dimension": "住房安全", "result": "不达标",
        "grade": "C"}]},
    failing={"household": {"unsafe_house": "是"}, "checks": [{"dimension": "住房安全", "result": "达标",
        "grade": "A"}]},
)  # fmt: skip
household(
    "G03", "最近一次排查饮水不达标，农户却登记已解决安全饮用水", "R",
    when=yes("safe_water") & some("checks", _water & _failed), at="safe_water",
    do="核实水量、水质、方便程度和保证率：没有解决的改登记并处置；已解决的在排查里填整改完成日期。",
    owner="township", basis=BASIS,
    passing={"checks": [{"dimension": "饮水安全", "result": "达标"}]},
    failing={"checks": [{"dimension": "饮水安全", "result": "不达标"}]},
)  # fmt: skip
household(
    "G04", "最近一次排查饮水达标，农户仍登记没有解决安全饮用水", "W",
    when=no("safe_water") & some("checks", _water & _sound), at="safe_water",
    do="已经解决的，把农户的“是否解决安全饮用水”改为“是”。", basis=BASIS,
    passing={"household": {"safe_water": "否"}, "checks": [{"dimension": "饮水安全", "result": "不达标"}]},
    failing={"household": {"safe_water": "否"}, "checks": [{"dimension": "饮水安全", "result": "达标"}]},
)  # fmt: skip
household(
    "G05", "最近一次排查有失学辍学，成员里没有登记原因", "R",
    when=some("checks", _school & yes("dropout") & blank("handled_on")) & none("family", filled("dropout_reason")),
    at="head", do="在这名学生的“失学或辍学原因”里填原因，落实控辍保学。", owner="township", basis=BASIS,
    passing={"checks": [{"dimension": "义务教育", "result": "不达标", "dropout": "是"}],
             "child": {"school_state": None, "dropout_reason": "厌学"}},
    failing={"checks": [{"dimension": "义务教育", "result": "不达标", "dropout": "是"}]},
)  # fmt: skip
household(
    "G06", "最近一次排查没有人漏参医保，成员里却有人没有参加", "W",
    who=helped,
    when=some("checks", _medical & within("uninsured", least=0, most=0))
    & some("family", no("med_resident") & no("med_worker")), at="head",
    do="核对参保系统：漏参的动员参保，已参保的改成员的登记。", basis=BASIS,
    passing={"checks": [{"dimension": "基本医疗", "result": "达标", "uninsured": "0"}]},
    failing={"checks": [{"dimension": "基本医疗", "result": "达标", "uninsured": "0"}],
             "head": {"med_resident": "否", "med_worker": "否"}},
)  # fmt: skip
household(
    "G07", "最近一次排查有人漏参医保，成员里却都已参加", "W",
    when=some("checks", _medical & positive("uninsured") & blank("handled_on", "uninsured_reason"))
    & none("family", ~yes("med_resident") & ~yes("med_worker")), at="head",
    do="已经补参的，在排查里填整改完成日期。", basis=BASIS,
    passing={"checks": [{"dimension": "基本医疗", "result": "不达标", "uninsured": "1"}],
             "head": {"med_resident": "否", "med_worker": "否"}},
    failing={"checks": [{"dimension": "基本医疗", "result": "不达标", "uninsured": "1"}]},
)  # fmt: skip
household(
    "G08", "危房级别和是否危房户对不上", "W",
    when=yes("unsafe_house") & blank("unsafe_grade") | no("unsafe_house") & filled("unsafe_grade"), at="unsafe_grade",
    do="危房填 C 级或 D 级，不是危房的清空。", basis=BASIS,
    passing={}, failing={"household": {"unsafe_grade": "C级"}},
)  # fmt: skip
household(
    "G09", "没有卫生厕所，却填了能正常使用", "W", when=no("toilet") & yes("toilet_usable"), at="toilet_usable",
    do="核对两项，没有卫生厕所的清空后一项。", basis=BASIS,
    passing={}, failing={"household": {"toilet": "否", "toilet_usable": "是"}},
)  # fmt: skip
