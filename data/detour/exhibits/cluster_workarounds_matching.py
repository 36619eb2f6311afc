"""Exhibit on how many chips of one kind train a large model as fast as one H100, against the size of the cluster."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.prediction.training_matching import MOST
from detour.results import cluster_workarounds_matching as matching

MODEL = "405b"
SIZES = (128, 256, 512, 1024, 2048, 4096, 8192)
#: Chips drawn, with hue, shape and how far aside each stands, as a power of two.
LOOKS = {
    "h800": (style.PURPLE, "triangle-up", -0.24),
    "a800": (style.BLUE, "circle", -0.08),
    "910b": (style.GREEN, "square", 0.08),
    "v100": (style.AMBER, "diamond", 0.24),
}
#: Ends of the axis of ratios.
ENDS = (0.7, 60.0)
_FEW, _MANY = "c-wsj23-three-to-four-chips-for-one", "r-cw-printed"


def match_rows() -> pd.DataFrame:
    """Return how many chips make one H100 for clusters of several sizes, with the interval, and what stands in the way where none do."""
    return pd.DataFrame([_row(chip, size) for chip in LOOKS for size in SIZES])


def _row(chip: str, size: int) -> dict:
    """Return the match of one chip with a cluster of one size."""
    values = matching.given(chip, MODEL) | {"strong_chips": float(size)}
    factors = [registry.find(ref) for _, ref in matching.factors_of(chip).values()]
    factor = matching.together([each.value for each in factors])
    low, middle, high = (matching.matched(chip, MODEL, values, each, reasons=each == 1) for each in (1 / factor, 1.0, factor))
    refs = [ref for _, ref in matching.rows_of(chip, MODEL).values()]
    sources = {source for ref in refs for source in registry.find(ref).sources}
    return {
        "chip": matching.NAMES[chip],
        "chips": size,
        **{name: math.nan if each.ratio is None else each.ratio for name, each in (("low", low), ("ratio", middle), ("high", high))},
        "limit": ", ".join(middle.limits),
        "source": ";".join(sorted(sources)),
    }


def equivalence() -> Exhibit:
    """A few for one holds for A800 and Ascend 910B; the large ratio only for V100 beside large clusters."""
    frame = match_rows()
    few, printed = registry.find(_FEW), registry.find(_MANY)
    said, many = few.written(bare=True), printed.written(bare=True)
    near = [name for name, part in frame.groupby("chip", sort=False) if (part["low"].le(few.ends()[1]) & part["high"].ge(few.ends()[0])).all()]
    none = frame[frame["ratio"].isna()]
    far = frame[frame["low"].le(printed.value) & ~frame["high"].lt(printed.value) & frame["ratio"].notna()]
    reach = _beside(far) or "none of them"
    stopped = "; ".join(f"{row.chip} beside {row.chips:,} H100 ({row.limit.replace(', ', ' and ')})" for row in none.itertuples())
    return Exhibit(
        "fig-cluster-equivalence",
        f"{said} for one can hold for {' and '.join(near)} at every size drawn; {many} for one only for {reach}"
        + (f", and no number tried does for {_beside(none)}" if len(none) else ""),
        f"Chips that train {matching.MODELS[MODEL][1]} as fast as one H100, against the size of the cluster that they replace, as predicted; the batch stays the "
        "same, and each cluster has its best layout. Rules are intervals: both predictions may err, each within the factor in which four in five measurements "
        f"lie. A rule that runs off the top has no upper end: of up to {MOST:,} chips no number tried keeps up. A cross at the top: none does even as predicted, "
        f"{stopped}; in brackets, the bounds without any one of which some number would. "
        f"Orange is what was said: {said} (band) and {many} for one (dashed).",
        f"Ratios on a log axis against clusters of {SIZES[0]} to {SIZES[-1]:,} H100. {_told(frame)}. Said: {said} for one, and {many}.",
        lambda width: _draw(frame, width),
        frame,
    )


def _beside(rows: pd.DataFrame) -> str:
    """Return chips and the clusters that they stand beside, in words."""
    return ", ".join(f"{row.chip} beside {row.chips:,} H100" for row in rows.itertuples())


def _told(frame: pd.DataFrame) -> str:
    """Return each line in words."""
    return ". ".join(
        f"{name}: {', '.join('none' if ratio != ratio else quantity.number(ratio, 2) for ratio in part['ratio'])}"
        for name, part in frame.groupby("chip", sort=False)
    )


def _draw(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    """Draw lines, intervals and what was said."""
    names = {matching.NAMES[chip]: look for chip, look in LOOKS.items()}
    drawn = frame.assign(
        at=[row.chips * 2 ** names[row.chip][2] for row in frame.itertuples()],
        bottom=frame["low"].fillna(ENDS[1]),
        top=frame["high"].fillna(ENDS[1]),
        ceiling=ENDS[1] / 1.06,
    )
    small = style.narrow(width)
    x = alt.X(
        "at:Q",
        title="H100 in the cluster to be matched (log axis)",
        scale=alt.Scale(type="log", domain=[SIZES[0] / 1.3, SIZES[-1] * 1.3], nice=False),
        axis=alt.Axis(values=list(SIZES[::2] if small else SIZES), format=",d", grid=False),
    )
    scale = alt.Scale(type="log", domain=list(ENDS), nice=False)
    y = alt.Y("ratio:Q", title="Chips for one H100 (log axis)", scale=scale, axis=alt.Axis(values=[1, 2, 3, 4, 10, 30], format="~g"))
    looks = alt.Legend(title=None, columns=2 if small else 4, symbolOpacity=1)
    keys, hues, shapes = list(names), [look[0] for look in names.values()], [look[1] for look in names.values()]
    hue = alt.Color("chip:N", sort=keys, legend=looks, scale=alt.Scale(domain=keys, range=hues))
    shape = alt.Shape("chip:N", sort=keys, legend=looks, scale=alt.Scale(domain=keys, range=shapes))
    base = alt.Chart(drawn)
    rules = base.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=1.5, opacity=0.7)
    rules = rules.encode(x=x, y=alt.Y("bottom:Q", scale=scale), y2="top:Q", color=hue)
    lines = base.transform_filter("isValid(datum.ratio)").mark_line(strokeWidth=1, opacity=0.5).encode(x=x, y=y, color=hue)
    points = base.transform_filter("isValid(datum.ratio)").mark_point(filled=True, size=50, opacity=1).encode(x=x, y=y, color=hue, shape=shape)
    none = base.transform_filter("!isValid(datum.ratio)").mark_point(shape="cross", filled=True, size=80, opacity=1, angle=45)
    none = none.encode(x=x, y=alt.Y("ceiling:Q", scale=scale), color=hue)
    return alt.layer(*_said(scale), rules, lines, points, none).properties(width=width, height=300)


def _said(scale: alt.Scale) -> list[alt.Chart]:
    """Draw what the articles say."""
    low, high = registry.find(_FEW).ends()
    printed = registry.find(_MANY)
    data = pd.DataFrame([{"low": low, "high": high, "many": printed.value, "said": f"{printed.written(bare=True)} for one"}])
    base = alt.Chart(data)
    band = base.mark_rect(color=style.ORANGE, opacity=0.15).encode(y=alt.Y("low:Q", scale=scale), y2="high:Q")
    line = base.mark_rule(color=style.ORANGE, strokeDash=[4, 3], strokeWidth=2).encode(y=alt.Y("many:Q", scale=scale))
    words = base.mark_text(align="left", dy=-8, color=style.ORANGE).encode(x=alt.value(4), y=alt.Y("many:Q", scale=scale), text="said:N")
    return [band, line, words]
