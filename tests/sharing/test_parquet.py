"""Laws of the Parquet files: the rows of the tables, typed and described, the same bytes each time."""

from __future__ import annotations

import io

import duckdb
import pyarrow
from detour.sharing import parquet
from pyarrow import parquet as reader


def read(item) -> pyarrow.Table:
    return reader.read_table(io.BytesIO(parquet.of_table(item).content))


def test_a_file_read_back_has_the_rows_of_its_table(tables_published):
    for item in tables_published:
        assert [tuple(row.values()) for row in read(item).to_pylist()] == item.rows, item.name


def test_a_reader_that_is_not_the_writer_finds_the_same_rows(whole, tables_published):
    for item in tables_published:
        assert duckdb.read_parquet(str(whole / "parquet" / f"{item.name}.parquet")).fetchall() == item.rows, item.name


def test_columns_have_the_types_and_descriptions_of_their_fields(tables_published):
    names = {"string": "string", "number": "double", "integer": "int64"}
    for item in tables_published:
        for field, column in zip(item.fields, read(item).schema, strict=True):
            assert (column.name, str(column.type)) == (field["name"], names[field["type"]])
            assert column.metadata[b"description"].decode() == field["description"]
            assert column.nullable != bool(field.get("constraints", {}).get("required"))


def test_the_same_table_gives_the_same_bytes(tables_published):
    for item in tables_published:
        assert parquet.of_table(item).content == parquet.of_table(item).content
