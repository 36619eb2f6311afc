"""Results that take one prediction apart, for a reader to do by hand: a step in which eight H20 decode Llama 3.1 70B, mechanism by mechanism."""

from __future__ import annotations

from detour.models.collectives import all_reduce_time
from detour.models.roofline import operation_time
from detour.results.engine import quadrature, result

_GIGA, _TERA, _MICRO, _MILLI = 1e9, 1e12, 1e-6, 1e-3
#: Bytes of a value that chips exchange, and the share of links that carry both ways that one way has.
_EXCHANGED, _ONE_WAY = 2, 0.5
_SHARES = {"P": "nvidia-h20/fp16_peak", "B": "nvidia-h20/memory_bandwidth", "n": "a-serve-node"}
_SHARES |= {"η_c": "a-fit-compute-share-nvidia", "η_m": "a-fit-memory-share-nvidia"}
_LAYERS, _SEQUENCES = "llama-3-1-70b/layer_count", "a-load-sequences-dense"
PARTS = {"w": "weights", "a": "attention", "x": "exchanges", "l": "layers", "s": "requests"}


def _milliseconds(D, i, P, B, n, η_c, η_m):
    """Return what bytes with so many operations each take on a group of chips."""
    return operation_time(D * _GIGA * i, D * _GIGA, n * η_c * P * _TERA, n * η_m * B * _GIGA) / _MILLI


def part(name: str, what: str, intensity: str, read: str) -> None:
    """Declare the time of a part that waits either for arithmetic or for memory."""
    result(
        f"r-hi-hand-{name}",
        title=f"{what} in a step in which H20s decode Llama 3.1 70B",
        relation=r"t = \max\!\left(\frac{i D}{n\,η_c P},\; \frac{10^3 D}{n\,η_m B}\right)",
        unit="ms",
        combine=quadrature,
        D=read,
        i=intensity,
        **_SHARES,
    )(_milliseconds)


part("weights", "Matrices", "r-hi-matrix-intensity-dense", "r-hi-read-weights-dense")
part("attention", "Attention", "r-hi-gqa-intensity", "r-hi-read-cache-dense")


@result(
    "r-hi-hand-exchanges",
    title="Exchanges in a step in which H20s decode Llama 3.1 70B",
    relation=r"t = 2 N \left(2\,\frac{n - 1}{n} \cdot \frac{2 s h}{η_x L / 2} \cdot 10^{-6} + 10^{-3} α\right)",
    unit="ms",
    combine=quadrature,
    N=_LAYERS,
    n="a-serve-node",
    s=_SEQUENCES,
    h="llama-3-1-70b/hidden_size",
    L="nvidia-h20/interconnect_bandwidth",
    η_x="a-fit-exchange-share",
    α="a-fit-exchange-latency",
)
def exchanges(N, n, s, h, L, η_x, α):
    """Return two sums over all chips in each layer."""
    return 2 * N * all_reduce_time(_EXCHANGED * s * h, n, η_x * _ONE_WAY * L * _GIGA, α * _MICRO) / _MILLI


@result(
    "r-hi-hand-layers",
    title="What layers cost besides in a step in which H20s decode Llama 3.1 70B",
    relation=r"t = 10^{-3} N τ",
    unit="ms",
    combine=quadrature,
    N=_LAYERS,
    τ="a-fit-layer-overhead-nvidia",
)
def layers(N, τ):
    """Return the layers times the delay of one."""
    return N * τ * _MICRO / _MILLI


@result(
    "r-hi-hand-requests",
    title="What requests cost besides in a step in which H20s decode Llama 3.1 70B",
    relation=r"t = 10^{-3} s\,τ_s",
    unit="ms",
    combine=quadrature,
    s=_SEQUENCES,
    τ_s="a-fit-sequence-overhead",
)
def requests(s, τ_s):
    """Return the requests times the delay of one."""
    return s * τ_s * _MICRO / _MILLI


@result(
    "r-hi-hand-step",
    title="A step in which H20s decode Llama 3.1 70B",
    relation=r"T = t_w + t_a + t_x + t_l + t_s",
    unit="ms",
    combine=quadrature,
    **{f"t_{symbol}": f"r-hi-hand-{name}" for symbol, name in PARTS.items()},
)
def step(t_w, t_a, t_x, t_l, t_s):
    """Return the sum of the parts."""
    return t_w + t_a + t_x + t_l + t_s
