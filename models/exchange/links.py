"""Links of a table's rows: the village, household or project that a row names, found, brought up to date or made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.exchange.keys import Finder, Values
from models.fields import LinkField
from models.kinds import Name, PersonName, Problem, Text, Vague
from models.ledger import Ledger, ledger_of
from models.query import find, label_of
from models.record import Draft, blank, check_drafts
from models.writer import Operation

Tuple = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Which of the records ``ids`` of ``ledger`` is meant: by the link ``path`` in a ``combination`` of cells.

    ``path`` "" asks which record the row itself is; then there is no combination.
    """

    ledger: str
    ids: tuple[int, ...]
    path: str = ""
    combination: Tuple = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a combination of cells leads to: the record's ``id``, or ``error``; ``doubts`` and ``changes`` told once.

    ``changes`` (label, old, new) of the linked record, in texts. ``asked``: among which records the clerk must choose.
    """

    id: int | None = None
    error: str = ""
    doubts: tuple[str, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()
    asked: Question | None = None


@dataclass
class Node:
    """A link of the table's ledger (``path``) with the columns and further links that describe its record.

    ``fields`` names of stored fields with a column · ``links`` nodes below · ``is_master``: the record owns the row's.
    """

    of: Ledger
    path: str
    link: LinkField
    is_master: bool
    fields: list[str] = field(default_factory=list)
    links: dict[str, Node] = field(default_factory=dict)
    inherited: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.finder = Finder(self.of, once=False)
        self.known: dict[Tuple, Answer] = {}
        self.told: set[Tuple] = set()
        self.settled: dict[int, set[str]] = {}
        self.made: set[int] = set()

    @property
    def names(self) -> list[str]:
        """Fields of a combination: own columns, links below, links taken over from the row."""
        return [*self.fields, *self.links, *self.inherited]


def nodes(of: Ledger, paths: Sequence[str], prefix: str = "", root: Ledger | None = None) -> dict[str, Node]:
    """The links that have columns, those that name a place first, the master last; each with its own columns."""
    found: dict[str, Node] = {}
    for path in paths:
        head, _, rest = path.removeprefix(prefix).partition(".")
        if path.startswith(prefix) and rest and head not in found:
            link = of.fields[head]
            other = ledger_of(link.rel_model)
            here = f"{prefix}{head}."
            node = Node(other, here[:-1], link, head == of.master)
            inner = [one for one in paths if one.startswith(here)]
            node.fields = [name for name in other.fields if f"{here}{name}" in inner]
            node.links = nodes(other, inner, here, root or of)
            found[head] = node
    if prefix == "":
        for node in found.values():
            # A member's 行政村 column is also where a household made for the member lies.
            shared = [
                name
                for name, one in node.of.fields.items()
                if isinstance(one, LinkField)
                and name not in node.links
                and name in found
                and found[name] is not node
                and one.rel_model is of.fields[name].rel_model
            ]
            node.inherited = shared if node.is_master else _narrowing(node, shared)
    # What others take over is looked up before them.
    return dict(sorted(found.items(), key=lambda item: (item[1].is_master, len(item[1].inherited))))


def _narrowing(node: Node, shared: Sequence[str]) -> list[str]:
    """Of a record that is called by a person's name: what of the row tells it from its namesakes (张甲 of that 村)."""
    if not isinstance(node.of.column(node.of.display).kind, PersonName) or node.of.display not in node.fields:
        return []
    for key in node.of.keys:
        more = [part for part in key if part != node.of.display]
        if node.of.display in key and more and all(part in shared for part in more):
            return more
    return []


