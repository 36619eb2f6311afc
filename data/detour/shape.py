"""Whether each file of the data package is a table at all: bytes, lines, header, numbers.

These come before schema and rules because a file in a wrong encoding has no rows
to speak of, and a row that runs over a line end has no line to name.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator
from pathlib import Path

from detour import tables
from detour.faults import Fault
from detour.versions import releases

_NUMBER = {"number": re.compile(r"-?\d{1,300}(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII), "integer": re.compile(r"-?\d{1,18}", re.ASCII)}
_PLAIN = {
    "number": "a number; allowed: digits, a point for decimals and nothing between thousands, such as 1234.5",
    "integer": "a whole number; allowed: digits alone, such as 12",
}
_PACKAGE = "a data package (datapackage.json, UTF-8) whose tables have name, path, schema and keys that exist"


def is_number(cell: str) -> bool:
    """Return whether a cell holds a number as the tables write it.

    >>> is_number("1e3"), is_number("1,000"), is_number("inf")
    (True, False, False)
    """
    return bool(_NUMBER["number"].fullmatch(cell)) and math.isfinite(float(cell))


def faults(data: Path = tables.DATA) -> list[Fault]:
    """Return what is wrong with the files of the folder `data` as files."""
    found = list(_package_faults(data)) or list(_archive_faults(data))
    if found:
        return found
    for name in tables.resources(data):
        found += _file_faults(data, name)
    return found + list(_strays(data)) + [fault for path, fields in _records(data) for fault in _as_table(data, path, fields)]


def _records(data: Path) -> Iterator[tuple[str, list[dict]]]:
    """Yield file and fields of every release record."""
    for version in releases.versions(data):
        if releases.order(version) <= releases.order(releases.current(data)):
            yield releases.path_of(version, data).relative_to(data).as_posix(), releases.schema(data)["fields"]


def _package_faults(data: Path) -> Iterator[Fault]:
    try:
        described = tables.resources(data)
        if not releases.VERSION.fullmatch(releases.current(data)):
            raise ValueError(f"the version {releases.current(data)!r} is not three numbers")
        missing = sorted(set(tables.resources()) - set(described))
        for each in [] if missing else described.values():
            _follow(each, described, data)
    except (OSError, ValueError, KeyError, TypeError, re.error) as error:
        reason = {KeyError: f"no {error}", TypeError: "not of the right kind"}.get(type(error), error)
        yield Fault("datapackage.json", getattr(error, "lineno", 1), "-", f"not a readable data package: {reason}; allowed: {_PACKAGE}")
        return
    for name in missing:
        yield Fault("datapackage.json", 1, "resources", f"the table {name!r} is missing; allowed: all of {', '.join(tables.resources())}")


def _archive_faults(data: Path) -> Iterator[Fault]:
    """What is wrong with the two files by which release records are read and held."""
    held = {"schema.json": lambda: [field["type"] for field in releases.schema(data)["fields"]]}
    held["index.json"] = lambda: [entry["sha256"] for entry in releases.index(data).values()]
    for name, read in held.items() if releases.versions(data) else ():
        try:
            read()
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"not readable: {str(error).partition(':')[0]}; allowed: the file as it was committed with the records"
            yield Fault(f"{releases.FOLDER}/{name}", getattr(error, "lineno", 1), "-", message)


def _follow(resource: dict, described: dict, data: Path) -> None:
    """Go wherever the description of a table points; raise where that is nowhere."""
    schema = resource["schema"]
    if not (data / resource["path"]).resolve().is_relative_to(data.resolve()):
        raise ValueError(f"the path {resource['path']!r} leaves the folder")
    names = {field["name"]: (field["type"], re.compile(field.get("constraints", {}).get("pattern", ""))) for field in schema["fields"]}
    for column in [*schema["primaryKey"], *(foreign["fields"][0] for foreign in schema["foreignKeys"])]:
        names[column]
    for foreign in schema["foreignKeys"]:
        reference = foreign["reference"]
        {field["name"]: field for field in described[reference["resource"]]["schema"]["fields"]}[reference["fields"][0]]


def _strays(data: Path) -> Iterator[Fault]:
    """Tables that no one would read."""
    known = {tables.path_of(name, data) for name in tables.resources(data)}
    for folder in sorted({path.parent for path in known}):
        for path in sorted(set(folder.glob("*.csv")) - known):
            yield Fault(path.relative_to(data).as_posix(), 0, "-", "not a table of the data package; allowed: the files that datapackage.json names")
    for path in sorted((data / releases.FOLDER).glob("*.csv")):
        if not releases.VERSION.fullmatch(path.stem):
            yield Fault(path.relative_to(data).as_posix(), 0, "-", "not named for a version; allowed: release records such as 0.1.0.csv")
        elif releases.order(path.stem) > releases.order(releases.current(data)):
            message = f"a release after the present version; allowed: at most {releases.current(data)}, the version in datapackage.json"
            yield Fault(path.relative_to(data).as_posix(), 0, "-", message)


def _file_faults(data: Path, name: str) -> list[Fault]:
    return _as_table(data, tables.resource(name, data)["path"], tables.fields(name, data))


def _as_table(data: Path, path: str, fields: list[dict]) -> list[Fault]:
    file = data / path
    if not file.is_file():
        return [Fault(path, 0, "-", "file is missing; allowed: every table that datapackage.json names")]
    raw = file.read_bytes()
    if not raw:
        return [Fault(path, 1, "-", "file is empty; allowed: a header row and rows")]
    if raw.startswith(b"\xef\xbb\xbf"):
        return [Fault(path, 1, "-", "file starts with a byte order mark; allowed: UTF-8 without one")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        return [Fault(path, row, "-", f"byte {raw[error.start]:#04x} is not UTF-8; allowed: UTF-8 only")]
    return list(_line_faults(path, text)) or list(_table_faults(path, text, fields))


def _line_faults(path: str, text: str) -> Iterator[Fault]:
    for character, message in (("\r", "carriage return; allowed: line feed alone as line end"), ("\x00", "NUL character; allowed: text")):
        if character in text:
            yield Fault(path, text.count("\n", 0, text.index(character)) + 1, "-", message)
    if not text.endswith("\n"):
        yield Fault(path, text.count("\n") + 1, "-", "last row is cut off; allowed: a line feed after every row")


def _table_faults(path: str, text: str, fields: list[dict]) -> Iterator[Fault]:
    """Faults of the header, or else of rows: each is one line, as wide as the header, with plain numbers."""
    header = next(csv.reader(io.StringIO(text, newline="")))
    names = [field["name"] for field in fields]
    found = list(_header_faults(path, header, names))
    yield from found
    if found:
        return
    for number, line in enumerate(text.split("\n")[1:-1], 2):
        row = next(csv.reader([line]), [])
        if not _closed(line):
            column = names[min(len(row), len(names)) - 1]
            yield Fault(path, number, column, "a quotation mark that does not close; allowed: one row a line, quotation marks in pairs")
        elif len(row) != len(names):
            yield Fault(path, number, "-", f"{len(row)} cells; allowed: {len(names)}, as in the header")
        elif not any(row):
            yield Fault(path, number, "-", "every cell is empty; allowed: rows that say something")
        else:
            yield from _number_faults(path, number, row, fields)


def _header_faults(path: str, header: list[str], names: list[str]) -> Iterator[Fault]:
    law = f"allowed: {','.join(names)}"
    if not set(header) & set(names):
        yield Fault(path, 1, "-", f"{','.join(header)[:60]!r} is not the header; {law}")
        return
    for name in [name for name in names if name not in header]:
        yield Fault(path, 1, name, f"the column is missing; {law}")
    for place, name in enumerate(header):
        if name not in names:
            yield Fault(path, 1, name if name.isidentifier() else "-", f"the column {name!r} is not known; {law}")
        elif name in header[:place]:
            yield Fault(path, 1, name, f"the column stands twice; {law}")
    if sorted(header) == sorted(names):
        for name, due in zip(header, names, strict=True):
            if name != due:
                yield Fault(path, 1, name, f"the column stands where {due!r} should; {law}")


def _closed(line: str) -> bool:
    try:
        list(csv.reader([line + "\n"], strict=True))
    except csv.Error:
        return False
    return True


def _number_faults(path: str, number: int, row: list[str], fields: list[dict]) -> Iterator[Fault]:
    for cell, field in zip(row, fields, strict=True):
        kind = field["type"]
        if cell and kind in _NUMBER and not (_NUMBER[kind].fullmatch(cell) and is_number(cell)):
            yield Fault(path, number, field["name"], f"{cell[:60]!r} is not {_PLAIN[kind]}")
