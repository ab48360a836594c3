"""Tables come from numbered, frozen migrations; a newer database is refused; drafts a migration for new ledgers."""

from __future__ import annotations

import keyword
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import peewee

from models import backup
from models.database import DiskFull, NewerDatabase, State, Trouble, database, integrity_faults, switch_to
from models.fields import LinkField
from models.ledger import ledgers

if TYPE_CHECKING:
    from playhouse.migrations import Runner

FOLDER = Path(__file__).with_name("migrations")
HISTORY = "schema_migration"
# 正在升级的那一份；要的空间：一份，加上改表时暂时多出来的
STAGED, ROOM = ".升级中", 2.2
MANY = 1000


def files(folder: Path | None = None) -> list[Path]:
    """The migrations in order. Raises Trouble when the folder did not come with the program."""
    found = sorted((folder or FOLDER).glob("[0-9]*.py"))
    if not found:
        raise Trouble("程序文件不完整（缺少 migrations 文件夹）。数据没有改动，请重新安装程序。")
    return found


def runner(base: Any = None, folder: Path | None = None) -> Runner:
    """Peewee's runner over our folder. Raises Trouble when the folder did not come with the program."""
    # Only who migrates needs it, and few starts do.
    from playhouse.migrations import Runner

    files(folder)
    return Runner(base or database.obj, str(folder or FOLDER), HISTORY)


def pending() -> list[str]:
    """Names of migrations that the open database has not had. Raises NewerDatabase."""
    known, base = [path.stem for path in files()], database.obj
    had: set[str] = set()
    if base.table_exists(HISTORY):
        had.update(name for (name,) in base.execute_sql(f'SELECT "name" FROM "{HISTORY}"'))
    if had - set(known):
        raise NewerDatabase("这个台账文件是用更新版本的程序保存的。为免丢失内容没有打开它，请先升级程序。")
    return [name for name in known if name not in had]


def bring_up(before: Callable[[], object] | None = None) -> list[str]:
    """Apply what is pending, after calling ``before`` (a backup) if the file already holds tables. Raises Trouble.

    A file that holds tables is left alone: a copy beside it is migrated, verified and only then put in its place.
    """
    waiting = pending()
    if not waiting:
        return []
    if not database.obj.get_tables():
        _apply()
        return waiting
    if before is not None:
        before()
    path = State.path
    assert path is not None
    if shutil.disk_usage(path.parent).free < path.stat().st_size * ROOM:
        raise DiskFull("磁盘空间不够，没有升级台账，原来的没有动。请清理磁盘（例如清空回收站）后再打开。")
    copy = path.with_name(f"{path.name}{STAGED}")
    _remove(copy)
    try:
        backup.copy_open_file(copy)
        faults, told = set(integrity_faults(MANY)), _history()
        switch_to(copy)
        _apply()
        _verify(faults, told)
        switch_to(path, instead=copy)
    finally:
        # 换上以后就没有这个文件了；没有换上的，一点不留
        _remove(copy)
    return waiting


def _apply() -> None:
    with database.obj.atomic():
        runner().up()


def _remove(copy: Path) -> None:
    if State.path is not None and str(database.obj.database) == str(copy):
        database.obj.close()
    for rest in ("", "-wal", "-shm"):
        Path(f"{copy}{rest}").unlink(missing_ok=True)


