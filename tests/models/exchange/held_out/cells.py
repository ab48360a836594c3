"""Values of columns as clerks write them, each with what should be stored of it."""

import datetime
import random

from models.exchange.targets import targets
from models.exchange.vocabulary import type_of
from models.kinds import Choice, Choices
from models.ledger import ledgers
from models.sample_data import bank_card, id_number, mobile

FAMILIES, GIVEN = "王李张刘陈杨黄赵周吴徐孙覃向龙", "建国秀英志强桂兰明华丽娟永红海燕先学"
VILLAGES = ("青山村", "石桥村", "柳溪村", "大坪村", "双河村", "黄泥村")
UNITS = (
    "云岭县人民医院",
    "云岭县水利局",
    "市文化旅游委",
    "县教育局",
    "黄泥家庭农场",
    "双河种植专业合作社",
    "县农业农村局",
)
GOODS = ("土蜂蜜", "高山蔬菜", "茶叶", "大米", "棉被", "腊肉", "脐橙")
MEASURES = ("斤", "件", "箱", "袋", "床", "公斤")
TITLES = (
    "产业路硬化项目",
    "安全饮水巩固提升工程",
    "致富带头人培训班",
    "红薯种植技术培训",
    "春节慰问活动",
    "村民代表大会",
)
SENTENCES = (
    "了解家庭收入情况，核对医保缴费",
    "宣传防返贫监测政策，发放明白纸",
    "硬化产业路3.5公里，宽3.5米",
    "饮水管道冬季冻裂",
    "商议产业路占地补偿事宜",
    "同意将张某户纳入监测",
    "改造卫生厕所50座，安装垃圾收集设施",
)
SPEECH = {
    "address": "青禾乡青山村二组12号",
    "bank_name": "云岭农村商业银行青禾支行",
    "poverty_causes": "因病、缺技术",
    "work_place": "广东省东莞市",
    "school_name": "云岭县第二中学",
    "dropout_reason": "",
    "employer": "东莞宏达电子有限公司",
    "post": "副科长",
    "doc_no": "云财农〔2024〕12号",
    "output_unit": "吨",
    "quantity_unit": "公里",
    "spec": "5斤/箱",
    "outlet": "云岭日报",
    "branch": "青山村党支部",
    "batch": "第三批",
    "linkage": "务工带动、土地流转",
    "targets": "带动脱贫户增收",
    "med_reason": "外地参保",
    "exit_reason": "年满60周岁",
    "trainer": "李教授",
    "round": "第二轮",
    "remark": "",
    "classification_2026": "",
    "student": "",
    "unit": "",
}
ORGS = frozenset({
    "org", "buyer", "seller", "donor", "sending_unit", "unit_resp", "unit_impl", "bank", "organiser", "payee",
    "counterparty", "issuer", "object", "helper_unit",
})  # fmt: skip
GOODS_OF = frozenset(["product", "item"])
NAMED = frozenset(["title", "name", "rule", "text", "source", "basis"])
NUMBERED = frozenset({
    "hh_no", "local_no", "person_no", "code", "voucher_no", "voucher", "platform_order", "invoice", "contract_no",
    "agreement_no", "insurance_no", "receipt_no", "rule_code", "no",
})  # fmt: skip


MOST = {
    "round": 4,
    "stars": 6,
    "months": 37,
    "work_months": 13,
    "post_months": 13,
    "paid_months": 13,
    "members_now": 9,
    "persons": 9,
    "members_year": 9,
    "age": 90,
    "episode_no": 4,
    "sessions": 6,
}


def choices():
    """{field: the list of codes that it is}."""
    found = {}
    for of in ledgers():
        for one in targets(of):
            if isinstance(one.field.kind, Choice) and not one.distance:
                found.setdefault(one.name, one.field.kind)
    return found


CHOICES = choices()


def person(rng):
    return rng.choice(FAMILIES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))


