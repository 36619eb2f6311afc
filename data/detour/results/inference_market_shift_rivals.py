"""Results of the chapter on the shift to inference: challengers, their plans and their chips."""

from detour.results.engine import result


@result(
    "r-shift-groq-2024",
    title="Groq's chips in service at the end of 2024 against its plan of March",
    relation=r"q = 100 \cdot \frac{D}{P}",
    unit="percent",
    D="es-165",
    P="c-wsj24-groq-deploy-2024",
)
def groq_2024(D, P):
    """Return deployed over planned."""
    return 100 * D / P


@result(
    "r-shift-bandwidth-a-dollar",
    title="Memory bandwidth a dollar: H100 at the price the article gives, against a Xeon",
    relation=r"q = \frac{b / p}{c / x}",
    unit="ratio",
    b="nvidia-h100/memory_bandwidth",
    p="c-wsj24-h100-price-40000",
    c="intel-xeon-8592plus/memory_bandwidth",
    x="intel-xeon-8592plus/price",
)
def bandwidth_a_dollar(b, p, c, x):
    """Return the ratio of two bandwidths a dollar."""
    return (b / p) / (c / x)


@result(
    "r-shift-bandwidth-a-watt",
    title="Memory bandwidth a watt: H100 against a Xeon",
    relation=r"q = \frac{b / w}{c / v}",
    unit="ratio",
    b="nvidia-h100/memory_bandwidth",
    w="nvidia-h100/tdp",
    c="intel-xeon-8592plus/memory_bandwidth",
    v="intel-xeon-8592plus/tdp",
)
def bandwidth_a_watt(b, w, c, v):
    """Return the ratio of two bandwidths a watt."""
    return (b / w) / (c / v)


@result(
    "r-shift-h100-break-even",
    title="H100 price at which a Xeon gives as much memory bandwidth a dollar",
    relation=r"p = \frac{b}{c} \cdot x",
    unit="USD/chip",
    b="nvidia-h100/memory_bandwidth",
    c="intel-xeon-8592plus/memory_bandwidth",
    x="intel-xeon-8592plus/price",
)
def h100_break_even(b, c, x):
    """Return the price that makes both alike."""
    return b / c * x


@result(
    "r-shift-claims-apart",
    title="Factor between AMD's and Nvidia's statements of December 2023",
    relation=r"q = a \cdot n",
    unit="ratio",
    a="es-ims-mi300x-amd-16",
    n="c-wsj24-nvidia-twice-as-fast",
)
def claims_apart(a, n):
    """Return the product of two ratios that point opposite ways."""
    return a * n


@result(
    "r-shift-mlperf-offline",
    title="MI300X over H100 in MLPerf Inference v4.1, offline",
    relation=r"q = \frac{A}{N}",
    unit="ratio",
    A="inf-mlp41-amd-mi300xx8-llama2-70b-99.9-offline",
    N="inf-mlp41-nvidia-h100-sxmx8-llama2-70b-99.9-offline",
)
def mlperf_offline(A, N):
    """Return tokens a second of eight chips over those of eight chips."""
    return A / N


@result(
    "r-shift-mlperf-server",
    title="MI300X over H100 in MLPerf Inference v4.1, server",
    relation=r"q = \frac{A}{N}",
    unit="ratio",
    A="inf-mlp41-amd-mi300xx8-llama2-70b-99.9-server",
    N="inf-mlp41-nvidia-h100-sxmx8-llama2-70b-99.9-server",
)
def mlperf_server(A, N):
    """Return tokens a second of eight chips over those of eight chips."""
    return A / N


@result(
    "r-shift-mlperf-later",
    title="MI300X over H100 in MLPerf Inference v5.1, offline, a chip",
    relation=r"q = \frac{A / 8}{N / 16}",
    unit="ratio",
    A="inf-mlp51-amd-mi300xx8-llama2-70b-99.9-offline",
    N="inf-mlp51-cisco-h100-sxmx16-llama2-70b-99.9-offline",
)
def mlperf_later(A, N):
    """Return tokens a second a chip, of a system of eight over one of sixteen."""
    return (A / 8) / (N / 16)


@result(
    "r-shift-same-library",
    title="MI300X over H100 in LLM-Inference-Bench, vLLM on both, batch of 64",
    relation=r"q = \frac{A}{N}",
    unit="ratio",
    A="inf-lib-mi300xx4-llama-2-70b-vllm-b64",
    N="inf-lib-h100x4-llama-2-70b-vllm-b64",
)
def same_library(A, N):
    """Return tokens a second of four chips over those of four chips."""
    return A / N
