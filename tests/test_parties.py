"""Laws of parties: who a name in the tables means, whose report a document is, and who owns whom."""

from __future__ import annotations

import pandas as pd
import pytest
from detour.checks import roots
from detour.checks.parties import Parties, parties, spoken


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


def test_two_companies_of_one_owner_are_one_root_and_a_company_alone_goes_by_its_own_name():
    entities = [
        entity("fund", "company", "Fund"),
        entity("lab", "company", "Lab", "fund"),
        entity("city", "place", "City"),
        entity("works", "company", "Works", "city"),
    ]
    known = Parties(pd.DataFrame(entities), pd.DataFrame([source("s-x")]))
    assert [known.owners(each) for each in ("lab", "fund", "works", "nobody")] == [("fund",), (), (), ()]
    assert roots.fewest([("lab", "fund"), ("fund",)]) == ("fund",) and roots.fewest([("lab", "fund")]) == ("lab",)


def test_a_publisher_with_a_comma_and_an_ampersand_keeps_its_name():
    known = Parties(
        pd.DataFrame([entity("daily", "outlet", "The Daily")]),
        pd.DataFrame([source("s-firm", publisher="Bass, Berry & Sims"), source("s-copy", publisher="Agency, copy at a page")]),
    )
    assert [known.document(each) for each in ("s-firm", "s-copy")] == ["Bass, Berry & Sims", "Agency"]


def test_every_source_has_a_party():
    known = parties()
    assert all(known.document(id) for id in known.sources)
