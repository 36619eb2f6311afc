"""Exhibits of the chapter on the controls: the limits in numbers, and the chips on either side of them."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry, tables
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit

#: Bit length of the operation behind each peak rate, as the rule's definition of total processing performance takes it.
BITS = {"fp32_peak": 32, "fp16_peak": 16, "fp8_peak": 8, "int8_peak": 8, "fp4_peak": 4}
GROUPS = {"Nvidia, sold worldwide": (style.GREY, "square"), "made for China": (style.BLUE, "circle"), "Huawei": (style.GREEN, "triangle-up")}
FOR_CHINA = ("nvidia-a800", "nvidia-h800", "nvidia-h20", "nvidia-l20", "nvidia-l2", "nvidia-rtx-4090d", "nvidia-rtx-pro-6000d")
NUMBER = quantity.number


def percent(value: float) -> str:
    """Write a percentage to three digits."""
    return quantity.write(value, unit="percent", digits=3)


def limit(id: str) -> float:
    """Return the number of a threshold."""
    return registry.find(id).value


def with_rule(frame: pd.DataFrame, *thresholds: str) -> pd.DataFrame:
    """Add the sources of the limits drawn to those of each chip."""
    rule = pd.Series([source for id in thresholds for source in registry.find(id).sources])
    return frame.assign(source=[frames.join(pd.concat([pd.Series([own]), rule])) for own in frame["source"]])


def total_processing_performance(chips: list[str]) -> pd.DataFrame:
    """Return total processing performance by chip: the greatest product of peak dense rate and bit length.

    `low` and `high` do the same with the least and the greatest listing of each rate.
    """
    rows = tables.load("specifications")
    rows = rows[rows["quantity"].isin(BITS) & rows["subject"].isin(chips) & rows["value"].notna()]
    rows = rows.assign(tpp=rows["value"] * rows["quantity"].map(BITS))
    best = rows[rows["preferred"] == "yes"]
    ends = rows.groupby(["subject", "quantity"])["tpp"].agg(["min", "max"]).groupby("subject").max()
    frame = best.groupby("subject").agg(tpp=("tpp", "max"), source=("source", frames.join)).join(ends).reset_index()
    return frame.rename(columns={"min": "tpp_low", "max": "tpp_high"})


def chips(ids: list[str], *others: str) -> pd.DataFrame:
    """Return chips with their performance, the other quantities named, a short name and a group."""
    frame = total_processing_performance(ids)
    more = frames.specifications(list(others), ids) if others else frame[["subject", "source"]]
    frame = frame.merge(more.drop(columns="chip", errors="ignore"), on="subject", suffixes=("", "_more"))
    frame["source"] = [frames.join(pd.Series(pair)) for pair in zip(frame["source"], frame.pop("source_more"), strict=True)]
    frame["chip"] = frame["subject"].map(frames.short_name)
    frame["group"] = frame["subject"].map(group)
    return frame


def group(chip: str) -> str:
    """Return the group of a chip, which sets its mark."""
    if chip in FOR_CHINA:
        return "made for China"
    return "Huawei" if chip.startswith("huawei") else "AMD" if chip.startswith("amd") else "Nvidia, sold worldwide"


def rivals_of(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Add the least and greatest listing of a quantity for each chip."""
    ends = frames.rivals(column, list(frame["subject"])).groupby("subject")["value"].agg(["min", "max"])
    return frame.join(ends.rename(columns={"min": f"{column}_low", "max": f"{column}_high"}), on="subject")


def area(x: alt.X, y: alt.Y, box: tuple[float, float, float, float], colour: str, opacity: float = 0.14) -> alt.Chart:
    """Return a shaded rectangle: left, right, bottom, top."""
    frame = pd.DataFrame([dict(zip(("x", "x2", "y", "y2"), box, strict=True))])
    return alt.Chart(frame).mark_rect(color=colour, opacity=opacity).encode(x=x, x2="x2:Q", y=y, y2="y2:Q")


def words(x: alt.X, y: alt.Y, at: tuple[float, float], text: list[str], colour: str = style.MUTED, align: str = "left") -> alt.Chart:
    """Return a note inside the drawing, top line at the point given."""
    return (
        alt.Chart(pd.DataFrame([{"x": at[0], "y": at[1]}]))
        .mark_text(align=align, baseline="top", color=colour, fontSize=11, text=text, dx=4 if align == "left" else -4, dy=4, lineHeight=13)
        .encode(x=x, y=y)
    )


