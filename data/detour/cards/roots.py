"""The lines of a card that say from whom a number comes: the chain from root to page, and how many roots stand behind it."""

from __future__ import annotations

from detour.cards.parts import Line, line, link
from detour.checks import origins


def chain(id: str) -> Line | None:
    """Return the line of who stands at the beginning and through whom it came, hop by hop; nothing where there is no hop."""
    links = origins.chain(id)
    hops = [part for each in links[1:-1] for part in (f", {each.relation} ", link(each.document, each.name))]
    return line("Chain", links[0].name, *hops, f", {links[-1].relation} the page read") if links[1:] else None


def roots(id: str) -> Line | None:
    """Return the line of the independent roots behind a value and behind its rivals; nothing where a row has no value."""
    found = origins.of(id)
    if found is None:
        return None
    flag = f", {found.flag}" if found.flag else ""
    rivals_of = f"; behind rivals {len(found.rivals)}: {_named(found.rivals)}" if found.rivals else ""
    return line("Independent roots", f"{len(found.roots)}{flag}: {_named(found.roots)}{rivals_of}")


def _named(parties: tuple[str, ...]) -> str:
    return ", ".join(map(origins.name, parties))
