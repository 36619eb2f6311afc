"""Laws of the heads of the built pages: described, placed, pictured, cited and linked, in the words of each vocabulary."""

from __future__ import annotations

import json
import struct
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pytest
import rispy
from bs4 import BeautifulSoup
from detour import citation, reviews, tables
from pybtex.database import parse_string
from vocabularies import CONVENTIONS, GRAPH_ALLOWED, GRAPH_REQUIRED, GRAPH_TYPES, HIGHWIRE, MEDIA_TYPE, RELATIONS, SIGNPOSTS, nodes, types_of

pytestmark = pytest.mark.site
CHAPTERS = list(citation.chapters())


@cache
def head(path: Path) -> BeautifulSoup:
    text = path.read_text(encoding="utf-8")
    return BeautifulSoup(text[: text.index("</head>")], "lxml")


def pages(site: Path) -> list[Path]:
    """Return every page that a reader can open; the folder's own `index.html` only leads to the first."""
    return [path for path in sorted(site.rglob("*.html")) if path != site / "index.html" and "_static" not in path.parts and "pagefind" not in path.parts]


def metas(path: Path, attribute: str) -> list[tuple[str, str]]:
    return [(tag[attribute], tag["content"]) for tag in head(path).find_all("meta", attrs={attribute: True})]


def links(path: Path) -> list[tuple[str, str, str]]:
    return [(relation, tag.get("type", ""), tag["href"]) for tag in head(path).find_all("link") for relation in tag["rel"]]


def document(path: Path) -> dict:
    script = head(path).find("script", type="application/ld+json")
    return json.loads(script.string) if script else {}


def target(path: Path, address: str) -> Path:
    file = address.partition("#")[0].partition("?")[0]
    return (path.parent / file).resolve() if file else path.resolve()


def test_every_page_says_what_it_is_once_and_in_few_words(site):
    seen = {}
    for path in pages(site):
        (description,) = [content for name, content in metas(path, "name") if name == "description"]
        assert 20 <= len(description) <= 300, path.name
        assert not {"\n", "`", "{"} & set(description), path.name
        seen.setdefault(description, []).append(path.stem)
    chapters = [[name for name in names if name in CHAPTERS] for names in seen.values()]
    assert [names for names in chapters if len(names) > 1] == []


@pytest.mark.parametrize("slug", ["export-controls", "huawei-inference", "cluster-workarounds", "domestic-gpu-makers", "inference-market-shift", "audit"])
def test_a_chapter_is_described_by_its_answer(site, slug):
    path = site / "book" / f"{slug}.html"
    description = dict(metas(path, "name"))["description"]
    answer = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml").select_one(f"#sec-{slug}-answer p").get_text()
    assert " ".join(answer.split()).startswith(" ".join(description.removesuffix(" …").split()))
    assert len(description) > 80


def test_every_page_has_one_canonical_address_its_own(site):
    for path in pages(site):
        canonical = [address for relation, _, address in links(path) if relation == "canonical"]
        assert [target(path, address) for address in canonical] == [path.resolve()], path.name


def test_opengraph_keeps_to_its_vocabulary(site):
    for path in pages(site):
        found = metas(path, "property")
        properties = [name for name, _ in found]
        kind = dict(found)["og:type"]
        assert len(set(properties)) == len(properties), path.name
        assert GRAPH_REQUIRED - {"og:url"} <= set(properties) <= GRAPH_ALLOWED | GRAPH_TYPES[kind], path.name
        assert all(content.strip() for _, content in found), path.name


