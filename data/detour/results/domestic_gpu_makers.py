"""Results of the chapter on domestic makers: ratios of chips, gaps in years, volumes, Cambricon's accounts, PD-General."""

from __future__ import annotations

import pandas as pd

from detour.results.engine import result, tally


def _ratio(id: str, title: str, X: str, Y: str) -> None:
    """Declare the ratio of two numbers in the same unit."""

    @result(id, title=title, relation=r"r = \frac{X}{Y}", unit="ratio", digits=2, X=X, Y=Y)
    def ratio(X, Y):
        """Return the first over the second."""
        return X / Y


def _share(id: str, title: str, X: str, Y: str) -> None:
    """Declare one number as a percentage of another."""

    @result(id, title=title, relation=r"s = 100 \cdot \frac{X}{Y}", unit="percent", digits=2, X=X, Y=Y)
    def share(X, Y):
        """Return the first as a percentage of the second."""
        return 100 * X / Y


# Chips against chips.
_ratio("r-dg-910c-compute", "Peak FP16 rate of the 910C against the H100", "huawei-ascend-910c/fp16_peak", "nvidia-h100/fp16_peak")
_ratio("r-dg-910c-bandwidth-least", "Memory bandwidth of the 910C against the H100, lowest listing", "sp-huawei-ascend-910c-memory-bandwidth-3", "nvidia-h100/memory_bandwidth")
_ratio("r-dg-910c-bandwidth", "Memory bandwidth of the 910C against the H100, preferred listing", "huawei-ascend-910c/memory_bandwidth", "nvidia-h100/memory_bandwidth")
_ratio("r-dg-910c-memory", "Memory of the 910C against the H100", "huawei-ascend-910c/memory_capacity", "nvidia-h100/memory_capacity")
_ratio("r-dg-590-fp16-least", "Peak FP16 rate of the Siyuan 590 against the A100, lower listing", "sp-cambricon-mlu590-fp16-peak-3", "nvidia-a100/fp16_peak")
_ratio("r-dg-590-fp16", "Peak FP16 rate of the Siyuan 590 against the A100, higher listing", "cambricon-mlu590/fp16_peak", "nvidia-a100/fp16_peak")
_ratio("r-dg-ppu-compute", "Peak rate of the PPU, derived from a cluster total, against the H20", "thead-ppu/fp16_peak", "nvidia-h20/fp16_peak")
_ratio("r-dg-ppu-link", "Link of the PPU against the H20", "thead-ppu/interconnect_bandwidth", "nvidia-h20/interconnect_bandwidth")
_ratio("r-dg-h20-910b-compute", "Peak FP16 rate of the H20 against the 910B", "nvidia-h20/fp16_peak", "huawei-ascend-910b/fp16_peak")
_ratio("r-dg-h20-910b-bandwidth", "Memory bandwidth of the H20 against the 910B", "nvidia-h20/memory_bandwidth", "huawei-ascend-910b/memory_bandwidth")
_ratio("r-dg-h20-910b-link", "Link of the H20 against the 910B", "nvidia-h20/interconnect_bandwidth", "huawei-ascend-910b/interconnect_bandwidth")
_ratio("r-dg-atlas-compute", "Peak FP16 rate of the Atlas 350 against the H20", "huawei-atlas-350/fp16_peak", "nvidia-h20/fp16_peak")
_ratio("r-dg-atlas-bandwidth", "Memory bandwidth of the Atlas 350 against the H20", "huawei-atlas-350/memory_bandwidth", "nvidia-h20/memory_bandwidth")
_ratio("r-dg-jm9-compute", "Peak FP32 rate of the JM9 against the GTX 1050", "jingjia-jm9/fp32_peak", "nvidia-gtx-1050/fp32_peak")
_ratio("r-dg-jm9-bandwidth", "Memory bandwidth of the JM9 against the GTX 1050", "jingjia-jm9/memory_bandwidth", "nvidia-gtx-1050/memory_bandwidth")
_ratio("r-dg-gp201-compute", "Peak FP32 rate of the GP201 against the GT 1030", "lingjiu-gp201/fp32_peak", "nvidia-gt-1030/fp32_peak")
_ratio("r-dg-a100-jm9", "Peak FP32 rate of the A100 against the JM9", "nvidia-a100/fp32_peak", "jingjia-jm9/fp32_peak")


