"""Exhibit on named training runs: how fast the model of training has them, by a fit that saw nothing of their source, against what was measured."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from detour import naming
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.prediction import training_named
from detour.prediction.fitting import observed
from detour.quantity import number

INSIDE, MISSED, UNANSWERED = "inside its interval", "outside", "not answered"
#: Why there is no answer, by how the reason begins.
REASONS = {"no architecture": "its model's architecture is not in the tables", "metric": "its source gives a share of a bound, which is no speed"}
#: What stands before a row below the line of its run.
INDENT = "\u00a0\u00a0\u00a0"
_PAD = alt.AutoSizeParams(type="pad", contains="padding")


def rows() -> pd.DataFrame:
    """Return each row of a named run with its measurement and the predicted over the measured speed."""
    found = []
    for each in training_named.named():
        ratio = float(np.exp(each.log))
        found.append(
            {
                "system": each.run,
                "item": each.what,
                "record_id": each.row["record_id"],
                "metric": naming.metric(each.row["metric"]),
                "measured": observed(each.row),
                "unit": each.row["unit"],
                "speed_ratio": ratio,
                "speed_ratio_low": ratio / each.factor,
                "speed_ratio_high": ratio * each.factor,
                "state": UNANSWERED if each.why else MISSED if each.missed else INSIDE,
                "note": reason(each.why) if each.why else "chip and model read into the row" if each.read else "",
                "source": each.row["source"],
            }
        )
    return pd.DataFrame(found)


def reason(why: str) -> str:
    """Return why there is no answer in words of the page.

    >>> reason("no architecture of model 'PanGu-Sigma 1.085T' in the tables")
    "its model's architecture is not in the tables"
    """
    return next((words for start, words in REASONS.items() if why.startswith(start)), why)


def named() -> Exhibit:
    """Most named runs lie in the interval of a prediction that saw nothing of their source; the misses are marked."""
    frame = rows()
    told = frame[frame["state"] != UNANSWERED]
    inside = told[told["state"] == INSIDE]
    worst = told.loc[np.abs(np.log(told["speed_ratio"])).idxmax()]
    by, way = max(worst["speed_ratio"], 1 / worst["speed_ratio"]), "fast" if worst["speed_ratio"] > 1 else "slow"
    silent = "; ".join(f"{row.system}: {row.note}" for row in frame[frame["state"] == UNANSWERED].itertuples())
    read = ", ".join(dict.fromkeys(each.run for each in training_named.named() if each.read))
    return Exhibit(
        label="fig-cluster-predictions",
        title=f"Of {len(told)} measurements of named runs, {len(inside)} lie in the interval of a prediction that saw nothing of their source; "
        f"the farthest, of {worst['system']}, is predicted {number(by, 2)} times as {way}",
        caption="Predicted over measured speed, by fits without any row of the source; of chip hours and step times the inverse, so that right of the line the "
        "model is always too fast. Bars are intervals that are to hold four in five. Diamonds mark measurements outside. "
        + (f"The chip and the model of {read} are our reading of a source that names neither. " if read else "")
        + (f"Not answered: {silent}." if silent else "Every row is answered."),
        alt="Dots with bars on a log axis of predicted over measured speed, by run. "
        + "; ".join(f"{row.system}, {row.item}: {number(row.speed_ratio, 2)}, {row.state}" for row in told.itertuples())
        + ".",
        draw=lambda width: _draw(frame, width),
        frame=frame,
    )


def lined(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows as lines of the drawing: a run of several rows has a line of its own above them; `line` is its place and its words."""
    lines = []
    for run, part in frame.groupby("system", sort=False):
        alone = len(part) == 1
        if not alone:
            lines.append({"line": f"{len(lines):02d}|{run}", "state": ""})
        for row in part.to_dict("records"):
            lines.append(row | {"line": f"{len(lines):02d}|{run + ', ' if alone else INDENT}{row['item']}"})
    return pd.DataFrame(lines)


def _draw(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    """Draw one line each row, grouped by run."""
    small = style.narrow(width)
    names = 172 if small else 200
    data, told = lined(frame), frame.dropna(subset=["speed_ratio"])
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        labelExpr="split(datum.label, '|')[1]",
        labelAlign="left",
        labelPadding=names,
        labelLimit=names + 40,
        labelFontSize=11 if small else 12,
        labelFontWeight={"condition": {"test": f"indexof(datum.label, '{INDENT}') < 0", "value": "bold"}, "value": "normal"},
        minExtent=names,
        maxExtent=names,
    )
    y = alt.Y("line:N", sort=list(data["line"]), axis=axis, scale=alt.Scale(domain=list(data["line"])))
    ends = [float(told["speed_ratio_low"].min()) / 1.05, float(told["speed_ratio_high"].max()) * 1.05]
    scale = alt.Scale(type="log", domain=ends, nice=False)
    x = alt.X(
        "speed_ratio:Q", title="Predicted over measured speed", scale=scale, axis=alt.Axis(values=[0.3, 0.5, 0.7, 1, 1.5, 2, 3], format="~g", gridOpacity=0.6)
    )
    states = alt.Scale(domain=[INSIDE, MISSED], range=[style.BLUE, style.ORANGE])
    legend = alt.Legend(title=None, columns=1 if small else 2, symbolOpacity=1, labelFontSize=11 if small else 12)
    answered = alt.Chart(data[data["state"].isin([INSIDE, MISSED])]).encode(y=y, color=alt.Color("state:N", scale=states, legend=legend))
    bars = answered.mark_rule(strokeWidth=3, opacity=0.35).encode(x=alt.X("speed_ratio_low:Q", scale=scale), x2="speed_ratio_high:Q")
    shape = alt.Shape("state:N", scale=alt.Scale(domain=[INSIDE, MISSED], range=["circle", "diamond"]), legend=legend)
    marks = answered.mark_point(filled=True, size=60, opacity=1).encode(x=x, shape=shape)
    line = alt.Chart(pd.DataFrame({"at": [1.0]})).mark_rule(color=style.INK, strokeDash=[3, 3]).encode(x=alt.X("at:Q", scale=scale))
    none = alt.Chart(data[data["state"] == UNANSWERED]).mark_text(color=style.MUTED, fontSize=11, align="left", dx=6)
    silent = none.encode(x=alt.value(0), y=y, text="state:N")
    return alt.layer(line, bars, marks, silent, autosize=_PAD).properties(width=width - names - 20, height=16 * len(data))
