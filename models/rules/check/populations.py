"""Whom rules are meant for, said once: 脱贫户, 监测对象, whether the risk is gone; and what several rules ask."""

from models.rules.check.conditions import P, filled, has, is_, yes
from models.rules.check.frame import HOME, RELATED
from models.rules.check.related import some
from models.rules.check.times import age, born_in_number

RELATED.setdefault("home", ("household", HOME))

poor = some("home", is_("hh_type", "脱贫户"))
"""脱贫户: whom the inspectors' rules of that name mean."""
once_poor = some("home", is_("hh_type", "脱贫户", "脱贫不享受政策户"))
"""脱贫户, with and without policies."""
named = filled("category")
"""Of an episode: its 监测对象类别 is known, without which inspectors take nobody for a 监测对象."""
monitored = some("episode", named)
"""监测对象, whether the risk is gone or not."""
watched = some("episode", named & ~yes("eliminated"))
"""监测对象 whose risk is not gone."""
helped = once_poor | monitored
"""脱贫户 or 监测对象: whose papers inspectors look at."""
aged = born_in_number()
"""A person whose number tells the birth: inspectors work out ages from nothing else."""
poor_aged, monitored_aged = poor & aged, monitored & aged

WEAK, LOST, ABLE = "弱劳动力或半劳动力", ("丧失劳动力", "无劳动力"), ("普通劳动力", "技能劳动力")
working_age = age(least=P("work.min_age"), under=P("work.max_age"))
no_labour = is_("labour", *LOST)
able = is_("labour", *ABLE)
disabled = has("health", "残疾")
