"""Exhibits on what the model gives: throughput of each chip and cost of its tokens, for readers to move."""

from __future__ import annotations

from collections.abc import Callable

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import frames, serving, style
from detour.exhibits.base import Exhibit
from detour.exhibits.controls import Control, assumed, calculate, parameters
from detour.exhibits.huawei_inference_chips import class_of
from detour.models.money import chip_hour_cost, cost_per_million_tokens

PAD = alt.AutoSizeParams(type="pad", contains="padding")
COLOURS = {"Chinese": style.GREEN, "Nvidia, cut for China": style.BLUE, "others": style.GREY}
KINDS = "Green: Chinese; blue: cut for China; grey: all others."
#: Chips with a price, and the row that holds it; those of a chip apart are controls.
PRICES = {
    "nvidia-h100": "a-cost-price-h100",
    "nvidia-h800": "sp-nvidia-h800-price-1",
    "nvidia-h20": "a-cost-price-h20",
    "amd-mi300x": "sp-amd-mi300x-price-1",
    "huawei-ascend-910c": "a-cost-price-910c",
    "huawei-ascend-910b": "a-cost-price-910b",
    "cambricon-mlu590": "a-cost-price-mlu590",
}


def defaults(controls: tuple[Control, ...]) -> dict[str, float]:
    """Return the values that the printed face shows, by name."""
    return {each.name: each.default for each in controls}


def sourced(frame: pd.DataFrame, quantities: list[str], more: dict[str, str] | None = None) -> pd.DataFrame:
    """Return the frame with the sources of the specifications that its rows were computed from."""
    known = frames.specifications(quantities, frame["subject"].unique().tolist()).set_index("subject")["source"]
    found = [";".join([known[chip], *(registry.find(more[chip]).sources if more else ())]) for chip in frame["subject"]]
    return frame.assign(source=[";".join(sorted({part for part in each.split(";") if part})) for each in found])


def throughput_frame() -> pd.DataFrame:
    """Return tokens a second of each chip with each model at the defaults."""
    frame = serving.predicted(**defaults(serving.controls())).drop(columns=["output_tokens_per_s", "output_low", "output_high", "state"])
    return sourced(frame, ["fp16_peak", "fp8_peak", "int8_peak", "memory_bandwidth", "memory_capacity", "interconnect_bandwidth"])


def cost_controls() -> tuple[Control, ...]:
    """Return what a reader may move about the cost of tokens."""
    money = "Money and power"
    return (
        *serving.controls(),
        assumed("set_years", "a-cost-years", "Written off over", "years", money, (1, 10), 0.5),
        assumed("set_overhead", "a-cost-overhead", "Servers, network, buildings over chips", "", money, (0, 2), 0.05),
        assumed("set_utilisation", "a-cost-utilisation", "Share of hours in use", "", money, (0.05, 1), 0.05),
        assumed("set_power_price", "a-cost-power-price", "Price of power", "USD/kWh", money, (0, 0.4), 0.005),
        assumed("set_pue", "a-cost-pue", "Power of the site over that of its chips", "", money, (1, 2), 0.05),
        *(assumed(price_name(chip), ref, frames.short_name(chip), "USD", "Prices of a chip", (0, 60_000), 500) for chip, ref in PRICES.items()),
    )


def price_name(chip: str) -> str:
    """Return the name of the control of a chip's price.

    >>> price_name("nvidia-h20")
    'price_nvidia_h20'
    """
    return f"price_{chip.replace('-', '_')}"


def priced(frame: pd.DataFrame, **values: float) -> pd.DataFrame:
    """Return the frame of predictions with the cost of a million output tokens for some values of the controls."""
    hours = [
        chip_hour_cost(
            values[price_name(chip)],
            values["set_overhead"],
            values["set_years"],
            registry.find(f"{chip}/tdp").value / 1e3,
            values["set_pue"],
            values["set_power_price"],
        )
        for chip in frame["subject"]
    ]
    frame = frame.astype({name: float for name in ("output_tokens_per_s", "output_high")})
    cost = cost_per_million_tokens(pd.Series(hours), frame["output_tokens_per_s"], values["set_utilisation"])
    factor = frame["output_high"] / frame["output_tokens_per_s"]
    frame = frame.assign(usd_per_chip=[values[price_name(chip)] for chip in frame["subject"]], usd_per_chip_hour=hours, usd_per_mtoken=cost)
    return frame.assign(usd_per_mtoken_low=frame["usd_per_mtoken"] / factor, usd_per_mtoken_high=frame["usd_per_mtoken"] * factor)


def cost_frame() -> pd.DataFrame:
    """Return the cost of a million output tokens of each chip with each model at the defaults."""
    values = defaults(cost_controls())
    moved = {each.name: each.default for each in serving.controls()}
    frame = priced(serving.predicted(tuple(PRICES), **moved), **values)
    kept = [name for name in frame if not name.startswith(("decode", "prefill", "output_low", "output_high", "state"))]
    return sourced(frame[kept], ["fp16_peak", "fp8_peak", "int8_peak", "memory_bandwidth", "memory_capacity", "interconnect_bandwidth", "tdp"], PRICES)


