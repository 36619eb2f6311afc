"""What a page is, in the vocabulary of schema.org: Book, Chapter, Dataset, as JSON-LD.

Every node is made from the citation record and the tables, and is named by the address
at which a reader finds it; `at` turns a path within the site into that address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from detour import citation, licences, naming, registry, tables

CONTEXT = "https://schema.org"
#: The tables that a register shows, by its slug: the register's page describes them as a dataset.
SHOWN = {
    "claims": ["claims", "outcomes"],
    "evidence": list(registry.EVIDENCE),
    "workings": ["assumptions", "scenarios"],
    "sources": ["sources", "lineage"],
    "codebook": ["quantities", "terms", "entities"],
    "audit": ["findings"],
    "comparisons": ["comparisons"],
    "changes": ["corrections"],
}
_YEAR = re.compile(r"(?:19|20)\d\d")
At = Callable[[str], str]


def project(at: At) -> dict:
    """Return the organisation that wrote and publishes the report."""
    return {"@type": "Organization", "@id": at("book/index.html#project"), "name": citation.report()["authors"][0]["name"], "url": at("book/index.html")}


def date(item: dict) -> str:
    """Return the day on which what a record names was published, as ISO 8601 writes it."""
    year, month, day = item["issued"]["date-parts"][0]
    return f"{year}-{month:02}-{day:02}"


def _work(item: dict, at: At, path: str, description: str) -> dict:
    who = {"@id": at("book/index.html#project")}
    return {
        "@id": at(path),
        "name": item["title"],
        "url": at(path),
        "description": description,
        "inLanguage": "en",
        "author": who,
        "publisher": who,
        "datePublished": date(item),
        "version": item["version"],
        "license": licences.OWN,
    }


def book(at: At, description: str, image: str = "") -> dict:
    """Return the report as a book, with its chapters in order."""
    item = citation.record("report")
    parts = [{"@type": "Chapter", "@id": at(f"book/{slug}.html"), "name": title} for slug, title in citation.chapters().items() if slug != "index"]
    drawn = {"image": image} if image else {}
    return {"@type": "Book"} | _work(item, at, "book/index.html", description) | drawn | {"keywords": citation.report()["keywords"], "hasPart": parts}


def chapter(slug: str, at: At, description: str, image: str = "") -> dict:
    """Return a page of the report as a chapter of the book."""
    whole = {"@type": "Book", "@id": at("book/index.html"), "name": citation.record("report")["title"]}
    place = {"isPartOf": whole, "position": list(citation.chapters()).index(slug)}
    return {"@type": "Chapter"} | _work(citation.record(slug), at, f"book/{slug}.html", description) | place | ({"image": image} if image else {})


def figure(label: str, known: dict[str, dict], path: str, at: At) -> dict:
    """Return a figure that has a page of its own."""
    work = _work(citation.record(label, known), at, path, known[label]["title"])
    slug = known[label]["slug"]
    return {"@type": "ImageObject"} | work | {"isPartOf": {"@type": "Book" if slug == "index" else "Chapter", "@id": at(f"book/{slug}.html")}}


def datasets(slug: str, at: At) -> list[dict]:
    """Return the dataset that a page shows: on the front page the whole package, on a register its tables."""
    if slug == "index":
        parts = [{"@type": "Dataset", "@id": at(f"book/{part}.html#data"), "name": _name(part)} for part in SHOWN]
        package = tables.descriptor()
        described = {"name": package["title"], "description": package["description"], "hasPart": parts}
        return [_dataset("index", at, described, list(tables.resources()), [("data/datapackage.json", "application/json")])]
    if slug not in SHOWN:
        return []
    described = {
        "name": _name(slug),
        "description": " ".join([*(tables.resource(name)["description"] for name in SHOWN[slug]), tables.descriptor()["description"]]),
    }
    described["isPartOf"] = {"@type": "Dataset", "@id": at("book/index.html#data"), "name": tables.descriptor()["title"]}
    files = [(f"data/{tables.resource(name)['path']}", "text/csv") for name in SHOWN[slug]]
    extra = {
        "claims": [("data/claims.json", "application/json"), ("data/claims.jsonld", "application/ld+json")],
        "audit": [("data/checks.json", "application/json")],
        "sources": [("data/impact.json", "application/json")],
    }
    return [_dataset(slug, at, described, SHOWN[slug], files + extra.get(slug, []))]


def glossary(slug: str, at: At) -> list[dict]:
    """Return the terms that a page defines: on the codebook each one with its meaning, its other forms and its address."""
    if slug != "codebook":
        return []
    page = at("book/codebook.html")
    defined = [
        {
            "@type": "DefinedTerm",
            "@id": f"{page}#{row['id']}",
            "name": row["name_en"],
            "termCode": row["id"],
            "description": row["definition"],
            "alternateName": [form for form in (row["name_ko"], row["name_zh"], *tables.split(row["aliases"])) if form],
        }
        for row in tables.records("terms")
    ]
    named = [{name: value for name, value in each.items() if value} for each in defined]
    return [{"@type": "DefinedTermSet", "@id": f"{page}#sec-codebook-terms", "name": f"{citation.series()}: terms", "url": page, "hasDefinedTerm": named}]


def _name(slug: str) -> str:
    return f"{citation.series()}: {', '.join(tables.resource(name)['title'].lower() for name in SHOWN[slug])}"


def _dataset(slug: str, at: At, described: dict, names: list[str], files: list[tuple[str, str]]) -> dict:
    item = citation.record(slug)
    work = _work(item, at, f"book/{slug}.html", "") | {"@id": at(f"book/{slug}.html#data")}
    work["creator"] = work.pop("author")
    downloads = [{"@type": "DataDownload", "contentUrl": at(path), "encodingFormat": kind} for path, kind in files]
    return {"@type": "Dataset"} | work | described | _coverage(names) | {"isAccessibleForFree": True, "distribution": downloads}


def _coverage(names: list[str]) -> dict:
    """Return the years that the rows of some tables span, and the quantities that they measure."""
    frames = [tables.load(name) for name in names]
    dates = [cell for frame in frames for column in ("period", "date", "as_of", "published") if column in frame for cell in frame[column]]
    years = sorted({year for cell in dates for year in _YEAR.findall(cell)})
    found = {"temporalCoverage": f"{years[0]}/{years[-1]}"} if years else {}
    quantities = {cell for frame in frames if "quantity" in frame for cell in frame["quantity"]} & set(naming.quantity_names())
    return found | ({"variableMeasured": sorted(naming.quantity_names()[each] for each in quantities)} if quantities and len(names) < 9 else {})


def document(nodes: list[dict]) -> dict:
    """Return nodes as one JSON-LD document."""
    return {"@context": CONTEXT, "@graph": nodes}


def script(value: dict) -> str:
    r"""Return a document as it may stand in a script element: no text in it can end the element or begin a comment.

    >>> script({"name": "</script><!--"})
    '{"name":"\\u003c/script\\u003e\\u003c!--"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text
