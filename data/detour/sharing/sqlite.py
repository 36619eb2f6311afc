"""All tables as one SQLite database, written by SQLite itself: keys, constraints, descriptions, views.

Frictionless can write SQLite too, but neither descriptions nor views nor checks of vocabularies;
the library of record for the format is SQLite, which Python carries.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from detour import citation
from detour.sharing.items import Item

_TYPES = {"string": "TEXT", "number": "REAL", "integer": "INTEGER", "boolean": "INTEGER"}


class Unsound(ValueError):
    """Rows that the database's own keys do not allow."""


def of_tables(items: list[Item]) -> Item:
    """Return the published tables as one database."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "detour.sqlite"
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            _fill(database, items)
        content = path.read_bytes()
    about = "All tables with their types, keys and vocabularies; `fields` describes every column, and views answer common questions."
    return Item("detour-sqlite", "detour.sqlite", "All tables in one database", about, content)


def _fill(database: sqlite3.Connection, items: list[Item]) -> None:
    """Write everything in one transaction, so that the same tables give the same bytes."""
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("BEGIN")
    for item in items:
        database.execute(definition(item))
    for item in items:
        marks = ", ".join("?" * len(item.fields))
        database.executemany(f"INSERT INTO {_name(item.name)} VALUES ({marks})", item.rows)
    _describe(database, items)
    for statement in files("detour.sharing").joinpath("views.sql").read_text(encoding="utf-8").split(";\n"):
        database.execute(statement)
    database.execute("COMMIT")
    database.execute("VACUUM")
    broken = database.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise Unsound(f"rows that point nowhere (table, row, target, key): {broken[:5]}")


def definition(item: Item) -> str:
    """Return the statement that makes a table, with what its schema says of each field.

    >>> schema = {"fields": [{"name": "id", "type": "string", "constraints": {"required": True}}], "primaryKey": ["id"]}
    >>> print(definition(Item("t", "t.csv", "T", "", b"id\\n", schema)))
    CREATE TABLE "t" (
      "id" TEXT NOT NULL,
      PRIMARY KEY ("id")
    )
    """
    lines = [_column(field) for field in item.fields]
    if item.schema.get("primaryKey"):
        lines.append(f"PRIMARY KEY ({_names(item.schema['primaryKey'])})")
    for key in item.schema.get("foreignKeys", []):
        target = key["reference"]
        lines.append(f"FOREIGN KEY ({_names(key['fields'])}) REFERENCES {_name(target['resource'])} ({_names(target['fields'])})")
    return f"CREATE TABLE {_name(item.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _column(field: dict) -> str:
    """Return the definition of one column."""
    limits, column = field.get("constraints", {}), _name(field["name"])
    parts = [column, _TYPES[field["type"]]]
    if limits.get("required"):
        parts.append("NOT NULL")
    if "enum" in limits:
        parts.append(f"CHECK ({column} IN ({', '.join(map(_text, limits['enum']))}))")
    if "minimum" in limits:
        parts.append(f"CHECK ({column} >= {limits['minimum']})")
    return " ".join(parts)


def _describe(database: sqlite3.Connection, items: list[Item]) -> None:
    """Write what the database is, what its tables are and what each of their fields holds."""
    report = citation.report()
    about = {
        "title": report["title"],
        "version": str(report["version"]),
        "date": str(report["date-released"]),
        "licence": "CC BY 4.0 for the arrangement of the tables; facts keep their sources' terms",
        "cite": citation.cite("report").strip(),
    }
    tables = [(item.name, item.title, item.description, item.terms or None, len(item.rows)) for item in items]
    fields = [
        (item.name, number, field["name"], field["type"], field.get("description"), ", ".join(field.get("constraints", {}).get("enum", [])) or None)
        for item in items
        for number, field in enumerate(item.fields, 1)
    ]
    for name, columns, rows in (
        ("about", "name TEXT PRIMARY KEY, value TEXT NOT NULL", about.items()),
        ("tables", "name TEXT PRIMARY KEY, title TEXT, description TEXT, terms TEXT, rows INTEGER", tables),
        ("fields", '"table" TEXT, position INTEGER, name TEXT, type TEXT, description TEXT, allowed TEXT, PRIMARY KEY ("table", position)', fields),
    ):
        database.execute(f"CREATE TABLE {name} ({columns})")
        database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * (columns.count('TEXT') + columns.count('INTEGER')))})", rows)


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _names(names: list[str]) -> str:
    return ", ".join(map(_name, names))


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
