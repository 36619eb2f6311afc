"""Laws of the grades: letters and digits follow from rules, one wording serves all, and likelihoods keep their bands."""

from __future__ import annotations

import ast

import pandas as pd
import pytest
from detour import tables
from detour.checks import grades
from detour.checks.grades import Facts
from detour.likelihood import BANDS, band, misuses
from detour.rules.cited import Cited


def fields(table: str, name: str) -> dict:
    return next(field for field in tables.fields(table) if field["name"] == name)


@pytest.mark.parametrize(("table", "column"), [("sources", "grade"), ("claims", "information")])
def test_every_grade_of_the_schema_has_one_meaning(table, column):
    words = grades.words(table, column)
    assert list(words) == fields(table, column)["constraints"]["enum"]
    assert len(set(words.values())) == len(words) and all(words.values())


@pytest.mark.parametrize(("table", "column"), [("sources", "grade"), ("claims", "information")])
def test_the_meanings_stand_nowhere_else(table, column):
    pages = [path.read_text(encoding="utf-8") for path in (tables.ROOT / "book").glob("*.md")]
    pages += [path.read_text(encoding="utf-8") for path in (tables.DATA / "detour").rglob("*.py") if path.name != "grades.py"]
    long = [words for words in grades.words(table, column).values() if len(words) > 30]  # short ones are common words
    assert len(long) >= 2 and not [words for words in long for page in pages if words in page]


def test_every_standing_is_one_and_is_used():
    words = [each.words for each in grades.STANDINGS]
    assert len(set(words)) == len(words)
    used = {grades.standing(reason).words for reason in tables.load("sources")["grade_reason"] if grades.standing(reason)}
    assert used == set(words)
    kinds = set(fields("sources", "kind")["constraints"]["enum"])
    assert {kind for each in grades.STANDINGS for kind in each.kinds} == kinds


def source(**more) -> dict:
    return {"kind": "press", "reading": "whole", "grade": "A", "grade_reason": "press relay that names its source; Reuters"} | more


@pytest.mark.parametrize(
    ("row", "relays", "letter"),
    [
        (source(), 0, "C"),
        (source(grade_reason="Reuters"), 0, ""),
        (source(kind="vendor"), 0, ""),
        (source(grade_reason="Exception: read beside the original"), 0, "A"),
        (source(kind="regulator", grade_reason="regulator's or legislature's own text"), 0, "A"),
        (source(kind="regulator", grade_reason="regulator's or legislature's own text", reading="relay_only"), 0, "B"),
        (source(kind="regulator", grade_reason="copy of a regulator's or legislature's text"), 0, "B"),
        (source(grade_reason="established newsroom or agency, own page"), 0, "B"),
        (source(grade_reason="established newsroom or agency, own page", reading="relay_only"), 0, ""),
        (source(grade_reason="established newsroom or agency, known through relays", reading="relay_only"), 0, "B"),
        (source(grade_reason="established newsroom or agency, known through relays"), 0, ""),
        (source(kind="analyst", grade_reason="published by a research or law firm under its own name", reading="relay_only", url="https://a.example/"), 0, "B"),
        (source(kind="analyst", grade_reason="published by a research or law firm under its own name", reading="relay_only"), 0, ""),
        (source(kind="analyst", grade_reason="research house, known through relays; no address known", reading="relay_only"), 0, "C"),
        (source(kind="relayed", grade_reason="maker on products, known through one relay"), 1, "D"),
        (source(kind="relayed", grade_reason="maker on products, known through one relay"), 2, ""),
        (source(kind="relayed", grade_reason="maker on products, known through several relays"), 1, ""),
    ],
)
def test_a_letter_follows_from_standing_kind_and_reading(row, relays, letter):
    assert grades.letter(row, relays)[0] == letter


@pytest.mark.parametrize(
    ("facts", "left"),
    [
        (Facts("impossible"), "5"),
        (Facts("corroborated", cited=1, others=("C",)), "12"),
        (Facts("corroborated", cited=1, others=("D", "E")), "2"),
        (Facts("corroborated", cited=1), "2"),
        (Facts("corroborated"), ""),
        (Facts("disputed", cited=1, others=("A",)), "345"),
        (Facts("relayed"), "3456"),
        (Facts("relayed", cited=1, others=("A",)), "23456"),
        (Facts("relayed", frozenset({"contradicted"}), 1), "45"),
        (Facts("relayed", frozenset({"confirmed"}), 1), "3"),
        (Facts("relayed", frozenset({"confirmed"}), 1, ("D",)), "23"),
        (Facts("relayed", cited=2), "3456"),
        (Facts("relayed", cited=2, others=("E",)), "23456"),
        (Facts("disputed", frozenset({"partly"}), 1), "34"),
        (Facts("relayed", frozenset({"unknown"})), "3456"),
    ],
)
def test_the_laws_leave_the_digits_that_the_columns_allow(facts, left):
    assert grades.digits(facts)[0] == left


