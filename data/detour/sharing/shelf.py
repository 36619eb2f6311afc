"""Everything that is published of the tables, made in memory: the site writes it and the page on reuse lists it."""

from __future__ import annotations

import json

from detour import tables
from detour.checks import origins
from detour.sharing import items
from detour.sharing.items import Item


def tables_and_records(claims: list[dict], checks: list[dict]) -> list[Item]:
    """Return the tables as CSV, and the two that scripts rely on as JSON."""
    terms = tables.resource("claims").get("detour:terms", "")
    return [
        *items.of_tables(claims),
        record(
            "claims",
            "Claims",
            "The same claims as claims.csv: numbers as numbers, null where a field is empty, outlets, roots and chains as lists.",
            claims,
            terms,
        ),
        record(
            "roots",
            "Roots",
            "Of every row of evidence with a value: its independent roots, those of its rivals, and the chain to the page.",
            origins.of_evidence(),
        ),
        record("checks", "Checks", "The audit's findings: claims, evidence and sources as lists of ids.", checks, terms),
    ]


def record(name: str, title: str, description: str, value: object, terms: str = "") -> Item:
    """Return a value as a published file of JSON."""
    return Item(f"{name}-json", f"{name}.json", title, description, as_json(value).encode(), terms=terms)


def further_formats(published: list[Item]) -> list[Item]:
    """Return every table among the items as Parquet, and all of them as one database."""
    from detour.sharing import parquet, sqlite

    found = of_tables(published)
    return [*map(parquet.of_table, found), sqlite.of_tables(found)]


def of_tables(published: list[Item]) -> list[Item]:
    """Return those items that are tables of the data package."""
    return [item for item in published if item.name in tables.resources()]


def as_json(value: object) -> str:
    """Return a value as JSON text, one line for each part."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
