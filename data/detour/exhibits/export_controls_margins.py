"""Exhibit of the chapter on the controls: how far each chip stands from the limit that decided its case."""

from __future__ import annotations

import altair as alt
import pandas as pd

from detour import quantity, registry, tables
from detour.exhibits import frames, style
from detour.exhibits.base import Exhibit
from detour.exhibits.export_controls import FOR_CHINA, total_processing_performance


def close(value: float) -> str:
    """Write a percentage to two digits, for distances that rest on rounded ratings."""
    return quantity.write(value, unit="percent", digits=2)


def margins() -> Exhibit:
    """From 2023 on the limits became design targets; in 2026 the limit followed the chip."""
    frame = margin_rows()
    cut = frame[frame["kind"] == "chip cut to the limit"]
    later = cut[cut["year"] > cut["year"].min()]

    def draw(width: int) -> alt.TopLevelMixin:
        x = alt.X("margin_percent:Q", title="Distance below the limit, % of the limit", scale=alt.Scale(domain=[0, 40]), axis=alt.Axis(tickCount=4))
        y = alt.Y(
            "row:N",
            title=None,
            sort=list(frame["row"]),
            axis=alt.Axis(labels=False, ticks=False, domain=False),
            scale=alt.Scale(paddingInner=0.55, paddingOuter=0.5),
        )
        base = alt.Chart(frame).encode(y=y)
        bars = base.mark_bar(height=12).encode(
            x=x,
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=["chip cut to the limit", "limit set above the chip"], range=[style.BLUE, style.ORANGE]),
                legend=alt.Legend(columns=2),
            ),
        )
        names = base.mark_text(align="left", dy=-14, baseline="middle", fontSize=12).encode(x=alt.datum(0), text="row:N")
        values = base.mark_text(align="left", dx=5, baseline="middle", color=style.MUTED).encode(x=x, text="shown:N")
        return (bars + names + values).properties(width=width, height=34 * len(frame) + 30)

    return Exhibit(
        "fig-controls-margins",
        f"After 2022 the limits became design targets: the next {quantity.number(len(later))} chips made for China sit at most "
        f"{close(later['margin_percent'].max())} under theirs",
        "For each chip the limit that decided its case, and how far below it the chip stands. Blue: chips cut so as to stay under a limit in "
        "force. Orange: chips already on sale when the limit of "
        "January 2026 was written above them. The A800 and H800 were cut further than the rule asked. The RTX Pro 6000D rests on one page "
        "that misprints the unit, and its limit on one relayed company email.",
        "Bars of the distance below the limit, chip by chip: "
        + "; ".join(f"{row.row}: {close(row.margin_percent)} below" for row in frame.itertuples())
        + f". After the first rule the chips cut to a limit stand {close(later['margin_percent'].min())} to {close(later['margin_percent'].max())} under it.",
        draw,
        frame.drop(columns=["row", "shown", "subject"]),
    )


def margin_rows() -> pd.DataFrame:
    """Return the deciding limit of each chip, its own number, and the distance between them."""
    deciding = {
        "nvidia-a800": ("th-2022-3a090-interconnect", "interconnect_bandwidth"),
        "nvidia-h800": ("th-2022-3a090-interconnect", "interconnect_bandwidth"),
        "nvidia-h20": ("th-2023-3a090-b1-performance-low", "tpp"),
        "nvidia-l20": ("th-2023-3a090-b2-density-low", "density"),
        "nvidia-l2": ("th-2023-3a090-b2-performance", "tpp"),
        "nvidia-rtx-4090d": ("th-2023-3a090-a1-performance", "tpp"),
        "nvidia-rtx-pro-6000d": ("th-2025-letter-memory-bandwidth", "memory_bandwidth"),
        "amd-mi325x": ("th-2026-h200-performance", "tpp"),
        "nvidia-h200": ("th-2026-h200-performance", "tpp"),
    }
    label = {"interconnect_bandwidth": "links", "tpp": "performance", "density": "density", "memory_bandwidth": "memory bandwidth"}
    performance = total_processing_performance(list(deciding)).set_index("subject")
    rows = []
    for chip, (threshold, measure) in deciding.items():
        bound = tables.load("thresholds").set_index("id").loc[threshold]
        sources = {bound["source"]} | ({performance.loc[chip, "source"]} if measure in ("tpp", "density") else set())
        if measure == "tpp":
            own = performance.loc[chip, "tpp"]
        elif measure == "density":
            own = performance.loc[chip, "tpp"] / registry.find(f"{chip}/die_area").value
        else:
            own, sources = registry.find(f"{chip}/{measure}").value, sources | set(registry.find(f"{chip}/{measure}").sources)
        rows.append(
            {
                "subject": chip,
                "chip": frames.short_name(chip),
                "measure": label[measure],
                "year": int(bound["in_force"][:4]),
                "value": own,
                "limit": bound["value"],
                "unit": bound["unit"],
                "margin_percent": (bound["value"] - own) / bound["value"] * 100,
                "kind": "chip cut to the limit" if chip in FOR_CHINA else "limit set above the chip",
                "threshold": threshold,
                "source": frames.join(pd.Series(list(sources))),
            }
        )
    frame = pd.DataFrame(rows)
    frame["row"] = frame["chip"] + ", " + frame["measure"] + ", " + frame["year"].astype(str)
    frame["shown"] = frame["margin_percent"].map(close)
    return frame
