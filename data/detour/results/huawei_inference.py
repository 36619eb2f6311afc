"""Results of the chapter on Huawei and inference."""

from detour.results.engine import result
from detour.results.forms import quotient

H20 = "c-ft25-h20-shipments-2024"
IMPLIED = "r-hi-910b-implied"


def fleet(id: str, what: str, h20: str, ascend: str) -> None:
    """Declare what all H20 have over what all 910B have, at the counts of the article and at those of its rivals."""
    for suffix, nvidia, huawei, counts in (
        ("", H20, IMPLIED, "counts of the article"),
        ("-wide", "es-018", "a-hi-910b-shipments-2024", "counts of all sources"),
    ):

        @result(
            id + suffix,
            title=f"{what} of the H20 of 2024 over that of the 910B, {counts}",
            relation=r"q = \frac{N X}{M Y}",
            unit="ratio",
            N=nvidia,
            X=h20,
            M=huawei,
            Y=ascend,
        )
        def ratio(N, X, M, Y):
            """Return the ratio of the two totals."""
            return N * X / (M * Y)


# Prices
quotient(
    "r-h20-implied-price-2024",
    "Price of an H20 implied by the revenue and shipments of 2024",
    "USD/chip",
    "c-ft25-h20-revenue-2024",
    H20,
    relation=r"p = \frac{A}{B}",
)
quotient("r-hi-h20-price-rival", "Price of an H20 implied by the article's revenue and Epoch AI's count", "USD/chip", "c-ft25-h20-revenue-2024", "es-018")
quotient(
    "r-hi-h20-price-fy26q1",
    "Price of an H20 implied by reported revenue and modelled units, first quarter of fiscal 2026",
    "USD/chip",
    "es-083",
    "se-hi-h20-units-fy26q1",
)
quotient("r-hi-ascend-revenue-per-chip-2025", "Huawei's AI chip revenue of 2025 for each card that IDC counted", "USD/chip", "es-044", "es-030")
quotient(
    "r-hi-cm384-price-per-package",
    "Price of a CloudMatrix 384 for each 910C in it",
    "USD/chip",
    "se-mkt-cm384-price",
    "sp-huawei-cloudmatrix-384-cluster-size-1",
)


@result(
    "r-hi-yuan-per-dollar",
    title="Yuan a dollar that the won conversions of two articles imply",
    relation=r"e = \frac{W \cdot C}{D \cdot K}",
    unit="CNY/USD",
    W="c-ft25-nvidia-value-krw",
    D="c-ft25-nvidia-value-usd",
    C="c-ds25-tianfeng-replacement-market-cny",
    K="c-ds25-tianfeng-replacement-market-krw",
)
def yuan_per_dollar(W, D, C, K):
    """Return won a dollar over won a yuan."""
    return (W / D) / (K / C)


quotient("r-hi-910b-street-price", "Street price of a 910B in dollars, early 2024", "USD/chip", "es-129", "r-hi-yuan-per-dollar")
quotient("r-hi-h20-street-price-yuan", "Distributors' H20 price in yuan, in dollars, early 2024", "USD/chip", "sp-nvidia-h20-price-7", "r-hi-yuan-per-dollar")
quotient("r-hi-h20-usd-per-tflops", "Dollars for one TFLOP/s of FP16 in an H20", "USD", "r-h20-implied-price-2024", "nvidia-h20/fp16_peak")
quotient("r-hi-910b-usd-per-tflops", "Dollars for one TFLOP/s of FP16 in a 910B at the street price", "USD", "r-hi-910b-street-price", "a-hi-910b-fp16")
quotient("r-hi-h20-usd-per-gb", "Dollars for one GB/s of memory bandwidth in an H20", "USD", "r-h20-implied-price-2024", "nvidia-h20/memory_bandwidth")
quotient(
    "r-hi-910b-usd-per-gb",
    "Dollars for one GB/s of memory bandwidth in a 910B at the street price",
    "USD",
    "r-hi-910b-street-price",
    "a-hi-910b-memory-bandwidth",
)


@result(
    "r-hi-910b-implied-revenue",
    title="Revenue if the implied 910B of 2024 had sold at the street price",
    relation=r"R = N p",
    unit="USD",
    N=IMPLIED,
    p="r-hi-910b-street-price",
)
def implied_revenue(N, p):
    """Return volume times price."""
    return N * p


# Volumes and fleets
quotient(IMPLIED, "910B sold in 2024 as the article's two figures imply", "chips", H20, "c-ft25-nvidia-huawei-ratio-2024")
quotient("r-hi-ratio-brokerage", "H20 (Epoch AI) over Ascend (CSC Financial), 2024", "ratio", "es-018", "es-026")
quotient("r-hi-ratio-digest", "H20 of the article over Ascend of a press digest, 2024", "ratio", H20, "es-027")
quotient(
    "r-hi-ratio-production", "H20 of the article over 910B production as the same newspaper had it five weeks later", "ratio", H20, "es-hi-910b-production-2024"
)
fleet("r-hi-fleet-compute", "FP16 peak", "nvidia-h20/fp16_peak", "a-hi-910b-fp16")
fleet("r-hi-fleet-bandwidth", "Memory bandwidth", "nvidia-h20/memory_bandwidth", "a-hi-910b-memory-bandwidth")
fleet("r-hi-fleet-capacity", "Memory", "nvidia-h20/memory_capacity", "a-hi-910b-memory-capacity")
fleet("r-hi-fleet-links", "Interconnect bandwidth", "nvidia-h20/interconnect_bandwidth", "a-hi-910b-links")
quotient("r-hi-fleet-chips-wide", "H20 over 910B of 2024, counts of all sources", "ratio", "es-018", "a-hi-910b-shipments-2024")

