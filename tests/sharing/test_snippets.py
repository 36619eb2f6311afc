"""Laws of the page on reuse: every snippet runs on what is published and finds what it says."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from detour import tables
from detour.prediction import files
from detour.prediction.architectures import COLUMNS

PAGE = (tables.ROOT / "book" / "reuse.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_every_language_shown_is_run_here_or_known_not_to_be():
    """R is not at hand where tests run; its snippet is the only one that no test runs."""
    assert set(re.findall(r"^```([a-z0-9]+)$", PAGE, re.MULTILINE)) == {"python", "sql", "sqlite3", "r", "text", "sh"}
    assert len(blocks("python")) == 4 and len(blocks("r")) == 1


@pytest.mark.parametrize("code", blocks("python"), ids=lambda code: code.split()[1])
def test_a_snippet_in_python_runs_in_the_published_folder(whole, tmp_path, code):
    """One that asks the model needs no published file, and keeps its answers where it runs."""
    folder = tmp_path if "detour" in code else whole
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_reading_csv_as_shown_keeps_every_word(whole):
    import pandas as pd

    (call,) = re.findall(r"`pd\.read_csv\(\"claims\.csv\", (.*?)\)`", PAGE)
    read = pd.read_csv(whole / "claims.csv", **eval(f"dict({call})"))
    assert read["id"].tolist() == tables.load("claims")["id"].tolist()


def test_the_query_for_duckdb_counts_every_claim(whole, monkeypatch):
    monkeypatch.chdir(whole)
    (query,) = blocks("sql")
    rows = duckdb.sql(query).fetchall()
    assert sum(count for _, _, count in rows) == len(tables.load("claims"))


def test_the_query_for_sqlite_finds_every_contradicted_claim(whole):
    (query,) = blocks("sqlite3")
    with sqlite3.connect(f"file:{whole / 'detour.sqlite'}?mode=ro", uri=True) as database:
        rows = database.execute(query).fetchall()
    outcomes = tables.load("outcomes")
    assert len(rows) == outcomes[outcomes["outcome"] == "contradicted"]["claim"].nunique() > 0


# The third command, `detour rerun`, takes no file: tests/test_rerun_whole.py runs it.
@pytest.mark.parametrize(("rows", "command"), [*zip(blocks("text"), blocks("sh")[:2], strict=True)], ids=["predict", "match"])
def test_a_file_on_a_cluster_of_one_s_own_is_answered_in_every_row(tmp_path, rows, command):
    program, verb, name = command.split()
    (tmp_path / name).write_text(rows, encoding="utf-8")
    done = subprocess.run([Path(sys.executable).with_name(program), verb, name], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stderr == ""
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    asked = [max(len(row.get("metric", "").split(";")), 1) for row in csv.DictReader(io.StringIO(rows))]
    assert len(found) == sum(asked)
    assert all(0 < float(row["low"]) < float(row["prediction"]) < float(row["high"]) and "layout: TP" in row["note"] for row in found)


def test_the_columns_that_the_page_lists_are_read():
    table = PAGE.partition("| columns | what they give |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`(\w+)`", table))
    assert set(files.READ) - named <= {"phase", "batch_scope", *COLUMNS} and named - set(files.READ) <= {"batch", "input_len"}
