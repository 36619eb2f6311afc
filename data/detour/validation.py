"""Whether the tables are what `datapackage.json` says, in three passes: files, schema, rules.

Files are checked by :mod:`detour.shape`; the schema by frictionless; what no schema
can say is in :mod:`detour.rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from frictionless import Dialect, FrictionlessException, Package, Resource, Schema, system
from frictionless.formats import CsvControl

from detour import rules, shape, tables
from detour.faults import Fault
from detour.versions import releases

_SHOWN = 60
_KINDS = {"string": "text", "number": "a number", "integer": "a whole number"}
#: Patterns that an analyst would rather read as examples.
_IN_WORDS = {
    r"\d{4}(-\d{2}(-\d{2})?)?": "YYYY, YYYY-MM or YYYY-MM-DD",
    r"\d+\.\d+\.\d+": "a version such as 0.2.0",
    r"(FY)?\d{4}(-\d{2}(-\d{2})?|H[12]|Q[1-4])?(/(FY)?\d{4}(-\d{2}(-\d{2})?|H[12]|Q[1-4])?)?": "2024, 2024-05, 2024-05-31, 2024H1, 2024Q3, FY2024, or two of these joined by a slash, the earlier first",
}


def check(data: Path = tables.DATA) -> list[Fault]:
    """Return every fault in the tables of the folder `data`, in file and row order.

    A later pass runs only when the earlier ones found nothing: a rule about rows
    means nothing where columns are missing.
    """
    tables.forget()
    for stage in (shape.faults, _schema_faults, rules.faults):
        found = stage(data)
        if found:
            return sorted(set(found))
    return []


def _schema_faults(data: Path) -> list[Fault]:
    try:
        package = _package(data)
        found = [fault for resource in package.resources for fault in _row_faults(resource, tables.resource(resource.name, data)["schema"])]
        found += [fault for version in releases.versions(data) for fault in _row_faults(_record(data, version), releases.schema(data))]
    except FrictionlessException as error:
        return [Fault("datapackage.json", 1, "-", _otherwise(each.to_dict(), {})) for each in error.to_errors()]
    return list({(fault.file, fault.row, fault.column): fault for fault in reversed(found)}.values())


def _row_faults(resource, schema: dict) -> Iterator[Fault]:
    with resource:
        for row in resource.row_stream:
            for error in row.errors:
                yield _from_frictionless(resource.path, error, schema)


def _package(data: Path) -> Package:
    """Return the data package as frictionless is to check it.

    The dialect is said, because frictionless would guess it from the text of the cells.
    Foreign keys are left to :mod:`detour.rules`, which names the column.
    """
    system.trusted = True
    package = Package(str(data / "datapackage.json"))
    for resource in package.resources:
        resource.dialect = _plain()
        resource.schema.foreign_keys = []
    return package


def _record(data: Path, version: str) -> Resource:
    """Return a release record as frictionless is to check it."""
    schema = Schema.from_descriptor(releases.schema(data))
    return Resource(path=f"{releases.FOLDER}/{version}.csv", basepath=str(data), schema=schema, dialect=_plain())


def _plain() -> Dialect:
    return Dialect(controls=[CsvControl(delimiter=",", line_terminator="\n", quote_char='"', skip_initial_space=False)])


def _from_frictionless(place: str, error, schema: dict) -> Fault:
    details = error.to_dict()
    column = ",".join(schema["primaryKey"]) if details["type"] == "primary-key" else details.get("fieldName", "-")
    field = next((each for each in schema["fields"] if each["name"] == column), {})
    message = _MESSAGES.get(details["type"], _otherwise)(details, field)
    return Fault(place, details.get("rowNumber", 1), column, message)


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
        return _IN_WORDS.get(limits["pattern"], f"text matching {limits['pattern']}")
    kind = _KINDS.get(field.get("type"), "a value")
    if "minimum" in limits:
        return f"{kind} of at least {limits['minimum']}"
    return kind + (", not empty" if limits.get("required") else "")


def _constraint(details: dict, field: dict) -> str:
    return f"{_shown(details) if details.get('cell') else 'empty cell'} is not allowed; allowed: {allowed(field)}"


def _unique(details: dict, field: dict) -> str:
    return f"{_shown(details)} stands in another row too; allowed: a value of its own"


def _key(details: dict, field: dict) -> str:
    wrong = "the key is empty" if '"None"' in details["note"] else f"this key stands in another row too ({details['note']})"
    return f"{wrong}; allowed: one row for each key"


def _otherwise(details: dict, field: dict) -> str:
    return f"{details.get('note') or details.get('message')}; allowed: what datapackage.json says of the table, in the form of a Frictionless Data Package"


_MESSAGES = {"constraint-error": _constraint, "unique-error": _unique, "primary-key": _key}