class Values:
    """The cells of one column: a style of writing for all of them, drawn once."""

    def __init__(self, field, rng, scale=100, key=None):
        self.field, self.rng, self.scale = field, rng, scale
        self.kind, self.last = type_of(field), field.partition(".")[2]
        self.style = rng.randrange(6)
        self.key = key

    def one(self, row):
        """(cell, stored value) for a data row (from 0)."""
        rng, field = self.rng, self.field
        if field == "region.village":
            return (VILLAGES[row % len(VILLAGES)],) * 2
        if field == "project.places":
            return (VILLAGES[row % len(VILLAGES)],) * 2
        fixed = {
            "region.county": "云岭县",
            "region.township": "青禾乡",
            "member.sex": rng.choice("男女"),
            "team_member.sex": rng.choice("男女"),
        }.get(field)
        if field == "region.group":
            fixed = rng.choice("一二三四五六") + "组"
        if fixed:
            return fixed, fixed
        if field in CHOICES:
            return self._choice(CHOICES[field])
        make = getattr(self, f"_{self.kind}", None)
        return make() if make else self._words()

    def _choice(self, kind):
        rng = self.rng
        options = [one.label for one in kind.options]
        if kind.level is not None:
            options = [one.label for one in kind.options if kind.codes.find(one.label, level=kind.level)] or options
        several = isinstance(kind, Choices) and self.kind == "multi" and not self.key and rng.random() < 0.3
        labels = rng.sample(options, 2) if several and len(options) > 1 else [rng.choice(options)]
        cell = "、".join(labels)
        return cell, labels if self.kind == "multi" and not self.key else cell

    def _id(self):
        day = datetime.date(1950, 1, 1) + datetime.timedelta(self.rng.randrange(20000))
        number = id_number(day, self.rng.randrange(1, 999))
        return number, number

    def _phone(self):
        number = mobile(self.rng.randrange(10**6))
        return number, number

    def _bank(self):
        number = bank_card(self.rng.randrange(10**6))
        return number, number

    def _name(self):
        name = person(self.rng)
        return name, name

    def _bool(self):
        value = self.rng.random() < 0.6
        marks = (("是", "否"), ("是", "否"), ("√", "×"), ("是", "否"), ("有", "无"), ("√", "×"))[self.style]
        return marks[0 if value else 1], value

    def _year(self):
        year = self.rng.randrange(2018, 2025)
        return (f"{year}年" if self.style == 1 else year), str(year)

    def _date(self):
        day = datetime.date(2023, 6, 1) + datetime.timedelta(self.rng.randrange(500))
        cell = (
            day,
            day.isoformat(),
            f"{day.year}.{day.month}.{day.day}",
            f"{day.year}年{day.month}月{day.day}日",
            f"{day:%Y%m%d}",
            f"{day.year}/{day.month}/{day.day}",
        )[self.style]
        return cell, day.isoformat()

    def _ym(self):
        year, month = self.rng.randrange(2021, 2025), self.rng.randrange(1, 13)
        cell = (
            f"{year}年{month}月",
            f"{year}.{month:02d}",
            f"{year}{month:02d}",
            f"{year}-{month:02d}",
            f"{year}/{month}",
            f"{year}年{month:02d}月",
        )[self.style]
        return cell, f"{year}-{month:02d}"

    def _int(self):
        most = MOST.get(self.last, 60)
        number = self.rng.randrange(16 if self.last == "age" else 1, most)
        return number, number

    def _money(self):
        fen = self.rng.randrange(1, 9000) * (self.scale // 100 if self.scale > 100 else 100 * (1 + self.style % 3))
        number = fen / self.scale
        cell = f"{number:,.2f}" if self.style == 5 and self.scale == 100 else round(number, 4)
        return cell, fen

    def _dec(self):
        number = self.rng.randrange(1, 500) / (1 if self.style % 2 else 10)
        return number, f"{number:g}"

    _price = _dec

    def _pct(self):
        number = self.rng.randrange(10, 990) / 10
        return number, f"{number:g}"

    def _words(self):
        rng, last = self.rng, self.last
        if last in NUMBERED:
            text = f"{rng.choice(('XM', '5002', '2024-'))}{rng.randrange(10**6, 10**7)}"
        elif SPEECH.get(last):
            text = SPEECH[last]
        elif last in ORGS:
            text = rng.choice(UNITS)
        elif last in GOODS_OF:
            text = rng.choice(GOODS)
        elif self.field.endswith(".unit") and self.field != "visit_in.unit" and self.field != "match.unit":
            text = rng.choice(MEASURES)
        elif last in ("unit", "receiver") and self.field != "issue.receiver":
            text = rng.choice(UNITS)
        elif last in ("receiver", "visitors", "attendees", "judge", "borrower", "mediator", "lessor", "lessee"):
            text = person(rng)
        elif last in NAMED:
            text = rng.choice(TITLES)
        elif last in ("place", "location"):
            text = "村委会会议室"
        else:
            text = rng.choice(SENTENCES)
        return text, text


FOREIGN = {
    "是否": lambda rng: rng.choice("是否"),
    "率": lambda rng: f"{rng.randrange(50, 100)}%",
    "幅": lambda rng: rng.random(),
    "增速": lambda rng: f"{rng.randrange(1, 12)}.{rng.randrange(9)}%",
    "排名": lambda rng: rng.randrange(1, 20),
    "照片": lambda rng: f"IMG_{rng.randrange(1000, 9999)}.jpg",
    "人": lambda rng: person(rng),
    "领导": lambda rng: person(rng),
    "代表": lambda rng: person(rng),
    "作者": lambda rng: person(rng),
    "编辑": lambda rng: person(rng),
    "意见": lambda rng: rng.choice(("同意", "情况属实", "")),
    "档次": lambda rng: rng.choice((380, 400)),
}


def foreign(heading, rng):
    """A cell of a column that belongs to no ledger."""
    for word, make in FOREIGN.items():
        if word in heading:
            return make(rng)
    return rng.choice(("已完成", "进行中", "见附件", ""))


def rng_of(*parts):
    return random.Random("/".join(map(str, parts)))
