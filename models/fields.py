"""Field classes for ledgers: a Peewee field that also knows its label, kind, unit and role on screen."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import peewee

from models import kinds
from models.id_number import IdNumber


class LedgerField:
    """What every field of a ledger knows beside its storage.

    ``label`` Chinese label · ``kind`` see ``models.kinds`` · ``required`` may not be blank · ``group`` section of the
    form · ``synonyms`` other headers under which foreign tables carry it · ``names`` identifiers of
    ``fields.json`` if other than ``ledger.field`` · ``help`` one sentence under the editor · ``readonly`` kept by the
    program · ``shown`` in the list unless the clerk hides it · ``personal`` left out of public lists (domain.md §16.5)
    · ``hidden`` kept by the program: in no list and no form · ``vague`` name of the field that keeps the qualifier of
    20余万 · ``suggest`` "link.field" whose text lists, one
    per line or with 、 between, what is usually typed here.
    """

    label: str
    kind: kinds.Kind
    required: bool
    readonly: bool
    group: str
    help: str
    synonyms: tuple[str, ...]
    names: tuple[str, ...]
    shown: bool
    personal: bool
    hidden: bool
    vague: str
    suggest: str
    name: str

    def describe(
        self,
        label: str,
        kind: kinds.Kind,
        *,
        required: bool = False,
        readonly: bool = False,
        group: str = "",
        help: str = "",
        synonyms: tuple[str, ...] = (),
        names: tuple[str, ...] = (),
        shown: bool = False,
        personal: bool = False,
        hidden: bool = False,
        vague: str = "",
        suggest: str = "",
        initial: Any = None,
        index: bool = False,
    ) -> dict[str, Any]:
        """Keep the description; returns what the Peewee field wants to know."""
        self.label, self.kind, self.required, self.readonly = label, kind, required, readonly
        self.group, self.help, self.synonyms, self.names = group, help, synonyms, names
        self.shown, self.personal, self.hidden = shown, personal, hidden
        self.vague, self.suggest, self.initial = vague, suggest, initial
        return {"null": True, "index": index}

    @property
    def unit(self) -> str:
        """元, 万元, 亩 … or ""."""
        return self.kind.unit

    @property
    def title(self) -> str:
        """Label with its unit in brackets, as a column header says it."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    def initial_value(self) -> Any:
        """What a new form starts with."""
        return self.initial() if callable(self.initial) else self.initial


class _Inherited(peewee.Field):  # type: ignore[misc]
    """A field that every ledger has.

    Peewee copies it for each of them with all that hangs on it, which would be a twentieth of the time of a start;
    nothing of that is ever changed.
    """

    def __deepcopy__(self, _: Any) -> _Inherited:
        return copy.copy(self)


class RecordId(_Inherited, peewee.BigIntegerField):  # type: ignore[misc]
    """The number of a record, given by the program and never used twice."""


class RecordUid(_Inherited, peewee.CharField):  # type: ignore[misc]
    """What a record is called in every copy of the file."""


class RecordRevision(_Inherited, peewee.IntegerField):  # type: ignore[misc]
    """How often a record was written."""


class _TextStored(LedgerField, peewee.TextField):
    def __init__(self, label: str, kind: kinds.Kind, **more: Any) -> None:
        super().__init__(**self.describe(label, kind, **more))


class _NumberStored(LedgerField, peewee.BigIntegerField):
    def __init__(self, label: str, kind: kinds.Kind, **more: Any) -> None:
        super().__init__(**self.describe(label, kind, **more))


class TextField(_TextStored):
    """Free text."""

    def __init__(self, label: str, *, width: int = 12, long: bool = False, **more: Any) -> None:
        super().__init__(label, kinds.Text(width, long), **more)


class NameField(_TextStored):
    """The name of a thing, a unit or a place."""

    def __init__(self, label: str, *, width: int = 12, **more: Any) -> None:
        kind = kinds.Name()
        kind.width = width
        super().__init__(label, kind, **more)


class PersonField(_TextStored):
    """A person's name."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, kinds.PersonName(), **more)


class CodeField(_TextStored):
    """An opaque number kept as text."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, kinds.Code(), **more)


class IdField(_TextStored):
    """证件号码."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, IdNumber(), **{"personal": True, **more})


class PhoneField(_TextStored):
    """电话."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, kinds.Phone(), **{"personal": True, **more})


