"""The registers as a reader asks them: by which questions each can be filtered, and in which orders it can stand."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import asdict
from functools import cache

from babel import Locale

from detour import citation, quantity, tables
from detour.sphinxext.domain import display_names
from detour.sphinxext.facets import NONE, Facet, Kind, Sort, words
from detour.sphinxext.templates import publisher, theme


def column(name: str) -> Callable[[dict], list[str]]:
    """Return the function that gives a row's value of a column, or nothing where the cell is empty.

    >>> column("kind")({"kind": "date"}), column("kind")({"kind": ""})
    (['date'], [])
    """
    return lambda row: [row[name]] if row[name] else []


def each_of(name: str, field: str) -> Callable[[dict], list[str]]:
    """Return the function that gives a field of what hangs on a row, or `none` where nothing does.

    >>> each_of("findings", "verdict")({"findings": [{"verdict": "open"}]}), each_of("findings", "verdict")({"findings": []})
    (['open'], ['none'])
    """
    return lambda row: sorted({each[field] for each in row[name]}) or [NONE]


def names_of(row: dict) -> list[str]:
    """Return every entity that a claim names: what it is about, who said it, through whom."""
    return list(dict.fromkeys(filter(None, (row["subject"], row["object"], row["speaker"], *tables.split(row["outlets"])))))


def magnitude(row: dict) -> tuple[str, float] | None:
    """Return what a row's number is sorted by: its unit, then its value or the middle of its interval.

    >>> magnitude({"unit": "chips", "value": math.nan, "low": 2.0, "high": 4.0})
    ('chips', 3.0)
    """
    ends = [row["value"]] if not math.isnan(row["value"]) else [end for end in (row["low"], row["high"]) if not math.isnan(end)]
    return (row["unit"], sum(ends) / len(ends)) if ends else None


def period(row: dict) -> str | None:
    """Return what a row's period is sorted by, its first date.

    >>> period({"period": "FY2024"}), period({"period": "2024-12/2025-02"}), period({"period": ""})
    ('2024', '2024-12/2025-02', None)
    """
    return re.sub(r"^\D+", "", row["period"]) or None


def dimension(unit: str) -> str:
    """Return the dimension of a unit in words.

    >>> dimension("GB/s"), dimension("percent")
    ('information per time', 'no dimension')
    """
    parts = [re.sub(r"[\[\]]", "", part).replace("_", " ") for part in str(quantity.dimensionality(unit)).split(" / ")]
    return " per ".join(parts).replace(" ** 2", " squared").replace("dimensionless", "no dimension")


def articles(row: dict) -> list[str]:
    """Return the articles whose claims a finding examines."""
    sources = _claim_sources()
    return sorted({sources[id] for id in tables.split(row["claims"])})


@cache
def _claim_sources() -> dict[str, str]:
    return tables.load("claims").set_index("id")["source"].to_dict()


@cache
def _entity_names() -> dict[str, str]:
    return display_names("entity")


def entity(id: str) -> str:
    """Return the name of an entity with its Korean and Chinese forms; what is no entity keeps its own words."""
    return _entity_names().get(id, id)


def language(code: str) -> str:
    """Return the English name of a language.

    >>> language("ko")
    'Korean'
    """
    return Locale("en").languages.get(code, code)


def chapter(row: dict) -> list[str]:
    """Return the chapter that a result was computed for, by the name of its module."""
    module = row["definition"].module.rpartition(".")[2].replace("_", "-")
    return [slug for slug in citation.chapters() if module.startswith(slug)]


def chapter_title(slug: str) -> str:
    """Return the title of a chapter."""
    return citation.chapters().get(slug, words(slug))


def _inputs(row: dict) -> list[str]:
    return sorted({each["entry"].kind for each in row["inputs"]}) or ["whole tables"]


def _year(row: dict) -> list[str]:
    return [row["published"][:4] or NONE]


def _document(source: str) -> str:
    """Return the document that a definition is taken from, or that it is our own."""
    return "this report" if source == NONE else publisher(source)


#: How orders are said, forth and back.
SIZE, AGE, LETTERS = ("least first", "greatest first"), ("oldest first", "newest first"), ("A to Z", "Z to A")
_GRADE = Facet("grade", "Grade", column("grade"), str)

KINDS: dict[str, Kind] = {
    "claims": Kind(
        "claims",
        (
            Facet("theme", "Theme", column("theme"), theme, vocabulary=("claims", "theme")),
            Facet("source", "Source", column("source"), publisher),
            Facet("kind", "Kind", column("kind"), vocabulary=("claims", "kind")),
            Facet("status", "Status", column("status"), vocabulary=("claims", "status")),
            Facet("verdict", "Verdict", each_of("findings", "verdict"), vocabulary=("findings", "verdict")),
            Facet("outcome", "Outcome", each_of("outcomes", "outcome"), vocabulary=("outcomes", "outcome")),
            _GRADE,
            Facet("roots", "Roots", lambda row: [row["standing"]]),
            Facet("entity", "Name", names_of, entity, typed=True),
        ),
        (
            Sort("number", "number, by unit", SIZE, magnitude),
            Sort("period", "period", AGE, period),
            Sort("grade", "grade", ("best first", "worst first")),
            Sort("status", "status", ("relayed first", "impossible first")),
            Sort("id", "id", LETTERS),
        ),
        order="order in the text",
    ),
    "sources": Kind(
        "sources",
        (
            Facet("kind", "Kind", column("kind"), vocabulary=("sources", "kind")),
            _GRADE,
            Facet("language", "Language", lambda row: [row["language"] or NONE], language),
            Facet("year", "Year", _year, str),
            Facet("used", "Used by", lambda row: sorted(row["used"]) or [NONE]),
            Facet("publisher", "Publisher", column("publisher"), str, typed=True),
        ),
        (
            Sort("published", "date", AGE, lambda row: row["published"] or None),
            Sort("publisher", "publisher", LETTERS),
            Sort("grade", "grade", ("best first", "worst first")),
            Sort("rows", "rows that rest on it", ("fewest first", "most first"), lambda row: row["rows"]),
            Sort("changes", "results and verdicts that change without it", ("fewest first", "most first"), lambda row: len(row["impact"]["changes"])),
            Sort("id", "id", LETTERS),
        ),
    ),
    "evidence": Kind(
        "rows",
        (
            Facet("table", "Table", column("table")),
            Facet("basis", "Basis", column("basis")),
            Facet("preferred", "Preferred", column("preferred"), vocabulary=("specifications", "preferred")),
            Facet("subject", "Subject", column("subject"), entity, typed=True),
        ),
        (
            Sort("number", "number, by unit", SIZE, magnitude),
            Sort("period", "date", AGE, period),
            Sort("subject", "subject", LETTERS),
            Sort("id", "id", LETTERS),
        ),
    ),
    "results": Kind(
        "results",
        (
            Facet("chapter", "Chapter", chapter, chapter_title),
            Facet("inputs", "Computed from", _inputs),
            Facet("unit", "Unit", lambda row: [row["entry"].unit or NONE], str),
        ),
        (
            Sort("number", "number, by unit", SIZE, lambda row: magnitude(asdict(row["entry"]))),
            Sort("id", "id", LETTERS),
        ),
    ),
    "findings": Kind(
        "findings",
        (
            Facet("verdict", "Verdict", column("verdict"), vocabulary=("findings", "verdict")),
            Facet("kind", "Kind", column("kind"), vocabulary=("findings", "kind")),
            Facet("source", "Article", articles, publisher),
            Facet("decided", "Decided by", lambda row: ["computation" if row["compared"] else "reading"]),
        ),
        (Sort("verdict", "verdict", ("holds first", "open first")), Sort("id", "id", LETTERS)),
    ),
    "entities": Kind(
        "names",
        (
            Facet("kind", "Kind", column("kind"), vocabulary=("entities", "kind")),
            Facet("parent", "Part of or made by", column("parent"), entity, typed=True),
        ),
        (Sort("kind", "kind", ("company first", "group first")), Sort("name", "name", LETTERS, lambda row: row["name_en"].casefold())),
        prefix="name-",
    ),
    "terms": Kind(
        "terms",
        (
            Facet("area", "Area", column("area"), vocabulary=("terms", "area")),
            Facet("source", "Taken from", lambda row: [row["source"] or NONE], _document),
        ),
        (Sort("area", "area", ("models first", "evidence first")), Sort("name", "name", LETTERS, lambda row: row["name_en"].casefold())),
        prefix="term-",
    ),
    "quantities": Kind(
        "quantities",
        (
            Facet("unit", "Unit", lambda row: [row["unit"] or NONE], str),
            Facet("dimension", "Dimension", lambda row: [dimension(row["unit"])], str),
        ),
        (Sort("unit", "unit", LETTERS), Sort("name", "name", LETTERS, lambda row: row["name"].casefold())),
        prefix="quantity-",
    ),
}
