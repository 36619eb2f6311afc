"""Results on one job over chips of several kinds: what balancing buys against an even split, what old chips add, and what the link between kinds costs."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from detour import registry
from detour.prediction import training_mixed_given as given_to
from detour.prediction import training_mixed_published as published
from detour.prediction.training_mixed_groups import Job
from detour.registry import Entry
from detour.results.cluster_workarounds_matching import SHARED, by_factors
from detour.results.engine import result, tally
from detour.results.forms import of_many, of_symbols
from detour.results.huawei_inference_served import MODELS as ARCHITECTURES

#: Kinds of chip in the job, the strong one first: entity, name, and the row of the network of its nodes.
KINDS = {
    "a800": ("nvidia-a800", "A800", "a-train-network-a800"),
    "v100": ("nvidia-v100", "V100", "a-train-network-v100"),
    "p100": ("nvidia-p100", "P100", "a-train-network-p100"),
}
CHIPS = {name: entity for name, (entity, _, _) in KINDS.items()}
EVERY, STRONG, YOUNGER = (0, 1, 2), (0,), (0, 1)
MODEL, MODEL_NAME, _ARCHITECTURE = ARCHITECTURES["dense"]
_SPECIFICATIONS = {"fp16_peak": "P", "memory_bandwidth": "B", "memory_capacity": "C", "interconnect_bandwidth": "L"}
_JOB = {
    "compute_share": ("η", "a-train-compute-share-nvidia"),
    "tokens_per_chip": ("b", "a-train-tokens-per-chip"),
    "chips": ("n", "a-load-mix-chips"),
}
LINK = ("L_k", "a-load-mix-link")
_FACTORS = {"spread_of": ("k", "a-train-spread-unmeasured"), "strong_spread_of": ("k_s", "a-train-spread-said")}


@lru_cache(maxsize=1)
def rows() -> dict[str, tuple[str, str]]:
    """Return symbol and row of every input of a mixed job by what the model calls it."""
    found = {}
    for at, (name, (entity, _, network)) in enumerate(KINDS.items(), 1):
        found |= {f"{name}_{quantity}": (f"{symbol}_{at}", f"{entity}/{quantity}") for quantity, symbol in _SPECIFICATIONS.items()}
        found[f"{name}_network"] = (f"W_{at}", network)
    found |= _JOB | {name: each for name, each in SHARED.items() if name not in ("strong_chips", "tokens")}
    return found | {quantity: (symbol, f"{MODEL}/{quantity}") for quantity, symbol in _ARCHITECTURE.items()}


def job(wait: float = 1.0, **other: float) -> Job:
    """Return the job with every row at its centre, or with `other` values; the old chips' times multiplied by `wait`."""
    values = {name: registry.find(ref).value for name, (_, ref) in rows().items()}
    return given_to.job_of(values | other, CHIPS, wait)


def declare(id: str, title: str, relation: str, unit: str, value: Callable[[Job], float], *, digits: int = 2, link: bool = False) -> None:
    """Declare a number of the job, as predicted and where old chips are slower or faster than predicted; of a link, at both ends of it."""
    named = rows() | (_FACTORS if not link else {"link": LINK})
    symbols = {symbol: name for name, (symbol, _) in named.items()}

    def of_mix(values: dict[str, float]) -> float:
        """Return the number from the values of rows."""
        wait = 1.0 if link else 1 / (values.pop("spread_of") * values.pop("strong_spread_of"))
        return value(given_to.job_of(values, CHIPS, wait))

    inputs = {symbol: ref for symbol, ref in named.values()}
    result(id, title=title, relation=of_many(relation, "r", [*symbols]), unit=unit, digits=digits, combine=by_link if link else by_old, **inputs)(
        of_symbols(of_mix, symbols)
    )


def by_old(function: Callable, inputs: dict[str, Entry]) -> tuple[float, float, float]:
    """Return the value as predicted, and the least and greatest also where the old chips are slower or faster beside the others by both factors."""
    value, *ends = by_factors(function, inputs)
    # Of layouts that change by whole layers, the middle may lie beyond both ends.
    return value, min(value, *ends), max(value, *ends)


def by_link(function: Callable, inputs: dict[str, Entry]) -> tuple[float, float, float]:
    """Return the value at the central link between kinds, and at its slow and its fast end."""
    central, link = {symbol: each.value for symbol, each in inputs.items()}, inputs[LINK[0]]
    value, low, high = (float(function(**central | {LINK[0]: each})) for each in (link.value, *link.ends()))
    return value, low, high


