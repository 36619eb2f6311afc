"""Checks of the article on inference and Nvidia (s-wsj24): dates, plans and what became of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from detour.checks.engine import FAILS, HOLDS, STRAINED, Working, check, found
from detour.checks.traced import Traced

#: The fewest days that can be called months.
_MONTHS = 59


def _week_before(day: Traced) -> Traced:
    """Return the week from Monday to Sunday before the one of a day."""
    monday = day.low - date.fromordinal(int(day.low)).weekday()
    return replace(day, value=float("nan"), low=monday - 7, high=monday - 1, working=f"the week before that of {day.working}")


@check(
    "k-wsj24-groq-plan-speed",
    plan_2024="c-wsj24-groq-deploy-2024",
    plan_2025="c-wsj24-groq-deploy-2025",
    start="es-groq-start-2024",
    reached="es-165",
)
def groq_plan_speed(plan_2024, plan_2025, start, reached) -> Working:
    """How fast would Groq have had to grow, and how far did it come?"""
    return found(
        STRAINED if reached.below(plan_2024) else HOLDS,
        growth=(plan_2024 / start).times(),
        next_growth=(plan_2025 / plan_2024).times(2),
        achieved=(reached / start).times(2),
        part=(reached / plan_2024).percent(2),
    )


@check(
    "k-wsj24-groq-plan-cut",
    plan_2024="c-wsj24-groq-deploy-2024",
    plan_2025="c-wsj24-groq-deploy-2025",
    june_2024="es-166",
    june_2025="es-167",
    april_2025="es-168",
    published="c-wsj24-published",
    forum="ev-groq-samsung-forum",
)
def groq_plan_cut(plan_2024, plan_2025, june_2024, june_2025, april_2025, published, forum) -> Working:
    """Did Groq stand by the plan that is printed?"""
    cuts = june_2024.below(plan_2024) + june_2025.below(plan_2025)
    return found(
        (HOLDS, STRAINED, FAILS)[cuts],
        kept_2024=(june_2024 / plan_2024).percent(2),
        kept_2025=(june_2025 / plan_2025).percent(2),
        kept_in_april=(april_2025 / plan_2025).percent(),
        lasted=forum - published,
    )


@check("k-wsj24-groq-months", published="c-wsj24-published", spread="ev-groq-viral", tested="ev-groq-llmperf")
def groq_months(published, spread, tested) -> Working:
    """Was the interest in Groq months old when the article was printed?"""
    age, age_of_tests = published - spread, published - tested
    verdict = HOLDS if not age.below(_MONTHS) else STRAINED if not age_of_tests.below(_MONTHS) else FAILS
    return found(verdict, age=age, age_of_tests=age_of_tests)


@check("k-wsj24-ross-tense", models="c-wsj24-ross-google-many-models", founded="es-groq-founded")
def ross_tense(models, founded) -> Working:
    """Can Ross speak of models that are still to be trained at Google?"""
    gone = (models - founded) / 365.25
    return found(FAILS if founded.below(models) else HOLDS, gone=gone.of("years", digits=2))


@check("k-wsj24-amazon-2018", printed="c-wsj24-amazon-since-2018", announced="ev-inferentia-announced", available="ev-inf1-available")
def amazon_2018(printed, announced, available) -> Working:
    """Of what is the printed year the year?"""
    fits = announced.inside(printed)
    return found(
        FAILS if not fits else STRAINED if available.above(printed) else HOLDS,
        until_available=available - announced,
    )


@check(
    "k-wsj24-h100-newest",
    published="c-wsj24-published",
    released="at-nvidia-h100-release-date-2",
    presented="ev-h200-presented",
    successor_released="ev-h200-delivered",
)
def h100_newest(published, released, presented, successor_released) -> Working:
    """Was the H100 the state of the art on the day of printing?"""
    verdict = FAILS if successor_released.below(published) else STRAINED if presented.below(published) else HOLDS
    return found(
        verdict,
        age=published - released,
        since_presented=published - presented,
        until_released=successor_released - published,
    )


@check(
    "k-wsj24-relative-dates",
    published="c-wsj24-published",
    results="ev-022",
    reported="ev-wsj-inference-report",
    december="c-wsj24-gelsinger-interview-date",
    presented="at-amd-mi300x-release-date-1",
)
def relative_dates(published, results, reported, december, presented) -> Working:
    """Do last week and December of last year lead to the right days from the day of the relay?"""
    week = _week_before(published)
    right = results.inside(week) and presented.inside(december)
    # From the Monday after the page on, last week would have been another week.
    left = replace(published, value=week.high + 8, low=week.high + 8, high=week.high + 8, working="the Monday after") - published
    return found(HOLDS if right else FAILS, week=week, delay=published - reported, left=left)


@check("k-wsj24-sambanova-both-ways", published="c-wsj24-published", given_up="ev-sambanova-training-ends", talks="ev-080")
def sambanova_both_ways(published, given_up, talks) -> Working:
    """Did SambaNova still offer training when the article was printed?"""
    return found(
        HOLDS if published.below(given_up) else FAILS,
        lasted=given_up - published,
        until_talks=talks - published,
    )


@check("k-wsj24-liang-we", published="c-wsj24-published", own_chip="at-sambanova-sn40l-release-date-1")
def liang_we(published, own_chip) -> Working:
    """Did the speaker's company have the alternative that he says must be found?"""
    return found(STRAINED if own_chip.below(published) else HOLDS, on_offer=published - own_chip)


@check(
    "k-wsj24-benchmark-to-market",
    benchmark="ev-mlperf-inference-3-1",
    published="c-wsj24-published",
    share="es-nvidia-share-wells-fargo",
    later_share="es-164",
)
def benchmark_to_market(benchmark, published, share, later_share) -> Working:
    """Did the hold on the market grow after the lead in the benchmark, by shares of one market?"""
    return found(
        STRAINED if later_share.below(share) else HOLDS,
        age=published - benchmark,
        lost=share - later_share,
    )


@check(
    "k-wsj24-china-not-different",
    published="c-wsj24-published",
    called_different="c-ft25-different-direction",
    world_2023="es-142",
    world_2026="es-144",
)
def china_not_different(published, called_different, world_2023, world_2026) -> Working:
    """Did the world outside China go the direction that was later called Chinese?"""
    shared = world_2026.above(world_2023)
    return found(
        STRAINED if shared and published.below(called_different) else HOLDS,
        earlier=called_different - published,
        growth=(world_2026 / world_2023).times(2),
    )


@check(
    "k-wsj24-upcoming-leader",
    published="c-wsj24-published",
    benchmark="ev-mlperf-inference-3-1",
    produced="ev-gh200-production",
    presented="ev-h200-presented",
    delivered="ev-h200-delivered",
)
def upcoming_leader(published, benchmark, produced, presented, delivered) -> Working:
    """Is there one chip that had led a benchmark in the year before and was still to come?"""
    leader_was_made, newcomer_could_lead = produced.below(published), not benchmark.below(presented)
    return found(
        STRAINED if leader_was_made and not newcomer_could_lead else HOLDS,
        made_for=published - produced,
        after_benchmark=presented - benchmark,
        until_delivered=delivered - published,
    )


@check("k-wsj24-inference-or-reasoning", published="c-wsj24-published", first="ev-openai-o1-preview")
def inference_or_reasoning(published, first) -> Working:
    """Could the sentence on better answers speak of models that reason before they answer?"""
    return found(STRAINED if published.below(first) else HOLDS, later=first - published)
