"""Laws of execution: a chapter runs again when, and only when, something that it depends on has changed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from detour import tables
from detour.sphinxext import execution
from sphinx.errors import ExtensionError

CHAPTERS = ["reads", "twin"]
#: The function itself: the world below puts another in its place.
FILES = execution.package_files


@pytest.fixture(scope="module")
def world(book, tmp_path_factory):
    """Return a book of two chapters whose tables, package and lock file are copies that a test may change."""
    folder = tmp_path_factory.mktemp("world")
    for path in execution.table_files().values():
        shutil.copy(path, folder)
    (folder / "model.py").write_text("x = 1\n")
    (folder / "lock.txt").write_text("pandas==3\n")
    with pytest.MonkeyPatch.context() as patch:
        copies = {name: folder / path.name for name, path in execution.table_files().items()}
        patch.setattr(execution, "table_files", lambda: copies)
        patch.setattr(execution, "package_files", lambda pages=False: [folder / "model.py"])
        patch.setattr(execution, "lock_text", lambda: (folder / "lock.txt").read_text())
        chapters = book("chapters")
        yield chapters, folder, chapters.build()


def add_a_line(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")


def shown(chapters) -> list[str]:
    """Return which execution each page shows at the moment."""
    pages = [(chapters.out / f"{name}.html").read_text(encoding="utf-8") for name in CHAPTERS]
    return [re.search(r"execution ([0-9a-f-]{36})", page)[1] for page in pages]


def test_every_chapter_runs_the_first_time(world):
    assert world[2].executed == CHAPTERS


def test_two_chapters_with_the_same_code_never_share_a_result(world):
    chapters, _, built = world
    assert len(set(shown(chapters))) == 2
    assert len(set(built.env.detour_keys.values())) == 2


def test_nothing_runs_where_nothing_has_changed(world):
    chapters, _, _ = world
    before = shown(chapters)
    again = chapters.build()
    assert again.executed == []
    assert "0 added, 0 changed, 0 removed" in again.status
    assert shown(chapters) == before


def test_a_table_that_no_chapter_reads_has_pages_read_again_and_nothing_run(world):
    chapters, folder, _ = world
    before = shown(chapters)
    add_a_line(folder / "series.csv")
    again = chapters.build()
    assert again.executed == []
    assert "0 added, 3 changed, 0 removed" in again.status
    assert shown(chapters) == before


@pytest.mark.parametrize("name", ["lineage.csv", "datapackage.json", "model.py", "lock.txt"])
def test_every_chapter_runs_again_where_what_it_depends_on_has_changed(world, name):
    chapters, folder, _ = world
    before = shown(chapters)
    add_a_line(folder / name)
    assert chapters.build().executed == CHAPTERS
    assert not set(shown(chapters)) & set(before)


def test_one_chapter_runs_again_where_its_source_has_changed(world):
    chapters, _, _ = world
    before = shown(chapters)
    add_a_line(chapters.source / "twin.md")
    assert chapters.build().executed == ["twin"]
    assert shown(chapters)[0] == before[0]
    assert shown(chapters)[1] != before[1]


def test_a_table_that_is_as_it_was_brings_the_result_of_then(world):
    chapters, folder, _ = world
    before, whole = shown(chapters), (folder / "lineage.csv").read_bytes()
    add_a_line(folder / "lineage.csv")
    assert chapters.build().executed == CHAPTERS
    (folder / "lineage.csv").write_bytes(whole)
    assert chapters.build().executed == []
    assert shown(chapters) == before


def test_a_build_from_nothing_uses_what_has_run(world):
    chapters, _, _ = world
    before = shown(chapters)
    shutil.rmtree(chapters.out)
    shutil.rmtree(chapters.source.parent / "doctrees")
    assert chapters.build().executed == []
    assert shown(chapters) == before


def test_a_chapter_whose_execution_was_cleared_away_runs_again(world):
    chapters, _, _ = world
    before = shown(chapters)
    shutil.rmtree(chapters.source / "_build" / ".detour")
    assert chapters.build().executed == CHAPTERS
    assert not set(shown(chapters)) & set(before)


def test_a_failing_cell_stops_the_build_and_names_the_chapter(book):
    failing = book("failing")
    with pytest.raises(ExtensionError, match=r"broken-chapter: a cell failed: ZeroDivisionError: division by zero"):
        failing.build()
    assert list(failing.out.glob("*.html")) == []


def test_a_chapter_that_kills_its_kernel_is_named_too(book):
    failing = book("failing")
    chapter = failing.source / "broken-chapter.md"
    chapter.write_text(chapter.read_text().replace("1 / 0", "import os\nos._exit(1)"))
    with pytest.raises(ExtensionError, match="broken-chapter: a cell did not finish"):
        failing.build()


def test_code_without_a_kernel_is_refused_because_it_could_not_carry_its_key(book):
    with pytest.raises(ExtensionError, match="index: a page with code and without a kernel; allowed: the header"):
        book("headless").build()


def test_a_key_enters_the_header_alone():
    page = "---\njupytext: x\nkernelspec:\n  name: python3\n---\n\nkernelspec:\n  name: said in prose\n"
    assert execution.with_key(page, "k") == "---\njupytext: x\nkernelspec:\n  name: python3\n  detour_key: k\n---\n\nkernelspec:\n  name: said in prose\n"
    assert execution.with_key("# Prose\n\nkernelspec:\n  name: x\n", "k") == "# Prose\n\nkernelspec:\n  name: x\n"


def test_a_digest_depends_on_names_bytes_and_texts(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = tmp_path / "a" / "x.py", tmp_path / "b" / "x.py"
    first.write_text("1")
    second.write_text("2")
    digests = {execution.digest_of([first]), execution.digest_of([second]), execution.digest_of([first, second]), execution.digest_of([first], "t")}
    second.write_text("1")
    assert len(digests | {execution.digest_of([second])}) == 5
    assert execution.digest_of([first, second]) == execution.digest_of([second, first])


def test_the_digest_of_pages_covers_the_whole_package_and_that_of_chapters_what_they_run():
    pages = {path.name for path in FILES(pages=True)}
    chapters = {path.relative_to(tables.DATA / "detour").parts[0] for path in FILES()}
    assert {"domain.py", "cli.py", "units.txt", "register-claims.html.jinja", "quantity.py"} <= pages
    assert {"quantity.py", "exhibits", "results", "units.txt"} <= chapters
    assert not {"sphinxext", "cli.py", "__pycache__"} & chapters
