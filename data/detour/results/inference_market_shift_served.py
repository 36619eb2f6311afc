"""Results on what demand the chips said to be sold in 2024 can serve: tokens a day."""

from __future__ import annotations

from detour.models import money
from detour.results.engine import quadrature, result
from detour.results.forms import quotient
from detour.results.huawei_inference_served import MODELS, NAMES

#: Where the count of each chip comes from.
SOLD = {"h20": "a-hi-h20-shipments-2024", "910b": "a-hi-910b-shipments-2024"}


def day(chip: str, model: str) -> None:
    """Declare the tokens that the chips of a year pass in a day."""

    @result(
        f"r-shift-day-{model}-{chip}",
        title=f"Tokens a day that the {NAMES[chip]} of 2024 could pass, all with {MODELS[model][1]}",
        relation=r"D = 86400\,N\,r\,u",
        unit="token/day",
        digits=2,
        combine=quadrature,
        N=SOLD[chip],
        r=f"r-hi-total-{model}-{chip}",
        u="a-cost-utilisation",
    )
    def tokens_a_day(N, r, u):
        """Return chips times tokens a second times busy seconds."""
        return money.tokens_a_day(N, r, u)


def over_the_other(model: str) -> None:
    """Declare what the chips of the one kind pass over those of the other."""

    @result(
        f"r-shift-day-{model}-h20-over-910b",
        title=f"Tokens a day of the H20 of 2024 over those of the 910B, {MODELS[model][1]}",
        relation=r"q = \frac{N A}{M B}",
        unit="ratio",
        digits=2,
        combine=quadrature,
        N=SOLD["h20"],
        A=f"r-hi-total-{model}-h20",
        M=SOLD["910b"],
        B=f"r-hi-total-{model}-910b",
    )
    def fleets(N, A, M, B):
        """Return the ratio of the two products; both are busy for the same share of hours."""
        return N * A / (M * B)


for _model, (_, _name, _) in MODELS.items():
    for _chip in SOLD:
        day(_chip, _model)
    quotient(
        f"r-shift-day-{_model}-over-doubao",
        f"Tokens a day that the H20 of 2024 could pass with {_name} over those that Doubao counted in September 2024",
        "ratio",
        f"r-shift-day-{_model}-h20",
        "se-ims-tok-doubao-2024-09",
        digits=2,
    )
    over_the_other(_model)


@result(
    "r-shift-h100-xeon-decode",
    title="Decode of Llama 3.1 70B, H100 over Xeon 8592+, predicted",
    relation=r"q = \frac{A}{B}",
    unit="ratio",
    digits=2,
    combine=quadrature,
    A="r-hi-decode-dense-h100",
    B="r-hi-decode-dense-xeon",
)
def decode(A, B):
    """Return the one throughput over the other."""
    return A / B


@result(
    "r-shift-h100-xeon-money",
    title="Decode of Llama 3.1 70B for a dollar of the price of the chip, H100 over Xeon 8592+, predicted",
    relation=r"q = \frac{A}{B} \cdot \frac{d}{c}",
    unit="ratio",
    digits=2,
    combine=quadrature,
    A="r-hi-decode-dense-h100",
    B="r-hi-decode-dense-xeon",
    c="c-wsj24-h100-price-40000",
    d="intel-xeon-8592plus/price",
)
def decode_for_money(A, B, c, d):
    """Return the ratio of throughputs times that of prices, turned over."""
    return A / B * d / c
