"""Results of the chapter on the shift to inference: tokens and their list prices."""

import math

import pandas as pd

from detour.results.engine import result, tally


@result(
    "r-shift-tokens-china",
    title="Growth of the tokens that China processes a day, January 2024 to March 2026",
    relation=r"q = \frac{B}{A}",
    unit="ratio",
    B="se-ims-tok-china-2026-03",
    A="se-ims-tok-china-2024-01",
)
def tokens_china(B, A):
    """Return the last count over the first."""
    return B / A


@result(
    "r-shift-tokens-doubao",
    title="Growth of Doubao's tokens a day, May 2024 to June 2026",
    relation=r"q = \frac{B}{A}",
    unit="ratio",
    B="se-ims-tok-doubao-2026-06",
    A="se-ims-tok-doubao-2024-05",
)
def tokens_doubao(B, A):
    """Return the last count over the first."""
    return B / A


@result(
    "r-shift-tokens-google",
    title="Growth of Google's tokens a month, May 2024 to May 2026",
    relation=r"q = \frac{B}{A}",
    unit="ratio",
    B="se-ims-tok-google-2026-05",
    A="se-ims-tok-google-2024-05",
)
def tokens_google(B, A):
    """Return the last count over the first."""
    return B / A


@result(
    "r-shift-doubao-over-china",
    title="Doubao's count of September 2024 over the national count of early 2025",
    relation=r"q = \frac{B}{A}",
    unit="ratio",
    B="se-ims-tok-doubao-2024-09",
    A="se-ims-tok-china-2025-01",
)
def doubao_over_china(B, A):
    """Return the part over the whole, the whole being four months younger."""
    return B / A


@result(
    "r-shift-doubao-of-china",
    title="Doubao in the tokens of China at the end of 2025",
    relation=r"q = 100 \cdot \frac{B}{A}",
    unit="percent",
    B="se-ims-tok-doubao-2025-12",
    A="se-ims-tok-china-2025-12",
)
def doubao_of_china(B, A):
    """Return the part as a share of the whole."""
    return 100 * B / A


@result(
    "r-shift-price-floor",
    title="List price of input tokens: cheapest DeepSeek model of 2026 over Doubao of 2024",
    relation=r"q = \frac{B}{A}",
    unit="ratio",
    B="se-mkt-price-dsv4-flash-in",
    A="se-mkt-price-doubao-2024-05",
)
def price_floor(B, A):
    """Return the later list price over the earlier one."""
    return B / A


@tally(
    "r-shift-doubling-china",
    title="Months in which China's tokens doubled, January 2024 to March 2026",
    relation=r"d = \frac{t}{\log_2 q}",
    unit="months",
    digits=2,
    reads=("series",),
)
def doubling_china(series):
    """Return the time between first and last count over the doublings between them."""
    rows = series[(series["subject"] == "china") & (series["quantity"] == "token_volume")].sort_values("period")
    first, last = rows.iloc[0], rows.iloc[-1]
    days = (pd.Timestamp(last["period"]) - pd.Timestamp(first["period"])).days
    return days / (365.25 / 12) / math.log2(last["value"] / first["value"])
