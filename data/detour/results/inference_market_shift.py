"""Results of the chapter on the shift of demand from training to inference."""

import math

import pandas as pd

from detour.results.engine import result, tally

FY24 = {f"R_{n}": f"se-mkt-nvda-dc-fy24q{n}" for n in (1, 2, 3, 4)}
CHINA_FY22 = {f"R_{n}": f"se-mkt-nvda-china-fy22q{n}" for n in (1, 2, 3, 4)}
CHINA_FY23 = {f"R_{n}": f"se-mkt-nvda-china-fy23q{n}" for n in (1, 2, 3, 4)}
PARITY = "se-ims-fx-usd-2025-02-25"
FORECAST = "c-ds25-tianfeng-replacement-market-cny"


def _sum(R_1, R_2, R_3, R_4):
    """Return the sum of four quarters."""
    return R_1 + R_2 + R_3 + R_4


for _id, _title, _quarters in (
    ("r-shift-data-centre-fy24", "Nvidia's data-centre revenue in fiscal 2024, summed over its quarters", FY24),
    ("r-shift-china-fy22", "Nvidia's revenue billed to China in fiscal 2022, summed over its quarters", CHINA_FY22),
    ("r-shift-china-fy23", "Nvidia's revenue billed to China in fiscal 2023, summed over its quarters", CHINA_FY23),
):
    result(_id, title=_title, relation=r"R = R_1 + R_2 + R_3 + R_4", unit="USD", **_quarters)(_sum)


@result("r-shift-china-fy24", title="Nvidia's revenue billed to China in fiscal 2024, from the next year and its growth", relation=r"R = \frac{N}{1 + g / 100}",
        unit="USD", N="es-078", g="se-ims-nvda-china-growth-fy25")
def china_fy24(N, g):
    """Return the revenue of the year before a year of known growth."""
    return N / (1 + g / 100)


@result("r-shift-basis-ratio", title="Nvidia's China revenue of fiscal 2025: customers' headquarters against billing address", relation=r"b = \frac{H}{L}",
        unit="ratio", H="es-077", L="es-078")
def basis_ratio(H, L):
    """Return how much more the second basis counts."""
    return H / L


@result("r-shift-h20-fall", title="H20 sales in fiscal 2026 against those of 2024", relation=r"f = 100 \cdot \frac{A + B}{C}", unit="percent",
        A="se-mkt-nvda-h20-fy26q1", B="es-084", C="es-081")
def h20_fall(A, B, C):
    """Return the first quarter and the licensed sales of fiscal 2026 as a share of 2024."""
    return 100 * (A + B) / C


@result("r-shift-inference-revenue-fy24", title="Nvidia's inference revenue in fiscal 2024", relation=r"I = R \cdot \frac{s}{100}", unit="USD",
        R="r-shift-data-centre-fy24", s="es-140")
def inference_revenue(R, s):
    """Return a share of revenue in dollars."""
    return R * s / 100


@result("r-shift-inference-revenue-fy26", title="Nvidia's inference revenue in fiscal 2026 if the share of fiscal 2024 still held", relation=r"I = R \cdot \frac{s}{100}",
        unit="USD", R="se-mkt-nvda-dc-fy26", s="es-140")
def inference_revenue_if_same(R, s):
    """Return what the last disclosed share would be worth two years on."""
    return R * s / 100


@result("r-shift-share-if-flat", title="Share of inference in fiscal 2026 had its revenue not grown since fiscal 2024", relation=r"s = 100 \cdot \frac{I}{R}", unit="percent",
        I="r-shift-inference-revenue-fy24", R="se-mkt-nvda-dc-fy26")
def share_if_flat(I, R):  # noqa: E741 (the symbol of the relation)
    """Return the share below which inference revenue would have shrunk."""
    return 100 * I / R


@result("r-shift-market-inference-low", title="Least share of inference in AI chips, rivals' chips all for training", relation=r"s_l = \frac{m \cdot s}{100}", unit="percent",
        m="c-wsj24-nvidia-market-share-80", s="es-140")
def market_inference_low(m, s):
    """Return the part of the market that is Nvidia's inference."""
    return m * s / 100


@result("r-shift-market-inference-high", title="Greatest share of inference in AI chips, rivals' chips all for inference", relation=r"s_h = \frac{m \cdot s}{100} + 100 - m",
        unit="percent", m="c-wsj24-nvidia-market-share-80", s="es-140")
