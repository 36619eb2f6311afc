"""What a card says of an id: the answer to "what is this number, and who says so?", in few lines.

:func:`content` puts a card together from the tables, without markup; the page's
templates write it. A card is shorter than the row in the register that it leads to.
"""

from __future__ import annotations

from functools import lru_cache

from detour import registry
from detour.cards import names, numbers
from detour.cards.parts import Card

_MAKERS = {
    "claim": numbers.claim,
    "evidence": numbers.evidence,
    "assumption": numbers.assumption,
    "result": numbers.result,
    "source": names.source,
    "entity": names.name,
    "quantity": names.measure,
    "term": names.term,
    "finding": names.finding,
}


@lru_cache(maxsize=8192)
def content(id: str) -> Card:
    """Return the card of anything that a register shows; raise UnknownId for any other id.

    >>> card = content("c-ft25-h20-revenue-2024")
    >>> card.number, card.title.text
    ('$12\\xa0billion', 'Nvidia earned revenue of 12 billion US dollars with the H20 in China in 2024.')
    """
    kind, title = registry.named(id)
    return _MAKERS[kind](id, title)
