"""Results on how many chips of one kind train a model as fast as a cluster of H100, by the model of training."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from detour import registry
from detour.prediction import training_matched
from detour.prediction.training_efficiencies import group_of, row_id
from detour.prediction.training_matching import Match, together
from detour.registry import Entry
from detour.results.engine import result
from detour.results.forms import of_many, of_symbols
from detour.results.huawei_inference_served import CHIPS as SERVING
from detour.results.huawei_inference_served import MODELS as ARCHITECTURES

#: Chips compared, by the short name that results carry: entity, maker, row of the network of its nodes, and the rows that replace its specifications.
CHIPS = {
    "h800": ("nvidia-h800", "nvidia", "a-serve-network", {}),
    "h800-press": ("nvidia-h800", "nvidia", "a-serve-network", {"interconnect_bandwidth": "sp-nvidia-h800-interconnect-bandwidth-2"}),
    "a100": ("nvidia-a100", "nvidia", "a-train-network-a100", {}),
    "a800": ("nvidia-a800", "nvidia", "a-train-network-a800", {}),
    "910b": ("huawei-ascend-910b", "huawei", "a-train-network-910b", SERVING["910b"][2]),
    "v100": ("nvidia-v100", "nvidia", "a-train-network-v100", {}),
    "h100": ("nvidia-h100", "nvidia", "a-serve-network", {}),
    "h20": ("nvidia-h20", "nvidia", "a-serve-network", {}),
    "910c": ("huawei-ascend-910c", "huawei", "a-serve-network", SERVING["910c"][2] | {"node": "a-serve-joined-910c"}),
}
NAMES = {"h800": "H800", "h800-press": "H800, link as the press had it", "a100": "A100", "a800": "A800", "910b": "Ascend 910B", "v100": "V100"}
NAMES |= {"h100": "H100", "h20": "H20", "910c": "Ascend 910C"}
STRONG = CHIPS["h100"]
#: Chips of which no measurement of training was fitted.
UNMEASURED = ("v100", "h20", "910c")
#: Models by short name: entity, name, and the quantities of its architecture with their symbols.
MODELS = {
    "405b": ("llama-3-1-405b", "Llama 3.1 405B", ARCHITECTURES["dense"][2]),
    "8b": ("llama-3-1-8b", "Llama 3.1 8B", ARCHITECTURES["dense"][2]),
    "v3": ("deepseek-v3", "DeepSeek-V3", ARCHITECTURES["experts"][2]),
}
ASKED = {"405b": ("h800", "h800-press", "a100", "a800", "910b", "v100"), "8b": ("h800", "a800", "v100"), "v3": ("h800",)}
#: Chips so near one for one that whole layouts decide on their number: their speed at the same number is told too.
PACED = ("h800", "h800-press")
SPECIFICATIONS = {"fp16_peak": "P", "memory_bandwidth": "B", "memory_capacity": "C", "interconnect_bandwidth": "L"}
#: What is fitted or assumed of runs on any chip: symbol and row.
SHARED = {
    "memory_share": ("η_m", "a-train-memory-share"),
    "reuse": ("ρ", "a-train-reuse"),
    "attention_reuse": ("ρ_a", "a-train-attention-reuse"),
    "exchange_share": ("η_x", "a-train-exchange-share"),
    "network_share": ("η_w", "a-train-network-share"),
    "overlap": ("φ", "a-train-overlap"),
    "spread": ("σ", "a-train-spread"),
    "usable_memory": ("u", "a-train-usable-memory"),
    "node": ("g", "a-serve-node"),
    "latency": ("α", "a-train-latency"),
    "failure_rate": ("λ", "a-train-failure-rate"),
    "saving": ("τ", "a-train-saving"),
    "lost": ("τ_l", "a-train-recovery"),
    "tokens": ("b", "a-train-most-tokens"),
    "length": ("s", "a-train-length"),
    "strong_chips": ("n_s", "a-load-strong-chips"),
}
EXPERTS = {"expert_share": ("η_e", "a-train-expert-share"), "routing": ("κ", "a-train-routing"), "most_nodes": ("m", "a-train-routed-nodes")}


def rows_of(chip: str, model: str) -> dict[str, tuple[str, str]]:
    """Return symbol and row of every input of a match by what the model calls it."""
    entity, _, quantities = MODELS[model]
    return rows_for(chip, entity, quantities) | (EXPERTS if model == "v3" else {})


def rows_for(chip: str, entity: str, quantities: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return the same for any model whose architecture rows give, without what experts need."""
    found = _of_chip(CHIPS[chip], "") | {f"strong_{name}": each for name, each in _of_chip(STRONG, "_s").items()} | SHARED
    if "node" in CHIPS[chip][3]:
        found |= {"node": ("g", CHIPS[chip][3]["node"]), "strong_node": ("g_s", "a-serve-node")}
    return found | {quantity: (symbol, f"{entity}/{quantity}") for quantity, symbol in quantities.items()}


