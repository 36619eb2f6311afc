"""Laws of versions on the built site: the feed is Atom, what is gone still answers, and every page says of which inputs it was made."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from detour import tables
from detour.sphinxext.templates import render
from detour.versions import record, releases, stamp
from lxml import etree

pytestmark = pytest.mark.site

ATOM = "{http://www.w3.org/2005/Atom}"
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


def pages(site: Path) -> list[Path]:
    return sorted((site / "book").glob("*.html"))


@cache
def page(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def test_the_feed_is_valid_by_the_grammar_of_rfc_4287(site):
    document = etree.parse(site / "changes.atom")
    GRAMMAR.assertValid(document)
    root = document.getroot()
    assert root.find(f"{ATOM}author") is not None
    for entry in root.iter(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}content") is not None
        assert {link.get("rel") for link in entry.iter(f"{ATOM}link")} == {"alternate"}
    ids = [each.text for each in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["id", "title", "updated"])
def test_the_grammar_refuses_a_feed_that_lacks_what_it_must_have(site, name):
    document = etree.parse(site / "changes.atom")
    document.getroot().remove(document.getroot().find(f"{ATOM}{name}"))
    assert not GRAMMAR.validate(document)


def test_every_address_in_the_feed_is_on_the_site(site):
    document = etree.parse(site / "changes.atom")
    anchors = {path: {tag["id"] for tag in page(path).find_all(id=True)} for path in pages(site)}
    dead = []
    for link in document.iter("{*}a", "{*}link"):
        path, _, anchor = link.get("href").partition("#")
        target = (site / path).resolve()
        if not target.is_file() or (anchor and anchor not in anchors[target]):
            dead.append(link.get("href"))
    assert dead == []


@pytest.mark.parametrize("path", ["changes.atom", "data/version.json"])
def test_every_page_links_the_feed_and_the_stamp(site, path):
    assert [each.name for each in pages(site) if not page(each).select(f'link[href="../{path}"]')] == []


def test_every_permalink_ever_published_answers(site):
    """Each id of each release is an anchor of the page on which it stood then."""
    anchors = {path.stem: {tag["id"] for tag in page(path).find_all(id=True)} for path in pages(site)}
    for version in releases.versions():
        assert [id for id, row in releases.load(version).items() if id not in anchors[row["place"]]] == [], version


def test_a_retired_row_says_what_replaces_it_with_a_link_that_leads_there(site):
    for id, row in releases.retired().items():
        entry = page(site / "book" / f"{row['place']}.html").find(id=id)
        links = {a["href"].rpartition("#")[2] for a in entry.select("a")}
        assert set(tables.split(row["replaced_by"])) <= links, id


def test_every_page_shows_the_version_and_the_digest_of_this_build(site):
    said = json.loads((site / "data" / "version.json").read_text(encoding="utf-8"))
    for path in pages(site):
        foot = page(path).select_one("footer").get_text(" ", strip=True)
        assert said["version"] in foot and said["digest"] in foot, path.name


def test_the_digest_can_be_had_again_from_what_version_json_lists(site):
    said = json.loads((site / "data" / "version.json").read_text(encoding="utf-8"))
    assert stamp.digest(said["inputs"]) == said["sha256"]
    for each in said["tables"].values():
        assert said["inputs"][f"data/{each['path']}"] == each["sha256"]
    changed = said["inputs"] | {"data/claims.csv": "0" * 64}
    assert stamp.digest(changed) != said["sha256"]


def test_the_record_of_the_site_holds_every_figure_and_row(site):
    published = releases.read(site / "data" / "record.csv")
    assert published == {row["id"]: row for row in record.present(record.figures(site / "data"))}
    assert {row["id"] for row in published.values() if row["kind"] == "figure"} == set(json.loads((site / "data" / "figures.json").read_text(encoding="utf-8")))


def test_every_version_has_its_words_and_its_list_on_the_page_of_changes(site):
    found = page(site / "book" / "changes.html")
    for version in {*releases.versions(), releases.current()}:
        section = found.find(id="sec-changes-" + version.replace(".", "-"))
        assert section.select("p.changes-count") and len(section.select("p")) > 1, version


def test_a_retired_row_without_an_heir_says_nothing_replaces_it():
    row = {"id": "c-old", "version": "0.2.0", "label": "Said once", "written": "", "replaced_by": "", "reason": "never said", "source": "", "cited": ""}
    assert "Replaced by nothing" in BeautifulSoup(render("retired.html.jinja", rows=[row], row_of=dict, source_name=str), "lxml").get_text(" ", strip=True)