def costed(chart: alt.Chart) -> alt.Chart:
    """Return computed rows with the cost of a million output tokens."""
    datum = alt.datum
    prices = "".join(f"datum.subject == '{chip}' ? {price_name(chip)} : " for chip in PRICES) + "0"
    for name, text in ({"usd_per_chip": prices} | {name: f"set_{name}" for name in ("overhead", "years", "pue", "power_price", "utilisation")}).items():
        chart = chart.transform_calculate(**{name: text})
    hour = chip_hour_cost(datum.usd_per_chip, datum.overhead, datum.years, datum.kilowatt, datum.pue, datum.power_price)
    cost = cost_per_million_tokens(datum.usd_per_chip_hour, datum.output_tokens_per_s, datum.utilisation)
    chart = calculate(chart, usd_per_chip_hour=hour, usd_per_mtoken=f"datum.score > 0 ? {cost} : null")
    rate = "datum.usd_per_mtoken"
    return calculate(
        chart, usd_per_mtoken_low=f"{rate} === null ? null : {rate} / datum.factor", usd_per_mtoken_high=f"{rate} === null ? null : {rate} * datum.factor"
    )


def panel(width: int, title: str, model: str, value: str, ends: tuple[str, str], text: str, chips: list[str], told: bool) -> alt.LayerChart:
    """Draw the bars of one model: the value, its interval as a rule, its number at the side; a panel that is `told` is read out when it changes."""
    bar, whole = (150, 284) if style.narrow(width) else (152, 284)
    y = alt.Y("chip:N", sort=chips, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=4, minExtent=48, maxExtent=48))
    axis = alt.Axis(tickCount=3, format=",~f", titleAnchor="start", grid=False)
    x = dict(title=title, scale=alt.Scale(zero=True, range=[0, bar]), axis=axis)
    base = alt.Chart().transform_filter(f"datum.model == '{model}'").encode(y=y)
    bars = base.mark_bar(size=13).encode(x=alt.X(f"{value}:Q", stack=None, **x), color=alt.Color("colour:N", scale=None))
    rule = base.mark_rule(color=style.INK, strokeWidth=1.2).encode(x=alt.X(f"{ends[0]}:Q", **x), x2=f"{ends[1]}:Q")
    words = base.mark_text(align="left", fontSize=11, limit=whole - bar - 8).encode(x=alt.value(bar + 8), text="words:N").transform_calculate(words=text)
    words = words.transform_calculate(said="datum.chip + ' ' + datum.words", said_of="datum.model") if told else words
    return alt.layer(bars, rule, words).properties(
        width=whole, height=23 * len(chips), title=alt.TitleParams(model, anchor="start", fontSize=12, fontWeight="normal", color=style.INK)
    )


def drawing(rows: pd.DataFrame, compute: Callable, controls: tuple[Control, ...], panels: list[dict], width: int) -> alt.TopLevelMixin:
    """Draw panels for both models over rows that the drawing computes: side by side, or one above the other on a phone."""
    rows = rows.assign(colour=rows["subject"].map(class_of).map(COLOURS))
    chips = rows["chip"].drop_duplicates().tolist()
    made = [[panel(width, model=model, chips=chips, **each) for model in serving.MODELS] for each in panels]
    grid = [each for line in made for each in line] if style.narrow(width) else [alt.hconcat(*line, spacing=12) for line in made]
    chart = alt.vconcat(*grid, data=rows, spacing=18, autosize=PAD).add_params(*parameters(controls))
    chart.transform = compute(alt.Chart()).transform
    return chart


def at_defaults(controls: tuple[Control, ...]) -> str:
    """Return the defaults of the service in words."""
    value = {name: quantity.number(number) for name, number in defaults(controls).items()}
    return (
        f"Weights in {value['set_bits']} bits, prompts of {value['set_prompt']} tokens and answers of {value['set_answer']}, at most "
        f"{value['set_limit']} ms a token and {value['set_batch']} requests at once for each chip, {value['set_drafted']} drafted token a step with DeepSeek-R1; "
        f"the dense model on {quantity.number(registry.find(serving.MODELS['Llama 3.1 70B']).value)} chips, the other on "
        f"{quantity.number(registry.find(serving.MODELS['DeepSeek-R1']).value)}"
    )


def of_chip(frame: pd.DataFrame, model: str, chip: str, column: str) -> float:
    """Return one number of a frame."""
    return float(frame[(frame["model"] == model) & (frame["subject"] == chip)][column].iloc[0])


