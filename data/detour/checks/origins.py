"""The roots of every value in the tables: who may have said each row first, and the chain from there to the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from detour import bylines, naming, registry, tables
from detour.checks import claimed, rivals
from detour.checks.lineage import RELATIONS, lineage
from detour.checks.parties import parties, spoken
from detour.checks.roots import Standing, Statement, standing
from detour.tables import DATA, Data

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


def recorded(id: str, data: Data = DATA) -> dict:
    """Return a row of claims or evidence, with the name of its table.

    >>> recorded("es-140")["table"], recorded("c-wsj24-ubs-training-share")["speaker"]
    ('estimates', 'ubs')
    """
    return _rows(tables.beneath(rivals.TABLES, data))[id]


@lru_cache(maxsize=4)
def _rows(data: Data) -> dict[str, dict]:
    return {id: row for table in rivals.TABLES for id, row in _of_table(table, tables.home(table, data)).items()}


@lru_cache(maxsize=32)
def _of_table(table: str, data: Data) -> dict[str, dict]:
    return {row[registry.EVIDENCE.get(table, "id")]: row | {"table": table} for row in tables.records(table, data)}


def origins(row: dict, data: Data = DATA) -> tuple[str, ...]:
    """Return the parties any of which may have said a row of claims or evidence first, then the owners of those that are owned.

    >>> origins(recorded("es-018", DATA)), origins(recorded("c-ft25-h20-shipments-2024", DATA))
    (('epoch-ai',), ('semianalysis',))
    """
    found = _said(row, data)
    return tuple(dict.fromkeys((*found, *(owner for each in found for owner in parties(data).owners(each)))))


def as_named(claim: dict) -> str:
    """Return who first said a claim, as the article names him: the speaker, else the first outlet, else the article itself.

    For whom a person speaks, :class:`detour.checks.parties.Parties` knows.

    >>> as_named({"speaker": "", "outlets": "financial-times;unnamed-korean-outlet", "source": "s-ft25"})
    'financial-times'
    """
    return claim["speaker"] or next(iter(tables.split(claim["outlets"])), claim["source"])


def _said(row: dict, data: Data) -> tuple[str, ...]:
    known = parties(data)
    if "speaker" in row:
        first = known.speaker(row)
        return (first, *_behind(row, first, data)) if _unspoken(row, first) else (first,)
    name = spoken(row.get("estimator", ""))
    if name.startswith("company"):
        return (known.house(row["subject"]),)
    if name:
        first = known.named(name, starts=True)
        return (first, *(_behind(row, first, data) if known.entities.get(first, {}).get("kind") == "outlet" else ()))
    documents = tuple(dict.fromkeys(party for each in lineage(data).originals(row["source"]) for party in known.documents(each)))
    if "subject" not in row:  # a run is its measurer's, a rule and an event are of whoever published them
        return documents
    house = known.house(row["subject"])
    made = house != row["subject"] and not row.get("estimator")
    if made and row.get("basis") in _MAKERS:
        return (house,)
    return tuple(dict.fromkeys((*documents, house))) if made and row.get("basis") == "disputed" else documents


def _unspoken(claim: dict, first: str) -> bool:
    """Return whether nobody but a page or an outlet is named, which may have it from what its report was made from."""
    return first == claim["source"] or first in tables.split(claim["outlets"])


def _behind(row: dict, first: str, data: Data) -> list[str]:
    """Return the parties behind the report of a party, as far as the lineage of the page knows it."""
    known, page = parties(data), row["source"]
    way = lineage(data).way(page, lambda document: known.document(document) == first)
    behind = lineage(data).behind(way[0][0]) if way else ()
    return sorted({party for document in behind for party in known.documents(document)} - {first})


def _weak(row: dict, first: str, data: Data) -> bool:
    """Return whether a row shows no evidence of its own: a page without standing, or an article in its own voice."""
    known = parties(data)
    return known.weak(row["source"]) and first in (row["source"], known.document(row["source"]))


def _statement(id: str, data: Data) -> Statement:
    row, entry = recorded(id, data), registry.find(id, data)
    numbers, parties_of = (entry.value, entry.low, entry.high, entry.unit, entry.text), origins(row, data)
    return Statement(id, row["source"], parties_of, *numbers, claim=row["table"] == "claims", weak=_weak(row, parties_of[0], data))


@lru_cache(maxsize=8192)
def of(id: str, data: Data = DATA) -> Standing | None:
    """Return the roots of the value of a row, or nothing where the row puts no value on a quantity.

    >>> of("c-ft25-h20-shipments-2024").flag, of("c-ft25-large-model-must-be-split")
    ('single root', None)
    """
    return _standing(id, data)


def _standing(id: str, data: Data) -> Standing | None:
    if rivals.row(id, data) is None:
        return None
    return standing(_statement(id, data), [_statement(each.id, data) for each in rivals.of(id, data)], lineage(data).behind)


def standings(data: Data = DATA) -> dict[str, str]:
    """Return, by claim with a value, its flag or that it has several roots.

    >>> standings()["c-ft25-h20-shipments-2024"]
    'single root'
    """
    return _standings(claimed.only(data))


@lru_cache(maxsize=4)
def _standings(few: Data) -> dict[str, str]:
    found = {id: _standing(id, few) for id in tables.load("claims", few)["id"]}
    return {id: each.flag or SEVERAL for id, each in found.items() if each}


def of_claims(claims: pd.DataFrame, data: Data = DATA) -> dict[str, dict]:
    """Return, by claim, what is published of its roots: their number and names, those of its rivals, the flag, and the chain in words.

    A claim without a value has the one root that says it, no rivals and no flag.

    >>> of_claims(tables.load("claims").head(1))["c-ft25-report-date"]["chain"][0]
    'Financial Times'
    """
    return {row["id"]: _published(row, row["id"], data) for row in claims.to_dict("records")}


def _published(row: dict, id: str, data: Data) -> dict:
    found = of(id, data) or Standing(origins(row, data)[:1], (), "")
    return {
        "roots": len(found.roots),
        "root_names": [name(party, data) for party in found.roots],
        "root_flag": found.flag,
        "rival_roots": len(found.rivals),
        "rival_root_names": [name(party, data) for party in found.rivals],
        "chain": [f"{link.relation} {link.name}".strip() for link in chain(id, data)],
        "standing": found.flag or (SEVERAL if of(id, data) else VALUELESS),
    }


def of_evidence(data: Data = DATA) -> dict[str, dict]:
    """Return, by row of evidence with a value, the same as of claims: its roots, those of its rivals, the flag, and the chain.

    >>> of_evidence()["es-005"]["root_flag"]
    'circular'
    """
    rows = _rows(tables.beneath(rivals.TABLES, data))
    found = {id: _published(row, id, data) for id, row in rows.items() if row["table"] != "claims" and of(id, data)}
    return {id: {key: value for key, value in each.items() if key != "standing"} for id, each in found.items()}


def name(party: str, data: Data = DATA) -> str:
    """Return a party in words.

    >>> name("idc"), name("Goldman Sachs"), name("s-ft25")
    ('IDC', 'Goldman Sachs', 'Unnamed Korean outlet, relaying the Financial Times 2025')
    """
    return bylines.source_names(tables.home("sources", data)).get(party) or naming.name_of(party, data)


def chain(id: str, data: Data = DATA) -> list[Link]:
    """Return the chain of a row from its root to the page it was read in, hop by hop.

    >>> [(link.relation, link.name) for link in chain("c-ft25-h20-shipments-2024")][:2]
    [('', 'SemiAnalysis'), ('quoted by', 'Financial Times')]
    """
    row, known = recorded(id, data), parties(data)
    page, first, outlets = row["source"], origins(row, data)[0], tables.split(row.get("outlets", ""))
    for wanted in dict.fromkeys((first, *outlets)):
        way = lineage(data).way(page, lambda document, wanted=wanted: known.document(document) == wanted)
        if way:
            links = [Link(_titled(document, page, data), document, RELATIONS.get(relation, "")) for document, relation in way]
            if wanted != first:
                links = [Link(name(first, data)), Link(links[0].name, links[0].document, "told to"), *links[1:]]
            return links if wanted == first or len(way) > 1 else _short(first, page, data)
    return _short(first, page, data)


def _short(first: str, page: str, data: Data) -> list[Link]:
    """Return a chain of which no hop is known but the last."""
    last = _titled(page, page, data)
    return [Link(last, page)] if first == page else [Link(name(first, data)), Link(last, page, "relayed by")]


def _titled(document: str, page: str, data: Data) -> str:
    """Return a document in a chain: the page by its byline, what lies before it by its publisher alone."""
    return bylines.source_names(tables.home("sources", data))[document] if document == page else name(parties(data).document(document), data)
