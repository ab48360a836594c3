"""Whose a general word is: 电话 behind 帮扶责任人 is theirs, the account in a table of people the person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.exchange.content import Content
from models.exchange.headers import canonical
from models.exchange.table import Header
from models.exchange.targets import SAME as SAME_WORDS
from models.exchange.targets import Target, targets
from models.kinds import PersonName
from models.ledger import Ledger

_ENDS = {
    "证件号码": ("id_no",),
    "电话": ("phone",),
    "职务": ("post", "role"),
    "单位": ("org", "sending_unit"),
    "性别": ("sex",),
    "政治面貌": ("politics",),
    "文化程度": ("education",),
    "银行卡号": ("bank_account",),
    "年龄": ("age",),
}


@dataclass(frozen=True)
class Claim:
    """A column's target and whether the clerk need not look."""

    target: Target
    sure: bool
    rank: int = 0


def fit(contents: Sequence[Content] | None, at: int, target: Target) -> float | None:
    """How well the cells of a column fit a target, None when nothing can be said."""
    if contents is None:
        return None
    return contents[at].fits(target.field.kind, target.name)


def mind_owners(
    of: Ledger, headers: Sequence[Header], contents: Sequence[Content] | None, found: dict[int, Claim], used: set[str]
) -> None:
    """电话 behind 帮扶责任人 is theirs: a general word about a person follows the name to its left."""
    owner: Target | None = None
    since = 0
    by_path = {target.path: target for target in targets(of)}
    for at, header in enumerate(headers):
        claim = found.get(at)
        if claim is not None and isinstance(claim.target.field.kind, PersonName):
            owner, since = claim.target, at
            continue
        word = canonical(header.levels[-1])
        if owner is None or word not in _ENDS or at - since > 4:
            continue
        partner = next((by_path[path] for path in _partner_paths(owner, word) if path in by_path), None)
        if claim is not None and claim.rank >= SAME_WORDS and claim.target.distance == 0:
            beside = len(header.levels) > 1 and header.levels[:-1] == headers[since].levels[:-1]
            if not owner.distance and not (beside and "." in owner.path):
                continue
            found[at] = claim = Claim(claim.target, False)
            if not beside or partner is None:
                continue
        prefix = owner.path.rpartition(".")[0]
        if claim is not None and partner is not None and partner.key == claim.target.key:
            continue
        if claim is not None and prefix and claim.target.path.rpartition(".")[0] == prefix:
            continue
        if partner is not None and partner.key not in used and _fits_well(contents, at, partner):
            if claim is not None:
                used.discard(claim.target.key)
            used.add(partner.key)
            found[at] = Claim(partner, False)
        elif claim is not None:
            near = claim.target.path.rpartition(".")[0] == prefix
            if not near or (partner is None and owner.path.rpartition(".")[2] not in ("name", "head")):
                found[at] = Claim(claim.target, False)


def mind_persons(
    of: Ledger, headers: Sequence[Header], contents: Sequence[Content] | None, found: dict[int, Claim], used: set[str]
) -> None:
    """The account in a table of people is the person's, not that of the household behind, unless its words say so."""
    by_path = {target.path: target for target in targets(of)}
    for at, claim in list(found.items()):
        before, _, last = claim.target.path.rpartition(".household.")
        nearer = by_path.get(f"{before}.{last}") if before else None
        if nearer is None or nearer.key in used or "户" in headers[at].text:
            continue
        if canonical(headers[at].levels[-1]) not in _ENDS:
            continue
        if type(nearer.field.kind) is type(claim.target.field.kind) and _fits_well(contents, at, nearer):
            used.add(nearer.key)
            found[at] = Claim(nearer, False)


def _fits_well(contents: Sequence[Content] | None, at: int, target: Target) -> bool:
    fits = fit(contents, at, target)
    return fits is None or fits >= 0.8


def _partner_paths(owner: Target, word: str) -> list[str]:
    """Where the phone or the number of a person may stand: head → phone, head_id_no; contact_name → contact_phone."""
    prefix, _, name = owner.path.rpartition(".")
    dot = f"{prefix}." if prefix else ""
    stem = name.removesuffix("name").removesuffix("_")
    ends = _ENDS[word]
    found = [f"{dot}{stem}_{end}" for end in ends] if stem else []
    if name in ("name", "head", "person", "contact_name"):
        found += [f"{dot}{end}" for end in ends]
    return found
