"""Rows under headings, with a mark, an interval and a written value each: the drawing that most exhibits of the chapter share."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from detour import registry
from detour.exhibits import style

#: What kind of statement a mark stands for: colour and shape together.
KINDS = {
    "said in the articles": (style.ORANGE, "diamond"),
    "reported": (style.BLUE, "circle"),
    "estimated": (style.GREEN, "square"),
    "projected": (style.PURPLE, "triangle-up"),
    "we compute": (style.INK, "cross"),
    "said by the maker": (style.ORANGE, "diamond"),
    "predicted here": (style.INK, "cross"),
    "measured": (style.BLUE, "circle"),
    "not known": (style.GREY, "stroke"),  # written, without a mark
}
#: What a drawing of rows needs of its frame.
COLUMNS = ["group", "row", "kind", "at", "low", "high", "end", "text"]


def entry(ref: str, scale: float = 1.0) -> dict:
    """Return value, ends and sources of an entry, multiplied by `scale`.

    >>> entry("c-wsj24-inference-share-40")["value"]
    40.0
    """
    found = registry.find(ref)
    low, high = found.ends()
    return {"id": found.id, "value": found.value * scale, "low": low * scale, "high": high * scale, "source": ";".join(found.sources)}


def placed(rows: list[dict]) -> pd.DataFrame:
    """Return rows as a frame, with the middle of the interval where a row has no value."""
    frame = pd.DataFrame(rows)
    middle = frame[["low", "high"]].mean(axis=1)
    return frame.assign(at=frame["value"].fillna(middle), order=range(len(frame)))


def against(frame: pd.DataFrame, width: int, title: str, domain: tuple[float, float], ticks: list[float]) -> alt.LayerChart:
    """Draw rows of ratios on a log scale beside a dashed line at 1, which crosses no number written beside a row."""
    scale = alt.Scale(type="log", domain=list(domain), nice=False)
    rule = alt.Chart(pd.DataFrame([{"at": 1.0}])).mark_rule(color=style.INK, strokeDash=[3, 3]).encode(x=alt.X("at:Q", scale=scale))
    ends = frame[["at", "high"]].astype(float).max(axis=1)
    room = [_room(end, width, domain) for end in ends]
    crossed = [9 + 6.5 * len(str(text)) > free > 0 for text, free in zip(frame["text"], room, strict=True)]
    return alt.layer(rule, ladder(frame.assign(end=ends.mask(crossed, 1.0)), width, title, scale, domain[0], ticks)).properties(
        width=width, height=alt.Step(21)
    )


def _room(end: float, width: int, domain: tuple[float, float]) -> float:
    """Return the pixels from the end of a row to the line at 1, less than 0 where it is past the line.

    >>> round(_room(0.1, 200, (0.01, 1.0)))
    100
    """
    return -width * math.log(end) / math.log(domain[1] / domain[0]) if end > 0 else 0.0


def ladder(frame: pd.DataFrame, width: int, title: str, scale: alt.Scale, origin: float, ticks: list[float] | None = None) -> alt.LayerChart:
    """Draw rows of `group`, `label` (`short` when narrow), `at`, `low`, `high`, `kind` and `text`, which stands beside `end` where that is given.

    `origin` is the position at which headings stand. The frame keeps its order.
    """
    drawn = _with_headings(frame, style.narrow(width))
    order = drawn["row"].tolist()
    y_axis = alt.Axis(labelExpr="split(datum.label, '|')[1]", domain=False, ticks=False, grid=False, labelLimit=150 if style.narrow(width) else 330)
    y = alt.Y("row:N", sort=order, title=None, axis=y_axis)
    axis = alt.Axis(title=title, values=ticks, grid=True) if ticks else alt.Axis(title=title, tickCount=4 if style.narrow(width) else 8)
    x = alt.X("at:Q", scale=scale, axis=axis)
    names = [name for name in KINDS if name in set(frame["kind"]) - {"not known"}]
    columns = 2 if style.narrow(width) else min(len(names), 4)
    legend = alt.Legend(title=None, orient="top", columns=columns, symbolOpacity=1, symbolSize=90)
    colour = alt.Color("kind:N", scale=alt.Scale(domain=names, range=[KINDS[name][0] for name in names]), legend=legend)
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=names, range=[KINDS[name][1] for name in names]), legend=legend)
    rows = alt.Chart(drawn[~drawn["kind"].isin(["", "not known"])])
    written = alt.Chart(drawn[drawn["kind"] != ""])
    headings = alt.Chart(drawn[drawn["kind"] == ""].assign(at=origin)).mark_text(align="left", fontWeight="bold", dx=0).encode(x=x, y=y, text="group:N")
    span = rows.mark_rule(strokeWidth=3, opacity=0.55).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour)
    point = rows.mark_point(size=90, filled=True, opacity=1).encode(x=x, y=y, color=colour, shape=shape)
    text = written.mark_text(align="left", dx=9).encode(x=alt.X("end:Q", scale=scale), y=y, text="text:N")
    return alt.layer(span, point, headings, text).properties(width=width, height=alt.Step(21))


def _with_headings(frame: pd.DataFrame, narrow: bool) -> pd.DataFrame:
    parts = []
    for name, group in frame.groupby("group", sort=False):
        parts += [pd.DataFrame([{"group": name, "row": f"{len(parts)}-h|", "kind": ""}]), group.assign(row=_rows(group, narrow))]
    drawn = pd.concat(parts, ignore_index=True)
    if "end" not in drawn:
        drawn = drawn.assign(end=drawn[["at", "high"]].astype(float).max(axis=1))
    drawn = drawn[COLUMNS]
    return drawn.astype({name: float for name in ("at", "low", "high", "end")}).fillna({"text": ""})


def _rows(group: pd.DataFrame, narrow: bool) -> pd.Series:
    names = group["short"] if narrow and "short" in group else group["label"]
    return group["order"].astype(str) + "|" + names
