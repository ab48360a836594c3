"""org: frozen tables, never edited after a release."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    IntegerField,
    Model,
    TextField,
)


class Org(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    name = TextField(null=True, index=True)
    level = TextField(null=True)
    group = TextField(null=True)
    lead = BooleanField(null=True)
    contact = TextField(null=True)
    phone = TextField(null=True)
    address = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "org"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [Org]
    db.bind([*tables])
    db.create_tables(tables)
