"""The tables of closings: no ledger, written once and never changed."""

from __future__ import annotations

import peewee

from models.database import database


class ClosingRow(peewee.Model):
    """One closing.

    ``number`` JZ202606-1 · ``month`` 2026-06 · ``asof`` the last day that counts · ``at`` local time as text ·
    ``operation`` the last operation it knew · ``before`` the digest of the closing before · ``digest`` its own.
    """

    number = peewee.TextField(unique=True)
    month = peewee.TextField()
    asof = peewee.TextField()
    at = peewee.TextField()
    who = peewee.TextField()
    note = peewee.TextField()
    operation = peewee.IntegerField()
    figures = peewee.IntegerField()
    before = peewee.TextField()
    digest = peewee.TextField()

    class Meta:
        """Storage."""

        database = database
        table_name = "closing"


class FigureRow(peewee.Model):
    """One figure of a closing; ``value`` JSON, ``chosen`` the Selection as JSON, ``behind`` the digest of a set."""

    closing = peewee.ForeignKeyField(ClosingRow, backref="+")
    seq = peewee.IntegerField()
    name = peewee.TextField()
    title = peewee.TextField()
    village = peewee.TextField(null=True)
    year = peewee.IntegerField(null=True)
    value = peewee.TextField()
    unit = peewee.TextField()
    qualifier = peewee.TextField()
    records = peewee.IntegerField()
    note = peewee.TextField()
    chosen = peewee.TextField()
    behind = peewee.TextField()

    class Meta:
        """Storage."""

        database = database
        table_name = "closing_figure"


class SetRow(peewee.Model):
    """Records with their revisions, kept once however many figures and closings they are behind."""

    digest = peewee.TextField(primary_key=True)
    members = peewee.BlobField()

    class Meta:
        """Storage."""

        database = database
        table_name = "closing_set"


class ReportRow(peewee.Model):
    """One report as it was, its tables as compressed JSON."""

    closing = peewee.ForeignKeyField(ClosingRow, backref="+")
    seq = peewee.IntegerField()
    name = peewee.TextField()
    number = peewee.TextField()
    title = peewee.TextField()
    period = peewee.TextField()
    digest = peewee.TextField()
    data = peewee.BlobField()

    class Meta:
        """Storage."""

        database = database
        table_name = "closing_report"
