"""Results on what chips serve: tokens a second of each chip that one is worth another in, for a dense model and one with experts."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import lru_cache

from detour import registry
from detour.prediction import served
from detour.prediction.efficiencies import GROUPS, PER_MAKER, group_of, row_id
from detour.results.engine import quadrature, result
from detour.results.forms import of_many

#: A chip: entity, maker, and the rows that replace its preferred specifications or the chips that serve together.
Compared = tuple[str, str, dict[str, str]]
#: Chips compared, by the short name that results carry.
CHIPS: dict[str, Compared] = {
    "910c": ("huawei-ascend-910c", "huawei", {"fp16_peak": "a-hi-910c-fp16", "int8_peak": "a-hi-910c-int8", "memory_bandwidth": "a-hi-910c-memory-bandwidth"}),
    "910b": (
        "huawei-ascend-910b",
        "huawei",
        {
            "fp16_peak": "a-hi-910b-fp16",
            "int8_peak": "a-hi-910b-int8",
            "memory_bandwidth": "a-hi-910b-memory-bandwidth",
            "memory_capacity": "a-hi-910b-memory-capacity",
            "interconnect_bandwidth": "a-hi-910b-links",
        },
    ),
    "mlu590": ("cambricon-mlu590", "cambricon", {"fp16_peak": "a-hi-mlu590-fp16"}),
    "p800": ("kunlunxin-p800", "kunlunxin", {}),
    "h20": ("nvidia-h20", "nvidia", {}),
    "h100": ("nvidia-h100", "nvidia", {}),
    "xeon": ("intel-xeon-8592plus", "intel", {"interconnect_bandwidth": "a-serve-unlisted-links", "chips": "a-load-processor-chips"}),
}
NAMES = {"xeon": "Xeon 8592+", "910c": "910C", "910b": "910B", "mlu590": "MLU590", "p800": "P800", "h20": "H20", "h100": "H100"}
#: Chips of which the articles give sales of 2024.
SOLD = ("h20", "910b")
#: Models by short name: entity, name, and the quantities of its architecture with their symbols.
MODELS = {
    "dense": (
        "llama-3-1-70b",
        "Llama 3.1 70B",
        {
            "layer_count": "N",
            "hidden_size": "h",
            "attention_heads": "H",
            "key_value_heads": "K",
            "feedforward_size": "f",
            "vocabulary_size": "V",
        },
    ),
    "experts": (
        "deepseek-r1",
        "DeepSeek-R1",
        {
            "layer_count": "N",
            "hidden_size": "h",
            "attention_heads": "H",
            "head_dimension": "d",
            "rope_head_dimension": "d_r",
            "value_head_dimension": "d_v",
            "query_rank": "r_q",
            "key_value_rank": "r_k",
            "dense_layers": "N_d",
            "feedforward_size": "f",
            "expert_count": "E",
            "experts_per_token": "e",
            "shared_experts": "e_s",
            "expert_feedforward_size": "f_e",
            "vocabulary_size": "V",
        },
    ),
}
#: Bytes of a parameter: 16 bits for the dense model, eight for the one with experts.
BYTES = {"dense": 2.0, "experts": 1.0}
PHASES = {"prefill": served.prefilled, "decode": served.decoded, "serve": served.served, "total": served.passed}
_WORDS = {"prefill": "Prefill", "decode": "Decode", "serve": "Answers of a whole service", "total": "Prompts and answers of a whole service"}
#: Phases that read and write, and so need to know what fits into memory.
_WHOLE = ("serve", "total")
#: Symbols of what is known of a chip, its software and its links.
SYMBOLS = {
    "peak": "P",
    "fp16_peak": "P_w",
    "memory_bandwidth": "B",
    "link_rate": "L",
    "compute_share": "η_c",
    "memory_share": "η_m",
    "layer_overhead": "τ",
    "expert_overhead": "τ_e",
    "sequence_overhead": "τ_s",
    "narrow_share": "ν",
    "exchange_share": "η_x",
    "exchange_latency": "α",
    "imbalance": "ι",
    "node": "g",
    "joined_chips": "j",
    "spread": "k",
    "chips": "n",
    "cache_bytes": "b",
    "input": "p",
    "output": "a",
    "sequences": "s",
    "prefill_tokens": "m",
    "memory_capacity": "C",
    "usable_memory": "u",
    "overlap": "φ",
}


def _specifications(compared: Compared, model: str, phase: str) -> dict[str, str]:
    """Return the rows of a chip by what the model calls them."""
    entity, _, chosen = compared
    row = {name: chosen.get(name, f"{entity}/{name}") for name in ("fp16_peak", "memory_bandwidth", "memory_capacity", "interconnect_bandwidth")}
    eight = "fp8_peak" if entity.startswith("nvidia") else "int8_peak"
    far = model == "experts" and not _joined(compared)
    found = {
        "peak": row["fp16_peak"] if model == "dense" else chosen.get(eight, f"{entity}/{eight}"),
        "memory_bandwidth": row["memory_bandwidth"],
        "link_rate": "a-serve-network" if far else row["interconnect_bandwidth"],
    }
    if model == "experts":
        found["fp16_peak"] = row["fp16_peak"]
        if _joined(compared):
            found["joined_chips"] = "a-serve-joined-910c"
    if phase in _WHOLE:
        found |= {"memory_capacity": row["memory_capacity"], "usable_memory": "a-serve-usable-memory"}
    return found


def _joined(compared: Compared) -> bool:
    """Return whether one kind of link joins more of the chips than a node holds."""
    return compared[0] == CHIPS["910c"][0]


def _efficiencies(compared: Compared, model: str, phase: str) -> dict[str, str]:
    """Return the rows of the fitted efficiencies that the model takes, and of the factor of the prediction."""
    maker = group_of(compared[1])
    names = ["compute_share", "memory_share", "layer_overhead", "sequence_overhead", "exchange_latency"]
    if model == "experts":
        names += ["expert_overhead", "narrow_share", "imbalance"]
    if phase in _WHOLE:
        names.append("overlap")
    found = {name: row_id(name, maker if name in PER_MAKER else GROUPS[-1]) for name in names}
    far = model == "experts" and not _joined(compared)
    kind = maker if maker != GROUPS[-1] else "unmeasured"
    return found | {"exchange_share": row_id("network_share" if far else "exchange_share", GROUPS[-1]), "spread": f"a-fit-spread-{kind}"}


def _load(model: str, phase: str) -> dict[str, str]:
    """Return the rows of the load: the conditions of a comparison or, for all tokens that pass, of a service of which nothing is known."""
    found = {"chips": "a-serve-node" if model == "dense" else "a-load-chips-experts", "cache_bytes": "a-hi-cache-width@high"}
    if model == "experts":
        found["node"] = "a-serve-node"
    if phase == "serve":
        return found | {"input": "a-load-service-prompt", "output": "a-load-service-answer", "sequences": "a-load-service-sequences"}
    if phase == "total":
        return found | {"input": "a-serve-input-length", "output": "a-serve-output-length", "sequences": "a-serve-most-sequences"}
    if phase == "prefill":
        return found | {"input": "a-load-prompt", "prefill_tokens": "a-serve-prefill-tokens"}
    return found | {"input": "a-load-prompt", "output": "a-load-answer", "sequences": f"a-load-sequences-{model}"}


def rows_of(chip: str, model: str, phase: str, chips: Mapping[str, Compared] = CHIPS) -> dict[str, str]:
    """Return the id of every input of a throughput by what the model calls it."""
    entity, _, architecture = MODELS[model]
    compared = chips[chip]
    by_name = _specifications(compared, model, phase) | _efficiencies(compared, model, phase) | _load(model, phase)
    by_name["chips"] = compared[2].get("chips", by_name["chips"])
    return by_name | {quantity: f"{entity}/{quantity}" for quantity in architecture}


def units(model: str, by_name: dict[str, str], values: dict[str, float]) -> dict[str, float]:
    """Return the inputs of the model's formulas from the values of rows: links one way, bytes of a parameter, chips of a node."""
    one_way = 1.0 if by_name["link_rate"].startswith("a-serve-") else 0.5
    return {"node": values["chips"]} | values | {"weight_bytes": BYTES[model], "link_rate": values["link_rate"] * one_way}


