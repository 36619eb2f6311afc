"""Where the order of two chips turns: their ratio in decode over requests at once and length of the prompt."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from detour import registry
from detour.prediction import answers, served
from detour.results.engine import tally
from detour.results.huawei_inference_served import MODELS, NAMES, given

#: Chips that are compared, and those they are compared with.
PAIRS = (("910c", "h20"), ("910b", "h20"))
#: Requests at once, of a node with a dense model or of one chip with experts, and tokens of the prompt.
SEQUENCES = {"dense": (8, 16, 32, 64, 128, 256, 512), "experts": (4, 8, 16, 32, 64, 128, 256)}
#: The runs that the chapter sets side by side.
RUNS = ("inf-cm384-decode-4096-256-b96", "inf-h20-decode-pro-b32")
PROMPTS = (256, 1024, 4096, 16384, 65536)


class Cell(NamedTuple):
    """One place of the grid; the ratio is NaN where either chip has no room for so many requests."""

    model: str
    chip: str
    unit: str
    sequences: float
    prompt: float
    ratio: float


def cell(model: str, chip: str, unit: str, sequences: float, prompt: float) -> Cell:
    """Return the ratio of two chips in decode at one load.

    >>> cell("dense", "910c", "h20", 4, 4096).ratio < 1 < cell("dense", "910c", "h20", 256, 1024).ratio
    True
    """
    rates = []
    for each in (chip, unit):
        load = given(each, model, "decode") | {"sequences": sequences, "input": prompt}
        roomy = served.room(given(each, model, "serve") | {"input": prompt, "output": load["output"]}) >= sequences
        rates.append(served.decoded(load) if roomy else math.nan)
    return Cell(model, chip, unit, sequences, prompt, rates[0] / rates[1])


def grid() -> list[Cell]:
    """Return every place of the grid."""
    return [cell(model, *pair, sequences, prompt) for model in MODELS for pair in PAIRS for prompt in PROMPTS for sequences in SEQUENCES[model]]


def turning(model: str, chip: str, unit: str, most: float = 4096.0) -> float:
    """Return the requests at once from which the first chip decodes as fast as the second, at the stated prompt; NaN where none does."""
    prompt = registry.find("a-load-prompt").value

    def ahead(sequences: float) -> float:
        load = {"sequences": sequences, "input": prompt}
        one, other = (served.decoded(given(each, model, "decode") | load) for each in (chip, unit))
        return one - other

    return crossing(ahead, 1.0, most)


def crossing(ahead: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function that begins below nought and ends at or above it crosses it; NaN for any other.

    >>> round(crossing(lambda x: x - 10, 1, 100), 6), crossing(lambda x: x + 1, 1, 100)
    (10.0, nan)
    """
    if ahead(low) >= 0 or ahead(high) < 0:
        return math.nan
    for _ in range(60):
        middle = math.sqrt(low * high)
        low, high = (low, middle) if ahead(middle) >= 0 else (middle, high)
    return high


def draws_level(chip: str, model: str) -> None:
    """Declare the load at which a chip decodes as fast as an H20."""

    @tally(
        f"r-hi-turn-{model}-{chip}",
        title=f"Requests at once from which one {NAMES[chip]} decodes {MODELS[model][1]} as fast as an {NAMES['h20']}, predicted",
        relation=r"s : \; \frac{s}{T_A(s)} = \frac{s}{T_B(s)}",
        unit="sequences",
        digits=2,
        reads=("specifications", "assumptions"),
        predicted=False,
    )
    def turn(specifications, assumptions):
        """Return the load at which two steps take the same time."""
        return turning(model, chip, "h20")


def turning_for_money(model: str, sequences: float, most: float = 65536.0) -> float:
    """Return the tokens of the prompt from which a dollar buys as many answers on a 910C as on an H20, answers as stated; NaN where none does.

    Longer prompts are more reading, which is the 910C's, and shorter ones more writing, which is the H20's where requests are few.
    """
    hours = [registry.find(f"r-hi-hour-{chip}").value for chip in ("910c", "h20")]

    def ahead(prompt: float) -> float:
        load = {"sequences": sequences, "input": prompt}
        one, other = (served.served(given(chip, model, "serve") | load) / hour for chip, hour in zip(("910c", "h20"), hours, strict=True))
        return one - other

    return crossing(ahead, 1.0, most)


def turns_for_money(model: str, end: str, when: str) -> None:
    """Declare the prompt at which a dollar buys as much on either chip, at the stated requests at once or at their low end."""

    @tally(
        f"r-hi-turn-money-{model}{'-few' if end else ''}",
        title=f"Tokens of the prompt from which a dollar buys as many answers of {MODELS[model][1]} on a 910C as on an H20, {when}, predicted",
        relation=r"p : \; \frac{r_A(p)}{h_A} = \frac{r_B(p)}{h_B}",
        unit="tokens",
        digits=2,
        reads=("specifications", "assumptions"),
        predicted=False,
    )
    def turn(specifications, assumptions):
        """Return the prompt at which the answers of a dollar are as many."""
        return turning_for_money(model, registry.find(f"a-load-service-sequences{end}").value)


for _chip, _model in (("910c", "dense"), ("910c", "experts"), ("mlu590", "experts"), ("p800", "experts")):
    draws_level(_chip, _model)
for _model in MODELS:
    turns_for_money(_model, "", "requests at once as stated")
    turns_for_money(_model, "@low", "requests at once at their low end")


@tally(
    "r-hi-decode-910c-h20-as-run",
    title="Decode of a 910C over that of an H20, DeepSeek-R1, predicted for the two published runs as each was laid out",
    relation=r"q = \frac{A}{B}",
    unit="ratio",
    digits=2,
    reads=("measurements", "assumptions"),
    predicted=False,
)
def as_run(measurements, assumptions):
    """Return the predictions of the rows of both runs, one over the other."""
    rows = measurements.set_index("record_id", drop=False).astype(object)
    asked = [{name: "" if value != value else str(value) for name, value in rows.loc[id].items()} for id in RUNS]
    one, other = (each.prediction for each in answers.answer(asked))
    return one / other
