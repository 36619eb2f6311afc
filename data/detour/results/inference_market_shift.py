"""Results of the chapter on the shift to inference: shares of inference, and forecasts counted."""

from detour.results.engine import result, tally


def quarters(prefix):
    """Return the ids of four quarters by symbol."""
    return {f"R_{n}": f"{prefix}q{n}" for n in (1, 2, 3, 4)}


@result(
    "r-shift-data-centre-fy24",
    title="Nvidia's data-centre revenue in fiscal 2024, summed over its quarters",
    relation=r"R = R_1 + R_2 + R_3 + R_4",
    unit="USD",
    **quarters("se-mkt-nvda-dc-fy24"),
)
def data_centre_fy24(R_1, R_2, R_3, R_4):
    """Return the sum of four quarters."""
    return R_1 + R_2 + R_3 + R_4


@result(
    "r-shift-inference-revenue-fy24",
    title="Nvidia's inference revenue in fiscal 2024",
    relation=r"I = R \cdot \frac{s}{100}",
    unit="USD",
    R="r-shift-data-centre-fy24",
    s="es-140",
)
def inference_revenue(R, s):
    """Return a share of revenue in dollars."""
    return R * s / 100


@result(
    "r-shift-inference-revenue-fy26",
    title="Nvidia's inference revenue in fiscal 2026 if the share of fiscal 2024 still held",
    relation=r"I = R \cdot \frac{s}{100}",
    unit="USD",
    R="se-mkt-nvda-dc-fy26",
    s="es-140",
)
def inference_revenue_if_same(R, s):
    """Return what the last disclosed share would be worth two years on."""
    return R * s / 100


@result(
    "r-shift-share-if-flat",
    title="Share of inference in fiscal 2026 had its revenue not grown since fiscal 2024",
    relation=r"s = 100 \cdot \frac{I}{R}",
    unit="percent",
    I="r-shift-inference-revenue-fy24",
    R="se-mkt-nvda-dc-fy26",
)
def share_if_flat(I, R):  # noqa: E741 (the symbol of the relation)
    """Return the share below which inference revenue would have shrunk."""
    return 100 * I / R


@result(
    "r-shift-market-inference-low",
    title="Least share of inference in AI chips, rivals' chips all for training",
    relation=r"s_l = \frac{m \cdot s}{100}",
    unit="percent",
    m="c-wsj24-nvidia-market-share-80",
    s="es-140",
)
def market_inference_low(m, s):
    """Return the part of the market that is Nvidia's inference."""
    return m * s / 100


@result(
    "r-shift-market-inference-high",
    title="Greatest share of inference in AI chips, rivals' chips all for inference",
    relation=r"s_h = \frac{m \cdot s}{100} + 100 - m",
    unit="percent",
    m="c-wsj24-nvidia-market-share-80",
    s="es-140",
)
def market_inference_high(m, s):
    """Return that part and everything that is not Nvidia's."""
    return m * s / 100 + 100 - m


@result(
    "r-shift-nvidia-share-for-ubs",
    title="Nvidia's market share at and below which the UBS forecast could stand",
    relation=r"m = 100 \cdot \frac{u}{s}",
    unit="percent",
    u="c-wsj24-ubs-inference-share-2025",
    s="es-140",
)
def nvidia_share_for_ubs(u, s):
    """Return the market share at which Nvidia's inference alone fills the forecast."""
    return 100 * u / s


@result(
    "r-shift-ubs-inference-2024",
    title="What the UBS estimate leaves for inference in 2024",
    relation=r"u = 100 - t",
    unit="percent",
    t="c-wsj24-ubs-training-share",
)
def ubs_inference(t):
    """Return the complement of the share of training."""
    return 100 - t


@result(
    "r-shift-ubs-against-compute",
    title="Deloitte's share of inference in AI compute in 2025 against the UBS forecast",
    relation=r"q = \frac{d}{u}",
    unit="ratio",
    d="es-143",
    u="c-wsj24-ubs-inference-share-2025",
)
def ubs_against_compute(d, u):
    """Return result over forecast, of different wholes."""
    return d / u


@result(
    "r-shift-ubs-installed",
    title="Inference of generative AI in 2024 over the GPUs in place in May 2025, both by UBS",
    relation=r"q = 100 \cdot \frac{C + E}{G}",
    unit="percent",
    digits=2,
    C="es-ims-ubs-consumer-2024",
    E="es-ims-ubs-enterprise-2024",
    G="es-ims-ubs-installed",
)
def ubs_installed(C, E, G):
    """Return what two kinds of use ask for as a share of what is in place."""
    return 100 * (C + E) / G


def _forecasts(claims):
    return claims[claims["kind"].isin(["forecast", "plan"])]


def _numeric(claims):
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