@lru_cache(maxsize=64)
def given(chip: str, model: str, phase: str) -> dict[str, float]:
    """Return what a throughput is computed from, every row at its centre.

    >>> given("h20", "dense", "decode")["peak"]
    148.0
    """
    by_name = rows_of(chip, model, phase)
    return units(model, by_name, {name: registry.find(ref).value for name, ref in by_name.items() if name != "spread"})


def rate(model: str, phase: str, by_name: dict[str, str]) -> Callable:
    """Return the relation of a throughput as a function of the symbols of its inputs, tokens/s of one chip."""
    symbols = {MODELS[model][2].get(name) or SYMBOLS[name]: name for name in by_name}

    def tokens_per_second(**inputs: float) -> float:
        values = {symbols[symbol]: value for symbol, value in inputs.items()}
        return values["spread"] * PHASES[phase](units(model, by_name, values))

    tokens_per_second.__signature__ = inspect.Signature([inspect.Parameter(symbol, inspect.Parameter.KEYWORD_ONLY) for symbol in symbols])
    return tokens_per_second


def declare(chip: str, model: str, phase: str, chips: Mapping[str, Compared] = CHIPS, names: Mapping[str, str] = NAMES, of: str = "hi") -> None:
    """Declare what a chip serves of a model in a phase; `of` is the part of the id that says whose results they are."""
    _, name, architecture = MODELS[model]
    by_name = rows_of(chip, model, phase, chips)
    inputs = {architecture.get(each) or SYMBOLS[each]: ref for each, ref in by_name.items()}
    amount = {"prefill": "m", "decode": "s", "serve": "s", "total": "s (p + a) / a"}[phase]
    # Experts lie over all chips, and each chip has requests of its own.
    group = r"n \cdot " if model == "dense" else ""
    result(
        f"r-{of}-{phase}-{model}-{chip}",
        title=f"{_WORDS[phase]} of {name} on one {names[chip]}",
        relation=of_many(rf"r &= k^{{\pm 1}} \cdot \frac{{{amount}}}{{{group}T}}", "T", [symbol for symbol in inputs if symbol != "k"]),
        unit="token/s",
        combine=quadrature,
        **inputs,
    )(rate(model, phase, by_name))


# No price of the P800 was found, so that what a service of it costs is not asked.
declare("xeon", "dense", "decode")
for _chip in (each for each in CHIPS if each != "xeon"):
    for _model in MODELS:
        for _phase in ("prefill", "decode", *(["serve"] if _chip != "p800" else []), *(["total"] if _chip in SOLD else [])):
            declare(_chip, _model, _phase)
