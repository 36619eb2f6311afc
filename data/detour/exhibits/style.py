"""The house style: one palette, one typeface, one set of axes.

Every colour of a drawing comes from here. The page repaints them by attribute
selectors in dark mode and print, so a drawing must not use any other colour.
The hues are those of Okabe and Ito, which colour-blind readers can tell apart.
"""

from __future__ import annotations

import altair as alt

INK = "#1f2328"
MUTED = "#59636e"
GRID = "#d8dee4"
PAPER = "#ffffff"
BLUE = "#0072b2"
ORANGE = "#d55e00"
GREEN = "#00866a"
PURPLE = "#a6508f"
SKY = "#3d95c9"
AMBER = "#a06a00"
GREY = "#7b848d"

#: Colours that drawings may use.
PALETTE = (INK, MUTED, GRID, PAPER, BLUE, ORANGE, GREEN, PURPLE, SKY, AMBER, GREY)
#: Order in which categories take their colours.
CATEGORIES = (BLUE, ORANGE, GREEN, PURPLE, SKY, AMBER, GREY)
#: Widths of the two drawings of an exhibit, for a column of text and for a phone.
WIDE, NARROW = 680, 340

FONT = "Liberation Sans, Arial, Helvetica, Noto Sans CJK KR, Noto Sans CJK SC, Malgun Gothic, Microsoft YaHei, sans-serif"


def narrow(width: int) -> bool:
    """Return whether a drawing of that width, in pixels, is meant for a phone."""
    return width < (WIDE + NARROW) / 2


def dress(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    """Return the chart in house style; the drawing itself says nothing of fonts or frames."""
    words = dict(labelFont=FONT, titleFont=FONT, labelFontSize=12, titleFontSize=12, labelColor=INK, titleColor=MUTED)
    plain = {**words, "titleFontWeight": "normal"}
    return (
        chart.configure(
            background="transparent",
            font=FONT,
            padding={"left": 2, "right": 6, "top": 4, "bottom": 2},
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
        .configure_view(stroke=None)
        .configure_axis(**plain, gridColor=GRID, domainColor=GREY, tickColor=GREY, labelLimit=260)
        .configure_legend(**plain, orient="top", labelLimit=300, symbolStrokeWidth=2)
        .configure_header(**words)
        .configure_text(font=FONT, fontSize=12, color=INK)
        .configure_range(category=list(CATEGORIES))
    )