@result("r-dg-590-tpp", title="Total processing performance of the Siyuan 590 against the A100", relation=r"r = \frac{T}{16 \cdot F}", unit="ratio", digits=2,
        T="es-132", F="nvidia-a100/fp16_peak")
def processing(T, F):
    """Return the ratio; 16 is the bit length by which the rule multiplies an FP16 rate."""
    return T / (16 * F)


def _lag(id: str, title: str, chip: str, rival: str) -> None:
    """Declare the years between the preferred release dates of two chips."""

    @tally(id, title=title, relation=r"t = \frac{d_X - d_Y}{365.25}", unit="years", digits=2, reads=("attributes",))
    def years(attributes):
        """Return the years from the second chip's listed date to the first's."""
        return (_day(attributes, chip) - _day(attributes, rival)).days / 365.25


def _day(attributes: pd.DataFrame, chip: str) -> pd.Timestamp:
    rows = attributes[(attributes["subject"] == chip) & (attributes["quantity"] == "release_date") & (attributes["preferred"] == "yes")]
    return pd.Timestamp(rows["text"].iloc[0].split("/")[0])


_lag("r-dg-lag-910c", "Years from the H100 to the 910C", "huawei-ascend-910c", "nvidia-h100")
_lag("r-dg-lag-590", "Years from the A100 to the Siyuan 590", "cambricon-mlu590", "nvidia-a100-40gb")
_lag("r-dg-lag-jm9", "Years from the GTX 1050 to the JM9", "jingjia-jm9", "nvidia-gtx-1050")
_lag("r-dg-lag-gp201", "Years from the GT 1030 to the GP201", "lingjiu-gp201", "nvidia-gt-1030")
_lag("r-dg-lag-ppu", "Years from the H20 to the public launch of the PPU", "thead-ppu", "nvidia-h20")


# Volumes.
@result("r-dg-tianfeng-nvidia", title="Nvidia’s accelerators in China in 2022 by the article’s total and share", relation=r"n = N \cdot \frac{s}{100}", unit="chips",
        N="c-ds25-china-accelerators-2022", s="c-ds25-nvidia-share-2022")
def tianfeng_nvidia(N, s):
    """Return total times share."""
    return N * s / 100


@result("r-dg-tianfeng-huawei", title="Huawei’s accelerators in China in 2022 by the article’s total and share", relation=r"n = N \cdot \frac{s}{100}", unit="chips",
        N="c-ds25-china-accelerators-2022", s="c-ds25-huawei-share-2022")
def tianfeng_huawei(N, s):
    """Return total times share."""
    return N * s / 100


@result("r-dg-tianfeng-rest", title="Accelerators of all other makers in 2022 by the article’s total and shares", relation=r"n = N \cdot \frac{100 - s - h}{100}", unit="chips",
        N="c-ds25-china-accelerators-2022", s="c-ds25-nvidia-share-2022", h="c-ds25-huawei-share-2022")
def tianfeng_rest(N, s, h):
    """Return what the two shares leave."""
    return N * (100 - s - h) / 100


