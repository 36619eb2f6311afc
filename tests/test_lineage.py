"""Laws of lineage: who said it first, how many said so independently, and that every article leads back to something."""

from __future__ import annotations

import pandas as pd
import pytest
from detour import graph, tables
from detour.checks import findings, lineage

BASE = {
    "speaker": "",
    "outlets": "",
    "source": "s-x",
    "subject": "a",
    "object": "",
    "quantity": "q",
    "period": "2024",
    "value": 1.0,
    "low": float("nan"),
    "high": float("nan"),
    "unit": "chips",
}


def claims(*changes: dict) -> pd.DataFrame:
    return pd.DataFrame([BASE | {"id": f"c-{number}"} | change for number, change in enumerate(changes)])


@pytest.mark.parametrize(("claim", "root"), [({"speaker": "someone", "outlets": "daily"}, "someone"), ({"outlets": "daily;weekly"}, "daily"), ({}, "s-x")])
def test_the_root_is_the_speaker_or_the_first_outlet_or_the_article(claim, root):
    assert lineage.root(BASE | claim) == root


def test_two_relays_of_one_report_have_one_root():
    assert lineage.independent_roots(claims({"outlets": "daily;x", "source": "s-1"}, {"outlets": "daily;y", "source": "s-2"})) == {"c-0": 1, "c-1": 1}


def test_two_speakers_of_one_value_are_two_roots():
    assert lineage.independent_roots(claims({"speaker": "one"}, {"speaker": "two"})) == {"c-0": 2, "c-1": 2}


def test_another_value_unit_or_period_is_another_statement():
    other = claims({"speaker": "one"}, {"speaker": "two", "value": 2.0}, {"speaker": "three", "unit": "cards"}, {"speaker": "four", "period": "2025"})
    assert set(lineage.independent_roots(other).values()) == {1}


def test_a_claim_without_a_number_has_the_root_that_says_it():
    assert lineage.independent_roots(claims({"value": float("nan")}, {"value": float("nan"), "speaker": "two"})) == {"c-0": 1, "c-1": 1}


def test_roots_are_counted_for_every_claim():
    table = tables.load("claims")
    counted = lineage.independent_roots(table)
    assert list(counted) == list(table["id"])
    assert min(counted.values()) >= 1


def test_every_article_leads_back_to_a_report_that_is_not_an_article():
    hops = tables.load("lineage")
    edges = list(zip(hops["source"], hops["derived_from"], strict=True))
    sources = tables.load("sources").set_index("id")["kind"]
    seeds = sources.index[sources == "seed"]
    assert len(seeds) == 5
    for seed in seeds:
        assert {sources[each] for each in graph.reachable(edges, seed)} - {"seed"}, seed


def test_checks_are_published_with_lists_and_every_verdict_of_the_contract():
    checks = findings.published()
    assert [each["id"] for each in checks] == list(tables.load("findings")["id"])
    for each in checks:
        assert {"id", "kind", "claims", "verdict", "explanation", "resolution"} <= set(each)
        assert isinstance(each["claims"], list) and each["claims"], each["id"]
        assert each["verdict"] in {"holds", "strained", "fails", "open"}