def market_inference_high(m, s):
    """Return that part and everything that is not Nvidia's."""
    return m * s / 100 + 100 - m


@result("r-shift-nvidia-share-for-ubs", title="Nvidia's market share at and below which the UBS forecast could stand", relation=r"m = 100 \cdot \frac{u}{s}", unit="percent",
        u="c-wsj24-ubs-inference-share-2025", s="es-140")
def nvidia_share_for_ubs(u, s):
    """Return the market share at which Nvidia's inference alone fills the forecast."""
    return 100 * u / s


@result("r-shift-ubs-inference-2024", title="What the UBS estimate leaves for inference in 2024", relation=r"u = 100 - t", unit="percent", t="c-wsj24-ubs-training-share")
def ubs_inference(t):
    """Return the complement of the share of training."""
    return 100 - t


@result("r-shift-replacement-usd", title="The replacement market in dollars", relation=r"D = \frac{C}{f}", unit="USD", C=FORECAST, f=PARITY)
def replacement_usd(C, f):
    """Return yuan over yuan a dollar."""
    return C / f


@result("r-shift-replacement-h20", title="The replacement market in H20s at the price the articles imply", relation=r"n = \frac{C}{f} \cdot \frac{N}{R}", unit="chips",
        C=FORECAST, f=PARITY, N="c-ft25-h20-shipments-2024", R="c-ft25-h20-revenue-2024")
def replacement_h20(C, f, N, R):
    """Return dollars over dollars a chip."""
    return C / f * N / R


@result("r-shift-replacement-910b", title="The replacement market in Ascend 910B at the street price", relation=r"n = \frac{C}{p}", unit="chips", C=FORECAST, p="es-129")
def replacement_910b(C, p):
    """Return yuan over yuan a chip."""
    return C / p


@result("r-shift-replacement-of-location", title="The replacement market against Nvidia's China revenue of fiscal 2025 by billing address", relation=r"q = 100 \cdot \frac{C}{f \cdot L}",
        unit="percent", C=FORECAST, f=PARITY, L="es-078")
def replacement_of_location(C, f, L):
    """Return the forecast as a share of a year of Nvidia's sales."""
    return 100 * C / f / L


@result("r-shift-replacement-of-headquarters", title="The replacement market against Nvidia's China revenue of fiscal 2025 by customers' headquarters",
        relation=r"q = 100 \cdot \frac{C}{f \cdot H}", unit="percent", C=FORECAST, f=PARITY, H="es-077")
def replacement_of_headquarters(C, f, H):
    """Return the forecast as a share of a year of Nvidia's sales, counted the other way."""
    return 100 * C / f / H


@result("r-shift-won-rate", title="Won a yuan in the article's own conversion", relation=r"k = \frac{K}{C}", unit="KRW/CNY", digits=5,
        K="c-ds25-tianfeng-replacement-market-krw", C=FORECAST)
def won_rate(K, C):
    """Return won over yuan."""
    return K / C


@result("r-shift-page-rate", title="Yuan a dollar that two of the articles imply together", relation=r"f = \frac{W}{V} \cdot \frac{C}{K}", unit="CNY/USD", digits=4,
        W="c-ft25-nvidia-value-krw", V="c-ft25-nvidia-value-usd", C=FORECAST, K="c-ds25-tianfeng-replacement-market-krw")
def page_rate(W, V, C, K):
    """Return won a dollar over won a yuan."""
    return W / V * C / K


@result("r-shift-named-sales", title="AI-chip sales of five Chinese makers in 2025", relation=r"S = H + \frac{A + B + M + X}{f}", unit="USD",
        H="es-044", A="es-067", B="es-060", M="es-071", X="es-072", f=PARITY)
def named_sales(H, A, B, M, X, f):
    """Return Huawei's dollars and the yuan of Cambricon, Kunlunxin, Moore Threads and MetaX."""
    return H + (A + B + M + X) / f


@result("r-shift-forecast-by-sales", title="The replacement forecast against the sales of five Chinese makers in 2025", relation=r"q = \frac{S \cdot f}{C}", unit="ratio",
        S="r-shift-named-sales", f=PARITY, C=FORECAST)
def forecast_by_sales(S, f, C):
    """Return result over forecast, the result being what makers sold."""
    return S * f / C


