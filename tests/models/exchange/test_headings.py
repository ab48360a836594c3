"""Tables of every ledger under the headings of counties: the columns right, and none wrong and sure."""

import datetime
import json
import random
from pathlib import Path

import pytest

from models import codes
from models.exchange.match import choose
from models.exchange.read import Sheet
from models.exchange.recognise import tables_of
from models.exchange.targets import targets
from models.exchange.vocabulary import ledger_name, name_there, type_of, words_for
from models.kinds import Choice
from models.ledger import ledgers
from models.sample_data import bank_card, id_number, mobile

WORDS = json.loads((Path(codes.__file__).parent / "vocabulary.json").read_text("utf-8"))["words"]
WHO = ("region.village", "region.group", "household.head", "household.head_id_no")
PLACES = ("region.village",)
# Table of a ledger → (its title, columns that are always there, columns some of which are there).
TABLES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "household": ("脱贫户信息台账", (*WHO, "household.members_now"), ("region.township", "household.", "helper.")),
    "member": (
        "家庭成员花名册",
        ("region.village", "household.head", "member.name", "member.id_no", "member.relation"),
        ("region.group", "household.hh_no", "member."),
    ),
    "episode": (
        "监测对象台账",
        (*WHO, "episode.category", "episode.recognised_ym", "episode.risks"),
        ("episode.", "household.members_now", "helper."),
    ),
    "visit": (
        "走访台账",
        ("region.village", "household.head", "visit.date", "visit.visitors", "visit.findings"),
        ("region.group", "visit."),
    ),
    "income_sheet": (
        "脱贫户2024年度家庭收入情况表",
        ("region.village", "household.head", "income_sheet.net"),
        ("household.head_id_no", "income_sheet."),
    ),
    "project": ("项目库台账", ("project.name", "project.places", "project.budget_total"), ("project.",)),
    "fund_line": ("项目资金下达台账", ("project.name", "fund_line.source", "fund_line.amount"), ("fund_line.",)),
    "payment": ("项目资金支付台账", ("project.name", "payment.date", "payment.amount", "payment.payee"), ("payment.",)),
    "sale": ("消费帮扶台账", ("sale.date", "sale.buyer", "sale.product", "sale.amount"), ("region.village", "sale.")),
    "ce_entry": ("村集体经济收入台账", ("region.village", "ce_entry.year", "ce_entry.amount"), ("ce_entry.",)),
    "team_member": (
        "驻村工作队员花名册",
        ("region.village", "team_member.name", "team_member.sending_unit"),
        ("team_member.",),
    ),
    "meeting": ("会议台账", ("meeting.date", "meeting.title"), ("region.village", "meeting.")),
    "donation": (
        "捐赠款物台账",
        ("donation.date", "donation.donor", "donation.item", "donation.value_yuan"),
        ("donation.",),
    ),
    "issue": (
        "款物发放台账",
        ("issue.date", "issue.receiver", "issue.item", "issue.qty"),
        ("region.village", "issue."),
    ),
    "point_entry": (
        "积分登记台账",
        ("region.village", "household.head", "point_entry.date", "point_entry.rule", "point_entry.points"),
        ("point_entry.",),
    ),
    "point_account": (
        "积分汇总公示表",
        ("region.village", "household.head", "point_account.plus", "point_account.balance"),
        ("region.group", "point_account."),
    ),
    "training": (
        "技能培训台账",
        ("training.title", "training.start", "training.headcount"),
        ("region.village", "training."),
    ),
    "post": (
        "公益性岗位台账",
        ("region.village", "member.name", "member.id_no", "post.kind"),
        ("post.", "member.phone"),
    ),
    "loan": ("小额信贷台账", ("region.village", "loan.borrower", "loan.amount", "loan.start"), ("loan.",)),
    "match": ("对接协调事项台账", ("match.title", "match.unit"), ("match.",)),
    "loan_support": ("银行支持台账", ("loan_support.bank", "loan_support.borrower", "loan_support.amount"), ()),
    "dispute": (
        "矛盾纠纷调处台账",
        ("region.village", "dispute.date", "dispute.kind", "dispute.result"),
        ("dispute.",),
    ),
    "branch_star": (
        "星级支部评定表",
        ("branch_star.branch", "branch_star.year", "branch_star.stars"),
        ("branch_star.",),
    ),
    "media": ("媒体报道台账", ("media.date", "media.title", "media.outlet"), ("media.",)),
    "bulletin": ("工作简报台账", ("bulletin.no", "bulletin.date", "bulletin.title"), ()),
    "activity": ("活动台账", ("activity.date", "activity.title"), ("region.village", "activity.")),
    "honor": ("荣誉台账", ("honor.date", "honor.name", "honor.issuer"), ("honor.",)),
    "industry": ("产业台账", ("region.village", "industry.product", "industry.year"), ("industry.",)),
    "enterprise": ("经营主体台账", ("enterprise.name", "enterprise.year", "enterprise.sales"), ("enterprise.",)),
    "distribution": (
        "分红台账",
        ("region.village", "household.head", "distribution.year", "distribution.amount"),
        ("distribution.",),
    ),
    "problem": ("疑难问题台账", ("region.village", "problem.text", "problem.state"), ("problem.",)),
    "visit_in": ("领导调研台账", ("visit_in.date", "visit_in.unit", "visit_in.purpose"), ("visit_in.",)),
    "guarantee_check": (
        "三保障排查台账",
        ("region.village", "guarantee_check.dimension", "guarantee_check.date", "guarantee_check.result"),
        ("guarantee_check.",),
    ),
    "insurance": ("医保参保情况表", ("region.village", "insurance.year", "insurance.should", "insurance.insured"), ()),
    "subsidy": ("补助发放台账", ("region.village", "subsidy.kind", "subsidy.amount", "subsidy.paid_on"), ("subsidy.",)),
    "region_income": ("区域收入情况表", ("region.county", "region_income.year", "region_income.per_capita"), ()),
    "land_transfer": (
        "土地流转台账",
        ("region.village", "land_transfer.area_mu", "land_transfer.lessor", "land_transfer.lessee"),
        (),
    ),
    "assist_plan": (
        "一户一策帮扶计划表",
        ("region.village", "household.head", "assist_plan.made_on", "assist_plan.measure_group", "assist_plan.content"),
        ("assist_plan.",),
    ),
    "clue": ("线索台账", ("region.village", "household.head", "clue.date", "clue.source", "clue.content"), ()),
}

