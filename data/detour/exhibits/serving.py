"""Serving, computed in the drawing: the constants of each chip and model as rows, and the model's own formulas as what the page calculates.

`constants` holds what no control moves; `computed` adds to each row what follows from the controls. The formulas are those by which
`detour predict` answers, so that the page, the static face and the command give the same numbers.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour.exhibits.controls import Control, assumed, calculate
from detour.exhibits.frames import short_name
from detour.models import service
from detour.models.serving import best_split, sequences_in_memory, split_rate
from detour.models.step import Chip, Load
from detour.models.transformer import Transformer
from detour.prediction.answers import Answer
from detour.prediction.answers import answer as answer_rows
from detour.prediction.chips import specifications
from detour.prediction.choice import GRID, choice
from detour.prediction.constants import constants as constants_of
from detour.prediction.refusal import Unpredictable
from detour.prediction.settings import GIGA

CHIPS = (
    "nvidia-h100",
    "nvidia-h800",
    "nvidia-h20",
    "nvidia-a800",
    "amd-mi300x",
    "huawei-ascend-910c",
    "huawei-ascend-910b",
    "kunlunxin-p800",
    "cambricon-mlu590",
)
#: Models, and the rows that hold over how many chips each is laid out.
MODELS = {"Llama 3.1 70B": "a-serve-node", "DeepSeek-R1": "a-load-chips-experts"}
#: Over how many chips a reader may lay each model out: the name of the control, what it is called, and the choices.
SIZES = {
    "Llama 3.1 70B": ("set_chips_dense", "Chips that share Llama 3.1 70B", (2, 4, 8)),
    "DeepSeek-R1": ("set_chips_experts", "Chips that share the experts of DeepSeek-R1", (16, 32, 64, 160, 320)),
}
#: Models that come with a part that drafts tokens.
DRAFTING = ("DeepSeek-R1",)
#: Precision by the bits of a weight, as a row of measurements has it.
BITS = {8: "FP8", 16: "BF16"}
#: Why a chip has no rate.
TOO_LARGE, TOO_SLOW = "does not fit", "none within the limit"
#: Times its memory that a chip is given so that a layout it cannot hold has constants too.
_AMPLE = 16
_EXPR = {"minimum": alt.expr.min, "maximum": alt.expr.max}
#: Fields of a load that no control moves.
_LAYOUT = Load._fields[3:]
_MORE = ("room", "held", "cache", "overlap", "acceptance", "prefill_tokens", "factor")
#: Constants that follow from how many chips a model is laid out over.
_LAID = ("l_ways", "l_expert_ways", "l_places", "l_imbalance", "c_link_rate", "room", "held", "cache")


def controls() -> tuple[Control, ...]:
    """Return what a reader may move about a service."""
    group = "The service"
    return (
        assumed("set_bits", "a-load-weight-bits", "Weights held in", "", group, (8, 16), 8, {8.0: "8 bits (FP8 or INT8)", 16.0: "16 bits"}),
        assumed("set_limit", "a-load-time-per-token", "Time for a token, at most", "ms", group, (10, 200), 5),
        assumed("set_batch", "a-load-batch", "Requests at once for each chip, at most", "", group, (1, 256), 1, {float(each): str(each) for each in GRID}),
        assumed("set_prompt", "a-load-service-prompt", "Prompt", "tokens", group, (256, 32768), 256),
        assumed("set_answer", "a-load-service-answer", "Answer", "tokens", group, (64, 8192), 64),
        assumed("set_drafted", "a-load-drafted", "Tokens drafted a step, DeepSeek-R1", "", group, (0, 3), 1, {float(each): str(each) for each in range(4)}),
        *(
            assumed(name, MODELS[model], label, "", group, (sizes[0], sizes[-1]), 1, {float(each): str(each) for each in sizes})
            for model, (name, label, sizes) in SIZES.items()
        ),
    )


def row(chip: str, model: str, bits: float, prompt: float, answer: float, drafted: float, count: float) -> dict[str, str]:
    """Return a row shaped like a measurement, without metric and batch."""
    asked = {"chip_id": chip, "chip_count": f"{count:g}", "model": model, "precision": BITS[int(bits)]}
    drafts = {"workload": f"MTP {drafted:g}"} if drafted and model in DRAFTING else {}
    return asked | {"input_len": f"{prompt:g}", "output_len": f"{answer:g}"} | drafts


def constants(chips: tuple[str, ...] = CHIPS) -> pd.DataFrame:
    """Return the constants of each chip with each model at each precision, one field a column; `layouts` holds those of each size of a deployment."""
    rows = []
    for model in MODELS:
        for bits in BITS:
            for order, chip in enumerate(chips):
                sizes = {size: _constants(chip, model, bits, size) for size in SIZES[model][2]}
                known = {"chip": short_name(chip), "subject": chip, "model": model, "bits": bits, "order": order, "drafts": float(model in DRAFTING)}
                layouts = [{"size": size} | {name: each[name] for name in _LAID} for size, each in sizes.items()]
                rows.append(known | _common(list(sizes.values())) | {"layouts": layouts})
    return pd.DataFrame(rows)


def _constants(chip: str, model: str, bits: int, size: int) -> dict[str, float]:
    """Return the constants of a chip with a model laid out over some chips, by field; whether they hold it is for `room` and `held` to say."""
    memory = specifications()[chip]["memory_capacity"]
    asked = row(chip, model, bits, 1, 1, 0, size) | {"metric": "tpot", "batch": "1", "batch_scope": "chip"}
    try:
        each = constants_of(asked)
    except Unpredictable:  # it does not fit
        each = constants_of(asked | {"memory_gb": f"{_AMPLE * memory:g}"})
    found = {f"m_{name}": value for name, value in each.model._asdict().items()} | {f"c_{name}": value for name, value in each.chip._asdict().items()}
    found |= {f"l_{name}": getattr(each.load, name) for name in _LAYOUT} | {name: getattr(each, name) for name in _MORE}
    # Where weights leave little, half of what is left holds the cache.
    return found | {"room": max(each.room, (memory * GIGA + each.held) / 2)}


def _common(sizes: list[dict[str, float]]) -> dict[str, float]:
    """Return the constants that no size of a deployment moves; refuse one that a size does move."""
    for name in sizes[0].keys() - set(_LAID):
        if len({each[name] for each in sizes}) > 1:
            raise ValueError(f"{name} differs with the size of the deployment")
    return {name: value for name, value in sizes[0].items() if name not in _LAID}


def _parts() -> tuple[Transformer, Chip, Load]:
    """Return model, chip and load as fields of the rows."""
    datum = alt.datum
    layout = (datum[f"l_{name}"] for name in _LAYOUT)
    model = Transformer(*(datum[f"m_{name}"] for name in Transformer._fields))
    return model, Chip(*(datum[f"c_{name}"] for name in Chip._fields)), Load(datum.sequences, 0, 0, *layout)


def _loaded(chart: alt.Chart) -> alt.Chart:
    """Return rows for each batch that a chip may decode at once, at the precision that is set, with the sequences that the memory allows."""
    datum = alt.datum
    chart = chart.transform_filter("datum.bits == set_bits").transform_flatten(["layouts"])
    sizes = " : ".join(f"datum.model == '{model}' ? {name}" for model, (name, _, _) in SIZES.items())
    chart = chart.transform_filter(f"datum.layouts.size == ({sizes} : 0)")
    chart = calculate(chart, **{name: f"datum.layouts.{name}" for name in _LAID}).transform_calculate(batch=str(list(GRID))).transform_flatten(["batch"])
    chart = chart.transform_filter("datum.batch <= set_batch").transform_calculate(prompt="set_prompt").transform_calculate(answer="set_answer")
    chart = chart.transform_calculate(drafted="datum.drafts * set_drafted")
    return calculate(
        chart,
        fit=sequences_in_memory(datum.room, datum.held, datum.cache, datum.prompt + datum.answer / 2),
        sequences=service.sequences_held(datum.batch, datum.l_ways, datum.fit, **_EXPR),
    )


def _steps() -> service.Steps:
    """Return the steps of the loaded rows."""
    datum = alt.datum
    return service.steps(*_parts(), datum.prompt, datum.answer, datum.drafted, datum.acceptance, datum.overlap, **_EXPR)


def _best(chart: alt.Chart, rate: str) -> alt.Chart:
    """Return for each chip and model the batch with the highest rate within the limit; `state` says why there is none."""
    chart = chart.transform_calculate(score=f"datum.fit > 0 && datum.tpot_ms <= set_limit ? datum.{rate} : 0")
    order = [alt.SortField("score", order="descending"), alt.SortField("batch", order="ascending")]
    chart = chart.transform_window(place="row_number()", sort=order, groupby=["model", "chip"]).transform_filter("datum.place == 1")
    chart = chart.transform_calculate(state=f"datum.fit <= 0 ? '{TOO_LARGE}' : datum.score > 0 ? '' : '{TOO_SLOW}'")
    for name in (rate, "batch", "tpot_ms"):
        chart = chart.transform_calculate(**{name: f"datum.score > 0 ? datum.{name} : null"})
    return chart


def computed(chart: alt.Chart) -> alt.Chart:
    """Return rows with tokens a second of a chip that only decodes and of one that only prefills, and of both in a service that splits them."""
    steps, datum = _steps(), alt.datum
    rate = service.rate_per_chip(datum.decode_s, steps.yielded, datum.sequences, datum.l_ways)
    chart = calculate(_loaded(chart), decode_s=steps.decode, tpot_ms=1e3 * datum.decode_s / steps.yielded, decode_tokens_per_s=rate)
    chart = calculate(_best(chart, "decode_tokens_per_s"), sequences=alt.expr.max(datum.prefill_tokens * datum.l_ways / datum.prompt, 1))
    prefill = service.rate_per_chip(_steps().prefill, datum.prompt, datum.sequences, datum.l_ways)
    chart = calculate(chart, prefill_tokens_per_s=f"datum.fit > 0 ? {prefill} : null")
    requests = (datum.prefill_tokens_per_s / datum.prompt, datum.decode_tokens_per_s / datum.answer)
    output = datum.answer * split_rate(*requests, best_split(*requests), minimum=alt.expr.min)
    chart = calculate(chart, output_tokens_per_s=f"datum.score > 0 ? {output} : null")
    for name in ("decode", "prefill", "output"):
        rate = f"datum.{name}_tokens_per_s"
        chart = calculate(chart, **{f"{name}_low": f"{rate} ? {rate} / datum.factor : null", f"{name}_high": f"{rate} ? {rate} * datum.factor : null"})
    return chart


def predicted(chips: tuple[str, ...] = CHIPS, **values: float) -> pd.DataFrame:
    """Return the same as `computed`, by `detour predict`, for some values of the controls."""
    return pd.DataFrame([_predicted(chip, model, **values) for model in MODELS for chip in chips])


def _predicted(chip: str, model: str, set_bits, set_limit, set_batch, set_prompt, set_answer, set_drafted, **sizes: float) -> dict:
    """Return what one chip does with one model."""
    asked = row(chip, model, set_bits, set_prompt, set_answer, set_drafted, sizes[SIZES[model][0]])
    best, state = choice(asked, set_batch, set_limit), ""
    prefill = _answer(asked | {"metric": "prefill_throughput_per_chip", "batch_scope": "chip"})
    if best.rate is None:
        least = _answer(asked | {"metric": "tpot", "phase": "decode", "batch": "1", "batch_scope": "chip"})
        state = TOO_SLOW if least.prediction else TOO_LARGE
    rates = {"decode": best.rate, "prefill": None if state == TOO_LARGE else prefill}
    rates["output"] = best.rate and _split(best.rate, prefill, set_prompt, set_answer)
    found = {"chip": short_name(chip), "subject": chip, "model": model, "batch": best.batch, "tpot_ms": best.time, "state": state}
    for name, rate in rates.items():
        ends = (rate.prediction, rate.low, rate.high) if rate else (None,) * 3
        found |= dict(zip((f"{name}_tokens_per_s", f"{name}_low", f"{name}_high"), ends, strict=True))
    return found


def _answer(asked: dict[str, str]) -> Answer:
    """Return the answer to one row."""
    return next(answer_rows([asked]))


def _split(decode: Answer, prefill: Answer, prompt: float, wanted: float) -> Answer:
    """Return the output of chips of which a share only prefills, such that neither kind waits; both rates err together."""
    requests = (prefill.prediction / prompt, decode.prediction / wanted)
    value, factor = wanted * split_rate(*requests, best_split(*requests)), decode.high / decode.prediction
    return decode._replace(prediction=value, low=value / factor, high=value * factor)
