"""Exhibit on what a training run costs on weaker chips: months, chips, money and energy, over those of H100."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.prediction.training_matching import MOST
from detour.results import cluster_workarounds_bill as bill
from detour.results import cluster_workarounds_matching as matching

#: Panels: what ids call them, and words.
PANELS = {
    "slower": "Time, as many chips",
    "chips": "Chips, as fast",
    "dearer": "Money, as many chips",
    "energy": "Energy, as many chips",
}
LOOKS = {"405b": (style.BLUE, "circle"), "v3": (style.ORANGE, "diamond")}
#: Chips that arithmetic holds back, of which the title speaks, and the job that it speaks of.
TITLED, JOB = ("a800", "a100", "910b"), "405b"
#: Ends of the axes of ratios.
ENDS = (0.4, 12.0)
_PAD = alt.AutoSizeParams(type="pad", contains="padding")


def bill_rows() -> pd.DataFrame:
    """Return every ratio with its interval: of time, chips, money and energy, by job and chip."""
    return pd.DataFrame(
        [
            {"panel": words, "model": matching.MODELS[job][1], "chip": matching.NAMES[chip], **_ratio(panel, job, chip)}
            for panel, words in PANELS.items()
            for job in LOOKS
            for chip in bill.BILLED[1:]
        ]
    )


def _ratio(panel: str, job: str, chip: str) -> dict:
    """Return one ratio, its ends and its sources; NaN where no number of chips is as fast."""
    if (panel, job) == ("chips", JOB):
        found = [registry.find(ref) for _, ref in bill.rows(chip, job).values()]
        low, ratio, high = bill.as_fast(chip, job)
        return {"low": low, "ratio": ratio, "high": high, "source": ";".join(sorted({source for each in found for source in each.sources}))}
    entry = registry.find(f"r-cw-bill-{panel}-{job}-{chip}")
    return {"low": entry.low, "ratio": entry.value, "high": entry.high, "source": ";".join(entry.sources)}


def costs() -> Exhibit:
    """Time and chips grow more than money and energy, and at the largest size no number of some chips keeps up."""
    frame = bill_rows()
    model = matching.MODELS[JOB][1]
    names = [matching.NAMES[chip] for chip in TITLED]
    held = frame[frame["chip"].isin(names) & frame["model"].eq(model)]
    time, cost = (_span(held[held["panel"] == PANELS[panel]]) for panel in ("slower", "dearer"))
    none = frame[frame["ratio"].isna()]
    sizes = {job: registry.find(count).written(bare=True) for job, (count, _, _) in bill.JOBS.items()}
    return Exhibit(
        "fig-cluster-bill",
        f"The detour is paid in time and chips more than in money: as many {', '.join(names[:-1])} or {names[-1]} train {model} in {time} times the time "
        f"of H100, for {cost} times the money",
        f"One training run over the same run on H100, as predicted: {model} on {sizes['405b']} in sixteen bits, DeepSeek-V3 on {sizes['v3']}, in eight bits "
        "where a chip has floats of eight. Chips, as fast: how many for each H100 train it in the same time with the same batch. Rules are intervals: both "
        "predictions may err, and so may prices and power. Money is chips, servers and network written off, idle hours included, and electricity, at the rate "
        f"of the United States for H100 and of China for the others. A cross: of up to {MOST:,} chips no number tried is as fast even as predicted, which is "
        f"so of {_listed(none['chip'].unique())} with {model}; a rule that runs off has no upper end. No training on H20 or Ascend 910C was there to fit.",
        f"Four panels of ratios on log axes, H100 at one. {_told(frame)}.",
        lambda width: _draw(frame, width),
        frame,
    )


def _span(rows: pd.DataFrame) -> str:
    """Return the least and the greatest ratio in words, one number where they read the same."""
    least, most = (quantity.number(each, 2) for each in (rows["ratio"].min(), rows["ratio"].max()))
    return least if least == most else f"{least} to {most}"


def _listed(names) -> str:
    """Return names in words."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or "none of them"


def _told(frame: pd.DataFrame) -> str:
    """Return each panel in words."""
    return ". ".join(
        f"{panel}, {model}: " + ", ".join(f"{row.chip} {'none' if math.isnan(row.ratio) else quantity.number(row.ratio, 2)}" for row in part.itertuples())
        for (panel, model), part in frame.groupby(["panel", "model"], sort=False)
    )


def _draw(frame: pd.DataFrame, width: int) -> alt.VConcatChart:
    """Draw the panels, two by two where there is room."""
    if style.narrow(width):
        return alt.vconcat(*(_panel(frame, words, 250) for words in PANELS.values()), spacing=12, autosize=_PAD)
    lines = [list(PANELS.values())[start : start + 2] for start in (0, 2)]
    return alt.vconcat(*(alt.hconcat(*(_panel(frame, words, 250) for words in line), spacing=16) for line in lines), spacing=12, autosize=_PAD)


def _panel(frame: pd.DataFrame, words: str, width: int) -> alt.LayerChart:
    """Draw one panel: a row for each chip, a mark for each job."""
    drawn = frame[frame["panel"] == words].assign(
        start=lambda rows: rows["low"].fillna(ENDS[1]), end=lambda rows: rows["high"].fillna(ENDS[1]), edge=ENDS[1] / 1.08
    )
    models = [matching.MODELS[job][1] for job in LOOKS]
    hues, shapes = zip(*LOOKS.values(), strict=True)
    legend = alt.Legend(title=None, symbolOpacity=1)
    hue = alt.Color("model:N", sort=models, legend=legend, scale=alt.Scale(domain=models, range=list(hues)))
    shape = alt.Shape("model:N", sort=models, legend=legend, scale=alt.Scale(domain=models, range=list(shapes)))
    scale = alt.Scale(type="log", domain=list(ENDS), nice=False)
    x = alt.X("ratio:Q", title=None, scale=scale, axis=alt.Axis(values=[0.5, 1, 2, 3, 5, 10], format="~g"))
    y = alt.Y("chip:N", sort=[matching.NAMES[chip] for chip in bill.BILLED], title=None, axis=alt.Axis(ticks=False, domain=False))
    base = alt.Chart(drawn).encode(y=y, yOffset=alt.YOffset("model:N", sort=models, scale=alt.Scale(domain=models, paddingOuter=0.5)))
    rules = base.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=1.5, opacity=0.7)
    rules = rules.encode(x=alt.X("start:Q", scale=scale, title=None), x2="end:Q", color=hue)
    points = base.transform_filter("isValid(datum.ratio)").mark_point(filled=True, size=50, opacity=1).encode(x=x, color=hue, shape=shape)
    none = base.transform_filter("!isValid(datum.ratio)").mark_point(shape="cross", angle=45, filled=True, size=70, opacity=1)
    none = none.encode(x=alt.X("edge:Q", scale=scale, title=None), color=hue)
    one = alt.Chart(pd.DataFrame({"ratio": [1.0]})).mark_rule(color=style.INK, strokeDash=[3, 3]).encode(x=x)
    title = alt.TitleParams(words, fontSize=12, fontWeight="normal", anchor="start", color=style.INK, font=style.FONT)
    return alt.layer(one, rules, points, none).properties(width=width, height=150, title=title)
