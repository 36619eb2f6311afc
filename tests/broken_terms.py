"""Terms, each broken in one way."""

from __future__ import annotations

from breaking import TERMS, Case, add, drop, put

WORDS = [
    Case("term that no page names", TERMS, add(3, id="t-board"), 4, "id", "no page names 't-board'; allowed: only what prose uses"),
    Case("term twice", TERMS, add(3), 4, "id", "'t-chip' stands in another row too"),
    Case("term with the id of a source", TERMS, put(3, id="s-sheet"), 3, "id", "text matching t-"),
    Case("term without a definition", TERMS, put(3, definition=""), 3, "definition", "empty cell is not allowed"),
    Case("term of no area", TERMS, put(3, area="chips"), 3, "area", "allowed: one of models, hardware"),
    Case("term from an unknown source", TERMS, put(2, source="s-nowhere"), 2, "source", "'s-nowhere' is not known; allowed: an id in sources"),
    Case("term of an unknown quantity", TERMS, put(2, quantity="boards"), 2, "quantity", "'boards' is not known; allowed: an id in quantities"),
    Case("term beside an unknown term", TERMS, put(2, see_also="t-chip;t-board"), 2, "see_also", "'t-board' is not known; allowed: ids in terms"),
    Case("term beside one that was taken away", TERMS, drop(3), 2, "see_also", "'t-chip' is not known"),
    Case("form read in an unknown document", TERMS, put(2, attested="s-none"), 2, "attested", "'s-none' is not known; allowed: ids in sources"),
    Case("form that was read nowhere", TERMS, put(2, attested=""), 2, "attested", "empty beside a Korean or Chinese form"),
    Case("document of no form", TERMS, put(3, attested="s-article"), 3, "attested", "documents without a form"),
]