def marks(frame: pd.DataFrame, x: alt.X, y: alt.Y, sides: dict[str, str], groups: dict | None = None) -> alt.LayerChart:
    """Return points with their names; `sides` says on which side of its point a name stands."""
    groups = {key: value for key, value in (groups or GROUPS).items() if key in set(frame["group"])}
    dots = (
        alt.Chart(frame)
        .mark_point(filled=True, size=85, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "group:N",
                title=None,
                scale=alt.Scale(domain=list(groups), range=[each[0] for each in groups.values()]),
                legend=alt.Legend(columns=2),
            ),
            shape=alt.Shape("group:N", title=None, scale=alt.Scale(domain=list(groups), range=[each[1] for each in groups.values()])),
        )
    )
    place = {"right": ("left", 8, 0), "left": ("right", -8, 0), "above": ("center", 0, -12), "below": ("center", 0, 13)}
    side = frame["chip"].map(lambda chip: sides.get(chip, "right"))
    names = [
        alt.Chart(frame[side == key]).mark_text(align=align, dx=dx, dy=dy, baseline="middle").encode(x=x, y=y, text="chip:N")
        for key, (align, dx, dy) in place.items()
        if (side == key).any()
    ]
    return alt.layer(dots, *names)


def october_2022() -> Exhibit:
    """A800 and H800 stood outside the first rule by their links alone."""
    ids = [f"nvidia-{chip}" for chip in ("a100", "a800", "h100", "h800", "h20", "v100")] + ["huawei-ascend-910b"]
    frame = rivals_of(chips(ids, "interconnect_bandwidth"), "interconnect_bandwidth").rename(
        columns={"interconnect_bandwidth": "link_gb_per_s", "interconnect_bandwidth_low": "link_low", "interconnect_bandwidth_high": "link_high"}
    )
    frame = with_rule(frame, "th-2022-3a090-performance", "th-2022-3a090-interconnect")
    compute, link = limit("th-2022-3a090-performance"), limit("th-2022-3a090-interconnect")
    at = frame.set_index("chip")
    same, a800, h800 = (
        at.loc[cut, column] / at.loc[full, column] * 100
        for cut, full, column in (("A800", "A100", "tpp"), ("A800", "A100", "link_gb_per_s"), ("H800", "H100", "link_gb_per_s"))
    )

    def draw(width: int) -> alt.TopLevelMixin:
        def x(field):
            return alt.X(f"{field}:Q", title="Links to other chips, both directions, GB/s", scale=alt.Scale(domain=[0, 1050]), axis=alt.Axis(tickCount=5))

        def y(field):
            return alt.Y(
                f"{field}:Q",
                title="Total processing performance (log scale)",
                scale=alt.Scale(type="log", domain=[1500, 24000], nice=False),
                axis=alt.Axis(values=[2000, 5000, 10000, 20000], format=","),
            )

        rules = alt.Chart(frame).mark_rule(color=style.MUTED, strokeWidth=1.2)
        return alt.layer(
            area(x("x"), y("y"), (link, 1050, compute, 24000), style.ORANGE),
            words(x("x"), y("y"), (link, 24000), ["licence needed"], style.ORANGE),
            rules.encode(x=x("link_low"), x2="link_high:Q", y=y("tpp")),
            rules.encode(x=x("link_gb_per_s"), y=y("tpp_low"), y2="tpp_high:Q"),
            marks(frame, x("link_gb_per_s"), y("tpp"), {"H100": "below", "910B": "left", "H20": "below", "A800": "below"}),
        ).properties(width=width, height=330)

    return Exhibit(
        "fig-controls-october-2022",
        f"A800 and H800 left the first rule by their links alone: {percent(a800)} and {percent(h800)} of the links, {percent(same)} of the arithmetic",
        "Total processing performance against link bandwidth. The shaded corner is what the rule of October 2022 put under a licence duty: "
        f"at least {NUMBER(compute)} and at "
        f"least {NUMBER(link)} GB/s at once. Performance is computed from peak dense rates. Lines span rival listings; the H20, made for a "
        "later rule, and Huawei's 910B, which the "
        "rule did not address as an export, are drawn for scale. Direction of the 910B's link is not stated in its sources.",
        "Scatter plot of total processing performance and link bandwidth. "
        + "; ".join(f"{row.chip}: {NUMBER(row.tpp, 4)} and {NUMBER(row.link_gb_per_s)} GB/s" for row in frame.itertuples())
        + ". A100 and H100 lie in the closed corner, the others outside.",
        draw,
        frame.drop(columns="subject"),
    )