class Linker:
    """Resolves the links of a sheet's rows within one operation; each different combination once.

    ``decided`` {path: {combination: id}}: what the clerk said that a combination means.
    """

    def __init__(
        self, roots: dict[str, Node], operation: Operation, decided: dict[str, dict[Tuple, int]] | None = None
    ) -> None:
        self.roots, self.operation = roots, operation
        self.decided = decided or {}
        self.created: dict[str, int] = {}

    def resolve(self, cells: dict[str, Sequence[Any]], rows: list[int]) -> Iterator[tuple[str, Node, list[Answer]]]:
        """Per link of the table: its name, its node and an answer for each of ``rows`` (positions in ``cells``)."""
        taken: dict[str, list[int | None]] = {}
        for name, node in self.roots.items():
            answers = self._node(node, cells, rows, taken)
            taken[name] = [answer.id for answer in answers]
            yield name, node, answers

    def _node(
        self, node: Node, cells: dict[str, Sequence[Any]], rows: list[int], taken: dict[str, list[int | None]]
    ) -> list[Answer]:
        below = {name: self._node(inner, cells, rows, {}) for name, inner in node.links.items()}
        columns: list[list[Any]] = []
        for name in node.fields:
            column = cells[f"{node.path}.{name}"]
            columns.append([column[at] for at in rows])
        columns += [[answer.id for answer in answers] for answers in below.values()]
        columns += [taken[name] for name in node.inherited]
        own = len(node.fields) + len(node.links)
        combinations: list[Tuple] = list(zip(*columns, strict=True))
        new = [one for one in dict.fromkeys(combinations) if one not in node.known]
        if new:
            node.known.update({one: Answer() for one in new if all(part is None for part in one[:own])})
            self._learn(node, [one for one in new if one not in node.known])
        answers = []
        for at, one in enumerate(combinations):
            answer = node.known[one]
            wrong = next((a[at] for a in below.values() if a[at].error), None)
            if wrong is not None:
                answer = Answer(error=wrong.error, asked=wrong.asked)
            elif answer.doubts or answer.changes:
                if one in node.told:
                    answer = Answer(answer.id)
                node.told.add(one)
            answers.append(answer)
        return answers

    def _learn(self, node: Node, combinations: list[Tuple]) -> None:
        given = [
            {name: value for name, value in zip(node.names, one, strict=True) if value is not None}
            for one in combinations
        ]
        completed: list[Values | None] = []
        for values in given:
            whole = {**dict.fromkeys(node.of.fields), **values}
            node.of.model.complete(whole)
            completed.append(whole)
        answers = node.finder.find(completed, [0] * len(given))
        if decided := self.decided.get(node.path):
            chosen = node.finder.by_ids([decided.get(one) for one in combinations])
            answers = [mine or found for mine, found in zip(chosen, answers, strict=True)]
        stored = node.finder.stored
        missing: list[int] = []
        updates: dict[int, Values] = {}
        for at, answer in enumerate(answers):
            if answer.error:
                choices = answer.choices
                node.known[combinations[at]] = Answer(
                    error=f"{node.link.label}{self._called(node, given[at])}：{answer.error}",
                    asked=Question(node.of.name, choices, node.path, combinations[at]) if choices else None,
                )
            elif answer.id is None:
                missing.append(at)
            else:
                node.known[combinations[at]] = Answer(answer.id)
                self._settle(node, answer.id, given[at], stored[answer.id], updates)
        self._nearly(node, combinations, given, missing)
        self._namesakes(node, combinations, given, missing)
        self._make(node, combinations, given, [at for at in missing if combinations[at] not in node.known])
        self._update(
            node, updates, {answer.id: one for one, answer in reversed(node.known.items()) if answer.id in updates}
        )

    def _called(self, node: Node, given: Values) -> str:
        shown = next((given[name] for name in (node.of.display, *node.fields) if name in given), None)
        one = node.of.fields.get(next((name for name in (node.of.display, *node.fields) if name in given), ""))
        return f"“{one.kind.to_text(shown)}”" if one is not None and shown is not None else ""

    def _settle(self, node: Node, id: int, given: Values, stored: Values, updates: dict[int, Values]) -> None:
        """Note what the row says of a stored record: all of a master's fields, only blanks of another's."""
        settled = node.settled.setdefault(id, set())
        for name, value in given.items():
            if name in settled or name in node.inherited:
                continue
            settled.add(name)
            if stored[name] != value and (node.is_master or stored[name] is None):
                updates.setdefault(id, {})[name] = int(value) if isinstance(value, Vague) else value

    def _nearly(self, node: Node, combinations: list[Tuple], given: list[Values], missing: list[int]) -> None:
        """双河 for 双河村: the one name that only goes on for a character or two."""
        display = node.of.display
        if node.is_master or not missing or display not in node.of.fields:
            return
        kind = node.of.fields[display].kind
        if not isinstance(kind, Name | Text) or isinstance(kind, PersonName):
            return  # 王明 is not 王明华, and no day, year or number goes on in another
        field = node.of.model._meta.fields[display]
        stored = dict(node.of.model.select(field, node.of.model.id).tuples())
        new = {given[at][display] for at in missing if display in given[at]}
        for at in missing:
            text = given[at].get(display) or ""
            near = [
                name for name in {*stored, *new} if name and 0 < len(name) - len(text) <= 2 and name.startswith(text)
            ]
            if len(near) != 1 or len(text) < 2:
                continue
            if near[0] in stored:
                node.known[combinations[at]] = Answer(stored[near[0]])
            else:
                given[at] = {**given[at], display: near[0]}

    def _namesakes(self, node: Node, combinations: list[Tuple], given: list[Values], missing: list[int]) -> None:
        """Who is known by a name only, or not where the row says: those of that name are put to the clerk."""
        display = node.of.display
        if node.is_master or node.link.create or display not in node.fields:
            return
        if not isinstance(node.of.fields[display].kind, PersonName):
            return
        names = {given[at][display] for at in missing if display in given[at]}
        hits = find(node.of, (display,), [(name,) for name in names]) if names else {}
        for at in missing:
            ids = tuple(sorted(hits.get((given[at].get(display),), ())))
            if not ids:
                continue
            counter = node.of.counter
            beside = "、".join(node.of.fields[name].label for name in given[at] if name != display)
            why = f"按表上的{beside}没有对上" if beside else "只写了姓名"
            node.known[combinations[at]] = Answer(
                error=f"{node.link.label}{self._called(node, given[at])}：{why}，有 {len(ids)} {counter}同名，"
                f"请选是哪一{counter}",
                asked=Question(node.of.name, ids, node.path, combinations[at]),
            )

    def _make(self, node: Node, combinations: list[Tuple], given: list[Values], missing: list[int]) -> None:
        """Add what is not there yet, if the program may; combinations that share a key become one record."""
        if not missing:
            return
        if not (node.is_master or node.link.create):
            for at in missing:
                node.known[combinations[at]] = Answer(
                    error=f"{node.link.label}{self._called(node, given[at])}没有登记过，这一行没有登记；"
                    f"请先登记，或先导入写着{node.of.title}的表，再导入这张表"
                )
            return
        drafts, owner = self._drafts(node, given, missing)
        check_drafts(drafts)
        for draft in drafts:
            soften(draft, set(node.names))
        good = [draft for draft in drafts if not draft.failed]
        ids = dict(zip(map(id, good), self.operation.add(node.of, [draft.values for draft in good]), strict=True))
        node.made.update(ids.values())
        self.created[node.of.name] = self.created.get(node.of.name, 0) + len(good)
        add_details(self.operation, node.of, [(ids[id(draft)], draft.values) for draft in good])
        for at in missing:
            draft = owner[at]
            if draft.failed:
                why = next(p.text for p in draft.problems if p.level == "error")
                text = f"没有找到{node.link.label}{self._called(node, given[at])}，也不能新登记：{why}"
                node.known[combinations[at]] = Answer(error=text)
                continue
            doubts = [p.text for p in draft.problems if draft.ref == at and not node.is_master]
            if draft.ref == at and not node.is_master:
                doubts.insert(0, f"顺带新登记{node.link.label}{self._called(node, given[at])}")
            node.known[combinations[at]] = Answer(ids[id(draft)], doubts=tuple(doubts))

    def _drafts(self, node: Node, given: list[Values], missing: list[int]) -> tuple[list[Draft], dict[int, Draft]]:
        base = blank(node.of)
        drafts: list[Draft] = []
        owner: dict[int, Draft] = {}
        seen: dict[tuple[int, Tuple], Draft] = {}
        for at in missing:
            values = {name: int(v) if isinstance(v, Vague) else v for name, v in given[at].items()}
            keys = [
                (index, tuple(values[part] for part in key))
                for index, key in enumerate(node.finder.keys)
                if all(part in values for part in key)
            ]
            draft = next((seen[key] for key in keys if key in seen and _agrees(seen[key].values, values, node)), None)
            if draft is None:
                draft = Draft(node.of, {**base, **values}, ref=at)
                drafts.append(draft)
            else:
                draft.values.update({n: v for n, v in values.items() if draft.values[n] is None})
            owner[at] = draft
            for key in keys:
                seen.setdefault(key, draft)
        return drafts, owner

    def _update(self, node: Node, updates: dict[int, Values], first: dict[int | None, Tuple]) -> None:
        """Write what rows say of linked records; ``first`` combination of each, where the change is told."""
        if not updates:
            return
        stored = {id: node.finder.stored[id] for id in updates}
        kept = kept_values(node.of, list(updates))
        drafts = []
        for id, new in updates.items():
            new = {name: value for name, value in new.items() if name not in kept.get(id, ())}
            if new:
                drafts.append(Draft(node.of, {**{n: stored[id][n] for n in node.of.fields}, **new}, set(new), id))
        check_drafts(drafts)
        good = {draft.id: draft.values for draft in drafts if not draft.failed and draft.id is not None}
        self.operation.edit(node.of, good, stored)
        for draft in drafts:
            if draft.failed or draft.id is None or not node.is_master:
                continue
            fields, before = node.of.fields, stored[draft.id]
            changes = tuple(
                (
                    f"{node.of.title}{fields[name].label}",
                    text_of(fields[name], before[name]),
                    text_of(fields[name], draft.values[name]),
                )
                for name in sorted(draft.changed or ())
            )
            node.known[first[draft.id]] = Answer(draft.id, changes=changes)