def _history() -> tuple[int, ...]:
    # 历史只增不减；别的表里有什么，由各次迁移决定
    held = set(database.obj.get_tables())
    names = [name for name in ("operation", "change") if name in held]
    return tuple(database.obj.execute_sql(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names)


def _verify(faults: set[str], told: tuple[int, ...]) -> None:
    found = [text for text in integrity_faults(MANY) if text not in faults]
    if found or pending() or _history() != told:
        what = found[0] if found else "历史的条数不一样"
        raise Trouble(f"升级后的台账没有通过检查（{what}），没有换上。原来的台账没有动，请和维护人员联系。")


# --- drafting -----------------------------------------------------------------------------------------------------

_CLASSES = (peewee.ForeignKeyField, peewee.BooleanField, peewee.BigIntegerField, peewee.IntegerField, peewee.TextField)


def _stored_class(one: Any) -> type[peewee.Field]:
    return next(cls for cls in _CLASSES if isinstance(one, cls))


def _quoted(text: str) -> str:
    # As the formatter of the test run wants it.
    return f'"{text}"'


def _field_line(one: Any) -> str:
    kind = _stored_class(one)
    arguments = ["null=True"]
    if isinstance(one, LinkField):
        target = _quoted("self") if one.rel_model is one.model else _class_name(one.rel_model._meta.table_name)
        arguments = [target, "null=True", f"on_delete={_quoted(one.on_delete)}", 'backref="+"']
    elif one.index:
        arguments.append("index=True")
    if one.column_name != one.name and not isinstance(one, LinkField):
        arguments.append(f"column_name={_quoted(one.column_name)}")
    name = f'locals()["{one.name}"]' if keyword.iskeyword(one.name) else one.name
    return f"    {name} = {kind.__name__}({', '.join(arguments)})"


def _definition(one: Any) -> str:
    definition = _field_line(one).partition(" = ")[2]
    if not isinstance(one, LinkField):
        return definition
    # A column that is added must know the other table's key, and cannot call its own table "self".
    target = _class_name(one.rel_model._meta.table_name)
    return f"{definition[:-1].replace(_quoted('self'), target)}, field={target}.id)"


def _class_name(table: str) -> str:
    return "".join(part.title() for part in table.split("_"))


def _class(table: str, lines: list[str]) -> list[str]:
    return [
        f"class {_class_name(table)}(Model):",
        *lines,
        "",
        "    class Meta:",
        f"        table_name = {_quoted(table)}",
        "        legacy_table_names = False",
        "",
        "",
    ]


def draft(name: str, folder: Path = FOLDER) -> Path | None:
    """Write the migration that takes the tables of the existing migrations to today's ledgers; None if nothing differs.

    The file holds frozen copies of the tables, so that later changes of a ledger do not change the past.
    """
    base = peewee.SqliteDatabase(":memory:")
    existing = sorted(folder.glob("[0-9]*.py"))
    if existing:
        runner(base, folder).up()
    tables = set(base.get_tables())
    new, added, stubs = [], [], set()
    for of in sorted(ledgers(), key=_depth):
        fields: list[Any] = list(of.fields.values())
        if of.name not in tables:
            new.append(of)
            stubs |= {one.rel_model._meta.table_name for one in fields if isinstance(one, LinkField)}
            continue
        stored = {column.name for column in base.get_columns(of.name)}
        missing = [one for one in fields if one.column_name not in stored]
        added += [(of, one) for one in missing]
        stubs |= {one.rel_model._meta.table_name for one in missing if isinstance(one, LinkField)}
    base.close()
    if not new and not added:
        return None
    names = {of.name for of in new}
    lines = [
        f'"""{name}: frozen tables, never edited after a release."""',
        "",
        "from peewee import (",
        *[f"    {name}," for name in _imports(new, added, bool(stubs - names))],
        ")",
        "",
        "",
    ]
    for stub in sorted(stubs - names):
        lines += _class(stub, ["    id = BigIntegerField(primary_key=True)"])
    for of in new:
        head = [
            "    id = BigIntegerField(primary_key=True)",
            "    uid = CharField(max_length=36, unique=True)",
            "    revision = IntegerField(default=1)",
        ]
        lines += _class(of.name, head + [_field_line(one) for one in of.fields.values()])
    lines += ["def up(migrator, db):", '    """Apply."""']
    if new:
        lines += [
            f"    tables = {_list([_class_name(of.name) for of in new])}",
            f"    db.bind({_list(['*tables', *(_class_name(stub) for stub in sorted(stubs - names))])})",
            "    db.create_tables(tables)",
        ]
    for of, one in added:
        place = f"{_quoted(of.name)}, {_quoted(one.column_name)}"
        call = f"migrator.add_column({place}, {_definition(one)})"
        lines += ["    migrator.migrate(", f"        {call},", "    )"]
    number = int(existing[-1].name[:4]) + 1 if existing else 1
    path = folder / f"{number:04d}_{name}.py"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _imports(new: list[Any], added: list[tuple[Any, Any]], stubs: bool) -> list[str]:
    classes = {_stored_class(one).__name__ for of in new for one in of.fields.values()}
    classes |= {_stored_class(one).__name__ for _, one in added}
    if new:
        classes |= {"BigIntegerField", "CharField", "IntegerField", "Model"}
    if stubs:
        classes |= {"BigIntegerField", "Model"}
    return sorted(classes)


def _list(names: list[str]) -> str:
    line = f"[{', '.join(names)}]"
    return line if len(line) < 100 else "[\n        " + ",\n        ".join(names) + ",\n    ]"


def _depth(of: Any) -> tuple[int, str]:
    links = [
        one.rel_model for one in of.fields.values() if isinstance(one, LinkField) and one.rel_model is not of.model
    ]
    from models.ledger import ledger_of

    return (1 + max((_depth(ledger_of(model))[0] for model in links), default=0) if links else 0, of.name)
