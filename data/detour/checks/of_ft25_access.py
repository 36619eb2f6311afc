"""Checks of the article on the H20 and the 910B in China (s-ft25): what Chinese firms can get, and what they were told to leave."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found


@check(
    "k-ft25-h20-fits-the-rule",
    rating="r-export-h20-tpp",
    limit="th-2023-3a090-b1-performance-low",
    lower_limit="th-2023-3a090-b2-performance",
    density="r-export-h20-density",
    density_limit="th-2023-3a090-b2-density-low",
    memory="nvidia-h20/memory_bandwidth",
    letter="th-2025-letter-memory-bandwidth",
    letter_on="ev-041",
    reported_on="c-ft25-report-date",
)
def fits_the_rule(rating, limit, lower_limit, density, density_limit, memory, letter, letter_on, reported_on) -> Working:
    """Does the H20 stay out of both tiers of the rule that it was made for, and did it go on doing so?"""
    outside = rating.below(limit) and (rating.below(lower_limit) or density.below(density_limit))
    later_caught = not memory.below(letter) and letter_on.above(reported_on)
    return found(
        HOLDS if outside and later_caught else OPEN if outside else FAILS,
        under_limit=(1 - rating / limit).percent(2),
        under_density=(1 - density / density_limit).percent(2),
        over_letter=(memory / letter).times(),
        letter_after=letter_on - reported_on,
    )


@check(
    "k-ft25-h20-sold-elsewhere",
    elsewhere="se-mkt-nvda-h20-fy26q2-nonchina",
    licensed="es-084",
    last_quarter="es-083",
    letter_on="ev-041",
    reported_on="c-ft25-report-date",
)
def sold_elsewhere(elsewhere, licensed, last_quarter, letter_on, reported_on) -> Working:
    """Was the chip for China alone when that was printed, before more of it went elsewhere than under licence into China?"""
    moved = elsewhere.above(licensed)
    return found(
        STRAINED if moved and letter_on.below(reported_on) else HOLDS,
        over_licensed=(elsewhere / licensed).times(2),
        of_last_quarter=(elsewhere / last_quarter).percent(2),
    )


@check(
    "k-ft25-smuggled-beside-lawful",
    fewest="es-ft25-smuggled-least",
    median="es-ft25-smuggled-2024",
    of_training="es-ft25-smuggled-training",
    lawful="c-ft25-h20-shipments-2024",
    leading_run="es-178",
    meta_cluster="es-cw-meta",
)
def smuggled_beside_lawful(fewest, median, of_training, lawful, leading_run, meta_cluster) -> Working:
    """Would the fewest chips thought to be smuggled have done for the run of the leading Chinese model?"""
    enough = fewest.above(leading_run)
    return found(
        FAILS if enough and of_training.above(50) else STRAINED if enough else HOLDS,
        fewest_over_run=(fewest / leading_run).times(2),
        of_lawful=(median / lawful).percent(2),
        fewest_of_cluster=(fewest / meta_cluster).percent(2),
    )


@check(
    "k-ft25-orders-beside-american",
    bytedance="es-ti-bytedance-hopper-2024",
    meta="es-ft25-meta-hopper-2024",
    google="es-ft25-google-hopper-2024",
    h20="c-ft25-h20-shipments-2024",
    h20_compute="nvidia-h20/fp16_peak",
    h100_compute="nvidia-h100/fp16_peak",
    meta_cluster="es-cw-meta",
)
def orders_beside_american(bytedance, meta, google, h20, h20_compute, h100_compute, meta_cluster) -> Working:
    """Did one Chinese firm order fewer chips of Nvidia's than the American firms named beside it, and less arithmetic?"""
    in_h100 = (bytedance * h20_compute / h100_compute).of("H100_equivalent")
    fewer = [bytedance.below(meta), in_h100.below(meta)]
    return found(
        HOLDS if all(fewer) else STRAINED if any(fewer) else FAILS,
        over_meta=(bytedance / meta).times(),
        over_google=(bytedance / google).times(),
        two_of_h20=(2 * bytedance / h20).percent(2),
        in_h100=in_h100,
        compute_of_meta=(in_h100 / meta).percent(2),
        clusters=(bytedance / meta_cluster).times(2),
    )


@check(
    "k-ft25-urged-yet-ordered",
    urged_on="ev-ft25-officials-urge",
    reported_on="c-ft25-report-date",
    orders="es-ft25-h20-orders-2025q1",
    year_before="c-ft25-h20-revenue-2024",
    units_when_urged="se-hi-h20-units-fy25q3",
    units_after="se-hi-h20-units-fy26q1",
    rule_on="ev-069",
)
def urged_yet_ordered(urged_on, reported_on, orders, year_before, units_when_urged, units_after, rule_on) -> Working:
    """Are both sentences true: were firms urged to leave Nvidia before the report, and did they order more of it than in the year before?"""
    true = [urged_on.below(reported_on), orders.above(year_before)]
    return found(
        HOLDS if all(true) else STRAINED if any(true) else FAILS,
        urged_before=reported_on - urged_on,
        orders_over_year=(orders / year_before).times(),
        units_growth=(units_after / units_when_urged).times(),
        rule_after=rule_on - reported_on,
    )


@check(
    "k-ft25-rival-in-the-filing",
    named_on="ev-ft25-nvidia-names-huawei",
    reported_on="c-ft25-report-date",
    conceded_on="ev-107",
)
def rival_in_the_filing(named_on, reported_on, conceded_on) -> Working:
    """Had Nvidia itself named Huawei as a competitor before the report?"""
    return found(
        HOLDS if named_on.below(reported_on) else OPEN,
        named_before=reported_on - named_on,
        conceded_after=conceded_on - reported_on,
    )


@check(
    "k-ft25-two-of-the-models",
    models="es-ft25-prc-models",
    on_chinese_chips="es-ft25-prc-models-own-chips",
)
def two_of_the_models(models, on_chinese_chips) -> Working:
    """Were fewer than half of the notable Chinese models trained on Chinese chips?"""
    share = (on_chinese_chips / models).percent(2)
    return found(HOLDS if share.below(50) else FAILS, share=share, others=models - on_chinese_chips)


@check(
    "k-ft25-pair-told-of-three",
    shipments="c-ft25-h20-shipments-2024",
    revenue="c-ft25-h20-revenue-2024",
    forecast="es-020",
    revenue_forecast="es-ft25-h20-revenue-forecast",
    asked="es-ti-h20-asked-2025",
    asked_value="es-ti-h20-asked-value-2025",
)
def pair_told_of_three(shipments, revenue, forecast, revenue_forecast, asked, asked_value) -> Working:
    """Do a forecast for a year, its result and an order for the next half-year give the same two numbers?"""
    same = shipments.value == forecast.value == asked.value and revenue.value == revenue_forecast.value == asked_value.value
    return found(
        OPEN if same else HOLDS,
        price=(revenue / shipments).of("USD/chip"),
        price_asked=(asked_value / asked).of("USD/chip"),
    )
