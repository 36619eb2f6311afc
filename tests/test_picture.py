"""Laws of a page's picture: of the size that sharers expect, whole, the same each time, and safe from what titles hold."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET

import pytest
from detour import picture

BROAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 300" role="img"><rect width="680" height="300" fill="#0072b2"/></svg>'
TALL = BROAD.replace("300", "800")
TITLES = ["Short", "A finding that needs more than a line of the picture, because it says three things at once", "칩 " * 40, "<&> \"'\x07 \x0b", "w" * 10_000]


def texts(svg: str) -> list[ET.Element]:
    return ET.fromstring(svg).findall("{http://www.w3.org/2000/svg}text")


@pytest.mark.parametrize("drawing", [BROAD, TALL], ids=["broad", "tall"])
@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
def test_nothing_leaves_the_picture_and_nothing_covers_the_drawing(drawing, title):
    svg = picture.compose(drawing, title, "The Inference Detour")
    (inner,) = ET.fromstring(svg).findall("{http://www.w3.org/2000/svg}svg")
    left, top, width, height = (float(inner.get(name)) for name in ("x", "y", "width", "height"))
    assert left + width <= picture.WIDTH and top + height <= picture.HEIGHT and min(width, height) > 250
    lowest = max(float(text.get("y")) for text in texts(svg))
    assert lowest < picture.HEIGHT - 10
    assert lowest <= top or left > picture.WIDTH / 3


@pytest.mark.parametrize("title", TITLES[:4], ids=range(4))
def test_every_line_fits_its_column_and_together_they_are_the_title(title):
    svg = picture.compose(BROAD, title, "Series")
    words = [text for text in texts(svg) if text.get("font-weight") == "bold"]
    said = " ".join(text.text for text in words)
    assert said == " ".join(title.replace("\x07", "").split()) or said.endswith("…")
    assert all(picture.extent(text.text.removesuffix(" …"), float(text.get("font-size"))) <= picture.WIDTH - 2 * picture.MARGIN for text in words)


def test_it_is_drawn_in_the_size_that_sharers_expect_and_the_same_each_time():
    svg = picture.compose(BROAD, "A finding", "The Inference Detour")
    first, second = picture.png(svg), picture.png(svg)
    assert struct.unpack(">II", first[16:24]) == (1200, 630)
    assert first == second != picture.png(picture.compose(BROAD, "Another finding", "The Inference Detour"))