def october_2023() -> Exhibit:
    """The second rule closed the plane by arithmetic and density, and each chip made for China stands just outside."""
    ids = [f"nvidia-{chip}" for chip in ("a100", "a800", "h100", "h800", "h20", "l20", "l2", "l40", "rtx-4090", "rtx-4090d")]
    frame = chips(ids, "die_area").rename(columns={"die_area": "die_area_mm2"})
    frame = with_rule(frame, "th-2023-3a090-a1-performance")
    frame["density_tpp_per_mm2"] = frame["tpp"] / frame["die_area_mm2"]
    top, low, dense = limit("th-2023-3a090-a1-performance"), limit("th-2023-3a090-a2-performance"), limit("th-2023-3a090-a2-density")
    mid, b1, b2 = limit("th-2023-3a090-b1-performance-low"), limit("th-2023-3a090-b1-density-low"), limit("th-2023-3a090-b2-density-low")
    at, right, roof = frame.set_index("chip"), 24000, 30
    pairs = {"A100": "A100, A800", "A800": "", "H100": "H100, H800", "H800": ""}
    shown = frame.assign(chip=frame["chip"].replace(pairs)).sort_values("group")

    def draw(width: int) -> alt.TopLevelMixin:
        def x(field):
            return alt.X(
                f"{field}:Q",
                title="Total processing performance (log scale)",
                scale=alt.Scale(type="log", domain=[1000, right], nice=False),
                axis=alt.Axis(values=[low, mid, top, 10000, 20000], format=","),
            )

        def y(field):
            return alt.Y(
                f"{field}:Q",
                title="Performance density, per mm² (log scale)",
                scale=alt.Scale(type="log", domain=[1, roof], nice=False),
                axis=alt.Axis(values=[b1, b2, dense, 10, 20]),
            )

        boxes = [
            area(x("x"), y("y"), box, style.ORANGE, shade)
            for box, shade in (((top, right, 1, roof), 0.2), ((low, top, dense, roof), 0.2), ((mid, top, b1, dense), 0.1), ((low, mid, b2, dense), 0.1))
        ]
        notes = [words(x("x"), y("y"), (low, roof), ["paragraph a"], style.ORANGE), words(x("x"), y("y"), (mid, dense), ["b"], style.ORANGE)]
        sides = {"H20": "below", "L20": "left", "L2": "left", "RTX 4090 D": "left", "H100, H800": "left"}
        return alt.layer(*boxes, *notes, marks(shown, x("tpp"), y("density_tpp_per_mm2"), sides)).properties(width=width, height=350)

    return Exhibit(
        "fig-controls-october-2023",
        f"H20, L20 and L2 each stand one step outside the second rule: {NUMBER(at.loc['H20', 'tpp'])} under {NUMBER(mid)}, "
        f"{NUMBER(at.loc['L20', 'density_tpp_per_mm2'], 3)} under {NUMBER(b2)}, {NUMBER(at.loc['L2', 'tpp'])} under {NUMBER(low)}",
        "Total processing performance against performance density. Deeper shade: paragraph a of the rule of October 2023; lighter: paragraph b, its "
        "second tier; none: no duty by these parameters. Squares behind circles are A100 and H100. "
        "Die areas as listed; those of H20, L2 and RTX 4090 D are taken from the chip whose die they are said to share. The lower tick marks are "
        "the rule's own limits. Paragraph b and the density test "
        "spare chips not made for data centres below the upper limit, which is why the RTX 4090 D may stand in the shade.",
        "Scatter plot of total processing performance and performance density. "
        + "; ".join(f"{row.chip}: {NUMBER(row.tpp, 4)} and {NUMBER(row.density_tpp_per_mm2, 3)}" for row in frame.itertuples())
        + ". H20, L20 and L2 lie just outside the shaded area.",
        draw,
        frame.drop(columns="subject"),
    )