def test_every_page_has_a_real_picture_with_words_for_it(site):
    for path in pages(site):
        found = dict(metas(path, "property"))
        picture = target(path, found["og:image"]).read_bytes()
        assert picture[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", picture[16:24]) == (1200, 630), path.name
        assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
        assert len(picture) > 20_000 and len(found["og:image:alt"]) > 20, path.name


def test_a_chapter_with_exhibits_has_the_picture_of_its_first(site):
    alts = set()
    for path in sorted((site / "book").glob("*.html")):
        first = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml").select_one("figure.exhibit svg[role=img]")
        if first:
            found = dict(metas(path, "property"))
            assert found["og:image"] == f"../pictures/{path.stem}.png"
            assert found["og:image:alt"] == first["aria-label"]
            alts.add(found["og:image:alt"])
    assert len(alts) >= 6


@pytest.mark.parametrize("slug", CHAPTERS)
def test_citation_tags_are_known_and_say_what_the_record_says(site, slug):
    item = citation.record("report" if slug == "index" else slug)
    found = [(name, content) for name, content in metas(site / "book" / f"{slug}.html", "name") if name.startswith("citation_")]
    tags = dict(found)
    assert set(tags) <= HIGHWIRE and len(tags) == len(found)
    assert (tags["citation_title"], tags["citation_author"]) == (item["title"], item["author"][0]["literal"])
    assert [int(part) for part in tags["citation_publication_date"].split("/")] == item["issued"]["date-parts"][0]
    assert tags.get("citation_inbook_title") == item.get("container-title")
    assert dict(metas(site / "book" / f"{slug}.html", "property"))["og:type"] == ("book" if slug == "index" else "article")


def test_link_relations_are_registered_and_lead_somewhere(site):
    for path in pages(site):
        for relation, kind, address in links(path):
            assert relation in RELATIONS | CONVENTIONS, f"{path.name}: {relation}"
            assert not kind or MEDIA_TYPE.fullmatch(kind), f"{path.name}: {kind}"
            assert "://" in address or target(path, address).is_file(), f"{path.name}: {address}"


@pytest.mark.parametrize("slug", CHAPTERS)
def test_signposts_lead_to_citation_licence_type_and_whole(site, slug):
    path = site / "book" / f"{slug}.html"
    found = links(path)
    described = {kind: target(path, address) for relation, kind, address in found if relation == "describedby"}
    assert {"application/x-bibtex", "application/x-research-info-systems", "application/vnd.citationstyles.csl+json"} <= set(described)
    wanted = SIGNPOSTS - {"cite-as", "item"} - ({"collection"} if slug == "index" else set())
    assert wanted <= {relation for relation, _, _ in found}
    assert ("linkset", "application/linkset+json", "../linkset.json") in found
    named = {address.rpartition("/")[2] for relation, _, address in found if relation == "type"}
    assert named <= {node.get("@type") for node in nodes(document(path))}


def test_the_link_set_holds_the_links_of_every_page(site):
    contexts = {each["anchor"]: each for each in json.loads((site / "linkset.json").read_text(encoding="utf-8"))["linkset"]}
    for slug in CHAPTERS:
        path, own = site / "book" / f"{slug}.html", contexts[f"book/{slug}.html"]
        for relation, kind, address in links(path):
            if relation in SIGNPOSTS:
                assert {"href", "type"} >= own[relation][0].keys()
                held = {(each["href"] if "://" in each["href"] else str((site / each["href"]).resolve()), each.get("type", "")) for each in own[relation]}
                assert (address if "://" in address else str(target(path, address)), kind) in held
    for anchor, context in contexts.items():
        assert set(context) - {"anchor"} <= RELATIONS
        assert (site / anchor).is_file()


def test_what_pages_say_in_json_ld_hangs_together_over_the_site(site):
    """Addresses are taken from the root of the site, so that what pages say of each other meets."""
    found = []
    for path in pages(site):
        if (page := document(path)) and page["@graph"]:
            assert page["@context"] == "https://schema.org"
            found.append(placed(page, path, site))
    found.append(placed(json.loads((site / "data" / "claims.jsonld").read_text(encoding="utf-8")), site / "data" / "claims.jsonld", site))
    types = types_of(*found)
    assert {"Book", "Chapter", "Dataset", "Claim", "ClaimReview", "Organization"} <= set(types.values())
    assert {node["@id"] for page in found for node in nodes(page) if "@id" in node} <= types.keys()


def placed(value, path: Path, site: Path):
    """Return a document with the addresses of its nodes as seen from the root of the site."""
    if isinstance(value, list):
        return [placed(each, path, site) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: _placed(each, path, site) if key == "@id" else placed(each, path, site) for key, each in value.items()}


def _placed(address: str, path: Path, site: Path) -> str:
    file, mark, fragment = address.partition("#")
    return str((path.parent / file).resolve().relative_to(site.resolve())) + mark + fragment


@pytest.mark.parametrize("slug", ["index", "claims", "evidence", "sources", "codebook", "workings", "audit"])
def test_what_a_dataset_offers_is_there(site, slug):
    path = site / "book" / f"{slug}.html"
    (data,) = [node for node in nodes(document(path)) if node.get("@type") == "Dataset" and "distribution" in node]
    assert data["distribution"]
    for file in data["distribution"]:
        assert target(path, file["contentUrl"]).is_file() and MEDIA_TYPE.fullmatch(file["encodingFormat"])


def test_the_claims_page_carries_the_reviews_of_single_claims(site):
    found = [node for node in nodes(document(site / "book" / "claims.html")) if node.get("@type") == "ClaimReview"]
    assert len(found) == len([node for node in reviews.brief(str) if node["@type"] == "ClaimReview"]) >= len(tables.load("outcomes"))


def test_every_claim_is_in_the_collected_citations_of_every_format(site):
    ids, folder = set(tables.load("claims")["id"]), site / "cite"
    assert set(parse_string((folder / "all-claims.bib").read_text(encoding="utf-8"), "bibtex").entries) == ids
    assert {entry["id"] for entry in rispy.loads((folder / "all-claims.ris").read_text(encoding="utf-8"))} == ids
    assert {item["id"] for item in json.loads((folder / "all-claims.json").read_text(encoding="utf-8"))} == ids
    lines = (folder / "all-claims.txt").read_text(encoding="utf-8").split("\n\n")
    assert [id for id in ids if not any(f"Claim {id}: " in " ".join(line.split()) for line in lines)] == []


def test_every_figure_has_citations_of_its_own_that_agree(site):
    figures = json.loads((site / "data" / "figures.json").read_text(encoding="utf-8"))
    assert len(figures) >= 25
    for label, figure in figures.items():
        files = {ending: (site / "cite" / f"{label}.{ending}").read_text(encoding="utf-8") for ending in ("bib", "ris", "json", "txt")}
        assert files == citation.collection([citation.record(label, figures)])
        assert json.loads(files["json"])[0]["title"] == figure["title"]


def test_the_page_and_the_command_cite_alike(site):
    shown = BeautifulSoup((site / "book" / "cite.html").read_text(encoding="utf-8"), "lxml")
    figures = json.loads((site / "data" / "figures.json").read_text(encoding="utf-8"))
    texts = [" ".join(tag.get_text().split()) for tag in shown.select(".cite-text")]
    for id in ("report", "audit", "fig-hi-field", "c-ft25-h20-shipments-2024", "cite"):
        assert " ".join(citation.cite(id, "text", figures).split()) in texts
    blocks = {tag.get_text() for tag in shown.select(".cite-format pre")}
    for style in ("bibtex", "ris", "csl"):
        assert citation.cite("fig-hi-field", style, figures) in {f"{block.rstrip()}\n" if style != "ris" else block for block in blocks}


def test_without_an_address_nothing_is_written_that_needs_one(site):
    assert not (site / "sitemap.xml").exists() and not (site / "robots.txt").exists()
    for path in pages(site):
        assert "cite-as" not in {relation for relation, _, _ in links(path)}
        assert "og:url" not in dict(metas(path, "property")) and "citation_public_url" not in dict(metas(path, "name"))


def test_the_icon_is_well_formed_and_drawn_for_those_who_show_no_svg(site):
    assert ET.parse(site / "_static" / "icon.svg").getroot().tag.endswith("svg")
    assert struct.unpack(">II", (site / "pictures" / "icon.png").read_bytes()[16:24]) == (180, 180)


def test_the_bar_of_the_browser_has_the_colour_of_the_paper(site):
    style = (site / "_static" / "report.css").read_text(encoding="utf-8")
    paper = style.partition("--d-paper: light-dark(")[2].partition(")")[0].split(", ")
    colours = [tag["content"] for tag in head(site / "book" / "index.html").find_all("meta", attrs={"name": "theme-color"})]
    assert [colour.replace("#ffffff", "#fff") for colour in colours] == paper
