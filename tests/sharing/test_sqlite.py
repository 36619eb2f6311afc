"""Laws of the database: the rows of the tables under their own keys, every field described, the same bytes each time."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from detour import registry, tables
from detour.sharing import sqlite
from detour.sharing.items import Item


@pytest.fixture
def database(whole):
    """Open the published database for reading."""
    connection = sqlite3.connect(f"file:{whole / 'detour.sqlite'}?mode=ro", uri=True)
    yield connection
    connection.close()


def test_a_table_read_back_has_the_rows_it_had(database, tables_published):
    for item in tables_published:
        assert database.execute(f'SELECT * FROM "{item.name}" ORDER BY rowid').fetchall() == item.rows, item.name


def test_the_database_is_whole_and_keeps_its_keys(database):
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_every_key_of_the_data_package_is_a_key_of_the_database(database, tables_published):
    for item in tables_published:
        own = [row[1] for row in sorted(database.execute(f"PRAGMA table_info({item.name})"), key=lambda row: row[5]) if row[5]]
        foreign = {(row[3], row[2], row[4]) for row in database.execute(f"PRAGMA foreign_key_list({item.name})")}
        assert own == item.schema["primaryKey"]
        assert foreign == {(key["fields"][0], key["reference"]["resource"], key["reference"]["fields"][0]) for key in item.schema["foreignKeys"]}


def test_every_field_is_described(database, tables_published):
    described = {(table, name): text for table, name, text in database.execute('SELECT "table", name, description FROM fields')}
    assert described == {(item.name, field["name"]): field["description"] for item in tables_published for field in item.fields}
    assert dict(database.execute("SELECT name, rows FROM tables")) == {item.name: len(item.rows) for item in tables_published}


def test_a_row_that_points_nowhere_is_refused(tables_published):
    spoilt = [replace(item, content=item.content.replace(b",s-ft25,", b",s-none,", 1)) if item.name == "claims" else item for item in tables_published]
    with pytest.raises(sqlite.Unsound, match=r"claims.*sources"):
        sqlite.of_tables(spoilt)


def test_a_word_outside_its_vocabulary_is_refused(tables_published):
    spoilt = [replace(item, content=item.content.replace(b",corroborated,", b",rumoured,", 1)) if item.name == "claims" else item for item in tables_published]
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        sqlite.of_tables(spoilt)


def test_text_is_never_a_statement():
    schema = {"fields": [{"name": 'a"b', "type": "string", "description": "x", "constraints": {"enum": ["it's", "'); DROP TABLE t; --"]}}]}
    item = Item("t", "t.csv", "T", "", b"h\n'); DROP TABLE t; --\n", schema)
    database = sqlite3.connect(":memory:")
    database.execute(sqlite.definition(item))
    database.execute('INSERT INTO "t" VALUES (?)', item.rows[0])
    assert database.execute('SELECT * FROM "t"').fetchall() == item.rows


def test_claims_in_full_are_all_claims_with_their_sources(database):
    rows = database.execute("SELECT id, source_title, subject_name FROM claims_in_full").fetchall()
    assert {row[0] for row in rows} == set(tables.load("claims")["id"]) and len(rows) == len(tables.load("claims"))
    assert all(title and subject for _, title, subject in rows)


def test_preferred_evidence_is_what_the_report_prefers(database):
    rows = database.execute('SELECT "table", id, subject, quantity FROM preferred_evidence').fetchall()
    for table in ("specifications", "attributes", "estimates", "series"):
        frame = tables.load(table)
        assert {row[1] for row in rows if row[0] == table} == set(frame[frame["preferred"] == "yes"]["id"])
    assert registry.find("nvidia-h20/memory_bandwidth").id in {row[1] for row in rows}


def test_findings_of_claims_are_the_pairs_of_the_table(database):
    pairs = set(database.execute("SELECT finding, claim FROM findings_of_claims"))
    assert pairs == {(row.id, claim) for row in tables.load("findings").itertuples() for claim in tables.split(row.claims)}


def test_the_same_tables_give_the_same_bytes(tables_published):
    assert sqlite.of_tables(tables_published).content == sqlite.of_tables(tables_published).content
