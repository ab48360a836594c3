"""project_details: frozen tables, never edited after a release."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Household(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "household"
        legacy_table_names = False


class Project(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "project"
        legacy_table_names = False


class Village(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        table_name = "village"
        legacy_table_names = False


class Notice(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    project = ForeignKeyField(Project, null=True, on_delete="CASCADE", backref="+")
    kind = TextField(null=True)
    subject = TextField(null=True)
    level = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    title = TextField(null=True)
    place = TextField(null=True)
    first = TextField(null=True)
    last = TextField(null=True)
    photo_start = BooleanField(null=True)
    photo_end = BooleanField(null=True)
    objections = TextField(null=True)
    result = TextField(null=True)

    class Meta:
        table_name = "notice"
        legacy_table_names = False


class ProjectChange(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    project = ForeignKeyField(Project, null=True, on_delete="CASCADE", backref="+")
    date = TextField(null=True)
    kind = TextField(null=True)
    before = TextField(null=True)
    after = TextField(null=True)
    reason = TextField(null=True)
    doc_no = TextField(null=True)
    approver = TextField(null=True)

    class Meta:
        table_name = "project_change"
        legacy_table_names = False


class ProjectProgress(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    project = ForeignKeyField(Project, null=True, on_delete="CASCADE", backref="+")
    month = TextField(null=True)
    percent = BigIntegerField(null=True)
    text = TextField(null=True)

    class Meta:
        table_name = "project_progress"
        legacy_table_names = False


class ProjectStep(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    project = ForeignKeyField(Project, null=True, on_delete="CASCADE", backref="+")
    stage = TextField(null=True)
    planned_on = TextField(null=True)
    done_on = TextField(null=True)
    doc_no = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "project_step"
        legacy_table_names = False


class ProjectTarget(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    project = ForeignKeyField(Project, null=True, on_delete="CASCADE", backref="+")
    level1 = TextField(null=True)
    level2 = TextField(null=True)
    text = TextField(null=True)
    operator = TextField(null=True)
    value = BigIntegerField(null=True)
    unit = TextField(null=True)
    actual = BigIntegerField(null=True)
    reason = TextField(null=True)

    class Meta:
        table_name = "project_target"
        legacy_table_names = False


class Linkage(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    project = ForeignKeyField(Project, null=True, on_delete="CASCADE", backref="+")
    way = TextField(null=True)
    household = ForeignKeyField(Household, null=True, on_delete="RESTRICT", backref="+")
    households = BigIntegerField(null=True)
    poor_households = BigIntegerField(null=True)
    year = BigIntegerField(null=True)
    amount = BigIntegerField(null=True)
    contract_no = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "linkage"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [Notice, ProjectChange, ProjectProgress, ProjectStep, ProjectTarget, Linkage]
    db.bind([*tables, Household, Project, Village])
    db.create_tables(tables)
