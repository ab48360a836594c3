"""本地标准 (domain.md §0.2): an office's own value for a limit or goal, instead of the shipped default."""

from collections.abc import Iterator
from typing import Any

from peewee import Case

from models.codes import norm_entry, norms, read_value, show_value
from models.fields import ChoiceField, CodeField, Computed, NameField, TextField, YearField
from models.kinds import Problem, Text, YesNo
from models.ledger import Ledger, register
from models.record import Record, Values


def _default(model: Any) -> Any:
    return Case(model.norm, tuple((key, show_value(key, one.value)) for key, one in norms().items()))


def _unit(model: Any) -> Any:
    return Case(model.norm, tuple((key, one.unit) for key, one in norms().items()))


def _verified(model: Any) -> Any:
    return Case(model.norm, tuple((key, int(one.verified)) for key, one in norms().items()))


class LocalNorm(Record):
    """One value for one place and span of years."""

    norm = ChoiceField("标准", "norm_key", required=True, shown=True, width=20, synonyms=("标准名称", "项目"))
    value = TextField(
        "本地值", required=True, shown=True, width=10, help="几个数用顿号隔开；时限单位写“工作日”或“自然日”"
    )
    unit = Computed("单位", Text(6), _unit, shown=True)
    shipped = Computed("程序自带的值", Text(12), _default, shown=True)
    verified = Computed("自带值有来源", YesNo(), _verified, shown=True)
    region = NameField(
        "适用的县或乡镇", shown=True, width=14, help="空着就是全部；与村的“县”“乡镇”写得一样，乡镇、村的优先"
    )
    first_year = YearField("从哪一年起", shown=True, help="空着就是一直")
    last_year = YearField("到哪一年止", shown=True)
    basis = TextField("依据", shown=True, width=20)
    doc_no = CodeField("文号", shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "local_norm"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """The value is of the kind that the rules read; years in order; a basis is named."""
        if values["norm"] in norms() and values["value"]:
            try:
                read_value(values["norm"], values["value"])
            except ValueError as error:
                unit = norm_entry(values["norm"]).unit
                yield Problem(f"{error}（{norm_entry(values['norm']).title}，单位：{unit}）", "value")
        first, last = values["first_year"], values["last_year"]
        if first is not None and last is not None and last < first:
            yield Problem("到哪一年止早于从哪一年起", "last_year")
        if not values["basis"] and not values["doc_no"]:
            yield Problem("没有写依据或文号，检查时说不清出处", "basis", "warn")


LEDGER = register(
    Ledger(
        LocalNorm,
        "本地标准",
        display="norm",
        order=62,
        keys=(("norm", "region", "first_year"), ("norm", "region"), ("norm", "first_year")),
        columns=(
            *("norm", "value", "unit", "shipped", "verified", "region", "first_year", "last_year"),
            *("basis", "doc_no"),
        ),
        sort=("norm", "region", "-first_year"),
        search=("basis", "doc_no", "region", "value"),
        filters=("norm", "region"),
        synonyms=("本地标准", "时限标准"),
        hint="程序自带的时限、天数、目标值与本县规定不同时，在这里写本地值；没写的按自带的值。",
    )
)
