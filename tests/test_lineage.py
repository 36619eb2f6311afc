"""Laws of lineage: what lies behind a page at any depth, the way from there, and that every article leads back to something."""

from __future__ import annotations

from detour import graph, tables
from detour.checks import findings
from detour.checks.lineage import RELATIONS, Lineage

HOPS = Lineage([("page", "digest", "quotes"), ("digest", "daily", "translates"), ("daily", "house", "quotes"), ("daily", "filing", "quotes")])


def test_what_lies_behind_a_page_is_found_at_any_depth():
    assert HOPS.behind("page") == {"digest", "daily", "house", "filing"}
    assert HOPS.originals("page") == ("filing", "house")
    assert HOPS.originals("house") == ("house",)


def test_the_way_leads_from_the_nearest_wanted_document_hop_by_hop():
    assert HOPS.way("page", {"house"}.__contains__) == [("house", ""), ("daily", "quotes"), ("digest", "translates"), ("page", "quotes")]
    assert HOPS.way("page", {"page", "house"}.__contains__) == [("page", "")]
    assert HOPS.way("page", {"nowhere"}.__contains__) == []


def test_a_circle_has_one_original_for_all_and_the_search_ends():
    circle = Lineage([("a", "b", "quotes"), ("b", "c", "quotes"), ("c", "a", "quotes"), ("page", "b", "quotes")])
    assert {circle.originals(each) for each in ("a", "b", "c", "page")} == {("a",)}
    assert circle.way("a", {"nowhere"}.__contains__) == []


def test_every_relation_of_the_schema_is_said_in_words():
    field = next(field for field in tables.fields("lineage") if field["name"] == "relation")
    assert set(RELATIONS) == set(field["constraints"]["enum"])


def test_every_article_leads_back_to_a_report_that_is_not_an_article():
    hops = tables.load("lineage")
    following = graph.successors(zip(hops["source"], hops["derived_from"], strict=True))
    sources = tables.load("sources").set_index("id")["kind"]
    seeds = sources.index[sources == "seed"]
    assert len(seeds) == 5
    for seed in seeds:
        assert {sources[each] for each in graph.reachable(following, seed)} - {"seed"}, seed


def test_checks_are_published_with_lists_and_every_verdict_of_the_contract():
    checks = findings.published()
    assert [each["id"] for each in checks] == list(tables.load("findings")["id"])
    for each in checks:
        assert {"id", "kind", "claims", "verdict", "explanation", "resolution"} <= set(each)
        assert isinstance(each["claims"], list) and each["claims"], each["id"]
        assert each["verdict"] in {"holds", "strained", "fails", "open"}
