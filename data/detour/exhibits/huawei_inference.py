"""Exhibits of the chapter on Huawei and inference: volumes and fleets, and the drawing of rows that the other families share."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit

#: Kinds of mark: colour and shape of each.
KINDS = {
    "article": (style.ORANGE, "diamond"),
    "follows from the article": (style.ORANGE, "cross"),
    "estimate": (style.BLUE, "circle"),
    "forecast or plan": (style.GREY, "triangle-up"),
    "computed": (style.PURPLE, "square"),
}


def say(ref: str) -> str:
    """Return an entry as prose shows it.

    >>> say("r-h20-implied-price-2024")
    '$12,000\\xa0per chip'
    """
    return registry.find(ref).written()


def value(ref: str) -> float:
    """Return the value of an entry.

    >>> value("r-h20-implied-price-2024")
    12000.0
    """
    return registry.find(ref).value


def kind_scales(kinds: list[str]) -> tuple[alt.Scale, alt.Scale]:
    """Return the scales of colour and shape for some kinds of mark."""
    return (alt.Scale(domain=kinds, range=[KINDS[each][0] for each in kinds]), alt.Scale(domain=kinds, range=[KINDS[each][1] for each in kinds]))


def row_axis(frame: pd.DataFrame, width: int, limit: int = 300, column: str = "label") -> alt.Y:
    """Return the axis of rows in the order of the frame: labels at the side, or none where they stand above the row."""
    axis = None if style.narrow(width) else alt.Axis(labelLimit=limit, ticks=False, domain=False, title=None, labelPadding=8)
    return alt.Y(f"{column}:N", sort=frame[column].drop_duplicates().tolist(), axis=axis, title=None)


def row_height(frame: pd.DataFrame, width: int, column: str = "label") -> int:
    """Return a height that gives every row its place."""
    return frame[column].nunique() * (44 if style.narrow(width) else 32) + 10


def row_names(frame: pd.DataFrame, width: int, column: str = "label") -> list[alt.Chart]:
    """Return the labels that stand above the rows on a phone, and nothing on a wide page."""
    if not style.narrow(width):
        return []
    names = frame.drop_duplicates(column)
    place = dict(align="left", baseline="bottom", dy=-9, fontSize=11)
    base = alt.Chart(names).encode(y=row_axis(frame, width, column=column), x=alt.value(0), text=f"{column}:N")
    return [base.mark_text(stroke=style.PAPER, strokeWidth=2, color=style.PAPER, **place), base.mark_text(color=style.INK, **place)]


def estimates_drawing(frame: pd.DataFrame, width: int, x: dict, end: str = "shown") -> alt.LayerChart:
    """Draw rows of estimates: the interval as a rule, the value as a mark by kind, its number beside it."""
    kinds = [kind for kind in KINDS if kind in set(frame["kind"])]
    colour, shape = kind_scales(kinds)
    columns = 2 if style.narrow(width) else 5
    y = row_axis(frame, width)
    legend = alt.Legend(title=None, columns=columns, symbolOpacity=1)
    base = alt.Chart(frame).encode(y=y)
    coloured = base.encode(color=alt.Color("kind:N", scale=colour, legend=legend))
    rules = coloured.mark_rule(strokeWidth=3, opacity=0.45).encode(x=alt.X("low:Q", **x), x2="high:Q")
    marks = coloured.mark_point(filled=True, size=90, opacity=1).encode(x=alt.X("at:Q", **x), shape=alt.Shape("kind:N", scale=shape, legend=legend))
    text = base.mark_text(align="left", dx=9, fontSize=11, color=style.INK).encode(x=alt.X("top:Q", **x), text=f"{end}:N")
    return alt.layer(rules, marks, text, *row_names(frame, width)).properties(width=width, height=row_height(frame, width))


def estimate_rows(rows: list[tuple[str, str, str]], digits: int | None = 3, tail: str = "") -> pd.DataFrame:
    """Return rows of estimates: label, kind, value, ends, where the mark and its number stand, and the number as written."""
    frame = frames.entries({ref: label for label, ref, _ in rows})
    frame = frame.assign(kind=[kind for *_, kind in rows])
    middle = (frame["low"] + frame["high"]) / 2
    at = frame["value"].fillna(middle)
    shown = [written(row, digits) + tail for row in frame.to_dict("records")]
    return frame.assign(at=at, top=frame[["low", "high"]].max(axis=1).fillna(at).clip(lower=at), shown=shown)


def written(row: dict, digits: int | None = 3) -> str:
    """Return the number of a row for the end of its mark: bounds in words, both ends where the value is but their middle."""
    entry = registry.find(row["id"])
    money = "$" if entry.unit.startswith("USD") else ""
    middle = row["value"] != row["value"] or abs(2 * row["value"] - row["low"] - row["high"]) < 1
    if row["low"] != row["high"] and middle and not entry.bound:
        return f"{money}{quantity.number(row['low'], digits)}–{money}{quantity.number(row['high'], digits)}"
    bound = {"at_least": "at least ", "at_most": "at most ", "more_than": "more than ", "less_than": "less than "}.get(entry.bound, "")
    value = row["value"] if row["value"] == row["value"] else (row["low"] if row["low"] == row["low"] else row["high"])
    return f"{bound}{money}{quantity.number(value, digits)}"


VOLUMES = [
    ("H20: SemiAnalysis in the article", "c-ft25-h20-shipments-2024", "article"),
    ("H20: SemiAnalysis, July 2024", "es-020", "forecast or plan"),
    ("H20: Epoch AI model, 2026", "es-018", "estimate"),
    ("910B: half of the H20", "r-hi-910b-implied", "follows from the article"),
    ("910B: SemiAnalysis, July 2024", "es-028", "forecast or plan"),
    ("All Ascend: CSC Financial, 2025", "es-026", "estimate"),
    ("All Ascend: press digest, 2025", "es-027", "estimate"),
    ("910B made: Financial Times, Feb 2025", "es-hi-910b-production-2024", "estimate"),
]


def volumes() -> Exhibit:
    """The count of H20 has a rival that agrees; the count of 910B has four that do not."""
    frame = estimate_rows(VOLUMES)

    def draw(width: int) -> alt.TopLevelMixin:
        top = 1_700_000 if style.narrow(width) else 1_600_000
        x = dict(title="Chips in 2024", scale=alt.Scale(domain=[0, top]), axis=alt.Axis(values=[0, 500_000, 1_000_000, 1_500_000], format=",d"))
        return estimates_drawing(frame, width, x)

    made, high = frame.iloc[7], frame.iloc[5]
    return Exhibit(
        "fig-hi-volumes",
        f"The H20 count has support; the 910B count runs from {quantity.number(made['value'])} to {quantity.number(high['value'])} chips",
        "Chips delivered in China in 2024, except the last row, which is production. The article prints the first row and a lead of "
        f"{quantity.number(registry.find('c-ft25-nvidia-huawei-ratio-2024').value)} to one over the 910B, which gives the fourth. "
        "Bars are intervals: Epoch AI's runs from the 5th to the 95th percentile. Rows for all Ascend also count other chips of the line. Not "
        "shown: smuggled chips and chips rented abroad, which no row counts.",
        "Dot chart of eight estimates. H20: "
        + "; ".join(f"{row.label.split(': ')[1]} {row.shown}" for row in frame.iloc[:3].itertuples())
        + ". Huawei: "
        + "; ".join(f"{row.label} {row.shown}" for row in frame.iloc[3:].itertuples())
        + ".",
        draw,
        frames.printed(frame)[["label", "text", "kind", "id", "value", "low", "high", "unit", "source"]],
    )


FLEET = {
    "FP16 compute": "r-hi-fleet-compute",
    "Chips": None,
    "Memory": "r-hi-fleet-capacity",
    "Links": "r-hi-fleet-links",
    "Memory bandwidth": "r-hi-fleet-bandwidth",
}


def fleet_frame() -> pd.DataFrame:
    """Return one row a measure: ratio at the article's counts, interval by specification, interval by counts as well."""
    rows = []
    for label, ref in FLEET.items():
        main = registry.find(ref or "c-ft25-nvidia-huawei-ratio-2024")
        wide = registry.find(f"{ref or 'r-hi-fleet-chips'}-wide")
        low, high = main.ends()
        sources = ";".join(sorted({*main.sources, *wide.sources}))
        rows.append(
            {
                "label": label,
                "ratio": main.value,
                "low": low,
                "high": high,
                "low_wide": wide.low,
                "high_wide": wide.high,
                "kind": "computed" if ref else "article",
                "source": sources,
                "shown": main.written(),
            }
        )
    return pd.DataFrame(rows)


