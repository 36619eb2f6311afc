"""Laws of a whole rerun: what is written holds the engine's numbers, says that it is no publication, is the same each time, and is all or nothing."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

import nbformat
import papermill
import pytest
from bs4 import BeautifulSoup
from detour import address, consequences, tables
from detour.rerun import command
from detour.results import engine

COMMAND = re.search(r"^detour rerun (\S+) (.*)$", (tables.ROOT / "book" / "reuse.md").read_text(encoding="utf-8"), re.MULTILINE)
#: A result that the chapter names and that rests on what the command sets.
MOVED = "r-hi-cost-dense-910c"
SLUG, SETTINGS = COMMAND[1], COMMAND[2].replace("--set", "").split()


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(folder: Path) -> dict[str, dict[str, str]]:
    with open(folder / "changes.csv", encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def numbers(row: dict[str, str], *names: str) -> list[float]:
    return [float(row[name]) if row[name] else math.nan for name in names]


def altered(folder: Path) -> tables.Altered:
    """Return the published tables with the assumptions that a rerun says that it changed."""
    frame = tables.load("assumptions").set_index("id", drop=False)
    for id, row in rows(folder).items():
        if id.startswith("a-"):
            assert numbers(row, "published") == [frame.loc[id, "central"]]
            frame.loc[id, ["central", "low", "high"]] = numbers(row, "value", "low", "high")
    return tables.Altered(tables.DATA, {"assumptions": frame.reset_index(drop=True)})


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Return the folder that the command shown on the page on reuse writes, and what it told on the way."""
    told: list[str] = []
    place = tmp_path_factory.mktemp("rerun")
    found, moved, count = command.write(SLUG, SETTINGS, told.append, progress=False, place=place)
    assert 0 < moved < count
    assert [path.name for path in place.iterdir()] == [SLUG], "nothing half-written stays beside it"
    return found, told


def test_every_result_is_told_as_published_and_with_the_changed_tables(shown):
    folder, _ = shown
    other = altered(folder)
    found = {id: row for id, row in rows(folder).items() if id.startswith("r-")}
    # Tallies that take a search or a fit always read the tables of their process: only a process of its own, such as the rerun's, gives them changed.
    slow = {id for id, each in engine.definitions().items() if not each.predicted}
    alike = found.keys() - slow - consequences.dependents(slow)
    assert len(alike) > 100 and {found[id]["moved"] for id in alike} == {"yes", "no"}
    for id, row in ((id, row) for id, row in found.items() if id in alike):
        for state, names in ((tables.DATA, ("published", "published_low", "published_high")), (other, ("value", "low", "high"))):
            entry = engine.entry(id, state)
            assert repr(numbers(row, *names)) == repr([float(each) for each in (entry.value, entry.low, entry.high)]), id
    assert [each.partition("=")[0] for each in sorted(SETTINGS)] == [id for id in rows(folder) if id.startswith("a-")]


def test_prose_and_notebook_say_the_changed_numbers_and_no_one_takes_them_for_published_ones(shown):
    folder, told = shown
    page = BeautifulSoup((folder / "book" / f"{SLUG}.html").read_text(encoding="utf-8"), "lxml")
    words = page.find("article").get_text(" ", strip=True).replace("\N{NO-BREAK SPACE}", " ")
    assert "This is not the published chapter." in words and "Rerun: " in page.find("h1").get_text() and "Rerun: " in page.title.get_text()
    assert "This page is not published and has no citation of its own." in words
    assert page.find(class_="faces") is None and page.find(rel="canonical") is None
    assert {row["title"] for id, row in rows(folder).items() if id.startswith("a-")} <= {cell.get_text(strip=True) for cell in page.find_all("td")}
    assert len(page.find_all("figure", class_="exhibit")) == len(list((folder / "figures").iterdir())) > 5
    text = "".join(cell.source for cell in nbformat.read(folder / f"{SLUG}.ipynb", 4).cells if cell.cell_type == "markdown")
    assert not re.search(r"\{(claim|ev|assume|result)\}`", text) and "This is not the published chapter." in text
    before, after = (engine.entry(MOVED, state).said() for state in (tables.DATA, altered(folder)))
    said = text.partition("## The question")[2]
    assert before != after and after in said and after.replace("\N{NO-BREAK SPACE}", " ") in words and before not in said
    assert told[-1] == f"{SLUG}: the page is written"


def test_everything_that_the_page_loads_lies_beside_it_and_no_link_leads_nowhere(shown):
    folder, _ = shown
    path = folder / "book" / f"{SLUG}.html"
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
    loaded = [each.get("src") or each.get("href") for each in page.find_all(["script", "link"]) if each.get("src") or each.get("rel") == ["stylesheet"]]
    assert loaded and all((path.parent / each.split("?")[0]).is_file() for each in loaded)
    ids = {each["id"] for each in page.find_all(id=True)}
    for link in (each["href"] for each in page.find_all("a", href=True)):
        file, _, fragment = link.partition("#")
        assert "://" in link or (path.parent / file).resolve().is_file() if file else not fragment or fragment in ids, link


def test_the_notebook_is_executed_again_by_papermill_with_other_assumptions(shown, tmp_path):
    book = nbformat.read(shown[0] / f"{SLUG}.ipynb", 4)
    book.cells = [*book.cells[:3], nbformat.v4.new_code_cell(f"from detour.results import engine\nprint(repr(engine.value({MOVED!r})))")]
    nbformat.write(book, tmp_path / "short.ipynb")
    found = []
    for assumptions in ({}, {"a-cost-years": 4}):
        done = papermill.execute_notebook(str(tmp_path / "short.ipynb"), None, {"assumptions": assumptions}, kernel_name="python3", progress_bar=False)
        found.append(float(done.cells[-1].outputs[0].text))
    assert found[0] == engine.value(MOVED) and found[1] > found[0]


def test_without_settings_every_number_is_the_published_one_and_twice_the_same_bytes(tmp_path):
    folders = [command.write("export-controls", [], [].append, progress=False, place=tmp_path / name)[0] for name in ("first", "second")]
    found = rows(folders[0])
    assert found and {row["moved"] for row in found.values()} == {"no"}
    assert all(row["value"] == row["published"] for row in found.values())
    first, second = map(files, folders)
    assert first.keys() == second.keys() and [name for name in first if first[name] != second[name]] == []
    assert "Nothing was changed." in first["book/export-controls.html"].decode()


def test_a_scenario_below_the_interval_is_written_and_a_figure_of_another_chapter_is_a_link_to_its_page(tmp_path, monkeypatch):
    monkeypatch.setenv(address.SITE, "https://example.org/report")
    found, moved, count = command.write("inference-market-shift", [], [].append, progress=False, place=tmp_path, named=["x-imports-end"])
    assert 0 < moved < count
    tree = BeautifulSoup((found / "book" / "inference-market-shift.html").read_text(encoding="utf-8"), "lxml")
    drawn = {figure["id"] for figure in tree.select("figure.exhibit")}
    others = [link for link in tree.select("a[href*='/figures/fig-']") if link["href"].startswith("https:")]
    assert others and len(drawn) > 10 and not drawn & {link["href"].rpartition("/")[2].removesuffix(".html") for link in others}
