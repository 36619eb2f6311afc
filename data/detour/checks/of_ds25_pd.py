"""Checks of the article on chips for DeepSeek (s-ds25): the algorithm PD-General and its speed-ups."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, STRAINED, Working, check, found
from detour.checks.traced import greatest

SERIAL, OPENMP = "c-ds25-pd-general-800-serial", "c-ds25-pd-general-100-openmp"
#: Least share of a socket's bandwidth that a program written with care would move, in percent.
BUSY = 50
#: Days in a year, by which ages are told.
YEAR = 365.25


@check("k-ds25-pd-serial-openmp", serial=SERIAL, openmp=OPENMP, cores="intel-xeon-8490h/cores")
def pd_serial_openmp(serial, openmp, cores) -> Working:
    """Do the two speed-ups leave OpenMP a gain that the cores of one processor can give?"""
    gain = (serial / openmp).times()
    return found(FAILS if gain.below(1) else STRAINED if gain.above(cores) else HOLDS, gain=gain, busy=gain.of("cores"))


@check("k-ds25-pd-up-to", serial=SERIAL, openmp=OPENMP, notice_serial="es-ds25-pd-serial", notice_openmp="es-ds25-pd-openmp")
def pd_up_to(serial, openmp, notice_serial, notice_openmp) -> Working:
    """Does the article print the speed-ups with the bound that the notice gives them?"""
    pairs = ((serial, notice_serial), (openmp, notice_openmp))
    kept = all(printed.bound == told.bound for printed, told in pairs)
    same = all(printed.meets(told) for printed, told in pairs)
    return found(HOLDS if kept and same else STRAINED if same else FAILS, serial_over_notice=serial / notice_serial, openmp_over_notice=openmp / notice_openmp)


@check("k-ds25-pd-twice-cuda", twice="c-ds25-pd-general-2x-cuda", serial=SERIAL, openmp=OPENMP, best="es-dg-pd-subdomain")
def pd_twice_cuda(twice, serial, openmp, best) -> Working:
    """Which CUDA program would leave the code the gain over CUDA that is printed, and is that program possible?"""
    other_serial, other_openmp = (serial / twice).times(), (openmp / twice).times()
    literal = twice.low <= 1 <= twice.high  # a code written in CUDA, against CUDA: itself
    verdict = HOLDS if literal else FAILS if other_serial.above(best) else STRAINED
    return found(verdict, other_serial=other_serial, other_openmp=other_openmp)


@check("k-ds25-cuda-purpose", cuda="ev-ds25-cuda", accelerator="nvidia-p100/release_date")
def cuda_purpose(cuda, accelerator) -> Working:
    """Was CUDA there before the oldest accelerator of Nvidia that the five articles name?"""
    return found(STRAINED if cuda.below(accelerator) else HOLDS, before=((accelerator - cuda) / YEAR).of("years", digits=2))


@check(
    "k-ds25-pd-roofline",
    serial=SERIAL,
    openmp=OPENMP,
    bandwidth="nvidia-rtx-4070/memory_bandwidth",
    peak="nvidia-rtx-4070/fp32_peak",
    socket="intel-xeon-8490h/memory_bandwidth",
)
def pd_roofline(serial, openmp, bandwidth, peak, socket) -> Working:
    """Would a program as slow as the baselines, with the card at its limits, use a fair part of a processor?"""
    openmp_moves = (bandwidth / openmp).of("GB/s")
    share = (openmp_moves / socket).percent()
    return found(
        STRAINED if share.below(BUSY) else HOLDS,
        serial_moves=(bandwidth / serial).of("GB/s", digits=2),
        serial_computes=(peak * 1000 / serial).of("GFLOP/s", digits=2),
        openmp_moves=openmp_moves.of("GB/s", digits=2),
        openmp_share=share,
        card_over_socket=(bandwidth / socket).times(),
    )


@check(
    "k-ds25-pd-not-ai",
    rate="nvidia-rtx-4070/fp16_peak",
    width="a-hi-operation-width",
    limit="th-2023-3a090-a1-performance",
)
def pd_not_ai(rate, width, limit) -> Working:
    """Does the card on which the code ran count as an AI chip by the measure of the export controls?"""
    performance = (rate * width).of("TPP", digits=4)
    return found(FAILS if performance.below(limit) else STRAINED, performance=performance, share=(performance / limit).percent(digits=2))


@check(
    "k-ds25-pd-runs-on-nvidia",
    card="nvidia-rtx-4070/fp32_peak",
    s4000="mthreads-s4000/fp32_peak",
    s80="mthreads-s80/fp32_peak",
    jm9="jingjia-jm9/fp32_peak",
    gp201="lingjiu-gp201/fp32_peak",
)
def pd_runs_on_nvidia(card, s4000, s80, jm9, gp201) -> Working:
    """Is the hardware of the example as weak as the Chinese graphics chips that software is said to make up for?"""
    best, least = greatest(s4000, s80, jm9, gp201), gp201
    return found(STRAINED if card.above(best) else HOLDS, over_best=(card / best).times(), over_gp201=(card / least).times(digits=2))
