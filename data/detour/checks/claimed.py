"""The few rows and documents that bear on the numbers in claims, so that what is computed of them is computed of nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from detour import tables
from detour.checks import rivals
from detour.checks.lineage import lineage
from detour.tables import DATA, Altered, Data

#: Tables that the roots of claims are computed from.
READS = (*rivals.SENSES, "sources", "entities", "lineage")
#: Columns that name the document that a row is of.
_DOCUMENTS = {"sources": "id", "lineage": "source"}


def only(data: Data = DATA) -> Data:
    """Return the tables with none but the rows that speak of what a claim puts a number on, and the documents behind these.

    Of tables altered in memory only what was altered is taken anew; where nothing of it bears on a claim these are the
    same tables as before, so that what is kept of them serves again: an impact asks this of every source.

    >>> {name: len(tables.load(name, only())) < len(tables.load(name)) for name in ("claims", "sources")}
    {'claims': True, 'sources': True}
    >>> only(Altered(DATA, {"lineage": tables.load("lineage")})) is only()
    True
    """
    return _only(tables.beneath(READS, data))


@lru_cache(maxsize=4)
def _only(data: Data) -> Data:
    if not isinstance(data, Altered) or not data.frames.keys().isdisjoint(("claims", "entities")):
        frames = _narrowed(rivals.SENSES, data, set())
        return Altered(data, frames | {name: tables.load(name, data).head(0) for name in rivals.ALONE})
    before = only(data.under)
    frames = _narrowed(data.frames.keys() & set(rivals.SENSES), data, set(tables.load("sources", before)["id"]))
    other = {name: frame for name, frame in frames.items() if not frame.equals(tables.load(name, before))}
    return Altered(before, other) if other else before


def _narrowed(names: Iterable[str], data: Data, documents: set[str]) -> dict[str, pd.DataFrame]:
    """Return some tables of rows, and those of documents with the given ones and all behind the rows."""
    things = _claimed(tables.beneath(("claims",), data))
    rows = {name: frame[_things(frame).isin(things)] for name in names for frame in [tables.load(name, data)]}
    read = {source for frame in rows.values() for source in frame["source"]}
    documents = documents.union(read, *map(lineage(data).behind, read))
    found = {name: tables.load(name, data) for name in _DOCUMENTS}
    return rows | {name: frame[frame[_DOCUMENTS[name]].isin(documents)] for name, frame in found.items()}


@lru_cache(maxsize=4)
def _claimed(data: Data) -> frozenset[str]:
    claims = tables.load("claims", data)
    return frozenset(_things(claims[claims[["value", "low", "high"]].notna().any(axis=1)]))


def _things(frame: pd.DataFrame) -> pd.Series:
    """Return what each row speaks of, its subject and its quantity, in one text."""
    return frame["subject"] + " " + frame["quantity"]
