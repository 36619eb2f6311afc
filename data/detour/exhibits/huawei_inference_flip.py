"""Exhibit on where the order of two chips turns as batch and context change."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.exhibits.huawei_inference import say
from detour.results import huawei_inference_flip as flip
from detour.results.huawei_inference_served import MODELS, NAMES, rows_of

PAD = alt.AutoSizeParams(type="pad", contains="padding")
#: From where on a ratio, or its inverse, is drawn darker.
STEPS = ((1.0, 0.25), (1.35, 0.5), (2.0, 0.8))
BATCH = {"dense": "requests at once, node of eight", "experts": "requests at once, each chip"}


def flip_frame() -> pd.DataFrame:
    """Return every place of the grid with its ratio, the words for it, and how dark it is."""
    frame = pd.DataFrame(flip.grid()).rename(columns={"sequences": "batch", "prompt": "input_len"})
    sources = {(model, chip, unit): sources_of(model, chip, unit) for model in MODELS for chip, unit in flip.PAIRS}
    frame["source"] = [sources[row.model, row.chip, row.unit] for row in frame.itertuples()]
    frame["pair"] = [f"{NAMES[row.chip]} over {NAMES[row.unit]}" for row in frame.itertuples()]
    frame["text"] = [quantity.number(round(ratio, 2), 2) if ratio == ratio else "–" for ratio in frame["ratio"]]
    return frame.drop(columns=["chip", "unit"])


def sources_of(model: str, chip: str, unit: str) -> str:
    """Return the sources behind the throughputs of two chips."""
    found = {source for each in (chip, unit) for ref in rows_of(each, model, "decode").values() for source in registry.find(ref).sources}
    return ";".join(sorted(found))


def shade(ratio: float) -> float:
    """Return how dark a place is drawn.

    >>> shade(1.2), shade(0.4)
    (0.25, 0.8)
    """
    return next((dark for least, dark in reversed(STEPS) if max(ratio, 1 / ratio) >= least), 0.0)


def panel(frame: pd.DataFrame, width: int, model: str, pair: str) -> alt.LayerChart:
    """Draw the grid of one model and one pair of chips: who is ahead by colour, by how much in numbers."""
    part = frame[(frame["model"] == model) & (frame["pair"] == pair)]
    part = part.assign(
        dark=[shade(ratio) if ratio == ratio else 0.0 for ratio in part["ratio"]],
        colour=[style.PAPER if ratio != ratio else style.GREEN if ratio >= 1 else style.BLUE for ratio in part["ratio"]],
    )
    x = alt.X("batch:O", title=BATCH[model], axis=alt.Axis(labelAngle=0, ticks=False, domain=False))
    y = alt.Y("input_len:O", title="tokens of the prompt", sort="descending", axis=alt.Axis(format=",d", ticks=False, domain=False))
    base = alt.Chart(part).encode(x=x, y=y)
    cells = base.mark_rect(stroke=style.PAPER, strokeWidth=1).encode(
        fill=alt.Fill("colour:N", scale=None), fillOpacity=alt.FillOpacity("dark:Q", scale=None, legend=None)
    )
    words = base.mark_text(fontSize=11, color=style.INK).encode(text="text:N")
    title = alt.TitleParams(f"{pair}, {MODELS[model][1]}", fontSize=12, fontWeight="normal", anchor="start", color=style.INK, font=style.FONT)
    return alt.layer(cells, words, *border(part, width)).properties(width=width, height=34 * len(flip.PROMPTS), title=title)


def border(part: pd.DataFrame, width: int) -> list[alt.Chart]:
    """Return the line between places where the one chip is ahead and places where the other is."""
    batches, prompts = sorted(part["batch"].unique()), sorted(part["input_len"].unique(), reverse=True)
    side = {(row.batch, row.input_len): row.ratio >= 1 for row in part.itertuples() if row.ratio == row.ratio}
    wide, tall = width / len(batches), 34
    edges = []
    for i, batch in enumerate(batches):
        for j, prompt in enumerate(prompts):
            here, right, below = (side.get(at) for at in ((batch, prompt), (next_of(batches, i), prompt), (batch, next_of(prompts, j))))
            if None not in (here, right) and here != right:
                edges.append(((i + 1) * wide, j * tall, (i + 1) * wide, (j + 1) * tall))
            if None not in (here, below) and here != below:
                edges.append((i * wide, (j + 1) * tall, (i + 1) * wide, (j + 1) * tall))
    return [
        alt.Chart(pd.DataFrame([{}], index=[0]).assign(edge=1))
        .mark_rule(strokeWidth=2.5, color=style.INK)
        .encode(x=alt.value(x), y=alt.value(y), x2=alt.value(x_end), y2=alt.value(y_end))
        for x, y, x_end, y_end in edges
    ]


def next_of(values: list[float], place: int) -> float | None:
    """Return the value after a place, None behind the last."""
    return values[place + 1] if place + 1 < len(values) else None


def turn() -> Exhibit:
    """The 910C passes the H20 once enough requests decode at once; the 910B only with short prompts."""
    frame = flip_frame()
    pairs = frame["pair"].drop_duplicates().tolist()

    def draw(width: int) -> alt.TopLevelMixin:
        if style.narrow(width):
            return alt.vconcat(*(panel(frame, 272, model, pair) for model in MODELS for pair in pairs), spacing=14, autosize=PAD)
        rows = [alt.hconcat(*(panel(frame, 266, model, pair) for pair in pairs), spacing=14) for model in MODELS]
        return alt.vconcat(*rows, spacing=14, autosize=PAD)

    least = {model: say(f"r-hi-turn-{model}-910c") for model in MODELS}
    best = {model: frame[(frame["model"] == model) & (frame["pair"] == pairs[1])]["ratio"].max() for model in MODELS}
    ends = "; ".join(
        f"{pair}, {MODELS[model][1]}: from {quantity.number(part['ratio'].min(), 2)} to {quantity.number(part['ratio'].max(), 2)}"
        for (model, pair), part in frame.groupby(["model", "pair"], sort=False)
    )
    return Exhibit(
        "fig-hi-flip",
        f"The 910C passes the H20 in decode from about {least['experts'].split(chr(160))[0]} requests on each chip with {MODELS['experts'][1]} and "
        f"{least['dense'].split(chr(160))[0]} on a node with {MODELS['dense'][1]}; the 910B only with short prompts",
        "Predicted decode of one chip over that of one H20, by requests decoded at once and length of the prompt. Green: the Chinese chip is ahead; blue: the "
        f"H20; darker from {' and from '.join(quantity.number(least) for least, _ in STEPS[1:])} times; a dash: one of the two has no memory for it. The heavy "
        "line is where the order turns. Few requests wait for memory, where the H20 is strong, many for arithmetic, where it is weak. No interval is drawn: "
        "those of the figure above, about a factor of two either way, hold for every place.",
        f"Four grids of ratios. {ends}. Greatest for the 910B: {quantity.number(best['dense'], 2)} and {quantity.number(best['experts'], 2)}.",
        draw,
        frame.assign(model=frame["model"].map({model: each[1] for model, each in MODELS.items()})),
    )
