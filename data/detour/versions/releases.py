"""Release records: what each published version said, kept as it was published.

A record is `data/releases/<version>.csv`. It is an archive: nothing derives it from
the present, and nothing present is derived from it but what has changed since.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path

from detour import tables

VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", re.ASCII)
#: Where records lie under the folder of the data package.
FOLDER = "releases"
#: One row of a record: text by column.
Row = dict[str, str]


def order(version: str) -> tuple[int, ...]:
    """Return what sorts versions: 0.10.0 comes after 0.9.0.

    >>> sorted(["0.10.0", "0.9.0"], key=order)
    ['0.9.0', '0.10.0']
    """
    return tuple(int(part) for part in version.split("."))


def schema(data: Path = tables.DATA) -> dict:
    """Return the table schema that every record follows."""
    return json.loads((data / FOLDER / "schema.json").read_text(encoding="utf-8"))


def versions(data: Path = tables.DATA) -> list[str]:
    """Return the released versions, oldest first."""
    return sorted((path.stem for path in (data / FOLDER).glob("*.csv") if VERSION.fullmatch(path.stem)), key=order)


def files(data: Path = tables.DATA) -> list[Path]:
    """Return every file of the archive: records, their index and their schema."""
    return sorted(path for path in (data / FOLDER).glob("*.*") if path.is_file())


def path_of(version: str, data: Path = tables.DATA) -> Path:
    """Return the file of a version's record."""
    return data / FOLDER / f"{version}.csv"


def index(data: Path = tables.DATA) -> dict[str, dict[str, str]]:
    """Return of each released version its date, the date of its newest evidence and the SHA-256 of its record.

    >>> index()["0.1.0"]["released"]
    '2026-11-21'
    """
    path = data / FOLDER / "index.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def sha256(version: str, data: Path = tables.DATA) -> str:
    """Return the SHA-256 of a record's file as it lies there now."""
    return hashlib.sha256(path_of(version, data).read_bytes()).hexdigest()


def read(path: Path) -> dict[str, Row]:
    """Return a record by id, from its file."""
    with open(path, encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def load(version: str, data: Path = tables.DATA) -> dict[str, Row]:
    """Return the record of a released version by id."""
    return read(path_of(version, data))


def current(data: Path = tables.DATA) -> str:
    """Return the version that the data package says it is: the one being prepared, until it is released."""
    return tables.descriptor(data)["version"]


def corrections(data: Path = tables.DATA, act: str = "") -> dict[str, list[Row]]:
    """Return the rows of `corrections.csv` by version, oldest first: all, or those of one act."""
    rows = tables.records("corrections", data)
    chosen = [row for row in rows if not act or row["act"] == act]
    return {version: [row for row in chosen if row["version"] == version] for version in sorted({row["version"] for row in chosen}, key=order)}


def retired(data: Path = tables.DATA) -> dict[str, Row]:
    """Return every row that was taken away, by id: what it last said, since which version it is gone, why, and what replaces it.

    >>> retired()["se-mkt-idc-2025-nvidia"]["replaced_by"]
    'es-022'
    """
    gone = {row["id"]: row for rows in corrections(data, "retired").values() for row in rows}
    last = last_said(data) if gone else {}
    return {id: last.get(id, {}) | row | {"cited": last.get(id, {}).get("sources", "")} for id, row in gone.items()}


def last_said(data: Path = tables.DATA) -> dict[str, Row]:
    """Return every id that was ever published, as the latest record that holds it has it."""
    return _last_said(data, tuple(versions(data)))


@lru_cache(maxsize=4)
def _last_said(data: Path, known: tuple[str, ...]) -> dict[str, Row]:
    said: dict[str, Row] = {}
    for version in known:
        said |= load(version, data)
    return said


def gone(id: str, data: Path = tables.DATA) -> str:
    """Return what to say of an id that was retired, or nothing where it was not.

    >>> gone("se-mkt-idc-2025-nvidia")
    'se-mkt-idc-2025-nvidia was retired in version 0.2.0; es-022 replaces it'
    """
    row = next((row for rows in corrections(data, "retired").values() for row in rows if row["id"] == id), None)
    if row is None:
        return ""
    heirs = " and ".join(tables.split(row["replaced_by"])) or "nothing"
    return f"{id} was retired in version {row['version']}; {heirs} replace{'' if ' and ' in heirs else 's'} it"
