"""Checks of the article on inference and Nvidia (s-wsj24): shares and their wholes."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, STRAINED, Working, check, found
from detour.checks.traced import greatest

#: By how much two shares that are stated as about may differ and still be one.
_ABOUT = 0.05
#: Points within which an old share may still be quoted as the present one.
_AGED = 10


@check(
    "k-wsj24-inference-share-bound",
    printed="c-wsj24-inference-share-at-least-40",
    repeated="c-wsj24-inference-share-40",
    filing="es-140",
    relayed="es-hellot-inference-share",
)
def inference_share_bound(printed, repeated, filing, relayed) -> Working:
    """Does the share of inference have the bound that the filing gives it?"""
    if not (printed.meets(filing) and repeated.meets(filing)):
        return found(FAILS, apart=printed - filing)
    same = filing.bound in (printed.bound, repeated.bound)
    # Another relay with the same words shows that the Journal, and not this relay, chose them.
    return found(HOLDS if same else STRAINED, apart=printed - relayed)


@check("k-wsj24-ubs-shares-sum", training="c-wsj24-ubs-training-share", inference="c-wsj24-ubs-inference-share-2025")
def ubs_shares_sum(training, inference) -> Working:
    """Can the two UBS shares stand beside each other in a story of rising inference?"""
    left = 100 - training
    rises = left.below(inference)
    return found(
        HOLDS if rises else STRAINED,
        together=(training + inference).of("percent"),
        left=left.of("percent"),
        growth=(inference / left.of("percent")).times(),
    )


@check(
    "k-wsj24-ubs-whole-missing",
    training_share="c-wsj24-ubs-training-share",
    semiconductor_sales="se-mkt-semiconductor-sales-2023",
    data_centre_revenue="c-wsj24-data-centre-revenue",
    market_share="c-wsj24-nvidia-market-share-80",
)
def ubs_whole_missing(training_share, semiconductor_sales, data_centre_revenue, market_share) -> Working:
    """Can training be the printed share of the demand for all semiconductors?"""
    literal = training_share * semiconductor_sales / 100
    market = data_centre_revenue / market_share * 100
    return found(
        STRAINED if literal.above(market) else HOLDS,
        literal=literal.of("USD"),
        market=market.of("USD"),
        excess=(literal / market).times(2),
    )


@check(
    "k-wsj24-share-denominators",
    market_share="c-wsj24-nvidia-market-share-80",
    inference_share="es-140",
    forecast="c-wsj24-ubs-inference-share-2025",
)
def share_denominators(market_share, inference_share, forecast) -> Working:
    """Does a share of Nvidia's revenue say anything against a forecast for the market?"""
    least = market_share * inference_share / 100
    if not market_share.below(100):
        return found(HOLDS, least=least.of("percent"), most=least.of("percent"))
    return found(
        STRAINED if least.above(forecast) else FAILS,
        least=least.of("percent"),
        most=(least + (100 - market_share)).of("percent"),
    )


@check(
    "k-wsj24-training-share-90",
    printed="c-wsj24-ubs-training-share",
    market_share="c-wsj24-nvidia-market-share-80",
    inference_share="es-140",
    counted="es-142",
    forecast="c-wsj24-ubs-inference-share-2025",
)
def training_share_90(printed, market_share, inference_share, counted, forecast) -> Working:
    """Can training have had the printed share, by the article's own numbers and by a later count?"""
    least = market_share * inference_share / 100
    # All that Nvidia did not sell for inference, and all that rivals sold, taken for training.
    most, most_counted = 100 - least, 100 - counted
    short = most.below(printed) + most_counted.below(printed)
    return found(
        (HOLDS, STRAINED, FAILS)[short],
        least=least.of("percent"),
        most=most.of("percent"),
        most_counted=most_counted.of("percent"),
        left=(100 - printed).of("percent"),
        against_left=(least / (100 - printed)).times(2),
        against_forecast=(least / forecast).times(2),
    )


