"""What contradicts itself in the sample township on purpose: the check of the records is to have something to find.

{rule: the last four digits of 户编号}; everything else in the sample is in order, and a test holds it to that.
"""

SEEDED: dict[str, tuple[str, ...]] = {
    # 在外地参保，正在核对
    "H06": ("0056", "0073", "0208"),
    # 没有卫生厕所，改厕计划用
    "H04k": ("0105", "0112", "0114", "0128", "0264"),
    # 危房，三保障排查和危房改造里看得到
    "H05a": ("0003", "0025", "0026", "0062", "0063", "0104", "0148", "0167", "0169", "0185", "0239", "0296"),
    # 一户没有解决安全饮用水
    "H05b": ("0148",),
    # 人均纯收入低于监测线，等着研判
    "H11": ("0021", "0025"),
    # 风险消除以后房屋鉴定为 C 级
    "M08e": ("0034",),
    # 纳入以后没有制定计划的那一户
    "M12a": ("0153",),
    # 有一、二级残疾人，还没有申请残疾人补贴
    "R25": ("0007",),
    # 同一户
    "F10": ("0153",),
    # 同一户
    "F14": ("0153",),
}
