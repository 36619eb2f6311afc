"""Results of the chapter on domestic makers: the accounts of Cambricon."""

from detour.results.domestic_gpu_makers import ratio_of
from detour.results.engine import result
from detour.results.forms import share

share("r-dg-590-of-shipments", "ByteDance’s Siyuan 590 as a share of all that Cambricon shipped in 2024", "c-ti25-bytedance-siyuan-590-2024", "es-047")


@result(
    "r-dg-yuan-rate",
    title="Yuan a dollar implied by one price quoted in both",
    relation=r"e = \frac{Y}{D}",
    unit="CNY/USD",
    digits=3,
    Y="sp-huawei-ascend-910b-price-2",
    D="sp-huawei-ascend-910b-price-1",
)
def yuan_rate(Y, D):
    """Return the price in yuan over the same price in dollars."""
    return Y / D


@result(
    "r-dg-590-value",
    title="ByteDance’s Siyuan 590 at the street estimate",
    relation=r"V = N \cdot p \cdot e",
    unit="CNY",
    N="c-ti25-bytedance-siyuan-590-2024",
    p="sp-cambricon-mlu590-price-1",
    e="r-dg-yuan-rate",
)
def value_590(N, p, e):
    """Return chips times dollars a chip times yuan a dollar."""
    return N * p * e


@result(
    "r-dg-590-of-revenue",
    title="ByteDance’s Siyuan 590 at the street estimate as a share of Cambricon’s revenue in 2024",
    relation=r"s = 100 \cdot \frac{V}{R}",
    unit="percent",
    V="r-dg-590-value",
    R="es-063",
)
def value_share(V, R):
    """Return the value of the purchase as a percentage of revenue."""
    return 100 * V / R


@result(
    "r-dg-590-price-most",
    title="Most that a Siyuan 590 can have cost ByteDance if all revenue of 2024 were this sale",
    relation=r"p = \frac{R}{N}",
    unit="CNY/chip",
    R="es-063",
    N="c-ti25-bytedance-siyuan-590-2024",
)
def price_most(R, N):
    """Return revenue over chips."""
    return R / N


@result(
    "r-dg-camb-card-2025",
    title="Cambricon’s revenue in 2025 for each card that IDC counts",
    relation=r"p = \frac{R}{N}",
    unit="CNY/card",
    R="es-067",
    N="es-049",
)
def per_card(R, N):
    """Return revenue over cards."""
    return R / N


@result(
    "r-dg-camb-oneoff",
    title="Part of Cambricon’s net profit in the fourth quarter of 2024 from outside the business",
    relation=r"x = P - K",
    unit="CNY",
    P="es-064",
    K="es-dg-camb-core-2024q4",
)
def one_off(P, K):
    """Return net profit less the result after non-recurring items."""
    return P - K


share("r-dg-camb-q4-share", "Share of the fourth quarter in Cambricon’s revenue of 2024", "es-dg-camb-rev-2024q4", "es-063")
ratio_of("r-dg-camb-growth-2025", "Cambricon’s revenue of 2025 against 2024", "es-067", "es-063")
ratio_of("r-dg-camb-growth-2023", "Cambricon’s revenue of 2023 against 2021", "es-dg-camb-rev-2023", "es-dg-camb-rev-2021")


@result(
    "r-dg-camb-losses",
    title="Cambricon’s net losses of 2020 to 2024 added up",
    relation=r"L = -(a + b + c + d + f)",
    unit="CNY",
    digits=3,
    a="es-dg-camb-net-2020",
    b="es-dg-camb-net-2021",
    c="es-dg-camb-net-2022",
    d="es-dg-camb-net-2023",
    f="es-065",
)
def losses(a, b, c, d, f):
    """Return the sum of five yearly losses, as a positive number."""
    return -(a + b + c + d + f)
