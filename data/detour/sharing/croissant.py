"""The tables as a Croissant dataset, made and checked by mlcroissant: files with digests, records with types and references."""

from __future__ import annotations

import json
from datetime import datetime

import mlcroissant

from detour import citation
from detour.sharing.items import Item

_TYPES = {
    "string": mlcroissant.DataType.TEXT,
    "number": mlcroissant.DataType.FLOAT,
    "integer": mlcroissant.DataType.INTEGER,
    "boolean": mlcroissant.DataType.BOOL,
}
#: What Croissant calls a format, where that is not the registered media type.
_FORMATS = {"parquet": "application/x-parquet"}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


class Unsound(ValueError):
    """A description in which mlcroissant finds something missing."""


def description(tables: list[Item], others: list[Item], home: str = "") -> str:
    """Return the description of the tables, and of the same tables in other formats, as JSON-LD text.

    `home` is the site's address, if it has one. Records are read from the Parquet files: from CSV, mlcroissant would take text of digits for numbers.
    """
    context = mlcroissant.Context()
    report = citation.report()
    metadata = mlcroissant.Metadata(
        ctx=context,
        id="inference-detour",
        name="inference-detour",
        description=report["abstract"],
        url=f"{home}/book/reuse.html" if home else None,
        version=str(report["version"]),
        license=[LICENCE],
        cite_as=citation.cite("report", "bibtex"),
        date_published=datetime.fromisoformat(str(report["date-released"])),
        creators=[mlcroissant.Organization(ctx=context, name=author["name"]) for author in report["authors"]],
        keywords=report["keywords"],
        in_language=["en"],
        distribution=[_file(context, item) for item in [*tables, *others]],
        record_sets=[_records(context, item, _references(tables)[item.name]) for item in tables],
    )
    said = sorted({*metadata.issues.errors, *metadata.issues.warnings})
    if said:
        raise Unsound("; ".join(said))
    return json.dumps(metadata.to_json(), ensure_ascii=False, indent=1, default=str) + "\n"


def _file(context: mlcroissant.Context, item: Item) -> mlcroissant.FileObject:
    """Return a published file; its address is relative to the description."""
    return mlcroissant.FileObject(
        ctx=context,
        id=item.path,
        name=item.path,
        description=f"{item.title}. {item.description}",
        content_url=item.path,
        content_size=f"{len(item.content)} B",
        encoding_formats=[_FORMATS.get(item.format, item.mediatype)],
        sha256=item.sha256,
    )


def _references(tables: list[Item]) -> dict[str, dict[str, str]]:
    """Return the field that each foreign key points to, by table and column.

    mlcroissant can follow a reference to a table that has no reference itself (and joins before it
    reads), so keys into claims and events, and of an entity to its parent, are left to the data
    package and the database.
    """
    keys = {item.name: item.schema.get("foreignKeys", []) for item in tables}
    plain = {name for name, each in keys.items() if all(key["reference"]["resource"] == name for key in each)}
    return {
        name: {
            key["fields"][0]: f"{key['reference']['resource']}/{key['reference']['fields'][0]}"
            for key in each
            if key["reference"]["resource"] in plain - {name}
        }
        for name, each in keys.items()
    }


def _records(context: mlcroissant.Context, item: Item, references: dict[str, str]) -> mlcroissant.RecordSet:
    """Return a table's rows as records: each field a column of its Parquet file."""
    return mlcroissant.RecordSet(
        ctx=context,
        id=item.name,
        name=item.name,
        description=f"{item.description} {item.terms}".strip(),
        key=[f"{item.name}/{column}" for column in item.schema.get("primaryKey", [])],
        fields=[_field(context, item, field, references.get(field["name"])) for field in item.fields],
    )


def _field(context: mlcroissant.Context, item: Item, field: dict, target: str | None) -> mlcroissant.Field:
    reference = {"references": mlcroissant.Source(ctx=context, field=target)} if target else {}
    return mlcroissant.Field(
        ctx=context,
        id=f"{item.name}/{field['name']}",
        name=f"{item.name}/{field['name']}",
        description=field["description"],
        data_types=[_TYPES[field["type"]]],
        source=mlcroissant.Source(ctx=context, file_object=f"parquet/{item.name}.parquet", extract=mlcroissant.Extract(ctx=context, column=field["name"])),
        **reference,
    )
