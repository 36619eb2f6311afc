"""Laws of the page of changes: every change is listed with its links, what is gone keeps its anchor, and every page carries the stamp."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from detour import tables
from detour.sphinxext import changes, retired
from detour.versions import compare, feed, history, record, releases, stamp

HOSTILE = """<script>alert(1)</script><img src=x onerror="alert(2)"> ' " {{ 7 * 7 }} &amp; ]]> end"""


@pytest.fixture(scope="module")
def tiny(book):
    return book("changes")


@pytest.fixture(scope="module")
def built(tiny):
    return tiny.build()


@pytest.fixture(scope="module")
def expected():
    """Return what a comparison without any site says of version 0.2.0, as it was released or as it stands."""
    released = "0.2.0" in releases.versions()
    now = releases.load("0.2.0") if released else {row["id"]: row for row in record.present()}
    was, now = ({id: row for id, row in each.items() if row["kind"] != "figure"} for each in (releases.load("0.1.0"), now))
    return compare.compare(was, now, releases.corrections()["0.2.0"])


def step(*changed: compare.Change) -> history.Step:
    return history.Step("0.2.0", "2026-11-22", False, "0.1.0", changed, ())


def test_every_change_is_listed_once_under_its_heading(built, expected):
    page = built.page("changes")
    for act, heading in compare.ACTS.items():
        ids = [change.id for change in expected if change.act == act]
        found = page.select(f"details.changes-{act}")
        assert len(found) == bool(ids), act
        if ids:
            assert found[0].summary.get_text() == f"{heading}: {len(ids)}"
            assert [item.select_one("code").get_text() for item in found[0].select("li")] == ids


def test_a_change_links_its_row_its_source_and_its_cause(built):
    page = built.page("changes")
    chosen = page.select_one("details.changes-chosen li")
    links = [a["href"] for a in chosen.select("a")]
    assert links[:2] == ["evidence.html#sp-huawei-ascend-910b-memory-bandwidth-6", "evidence.html#sp-huawei-ascend-910b-memory-bandwidth-1"]
    assert links[-1] == "sources.html#s-gitcode-cann-6033"
    assert (chosen.find("del").get_text(), chosen.find("ins").get_text()) == ("1,228\N{NO-BREAK SPACE}GB/s", "1,600\N{NO-BREAK SPACE}GB/s")
    followed = [{a["href"] for a in li.select("a")} for li in page.select("details.changes-followed li")]
    assert any({"workings.html#r-dg-h20-910b-bandwidth", "evidence.html#sp-huawei-ascend-910b-memory-bandwidth-6"} <= links for links in followed)


def test_what_moved_is_open_and_mere_words_are_folded(built):
    page = built.page("changes")
    assert page.select_one("details.changes-chosen").has_attr("open")
    assert not page.select_one("details.changes-annotated").has_attr("open")


def test_the_first_version_counts_what_it_held_and_offers_its_record(built):
    text = built.page("changes").select("p.changes-count")[1]
    assert text.get_text().startswith("First publication: 518 claims")
    assert text.a["href"] == "../data/releases/0.1.0.csv"
    assert (built.out / "data" / "releases" / "0.1.0.csv").read_bytes() == releases.path_of("0.1.0").read_bytes()


def test_an_unknown_version_is_named_with_those_there_are(built):
    assert [line for line in built.warnings if "no version '7.0.0'; there are 0.1.0, 0.2.0" in line]


def test_prose_that_names_a_retired_row_is_told_what_replaces_it(built):
    said = "\n".join(built.warnings)
    assert "index.md:9: WARNING: se-mkt-idc-2025-nvidia was retired in version 0.2.0; es-022 replaces it" in said
    assert "s-idc-2025 was retired in version 0.2.0; s-openstack replaces it" in said


def test_retired_rows_keep_their_anchor_before_the_citation_and_stand_in_the_contents(built):
    page = built.page("evidence")
    gone = {id for id, row in releases.retired().items() if row["place"] == "evidence"}
    assert gone and {tag["id"] for tag in page.select("article.retired")} == gone
    sections = [section["id"] for section in page.select("section section")]
    assert sections.index("sec-evidence-retired") == len(sections) - 2
    row = page.find(id="se-mkt-idc-2025-nvidia")
    assert [a["href"] for a in row.select("a")][:2] == ["#se-mkt-idc-2025-nvidia", "evidence.html#es-022"]
    assert row.find("del").get_text() == "2.2\N{NO-BREAK SPACE}million\N{NO-BREAK SPACE}cards"


def test_a_page_from_which_nothing_was_taken_has_no_such_section(built):
    assert built.page("workings").select("article.retired") == []
    assert "Retired" not in built.page("workings").get_text()


def test_a_figure_that_moved_to_another_page_is_forwarded(book, monkeypatch):
    monkeypatch.setattr(retired, "figures", lambda app: [record.figure("fig-index-hi-fleets", "evidence", "T", "", [])])
    source = book("changes")
    (source.source / "index.md").write_text("# Index\n\n```{toctree}\nevidence\n```\n")
    found = source.build().page("index").find(id="fig-index-hi-fleets")
    assert found.a["href"] == "evidence.html#fig-index-hi-fleets"


