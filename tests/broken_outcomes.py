"""Outcomes and what must have one, each broken in one way."""

from __future__ import annotations

from breaking import CLAIMS, ESTIMATES, OUTCOMES, SPECS, Case, drop, put

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
    Case(
        "typed number in an outcome",
        OUTCOMES,
        put(3, what_happened="By 2025 the A1 sold 12,000 units."),
        3,
        "what_happened",
        "typed number '12,000 units'; allowed: a role that names the row it stands in",
    ),
    Case(
        "typed number beside a result",
        OUTCOMES,
        put(2, result="sp-a1-bandwidth-1", differs="40 percent of it"),
        2,
        "differs",
        "typed number '40 percent'",
    ),
    Case("outcome that names no row", OUTCOMES, put(2, what_happened="It was {ev}`es-999`."), 2, "what_happened", "'es-999'; allowed: the id of a row"),
    Case(
        "outcome that names a step",
        OUTCOMES,
        put(2, what_happened="It was {step}`share`."),
        2,
        "what_happened",
        "'share' is no step of its check; allowed: none",
    ),
    Case(
        "typed number in the reason for a choice",
        SPECS,
        put(2, preferred_reason="the rival gives 3,900"),
        2,
        "preferred_reason",
        "typed number '3,900'; allowed: a role that names the row it stands in",
    ),
    Case("reason that names no row", ESTIMATES, put(2, preferred_reason="against {ev}`es-999`"), 2, "preferred_reason", "'es-999'; allowed: the id of a row"),
    Case("words about no result", OUTCOMES, put(2, differs="another year"), 2, "differs", "words without a result"),
]
