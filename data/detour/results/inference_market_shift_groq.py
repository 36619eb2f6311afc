"""Results on Groq's chip: how many hold a model, what they serve at most, and whether its list price pays for them."""

from __future__ import annotations

from detour.models import money, resident
from detour.models.serving import sequences_in_memory
from detour.models.transformer import Transformer, parameters
from detour.prediction.architectures import transformer
from detour.prediction.settings import GIGA
from detour.results.engine import quadrature, result
from detour.results.forms import of_symbols, quotient
from detour.results.huawei_inference_served import MODELS
from detour.results.inference_market_shift_challengers import beside

_KILO = 1e-3
#: Bytes of a parameter at the widths that are said of Groq's service.
WIDTHS = {"8": 1.0, "16": 2.0}
_MODEL = "llama-2-70b"
_ROWS = {f"{_MODEL}/{quantity}": symbol for quantity, symbol in MODELS["dense"][2].items()}
_SYMBOLS = {symbol: ref.partition("/")[2] for ref, symbol in _ROWS.items()}
_INPUTS = {symbol: ref for ref, symbol in _ROWS.items()}
_LPU = "groq-lpu-v1"
#: Symbols of a system under the load of a service.
_SYSTEM = {
    "n": "es-ims-groq-chips",
    "C": f"{_LPU}/memory_capacity",
    "p": "a-load-service-prompt",
    "a": "a-load-service-answer",
    "b": "a-hi-cache-width@high",
}
_NAMED = {"n": "chips", "C": "capacity", "p": "prompt", "a": "answer", "b": "cache_bytes", "B": "bandwidth", "v": "speed"}


def _of(function, **inputs: str):
    """Return a function of values by name as one of the symbols of a relation, and the rows of those symbols with the model's."""
    symbols = {symbol: _SYMBOLS.get(symbol, _NAMED.get(symbol, symbol)) for symbol in (*_INPUTS, *inputs)}
    return of_symbols(function, symbols), {**_INPUTS, **inputs}


def _requests(values: dict[str, float]) -> float:
    """Return the requests that fit beside weights of eight bits, half of their answers written."""
    model: Transformer = transformer(values)
    cache = model.cached_layers * model.cache_width * values["cache_bytes"]
    held = parameters(model) * WIDTHS["8"]
    return sequences_in_memory(values["chips"] * values["capacity"] * GIGA, held, cache, values["prompt"] + values["answer"] / 2)


def _fastest(values: dict[str, float]) -> float:
    """Return the most tokens/s of one request, weights at eight bits."""
    return resident.fastest_answer(parameters(transformer(values)), WIDTHS["8"], values["bandwidth"] * GIGA)


def _declare(id: str, title: str, relation: str, unit: str, function, **inputs: str) -> None:
    """Declare a function of the model's rows and others."""
    by_symbol, refs = _of(function, **inputs)
    result(id, title=title, relation=relation, unit=unit, digits=2, combine=quadrature, **refs)(by_symbol)


for _width, _bytes in WIDTHS.items():
    _declare(
        f"r-shift-chal-groq-chips-{_width}",
        f"Groq chips that the weights of Llama 2 70B alone fill at {_width} bits",
        r"n = \frac{P w}{C}, \quad P \text{ from } N, h, H, K, f, V",
        "chips",
        lambda values, bytes=_bytes: resident.chips_to_hold(parameters(transformer(values)), bytes, values["capacity"] * GIGA),
        C=_SYSTEM["C"],
    )

_declare(
    "r-shift-chal-groq-speed",
    "Most tokens a second of one request with Llama 2 70B, Groq chips in turn, eight bits",
    r"v = \frac{B}{P w}, \quad P \text{ from } N, h, H, K, f, V",
    "token/s",
    _fastest,
    B=f"{_LPU}/memory_bandwidth",
)
_declare(
    "r-shift-chal-groq-requests",
    "Requests to Llama 2 70B that Groq's system holds beside the weights, eight bits",
    r"s = \frac{n C - P w}{c\,(p + a / 2)}, \quad P, c \text{ from } N, h, H, K, f, V, b",
    "sequences",
    _requests,
    **_SYSTEM,
)
quotient(
    "r-shift-chal-groq-reached",
    "Groq's measured speed for one request over the most of its memory",
    "percent",
    "inf-groq-llama2-70b-mean",
    "r-shift-chal-groq-speed",
    100,
    digits=2,
)

