"""Results of the chapter on the shift to inference: China, what Nvidia sold and what local makers could take."""

from detour.results.engine import result
from detour.results.inference_market_shift import quarters

PARITY = "se-ims-fx-usd-2025-02-25"
FORECAST = "c-ds25-tianfeng-replacement-market-cny"


@result(
    "r-shift-china-fy22",
    title="Nvidia's revenue billed to China in fiscal 2022, summed over its quarters",
    relation=r"R = R_1 + R_2 + R_3 + R_4",
    unit="USD",
    **quarters("se-mkt-nvda-china-fy22"),
)
def china_fy22(R_1, R_2, R_3, R_4):
    """Return the sum of four quarters."""
    return R_1 + R_2 + R_3 + R_4


@result(
    "r-shift-china-fy23",
    title="Nvidia's revenue billed to China in fiscal 2023, summed over its quarters",
    relation=r"R = R_1 + R_2 + R_3 + R_4",
    unit="USD",
    **quarters("se-mkt-nvda-china-fy23"),
)
def china_fy23(R_1, R_2, R_3, R_4):
    """Return the sum of four quarters."""
    return R_1 + R_2 + R_3 + R_4


@result(
    "r-shift-china-fy24",
    title="Nvidia's revenue billed to China in fiscal 2024, from the next year and its growth",
    relation=r"R = \frac{N}{1 + g / 100}",
    unit="USD",
    N="es-078",
    g="se-ims-nvda-china-growth-fy25",
)
def china_fy24(N, g):
    """Return the revenue of the year before a year of known growth."""
    return N / (1 + g / 100)


@result(
    "r-shift-basis-ratio",
    title="Nvidia's China revenue of fiscal 2025: customers' headquarters against billing address",
    relation=r"b = \frac{H}{L}",
    unit="ratio",
    H="es-077",
    L="es-078",
)
def basis_ratio(H, L):
    """Return how much more the second basis counts."""
    return H / L


@result(
    "r-shift-h20-fall",
    title="H20 sales in fiscal 2026 against those of 2024",
    relation=r"f = 100 \cdot \frac{A + B}{C}",
    unit="percent",
    A="se-mkt-nvda-h20-fy26q1",
    B="es-084",
    C="es-081",
)
def h20_fall(A, B, C):
    """Return the first quarter and the licensed sales of fiscal 2026 as a share of 2024."""
    return 100 * (A + B) / C


@result("r-shift-replacement-usd", title="The replacement market in dollars", relation=r"D = \frac{C}{f}", unit="USD", C=FORECAST, f=PARITY)
def replacement_usd(C, f):
    """Return yuan over yuan a dollar."""
    return C / f


@result(
    "r-shift-replacement-h20",
    title="The replacement market in H20s at the price the articles imply",
    relation=r"n = \frac{C}{f} \cdot \frac{N}{R}",
    unit="chips",
    C=FORECAST,
    f=PARITY,
    N="c-ft25-h20-shipments-2024",
    R="c-ft25-h20-revenue-2024",
)
def replacement_h20(C, f, N, R):
    """Return dollars over dollars a chip."""
    return C / f * N / R


@result(
    "r-shift-replacement-910b",
    title="The replacement market in Ascend 910B at the street price",
    relation=r"n = \frac{C}{p}",
    unit="chips",
    C=FORECAST,
    p="es-129",
)
def replacement_910b(C, p):
    """Return yuan over yuan a chip."""
    return C / p


@result(
    "r-shift-replacement-of-location",
    title="The replacement market against Nvidia's China revenue of fiscal 2025 by billing address",
    relation=r"q = 100 \cdot \frac{C}{f \cdot L}",
    unit="percent",
    C=FORECAST,
    f=PARITY,
    L="es-078",
)
def replacement_of_location(C, f, L):
    """Return the forecast as a share of a year of Nvidia's sales."""
    return 100 * C / f / L


@result(
    "r-shift-replacement-of-headquarters",
    title="The replacement market against Nvidia's China revenue of fiscal 2025 by customers' headquarters",
    relation=r"q = 100 \cdot \frac{C}{f \cdot H}",
    unit="percent",
    C=FORECAST,
    f=PARITY,
    H="es-077",
)
def replacement_of_headquarters(C, f, H):
    """Return the forecast as a share of a year of Nvidia's sales, counted the other way."""
    return 100 * C / f / H


@result(
    "r-shift-won-rate",
    title="Won a yuan in the article's own conversion",
    relation=r"k = \frac{K}{C}",
    unit="KRW/CNY",
    digits=5,
    K="c-ds25-tianfeng-replacement-market-krw",
    C=FORECAST,
)
def won_rate(K, C):
    """Return won over yuan."""
    return K / C


@result(
    "r-shift-page-rate",
    title="Yuan a dollar that two of the articles imply together",
    relation=r"f = \frac{W}{V} \cdot \frac{C}{K}",
    unit="CNY/USD",
    digits=4,
    W="c-ft25-nvidia-value-krw",
    V="c-ft25-nvidia-value-usd",
    C=FORECAST,
    K="c-ds25-tianfeng-replacement-market-krw",
)
def page_rate(W, V, C, K):
    """Return won a dollar over won a yuan."""
    return W / V * C / K


@result(
    "r-shift-named-sales",
    title="AI-chip sales of five Chinese makers in 2025",
    relation=r"S = H + \frac{A + B + M + X}{f}",
    unit="USD",
    H="es-044",
    A="es-067",
    B="es-060",
    M="es-071",
    X="es-072",
    f=PARITY,
)
def named_sales(H, A, B, M, X, f):
    """Return Huawei's dollars and the yuan of Cambricon, Kunlunxin, Moore Threads and MetaX."""
    return H + (A + B + M + X) / f


@result(
    "r-shift-forecast-by-sales",
    title="The replacement forecast against the sales of five Chinese makers in 2025",
    relation=r"q = \frac{S \cdot f}{C}",
    unit="ratio",
    S="r-shift-named-sales",
    f=PARITY,
    C=FORECAST,
)
def forecast_by_sales(S, f, C):
    """Return result over forecast, the result being what makers sold."""
    return S * f / C


@result(
    "r-shift-forecast-by-supply",
    title="The replacement forecast against Bernstein's local supply of 2025",
    relation=r"q = \frac{B \cdot f}{C}",
    unit="ratio",
    B="es-122",
    f=PARITY,
    C=FORECAST,
)
def forecast_by_supply(B, f, C):
    """Return result over forecast, the result being estimated supply."""
    return B * f / C
