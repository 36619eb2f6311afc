"""Laws of the linked data: every type, property and range is schema.org's, every reference leads to a node, and verdicts keep their meaning."""

from __future__ import annotations

import json
from functools import partial

import pytest
from detour import address, citation, linked, reviews, tables
from pydantic import ValidationError
from rdflib import RDF, SDO, Graph, URIRef
from vocabularies import held, nodes, shape, types_of

BASE = "https://example.org/report"
AT = partial(address.of, base=BASE)
WORDS = "What the page says of itself, in words enough for a description."
SAMPLE = {
    "@type": "Chapter",
    "@id": f"{BASE}/a.html",
    "name": "A",
    "isPartOf": {"@id": f"{BASE}/book/index.html"},
    "datePublished": "2026-01-31",
}


def page(slug: str) -> dict:
    """Return what a page's head carries."""
    work = linked.book(AT, WORDS, AT("pictures/a.png")) if slug == "index" else linked.chapter(slug, AT, WORDS, AT("pictures/a.png"))
    return linked.document([work, linked.project(AT), *linked.datasets(slug, AT), *linked.glossary(slug, AT), *(reviews.brief(AT) if slug == "claims" else [])])


@pytest.fixture(scope="module")
def documents():
    known = {"fig-x": {"title": "One finding", "slug": "audit"}}
    figure = linked.document([linked.figure("fig-x", known, "figures/fig-x.html", AT), linked.project(AT)])
    return [*map(page, citation.chapters()), figure, linked.document(reviews.graph(AT))]


@pytest.fixture(scope="module")
def types(documents):
    return types_of(*documents)


@pytest.fixture(scope="module")
def triples(documents):
    """Return all documents as one graph; the processor is given schema.org's vocabulary, because it may not fetch the context."""
    graph = Graph()
    for document in documents:
        graph.parse(data=json.dumps(document | {"@context": {"@vocab": str(SDO)}}), format="json-ld")
    return graph


def test_every_type_property_and_range_is_of_the_vocabulary(documents, types):
    assert {document["@context"] for document in documents} == {linked.CONTEXT}
    one_of_each = {shape(node, types): node for document in documents for node in document["@graph"]}
    for node in one_of_each.values():
        held(node, types)


@pytest.mark.parametrize(
    "wrong",
    [
        {"@type": "Chaptre"},
        {"verdict": "holds"},
        {"claimReviewed": "x"},
        {"isPartOf": {"@id": f"{BASE}/book/index.html#project"}},
        {"datePublished": "2026-02-31"},
    ],
    ids=["type", "property", "domain", "range", "date"],
)
def test_the_vocabulary_refuses_what_is_not_of_it(types, wrong):
    held(SAMPLE, types)
    with pytest.raises((ValidationError, AttributeError, ValueError)):
        held(SAMPLE | wrong, types)


def test_a_processor_of_json_ld_reads_every_statement_under_schema_org(triples, documents):
    assert [str(predicate) for predicate in set(triples.predicates()) if predicate != RDF.type and predicate not in SDO] == []
    assert len(set(triples.subjects(RDF.type))) >= len(types_of(*documents))
    assert [str(node) for node in triples.all_nodes() if isinstance(node, URIRef) and "://" not in node] == []


def test_every_reference_leads_to_a_node_that_some_page_describes(documents, types):
    references = {node["@id"] for document in documents for node in nodes(document) if "@type" not in node}
    assert references and references <= types.keys()


def test_a_page_describes_everything_that_it_refers_to_itself():
    for slug in citation.chapters():
        document = page(slug)
        assert {node["@id"] for node in nodes(document) if "@type" not in node} <= types_of(document).keys(), slug


def test_the_book_holds_every_page_and_every_page_the_book():
    parts = [part["@id"] for part in linked.book(AT, WORDS)["hasPart"]]
    assert parts == [linked.chapter(slug, AT, WORDS)["@id"] for slug in citation.chapters() if slug != "index"]
    assert {linked.chapter(slug, AT, WORDS)["isPartOf"]["@id"] for slug in citation.chapters()} == {linked.book(AT, WORDS)["@id"]}


