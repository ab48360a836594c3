"""goals: frozen tables, never edited after a release."""

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


class Goal(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    series = TextField(null=True)
    item = TextField(null=True)
    year = BigIntegerField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    measure = TextField(null=True)
    owner = TextField(null=True)
    deadline = TextField(null=True)
    progress = BigIntegerField(null=True)
    status = TextField(null=True)
    result = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "goal"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [Goal]
    db.bind([*tables, Village])
    db.create_tables(tables)
