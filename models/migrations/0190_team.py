"""team: frozen tables, never edited after a release."""

from peewee import (
    BigIntegerField,
    BooleanField,
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


class ServiceGroup(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    name = TextField(null=True, index=True)
    leader = TextField(null=True)
    task = TextField(null=True)
    founded = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "service_group"
        legacy_table_names = False


class Demand(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    kind = TextField(null=True)
    content = TextField(null=True)
    value = BigIntegerField(null=True)
    urgency = TextField(null=True)
    date = TextField(null=True)
    person = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "demand"
        legacy_table_names = False


class Problem(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    text = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    raised_on = TextField(null=True)
    owner = TextField(null=True)
    deadline = TextField(null=True)
    state = TextField(null=True)
    closed_on = TextField(null=True)
    result = TextField(null=True)

    class Meta:
        table_name = "problem"
        legacy_table_names = False


class Supply(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    unit = TextField(null=True)
    kind = TextField(null=True)
    content = TextField(null=True)
    value = BigIntegerField(null=True)
    group = ForeignKeyField(ServiceGroup, null=True, on_delete="RESTRICT", backref="+")
    date = TextField(null=True)
    valid_to = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "supply"
        legacy_table_names = False


class TeamMember(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    name = TextField(null=True, index=True)
    role = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    sending_unit = TextField(null=True)
    post = TextField(null=True)
    sex = TextField(null=True)
    birth = TextField(null=True)
    id_no = TextField(null=True)
    politics = TextField(null=True)
    education = TextField(null=True)
    phone = TextField(null=True)
    start = TextField(null=True)
    end = TextField(null=True)
    recalled = BooleanField(null=True)
    recall_reason = TextField(null=True)
    service_group = ForeignKeyField(ServiceGroup, null=True, on_delete="RESTRICT", backref="+")
    group_leader = BooleanField(null=True)
    insurance_no = TextField(null=True)
    pledge_on = TextField(null=True)
    pledge = TextField(null=True)
    pledge_published = TextField(null=True)
    remark = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "team_member"
        legacy_table_names = False


class VisitIn(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True)
    unit = TextField(null=True)
    leader = TextField(null=True)
    leader_level = TextField(null=True)
    persons = BigIntegerField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    purpose = TextField(null=True)
    result = TextField(null=True)
    initials = TextField(null=True)

    class Meta:
        table_name = "visit_in"
        legacy_table_names = False


class Assessment(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    member = ForeignKeyField(TeamMember, null=True, on_delete="CASCADE", backref="+")
    year = BigIntegerField(null=True)
    side = TextField(null=True)
    score = BigIntegerField(null=True)
    grade = TextField(null=True)
    date = TextField(null=True)
    note = TextField(null=True)

    class Meta:
        table_name = "assessment"
        legacy_table_names = False


class Attendance(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    member = ForeignKeyField(TeamMember, null=True, on_delete="CASCADE", backref="+")
    date = TextField(null=True, index=True)
    half = TextField(null=True)
    state = TextField(null=True)
    place = TextField(null=True)
    method = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "attendance"
        legacy_table_names = False


class Leave(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    member = ForeignKeyField(TeamMember, null=True, on_delete="CASCADE", backref="+")
    kind = TextField(null=True)
    first = TextField(null=True)
    last = TextField(null=True)
    reason = TextField(null=True)
    approver = TextField(null=True)
    approver_level = TextField(null=True)
    back_on = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        table_name = "leave"
        legacy_table_names = False


class Spotcheck(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    date = TextField(null=True)
    member = ForeignKeyField(TeamMember, null=True, on_delete="CASCADE", backref="+")
    checker = TextField(null=True)
    way = TextField(null=True)
    found = TextField(null=True)
    note = TextField(null=True)

    class Meta:
        table_name = "spotcheck"
        legacy_table_names = False


class Worklog(Model):
    id = BigIntegerField(primary_key=True)
    uid = CharField(max_length=36, unique=True)
    revision = IntegerField(default=1)
    member = ForeignKeyField(TeamMember, null=True, on_delete="CASCADE", backref="+")
    date = TextField(null=True)
    village = ForeignKeyField(Village, null=True, on_delete="RESTRICT", backref="+")
    category = TextField(null=True)
    text = TextField(null=True)
    hours = BigIntegerField(null=True)
    photo = BooleanField(null=True)

    class Meta:
        table_name = "worklog"
        legacy_table_names = False


def up(migrator, db):
    """Apply."""
    tables = [
        ServiceGroup,
        Demand,
        Problem,
        Supply,
        TeamMember,
        VisitIn,
        Assessment,
        Attendance,
        Leave,
        Spotcheck,
        Worklog,
    ]
    db.bind([*tables, Village])
    db.create_tables(tables)
    migrator.migrate(
        migrator.add_column(
            "match", "supply_id", ForeignKeyField(Supply, null=True, on_delete="RESTRICT", backref="+", field=Supply.id)
        ),
    )
    migrator.migrate(
        migrator.add_column(
            "match", "demand_id", ForeignKeyField(Demand, null=True, on_delete="RESTRICT", backref="+", field=Demand.id)
        ),
    )