@check(
    "k-wsj24-ubs-stale-when-printed",
    forecast="c-wsj24-ubs-inference-share-2025",
    market_share="c-wsj24-nvidia-market-share-80",
    inference_share="es-140",
    disclosed="ev-022",
    published="c-wsj24-published",
    counted_for_the_year="es-143",
)
def ubs_stale_when_printed(forecast, market_share, inference_share, disclosed, published, counted_for_the_year) -> Working:
    """Was the forecast for the coming year overtaken by what was known on the day of printing?"""
    least = market_share * inference_share / 100
    known = disclosed.below(published)
    verdict = FAILS if known and least.above(forecast) else STRAINED if counted_for_the_year.above(forecast) else HOLDS
    return found(
        verdict,
        known_for=published - disclosed,
        least=least.of("percent"),
        against_forecast=(inference_share / forecast).times(),
        counted_against_forecast=(counted_for_the_year / forecast).times(),
    )


@check(
    "k-wsj24-share-80",
    printed="c-wsj24-nvidia-market-share-80",
    high_end="es-nvidia-share-high-end",
    column="es-nvidia-share-joongang",
    at_the_time="es-nvidia-share-wells-fargo",
    units="es-nvidia-share-bofa",
    accelerators="es-162",
    graphics_processors="es-164",
)
def share_of_what(printed, high_end, column, at_the_time, units, accelerators, graphics_processors) -> Working:
    """Do counts of Nvidia's share agree without saying what is counted?"""
    rivals = (high_end, column, at_the_time, units, accelerators, graphics_processors)
    agreeing = [each for each in rivals if each.meets(printed, within=_ABOUT)]
    verdict = HOLDS if len(agreeing) == len(rivals) else STRAINED if agreeing else FAILS
    return found(verdict, spread=greatest(*rivals) - accelerators)


@check(
    "k-wsj24-liang-cost-share",
    printed="c-wsj24-liang-80-percent-cost",
    forecast="c-wsj24-ubs-inference-share-2025",
    training="c-wsj24-ubs-training-share",
    compute_2023="es-142",
    compute_2026="es-144",
    spending_2025="es-148",
    spending_2030="es-149",
    openai="es-152",
)
def liang_cost_share(printed, forecast, training, compute_2023, compute_2026, spending_2025, spending_2030, openai) -> Working:
    """Does any count give inference the share of cost that the seller gives it?"""
    counts = (compute_2023, compute_2026, spending_2025, spending_2030, openai)
    highest = greatest(*counts)
    return found(
        STRAINED if printed.above(highest) else HOLDS,
        highest=highest,
        above_highest=printed - highest,
        against_forecast=(printed / forecast).times(),
        with_training=printed + training,
    )


@check(
    "k-wsj24-share-aged",
    share="es-140",
    later_revenue="se-mkt-nvda-dc-fy26",
    said_since="ev-039",
    published="c-wsj24-published",
    **{f"quarter_{n}": f"se-mkt-nvda-dc-fy24q{n}" for n in (1, 2, 3, 4)},
)
def share_aged(share, later_revenue, said_since, published, quarter_1, quarter_2, quarter_3, quarter_4) -> Working:
    """Between which ends can the share of inference lie two fiscal years after its only disclosure?"""
    growth = later_revenue / (quarter_1 + quarter_2 + quarter_3 + quarter_4)
    least, most = share / growth, 100 - (100 - share) / growth
    return found(
        HOLDS if (most - least).below(_AGED) else STRAINED,
        growth=growth.times(2),
        least=least.of("percent", digits=2),
        most=most.of("percent", digits=2),
        without_number_for=said_since - published,
    )


@check("k-wsj24-bigger-than-what", share_2023="es-142", share_2025="es-143", share_2026="es-144")
def bigger_than_what(share_2023, share_2025, share_2026) -> Working:
    """When is inference the bigger of the two, by a later count of compute?"""
    verdict = HOLDS if share_2023.above(50) else STRAINED if share_2026.above(50) else FAILS
    return found(
        verdict,
        against_training_2023=(share_2023 / (100 - share_2023)).times(2),
        against_training_2025=(share_2025 / (100 - share_2025)).times(2),
        against_training_2026=(share_2026 / (100 - share_2026)).times(2),
    )


@check("k-wsj24-turn-not-new", google="es-155", meta="es-156")
def turn_not_new(google, meta) -> Working:
    """Had inference been the larger part before, where it was disclosed, and is the turn therefore a return?"""
    larger = google.above(50) + meta.above(50)
    return found(STRAINED if larger else HOLDS, google_over_training=(google / (100 - google)).times(2))
