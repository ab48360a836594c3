"""Whom rules are meant for, said once: 脱贫户, 监测对象, whether the risk is gone; and what several rules ask."""

from models.rules.check.conditions import P, has, is_, yes
from models.rules.check.frame import HOME, RELATED
from models.rules.check.related import Some, some
from models.rules.check.times import age

RELATED.setdefault("home", ("household", HOME))

poor = some("home", is_("hh_type", "脱贫户", "脱贫不享受政策户"))
"""脱贫户, with and without policies."""
monitored = Some("episode", None)
"""监测对象, whether the risk is gone or not."""
watched = some("episode", ~yes("eliminated"))
"""监测对象 whose risk is not gone."""
relieved = some("episode", yes("eliminated"))
"""监测对象 whose risk is gone."""
helped = poor | monitored
"""脱贫户 or 监测对象: whose papers inspectors look at."""

WEAK, LOST, ABLE = "弱劳动力或半劳动力", ("丧失劳动力", "无劳动力"), ("普通劳动力", "技能劳动力")
working_age = age(least=P("work.min_age"), under=P("work.max_age"))
no_labour = is_("labour", *LOST)
able = is_("labour", *ABLE)
disabled = has("health", "残疾")
