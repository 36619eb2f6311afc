"""Whether the tables are what `datapackage.json` says, in three passes: files, schema, rules.

Files are checked by :mod:`detour.shape`; the schema by frictionless; what no schema
can say is in :mod:`detour.rules`.
"""

from __future__ import annotations

from pathlib import Path

from frictionless import Checklist, Dialect, FrictionlessException, Package, system
from frictionless.formats import CsvControl

from detour import rules, shape, tables
from detour.faults import Fault

_SHOWN = 60


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
        report = _package(data).validate(checklist=Checklist())
    except FrictionlessException as error:
        return [Fault("datapackage.json", 1, "-", _otherwise(each.to_dict(), {})) for each in error.to_errors()]
    found = [Fault("datapackage.json", 1, "-", _otherwise(error.to_dict(), {})) for error in report.errors]
    for task in report.tasks:
        descriptors = {field["name"]: field for field in tables.fields(task.name, data)}
        found += [_from_frictionless(task.place, error, descriptors) for error in task.errors]
    return list({(fault.file, fault.row, fault.column): fault for fault in reversed(found)}.values())


def _package(data: Path) -> Package:
    """Return the data package with its dialect said, because frictionless would guess it from the text of the cells."""
    system.trusted = True
    package = Package(str(data / "datapackage.json"))
    for resource in package.resources:
        resource.dialect = Dialect(controls=[CsvControl(delimiter=",", line_terminator="\n", quote_char='"', skip_initial_space=False)])
    return package


def _from_frictionless(place: str, error, descriptors: dict) -> Fault:
    details = error.to_dict()
    column = details.get("fieldName") or ",".join(details.get("fieldNames", [])) or "-"
    message = _MESSAGES.get(details["type"], _otherwise)(details, descriptors.get(column, {}))
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
        return f"text matching {limits['pattern']}"
    if "minimum" in limits:
        return f"{field['type']} of at least {limits['minimum']}"
    return f"{field.get('type', 'a value')}" + (", not empty" if limits.get("required") else "")


def _constraint(details: dict, field: dict) -> str:
    return f"{_shown(details) if details.get('cell') else 'empty cell'} is not allowed; allowed: {allowed(field)}"


def _unique(details: dict, field: dict) -> str:
    return f"{_shown(details)} stands in another row too; allowed: a value of its own"


def _key(details: dict, field: dict) -> str:
    return f"this key stands in another row too; allowed: one row for each key ({details['note']})"


def _foreign(details: dict, field: dict) -> str:
    cells = ", ".join(details.get("fieldCells", []))
    return f"{cells!r} is not known; allowed: an id in {details.get('referenceName') or 'the same table'}"


def _otherwise(details: dict, field: dict) -> str:
    return f"{details.get('note') or details.get('message')}; allowed: what datapackage.json says of the table, in the form of a Frictionless Data Package"


_MESSAGES = {"constraint-error": _constraint, "unique-error": _unique, "primary-key": _key, "foreign-key": _foreign}