#: What is said of the speed of each request: end of the id, words, row.
SPEEDS = {"measured": ("at the speed measured", "inf-groq-llama2-70b-mean"), "most": ("at the most that its memory allows", "r-shift-chal-groq-speed")}
LIST = "r-shift-chal-groq-listed"


@result(
    LIST,
    title="Groq's list price of 2024 for a million tokens of answers of Llama 2 70B, prompts included",
    relation=r"\ell = \ell_a + \ell_p \cdot \frac{p}{a}",
    unit="USD/Mtoken",
    combine=quadrature,
    l_a="se-ims-price-groq-out",
    l_p="se-ims-price-groq-in",
    p=_SYSTEM["p"],
    a=_SYSTEM["a"],
)
def listed(l_a, l_p, p, a):
    """Return what answers and the prompts that they need are sold for."""
    return l_a + l_p * p / a


_HOUR = {"o": "a-cost-overhead", "y": "a-cost-years", "q": "a-cost-pue", "e": "a-cost-power-price-us", "v": "a-cost-node-power", "u": "a-cost-utilisation"}


@result(
    "r-shift-chal-cost-h100",
    title="Cost of a million tokens of answers of Llama 3.1 70B on the H100 in America, prompts included",
    relation=r"m = \frac{10^6}{3600\,r\,u}\left(\frac{c\,(1 + o)}{8766\,y} + W v q e\right)",
    unit="USD/Mtoken",
    digits=2,
    combine=quadrature,
    r="r-hi-serve-dense-h100",
    c="a-cost-price-h100",
    W="nvidia-h100/tdp",
    **_HOUR,
)
def cost_h100(r, c, W, o, y, q, e, v, u):
    """Return the cost of a chip hour over the tokens of an hour."""
    return money.cost_per_million_tokens(money.chip_hour_cost(c, o, y, W * _KILO, q, e, v), r, u)


@result(
    "r-shift-chal-listed-over-cost",
    title="Groq's list price over what the same answers cost on the H100",
    relation=r"q = \frac{\ell}{m}",
    unit="ratio",
    digits=2,
    combine=quadrature,
    l=LIST,
    m="r-shift-chal-cost-h100",
)
def listed_over_cost(l, m):  # noqa: E741 (the symbol of the relation)
    """Return the price over the cost."""
    return l / m


def served(end: str, words: str, speed: str) -> None:
    """Declare what a chip of Groq's system serves at a speed, beside the H100, and what it may cost for the list price to pay it."""
    rate = f"r-shift-chal-groq-rate-{end}"

    @result(
        rate,
        title=f"Answers of Llama 2 70B on one Groq chip, {words}, prompts free",
        relation=r"r = \frac{s v}{n}",
        unit="token/s",
        digits=2,
        combine=quadrature,
        s="r-shift-chal-groq-requests",
        v=speed,
        n=_SYSTEM["n"],
    )
    def tokens_per_second(s, v, n):
        """Return requests times speed over chips."""
        return resident.rate_per_chip(s, v, n)

    beside(f"groq-{end}", f"Groq chip {words}", rate)

    @result(
        f"r-shift-chal-groq-pays-{end}",
        title=f"Price of a Groq chip that its list price pays, {words}",
        relation=r"c = \frac{8766\,y}{1 + o}\left(\frac{3600\,r\,u\,\ell}{10^6} - W v q e\right)",
        unit="USD/chip",
        digits=2,
        combine=quadrature,
        r=rate,
        l=LIST,
        W=f"{_LPU}/tdp",
        **_HOUR,
    )
    def pays(r, l, W, o, y, q, e, v, u):  # noqa: E741 (the symbol of the relation)
        """Return the revenue of a life less its power, over the price of the chip with what surrounds it."""
        hour = money.revenue_per_hour(l, r, u) - money.site_power(W * _KILO, v, q) * e
        return money.price_for_hour(hour, o, y)


for _end, (_words, _speed) in SPEEDS.items():
    served(_end, _words, _speed)
