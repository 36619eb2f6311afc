"""Checks of the article on inference and Nvidia (s-wsj24): rivals, their sales and chips, and what was expected."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, STRAINED, Working, check, found
from detour.checks.traced import Traced, greatest, whole

_QUARTERS = {f"quarter_{n}": f"se-mkt-nvda-dc-fy24q{n}" for n in (1, 2, 3, 4)}
_QUARTERS_AFTER = {f"later_{n}": f"se-mkt-nvda-dc-fy25q{n}" for n in (1, 2, 3, 4)}
_DAYS_OF_A_YEAR = 365.25


@check(
    "k-wsj24-share-against-sales",
    share="c-wsj24-nvidia-market-share-80",
    gpus="es-nvda-gpus-2023",
    amd_quarter="es-amd-gpus-2023q4",
    intel_target="es-gaudi3-target-2024",
    **_QUARTERS,
)
def share_against_sales(share, gpus, amd_quarter, intel_target, quarter_1, quarter_2, quarter_3, quarter_4) -> Working:
    """Did the rivals on record sell what the printed share leaves them of a market by value?"""
    revenue = quarter_1 + quarter_2 + quarter_3 + quarter_4
    to_others = (100 - share) / share
    left, left_by_gpus = revenue * to_others, gpus * to_others
    # More than they sold: four times a quarter that was a record, and a year's target that was missed.
    on_record = 4 * amd_quarter + intel_target
    return found(
        STRAINED if left_by_gpus.above(on_record) else HOLDS,
        left=left.of("USD"),
        left_by_gpus=left_by_gpus.of("USD"),
        on_record=on_record.of("USD"),
        apart=(left_by_gpus / on_record).times(2),
        implied=(1 / (1 + on_record / gpus)).percent(2),
    )


@check(
    "k-wsj24-intel-widely-used",
    share="es-140",
    intel="es-intel-dcai-2023",
    growth="es-intel-dcai-growth-2024",
    **_QUARTERS,
    **_QUARTERS_AFTER,
)
def intel_widely_used(share, intel, growth, quarter_1, quarter_2, quarter_3, quarter_4, later_1, later_2, later_3, later_4) -> Working:
    """Could Intel's chips have had more of inference than Nvidia's, by sales of the year, and did they become more popular?"""
    revenue = quarter_1 + quarter_2 + quarter_3 + quarter_4
    inference = revenue * share / 100
    nvidia_growth = ((later_1 + later_2 + later_3 + later_4) / revenue - 1).percent()
    ahead, slower = inference.above(intel), growth.below(nvidia_growth)
    return found(
        STRAINED if ahead and slower else HOLDS,
        inference=inference.of("USD"),
        against_intel=(inference / intel).times(2),
        nvidia_growth=nvidia_growth,
    )


@check(
    "k-wsj24-results-beat",
    revenue="se-mkt-nvda-total-fy24q4",
    expected="es-nvda-fy24q4-expected",
    outlook="es-nvda-fy25q1-outlook",
    outlook_expected="es-nvda-fy25q1-expected",
    first_day="se-mkt-nvda-rise-2024-02-22",
)
def results_beat(revenue, expected, outlook, outlook_expected, first_day) -> Working:
    """Did the results and the outlook exceed what analysts expected, and by how much?"""
    beaten = revenue.above(expected) + outlook.above(outlook_expected)
    surprise = (revenue / expected - 1).percent(2)
    return found(
        (FAILS, STRAINED, HOLDS)[beaten],
        surprise=surprise,
        outlook_surprise=(outlook / outlook_expected - 1).percent(2),
        answer=(first_day / surprise).times(2),
    )


@check(
    "k-wsj24-own-chips-older",
    estimate="c-wsj24-ubs-estimate-date",
    published="c-wsj24-published",
    google="es-google-tpu-in-use",
    amazon="ev-inferentia-announced",
    meta="ev-meta-mtia",
    microsoft="ev-microsoft-maia",
)
def own_chips_older(estimate, published, google, amazon, meta, microsoft) -> Working:
    """Did the four companies have chips of their own, and did these follow the shift or come before it?"""
    chips = (google, amazon, meta, microsoft)
    # At the date of the estimate analysts still saw nearly all demand in training.
    older = all(chip.below(estimate) for chip in chips)
    shown = all(chip.below(published) for chip in chips)
    return found(
        FAILS if not shown else STRAINED if older else HOLDS,
        oldest=_years(published - google),
        amazon_age=_years(published - amazon),
        meta_age=_years(published - meta),
        youngest=published - microsoft,
    )


def _years(days: Traced) -> Traced:
    return (days / _DAYS_OF_A_YEAR).of("years", digits=2)


@check(
    "k-wsj24-less-cost",
    h100="sp-nvidia-h100-price-1",
    mi300x="sp-amd-mi300x-price-1",
    gaudi_3="sp-intel-gaudi3-price-1",
    xeon="sp-intel-xeon-8592plus-price-1",
    groq="sp-groq-lpu-v1-price-1",
    weights="sp-llama-2-70b-weights-size-1",
    groq_memory="sp-groq-lpu-v1-memory-capacity-1",
    h100_memory="sp-nvidia-h100-memory-capacity-1",
    h100_rate="inf-mlp41-nvidia-h100-sxmx8-llama2-70b-99.9-offline",
    mi300x_rate="inf-mlp41-amd-mi300xx8-llama2-70b-99.9-offline",
)
def less_cost(h100, mi300x, gaudi_3, xeon, groq, weights, groq_memory, h100_memory, h100_rate, mi300x_rate) -> Working:
    """Do the chips that rivals offer for inference cost less than an H100, one by one and for one large model?"""
    dearest = greatest(mi300x, gaudi_3, xeon, groq)
    chips, h100s = whole(weights / groq_memory), whole(weights / h100_memory)
    model, h100_model = chips * groq, h100s * h100
    return found(
        FAILS if not dearest.below(h100) else STRAINED if model.above(h100_model) else HOLDS,
        mi300x_price=(mi300x / h100).percent(2),
        gaudi_3_price=(gaudi_3 / h100).percent(2),
        xeon_price=(xeon / h100).percent(2),
        groq_price=(groq / h100).percent(2),
        chips=chips,
        h100s=h100s,
        model=model.of("USD"),
        h100_model=h100_model.of("USD"),
        dearer=(model / h100_model).times(2),
        for_money=(mi300x_rate / h100_rate / (mi300x / h100)).times(2),
    )
