"""Laws of exhibits: a figure carries its words, data and sources, and draws the same bytes every time."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import altair as alt
import pandas as pd
import pytest
from detour.exhibits import style, svg
from detour.exhibits.base import MIME, Exhibit

FRAME = pd.DataFrame({"x": ["a", "b"], "y": [1.0, 2.0], "source": ["s-ft25", "s-epoch-chips;s-ft25"]})
DRAW = """
import pandas as pd, altair as alt
from detour.exhibits.base import Exhibit
frame = pd.DataFrame({"x": ["a", "b"], "y": [1.0, 2.0], "source": ["s-ft25", "s-ft25"]})
draw = lambda width: alt.Chart(frame).mark_bar(clip=True).encode(x="x", y="y").properties(width=width)
print(Exhibit("fig-x", "T", "C", "A", draw, frame).svg())
"""


def exhibit(**changes) -> Exhibit:
    frame = changes.get("frame", FRAME)
    values = {
        "label": "fig-x",
        "title": "A finding",
        "caption": "How to read it.",
        "alt": "Two bars.",
        "frame": frame,
        "draw": lambda width: alt.Chart(frame).mark_bar(clip=True).encode(x="x", y="y").properties(width=width),
    }
    return Exhibit(**values | changes)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"label": "tbl-x"}, "must start with 'fig-'"),
        ({"title": " "}, "title is empty"),
        ({"caption": ""}, "caption is empty"),
        ({"alt": "\n"}, "alt is empty"),
        ({"frame": FRAME.drop(columns="source")}, "the frame needs a column 'source'"),
        ({"frame": FRAME.assign(source="")}, "no sources"),
        ({"frame": FRAME.assign(source="s-nowhere")}, r"unknown sources \['s-nowhere'\]"),
    ],
)
def test_an_exhibit_without_words_or_sources_cannot_be_made(change, message):
    with pytest.raises(ValueError, match=message):
        exhibit(**change)


def test_its_sources_are_those_of_the_rows_drawn_each_once():
    assert exhibit().sources == ["s-epoch-chips", "s-ft25"]


def test_its_data_is_what_it_drew():
    assert exhibit().csv == "x,y,source\na,1.0,s-ft25\nb,2.0,s-epoch-chips;s-ft25\n"


def test_it_offers_the_page_a_record_and_a_notebook_the_chart():
    bundle = exhibit()._repr_mimebundle_()
    assert set(bundle[MIME]) == {"label", "controls", "rests", "title", "caption", "alt", "wide", "narrow", "csv", "columns", "specs", "sources"}
    assert any(kind.startswith("application/vnd.vegalite") for kind in bundle)
    assert bundle["text/plain"] == "fig-x: A finding"


def test_a_drawing_is_the_same_bytes_whatever_was_drawn_before():
    first = exhibit().svg()
    exhibit(label="fig-other").svg()
    assert exhibit().svg() == first


def test_a_drawing_is_the_same_bytes_in_another_process():
    runs = {subprocess.run([sys.executable, "-c", DRAW], capture_output=True, text=True, check=True).stdout for _ in range(2)}
    assert len(runs) == 1


def test_every_id_in_a_drawing_is_its_own():
    drawings = [exhibit().svg(style.WIDE), exhibit().svg(style.NARROW), exhibit(label="fig-y").svg()]
    ids = [set(re.findall(r'\bid="([^"]+)"', drawing)) for drawing in drawings]
    assert ids[0] and not ids[0] & ids[1] and not ids[0] & ids[2]
    for drawing, own in zip(drawings, ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", drawing)) <= own


def test_a_drawing_is_well_formed_and_scales_by_its_box_alone():
    root = ElementTree.fromstring(exhibit().svg())
    assert root.tag.endswith("svg") and root.get("role") == "img"
    assert "viewBox" in root.attrib and not {"width", "height", "class"} & set(root.attrib)


def test_text_in_a_drawing_is_escaped():
    words = '"quoted" <script>alert(1)</script> & more'
    drawing = exhibit(alt=words, frame=FRAME.assign(x=["<script>alert(1)</script>", "b"])).svg()
    root = ElementTree.fromstring(drawing)
    assert root.get("aria-label") == words
    assert "<script" not in drawing
    assert "<script>alert(1)</script>" in "".join(root.itertext())


def test_a_drawing_loads_nothing_and_runs_nothing():
    drawing = exhibit().svg()
    assert not re.search(r"<(script|image|foreignObject|use|a)\b|\bon\w+=|@import|url\((?!#)", drawing)
    assert "http" not in drawing.replace("http://www.w3.org/", "")


def test_a_drawing_uses_the_colours_of_the_house_style_alone():
    used = {colour.lower() for colour in re.findall(r'(?:fill|stroke)="(#[0-9a-fA-F]{3,8})"', exhibit().svg())}
    assert used <= {colour.lower() for colour in style.PALETTE} | {"#4c78a8"}


def test_a_phone_gets_a_narrow_drawing():
    assert [re.search(r'viewBox="0 0 (\d+)', exhibit().svg(width))[1] for width in (style.WIDE, style.NARROW)] == ["680", "340"]
    assert style.narrow(style.NARROW) and not style.narrow(style.WIDE)


def test_the_colours_of_categories_can_be_told_apart_and_seen_on_paper():
    assert len(set(style.CATEGORIES)) == len(style.CATEGORIES)
    assert set(style.CATEGORIES) <= set(style.PALETTE)
    assert [colour for colour in style.CATEGORIES if contrast(colour, style.PAPER) < 3] == []
    assert contrast(style.INK, style.PAPER) >= 7 and contrast(style.MUTED, style.PAPER) >= 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, as the Web Content Accessibility Guidelines define it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_drawing_library_is_the_one_that_the_chart_was_written_for():
    assert re.fullmatch(r"\d+\.\d+", svg.vl_version())
