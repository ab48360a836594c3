"""open_decision: frozen tables, never edited after a release."""

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


class OpenDecision(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    title = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    kind = TextField(null=True)
    proposed_on = TextField(null=True)
    consulted_on = TextField(null=True)
    deliberated_on = TextField(null=True)
    resolved_on = TextField(null=True)
    decision_public_on = TextField(null=True)
    result_public_on = TextField(null=True)
    result = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "open_decision"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [OpenDecision]
    db.bind([*tables, Village])
    db.create_tables(tables)