FAMILIES, GIVEN = "王李张刘陈杨黄赵周吴徐孙", "建国秀英志强桂兰明华丽娟永红海燕"
VILLAGES = ["青山村", "石桥村", "柳溪村", "大坪村", "双河村", "黄泥村"]
THINGS = ["改造提升工程", "沿河便道建设", "产业路项目", "安全用水材料", "集中安置情况", "村委会日常支出"]
UNITS = ["县人民医院", "市文化馆", "黄泥家庭农场", "双河合作社"]
NUMBERED = "_no code rule_code voucher platform_order invoice batch no"
SAME = {("household.members_now", "household.members_year"), ("income_sheet.persons", "household.members_now")}


def kinds():
    """{name in fields.json: the choice that it is}."""
    found = {}
    for of in ledgers():
        for one in targets(of):
            if isinstance(one.field.kind, Choice) and not one.distance:
                found.setdefault(one.name, one.field.kind)
    return found


CHOICES = kinds()


class Page(Sheet):
    """Rows in memory."""

    def __init__(self, name, rows):
        super().__init__(name, 0, False, [], len(rows))
        self.page = rows

    def rows(self, start=1):
        """See Sheet."""
        return (list(row) for row in self.page[start - 1 :])


def cell(name, rng):
    """A value as a clerk writes it."""
    kind, last = type_of(name), name.partition(".")[2]
    person = rng.choice(FAMILIES) + "".join(rng.sample(GIVEN, rng.choice((1, 2))))
    day = datetime.date(2024, 1, 1) + datetime.timedelta(rng.randrange(360))
    simple = {
        "region.village": rng.choice(VILLAGES), "region.group": rng.choice("一二三四五六") + "组",
        "region.township": "青禾乡", "region.county": "云岭县", "member.sex": rng.choice("男女"),
    }  # fmt: skip
    if name in simple:
        return simple[name]
    if name in CHOICES:
        return CHOICES[name].to_text(rng.choice(CHOICES[name].options).code)
    if (last.endswith("_no") and kind == "text") or last in NUMBERED.split():
        return f"XM{rng.randrange(10**5, 10**6)}"
    return {
        "id": lambda: id_number(
            datetime.date(1950, 1, 1) + datetime.timedelta(rng.randrange(20000)), rng.randrange(1, 999)
        ),
        "phone": lambda: mobile(rng.randrange(10**6)),
        "bank": lambda: bank_card(rng.randrange(10**6)),
        "name": lambda: person,
        "bool": lambda: rng.choice("是否"),
        "year": lambda: rng.randrange(2018, 2026),
        "date": lambda: rng.choice((day, day.isoformat(), f"{day.year}.{day.month}.{day.day}")),
        "ym": lambda: f"2024年{rng.randrange(1, 13)}月",
        "int": lambda: rng.randrange(1, 12),
        "money": lambda: round(rng.uniform(1000, 90000), 2),
        "dec": lambda: round(rng.uniform(1, 50), 1),
        "price": lambda: round(rng.uniform(1, 50), 1),
        "pct": lambda: round(rng.uniform(1, 99), 1),
    }.get(kind, lambda: person if last == "visitors" else rng.choice(UNITS if "er" in last else THINGS))()


