"""Forms that are not saved yet: kept every few seconds, offered again after a crash."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import peewee

from models import clock
from models.database import database, is_open


class UnsavedRow(peewee.Model):
    """One form: ``key`` says which, ``data`` is JSON."""

    key = peewee.TextField(primary_key=True)
    at = peewee.TextField()
    data = peewee.TextField()

    class Meta:
        """Storage."""

        database = database
        table_name = "unsaved_form"


@dataclass(frozen=True)
class Entry:
    """A kept form: ``key`` · ``at`` local time as text · ``ledger`` · ``id`` None when new · ``title`` what a clerk
    calls it · ``state`` what the form needs to go on."""

    key: str
    at: str
    ledger: str
    id: int | None
    title: str
    state: dict[str, Any]


def key_of(ledger: str, id: int | None, token: str) -> str:
    """household:12, or household:new:TOKEN for a record that has no id yet."""
    return f"{ledger}:{id}" if id is not None else f"{ledger}:new:{token}"


def keep(key: str, ledger: str, id: int | None, title: str, state: dict[str, Any]) -> None:
    """Keep a form as it stands now; replaces what was kept under the same key."""
    data = json.dumps({"ledger": ledger, "id": id, "title": title, "state": state}, ensure_ascii=False)
    at = clock.now().isoformat(" ", "seconds")
    if not UnsavedRow.update(at=at, data=data).where(UnsavedRow.key == key).execute():
        UnsavedRow.insert(key=key, at=at, data=data).execute()


def forget(key: str) -> None:
    """The form was saved or given up."""
    if is_open():
        UnsavedRow.delete().where(UnsavedRow.key == key).execute()


def pending() -> list[Entry]:
    """All kept forms, the latest first."""
    found = []
    for key, at, data in UnsavedRow.select().order_by(UnsavedRow.at.desc(), UnsavedRow.key).tuples():
        kept = json.loads(data)
        found.append(Entry(key, at, kept["ledger"], kept["id"], kept["title"], kept["state"]))
    return found
