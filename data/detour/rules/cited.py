"""What the reason for a claim's digit cites, and which of it shares no root with the claim."""

from __future__ import annotations

from detour import tables
from detour.checks.grades import Facts
from detour.checks.lineage import Lineage
from detour.checks.parties import Parties
from detour.rules.base import Tables
from detour.rules.relations import SOURCE_ID


class Cited:
    """The sources, names and hops by which independence is judged."""

    def __init__(self, frames: Tables):
        """Take the tables of claims, sources, entities, lineage and outcomes."""
        self.parties = Parties(frames["entities"], frames["sources"])
        hops, known = frames["lineage"], list(self.parties.sources)  # an unknown source is another rule's fault
        self.lineage = Lineage.of(hops[hops["source"].isin(known) & hops["derived_from"].isin(known)])
        self.became: dict[str, set[str]] = {}
        for claim, outcome in frames["outcomes"][["claim", "outcome"]].itertuples(index=False):
            self.became.setdefault(claim, set()).add(outcome)

    def independent(self, claim: dict, source: str) -> bool:
        """Return whether a source shares no root with a claim: not its speaker, nor a firm of one owner with it, not the page, and no document behind its report."""
        first = self.parties.speaker(claim)
        originals = set(self.lineage.originals(source))
        parties = {party for document in originals for party in self.parties.documents(document)}
        if self._house(first) & set().union(*map(self._house, parties)) or claim["source"] in self.lineage.behind(source) | {source}:
            return False
        spoken = claim["speaker"] and first not in (claim["source"], *tables.split(claim["outlets"]))
        return bool(spoken) or not originals & self._behind(claim, first)

    def _house(self, party: str) -> set[str]:
        return {party, *self.parties.owners(party)}

    def _behind(self, claim: dict, first: str) -> set[str]:
        """Return the documents at the far end of the report that a claim without a named speaker was read in."""
        way = self.lineage.way(claim["source"], lambda document: self.parties.document(document) == first)
        return set(self.lineage.originals(way[0][0])) if way else set()

    def facts(self, claim: dict) -> Facts:
        """Return what the tables say of a claim that bears on its digit."""
        sources = self.parties.sources
        cited = [id for id in dict.fromkeys(SOURCE_ID.findall(claim["information_reason"])) if id in sources and id != claim["source"]]
        others = tuple(sources[id]["grade"] for id in cited if sources[id]["grade"] == "A" or self.independent(claim, id))
        return Facts(claim["status"], frozenset(self.became.get(claim["id"], ())), len(cited), others)
