"""帮扶项目资产 (domain.md §9.8): what projects leave behind, who owns it, keeps it, and what it earns."""

from collections.abc import Iterator
from typing import Any

from peewee import fn

from models import kinds
from models.fields import (
    ChoiceField,
    CodeField,
    Computed,
    DateField,
    DecimalField,
    IntegerField,
    LinkField,
    MoneyField,
    NameField,
    PersonField,
    PhoneField,
    TextField,
)
from models.kinds import Problem
from models.ledger import Ledger, ledger, register
from models.ledgers.base.village import Village
from models.ledgers.projects.project import Project
from models.record import InitialsField, Record, Values

WHAT, OWNER, USE, STATE = "资产", "权属和管护", "经营", "状态"
TO_HOUSEHOLDS, OPERATING = "03", "01"


def _earned(model: Any) -> Any:
    year = ledger("asset_income").model.alias()
    return fn.COALESCE(year.select(fn.SUM(year.actual)).where(year.asset == model.id), 0)


def _formed(model: Any) -> Any:
    """The day an asset was formed; one whose day is not filled was there before any other."""
    return fn.COALESCE(model.built_on, "")


class Asset(Record):
    """One asset."""

    code = CodeField("资产编号", shown=True, group=WHAT)
    name = NameField("资产名称", required=True, shown=True, width=20, group=WHAT)
    asset_class = ChoiceField(
        "资产类别", "asset_class", required=True, shown=True, group=WHAT, synonyms=("类别", "资产分类")
    )
    project = LinkField(Project, "形成项目", shown=True, width=18, group=WHAT, synonyms=("项目名称", "来源项目"))
    village = LinkField(
        Village, "所在村", shown=True, create=True, group=WHAT, names=("region.village",), synonyms=("行政村", "村")
    )
    built_on = DateField("购建时间", precision="year", shown=True, group=WHAT, synonyms=("形成时间", "购建日期"))
    life_years = IntegerField("预计使用年限", unit="年", total=False, group=WHAT)
    qty = DecimalField("数量", places=3, total=False, group=WHAT)
    unit = TextField("单位", width=6, group=WHAT)
    value = MoneyField("原始价值", unit="万元", required=True, shown=True, group=WHAT, synonyms=("资产原值", "原值"))
    net_value = MoneyField("净值", unit="万元", group=WHAT)
    owner_level = ChoiceField("所有权层级", "asset_owner", shown=True, group=OWNER, synonyms=("资产权属", "权属"))
    owner = NameField("所有权人", shown=True, width=22, group=OWNER)
    user = NameField("使用权人", width=14, group=OWNER, synonyms=("经营主体",))
    beneficiary = NameField("收益权人", width=14, group=OWNER)
    keeper = PersonField("管护责任人", shown=True, group=OWNER, synonyms=("责任人",))
    keeper_phone = PhoneField("管护人电话", group=OWNER)
    registered_on = DateField("确权登记日期", group=OWNER)
    contract_no = CodeField("合同号", group=USE)
    contract_end = DateField("合同到期", group=USE)
    expected = MoneyField("年预期收益", unit="元", group=USE)
    earned = Computed("累计收益", kinds.Money("元"), _earned, group=USE, shown=True)
    # For registers at the end of a period: an asset without 购建时间 stands in each of them.
    formed_on = Computed("形成时间（没有填的在内）", kinds.Date(), _formed, hidden=True)
    state = ChoiceField("资产状态", "asset_state", shown=True, initial="01", group=STATE)
    inspected_on = DateField("最近检查日期", future=False, shown=True, group=STATE)
    disposal = TextField("处置情况", long=True, group=STATE)
    remark = TextField("备注", long=True, group=STATE)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "asset"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Every asset has an owner and a keeper; what earns has someone who runs it (domain.md §9.8)."""
        if not values["owner_level"] and not values["owner"]:
            yield Problem("资产没有确权：所有权层级和所有权人都没有填", "owner_level", "warn")
        if values["asset_class"] == TO_HOUSEHOLDS and values["owner_level"] not in (None, "04"):
            yield Problem("到户类资产一般归户所有", "owner_level", "warn")
        if values["asset_class"] != TO_HOUSEHOLDS and not values["keeper"]:
            yield Problem("管护责任人没有填", "keeper", "warn")
        if values["net_value"] is not None and values["value"] is not None and values["net_value"] > values["value"]:
            yield Problem("净值超过原始价值", "net_value")
        if values["state"] == "05" and not values["disposal"]:
            yield Problem("已处置的资产要写处置情况", "disposal")


LEDGER = register(
    Ledger(
        Asset,
        "项目资产",
        order=70,
        counter="项",
        keys=(("code",), ("name", "village", "project", "asset_class", "value", "built_on")),
        sort=("village.seq", "code", "name"),
        search=("code", "name", "initials", "village", "owner", "keeper", "project.name"),
        filters=("village", "asset_class", "owner_level", "state", "contract_end"),
        synonyms=("项目资产", "帮扶项目资产", "扶贫资产", "资产台账"),
        hint="项目验收以后形成的每项资产记一条：归谁所有、谁管护、收益多少。",
    )
)
