"""Checks of the article on the H20 and the 910B in China (s-ft25): training, clusters and inference."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found
from detour.checks.traced import greatest

#: Calendar year in which inference is ahead in spending; two estimators date its lead on other measures by the year.
_SPENDING_YEAR = 2026


@check(
    "k-ft25-mega-cluster-qualifier",
    a100_cluster="es-cw-fireflyer",
    ampere_run="es-cw-megascale",
    h800_run="es-178",
    baidu_cluster="es-cw-p800-30k",
    meituan_cluster="es-cw-longcat",
    meta_cluster="es-cw-meta",
    xai_cluster="es-cw-colossus",
    h800_stock="es-017",
    h20="c-ft25-h20-shipments-2024",
    h20_compute="nvidia-h20/fp16_peak",
    h100_compute="nvidia-h100/fp16_peak",
)
def mega_cluster(
    a100_cluster, ampere_run, h800_run, baidu_cluster, meituan_cluster, meta_cluster, xai_cluster, h800_stock, h20, h20_compute, h100_compute
) -> Working:
    """Did a Chinese firm's largest reported cluster of Nvidia chips reach the rivals' size?"""
    of_nvidia = greatest(a100_cluster, ampere_run, h800_run)
    return found(
        HOLDS if of_nvidia.below(meta_cluster) else FAILS,
        nvidia_over_meta=(of_nvidia / meta_cluster).percent(),
        domestic_over_meta=(baidu_cluster / meta_cluster).times(),
        later_domestic_over_xai=(meituan_cluster / xai_cluster).percent(),
        stock_over_meta=(h800_stock / meta_cluster).times(2),
        h20_in_h100=(h20 * h20_compute / h100_compute).of("H100_equivalent"),
    )


@check(
    "k-ft25-out-of-race-garble",
    baidu_cluster="es-cw-p800-30k",
    meta_cluster="es-cw-meta",
    switched_on="ev-042",
    reported_on="c-ft25-report-date",
)
def out_of_race(baidu_cluster, meta_cluster, switched_on, reported_on) -> Working:
    """Did a Chinese firm go on building clusters of a size that the rivals built, after it is said to have left the race?"""
    went_on = not baidu_cluster.below(meta_cluster) and switched_on.above(reported_on)
    return found(FAILS if went_on else STRAINED, over_meta=(baidu_cluster / meta_cluster).times(), after=switched_on - reported_on)


@check(
    "k-ft25-ready-or-not",
    reported_on="c-ft25-report-date",
    other_article_on="c-ds25-dated-17-february",
    failed_on="ev-052",
    trained_on_domestic="ev-111",
)
def ready_or_not(reported_on, other_article_on, failed_on, trained_on_domestic) -> Working:
    """Did training on Ascend still fail after both articles, and before it is said to have worked on domestic chips?"""
    return found(
        FAILS if trained_on_domestic.below(reported_on) else STRAINED if failed_on.above(other_article_on) else OPEN,
        between=other_article_on - reported_on,
        failed_after=failed_on - reported_on,
        trained_after=trained_on_domestic - reported_on,
    )


@check(
    "k-ft25-training-need-not-slow",
    inference="se-mkt-gartner-inf-2026-usd",
    training="se-mkt-gartner-trn-2026-usd",
    stated_share="es-146",
    still_training="ev-111",
    reported_on="c-ft25-report-date",
)
def training_need_not_slow(inference, training, stated_share, still_training, reported_on) -> Working:
    """Did inference come to lead, as forecast, while large models were still being trained?"""
    share = (inference / (inference + training)).percent()
    return found(
        HOLDS if inference.above(training) and share.meets(stated_share, within=0.01) and still_training.above(reported_on) else OPEN,
        share=share,
        trained_after=still_training - reported_on,
    )


@check(
    "k-ft25-inference-both-sides", world="es-146", google="es-155", meta="es-156", openai="es-152", alexa_moved_on="ev-005", reported_on="c-ft25-report-date"
)
def inference_both_sides(world, google, meta, openai, alexa_moved_on, reported_on) -> Working:
    """Is inference the lesser part of the work at American firms?"""
    most = [each.above(50) for each in (world, google, meta, openai)]
    return found(
        FAILS if all(most) else STRAINED if any(most) else HOLDS,
        training_at_openai=(100 - openai).of("percent"),
        alexa_moved_before=reported_on - alexa_moved_on,
    )


@check("k-ft25-few-times-most-compute", inference="es-152", final_run="se-mkt-finalrun-share-openai")
def few_times_most_compute(inference, final_run) -> Working:
    """Is training the smaller part of a leading laboratory's compute, with and without its experiments?"""
    development = (100 - inference).of("percent")
    final_run_of_all = (development * final_run / 100).of("percent", digits=2)
    smaller = [each.below(inference) for each in (development, final_run_of_all)]
    return found(
        HOLDS if all(smaller) else STRAINED if any(smaller) else FAILS,
        development=development,
        final_run_of_all=final_run_of_all,
        development_over_inference=((100 - inference) / inference).times(2),
    )


@check(
    "k-ft25-larger-demand-of-what",
    compute_2026="es-144",
    spending_2026="es-146",
    servers="es-151",
    capacity="se-mkt-abi-cross",
)
def larger_demand_of_what(compute_2026, spending_2026, servers, capacity) -> Working:
    """Do the measures of demand agree on whether inference leads by the year in which it leads in spending?"""
    leads = [spending_2026.above(50), compute_2026.above(50), not servers.above(_SPENDING_YEAR), not capacity.above(_SPENDING_YEAR)]
    return found(
        HOLDS if all(leads) else STRAINED if any(leads) else OPEN,
        apart=(capacity - _SPENDING_YEAR).of("years"),
    )
