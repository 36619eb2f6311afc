"""What is published under `data/`: each file with its bytes, its schema and what a reader must know of it."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from detour import tables
from detour.sharing import sheets

#: Media type of every kind of file that is published, by the end of its name.
MEDIATYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "ipynb": "application/x-ipynb+json",
    "html": "text/html",
    "jsonld": "application/ld+json",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
}
#: How the text of a cell becomes a value, by the type of its field.
_VALUES: dict[str, Callable] = {"string": str, "number": float, "integer": int, "boolean": lambda cell: cell == "True"}


@dataclass(frozen=True)
class Item:
    """One published file; a table has a schema, and its path is relative to `data/`."""

    name: str
    path: str
    title: str
    description: str
    content: bytes
    schema: dict | None = None
    sources: tuple[str, ...] = ()
    terms: str = ""

    @property
    def format(self) -> str:
        """Return the end of the file's name, which says its format."""
        return self.path.rpartition(".")[2]

    @property
    def mediatype(self) -> str:
        """Return the media type under which a server should send the file."""
        return MEDIATYPES[self.format]

    @cached_property
    def sha256(self) -> str:
        """Return the digest of the file in hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def fields(self) -> list[dict]:
        """Return the fields of a table, in column order."""
        return self.schema["fields"]

    @cached_property
    def rows(self) -> list[tuple]:
        """Return the rows of a table as values of its fields' types, None where a cell is empty.

        They are read back from the published bytes, so that every other format says what the CSV says.
        """
        read = csv.reader(io.StringIO(self.content.decode("utf-8"), newline=""))
        next(read)
        casts = [_VALUES[field["type"]] for field in self.fields]
        return [tuple(cast(cell) if cell else None for cast, cell in zip(casts, row, strict=True)) for row in read]


def of_tables(claims: list[dict]) -> list[Item]:
    """Return every table as it is published: as it is in the repository, claims with what was computed of them."""
    found = []
    for name, resource in tables.resources().items():
        text = sheets.text(claims, list(claims[0])) if name == "claims" else tables.path_of(name).read_text(encoding="utf-8")
        schema = published_schema(resource, list(claims[0])) if name == "claims" else resource["schema"]
        about = {key: resource[key] for key in ("path", "title", "description")}
        found.append(Item(name, **about, content=sheets.guarded(text).encode(), schema=schema, terms=resource.get("detour:terms", "")))
    return found


def published_schema(resource: dict, columns: list[str]) -> dict:
    """Return the schema of a table published with other columns than its file has.

    Fields that are computed are described in `datapackage.json` too, under `detour:computed`.
    """
    schema = resource["schema"]
    known = {field["name"]: field for field in [*schema["fields"], *resource.get("detour:computed", [])]}
    return schema | {"fields": [known[column] for column in columns]}


def of_figure(label: str, title: str, text: str, sources: list[str]) -> Item:
    """Return the rows that a figure draws; their types are those of the text of the cells."""
    text = sheets.guarded(text)
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    columns = zip(*rows, strict=True) if rows else [()] * len(header)
    fields = [{"name": name, "type": sheets.kind(cells)} for name, cells in zip(header, columns, strict=True)]
    for field in fields:
        if field["name"] == "source":
            field["description"] = "The sources of the row, by id. Several values are separated by semicolons."
    description = "The rows that the figure draws."
    return Item(label, f"figures/{label}.csv", title, description, text.encode(), {"fields": fields, "missingValues": [""]}, tuple(sources))