def _agrees(one: Values, other: Values, node: Node) -> bool:
    """Whether two combinations can be one record: no key field says otherwise."""
    parts = {part for key in node.finder.keys for part in key}
    return all(one.get(part) is None or other.get(part) is None or one[part] == other[part] for part in parts)


def text_of(field: Any, value: Any) -> str:
    """What a clerk reads for a stored value; a link by the name of its record."""
    if value is None:
        return ""
    if isinstance(field, LinkField):
        return label_of(ledger_of(field.rel_model), value)
    return str(field.kind.to_text(value))


def soften(draft: Draft, given: set[str]) -> None:
    """A place that the whole table does not name is asked for later: 归村待定 instead of an error."""
    for at, problem in enumerate(draft.problems):
        one = draft.ledger.fields.get(problem.field)
        if (
            problem.level == "error"
            and isinstance(one, LinkField)
            and one.required
            and problem.field != draft.ledger.master
            and problem.field not in given
            and draft.values[problem.field] is None
        ):
            draft.problems[at] = Problem(f"{problem.text}，请以后补上", problem.field, "warn")


def kept_values(of: Ledger, ids: Sequence[int]) -> dict[int, Values]:
    """{id: fields that the program keeps in line with details}: a table does not overwrite them."""
    kept: dict[int, Values] = {}
    for name, edits in of.model.refresh(sorted(ids)):
        if name == of.name:
            for id, values in edits.items():
                kept.setdefault(id, {}).update(values)
    return kept


def add_details(operation: Operation, of: Ledger, records: Sequence[tuple[int, Values]]) -> None:
    """Details that follow from new records' own values (a project's villages)."""
    from models.ledger import ledger

    if not any("expand" in vars(cls) for cls in of.model.__mro__[:-2] if cls.__name__ != "Record"):
        return
    for id, values in records:
        for name, rows in of.model.expand(values):
            detail = ledger(name)
            base = blank(detail)
            drafts = [Draft(detail, {**base, **row, detail.master: id}) for row in rows]
            check_drafts(drafts)
            operation.add(detail, [draft.values for draft in drafts if not draft.failed])
