"""meeting: frozen tables, never edited after a release."""

from peewee import (
    BigIntegerField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Village(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "village"
        legacy_table_names = False


class Meeting(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True)
    kind = TextField(null=True)
    title = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    place = TextField(null=True)
    chair = TextField(null=True)
    recorder = TextField(null=True)
    attendee_count = BigIntegerField(null=True)
    attendees = TextField(null=True)
    topics = TextField(null=True)
    decisions = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "meeting"
        legacy_table_names = False


class Decision(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    meeting = ForeignKeyField(Meeting, null=True, on_delete="CASCADE", backref="+")
    content = TextField(null=True)
    owner = TextField(null=True)
    deadline = TextField(null=True)
    state = TextField(null=True)
    closed_on = TextField(null=True)
    result = TextField(null=True)

    class Meta:
        table_name = "decision"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [Meeting, Decision]
    db.bind([*tables, Village])
    db.create_tables(tables)
