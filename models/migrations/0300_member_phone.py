"""member_phone: a phone of several households is looked for after every save; frozen, never edited after a release."""


def up(migrator, db):
    """Apply."""
    migrator.migrate(migrator.add_index("member", ("phone",), False))
