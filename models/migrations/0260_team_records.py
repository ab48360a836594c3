"""team_records: frozen tables, never edited after a release."""

import uuid

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class TeamMember(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "team_member"
        legacy_table_names = False


class OldMember(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    end = TextField(null=True)
    recalled = BooleanField(null=True)
    recall_reason = TextField(null=True)
    pledge_on = TextField(null=True)
    pledge = TextField(null=True)
    pledge_published = TextField(null=True)

    class Meta:
        table_name = "team_member"
        legacy_table_names = False


class Sequence(Model):
    name = CharField(primary_key=True)
    next = BigIntegerField()

    class Meta:
        table_name = "sequence"
        legacy_table_names = False


class Village(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "village"
        legacy_table_names = False


class ExchangeVisit(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True)
    title = TextField(null=True)
    kind = TextField(null=True)
    site = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    organiser = TextField(null=True)
    persons = BigIntegerField(null=True)
    score = BigIntegerField(null=True)
    learned = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "exchange_visit"
        legacy_table_names = False


class Pledge(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    member = ForeignKeyField(TeamMember, null=True, on_delete="CASCADE", backref="+")
    kind = TextField(null=True)
    year = BigIntegerField(null=True)
    signed_on = TextField(null=True)
    text = TextField(null=True)
    published_on = TextField(null=True)
    published_to = TextField(null=True)
    kept = BooleanField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "pledge"
        legacy_table_names = False


class Recall(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    member = ForeignKeyField(TeamMember, null=True, on_delete="CASCADE", backref="+")
    date = TextField(null=True)
    ground = TextField(null=True)
    reason = TextField(null=True)
    decided_by = TextField(null=True)
    doc_no = TextField(null=True)
    successor = ForeignKeyField(TeamMember, null=True, on_delete="RESTRICT", backref="+")
    handed_over = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "recall"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [ExchangeVisit, Pledge, Recall]
    db.bind([*tables, TeamMember, Village, OldMember, Sequence])
    db.create_tables(tables)
    _take_over()
    for name in ("recalled", "recall_reason", "pledge_on", "pledge", "pledge_published"):
        migrator.migrate(migrator.drop_column("team_member", name))


def _take_over():
    """Recalls and pledges that stood beside the member become records of their own.

    Their uid follows from the member's: copies of a file that are brought up apart hold the same records.
    """
    recalls, pledges = [], []
    for one in OldMember.select().order_by(OldMember.id):
        year = (one.pledge_published or one.pledge_on or "")[:4]
        if one.recalled or one.recall_reason:
            uid = _uid(one, "recall")
            recalls.append({"uid": uid, "member": one.id, "date": one.end, "reason": one.recall_reason})
        if one.pledge_on:
            signed = {"kind": "01", "year": int(one.pledge_on[:4]), "signed_on": one.pledge_on}
            pledges.append({"uid": _uid(one, "pledge-1"), "member": one.id, **signed})
        if one.pledge or one.pledge_published:
            said = {"kind": "02", "year": int(year) if year else None, "text": one.pledge}
            pledges.append(
                {"uid": _uid(one, "pledge-2"), "member": one.id, **said, "published_on": one.pledge_published}
            )
    first = _ids(len(recalls) + len(pledges))
    for at, row in enumerate(recalls):
        Recall.insert(id=first + at, **row).execute()
    for at, row in enumerate(pledges, len(recalls)):
        Pledge.insert(id=first + at, **row).execute()


def _uid(member, name):
    return str(uuid.uuid5(uuid.UUID(member.uid), name))


def _ids(count):
    """The first of ``count`` ids that no record has had."""
    if not count:
        return 0
    chosen = Sequence.name == "record"
    Sequence.update(next=Sequence.next + count).where(chosen).execute()
    return Sequence.get(chosen).next - count
