"""What rests on an id, and what results and verdicts would become without it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from detour import consequences, registry, tables, withdrawal
from detour.consequences import Change
from detour.graph import reachable, successors
from detour.results import engine
from detour.rules.base import key
from detour.tables import Data

#: Kinds of what can rest on something, in the order in which it is told.
KINDS = ("claim", "evidence", "outcome", "source", "assumption", "term", "result", "check", "figure", "page")
_NOTHING_BUILT = {"pages": {}, "figures": {}}


@dataclass(frozen=True)
class Impact:
    """What rests on an id, as (kind, id), and what would change if it were withdrawn."""

    id: str
    rests: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]

    def plain(self) -> dict:
        """Return it as JSON holds it: ids by kind, and the changes."""
        by_kind = {kind: [id for each, id in self.rests if each == kind] for kind in KINDS}
        return {"id": self.id, "rests": {kind: ids for kind, ids in by_kind.items() if ids}, "changes": [each.plain() for each in self.changes]}


def rests_on(id: str) -> list[tuple[str, str]]:
    """Return (kind, id) of everything that rests on a source, claim, evidence row, assumption or result.

    Figures and pages are those of the site last built. Raises UnknownId for an id that nothing has.

    >>> [each for each in rests_on("a-share-of-nothing")]
    Traceback (most recent call last):
    detour.registry.UnknownId: no source, claim, evidence row, assumption or result has the id 'a-share-of-nothing'
    """
    return list(of(id).rests)


def of(id: str, data: Data = tables.DATA) -> Impact:
    """Return what rests on an id and what would change without it; figures and pages are those of the site last built."""
    return shown(of_tables(known(id, data), data), published_uses())


def known(id: str, data: Data = tables.DATA) -> str:
    """Return the id of what an id or a shorthand names; raise UnknownId where nothing can rest on it."""
    if id in set(tables.load("sources", data)["id"]):
        return id
    try:
        return registry.find(id, data).id
    except registry.UnknownId as error:
        if registry.known(id, data):
            raise registry.UnknownId(
                f"{id!r} is of the kind {registry.named(id, data)[0]}; allowed: a source, claim, evidence row, assumption or result"
            ) from error
        said = str(error).replace("no claim, evidence row,", "no source, claim, evidence row,")
        raise registry.UnknownId(said) from error


@lru_cache(maxsize=1024)
def of_tables(id: str, data: Data = tables.DATA) -> Impact:
    """Return what rests on an id in the tables, without figures and pages, and what would change without it."""
    withdrawable = not id.startswith("r-")
    changed = tuple(consequences.changes(id, data)) if withdrawable else ()
    falling = withdrawal.fallen(id, data) if withdrawable else {}
    gone = consequences.ids(falling) | {id}
    leaning = {each for each, ids in _naming("assumptions", data, "informed_by") if ids & gone}
    computed = consequences.dependents(gone | leaning, data) | {each.id for each in changed}
    naming = {each for each, ids in _naming("findings", data, "claims", "evidence", "sources") if ids & gone}
    kinds = {
        "claim": {each for each in gone if each.startswith("c-")},
        "evidence": {each for name in registry.EVIDENCE for each in falling.get(name, {}).get(key(name), ())},
        "outcome": set(falling["outcomes"]["claim"]) if "outcomes" in falling else set(),
        "source": reachable(_relayed(data), id),
        "assumption": leaning,
        "term": {each for each, ids in _naming("terms", data, "source", "attested") if ids & gone},
        "result": computed & engine.definitions().keys(),
        "check": naming | (computed - engine.definitions().keys()),
    }
    return Impact(id, tuple((kind, each) for kind, found in kinds.items() for each in sorted(found - {id})), changed)


@lru_cache(maxsize=16)
def _naming(table: str, data: Data, *columns: str) -> list[tuple[str, frozenset[str]]]:
    """Return every row of a table with the ids that it names in some columns."""
    rows = tables.records(table, data)
    return [(row["id"], frozenset(id for column in columns for id in tables.split(row[column]))) for row in rows]


@lru_cache(maxsize=4)
def _relayed(data: Data) -> dict[str, set[str]]:
    """Return what relays each source directly."""
    hops = tables.load("lineage", data)
    return successors(zip(hops["derived_from"], hops["source"], strict=True))


def shown(impact: Impact, uses: dict) -> Impact:
    """Return an impact with the figures that draw something of it and the pages that name or show something of it.

    `uses` is what a built site publishes as `uses.json`: ids by page, sources and rows by figure, and the page of each figure.
    """
    of_rows = {impact.id, *(id for kind, id in impact.rests if kind not in ("outcome", "source"))}
    drawn = uses.get("drawn", {})
    figures = {label for label, sources in uses["figures"].items() if impact.id in sources or of_rows & set(drawn.get(label, ()))}
    pages = {page for page, named in uses["pages"].items() if of_rows & set(named)}
    pages |= {page for label, page in uses.get("places", {}).items() if label in figures}
    found = [*(("figure", each) for each in sorted(figures)), *(("page", each) for each in sorted(pages))]
    return Impact(impact.id, (*impact.rests, *found), impact.changes)


def lines(impact: Impact) -> str:
    """Return one line for each thing that rests on it, then one for each change."""
    return "".join(f"{line}\n" for line in (*(f"{kind} {id}" for kind, id in impact.rests), *(each.line() for each in impact.changes)))


def document(impact: Impact) -> str:
    """Return an impact as JSON."""
    return json.dumps(impact.plain(), ensure_ascii=False, indent=1) + "\n"


FORMATS: dict[str, Callable[[Impact], str]] = {"lines": lines, "json": document}


def published_uses() -> dict:
    """Return which ids each page and figure of the site last built names."""
    index = tables.ROOT / "_build" / "html" / "data" / "uses.json"
    return json.loads(index.read_text(encoding="utf-8")) if index.is_file() else _NOTHING_BUILT
