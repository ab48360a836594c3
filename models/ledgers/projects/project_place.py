"""项目实施村: the villages of a project with their shares (domain.md §9.2 places)."""

from collections.abc import Sequence
from typing import Any

from models.fields import LinkField, PercentField
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.ledgers.projects.project import Project
from models.record import Draft, Record


class ProjectPlace(Record):
    """One village of a project."""

    project = LinkField(Project, "项目", required=True, cascade=True, backref="village_rows")
    village = LinkField(Village, "行政村", required=True, shown=True)
    share = PercentField("分摊比例", shown=True, help="不填表示各村平均分摊")

    class Meta:
        """Storage."""

        table_name = "project_place"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """A village once per project; shares of at most 100 %."""
        seen: set[Any] = set()
        shares: dict[int, int] = {}
        for draft in drafts:
            key = draft.values["project"], draft.values["village"]
            if key in seen:
                draft.error("同一个村写了两次", "village")
            seen.add(key)
            shares[key[0]] = shares.get(key[0], 0) + (draft.values["share"] or 0)
            if shares[key[0]] > 10000:
                draft.error("各村分摊比例之和超过 100%", "share")


LEDGER = register(
    Ledger(
        ProjectPlace,
        "实施村",
        display="village",
        master="project",
        order=20,
        counter="个",
        keys=(("project", "village"),),
        sort=("project", "village.seq"),
        search=("village",),
    )
)
