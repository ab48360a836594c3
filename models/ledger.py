"""What a ledger is: a model, its title and a few facts; the register of all; columns reached by dotted paths."""

from __future__ import annotations

import functools
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import peewee

from models.codes.code_list import is_known
from models.fields import Computed, LedgerField, LinkField
from models.kinds import Kind, Link


class WrongDefinition(Exception):
    """A ledger's description names something that is not there; the text says which attribute."""


@dataclass(frozen=True)
class Spread:
    """Columns of a foreign table that are really detail records, one per key.

    ``name`` the identifier in fields.json (project.funds) · ``ledger`` the detail ledger · ``by`` its key field ·
    ``value`` the field that gets the cell · ``headers`` header text → code of ``by``.
    """

    name: str
    ledger: str
    by: str
    value: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Column:
    """A field reached from a ledger: ``path`` "village.name", ``links`` the models on the way."""

    path: str
    field: Any
    owner: type[peewee.Model]
    label: str
    kind: Kind

    @property
    def title(self) -> str:
        """Header text with the unit."""
        return f"{self.label}（{self.kind.unit}）" if self.kind.unit else self.label

    @property
    def is_link(self) -> bool:
        """Whether the value is another record."""
        return isinstance(self.kind, Link)

    @property
    def personal(self) -> bool:
        """Whether public lists leave it out."""
        return bool(self.field.personal)

    @property
    def hidden(self) -> bool:
        """Whether it is in no list and no form."""
        return bool(self.field.hidden)


@dataclass(frozen=True)
class Tab:
    """A tab of the main window: the folder of its ledgers."""

    name: str
    title: str
    order: int


