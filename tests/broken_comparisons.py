"""Comparisons of chips broken in one way each, and the line that tells how to mend it."""

from __future__ import annotations

from breaking import CLAIMS, COMPARISONS, Case, put

AGAINST = [
    Case("comparison of chips that is not tested", CLAIMS, put(3, kind="comparison", subject="maker-a1"), 3, "id", "compares a chip and is not tested"),
    Case("factor where none is asserted", COMPARISONS, put(2, factor="es-001"), 2, "factor", "a factor where none is asserted"),
    Case("no factor where one is asserted", COMPARISONS, put(2, asserts="times"), 2, "factor", "or none where one is"),
    Case("measured by an unknown row", COMPARISONS, put(2, measured="es-001/inf-nothing"), 2, "measured", "'es-001/inf-nothing' is no ratio of known rows"),
    Case("ratio of three rows", COMPARISONS, put(2, measured="es-001/es-002/es-003"), 2, "measured", "is no ratio of known rows"),
    Case("chip against itself", COMPARISONS, put(2, yardstick="maker-a1"), 2, "yardstick", "the chip itself"),
    Case("word that asserts nothing", COMPARISONS, put(2, asserts="different"), 2, "asserts", "'different' is not allowed"),
    Case("statement that is nowhere", COMPARISONS, put(2, statements="c-nowhere"), 2, "statements", "'c-nowhere' is not known"),
]
