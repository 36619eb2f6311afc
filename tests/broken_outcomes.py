"""Outcomes and what must have one, each broken in one way."""

from __future__ import annotations

from breaking import CLAIMS, OUTCOMES, Case, drop, put

UNFOLLOWED = "looks ahead or says equal, ready, most, only or best; allowed: with a row in outcomes.csv"
CAME = [
    Case("plan without an outcome", OUTCOMES, drop(3), 4, "id", f"'c-second-plan' {UNFOLLOWED}", CLAIMS),
    Case("forecast without an outcome", CLAIMS, put(3, kind="forecast"), 3, "id", UNFOLLOWED),
    Case("claim on a period to come without an outcome", CLAIMS, put(5, period="2025-03/2025-12"), 5, "id", UNFOLLOWED),
    Case("claim of what will be without an outcome", CLAIMS, put(5, statement="Maker will have revenue of 12 billion yuan."), 5, "id", UNFOLLOWED),
    Case("claim of readiness without an outcome", CLAIMS, put(3, statement="A1 is ready for training."), 3, "id", UNFOLLOWED),
    Case("claim of the most without an outcome", CLAIMS, put(3, statement="Maker holds most of the market."), 3, "id", UNFOLLOWED),
    Case("result that is no row", OUTCOMES, put(2, result="es-999"), 2, "result", "'es-999' is not known; allowed: ids of evidence or of computed results"),
    Case("result that nothing computes", OUTCOMES, put(2, result="r-no-such-thing"), 2, "result", "'r-no-such-thing' is not known"),
    Case(
        "result in another unit", OUTCOMES, put(2, result="es-001"), 2, "result", "'es-001' is in cards, the claim in chips; allowed: a number in a unit that"
    ),
    Case("second result in another unit", OUTCOMES, put(2, result="r-outcome-none;sp-a1-bandwidth-1"), 2, "result", "'sp-a1-bandwidth-1' is in GB/s"),
    Case("result that is no number", OUTCOMES, put(2, result="ev-001"), 2, "result", "'ev-001' is in no unit"),
    Case("result in the words of its source", OUTCOMES, put(2, result="a1-decode-2048"), 2, "result", "is in output tokens/s per chip"),
    Case(
        "projection for a result",
        OUTCOMES,
        put(2, claim="c-article-share", result="es-003"),
        2,
        "result",
        "'es-003' is a projection; allowed: what was measured",
    ),
    Case("result of a claim without a quantity", OUTCOMES, put(3, result="es-001"), 3, "result", "'c-second-plan' names no quantity"),
    Case("words about no result", OUTCOMES, put(2, differs="another year"), 2, "differs", "words without a result"),
]
