"""Checks of the article on chips for DeepSeek (s-ds25): what each Chinese chip is said to equal or to run."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, STRAINED, Working, check, found
from detour.checks.traced import Traced, greatest, least, whole

#: How far apart two peak rates may lie that are called alike, as a fraction of the larger.
ALIKE = 0.25
#: Least ratio at which a chip can stand in for another to a large extent.
LARGE = 0.75
#: Days in a year, by which ages are told.
YEAR = 365.25


def _alike(rate: Traced, rival: Traced) -> bool:
    return not least(rate, rival).below(greatest(rate, rival) * (1 - ALIKE))


@check(
    "k-ds25-siyuan-590-metric",
    performance="es-132",
    most="sp-cambricon-mlu590-fp16-peak-1",
    fewest="sp-cambricon-mlu590-fp16-peak-3",
    a100="nvidia-a100/fp16_peak",
    width="a-hi-operation-width",
    release="cambricon-mlu590/release_date",
    a100_release="nvidia-a100-40gb/release_date",
)
def siyuan_590_metric(performance, most, fewest, a100, width, release, a100_release) -> Working:
    """Is the Siyuan 590 near the A100 on every list?"""
    a100_performance = (a100 * width).of("TPP", digits=4)
    ratios = [(performance / a100_performance).times(2), (fewest / a100).times(2), (most / a100).times()]
    verdict = HOLDS if least(*ratios).above(LARGE) else STRAINED if greatest(*ratios).above(LARGE) else FAILS
    return found(
        verdict,
        a100_performance=a100_performance,
        by_performance=ratios[0],
        by_lower_rate=ratios[1],
        by_higher_rate=ratios[2],
        higher_rate_alone=(most * width).of("TPP", digits=4),
        age=((release - a100_release) / YEAR).of("years", digits=2),
    )


@check(
    "k-ds25-jm9-gtx-1050",
    rate="jingjia-jm9/fp32_peak",
    rival_rate="nvidia-gtx-1050/fp32_peak",
    bandwidth="jingjia-jm9/memory_bandwidth",
    rival_bandwidth="nvidia-gtx-1050/memory_bandwidth",
    release="jingjia-jm9/release_date",
    rival_release="nvidia-gtx-1050/release_date",
    printed="c-ds25-gtx-1050-2016-model",
)
def jm9_gtx_1050(rate, rival_rate, bandwidth, rival_bandwidth, release, rival_release, printed) -> Working:
    """Are JM9 and GTX 1050 alike on paper, and is the year of the GTX 1050 right?"""
    alike = [_alike(rate, rival_rate), _alike(bandwidth, rival_bandwidth)]
    verdict = FAILS if not any(alike) or not rival_release.inside(printed) else HOLDS if all(alike) else STRAINED
    return found(
        verdict,
        compute=(rate / rival_rate).times(2),
        memory=(bandwidth / rival_bandwidth).times(),
        age=((release - rival_release) / YEAR).of("years", digits=2),
    )


@check(
    "k-ds25-gp201-gt-1030",
    rate="lingjiu-gp201/fp32_peak",
    rival_rate="nvidia-gt-1030/fp32_peak",
    ddr4_rate="nvidia-gt-1030-ddr4/fp32_peak",
    release="lingjiu-gp201/release_date",
    rival_release="nvidia-gt-1030/release_date",
    printed="c-ds25-gt-1030-2017-model",
)
def gp201_gt_1030(rate, rival_rate, ddr4_rate, release, rival_release, printed) -> Working:
    """Is GP201 above the GT 1030, but by little, and is the year of the GT 1030 right?"""
    ratios = (rate / rival_rate).times(), (rate / ddr4_rate).times()
    above, little = least(*ratios).above(1), greatest(*ratios).below(1 + ALIKE)
    verdict = FAILS if not above or not rival_release.inside(printed) else HOLDS if little else STRAINED
    age = ((release - rival_release) / YEAR).of("years", digits=2)
    return found(verdict, over_gt_1030=ratios[0], over_ddr4=ratios[1], age=age)


@check(
    "k-ds25-graphics-as-ai",
    a100="nvidia-a100/fp32_peak",
    a100_matrix="nvidia-a100/fp16_peak",
    jm9="jingjia-jm9/fp32_peak",
    gp201="lingjiu-gp201/fp32_peak",
)
def graphics_as_ai(a100, a100_matrix, jm9, gp201) -> Working:
    """Do the graphics chips of the article come near the slowest AI accelerator that it names from Nvidia?"""
    best = greatest(jm9, gp201)
    return found(HOLDS if _alike(best, a100) else STRAINED, over_jm9=(a100 / jm9).times(2), matrix_over_jm9=(a100_matrix / jm9).times())


@check(
    "k-ds25-which-deepseek",
    parameters="deepseek-r1/parameters",
    distilled="deepseek-models/parameters",
    jm9="jingjia-jm9/memory_capacity",
    s80="mthreads-s80/memory_capacity",
    s4000="mthreads-s4000/memory_capacity",
    ascend="huawei-ascend-910c/memory_capacity",
)
def which_deepseek(parameters, distilled, jm9, s80, s4000, ascend) -> Working:
    """Does one chip that is said to run DeepSeek hold the weights of R1, at one byte each?"""
    weights = (parameters / 1e9).of("GB")
    return found(
        STRAINED if weights.above(greatest(jm9, s80, s4000, ascend)) else HOLDS,
        weights=weights,
        distilled_weights=(distilled / 1e9).of("GB"),
        jm9_needed=whole(weights / jm9),
        s80_needed=whole(weights / s80),
        s4000_needed=whole(weights / s4000),
        ascend_needed=whole(weights / ascend),
    )


@check(
    "k-ds25-910c-h100",
    rate="huawei-ascend-910c/fp16_peak",
    h100_rate="nvidia-h100/fp16_peak",
    inference="es-131",
    lowest_bandwidth="sp-huawei-ascend-910c-memory-bandwidth-3",
    highest_bandwidth="sp-huawei-ascend-910c-memory-bandwidth-6@high",
    h100_bandwidth="nvidia-h100/memory_bandwidth",
    memory="huawei-ascend-910c/memory_capacity",
    h100_memory="nvidia-h100/memory_capacity",
)
def ascend_910c_h100(rate, h100_rate, inference, lowest_bandwidth, highest_bandwidth, h100_bandwidth, memory, h100_memory) -> Working:
    """Does the 910C reach the H100 in most of compute, inference, memory and, on the highest list, bandwidth?"""
    compute, size = (rate / h100_rate).times(2), (memory / h100_memory).times()
    bandwidth = (lowest_bandwidth / h100_bandwidth).times(2), (highest_bandwidth / h100_bandwidth).times()
    reached = [not ratio.below(1) for ratio in (compute, inference, bandwidth[1], size)]
    verdict = HOLDS if sum(reached) > len(reached) / 2 else STRAINED if any(reached) else FAILS
    return found(verdict, compute=compute, bandwidth_least=bandwidth[0], bandwidth_most=bandwidth[1], memory=size)


@check(
    "k-ds25-h100-barred",
    barred="ev-006",
    report="c-ft25-report-date",
    rate="huawei-ascend-910c/fp16_peak",
    h100_rate="nvidia-h100/fp16_peak",
    h20_rate="nvidia-h20/fp16_peak",
    bandwidth="huawei-ascend-910c/memory_bandwidth",
    h20_bandwidth="nvidia-h20/memory_bandwidth",
)
def h100_barred(barred, report, rate, h100_rate, h20_rate, bandwidth, h20_bandwidth) -> Working:
    """Could China buy the chip that the 910C is measured against?"""
    over_h20 = (rate / h20_rate).times(2)
    return found(
        STRAINED if barred.below(report) else HOLDS,
        barred_for=((report - barred) / YEAR).of("years", digits=2),
        over_h100=(rate / h100_rate).times(2),
        over_h20=over_h20,
        bandwidth_over_h20=(bandwidth / h20_bandwidth).times(2),
    )


@check(
    "k-ds25-kuae-scale",
    chips="c-ds25-kuae-10000-gpus",
    rate="mthreads-s4000/fp16_peak",
    h100="nvidia-h100/fp16_peak",
    h800="nvidia-h800/fp16_peak",
    fp8="nvidia-h100/fp8_peak",
    trained="es-178",
    llama="es-cw-llama-run",
)
def kuae_scale(chips, rate, h100, h800, fp8, trained, llama) -> Working:
    """Do ten thousand of the maker's cards reach the peak of a cluster that trained a large model?"""
    as_h100 = (chips * rate / h100).of("H100_equivalent")
    of_deepseek = (chips * rate / (trained * h800)).percent(digits=2)
    verdict = STRAINED if of_deepseek.below(100) else HOLDS
    of_fp8 = (chips * rate / (trained * fp8)).percent(digits=2)
    return found(
        verdict,
        as_h100=as_h100,
        of_deepseek=of_deepseek,
        of_deepseek_fp8=of_fp8,
        of_llama=(as_h100 / llama).percent(digits=2),
        one_card=(rate / h100).percent(digits=2),
    )


@check(
    "k-ds25-910c-measured",
    press="es-131",
    prefill="inf-cm384-prefill-default",
    h100_prefill="inf-h100-sgl96-prefill-default-gpu",
    decode="inf-cm384-decode-4096-256-b96",
    h100_node_decode="inf-h100-sgl96-decode-4k-mtp",
    chips="a-serve-node",
)
def ascend_910c_measured(press, prefill, h100_prefill, decode, h100_node_decode, chips) -> Working:
    """Does the 910C reach the H100 where both ran one model, and as far as the press tests have it?"""
    reading, writing = (prefill / h100_prefill).times(2), (decode / (h100_node_decode / chips)).times(2)
    ratios = (reading, writing, press)
    verdict = HOLDS if not least(*ratios).below(1 - ALIKE) else STRAINED if not greatest(*ratios).below(1 - ALIKE) else FAILS
    return found(verdict, reading=reading, writing=writing, over_press=(reading / press).times(2))
