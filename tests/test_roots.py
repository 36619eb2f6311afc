"""Laws of the roots: what counts as one, what counts as two, and what a value cannot rest on."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from detour import tables
from detour.checks import origins, rivals, roots
from detour.checks.lineage import Lineage
from detour.checks.parties import Parties, parties, spoken
from detour.checks.roots import Statement

NOWHERE = Lineage([]).behind


def said(id: str, source: str, *origins: str, value: float = 1e6, **more) -> Statement:
    return Statement(id, source, origins, value=value, unit=more.pop("unit", "chips"), **more)


def test_a_relay_of_a_relay_adds_no_root():
    claim = said("c", "s-page", "house", claim=True)
    relays = [said("e1", "s-copy", "house"), said("e2", "s-copy-of-copy", "house")]
    assert roots.standing(claim, relays, NOWHERE) == roots.Standing(("house",), (), "single root")


def test_an_estimate_through_three_outlets_is_its_estimators():
    claim = said("c", "s-page", "idc", claim=True)
    assert roots.standing(claim, [said(f"e{outlet}", f"s-{outlet}", "idc") for outlet in "abc"], NOWHERE).roots == ("idc",)


def test_two_counts_of_two_houses_are_two_roots_without_a_flag():
    claim = said("c", "s-page", "house", claim=True)
    assert roots.standing(claim, [said("e", "s-count", "other")], NOWHERE) == roots.Standing(("house", "other"), (), "")


def test_a_value_whose_support_descends_from_the_page_that_claims_it_is_circular():
    hops = Lineage([("s-digest", "s-summary", "quotes"), ("s-summary", "s-page", "translates")])
    claim, support = said("c", "s-page", "house", claim=True), said("e", "s-digest", "house")
    assert roots.standing(claim, [support], hops.behind).flag == roots.standing(support, [claim], hops.behind).flag == "circular"
    assert roots.standing(claim, [said("e", "s-page", "house")], hops.behind).flag == "circular"


def test_pages_that_cite_only_each_other_are_circular():
    hops = Lineage([("s-a", "s-b", "quotes"), ("s-b", "s-a", "quotes")])
    one, other = (said(f"e-{each}", f"s-{each}", *hops.originals(f"s-{each}")) for each in "ab")
    assert roots.standing(one, [other], hops.behind) == roots.Standing(("s-a",), (), "circular")


def test_a_circle_with_an_independent_count_beside_it_is_no_circle():
    claim = said("c", "s-page", "house", claim=True)
    assert roots.standing(claim, [said("e1", "s-page", "house"), said("e2", "s-count", "other")], NOWHERE).flag == ""


def test_rivals_are_counted_by_root_too():
    claim = said("c", "s-page", "house", claim=True)
    others = [said("e1", "s-a", "idc", value=2e6), said("e2", "s-b", "idc", value=3e6), said("e3", "s-c", "epoch", value=2e6)]
    assert set(roots.standing(claim, others, NOWHERE).rivals) == {"idc", "epoch"}


def test_what_may_have_come_from_a_known_root_is_not_counted_apart():
    assert roots.fewest([("reuters", "idc"), ("idc",), ("wsj", "idc")]) == ("idc",)
    assert roots.fewest([("a", "b"), ("b", "c"), ("c", "d")]) in (("b", "c"), ("c", "b"))
    assert roots.fewest([]) == ()


def test_a_page_without_evidence_of_its_own_is_a_root_only_alone():
    weak = said("c", "s-page", "s-page", claim=True, weak=True)
    assert roots.of([weak, said("e", "s-sheet", "maker")]) == ("maker",)
    assert roots.of([weak, said("c2", "s-other", "s-other", weak=True)]) == ("s-page",)


def test_two_rows_from_one_document_that_agree_are_one_report():
    assert roots.of([said("e1", "s-doc", "idc"), said("e2", "s-doc", "reuters")]) == ("idc",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"value": 47.5e9}, {"value": 47525e6}, True),
        ({"value": 1e6}, {"value": 958411.0}, False),
        ({"value": 12e9}, {"value": 12.5e9}, False),
        ({"value": 4000.0, "unit": "GB/s"}, {"value": 4.0, "unit": "TB/s"}, True),
        ({"value": 4.0, "unit": "GB/s"}, {"value": 4.0, "unit": "TB/s"}, False),
        ({"value": 12e9, "unit": "USD"}, {"value": 12e9, "unit": "CNY"}, False),
        ({"value": 1e6, "unit": "chips"}, {"value": 1e6, "unit": "cards"}, True),
        ({"value": math.nan, "low": 4e4, "high": 5e4}, {"value": math.nan, "low": 4e4, "high": 5e4}, True),
        ({"value": math.nan, "low": 4e4, "high": 5e4}, {"value": math.nan, "low": 4e4, "high": 6e4}, False),
        ({"value": math.nan, "low": 4e4, "high": 5e4}, {"value": 45e3}, False),
        ({"value": math.nan, "text": "2022-03"}, {"value": math.nan, "text": "2022-03-22"}, True),
        ({"value": math.nan, "text": "2022-03"}, {"value": math.nan, "text": "2022-10-01"}, False),
        ({"value": math.nan, "text": "TSMC"}, {"value": math.nan, "text": "SMIC"}, False),
    ],
)
def test_values_agree_to_the_digits_of_the_coarser(one, other, same):
    assert roots.agree(said("a", "s-a", "x", **one), said("b", "s-b", "y", **other)) is same


def entity(id: str, kind: str, name: str, parent: str = "") -> dict:
    return {"id": id, "kind": kind, "name_en": name, "aliases": "", "parent": parent}


def source(id: str, **more) -> dict:
    return {"id": id, "kind": "press", "title": "", "publisher": id, "author": "", "grade": "C", "grade_reason": ""} | more


KNOWN = Parties(
    pd.DataFrame(
        [
            entity("daily", "outlet", "The Daily"),
            entity("house", "analyst_firm", "House"),
            entity("chief", "person", "A. Chief", "house"),
            entity("insiders", "group", "Insiders"),
            entity("maker", "company", "Maker"),
            entity("a1", "chip", "Maker A1", "maker"),
        ]
    ),
    pd.DataFrame(
        [
            source("s-copy", publisher="Copier (The Daily copy)"),
            source("s-title", title="[Chips, after House]"),
            source("s-author", author="House", title="[House count]"),
            source("s-byline", author="B. Writer", publisher="Gazette"),
            source("s-blog", kind="vendor", publisher="Maker developer blog"),
            source("s-both", title="Chips (citing House and The Daily)"),
        ]
    ),
)


@pytest.mark.parametrize(
    ("id", "party"), [("s-copy", "daily"), ("s-title", "house"), ("s-author", "house"), ("s-byline", "Gazette"), ("s-blog", "maker"), ("s-both", "house")]
)
def test_a_document_is_of_whose_report_it_says_that_it_copies(id, party):
    assert KNOWN.document(id) == party


def test_a_document_that_names_two_may_have_it_from_either():
    assert KNOWN.documents("s-both") == ("house", "daily")


@pytest.mark.parametrize(
    ("speaker", "outlets", "party"),
    [
        ("chief", "daily", "house"),
        ("house", "daily", "house"),
        ("insiders", "daily;gazette", "daily"),
        ("", "daily", "daily"),
        ("", "unnamed-korean-outlet", "s-page"),
        ("", "", "s-page"),
    ],
)
def test_the_root_of_a_claim_is_the_house_of_its_speaker_or_the_first_outlet_or_the_page(speaker, outlets, party):
    assert KNOWN.speaker({"speaker": speaker, "outlets": outlets, "source": "s-page"}) == party


def test_a_chip_speaks_for_its_maker_and_an_estimator_for_himself():
    assert KNOWN.house("a1") == "maker"
    assert KNOWN.named(spoken("House via The Daily"), starts=True) == "house"
    assert spoken("s-ti25 only") == spoken("press tests") == ""


def test_every_row_with_a_value_has_a_root_that_has_a_name():
    for table in rivals.SENSES:
        for id in tables.load(table)["id"]:
            found = origins.of(id)
            if found is not None:
                assert found.roots and all(map(origins.name, found.roots)), id
                assert bool(found.flag) == (len(found.roots) == 1), id


def test_known_values_have_the_roots_that_the_tables_show():
    assert origins.of("c-ft25-h20-revenue-2024") == roots.Standing(("semianalysis",), ("CNBC", "CMB International"), "single root")
    assert set(origins.of("es-032").roots) == {"bis", "reuters"}
    assert origins.of("c-wsj23-ubs-a100-needed").roots == ("ubs",)
    assert origins.of("c-ds25-nvidia-share-2022") == roots.Standing(("tianfeng-securities",), ("reuters",), "circular")
    assert origins.of("se-mkt-h20-units-2024-semi").roots == ("semianalysis",)


def test_every_chain_ends_on_the_page_and_names_a_relation_for_every_hop():
    claims = tables.load("claims").set_index("id")["source"]
    for id, page in claims.items():
        links = origins.chain(id)
        assert links[-1].document == page and not links[0].relation
        assert all(link.relation and link.name for link in links[1:]), id


def test_the_hops_of_a_chain_are_rows_of_the_lineage():
    hops = set(tables.load("lineage")[["source", "derived_from"]].itertuples(index=False, name=None))
    for id in tables.load("claims")["id"]:
        links = [link for link in origins.chain(id) if link.document]
        assert {(later.document, earlier.document) for earlier, later in zip(links, links[1:], strict=False)} <= hops, id


def test_every_source_has_a_party():
    known = parties()
    assert all(known.document(id) for id in known.sources)
