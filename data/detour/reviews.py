"""The claims and what became of them as schema.org's Claim and ClaimReview.

A finding of the audit reviews the claims that it involves together; an outcome reviews one
claim. Each rates on a scale of three with the verdict as its name; a verdict that decides
nothing has a name and no number. Google's guide to ClaimReview asks for `claimReviewed`,
`reviewRating` and `url` and recommends `author` and `itemReviewed`
(https://developers.google.com/search/docs/appearance/structured-data/factcheck).
"""

from __future__ import annotations

import re

from detour import citation, registry, tables
from detour.checks import findings, outcome
from detour.linked import At, date

#: Where a verdict or an outcome stands between 1, worst, and 3, best; None where it decides nothing.
SCALE = {"holds": 3, "strained": 2, "fails": 1, "open": None, "confirmed": 3, "partly": 2, "contradicted": 1, "superseded": None, "unknown": None}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def graph(at: At) -> list[dict]:
    """Return every claim with all its reviews, whom they name and what they rest on."""
    claims = tables.records("claims")
    reviews = _reviews(at)
    cited = {row["source"] for row in claims} | {source for row, _ in reviews for key in ("source", "sources") for source in tables.split(row.get(key, ""))}
    rests = [review | _citation(row, at) for row, review in reviews]
    return [*(_claim(row, at) for row in claims), *rests, *_speakers(claims, at), *_sources(cited, at)]


def brief(at: At) -> list[dict]:
    """Return the reviews of a single claim, each with its claim, without explanations: what the register's own page carries."""
    claims = {at(f"book/claims.html#{row['id']}"): row for row in tables.records("claims")}
    found, used = [], []
    for _, review in _reviews(at):
        if len(review["itemReviewed"]) == 1:
            row = claims[review["itemReviewed"][0]["@id"]]
            rating = {key: value for key, value in review["reviewRating"].items() if key != "ratingExplanation"}
            kept = {key: review[key] for key in ("@type", "url", "datePublished", "author", "claimReviewed")}
            claim = {key: value for key, value in _claim(row, at).items() if key not in ("text", "temporalCoverage")}
            found.append(kept | {"itemReviewed": claim, "reviewRating": rating})
            used.append(row)
    return [*found, *_speakers(used, at), *_sources({row["source"] for row in used}, at)]


def _reviews(at: At) -> list[tuple[dict, dict]]:
    """Return every finding and every outcome: the row, and the review that it is."""
    statements = tables.load("claims").set_index("id")["statement"].to_dict()
    return [*((row, _finding(row, statements, at)) for row in findings.rows()), *((row, _outcome(row, statements, at)) for row in outcome.rows())]


def _claim(row: dict, at: At) -> dict:
    said = f"book/codebook.html#{row['speaker']}" if row["speaker"] else f"book/sources.html#{row['source']}-publisher"
    node = {"@type": "Claim", "@id": at(f"book/claims.html#{row['id']}"), "text": row["statement"], "author": {"@id": at(said)}}
    return (
        node
        | {"appearance": {"@id": at(f"book/sources.html#{row['source']}")}}
        | ({"temporalCoverage": row["period"]} if _DATE.fullmatch(row["period"]) else {})
    )


def _finding(row: dict, statements: dict[str, str], at: At) -> dict:
    node = _review(at(f"book/audit.html#{row['id']}"), tables.split(row["claims"]), statements, row["verdict"], at)
    node["reviewRating"]["ratingExplanation"] = row["resolution"]
    return node | {"@id": node["url"], "name": row["title"], "reviewAspect": row["kind"], "reviewBody": row["explanation"]}


def _outcome(row: dict, statements: dict[str, str], at: At) -> dict:
    node = _review(at(f"book/claims.html#{row['claim']}"), [row["claim"]], statements, row["outcome"], at)
    node["reviewRating"]["ratingExplanation"] = f"As of {registry.written_date(row['as_of'])}: {row['what_happened']}" if row["as_of"] else row["what_happened"]
    return node | {"reviewAspect": "outcome"}


def _review(url: str, claims: list[str], statements: dict[str, str], verdict: str, at: At) -> dict:
    rating = {"@type": "Rating", "alternateName": verdict}
    if SCALE[verdict] is not None:
        rating |= {"ratingValue": SCALE[verdict], "bestRating": 3, "worstRating": 1}
    return {
        "@type": "ClaimReview",
        "url": url,
        "datePublished": date(citation.record("report")),
        "author": {"@id": at("book/index.html#project")},
        "claimReviewed": " ".join(statements[id] for id in claims),
        "itemReviewed": [{"@id": at(f"book/claims.html#{id}")} for id in claims],
        "reviewRating": rating,
    }


def _citation(row: dict, at: At) -> dict:
    sources = tables.split(row.get("sources") or row.get("source", ""))
    return {"citation": [{"@id": at(f"book/sources.html#{id}")} for id in sources]} if sources else {}


def _speakers(claims: list[dict], at: At) -> list[dict]:
    named = {row["speaker"] for row in claims}
    return [_speaker(row, at) for row in tables.records("entities") if row["id"] in named]


def _speaker(row: dict, at: At) -> dict:
    forms = [form for form in (row["name_ko"], row["name_zh"]) if form]
    kind = "Person" if row["kind"] == "person" else "Organization"
    return {"@type": kind, "@id": at(f"book/codebook.html#{row['id']}"), "name": row["name_en"]} | ({"alternateName": forms} if forms else {})


def _sources(ids: set[str], at: At) -> list[dict]:
    return [_source(row, at) for row in tables.records("sources") if row["id"] in ids]


def _source(row: dict, at: At) -> dict:
    """Return a document; for those that articles are, the publisher is a node of its own, because it speaks where nobody is named."""
    place = at(f"book/sources.html#{row['id']}")
    node = {"@type": "Article" if row["kind"] in ("seed", "relayed", "press") else "CreativeWork", "@id": place, "name": row["title"]}
    node["publisher"] = {"@type": "Organization", "name": row["publisher"]} | ({"@id": f"{place}-publisher"} if row["kind"] == "seed" else {})
    optional = {"url": row["url"], "datePublished": row["published"] if _DATE.fullmatch(row["published"]) else "", "inLanguage": row["language"]}
    return node | {key: value for key, value in optional.items() if value}
