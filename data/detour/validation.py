"""Whether the tables are what `datapackage.json` says, in three passes: bytes, schema, rules.

Bytes come first because a file in a wrong encoding has no rows to speak of; the
schema is checked by frictionless; what no schema can say is in :mod:`detour.rules`.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from frictionless import Checklist, Package, system

from detour import rules, tables
from detour.faults import Fault

_SHOWN = 60


def check(data: Path = tables.DATA) -> list[Fault]:
    """Return every fault in the tables of the folder `data`, in file and row order.

    A later pass runs only when the earlier ones found nothing: a rule about rows
    means nothing where columns are missing.
    """
    for stage in (_byte_faults, _schema_faults, rules.faults):
        found = stage(data)
        if found:
            return sorted(set(found))
    return []


def _byte_faults(data: Path) -> list[Fault]:
    try:
        paths = [resource["path"] for resource in tables.resources(data).values()]
    except (OSError, json.JSONDecodeError, KeyError) as error:
        return [Fault("datapackage.json", 1, "-", f"not a readable data package: {error}")]
    return [fault for path in paths for fault in _file_faults(data, path)]


def _file_faults(data: Path, path: str) -> list[Fault]:
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
    return _text_faults(path, text)


def _text_faults(path: str, text: str) -> list[Fault]:
    found = []
    if "\r" in text:
        row = text.count("\n", 0, text.index("\r")) + 1
        found.append(Fault(path, row, "-", "carriage return; allowed: line feed alone as line end"))
    if "\x00" in text:
        found.append(Fault(path, text.count("\n", 0, text.index("\x00")) + 1, "-", "NUL character; allowed: text"))
    if not text.endswith("\n"):
        found.append(Fault(path, text.count("\n") + 1, "-", "last row is cut off; allowed: a line feed after every row"))
    return found or _row_faults(path, text)


def _row_faults(path: str, text: str) -> list[Fault]:
    """Rows that are not as wide as the header: a lost comma, an open quotation mark, a blank line."""
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        return [Fault(path, text.count("\n"), "-", f"not readable as CSV: {error}; allowed: quotation marks that close")]
    width = len(rows[0])
    return [
        Fault(path, number, "-", f"{len(row)} cells; allowed: {width}, as in the header")
        for number, row in enumerate(rows[1:], 2)
        if len(row) != width
    ]


def _schema_faults(data: Path) -> list[Fault]:
    system.trusted = True
    package = Package(str(data / "datapackage.json"))
    report = package.validate(checklist=Checklist())
    found = [Fault("datapackage.json", 1, "-", error.message) for error in report.errors]
    for task in report.tasks:
        descriptors = {field["name"]: field for field in tables.fields(task.name, data)}
        found += [_from_frictionless(task.place, error, descriptors) for error in task.errors]
    return found


def _from_frictionless(place: str, error, descriptors: dict) -> Fault:
    details = error.to_dict()
    row = details.get("rowNumber", 1)
    column = details.get("fieldName") or details.get("label") or "-"
    if details["type"] in ("foreign-key", "primary-key"):
        column = ",".join(details.get("fieldNames", [])) or column
    message = _MESSAGES.get(details["type"], lambda d, f: d["note"])(details, descriptors.get(column, {}))
    return Fault(place, row, column, message)


def _shown(details: dict) -> str:
    cell = str(details.get("cell", ""))
    return repr(cell if len(cell) <= _SHOWN else cell[:_SHOWN] + "…")


def allowed(field: dict) -> str:
    """Say in words what a field of the schema allows.

    >>> allowed({"type": "string", "constraints": {"required": True, "enum": ["yes", "no"]}})
    'one of yes, no'
    """
    limits = field.get("constraints", {})
    if "enum" in limits:
        return "one of " + ", ".join(limits["enum"])
    if "pattern" in limits:
        return f"text matching {limits['pattern']}"
    if "minimum" in limits:
        return f"{field['type']} of at least {limits['minimum']}"
    return f"{field.get('type', 'a value')}" + (", not empty" if limits.get("required") else "")


_MESSAGES = {
    "type-error": lambda d, f: f"{_shown(d)} is not a {f.get('type')}; allowed: {allowed(f)}",
    "constraint-error": lambda d, f: f"{_shown(d) if d.get('cell') else 'empty cell'} is not allowed; allowed: {allowed(f)}",
    "unique-error": lambda d, f: f"{_shown(d)} stands in another row too; allowed: a value of its own",
    "primary-key": lambda d, f: f"this key stands in another row too; allowed: one row for each key ({d['note']})",
    "foreign-key": lambda d, f: _foreign(d),
    "missing-label": lambda d, f: f"column {d.get('fieldName', '')!r} is missing; allowed: the columns that datapackage.json names, in its order",
    "extra-label": lambda d, f: f"column {d.get('label', '')!r} is not known; allowed: the columns that datapackage.json names, in its order",
    "incorrect-label": lambda d, f: f"column {d.get('label', '')!r} stands where {d.get('fieldName', '')!r} should; allowed: the columns that datapackage.json names, in its order",
}


def _foreign(details: dict) -> str:
    cells = ", ".join(details.get("fieldCells", []))
    table = details.get("referenceName") or "its table"
    return f"{cells!r} is not known; allowed: an id in {table}"