def test_a_copy_has_a_lower_letter_than_what_it_copies():
    """What its publisher column calls a copy has no standing of an original."""
    originals = {"regulator's or legislature's own text", "the company's own filing", "established newsroom or agency, own page"}
    rows = tables.load("sources")
    copies = rows[rows["publisher"].str.contains(r"\bcopy\b|\bcopies\b", case=False) & rows["kind"].isin(["regulator", "filing", "press"])]
    kept = [row["id"] for row in copies.to_dict("records") if grades.standing(row["grade_reason"]).words in originals]
    assert len(copies) > 20 and kept == []


def test_every_law_binds_some_claim():
    frames = {name: tables.load(name) for name in ("claims", "sources", "entities", "lineage", "outcomes")}
    cited = Cited(frames)
    found = [cited.facts(row) for row in frames["claims"].to_dict("records")]
    assert [words for words, applies, _ in grades.LAWS if not any(map(applies, found))] == []


FRAMES = {
    "entities": pd.DataFrame(
        [
            {"id": "daily", "kind": "outlet", "name_en": "Daily", "aliases": "", "parent": ""},
            {"id": "maker", "kind": "company", "name_en": "Maker", "aliases": "", "parent": "owner"},
            {"id": "sister", "kind": "company", "name_en": "Sister", "aliases": "", "parent": "owner"},
            {"id": "owner", "kind": "company", "name_en": "Owner", "aliases": "", "parent": ""},
        ]
    ),
    "sources": pd.DataFrame(
        [
            {"id": id, "kind": kind, "publisher": publisher, "title": publisher, "author": "", "grade": grade, "grade_reason": ""}
            for id, kind, publisher, grade in [
                ("s-page", "seed", "Page", "C"),
                ("s-daily", "relayed", "Daily", "B"),
                ("s-copy", "press", "Copier", "C"),
                ("s-count", "analyst", "House", "B"),
                ("s-sheet", "vendor", "Maker", "B"),
                ("s-sister", "vendor", "Sister", "B"),
                ("s-owner", "filing", "Owner", "B"),
                ("s-law", "regulator", "Agency", "A"),
                ("s-digest", "press", "Digest", "C"),
            ]
        ]
    ),
    "lineage": pd.DataFrame(
        [("s-page", "s-daily", "translates"), ("s-copy", "s-daily", "quotes"), ("s-digest", "s-page", "quotes")], columns=["source", "derived_from", "relation"]
    ),
    "outcomes": pd.DataFrame([{"claim": "c", "outcome": "partly"}]),
}


@pytest.mark.parametrize(
    ("speaker", "reason", "others"),
    [
        ("", "As s-copy has it.", ()),
        ("", "As s-digest has it.", ()),
        ("", "A count agrees (s-count).", ("B",)),
        ("maker", "Its own sheet (s-sheet).", ()),
        ("", "The sheet agrees (s-sheet, s-copy).", ("B",)),
        ("maker", "Its owner and a firm of that owner (s-owner, s-sister).", ()),
        ("owner", "A firm of its own (s-sheet), and a count (s-count).", ("B",)),
        ("", "The owner says so too (s-owner).", ("B",)),
        ("maker", "In the rule (s-law).", ("A",)),
        ("", "Nothing found; the page itself (s-page).", ()),
    ],
)
def test_a_source_of_the_same_root_supports_nothing(speaker, reason, others):
    claim = {"id": "c", "source": "s-page", "speaker": speaker, "outlets": "daily", "status": "relayed", "information_reason": reason}
    facts = Cited(FRAMES).facts(claim)
    assert facts.others == others
    assert facts.outcomes == {"partly"}


def test_bands_meet_and_run_from_one_to_ninety_nine():
    bands = list(BANDS)
    assert (bands[0][0], bands[-1][1]) == (1, 99)
    assert all(low[1] == high[0] for low, high in zip(bands, bands[1:], strict=False))


def test_the_words_of_figures_and_results_keep_the_bands():
    """Captions, titles and alternative texts are strings of the code, which no page's prose holds."""
    for folder in ("exhibits", "results"):
        for path in sorted((tables.DATA / "detour" / folder).glob("*.py")):
            said = [
                node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ]
            assert [wrong for text in said for wrong in misuses(text)] == [], path.name


@pytest.mark.parametrize("word", [word for words in BANDS.values() for word in words])
def test_a_word_stands_with_its_own_band_alone(word):
    assert misuses(f"It is {band(word)} here.") == []
    assert misuses(f"It is {word} here.") and misuses(f"{word.capitalize()} it is.") and misuses(f"It is {word} (1–99%).")


@pytest.mark.parametrize(
    "text",
    ["He filed confidentially.", "“Probably” was the word.", "The likelihood is unknown.", "Confidence is high. It is likely (55–80%).", "A remote server."],
)
def test_what_is_no_likelihood_is_let_through(text):
    assert misuses(text) == []


@pytest.mark.parametrize(
    "text", ["It is more likely than not.", "Presumably so.", "With confidence, it is probable (55–80%).", "We are confident it is unlikely (20–45%)."]
)
def test_what_has_no_band_or_mixes_is_refused(text):
    assert misuses(text)
