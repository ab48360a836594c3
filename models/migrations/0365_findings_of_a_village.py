"""findings_of_a_village: the worklist asks for one village and for what was mended; frozen after a release."""


def up(migrator, db):
    """Apply."""
    migrator.migrate(
        migrator.add_index("check_finding", ("village", "gone_run"), False),
        migrator.add_index("check_finding", ("gone_run",), False),
    )