def test_a_figure_or_result_that_vanished_is_warned_of(book, monkeypatch):
    monkeypatch.setattr(changes, "has_page", lambda env, row: True)
    lost = {"fig-lost": record.figure("fig-lost", "workings", "Lost", "", []), "r-lost": record._row("r-lost", "result", label="Lost")}
    monkeypatch.setattr(changes.releases, "load", lambda version: lost)
    said = "\n".join(book("changes").build().warnings)
    assert "figure fig-lost of version 0.1.0 is gone; allowed: it, or a row of corrections.csv that retires it" in said
    assert "result r-lost of version 0.1.0 is gone" in said


def test_a_figure_of_a_page_that_the_book_lacks_is_neither_missed_nor_listed(built):
    assert not [line for line in built.warnings if "is gone" in line]
    assert "fig-" not in built.page("changes").get_text()


@pytest.mark.parametrize("plain", [False, True])
def test_markup_in_a_change_stays_text(plain):
    changed = [
        compare.Change(act, HOSTILE, "claim", "claims", HOSTILE, HOSTILE, HOSTILE, (), HOSTILE, ((HOSTILE, HOSTILE),), (HOSTILE,)) for act in compare.ACTS
    ]
    html = changes.listed(step(*changed), lambda id: {"place": "claims", "label": HOSTILE}, plain)
    page = BeautifulSoup(html, "html.parser")
    assert page.find_all(["script", "img"]) == []
    assert page.get_text().count("alert(1)") >= len(changed)


def test_markup_in_a_retired_row_stays_text():
    row = dict.fromkeys(("id", "label", "written", "reason", "version"), HOSTILE) | {"replaced_by": "x", "source": "", "cited": ""}
    html = changes.render("retired.html.jinja", rows=[row], row_of=lambda id: {"place": "claims", "label": HOSTILE}, source_name=str)
    page = BeautifulSoup(html, "html.parser")
    assert page.find_all(["script", "img"]) == []
    assert HOSTILE in page.get_text()


# The feed.


def test_markup_in_a_change_stays_text_in_the_feed():
    change = compare.Change("moved", "c-x", "claim", "claims", HOSTILE, HOSTILE, HOSTILE, (), HOSTILE)
    written = feed.feed([step(change)], lambda each: changes.listed(each, lambda id: {"place": "claims", "label": HOSTILE}, plain=True))
    content = ET.fromstring(written).find(f"{{{feed.ATOM}}}entry/{{{feed.ATOM}}}content")
    assert not [tag for tag in content.iter() if tag.tag.endswith(("script", "img"))]
    assert HOSTILE in "".join(content.itertext())


def test_the_feed_has_an_entry_for_each_version_newest_first(built):
    root = ET.parse(built.out / "changes.atom").getroot()
    titles = [entry.findtext(f"{{{feed.ATOM}}}title").split(" (")[0] for entry in root.iter(f"{{{feed.ATOM}}}entry")]
    assert titles == [f"Version {version}" for version in sorted({*releases.versions(), releases.current()}, key=releases.order, reverse=True)]


def test_identifiers_of_the_feed_never_change():
    assert feed.identifier("changes/0.1.0") == "urn:uuid:be6aa59d-bed7-54fc-be81-2e5fac23698f"


def test_addresses_in_the_feed_are_absolute_where_the_site_has_one(monkeypatch):
    monkeypatch.setattr(feed.citation, "report", lambda: {"title": "T: t", "authors": [{"name": "N"}], "url": "https://example.org/report/"})
    root = ET.fromstring(feed.feed([step()], lambda each: "<p>x</p>"))
    assert {link.get("href") for link in root.iter(f"{{{feed.ATOM}}}link")} == {
        "https://example.org/report/changes.atom",
        "https://example.org/report/book/changes.html",
        "https://example.org/report/book/changes.html#sec-changes-0-2-0",
    }


# The stamp.


def test_the_stamp_is_published_with_every_input(built, tiny):
    said = json.loads((built.out / "data" / "version.json").read_text(encoding="utf-8"))
    assert said == stamp.stamped(stamp.inputs(tiny.source))
    assert said["digest"] == said["sha256"][: stamp.SHORT]
    assert said["tables"]["claims"]["rows"] == len(tables.load("claims"))
    assert "changes.md" in said["inputs"]


def test_the_record_of_the_build_is_published(built):
    published = releases.read(built.out / "data" / "record.csv")
    assert published == {row["id"]: row for row in record.present()}


def test_a_page_alone_changed_has_every_page_written_with_the_new_digest_and_none_other_read(tiny, built):
    before = (built.out / "workings.html").stat().st_mtime_ns
    page = tiny.source / "evidence.md"
    page.write_text(page.read_text() + "\nAnother sentence.\n")
    again = tiny.build()
    assert "0 added, 1 changed, 0 removed" in again.status
    assert (again.out / "workings.html").stat().st_mtime_ns > before
    still = tiny.build()
    assert "0 added, 0 changed, 0 removed" in still.status
    assert not re.search(r"writing output\.\.\. \[ *\d+%\]", still.status)
