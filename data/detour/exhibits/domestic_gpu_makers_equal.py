"""Exhibit of the chapter on domestic makers: every statement that a Chinese chip is as good as a foreign one, measure by measure."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import naming
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.quantity import number
from detour.results import comparisons, engine
from detour.results import domestic_gpu_makers_equal as counted
from detour.tables import DATA

#: Columns of the drawing, and the measures that each shows: the first of them that is known.
COLUMNS = {
    "in all": (),
    "rate": ("fp16_peak", "fp32_peak"),
    "8 bits": ("fp8_peak", "int8_peak"),
    "size": ("memory_capacity",),
    "bandwidth": ("memory_bandwidth",),
    "link": ("interconnect_bandwidth",),
    "measured": ("measured",),
    "prefill": ("prefill",),
    "decode": ("decode",),
    "per watt": ("rate_per_watt",),
    "process": ("process_node",),
}
SIGNS = {"equal": "=", "match": "=", "nearly": "≈", "more": ">", "less": "<"}
VERDICTS = ["holds", "strained", "fails", "open"]
_CROSS, _DASH = "M-0.8,-0.8L0.8,0.8M-0.8,0.8L0.8,-0.8", "M-0.5,0L0.5,0"


def said(row: dict) -> str:
    """Return a statement in the fewest signs.

    >>> said({"chip": "thead-ppu", "yardstick": "nvidia-h20", "asserts": "match", "factor": ""})
    'PPU = H20'
    """
    chip, yardstick = (frames.short_name(row[name]) if len(frames.short_name(row[name])) > 2 else naming.name_of(row[name]) for name in ("chip", "yardstick"))
    sign = SIGNS.get(row["asserts"]) or f"= {number(comparisons.fraction(row['factor']).value, 2)} ×"
    return f"{chip} {sign} {yardstick}"


def matrix() -> pd.DataFrame:
    """Return one row for each statement and column of the drawing, with its ratio and verdict, and the verdict on the statement."""
    rows = counted.upward(DATA)
    order = rows.assign(rank=rows["verdict"].map(VERDICTS.index), known=counted.known(rows)).sort_values(
        ["rank", "known", "years"], ascending=[True, False, True]
    )
    cells = {key: part.set_index("measure") for key, part in comparisons.cells().groupby("id")}
    found = []
    for row in order.to_dict("records"):
        part = cells[row["id"]]
        for column, measures in COLUMNS.items():
            cell = next((part.loc[each] for each in measures if part.loc[each, "verdict"] not in ("", "open")), None)
            numbers = {"ratio": None, "low": None, "high": None} if cell is None else {key: cell[key] for key in ("ratio", "low", "high")}
            verdict = cell["verdict"] if cell is not None else "open" if measures else row["verdict"]
            source = _sources(row) if cell is None else cell["source"]
            found.append({"id": row["id"], "statement": said(row), "measure": column, **numbers, "verdict": verdict, "years": row["years"], "source": source})
    return pd.DataFrame(found)


def _sources(row: dict) -> str:
    """Return the sources of a statement: where a measure is not published, it is all that there is."""
    named = {id: "" for id in row["statements"].split(";") if not id.startswith("s-")}
    entries = frames.join(frames.entries(named)["source"]) if named else ""
    claims = frames.join(frames.rows("claims", id=list(named))["source"]) if named else ""
    return entries or claims or ";".join(id for id in row["statements"].split(";") if id.startswith("s-"))


def equal_matrix() -> Exhibit:
    """What holds holds on the rate; on memory bandwidth most statements fail, and none holds where it was measured."""
    frame = matrix()
    value = {name: int(engine.value(f"r-dg-equal-{name}")) for name in ("bandwidth-holds", "bandwidth-tested", "compute-holds", "compute-tested", "upward")}
    told = frame.groupby("measure", sort=False)["verdict"].value_counts().unstack(fill_value=0).reindex(columns=VERDICTS, fill_value=0)
    return Exhibit(
        label="fig-dg-equal-matrix",
        title=f"On memory bandwidth {value['bandwidth-holds']} of {value['bandwidth-tested']} statements hold, on arithmetic {value['compute-holds']} of {value['compute-tested']}",
        caption="Every statement found that a Chinese chip equals, beats or nears a foreign one, or is worth several of it, against all that is listed of both. Filled circle: "
        "holds by every listing; diamond: depends on whose listing, or on how strictly the word is taken; cross: fails by every listing; dash: not published for one of the two, "
        "or not asked. Rate: peak in sixteen bits, of graphics chips in thirty-two. Prefill and decode: our model. First the statements that hold, then those that depend, fail and "
        "cannot be tested. On the right the years from the one chip to the other.",
        alt=f"Matrix of {value['upward']} statements by {len(COLUMNS) - 1} measures, and in all. "
        + " ".join(f"{row.Index}: {row.holds} hold, {row.strained} depend, {row.fails} fail, {row.open} untested." for row in told.itertuples()),
        draw=lambda width: _chart(frame, width),
        frame=frame,
    )


def _chart(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    slim = style.narrow(width)
    rows = list(dict.fromkeys(frame["id"]))
    labels = frame.drop_duplicates("id").set_index("id")
    place = {id: f"{index:02d}|{labels.loc[id, 'statement']}" for index, id in enumerate(rows)}
    laid = frame.assign(row=frame["id"].map(place))[["row", "measure", "verdict"]]
    axis = alt.Axis(title=None, labelExpr="slice(datum.value, 3)", ticks=False, domain=False, labelLimit=130 if slim else 200)
    y = alt.Y("row:N", sort=None, axis=axis, scale=alt.Scale(domain=list(place.values())))
    after = "years"
    head = alt.Axis(title=None, orient="top", labelAngle=-60 if slim else 0, ticks=False, domain=False, labelLimit=90, labelOverlap=False)
    x = alt.X("measure:N", sort=None, axis=head, scale=alt.Scale(domain=[*COLUMNS, after]))
    hues = alt.Scale(domain=VERDICTS, range=[style.BLUE, style.AMBER, style.ORANGE, style.GREY])
    shapes = alt.Scale(domain=VERDICTS, range=["circle", "diamond", _CROSS, _DASH])
    legend = alt.Legend(title=None, columns=2 if slim else 4)
    base = alt.Chart(laid).encode(x=x, y=y, color=alt.Color("verdict:N", scale=hues, legend=legend), shape=alt.Shape("verdict:N", scale=shapes, legend=legend))
    full = base.transform_filter("indexof(['holds', 'strained'], datum.verdict) >= 0").mark_point(filled=True, size=90, opacity=1)
    rest = base.transform_filter("indexof(['fails', 'open'], datum.verdict) >= 0").mark_point(filled=False, size=80, strokeWidth=2, opacity=1)
    years = [{"row": place[id], "measure": after, "said": "–" if pd.isna(labels.loc[id, "years"]) else number(labels.loc[id, "years"], 2)} for id in rows]
    text = alt.Chart(pd.DataFrame(years)).mark_text(fontSize=11, color=style.MUTED).encode(x=x, y=y, text="said:N")
    return alt.layer(full, rest, text).properties(width=width, height=(19 if slim else 21) * len(rows))