_ratio("r-dg-tianfeng-epoch", "Nvidia in China in 2022: Tianfeng as printed against Epoch AI", "r-dg-tianfeng-nvidia", "es-009")
_ratio("r-dg-tianfeng-lead", "Nvidia’s lead over Huawei in 2022 by the article", "c-ds25-nvidia-share-2022", "c-ds25-huawei-share-2022")
_ratio("r-dg-idc-lead-2025", "Nvidia’s lead over Huawei in 2025 by IDC’s cards", "es-022", "es-030")
_ratio("r-dg-huawei-idc-commerce", "Huawei in 2025: IDC’s cards against the ceiling told to Congress", "es-030", "es-032")
_ratio("r-dg-nvidia-idc-epoch", "Nvidia in China in 2025: IDC’s cards against Epoch AI’s H20", "es-022", "es-012")


@result("r-dg-rest-2025", title="Cards in 2025 of Chinese vendors that IDC does not name", relation=r"n = V - a - b - c - d", unit="cards", V="es-008", a="es-030", b="es-056", c="es-059", d="es-049")
def rest(V, a, b, c, d):
    """Return all Chinese vendors less the four that are named."""
    return V - a - b - c - d


@result("r-dg-dragon-share", title="Share of the two named dragons in the Chinese vendors’ cards of 2025", relation=r"s = 100 \cdot \frac{a + d}{V}", unit="percent", digits=2,
        V="es-008", a="es-030", d="es-049")
def dragon_share(V, a, d):
    """Return Huawei and Cambricon as a percentage of all Chinese vendors."""
    return 100 * (a + d) / V


@result("r-dg-dragon-share-most", title="Largest share that all six dragons can have in 2025", relation=r"s = 100 \cdot \frac{V - b - c}{V}", unit="percent", digits=2,
        V="es-008", b="es-056", c="es-059")
def dragon_share_most(V, b, c):
    """Return all Chinese vendors less the two named that are not dragons, as a percentage."""
    return 100 * (V - b - c) / V


# Cambricon.
_share("r-dg-590-of-shipments", "ByteDance’s Siyuan 590 as a share of all that Cambricon shipped in 2024", "c-ti25-bytedance-siyuan-590-2024", "es-047")

@result("r-dg-yuan-rate", title="Yuan a dollar implied by one price quoted in both", relation=r"e = \frac{Y}{D}", unit="CNY/USD", digits=3,
        Y="sp-huawei-ascend-910b-price-2", D="sp-huawei-ascend-910b-price-1")
def yuan_rate(Y, D):
    """Return the price in yuan over the same price in dollars."""
    return Y / D


@result("r-dg-590-value", title="ByteDance’s Siyuan 590 at the street estimate", relation=r"V = N \cdot p \cdot e", unit="CNY",
        N="c-ti25-bytedance-siyuan-590-2024", p="sp-cambricon-mlu590-price-1", e="r-dg-yuan-rate")
def value_590(N, p, e):
    """Return chips times dollars a chip times yuan a dollar."""
    return N * p * e


@result("r-dg-590-of-revenue", title="ByteDance’s Siyuan 590 at the street estimate as a share of Cambricon’s revenue in 2024", relation=r"s = 100 \cdot \frac{V}{R}", unit="percent",
        V="r-dg-590-value", R="es-063")
def value_share(V, R):
    """Return the value of the purchase as a percentage of revenue."""
    return 100 * V / R


@result("r-dg-590-price-most", title="Most that a Siyuan 590 can have cost ByteDance if all revenue of 2024 were this sale", relation=r"p = \frac{R}{N}", unit="CNY/chip",
        R="es-063", N="c-ti25-bytedance-siyuan-590-2024")
def price_most(R, N):
    """Return revenue over chips."""
    return R / N


@result("r-dg-camb-card-2025", title="Cambricon’s revenue in 2025 for each card that IDC counts", relation=r"p = \frac{R}{N}", unit="CNY/card", R="es-067", N="es-049")
def per_card(R, N):
    """Return revenue over cards."""
    return R / N


@result("r-dg-camb-oneoff", title="Part of Cambricon’s net profit in the fourth quarter of 2024 from outside the business", relation=r"x = P - K", unit="CNY",
        P="es-064", K="es-dg-camb-core-2024q4")