@pytest.mark.parametrize("slug", citation.chapters())
def test_linked_data_and_citation_say_the_same(slug):
    item, work = citation.record("report" if slug == "index" else slug), page(slug)["@graph"][0]
    assert (work["name"], work["version"]) == (item["title"], item["version"])
    assert [int(part) for part in work["datePublished"].split("-")] == item["issued"]["date-parts"][0]
    assert page(slug)["@graph"][1]["name"] == item["author"][0]["literal"] == item["publisher"]


@pytest.mark.parametrize("slug", ["index", *linked.SHOWN])
def test_a_dataset_says_what_search_for_datasets_asks(slug):
    (data,) = linked.datasets(slug, AT)
    assert 50 <= len(data["description"]) <= 5000
    assert {"name", "description", "license", "creator", "version", "distribution", "isAccessibleForFree"} <= data.keys()
    assert all(file["contentUrl"].startswith(f"{BASE}/data/") and file["encodingFormat"] for file in data["distribution"])


def test_every_table_is_described_by_one_register():
    shown = [name for names in linked.SHOWN.values() for name in names]
    assert sorted(shown) == sorted(tables.resources())


def test_every_claim_every_finding_and_every_outcome_is_in_the_whole_graph():
    found = reviews.graph(AT)
    claims, all_reviews = ([node for node in found if node["@type"] == kind] for kind in ("Claim", "ClaimReview"))
    assert {node["@id"].partition("#")[2] for node in claims} == set(tables.load("claims")["id"])
    assert len(all_reviews) == len(tables.load("findings")) + len(tables.load("outcomes"))
    assert {node["@id"].partition("#")[2] for node in all_reviews if "@id" in node} == set(tables.load("findings")["id"])


def test_a_verdict_keeps_its_word_and_has_a_number_only_if_it_decides():
    verdicts = set(tables.load("findings")["verdict"]) | set(tables.load("outcomes")["outcome"])
    assert verdicts <= reviews.SCALE.keys()
    for node in reviews.graph(AT):
        if node["@type"] == "ClaimReview":
            rating = node["reviewRating"]
            assert rating.get("ratingValue") == reviews.SCALE[rating["alternateName"]]
            assert ("ratingValue" in rating) == ("bestRating" in rating) == ("worstRating" in rating)
    assert reviews.SCALE["holds"] > reviews.SCALE["strained"] > reviews.SCALE["fails"]
    assert reviews.SCALE["confirmed"] > reviews.SCALE["partly"] > reviews.SCALE["contradicted"]


def test_the_register_carries_what_a_fact_check_must_say_and_nothing_that_is_about_several_claims():
    found = [node for node in reviews.brief(AT) if node["@type"] == "ClaimReview"]
    assert len(found) >= len(tables.load("outcomes"))
    for node in found:
        assert {"claimReviewed", "reviewRating", "url", "author", "itemReviewed"} <= node.keys()
        assert node["itemReviewed"]["@type"] == "Claim" and node["itemReviewed"]["appearance"]
        assert node["url"].startswith((f"{BASE}/book/claims.html#c-", f"{BASE}/book/audit.html#k-"))


def test_whoever_spoke_is_the_author_of_a_claim_and_else_the_article():
    claims = tables.load("claims").set_index("id")
    for node in reviews.graph(AT):
        if node["@type"] == "Claim":
            row = claims.loc[node["@id"].partition("#")[2]]
            assert node["author"]["@id"].endswith(f"#{row['speaker']}" if row["speaker"] else f"#{row['source']}-publisher")
            assert node["appearance"]["@id"].endswith(f"#{row['source']}")


@pytest.mark.parametrize("hostile", ["</script><script>alert(1)</script>", "<!-- <script>", "]]>", "\u2028 \u202e", "&lt;/script&gt;"])
def test_no_text_ends_the_element_it_stands_in(hostile):
    written = linked.script({"name": hostile})
    assert not set("<>&") & set(written)
    assert json.loads(written) == {"name": hostile}
