"""A hundred deliberately broken tables are refused with a line that lets an analyst mend them, and the site stays as it was."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import breaking
import pytest
from broken import CASES
from click.testing import CliRunner
from detour import rules, tables, validation
from detour.cli import main
from detour.sphinxext import guard
from sphinx.errors import ExtensionError

#: What `detour check` prints: `file:row:column: what is wrong; allowed: what is allowed`.
LINE = re.compile(r"[\w./-]+\.(csv|json):\d+:[\w,-]+: .+; allowed: .+")
FIELDS = [(name, field) for name in tables.resources() for field in tables.fields(name)]
ENUMS = [(name, field["name"]) for name, field in FIELDS if "enum" in field.get("constraints", {})]
REQUIRED = [(name, field["name"]) for name, field in FIELDS if field.get("constraints", {}).get("required")]
PATTERNS = [(name, field["name"]) for name, field in FIELDS if "pattern" in field.get("constraints", {})]
NUMERIC = [(name, field["name"]) for name, field in FIELDS if field["type"] in ("number", "integer")]
FOREIGN = [(name, each["fields"][0], each["reference"]["resource"]) for name in tables.resources() for each in tables.resource(name)["schema"]["foreignKeys"]]
DATES = [(name, field["name"]) for name, field in FIELDS if field.get("constraints", {}).get("pattern") == r"\d{4}(-\d{2}(-\d{2})?)?"]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refused(folder: Path) -> list[str]:
    """Run `detour check` on a broken package; return its lines, each of which must be one that an analyst can use."""
    before = contents(folder)
    result = CliRunner().invoke(main, ["check", "--data", str(folder)])
    lines = result.stdout.splitlines()
    assert result.exit_code == 1, result.output
    assert lines and [line for line in lines if not LINE.fullmatch(line)] == []
    assert result.stderr == f"detour: {len(lines)} {'fault' if len(lines) == 1 else 'faults'}\n"
    assert contents(folder) == before
    return lines


def spoil(folder: Path, places: list[tuple], value) -> None:
    """Put a value of the same kind into the first row of each of several columns."""
    for name, column, *_ in places:
        breaking.put(2, **{column: value(name, column)})(folder / tables.resource(name)["path"])


def lines_of(places: list[tuple], lines: list[str]) -> list[tuple]:
    return [place for place in places if not any(line.startswith(f"{tables.resource(place[0])['path']}:2:{place[1]}: ") for line in lines)]


def test_the_healthy_package_is_sound(package):
    result = CliRunner().invoke(main, ["check", "--data", str(package)])
    assert (result.exit_code, result.output) == (0, "every table is sound\n")


def test_the_healthy_package_has_rows_of_every_table(package):
    assert all(len(tables.load(name, package)) >= 2 for name in tables.resources())


def test_the_real_tables_are_sound():
    assert validation.check() == []


def test_there_are_a_hundred_cases_and_none_twice():
    assert len(CASES) >= 100
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_table_is_refused_at_its_row_and_column(package, case):
    case.harm(package / case.file)
    lines = refused(package)
    assert [line for line in lines if line.startswith(case.place) and case.says in line], lines
    assert len(lines) <= 6, lines


def test_every_word_outside_a_vocabulary_is_refused(package):
    spoil(package, ENUMS, lambda *_: "no-such-word")
    lines = refused(package)
    assert lines_of(ENUMS, lines) == []
    assert all("'no-such-word' is not allowed; allowed: one of " in line for line in lines)


@pytest.mark.parametrize("part", [slice(0, None, 2), slice(1, None, 2)], ids=["even", "odd"])
def test_every_required_cell_left_empty_is_refused(package, part):
    spoil(package, REQUIRED[part], lambda *_: "")
    lines = refused(package)
    assert lines_of(REQUIRED[part], lines) == []
    assert all("empty cell is not allowed" in line or "the key is empty" in line for line in lines)


def test_every_text_outside_its_pattern_is_refused(package):
    spoil(package, PATTERNS, lambda *_: "Not A Pattern!")
    assert lines_of(PATTERNS, refused(package)) == []


def test_every_word_for_a_number_is_refused(package):
    spoil(package, NUMERIC, lambda *_: "about 7")
    assert lines_of(NUMERIC, refused(package)) == []


def test_every_date_outside_the_calendar_is_refused(package):
    spoil(package, DATES, lambda *_: "2024-02-30")
    lines = refused(package)
    assert lines_of(DATES, [line for line in lines if "is not a date" in line]) == []


def test_every_foreign_key_to_nothing_is_refused(package):
    spoil(
        package,
        FOREIGN,
        lambda name, column: {"sources": "s-nowhere", "claims": "c-nowhere", "events": "ev-nowhere"}.get(
            next(target for table, field, target in FOREIGN if (table, field) == (name, column)), "nowhere"
        ),
    )
    lines = [line for line in refused(package) if "is not known; allowed: an id in " in line]
    assert lines_of(FOREIGN, lines) == []


def test_every_list_that_names_nothing_known_is_refused(package):
    lists = list(rules.relations.LISTS)
    spoil(
        package,
        lists,
        lambda name, column: (
            breaking.rows(package / tables.resource(name)["path"])[1][[field["name"] for field in tables.fields(name)].index(column)] + ";x-nowhere"
        ),
    )
    lines = [line for line in refused(package) if "'x-nowhere' is not known" in line]
    assert lines_of(lists, lines) == []


@pytest.mark.parametrize("name", list(tables.resources()))
def test_a_key_that_stands_twice_is_refused_in_every_table(package, name):
    path = package / tables.resource(name)["path"]
    breaking.add(2)(path)
    row = len(breaking.rows(path))
    column = ",".join(tables.resource(name)["schema"]["primaryKey"])
    assert [line for line in refused(package) if line.startswith(f"{tables.resource(name)['path']}:{row}:{column}: ")]


@pytest.mark.parametrize("name", list(tables.resources()))
def test_a_missing_column_is_named_in_every_table(package, name):
    path = tables.resource(name)["path"]
    last = tables.fields(name)[-1]["name"]
    breaking.columns(lambda row: row[:-1])(package / path)
    assert [line.partition("; ")[0] for line in refused(package)] == [f"{path}:1:{last}: the column is missing"]


def test_text_full_of_semicolons_and_quotes_is_still_a_table(package):
    """Frictionless guesses the delimiter from the text of the cells; ours is said."""
    breaking.put(2, note="a;'b';'c';'d';'e';'f'; g")(package / "lineage.csv")
    breaking.put(4, note="a;'b';'c';'d';'e';'f'; g")(package / "lineage.csv")
    assert validation.check(package) == []


@pytest.mark.parametrize(("file", "old", "new"), [("claims.csv", ",chips,", ",dies,"), ("datapackage.json", '"path": "claims.csv"', '"path": "x.csv"')])
def test_a_table_broken_and_mended_in_the_same_process_is_seen_as_it_is(package, file, old, new):
    """Nothing that was read before may answer for the file."""
    whole = (package / file).read_bytes()
    assert validation.check(package) == []
    breaking.text(old, new)(package / file)
    assert validation.check(package) != []
    (package / file).write_bytes(whole)
    assert validation.check(package) == []


def test_the_build_stops_before_it_writes_where_a_table_is_faulty(package, tmp_path, monkeypatch):
    site = tmp_path / "site"
    (site / "book").mkdir(parents=True)
    (site / "book" / "index.html").write_text("the site as published")
    breaking.put(2, unit="parsecs")(package / "claims.csv")
    monkeypatch.setattr(validation.check, "__defaults__", (package,))
    with pytest.raises(ExtensionError, match=r"claims\.csv:2:unit: unknown unit 'parsecs'; allowed: units in detour/units\.txt"):
        guard.check_tables(None)
    assert contents(site) == {"book/index.html": b"the site as published"}


@pytest.fixture
def project(package) -> Path:
    """Return a copy of the project that holds the small package, with a site already built."""
    root = package.parent
    for name in ("Makefile", "requirements.txt", "pyproject.toml", "_config.yml", "CITATION.cff"):
        shutil.copy(tables.ROOT / name, root)
    shutil.copytree(tables.DATA / "detour", root / "data" / "detour", ignore=shutil.ignore_patterns("__pycache__"))
    (root / ".venv").symlink_to(sys.prefix)
    (root / "book").mkdir(exist_ok=True)
    (root / "_toc.yml").write_text("format: jb-book\nroot: book/index\n")
    (root / "_build" / "html" / "book").mkdir(parents=True)
    (root / "_build" / "html" / "book" / "index.html").write_text("the site as published")
    return root


def make_book(root: Path) -> subprocess.CompletedProcess:
    command = ["make", "--old-file", ".venv/bin/.installed", "book"]
    return subprocess.run(command, cwd=root, env=os.environ | {"PYTHONPATH": str(root / "data")}, capture_output=True, text=True, timeout=120, check=False)


def test_make_leaves_the_site_as_it_was_where_a_table_is_faulty(project):
    breaking.put(3, low="30", high="20")(project / "data" / "claims.csv")
    before = contents(project / "_build" / "html")
    done = make_book(project)
    assert done.returncode != 0
    assert "claims.csv:3:low: 30 exceeds high 20; allowed: at most high" in done.stdout
    assert "jupyter-book" not in done.stdout
    assert contents(project / "_build" / "html") == before


def test_make_leaves_the_site_as_it_was_where_a_chapter_fails(project):
    shutil.copy(Path(__file__).parent / "roots" / "failing" / "broken-chapter.md", project / "book" / "index.md")
    before = contents(project / "_build" / "html")
    done = make_book(project)
    assert done.returncode != 0
    assert "every table is sound" in done.stdout
    assert "book/index: a cell failed: ZeroDivisionError: division by zero" in done.stdout + done.stderr
    assert contents(project / "_build" / "html") == before
