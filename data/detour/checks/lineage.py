"""Documents made from documents: what lies behind a page, and the way from there to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import pandas as pd

from detour import tables
from detour.graph import reachable, successors
from detour.tables import Data

#: How each relation is said of the later document.
RELATIONS = {"quotes": "quoted by", "summarises": "summarised by", "translates": "translated by", "derives": "reworked by"}


class Lineage:
    """The hops between documents, each from a later one to an earlier one.

    >>> hops = Lineage([("page", "daily", "translates"), ("daily", "house", "quotes")])
    >>> hops.originals("page"), hops.way("page", lambda document: document == "house")
    (('house',), [('house', ''), ('daily', 'quotes'), ('page', 'translates')])
    """

    def __init__(self, hops: list[tuple[str, str, str]]):
        """Take hops as later document, earlier document, relation."""
        self.relations: dict[tuple[str, str], str] = {}
        for later, earlier, relation in hops:
            self.relations.setdefault((later, earlier), relation)
        self._earlier = successors(self.relations)

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Lineage:
        """Return the lineage that a table of hops says."""
        return cls(list(frame[["source", "derived_from", "relation"]].itertuples(index=False, name=None)))

    def earlier(self, document: str) -> list[str]:
        """Return the documents that a document was made from directly, in the order of the table."""
        return [earlier for later, earlier in self.relations if later == document]

    def behind(self, document: str) -> set[str]:
        """Return every document that a document descends from, at any depth; itself too where it stands in a circle."""
        return reachable(self._earlier, document)

    def originals(self, document: str) -> tuple[str, ...]:
        """Return the documents at the far end, made from nothing known; for a circle one of it stands for all.

        >>> Lineage([("a", "b", "quotes"), ("b", "a", "quotes")]).originals("b")
        ('a',)
        """
        behind = self.behind(document) | {document}
        ends = sorted(each for each in behind if not self.earlier(each))
        return tuple(ends) or (min(behind),)

    def way(self, document: str, wanted: Callable[[str], bool]) -> list[tuple[str, str]]:
        """Return the shortest way from the nearest wanted document to this one, each with its relation to the one before; else nothing."""
        ways, seen = [[(document, "")]], {document}
        while ways:
            way = ways.pop(0)
            first = way[0][0]
            if wanted(first):
                return way
            for earlier in self.earlier(first):
                if earlier not in seen:
                    seen.add(earlier)
                    ways.append([(earlier, ""), (first, self.relations[first, earlier]), *way[1:]])
        return []


def lineage(data: Data = tables.DATA) -> Lineage:
    """Return the lineage of the sources of some tables."""
    return _lineage(tables.beneath(("lineage",), data))


@lru_cache(maxsize=4)
def _lineage(data: Data) -> Lineage:
    return Lineage.of(tables.load("lineage", data))
