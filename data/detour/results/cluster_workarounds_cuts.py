"""Results on what each export control costs a training step: the speed that as many chips keep after a specification is cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from detour import registry
from detour.prediction import training_cuts
from detour.registry import Entry
from detour.results import cluster_workarounds_matching as matching
from detour.results.engine import quadrature, result
from detour.results.forms import of_many, of_symbols, share

#: Every chip compared is of this maker.
MAKER = "nvidia"


class Cut(NamedTuple):
    """A chip before and after."""

    name: str
    before: str
    network: str  #: row of the network of its nodes, which no control named: the same before and after
    after: str = ""  #: chip from which specifications are taken, and which
    taken: tuple[str, ...] = ()
    halved: str = ""  #: what is halved by itself, as no control did
    split: bool = False  #: whether matrices are split over all chips of a node, needed or not
    gathered: bool = False  #: whether all chips hold a part of the weights each and gather them anew for every sequence


_ALL = tuple(matching.SPECIFICATIONS)
_H100 = ("nvidia-h100", "a-serve-network")
CUTS = {
    "a800": Cut("A800 for A100", "nvidia-a100", "a-train-network-a100", "nvidia-a800", _ALL),
    "a800-split": Cut("A800 for A100, split over a node", "nvidia-a100", "a-train-network-a100", "nvidia-a800", _ALL, split=True),
    "h800": Cut("H800 for H100", *_H100, "nvidia-h800", _ALL),
    "h800-split": Cut("H800 for H100, split over a node", *_H100, "nvidia-h800", _ALL, split=True),
    "h800-gathered": Cut("H800 for H100, weights gathered for every sequence", *_H100, "nvidia-h800", _ALL, gathered=True),
    "network": Cut("H100 with half the network", *_H100, halved="network"),
    "arithmetic": Cut("H100 with the arithmetic of an H20", *_H100, "nvidia-h20", ("fp16_peak",)),
    "h20": Cut("H20 for H100", *_H100, "nvidia-h20", _ALL),
}
MODELS = {"8b": matching.MODELS["8b"], "70b": matching.ARCHITECTURES["dense"], "405b": matching.MODELS["405b"], "v3": matching.MODELS["v3"]}
#: Numbers of chips, by row: a middling cluster and a large one.
MANY, SOME = "es-cw-llama-run", "a-load-strong-chips"
#: What is asked: cut, model, row of the number of chips, whether the batch grows with the chips, and how the result is called.
ASKED = {
    **{f"{model}-{cut}": (cut, model, MANY, False) for model in ("8b", "405b", "v3") for cut in ("a800", "h800")},
    **{f"{model}-h20": ("h20", model, MANY, False) for model in ("8b", "405b")},
    "405b-arithmetic": ("arithmetic", "405b", MANY, False),
    "v3-network": ("network", "v3", MANY, False),
    "8b-h800-grown": ("h800", "8b", MANY, True),
    **{f"{model}-{cut}-split": (f"{cut}-split", model, SOME, False) for model, cut in (("8b", "a800"), ("8b", "h800"), ("70b", "h800"))},
    "8b-h800-gathered": ("h800-gathered", "8b", SOME, False),
    "70b-h800": ("h800", "70b", SOME, False),
}
#: Share of speed kept at which links are said to matter, percent.
KEPT = 90
#: Rows of what a step is computed with beside chip, model and network. The wait for the slowest and failures are the same for as many chips.
_SHARES = ("memory_share", "reuse", "attention_reuse", "exchange_share", "network_share", "overlap", "usable_memory", "node", "latency", "length")
#: Rows that are conditions of the comparison, so that their ends widen no interval.
CONDITIONS = ("a-train-length", "a-train-most-tokens", "a-train-tokens-per-chip", SOME)


def rows_of(cut: str, model: str, grown: bool = False) -> dict[str, tuple[str, str]]:
    """Return symbol and row of every input by what the model calls it; those of the chip after a cut begin with `after_`."""
    entity, _, quantities = MODELS[model]
    asked = CUTS[cut]
    found = {name: (symbol, f"{asked.before}/{name}") for name, symbol in matching.SPECIFICATIONS.items()}
    found |= {f"after_{name}": (f"{matching.SPECIFICATIONS[name]}_c", f"{asked.after}/{name}") for name in asked.taken}
    found |= {"network": ("W", asked.network), "compute_share": ("η", "a-train-compute-share-nvidia")}
    found |= {name: matching.SHARED[name] for name in _SHARES} | (matching.EXPERTS if model == "v3" else {})
    found |= {"tokens_per_chip": ("b_n", "a-train-tokens-per-chip")} if grown else {"tokens": matching.SHARED["tokens"]}
    return found | {quantity: (symbol, f"{entity}/{quantity}") for quantity, symbol in quantities.items()}


def sides(cut: str, values: dict[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the values before a cut and after it, each with the batch and the split that are asked for.

    >>> before, after = sides("network", {"network": 50.0, "tokens_per_chip": 16384.0, "chips": 8.0})
    >>> before["network"], after["network"], before["tokens"]
    (50.0, 25.0, 131072.0)
    """
    asked = CUTS[cut]
    before = {name: value for name, value in values.items() if not name.startswith("after_")}
    before.setdefault("tokens", values["chips"] * values.get("tokens_per_chip", 0.0))
    before |= {"split": values["node"]} if asked.split else dict.fromkeys(training_cuts.HELD, 1.0) if asked.gathered else {}
    after = before | {name.removeprefix("after_"): value for name, value in values.items() if name.startswith("after_")}
    return before, after | ({asked.halved: after[asked.halved] / 2} if asked.halved else {})


