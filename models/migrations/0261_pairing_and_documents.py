"""pairing_and_documents: frozen tables, never edited after a release."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Org(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "org"
        legacy_table_names = False


class Village(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "village"
        legacy_table_names = False


class Document(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    doc_no = TextField(null=True, index=True)
    date = TextField(null=True)
    title = TextField(null=True)
    kind = TextField(null=True)
    issuer = TextField(null=True)
    valid_to = TextField(null=True)
    kept_at = TextField(null=True)
    summary = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "document"
        legacy_table_names = False


class ContactDuty(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    name = TextField(null=True)
    post = TextField(null=True)
    unit = TextField(null=True)
    kind = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    start = TextField(null=True)
    end = TextField(null=True)
    least = BigIntegerField(null=True)
    phone = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "contact_duty"
        legacy_table_names = False


class Pairing(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    org = ForeignKeyField(Org, null=True, on_delete="RESTRICT", backref="+")
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    lead = BooleanField(null=True)
    start = TextField(null=True)
    end = TextField(null=True)
    leader = TextField(null=True)
    contact = TextField(null=True)
    pledged = BigIntegerField(null=True)
    goal = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "pairing"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [Document, ContactDuty, Pairing]
    db.bind([*tables, Org, Village])
    db.create_tables(tables)
