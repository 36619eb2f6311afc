"""The roots of every value in the tables: who may have said each row first, and the chain from there to the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from detour import bylines, naming, registry, tables
from detour.checks import rivals
from detour.checks.lineage import RELATIONS, lineage
from detour.checks.parties import parties, spoken
from detour.checks.roots import Standing, Statement, standing

#: How a specification came about where it is the maker's own, whoever prints it; where it is disputed, it may be.
_MAKERS = ("official", "reported")


@dataclass(frozen=True)
class Link:
    """One link of a chain: a party or a document by name, the document's id if it is known, and its relation to the link before."""

    name: str
    document: str = ""
    relation: str = ""


#: What a register can be asked of roots, beside the flags of a value.
SEVERAL, VALUELESS = "several roots", "none"


@lru_cache(maxsize=1)
def _rows() -> dict[str, dict]:
    return {row["id"]: row | {"table": table} for table in rivals.SENSES for row in tables.load(table).to_dict("records")}


@lru_cache(maxsize=1)
def _claims() -> dict[str, dict]:
    return tables.load("claims").set_index("id", drop=False).to_dict("index")


def origins(row: dict) -> tuple[str, ...]:
    """Return the parties any of which may have said a row of claims or evidence first.

    >>> origins(_rows()["es-018"]), origins(_rows()["c-ft25-h20-shipments-2024"])
    (('epoch-ai',), ('semianalysis',))
    """
    known = parties()
    if "speaker" in row:
        first = known.speaker(row)
        return (first, *_behind(row, first)) if _unspoken(row, first) else (first,)
    name = spoken(row.get("estimator", ""))
    if name.startswith("company"):
        return (known.house(row["subject"]),)
    if name:
        first = known.named(name, starts=True)
        return (first, *(_behind(row, first) if known.entities.get(first, {}).get("kind") == "outlet" else ()))
    house = known.house(row["subject"])
    made = house != row["subject"] and not row.get("estimator")
    if made and row.get("basis") in _MAKERS:
        return (house,)
    parties_of = [party for each in lineage().originals(row["source"]) for party in known.documents(each)]
    return tuple(dict.fromkeys([*parties_of, *([house] if made and row.get("basis") == "disputed" else [])]))


def _unspoken(claim: dict, first: str) -> bool:
    """Return whether nobody but a page or an outlet is named, which may have it from what its report was made from."""
    return first == claim["source"] or first in tables.split(claim["outlets"])


def _behind(row: dict, first: str) -> list[str]:
    """Return the parties behind the report of a party, as far as the lineage of the page knows it."""
    known, page = parties(), row["source"]
    way = lineage().way(page, lambda document: known.document(document) == first)
    behind = lineage().behind(way[0][0]) if way else ()
    return sorted({party for document in behind for party in known.documents(document)} - {first})


def _weak(row: dict) -> bool:
    """Return whether a row shows no evidence of its own: a page without standing, or an article in its own voice."""
    first = origins(row)[0]
    return parties().weak(row["source"]) and first in (row["source"], parties().document(row["source"]))


def _statement(id: str) -> Statement:
    row, entry = _rows()[id], registry.find(id)
    numbers = (entry.value, entry.low, entry.high, entry.unit, entry.text)
    return Statement(id, row["source"], origins(row), *numbers, claim=row["table"] == "claims", weak=_weak(row))


@lru_cache(maxsize=8192)
def of(id: str) -> Standing | None:
    """Return the roots of the value of a row, or nothing where the row puts no value on a quantity.

    >>> of("c-ft25-h20-shipments-2024").flag, of("c-ft25-large-model-must-be-split")
    ('single root', None)
    """
    if rivals.row(id) is None:
        return None
    return standing(_statement(id), [_statement(each.id) for each in rivals.of(id)], lineage().behind)


def of_claims(claims: pd.DataFrame) -> dict[str, dict]:
    """Return, by claim, what is published of its roots: their number and names, those of its rivals, the flag, and the chain in words.

    A claim without a value has the one root that says it, no rivals and no flag.

    >>> of_claims(tables.load("claims").head(1))["c-ft25-report-date"]["chain"][0]
    'Financial Times'
    """
    return {row["id"]: _published(row) for row in claims.to_dict("records")}


def _published(row: dict) -> dict:
    found = of(row["id"]) or Standing(origins(row)[:1], (), "")
    links = chain(row["id"])
    return {
        "roots": len(found.roots),
        "root_names": [name(party) for party in found.roots],
        "root_flag": found.flag,
        "rival_roots": len(found.rivals),
        "rival_root_names": [name(party) for party in found.rivals],
        "chain": [f"{link.relation} {link.name}".strip() for link in links],
        "standing": found.flag or (SEVERAL if of(row["id"]) else VALUELESS),
    }


def of_evidence() -> dict[str, dict]:
    """Return, by row of evidence with a value, the same as of claims: its roots, those of its rivals, the flag, and the chain.

    >>> of_evidence()["es-005"]["root_flag"]
    'circular'
    """
    found = {id: _published(row) for id, row in _rows().items() if row["table"] != "claims" and of(id)}
    return {id: {key: value for key, value in each.items() if key != "standing"} for id, each in found.items()}


def name(party: str) -> str:
    """Return a party in words.

    >>> name("idc"), name("Goldman Sachs"), name("s-ft25")
    ('IDC', 'Goldman Sachs', 'Unnamed Korean outlet, relaying the Financial Times 2025')
    """
    return bylines.source_names().get(party) or naming.name_of(party)


def chain(id: str) -> list[Link]:
    """Return the chain of a row from its root to the page it was read in, hop by hop.

    >>> [(link.relation, link.name) for link in chain("c-ft25-h20-shipments-2024")][:2]
    [('', 'SemiAnalysis'), ('quoted by', 'Financial Times')]
    """
    row = _rows().get(id) or _claims()[id]
    page, first, outlets = row["source"], origins(row)[0], tables.split(row.get("outlets", ""))
    for wanted in dict.fromkeys((first, *outlets)):
        way = lineage().way(page, lambda document, wanted=wanted: parties().document(document) == wanted)
        if way:
            links = [Link(_titled(document, page), document, RELATIONS.get(relation, "")) for document, relation in way]
            if wanted != first:
                links = [Link(name(first)), Link(links[0].name, links[0].document, "told to"), *links[1:]]
            return links if wanted == first or len(way) > 1 else _short(first, page)
    return _short(first, page)


def _short(first: str, page: str) -> list[Link]:
    """Return a chain of which no hop is known but the last."""
    return [Link(_titled(page, page), page)] if first == page else [Link(name(first)), Link(_titled(page, page), page, "relayed by")]


def _titled(document: str, page: str) -> str:
    """Return a document in a chain: the page by its byline, what lies before it by its publisher alone."""
    return bylines.source_names()[document] if document == page else name(parties().document(document))