@result("r-shift-forecast-by-supply", title="The replacement forecast against Bernstein's local supply of 2025", relation=r"q = \frac{B \cdot f}{C}", unit="ratio",
        B="es-122", f=PARITY, C=FORECAST)
def forecast_by_supply(B, f, C):
    """Return result over forecast, the result being estimated supply."""
    return B * f / C


@result("r-shift-groq-2024", title="Groq's chips in service at the end of 2024 against its plan of March", relation=r"q = 100 \cdot \frac{D}{P}", unit="percent",
        D="es-165", P="c-wsj24-groq-deploy-2024")
def groq_2024(D, P):
    """Return deployed over planned."""
    return 100 * D / P


@result("r-shift-ubs-against-compute", title="Deloitte's share of inference in AI compute in 2025 against the UBS forecast", relation=r"q = \frac{d}{u}", unit="ratio",
        d="es-143", u="c-wsj24-ubs-inference-share-2025")
def ubs_against_compute(d, u):
    """Return result over forecast, of different wholes."""
    return d / u


@result("r-shift-bandwidth-a-dollar", title="Memory bandwidth a dollar: H100 at the price the article gives, against a Xeon", relation=r"q = \frac{b / p}{c / x}", unit="ratio",
        b="nvidia-h100/memory_bandwidth", p="c-wsj24-h100-price-40000", c="intel-xeon-8592plus/memory_bandwidth", x="intel-xeon-8592plus/price")
def bandwidth_a_dollar(b, p, c, x):
    """Return the ratio of two bandwidths a dollar."""
    return (b / p) / (c / x)


@result("r-shift-bandwidth-a-watt", title="Memory bandwidth a watt: H100 against a Xeon", relation=r"q = \frac{b / w}{c / v}", unit="ratio",
        b="nvidia-h100/memory_bandwidth", w="nvidia-h100/tdp", c="intel-xeon-8592plus/memory_bandwidth", v="intel-xeon-8592plus/tdp")
def bandwidth_a_watt(b, w, c, v):
    """Return the ratio of two bandwidths a watt."""
    return (b / w) / (c / v)


@result("r-shift-h100-break-even", title="H100 price at which a Xeon gives as much memory bandwidth a dollar", relation=r"p = \frac{b}{c} \cdot x", unit="USD/chip",
        b="nvidia-h100/memory_bandwidth", c="intel-xeon-8592plus/memory_bandwidth", x="intel-xeon-8592plus/price")
def h100_break_even(b, c, x):
    """Return the price that makes both alike."""
    return b / c * x


@result("r-shift-claims-apart", title="Factor between AMD's and Nvidia's statements of December 2023", relation=r"q = a \cdot n", unit="ratio",
        a="es-ims-mi300x-amd-16", n="c-wsj24-nvidia-twice-as-fast")
def claims_apart(a, n):
    """Return the product of two ratios that point opposite ways."""
    return a * n


@result("r-shift-mlperf-offline", title="MI300X over H100 in MLPerf Inference v4.1, offline", relation=r"q = \frac{A}{N}", unit="ratio",
        A="inf-mlp41-amd-mi300xx8-llama2-70b-99.9-offline", N="inf-mlp41-nvidia-h100-sxmx8-llama2-70b-99.9-offline")
def mlperf_offline(A, N):
    """Return tokens a second of eight chips over those of eight chips."""
    return A / N


@result("r-shift-mlperf-server", title="MI300X over H100 in MLPerf Inference v4.1, server", relation=r"q = \frac{A}{N}", unit="ratio",
        A="inf-mlp41-amd-mi300xx8-llama2-70b-99.9-server", N="inf-mlp41-nvidia-h100-sxmx8-llama2-70b-99.9-server")
def mlperf_server(A, N):
    """Return tokens a second of eight chips over those of eight chips."""
    return A / N


@result("r-shift-mlperf-later", title="MI300X over H100 in MLPerf Inference v5.1, offline, a chip", relation=r"q = \frac{A / 8}{N / 16}", unit="ratio",
        A="inf-mlp51-amd-mi300xx8-llama2-70b-99.9-offline", N="inf-mlp51-cisco-h100-sxmx16-llama2-70b-99.9-offline")
def mlperf_later(A, N):
    """Return tokens a second a chip, of a system of eight over one of sixteen."""
    return (A / 8) / (N / 16)


