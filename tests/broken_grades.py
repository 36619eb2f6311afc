"""Grades that do not follow from their rules, and likelihoods without a band."""

from __future__ import annotations

from breaking import CLAIMS, FINDINGS, LINEAGE, OUTCOMES, SOURCES, Case, put

GRADES = [
    Case("letter against its standing", SOURCES, put(5, grade="A"), 5, "grade", "'A' does not follow from the standing \"vendor's own document\"; allowed: B"),
    Case(
        "reason without a standing",
        SOURCES,
        put(5, grade_reason="A fine sheet"),
        5,
        "grade_reason",
        "'A fine sheet' says no standing; allowed: a reason that begins",
    ),
    Case("standing of another kind of source", SOURCES, put(5, grade_reason="the company's own filing"), 5, "grade_reason", "a standing of a vendor source"),
    Case(
        "record that was never read",
        SOURCES,
        put(5, reading="relay_only", kind="regulator", grade="A", grade_reason="regulator's or legislature's own text"),
        5,
        "grade",
        "allowed: B",
    ),
    Case("confirmed without a source", CLAIMS, put(4, status="relayed", information="1"), 4, "information", "merely relayed"),
    Case(
        "corroborated by its own root",
        CLAIMS,
        put(4, information_reason="the successor came (s-news)"),
        4,
        "status",
        "'corroborated', but information_reason cites nothing of another root and no record of grade A; allowed: 'relayed'",
    ),
    Case("impossible and yet possible", CLAIMS, put(2, status="impossible"), 2, "information", "impossible as printed"),
    Case("confirmed and yet doubtful", CLAIMS, put(4, status="relayed", information="4"), 4, "information", "confirmed by what happened"),
    Case(
        "contradicted and yet possible",
        OUTCOMES,
        put(2, outcome="contradicted"),
        2,
        "information",
        "contradicted by what happened; allowed: one of 4, 5",
        CLAIMS,
    ),
    Case(
        "likelihood without a band",
        FINDINGS,
        put(2, resolution="It is probably a misprint."),
        2,
        "resolution",
        "'probably' without its band; allowed: probably (55–80%)",
    ),
    Case("likelihood with another band", CLAIMS, put(2, note="It is unlikely (5–20%)."), 2, "note", "'unlikely' with another band; allowed: unlikely (20–45%)"),
    Case("likelihood beside confidence", LINEAGE, put(4, note="High confidence: likely (55–80%)."), 4, "note", "in one sentence with 'confidence'"),
]
