"""Results of the chapter on weaker chips in numbers: ratios, runs, stocks, failures and whole systems."""

from functools import partial

from detour.results import forms
from detour.results.engine import result
from detour.results.forms import share

HOURS, MINUTES, SECONDS = 24, 60, 3600
H100 = "nvidia-h100/fp16_peak"
A100 = "nvidia-a100/fp16_peak"
LLAMA_MFU = "trn-h100-llama3-405b-n8192-s8192"


ratio = partial(forms.ratio, unit="")

ratio(
    "r-cw-printed", "H800 for one H100, from the counts that the Korean article prints", "c-wsj23-three-thousand-h800-for-llm", "c-wsj23-hundred-h100-for-llm"
)
ratio("r-cw-english", "H800 for one H100, from the counts of the English relay", "es-cw-h800-needed", "es-cw-h100-needed")
ratio("r-cw-printed-over-english", "The ratio of the Korean article over that of the English relay", "r-cw-printed", "r-cw-english")
ratio("r-cw-link-a800", "Link of the A100 over that of the A800", "nvidia-a100/interconnect_bandwidth", "nvidia-a800/interconnect_bandwidth")
ratio("r-cw-link-h800", "Link of the H100 over that of the H800", "nvidia-h100/interconnect_bandwidth", "nvidia-h800/interconnect_bandwidth")
ratio(
    "r-cw-link-h800-press",
    "Link of the H100 over that of the H800 as the press had it in 2023",
    "nvidia-h100/interconnect_bandwidth",
    "sp-nvidia-h800-interconnect-bandwidth-2",
)
share("r-cw-fp32-h800", "FP32 peak of the H800 as a share of that of the H100", "nvidia-h800/fp32_peak", "nvidia-h100/fp32_peak")
ratio("r-cw-peak-a800", "A800 that make the FP16 peak of one H100", H100, "nvidia-a800/fp16_peak")
ratio("r-cw-peak-v100", "V100 that make the FP16 peak of one A100", A100, "nvidia-v100/fp16_peak")
ratio("r-cw-peak-p100", "P100 that make the FP16 peak of one H100", H100, "nvidia-p100/fp16_peak", digits=2)

ratio("r-cw-mfu-at-thirty", "Utilisation that the printed ratio leaves to an H800", LLAMA_MFU, "r-cw-printed", unit="percent", digits=2)
ratio("r-cw-mfu-at-three", "Utilisation that three for one leaves to an H800", LLAMA_MFU, "r-cw-english", unit="percent", digits=2)
ratio(
    "r-cw-flagperf-best",
    "H100 over H800 in utilisation, same benchmark, 70B models, better H800 layout",
    "trn-flagperf-h100-llama3-70b-mfu",
    "trn-flagperf-h800-llama2-70b-tp4-mfu",
)
ratio(
    "r-cw-flagperf-worst",
    "H100 over H800 in utilisation, same benchmark, 70B models, worse H800 layout",
    "trn-flagperf-h100-llama3-70b-mfu",
    "trn-flagperf-h800-llama2-70b-mfu",
)
ratio(
    "r-cw-mfu-unfair",
    "Best H100 run in the table over the worst H800 benchmark, in utilisation",
    "trn-h100-mpf-mixtral-8x22b-n128",
    "trn-flagperf-h800-baichuan2-13b-mfu",
)
share("r-cw-kept-910b", "Utilisation kept by Ascend 910B between the fewest and the most chips", "trn-910b-gpt3-175b-mfu-n6144", "trn-910b-gpt3-175b-mfu-n128")
share("r-cw-kept-h100", "Utilisation kept by H100 between the fewest and the most chips", "trn-h100-megatron-175b-n4608", "trn-h100-megatron-175b-n96")
share(
    "r-cw-kept-ampere",
    "Utilisation kept by Ampere between the fewest and the most chips of the larger batch",
    "trn-a100-megascale-175b",
    "trn-megascale-175b-n3072",
)

ratio(
    "r-cw-runs-ubs", "Models of the size UBS states that the stated stock of A100 could train at once", "c-wsj23-a100-stock-in-china", "c-wsj23-ubs-a100-needed"
)
ratio("r-cw-runs-sold", "Models of the size UBS states that the A100 sold in nine months could train at once", "es-015", "c-wsj23-ubs-a100-needed", digits=2)
ratio("r-cw-runs-a800", "Models of the size UBS states that the A800 sold could train at once", "es-016", "c-wsj23-ubs-a100-needed", digits=2)
ratio("r-cw-runs-dsv3", "Clusters of the size of DeepSeek-V3's in the H800 sold to China", "es-017", "es-178", digits=2)
ratio("r-cw-runs-printed", "Clusters of the size printed in the article in the H800 sold to China", "es-017", "c-wsj23-three-thousand-h800-for-llm", digits=2)
ratio("r-cw-runs-llama", "Clusters of the size of Llama 3.1 405B's in the H800 sold to China", "es-017", "es-cw-llama-run", digits=2)
ratio("r-cw-deliveries", "A800 and H800 sold in 2023 over the stated stock of A100", "es-010", "c-wsj23-a100-stock-in-china", digits=2)
share("r-cw-dsv3-of-minimum", "H800 in DeepSeek-V3's run over the least that the article prints", "es-178", "c-wsj23-three-thousand-h800-for-llm")
ratio("r-cw-llama-over-dsv3", "Chips of Llama 3.1 405B's run over those of DeepSeek-V3's", "es-cw-llama-run", "es-178")

