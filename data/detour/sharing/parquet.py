"""A table as Apache Parquet, written by pyarrow: typed columns that carry their own descriptions."""

from __future__ import annotations

import io

import pyarrow
from pyarrow import parquet

from detour.sharing.items import Item

_TYPES = {"string": pyarrow.string(), "number": pyarrow.float64(), "integer": pyarrow.int64(), "boolean": pyarrow.bool_()}


def of_table(item: Item) -> Item:
    """Return a published table as a Parquet file: empty cells are nulls, required fields are not nullable."""
    buffer = io.BytesIO()
    columns = zip(*item.rows, strict=True) if item.rows else [()] * len(item.fields)
    schema = _schema(item)
    arrays = [pyarrow.array(cells, type=field.type) for field, cells in zip(schema, columns, strict=True)]
    parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), buffer, compression="snappy")
    about = f"The same rows as {item.path}, with the types of its schema; each column carries its description."
    return Item(f"{item.name}-parquet", f"parquet/{item.name}.parquet", item.title, about, buffer.getvalue(), terms=item.terms)


def _schema(item: Item) -> pyarrow.Schema:
    """Return names, types and descriptions as pyarrow has them."""
    fields = [
        pyarrow.field(
            field["name"],
            _TYPES[field["type"]],
            nullable=not field.get("constraints", {}).get("required", False),
            metadata={"description": field.get("description", "")},
        )
        for field in item.fields
    ]
    about = {"title": item.title, "description": item.description, "terms": item.terms}
    return pyarrow.schema(fields, metadata={key: value for key, value in about.items() if value})