def listed(frame: pd.DataFrame, column: str, digits: int) -> str:
    """Return the numbers of a column in words, chip by chip and model by model."""
    return " ".join(
        f"{model}: "
        + ", ".join(f"{row['chip']} {'none within the limit' if pd.isna(row[column]) else quantity.number(row[column], digits)}" for _, row in group.iterrows())
        + "."
        for model, group in frame.groupby("model", sort=False)
    )


def throughput() -> Exhibit:
    """What each chip decodes and prefills under one limit, by the model."""
    frame, controls = throughput_frame(), serving.controls()
    ratio = {
        model: of_chip(frame, model, "huawei-ascend-910c", "decode_tokens_per_s") / of_chip(frame, model, "nvidia-h20", "decode_tokens_per_s")
        for model in serving.MODELS
    }
    panels = [
        {
            "title": f"{'Output' if phase == 'decode' else 'Input'} tokens/s per chip, {phase}",
            "value": f"{phase}_tokens_per_s",
            "ends": (f"{phase}_low", f"{phase}_high"),
            "text": text,
            "told": phase == "decode",
        }
        for phase, text in {
            "decode": "datum.score > 0 ? format(datum.decode_tokens_per_s, ',.3~r') + ' at ' + datum.batch + '/chip' : datum.state",
            "prefill": "datum.fit > 0 ? format(datum.prefill_tokens_per_s, ',.3~r') : datum.state",
        }.items()
    ]
    return Exhibit(
        "fig-hi-serving",
        f"At one limit a 910C is predicted to decode {quantity.number(ratio['DeepSeek-R1'], 2)} times what an H20 does on DeepSeek-R1, and "
        f"{quantity.number(ratio['Llama 3.1 70B'], 2)} times on a dense model",
        f"What the model predicts of one chip. {at_defaults(controls)}. Decoding takes the batch that yields most within the limit, named beside the bar; "
        "lines are the intervals that hold four fifths of measurements the fit did not see. A chip that no batch brings within the limit, or that cannot hold its share of the weights, has no bar. "
        "The MI308X is left out: no source gives its bandwidth. The A800, the P800 and Cambricon's chip were never fitted, and have the widest intervals with Huawei's. "
        f"{KINDS}",
        f"Four bar charts of tokens a second per chip. Decode. {listed(frame, 'decode_tokens_per_s', 3)} Prefill. {listed(frame, 'prefill_tokens_per_s', 3)}",
        lambda width: drawing(serving.constants(), serving.computed, controls, panels, width),
        frame,
        controls,
    )


def cost() -> Exhibit:
    """What a million output tokens cost on each chip."""
    frame, controls = cost_frame(), cost_controls()
    least = {model: group.dropna(subset="usd_per_mtoken").sort_values("usd_per_mtoken") for model, group in frame.groupby("model", sort=False)}
    ratio = {
        model: of_chip(frame, model, "nvidia-h20", "usd_per_mtoken") / of_chip(frame, model, "huawei-ascend-910c", "usd_per_mtoken") for model in serving.MODELS
    }
    overlap = all(
        of_chip(frame, model, "nvidia-h20", "usd_per_mtoken_low") < of_chip(frame, model, "huawei-ascend-910c", "usd_per_mtoken_high")
        for model in serving.MODELS
    )
    panels = [
        {
            "title": "US dollars per million output tokens",
            "value": "usd_per_mtoken",
            "ends": ("usd_per_mtoken_low", "usd_per_mtoken_high"),
            "text": "datum.score > 0 ? format(datum.usd_per_mtoken, '$.2f') + ' (' + format(datum.usd_per_mtoken_low, '.2f') + '–' "
            "+ format(datum.usd_per_mtoken_high, '.2f') + ')' : datum.state",
            "told": True,
        }
    ]
    tdp = {chip: registry.find(f"{chip}/tdp").value / 1e3 for chip in PRICES}
    return Exhibit(
        "fig-hi-cost",
        f"A token of DeepSeek-R1 costs {quantity.number(ratio['DeepSeek-R1'], 2)} times as much on an H20 as on a 910C, one of a dense model "
        f"{quantity.number(ratio['Llama 3.1 70B'], 2)} times; the intervals {'overlap' if overlap else 'do not overlap'}",
        f"Prefill and decoding on chips apart, divided so that neither waits. {at_defaults(controls)}. Price of the chip and of what surrounds it over its life, and power. "
        "Lines hold four fifths of measurements, for throughput alone: prices are controls. The P800 and the A800 are left out, as no price of theirs was found; "
        f"what a chip that may not be sold in China costs there is not known. {KINDS}",
        f"Two bar charts of US dollars per million output tokens. {listed(frame, 'usd_per_mtoken', 3)} "
        + " ".join(f"Least for {model}: {rows['chip'].iloc[0]}." for model, rows in least.items()),
        lambda width: drawing(
            serving.constants(tuple(PRICES)).assign(kilowatt=lambda rows: rows["subject"].map(tdp)),
            lambda chart: costed(serving.computed(chart)),
            controls,
            panels,
            width,
        ),
        frame,
        controls,
    )
