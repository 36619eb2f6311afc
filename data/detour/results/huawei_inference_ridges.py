"""Results on what prefill and decoding ask of a chip: the operations for each byte at which its arithmetic and its memory take equally long."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping

from detour.models.transformer import attention_parameters
from detour.prediction.served import TERA
from detour.prediction.settings import GIGA
from detour.results.engine import result
from detour.results.forms import of_many
from detour.results.huawei_inference_served import BYTES, MODELS, PHASES, SYMBOLS, rows_of

#: Phases that a service divides into.
ASKING = {"prefill": "prefill", "decode": "decoding"}
#: What a step computes and reads depends on these of all the inputs of a throughput.
_LOADED = ("chips", "cache_bytes", "input", "output", "sequences", "prefill_tokens")
#: A chip that loses nothing to software or to links.
_IDEAL = {"compute_share": 1.0, "narrow_share": 1.0, "memory_share": 1.0, "exchange_share": 1.0, "link_rate": math.inf}
_IDEAL |= {"exchange_latency": 0.0, "layer_overhead": 0.0, "expert_overhead": 0.0, "sequence_overhead": 0.0, "imbalance": 1.0}
#: FLOP/s by the bytes of a value: eight bits are multiplied twice as fast as sixteen.
_NARROW = {2.0: 1.0, 1.0: 2.0}


def intensity(model: str, phase: str, values: Mapping[str, float]) -> float:
    """Return the operations for each byte of a phase, those in eight bits counted half.

    A chip of one FLOP/s whose memory costs no time takes as many seconds as a token takes operations, one of one byte/s whose arithmetic
    costs none as many as it takes bytes: the formulas that predict a throughput give both.

    >>> from detour.results.huawei_inference_served import given
    >>> round(intensity("dense", "decode", given("h20", "dense", "decode")))
    42
    """
    load = _IDEAL | {"weight_bytes": BYTES[model], "node": values["chips"]} | {name: value for name, value in values.items() if name not in _IDEAL}
    arithmetic = {"peak": _NARROW[BYTES[model]] / TERA, "fp16_peak": 1 / TERA, "memory_bandwidth": math.inf}
    memory = {"peak": math.inf, "fp16_peak": math.inf, "memory_bandwidth": 1 / GIGA}
    return PHASES[phase](load | memory) / PHASES[phase](load | arithmetic)


def asked(model: str, phase: str) -> dict[str, str]:
    """Return the id of every input of an intensity by what the model calls it: the same for every chip."""
    architecture = MODELS[model][2]
    return {name: ref for name, ref in rows_of("h20", model, phase).items() if name in architecture or name in _LOADED}


def declare(model: str, phase: str) -> None:
    """Declare the operations for each byte of a phase of a model."""
    _, name, architecture = MODELS[model]
    symbols = {architecture.get(each) or SYMBOLS[each]: each for each in asked(model, phase)}
    result(
        f"r-hi-ridge-{phase}-{model}",
        title=f"Operations for each byte of {ASKING[phase]} with {name}: the balance at which a chip's arithmetic and memory take equally long",
        relation=of_many(r"I &= \frac{\sum_i F_i}{\sum_i D_i}", r"F_i,\, D_i", list(symbols)),
        unit="FLOP/byte",
        **{symbol: asked(model, phase)[each] for symbol, each in symbols.items()},
    )(_intensity(model, phase, symbols))


def _intensity(model: str, phase: str, symbols: dict[str, str]) -> Callable:
    """Return an intensity as a function of the symbols of its inputs."""

    def operations_a_byte(**inputs: float) -> float:
        return intensity(model, phase, {symbols[symbol]: value for symbol, value in inputs.items()})

    operations_a_byte.__signature__ = inspect.Signature([inspect.Parameter(symbol, inspect.Parameter.KEYWORD_ONLY) for symbol in symbols])
    return operations_a_byte


for _model in MODELS:
    for _phase in ASKING:
        declare(_model, _phase)

_DENSE = {symbol: f"{MODELS['dense'][0]}/{quantity}" for quantity, symbol in MODELS["dense"][2].items()}


@result(
    "r-hi-read-weights-dense",
    title="Weights of Llama 3.1 70B that one step of decoding reads, in 16 bits",
    relation=r"D_w = 2 \left( 2 N h^2 \left( 1 + \frac{K}{H} \right) + 3 N h f + h V \right) \cdot 10^{-9}",
    unit="GB",
    **_DENSE,
)
def weights_read(N, h, H, K, f, V):
    """Return the bytes of every parameter that a token passes."""
    return BYTES["dense"] * (N * (attention_parameters(h, H, K, h / H) + 3 * h * f) + h * V) / GIGA


@result(
    "r-hi-read-cache-dense",
    title="Cache of Llama 3.1 70B that one step of decoding reads for all requests of a node",
    relation=r"D_c = 2 N K \frac{h}{H}\, b\, s \left( p + \frac{a}{2} \right) \cdot 10^{-9}",
    unit="GB",
    **{symbol: _DENSE[symbol] for symbol in ("N", "h", "H", "K")},
    b="a-hi-cache-width@high",
    s="a-load-sequences-dense",
    p="a-load-prompt",
    a="a-load-answer",
)
def cache_read(N, h, H, K, b, s, p, a):
    """Return the bytes of keys and values of the tokens that every request looks back on, half of its answer written."""
    return 2 * N * K * h / H * b * s * (p + a / 2) / GIGA


@result(
    "r-hi-matrix-intensity-dense",
    title="Operations for each byte of weights read in a step of decoding, Llama 3.1 70B in 16 bits",
    relation=r"I_w = \frac{2 s}{2}",
    unit="FLOP/byte",
    s="a-load-sequences-dense",
)
def matrix_intensity(s):
    """Return a multiplication and an addition for each request and each parameter, over the bytes of a parameter."""
    return 2 * s / BYTES["dense"]