share("r-cw-tencent-share", "Design limit of Tencent's cluster as a share of all H800 sold to China", "es-cw-tencent-limit", "es-017")
ratio(
    "r-cw-dsv3-over-llama",
    "Utilisation of DeepSeek-V3's run on H800 over that of Llama 3.1 405B's on the most H100",
    "trn-h800-dsv3-mfu",
    "trn-h100-llama3-405b-n16384-s8192",
)


@result(
    "r-cw-llama-lost",
    title="Most of the time that interruptions can have cost, Llama 3.1 405B on H100",
    relation=r"s = 100 - E",
    unit="percent",
    E="trn-h100-llama3-effective-time",
)
def llama_lost(E):
    """Return what is left of the time."""
    return 100 - E


share("r-cw-fireflyer-share", "One company's A100 as a share of the stated stock of the country", "es-cw-fireflyer", "c-wsj23-a100-stock-in-china")


def as_chips(id, title, N, P, Q):
    """Declare a number of chips as the number of others with the same peak."""
    return result(id, title=title, relation=r"n = \frac{N P}{Q}", unit="chips", N=N, P=P, Q=Q)(lambda N, P, Q: N * P / Q)


as_chips("r-cw-dsv3-as-a100", "A100 with the FP16 peak of DeepSeek-V3's cluster", "es-178", "nvidia-h800/fp16_peak", A100)
as_chips("r-cw-ubs-as-h100", "H100 with the FP16 peak of the A100 that UBS states", "c-wsj23-ubs-a100-needed", A100, H100)
as_chips("r-cw-kuae-as-h100", "H100 with the FP16 peak of ten thousand MTT S4000", "es-cw-kuae-limit", "mthreads-s4000/fp16_peak", H100)
as_chips("r-cw-p800-as-h100", "H100 with the FP16 peak of Baidu's cluster of P800", "es-cw-p800-30k", "kunlunxin-p800/fp16_peak", H100)


@result("r-cw-dsv3-days", title="Length of DeepSeek-V3's training", relation=r"d = \frac{H}{24 \cdot N}", unit="day", H="trn-h800-dsv3-gpuh", N="es-178")
def dsv3_days(H, N):
    """Return chip hours over chips, in days."""
    return H / N / HOURS


@result(
    "r-cw-dsv3-fleet-days",
    title="Days in which all H800 sold to China give the chip hours of DeepSeek-V3",
    relation=r"d = \frac{H}{24 \cdot S}",
    unit="day",
    H="trn-h800-dsv3-gpuh",
    S="es-017",
)
def dsv3_fleet_days(H, S):
    """Return the chip hours of the run over those that the stock gives in a day."""
    return H / S / HOURS


@result(
    "r-cw-dsv3-against-h100",
    title="Tokens a second and chip on DeepSeek-V3, H800 over H100",
    relation=r"r = \frac{T}{86400 \cdot N \cdot V}",
    unit="",
    T="trn-h800-dsv3-tokens-day",
    N="es-178",
    V="trn-h100-mcore-dsv3-n1024",
)
def dsv3_against_h100(T, N, V):
    """Return the rate of an H800 in DeepSeek's run over that of an H100 in Nvidia's own test of the model."""
    return T / (HOURS * SECONDS) / N / V


@result(
    "r-cw-llama-chip-days",
    title="Chip days between interruptions, Llama 3.1 405B on H100",
    relation=r"m = \frac{C D}{F}",
    unit="day",
    C="es-cw-llama-run",
    D="trn-h100-llama3-window",
    F="trn-h100-llama3-interruptions",
)
def llama_chip_days(C, D, F):
    """Return chips times days over interruptions."""
    return C * D / F


@result(
    "r-cw-llama-hours",
    title="Hours between interruptions, Llama 3.1 405B on H100",
    relation=r"t = \frac{24 \cdot D}{F}",
    unit="hour",
    digits=2,
    D="trn-h100-llama3-window",
    F="trn-h100-llama3-interruptions",
)
def llama_hours(D, F):
    """Return the hours of the window over the interruptions."""
    return HOURS * D / F


@result(
    "r-cw-llama-lost-minutes",
    title="Most that an interruption can have cost, Llama 3.1 405B on H100",
    relation=r"l = 60 \cdot t \cdot (1 - \frac{E}{100})",
    unit="minute",
    digits=2,
    t="r-cw-llama-hours",
    E="trn-h100-llama3-effective-time",
)
def llama_lost_minutes(t, E):
    """Return the minutes lost for each interruption at the stated effective time."""
    return MINUTES * t * (1 - E / 100)


@result(
    "r-cw-p800-hours",
    title="Hours between interruptions of Baidu's cluster at the rate of Llama 3.1 405B's",
    relation=r"t = \frac{24 \cdot m}{N}",
    unit="hour",
    digits=2,
    m="r-cw-llama-chip-days",
    N="es-cw-p800-30k",
)
def p800_hours(m, N):
    """Return chip days between interruptions over chips, in hours."""
    return HOURS * m / N


@result(
    "r-cw-ascend-lost",
    title="Time that recovery takes at Huawei's figures",
    relation=r"s = 100 \cdot \frac{R}{60 \cdot t}",
    unit="percent",
    digits=1,
    R="trn-ascend-recovery",
    t="trn-ascend-mtbf",
)
def ascend_lost(R, t):
    """Return minutes of recovery over those between failures, in percent."""
    return 100 * R / (MINUTES * t)
