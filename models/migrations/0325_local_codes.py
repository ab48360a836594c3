"""local_codes: frozen tables, never edited after a release."""

from peewee import BigIntegerField, BooleanField, CharField, IntegerField, Model, TextField


class LocalCode(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    list_name = TextField(null=True)
    code = TextField(null=True)
    label = TextField(null=True)
    parent = TextField(null=True)
    aliases = TextField(null=True)
    position = IntegerField(null=True)
    retired = BooleanField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "local_code"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [LocalCode]
    db.bind(tables)
    db.create_tables(tables)
