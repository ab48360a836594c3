"""Stations, and the village of an honour: frozen tables, never edited after a release."""

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


class Station(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    name = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    place = TextField(null=True)
    opened = TextField(null=True)
    closed = TextField(null=True)
    leader = TextField(null=True)
    phone = TextField(null=True)
    services = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "station"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [Station]
    db.bind([*tables, Village])
    db.create_tables(tables)
    migrator.migrate(
        migrator.add_column(
            "honor",
            "village_id",
            ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+", field=Village.id),
        ),
    )
