"""changes_of_operation: an operation says where its changes are; the index that did so was written at each save."""

from peewee import BigIntegerField


def up(migrator, db):
    """Apply."""
    for name in ("first_change", "last_change"):
        migrator.migrate(migrator.add_column("operation", name, BigIntegerField(null=True)))
    ends = ", ".join(
        f'"{name}" = (SELECT {which}("id") FROM "change" WHERE "operation_id" = "operation"."id")'
        for name, which in (("first_change", "MIN"), ("last_change", "MAX"))
    )
    db.execute_sql(f'UPDATE "operation" SET {ends}')
    db.execute_sql('DROP INDEX "change_operation_id"')
