"""Checks of the article on AI without the latest chips (s-wsj23): how many weaker chips make a stronger one."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found

#: Counts that two sentences give the same man, and the ratio that a third gives him.
WEAKER = "c-wsj23-three-thousand-h800-for-llm"
BEST = "c-wsj23-hundred-h100-for-llm"
EARLIER = "c-wsj23-three-to-four-chips-for-one"
H100, H800, A100, A800 = (f"nvidia-{chip}/fp16_peak" for chip in ("h100", "h800", "a100", "a800"))
V100, P100 = "nvidia-v100/fp16_peak", "nvidia-p100/fp16_peak"
H100_LINK, H800_LINK = "nvidia-h100/interconnect_bandwidth", "nvidia-h800/interconnect_bandwidth"
#: Two lists round the same peak differently by less than this.
ROUNDING = 0.01
WATTS_A_KILOWATT = 1000


@check("k-wsj23-hundred-to-three-thousand", weaker=WEAKER, best=BEST, earlier=EARLIER)
def two_ratios(weaker, best, earlier) -> Working:
    """Do the two ratios that the article gives the same man agree?"""
    printed = (weaker / best).times()
    return found(HOLDS if printed.meets(earlier) else FAILS, printed=printed, over_earlier=(printed / earlier).times())


@check(
    "k-wsj23-lost-zero",
    weaker=WEAKER,
    printed=BEST,
    english="es-cw-h100-needed",
    second="es-wsj23-h800-for-h100",
    earlier=EARLIER,
    h100=H100,
    a100=A100,
)
def lost_zero(weaker, printed, english, second, earlier, h100, a100) -> Working:
    """Is the printed count borne out by what two English relays have in its place?"""
    ratio, printed_ratio = (weaker / english).times(), (weaker / printed).times()
    borne_out = [each.meets(printed_ratio) for each in (ratio, second)]
    return found(
        HOLDS if all(borne_out) else OPEN if any(borne_out) or not (ratio.meets(second) and ratio.meets(earlier)) else FAILS,
        factor=(english / printed).times(),
        ratio=ratio,
        printed_ratio=printed_ratio,
        counts_that_fit=(weaker / earlier).of("chips"),
        english_as_a100=(english * h100 / a100).of("chips", digits=4),
        printed_as_a100=(printed * h100 / a100).of("chips"),
    )


@check(
    "k-wsj23-link-ceiling",
    weaker=WEAKER,
    best=BEST,
    h100_link=H100_LINK,
    h800_link=H800_LINK,
    press_link="sp-nvidia-h800-interconnect-bandwidth-2",
    h100_peak=H100,
    h100_use="trn-h100-llama3-405b-n8192-s8192",
    h800_worst="trn-flagperf-h800-baichuan2-13b-mfu",
    h800_better="trn-flagperf-h800-llama2-70b-tp4-mfu",
    h800_best="trn-h800-dsv3-mfu",
)
def link_ceiling(weaker, best, h100_link, h800_link, press_link, h100_peak, h100_use, h800_worst, h800_better, h800_best) -> Working:
    """Is the printed ratio within what a job that only waits for the link would lose?"""
    printed = (weaker / best).times()
    bound, press_bound = (h100_link / h800_link).times(), (h100_link / press_link).times()
    return found(
        FAILS if printed.above(press_bound) else STRAINED if printed.above(bound) else HOLDS,
        printed=printed,
        bound=bound,
        press_bound=press_bound,
        beyond=(printed / press_bound).times(),
        peak_left=(h100_peak / printed).of("TFLOP/s"),
        use_left=(h100_use / printed).of("percent"),
        h100_use=h100_use.of("percent"),
        measured_least=h800_worst.of("percent"),
        measured_on_flagperf=h800_better.of("percent"),
        measured_most=h800_best.of("percent", digits=4),
    )


@check("k-wsj23-ubs-against-hundred", needed="c-wsj23-ubs-a100-needed", best=BEST, weaker=WEAKER, h100=H100, h800=H800, a100=A100)
def bank_against_professor(needed, best, weaker, h100, h800, a100) -> Working:
    """Is the professor's count the bank's in another chip?"""
    as_h100 = (needed * a100 / h100).of("chips", digits=4)
    return found(
        HOLDS if best.meets(as_h100) else STRAINED,
        h100_in_a100=(h100 / a100).times(),
        as_h100=as_h100,
        over_printed=(as_h100 / best).times(),
        weaker_as_a100=(weaker * h800 / a100).of("chips", digits=4),
    )


@check(
    "k-wsj23-lower-in-what",
    a800=A800,
    a100=A100,
    h800=H800,
    h100=H100,
    a800_link="nvidia-a800/interconnect_bandwidth",
    a100_link="nvidia-a100/interconnect_bandwidth",
    h800_link=H800_LINK,
    h100_link=H100_LINK,
    press_link="sp-nvidia-h800-interconnect-bandwidth-2",
    h800_fp32="nvidia-h800/fp32_peak",
    h100_fp32="nvidia-h100/fp32_peak",
)
def lower_in_what(a800, a100, h800, h100, a800_link, a100_link, h800_link, h100_link, press_link, h800_fp32, h100_fp32) -> Working:
    """Are the two chips below their models in computing, or in the link alone?"""
    slower_link = a800_link.below(a100_link) and h800_link.below(h100_link)
    same_peak = a800.meets(a100, within=ROUNDING) and h800.meets(h100, within=ROUNDING)
    return found(
        FAILS if not slower_link else STRAINED if same_peak else HOLDS,
        a800_peak_share=(a800 / a100).percent(digits=4),
        h800_peak_share=(h800 / h100).percent(digits=4),
        a800_link_share=(a800_link / a100_link).percent(digits=2),
        h800_link_share=(h800_link / h100_link).percent(digits=2),
        press_link_share=(press_link / h100_link).percent(digits=2),
        h800_fp32_share=(h800_fp32 / h100_fp32).percent(digits=2),
        h800_in_a100=(h800 / a100).times(),
    )


@check(
    "k-wsj23-three-to-four-of-which",
    earlier=EARLIER,
    h100=H100,
    a100=A100,
    h800=H800,
    a800=A800,
    v100=V100,
    p100=P100,
    h100_memory="nvidia-h100/memory_capacity",
    v100_memory="nvidia-v100/memory_capacity",
)
def of_which(earlier, h100, a100, h800, a800, v100, p100, h100_memory, v100_memory) -> Working:
    """For which pair of chips is the smaller ratio that of their peaks?"""
    pairs = {
        "h800_for_h100": h100 / h800,
        "a800_for_h100": h100 / a800,
        "v100_for_h100": h100 / v100,
        "p100_for_h100": h100 / p100,
        "a800_for_a100": a100 / a800,
        "v100_for_a100": a100 / v100,
        "p100_for_a100": a100 / p100,
    }
    fitting = [pair for pair in pairs.values() if pair.meets(earlier)]
    return found(
        HOLDS if len(fitting) == len(pairs) else STRAINED if fitting else FAILS,
        **{name: pair.times() for name, pair in pairs.items()},
        memory_v100_for_h100=(h100_memory / v100_memory).times(),
    )


@check(
    "k-wsj23-old-chips-add-little",
    earlier=EARLIER,
    h800=H800,
    v100=V100,
    p100=P100,
    h800_power="nvidia-h800/tdp",
    v100_power="nvidia-v100/tdp",
    p100_power="nvidia-p100/tdp",
)
def old_chips(earlier, h800, v100, p100, h800_power, v100_power, p100_power) -> Working:
    """Do the old chips of the mix come up to the ratio that the article states for combining?"""
    v100_for_one, p100_for_one = (h800 / v100).times(), (h800 / p100).times()
    per_watt = {name: peak / power for name, peak, power in (("h800", h800, h800_power), ("v100", v100, v100_power), ("p100", p100, p100_power))}
    return found(
        STRAINED if v100_for_one.above(earlier) or p100_for_one.above(earlier) else HOLDS,
        v100_share=(v100 / h800).percent(),
        p100_share=(p100 / h800).percent(digits=2),
        v100_for_one=v100_for_one,
        p100_for_one=p100_for_one,
        **{f"{name}_per_watt": each.of("TFLOP/s/W") for name, each in per_watt.items()},
        over_v100_per_watt=(per_watt["h800"] / per_watt["v100"]).times(digits=2),
        over_p100_per_watt=(per_watt["h800"] / per_watt["p100"]).times(digits=2),
    )


@check(
    "k-wsj23-cost-of-the-ratio",
    weaker=WEAKER,
    best=BEST,
    earlier=EARLIER,
    h800_price="nvidia-h800/price",
    h100_price="sp-nvidia-h100-price-2",
    h800_power="nvidia-h800/tdp",
    h100_power="nvidia-h100/tdp",
    needed="c-wsj23-ubs-a100-needed",
    a100_price="sp-nvidia-a100-price-2",
)
def cost_of_the_ratio(weaker, best, earlier, h800_price, h100_price, h800_power, h100_power, needed, a100_price) -> Working:
    """Is the detour dearer, and equally so under both printed ratios?"""
    by_earlier = (best * earlier).of("chips")
    cost, cost_by_earlier, cost_best = ((count * price).of("USD") for count, price in ((weaker, h800_price), (by_earlier, h800_price), (best, h100_price)))
    power = {
        "power": weaker * h800_power / WATTS_A_KILOWATT,
        "power_by_earlier": by_earlier * h800_power / WATTS_A_KILOWATT,
        "power_best": best * h100_power / WATTS_A_KILOWATT,
    }
    dearer = cost.above(cost_best) and cost_by_earlier.above(cost_best)
    return found(
        FAILS if not dearer else HOLDS if cost.meets(cost_by_earlier) else STRAINED,
        by_earlier=by_earlier,
        cost=cost,
        cost_by_earlier=cost_by_earlier,
        cost_best=cost_best,
        cost_needed=(needed * a100_price).of("USD"),
        **{name: each.of("kW") for name, each in power.items()},
    )