class BankField(_TextStored):
    """银行卡号."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, kinds.BankCard(), **{"personal": True, **more})


class DateField(_TextStored):
    """A date as ISO text; ``precision`` month, day or minute."""

    def __init__(self, label: str, *, precision: str = "day", future: bool = True, **more: Any) -> None:
        super().__init__(label, kinds.Date(precision, future), **more)


class YearField(_NumberStored):
    """A calendar year."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, kinds.Year(), **more)


class IntegerField(_NumberStored):
    """A whole number."""

    def __init__(
        self,
        label: str,
        *,
        low: int | None = 0,
        high: int | None = None,
        unit: str = "",
        total: bool = True,
        stock: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(label, kinds.Integer(low, high, unit, total, stock), **more)


class DecimalField(_NumberStored):
    """A decimal kept as a whole number of 10**-places of its unit."""

    def __init__(
        self,
        label: str,
        *,
        places: int = 2,
        unit: str = "",
        low: int | None = 0,
        high: int | None = None,
        total: bool = True,
        stock: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(label, kinds.Scaled(places, unit, low, high, total, stock), **more)


class MoneyField(_NumberStored):
    """Money in 分, shown in 元 or 万元; ``total`` False for amounts per head or per month, which add up to nothing."""

    def __init__(self, label: str, *, unit: str = "元", low: int | None = 0, total: bool = True, **more: Any) -> None:
        super().__init__(label, kinds.Money(unit, low, total=total), **more)


class PercentField(_NumberStored):
    """A percentage in 1/100 of a point."""

    def __init__(self, label: str, *, high: int | None = 100, **more: Any) -> None:
        super().__init__(label, kinds.Percent(high), **more)


class ChoiceField(_TextStored):
    """One code of a list in ``models.codes``."""

    def __init__(self, label: str, codes: str, *, width: int = 10, level: int | None = None, **more: Any) -> None:
        super().__init__(label, kinds.Choice(codes, width, level), **more)


class ChoicesField(_TextStored):
    """Several codes of a list in ``models.codes``; ``ordered``: the first is the main one, ``most`` how many."""

    def __init__(self, label: str, codes: str, *, ordered: bool = False, most: int | None = None, **more: Any) -> None:
        super().__init__(label, kinds.Choices(codes, ordered=ordered, most=most), **more)


class YesNoField(LedgerField, peewee.BooleanField):
    """是/否/未填."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(**self.describe(label, kinds.YesNo(), **more))


class LinkField(LedgerField, peewee.ForeignKeyField):
    """Another record. ``cascade``: goes when the other goes. ``create``: an import may add what it does not find."""

    def __init__(
        self,
        model: Any,
        label: str,
        *,
        cascade: bool = False,
        create: bool = False,
        backref: str | None = None,
        width: int = 12,
        **more: Any,
    ) -> None:
        described = self.describe(label, kinds.Link(width=width), **more)
        described["index"] = True
        self.cascade, self.create = cascade, create
        super().__init__(model, backref=backref or "+", on_delete="CASCADE" if cascade else "RESTRICT", **described)


class Computed:
    """A column that is worked out by the database and never stored.

    ``expression(model)`` gets the (aliased) model and returns a Peewee expression in plain SQL. ``hidden``: to
    filter by only, in no list and no form.
    """

    required = False
    readonly = True
    help = ""
    vague = ""
    suggest = ""
    initial = None

    def __init__(
        self,
        label: str,
        kind: kinds.Kind,
        expression: Callable[[Any], Any],
        *,
        group: str = "",
        shown: bool = False,
        hidden: bool = False,
        personal: bool = False,
        synonyms: tuple[str, ...] = (),
        names: tuple[str, ...] = (),
    ) -> None:
        self.label, self.kind, self.expression = label, kind, expression
        self.hidden, self.personal = hidden, personal
        self.group, self.shown, self.synonyms, self.names = group, shown, synonyms, names
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    unit = LedgerField.unit
    title = LedgerField.title


class Block:
    """Fields that a neighbour file describes, put in where the model names them: ``land = Block(land_fields(LAND))``.

    For what national tables ask of a record beyond what fits its file, and for fields that several ledgers have alike.
    """

    def __init__(self, fields: dict[str, Any]) -> None:
        self.fields = fields

    def __set_name__(self, owner: type, name: str) -> None:
        for each, one in self.fields.items():
            setattr(owner, each, one)
            if isinstance(one, Computed):
                one.__set_name__(owner, each)