# The factors hold what the others may err by; of the link, only its own ends are asked.
by_old.counts = by_factors.counts
by_link.counts = lambda each: each.id == LINK[1]


def alone(job: Job) -> float:
    """Return the tokens/s of the strong kind without the others."""
    return given_to.rate(given_to.best(job, STRONG))


def mixed(job: Job) -> float:
    """Return the tokens/s of all kinds, each of which may be left out."""
    return given_to.rate(given_to.best(job, EVERY))


def even(job: Job) -> float:
    """Return the tokens/s where every chip is taken for the same."""
    return given_to.rate(given_to.naive(job))


def together(job: Job) -> float:
    """Return the tokens/s of pipelines that run through all kinds."""
    return given_to.rate(given_to.best(job, EVERY, "together"))


def summed(job: Job) -> float:
    """Return the tokens/s of each kind alone, added up: no mix does better."""
    return sum(given_to.rate(given_to.best(job, (place,))) for place in EVERY)


_BEST = r"r(\mathrm{best})"
declare(
    "r-cw-mix-gain",
    "Speed of A800 with as many V100 and P100, balanced, over that of the A800 alone",
    rf"q &= \frac{{{_BEST}}}{{r(1)}}",
    "",
    lambda job: mixed(job) / alone(job),
    digits=3,
)
declare(
    "r-cw-mix-naive",
    "Speed of A800 with as many V100 and P100, split evenly, as a share of that of the A800 alone",
    r"q &= 100\, \frac{r(\mathrm{even})}{r(1)}",
    "percent",
    lambda job: 100 * even(job) / alone(job),
)
declare(
    "r-cw-mix-over-naive",
    "Speed of A800, V100 and P100, balanced, over that of an even split",
    rf"q &= \frac{{{_BEST}}}{{r(\mathrm{{even}})}}",
    "",
    lambda job: mixed(job) / even(job),
)
declare(
    "r-cw-mix-bound",
    "Speed of A800, V100 and P100, balanced, as a share of the sum of what each kind does alone",
    rf"q &= 100\, \frac{{{_BEST}}}{{r(1) + r(2) + r(3)}}",
    "percent",
    lambda job: 100 * mixed(job) / summed(job),
)
declare(
    "r-cw-mix-p100",
    "What P100 add to the speed of as many A800 and V100",
    rf"q &= 100\, (\frac{{{_BEST}}}{{r(1, 2)}} - 1)",
    "percent",
    lambda job: 100 * (mixed(job) / given_to.rate(given_to.best(job, YOUNGER)) - 1),
)
declare(
    "r-cw-mix-layers",
    "Speed of pipelines through A800, V100 and P100, their layers balanced, over that of the A800 alone",
    r"q &= \frac{r(\mathrm{layers})}{r(1)}",
    "",
    lambda job: together(job) / alone(job),
    digits=3,
)
declare(
    "r-cw-mix-link",
    "Speed of A800, V100 and P100, balanced, with a slower link between kinds, as a share of that with their own networks",
    r"q &= 100\, \frac{r(L_k)}{r(\infty)}",
    "percent",
    lambda job: 100 * mixed(job) / mixed(job._replace(between=float("inf"))),
    link=True,
)

for _name, _words, _pick in (("least", "Least", min), ("most", "Most", max)):

    @tally(
        f"r-cw-mix-hethub-{_name}",
        title=f"{_words} that the model expects of the sum of the kinds alone for HETHUB's clusters, over chips that its own may be",
        relation=r"q = 100\, \frac{r(\mathrm{best})}{r(1) + r(2)}",
        unit="percent",
        digits=3,
        reads=("specifications", "assumptions", "entities"),
        whole=True,
        predicted=False,
    )
    def share_of_bound(data, pick=_pick) -> float:
        """Return the least or the greatest share over all pairs of chips."""
        return 100 * pick(published.shares(data).values())


@tally(
    "r-cw-mix-hethub-miss",
    title="Most by which the model misses what HETHUB published, over chips that its own may be, in points of a percentage",
    relation=r"e = \max |\hat{q} - q|",
    digits=2,
    reads=("specifications", "assumptions", "entities", "measurements"),
    whole=True,
    predicted=False,
)
def furthest(data):
    """Return the greatest distance between a predicted share and the published one."""
    said = registry.find("trn-hethub-140b", data).value
    return max(abs(100 * share - said) for share in published.shares(data).values())