def one_off(P, K):
    """Return net profit less the result after non-recurring items."""
    return P - K


_share("r-dg-camb-q4-share", "Share of the fourth quarter in Cambricon’s revenue of 2024", "es-dg-camb-rev-2024q4", "es-063")
_ratio("r-dg-camb-growth-2025", "Cambricon’s revenue of 2025 against 2024", "es-067", "es-063")
_ratio("r-dg-camb-growth-2023", "Cambricon’s revenue of 2023 against 2021", "es-dg-camb-rev-2023", "es-dg-camb-rev-2021")


@result("r-dg-camb-losses", title="Cambricon’s net losses of 2020 to 2024 added up", relation=r"L = -(a + b + c + d + f)", unit="CNY", digits=3,
        a="es-dg-camb-net-2020", b="es-dg-camb-net-2021", c="es-dg-camb-net-2022", d="es-dg-camb-net-2023", f="es-065")
def losses(a, b, c, d, f):
    """Return the sum of five yearly losses, as a positive number."""
    return -(a + b + c + d + f)


# PD-General.
_ratio("r-dg-pd-openmp", "Gain of the OpenMP program over the serial one, implied by the two speed-ups", "c-ds25-pd-general-800-serial", "c-ds25-pd-general-100-openmp")
_ratio("r-dg-pd-cuda-serial", "Gain of the unnamed CUDA program over the serial one, implied", "c-ds25-pd-general-800-serial", "c-ds25-pd-general-2x-cuda")
_ratio("r-dg-pd-cuda-openmp", "Gain of the unnamed CUDA program over OpenMP, implied", "c-ds25-pd-general-100-openmp", "c-ds25-pd-general-2x-cuda")
_ratio("r-dg-pd-card-socket", "Memory bandwidth of the RTX 4070 against one Xeon 8490H", "nvidia-rtx-4070/memory_bandwidth", "intel-xeon-8490h/memory_bandwidth")


def _ceiling(id: str, title: str, card: str, speedup: str) -> None:
    """Declare the most that a baseline can move if the card runs at its full memory bandwidth."""

    @result(id, title=title, relation=r"b = \frac{B}{S}", unit="GB/s", digits=2, B=card, S=speedup)
    def moved(B, S):
        """Return the card's bandwidth over the speed-up."""
        return B / S


_ceiling("r-dg-pd-serial-moves", "Most that the serial program can move beside a saturated RTX 4070", "nvidia-rtx-4070/memory_bandwidth", "c-ds25-pd-general-800-serial")
_ceiling("r-dg-pd-openmp-moves", "Most that the OpenMP program can move beside a saturated RTX 4070", "nvidia-rtx-4070/memory_bandwidth", "c-ds25-pd-general-100-openmp")
_ceiling("r-dg-pd-cuda-moves", "Most that the unnamed CUDA program can move beside a saturated RTX 4070", "nvidia-rtx-4070/memory_bandwidth", "c-ds25-pd-general-2x-cuda")
_ceiling("r-dg-pd-p100-moves", "Most that the serial program of another code can move beside a saturated Tesla P100", "nvidia-p100/memory_bandwidth", "es-dg-pd-p100")
_share("r-dg-pd-openmp-of-socket", "Share of a Xeon 8490H’s memory bandwidth that the OpenMP program can have used", "r-dg-pd-openmp-moves", "intel-xeon-8490h/memory_bandwidth")


@result("r-dg-pd-serial-rate", title="Most that the serial program can compute beside an RTX 4070 at its peak", relation=r"f = 1000 \cdot \frac{F}{S}", unit="GFLOP/s", digits=2,
        F="nvidia-rtx-4070/fp32_peak", S="c-ds25-pd-general-800-serial")
def serial_rate(F, S):
    """Return the card's peak over the speed-up, in billions of operations a second."""
    return 1000 * F / S
