"""Laws of the built site: same bytes each time, no dead link, nothing missing that others rely on."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag

import nbformat
import pytest
import rispy
from bs4 import BeautifulSoup
from detour import registry, tables
from detour.results import engine
from pybtex.database import parse_string

pytestmark = pytest.mark.site

PAGES = [
    "index",
    "export-controls",
    "huawei-inference",
    "cluster-workarounds",
    "domestic-gpu-makers",
    "inference-market-shift",
    "audit",
    "method",
    "claims",
    "sources",
    "codebook",
    "cite",
    "changes",
]
#: Links of a head that name what a page is and load nothing.
NAMED = (["type"], ["license"], ["cite-as"], ["canonical"])
THEMES = ["huawei-inference", "cluster-workarounds", "domestic-gpu-makers", "inference-market-shift"]
CLAIM_KEYS = [
    "id",
    "source",
    "source_file",
    "locator",
    "theme",
    "kind",
    "subject",
    "quantity",
    "value",
    "low",
    "high",
    "bound",
    "unit",
    "period",
    "speaker",
    "outlets",
    "printed",
    "statement",
    "rank",
    "status",
    "grade",
    "roots",
    "outcome",
]


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


@cache
def ids(path: Path) -> frozenset[str]:
    return frozenset(tag["id"] for tag in soup(path).find_all(id=True))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_two_builds_are_the_same_bytes(builds):
    first, second = map(files, builds)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_a_build_again_changes_no_byte(builds, build_command):
    before = files(builds[1])
    again = subprocess.run([*build_command, "--all"], cwd=builds[1].parent.parent, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stdout[-2000:]
    assert "executed book/" not in again.stdout
    after = files(builds[1])
    assert [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)] == []


@pytest.mark.parametrize("slug", PAGES)
def test_every_page_of_the_contracts_exists(site, slug):
    assert soup(site / "book" / f"{slug}.html").find("h1")


def test_no_internal_link_is_dead(site):
    dead = []
    for page in sorted((site / "book").glob("*.html")):
        for tag, attribute in (("a", "href"), ("link", "href"), ("script", "src"), ("img", "src")):
            for element in soup(page).find_all(tag, attrs={attribute: True}):
                address = element[attribute]
                if re.match(r"https?:|mailto:|data:|javascript:", address):
                    continue
                path, anchor = urldefrag(address.split("?")[0] if "#" not in address else address)
                target = (page.parent / unquote(path.split("?")[0])).resolve() if path else page
                if not target.is_file() or (anchor and target.suffix == ".html" and anchor not in ids(target)):
                    dead.append(f"{page.name}: {address}")
    assert sorted(set(dead)) == []


def test_nothing_is_loaded_from_another_origin(site):
    outside = []
    for page in sorted((site / "book").glob("*.html")):
        for tag, attribute in (("link", "href"), ("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src")):
            found = soup(page).find_all(tag, attrs={attribute: re.compile(r"^(https?:)?//")})
            outside += [f"{page.name}: {each[attribute]}" for each in found if each.get("rel", []) not in NAMED]
    assert outside == []


def test_no_id_stands_twice_on_a_page(site):
    for page in sorted((site / "book").glob("*.html")):
        found = [tag["id"] for tag in soup(page).find_all(id=True)]
        assert sorted({each for each in found if found.count(each) > 1}) == [] if len(found) < 4000 else len(found) == len(set(found)), page.name


def test_every_row_of_a_register_has_its_anchor(site):
    book = site / "book"
    assert set(tables.load("claims")["id"]) <= ids(book / "claims.html")
    assert set(tables.load("sources")["id"]) <= ids(book / "sources.html")
    assert set(tables.load("findings")["id"]) <= ids(book / "audit.html")
    assert {id for name in ("quantities", "terms", "entities") for id in tables.load(name)["id"]} <= ids(book / "codebook.html")
    assert set(engine.definitions()) <= ids(book / "workings.html")
    for table, column in registry.EVIDENCE.items():
        assert set(tables.load(table)[column]) <= ids(book / "evidence.html"), table


def test_published_claims_have_the_contracted_fields(site):
    claims = json.loads((site / "data" / "claims.json").read_text(encoding="utf-8"))
    assert len(claims) == len(tables.load("claims"))
    for claim in claims:
        assert set(CLAIM_KEYS) <= set(claim)
        assert all(claim[end] is None or isinstance(claim[end], (int, float)) for end in ("value", "low", "high"))
        assert claim["source_file"].endswith(".txt")
        assert isinstance(claim["roots"], int) and claim["roots"] >= 1
    with (site / "data" / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [claim["id"] for claim in claims]


def test_published_checks_have_a_verdict_and_known_claims(site):
    checks = json.loads((site / "data" / "checks.json").read_text(encoding="utf-8"))
    known = set(tables.load("claims")["id"])
    assert len(checks) == len(tables.load("findings"))
    for check in checks:
        assert {"id", "kind", "claims", "verdict", "explanation", "resolution"} <= set(check)
        assert check["verdict"] in {"holds", "strained", "fails", "open"}
        assert check["claims"] and set(check["claims"]) <= known


def test_published_impact_is_of_every_source_and_the_register_says_it(site):
    found = json.loads((site / "data" / "impact.json").read_text(encoding="utf-8"))
    assert list(found) == tables.load("sources")["id"].tolist()
    page = BeautifulSoup((site / "book" / "sources.html").read_text(encoding="utf-8"), "lxml")
    for id, each in found.items():
        listed = {link["href"].rpartition("#")[2] for link in page.find(id=id).select("details a")}
        results = {change["id"] for change in each["changes"] if change["kind"] == "result" and not engine.definitions()[change["id"]].counts_rows}
        assert results == {name for name in listed if name.startswith("r-")}, id
        figures, pages = (len(each["rests"].get(kind, ())) for kind in ("figure", "page"))
        shown = [term.find_next_sibling("dd").get_text() for term in page.find(id=id).find_all("dt") if term.get_text() == "Shown or named in"]
        words = ", ".join(f"{number} {kind}{'s' if number > 1 else ''}" for number, kind in ((figures, "figure"), (pages, "page")) if number)
        assert shown == ([words] if words else []), id


def test_every_table_is_published_as_it_is(site):
    for name, resource in tables.resources().items():
        if name != "claims":
            assert (site / "data" / resource["path"]).read_bytes() == tables.path_of(name).read_bytes()


@pytest.mark.parametrize("slug", ["index", "export-controls", *THEMES, "audit", "method"])
def test_every_chapter_is_published_as_an_executed_notebook(site, slug):
    book = nbformat.read(site / "data" / f"{slug}.ipynb", as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert code and all(cell.outputs for cell in code if "import" not in cell.source.splitlines()[-1])
    assert not [output for cell in code for output in cell.outputs if output.output_type == "error"]
    assert not [cell for cell in book.cells if re.search(r"\{(claim|ev|result|assume)\}`", cell.source)]


@pytest.mark.parametrize("slug", PAGES)
def test_citations_parse_and_agree(site, slug):
    entry = next(iter(parse_string((site / "cite" / f"{slug}.bib").read_text(encoding="utf-8"), "bibtex").entries.values()))
    record = rispy.loads((site / "cite" / f"{slug}.ris").read_text(encoding="utf-8"))[0]
    csl = json.loads((site / "cite" / f"{slug}.json").read_text(encoding="utf-8"))[0]
    assert entry.fields["title"].strip("{}") == record["title"] == csl["title"]
    assert entry.fields["version"] == record["edition"] == csl["version"]
    assert f"../cite/{slug}.bib" in {a.get("href") for a in soup(site / "book" / f"{slug}.html").find_all("a")}


@pytest.mark.parametrize("slug", THEMES)
def test_a_theme_chapter_has_five_exhibits_at_least(site, slug):
    assert len(soup(site / "book" / f"{slug}.html").select("figure.exhibit")) >= 5


def test_every_figure_has_drawing_words_data_and_sources(site):
    seen = 0
    for page in sorted((site / "book").glob("*.html")):
        for figure in soup(page).select("figure.exhibit"):
            seen += 1
            label = figure["id"]
            assert label.startswith("fig-"), page.name
            assert len(figure.select("svg[role=img][aria-label]")) == 2, label
            assert figure.select_one("figcaption .caption-text").get_text(strip=True), label
            assert "Source" in figure.select_one(".exhibit-foot").get_text(), label
            assert (site / "data" / "figures" / f"{label}.csv").is_file(), label
    assert seen >= 25


def test_every_figure_is_named_in_the_text(site):
    for page in sorted((site / "book").glob("*.html")):
        linked = {a["href"].partition("#")[2] for a in soup(page).select("a.reference.internal[href]")}
        assert [figure["id"] for figure in soup(page).select("figure.exhibit") if figure["id"] not in linked] == [], page.name