def fleets() -> Exhibit:
    """Twice the chips is about the same compute and five times the memory bandwidth."""
    frame = fleet_frame()

    def draw(width: int) -> alt.TopLevelMixin:
        colour, shape = kind_scales(["article", "computed"])
        scale = alt.Scale(type="log", domain=[0.3, 90 if style.narrow(width) else 60])
        x = dict(title="H20 fleet divided by 910B fleet, 2024 (log)", scale=scale, axis=alt.Axis(values=[0.5, 1, 2, 5, 10, 30], format="~g"))
        base = alt.Chart(frame).encode(y=row_axis(frame, width))
        legend = alt.Legend(title=None)
        thin = base.mark_rule(strokeWidth=1.5, color=style.GREY).encode(x=alt.X("low_wide:Q", **x), x2="high_wide:Q")
        thick = base.mark_rule(strokeWidth=7, color=style.PURPLE, opacity=0.4).encode(x=alt.X("low:Q", **x), x2="high:Q")
        marks = base.mark_point(filled=True, size=110, opacity=1).encode(
            x=alt.X("ratio:Q", **x), color=alt.Color("kind:N", scale=colour, legend=legend), shape=alt.Shape("kind:N", scale=shape, legend=legend)
        )
        text = base.mark_text(align="left", dx=8, fontSize=11).encode(x=alt.X("high_wide:Q", **x), text="shown:N")
        one = alt.Chart(pd.DataFrame({"x": [1.0]})).mark_rule(strokeDash=[4, 3], color=style.INK).encode(x=alt.X("x:Q", **x))
        return alt.layer(one, thin, thick, marks, text, *row_names(frame, width)).properties(width=width, height=row_height(frame, width))

    by = frame.set_index("label")
    return Exhibit(
        "fig-hi-fleets",
        f"{by.loc['Chips', 'shown'].capitalize()} the chips was {by.loc['FP16 compute', 'shown']} the compute and "
        f"{by.loc['Memory bandwidth', 'shown']} the memory bandwidth",
        "All H20 of 2024 divided by all 910B of 2024. Marks: counts of the article and central specifications. Thick bars: the specifications listed for the "
        "910B, whose grades differ. Thin lines: rival counts of both fleets as well. Left of the dashed line Huawei's fleet is the larger. "
        "Peak rates, not work done; INT8 gives the same ratio as FP16. Links as marketed, directions not stated for the 910B.",
        "Dot chart on a log axis of five ratios: "
        + "; ".join(
            f"{row.label} {row.shown}, "
            + (f"by specification {quantity.number(row.low, 3)} to {quantity.number(row.high, 3)}, " if row.low < row.high else "")
            + f"with rival counts {quantity.number(row.low_wide, 3)} to {quantity.number(row.high_wide, 3)}"
            for row in frame.itertuples()
        )
        + ".",
        draw,
        frame.drop(columns="shown"),
    )
