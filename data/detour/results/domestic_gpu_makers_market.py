"""Results of the chapter on domestic makers: volumes and shares."""

from detour.results.domestic_gpu_makers import ratio_of
from detour.results.engine import result
from detour.results.forms import share


@result(
    "r-dg-tianfeng-nvidia",
    title="Nvidia’s accelerators in China in 2022 by the article’s total and share",
    relation=r"n = N \cdot \frac{s}{100}",
    unit="chips",
    N="c-ds25-china-accelerators-2022",
    s="c-ds25-nvidia-share-2022",
)
def tianfeng_nvidia(N, s):
    """Return total times share."""
    return N * s / 100


@result(
    "r-dg-tianfeng-huawei",
    title="Huawei’s accelerators in China in 2022 by the article’s total and share",
    relation=r"n = N \cdot \frac{s}{100}",
    unit="chips",
    N="c-ds25-china-accelerators-2022",
    s="c-ds25-huawei-share-2022",
)
def tianfeng_huawei(N, s):
    """Return total times share."""
    return N * s / 100


@result(
    "r-dg-tianfeng-rest",
    title="Accelerators of all other makers in 2022 by the article’s total and shares",
    relation=r"n = N \cdot \frac{100 - s - h}{100}",
    unit="chips",
    N="c-ds25-china-accelerators-2022",
    s="c-ds25-nvidia-share-2022",
    h="c-ds25-huawei-share-2022",
)
def tianfeng_rest(N, s, h):
    """Return what the two shares leave."""
    return N * (100 - s - h) / 100


ratio_of("r-dg-tianfeng-epoch", "Nvidia in China in 2022: Tianfeng as printed against Epoch AI", "r-dg-tianfeng-nvidia", "es-009")
ratio_of("r-dg-tianfeng-lead", "Nvidia’s lead over Huawei in 2022 by the article", "c-ds25-nvidia-share-2022", "c-ds25-huawei-share-2022")
ratio_of("r-dg-idc-lead-2025", "Nvidia’s lead over Huawei in 2025 by IDC’s cards", "es-022", "es-030")
ratio_of("r-dg-huawei-idc-commerce", "Huawei in 2025: IDC’s cards against the ceiling told to Congress", "es-030", "es-032")
ratio_of("r-dg-nvidia-idc-epoch", "Nvidia in China in 2025: IDC’s cards against Epoch AI’s H20", "es-022", "es-012")


@result(
    "r-dg-rest-2025",
    title="Cards in 2025 of Chinese vendors that IDC does not name",
    relation=r"n = V - a - b - c - d",
    unit="cards",
    V="es-008",
    a="es-030",
    b="es-056",
    c="es-059",
    d="es-049",
)
def rest(V, a, b, c, d):
    """Return all Chinese vendors less the four that are named."""
    return V - a - b - c - d


@result(
    "r-dg-dragon-share",
    title="Share of the two named dragons in the Chinese vendors’ cards of 2025",
    relation=r"s = 100 \cdot \frac{a + d}{V}",
    unit="percent",
    digits=2,
    V="es-008",
    a="es-030",
    d="es-049",
)
def dragon_share(V, a, d):
    """Return Huawei and Cambricon as a percentage of all Chinese vendors."""
    return 100 * (a + d) / V


@result(
    "r-dg-dragon-share-most",
    title="Largest share that all six dragons can have in 2025",
    relation=r"s = 100 \cdot \frac{V - b - c}{V}",
    unit="percent",
    digits=2,
    V="es-008",
    b="es-056",
    c="es-059",
)
def dragon_share_most(V, b, c):
    """Return all Chinese vendors less the two named that are not dragons, as a percentage."""
    return 100 * (V - b - c) / V


@result(
    "r-dg-nvidia-lost",
    title="Part of Nvidia’s share of 2022 that others held by 2025",
    relation=r"x = 100 \cdot \frac{s - t}{s}",
    unit="percent",
    digits=2,
    s="c-ds25-nvidia-share-2022",
    t="es-094",
)
def share_lost(s, t):
    """Return the share lost as a percentage of the share at the start."""
    return 100 * (s - t) / s


@result(
    "r-dg-supply-over-forecast",
    title="Bernstein’s local supply of 2025 against Tianfeng’s market for replacing Nvidia",
    relation=r"r = \frac{S \cdot e}{M}",
    unit="ratio",
    digits=2,
    S="es-122",
    e="r-dg-yuan-rate",
    M="c-ds25-tianfeng-replacement-market-cny",
)
def supply_over_forecast(S, e, M):
    """Return supply in yuan over the forecast in yuan."""
    return S * e / M


share("r-dg-huawei-of-chinese", "Huawei’s share of the Chinese vendors’ cards of 2025", "es-030", "es-008")