def _of_chip(chip: tuple[str, str, str, Mapping[str, str]], mark: str) -> dict[str, tuple[str, str]]:
    """Return what is known of a chip, its nodes and its software."""
    entity, maker, network, chosen = chip
    found = {name: (symbol + mark, chosen.get(name, f"{entity}/{name}")) for name, symbol in SPECIFICATIONS.items()}
    return found | {"network": (f"W{mark}", network), "compute_share": (f"η{mark}", row_id("compute_share", group_of(maker)))}


def factors_of(chip: str) -> dict[str, tuple[str, str]]:
    """Return symbol and row of the factors within which predictions of both chips are to hold."""
    return {"spread_of": ("k", f"a-train-spread-{'unmeasured' if chip in UNMEASURED else 'said'}"), "strong_spread_of": ("k_s", "a-train-spread-said")}


def by_factors(function: Callable, inputs: dict[str, Entry]) -> tuple[float, float, float]:
    """Return the value as predicted, and where the two predictions stand apart by the factors of both, each erring for itself."""
    central = {symbol: each.value for symbol, each in inputs.items()} | {"k": 1.0, "k_s": 1.0}
    factor = together([inputs["k"].value, inputs["k_s"].value])
    value, low, high = (float(function(**central | {"k_s": each})) for each in (1.0, 1 / factor, factor))
    return value, low, high


by_factors.counts = lambda each: each.id.startswith("a-train-spread-")


def matched(chip: str, model: str, values: Mapping[str, float], factor: float = 1.0, *, reasons: bool = True) -> Match:
    """Return how many of a chip train a model as fast as so many H100, from values by what the model calls them."""
    return training_matched.matched(dict(values), CHIPS[chip][:2], STRONG[:2], factor, reasons=reasons)


def given(chip: str, model: str) -> dict[str, float]:
    """Return what a match is computed from, every row at its centre.

    >>> given("a800", "405b")["strong_chips"]
    1024.0
    """
    return {name: registry.find(ref).value for name, (_, ref) in rows_of(chip, model).items()}


def declare(chip: str, model: str) -> None:
    """Declare how many of a chip match one H100 on a model."""
    named = rows_of(chip, model) | factors_of(chip)
    symbols = {symbol: name for name, (symbol, _) in named.items()}

    def chips_for_one(values: dict[str, float]) -> float:
        """Return the least number of chips whose run gets on as fast, over that of H100; NaN where there is none."""
        factor = values.pop("spread_of") * values.pop("strong_spread_of")
        ratio = matched(chip, model, values, factor, reasons=False).ratio
        return math.nan if ratio is None else ratio

    result(
        f"r-cw-match-{model}-{chip}",
        title=f"{NAMES[chip]} that train {MODELS[model][1]} as fast as one H100 in a cluster",
        relation=of_many(
            r"r &= \frac{1}{n_s} \min \{ n : \frac{b}{T(n)} \ge k\, k_s \frac{b}{T_s(n_s)} \}",
            "T, T_s",
            [each for each in symbols if each not in ("k", "k_s", "n_s")],
        ),
        unit="",
        digits=2,
        combine=by_factors,
        **{symbol: ref for symbol, ref in named.values()},
    )(of_symbols(chips_for_one, symbols))


def declare_pace(chip: str, model: str) -> None:
    """Declare the speed of as many of a chip as a share of that of H100."""
    named = rows_of(chip, model) | factors_of(chip)
    symbols = {symbol: name for name, (symbol, _) in named.items()}

    def share_of_speed(values: dict[str, float]) -> float:
        """Return the speed as a percentage."""
        factor = values.pop("spread_of") * values.pop("strong_spread_of")
        return 100 * training_matched.pace(values, CHIPS[chip][:2], STRONG[:2]) * factor

    result(
        f"r-cw-pace-{model}-{chip}",
        title=f"Speed at which as many {NAMES[chip]} train {MODELS[model][1]}, as a share of that of a cluster of H100",
        relation=of_many(r"r &= 100\, k\, k_s \frac{T_s(n_s)}{T(n_s)}", "T, T_s", [each for each in symbols if each not in ("k", "k_s", "n_s")]),
        unit="percent",
        digits=2,
        combine=by_factors,
        **{symbol: ref for symbol, ref in named.values()},
    )(of_symbols(share_of_speed, symbols))


for _model, _chips in ASKED.items():
    for _chip in _chips:
        declare(_chip, _model)
        if _chip in PACED:
            declare_pace(_chip, _model)
