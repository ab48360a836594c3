"""Whether everybody who should was trained (seeds-map.md D9)."""

from __future__ import annotations

from collections.abc import Iterator

from models import query
from models.query import Selection
from models.reports.figures.base import Part, Scope, figure, percent


@figure(
    "secretaries_trained", "村支书参训率", "%",
    "在培训名单里的村支书 ÷ 村里登记了姓名的村支书 × 100；按名单上的姓名和村认，没有写村的只认姓名", "seeds-map.md D9",
)  # fmt: skip
def secretaries_trained(scope: Scope) -> Iterator[Part]:
    """Secretaries of villages that are on the roster of a training, of the year that is asked for."""
    chosen = Selection("village").where("secretary", "filled")
    if scope.village is not None:
        chosen = chosen.where("name", "in", [scope.villages[scope.village]])
    secretaries = {id: name for id, (name,) in query.each(chosen, ("secretary",))}
    if not secretaries:
        return
    named = Selection("training_person").where("person", "in", sorted(set(secretaries.values())))
    if scope.year is not None:
        named = named.where("training.start", "=", str(scope.year))
    seen = {one.key for one in query.groups(named, ("person", "village"))}
    trained = sum((name, id) in seen or (name, None) in seen for id, name in secretaries.items())
    if query.count(Selection("training_person")):
        value = percent(trained, len(secretaries))
        yield Part(value, chosen, len(secretaries), village=scope.village, year=scope.year)