@dataclass(eq=False)
class Ledger:
    """One kind of record, as the generic table, form, importer, exporter and printer see it.

    ``model`` the Record · ``title`` what clerks call it · ``keys`` business keys, the surest first · ``display`` the
    field that names a record · ``sort`` default order, "-" for descending · ``columns`` shown at first (else all fields
    marked ``shown``) · ``filters`` offered at first · ``search`` fields of the search box; "member.name" looks into a
    detail ledger · ``master`` the link to the record it belongs to · ``spread`` see Spread · ``hint`` one line for an
    empty list · ``order`` position in its tab · ``synonyms`` what foreign workbooks call the table · ``across`` (field,
    value): foreign tables with a column for each option, month or village of ``field`` hold a record in every cell.
    """

    model: Any
    title: str
    display: str = "name"
    keys: tuple[tuple[str, ...], ...] = ()
    sort: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    master: str = ""
    spread: tuple[Spread, ...] = ()
    hint: str = ""
    order: int = 50
    counter: str = "条"
    synonyms: tuple[str, ...] = ()
    across: tuple[tuple[str, str], ...] = ()
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = self.model._meta.table_name

    @functools.cached_property
    def tab(self) -> Tab:
        """The tab of the folder that holds the ledger's file."""
        package = sys.modules[self.model.__module__.rpartition(".")[0]]
        name = package.__name__.rpartition(".")[2]
        return Tab(name, getattr(package, "TITLE", name), getattr(package, "ORDER", 99))

    @functools.cached_property
    def fields(self) -> dict[str, Any]:
        """Stored fields by name, without id, uid and revision, in the order of the model."""
        return {f.name: f for f in self.model._meta.sorted_fields if isinstance(f, LedgerField)}

    @functools.cached_property
    def computed(self) -> dict[str, Computed]:
        """Computed columns by name."""
        found = {n: v for cls in reversed(self.model.__mro__) for n, v in vars(cls).items() if isinstance(v, Computed)}
        return {name: one for name, one in found.items() if not one.hidden}

    @functools.cached_property
    def master_ledger(self) -> Ledger | None:
        """The ledger that ``master`` leads to."""
        return ledger_of(self.fields[self.master].rel_model) if self.master else None

    @property
    def details(self) -> list[Ledger]:
        """Ledgers whose records belong to one of ours, in order."""
        return sorted((x for x in ledgers() if x.master and x.master_ledger is self), key=lambda x: x.order)

    def column(self, path: str) -> Column:
        """The column at a dotted path. Raises WrongDefinition."""
        return _column(self, path)

    @functools.cached_property
    def default_columns(self) -> tuple[str, ...]:
        """Paths of the columns a list shows at first."""
        return self.columns or tuple(n for n, f in {**self.fields, **self.computed}.items() if f.shown)

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Every column of its own, default ones first."""
        rest = (n for n, f in {**self.fields, **self.computed}.items() if not f.hidden)
        return tuple(dict.fromkeys((*self.default_columns, *rest)))

    @functools.cached_property
    def groups(self) -> dict[str, list[Any]]:
        """Fields of the form by section heading, in order."""
        sections: dict[str, list[Any]] = {}
        for one in self.fields.values():
            if not one.hidden:
                sections.setdefault(one.group, []).append(one)
        return sections


_register: dict[str, Ledger] = {}
_kept: dict[str, Ledger] = {}
_in_order: list[Ledger] = []
_loaded = False


def register(ledger: Ledger) -> Ledger:
    """Take a ledger in. Raises WrongDefinition if the name is taken."""
    if ledger.name in _register and _register[ledger.name].model.__module__ != ledger.model.__module__:
        raise WrongDefinition(f"ledger {ledger.name!r} is defined twice: {ledger.model.__module__}")
    _register[ledger.name] = ledger
    _in_order.clear()
    return ledger


def keep(ledger: Ledger) -> Ledger:
    """Take in what belongs to records of any ledger (附件): written and undone like one, but listed nowhere."""
    _kept[ledger.name] = ledger
    return ledger


def _load() -> None:
    global _loaded
    if _loaded:
        return
    _loaded = True
    package = importlib.import_module("models.ledgers")
    for info in pkgutil.walk_packages(package.__path__, "models.ledgers."):
        if not info.name.rpartition(".")[2].startswith("_"):
            importlib.import_module(info.name)
    importlib.import_module("models.attachment")
    for ledger in (*_register.values(), *_kept.values()):
        verify(ledger)


def ledgers() -> list[Ledger]:
    """All ledgers, by tab and order."""
    _load()
    if not _in_order:  # asked for so often that sorting each time would show
        _in_order.extend(sorted(_register.values(), key=lambda x: (x.tab.order, x.tab.name, x.order, x.name)))
    return list(_in_order)


def ledger(name: str) -> Ledger:
    """The ledger of that name. Raises KeyError with a sentence."""
    _load()
    if name in _kept:
        return _kept[name]
    if name not in _register:
        raise KeyError(f"没有名为“{name}”的台账；可用的有：{'、'.join(x.name for x in ledgers())}")
    return _register[name]


def ledger_of(model: Any) -> Ledger:
    """The ledger of a model."""
    return ledger(model._meta.table_name)


def tabs() -> list[Tab]:
    """Tabs that have a ledger, in order."""
    return sorted({x.tab for x in ledgers()}, key=lambda tab: (tab.order, tab.name))


def _detail(model: Any, name: str) -> Ledger | None:
    """The detail ledger of that name whose records belong to ``model``: a filter may look into it."""
    found = _register.get(name)
    if found is None or not found.master or found.model._meta.fields[found.master].rel_model is not model:
        return None
    return found


@functools.lru_cache(maxsize=4096)
def _resolve(model: Any, path: str) -> tuple[Any, Any]:
    head, _, rest = path.partition(".")
    found = model._meta.fields.get(head) or next(
        (vars(cls)[head] for cls in model.__mro__ if isinstance(vars(cls).get(head), Computed)), None
    )
    if found is None:
        detail = _detail(model, head)
        if detail is not None and rest:
            return _resolve(detail.model, rest)
        raise WrongDefinition(f"{model._meta.table_name}: there is no field {head!r} (in {path!r})")
    if not rest:
        return found, model
    if not isinstance(found, LinkField):
        raise WrongDefinition(f"{model._meta.table_name}.{head} is no link (in {path!r})")
    return _resolve(found.rel_model, rest)


def _column(of: Ledger, path: str) -> Column:
    if "|" in path:
        # Either of several columns of one kind: only to filter by, called like the first.
        return replace(_column(of, path.partition("|")[0]), path=path)
    found, owner = _resolve(of.model, path)
    label = found.label
    if "." in path and found.name in ("name", "code", "title"):
        before = path.rpartition(".")[0]
        link = _detail(of.model, before)
        called = link.title if link is not None else _resolve(of.model, before)[0].label
        label = called if found.name == "name" else f"{called}{found.label}"
    return Column(path, found, owner, label, found.kind)


def _named_paths(of: Ledger) -> Iterator[tuple[str, str]]:
    for attribute in ("columns", "filters", "sort"):
        for path in getattr(of, attribute):
            yield attribute, path.lstrip("-")
    yield "display", of.display
    for key in of.keys:
        for path in key:
            yield "keys", path
    if of.master:
        yield "master", of.master


def verify(of: Ledger) -> None:
    """Check a definition. Raises WrongDefinition naming the attribute."""
    for attribute, path in _named_paths(of):
        try:
            of.column(path)
        except WrongDefinition as error:
            raise WrongDefinition(f"ledger {of.name}, {attribute}: {error}") from None
    if of.master and not isinstance(of.fields.get(of.master), LinkField):
        raise WrongDefinition(f"ledger {of.name}, master: {of.master!r} is no link field")
    for path in of.search:
        head, _, rest = path.partition(".")
        if head in _register and head not in of.fields:
            _resolve(_register[head].model, rest)
        else:
            of.column(path)
    for name, one in of.fields.items():
        if not one.label:
            raise WrongDefinition(f"ledger {of.name}, field {name}: no label")
        if isinstance(one.kind, Link) and not one.kind.ledger:
            one.kind.ledger = one.rel_model._meta.table_name
        if one.vague and one.vague not in of.fields:
            raise WrongDefinition(f"ledger {of.name}, field {name}: vague={one.vague!r} is no field")
        if one.suggest:
            of.column(one.suggest)
        # The lists themselves are read when they are first shown.
        codes = getattr(one.kind, "list_name", "")
        if codes and not is_known(codes):
            raise WrongDefinition(f"ledger {of.name}, field {name}: there is no code list {codes!r}")