@result("r-shift-same-library", title="MI300X over H100 in LLM-Inference-Bench, vLLM on both, batch of 64", relation=r"q = \frac{A}{N}", unit="ratio",
        A="inf-lib-mi300xx4-llama-2-70b-vllm-b64", N="inf-lib-h100x4-llama-2-70b-vllm-b64")
def same_library(A, N):
    """Return tokens a second of four chips over those of four chips."""
    return A / N


@result("r-shift-tokens-china", title="Growth of the tokens that China processes a day, January 2024 to March 2026", relation=r"q = \frac{B}{A}", unit="ratio",
        B="se-ims-tok-china-2026-03", A="se-ims-tok-china-2024-01")
def tokens_china(B, A):
    """Return the last count over the first."""
    return B / A


@result("r-shift-tokens-doubao", title="Growth of Doubao's tokens a day, May 2024 to June 2026", relation=r"q = \frac{B}{A}", unit="ratio",
        B="se-ims-tok-doubao-2026-06", A="se-ims-tok-doubao-2024-05")
def tokens_doubao(B, A):
    """Return the last count over the first."""
    return B / A


@result("r-shift-tokens-google", title="Growth of Google's tokens a month, May 2024 to May 2026", relation=r"q = \frac{B}{A}", unit="ratio",
        B="se-ims-tok-google-2026-05", A="se-ims-tok-google-2024-05")
def tokens_google(B, A):
    """Return the last count over the first."""
    return B / A


@result("r-shift-doubao-over-china", title="Doubao's count of September 2024 over the national count of early 2025", relation=r"q = \frac{B}{A}", unit="ratio",
        B="se-ims-tok-doubao-2024-09", A="se-ims-tok-china-2025-01")
def doubao_over_china(B, A):
    """Return the part over the whole, the whole being four months younger."""
    return B / A


@result("r-shift-doubao-of-china", title="Doubao in the tokens of China at the end of 2025", relation=r"q = 100 \cdot \frac{B}{A}", unit="percent",
        B="se-ims-tok-doubao-2025-12", A="se-ims-tok-china-2025-12")
def doubao_of_china(B, A):
    """Return the part as a share of the whole."""
    return 100 * B / A


@result("r-shift-price-floor", title="List price of input tokens: cheapest DeepSeek model of 2026 over Doubao of 2024", relation=r"q = \frac{B}{A}", unit="ratio",
        B="se-mkt-price-dsv4-flash-in", A="se-mkt-price-doubao-2024-05")
def price_floor(B, A):
    """Return the later list price over the earlier one."""
    return B / A


def _forecasts(claims: pd.DataFrame) -> pd.DataFrame:
    return claims[claims["kind"].isin(["forecast", "plan"])]


def _numeric(claims: pd.DataFrame) -> pd.DataFrame:
    return claims[claims[["value", "low", "high"]].notna().any(axis=1)]


@tally("r-shift-forecasts", title="Forecasts and plans in the five articles", relation=r"n", unit="", reads=("claims",))
def forecasts(claims):
    """Count the claims that say what will be."""
    return len(_forecasts(claims))


@tally("r-shift-forecasts-with-number", title="Forecasts and plans that carry a number", relation=r"n", unit="", reads=("claims",))
def forecasts_with_number(claims):
    """Count those that could be scored at all."""
    return len(_numeric(_forecasts(claims)))


@tally("r-shift-forecasts-distinct", title="Forecasts with a number, conversions into won left out", relation=r"n", unit="", reads=("claims",))
def forecasts_distinct(claims):
    """Count them without the same sum in another currency."""
    return int((_numeric(_forecasts(claims))["unit"] != "KRW").sum())


@tally("r-shift-doubling-china", title="Months in which China's tokens doubled, January 2024 to March 2026", relation=r"d = \frac{t}{\log_2 q}", unit="months", digits=2, reads=("series",))
def doubling_china(series):
    """Return the time between first and last count over the doublings between them."""
    rows = series[(series["subject"] == "china") & (series["quantity"] == "token_volume")].sort_values("period")
    first, last = rows.iloc[0], rows.iloc[-1]
    days = (pd.Timestamp(last["period"]) - pd.Timestamp(first["period"])).days
    return days / (365.25 / 12) / math.log2(last["value"] / first["value"])
