"""Exhibits of the page on method: measured serving against what the model says of it, and what each of its mechanisms buys."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from detour import naming
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.prediction import mechanisms, study
from detour.prediction.errors import Misses
from detour.prediction.fitting import observed
from detour.quantity import number

#: Sets that are drawn, each row once; the rows whose chip was left out are those whose source was.
DRAWN = ("validation", "source", "context")
COLOURS = {"Nvidia": style.BLUE, "AMD": style.ORANGE, "Huawei": style.PURPLE, "Others": style.GREY}
SHAPES = {"Kept apart": "circle", "Source left out": "diamond", "Told beside": "triangle-up"}
TIMES, RATES = "Times, ms", "Rates, tokens/s"
_PAD = alt.AutoSizeParams(type="pad", contains="padding")
#: Room beside a drawing for its axis, in pixels.
_AXIS = 58


def maker(id: str) -> str:
    """Return under which of the colours a maker falls."""
    return {"nvidia": "Nvidia", "amd": "AMD", "huawei": "Huawei"}.get(id, "Others")


def points() -> pd.DataFrame:
    """Return each measured row that no fit saw with its prediction and interval."""
    found = []
    for name in DRAWN:
        missed = study.ours(name)
        for pair, log in zip(missed.pairs, missed.logs, strict=True):
            row, asked = pair
            timed, factor = row["metric"] in ("tpot", "request_latency"), study.factor(pair[1])
            value = observed(row) * (1e3 if row["metric"] == "request_latency" else 1)
            found.append(
                {
                    "record_id": row["record_id"],
                    "panel": TIMES if timed else RATES,
                    "maker": maker(asked.maker),
                    "set": study.SETS[name].capitalize(),
                    "chip": naming.name_of(asked.chip),
                    "model": row["model"],
                    "metric": row["metric"],
                    "measured": value,
                    "predicted": value * np.exp(log),
                    "low": value * np.exp(log) / factor,
                    "high": value * np.exp(log) * factor,
                    "unit": "ms" if timed else "tokens/s",
                    "source": row["source"],
                }
            )
    return pd.DataFrame(found)


def by_maker() -> pd.DataFrame:
    """Return rows, median and ninetieth percentile of the error and the share inside the interval, by set, maker and phase."""
    found = []
    for name, words in study.SETS.items():
        whole = study.ours(name)
        for who, phase in sorted({(asked.maker, asked.phase) for _, asked in whole.pairs}):
            some = whole.of(lambda pair, who=who, phase=phase: (pair[1].maker, pair[1].phase) == (who, phase))
            found.append({"rows": words, "maker": naming.name_of(who), "phase": phase, "n": len(some.pairs), **_errors(some)})
    return pd.DataFrame(found).set_index(["rows", "maker", "phase"])


def _errors(some: Misses) -> dict[str, str]:
    """Return the errors of some rows as they are written."""
    sizes = {"median error": np.median(some.shares), "nine in ten below": np.quantile(some.shares, 0.9), "inside the interval": study.coverage(some)}
    return {name: f"{number(100 * float(share), 2)}%" for name, share in sizes.items()}


def predictions() -> Exhibit:
    """Show measured rows against predictions that did not see them."""
    frame = points()
    within = float(np.mean((frame["predicted"] / frame["measured"]).between(1 / 1.5, 1.5)))
    counted = frame["maker"].value_counts()
    return Exhibit(
        label="fig-method-predictions",
        title=f"Of {len(frame)} measurements that no fit saw, {number(100 * within, 2)}% lie within a factor of one and a half of their prediction",
        caption="Measured against predicted, on log scales; on the line they agree. Above, milliseconds between tokens or of a whole request; below, tokens a second. "
        "Rules are intervals that are to hold four in five. Circles were kept apart from the fit; diamonds were predicted by a fit without any row of their "
        "source; triangles stand in sources that the fit never uses, and say their load.",
        alt=f"Two scatter plots of {len(frame)} measured against predicted values along a diagonal: "
        + ", ".join(f"{name} {counted[name]}" for name in COLOURS if name in counted)
        + ". Most lie close to the line; the farthest are rates of AMD and Huawei, predicted too high.",
        draw=lambda width: _scatter(frame, width),
        frame=frame,
    )


def _scatter(frame: pd.DataFrame, width: int) -> alt.VConcatChart:
    """Draw both panels, one below the other."""
    parts = [_panel(frame[frame["panel"] == panel], panel, width, legend=panel == TIMES) for panel in (TIMES, RATES)]
    return alt.vconcat(*parts, spacing=12, autosize=_PAD)


def _panel(rows: pd.DataFrame, panel: str, width: int, *, legend: bool) -> alt.LayerChart:
    """Draw one kind of measure with its diagonal."""
    small = style.narrow(width)
    ends = [float(rows[["measured", "low"]].min().min()) / 1.1, float(rows[["measured", "high"]].max().max()) * 1.1]
    scale = alt.Scale(type="log", domain=ends, nice=False)
    ticks = [10.0**power for power in range(0, 7) if ends[0] <= 10.0**power <= ends[1]]
    axis = alt.Axis(values=ticks, format="~s" if panel == RATES else ",", minExtent=_AXIS - 22, maxExtent=_AXIS - 22)
    looks = {"columns": 2 if small else 4, "labelFontSize": 11 if small else 12, "symbolOpacity": 1}
    colour = alt.Color(
        "maker:N",
        title=None,
        scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())),
        legend=alt.Legend(**looks, symbolType="circle", symbolStrokeWidth=0) if legend else None,
    )
    shape = alt.Shape(
        "set:N",
        title=None,
        scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())),
        legend=alt.Legend(**looks, symbolFillColor=style.INK, symbolStrokeColor=style.INK) if legend else None,
    )
    x = alt.X("measured:Q", title=f"Measured: {panel.lower()}", scale=scale, axis=axis)
    base = alt.Chart(rows).encode(x=x, color=colour)
    rules = base.mark_rule(opacity=0.2, strokeWidth=1.5).encode(y=alt.Y("low:Q", title="Predicted", scale=scale, axis=axis), y2="high:Q")
    marks = base.mark_point(filled=True, size=34 if small else 44, opacity=0.75).encode(y=alt.Y("predicted:Q", scale=scale), shape=shape)
    line = alt.Chart(pd.DataFrame({"at": ends})).mark_line(color=style.GREY, strokeWidth=1).encode(x=alt.X("at:Q", scale=scale), y=alt.Y("at:Q", scale=scale))
    return alt.layer(rules, line, marks).properties(width=width - _AXIS, height=260 if small else 320)


def losses() -> pd.DataFrame:
    """Return the median error on rows whose source was left out: of the model, without each mechanism, and of the plain roofline."""
    whole = study.ours("source")
    source = ";".join(sorted({row["source"] for row, _ in whole.pairs}))
    rows = [("The whole model", "", whole)]
    rows += [(f"Without: {each.name}", each.without, study.without(each.id, "source")) for each in mechanisms.MECHANISMS]
    rows.append(("Roofline with two numbers", "", study.of_roofline("source")))
    found = [
        {"label": label, "instead": instead, "median_error_percent": 100 * float(np.median(each.shares)), "source": source} for label, instead, each in rows
    ]
    return pd.DataFrame(found).sort_values("median_error_percent", kind="stable").reset_index(drop=True)


def bought() -> Exhibit:
    """Show the error without each mechanism."""
    frame = losses()
    errors = frame.set_index("label")["median_error_percent"]
    base, own = errors["The whole model"], errors[errors.index.str.startswith("Without")]
    idle = [label.removeprefix("Without: ") for label in own.index if own[label] < base + 1]
    most = own.idxmax().removeprefix("Without: ")
    return Exhibit(
        label="fig-method-mechanisms",
        title=f"{most} buy most; {len(idle)} of {len(own)} mechanisms buy less than a point of error in these rows",
        caption="Median absolute error on rows whose source the fit did not see, with all mechanisms, with one taken out and the rest fitted again, and of a "
        "roofline with one share of peak compute and one of memory bandwidth. The data say what stands in for a mechanism. The line is the whole model; "
        "a bar that ends at it or before it belongs to a mechanism on which these rows cannot decide, and most of those concern few of them.",
        alt=f"Bars of the median error, from {number(errors.min(), 3)}% to {number(errors.max(), 3)}%: "
        + ", ".join(f"{label} {number(error, 2)}%" for label, error in errors.items())
        + ".",
        draw=lambda width: bars(frame.assign(error=frame["median_error_percent"]), base, width, "Median error, %"),
        frame=frame,
    )


def bars(frame: pd.DataFrame, base: float, width: int, title: str) -> alt.LayerChart:
    """Draw the column `error` as bars with its numbers, and a line at that of the whole model; a rival of it is told by its label."""
    small = style.narrow(width)
    names = 190 if small else 250
    kind = np.select([frame["label"] == "The whole model", frame["label"].str.startswith("Without")], ["whole", "without"], "rival")
    told = frame["error"].map(lambda error: f"{number(error, 3)}%")
    data = frame.assign(name=frame["label"].str.replace("Without: ", "– ", regex=False), kind=kind, told=told, end=frame["error"].clip(lower=base))
    axis = alt.Axis(title=None, domain=False, ticks=False, minExtent=names, maxExtent=names, labelLimit=names - 8, labelFontSize=11 if small else 12)
    y = alt.Y("name:N", sort=None, axis=axis)
    x = alt.X("error:Q", title=title, axis=alt.Axis(tickCount=4, grid=False), scale=alt.Scale(domainMax=1.2 * data["error"].max()))
    colour = alt.Color("kind:N", legend=None, scale=alt.Scale(domain=["whole", "without", "rival"], range=[style.BLUE, style.SKY, style.GREY]))
    drawn = alt.Chart(data).mark_bar().encode(x=x, y=y, color=colour)
    words = alt.Chart(data).mark_text(align="left", dx=4, fontSize=11).encode(x="end:Q", y=y, text="told:N")
    line = alt.Chart(pd.DataFrame({"at": [base]})).mark_rule(color=style.INK, strokeDash=[3, 3]).encode(x="at:Q")
    return alt.layer(drawn, line, words, autosize=_PAD).properties(width=width - names - 20, height=22 * len(data))