# Balance, controls and attention
for _chip, _name, _rate, _bytes in (
    ("h20", "H20", "nvidia-h20/fp16_peak", "nvidia-h20/memory_bandwidth"),
    ("h100", "H100", "nvidia-h100/fp16_peak", "nvidia-h100/memory_bandwidth"),
    ("910b", "910B", "a-hi-910b-fp16", "a-hi-910b-memory-bandwidth"),
):
    quotient(f"r-hi-balance-{_chip}", f"Operations for each byte that the {_name} can do at its peak rates", "FLOP/byte", _rate, _bytes, factor=1e3)
quotient("r-hi-line-2400", "FP16 rate at which the lower limit of October 2023 begins", "TFLOP/s", "th-2023-3a090-b1-performance-low", "a-hi-operation-width")
quotient("r-hi-line-4800", "FP16 rate at which the upper limit begins", "TFLOP/s", "th-2023-3a090-a1-performance", "a-hi-operation-width")


@result(
    "r-hi-h20-tpp",
    title="Total processing performance of the H20",
    relation=r"T = F b",
    unit="TPP",
    digits=4,
    F="nvidia-h20/fp16_peak",
    b="a-hi-operation-width",
)
def h20_tpp(F, b):
    """Return rate times bit length."""
    return F * b


@result(
    "r-hi-h20-tpp-margin",
    title="Distance of the H20 below the lower limit of October 2023",
    relation=r"m = 100 \cdot \frac{L - T}{L}",
    unit="percent",
    L="th-2023-3a090-b1-performance-low",
    T="r-hi-h20-tpp",
)
def h20_margin(L, T):
    """Return the distance in percent of the limit."""
    return 100 * (L - T) / L


@result(
    "r-hi-gqa-intensity",
    title="Attention intensity of Llama 2 70B when decoding",
    relation=r"I = \frac{2 g}{b}",
    unit="FLOP/byte",
    g="llama-2-70b/query_heads_per_cached_head",
    b="a-hi-cache-width",
)
def gqa_intensity(g, b):
    """Return a multiplication and an addition for each cached value and each query head that shares it, over its bytes."""
    return 2 * g / b


# 910C against H20 and H100, and against the totals of its system
for _metric, _ours, _quantity in (
    ("compute", "a-hi-910c-fp16", "fp16_peak"),
    ("bandwidth", "a-hi-910c-memory-bandwidth", "memory_bandwidth"),
    ("capacity", "huawei-ascend-910c/memory_capacity", "memory_capacity"),
):
    quotient(f"r-hi-910c-h20-{_metric}", f"910C over H20: {_quantity.replace('_', ' ')}", "ratio", _ours, f"nvidia-h20/{_quantity}")
    quotient(f"r-hi-910c-h100-{_metric}", f"910C over H100: {_quantity.replace('_', ' ')}", "ratio", _ours, f"nvidia-h100/{_quantity}")
quotient(
    "r-hi-910c-system-bandwidth",
    "Memory bandwidth of one 910C by the total of the system",
    "GB/s",
    "sp-huawei-cloudmatrix-384-memory-bandwidth-1",
    "sp-huawei-cloudmatrix-384-cluster-size-1",
    factor=1e3,
)
quotient(
    "r-hi-910c-system-links",
    "Interconnect of one 910C by the total of the system",
    "GB/s",
    "sp-huawei-cloudmatrix-384-interconnect-bandwidth-1",
    "sp-huawei-cloudmatrix-384-cluster-size-1",
    factor=1e3,
)
quotient(
    "r-hi-910c-system-compute", "FP16 rate of one 910C by the total of the system", "TFLOP/s", "es-133", "sp-huawei-cloudmatrix-384-cluster-size-1", factor=1e3
)

# Measured throughput
quotient("r-hi-h20-prefill-per-chip", "Prefill of an H20, DeepSeek-R1", "", "inf-h20-prefill-4k", "a-hi-node-size", digits=4)
quotient("r-hi-h800-decode-service", "Decode of an H800 in DeepSeek's own service", "", "inf-h800-ds-decode-prod", "a-hi-node-size", digits=4)
quotient(
    "r-hi-decode-910c-h20",
    "Decode of a 910C over that of an H20, DeepSeek-R1, as published",
    "ratio",
    "inf-cm384-decode-4096-256-b96",
    "inf-h20-decode-pro-b32",
)
quotient(
    "r-hi-decode-910c-h800",
    "Decode of a 910C over that of an H800, DeepSeek-R1, as published",
    "ratio",
    "inf-cm384-decode-4096-256-b96",
    "inf-h800-ds-decode-profile",
)
quotient(
    "r-hi-prefill-910c-h20",
    "Prefill of a 910C over that of an H20, DeepSeek-R1, as published",
    "ratio",
    "inf-cm384-prefill-default",
    "r-hi-h20-prefill-per-chip",
)
quotient(
    "r-hi-prefill-910c-h800",
    "Prefill of a 910C over that of an H800, DeepSeek-R1, as published",
    "ratio",
    "inf-cm384-prefill-default",
    "inf-h800-ds-prefill-profile",
)

# Supply, and the H20 after the licence duty
quotient("r-hi-packages-from-dies-2025", "910C that all Ascend dies of 2025 would make", "packages", "es-038", "a-hi-dies-per-910c")
quotient("r-hi-packages-from-stockpile", "910C that the stockpiled dies would make", "packages", "es-041", "a-hi-dies-per-910c")
quotient("r-hi-officials-share", "The official ceiling on Huawei's chips of 2025 as a share of IDC's count", "percent", "es-032", "es-030", factor=100)
quotient("r-hi-h20-after-licence", "H20 sales under the licences of August 2025 as a share of the last free quarter", "percent", "es-084", "es-083", factor=100)
