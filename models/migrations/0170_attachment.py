"""attachment: frozen tables, never edited after a release."""

from peewee import BigIntegerField, CharField, IntegerField, Model, TextField


class Attachment(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    owner = TextField(null=True)
    owner_id = BigIntegerField(null=True, index=True)
    name = TextField(null=True)
    category = TextField(null=True)
    size = BigIntegerField(null=True)
    sha256 = TextField(null=True)
    made_on = TextField(null=True)
    added_on = TextField(null=True)
    note = TextField(null=True)

    class Meta:
        table_name = "attachment"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [Attachment]
    db.bind(tables)
    db.create_tables(tables)
    # What was removed from a record is looked for among few changes, not among all.
    db.execute_sql('CREATE INDEX "change_attachment" ON "change" ("record_id") WHERE "ledger" = \'attachment\'')