def made(entity, rng):
    """(title, field per column, headings, rows) of a table: what is always there and some of the rest."""
    title, always, more = TABLES[entity]
    rest = [
        name for name in WORDS
        if name not in always and any(name == one or (one.endswith(".") and name.startswith(one)) for one in more)
    ]  # fmt: skip
    names = [*always, *rng.sample(rest, min(len(rest), rng.randrange(0, 9)))]
    while True:
        heads = [rng.choice(words_for(name)) for name in names]
        if len(set(heads)) == len(heads):
            break
    rows = [
        [at + 1, *(cell(name, rng) if name in always or rng.random() > 0.05 else "" for name in names)]
        for at in range(rng.randrange(6, 20))
    ]
    return title, names, heads, rows


def understood(title, heads, rows):
    (table,) = tables_of(Page(title, [[title], ["序号", *heads], *rows]))
    assert table.header_rows == (2, 2), heads
    mapping = choose(table, None, (title,))
    got = [column for column in mapping.columns if not column.header.virtual][1:]
    told = []
    for column in got:
        name = column.target.name if column.target is not None and type_of(column.target.name) else ""
        told.append((name_there(name), column.sure))
    return mapping.ledger and ledger_name(mapping.ledger.name), told


@pytest.mark.parametrize("entity", TABLES)
def test_a_countys_headings_lead_to_the_fields_they_mean(entity):
    right = total = 0
    for seed in range(2):
        title, names, heads, rows = made(entity, random.Random(f"{entity}{seed}"))
        ledger, told = understood(title, heads, rows)
        assert ledger == ("project" if entity == "fund_line" else entity), heads
        for name, head, (found, sure) in zip(names, heads, told, strict=True):
            good = found == name or (name, found) in SAME
            assert good or not found or not sure, (head, name, found)
            right, total = right + good, total + 1
    assert right >= 0.97 * total


NOISE = [
    "%s情况",
    "本年%s",
    "%s（必填）",
    "实际%s",
    "原%s",
    "新%s",
    "%s2",
    "去年%s",
    "%s变化",
    "上级%s",
    "非%s",
    "%s差额",
]


@pytest.mark.parametrize("entity", TABLES)
def test_a_heading_that_is_only_alike_is_never_sure(entity):
    rng = random.Random(f"alike{entity}")
    title, names, heads, rows = made(entity, rng)
    known = {word for name in WORDS for word in words_for(name)}
    for at in rng.sample(range(len(heads)), min(3, len(heads))):
        strange = rng.choice(NOISE) % heads[at]
        if strange in known or "必填" in strange:
            continue
        changed = [*heads[:at], strange, *heads[at + 1 :]]
        _, told = understood(title, changed, rows)
        found, sure = told[at]
        assert found in ("", names[at]) or not sure, (strange, names[at], found)


@pytest.mark.parametrize("entity", TABLES)
def test_columns_of_cells_in_the_wrong_order_are_not_sure(entity):
    rng = random.Random(f"mixed{entity}")
    title, names, heads, rows = made(entity, rng)
    kinds_of = [type_of(name) for name in names]
    hard = [at for at, kind in enumerate(kinds_of) if kind in ("id", "phone", "bank", "money", "date", "bool")]
    tried = 0
    for a in hard:
        for b in hard:
            if (
                tried < 2
                and a < b
                and {kinds_of[a], kinds_of[b]} & {"id", "phone", "bank", "bool"}
                and kinds_of[a] != kinds_of[b]
            ):
                tried += 1
                mixed = [list(row) for row in rows]
                for row in mixed:
                    row[a + 1], row[b + 1] = row[b + 1], row[a + 1]
                _, told = understood(title, heads, mixed)
                assert not any(told[at][1] and told[at][0] == names[at] for at in (a, b)), (heads[a], heads[b])