def by_shares(function: Callable, inputs: dict[str, Entry]) -> tuple[float, float, float]:
    """Return the value at the central inputs and how far it goes, at most to all, where shares, delay, network and memory err, alike before and after."""
    erring = {symbol: replace(each, low=each.value, high=each.value) if each.id in CONDITIONS else each for symbol, each in inputs.items()}
    value, low, high = quadrature(function, erring)
    return value, low, min(high, max(value, 100.0))


by_shares.counts = lambda each: each.ends()[0] < each.ends()[1] and each.id not in CONDITIONS


def _function(computed: Callable[[dict[str, float]], float], rows: dict[str, tuple[str, str]]) -> Callable:
    """Return a function of symbols, in percent, from one of values by what the model calls them."""
    return of_symbols(lambda values: 100 * computed(values), {symbol: name for name, (symbol, _) in rows.items()})


def keeps(cut: str) -> Callable[[dict[str, float]], float]:
    """Return the share of the speed that is kept, as a function of values by what the model calls them."""
    return lambda values: training_cuts.kept(*sides(cut, values), (CUTS[cut].before, MAKER))


@lru_cache(maxsize=256)
def at(cut: str, model: str, chips: float) -> tuple[float, float, float]:
    """Return the share of speed kept at the usual batch, in percent, with its interval, for a number of chips that no row holds.

    Raises `Unpredictable` where the model does not fit.

    >>> value, low, high = at("h800", "8b", 1024)
    >>> 90 < low < value < high <= 100
    True
    """
    rows = rows_of(cut, model) | {"chips": ("n", MANY)}
    inputs = {symbol: registry.find(ref) for symbol, ref in rows.values()}
    return by_shares(_function(keeps(cut), rows), inputs | {"n": replace(inputs["n"], value=float(chips))})


def ways(cut: str, model: str, chips: float) -> float:
    """Return the number of chips over which the chip before a cut splits matrices, in the same job."""
    values = {name: registry.find(ref).value for name, (_, ref) in rows_of(cut, model).items()} | {"chips": float(chips)}
    return training_cuts.ways(sides(cut, values)[0], (CUTS[cut].before, MAKER))


def _declare(id: str, title: str, formula: str, names: str, computed: Callable, rows: dict[str, tuple[str, str]]) -> None:
    symbols = [symbol for symbol, _ in rows.values()]
    refs = {symbol: ref for symbol, ref in rows.values()}
    result(id, title=title, relation=of_many(formula, names, symbols), unit="percent", digits=2, combine=by_shares, **refs)(_function(computed, rows))


def declare(key: str) -> None:
    """Declare the share of speed that is kept."""
    cut, model, chips, grown = ASKED[key]
    rows = rows_of(cut, model, grown) | {"chips": ("n", chips)}
    title = f"Speed kept on {MODELS[model][1]}: {CUTS[cut].name}" + (", the batch in proportion to the chips" if grown else "")
    formula = r"k &= 100 \frac{T(W)}{T(W/2)}" if CUTS[cut].halved else r"k &= 100 \frac{T}{T_c}"
    _declare(f"r-cw-cut-{key}", title, formula, "T" if CUTS[cut].halved else "T, T_c", keeps(cut), rows)


def declare_links(model: str, chips: str, suffix: str) -> None:
    """Declare the share of its links with which an H100 keeps nine tenths of its speed."""
    rows = rows_of("network", model) | {"chips": ("n", chips)}
    title = f"Share of its links with which an H100 keeps {KEPT}% of its speed on {MODELS[model][1]}"
    formula = rf"x &= 100 \{{ x : T(L) = {KEPT / 100} \, T(x L) \}}"
    _declare(f"r-cw-cut-links-{model}{suffix}", title, formula, "T", lambda values: training_cuts.links_for(values, ("nvidia-h100", MAKER), KEPT / 100), rows)


def declare_wait(cut: str, model: str, chips: str, suffix: str = "") -> None:
    """Declare the share of its step for which an H100 waits for the links inside its node."""
    rows = {name: each for name, each in rows_of(cut, model).items() if not name.startswith("after_")} | {"chips": ("n", chips)}
    title = f"Share of its step for which an H100 waits for the links inside its node, on {MODELS[model][1]}" + suffix.replace("-split", ", split over a node")
    formula = r"w &= 100 \left(1 - \frac{T(L \to \infty)}{T(L)}\right)"
    _declare(f"r-cw-cut-wait-{model}{suffix}", title, formula, "T", lambda values: training_cuts.waiting(sides(cut, values)[0], ("nvidia-h100", MAKER)), rows)


for _key in ASKED:
    declare(_key)
for _model in ("8b", "405b"):
    declare_links(_model, SOME, "")
    declare_links(_model, MANY, "-many")
declare_wait("h800", "405b", MANY)
declare_wait("h800-split", "8b", SOME, "-split")
share(
    "r-cw-cut-flagperf-split",
    "Utilisation of H800 over that of H100, 70B models of one benchmark, both split over a node",
    "trn-flagperf-h800-llama2-70b-mfu",
    "trn-flagperf-h100-llama3-70b-mfu",
)
share("r-cw-cut-flagperf-relaid", "The same, the H800 split over half a node", "trn-flagperf-h800-llama2-70b-tp4-mfu", "trn-flagperf-h100-llama3-70b-mfu")
